"""Precision and recall of the whole pipeline on a folder of gold articles.

    python -m benchmarks.gold [FOLDER] [--errors] [--json] [--predicate NAME] [--article PART] [--model MODEL]

FOLDER defaults to ``../shared/gold``, beside the checkout. The project's own are ``seeds/gold`` and
``benchmarks/open``, in full view of those who write rules, and ``benchmarks/unseen``, at whose texts and errors nobody
looks: no sentence is printed unless asked for.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from kg import build
from kg.claims import TRAINED, with_model
from kg.evaluation import GoldArticle, GoldError, as_dict, load_gold, render, score
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
    parser.add_argument("--model", type=Path, help="the folder of a large model of entailment to read beside the rules")
    asked = parser.parse_args()
    extractors = with_model(asked.model) if asked.model else TRAINED
    try:
        gold = [one for one in load_gold(asked.folder) if asked.article in one.id]
    except GoldError as error:
        parser.error(str(error))
    extractions = list(build.extract_many([one.article for one in gold], extractors=extractors))
    if asked.predicate:
        extractions, gold = _only(asked.predicate, extractions, gold)
    scores = score(extractions, gold)
    if asked.json:
        sys.stdout.write(json.dumps(as_dict(scores, errors=asked.errors), indent=1, ensure_ascii=False) + "\n")
    else:
        Console(width=None if sys.stdout.isatty() else 160, soft_wrap=True).print(
            render(scores, errors=asked.errors, gravest=False)
        )


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
