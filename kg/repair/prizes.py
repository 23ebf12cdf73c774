"""Points for a prize from what is told beside it: "won the Silver Kettle", "gave her the Palm Crown"."""

from __future__ import annotations

from kg.columns import Columns
from kg.names import is_given, words
from kg.repair.cues import MARKS, listed

_COUNTING = frozenset({"first", "second", "third", "fourth", "fifth", "last", "only", "coveted", "prestigious", "top"})
_DETERMINERS = frozenset({"DT", "PRP$", "CD", "POS"})
_TAKERS = frozenset({"me", "him", "her", "us", "them"})
_REASONS = frozenset({"best", "her", "his", "their", "the", "most", '"', "“"})
_FARTHEST = 5
"""Tokens between the verb and the prize: "won this year's first"."""


def prized(page: Columns, first: int, last: int, scores: dict[str, float]) -> None:
    """Add the points that the words around the span ``first`` to ``last`` (exclusive) give to a prize."""
    if _is_given_one(page, first, last):
        scores["PERSON"] += 5
        scores["WORK_OF_ART"] -= 3.5
        return
    if page.at(last) in listed("contested") or (last < len(page) and page.tag[last] == "POS"):
        return
    if page.at(last) == "-" and page.at(last + 1) != "winning":
        return
    if _is_won(page, first, last) or _goes(page, first, last):
        scores["AWARD"] += 4
        for kind in ("PERSON", "GPE", "ORG", "WORK_OF_ART"):
            scores[kind] -= 2


def _is_given_one(page: Columns, first: int, last: int) -> bool:
    """Whether there is a prize for whom is named: "There was an honorary award for Ann Lee"."""
    start = page.sents[page.sent[first]][0]
    there = "there" in page.lower[start : start + 3]
    prize = page.at(first - 1) == "for" and page.at(first - 2) in words("brands", "award_nouns")
    return there and prize and last - first == 2 and is_given(page.text[first])


def _is_won(page: Columns, first: int, last: int) -> bool:
    """Whether somebody wins, gets or is given what is named: "won the X", "picked up two Xs", "winner of the X"."""
    i = _before(page, first)
    if i == first - 1 or i < 1:  # a show that one wins has no article: "won Pop Nation"
        return False
    word, lemma = page.lower[i], page.lemma[i].lower()
    if word == "of":
        return page.lower[i - 1] in listed("prize_holders")
    if word == "to":
        return any(page.lemma[k].lower() in {"beat", "pip", "edge"} for k in range(max(0, i - _FARTHEST), i))
    if word in {"with", "up", "home"}:
        phrase = (page.lemma[i - 1].lower(), page.lemma[i - 2].lower() if i > 1 else "")
        if word == "with":
            return phrase[0] in listed("honouring") or (phrase[0] in {"home", "away", "off"} and phrase[1] != "live")
        return phrase[0] == ("pick" if word == "up" else "take")
    if lemma in listed("winning_verbs"):
        return True
    if lemma in listed("getting_verbs"):
        return _sounds_like_one(page, first, last)
    taker = i
    while taker > 0 and i - taker < 4 and (page.text[taker][0].isupper() or page.lower[taker] in _TAKERS):
        taker -= 1
    return taker < i and page.lemma[taker].lower() in listed("giving_verbs") and _sounds_like_one(page, first, last)


def _before(page: Columns, first: int) -> int:
    """The token before what determines a name: "won" of "won her first X", "won this year's X"."""
    i, start = first - 1, max(page.sents[page.sent[first]][0], first - _FARTHEST)
    while i > start and (
        page.tag[i] in _DETERMINERS
        or page.lower[i] in _COUNTING
        or (page.tag[i] == "NN" and page.tag[i + 1] == "POS")
        or page.text[i] in MARKS
    ):
        i -= 1
    return i


def _sounds_like_one(page: Columns, first: int, last: int) -> bool:
    """Whether what one gets may be a prize by its name, or by what it is for: "a Silver Wren", "an X for best play"."""
    behind, two = page.at(last), page.at(last + 1)
    why = (behind == "for" and two in _REASONS) or (behind == "as" and two in {"best", "most"})
    shiny = page.text[first] in listed("prize_metals")
    if last - first > 1 and page.text[last - 1].removesuffix("s") in listed("prize_ends"):
        return True
    alone = behind in {"", ".", ",", ";", "and", "in", "on", "at", "before", "after"}
    return (why or (shiny and last - first > 1 and alone)) and not is_given(page.text[first])


def _goes(page: Columns, first: int, last: int) -> bool:
    """Whether what is named goes to somebody: "the Silver Kettle went to Ann Lee", "..., which was given to him"."""
    the = page.at(first - 1) in {"the", "a", "an"} or page.text[first] in {"The", "Best"}
    behind = last + (2 if page.at(last) == "," and page.at(last + 1) == "which" else 0)
    if not the or behind + 2 >= len(page) or page.at(first - 2) == "of":  # "the job of editor of the X went to"
        return False
    if page.at(behind) in {"was", "were"}:
        behind += 1
        if page.lemma[behind].lower() not in {"award", "give", "present", "hand"}:
            return False
    elif page.lemma[behind].lower() != "go":
        return False
    whom = behind + 2 if page.at(behind + 1) == "to" else len(page)
    named = whom < len(page) and (page.label[whom] == "PERSON" or is_given(page.text[whom]))
    return named or (page.at(whom) in _TAKERS and last - first > 1)
