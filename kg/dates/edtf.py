"""The part of EDTF that we write: reading, comparing, shifting and putting it into words.

EDTF is the Extended Date/Time Format of ISO 8601-2:2019 (https://www.loc.gov/standards/datetime/). We write years,
months, days, seasons (``2016-21`` spring to ``2016-24`` winter), decades (``199X``), centuries (``19XX``), each with
``~`` (about) or ``?`` (perhaps) after it where the text says so, and intervals of them, open on one side as ``..``.

Winter ``2016-24`` begins in December 2016. The ``edtf`` package reads the same values, and the tests hold the two
against each other; it needs 16 ms for an interval, and ends a winter on 31 December, so it is not used here.
"""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache

from kg.dates.reckoning import add
from kg.dates.times import Unit

_POINT = re.compile(
    r"(?:(?P<century>\d{2})XX|(?P<decade>\d{3})X|(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?)"
    r"(?P<qualifier>[~?%])?"
)
_SEASONS = {21: ("spring", 3), 22: ("summer", 6), 23: ("autumn", 9), 24: ("winter", 12)}
_QUALIFIERS = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}
OPEN = ".."


class Precision(IntEnum):
    """How sharp a value is; a greater number is sharper. An interval is what its sharper end is."""

    CENTURY = 1
    DECADE = 2
    YEAR = 3
    SEASON = 4
    MONTH = 5
    DAY = 6


@lru_cache(maxsize=4096)
def _point(value: str) -> tuple[date, date, Precision, str] | None:
    """Earliest day, latest day, precision and qualifier of a value that is no interval; none if it is not valid."""
    found = _POINT.fullmatch(value)
    if not found:
        return None
    qualifier = found["qualifier"] or ""
    try:
        if found["century"]:
            year = int(found["century"]) * 100
            return date(year, 1, 1), date(year + 99, 12, 31), Precision.CENTURY, qualifier
        if found["decade"]:
            year = int(found["decade"]) * 10
            return date(year, 1, 1), date(year + 9, 12, 31), Precision.DECADE, qualifier
        year = int(found["year"])
        if not found["month"]:
            return date(year, 1, 1), date(year, 12, 31), Precision.YEAR, qualifier
        month = int(found["month"])
        if found["day"]:
            day = date(year, month, int(found["day"]))
            return day, day, Precision.DAY, qualifier
        if month in _SEASONS:
            first = date(year, _SEASONS[month][1], 1)
            last = add(first, 2, Unit.MONTH)
            return first, _end_of_month(last), Precision.SEASON, qualifier
        return date(year, month, 1), _end_of_month(date(year, month, 1)), Precision.MONTH, qualifier
    except (ValueError, OverflowError):
        return None


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _ends(value: str) -> tuple[str, str]:
    """The two sides of an interval; a single value is both its sides."""
    first, slash, last = value.partition("/")
    return (first, last) if slash else (value, value)


def _known(value: str) -> tuple[date, date, Precision, str]:
    point = _point(value)
    if point is None:
        raise ValueError(f"{value!r} is not the EDTF we write: give a year, month, day, season, decade or interval")
    return point


def is_valid(value: str) -> bool:
    """Whether the value is in our part of EDTF, on the calendar, and, if an interval, ends no sooner than it begins.

    >>> [is_valid(value) for value in ("2020-12-22", "199X", "2016-21?", "../2010", "2010/2008", "2021-02-29", "../..")]
    [True, True, True, True, False, False, False]
    """
    if "/" not in value:
        return _point(value) is not None
    first, last = _ends(value)
    if first == OPEN or last == OPEN:
        return first != last and all(side == OPEN or _point(side) is not None for side in (first, last))
    begin, end = _point(first), _point(last)
    return begin is not None and end is not None and begin[0] <= end[1]


def earliest(value: str) -> date | None:
    """The first day the value can mean; none where it is open to the past. Raises ``ValueError`` if it is not valid.

    >>> earliest("2016-21"), earliest("../2010")
    (datetime.date(2016, 3, 1), None)
    """
    first, _ = _ends(value)
    return None if first == OPEN else _known(first)[0]


def latest(value: str) -> date | None:
    """The last day the value can mean; none where it is open to the future. Raises ``ValueError`` if it is not valid.

    >>> latest("2012-02"), latest("199X"), latest("2018/..")
    (datetime.date(2012, 2, 29), datetime.date(1999, 12, 31), None)
    """
    _, last = _ends(value)
    return None if last == OPEN else _known(last)[1]


def precision(value: str) -> Precision:
    """How sharp the value is. Raises ``ValueError`` if it is not valid.

    >>> precision("2020-12").name, precision("2013-01-07/2014-01-06").name
    ('MONTH', 'DAY')
    """
    return max(_known(side)[2] for side in _ends(value) if side != OPEN)


def is_interval(value: str) -> bool:
    """Whether the value is written with two sides.

    >>> is_interval("2008/.."), is_interval("200X")
    (True, False)
    """
    return "/" in value


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day a value may mean; None where it is open.

    >>> Bounds(date(2014, 1, 1), date(2014, 12, 31)).within(Bounds(None, date(2015, 1, 1)))
    True
    """

    earliest: date | None
    latest: date | None

    def overlaps(self, other: Bounds) -> bool:
        """Whether some day lies in both."""
        (first, last), (other_first, other_last) = self._days(), other._days()
        return first <= other_last and other_first <= last

    def within(self, other: Bounds) -> bool:
        """Whether every day of this one is a day of the other."""
        (first, last), (other_first, other_last) = self._days(), other._days()
        return other_first <= first and last <= other_last

    def _days(self) -> tuple[date, date]:
        return self.earliest or date.min, self.latest or date.max


def _bounds(value: str) -> Bounds:
    return Bounds(earliest(value), latest(value))


def overlaps(one: str, other: str) -> bool:
    """Whether some day lies in both. Raises ``ValueError`` if a value is not valid.

    >>> overlaps("2020", "2020-12-22"), overlaps("../2010", "2011/..")
    (True, False)
    """
    return _bounds(one).overlaps(_bounds(other))


def within(inner: str, outer: str) -> bool:
    """Whether every day of ``inner`` lies in ``outer``. Raises ``ValueError`` if a value is not valid.

    >>> within("2020-12-22", "2020"), within("2020", "2020-12-22")
    (True, False)
    """
    return _bounds(inner).within(_bounds(outer))


def interval(first: str | None, last: str | None) -> str:
    """Two values, or nothing for an open side, as one interval. Raises ``ValueError`` if that is not valid.

    >>> interval("2008", "2010"), interval(None, "2010")
    ('2008/2010', '../2010')
    """
    value = f"{first or OPEN}/{last or OPEN}"
    if not is_valid(value):
        raise ValueError(f"{value!r} is no interval: it must end no sooner than it begins, and be closed on one side")
    return value


def of_days(first: date, last: date | None = None) -> str:
    """A day, or the interval from one day to another.

    >>> of_days(date(2020, 12, 19), date(2020, 12, 20))
    '2020-12-19/2020-12-20'
    """
    return first.isoformat() if last is None or first == last else f"{first.isoformat()}/{last.isoformat()}"


def coarsen(value: str, to: Precision) -> str:
    """The value no sharper than ``to`` (a season counts as its year's where a month is asked for).

    >>> coarsen("2020-12-22", Precision.MONTH), coarsen("2013", Precision.MONTH), coarsen("2016-21", Precision.YEAR)
    ('2020-12', '2013', '2016')
    """
    if is_interval(value):
        first, last = (side if side == OPEN else coarsen(side, to) for side in _ends(value))
        return first if first == last else f"{first}/{last}"
    begin, _, sharp, qualifier = _known(value)
    if sharp <= to:
        return value
    match to:
        case Precision.MONTH:
            return begin.isoformat()[:7] + qualifier
        case Precision.SEASON | Precision.YEAR:
            return begin.isoformat()[:4] + qualifier
        case Precision.DECADE:
            return begin.isoformat()[:3] + "X" + qualifier
        case _:
            return begin.isoformat()[:2] + "XX" + qualifier


_UNIT_PRECISION = {
    Unit.DAY: Precision.DAY,
    Unit.WEEK: Precision.DAY,
    Unit.MONTH: Precision.MONTH,
    Unit.YEAR: Precision.YEAR,
    Unit.DECADE: Precision.YEAR,
}


def shift(value: str, number: int, unit: Unit) -> str:
    """The value that many units later (sooner, if negative), no sharper than the value nor the unit.

    A week is the week, Monday to Sunday, of the day reached. Where the unit is sharper than the value, the result is
    the interval of what can be meant. Raises ``ValueError`` if the value is not valid and ``OverflowError`` outside the
    years 1 to 9999.

    >>> shift("2014-06-14", -3, Unit.YEAR), shift("2022-07-16", 1, Unit.DAY), shift("2020-12", 2, Unit.MONTH)
    ('2011', '2022-07-17', '2021-02')
    >>> shift("2020-07-22", 2, Unit.WEEK), shift("2014", 2, Unit.MONTH)
    ('2020-08-03/2020-08-09', '2014-03/2015-02')
    """
    first, last = earliest(value), latest(value)
    begin, end = (add(first, number, unit) if first else None), (add(last, number, unit) if last else None)
    if unit is Unit.WEEK:
        begin = begin and add(begin, -begin.weekday(), Unit.DAY)
        end = end and add(end, 6 - end.weekday(), Unit.DAY)
    sharp = _UNIT_PRECISION.get(unit, Precision.DAY)
    sides = [coarsen(day.isoformat(), sharp) if day else OPEN for day in (begin, end)]
    if begin and end and sharp is Precision.YEAR and precision(value) is Precision.DECADE and not number % 10:
        return coarsen(begin.isoformat(), Precision.DECADE)
    qualifier = "" if is_interval(value) else _known(value)[3]
    return sides[0] + qualifier if sides[0] == sides[1] else f"{sides[0]}/{sides[1]}"


def qualify(value: str, qualifier: str) -> str:
    """The value marked ``~`` (about) or ``?`` (perhaps); an interval is marked on its closed sides.

    >>> qualify("1990", "~"), qualify("2018/..", "?")
    ('1990~', '2018?/..')
    """
    sides = [side if side == OPEN or side[-1] in _QUALIFIERS else side + qualifier for side in value.split("/")]
    return "/".join(sides)


def readable(value: str) -> str:
    """The value in words. Raises ``ValueError`` if it is not valid.

    >>> readable("2020-12-22"), readable("2017-21"), readable("199X"), readable("1990~")
    ('22 December 2020', 'spring 2017', 'the 1990s', 'about 1990')
    >>> readable("2013-01-07/2014-01-06"), readable("2018/.."), readable("../2010-05")
    ('between 7 January 2013 and 6 January 2014', 'since 2018', 'until May 2010')
    """
    if is_interval(value):
        first, last = _ends(value)
        if first == OPEN:
            return f"until {readable(last)}"
        if last == OPEN:
            return f"since {readable(first)}"
        return f"between {readable(first)} and {readable(last)}"
    begin, _, sharp, qualifier = _known(value)
    match sharp:
        case Precision.CENTURY:
            number = begin.year // 100 + 1
            ending = {1: "st", 2: "nd", 3: "rd"}.get(0 if 10 < number < 20 else number % 10, "th")
            words = f"the {number}{ending} century"
        case Precision.DECADE:
            words = f"the {begin.year}s"
        case Precision.YEAR:
            words = f"{begin.year}"
        case Precision.SEASON:
            words = f"{_SEASONS[int(value[5:7])][0]} {begin.year}"
        case Precision.MONTH:
            words = f"{month_name[begin.month]} {begin.year}"
        case Precision.DAY:
            words = f"{begin.day} {month_name[begin.month]} {begin.year}"
    return _QUALIFIERS.get(qualifier, "") + words
