"""Points for the title of a work from what is printed beside it: "X (1961)", "X, out now", "filming X"."""

from __future__ import annotations

from functools import cache

from kg.columns import Columns
from kg.names import is_given, words
from kg.repair.cues import MARKS, before_name, instruments, listed, nouns
from kg.repair.lists import known_names
from kg.repair.shows import as_a_family

_FIRST_FILM, _LAST_FILM = 1890, 2040
_NEAR = 12
_PLAYING = frozenset({"play", "portray", "voice"})
_SIDES = frozenset({"for", "at", "with", "against", "in", "on", "to", "host"})
"""Words right behind "play" that tell of no part."""
_THERE = frozenset({"set", "sets", "location", "stage", "shoot", "camp"})
"""Words right before "in" that tell of a place: "on the sets in Leeds"."""
_STOPS = frozenset({";", "against", "live"})


def screened(page: Columns, first: int, last: int, scores: dict[str, float]) -> None:
    """Add the points that the words around the span ``first`` to ``last`` (exclusive) give to a title."""
    if last + 1 < len(page) and page.tag[last] == "POS" and page.text[last + 1][0].isupper():
        return  # "starred in Lund's Harbour": Lund has made it
    if page.at(last) in nouns("work_nouns") and last + 1 < len(page) and page.text[last + 1] in MARKS:
        scores["ORG"] += 5  # "acts in the ABC drama "X""
        scores["WORK_OF_ART"] -= 6
        return
    behind = last + (page.at(last) in MARKS)
    if _billed(page, first, behind) or _led_in(page, first, last):
        scores["WORK_OF_ART"] += 3.5
        scores["PERSON"] -= 1.5
        scores["GPE"] -= 1.5


def _billed(page: Columns, first: int, behind: int) -> bool:
    """Whether the words behind are those of a work: its year, its release, its season, its stars."""
    one, two, three = page.at(behind), page.at(behind + 1), page.at(behind + 2)
    if one == "(":
        if two in nouns("work_nouns") and three in {",", ")", ";"}:
            return True
        year = two.isdigit() and len(two) == 4 and _FIRST_FILM <= int(two) <= _LAST_FILM and three in {")", ",", ";"}
        return year and not _is_a_child(page, first) and page.text[behind - 1] not in _ends()
    if one == ",":
        run = two in listed("releases") and three not in {"to", "into", "by"} and not is_given(page.text[first])
        # "Lee, who lives in Leeds, released a film"
        run = run and not (behind == first + 1 and page.label[first] == "GPE" and page.tag[first - 1] == "IN")
        season = two in {"season", "series"} and (three.isdigit() or three in listed("numbers"))
        return run or season or (two in listed("works_listed") and three in {"that", "which"})
    if one == "fame":
        return page.at(first - 1) == "of"
    cast = one in listed("casting") and behind + 1 < len(page) and page.text[behind + 1][0].isupper()
    return cast and not is_given(page.text[first])


def _is_a_child(page: Columns, first: int) -> bool:
    """Whether the year in brackets may be that of a birth: "their children, Max (2001) and Lou (2004)"."""
    start = max(page.sents[page.sent[first]][0], first - _NEAR)
    kin = words("nominals", "kin") | words("nominals", "children") | {"born"}
    return is_given(page.text[first]) and any(page.lower[k] in kin for k in range(start, first))


def _led_in(page: Columns, first: int, last: int) -> bool:
    """Whether the words before are those of a work: "filming X", "fresh off X", "Netflix's X", "opposite Al in X"."""
    i = before_name(page, first)
    word, before = page.at(i), page.at(i - 1)
    if word in {"'s", "’s"}:
        return before in {"tv", "television", "telly"} or (i > 0 and page.text[i - 1] in _outlets())
    if word == "off":
        return before == "fresh"
    if word == "shooting":
        return page.lemma[i - 1] in {"start", "begin", "finish", "resume", "stop", "be"} and not is_given(
            page.text[first]
        )
    if word in {"filming", "rehearsing"}:
        return not is_given(page.text[first])
    if word not in {"in", "on", "for"} or before in _THERE or page.words(first, last) in known_names():
        return False
    start = page.sents[page.sent[first]][0]
    near = page.lower[max(start, i - _NEAR) : i]
    if word == "in" and (_numbered(page, first, last) or (last - first > 1 and as_a_family(page, start, i))):
        return True
    if word == "on" and any(w in listed("on_the_show") for w in near):
        return True
    if word == "on":
        return False
    if word == "in" and _plays_behind(page, first, last):
        return True
    return (word == "in" and _plays(page, max(start, i - 9), i)) or _acting(near)


def _acting(near: list[str]) -> bool:
    """Whether the words before speak of acting: "starred opposite Al Orr in", "before the camera for"."""
    return any(word in listed("acting_with") for word in near) or (
        "opposite" in near and any(word in listed("acting_beside") for word in near)
    )


def _plays(page: Columns, start: int, i: int) -> bool:
    """Whether somebody plays a part right before token ``i``: "plays a ferryman in X", "played vet Al Orr in X".

    No instrument and no game, and nobody who plays for a side.
    """
    for k in range(start, i - 1):
        if page.lemma[k].lower() in _PLAYING and page.tag[k][:2] == "VB":
            between = page.lower[k + 1 : i]
            words = [*between, *(lemma.lower() for lemma in page.lemma[k + 1 : i])]
            part = page.lower[k + 1] not in _SIDES and not any(
                word in instruments() or word in _STOPS for word in words
            )
            return part and any(page.pos[j] in {"NOUN", "PROPN"} for j in range(k + 1, i))
    return False


def _plays_behind(page: Columns, first: int, last: int) -> bool:
    """Whether a part is played in what a sentence opens with: "In X the 38-year-old plays a widow"."""
    start = page.sents[page.sent[first]][0]
    if first - start > 2 or page.lower[start] != "in":
        return False
    for k in range(last, min(last + 9, len(page) - 2)):
        if page.lemma[k].lower() in _PLAYING and page.tag[k][:2] == "VB":
            part = page.lower[k + 1] in {"a", "an", "the", "his", "her", "another"}
            return part and not any(lemma.lower() in instruments() for lemma in page.lemma[k + 2 : k + 5])
    return False


def _numbered(page: Columns, first: int, last: int) -> bool:
    """Whether the name is a title with its number, "Iron Quay 2", and none of a room or a road."""
    number = page.at(last - 1)
    return last - first > 1 and number.isdigit() and int(number) < 20 and page.at(last - 2) not in listed("numbered")


@cache
def _ends() -> frozenset[str]:
    """What prizes, contests and houses end in."""
    return words("brands", "other_ends") | words("brands", "award_ends") | words("brands", "organisation_ends")


@cache
def _outlets() -> frozenset[str]:
    return nouns("outlets") | nouns("platforms")
