"""What a value is reckoned from, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kg.dates.tense import Tense
from kg.dates.times import Anchor, Unit


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
