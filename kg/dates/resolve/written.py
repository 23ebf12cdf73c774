"""Dates as the calendar writes them; a year that is left out is found by publication and tense."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kg.dates import edtf
from kg.dates.expressions import Found
from kg.dates.reckoning import holiday
from kg.dates.resolve.context import Context, Resolved
from kg.dates.resolve.parts import (
    digits,
    iso,
)
from kg.dates.tense import Tense
from kg.dates.times import Anchor
from kg.dates.words import lookup, ordinal


def _year(found: Found) -> int | None:
    if "year" in found:
        return int(found.parts["year"])
    if "short" in found:
        return _full_year(int(found.parts["short"][1:]))
    return None


def _full_year(two: int) -> int:
    return 2000 + two if two < 30 else 1900 + two


def calendar(found: Found, context: Context) -> Resolved | None:
    """A date with a year, or one whose year publication and tense tell."""
    year = _year(found)
    if "tens" in found:
        tens = str(digits(found.parts["tens"]))
        return Resolved((tens[:3] if len(tens) == 4 else f"19{tens[0]}") + "X")
    if "decade" in found:
        return Resolved(f"{lookup('decades', found.parts['decade'])}X")
    if "century" in found:
        return Resolved(f"{digits(found.parts['century']) - 1:02d}XX")
    if "mm" in found:
        return _valid(f"{year}-{found.parts['mm']}" + (f"-{found.parts['dd']}" if "dd" in found else ""))
    if "holiday" in found:
        rule = lookup("holidays", found.parts["holiday"])
        return _in_a_year(lambda y: iso(holiday(rule, y)), year, context)
    if "season" in found:
        code = lookup("seasons", found.parts["season"])
        return _in_a_year(lambda y: f"{y}-{code}", year, context)
    if "month" in found:
        month = lookup("months", found.parts["month"])
        if "day" in found or "spelled" in found:
            return _days(found, month, year, context)
        return _in_a_year(lambda y: f"{y}-{month:02d}", year, context)
    return Resolved(f"{year}")


def _days(found: Found, month: int, year: int | None, context: Context) -> Resolved | None:
    first = digits(found.parts["day"]) if "day" in found else ordinal(found.parts["spelled"].replace(" ", "-")) or 0
    last = digits(found.parts["day2"]) if "day2" in found else first
    if last < first:
        return None

    def value(y: int) -> str | None:
        days = f"{y}-{month:02d}-{first:02d}" + (f"/{y}-{month:02d}-{last:02d}" if last > first else "")
        return days if edtf.is_valid(days) else None

    if "weekday" in found and year is None and context.published and first == last:
        named = _on_named_day(value, lookup("weekdays", found.parts["weekday"]), context.published)
        if named:
            return Resolved(named, Anchor.PUBLISHED)
    return _in_a_year(value, year, context)


def _on_named_day(value: Callable[[int], str | None], weekday: int, today: date) -> str | None:
    """The one date of last year, this and next that falls on the weekday the text names; none if it is not one."""
    near = (value(today.year + step) for step in (-1, 0, 1))
    fits = [said for said in near if said and date.fromisoformat(said).weekday() == weekday]
    return fits[0] if len(fits) == 1 else None


def _valid(value: str) -> Resolved | None:
    return Resolved(value) if edtf.is_valid(value) else None


def _in_a_year(value: Callable[[int], str | None], year: int | None, context: Context) -> Resolved | None:
    """The value in the year that is written, or else in the one that publication and tense suggest."""
    if year is not None:
        said = value(year)
        return Resolved(said) if said else None
    if context.published is None:
        return Resolved(None)
    near = _nearest(value, context.published, context.tense)
    return Resolved(near, Anchor.PUBLISHED) if near else None


def _nearest(value: Callable[[int], str | None], today: date, tense: Tense) -> str | None:
    """The last one that has begun by today; of what is to come, the first that has not ended.

    The present tense tells of both ("the trial opens in May", "she faces him since their May meeting"): the nearer.
    """
    years = range(today.year - 8, today.year + 9)  # 29 February is missing for eight years around 1900 and 2100
    values = [said for said in map(value, years) if said]
    last = next((said for said in reversed(values) if (edtf.earliest(said) or date.min) <= today), None)
    coming = next((said for said in values if (edtf.latest(said) or date.max) >= today), None)
    if tense is Tense.PRESENT and last and coming:
        back = today - (edtf.latest(last) or today)
        return coming if (edtf.earliest(coming) or today) - today < back else last
    return coming if tense in (Tense.FUTURE, Tense.PRESENT) else last


def slashes(found: Found, _: Context) -> Resolved | None:
    """A date in numbers. 4/5/2010 is in April or in May, by country: only its year is sure."""
    one, two, year = int(found.parts["one"]), int(found.parts["two"]), int(found.parts["year"])
    if one == two or one > 12 >= two:
        return _valid(f"{year}-{two:02d}-{one:02d}")
    if two > 12 >= one:
        return _valid(f"{year}-{one:02d}-{two:02d}")
    return Resolved(f"{year}") if one <= 12 and two <= 12 else None


def years(found: Found, _: Context) -> Resolved | None:
    """1997-98, 1995-2001, 2012-present; where that is no range of years, a month (2020-06)."""
    first = int(found.parts["year"])
    if "year2" in found:
        last = int(found.parts["year2"])
    elif "yy" in found:
        last = first - first % 100 + int(found.parts["yy"])
    else:
        return Resolved(f"{first}/..")
    if last <= first:
        # 2020-12 is a month, 2001-03 years: what cannot be later years may still be a month.
        return _valid(f"{first}-{found.parts['yy']}") if "yy" in found else None
    return Resolved(f"{first}/{last}")
