"""What the date step hands on: a time expression, where it stands and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.model import PartialDate


class TimeKind(StrEnum):
    """What a time expression says.

    ``point`` when something happened; ``since``, ``until`` and ``range`` when it began, ended, or both; ``duration``
    how long it took; ``age`` how old somebody is now; ``past_age`` how old somebody was; ``vague`` a time without a
    value ("now", "a few years ago").
    """

    POINT = "point"
    SINCE = "since"
    UNTIL = "until"
    RANGE = "range"
    DURATION = "duration"
    AGE = "age"
    PAST_AGE = "past_age"
    VAGUE = "vague"


class Unit(StrEnum):
    """What durations and ages are counted in."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"


class Anchor(StrEnum):
    """What a value was reckoned from: the words alone, the day of publication, or a time told before."""

    TEXT = "text"
    PUBLISHED = "published"
    DISCOURSE = "discourse"


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression of the text.

    ``first``/``last`` are token indices and ``start``/``end`` character offsets in the ``Doc`` (``last`` and ``end``
    exclusive). ``value`` is the whole expression as EDTF: the day or interval of a `POINT`, ``2008/2010`` for a
    `RANGE`, ``2018/..`` for a `SINCE`, ``../2021-04`` for an `UNTIL`, the birth interval for an `AGE`; none for the
    other kinds and where the text does not give enough to tell. ``since`` and ``until`` are the two ends on their own.
    ``number`` and ``unit`` belong to durations and ages. ``heading`` marks the date that opens a line of a timeline
    and holds for its paragraph. ``anchor`` says what the value was reckoned from.
    """

    first: int
    last: int
    start: int
    end: int
    kind: TimeKind
    value: PartialDate | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    number: int | None = None
    unit: Unit | None = None
    heading: bool = False
    anchor: Anchor = Anchor.TEXT
