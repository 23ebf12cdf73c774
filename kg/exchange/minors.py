"""Who is under age by what Wikidata tells."""

from __future__ import annotations

from datetime import date

from kg.dates import earliest, latest
from kg.sensitive import Born
from kg.sensitive import is_minor as may_be_minor
from kg.wikidata import Item


def is_minor(item: Item, day: str) -> bool:
    """Whether somebody may be under age on an ISO day, as far as Wikidata tells the birth.

    >>> is_minor(Item("Q1", "Ann Lee", born="2010"), "2028-06-01"), is_minor(Item("Q1", "Ann Lee"), "2028-06-01")
    (True, False)
    """
    born = (latest(item.born) or earliest(item.born)) if item.born else None
    return born is not None and bool(day) and may_be_minor([Born(born)], date.fromisoformat(day))
