"""What makes it impossible that two are one: names that clash, dates, relatives, an article that names both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg.entities.group import Group
from kg.entities.naming import Kin
from kg.rdf.dates import bounds


def excluded(one: Group, other: Group, kind: Kin, years: Mapping[str, int]) -> str:
    """Why the two cannot be one, or nothing; ``years`` are those of ``kg/rules/entities.toml``."""
    if kind is Kin.CLASH:
        return "their names exclude each other"
    shared = one.articles & other.articles
    if shared:
        return f"{min(shared)} tells them apart"
    for event in ("born", "died"):
        first, second = one.usual(event), other.usual(event)
        misread = event == "born" and same_partner(one, other)
        if first and second and apart(first, second) > years["birth_tolerance"] and not misread:
            return f"{event} {first} and {second}"
    for a, b in ((one, other), (other, one)):
        born = a.usual("born")
        if born and b.first is not None and b.traits and _year(born) > b.first - years["youngest"] + 1:
            return f"born {born}, after an article on the other of {b.first}"
        if why := _out_of_life(a, b, years):
            return why
    for name, mine, theirs in clashing(one, other):
        if "partner" in mine | theirs:
            return f"{name} is {min(mine)} of the one and {min(theirs)} of the other"
    called = one.called & other.called
    for a, b in ((one, other), (other, one)):
        if (
            called
            & (a.of_kind("child").keys() - a.of_kind("parent"))
            & (b.of_kind("parent").keys() - b.of_kind("child"))
        ):
            return f"{min(called)} is child of the one and parent of the other"
        own = a.kin.keys() & b.called
        if own and not own & a.called:
            return f"{min(own)} is a relative of the one and the name of the other"
    return ""


def same_partner(one: Group, other: Group) -> bool:
    """Whether both are told to be with one person of full name: where their births differ, an age was misread."""
    return any(" " in name for name in one.of_kind("partner").keys() & other.of_kind("partner").keys())


def _out_of_life(one: Group, other: Group, years: Mapping[str, int]) -> str:
    """Why the one cannot have done what is told of the other: he was a child then, or dead.

    It is by this that father and son of one name are told from each other where nothing else does.
    """
    deeds = other.of_kind("deed")
    if not deeds:
        return ""
    born, died = one.usual("born"), one.usual("died")
    first, last = int(min(deeds)), int(max(deeds))
    if born and first - _year(born) < years["grown"]:
        return f"born {born}, too late for what the other did in {first}"
    end = bounds(died).latest if died else None
    if end and end.year + years["birth_tolerance"] < last:
        return f"died {died}, before what the other did in {last}"
    return ""


def clashing(one: Group, other: Group) -> Iterator[tuple[str, set[str], set[str]]]:
    """Relatives of both who are to the one what they are not to the other: a sibling here, a child there."""
    for name in sorted((one.kin.keys() & other.kin.keys()) - one.called - other.called):
        mine, theirs = one.kin[name] - {"relative"}, other.kin[name] - {"relative"}
        if mine and theirs and not mine & theirs:
            yield name, mine, theirs


@lru_cache(maxsize=1 << 16)
def _year(value: str) -> int:
    days = bounds(value)
    day = days.earliest or days.latest
    return day.year if day else 0


@lru_cache(maxsize=1 << 16)
def apart(first: str, second: str) -> int:
    """The whole years between two dates that do not meet; 0 where they may be the same."""
    a, b = bounds(first), bounds(second)
    if a.overlaps(b):
        return 0
    early, late = (a, b) if (a.latest and b.earliest and a.latest < b.earliest) else (b, a)
    assert early.latest
    assert late.earliest
    return max(late.earliest.year - early.latest.year, 1)
