"""Several dates told of one thing: which to print, and how many times it began and ended. EDTF in and out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter

from kg.dates.edtf import earliest, is_valid, latest, of_days, within


def sharpest(dates: Sequence[str], *, last: bool = False) -> str:
    """The date to print of several told: one that no other tells more sharply, the first (or last) of those.

    >>> sharpest(["2014", "2014-05-24"]), sharpest(["2010", "2021-10-01"], last=True), sharpest([])
    ('2014-05-24', '2021-10-01', '')
    """
    valid = sorted({date for date in dates if is_valid(date)})
    sharp = [one for one in valid if not any(other != one and within(other, one) for other in valid)]
    if not sharp:
        return min(dates, default="")

    def place(date: str) -> tuple[str, str]:
        day = (latest(date) or earliest(date)) if last else (earliest(date) or latest(date))
        return (day.isoformat() if day else "", date)

    return max(sharp, key=place) if last else min(sharp, key=place)


def common(values: Sequence[str]) -> list[str]:
    """The days that several values of one thing have in common; the values themselves, where they have none.

    >>> common(["1931-04-19/1932-04-18", "1931-08-08/1932-08-07"])
    ['1931-08-08/1932-04-18']
    >>> common(["1932", "1932-02"]), common(["1931", "1932"])
    (['1932-02'], ['1931', '1932'])
    """
    sharp = [one for one in values if all(within(one, other) for other in values)]
    if sharp or len(values) < 2:
        return sharp[:1]
    first = max(earliest(one) or date.min for one in values)
    last = min(latest(one) or date.max for one in values)
    return [of_days(first, last)] if date.min < first <= last < date.max else list(values)


def periods(told: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """When a relation began and ended, each time, from pairs of start and end (empty where none is told).

    Two starts are two beginnings only if an end lies between.

    >>> periods([("1964", ""), ("", "1974-06-26"), ("1964-03-15", ""), ("1975", "1976-07")])
    (('1964-03-15', '1974-06-26'), ('1975', '1976-07'))
    """
    pairs = list(told)
    points = {(_day(start, earliest), 0, start) for start, _ in pairs if start}
    points |= {(_day(end, latest), 1, end) for _, end in pairs if end}
    found: list[tuple[str, str]] = []
    start = ""
    for is_end, run in groupby(sorted(points), key=itemgetter(1)):
        dates = [date for *_, date in run]
        if is_end:
            found.append((start, sharpest(dates, last=True)))
        start = "" if is_end else sharpest(dates)
    return (*found, (start, "")) if start or not found else tuple(found)


def _day(edtf: str, bound: Callable[[str], date | None]) -> str:
    day = bound(edtf) if is_valid(edtf) else None
    return day.isoformat() if day else edtf
