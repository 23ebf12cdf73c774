"""Print a sample to read: ``python -m training.templates --count 20 --seed 1``."""

from __future__ import annotations

import argparse
import sys

from training.passage import Passage
from training.templates import passages


def shown(passage: Passage) -> str:
    """The text with its spans in brackets, and below it what is said of whom."""
    signs: list[tuple[int, int, str]] = []
    for i, span in enumerate(passage.spans):
        mark = {"name": "", "nominal": "n", "pronoun": "p", "value": "v"}[span.kind]
        signs += [(span.start, i, "["), (span.end, -i, f"]{i}{mark}")]
    text, at = "", 0
    for offset, _, sign in sorted(signs, key=lambda s: (s[0], s[2] == "[", s[1])):
        text += passage.text[at:offset] + sign
        at = offset
    lines = [text + passage.text[at:]]
    for relation in sorted(passage.relations):
        head, tail = passage.spans[relation.head], passage.spans[relation.tail]
        trigger = passage.triggers.get(relation)
        if relation.label != "coref":
            lines.append(
                f"    {passage.text[head.start : head.end]} {relation.label} {passage.text[tail.start : tail.end]}"
                f"  {passage.statuses.get(relation, '')}" + (f" <{passage.text[slice(*trigger)]}>" if trigger else "")
            )
    coref = [f"{r.head}={r.tail}" for r in sorted(passage.relations) if r.label == "coref"]
    return "\n".join([*lines, *(["    " + " ".join(coref)] if coref else [])])


def main() -> int:
    """Print the sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sys.stdout.writelines(shown(passage) + "\n" for passage in passages(options.count, options.seed))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
