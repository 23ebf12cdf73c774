"""Points for a band from who is told to be of it: "his X bandmate", "joined the X Five", "Al Orr of X9"."""

from __future__ import annotations

from kg.columns import Columns
from kg.names import is_given
from kg.repair.cues import before_name, listed
from kg.repair.lists import known_names

_OF = frozenset({"of", "from", "with", "in"})
_NEAR = 4
"""Tokens between a verb of performing and "as": "sang together again as X"."""


def banded(page: Columns, first: int, last: int, scores: dict[str, float]) -> None:
    """Add the points that the span ``first`` to ``last`` (exclusive) and the words beside it give to a band."""
    if (last < len(page) and page.tag[last] == "POS") or page.words(first, last) in known_names():
        return
    i = before_name(page, first)
    if i < 1 or page.sent[i] != page.sent[first]:
        return
    if (
        _has_mates(page, first, last)
        or _is_numbered(page, i, first, last)
        or _sung_as(page, i, first)
        or _is_left(page, first, last)
    ):
        scores["ORG"] += 5
        for kind in ("PERSON", "GPE", "WORK_OF_ART"):
            scores[kind] -= 3


def _has_mates(page: Columns, first: int, last: int) -> bool:
    """Whether a mate in it, or its singer, is named right behind: "her X bandmate, Al Orr", "the former X singer"."""
    behind = page.at(last)
    if behind in listed("mates"):
        return page.tag[first - 1] in {"PRP$", "POS", "JJ", "DT", "CC"} or page.label[last - 1] != "PERSON"
    former = page.at(first - 1) in {"former", "ex", "one-time", "onetime"} or page.text[first - 1] == "-"
    return former and behind in listed("band_followers") and not is_given(page.text[first])


def _is_numbered(page: Columns, i: int, first: int, last: int) -> bool:
    """Whether it is called as bands are and somebody is of it: "Al Orr of HEX9", "joined the Lund Five"."""
    tail = page.text[last - 1]
    if page.lower[i] in _OF and last - first == 1 and tail[0].isalpha() and not tail.isalpha():
        return page.text[i - 1][0].isupper() and any(c.isdigit() for c in tail)
    the = page.lower[first - 1] == "the" or page.lower[first] == "the"
    of = page.lower[i] in {"of", "with"} or page.lemma[i].lower() in listed("joining") | {"leave"}
    return the and of and last - first > 1 and tail.lower() in listed("band_ends")


def _is_left(page: Columns, first: int, last: int) -> bool:
    """Whether somebody leaves it to join another club: "left Chelsea to join Real Madrid"."""
    if last - first > 1 or page.at(last) != "to" or page.at(last + 1) not in {"join", "rejoin"}:
        return False
    joined = page.text[last + 2] if last + 2 < len(page) else ""
    return page.lemma[first - 1] in {"leave", "quit"} and joined[:1].isupper() and not is_given(joined)


def _sung_as(page: Columns, i: int, first: int) -> bool:
    """Whether several perform under the name: "the brothers, who sing as X", "began as X", "toured together as X"."""
    if page.lower[i] != "as" or page.tag[first] not in {"NNP", "NNPS", "DT", "NN"}:
        return False
    near = range(max(page.sents[page.sent[i]][0], i - _NEAR), i)
    verb = next((k for k in near if page.lemma[k].lower() in listed("performing") and page.pos[k] == "VERB"), None)
    return verb is not None and (
        page.tag[verb] == "VBP" or page.lower[verb + 1] == "together" or _is_plural(page, verb)
    )


def _is_plural(page: Columns, verb: int) -> bool:
    """Whether the verb has several subjects: "Ann and Al began as X"."""
    return any(
        page.dep[c] == "nsubj" and (page.lower[c] == "they" or any(page.dep[k] == "conj" for k in page.children[c]))
        for c in page.children[verb]
    )
