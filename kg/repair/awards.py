"""Prizes in full: "best actress Oscar" rather than "Oscar"; "player of the year", which has no capital."""

from __future__ import annotations

from kg.columns import Columns
from kg.names import words

_INNER = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJS", "HYPH", "VBG", "VBN"})
_LONGEST = 6


def category_start(page: Columns, first: int) -> int:
    """Where the prize begins that is named at ``first``: at the "best" of its category, if one stands before it."""
    i = first
    while i > 0 and first - i < _LONGEST and page.tag[i - 1] in _INNER | {"RBS"}:
        i -= 1
        if page.lower[i] == "best":
            return i
    return first


def honours(page: Columns) -> list[tuple[int, int]]:
    """The spans of titles given for a year: "player of the year", "Man of the Year"."""
    found: list[tuple[int, int]] = []
    for i in range(1, len(page) - 3):
        if page.lower[i] not in words("brands", "honours") or page.lower[i + 1 : i + 3] != ["of", "the"]:
            continue
        if page.lower[i + 3] in {"year", "season", "decade", "century", "match"}:
            first = i
            while (
                first > 0 and page.tag[first - 1] in _INNER and page.lower[first - 1] in words("brands", "honours_of")
            ):
                first -= 1
            found.append((first, i + 4))
    return found
