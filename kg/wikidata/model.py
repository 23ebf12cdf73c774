"""What we keep of a Wikidata item, and what every source of items can do; plain frozen data.

An item is what a linker needs to tell namesakes apart: names, dates at their true precision, occupations, family.
Where items come from (an index on disk, the starter index of the package, the live service) is behind one protocol.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

HUMAN = "Q5"
"""The class of people."""


class Match(StrEnum):
    """How a name found an item, the surest first: its label, an alias, some of its words, or words much like them."""

    EXACT = "exact"
    ALIAS = "alias"
    TOKEN = "token"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Ref:
    """Another item, with its label where the source knows it (else empty)."""

    qid: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A statement about another item: ``property`` such as P26, ``target`` a QID, its start and end in EDTF.

    A point in time (P585, usual for awards) is both start and end.
    """

    property: str
    target: str
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A Wikidata item as far as we keep it.

    ``kinds`` are the classes it is an instance of (P31). ``born`` and ``died`` are EDTF, no sharper than the precision
    of the statement; where the best statements differ, the interval that holds them; ``died`` is ``BORN/..`` for
    somebody dead at an unknown date. ``aliases`` are all other names in Latin script, from labels, aliases and name
    properties. ``sex`` is ``"f"``, ``"m"`` or ``""`` (anything else, or not told). ``relations`` hold the properties
    of ``kg/rules/wikidata.toml``.

    >>> Item("Q1", "Ann Lee", relations=(Relation("P26", "Q2", start="1999"),)).related("P26")
    ('Q2',)
    """

    qid: str
    label: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    born: str | None = None
    died: str | None = None
    sex: str = ""
    sitelinks: int = 0
    occupations: tuple[Ref, ...] = ()
    citizenships: tuple[Ref, ...] = ()
    relations: tuple[Relation, ...] = ()

    @property
    def is_human(self) -> bool:
        """Whether it is a person."""
        return HUMAN in self.kinds

    @property
    def names(self) -> tuple[str, ...]:
        """The label and the aliases."""
        return (self.label, *self.aliases)

    def related(self, *properties: str) -> tuple[str, ...]:
        """The QIDs of the relations of these properties, in the order of Wikidata."""
        return tuple(one.target for one in self.relations if one.property in properties)


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that a name may mean: ``name`` is the one of its names that matched.

    ``score`` is in 0..1: 1 for a label or alias; for words, how much of the name they cover; for words alike, how
    alike. It compares hits of one kind only, and is no probability.
    """

    qid: str
    match: Match
    score: float
    name: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Which state of Wikidata a source holds: an ISO date (of the dump, or of the asking), a hash, where it is from."""

    date: str
    hash: str
    source: str


class KnowledgeBase(Protocol):
    """A source of items. Hits come best first: by kind of match, then score, then sitelinks, then QID."""

    @property
    def snapshot(self) -> Snapshot:
        """Which state of Wikidata this is."""
        ...

    def named(self, name: str, limit: int = 20) -> tuple[Hit, ...]:
        """The items that the name may mean, at most ``limit``; no item twice."""
        ...

    def item(self, qid: str) -> Item | None:
        """The item, following redirects where the source knows them; None if there is none."""
        ...

    def items(self, qids: Iterable[str]) -> Mapping[str, Item]:
        """Those of the items that there are, by the QID asked for."""
        ...
