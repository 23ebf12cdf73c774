"""A result as a file to keep: the plain formats, those of SPARQL for rows and answers, those of RDF for triples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import StringIO
from types import MappingProxyType
from xml.etree.ElementTree import Element, SubElement, tostring

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.output import Answer, Cell, Format, Result, Table, Triples, write
from kg.pages.frame import Page

_PLAIN = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
}
_SPARQL = {"srj": "application/sparql-results+json", "srx": "application/sparql-results+xml"}
_GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "csv": "CSV",
        "tsv": "TSV",
        "json": "JSON",
        "jsonl": "JSON Lines",
        "srj": "SPARQL JSON",
        "srx": "SPARQL XML",
        "ttl": "Turtle",
        "nt": "N-Triples",
        "jsonld": "JSON-LD",
        "rdf": "RDF/XML",
    }
)
"""What an answer can be had in: the ending of a file, and what people call it."""

_XML = "http://www.w3.org/2005/sparql-results#"
_TEXT = "http://www.w3.org/2001/XMLSchema#string"


def offered(result: Result) -> tuple[str, ...]:
    """The formats that a result can be had in: rows and answers as SPARQL has them, triples as RDF has them.

    >>> offered(Answer(True))[-1], offered(Triples())[-1]
    ('srx', 'rdf')
    """
    return (*_PLAIN, *(_GRAPHS if isinstance(result, Triples) else _SPARQL))


def download(result: Result, name: str, form: str, prefixes: Mapping[str, str]) -> Page:
    """A result as a file ``NAME.FORM`` to keep; ``form`` is one of those `offered`."""
    if form in _PLAIN:
        out = StringIO()
        write(result, Format(form), out)
        text, media = out.getvalue(), _PLAIN[form]
    elif isinstance(result, Triples):
        data = serialize(list(result.triples), format=_GRAPHS[form], prefixes=dict(prefixes))
        text, media = (data or b"").decode("utf-8"), _GRAPHS[form].media_type
    else:
        text, media = (_json if form == "srj" else _xml)(result), _SPARQL[form]
    return Page(
        200, name, text, {"Content-Type": media, "Content-Disposition": f'attachment; filename="{name}.{form}"'}
    )


def _json(result: Table | Answer) -> str:
    """https://www.w3.org/TR/sparql11-results-json/.

    >>> _json(Table(("a",), ((Literal("x"),), (None,)))).partition('"results": ')[2]
    '{"bindings": [{"a": {"type": "literal", "value": "x"}}, {}]}}'
    """
    if isinstance(result, Answer):
        return json.dumps({"head": {}, "boolean": result.value})
    bindings = [
        {name: _term(cell) for name, cell in zip(result.columns, row, strict=True) if cell is not None}
        for row in result.rows
    ]
    told = {"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}
    return json.dumps(told, ensure_ascii=False)


def _term(cell: Cell) -> dict[str, object]:
    match cell:
        case NamedNode():
            return {"type": "uri", "value": cell.value}
        case BlankNode():
            return {"type": "bnode", "value": cell.value}
        case Literal() if cell.language:
            return {"type": "literal", "value": cell.value, "xml:lang": cell.language}
        case Literal() if cell.datatype.value != _TEXT:
            return {"type": "literal", "value": cell.value, "datatype": cell.datatype.value}
        case Literal():
            return {"type": "literal", "value": cell.value}
        case Triple():
            sides = {"subject": cell.subject, "predicate": cell.predicate, "object": cell.object}
            return {"type": "triple", "value": {name: _term(side) for name, side in sides.items()}}
    raise TypeError(f"{cell!r} is no term of RDF")


def _xml(result: Table | Answer) -> str:
    """https://www.w3.org/TR/rdf-sparql-XMLres/.

    >>> _xml(Answer(True)).rpartition("<boolean>")[2]
    'true</boolean></sparql>'
    """
    root = Element("sparql", xmlns=_XML)
    head = SubElement(root, "head")
    if isinstance(result, Answer):
        SubElement(root, "boolean").text = str(result.value).lower()
    else:
        for name in result.columns:
            SubElement(head, "variable", name=name)
        results = SubElement(root, "results")
        for row in result.rows:
            line = SubElement(results, "result")
            for name, cell in zip(result.columns, row, strict=True):
                if cell is not None:
                    _into(SubElement(line, "binding", name=name), _term(cell))
    return '<?xml version="1.0"?>\n' + tostring(root, encoding="unicode")


def _into(parent: Element, term: Mapping[str, object]) -> None:
    """Write a term as JSON has it into an element."""
    kind, value = str(term["type"]), term["value"]
    made = SubElement(parent, kind)
    for name in ("datatype", "xml:lang"):
        if name in term:
            made.set(name, str(term[name]))
    if isinstance(value, dict):
        for name, side in value.items():
            _into(SubElement(made, name), side)
    else:
        # XML cannot hold most control characters, however they are written.
        made.text = "".join(sign if sign >= " " or sign in "\t\n\r" else "\ufffd" for sign in str(value))
