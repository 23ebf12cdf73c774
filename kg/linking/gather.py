"""From a graph to profiles: what its articles tell of each person, as far as linking can use it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg import model
from kg.belief import Statement
from kg.dates import latest
from kg.entities import credible
from kg.linking.profile import Profile, Tie, content_words, distinct
from kg.model import TOLD, EntityType
from kg.names import rules, words
from kg.rdf.terms import ALT_LABEL, EXACT, LABEL, TYPE, ck, entity_class, term
from kg.store import Graph

_TITLE = term("schema", "headline")
_BACK = {"parentOf": "childOf"}


@dataclass
class _Told:
    """What has been gathered of one person."""

    quotes: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    values: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    ties: set[Tie] = field(default_factory=set)


def profiles(graph: Graph) -> list[Profile]:
    """Everybody in the graph whom an article tells of, sorted by IRI.

    What is denied, or merely possible, is not taken for what somebody is; its words count all the same.
    """
    store = graph.store
    names = names_of(graph, EntityType.PERSON)
    told: defaultdict[str, _Told] = defaultdict(_Told)
    quotes = _quotes(graph)
    days: dict[str, str] = {}
    for one in graph.statements():
        if one.published:
            days[one.article] = one.published.isoformat()
        for who in {one.subject, one.object} & names.keys():
            told[str(who)].articles.add(one.article)
            told[str(who)].quotes |= quotes.get(one.id, set())
        if one.status in TOLD:
            _take(told, one, names)
    titles = {q.graph_name.value: q.object.value
              for q in store.quads_for_pattern(None, _TITLE, None, None)
              if isinstance(q.graph_name, NamedNode) and isinstance(q.object, Literal)}  # fmt: skip
    by_article: defaultdict[str, set[str]] = defaultdict(set)
    wide: defaultdict[str, set[str]] = defaultdict(set)
    for who, found in told.items():
        for article in found.articles:
            by_article[article].add(who)
            wide[article] |= found.quotes
    places = _labels(graph, {iri for found in told.values() for iri in found.values["citizenOf"]})
    said = {article: content_words(titles.get(article, ""), *texts) for article, texts in wide.items()}
    return [
        Profile(
            id=who,
            names=names[who],
            near=content_words(*told[who].quotes),
            words=frozenset().union(*(said[article] for article in told[who].articles)),
            occupations=_sorted(told[who], "occupation"),
            countries=tuple(sorted({places[iri] for iri in told[who].values["citizenOf"] if iri in places})),
            born=_births(told[who]),
            died=_sorted(told[who], "diedOn"),
            active=_sorted(told[who], "active"),
            days=tuple(sorted(days[article] for article in told[who].articles if article in days)),
            ties=tuple(sorted(told[who].ties)),
            with_=frozenset().union(*(by_article[article] for article in told[who].articles)) - {who},
        )
        for who in sorted(told)
    ]


def _take(told: Mapping[str, _Told], one: Statement, names: Mapping[str, tuple[str, ...]]) -> None:
    """Take in what a claim says of its parties."""
    subject = told[one.subject] if one.subject in names else None
    if subject and isinstance(one.object, model.Literal):
        subject.values[one.predicate].add(one.object.value)
    elif isinstance(one.object, str) and one.object in names:
        if one.predicate in rules("linking")["ties"] and subject:
            subject.ties.add(Tie(one.predicate, one.object))
            told[one.object].ties.add(Tie(_BACK.get(one.predicate, one.predicate), one.subject))
    elif subject and isinstance(one.object, str) and one.predicate == "citizenOf":
        subject.values[one.predicate].add(one.object)
    if one.predicate == "event:Birth" and one.at and one.object is None and subject:
        subject.values["bornOn"].add(one.at)
    if one.predicate == "event:Death" and one.at and subject:
        subject.values["diedOn"].add(one.at)
    for kind, file, key in (("active", "linking", "doing"), ("deed", "entities", "deeds")):
        if one.predicate in words(file, key):
            for who in {one.subject, one.object} & names.keys():
                told[str(who)].values[kind] |= {when for when in (one.at, one.start) if when}


def names_of(graph: Graph, kind: EntityType) -> dict[str, tuple[str, ...]]:
    """The names of every entity of a type by its IRI, the label of the graph among them; the fullest first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    default = DefaultGraph()
    these = {q.subject for q in graph.store.quads_for_pattern(None, TYPE, entity_class(kind), default)}
    for predicate in (LABEL, ALT_LABEL, ck("alsoKnownAs")):
        for quad in graph.store.quads_for_pattern(None, predicate, None, default):
            if quad.subject in these and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                found[quad.subject.value].append(quad.object.value)
    return {iri: distinct(sorted(names)) for iri, names in found.items()}


def _quotes(graph: Graph) -> dict[str, set[str]]:
    """The words each claim rests on."""
    exact = {q.subject: q.object.value for q in graph.store.quads_for_pattern(None, EXACT, None, None)
             if isinstance(q.object, Literal)}  # fmt: skip
    found: defaultdict[str, set[str]] = defaultdict(set)
    for quad in graph.store.quads_for_pattern(None, ck("evidence"), None, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode) and quad.object in exact:
            found[quad.subject.value].add(exact[quad.object])
    return found


def _sorted(told: _Told, name: str) -> tuple[str, ...]:
    return tuple(sorted(told.values[name]))


def _births(told: _Told) -> tuple[str, ...]:
    deeds = [day.year for day in map(latest, told.values["deed"]) if day]
    return tuple(sorted(credible(told.values["bornOn"], deeds)))


def _labels(graph: Graph, iris: Iterable[str]) -> dict[str, str]:
    """The labels of some entities."""
    found = {}
    for iri in iris:
        for quad in graph.store.quads_for_pattern(NamedNode(iri), LABEL, None, DefaultGraph()):
            if isinstance(quad.object, Literal):
                found[iri] = quad.object.value
    return found
