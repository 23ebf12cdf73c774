"""Listed places beside other names: where a body is, and the first words of names of teams."""

from __future__ import annotations

from functools import cache

from kg.columns import Columns
from kg.names import rules
from kg.repair.cues import nouns
from kg.repair.spans import Candidate


def is_where(page: Columns, c: Candidate) -> bool:
    """Whether a listed place only tells where: "in Leeds, the band", "the Leeds firm X", "the Leeds four-piece X"."""
    named = c.last + 1 < len(page) and page.text[c.last + 1][0].isupper()
    counted = page.at(c.last + 1) == "-" and page.at(c.last + 2) == "piece"
    return page.at(c.first - 1) == "in" or counted or (named and page.at(c.last) in nouns("organisation_nouns"))


@cache
def towns() -> frozenset[str]:
    """The first words of listed places: "Pittsburgh Pirates" is a team."""
    return frozenset(name.split()[0] for key in ("countries", "regions", "cities") for name in rules("places")[key])
