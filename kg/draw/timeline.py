"""A life along a time axis: a day is a dot, a month, a season, a year or an interval is a bar as long as it may mean.

Time runs to the right and each event has a line of its own, so that words never
meet. Long quiet stretches keep their length: the picture does not make a life look fuller than it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kg.draw.dates import bounds, date_words, year_words
from kg.draw.scene import Box, Line, Scene, Words, fit, text_width

_MARGIN, _HEAD, _ROW = 32.0, 78.0, 30.0
_AXIS = 620.0
_WHEN, _WHAT = 11.0, 13.0
_DOT, _BAR = 10.0, 10.0
_MOST_WORDS = 330.0
_MOST_WHEN = 120.0


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened at ``date`` (EDTF); ``said_by`` names speaker or status if it is not believed.

    What is ``planned`` has not happened yet.
    """

    date: str
    what: str
    other: str = ""
    place: str = ""
    said_by: str = ""
    planned: bool = False

    @property
    def words(self) -> str:
        """What to write beside it.

        >>> Moment("2014", "wedding", "Bo", "Lisbon").words, Moment("2019", "separation", said_by="a source").words
        ('wedding, Bo, in Lisbon', 'separation (says a source)')
        >>> Moment("2014", "wedding", said_by="planned", planned=True).words
        'planned wedding'
        """
        what = f"planned {self.what}" if self.planned else self.what
        told = ", ".join(filter(None, (what, self.other, f"in {self.place}" if self.place else "")))
        if self.planned and self.said_by == "planned":
            return told
        if self.said_by in ("reported", "possible", "planned"):
            return f"{told} ({self.said_by})"
        return f"{told} (says {self.said_by})" if self.said_by else told


def timeline_scene(name: str, moments: Sequence[Moment]) -> Scene | None:
    """Lay the moments out in order; None if none has a date with two ends.

    >>> scene = timeline_scene("Ada", [Moment("2014-05-24", "wedding"), Moment("2015", "award")])
    >>> [box.kind for box in scene.boxes]
    ['dot', 'bar']
    """
    placed = sorted(
        (span, moment.date, moment.words, moment)
        for moment in moments
        if (span := bounds(moment.date)) is not None
    )  # fmt: skip
    if not placed:
        return None
    first, last = min(span[0] for span, *_ in placed), max(span[1] for span, *_ in placed)
    low, high, step = axis(first.year, last.year + 1)
    when_wide = max(text_width(_when(value), _WHEN) for _, value, _, _ in placed)
    left = _MARGIN + when_wide + 18

    def x(day: date, *, after: bool = False) -> float:
        year = day.year + (day.timetuple().tm_yday - (0 if after else 1)) / 365.25
        return left + (year - low) / (high - low) * _AXIS

    bottom = _HEAD + len(placed) * _ROW + 6
    lines, words, boxes = [], [Words(_MARGIN, 36, f"The life of {name}", "title", "start", 18, bold=True)], []
    for year in range(low, high + 1, step):
        at = left + (year - low) / (high - low) * _AXIS
        lines.append(Line(((at, _HEAD - 8), (at, bottom)), kind="grid"))
        words.append(Words(at, _HEAD - 15, str(year), "tick", size=_WHEN))
    lines.append(Line(((left, _HEAD - 8), (left + _AXIS, _HEAD - 8)), kind="axis"))
    for row, (span, value, told, moment) in enumerate(placed):
        y = _HEAD + row * _ROW + _ROW / 2
        box = _mark(f"{row}", x(span[0]), x(span[1], after=True), y, moment, said=bool(moment.said_by))
        boxes.append(box)
        words.append(Words(_MARGIN + when_wide, y + 4, _when(value), "when", "end", _WHEN))
        words.append(_label(told, box, y, left, said=bool(moment.said_by)))
    right = max(left + _AXIS, *(word.box.right for word in words))
    foot = bottom + 10
    if any(moment.said_by for *_, moment in placed):
        boxes.append(Box("key", _MARGIN, foot + 5, _DOT, _DOT, "dot hollow", radius=_DOT / 2))
        words.append(Words(_MARGIN + 18, foot + 14, "only said, not believed", "note", "start", _WHEN))
        foot += 22
    told = "; ".join(f"{date_words(value)}: {words}" for _, value, words, _ in placed) + "."
    return Scene(right + _MARGIN, foot + 14, f"The life of {name}", told, tuple(boxes), tuple(lines), tuple(words))


def _mark(key: str, start: float, end: float, y: float, moment: Moment, *, said: bool) -> Box:
    """A dot for a day, a bar for anything longer (never shorter than the dot, or it could not be seen)."""
    title = f"{date_words(moment.date)}: {moment.words}"
    span = bounds(moment.date)
    hollow = " hollow" if said else ""
    if span and span[0] == span[1]:
        return Box(key, start - _DOT / 2, y - _DOT / 2, _DOT, _DOT, f"dot{hollow}", title, _DOT / 2)
    return Box(key, start, y - _BAR / 2, max(end - start, _DOT), _BAR, f"bar{hollow}", title, 3.0)


def _when(value: str) -> str:
    """A date in words, or its years where the words are too many for the margin; the tooltip has them all."""
    words = date_words(value)
    return words if text_width(words, _WHEN) <= _MOST_WHEN else year_words(value)


def _label(told: str, box: Box, y: float, left: float, *, said: bool) -> Words:
    """The words right of the mark; left of it where the mark is so far right that the picture would grow."""
    kind = "what said" if said else "what"
    words = fit(told, _WHAT, _MOST_WORDS, bold=True)
    wide = text_width(words, _WHAT, bold=True)
    if box.right + 8 + wide > left + _AXIS and box.x - 8 - wide > left:
        return Words(box.x - 8, y + 4.5, words, kind, "end", _WHAT, bold=True)
    return Words(box.right + 8, y + 4.5, words, kind, "start", _WHAT, bold=True)


def axis(first: int, last: int) -> tuple[int, int, int]:
    """The first year, the last year and the step of an axis of at most a dozen ticks at round years.

    >>> axis(1980, 2022), axis(2014, 2015), axis(1948, 2021)
    ((1980, 2025, 5), (2014, 2015, 1), (1940, 2030, 10))
    """
    for step in (1, 2, 5, 10, 20, 25, 50, 100):
        low = first // step * step
        high = -(-last // step) * step
        if (high - low) // step <= 12:
            return low, max(high, low + step), step
    return first, max(last, first + 1), max((last - first) // 10, 1)
