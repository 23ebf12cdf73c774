"""From an expression as written to its value: reckoned from the words, the publication, or the time told before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.dates import edtf
from kg.dates.edtf import Precision, of_days
from kg.dates.expressions import Found
from kg.dates.reckoning import holiday
from kg.dates.tense import Tense
from kg.dates.times import Anchor, Unit
from kg.dates.words import lookup, number, unit

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Context:
    """What a value may be reckoned from: the day of publication, the value told before, and the tense."""

    published: date | None
    previous: str | None
    tense: Tense


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value, what it was reckoned from, and, for lengths of time, how many of what."""

    value: str | None
    anchor: Anchor = Anchor.TEXT
    number: int | None = None
    unit: Unit | None = None


def resolve(found: Found, context: Context) -> Resolved | None:
    """The value of an expression in its context; none if it is no time after all (31 February)."""
    try:
        return _READERS[found.read](found, context)
    except (OverflowError, ValueError):
        return None


# -- the calendar --------------------


def _year(found: Found) -> int | None:
    if "year" in found:
        return int(found.parts["year"])
    if "short" in found:
        return _full_year(int(found.parts["short"][1:]))
    return None


def _full_year(two: int) -> int:
    return 2000 + two if two < 30 else 1900 + two


def _ordinal(said: str) -> int:
    return int("".join(letter for letter in said if letter.isdigit()))


def _calendar(found: Found, context: Context) -> Resolved | None:
    year = _year(found)
    if "tens" in found:
        digits = "".join(letter for letter in found.parts["tens"] if letter.isdigit())
        return Resolved((digits[:3] if len(digits) == 4 else f"19{digits[0]}") + "X")
    if "decade" in found:
        return Resolved(f"{lookup('decades', found.parts['decade'])}X")
    if "century" in found:
        return Resolved(f"{_ordinal(found.parts['century']) - 1:02d}XX")
    if "mm" in found:
        return _valid(f"{year}-{found.parts['mm']}" + (f"-{found.parts['dd']}" if "dd" in found else ""))
    if "holiday" in found:
        rule = lookup("holidays", found.parts["holiday"])
        return _in_a_year(lambda y: _iso(holiday(rule, y)), year, context)
    if "season" in found:
        code = lookup("seasons", found.parts["season"])
        return _in_a_year(lambda y: f"{y}-{code}", year, context)
    if "month" in found:
        month = lookup("months", found.parts["month"])
        if "day" in found:
            return _days(found, month, year, context)
        return _in_a_year(lambda y: f"{y}-{month:02d}", year, context)
    return Resolved(f"{year}")


def _days(found: Found, month: int, year: int | None, context: Context) -> Resolved | None:
    first = _ordinal(found.parts["day"])
    last = _ordinal(found.parts["day2"]) if "day2" in found else first
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


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


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


def _slashes(found: Found, _: Context) -> Resolved | None:
    """A date in numbers. 4/5/2010 is in April or in May, by country: only its year is sure."""
    one, two, year = int(found.parts["one"]), int(found.parts["two"]), int(found.parts["year"])
    if one == two or one > 12 >= two:
        return _valid(f"{year}-{two:02d}-{one:02d}")
    if two > 12 >= one:
        return _valid(f"{year}-{one:02d}-{two:02d}")
    return Resolved(f"{year}") if one <= 12 and two <= 12 else None


def _years(found: Found, _: Context) -> Resolved | None:
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


# -- reckoned from publication --------------------


def _weekday(found: Found, context: Context) -> Resolved | None:
    if context.published is None:
        return Resolved(None)
    day = lookup("weekdays", found.parts["weekday"])
    ahead = context.tense is Tense.FUTURE
    return Resolved(_on_weekday(context.published, day, ahead, strict=False).isoformat(), Anchor.PUBLISHED)


def _on_weekday(today: date, weekday: int, ahead: bool, strict: bool) -> date:
    """The nearest such weekday before today or, ahead, after it; not today itself if ``strict``."""
    away = (weekday - today.weekday()) % 7 if ahead else -((today.weekday() - weekday) % 7)
    if strict and away == 0:
        away = 7 if ahead else -7
    return today + away * _DAY


def _word(found: Found, context: Context) -> Resolved | None:
    if context.published is None:
        return Resolved(None)
    said = " ".join(found.parts["word"].lower().split())
    if said == "today" and context.tense not in (Tense.PAST, Tense.FUTURE):
        return Resolved(None)  # nowadays
    away = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(said, 0)
    return Resolved(of_days(context.published + away * _DAY), Anchor.PUBLISHED)


def _ago(found: Found, context: Context) -> Resolved | None:
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


# -- this, last, next, that, the following --------------------

_BACK = ("last", "this past", "the past")
_SAME = ("that", "the same", "that same", "that very")
_AFTER = ("the following", "the next")
_BEFORE = ("the previous", "the preceding")


def _deictic(found: Found, context: Context) -> Resolved | None:
    rel = " ".join(found.parts.get("rel", "").lower().split())
    if "early_in" in found:
        rel = "this" if found.parts["early_in"].lower().startswith("earlier") else "that"
    elif "weekend" in found:
        rel = "this past" if context.tense is not Tense.FUTURE else "this coming"
    said = _unit_word(found)
    if said.startswith(("hour", "minute")) or (rel == "last" and said.startswith("day")):
        return None  # "the last minute", "the last day": no day of the calendar
    if rel in _SAME + _AFTER + _BEFORE or (rel == "next" and said.startswith("day")):
        rel = "the next" if rel == "next" else rel
        return _from_discourse(found, context, rel)
    if context.published is None:
        return Resolved(None)
    value = _from_day(found, context, rel, context.published)
    return Resolved(value, Anchor.PUBLISHED) if value else None


def _month_of(found: Found, context: Context) -> Resolved | None:
    """March last year, June 3 of that year: a month or day of a year that is itself reckoned."""
    year = _deictic(_just_the_year(found), context)
    if year is None or year.value is None or edtf.precision(year.value) is not Precision.YEAR:
        return year
    dated = _calendar(replace(found, parts={**found.parts, "year": year.value[:4]}), context)
    return replace(dated, anchor=year.anchor) if dated else None


def _just_the_year(found: Found) -> Found:
    return replace(found, parts={"rel": found.parts["rel"], "unit": "year"})


def _end_of(found: Found, context: Context) -> Resolved | None:
    """The end of the year, late in the week: of the one told of, if it is over, or else of this one."""
    said = found.parts.get("unit", "year")
    if "mod" in found and not found.parts["mod"].lower().rstrip().endswith("the"):
        return None  # "early days", "late nights"
    measure = unit(said)
    if measure is None or measure[0] not in (Unit.WEEK, Unit.MONTH, Unit.YEAR, Unit.DECADE):
        return None
    back = context.tense is Tense.PAST and context.previous is not None
    parts = {"rel": "that" if back else "this", "unit": said.rstrip("s")}
    return _deictic(replace(found, parts=parts), context)


def _from_day(found: Found, context: Context, rel: str, today: date) -> str | None:
    """What last, this or next so-and-so is, seen from a day."""
    step = -1 if rel in _BACK else 1 if rel == "next" else 0
    if "weekend" in found or _unit_word(found).startswith("weekend"):
        return _weekend(today, rel, context)
    if "weekday" in found and "unit" in found:  # Tuesday of last week
        monday = today + (7 * step - today.weekday()) * _DAY
        return of_days(monday + lookup("weekdays", found.parts["weekday"]) * _DAY)
    if "weekday" in found:
        day = lookup("weekdays", found.parts["weekday"])
        if rel == "this":
            return of_days(today + (day - today.weekday()) * _DAY)
        return of_days(_on_weekday(today, day, ahead=rel not in _BACK, strict=True))
    if "month" in found or "season" in found or "holiday" in found:
        return _step(_name(found), today, rel)
    if "part" in found:
        return of_days(today + (step if step <= 0 else 0) * _DAY)
    return _period(found, today, step, rel)


def _period(found: Found, today: date, step: int, rel: str) -> str | None:
    measure = unit(found.parts["unit"])
    if measure is None or rel == "the past" or found.parts["unit"].lower().endswith("s"):
        return None  # "the past year" and "last weeks" are lengths
    kind, _ = measure
    if kind is Unit.DAY:
        return of_days(today + step * _DAY) if step else None  # "to this day" is no day
    if kind is Unit.WEEK:
        return _week(today + 7 * step * _DAY)
    if kind is Unit.DECADE:
        return f"{today.year // 10 + step}X"
    return edtf.shift(today.isoformat(), step, kind)


def _unit_word(found: Found) -> str:
    return found.parts.get("unit", "").lower()


def _week(day: date) -> str:
    monday = day - day.weekday() * _DAY
    return of_days(monday, monday + 6 * _DAY)


def _weekend(today: date, rel: str, context: Context) -> str:
    """Saturday and Sunday. "This" weekend is the one at hand; "last" the one that is over."""
    saturday = today - ((today.weekday() - 5) % 7) * _DAY  # today's own weekend, or the one before
    during = today.weekday() >= 5
    if rel == "next" or rel == "this coming" or (rel == "this" and not during and context.tense is not Tense.PAST):
        saturday += 7 * _DAY
    elif rel == "last" and during:
        saturday -= 7 * _DAY
    return of_days(saturday, saturday + _DAY)


def _step(value: Callable[[int], str | None], today: date, rel: str) -> str | None:
    """The last one that is over, the next one that has not begun, or this year's."""
    years = range(today.year - 2, today.year + 3)
    values = [said for said in map(value, years) if said]
    if rel in _BACK:
        return next((said for said in reversed(values) if (edtf.latest(said) or date.max) < today), None)
    if rel in ("next", "this coming"):
        return next((said for said in values if (edtf.earliest(said) or date.min) > today), None)
    at_hand = next((said for said in values if edtf.overlaps(said, today.isoformat())), None)
    return at_hand or value(today.year)


# -- reckoned from what was told before --------------------


def _from_discourse(found: Found, context: Context, rel: str) -> Resolved | None:
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
            value = of_days(_on_weekday(begin, day, ahead=rel not in _BEFORE, strict=rel in _AFTER + _BEFORE))
    elif "part" in found or _is(found, Unit.DAY):
        if begin == end:
            value = of_days(begin + (rel in _AFTER) * _DAY - (rel in _BEFORE) * _DAY)
    elif _unit_word(found).startswith("weekend"):
        if edtf.precision(before) is Precision.DAY:
            saturday = _on_weekday(begin, 5, ahead=begin.weekday() != 6, strict=False)
            saturday += 7 * _DAY * (rel in _AFTER and begin == saturday)
            value = of_days(saturday, saturday + _DAY)
    else:
        value = _unit_near(found, rel, before, begin)
    return Resolved(value, Anchor.DISCOURSE)


def _is(found: Found, kind: Unit) -> bool:
    measure = unit(found.parts.get("unit", ""))
    return measure is not None and measure[0] is kind


def _named_near(found: Found, rel: str, begin: date, end: date) -> str | None:
    value = _name(found)
    if rel in _AFTER:
        # With a year alone, "the following September" is in the year after it.
        near = (value(year) for year in range(end.year, end.year + 2))
        return next((said for said in near if said and (edtf.earliest(said) or date.min) > end), None)
    if rel in _BEFORE:
        near = (value(year) for year in range(begin.year, begin.year - 2, -1))
        return next((said for said in near if said and (edtf.latest(said) or date.max) < begin), None)
    return value(begin.year) if begin.year == end.year else None


def _name(found: Found) -> Callable[[int], str | None]:
    if "month" in found:
        month = f"{lookup('months', found.parts['month']):02d}"
        if "day" in found:
            month += f"-{_ordinal(found.parts['day']):02d}"
        return lambda year: f"{year}-{month}" if edtf.is_valid(f"{year}-{month}") else None
    if "season" in found:
        code = lookup("seasons", found.parts["season"])
        return lambda year: f"{year}-{code}"
    rule = lookup("holidays", found.parts["holiday"])
    return lambda year: _iso(holiday(rule, year))


_NEEDS = {Unit.WEEK: Precision.DAY, Unit.MONTH: Precision.MONTH, Unit.YEAR: Precision.YEAR, Unit.DECADE: Precision.YEAR}


def _unit_near(found: Found, rel: str, before: str, begin: date) -> str | None:
    measure = unit(found.parts["unit"])
    if measure is None:
        return None
    kind, _ = measure
    sharp = edtf.precision(before)
    if kind not in _NEEDS or sharp < _NEEDS[kind] or (kind is Unit.MONTH and sharp is Precision.SEASON):
        return None
    step = (rel in _AFTER) - (rel in _BEFORE)
    if kind is Unit.WEEK:
        if step == 0 and begin == edtf.latest(before) and found.parts.get("mod", "").lower().startswith("later"):
            return of_days(begin, begin + (6 - begin.weekday()) * _DAY)
        return _week(begin + 7 * step * _DAY)
    if kind is Unit.DECADE:
        return f"{begin.year // 10 + step}X"
    return edtf.shift(begin.isoformat(), step, kind)


def _later(found: Found, context: Context) -> Resolved | None:
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


def _beside(found: Found, context: Context) -> Resolved | None:
    """The day before, the week after: seen from what was told before."""
    measure = unit(found.parts["unit"]) if not _unit_word(found).endswith("s") else None
    rel = "the previous" if found.parts["side"].lower() == "before" else "the following"
    return _from_discourse(found, context, rel) if measure else None


def _vague(_: Found, __: Context) -> Resolved:
    return Resolved(None)


def _duration(found: Found, _: Context) -> Resolved | None:
    measure = unit(found.parts["unit"] if "unit" in found else found.parts["units"])
    if measure is None:
        return None
    count = number(found.parts["number"]) if "number" in found else None
    return Resolved(None, Anchor.TEXT, count * measure[1] if count is not None else None, measure[0])


_READERS: Mapping[str, Callable[[Found, Context], Resolved | None]] = {
    "calendar": _calendar,
    "slashes": _slashes,
    "years": _years,
    "weekday": _weekday,
    "word": _word,
    "deictic": _deictic,
    "month_of": _month_of,
    "end_of": _end_of,
    "ago": _ago,
    "later": _later,
    "beside": _beside,
    "vague": _vague,
    "duration": _duration,
}


def readers() -> Iterator[str]:
    """The names that a form of the rules may give as its reader."""
    return iter(_READERS)
