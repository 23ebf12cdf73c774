"""What the readers share: the parts of an expression and small steps in the week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from kg.dates import edtf
from kg.dates.edtf import of_days
from kg.dates.expressions import Found
from kg.dates.reckoning import holiday
from kg.dates.times import Unit
from kg.dates.words import lookup, unit

DAY = timedelta(days=1)

# The words of the slot @rel by the direction they point in.
BACK = ("last", "this past", "the past")
SAME = ("that", "the same", "that same", "that very")
AFTER = ("the following", "the next")
BEFORE = ("the previous", "the preceding")


def digits(said: str) -> int:
    """The number in "22nd" or "19th".

    >>> digits("22nd")
    22
    """
    return int("".join(letter for letter in said if letter.isdigit()))


def iso(day: date | None) -> str | None:
    """A day as EDTF, nothing for none."""
    return day.isoformat() if day else None


def on_weekday(today: date, weekday: int, ahead: bool, strict: bool) -> date:
    """The nearest such weekday before today or, ahead, after it; not today itself if ``strict``."""
    away = (weekday - today.weekday()) % 7 if ahead else -((today.weekday() - weekday) % 7)
    if strict and away == 0:
        away = 7 if ahead else -7
    return today + away * DAY


def unit_word(found: Found) -> str:
    """The word of the unit as written, in lower case; empty if there is none."""
    return found.parts.get("unit", "").lower()


def counts(found: Found, kind: Unit) -> bool:
    """Whether the unit of an expression is of a kind ("night" is a day)."""
    measure = unit(found.parts.get("unit", ""))
    return measure is not None and measure[0] is kind


def named(found: Found) -> Callable[[int], str | None]:
    """The month, day, season or holiday that an expression names, as a function of the year."""
    if "month" in found:
        month = f"{lookup('months', found.parts['month']):02d}"
        if "day" in found:
            month += f"-{digits(found.parts['day']):02d}"
        return lambda year: f"{year}-{month}" if edtf.is_valid(f"{year}-{month}") else None
    if "season" in found:
        code = lookup("seasons", found.parts["season"])
        return lambda year: f"{year}-{code}"
    rule = lookup("holidays", found.parts["holiday"])
    return lambda year: iso(holiday(rule, year))


def week_of(day: date) -> str:
    """Monday to Sunday around a day.

    >>> week_of(date(2021, 1, 6))
    '2021-01-04/2021-01-10'
    """
    monday = day - day.weekday() * DAY
    return of_days(monday, monday + 6 * DAY)
