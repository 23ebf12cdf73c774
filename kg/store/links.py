"""The links of a graph to Wikidata: reading them, and planning the change that puts others in their place."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from kg.rdf.links import Link, link_quads, links_of
from kg.rdf.terms import EXACT_MATCH
from kg.store.change import Change, Settings
from kg.store.derive import named
from kg.store.look import Lookup


def links(look: Lookup) -> list[Link]:
    """All links, sorted by entity, then item."""
    return sorted(links_of(look.store.quads_for_pattern(None, None, None, look.names.links_graph)))


def plan_links(look: Lookup, settings: Settings, wanted: Iterable[Link]) -> Change:
    """The change after which the graph has exactly these links; the matches in the default graph follow.

    An entity that no article names any more keeps its judgements, but nothing in the default graph.
    """
    graph = settings.names.links_graph
    now = set(look.store.quads_for_pattern(None, None, None, graph))
    due = set(link_quads(wanted, settings.names))
    changed = {quad.subject for quad in now ^ due if quad.predicate == EXACT_MATCH}
    for entity in changed:
        assert isinstance(entity, NamedNode)
        told = [quad for quad in look.naming(entity) if quad.graph_name != graph]
        for side in (now, due):
            side |= named(entity, [*told, *_matches(side, entity, graph)])
    return Change(frozenset(now - due), frozenset(due - now))


def _matches(quads: Iterable[Quad], entity: NamedNode, graph: NamedNode) -> list[Quad]:
    return [q for q in quads if (q.subject, q.predicate, q.graph_name) == (entity, EXACT_MATCH, graph)]
