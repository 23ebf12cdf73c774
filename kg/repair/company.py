"""Names that stand in one list with people: "Anton, Anna and Alden"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from kg.columns import Columns
from kg.repair.spans import Candidate

BESIDE = 1.0
"""Points for a person that the neighbours in a list give."""
_SURE = 3.0
_JOINS = frozenset({",", "and", "&"})


def beside_people(page: Columns, names: Sequence[Candidate], scores: Sequence[Mapping[str, float]]) -> list[int]:
    """Which names that little is told about stand in a list beside a person; ``scores`` are the points of each."""
    order = sorted(range(len(names)), key=lambda i: names[i].first)
    found: list[int] = []
    for a, b in pairwise(order):
        between = page.text[names[a].last : names[b].first]
        if not 0 < len(between) < 3 or any(word not in _JOINS for word in between):
            continue
        for one, other in ((a, b), (b, a)):
            alike = (names[one].last - names[one].first == 1) == (names[other].last - names[other].first == 1)
            sure = scores[one].get("PERSON", 0.0) >= _SURE and scores[one]["PERSON"] >= max(scores[one].values())
            vague = not names[other].known and max(scores[other].values(), default=0.0) < _SURE / 2
            if alike and sure and vague:
                found.append(other)
    return sorted(set(found))
