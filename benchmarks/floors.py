"""Raise the floors under precision, recall and F1 on ``seeds/gold`` to what the pipeline reaches now.

    python -m benchmarks.floors

Writes ``tests/floors.toml``. A floor is never lowered; ``tests/test_seeds.py`` fails where a figure falls below it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path

from kg import build
from kg.evaluation import Counts, Scores, load_gold, score

CHECKOUT = Path(__file__).resolve().parent.parent
FLOORS = CHECKOUT / "tests" / "floors.toml"
FIGURES = ("precision", "recall", "f1")
HEAD = """\
# Floors under the figures on seeds/gold: `python -m benchmarks.floors` raises them to what is reached, nothing lowers
# them. They are those of a predicate, of a status, or, under "all", of all claims; where nothing was right yet, none.
"""

Floors = Mapping[str, Mapping[str, float]]


def figures(scores: Scores) -> dict[str, Counts]:
    """What has a floor, by name."""
    statuses = {f"status {status.value}": counts for status, counts in scores.by_status.items()}
    return {"all": scores.overall, **statuses, **scores.by_predicate}


def below(scores: Scores, floors: Floors) -> list[str]:
    """Each figure that has fallen below its floor, in words.

    >>> from kg.evaluation import score
    >>> below(score([], []), {"marriedTo": {"precision": 0.9, "recall": 0.5, "f1": 0.64}})
    ['marriedTo: nothing is found or expected any more']
    """
    found = figures(scores)
    fallen = []
    for name, floor in floors.items():
        if name not in found:
            fallen.append(f"{name}: nothing is found or expected any more")
            continue
        for figure in FIGURES:
            reached = getattr(found[name], figure)
            if reached < floor[figure]:
                fallen.append(f"{name}: {figure} {reached:.3f} is below its floor of {floor[figure]:.3f}")
    return fallen


def raised(scores: Scores, floors: Floors) -> dict[str, dict[str, float]]:
    """The floors after this run: of every figure the higher one, cut off (never rounded up) at three digits."""
    new = {name: dict(floor) for name, floor in floors.items()}
    for name, counts in figures(scores).items():
        if counts.right:
            floor = new.setdefault(name, dict.fromkeys(FIGURES, 0.0))
            for figure in FIGURES:
                floor[figure] = max(floor[figure], math.floor(getattr(counts, figure) * 1000) / 1000)
    return dict(sorted(new.items()))


def main() -> None:
    """Run the pipeline on the seeds and write the floors."""
    gold = load_gold(CHECKOUT / "seeds" / "gold")
    scores = score(list(build.extract_many([one.article for one in gold])), gold)
    old = tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    lines = (
        f'"{name}" = {{ {", ".join(f"{figure} = {floor[figure]:.3f}" for figure in FIGURES)} }}'
        for name, floor in raised(scores, old).items()
    )
    FLOORS.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
