"""Names that their capitals alone do not bound: "the TKB beauty founder", the town of Miller's Falls."""

from __future__ import annotations

from collections.abc import Iterator

from kg.columns import Columns
from kg.repair.cues import listed


def makers(page: Columns) -> Iterator[tuple[int, int]]:
    """The spans of an acronym and a trade that stand before a word of business."""
    trades, business = listed("brand_trades"), listed("brand_business")
    for i in range(1, len(page.text) - 1):
        if page.text[i] in trades and page.text[i + 1].lower() in business:
            acronym = page.text[i - 1]
            if len(acronym) > 1 and acronym.isupper() and acronym.isalpha():
                yield i - 1, i + 1


def owned_houses(page: Columns) -> Iterator[tuple[int, int]]:
    """The spans of houses called after somebody: "St Anne's Hospital", "King's College School"."""
    for i in range(1, len(page.text) - 1):
        if page.tag[i] != "POS" or not (page.text[i - 1][0].isupper() and page.text[i + 1][0].isupper()):
            continue
        first = i - 1
        while first > 0 and page.text[first - 1][0].isupper() and page.sent[first - 1] == page.sent[i]:
            first -= 1
        last = i + 2
        while last < len(page.text) and page.text[last][0].isupper():
            last += 1
        if page.text[last - 1] in listed("owned_houses"):
            yield first, last


def owned_places(page: Columns) -> Iterator[tuple[int, int]]:
    """The spans of places called after their owner: "Miller's Falls", "MARTIN'S CREEK"."""
    ends = listed("owned_places")
    for i in range(1, len(page.text) - 1):
        capitals = page.text[i - 1][0].isupper() and page.text[i + 1][0].isupper()
        if capitals and page.tag[i] == "POS" and page.text[i + 1].title() in ends:
            yield i - 1, i + 2
