"""Ages: how old the text says somebody is or was, and when somebody of that age was born."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from kg.dates.edtf import OPEN, is_valid, of_days
from kg.dates.reckoning import add
from kg.dates.times import Unit
from kg.dates.words import expand, number, ordinal, pattern, rules, unit

OLDEST = 115
"""No age above it is believed; the number is something else."""
_COUNT = re.compile(r"[0-9]{1,2}")
_THOUSANDS = re.compile(r"[0-9],")
NO_AGES = frozenset({"a", "an", "a couple", "a couple of", "couple", "a dozen", "half a dozen"})
"""Counts that are said of things: "they are a couple" tells no age."""


@dataclass(frozen=True, slots=True)
class Age:
    """An age as written.

    ``turned`` where it says that a birthday was reached ("turned 36"); ``past`` where it was; ``old`` if written as
    "40-year-old", which stories of long ago use of their own day.
    """

    start: int
    end: int
    number: int
    unit: Unit
    past: bool = False
    turned: bool = False
    old: bool = False


def birth_interval(age: int, unit: Unit, published: date) -> str:
    """The days on which somebody was born who is ``age`` units old on the day of publication, as EDTF.

    A birthday on 29 February is kept on 1 March in common years. Raises ``ValueError`` for a negative age and
    ``OverflowError`` for a birth before the year 1.

    >>> birth_interval(7, Unit.YEAR, date(2021, 1, 6)), birth_interval(20, Unit.MONTH, date(2021, 1, 6))
    ('2013-01-07/2014-01-06', '2019-04-07/2019-05-06')
    >>> birth_interval(8, Unit.YEAR, date(2009, 9, 15))
    '2000-09-16/2001-09-15'
    """
    if age < 0:
        raise ValueError(f"nobody is {age} {unit}s old: give an age of 0 or more")
    oldest = add(add(published, -(age + 1), unit), 1, Unit.DAY)
    return of_days(oldest, add(published, -age, unit))


def birth_of(birthday: str, age: int) -> str | None:
    """When somebody was born who reached an age at a time; as sharp as that time, none if there was no such day.

    >>> birth_of("2009-03", 36), birth_of("2021-02-28/2021-03-06", 40), birth_of("2024-02-29", 3)
    ('1973-03', '1981-02-28/1981-03-06', None)
    """

    def back(side: str) -> str:
        return side if side == OPEN else f"{int(side[:4]) - age:04d}{side[4:]}"

    if "X" in birthday:
        return None
    born = "/".join(back(side) for side in birthday.split("/"))
    return born if is_valid(born) else None


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    def compiled(form: str, cased: bool) -> re.Pattern[str]:
        return re.compile(expand(form), re.NOFLAG if cased else re.IGNORECASE)

    return tuple((compiled(form["form"], form.get("cased", False)), form["says"]) for form in rules()["age"])


def find_ages(text: str) -> tuple[Age, ...]:
    """The ages written in a text, in order, without overlap; an earlier form of the rules wins.

    >>> for age in find_ages("Ann Lee, 40, has Bo, 7, and 18-month-old Cy; she was nine when she left."):
    ...     print(age.number, age.unit.value, age.past)
    40 year False
    7 year False
    18 month False
    9 year True
    """
    found: list[Age] = []
    taken: list[tuple[int, int]] = []
    for form, says in _forms():
        for match in form.finditer(text):
            for age in _read(match, says, text):
                if not any(start < age.end and age.start < end for start, end in taken):
                    found.append(age)
                    taken.append((age.start, age.end))
    return tuple(sorted(found, key=lambda age: age.start))


def _read(match: re.Match[str], says: str, text: str) -> Iterator[Age]:
    """The ages of one match: one, or each of a list ("12, 10 and 7")."""
    parts = {slot: " ".join(said.split()) for slot, said in match.groupdict(default="").items()}
    count = number(parts["number"]) if parts.get("number") else ordinal(parts["birthday"])
    named = parts.get("unit")
    measure = unit(named) if named else (Unit.YEAR, 1)
    if count is None or measure is None or parts.get("number", "").lower() in NO_AGES:
        return
    kind, times = measure
    if kind is Unit.YEAR and count > OLDEST:
        return
    start, end = match.span("said" if "said" in parts else "number")
    if _THOUSANDS.fullmatch(text, max(0, start - 2), start):
        return  # "4,000 years old"
    if says != "old" and named:
        end = match.end("unit")
    past = says == "past" or (says in ("now", "old") and _told_of_then(text, start, match.end()))
    yield Age(start, end, count * times, kind, past, says == "turned", says == "old")
    if parts.get("more"):
        for more in _COUNT.finditer(text, *match.span("more")):
            yield Age(more.start(), more.end(), int(more[0]), kind, past)


def _told_of_then(text: str, start: int, end: int) -> bool:
    """Whether the words around say that it was so then: "then 14", "as a 7-year-old", "Ann, 19 at the time"."""
    before, after = text[max(0, start - 40) : start], text[end : end + 30]
    return bool(pattern("then", "before").search(before) or pattern("then", "after").match(after))
