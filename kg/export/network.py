"""The believed relations as a network: GraphML, and tables of nodes and edges."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

import networkx
from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.belief import Fact, Statement
from kg.export.select import Selection
from kg.export.text import NOT_XML
from kg.rdf.terms import ALT_LABEL, ENTITIES, EXACT_MATCH, LABEL, TYPE, ck

BETWEEN = "; "
"""Stands between several values in one field."""


@dataclass(frozen=True, slots=True)
class NodeRow:
    """An entity, with what is believed of it in words and dates; several values are joined by ``; ``."""

    id: str
    label: str
    type: str
    aliases: str
    born: str
    died: str
    occupation: str
    founded: str
    wikidata: str


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """A believed relation, once even if it is symmetric, with what its claims say of it.

    ``confidence`` is that of the surest claim, ``articles`` how many articles say so.
    """

    source: str
    target: str
    relation: str
    start: str
    end: str
    kinship_and_notes: str
    confidence: float
    articles: int


def nodes(selection: Selection) -> list[NodeRow]:
    """A row for each entity of the default graph, sorted by its id (its IRI after the base)."""
    table: defaultdict[NamedNode, defaultdict[NamedNode, set[str]]] = defaultdict(lambda: defaultdict(set))
    default = DefaultGraph()
    for quad in selection.quads:
        if quad.graph_name != default or not isinstance(quad.subject, NamedNode):
            continue
        if selection.names.kind_of(quad.subject) in ENTITIES and isinstance(quad.object, NamedNode | Literal):
            table[quad.subject][quad.predicate].add(quad.object.value)

    def joined(entity: NamedNode, *predicates: NamedNode) -> str:
        return BETWEEN.join(sorted(set().union(*(table[entity][predicate] for predicate in predicates))))

    return [
        NodeRow(
            id=_short(entity.value, selection),
            label=joined(entity, LABEL),
            type=joined(entity, TYPE).rpartition("#")[2],
            aliases=joined(entity, ALT_LABEL, ck("alsoKnownAs")),
            born=joined(entity, ck("bornOn")),
            died=joined(entity, ck("diedOn")),
            occupation=joined(entity, ck("occupation")),
            founded=joined(entity, ck("foundedOn")),
            wikidata=joined(entity, EXACT_MATCH).rpartition("/")[2],
        )
        for entity in sorted(table, key=lambda node: node.value)
    ]


def edges(selection: Selection) -> list[EdgeRow]:
    """A row for each believed relation between two entities, sorted."""
    said = {one.id: one for one in selection.statements}
    notes = _notes(selection)
    found = []
    for fact in selection.beliefs:
        if not isinstance(fact, Fact) or not isinstance(fact.object, str):
            continue
        claims = [said[claim] for claim in fact.because]
        found.append(
            EdgeRow(
                source=_short(fact.subject, selection),
                target=_short(fact.object, selection),
                relation=fact.predicate,
                start=_dates(claims, "start"),
                end=_dates(claims, "end"),
                kinship_and_notes=BETWEEN.join(sorted(set().union(*(notes[claim.id] for claim in claims)))),
                confidence=max(claim.confidence for claim in claims),
                articles=len({claim.article for claim in claims}),
            )
        )
    return sorted(found, key=lambda row: (row.source, row.relation, row.target))


def _dates(claims: Iterable[Statement], name: str) -> str:
    return BETWEEN.join(sorted({value for claim in claims if (value := getattr(claim, name))}))


def _notes(selection: Selection) -> defaultdict[str, set[str]]:
    """The kin words and notes of the claims."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for quad in selection.quads:
        if quad.predicate in (ck("kinship"), ck("note")) and isinstance(quad.object, Literal):
            found[str(quad.subject).strip("<>")].add(quad.object.value)
    return found


def _short(iri: str, selection: Selection) -> str:
    return iri.removeprefix(selection.names.base)


def graphml(selection: Selection) -> bytes:
    """GraphML of the network, for Gephi, yEd, igraph and networkx: a directed multigraph with attributes."""
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node in nodes(selection):
        attributes = {key: _clean(value) for key, value in asdict(node).items() if key != "id"}
        network.add_node(node.id, **attributes)
    for edge in edges(selection):
        attributes = {key: _clean(value) for key, value in asdict(edge).items() if key not in ("source", "target")}
        network.add_edge(edge.source, edge.target, f"{edge.source} {edge.relation} {edge.target}", **attributes)
    return ("\n".join(networkx.generate_graphml(network)) + "\n").encode()


def _clean(value: object) -> object:
    """A value without what XML cannot hold; the writer escapes the rest by itself."""
    return NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value


def tables(selection: Selection) -> dict[str, bytes]:
    """``nodes.csv`` and ``edges.csv``, by name (RFC 4180, UTF-8)."""
    return {"nodes.csv": _csv(nodes(selection), NodeRow), "edges.csv": _csv(edges(selection), EdgeRow)}


def _csv(rows: Iterable[NodeRow] | Iterable[EdgeRow], kind: type[NodeRow] | type[EdgeRow]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [field.name for field in fields(kind)], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    return text.getvalue().encode()
