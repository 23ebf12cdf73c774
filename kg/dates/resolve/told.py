"""Times reckoned from one told before: that December, the same day, three years later."""

from __future__ import annotations

from datetime import date

from kg.dates import edtf
from kg.dates.edtf import Precision, of_days
from kg.dates.expressions import Found
from kg.dates.resolve.context import Context, Resolved
from kg.dates.resolve.parts import (
    AFTER,
    BEFORE,
    DAY,
    counts,
    named,
    on_weekday,
    unit_word,
    week_of,
)
from kg.dates.times import Anchor, Unit
from kg.dates.words import lookup, number, unit


def from_discourse(found: Found, context: Context, rel: str) -> Resolved | None:
    """That December, the following September, the same day, later that week, the next year."""
    before = context.previous
    if before is None:
        return Resolved(None)
    begin, end = edtf.earliest(before), edtf.latest(before)
    sharp = edtf.precision(before)
    if begin is None or end is None or sharp < Precision.YEAR:
        return Resolved(None)
    value: str | None = None
    if "month" in found or "season" in found or "holiday" in found:
        value = _named_near(found, rel, begin, end)
    elif "weekday" in found:
        if begin == end:
            day = lookup("weekdays", found.parts["weekday"])
            value = of_days(on_weekday(begin, day, ahead=rel not in BEFORE, strict=rel in AFTER + BEFORE))
    elif "part" in found or counts(found, Unit.DAY):
        if begin == end:
            value = of_days(begin + (rel in AFTER) * DAY - (rel in BEFORE) * DAY)
    elif unit_word(found).startswith("weekend"):
        if edtf.precision(before) is Precision.DAY:
            saturday = on_weekday(begin, 5, ahead=begin.weekday() != 6, strict=False)
            saturday += 7 * DAY * (rel in AFTER and begin == saturday)
            value = of_days(saturday, saturday + DAY)
    else:
        value = _unit_near(found, rel, before, begin)
    return Resolved(value, Anchor.DISCOURSE)


def _named_near(found: Found, rel: str, begin: date, end: date) -> str | None:
    value = named(found)
    if rel in AFTER:
        # With a year alone, "the following September" is in the year after it.
        near = (value(year) for year in range(end.year, end.year + 2))
        return next((said for said in near if said and (edtf.earliest(said) or date.min) > end), None)
    if rel in BEFORE:
        near = (value(year) for year in range(begin.year, begin.year - 2, -1))
        return next((said for said in near if said and (edtf.latest(said) or date.max) < begin), None)
    return value(begin.year) if begin.year == end.year else None


_NEEDS = {Unit.WEEK: Precision.DAY, Unit.MONTH: Precision.MONTH, Unit.YEAR: Precision.YEAR, Unit.DECADE: Precision.YEAR}


def _unit_near(found: Found, rel: str, before: str, begin: date) -> str | None:
    measure = unit(found.parts["unit"])
    if measure is None:
        return None
    kind, _ = measure
    sharp = edtf.precision(before)
    if kind not in _NEEDS or sharp < _NEEDS[kind] or (kind is Unit.MONTH and sharp is Precision.SEASON):
        return None
    step = (rel in AFTER) - (rel in BEFORE)
    if kind is Unit.WEEK:
        if step == 0 and begin == edtf.latest(before) and found.parts.get("mod", "").lower().startswith("later"):
            return of_days(begin, begin + (6 - begin.weekday()) * DAY)
        return week_of(begin + 7 * step * DAY)
    if kind is Unit.DECADE:
        return f"{begin.year // 10 + step}X"
    return edtf.shift(begin.isoformat(), step, kind)


def later(found: Found, context: Context) -> Resolved | None:
    """A day later, three years earlier; "three years after their wedding" is a length of time."""
    count, measure = number(found.parts["number"]), unit(found.parts["unit"])
    if count is None or measure is None:
        return None
    kind, times = measure
    count *= times
    away = " ".join(found.parts["away"].lower().split())
    if away == "from now":
        base, anchor = (context.published.isoformat() if context.published else None), Anchor.PUBLISHED
    else:
        base, anchor = context.previous, Anchor.DISCOURSE
    if base is None or kind in (Unit.HOUR, Unit.MINUTE):
        return Resolved(None, anchor, count, kind)
    if edtf.earliest(base) is None or edtf.latest(base) is None:
        return Resolved(None, anchor, count, kind)
    back = away in ("earlier", "before", "prior")
    return Resolved(edtf.shift(base, -count if back else count, kind), anchor, count, kind)


def beside(found: Found, context: Context) -> Resolved | None:
    """The day before, the week after: seen from what was told before."""
    measure = unit(found.parts["unit"]) if not unit_word(found).endswith("s") else None
    rel = "the previous" if found.parts["side"].lower() == "before" else "the following"
    return from_discourse(found, context, rel) if measure else None


def vague(_: Found, __: Context) -> Resolved:
    """A time without a value: now, a few years ago."""
    return Resolved(None)


def duration(found: Found, _: Context) -> Resolved | None:
    """A length of time: its number, if there is one, and its unit."""
    measure = unit(found.parts["unit"] if "unit" in found else found.parts["units"])
    if measure is None:
        return None
    count = number(found.parts["number"]) if "number" in found else None
    return Resolved(None, Anchor.TEXT, count * measure[1] if count is not None else None, measure[0])
