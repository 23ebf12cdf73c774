"""Listed places beside other names: where a body is, and the first words of names of teams."""

from __future__ import annotations

from functools import cache

from kg.columns import Columns
from kg.names import rules
from kg.repair.capitals import place_lines
from kg.repair.cues import listed, nouns
from kg.repair.spans import Candidate

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
    for first, dash in place_lines(page):
        last = next(i for i in range(first, dash + 1) if not page.text[i].isupper() or len(page.text[i]) < 3)
        behind = page.lower[last:dash]
        told = (behind[:1] == ["("] and page.text[last + 1].isupper()) or not listed("calendar").isdisjoint(behind)
        if first <= OPENING and (told or page.words(first, last).title() in _places()):
            return ((first, last),)
    return ()


@cache
def _places() -> frozenset[str]:
    return frozenset(name for key in ("countries", "regions", "cities", "towns") for name in rules("places")[key])


@cache
def towns() -> frozenset[str]:
    """The first words of listed places: "Pittsburgh Pirates" is a team."""
    return frozenset(name.split()[0] for key in ("countries", "regions", "cities") for name in rules("places")[key])
