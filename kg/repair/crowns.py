"""Titles that one holds for a year: "a former Rose of Tralee", "the reigning Miss Ghent", "was crowned Miss Leeds"."""

from __future__ import annotations

from kg.columns import Columns

_HELD = frozenset({"former", "reigning", "onetime", "erstwhile", "previous", "past", "outgoing"})
_ADDRESSES = frozenset({"Miss", "Mister", "Mr", "Mr.", "Ms", "Ms."})
_CROWNED = frozenset({"crowned", "reigning"})


def is_crown(page: Columns, first: int) -> bool:
    """Whether the name from token ``first`` on is what somebody was, and nobody's name."""
    k = first - 1
    while page.at(k) and page.text[k] in _ADDRESSES:
        k -= 1
    return page.at(k) in _CROWNED or (page.at(k) in _HELD and page.at(k - 1) in {"a", "an"})
