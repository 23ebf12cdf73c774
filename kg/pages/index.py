"""What pages need of a whole graph, read once: names to search by, counts, articles by date, days to remember."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from pyoxigraph import Literal, NamedNode
from rapidfuzz import fuzz, process

from kg.names import fold
from kg.pages.values import path_of
from kg.pages.view import AT, DEFAULT, SAID_BY
from kg.rdf.terms import (
    ALT_LABEL,
    ENTITIES,
    LABEL,
    OBJECT,
    SUBJECT,
    TYPE,
    XSD_DATE,
    ck,
    term,
)
from kg.store import Graph

_PUBLISHED = term("schema", "datePublished")
_ARTICLE = term("schema", "NewsArticle")
_ALIKE = 70.0
"""How alike (of 100) a name must be to be offered where none begins as typed."""


@dataclass(frozen=True, slots=True)
class Found:
    """A search result: the name to show, the other name by which it was found, its page, its kind and its claims."""

    name: str
    also: str
    path: str
    kind: str
    claims: int


@dataclass(frozen=True, slots=True)
class Day:
    """Something to remember on a day: ``what`` happened ``on`` (an ISO day) at ``iri``; an event says itself what."""

    on: str
    what: str
    iri: str


class Index:
    """What is known of a graph as a whole; each part is read when it is first asked for."""

    def __init__(self, graph: Graph) -> None:
        """Read this graph, which must not change as long as the index is used."""
        self._store, self._names = graph.store, graph.names

    @cached_property
    def _tally(self) -> tuple[Mapping[str, int], int]:
        """How many claims each entity has, and all together."""
        found: Counter[str] = Counter()
        total = 0
        for side in (SUBJECT, OBJECT):
            for quad in self._store.quads_for_pattern(None, side, None, None):
                total += side is SUBJECT
                if isinstance(quad.object, NamedNode):
                    found[quad.object.value] += 1
        return found, total

    @property
    def claims(self) -> Mapping[str, int]:
        """How many claims each entity has."""
        return self._tally[0]

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The names of the entities."""
        found: dict[str, str] = {}
        for quad in self._store.quads_for_pattern(None, LABEL, None, DEFAULT):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                iri, name = quad.subject.value, quad.object.value
                if self._names.kind_of(quad.subject) in ENTITIES:
                    found[iri] = min(name, found.get(iri, name))
        return found

    @cached_property
    def others(self) -> Mapping[str, tuple[str, ...]]:
        """The further names of the entities."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for predicate in (ALT_LABEL, ck("alsoKnownAs")):
            for quad in self._store.quads_for_pattern(None, predicate, None, DEFAULT):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                    found[quad.subject.value].add(quad.object.value)
        return {iri: tuple(sorted(names - {self.labels[iri]})) for iri, names in found.items() if iri in self.labels}

    @cached_property
    def words(self) -> tuple[tuple[str, str, str], ...]:
        """Every name from each of its words on, folded; the entity; the name. Sorted, to find beginnings in."""
        found = set()
        for iri, label in self.labels.items():
            for name in (label, *self.others.get(iri, ())):
                parts = fold(name).split()
                found |= {(" ".join(parts[at:]), iri, name) for at in range(len(parts))}
        return tuple(sorted(found))

    @cached_property
    def published(self) -> Mapping[str, str]:
        """The articles and their dates (empty where there is none), the latest first."""
        dates = {
            quad.subject.value: quad.object.value
            for quad in self._store.quads_for_pattern(None, _PUBLISHED, None, None)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        }
        quads = self._store.quads_for_pattern(None, TYPE, _ARTICLE, None)
        every = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})
        every.sort(key=lambda iri: dates.get(iri, ""), reverse=True)
        return {iri: dates.get(iri, "") for iri in every}

    @cached_property
    def speakers(self) -> Mapping[str, int]:
        """How many claims are put into the mouth of each source."""
        return Counter(
            quad.object.value
            for quad in self._store.quads_for_pattern(None, SAID_BY, None, None)
            if isinstance(quad.object, NamedNode)
        )

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many of each kind: entities, articles, claims."""
        kinds = Counter(self.kind(iri) for iri in self.labels)
        return kinds | Counter(article=len(self.published), claim=self._tally[1])

    @cached_property
    def days(self) -> Mapping[str, tuple[Day, ...]]:
        """Births, deaths and events whose very day is known, by month and day (``05-24``)."""
        found: defaultdict[str, list[Day]] = defaultdict(list)
        for predicate, what in ((ck("bornOn"), "born"), (ck("diedOn"), "died"), (AT, "")):
            for quad in self._store.quads_for_pattern(None, predicate, None, DEFAULT):
                node, value = quad.subject, quad.object
                if not isinstance(node, NamedNode) or not isinstance(value, Literal) or value.datatype != XSD_DATE:
                    continue
                found[value.value[-5:]].append(Day(value.value, what, node.value))
        return {day: tuple(sorted(some, key=lambda one: (one.on, one.iri))) for day, some in found.items()}

    # --- searching ----------------------------------------------------------------------------------------------------

    def search(self, typed: str, most: int = 20) -> tuple[Found, ...]:
        """The entities with a name some word of which begins as typed, the most told of first; else the most alike."""
        wanted = " ".join(fold(typed).split())
        if not wanted:
            return ()
        best: dict[str, str] = {}
        for iri, name in self._beginning(wanted):
            if best.get(iri) != self.labels[iri]:
                best[iri] = name
        ranked = sorted(best, key=lambda iri: (self._distance(wanted, iri), -self.claims[iri], self.labels[iri], iri))
        if not ranked:
            folded = {iri: fold(label) for iri, label in self.labels.items()}
            alike = process.extract(wanted, folded, scorer=fuzz.token_sort_ratio, limit=most, score_cutoff=_ALIKE)
            ranked = [iri for _, _, iri in alike]
        return tuple(self.found(iri, best.get(iri, "")) for iri in ranked[:most])

    def _beginning(self, wanted: str) -> Iterator[tuple[str, str]]:
        at = bisect_left(self.words, (wanted,))
        while at < len(self.words) and self.words[at][0].startswith(wanted):
            yield self.words[at][1:]
            at += 1

    def _distance(self, wanted: str, iri: str) -> int:
        """0 for the very name, 1 for a person, 2 for the rest."""
        return 0 if fold(self.labels[iri]) == wanted else 1 if self.kind(iri) == "person" else 2

    def kind(self, iri: str) -> str:
        """The kind of an entity."""
        return self._names.kind_of(NamedNode(iri))

    def found(self, iri: str, name: str = "") -> Found:
        """An entity as a search result, found by ``name``."""
        label = self.labels[iri]
        also = "" if name in ("", label) else name
        return Found(label, also, path_of(self._names, iri), self.kind(iri), self.claims[iri])

    def most_told(self, kind: str = "person", most: int = 12) -> tuple[Found, ...]:
        """Those of a kind with the most claims."""
        some = (iri for iri in self.labels if self.kind(iri) == kind)
        return tuple(self.found(iri) for iri in sorted(some, key=lambda iri: (-self.claims[iri], iri))[:most])

    def listed(self, kind: str) -> tuple[Found, ...]:
        """Everything of a kind, by name."""
        some = (iri for iri in self.labels if self.kind(iri) == kind)
        return tuple(self.found(iri) for iri in sorted(some, key=lambda iri: (fold(self.labels[iri]), iri)))


_KNOWN: WeakKeyDictionary[Graph, Index] = WeakKeyDictionary()


def index(graph: Graph) -> Index:
    """The index of a graph; made at the first call, then remembered until `forget`."""
    if graph not in _KNOWN:
        _KNOWN[graph] = Index(graph)
    return _KNOWN[graph]


def forget(graph: Graph) -> None:
    """Read the index anew at the next call: the graph has changed."""
    _KNOWN.pop(graph, None)
