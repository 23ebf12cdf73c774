"""What people say of who is who: two entities are one, two are not, an article speaks of another one; and undoing it.

Each is one `kg.identity.Comparison` in the graph of identity, made by a person. No rule overrules it, and it stays
when articles are read anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kg.identity import Comparison, Judgement, Maker, Verdict, contradictions, own_iri
from kg.rdf.derived import comparison_node
from kg.store.disk import StoreError
from kg.store.graph import Graph
from kg.store.look import Lookup


def merge(graph: Graph, one: str, other: str, *, reason: str = "", on: date | None = None) -> Comparison:
    """Make two entities (IRIs) one, and return the decision. Raises StoreError where that cannot be."""
    return _decide(graph, one, other, Verdict.POSITIVE, reason or "a person says that they are one", on)


def split(graph: Graph, one: str, other: str, *, reason: str = "", on: date | None = None) -> Comparison:
    """Keep two entities (IRIs) apart for good, and return the decision."""
    return _decide(graph, one, other, Verdict.NEGATIVE, reason or "a person says that they are two", on)


def part(graph: Graph, entity: str, article: str, *, reason: str = "", on: date | None = None) -> Comparison:
    """Say that an article (its id or IRI) speaks of somebody else than the entity, and return the decision.

    Raises StoreError where the article does not speak of it, or nobody else does.
    """
    look = Lookup(graph.store, graph.names)
    iris = (article, graph.names.article(article).value)
    held = list(look.holding(entity))
    here = [one for one in held if one.article in iris and one.entity == entity]
    if not here:
        raise StoreError(f"{article} does not speak of {entity}: `kg identity list` says which articles do")
    if all(one.article in iris for one in held):
        raise StoreError(f"only {article} speaks of {entity}: there is nothing to part")
    return _decide(
        graph,
        here[0].home,
        own_iri(here[0].profile, graph.names),
        Verdict.NEGATIVE,
        reason or f"a person says that {article} speaks of another one",
        on,
    )


def undo(graph: Graph, identifier: str) -> Comparison:
    """Take back the decision of that id (the end of its IRI), and return it. Raises StoreError if there is none."""
    for one in decisions(graph):
        if short_id(graph, one) == identifier:
            graph.decide(drop=[one])
            return one
    raise StoreError(f"no person has made a decision {identifier!r}: `kg identity list` shows all with their ids")


def decisions(graph: Graph) -> list[Comparison]:
    """All that people have decided, in order."""
    return sorted(Lookup(graph.store, graph.names).decided())


def comparisons(graph: Graph, entity: str) -> list[Comparison]:
    """With whom an entity was compared, by rules and by people."""
    return sorted(set(Lookup(graph.store, graph.names).compared(entity)))


def unsure(graph: Graph) -> list[Comparison]:
    """The pairs that the rules cannot decide and nobody has, likeliest first."""
    look = Lookup(graph.store, graph.names)
    decided = {(one.one, one.other) for one in look.decided()}
    found = (one for one in look.undecided() if (one.one, one.other) not in decided)
    return sorted(found, key=lambda one: (-one.confidence, one))


def judgements(graph: Graph, entity: str) -> list[Judgement]:
    """The names in articles that stand for an entity, and why."""
    return sorted(Lookup(graph.store, graph.names).holding(entity), key=lambda one: one.id)


def current(graph: Graph, iri: str) -> str:
    """The IRI that an IRI redirects to, or itself."""
    return next(redirected(graph, iri), iri)


def redirected(graph: Graph, iri: str) -> Iterator[str]:
    """Where an IRI that was once an entity's leads now."""
    return (one.entity for one in Lookup(graph.store, graph.names).holding(iri) if one.home == iri != one.entity)


def short_id(graph: Graph, one: Comparison) -> str:
    """The id by which a decision is undone.

    >>> import kg.store
    >>> short_id(kg.store.open(), Comparison("x:a", "x:b", Verdict.POSITIVE, Maker.PERSON, "seen"))
    '61dc5ef4'
    """
    return comparison_node(one, graph.names).value.rpartition("/")[2][:8]


def _decide(graph: Graph, one: str, other: str, verdict: Verdict, reason: str, on: date | None) -> Comparison:
    look = Lookup(graph.store, graph.names)
    if one == other:
        raise StoreError(f"{one} is one entity already: give two, or `--article` for one article's")
    for iri in (one, other):
        if verdict is Verdict.POSITIVE and not any(True for _ in look.holding(iri)):
            raise StoreError(f"{iri} is no entity of this graph: `kg show NAME` finds people")
    said = replace(Comparison.of(one, other, verdict, Maker.PERSON, reason), on=on)
    others = [old for old in look.decided() if (old.one, old.other) != (said.one, said.other)]
    for old in contradictions([*others, said]):
        raise StoreError(f"that contradicts decision {short_id(graph, old)} ({old.reason}): undo it first")
    graph.decide(add=[said])
    return said
