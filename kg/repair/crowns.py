"""Capitals that are nobody's name: "a former Rose of Tralee", "the reigning Miss Ghent", "a Piraeus shopkeeper"."""

from __future__ import annotations

from kg.columns import Columns
from kg.repair.cues import MARKS

_HELD = frozenset({"former", "reigning", "onetime", "erstwhile", "previous", "past", "outgoing"})
_ADDRESSES = frozenset({"Miss", "Mister", "Mr", "Mr.", "Ms", "Ms."})
_CROWNED = frozenset({"crowned", "reigning"})


def is_crown(page: Columns, first: int, last: int) -> bool:
    """Whether what reads like a name, from token ``first`` to ``last``, is what somebody was or is called by."""
    if not first:
        return False
    if last - first == 1 and page.at(first - 1) in {"a", "an"} and page.tag[min(last, len(page) - 1)] in {"NN", "NNS"}:
        return True  # "the son of a Piraeus shopkeeper"
    if page.text[first - 1] in MARKS and page.at(last) in MARKS and page.tag[first - 2 : first - 1] == ["PRP$"]:
        return True  # "weds his 'Contessa'"
    k = first - 1
    while page.at(k) and page.text[k] in _ADDRESSES:
        k -= 1
    return page.at(k) in _CROWNED or (page.at(k) in _HELD and page.at(k - 1) in {"a", "an"})
