"""Names of bodies that the sentence before has just set up: "signed the papers of a company. X, as it is called"."""

from __future__ import annotations

from kg.columns import Columns
from kg.names import words
from kg.repair.cues import listed, nouns

_NEW = frozenset({"a", "an", "another", "own", "new"})
_PRONOUNS = frozenset({"it", "they", "she", "he", "we", "which"})
_NEAR = 8
"""How many words may stand between a name and what calls it so."""


def is_of_a_venture(page: Columns, first: int, last: int) -> bool:
    """Whether the span is the name of a body that this sentence or the one before tells the founding of."""
    number = page.sent[first]
    here, before = page.sents[number][0], page.sents[number - 1][0] if number else None
    if _is_called_behind(page, last) or _is_called_before(page, first, here):
        return _is_set_up(page, here, first) or (before is not None and _is_set_up(page, before, here))
    return False


def _is_set_up(page: Columns, start: int, end: int) -> bool:
    """Whether the tokens tell of a body that somebody sets up and do not name: "launched a label of her own"."""
    bodies = [i for i in range(start, end) if page.lower[i] in nouns("organisation_nouns") and page.pos[i] == "NOUN"]
    new = any(_NEW & {page.at(k) for k in (*range(max(start, i - 4), i), i + 2, i + 3)} for i in bodies)
    setting = words("posts", "founded") | words("posts", "setting_up")
    told = any(page.lower[i] in setting or page.lemma[i] in setting for i in range(start, end))
    return told and (new or {"into", "business"} <= {*page.lower[start:end]})


def _is_called_behind(page: Columns, last: int) -> bool:
    """Whether the name is said to be one behind it: "X, as it is called", "X, as the company will be known"."""
    if page.at(last) != "," or page.at(last + 1) not in {"as", "which"}:
        return False
    end = next((k for k in range(last + 2, min(last + 2 + _NEAR, len(page))) if page.text[k] in {",", "."}), last + 2)
    clause = {*page.lower[last + 2 : end]}
    calling = listed("namers") | {"known", "call"}
    subject = page.at(last + 2) in _PRONOUNS or not clause.isdisjoint(nouns("organisation_nouns"))
    return subject and not clause.isdisjoint(calling)


def _is_called_before(page: Columns, first: int, start: int) -> bool:
    """Whether a word of naming stands right before the name: "to be called X", "it is named X", "they call it X"."""
    k = first - 1
    while k > start and page.lower[k] in {"it", "as", '"', "“", "the"}:
        k -= 1
    return k >= start and page.lower[k] in listed("namers") | {"known", "call"}
