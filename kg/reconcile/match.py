"""How well an entity fits a row of a table: a score from 0 to 100, and whether it is a match without asking.

The weights are those of openrefine-wikibase: the name counts 1, each property .4; a match needs more than 95 and 10
more than the next. A likeness of letters alone never makes a match: names that only look alike stay below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from kg.dates.edtf import is_valid
from kg.entities.naming import Kin, compare
from kg.names import fold
from kg.rdf.dates import bounds
from kg.reconcile.index import PROPERTIES, WIKIDATA, Entity, Index

NAME_WEIGHT, PROPERTY_WEIGHT = 1.0, 0.4
SURE, GAP = 95.0, 10.0
_LEAST = 40.0
"""Whose name is less like the one asked for is no candidate."""

_OTHER_NAME = 97.0
_PART = 90.0
"""For a bare surname or first name: another of that name may be meant."""

_LIKENESS = {
    Kin.SAME: 100.0,
    Kin.COMMON: 100.0,
    Kin.MIDDLE: 94.0,
    Kin.SHORT: 92.0,
    Kin.DOUBLE: 90.0,
    Kin.GENERATION: 80.0,
    Kin.INITIAL: 75.0,
    Kin.GIVEN: 60.0,
    Kin.CLASH: 0.0,
}
"""How much a name of a person is like another, by how the two compare (see `kg.entities.naming`)."""

_LOOKS = 90.0
"""The most that letters alone can give."""


@dataclass(frozen=True, slots=True)
class Query:
    """One row: a name, the type(s) wanted, and values of properties; ``limit`` candidates at most."""

    name: str = ""
    types: tuple[str, ...] = ()
    strict: bool = True
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    limit: int = 10

    @classmethod
    def read(cls, told: Any) -> Query:
        """A query from its JSON. Raises ValueError that says what is wrong with it.

        >>> Query.read({"query": "Ada", "type": "Person", "properties": [{"pid": "bornOn", "v": 1950}]}).values
        (('bornOn', ('1950',)),)
        """
        if not isinstance(told, Mapping) or not isinstance(told.get("query", ""), str):
            raise ValueError('a query is an object with "query" (a name), "properties", or both')
        values = []
        for one in _list(told.get("properties", [])):
            if not isinstance(one, Mapping) or "pid" not in one or "v" not in one:
                raise ValueError('a property is an object with "pid" and "v"')
            if one["pid"] in PROPERTIES:
                values.append((str(one["pid"]), tuple(_word(value) for value in _list(one["v"]))))
        if not told.get("query") and not told.get("properties"):
            raise ValueError('a query needs "query" (a name) or "properties"')
        limit = told.get("limit", 10)
        if not isinstance(limit, int | float) or limit < 1:
            raise ValueError(f'"limit" is {limit!r}: give a number from 1 to 100')
        types = tuple(str(one) for one in _list(told.get("type", [])))
        return cls(
            told.get("query", ""), types, told.get("type_strict") != "should", tuple(values), min(int(limit), 100)
        )


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _word(value: Any) -> str:
    if isinstance(value, Mapping):
        if not isinstance(value.get("id"), str):
            raise ValueError('a value that is an entity is an object with "id"')
        return str(value["id"])
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"{value!r} is no value: give words, a number, or an object with an id")
    return str(value).strip()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity, its score, what it is made of (0 to 100 each), and whether it is a match without asking."""

    entity: Entity
    score: float
    features: tuple[tuple[str, float], ...]
    match: bool = False


def reconcile(index: Index, query: Query) -> tuple[Candidate, ...]:
    """The candidates for a query, the best first; at most one of them a match."""
    unique = _unique(index, query)
    if unique is not None:
        return (Candidate(unique, 100.0, (("id", 100.0),), match=True),)
    around = index.candidates(query.name) if query.name else index.entities.values()
    found = sorted(
        (made for entity in around if (made := _candidate(index, entity, query)) is not None),
        key=lambda one: (-one.score, one.entity.name, one.entity.id),
    )
    if not found:
        return ()
    best = found[0]
    far = len(found) == 1 or best.score - found[1].score >= GAP
    sure = best.score > SURE and far and (not query.types or bool(best.entity.types & set(query.types)))
    return (Candidate(best.entity, best.score, best.features, sure), *found[1:])[: query.limit]


def _unique(index: Index, query: Query) -> Entity | None:
    """The entity that an id names, which makes all else needless: its IRI, its id, or its QID."""
    known = index.get(query.name) if "/" in query.name else None
    if known is not None:
        return known
    wanted = {value.rpartition("/")[2] for pid, values in query.values if pid == WIKIDATA for value in values}
    bearers = [one for one in index.entities.values() if wanted & one.values.get(WIKIDATA, set())] if wanted else []
    return bearers[0] if len(bearers) == 1 else None


def _candidate(index: Index, entity: Entity, query: Query) -> Candidate | None:
    if query.types and query.strict and not entity.types & set(query.types):
        return None
    features: list[tuple[str, float]] = []
    total = weight = 0.0
    if query.name:
        alike = name_likeness(query.name, entity)
        if alike < _LEAST:
            return None
        features.append(("name", round(alike, 1)))
        total, weight = NAME_WEIGHT * alike, NAME_WEIGHT
    for pid, values in query.values:
        fit = max((value_likeness(index, entity, pid, value) for value in values), default=0.0)
        features.append((pid, round(fit, 1)))
        total, weight = total + PROPERTY_WEIGHT * fit, weight + PROPERTY_WEIGHT
    score = round(total / weight, 2) if weight else 0.0
    return Candidate(entity, score, tuple(features)) if score else None


def name_likeness(name: str, entity: Entity) -> float:
    """How much a name is like those of an entity, from 0 to 100.

    >>> kim = Entity("person/kim", ["Kim Kardashian", "Kim", "Mrs West"], {"Person"})
    >>> [name_likeness(name, kim) for name in ("Kim Kardashian", "MRS WEST", "Kimberly Kardashian", "KIM")]
    [100.0, 97.0, 92.0, 90.0]
    """
    wanted = " ".join(fold(name).split())
    best = 0.0
    label = fold(entity.names[0]).split() if "Person" in entity.types else []
    for place, other in enumerate(entity.names):
        most = 100.0 if place == 0 else _PART if fold(other) in label else _OTHER_NAME
        if " ".join(fold(other).split()) == wanted:
            best = max(best, most)
            continue
        kin = compare(name, other) if "Person" in entity.types else None
        if kin in _LIKENESS:
            best = max(best, _LIKENESS[kin] * most / 100)
        elif "Person" not in entity.types or kin is None:
            best = max(best, fuzz.token_sort_ratio(wanted, fold(other)) * _LOOKS / 100)
    return best


def value_likeness(index: Index, entity: Entity, pid: str, value: str) -> float:
    """How much a value is like what is believed of an entity, from 0 to 100.

    Dates fit where the one told holds the one believed (1980 holds 1980-10-21), and half where it is the other way.
    """
    return max((_value(index, pid, value, believed) for believed in entity.values.get(pid, ())), default=0.0)


def _value(index: Index, pid: str, value: str, believed: str) -> float:
    other = index.entities.get(believed) if PROPERTIES[pid].values else None
    if other is not None:
        known = index.get(value)
        return 100.0 * (known is other) if known is not None else name_likeness(value, other)
    if is_valid(believed) and is_valid(value):
        ours, told = bounds(believed), bounds(value)
        return 100.0 if ours.within(told) else 50.0 if ours.overlaps(told) else 0.0
    return fuzz.token_sort_ratio(fold(value), fold(believed))


def types_of(entities: Iterable[Entity]) -> list[str]:
    """The types of some entities, sorted."""
    return sorted({name for entity in entities for name in entity.types})
