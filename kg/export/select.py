"""What goes into an export, before any format: all of it, beliefs only, or what may be shown to everybody."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.belief import Belief, Statement, believe
from kg.export.public import public_view
from kg.rdf.read import statements
from kg.rdf.terms import ALT_LABEL, ENTITIES, EXACT_MATCH, LABEL, TYPE, Names, ck, term
from kg.store import Graph

_CLAIM, _PUBLISHED = ck("Claim"), term("schema", "datePublished")


@dataclass(frozen=True, slots=True)
class Selection:
    """The quads of an export, in no order, with the statements and the beliefs among them."""

    names: Names
    quads: tuple[Quad, ...]
    statements: tuple[Statement, ...]
    beliefs: tuple[Belief, ...]

    def flat(self) -> set[Quad]:
        """The same for formats without named graphs: no mentions, no judgements, and one label for an entity.

        Facts of Wikidata stay out, since only their graph tells them from what articles say.
        """
        default = DefaultGraph()
        naming = {LABEL, ALT_LABEL, EXACT_MATCH}
        found = set()
        for quad in self.quads:
            kind = self.names.kind_of(quad.subject) if isinstance(quad.subject, NamedNode) else ""
            elsewhere = quad.graph_name != default and quad.predicate in naming and kind in ENTITIES
            apart = self.names.is_wikidata_graph(quad.graph_name)
            if kind not in {"mention", "judgement"} and not elsewhere and not apart:
                found.add(Quad(quad.subject, quad.predicate, quad.object))
        return found


def select(graph: Graph, *, public: bool = False, beliefs_only: bool = False) -> Selection:
    """What to export of a graph; its copy of the ontology and what it says of itself stay behind.

    ``public`` leaves out what is sensitive, and all trace of it, and the facts of Wikidata, which publishes them
    itself; ``beliefs_only`` everything but the default graph.

    >>> import kg.store
    >>> select(kg.store.open()).quads
    ()
    """
    names, default = graph.names, DefaultGraph()
    behind: set[object] = {names.ontology_graph, names.meta_graph}
    if public:
        behind.update(home for home in graph.store.named_graphs() if names.is_wikidata_graph(home))
    quads = [quad for quad in graph.store if quad.graph_name not in behind]
    said = sorted(statements(_telling(quads)), key=lambda one: one.id)
    if public:
        quads, said, beliefs = public_view(quads, said, graph.settings.policy, names)
    else:
        beliefs = believe(said, graph.settings.policy)
    if beliefs_only:
        quads = [quad for quad in quads if quad.graph_name == default]
    return Selection(names, tuple(quads), tuple(said), beliefs)


def _telling(quads: Collection[Quad]) -> Iterator[Quad]:
    """The quads that statements are read from: those of claims, and the dates of articles."""
    claims = {quad.subject for quad in quads if quad.predicate == TYPE and quad.object == _CLAIM}
    return (quad for quad in quads if quad.predicate == _PUBLISHED or quad.subject in claims)
