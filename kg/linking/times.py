"""Lives and dates: what speaks against a candidate for good, and what dates tell for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from kg.dates import earliest, latest, overlaps, precision
from kg.dates.edtf import Precision
from kg.linking.profile import Profile
from kg.wikidata.model import Item

SLACK = 366
"""Days by which two tellings of one birth or death may differ: ages are rounded, and years are often one off."""

YOUNGEST = 4300
"""Days that a parent must be older than a child: under twelve years is a wrong link, not a record."""


def veto(profile: Profile, item: Item) -> str:
    """Why the item cannot be this person, from dates alone; empty if it can.

    >>> veto(Profile("a", ("Ann Lee",), active=("1999",)), Item("Q1", "Ann Lee", born="2001"))
    'born 2001, after 1999'
    >>> veto(Profile("a", ("Ann Lee",), active=("1999",)), Item("Q1", "Ann Lee", died="1784-09-08"))
    'died 1784-09-08, before 1999'
    """
    born, died = _first(item.born), _last(item.died)
    for when in (*profile.active, *profile.days):
        day = _last(when)
        if born and day and day < born:
            return f"born {item.born}, after {when}"
    for when in profile.active:
        day = _first(when)
        if died and day and died < day:
            return f"died {item.died}, before {when}"
    for name, told, known in (("born", profile.born, item.born), ("died", profile.died, item.died)):
        if known and told and not any(near(one, known) for one in told):
            return f"{name} {known}, not {' or '.join(told)}"
    if profile.died and item.born and not item.died and (born and (_latest_of(profile.died) or born) < born):
        return f"born {item.born}, after dying {' or '.join(profile.died)}"
    return ""


def near(one: str, other: str) -> bool:
    """Whether two dates may be two tellings of one: they overlap, or lie no more than a year apart.

    >>> near("1980", "1980-10-21"), near("1980", "1981"), near("1980", "1990")
    (True, True, False)
    """
    if overlaps(one, other):
        return True
    gaps = [abs((a - b).days) for a in _ends(one) for b in _ends(other)]
    return min(gaps, default=0) <= SLACK


def too_young(parent: Item, child: Item) -> bool:
    """Whether the one is too young to be a parent of the other."""
    a, b = _first(parent.born), _last(child.born)
    return bool(a and b and (b - a).days < YOUNGEST)


def date_features(profile: Profile, item: Item) -> Iterator[tuple[str, float]]:
    """What the dates tell for a candidate that no date excludes."""
    for name, told, known in (("born", profile.born, item.born), ("died", profile.died, item.died)):
        if known and told:
            sharp = any(overlaps(one, known) for one in told)
            exact = sharp and precision(known) >= Precision.DAY and any(precision(one) >= Precision.DAY for one in told)
            yield f"{name}_exact" if exact else f"{name}_agrees" if sharp else f"{name}_near", 1.0
    day, died = _first(min(profile.days, default=None)), _last(item.died)
    if day and died and not profile.died:
        gone = (day - died).days / 365.25
        if gone > 0:
            yield "long_dead", min(gone / 50, 2.0)


def _first(value: str | None) -> date | None:
    return earliest(value) if value else None


def _last(value: str | None) -> date | None:
    return latest(value) if value else None


def _latest_of(values: Iterable[str]) -> date | None:
    return max(filter(None, map(latest, values)), default=None)


def _ends(value: str) -> list[date]:
    return [day for day in (earliest(value), latest(value)) if day]
