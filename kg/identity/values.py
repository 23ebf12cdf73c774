"""The values of who is who: judgements, comparisons, and what passes between a store and a resolver."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from kg.entities import Profile
from kg.model import EntityType, Extraction
from kg.rdf.terms import Names


class Verdict(StrEnum):
    """Whether two are one: surely, surely not, or we cannot tell, and so they are kept apart."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNSURE = "unsure"


class Maker(StrEnum):
    """Who decided."""

    RULE = "byRule"
    PERSON = "byPerson"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The decision which IRI an entity of one article has, and why.

    ``entity`` is the IRI; ``home`` the IRI under which it entered the graph, another one where the two were found to
    be one since. ``reason`` names what spoke for it (see `kg.entities.likeness`), or is ``alone`` for the only one of
    its name, ``scoped`` for a single name that tells nobody, ``name`` for a thing known by its name, ``given``
    for an IRI that came with the claims. ``kept`` are the article's own triples about it where the graph would not
    tell them from another's (see `kg.store.rename`).
    """

    profile: Profile
    entity: str
    home: str
    verdict: Verdict
    reason: str
    confidence: float = 1.0
    kept: str = ""

    @property
    def article(self) -> str:
        """The IRI of the article."""
        return self.profile.article

    @property
    def key(self) -> str:
        """The key of the entity in the article."""
        return self.profile.key

    @property
    def name(self) -> str:
        """The label that the article gives."""
        return self.profile.name

    @property
    def type(self) -> EntityType:
        """What kind of thing it is."""
        return self.profile.type

    @property
    def id(self) -> tuple[str, str]:
        """Article and key."""
        return self.profile.id


@dataclass(frozen=True, slots=True, order=True)
class Comparison:
    """Whether two entities (their IRIs in order) are one, by whom, and why."""

    one: str
    other: str
    verdict: Verdict
    by: Maker
    reason: str
    confidence: float = 1.0
    on: date | None = None

    @classmethod
    def of(cls, one: str, other: str, verdict: Verdict, by: Maker, reason: str, confidence: float = 1.0) -> Comparison:
        """The comparison of two IRIs given in any order."""
        first, second = sorted((one, other))
        return cls(first, second, verdict, by, reason, round(confidence, 4))


class Known(Protocol):
    """What a store knows of who is who; `kg.store.look.Lookup` is one."""

    def under(self, block: str) -> Iterable[Judgement]:
        """The judgements filed under a `kg.entities.blocks`."""
        ...

    def of(self, article: str) -> Iterable[Judgement]:
        """The judgements of an article."""
        ...

    def holding(self, entity: str) -> Iterable[Judgement]:
        """The judgements that have this IRI, as entity or as home."""
        ...

    def compared(self, entity: str) -> Iterable[Comparison]:
        """The comparisons of an entity."""
        ...

    def decided(self) -> Iterable[Comparison]:
        """All that people have decided."""
        ...


class Nobody:
    """What an empty store knows."""

    def under(self, block: str) -> Iterable[Judgement]:
        """No judgement."""
        return ()

    of = holding = under

    def compared(self, entity: str) -> Iterable[Comparison]:
        """No comparison."""
        return ()

    def decided(self) -> Iterable[Comparison]:
        """Nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What changes in who is who: all judgements and rules' comparisons that were looked at, before and after."""

    before: tuple[Judgement, ...] = ()
    after: tuple[Judgement, ...] = ()
    compared_before: tuple[Comparison, ...] = ()
    compared_after: tuple[Comparison, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be resolved: articles that come, articles (IRIs) that go or come anew, entities (IRIs) decided on."""

    extractions: Sequence[Extraction] = ()
    gone: Collection[str] = ()
    entities: Collection[str] = ()
    decided: Collection[Comparison] | None = None
    """What people have decided; None: as the store has it."""


Resolver = Callable[[Request, Known, Names], Resolution]
"""What a store needs to know who is who; `kg.identity.resolve` is the one that comes with the house."""
