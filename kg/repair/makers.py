"""Names that their capitals alone do not bound: "the TKB beauty founder", Miller's Falls, Channel 8."""

from __future__ import annotations

from collections.abc import Iterator

from kg.columns import Columns
from kg.names import is_given, words
from kg.repair.cues import listed, words_of_posts


def makers(page: Columns) -> Iterator[tuple[int, int]]:
    """The spans of an acronym and a trade that stand before a word of business."""
    trades, business = listed("brand_trades"), listed("brand_business")
    for i in range(1, len(page.text) - 1):
        if page.text[i] in trades and page.text[i + 1].lower() in business:
            acronym = page.text[i - 1]
            if len(acronym) > 1 and acronym.isupper() and acronym.isalpha():
                yield i - 1, i + 1


def owned_houses(page: Columns) -> Iterator[tuple[int, int]]:
    """The spans of houses called after somebody: "St Anne's Hospital", "worked at Lloyd's Pickles"."""
    for i in range(1, len(page.text) - 1):
        if page.tag[i] != "POS" or not (page.text[i - 1][0].isupper() and page.text[i + 1][0].isupper()):
            continue
        first = i - 1
        while first > 0 and page.text[first - 1][0].isupper() and page.sent[first - 1] == page.sent[i]:
            first -= 1
        last = i + 2
        while last < len(page.text) and page.text[last][0].isupper():
            last += 1
        called = page.text[last - 1] in listed("owned_houses")
        if called or (last == i + 2 and _is_one_name(page, first, i)):
            yield first, last


def saints(page: Columns) -> Iterator[tuple[int, int]]:
    """The spans of schools called after a saint alone: "educated at St Anne's and later at", no "St Anne's nurse"."""
    for i in range(2, len(page.text) - 1):
        if page.tag[i] != "POS" or page.lower[i - 2] not in {"st", "st."}:
            continue
        sent = page.lower[page.sents[page.sent[i]][0] : i]
        behind = page.text[i + 1] in {",", ".", ";", ")"} or page.lower[i + 1] in {"and", "in", "before", "until"}
        if behind and page.at(i - 3) in {"at", "to", "from", "of"} and not words("posts", "taught").isdisjoint(sent):
            yield i - 2, i + 1


def _is_one_name(page: Columns, first: int, i: int) -> bool:
    """Whether what is owned is no more than the second half of a name: "the Women's League", "runs Al's Cabs"."""
    if first < i - 1 and is_given(page.text[first]) and page.text[i - 1][0].isupper():
        return False  # "Ann Lee's Studio" is hers
    before = first - 1 - (page.at(first - 1) == "the")
    word, noun = page.at(before), page.at(before - 1).removesuffix("s")
    serves = (
        word in {"at", "for", "with"} and before >= 0 and page.lemma[page.head[before]].lower() in listed("serving")
    )
    posted = word == "of" and noun in listed("house_heads") | listed("house_hands") | listed("founders")
    if serves or posted or (word == "at" and noun in words_of_posts()) or word in listed("house_verbs"):
        return True
    return page.text[i + 1] in words("brands", "organisation_ends") and page.text.count(page.text[i - 1]) == 1


def titles_of_i(page: Columns) -> Iterator[tuple[int, int]]:
    """The spans of titles that begin with "I": "I Love Lucy", where what follows is no name of the speaker."""
    for i in range(len(page.text) - 2):
        verb, after = page.text[i + 1], page.text[i + 2]
        capitals = page.text[i] == "I" and verb.istitle() and after.istitle() and verb.isalpha() and after.isalpha()
        if capitals and not is_given(verb) and verb.lower() not in listed("numbers"):
            last = i + 3
            while last < len(page.text) and page.text[last].istitle() and page.text[last].isalpha():
                last += 1
            yield i, last


def numbered_houses(page: Columns) -> Iterator[tuple[int, int]]:
    """The spans of stations called by a number: "Channel 8", "Radio Four"."""
    for i in range(len(page.text) - 1):
        if page.text[i] in listed("numbered_houses"):
            after = page.text[i + 1]
            if after.isdigit() or (after[0].isupper() and after.lower() in listed("numbers")):
                yield i, i + 2


def owned_places(page: Columns) -> Iterator[tuple[int, int]]:
    """The spans of places called after their owner: "Miller's Falls", "MARTIN'S CREEK"."""
    ends = listed("owned_places")
    for i in range(1, len(page.text) - 1):
        capitals = page.text[i - 1][0].isupper() and page.text[i + 1][0].isupper()
        if capitals and page.tag[i] == "POS" and page.text[i + 1].title() in ends:
            yield i - 1, i + 2
