"""Plain press language: what short items of our own tell, and what the whole pipeline takes from them.

    python -m benchmarks.phrases [--learnt] [--file NAME ...] [--errors] [--json]

Measured are the items that are kept for it, every second one of `training.phrases`; with ``--learnt`` the others, on
which rules may be written. Names, things and nouns are compared as in `kg.evaluation`; what somebody reports counts as
told, like what the item says itself. Days of birth and death, citizenship and seats are left out: what an age or an
adjective tells is not marked.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace

from rich.console import Console

from kg.build import extract_many
from kg.evaluation import GoldArticle, as_dict, render, score
from kg.model import TOLD, Extraction, Status
from training.phrases import held, read

UNMARKED = frozenset({"bornOn", "diedOn", "foundedOn", "citizenOf", "headquarteredIn"})


def told(item: GoldArticle) -> GoldArticle:
    """The item with what counts, as told by itself."""
    claims = (claim for claim in item.claims if claim.predicate not in UNMARKED)
    plain = tuple(replace(c, status=Status.ASSERTED, source=None) if c.status in TOLD else c for c in claims)
    return replace(item, claims=plain)


def found(extraction: Extraction) -> Extraction:
    """What was found of what counts, as told by the item."""
    claims = (claim for claim in extraction.claims if claim.predicate not in UNMARKED)
    plain = tuple(replace(c, status=Status.ASSERTED, source=None) if c.status in TOLD else c for c in claims)
    return replace(extraction, claims=plain)


def main(argv: list[str] | None = None) -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learnt", action="store_true", help="the items that rules are written on")
    parser.add_argument("--file", nargs="*", default=(), help="only the items of these files (couples_a, who ...)")
    parser.add_argument("--errors", action="store_true", help="print every wrong or missed claim with its item")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked = parser.parse_args(argv)
    items = [item for item in read() if held(item) is not asked.learnt]
    items = [told(item) for item in items if not asked.file or item.id.rpartition("/")[0] in asked.file]
    scores = score([found(one) for one in extract_many([item.article for item in items])], items)
    if asked.json:
        sys.stdout.write(json.dumps(as_dict(scores, errors=asked.errors), indent=1, ensure_ascii=False) + "\n")
    else:
        Console(width=None if sys.stdout.isatty() else 160, soft_wrap=True).print(render(scores, errors=asked.errors))


if __name__ == "__main__":
    main()
