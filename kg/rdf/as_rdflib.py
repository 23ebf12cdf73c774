"""Our quads as rdflib values, for people who want a `rdflib.Graph`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Identifier

from kg.rdf.terms import Names


@lru_cache(maxsize=65536)
def _node(value: str) -> rdflib.URIRef:
    return rdflib.URIRef(value)


def term(value: object) -> Identifier:
    """One term. Raises TypeError for a blank node or a triple term, of which we have none.

    >>> term(ox.Literal("x", language="en")).n3()
    '"x"@en'
    """
    if isinstance(value, ox.NamedNode):
        return _node(value.value)
    if not isinstance(value, ox.Literal):
        raise TypeError(f"{value} is no IRI and no literal")
    if value.language:
        return rdflib.Literal(value.value, lang=value.language)
    plain = value.datatype.value == str(rdflib.XSD.string)
    # Not normalised: rdflib would write "0.950" as "0.95", and a year as a datetime.
    return rdflib.Literal(value.value, datatype=None if plain else _node(value.datatype.value), normalize=False)


def to_rdflib(quads: Iterable[ox.Quad], names: Names) -> rdflib.Dataset:
    """A dataset with the same quads and our prefixes; its default graph is ours, not the union of all.

    >>> len(to_rdflib([], Names()))
    0
    """
    dataset = rdflib.Dataset()
    for prefix, namespace in names.prefixes().items():
        dataset.bind(prefix, namespace)
    dataset.addN(
        (term(quad.subject), term(quad.predicate), term(quad.object), dataset.graph(_home(quad.graph_name)))
        for quad in quads
    )
    return dataset


def _home(graph: object) -> rdflib.URIRef:
    return _node(graph.value) if isinstance(graph, ox.NamedNode) else DATASET_DEFAULT_GRAPH_ID
