"""All times of a document: ages, expressions, what bounds them, and what they are reckoned from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc

from kg.dates import edtf
from kg.dates.ages import find_ages
from kg.dates.birthdays import place_ages
from kg.dates.expressions import Found, attributive, scan
from kg.dates.layout import in_quotes, is_dateline, is_heading, paragraph_end
from kg.dates.page import Page
from kg.dates.resolve import Context, Resolved, resolve
from kg.dates.tense import Tense, is_day_of_saying
from kg.dates.times import Anchor, Time, TimeKind, Unit
from kg.dates.words import lookup, pattern
from kg.model import PartialDate

_LEFT = 30
_CLAUSE_GOES_ON = re.compile(r"\s+(?!and\b|but\b|when\b|while\b)[A-Za-z]")


def find_times(doc: Doc, published: date | None = None) -> tuple[Time, ...]:
    """The time expressions of a document by position, each with the EDTF value that the text gives it.

    Dates without a year and relative ones are reckoned from ``published`` (or from a time told before); without it
    they have no value. The day of publication itself is never found as a fact's date: a dateline is skipped.

    >>> from spacy.lang.en import English
    >>> doc = English()("Ann Lee, 40, married Bo Roe on Dec. 22, three years after they met in June 2017.")
    >>> for time in find_times(doc, date(2021, 1, 6)):
    ...     print(doc.text[time.start:time.end], time.kind.value, time.value and time.value.value)
    40 age 1980-01-07/1981-01-06
    Dec. 22 point 2020-12-22
    three years duration None
    June 2017 point 2017-06
    """
    page = Page.of(doc)
    ages = find_ages(page.text)
    times = list(_Reader(page, published).read(tuple((age.start, age.end) for age in ages)))
    with_ages = place_ages(page, ages, times, published)
    return tuple(sorted(with_ages, key=lambda time: (time.start, time.end)))


@dataclass(slots=True)
class _Reader:
    """Walks through the expressions of a document, remembering the time told before and the heading in force."""

    page: Page
    published: date | None
    previous: str | None = None
    heading: str | None = None
    heading_end: int = 0

    def read(self, taken: tuple[tuple[int, int], ...]) -> Iterator[Time]:
        """The times of the document, ages aside."""
        text = self.page.text
        found = [item for item in scan(text, taken) if not is_dateline(text, item.start, item.end, self.published)]
        index = 0
        while index < len(found):
            item, after = found[index], found[index + 1] if index + 1 < len(found) else None
            if after is not None and self._is_range(item, after):
                time = self._range(item, after)
                index += 1
            else:
                time = self._single(item)
            index += 1
            if time is not None:
                self._remember(time, item.read)
                yield time

    def _is_range(self, one: Found, other: Found) -> bool:
        text = self.page.text
        joint = pattern("operators", "to").fullmatch(text, one.end, other.start)
        if joint is None or "number" in one or "number" in other or "vague" in (one.read, other.read):
            return False
        before = text[max(0, one.start - _LEFT) : one.start]
        if "and" in joint[0].lower():
            return pattern("operators", "between").search(before) is not None
        return pattern("operators", "from").search(before) is not None or {one.read, other.read} <= {"calendar"}

    def _range(self, one: Found, other: Found) -> Time | None:
        if "month" in one and "year" not in one and "year" in other and "month" in other:
            earlier = lookup("months", one.parts["month"]) <= lookup("months", other.parts["month"])
            one = replace(one, parts={**one.parts, "year": str(int(other.parts["year"]) - (not earlier))})
        end = self._resolve(other)
        begin = self._resolve(one, until=end)
        if begin is None or end is None or begin.value is None or end.value is None:
            return self._single(one)
        value = f"{begin.value.split('/')[0]}/{end.value.split('/')[-1]}"
        if not edtf.is_valid(value):
            return self._single(one)
        left = self._operator(one, "from") or self._operator(one, "between")
        start = left.start() if left else one.start
        anchor = begin.anchor if begin.anchor is not Anchor.TEXT else end.anchor
        return self._time(
            start, other.end, TimeKind.RANGE, value, anchor, since=self._said(begin, one), until=self._said(end, other)
        )

    def _said(self, resolved: Resolved, found: Found) -> PartialDate | None:
        return PartialDate(resolved.value, self.page.text[found.start : found.end]) if resolved.value else None

    def _resolve(self, found: Found, force: Tense | None = None, until: Resolved | None = None) -> Resolved | None:
        """The value of an expression, here and now; the first of a range is the last one ``until`` the second."""
        tense = force or self.page.tense(found.start, found.end)
        ended = edtf.latest(until.value) if until and until.value and found.read == "calendar" else None
        if ended is not None:
            return resolve(found, Context(ended, self.previous, Tense.PAST))
        if self.heading is not None and found.start < self.heading_end and found.read in ("calendar", "deictic"):
            # Inside the paragraph of a timeline the heading is the day on which it is told.
            yearly = edtf.precision(self.heading) is edtf.Precision.YEAR
            goes_on = (
                tense in (Tense.PRESENT, Tense.SCHEDULED, Tense.UNKNOWN) and not yearly and found.read == "calendar"
            )
            told = edtf.earliest(self.heading) if goes_on else edtf.latest(self.heading)
            way = Tense.FUTURE if goes_on or tense is Tense.FUTURE else Tense.PAST
            resolved = resolve(found, Context(told, self.previous, way))
            if resolved and resolved.anchor is Anchor.PUBLISHED:
                return replace(resolved, anchor=Anchor.DISCOURSE)
            return resolved
        ahead = tense is Tense.SCHEDULED
        return resolve(found, Context(self.published, self.previous, Tense.FUTURE if ahead else tense))

    def _operator(self, found: Found, name: str) -> re.Match[str] | None:
        return pattern("operators", name).search(self.page.text, max(0, found.start - _LEFT), found.start)

    def _single(self, found: Found) -> Time | None:
        text = self.page.text
        since = self._operator(found, "since")
        resolved = self._resolve(found, Tense.PAST if since else None)
        if resolved is None:
            return None
        if found.read == "word" and in_quotes(text, found.start):
            resolved = replace(resolved, value=None)  # the day of the remark need not be that of publication
        if found.read == "duration":
            return self._length(found, resolved)
        beside = found.read == "later" and found.parts["away"].lower() in ("after", "before", "prior")
        if beside and _CLAUSE_GOES_ON.match(text, found.end):
            end = found.start + text[found.start : found.end].rfind(found.parts["unit"]) + len(found.parts["unit"])
            return self._time(found.start, end, TimeKind.DURATION, None, Anchor.TEXT, resolved=resolved)
        if found.read == "beside" and _CLAUSE_GOES_ON.match(text, found.end):
            return None  # "the night before the wedding": no time of its own
        if resolved.value is None:
            return self._time(found.start, found.end, TimeKind.VAGUE, None, resolved.anchor, resolved=resolved)
        if found.read == "years":
            return self._years(found, resolved.value)
        return self._bounded(found, resolved, since)

    def _bounded(self, found: Found, resolved: Resolved, since: re.Match[str] | None) -> Time:
        """A point, or what a word before it makes of it: since, until, before, after, about, perhaps."""
        value, start = resolved.value or "", found.start
        # "Talked about Sept. 11" is no approximation; "about 1990" is.
        near = "near" if edtf.precision(value) is edtf.Precision.DAY else "about"
        for name, mark in ((near, "~"), ("perhaps", "?")):
            left = self._operator(found, name)
            if left:
                value, start = edtf.qualify(value, mark), left.start()
        if pattern("operators", "or_so").match(self.page.text, found.end):
            value = edtf.qualify(value, "~")
        elif edtf.precision(value) is edtf.Precision.YEAR and (
            other := pattern("operators", "or_year").match(self.page.text, found.end)
        ):
            value = edtf.interval(*sorted((value, other["year"])))  # "in 1993 or 1994"
        resolved = replace(resolved, value=value)
        if not attributive(self.page.text[found.end : found.end + _LEFT]):
            if since:
                return self._open(found, since, TimeKind.SINCE, resolved)
            until = self._operator(found, "until")
            if until:
                return self._open(found, until, TimeKind.UNTIL, resolved)
            for name in ("before", "after"):
                left = self._operator(found, name)
                if left:
                    value = edtf.interval(*((None, _last(value)) if name == "before" else (_first(value), None)))
                    return self._time(left.start(), found.end, TimeKind.POINT, value, resolved.anchor)
        return self._time(start, found.end, TimeKind.POINT, value, resolved.anchor, found=found)

    def _open(self, found: Found, left: re.Match[str], kind: TimeKind, resolved: Resolved) -> Time:
        value = resolved.value or ""
        if pattern("operators", "loosely").search(left[0]):
            value = edtf.qualify(value, "~")
        side = PartialDate(value, self.page.text[found.start : found.end])
        if kind is TimeKind.SINCE:
            whole = edtf.interval(_first(value), None)
            return self._time(left.start(), found.end, kind, whole, resolved.anchor, since=side)
        whole = edtf.interval(None, _last(value))
        return self._time(left.start(), found.end, kind, whole, resolved.anchor, until=side)

    def _years(self, found: Found, value: str) -> Time:
        if "/" not in value:
            return self._time(found.start, found.end, TimeKind.POINT, value, Anchor.TEXT, found=found)
        said = self.page.text[found.start : found.end]
        since = PartialDate(_first(value), said)
        if value.endswith(edtf.OPEN):
            return self._time(found.start, found.end, TimeKind.SINCE, value, Anchor.TEXT, since=since)
        until = PartialDate(_last(value), said)
        return self._time(
            found.start, found.end, TimeKind.RANGE, value, Anchor.TEXT, since=since, until=until, found=found
        )

    def _length(self, found: Found, resolved: Resolved) -> Time:
        """A duration; "in two weeks" of something to come is a point."""
        before = self.page.text[max(0, found.start - 4) : found.start].lower()
        ahead = before.endswith("in ") and self.page.tense(found.start, found.end) is Tense.FUTURE
        if ahead and self.published and resolved.number and resolved.unit not in (None, Unit.HOUR, Unit.MINUTE):
            value = edtf.shift(self.published.isoformat(), resolved.number, resolved.unit)
            return self._time(found.start, found.end, TimeKind.POINT, value, Anchor.PUBLISHED, resolved=resolved)
        return self._time(found.start, found.end, TimeKind.DURATION, None, Anchor.TEXT, resolved=resolved)

    def _time(
        self,
        start: int,
        end: int,
        kind: TimeKind,
        value: str | None,
        anchor: Anchor,
        *,
        since: PartialDate | None = None,
        until: PartialDate | None = None,
        resolved: Resolved | None = None,
        found: Found | None = None,
    ) -> Time:
        said = self.page.text[start:end]
        first, last = self.page.tokens(start, end)
        heading = found is not None and is_heading(self.page.text, start, end)
        if heading and value:
            self.heading, self.heading_end = value, paragraph_end(self.page.text, end)
        return Time(
            first=first,
            last=last,
            start=start,
            end=end,
            kind=kind,
            value=PartialDate(value, said) if value else None,
            since=since,
            until=until,
            number=resolved.number if resolved else None,
            unit=resolved.unit if resolved else None,
            heading=heading,
            anchor=anchor,
        )

    def _remember(self, time: Time, read: str) -> None:
        """Keep the time for those reckoned from it; the day of saying ("said on Thursday") is not told of."""
        told = time.until or time.since or time.value
        if told is None or (read in ("weekday", "word") and is_day_of_saying(self.page.doc, time.first)):
            return
        if time.kind is TimeKind.POINT and edtf.OPEN in told.value:
            return
        self.previous = told.value


def _first(value: str) -> str:
    return value.split("/")[0]


def _last(value: str) -> str:
    return value.split("/")[-1]
