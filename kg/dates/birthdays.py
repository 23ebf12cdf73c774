"""Ages among the other times: what they say of a birth, given the dates beside them and the day of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kg.dates import edtf
from kg.dates.ages import Age, birth_interval, birth_of
from kg.dates.page import Page
from kg.dates.times import Anchor, Time, TimeKind
from kg.dates.words import pattern
from kg.model import PartialDate

_BIRTHDAY_GAP = re.compile(r"(?:(?!\b(?:before|after)\b|\n\s*\n)[^.;:!?()]){0,40}")
_SENTENCE_END = re.compile(r"[.!?;][\"\u201d')]*\s+[A-Z\"\u201c]|\n\s*\n")
_LONG_AGO = 400
"""Days after which a story is one of long ago, so that its "40-year-old" is not forty now."""


def place_ages(page: Page, ages: tuple[Age, ...], times: list[Time], published: date | None) -> Iterator[Time]:
    """The ages as times; a birthday and the date beside it ("turned 36 in March") become one."""
    used: set[int] = set()
    for age in ages:
        past = age.past or (age.old and published is not None and _in_old_story(page.text, age, times, published))
        start, end, kind = age.start, age.end, TimeKind.PAST_AGE if past else TimeKind.AGE
        value: str | None = None
        if age.turned:
            near = _birthday(page.text, age, times, used)
            if near is not None:
                index, birthday = near
                used.add(index)
                start, end = min(start, times[index].start), max(end, times[index].end)
                value = birth_of(birthday.value, age.number)
            elif not past and published and pattern("then", "lately").search(page.text, max(0, start - 40), start):
                value = birth_interval(age.number, age.unit, published)
            else:
                kind = TimeKind.PAST_AGE
        elif published and not past:
            value = birth_interval(age.number, age.unit, published)
        first, last = page.tokens(start, end)
        said = PartialDate(value, page.text[start:end]) if value else None
        anchor = Anchor.PUBLISHED if value else Anchor.TEXT
        yield Time(first, last, start, end, kind, said, number=age.number, unit=age.unit, anchor=anchor)
    yield from (time for index, time in enumerate(times) if index not in used)


def _birthday(text: str, age: Age, times: list[Time], used: set[int]) -> tuple[int, PartialDate] | None:
    """The date of a birthday, after it or else right before it in the clause, and where it stands among the times."""
    points = [
        (index, time, time.value)
        for index, time in enumerate(times)
        if time.kind is TimeKind.POINT and time.value is not None and index not in used
    ]
    for index, time, value in points:
        if time.start >= age.end and _BIRTHDAY_GAP.fullmatch(text, age.end, time.start):
            return index, value
    for index, time, value in points:
        if time.end <= age.start and _BIRTHDAY_GAP.fullmatch(text, time.end, age.start):
            return index, value
    return None


def _in_old_story(text: str, age: Age, times: list[Time], published: date) -> bool:
    """Whether a date of long ago stands before an age in its sentence: "in 1981 a 25-year-old shot at him"."""
    for time in times:
        if time.end > age.start or time.anchor is not Anchor.TEXT or time.value is None or time.kind is TimeKind.SINCE:
            continue
        last = edtf.latest(time.value.value)
        if last and (published - last).days > _LONG_AGO and not _SENTENCE_END.search(text, time.end, age.start):
            return True
    return False
