"""Points for a house, a side or a school from what people are told to be there: "head of X", "X, whose drummer"."""

from __future__ import annotations

from kg.columns import Columns
from kg.names import is_given, words
from kg.repair.cues import MARKS, instruments, listed, nouns, person_nouns
from kg.repair.lists import known_names
from kg.repair.ventures import is_of_a_venture

_DESCRIBED = frozenset({"DT", "JJ"})
_NOUNS = frozenset({"ADJ", "NOUN", "PROPN", "PUNCT"})
_BESIDE = frozenset({"and", "or", ",", "&", "nor", "with"})
_BEHIND_A_SHOP = frozenset(
    {"in", "on", "and", ",", ".", ";", ")", "where", "for", "until", "when", "while", "as", "but"}
)
_YEARS = frozenset({"year", "term", "semester", "classmate", "classmates"})
FOUNDERS = 8
"""Tokens that may stand between a house and the verb by which it was founded."""
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
    if _is_a_family_act(page, first, last):
        scores["ORG"] += 4
        scores["PERSON"] -= 6
        return
    if shop and (saint or not is_given(page.text[first])):
        scores["ORG"] += 4
        scores["PERSON"] -= 5
    elif _has_heads(page, first, last) or _is_founded(page, last) or is_of_a_venture(page, first, last):
        scores["ORG"] += 3.5
        scores["PERSON"] -= 4
    elif _is_headed(page, first, last) or _is_many(page, first, last) or _is_called_one(page, first, last):
        scores["ORG"] += 3.5
        for kind in ("PERSON", "GPE"):
            scores[kind] -= 2


def _is_a_family_act(page: Columns, first: int, last: int) -> bool:
    """Whether brothers or sisters are named as an act: "the singing Lark Sisters", no "the Lark sisters"."""
    before = first - 1
    while before > 0 and page.tag[before] in {"JJ", "VBG", "NN"}:
        before -= 1
    return last - first > 1 and page.text[last - 1] in {"Sisters", "Brothers"} and page.at(before) == "the"


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


def founded_behind(page: Columns, i: int) -> bool:
    """Whether those who founded something are told of from token ``i`` on: "Ann Lee | and her brother started"."""
    return any(page.lower[k] in words("posts", "founded") for k in range(i, min(i + FOUNDERS, len(page))))


def _is_founded(page: Columns, last: int) -> bool:
    """Whether a clause behind the name tells who set it up or runs it: "X, which she set up", "X, which he owns"."""
    if page.at(last) != "," or page.at(last + 1) != "which":
        return False
    clause = [page.lower[k] for k in range(last + 2, min(last + 2 + FOUNDERS, len(page)))]
    return not listed("founding_forms").isdisjoint(clause) or ("set" in clause[:-1] and "up" in clause)


def _plays(page: Columns, i: int) -> bool:
    return page.lower[i] in listed("music") or page.lower[i] in instruments()


def _is_headed(page: Columns, first: int, last: int) -> bool:
    """Whether a post, a verb of heading or a former membership stands before the name: "head of X", "fronts X"."""
    i = first - 1
    while i > 0 and (page.text[i] in MARKS or (page.tag[i] in _DESCRIBED and page.sent[i] == page.sent[first])):
        i -= 1
    long = last - first > 1
    if i < 1:
        return False
    word, before = page.lower[i], page.lower[i - 1]
    if word == "of" and before.removesuffix("s") in listed("house_heads") | listed("house_hands"):
        return page.at(last) not in {"at", "for"}  # "head of Drama at X"
    if word == "up" and before in {"set", "sets", "setting"}:
        return long
    if word in {"of", "with"} and before in listed("onetime"):
        return long
    return long and word in listed("house_verbs")


def _is_called_one(page: Columns, first: int, last: int) -> bool:
    """Whether it is told to be a house: "Lark Bread is a bakery", "the Lark Tans salons"."""
    if last - first > 1 and page.at(first - 1) == "the" and page.at(last) in nouns("organisation_nouns"):
        return page.pos[last] == "NOUN"
    if page.at(last) not in {"is", "was"} or page.at(last + 1) not in {"a", "an", "the"}:
        return False
    end = next((k for k in range(last + 2, min(last + 2 + WIDTH, len(page))) if page.pos[k] not in _NOUNS), last + 2)
    return page.lower[end - 1] in nouns("organisation_nouns") - person_nouns() and page.pos[end - 1] == "NOUN"


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
