"""Reading values out of a store: statements by what they are about, judgements by name, names of entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store, Variable

from kg.belief import Group, Statement, group
from kg.identity import Comparison, Judgement, Maker, Verdict
from kg.rdf.read import comparisons, judgements, rows, statement
from kg.rdf.reviews import Review, reviews_of
from kg.rdf.terms import (
    ALT_LABEL,
    DERIVED,
    EXACT_MATCH,
    LABEL,
    OBJECT,
    PREDICATE,
    SENSITIVE,
    SUBJECT,
    TYPE,
    Names,
    ck,
    predicate_term,
    term,
)
from kg.rdf.write import Triple
from kg.sensitive import BIRTH_PREDICATES
from kg.vocab import ONTOLOGY, is_symmetric

NAMING = frozenset({TYPE, LABEL, ALT_LABEL, EXACT_MATCH})
"""The predicates by which an article names an entity."""

SENSITIVITY = (SENSITIVE, ck("sensitivity"))
_PUBLISHED = term("schema", "datePublished")
_PAIR = f"""
PREFIX ck: <{ONTOLOGY}>
SELECT ?claim ?article ?subject ?predicate ?object
WHERE {{ GRAPH ?article {{ ?claim ck:subject ?subject ; ck:object ?object ; ck:predicate ?predicate }} }}"""
_SUBJECT = f"""
PREFIX ck: <{ONTOLOGY}>
SELECT ?claim ?article ?subject ?predicate
WHERE {{ GRAPH ?article {{ ?claim ck:subject ?subject ; ck:predicate ?predicate }} }}"""
_OBJECT = f"""
PREFIX ck: <{ONTOLOGY}>
SELECT ?claim ?article ?object ?predicate
WHERE {{ GRAPH ?article {{ ?claim ck:object ?object ; ck:predicate ?predicate }} }}"""


class Lookup:
    """A reader of a store that does not change meanwhile."""

    def __init__(self, store: Store, names: Names) -> None:
        """Read this store, whose own nodes have these names."""
        self.store, self.names = store, names
        self._dates: dict[NamedNode, date | None] = {}
        self._births: dict[str, list[Statement]] = {}
        self._empty = next(iter(store), None) is None  # len() counts every quad

    def article(self, article: NamedNode) -> list[Triple]:
        """The triples of an article's own graph."""
        return [
            (quad.subject, quad.predicate, quad.object)
            for quad in self.store.quads_for_pattern(None, None, None, article)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal)
        ]

    def under(self, block: str) -> Iterator[Judgement]:
        """The judgements filed under a `kg.entities.blocks`."""
        yield from self._judgements(ck("block"), Literal(block))

    def of(self, article: str) -> Iterator[Judgement]:
        """The judgements of an article."""
        yield from self._judgements(DERIVED, NamedNode(article))

    def holding(self, entity: str) -> Iterator[Judgement]:
        """The judgements that have an IRI as entity or as home."""
        for predicate in (ck("identifies"), ck("home")):
            yield from self._judgements(predicate, NamedNode(entity))

    def compared(self, entity: str) -> Iterator[Comparison]:
        """The comparisons of an entity with others."""
        for predicate in (ck("one"), ck("other")):
            yield from comparisons(self._identity(predicate, NamedNode(entity)))

    def decided(self) -> Iterator[Comparison]:
        """The comparisons that people have made."""
        yield from comparisons(self._identity(ck("decidedBy"), ck(Maker.PERSON.value)))

    def undecided(self) -> Iterator[Comparison]:
        """The comparisons that the rules leave open."""
        for quads in self._nodes(ck("verdict"), ck(Verdict.UNSURE.value)):
            yield from comparisons(quads)

    def _judgements(self, predicate: NamedNode, value: NamedNode | Literal) -> Iterator[Judgement]:
        for quads in self._nodes(predicate, value):
            yield from judgements(quads)

    def _identity(self, predicate: NamedNode, value: NamedNode | Literal) -> Iterator[Quad]:
        """The quads of all nodes of the identity graph that have such a value."""
        return (quad for quads in self._nodes(predicate, value) for quad in quads)

    def _nodes(self, predicate: NamedNode, value: NamedNode | Literal) -> Iterator[Iterator[Quad]]:
        identity = self.names.identity_graph
        for quad in self.store.quads_for_pattern(None, predicate, value, identity):
            yield self.store.quads_for_pattern(quad.subject, None, None, identity)

    def reviews(self, article: NamedNode | None = None) -> Iterator[Review]:
        """What people say of the claims of an article, or of all."""
        home = self.names.reviews_graph
        if article is None:
            yield from reviews_of(self.store.quads_for_pattern(None, None, None, home))
            return
        for quad in self.store.quads_for_pattern(None, DERIVED, article, home):
            yield from reviews_of(self.store.quads_for_pattern(quad.subject, None, None, home))

    def naming(self, entity: NamedNode) -> list[Quad]:
        """How each article names an entity."""
        other = (DefaultGraph(), self.names.identity_graph)
        quads = (quad for predicate in NAMING for quad in self.store.quads_for_pattern(entity, predicate, None, None))
        return [quad for quad in quads if quad.graph_name not in other]

    def sensitivity(self, claim: NamedNode) -> list[Quad]:
        """The marks that a claim bears now."""
        return [quad for mark in SENSITIVITY for quad in self.store.quads_for_pattern(claim, mark, None, None)]

    def group(self, key: Group) -> list[Statement]:
        """The statements of a `kg.belief.group` in the whole store."""
        predicate, subject, *rest = key
        known = {"predicate": predicate_term(predicate)}
        other = rest[0] if rest else ""
        found: list[Statement] = []
        for first, second in dict.fromkeys(
            [(subject, other), (other, subject)] if is_symmetric(predicate) else [(subject, other)]
        ):
            if first and second:
                found += self._ask(_PAIR, **known, subject=NamedNode(first), object=NamedNode(second))
            elif first:
                found += self._ask(_SUBJECT, **known, subject=NamedNode(first))
        return [one for one in found if group(one) == key]

    def births(self, person: str) -> list[Statement]:
        """The statements that `kg.sensitive.births` needs of a person; remembered."""
        if person not in self._births:
            node = NamedNode(person)
            born, birth, parent = (predicate_term(predicate) for predicate in BIRTH_PREDICATES)
            told = [
                *self._ask(_SUBJECT, subject=node, predicate=born),
                *self._ask(_SUBJECT, subject=node, predicate=birth),
            ]
            family = (
                [
                    *self._ask(_SUBJECT, subject=node, predicate=parent),
                    *self._ask(_OBJECT, object=node, predicate=parent),
                ]
                if told
                else []
            )
            self._births[person] = [*told, *family]
        return self._births[person]

    def about(self, person: str) -> list[Statement]:
        """Every statement with a person as subject or object."""
        node = NamedNode(person)
        return [
            self._statement(quad.subject, quad.graph_name)
            for place in (SUBJECT, OBJECT)
            for quad in self.store.quads_for_pattern(None, place, node, None)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.graph_name, NamedNode)
        ]

    def all_statements(self) -> Iterator[Statement]:
        """Every statement of the store."""
        for quad in self.store.quads_for_pattern(None, PREDICATE, None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.graph_name, NamedNode):
                yield self._statement(quad.subject, quad.graph_name)

    def _ask(self, query: str, **known: NamedNode) -> list[Statement]:
        if self._empty:
            return []
        solutions = self.store.query(query, substitutions={Variable(name): node for name, node in known.items()})
        assert isinstance(solutions, QuerySolutions)
        found = []
        for solution in solutions:
            claim, article = solution["claim"], solution["article"]
            assert isinstance(claim, NamedNode)
            assert isinstance(article, NamedNode)
            found.append(self._statement(claim, article))
        return found

    def _statement(self, claim: NamedNode, article: NamedNode) -> Statement:
        table = rows(self.store.quads_for_pattern(claim, None, None, article))
        if article not in self._dates:
            days = [quad.object for quad in self.store.quads_for_pattern(article, _PUBLISHED, None, article)]
            self._dates[article] = _first_day(days)
        day = self._dates[article]
        return statement(claim, table[claim], {article: day} if day else {})


def _first_day(days: Iterable[object]) -> date | None:
    return next((date.fromisoformat(day.value) for day in days if isinstance(day, Literal)), None)
