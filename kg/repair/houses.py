"""Points for a house, a side or a school from what people are told to be there: "head of X", "X, whose drummer"."""

from __future__ import annotations

from kg.columns import Columns
from kg.names import is_given
from kg.repair.cues import instruments, listed
from kg.repair.lists import known_names

_MARKS = frozenset({'"', "“", "‘", "'"})
_DESCRIBED = frozenset({"DT", "JJ"})
_NOUNS = frozenset({"ADJ", "NOUN", "PROPN", "PUNCT"})
_BESIDE = frozenset({"and", "or", ",", "&", "nor", "with"})
_BEHIND_A_SHOP = frozenset(
    {"in", "on", "and", ",", ".", ";", ")", "where", "for", "until", "when", "while", "as", "but"}
)
_YEARS = frozenset({"year", "term", "semester", "classmate", "classmates"})
WIDTH = 4
"""Tokens a description of somebody may take behind "whose"."""


def housed(page: Columns, first: int, last: int, scores: dict[str, float]) -> None:
    """Add the points that the words around the span ``first`` to ``last`` (exclusive) give to a house."""
    shop = _is_shop(page, first, last)
    saint = page.lower[first].rstrip(".") == "st"
    if page.at(first - 1) == "at" and page.at(first - 2) in _YEARS:
        scores["ORG"] += 4
        scores["PERSON"] -= 3
        return
    if (is_given(page.text[first]) and not shop) or known_names().get(page.words(first, last)) == "GPE":
        return
    if shop and (saint or not is_given(page.text[first])):
        scores["ORG"] += 4
        scores["PERSON"] -= 5
    elif _has_heads(page, first, last):
        scores["ORG"] += 3.5
        scores["PERSON"] -= 4
    elif _is_headed(page, first, last) or _is_many(page, first, last):
        scores["ORG"] += 3.5
        for kind in ("PERSON", "GPE"):
            scores[kind] -= 2


def _has_heads(page: Columns, first: int, last: int) -> bool:
    """Whether those at its head are told behind the name: "X, whose headmistress", "X's bass player"."""
    whose = page.at(last) == "," and page.at(last + 1) == "whose"
    if not whose and not (last < len(page) and page.tag[last] == "POS"):
        return False
    for i in range(last + 1 + whose, min(last + 1 + whose + WIDTH, len(page))):
        if page.pos[i] not in _NOUNS or page.text[i] == ",":
            return False
        word = page.lower[i].removesuffix("s")
        if word in listed("house_heads") | listed("house_parts"):
            return True
        if word == "director" and page.at(i - 1) in listed("directing"):
            return True
        if last - first > 1 and (word in listed("member_nouns") or (word == "player" and _plays(page, i - 1))):
            return True
    return False


def _plays(page: Columns, i: int) -> bool:
    return page.lower[i] in listed("music") or page.lower[i] in instruments()


def _is_headed(page: Columns, first: int, last: int) -> bool:
    """Whether a post, a verb of heading or a former membership stands before the name: "head of X", "fronts X"."""
    i = first - 1
    while i > 0 and (page.text[i] in _MARKS or (page.tag[i] in _DESCRIBED and page.sent[i] == page.sent[first])):
        i -= 1
    long = last - first > 1
    if i < 1:
        return False
    word, before = page.lower[i], page.lower[i - 1]
    if word == "of" and before.removesuffix("s") in listed("house_heads") | listed("house_hands"):
        return page.at(last) not in {"at", "for"}  # "head of Drama at X"
    if word in {"of", "with"} and before in listed("onetime"):
        return long
    return long and word in listed("house_verbs")


def _is_many(page: Columns, first: int, last: int) -> bool:
    """Whether the verb of a single name of several words is in the plural: "Paper Hats have parted ways"."""
    i = last
    if last - first < 2 or page.at(first - 1) in _BESIDE or page.lower[first] == "the" or page.at(first - 1) == "the":
        return False
    while i < len(page) and page.pos[i] == "ADV":
        i += 1
    if i >= len(page) or (page.tag[i] != "VBP" and page.lower[i] != "were"):
        return False
    root = next((k for k in range(first, last) if not first <= page.head[k] < last), last - 1)
    clause = page.head[i] if page.dep[i] in {"aux", "auxpass"} else i
    alone = not any(page.dep[c] == "conj" for c in page.children[root])
    return alone and page.dep[root] in {"nsubj", "nsubjpass"} and page.head[root] == clause


def _is_shop(page: Columns, first: int, last: int) -> bool:
    """Whether somebody is at, runs or enters what is called by its owner's name alone: "at St Kevin's in Cork"."""
    if last >= len(page) or page.tag[last] != "POS":
        return False
    if page.at(last + 1) not in _BEHIND_A_SHOP and last + 1 < len(page):
        return False
    before = page.at(first - 1)
    return before in {"at", "attended"} or before in listed("house_verbs") | listed("running")
