"""Quads as Turtle, TriG, N-Triples, N-Quads, JSON-LD and RDF/XML: sorted, so that equal graphs give equal bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, serialize

from kg.rdf.terms import DERIVED, EXACT, EXACT_MATCH, KINDS, LABEL, OBJECT, PREDICATE, SUBJECT, TYPE, Names, ck, term
from kg.rdf.write import sort_quads

_HEADINGS = {
    "person": "People",
    "group": "Groups",
    "org": "Organizations",
    "place": "Places",
    "work": "Works",
    "thing": "Other things",
    "event": "Events",
    "article": "Articles",
    "publisher": "Publishers",
    "author": "Authors",
    "run": "Runs",
    "source": "Sources",
    "claim": "Claims",
    "evidence": "Evidence",
    "mention": "Mentions",
    "judgement": "Who is who",
    "link": "Links to Wikidata",
}
_START, _END = term("oa", "start"), term("oa", "end")
_SCHEMA_SAME = term("schema", "sameAs")
_SORTING = {SUBJECT, PREDICATE, OBJECT, DERIVED, _START}
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def turtle(quads: Iterable[Quad], names: Names) -> bytes:
    """Turtle for reading and for diffs: what is believed first, then who says so; one predicate a line.

    >>> from kg.rdf.terms import ck
    >>> print(turtle([Quad(Names().node("person", "ada"), TYPE, ck("Person"))], Names()).decode())
    @prefix ck: <https://celebrity-kg.example/ontology#> .
    @prefix person: <https://celebrity-kg.example/person/> .
    <BLANKLINE>
    # People
    <BLANKLINE>
    person:ada a ck:Person .
    <BLANKLINE>
    """
    ordered = _in_order(quads, names)
    triples = [quad.triple for quad in ordered]
    text = serialize(triples, format=RdfFormat.TURTLE, prefixes=names.prefixes())
    assert text is not None
    blocks = _blocks(text.decode())
    subjects = (subject for subject, _ in groupby(ordered, lambda quad: quad.subject))
    found: list[str] = []
    heading = ""
    for subject, block in zip(subjects, blocks, strict=True):
        kind = _HEADINGS.get(names.kind_of(subject) if isinstance(subject, NamedNode) else "", "Other")
        if kind != heading:
            found.append(f"# {kind}\n")
            heading = kind
        found.append(block)
    return _with_prefixes("\n".join(found), names)


def trig(quads: Iterable[Quad], names: Names) -> bytes:
    """TriG: the default graph as in `turtle`, then each named graph in braces."""
    quads = list(quads)
    default = DefaultGraph()
    parts = [turtle((quad for quad in quads if quad.graph_name == default), names).decode()]
    head = parts[0]
    named = [quad for quad in quads if quad.graph_name != default]
    text = serialize(_in_order(named, names), format=RdfFormat.TRIG, prefixes=names.prefixes())
    assert text is not None
    body = head[head.find("\n\n") + 2 :] if head else ""
    graphs = re.sub(r"(?m)^\t+", lambda tabs: "    " * len(tabs[0]), _body(text.decode()))
    return _with_prefixes("\n".join(filter(None, (body, graphs.replace("\n}\n", "\n}\n\n").rstrip() + "\n"))), names)


def n_triples(quads: Iterable[Quad]) -> bytes:
    """Canonical N-Triples, sorted."""
    return serialize(sorted((quad.triple for quad in quads), key=str), format=RdfFormat.N_TRIPLES) or b""


def n_quads(quads: Iterable[Quad]) -> bytes:
    """Canonical N-Quads, sorted."""
    return serialize(sort_quads(quads), format=RdfFormat.N_QUADS) or b""


_FIRST = (TYPE, LABEL, SUBJECT, PREDICATE, OBJECT, ck("status"), ck("saidBy"), EXACT, _START, _END)
"""The predicates that a reader wants to see first; the others follow by name."""


def _in_order(quads: Iterable[Quad], names: Names) -> list[Quad]:
    """By graph, then by kind of subject as in `kg.rdf.terms.KINDS`, then as a reader looks for it.

    Claims stand by what they are about, evidence as it stands in its article, everything else by its IRI.
    """
    quads = list(quads)
    kinds = {kind: place for place, kind in enumerate(KINDS)}
    ranks = {predicate: place for place, predicate in enumerate(_FIRST)}
    values = {(quad.subject, quad.predicate): _plain(quad.object) for quad in quads if quad.predicate in _SORTING}

    @cache
    def place(node: NamedNode) -> tuple[int, tuple[str, ...]]:
        kind = names.kind_of(node)
        by = {"claim": (SUBJECT, PREDICATE, OBJECT), "evidence": (DERIVED, _START)}.get(kind, ())
        return kinds.get(kind, len(kinds)), (*(values.get((node, predicate), "") for predicate in by), str(node))

    def key(quad: Quad) -> tuple[object, ...]:
        rank = ranks.get(quad.predicate, len(ranks))
        return (str(quad.graph_name), place(quad.subject), rank, str(quad.predicate), str(quad.object))

    return sorted(quads, key=key)


def _plain(thing: object) -> str:
    """A value to sort by; numbers by their size."""
    if isinstance(thing, Literal):
        return thing.value.zfill(12) if thing.value.isdigit() else thing.value
    return str(thing)


def _body(text: str) -> str:
    """Turtle without its prefix lines, which the library writes in no fixed order."""
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("@prefix "))


def _blocks(text: str) -> list[str]:
    """The statements of Turtle by subject; every line that is not indented begins one (texts hold no raw newline)."""
    found: list[str] = []
    for line in _body(text).split("\n"):
        if line.startswith("\t"):
            found[-1] += f"    {line[1:]}\n"
        elif line:
            found.append(f"{line}\n")
    return found


def _with_prefixes(body: str, names: Names) -> bytes:
    """The prefixes that are used, sorted, and the text."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', body)
    used = set(re.findall(r"(?<![\w<:/])([a-z]+):", re.sub(r"<[^>]*>", "<>", bare)))
    lines = [f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(names.prefixes().items()) if name in used]
    return ("".join(lines) + ("\n" if lines else "") + body).encode()


def json_ld(quads: Iterable[Quad], names: Names) -> bytes:
    """JSON-LD 1.1: a context with our prefixes, and a node object for each subject.

    What is linked to Wikidata is also ``schema:sameAs`` it, which is what readers of schema.org look for.
    """
    quads = set(quads)
    quads |= {Quad(quad.subject, _SCHEMA_SAME, quad.object) for quad in quads if quad.predicate == EXACT_MATCH}
    prefixes = names.prefixes()
    longest = sorted(prefixes.items(), key=lambda item: -len(item[1]))

    def short(iri: str) -> str:
        for prefix, namespace in longest:
            local = iri[len(namespace) :]
            if iri.startswith(namespace) and local and not local.startswith("//"):
                return f"{prefix}:{local}"
        return iri

    def value(thing: object) -> Any:
        if isinstance(thing, NamedNode):
            return {"@id": short(thing.value)}
        assert isinstance(thing, Literal)
        if thing.language:
            return {"@language": thing.language, "@value": thing.value}
        if thing.datatype.value == _STRING:
            return thing.value
        return {"@type": short(thing.datatype.value), "@value": thing.value}

    nodes = []
    for subject, about in groupby(_in_order(quads, names), lambda quad: quad.subject):
        assert isinstance(subject, NamedNode)
        node: dict[str, Any] = {"@id": short(subject.value)}
        for predicate, group in groupby(about, lambda quad: quad.predicate):
            objects = [quad.object for quad in group]
            if predicate == TYPE:
                node["@type"] = _one_or_all([short(str(thing).strip("<>")) for thing in objects])
            else:
                node[short(predicate.value)] = _one_or_all([value(thing) for thing in objects])
        nodes.append(node)
    document = {"@context": dict(sorted(prefixes.items())), "@graph": nodes}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _one_or_all(values: Sequence[Any]) -> Any:
    return values[0] if len(values) == 1 else list(values)


def rdf_xml(quads: Iterable[Quad], names: Names) -> bytes:
    """RDF/XML. Characters that XML 1.0 cannot hold (control characters) are written as U+FFFD."""
    prefixes = names.prefixes()
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<rdf:RDF"]
    lines += [f"    xmlns:{prefix}={quoteattr(iri)}" for prefix, iri in sorted(prefixes.items())]
    lines[-1] += ">"
    for subject, about in groupby(_in_order(quads, names), lambda quad: quad.subject):
        lines.append(f"  <rdf:Description rdf:about={quoteattr(str(subject).strip('<>'))}>")
        lines += _properties(about, prefixes)
        lines.append("  </rdf:Description>")
    return ("\n".join([*lines, "</rdf:RDF>"]) + "\n").encode()


def _properties(quads: Iterable[Quad], prefixes: dict[str, str]) -> Iterator[str]:
    for quad in quads:
        name = _qname(quad.predicate.value, prefixes)
        thing = quad.object
        if isinstance(thing, NamedNode):
            yield f"    <{name} rdf:resource={quoteattr(thing.value)}/>"
            continue
        assert isinstance(thing, Literal)
        kind = "" if thing.datatype.value == _STRING else f" rdf:datatype={quoteattr(thing.datatype.value)}"
        if thing.language:
            kind = f" xml:lang={quoteattr(thing.language)}"
        yield f"    <{name}{kind}>{xml_text(thing.value)}</{name}>"


def _qname(iri: str, prefixes: dict[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and re.fullmatch(r"[A-Za-z_][\w-]*", iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    raise ValueError(f"RDF/XML cannot name the predicate {iri}: it is in none of our vocabularies")


def xml_text(text: str) -> str:
    """Text for XML; a carriage return by its number, or the reader would take it for a line feed.

    >>> xml_text("a < b" + chr(13) + chr(7))
    'a &lt; b&#13;�'
    """
    return escape(NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})
