"""How likely two are one: features of names and traits, their weights in log odds, and what excludes it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from kg.entities.exclusion import apart, clashing, excluded
from kg.entities.group import Group
from kg.entities.naming import ORDER, Kin, compare, form
from kg.entities.profile import RELATIVES
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


def likeness(one: Group, other: Group, weights: Weights | None = None) -> Likeness | None:
    """How likely two groups are one person; None where no names of theirs compare.

    >>> def told(article, name, *traits):
    ...     from kg.entities.profile import Profile, Trait
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
    if kind in _WHOLE and (_of_own_name(one) or _of_own_name(other)):
        kind = Kin.GENERATION
    why_not = excluded(one, other, kind, weights.years)
    found = dict(_features(one, other, kind, weights))
    if kind in _SHARED_NAMES and any(weights.traits[name] > 0 for name in found):
        # Of two who may be meant by a name that many have, it is rather the one of whom everybody writes.
        found["renown"] = math.log10(max(len(one.articles), len(other.articles)))
    odds = weights.names[kind.value] if kind is not Kin.CLASH else 0.0
    odds += sum(weights.traits[name] * times for name, times in found.items())
    reasons = (kind.value, *(name for name in weights.traits if name in found))
    return Likeness(odds, reasons, why_not)


_SHARED_NAMES = frozenset({Kin.COMMON, Kin.MIDDLE, Kin.SHORT})
_WHOLE = frozenset({Kin.SAME, Kin.COMMON, Kin.MIDDLE})


def _of_own_name(group: Group) -> bool:
    """Whether a relative has the same full name: father and son, so that the name tells neither."""
    return not group.called.isdisjoint(group.kin)


def nearest(one: Iterable[str], other: Iterable[str]) -> Kin | None:
    """The nearest likeness between any name of the one and any of the other; a clash of full names is stronger."""
    kinds = {compare(a, b) for a in one for b in other} - {None}
    if Kin.CLASH in kinds:
        return Kin.CLASH
    return min((kind for kind in kinds if kind), key=ORDER.__getitem__, default=None)


@lru_cache(maxsize=1 << 16)
def _sharp(value: str) -> bool:
    days = bounds(value)
    return bool(days.earliest and days.latest and (days.latest - days.earliest).days <= 400)


def _features(one: Group, other: Group, kind: Kin, weights: Weights) -> Iterable[tuple[str, float]]:
    """The traits that speak for or against, and how many times each counts."""
    yield from _family(one, other, kind)
    ties = len(one.of_kind("tie").keys() & other.of_kind("tie").keys())
    yield from _counted("tie", ties)
    company = sum(name in other.of_kind("with") or name in other.kin for name in one.of_kind("with")) + sum(
        name in other.of_kind("with") for name in one.kin
    )
    yield from _counted("company", company)
    if one.of_kind("place").keys() & other.of_kind("place").keys():
        yield "place", 1
    yield from _work(one.of_kind("occupation").keys(), other.of_kind("occupation").keys())
    for event in ("born", "died"):
        first, second = one.usual(event), other.usual(event)
        if first and second and not apart(first, second):
            sharp = _sharp(first) and _sharp(second)
            yield ("died" if event == "died" else "born" if sharp else "born_roughly"), 1
        elif first and second and event == "born" and apart(first, second) > weights.years["birth_tolerance"]:
            yield "other_birth", 1
    if one.first is not None and other.first is not None and one.last is not None and other.last is not None:
        gap = max(one.first - other.last, other.first - one.last)
        if gap > weights.years["era"]:
            yield "other_era", 1


def _family(one: Group, other: Group, kind: Kin) -> Iterable[tuple[str, float]]:
    """Relatives in the same and in another role, other parents, and a surname that comes from a partner."""
    same = {name for role in RELATIVES if role in one.traits for name in one.traits[role].keys() & other.of_kind(role)}
    # A relative of a first name only says little: many have a brother called Tom.
    full = sum(" " in name for name in same)
    yield from _counted("relative", full)
    if not full and same:
        yield "kin", len(same) and 1
    elif not same and (one.kin.keys() & other.kin.keys()) - one.called:
        # A brother may bear the father's name; but mostly who is a child here and a sibling there is of two people.
        yield ("other_kin" if any(clashing(one, other)) else "kin"), 1
    mine, theirs = ({name for name in group.of_kind("parent") if " " in name} for group in (one, other))
    if mine and theirs and not mine & theirs and _other_parents(mine, theirs):
        yield "other_parents", 1
    if kind in (Kin.RENAMED, Kin.DOUBLE, Kin.INITIAL) and (_took(one, other) or _took(other, one)):
        yield "partner_surname", 1


def _took(one: Group, other: Group) -> bool:
    """Whether a surname of the one is that of a partner of the other."""
    partners = {form(name).surname for name in other.of_kind("partner") if " " in name}
    return any(form(name).parts & partners for name in one.names)


def _other_parents(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether some two of them are two fathers, or two mothers: of one sex, with given names that do not meet."""
    pairs = ((form(a), form(b)) for a in mine for b in theirs)
    return any(a.sex and a.sex == b.sex and not a.roots & b.roots for a, b in pairs)


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
