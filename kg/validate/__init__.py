"""One door, ``validate(...)``: does a graph conform to the shapes of the ontology?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any, Literal, cast

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib import RDF, SH

from kg.store import Graph
from kg.store.graph import ontology_quads
from kg.validate.report import Report, Violation
from kg.validate.shapes import NO_IRI, checks, shapes

__all__ = ["RdfFileError", "Report", "Violation", "validate"]

_PREAMBLE = re.compile(r"^Parser error at [^:]*: ")

Engine = Literal["shacl", "sparql"]


class RdfFileError(ValueError):
    """A file that is no RDF; the message names the file, the place in it, and what to try."""


def validate(
    what: Graph | Iterable[ox.Quad] | rdflib.Graph | str | PathLike[str], *, engine: Engine | None = None
) -> Report:
    """Check a store, quads (an article's own graph), an rdflib graph, or an exported RDF file.

    ``engine`` is ``sparql``, the default for a store, or ``shacl``, the default for everything else; both find the
    same. Plain triples need their claims beside them, so an export of beliefs alone does not conform. Raises
    RdfFileError for a file that is no RDF.

    >>> validate([]).conforms
    True
    """
    if isinstance(what, Graph):
        return by_shacl(_flat(what.store)) if engine == "shacl" else by_sparql(_in_memory(what))
    if isinstance(what, str | PathLike):
        what = _in_file(Path(what))
    store = _of_rdflib(what) if isinstance(what, rdflib.Graph) else _flat(what)
    return by_sparql(store) if engine == "sparql" else by_shacl(store)


def _in_file(path: Path) -> list[ox.Quad]:
    form = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if form is None:
        raise RdfFileError(f"{path}: no ending of an RDF file; name a .ttl, .nt, .rdf, .trig, .nq or .jsonld file")
    try:
        return list(ox.parse(path=path, format=form, base_iri=path.resolve().as_uri()))
    except SyntaxError as error:
        where = f", line {error.lineno}, column {error.offset}" if error.lineno else ""
        why = _PREAMBLE.sub("", error.msg)
        raise RdfFileError(f"{path}{where}: {why}; mend it, or write it anew with kg export") from error


def _in_memory(graph: Graph) -> ox.Store:
    """A store in memory with the same quads: copying one from disk and asking the copy takes a third of the time."""
    if graph.path is None:
        return graph.store
    copy = ox.Store()
    copy.bulk_load(graph.store.dump(format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS)
    return copy


def _flat(quads: Iterable[ox.Quad]) -> ox.Store:
    """All triples in one default graph, with the ontology, whose class hierarchy the shapes need."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in (*quads, *ontology_quads()))
    return store


def _of_rdflib(graph: rdflib.Graph) -> ox.Store:
    format_ = "nquads" if isinstance(graph, rdflib.Dataset) else "nt11"
    kind = ox.RdfFormat.N_QUADS if isinstance(graph, rdflib.Dataset) else ox.RdfFormat.N_TRIPLES
    return _flat(ox.parse(graph.serialize(format=format_, encoding="utf-8"), format=kind))


def by_shacl(store: ox.Store) -> Report:
    """Validate the default graph of a store by pySHACL (https://www.w3.org/TR/shacl/).

    pySHACL asks Oxigraph in place: five times faster than an rdflib graph, which parses each query for each node.
    """
    _, results, _ = pyshacl.validate(
        cast(Any, store), shacl_graph=shapes(), inference="none", advanced=False, meta_shacl=False, inplace=True
    )
    found = set()
    for result in results.subjects(RDF.type, SH.ValidationResult):

        def text(predicate: rdflib.URIRef, result: rdflib.term.Node = result) -> str:
            found = results.value(result, predicate)
            return "" if found is None else str(found)  # Literal(0) is false

        component = text(SH.sourceConstraintComponent).rpartition("#")[2].removesuffix("ConstraintComponent")
        constraint = "sparql" if component == "SPARQL" else component[:1].lower() + component[1:]
        node, value, path = text(SH.focusNode), text(SH.value), text(SH.resultPath)
        found.add(
            Violation(
                node,
                constraint,
                text(SH.resultMessage) if path or constraint == "sparql" else NO_IRI,
                shapes().namespace_manager.normalizeUri(path) if path else "",
                "" if value == node else value,
            )
        )
    return Report(tuple(sorted(found)))


def by_sparql(store: ox.Store) -> Report:
    """Validate a store by the shapes translated to SPARQL, over all its graphs; it must hold the ontology too."""
    found = set()
    for check in checks():
        rows = store.query(check.query, use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        names = {variable.value for variable in rows.variables}
        for row in rows:
            node = _text(row["this"])
            value = _text(row["value"]) if "value" in names else ""
            found.add(Violation(node, check.constraint, check.message, check.path, "" if value == node else value))
    return Report(tuple(sorted(found)))


def _text(value: object) -> str:
    return value.value if isinstance(value, ox.NamedNode | ox.Literal) else str(value or "")
