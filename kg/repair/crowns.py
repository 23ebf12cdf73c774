"""Capitals that are nobody's name: "a former Rose of Tralee", "the reigning Miss Ghent", "a Piraeus shopkeeper"."""

from __future__ import annotations

from kg.columns import Columns
from kg.names import is_given
from kg.repair.cues import MARKS

_HELD = frozenset({"former", "reigning", "onetime", "erstwhile", "previous", "past", "outgoing"})
_ADDRESSES = frozenset({"Miss", "Mister", "Mr", "Mr.", "Ms", "Ms."})
_CROWNED = frozenset({"crowned", "reigning"})
_LONGEST = 4
"""Words of the place that a crown is won for: "Miss Teen New South Wales"."""


def is_crown(page: Columns, first: int, last: int) -> bool:
    """Whether what reads like a name, from token ``first`` to ``last``, is what somebody was or is called by."""
    if not first:
        return False
    if last - first == 1 and page.at(first - 1) in {"a", "an"} and page.tag[min(last, len(page) - 1)] in {"NN", "NNS"}:
        return True  # "the son of a Piraeus shopkeeper"
    if tells_a_crown(page, first):
        return True
    if page.text[first - 1] in MARKS and page.at(last) in MARKS and page.tag[first - 2 : first - 1] == ["PRP$"]:
        return True  # "weds his 'Contessa'"
    k = first - 1
    while page.at(k) and page.text[k] in _ADDRESSES:
        k -= 1
    return page.at(k) in _CROWNED or (page.at(k) in _HELD and page.at(k - 1) in {"a", "an"})


def tells_a_crown(page: Columns, i: int) -> bool:
    """Whether the capital is part of a crown before a full name: "Miss [Ohio] Ann Lee", no "Miss [Eva] Ann Lee"."""
    first = i
    while first > max(0, i - _LONGEST) and page.text[first - 1][0].isupper() and page.text[first] not in _ADDRESSES:
        first -= 1
    if page.text[first] not in _ADDRESSES or first == i or is_given(page.text[first + 1]):
        return False
    behind = i + 1
    while behind < min(first + _LONGEST + 1, len(page) - 1) and not is_given(page.text[behind]):
        behind += 1
    if behind + 1 >= len(page):
        return False  # no full name stands behind
    capitals = all(page.text[k][0].isupper() or page.text[k].isdigit() for k in range(i, behind + 1))
    return is_given(page.text[behind]) and capitals and page.text[behind + 1][0].isupper()
