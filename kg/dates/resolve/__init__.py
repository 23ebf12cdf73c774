"""From an expression as written to its value: reckoned from the words, the publication, or the time told before."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.dates.expressions import Found
from kg.dates.resolve.context import Context, Resolved
from kg.dates.resolve.pointing import deictic, end_of, month_of
from kg.dates.resolve.published import ago, weekday, word
from kg.dates.resolve.told import beside, duration, later, vague
from kg.dates.resolve.written import calendar, slashes, years

__all__ = ["Context", "Resolved", "readers", "resolve"]

_READERS: Mapping[str, Callable[[Found, Context], Resolved | None]] = {
    "calendar": calendar,
    "slashes": slashes,
    "years": years,
    "weekday": weekday,
    "word": word,
    "deictic": deictic,
    "month_of": month_of,
    "end_of": end_of,
    "ago": ago,
    "later": later,
    "beside": beside,
    "vague": vague,
    "duration": duration,
}


def resolve(found: Found, context: Context) -> Resolved | None:
    """The value of an expression in its context; none if it is no time after all (31 February)."""
    try:
        return _READERS[found.read](found, context)
    except (OverflowError, ValueError):
        return None


def readers() -> frozenset[str]:
    """The names that a form of the rules may give as its reader."""
    return frozenset(_READERS)
