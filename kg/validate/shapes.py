"""The SHACL shapes of ``ontology/shapes.ttl``, and their translation to SPARQL.

pySHACL needs an rdflib graph in memory, 20 seconds and more for a million triples; the same constraints as SPARQL on
Oxigraph take two. So the shapes are the one truth, and this module translates them. It knows the part of SHACL that
our shapes use, and refuses anything else rather than leave it unchecked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import rdflib
from rdflib import RDF, RDFS, SH
from rdflib.collection import Collection
from rdflib.term import Identifier, Node

from kg.vocab import data_folder

NO_IRI = "the node has no IRI"
_TYPED = ("integer", "decimal", "date", "boolean")
_IGNORED = {SH.path, SH.message, SH.property, SH.sparql, SH.targetClass, RDF.type}


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint as a query: each row has ``this``, and where there is one the offending ``value``."""

    constraint: str
    message: str
    path: str
    query: str


@lru_cache(maxsize=1)
def ontology() -> rdflib.Graph:
    """The ontology, parsed."""
    return rdflib.Graph().parse(data_folder("ontology") / "celebrity.ttl")


@lru_cache(maxsize=1)
def shapes() -> rdflib.Graph:
    """The shapes, parsed."""
    return rdflib.Graph().parse(data_folder("ontology") / "shapes.ttl")


@lru_cache(maxsize=1)
def checks() -> tuple[Check, ...]:
    """Every constraint of the shapes as a query over the union of all graphs.

    >>> len(checks()) > 50
    True
    """
    return tuple(_translate(shapes()))


def _translate(graph: rdflib.Graph) -> Iterator[Check]:
    for shape in sorted(graph.subjects(RDF.type, SH.NodeShape), key=str):
        target = _instances("this", _one(graph, shape, SH.targetClass))
        yield from _core(graph, shape, target, "?this", "")
        for part in graph.objects(shape, SH.property):
            path = _one(graph, part, SH.path)
            if not isinstance(path, rdflib.URIRef):
                raise NotImplementedError(f"{shape}: only a single predicate is understood as sh:path, not {path}")
            yield from _core(graph, part, target, "?value", f"?this {path.n3()} ?value .")
        for part in graph.objects(shape, SH.sparql):
            select = str(_one(graph, part, SH.select)).replace("$this", "?this")
            head, _, rest = select.partition("{")
            body = rest.rpartition("}")[0]
            query = f"{_prologue(graph)}{head.replace('SELECT ?', 'SELECT DISTINCT ?')}{{ {target} {body} }}"
            yield Check("sparql", _message(graph, part), "", query)


def _core(graph: rdflib.Graph, shape: Node, target: str, value: str, step: str) -> Iterator[Check]:
    """The core constraints of a node shape (on ?this) or of a property shape (on ?value, one step away)."""
    path = _one(graph, shape, SH.path) if step else None
    local = graph.namespace_manager.normalizeUri(str(path)) if path else ""
    known: dict[Node, Callable[[Any], str]] = {
        SH.datatype: lambda x: _not_of_datatype(value, x),
        SH["class"]: lambda x: f"FILTER NOT EXISTS {{ {_instances(value[1:], x)} }}",
        SH.nodeKind: lambda x: f"FILTER (!isIRI({value}))" if x == SH.IRI else _refuse(shape, x),
        SH["in"]: lambda x: f"FILTER ({value} NOT IN ({', '.join(n.n3() for n in Collection(graph, x))}))",
        SH.pattern: lambda x: f"FILTER (!REGEX(STR({value}), {rdflib.Literal(str(x)).n3()}))",
        SH.minInclusive: lambda x: f"FILTER (!COALESCE({value} >= {x.n3()}, false))",
        SH.maxInclusive: lambda x: f"FILTER (!COALESCE({value} <= {x.n3()}, false))",
        SH.minCount: lambda x: "" if int(x) == 1 else _refuse(shape, x),
        SH.maxCount: lambda x: "" if int(x) == 1 else _refuse(shape, x),
    }
    for component, parameter in sorted(graph.predicate_objects(shape)):
        if component in _IGNORED:
            continue
        if component not in known:
            raise NotImplementedError(f"{shape}: {component} is not understood; add it to kg/validate/shapes.py")
        test = known[component](parameter)
        select = "?this" if value == "?this" else "?this ?value"
        where = f"{target} {step} {test}"
        if component == SH.minCount:
            select, where = "?this", f"{target} FILTER NOT EXISTS {{ {step} }}"
        elif component == SH.maxCount:
            other = step.replace("?value", "?other")
            select, where = "?this", f"{target} {step} {other} FILTER (!sameTerm(?value, ?other))"
        query = f"{_prologue(graph)}SELECT DISTINCT {select} WHERE {{ {where} }}"
        yield Check(str(component).rpartition("#")[2], _message(graph, shape), local, query)


def _refuse(shape: Node, value: Identifier) -> str:
    raise NotImplementedError(f"{shape}: the value {value} is not understood; add it to kg/validate/shapes.py")


def _not_of_datatype(value: str, datatype: Identifier) -> str:
    """A literal of another datatype, or one whose words are none of its own ("abc"^^xsd:integer)."""
    tests = [f"!isLiteral({value})", f"DATATYPE({value}) != {datatype.n3()}"]
    if str(datatype).rpartition("#")[2] in _TYPED:
        tests.append(f"!COALESCE({datatype.n3()}(STR({value})) = {datatype.n3()}(STR({value})), false)")
    return f"FILTER ({' || '.join(tests)})"


def _instances(variable: str, kind: Identifier) -> str:
    """A pattern for the instances of a class or of one of its subclasses."""
    classes = sorted({node.n3() for node in ontology().transitive_subjects(RDFS.subClassOf, kind)})  # type: ignore[union-attr]
    return f"?{variable} a ?{variable}Type . FILTER (?{variable}Type IN ({', '.join(classes)}))"


def _one(graph: rdflib.Graph, shape: Node, predicate: rdflib.URIRef) -> Identifier:
    found = list(graph.objects(shape, predicate))
    if len(found) != 1:
        raise NotImplementedError(f"{shape}: exactly one {predicate} is understood, not {len(found)}")
    assert isinstance(found[0], Identifier)
    return found[0]


def _message(graph: rdflib.Graph, shape: Node) -> str:
    """The shape's own words; the nodeKind of a node shape needs none."""
    return str(graph.value(shape, SH.message) or NO_IRI)


@lru_cache(maxsize=4)
def _prologue(graph: rdflib.Graph) -> str:
    return "".join(
        f"PREFIX {graph.value(node, SH.prefix)}: <{graph.value(node, SH.namespace)}>\n"
        for node in sorted(graph.objects(None, SH.declare), key=lambda n: str(graph.value(n, SH.prefix)))
    )
