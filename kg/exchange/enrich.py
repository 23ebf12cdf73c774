"""Facts of Wikidata in a graph of their own, marked as such, which never mix with what articles say.

The triples are about the item (``wd:Q1 wdt:P26 wd:Q2``), not about our entity: a query of the beliefs, or of the
claims, does not see them. The link between the two is what `kg link` keeps. The graph says of itself where it is from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.dates.edtf import Precision, coarsen
from kg.exchange.minors import is_minor
from kg.rdf.dates import date_literal
from kg.rdf.terms import DERIVED, LABEL, TYPE, term
from kg.store import Graph, StoreError
from kg.vocab import WIKIDATA_DIRECT
from kg.wikidata import Item, Snapshot

CHOSEN = ("P569", "P570", "P26", "P451", "P40", "P22", "P25", "P3373", "P106", "P27", "P19", "P20", "P166")
"""The properties that are loaded if nothing else is said."""

_PAGE = "https://www.wikidata.org/wiki/"
_LICENCE = NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")


def enrich(graph: Graph, item: Item, snapshot: Snapshot, chosen: Collection[str] = CHOSEN) -> int:
    """Load chosen facts of an item in place of those loaded before; how many triples its graph has.

    Of the birth of somebody under age on the day of the snapshot only the year is kept. Raises StoreError for a graph
    opened read-only.
    """
    name = graph.names.wikidata_graph(item.qid)
    due = {Quad(*triple, name) for triple in _triples(name, item, snapshot, chosen)}
    _put(graph, name, due)
    return len(due)


def forget(graph: Graph, qid: str) -> int:
    """Take the facts of an item out again; how many triples there were. Raises StoreError as `enrich` does."""
    name = graph.names.wikidata_graph(qid)
    had = len(graph.quads(name))
    _put(graph, name, set())
    return had


def enriched(graph: Graph) -> tuple[str, ...]:
    """The QIDs of the items whose facts have been loaded, by number."""
    pages = (quad.object for quad in graph.store.quads_for_pattern(None, DERIVED, None, None))
    qids = {
        page.value.removeprefix(_PAGE) for page in pages if isinstance(page, NamedNode) and page.value.startswith(_PAGE)
    }
    return tuple(sorted(qids, key=lambda qid: int(qid[1:])))


def _put(graph: Graph, name: NamedNode, due: set[Quad]) -> None:
    if graph.read_only:
        raise StoreError(f"{graph.path}: this graph is open for reading only; open it without read_only")
    now = set(graph.quads(name))
    graph.store.extend(sorted(due - now, key=str))
    for quad in now - due:
        graph.store.remove(quad)
    if graph.path is not None:
        graph.store.flush()


def _triples(
    name: NamedNode, item: Item, snapshot: Snapshot, chosen: Collection[str]
) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    subject = term("wd", item.qid)
    yield name, TYPE, term("prov", "Entity")
    yield name, DERIVED, NamedNode(f"{_PAGE}{item.qid}")
    yield name, term("prov", "generatedAtTime"), date_literal(snapshot.date)
    yield name, term("schema", "license"), _LICENCE
    yield subject, LABEL, Literal(item.label, language="en")
    born = item.born and (coarsen(item.born, Precision.YEAR) if is_minor(item, snapshot.date) else item.born)
    for property_, told in (("P569", born), ("P570", item.died)):
        if told and property_ in chosen:
            yield subject, _direct(property_), date_literal(told)
    for property_, refs in (("P106", item.occupations), ("P27", item.citizenships)):
        if property_ in chosen:
            for ref in refs:
                yield subject, _direct(property_), term("wd", ref.qid)
                if ref.label:
                    yield term("wd", ref.qid), LABEL, Literal(ref.label, language="en")
    for relation in item.relations:
        if relation.property in chosen:
            yield subject, _direct(relation.property), term("wd", relation.target)


def _direct(property_: str) -> NamedNode:
    return NamedNode(f"{WIKIDATA_DIRECT}{property_}")
