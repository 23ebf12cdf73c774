"""Brands whose name goes on in small letters: "the TKB beauty founder", "her ANR swim line"."""

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
