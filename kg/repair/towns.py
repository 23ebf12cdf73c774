"""Listed places beside other names: where a body is, and the first words of names of teams."""

from __future__ import annotations

from functools import cache

from kg.columns import Columns
from kg.names import rules
from kg.repair.cues import listed, nouns
from kg.repair.spans import Candidate

DASHES = frozenset({"—", "–", "--", "-"})
REPORT = 9
"""How many tokens may stand between the town and the dash: the day, the agency."""
OPENING = 60
"""How far into an article, headline and byline before it, a report begins."""


def is_where(page: Columns, c: Candidate) -> bool:
    """Whether a listed place only tells where: "in Leeds, the band", "the Leeds firm X", "the Leeds four-piece X"."""
    named = c.last + 1 < len(page) and page.text[c.last + 1][0].isupper()
    counted = page.at(c.last + 1) == "-" and page.at(c.last + 2) == "piece"
    return page.at(c.first - 1) == "in" or counted or (named and page.at(c.last) in nouns("organisation_nouns"))


def dateline(page: Columns) -> tuple[tuple[int, int], ...]:
    """Where a report is sent from, before its first dash: "LEEDS — ", "WELL, May 3 (AP) — ", as a token range.

    Without a day or an agency it is one of the listed places: "ANN LEE — " opens a list.
    """
    for first, _ in page.sents:
        while first < len(page) and page.text[first].isspace():
            first += 1
        last = first
        while last < min(first + 3, len(page)) and page.text[last].isupper() and len(page.text[last]) > 2:
            last += 1
        behind = page.text[last : last + REPORT]
        dash = next((i for i, text in enumerate(behind) if text in DASHES), None)
        told = behind[:1] == ["("] and behind[1].isupper() if dash else False
        told = told or any(text.lower() in listed("calendar") for text in behind[: dash or 0])
        if last > first and dash is not None and (told or page.words(first, last).title() in _places()):
            return ((first, last),)
        if first > OPENING:
            break
    return ()


@cache
def _places() -> frozenset[str]:
    return frozenset(name for key in ("countries", "regions", "cities", "towns") for name in rules("places")[key])


@cache
def towns() -> frozenset[str]:
    """The first words of listed places: "Pittsburgh Pirates" is a team."""
    return frozenset(name.split()[0] for key in ("countries", "regions", "cities") for name in rules("places")[key])
