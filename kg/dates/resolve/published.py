"""Times reckoned from the day of publication: weekdays, yesterday, three years ago."""

from __future__ import annotations

from kg.dates import edtf
from kg.dates.edtf import of_days
from kg.dates.expressions import Found
from kg.dates.resolve.context import Context, Resolved
from kg.dates.resolve.parts import (
    DAY,
    on_weekday,
)
from kg.dates.tense import Tense
from kg.dates.times import Anchor, Unit
from kg.dates.words import lookup, number, unit


def weekday(found: Found, context: Context) -> Resolved | None:
    """A weekday: the last one, the day of publication included, or, of what is to come, the next."""
    if context.published is None:
        return Resolved(None)
    day = lookup("weekdays", found.parts["weekday"])
    ahead = context.tense is Tense.FUTURE
    return Resolved(on_weekday(context.published, day, ahead, strict=False).isoformat(), Anchor.PUBLISHED)


def word(found: Found, context: Context) -> Resolved | None:
    """Yesterday, today, tomorrow; "today" in the present tense is nowadays and has no value."""
    if context.published is None:
        return Resolved(None)
    said = " ".join(found.parts["word"].lower().split())
    if said == "today" and context.tense not in (Tense.PAST, Tense.FUTURE):
        return Resolved(None)  # nowadays
    away = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(said, 0)
    return Resolved(of_days(context.published + away * DAY), Anchor.PUBLISHED)


def ago(found: Found, context: Context) -> Resolved | None:
    """Three years ago, no sharper than its unit; "more than three years ago" is open, "about" approximate."""
    count, measure = number(found.parts["number"]), unit(found.parts["unit"])
    if count is None or measure is None or context.published is None:
        return Resolved(None)
    kind, times = measure
    if kind in (Unit.HOUR, Unit.MINUTE):
        return Resolved(None)
    value = edtf.shift(context.published.isoformat(), -count * times, kind)
    about = " ".join(found.parts.get("about", "").lower().split())
    if about in ("more than", "over", "at least", "just over"):
        return Resolved(edtf.interval(None, value.split("/")[-1]), Anchor.PUBLISHED)
    if about in ("less than", "under", "just under"):
        return Resolved(edtf.interval(value.split("/")[0], context.published.isoformat()), Anchor.PUBLISHED)
    if about in ("about", "around", "some", "roughly", "approximately", "nearly", "almost") or _rounded(found):
        value = edtf.qualify(value, "~")
    return Resolved(value, Anchor.PUBLISHED)


def _rounded(found: Found) -> bool:
    return found.parts["number"].lower().startswith(("a couple", "couple"))
