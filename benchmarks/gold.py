"""Precision and recall of the whole pipeline on a folder of gold articles.

    python -m benchmarks.gold [FOLDER] [--errors] [--json] [--predicate NAME] [--article PART] [--part open|held-out]
                           [--model MODEL]

FOLDER defaults to ``../shared/gold``, beside the checkout; ``seeds/gold`` is the project's own. ``seeds/held-out.toml``
names the seeds that nobody looks at while writing rules: ``--part held-out`` scores these, ``--part open`` the others.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from kg import build
from kg.claims import TRAINED, with_model
from kg.evaluation import GoldArticle, as_dict, load_gold, render, score
from kg.model import Extraction

CHECKOUT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("folder", nargs="?", type=Path, default=CHECKOUT.parent / "shared" / "gold")
    parser.add_argument("--errors", action="store_true", help="print every wrong or missed claim with its sentence")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--predicate", help="only the claims of this predicate (event:Wedding, parentOf ...)")
    parser.add_argument("--article", default="", help="only the articles whose id holds this text")
    parser.add_argument("--part", choices=("open", "held-out"), help="only the seeds for writing rules, or the others")
    parser.add_argument("--model", type=Path, help="the folder of a large model of entailment to read beside the rules")
    asked = parser.parse_args()
    extractors = with_model(asked.model) if asked.model else TRAINED
    gold = [one for one in load_gold(asked.folder) if asked.article in one.id and in_part(one.id, asked.part)]
    extractions = list(build.extract_many([one.article for one in gold], extractors=extractors))
    if asked.predicate:
        extractions, gold = _only(asked.predicate, extractions, gold)
    scores = score(extractions, gold)
    if asked.json:
        sys.stdout.write(json.dumps(as_dict(scores, errors=asked.errors), indent=1, ensure_ascii=False) + "\n")
    else:
        Console(width=None if sys.stdout.isatty() else 160, soft_wrap=True).print(render(scores, errors=asked.errors))


def in_part(article: str, part: str | None) -> bool:
    """Whether a seed belongs to the part asked for."""
    held_out = tomllib.loads((CHECKOUT / "seeds" / "held-out.toml").read_text("utf-8"))["articles"]
    return part is None or (article in held_out) is (part == "held-out")


def _only(
    predicate: str, extractions: Sequence[Extraction], gold: Sequence[GoldArticle]
) -> tuple[list[Extraction], list[GoldArticle]]:
    """Both sides with the claims of one predicate."""
    return (
        [replace(one, claims=tuple(c for c in one.claims if c.predicate == predicate)) for one in extractions],
        [replace(one, claims=tuple(c for c in one.claims if c.predicate == predicate)) for one in gold],
    )


if __name__ == "__main__":
    main()
