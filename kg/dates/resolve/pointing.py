"""Times that point: this, last and next from publication; that and the following from what was told before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from kg.dates import edtf
from kg.dates.edtf import Precision, of_days
from kg.dates.expressions import Found
from kg.dates.resolve.context import Context, Resolved
from kg.dates.resolve.parts import (
    AFTER,
    BACK,
    BEFORE,
    DAY,
    SAME,
    named,
    on_weekday,
    unit_word,
    week_of,
)
from kg.dates.resolve.told import from_discourse
from kg.dates.resolve.written import calendar
from kg.dates.tense import Tense
from kg.dates.times import Anchor, Unit
from kg.dates.words import lookup, unit


def deictic(found: Found, context: Context) -> Resolved | None:
    """This, last, next, that, the following so-and-so; over the weekend; earlier in the week."""
    rel = " ".join(found.parts.get("rel", "").lower().split())
    if "early_in" in found:
        rel = "this" if found.parts["early_in"].lower().startswith("earlier") else "that"
    elif "weekend" in found:
        rel = "this past" if context.tense is not Tense.FUTURE else "this coming"
    said = unit_word(found)
    if said.startswith(("hour", "minute")) or (rel == "last" and said.startswith("day")):
        return None  # "the last minute", "the last day": no day of the calendar
    if rel in SAME + AFTER + BEFORE or (rel == "next" and said.startswith("day")):
        rel = "the next" if rel == "next" else rel
        return from_discourse(found, context, rel)
    if context.published is None:
        return Resolved(None)
    value = _from_day(found, context, rel, context.published)
    return Resolved(value, Anchor.PUBLISHED) if value else None


def month_of(found: Found, context: Context) -> Resolved | None:
    """March last year, June 3 of that year: a month or day of a year that is itself reckoned."""
    year = deictic(_just_the_year(found), context)
    if year is None or year.value is None or edtf.precision(year.value) is not Precision.YEAR:
        return year
    dated = calendar(replace(found, parts={**found.parts, "year": year.value[:4]}), context)
    return replace(dated, anchor=year.anchor) if dated else None


def _just_the_year(found: Found) -> Found:
    return replace(found, parts={"rel": found.parts["rel"], "unit": "year"})


def end_of(found: Found, context: Context) -> Resolved | None:
    """The end of the year, late in the week: of the one told of, if it is over, or else of this one."""
    said = found.parts.get("unit", "year")
    if "mod" in found and not found.parts["mod"].lower().rstrip().endswith("the"):
        return None  # "early days", "late nights"
    measure = unit(said)
    if measure is None or measure[0] not in (Unit.WEEK, Unit.MONTH, Unit.YEAR, Unit.DECADE):
        return None
    back = context.tense is Tense.PAST and context.previous is not None
    parts = {"rel": "that" if back else "this", "unit": said.rstrip("s")}
    return deictic(replace(found, parts=parts), context)


def _from_day(found: Found, context: Context, rel: str, today: date) -> str | None:
    """What last, this or next so-and-so is, seen from a day."""
    step = -1 if rel in BACK else 1 if rel == "next" else 0
    if "weekend" in found or unit_word(found).startswith("weekend"):
        return _weekend(today, rel, context)
    if "weekday" in found and "unit" in found:  # Tuesday of last week
        monday = today + (7 * step - today.weekday()) * DAY
        return of_days(monday + lookup("weekdays", found.parts["weekday"]) * DAY)
    if "weekday" in found:
        day = lookup("weekdays", found.parts["weekday"])
        if rel == "this":
            return of_days(today + (day - today.weekday()) * DAY)
        return of_days(on_weekday(today, day, ahead=rel not in BACK, strict=True))
    if "month" in found or "season" in found or "holiday" in found:
        return _step(named(found), today, rel)
    if "part" in found:
        return of_days(today + (step if step <= 0 else 0) * DAY)
    return _period(found, today, step, rel)


def _period(found: Found, today: date, step: int, rel: str) -> str | None:
    measure = unit(found.parts["unit"])
    if measure is None or rel == "the past" or found.parts["unit"].lower().endswith("s"):
        return None  # "the past year" and "last weeks" are lengths
    kind, _ = measure
    if kind is Unit.DAY:
        return of_days(today + step * DAY) if step else None  # "to this day" is no day
    if kind is Unit.WEEK:
        return week_of(today + 7 * step * DAY)
    if kind is Unit.DECADE:
        return f"{today.year // 10 + step}X"
    return edtf.shift(today.isoformat(), step, kind)


def _weekend(today: date, rel: str, context: Context) -> str:
    """Saturday and Sunday. "This" weekend is the one at hand; "last" the one that is over."""
    saturday = today - ((today.weekday() - 5) % 7) * DAY  # today's own weekend, or the one before
    during = today.weekday() >= 5
    if rel == "next" or rel == "this coming" or (rel == "this" and not during and context.tense is not Tense.PAST):
        saturday += 7 * DAY
    elif rel == "last" and during:
        saturday -= 7 * DAY
    return of_days(saturday, saturday + DAY)


def _step(value: Callable[[int], str | None], today: date, rel: str) -> str | None:
    """The last one that is over, the next one that has not begun, or this year's."""
    years = range(today.year - 2, today.year + 3)
    values = [said for said in map(value, years) if said]
    if rel in BACK:
        return next((said for said in reversed(values) if (edtf.latest(said) or date.max) < today), None)
    if rel in ("next", "this coming"):
        return next((said for said in values if (edtf.earliest(said) or date.min) > today), None)
    at_hand = next((said for said in values if edtf.overlaps(said, today.isoformat())), None)
    return at_hand or value(today.year)
