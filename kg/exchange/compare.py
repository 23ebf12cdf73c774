"""What the graph and Wikidata say of the same people: where they agree, where one knows more, where they differ.

Dates are compared at their precision: a year agrees with any day in it. Only linked people are compared, so that a
difference is one of facts and not of persons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kg.dates import is_valid, overlaps
from kg.exchange.minors import is_minor
from kg.exchange.stated import Stated
from kg.wikidata import Item, Relation

FAMILY = ("P26", "P451", "P40", "P3373")
"""The properties whose statements are looked for in the graph: those that it has relations of people for."""

_DATES = {"P569": "born", "P570": "died"}
_SYMMETRIC = frozenset(("P26", "P451", "P3373"))
_PARENTS = ("P22", "P25", "P8810")


class Verdict(StrEnum):
    """How a statement stands: told by both, by one of them, or told differently."""

    AGREES = "agrees"
    MISSING_THERE = "missing there"
    MISSING_HERE = "missing here"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True)
class Difference:
    """One statement compared. ``qualifier`` is P580 or P582 where only a start or end differs, else empty.

    ``here`` and ``there`` are QIDs or EDTF as each side tells it, empty where it does not.
    """

    subject: str
    property: str
    verdict: Verdict
    here: str = ""
    there: str = ""
    qualifier: str = ""
    stated: Stated | None = None


def compare(beliefs: Iterable[Stated], items: Mapping[str, Item]) -> tuple[Difference, ...]:
    """Every belief beside its statement in Wikidata, and what Wikidata has between the same people besides; sorted.

    ``items`` are the items of all linked people by QID; beliefs about others are left out.

    >>> ann = Stated("Q1", "bornOn", "P569", value="1980-10")
    >>> [(one.verdict.value, one.there) for one in compare([ann], {"Q1": Item("Q1", "Ann Lee", born="1980-10-21")})]
    [('agrees', '1980-10-21')]
    """
    known = [one for one in beliefs if one.subject in items and (one.target is None or one.target in items)]
    found: list[Difference] = []
    for one in known:
        found += _dates(one, items[one.subject]) if one.value else _relation(one, items)
    found += _only_there(known, items)
    return tuple(sorted(found, key=_place))


def is_sensitive(one: Difference, items: Mapping[str, Item], day: str) -> bool:
    """Whether a difference is not to be shown unasked: of health, or the birth of somebody under age on an ISO day."""
    born = one.property == "P569" and is_minor(items[one.subject], day)
    return born or (one.stated is not None and one.stated.sensitive)


def _dates(one: Stated, item: Item) -> Iterator[Difference]:
    there = getattr(item, _DATES[one.property])
    here = one.value or ""
    if not there:
        yield Difference(one.subject, one.property, Verdict.MISSING_THERE, here, stated=one)
    else:
        verdict = Verdict.AGREES if same_time(here, there) else Verdict.CONTRADICTS
        yield Difference(one.subject, one.property, verdict, here, there, stated=one)


def _relation(one: Stated, items: Mapping[str, Item]) -> Iterator[Difference]:
    target = one.target or ""
    statements = list(_statements(one, items))
    if not statements:
        other = _other_parent(one, items)
        verdict = Verdict.CONTRADICTS if other else Verdict.MISSING_THERE
        yield Difference(one.subject, one.property, verdict, target, other, stated=one)
        return
    yield Difference(one.subject, one.property, Verdict.AGREES, target, target, stated=one)
    for qualifier, here, told in (
        ("P580", one.start, [statement.start for statement in statements]),
        ("P582", one.end, [statement.end for statement in statements]),
    ):
        if not here:
            continue
        there = sorted(value for value in told if value)
        if not there:
            yield Difference(one.subject, one.property, Verdict.MISSING_THERE, here, "", qualifier, one)
        elif not any(same_time(here, value) for value in there):
            yield Difference(one.subject, one.property, Verdict.CONTRADICTS, here, there[0], qualifier, one)


def _statements(one: Stated, items: Mapping[str, Item]) -> Iterator[Relation]:
    """The statements of Wikidata that say the same, told from either end."""
    target = one.target or ""
    back = (one.property,) if one.property in _SYMMETRIC else _PARENTS if one.property == "P40" else ()
    for subject, properties, other in ((one.subject, (one.property,), target), (target, back, one.subject)):
        for relation in items[subject].relations:
            if relation.property in properties and relation.target == other:
                yield relation


def _other_parent(one: Stated, items: Mapping[str, Item]) -> str:
    """Somebody else whom Wikidata has as the father or mother that the graph has; empty if nobody."""
    if one.property != "P40":
        return ""
    place = {"m": "P22", "f": "P25"}.get(items[one.subject].sex, "")
    return next(iter(items[one.target or ""].related(place)), "") if place else ""


def _only_there(known: Iterable[Stated], items: Mapping[str, Item]) -> Iterator[Difference]:
    """What Wikidata tells of linked people, and of two of them, that no belief says."""
    told = {(one.subject, one.property, one.target) for one in known}
    told |= {(target or "", property_, subject) for subject, property_, target in told if property_ in _SYMMETRIC}
    for qid, item in items.items():
        for property_, name in _DATES.items():
            there = getattr(item, name)
            if there and (qid, property_, None) not in told:
                yield Difference(qid, property_, Verdict.MISSING_HERE, there=there)
        for property_ in FAMILY:
            for target in dict.fromkeys(item.related(property_)):
                if target in items and (qid, property_, target) not in told:
                    yield Difference(qid, property_, Verdict.MISSING_HERE, there=target)


def same_time(here: str, there: str) -> bool:
    """Whether two dates may be one. A first of January in Wikidata may stand for no more than its year.

    >>> same_time("1980-10", "1980-10-21"), same_time("1980-10", "1981"), same_time("1980-05-02", "1980-01-01")
    (True, False, True)
    """
    if not (is_valid(here) and is_valid(there)):
        return here == there
    if there.endswith("-01-01") and "/" not in there:
        there = there[:4]
    return overlaps(here, there)


def _place(one: Difference) -> tuple[object, ...]:
    return (
        int(one.subject[1:]),
        int(one.property[1:]),
        one.here if not one.qualifier else (one.stated.target or "" if one.stated else ""),
        one.qualifier,
        one.there,
    )
