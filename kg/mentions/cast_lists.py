"""The parts of a cast list: lines of a name with another in brackets, "NED CRANE (Todd Winters)", name nobody twice."""

from __future__ import annotations

from collections.abc import Sequence

from kg.columns import Columns
from kg.mentions.draft import Draft
from kg.names import rules

_LEAST = 2
"""So many lines make a list."""
_LONGEST = 8
"""Tokens before the bracket: a name, and no sentence."""


def parts(page: Columns, people: Sequence[Draft]) -> list[Draft]:
    """Those of ``people`` that are parts: each in brackets behind a name, on a line of their own, in a list of such.

    The article has to speak of a screen or a stage.
    """
    found = [draft for draft in people if _is_bracketed(page, draft)]
    stages = rules("fiction")["played"]["stages"]
    return found if len(found) >= _LEAST and any(word in stages for word in page.lower) else []


def _is_bracketed(page: Columns, draft: Draft) -> bool:
    """Whether the name fills the bracket that ends its line, but for a trade: "GUS ARLEN (Coach Mills)"."""
    behind = draft.last + 1
    if page.at(draft.last) != ")" or (behind < len(page) and "\n" not in page.text[behind]):
        return False
    k = draft.first - 1
    while k > 0 and page.text[k] != "(" and page.text[k].rstrip(".").isalpha() and draft.first - k < _LEAST + 1:
        k -= 1
    if page.at(k) != "(" or k == 0:
        return False
    start = k
    while start > 0 and "\n" not in page.text[start - 1]:
        start -= 1
    name = [word for word in page.text[start:k] if word[0].isalpha()]
    return 0 < len(name) <= _LONGEST and k - start <= _LONGEST and all(word[0].isupper() for word in name)
