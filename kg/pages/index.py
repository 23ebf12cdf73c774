"""What pages need of a whole graph, made once: names to search by, counts, articles by date, days to remember."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from pyoxigraph import Literal, NamedNode
from rapidfuzz import fuzz, process

from kg.names import fold
from kg.pages.view import AT, DEFAULT, SAID_BY, path_of
from kg.rdf.terms import (
    ALT_LABEL,
    ENTITIES,
    LABEL,
    OBJECT,
    PREDICATE,
    SENSITIVE,
    SUBJECT,
    TRUE,
    TYPE,
    XSD_DATE,
    ck,
    term,
)
from kg.store import Graph

_PUBLISHED = term("schema", "datePublished")
_LIKE = 70.0
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
    """Something to remember on a day: ``what`` happened ``on`` (an ISO day) at the node ``iri``."""

    on: str
    what: str
    iri: str


@dataclass(frozen=True, slots=True)
class Index:
    """What is known of the graph as a whole.

    ``names`` are (words from some word of the name on, entity, name), sorted, for search by beginnings; ``articles``
    their IRIs, the latest first; ``days`` what to remember by ``MM-DD``; ``speakers`` how many claims each has.
    """

    labels: Mapping[str, str]
    claims: Mapping[str, int]
    names: tuple[tuple[str, str, str], ...]
    articles: tuple[str, ...]
    days: Mapping[str, tuple[Day, ...]]
    speakers: Mapping[str, int]
    counts: Mapping[str, int]
    kinds: Mapping[str, str]
    paths: Mapping[str, str]

    def search(self, typed: str, most: int = 20) -> tuple[Found, ...]:
        """The entities with a name some word of which begins as typed, the most told of first; else the most alike."""
        wanted = " ".join(fold(typed).split())
        if not wanted:
            return ()
        best: dict[str, str] = {}
        for _, iri, name in self._beginning(wanted):
            if best.get(iri) != self.labels[iri]:
                best[iri] = name
        ranked = sorted(best, key=lambda iri: (self._distance(wanted, iri), -self.claims[iri], self.labels[iri], iri))
        if not ranked:
            labels = {iri: fold(label) for iri, label in self.labels.items()}
            alike = process.extract(wanted, labels, scorer=fuzz.WRatio, limit=most, score_cutoff=_LIKE)
            ranked = [iri for _, _, iri in alike]
        return tuple(self.found(iri, best.get(iri, "")) for iri in ranked[:most])

    def _beginning(self, wanted: str) -> Iterable[tuple[str, str, str]]:
        at = bisect_left(self.names, (wanted,))
        while at < len(self.names) and self.names[at][0].startswith(wanted):
            yield self.names[at]
            at += 1

    def _distance(self, wanted: str, iri: str) -> int:
        """0 for the very name, 1 for a person, 2 for the rest."""
        return 0 if fold(self.labels[iri]) == wanted else 1 if self.kinds[iri] == "person" else 2

    def found(self, iri: str, name: str = "") -> Found:
        """An entity as a search result, found by ``name``."""
        label = self.labels[iri]
        also = "" if name in ("", label) else name
        return Found(label, also, self.paths[iri], self.kinds[iri], self.claims[iri])

    def most_told(self, kind: str = "person", most: int = 12) -> tuple[Found, ...]:
        """Those of a kind with the most claims."""
        some = (iri for iri in self.labels if self.kinds[iri] == kind)
        return tuple(self.found(iri) for iri in sorted(some, key=lambda iri: (-self.claims[iri], iri))[:most])

    def listed(self, kind: str) -> tuple[Found, ...]:
        """Everything of a kind, by name."""
        some = (iri for iri in self.labels if self.kinds[iri] == kind)
        return tuple(self.found(iri) for iri in sorted(some, key=lambda iri: (fold(self.labels[iri]), iri)))


_KNOWN: WeakKeyDictionary[Graph, dict[bool, Index]] = WeakKeyDictionary()


def index(graph: Graph, *, sensitive: bool = False) -> Index:
    """The index of a graph; made at the first call, then remembered until `forget`."""
    made = _KNOWN.setdefault(graph, {})
    if sensitive not in made:
        made[sensitive] = _made(graph, sensitive=sensitive)
    return made[sensitive]


def forget(graph: Graph) -> None:
    """Make the index anew at the next call: the graph has changed."""
    _KNOWN.pop(graph, None)


def _made(graph: Graph, *, sensitive: bool) -> Index:
    store, names = graph.store, graph.names
    secret: set[object] = set()
    if not sensitive:
        secret |= {quad.subject for quad in store.quads_for_pattern(None, SENSITIVE, TRUE, None)}
    claims: Counter[str] = Counter()
    total = set()
    for side in (SUBJECT, OBJECT):
        for quad in store.quads_for_pattern(None, side, None, None):
            if quad.subject not in secret and isinstance(quad.object, NamedNode):
                claims[quad.object.value] += 1
                total.add(quad.subject)
    spoken = store.quads_for_pattern(None, SAID_BY, None, None)
    speakers = Counter(
        quad.object.value for quad in spoken if quad.subject not in secret and isinstance(quad.object, NamedNode)
    )
    labels: dict[str, str] = {}
    kinds: dict[str, str] = {}
    listed = []
    for predicate in (LABEL, ALT_LABEL):
        for quad in store.quads_for_pattern(None, predicate, None, DEFAULT):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                iri, name = quad.subject.value, quad.object.value
                kind = names.kind_of(quad.subject)
                if kind not in ENTITIES or (secret and not claims[iri]):
                    continue
                if predicate == LABEL:
                    labels[iri], kinds[iri] = min(name, labels.get(iri, name)), kind
                if iri in labels:
                    parts = fold(name).split()
                    listed += [(" ".join(parts[at:]), iri, name) for at in range(len(parts))]
    published = {
        quad.subject.value: quad.object.value
        for quad in store.quads_for_pattern(None, _PUBLISHED, None, None)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }
    texts = store.quads_for_pattern(None, TYPE, term("schema", "NewsArticle"), None)
    articles = sorted({quad.subject.value for quad in texts if isinstance(quad.subject, NamedNode)})
    articles.sort(key=lambda iri: published.get(iri, ""), reverse=True)
    counts = Counter(kinds.values()) | Counter(article=len(articles), claim=len(total), source=len(speakers))
    return Index(
        labels=labels,
        claims=claims,
        names=tuple(sorted(set(listed))),
        articles=tuple(articles),
        days=_days(graph, set(labels), secret),
        speakers=speakers,
        counts=counts,
        kinds=kinds,
        paths={iri: path_of(names, iri) for iri in labels},
    )


def _days(graph: Graph, shown: set[str], secret: set[object]) -> dict[str, tuple[Day, ...]]:
    """Births, deaths and events whose day is known, by month and day."""
    found: defaultdict[str, list[Day]] = defaultdict(list)
    for predicate, what in ((ck("bornOn"), "born"), (ck("diedOn"), "died"), (AT, "")):
        for quad in graph.store.quads_for_pattern(None, predicate, None, DEFAULT):
            if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, Literal):
                continue
            iri, on = quad.subject.value, quad.object.value
            if quad.object.datatype != XSD_DATE or (what and iri not in shown):
                continue
            if secret and not _may_be_shown(graph, quad.subject, secret, predicate):
                continue
            found[on[-5:]].append(Day(on, what, iri))
    return {day: tuple(sorted(some, key=lambda one: (one.on, one.iri))) for day, some in found.items()}


def _may_be_shown(graph: Graph, node: NamedNode, secret: set[object], predicate: NamedNode) -> bool:
    """Whether a believed event or birth rests on any claim that is not sensitive."""
    store = graph.store
    if predicate == AT:
        behind = {quad.object for quad in store.quads_for_pattern(node, ck("attestedBy"), None, DEFAULT)}
    else:
        told = {quad.subject for quad in store.quads_for_pattern(None, SUBJECT, node, None)}
        behind = {one for one in told if any(store.quads_for_pattern(one, PREDICATE, predicate, None))}
    return not behind or bool(behind - secret)
