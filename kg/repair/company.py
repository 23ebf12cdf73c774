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
    for a, b, c in zip(order, order[1:], order[2:], strict=False):  # "Ann Lee, Jin Park and Al Orr"
        listed = [page.text[names[x].last : names[y].first] for x, y in ((a, b), (b, c))]
        both = all(len(words) == 1 and words[0] in _JOINS for words in listed)
        people = all(scores[i].get("PERSON", 0.0) >= max([*scores[i].values(), _SURE]) for i in (a, c))
        like = scores[b].get("PERSON", 0.0) >= max(scores[b].values(), default=1.0) > 0
        if both and people and like and not names[b].known and names[b].last - names[b].first == 2:
            found.append(b)
    return sorted(set(found))
