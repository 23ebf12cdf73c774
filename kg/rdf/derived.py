"""Judgements and beliefs as quads: what we make of the articles, in graphs of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg import model
from kg.belief import Belief, Fact
from kg.identity import Judgement, name_key
from kg.rdf.dates import date_literal
from kg.rdf.terms import DERIVED, TYPE, Names, ck, digest, predicate_term
from kg.rdf.write import Node, Triple, days, literal, sort_quads
from kg.vocab import is_symmetric


def judgement_quads(judgements: Iterable[Judgement], names: Names) -> list[Quad]:
    """Judgements as quads of the identity graph, sorted."""
    graph = names.identity_graph
    quads: list[Quad] = []
    for judgement in judgements:
        node = names.node("judgement", digest(judgement.article, judgement.key))
        pairs: list[tuple[NamedNode, Node]] = [
            (TYPE, ck("IdentityJudgement")),
            (DERIVED, NamedNode(judgement.article)),
            (ck("key"), Literal(judgement.key)),
            (ck("name"), Literal(judgement.name)),
            (ck("nameKey"), Literal(name_key(judgement.type, judgement.name))),
            (ck("identifies"), NamedNode(judgement.entity)),
            (ck("verdict"), ck(judgement.verdict.value)),
            (ck("reason"), Literal(judgement.reason)),
            *((ck("anchor"), Literal(anchor)) for anchor in judgement.anchors),
        ]
        quads.extend(Quad(node, predicate, thing, graph) for predicate, thing in pairs)
    return sort_quads(quads)


def belief_quads(beliefs: Iterable[Belief], names: Names) -> list[Quad]:
    """Beliefs as plain triples of the default graph, sorted; symmetric relations both ways, inverses not at all."""
    triples: set[Triple] = set()
    for belief in beliefs:
        if isinstance(belief, Fact):
            triples.update(_fact(belief))
            continue
        node = names.node("event", belief.name)
        triples.update({(node, TYPE, ck("Event")), (node, TYPE, predicate_term(belief.predicate))})
        subject = NamedNode(belief.subject)
        triples.add((node, ck("participant"), subject))
        if not is_symmetric(belief.predicate):
            triples.add((node, ck("principal"), subject))
        if belief.object:
            thing = NamedNode(belief.object)
            person = names.kind_of(thing) in {"person", "group"}
            triples.add((node, ck("participant" if person else "concerns"), thing))
        if belief.at:
            triples.add((node, ck("at"), date_literal(belief.at)))
            triples.update(days(node, "at", belief.at))
        triples.update((node, ck("place"), NamedNode(place)) for place in belief.places)
        triples.update((node, ck("attestedBy"), NamedNode(claim)) for claim in belief.because)
    return sort_quads(Quad(*triple) for triple in triples)


def _fact(fact: Fact) -> Iterator[Triple]:
    subject, predicate = NamedNode(fact.subject), predicate_term(fact.predicate)
    if isinstance(fact.object, model.Literal):
        yield subject, predicate, literal(fact.object)
        if fact.object.type is model.LiteralType.DATE:
            yield from days(subject, fact.predicate, fact.object.value)
        return
    yield subject, predicate, NamedNode(fact.object)
    if is_symmetric(fact.predicate):
        yield NamedNode(fact.object), predicate, subject
