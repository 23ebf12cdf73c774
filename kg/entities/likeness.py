"""How likely two are one: features of names and traits, their weights in log odds, and what excludes it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from kg.entities.naming import ORDER, Kin, canonical, compare, form
from kg.entities.profile import RELATIVES, Profile
from kg.names import rules
from kg.rdf.dates import bounds


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers of ``kg/rules/entities.toml``; all weights are log odds."""

    names: Mapping[str, float]
    traits: Mapping[str, float]
    years: Mapping[str, int]
    merge: float
    unsure: float
    margin: float
    dominance: int


@cache
def default_weights() -> Weights:
    """The weights of ``kg/rules/entities.toml``."""
    data: Mapping[str, Any] = rules("entities")
    return Weights(
        data["names"],
        data["weights"],
        data["years"],
        data["merge"],
        data["unsure"],
        data["margin"],
        data["dominance"],
    )


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two are one. ``odds`` is the log odds; ``reasons`` say what it is made of, the name first.

    ``excluded`` says what makes it impossible for the rules; the odds then do not matter.
    """

    odds: float
    reasons: tuple[str, ...]
    excluded: str = ""

    @property
    def probability(self) -> float:
        """The odds as a probability; 0 if excluded."""
        return 0.0 if self.excluded else 1 / (1 + math.exp(-max(-30.0, min(30.0, self.odds))))


@dataclass
class Group:
    """Profiles taken for one person, and all that they tell together."""

    members: list[Profile] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    traits: dict[str, Counter[str]] = field(default_factory=dict)
    articles: set[str] = field(default_factory=set)
    first: int | None = None
    last: int | None = None
    labels: set[str] = field(default_factory=set)
    """Which entities that somebody has judged are among them (see `kg.entities.cluster`)."""

    @classmethod
    def of(cls, profiles: Iterable[Profile]) -> Group:
        """The group of these profiles."""
        group = cls()
        for profile in profiles:
            group.add(profile)
        return group

    def add(self, profile: Profile) -> None:
        """Take in one more."""
        self.members.append(profile)
        self.names.update(profile.names)
        self.articles.add(profile.article)
        for kind, value in profile.traits:
            self.traits.setdefault(kind, Counter())[value] += 1
        if profile.year is not None:
            self.first = profile.year if self.first is None else min(self.first, profile.year)
            self.last = profile.year if self.last is None else max(self.last, profile.year)

    def absorb(self, other: Group) -> None:
        """Take in another group."""
        for profile in other.members:
            self.add(profile)
        self.labels |= other.labels

    def of_kind(self, kind: str) -> Counter[str]:
        """The values of a kind of trait, and how often each is told."""
        return self.traits.get(kind, _NOTHING)

    def usual(self, kind: str) -> str | None:
        """The value told most often; of several the sharpest, then the first in order."""
        told = self.of_kind(kind)
        return min(told, key=lambda value: (-told[value], -len(value), value)) if told else None


_NOTHING: Counter[str] = Counter()


def likeness(one: Group, other: Group, weights: Weights | None = None) -> Likeness | None:
    """How likely two groups are one person; None where no names of theirs compare.

    >>> def told(article, name, *traits):
    ...     from kg.model import EntityType
    ...     return Group.of([Profile(article, "k", EntityType.PERSON, (name,), frozenset(map(Trait.read, traits)))])
    >>> west = told("a", "Kim West", "partner kanye west")
    >>> found = likeness(west, told("b", "Kim Kardashian", "partner kanye west", "occupation model"))
    >>> found.reasons, found.probability > 0.9
    (('renamed', 'relative', 'partner_surname'), True)
    >>> likeness(told("a", "Bo Doe", "born 1950"), told("b", "Bo Doe", "born 1990")).excluded
    'born 1950 and 1990'
    """
    weights = weights or default_weights()
    kind = nearest(one.names, other.names)
    if kind is None:
        return None
    excluded = _excluded(one, other, kind, weights)
    found = dict(_features(one, other, kind, weights))
    odds = weights.names[kind.value] if kind is not Kin.CLASH else 0.0
    odds += sum(weights.traits[name] * times for name, times in found.items())
    reasons = (kind.value, *(name for name in weights.traits if name in found))
    return Likeness(odds, reasons, excluded)


def nearest(one: Iterable[str], other: Iterable[str]) -> Kin | None:
    """The nearest likeness between any name of the one and any of the other; a clash of full names is stronger."""
    kinds = {compare(a, b) for a in one for b in other} - {None}
    if Kin.CLASH in kinds:
        return Kin.CLASH
    return min((kind for kind in kinds if kind), key=ORDER.__getitem__, default=None)


def _excluded(one: Group, other: Group, kind: Kin, weights: Weights) -> str:
    """Why the two cannot be one, or nothing."""
    if kind is Kin.CLASH:
        return "their names exclude each other"
    shared = one.articles & other.articles
    if shared:
        return f"{min(shared)} tells them apart"
    for event in ("born", "died"):
        first, second = one.usual(event), other.usual(event)
        if first and second and _apart(first, second) > weights.years["birth_tolerance"]:
            return f"{event} {first} and {second}"
    for a, b in ((one, other), (other, one)):
        born = a.usual("born")
        if born and b.first is not None and b.traits and _year(born) > b.first - weights.years["youngest"] + 1:
            return f"born {born}, after an article on the other of {b.first}"
    for a, b in ((one, other), (other, one)):
        blood = a.of_kind("parent").keys() | a.of_kind("child").keys() | a.of_kind("sibling").keys()
        both = {name for name in blood & b.of_kind("partner").keys() if " " in name}
        both -= a.of_kind("partner").keys()
        if both:
            return f"{min(both)} is family of the one and partner of the other"
        own = {name for name in _relatives(a) if " " in name} & _canonical(b.names)
        if own and not own & _canonical(a.names):
            return f"{min(own)} is a relative of the one and the name of the other"
    return ""


@lru_cache(maxsize=1 << 16)
def _year(value: str) -> int:
    days = bounds(value)
    day = days.earliest or days.latest
    return day.year if day else 0


@lru_cache(maxsize=1 << 16)
def _apart(first: str, second: str) -> int:
    """The whole years between two dates that do not meet; 0 where they may be the same."""
    a, b = bounds(first), bounds(second)
    if a.overlaps(b):
        return 0
    early, late = (a, b) if (a.latest and b.earliest and a.latest < b.earliest) else (b, a)
    assert early.latest
    assert late.earliest
    return max(late.earliest.year - early.latest.year, 1)


@lru_cache(maxsize=1 << 16)
def _sharp(value: str) -> bool:
    days = bounds(value)
    return bool(days.earliest and days.latest and (days.latest - days.earliest).days <= 400)


def _features(one: Group, other: Group, kind: Kin, weights: Weights) -> Iterable[tuple[str, float]]:
    """The traits that speak for or against, and how many times each counts."""
    yield from _family(one, other, kind)
    ties = len(one.of_kind("tie").keys() & other.of_kind("tie").keys())
    yield from _counted("tie", ties)
    company = len((one.of_kind("with").keys() | _full_relatives(one)) & other.of_kind("with").keys()) + len(
        one.of_kind("with").keys() & _full_relatives(other)
    )
    yield from _counted("company", company)
    if one.of_kind("place").keys() & other.of_kind("place").keys():
        yield "place", 1
    yield from _work(one.of_kind("occupation").keys(), other.of_kind("occupation").keys())
    for event in ("born", "died"):
        first, second = one.usual(event), other.usual(event)
        if first and second and not _apart(first, second):
            sharp = _sharp(first) and _sharp(second)
            yield ("died" if event == "died" else "born" if sharp else "born_roughly"), 1
    if one.first is not None and other.first is not None and one.last is not None and other.last is not None:
        gap = max(one.first - other.last, other.first - one.last)
        if gap > weights.years["era"]:
            yield "other_era", 1


def _family(one: Group, other: Group, kind: Kin) -> Iterable[tuple[str, float]]:
    """Relatives in the same and in another role, other parents, and a surname that comes from a partner."""
    same = {name for role in RELATIVES for name in one.of_kind(role).keys() & other.of_kind(role).keys()}
    # A relative of a first name only says little: many have a brother called Tom.
    full = sum(" " in name for name in same)
    yield from _counted("relative", full)
    if not full and same:
        yield "kin", len(same) and 1
    elif not same and _full_relatives(one) & _full_relatives(other):
        yield "kin", 1
    mine, theirs = ({name for name in group.of_kind("parent") if " " in name} for group in (one, other))
    if mine and theirs and not mine & theirs and _of_one_sex(mine, theirs):
        yield "other_parents", 1
    if kind in (Kin.RENAMED, Kin.DOUBLE, Kin.INITIAL) and (_took(one, other) or _took(other, one)):
        yield "partner_surname", 1


def _took(one: Group, other: Group) -> bool:
    """Whether a surname of the one is that of a partner of the other."""
    partners = {form(name).surname for name in other.of_kind("partner") if " " in name}
    return any(form(name).parts & partners for name in one.names)


def _of_one_sex(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether some two of them are parents of the same sex: two fathers, or two mothers."""
    return any(form(a).sex and form(a).sex == form(b).sex for a in mine for b in theirs)


def _work(mine: Iterable[str], theirs: Iterable[str]) -> Iterable[tuple[str, float]]:
    mine, theirs = set(mine), set(theirs)
    if not mine or not theirs:
        return
    if mine & theirs:
        yield "occupation", 1
        return
    first, second = fields(frozenset(mine)), fields(frozenset(theirs))
    if first & second:
        yield "field", 1
    elif first and second:
        yield "other_field", 1


@cache
def _field_of() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, nouns in rules("entities")["fields"].items():
        for noun in nouns.split():
            found.setdefault(noun, set()).add(name)
    return {noun: frozenset(names) for noun, names in found.items()}


@lru_cache(maxsize=1 << 16)
def fields(occupations: frozenset[str]) -> frozenset[str]:
    """What occupations are of.

    >>> sorted(fields(frozenset({"singer", "poet"})))
    ['letters', 'stage']
    """
    return frozenset(name for noun in occupations for name in _field_of().get(noun, ()))


def _counted(name: str, times: int) -> Iterable[tuple[str, float]]:
    if times:
        yield name, 1
    if times > 1:
        yield f"{name}_more", min(times - 1, 3)


def _relatives(group: Group) -> set[str]:
    return {name for role in RELATIVES for name in group.of_kind(role)}


def _full_relatives(group: Group) -> set[str]:
    return {name for name in _relatives(group) if " " in name}


def _canonical(names: Iterable[str]) -> set[str]:
    return {canonical(name) for name in names}
