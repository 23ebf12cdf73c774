"""Judgements and beliefs as quads: what we make of the articles, in graphs of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg import model
from kg.belief import Belief, Fact
from kg.identity import Comparison, Judgement, blocks
from kg.rdf.dates import date_literal, day_literal
from kg.rdf.terms import DERIVED, SAME_AS, TYPE, XSD_YEAR, Names, ck, digest, entity_class, predicate_term
from kg.rdf.write import Node, Triple, days, decimal, literal
from kg.vocab import is_symmetric


def judgement_quads(judgements: Iterable[Judgement], names: Names) -> set[Quad]:
    """Judgements as quads of the identity graph.

    An entity whose home is another IRI than its own now makes that IRI a redirect, written ``owl:sameAs`` as Wikidata
    writes its redirects.
    """
    graph = names.identity_graph
    quads: set[Quad] = set()
    for judgement in judgements:
        profile = judgement.profile
        node = names.node("judgement", digest(judgement.article, judgement.key))
        entity, home = NamedNode(judgement.entity), NamedNode(judgement.home)
        pairs: list[tuple[NamedNode, Node]] = [
            (TYPE, ck("IdentityJudgement")),
            (DERIVED, NamedNode(judgement.article)),
            (ck("key"), Literal(judgement.key)),
            (ck("name"), Literal(judgement.name)),
            (ck("entityType"), entity_class(judgement.type)),
            (ck("identifies"), entity),
            (ck("verdict"), ck(judgement.verdict.value)),
            (ck("reason"), Literal(judgement.reason)),
            (ck("confidence"), decimal(judgement.confidence)),
            *((ck("otherName"), Literal(name)) for name in profile.names[1:]),
            *((ck("block"), Literal(block)) for block in blocks(profile)),
            *((ck("trait"), Literal(str(trait))) for trait in profile.traits),
        ]
        if profile.year is not None:
            pairs.append((ck("toldIn"), Literal(f"{profile.year:04}", datatype=XSD_YEAR)))
        if judgement.kept:
            pairs.append((ck("kept"), Literal(judgement.kept)))
        if home != entity:
            pairs.append((ck("home"), home))
            quads.add(Quad(home, SAME_AS, entity, graph))
        quads.update(Quad(node, predicate, thing, graph) for predicate, thing in pairs)
    return quads


def comparison_quads(comparisons: Iterable[Comparison], names: Names) -> set[Quad]:
    """Comparisons as quads of the identity graph. A rule's and a person's on one pair stand side by side."""
    graph = names.identity_graph
    quads: set[Quad] = set()
    for one in comparisons:
        node = comparison_node(one, names)
        pairs: list[tuple[NamedNode, Node]] = [
            (TYPE, ck("IdentityComparison")),
            (ck("one"), NamedNode(one.one)),
            (ck("other"), NamedNode(one.other)),
            (ck("verdict"), ck(one.verdict.value)),
            (ck("decidedBy"), ck(one.by.value)),
            (ck("reason"), Literal(one.reason)),
            (ck("confidence"), decimal(one.confidence)),
        ]
        if one.on:
            pairs.append((ck("decidedOn"), day_literal(one.on)))
        quads.update(Quad(node, predicate, thing, graph) for predicate, thing in pairs)
    return quads


def comparison_node(one: Comparison, names: Names) -> NamedNode:
    """The node of a comparison: one for each pair and each kind of maker."""
    return names.node("judgement", digest(one.one, one.other, one.by.value))


def belief_quads(beliefs: Iterable[Belief], names: Names) -> set[Quad]:
    """Beliefs as plain triples of the default graph; symmetric relations both ways, inverses not at all."""
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
    return {Quad(*triple) for triple in triples}


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
