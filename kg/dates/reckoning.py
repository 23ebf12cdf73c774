"""Reckoning with days, months and years, by python-dateutil, which knows the lengths of months and Easter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dateutil.easter import easter  # type: ignore[import-untyped,unused-ignore]
from dateutil.relativedelta import relativedelta, weekday  # type: ignore[import-untyped,unused-ignore]

from kg.dates.times import Unit


def add(day: date, number: int, unit: Unit) -> date:
    """The day ``number`` units after ``day`` (before, if negative); the last of the month where it has no such day.

    >>> add(date(2020, 2, 29), 1, Unit.YEAR)
    datetime.date(2021, 2, 28)
    >>> add(date(2021, 1, 6), -20, Unit.MONTH)
    datetime.date(2019, 5, 6)

    Raises ``OverflowError`` outside the years 1 to 9999.
    """
    try:
        match unit:
            case Unit.MINUTE | Unit.HOUR:
                return day
            case Unit.DAY:
                return day + timedelta(days=number)
            case Unit.WEEK:
                return day + timedelta(weeks=number)
            case Unit.MONTH:
                moved: date = day + relativedelta(months=number)
            case Unit.YEAR:
                moved = day + relativedelta(years=number)
            case Unit.DECADE:
                moved = day + relativedelta(years=10 * number)
    except ValueError as error:  # relativedelta's way of saying the same as timedelta's OverflowError
        raise OverflowError(f"{number} {unit}s from {day} is outside the calendar") from error
    return moved


def holiday(rule: Mapping[str, Any], year: int) -> date | None:
    """The day of a holiday in a year, by its rule in ``kg/rules/dates.toml``; none if that year has none.

    A rule has a fixed ``month`` and ``day``, or the ``nth`` ``weekday`` (0 = Monday; nth -1 = the last) of a ``month``,
    or a number of days from ``easter``.

    >>> holiday({"month": 11, "weekday": 3, "nth": 4}, 2020)  # Thanksgiving
    datetime.date(2020, 11, 26)
    >>> holiday({"easter": -2}, 2021)  # Good Friday
    datetime.date(2021, 4, 2)
    """
    if "easter" in rule:
        sunday: date = easter(year)
        return sunday + timedelta(days=rule["easter"])
    if "weekday" in rule:
        # relativedelta: the nth Thursday counts from the first (or back from the last) day of the month.
        day = 1 if rule["nth"] > 0 else 31
        found: date = date(year, 1, 1) + relativedelta(
            month=rule["month"], day=day, weekday=weekday(rule["weekday"])(rule["nth"])
        )
        return found
    try:
        return date(year, rule["month"], rule["day"])
    except ValueError:  # 29 February
        return None
