"""The page ``docs/ontology.md``, written from ``ontology/celebrity.ttl``; ``python -m kg.ontology`` writes it anew."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import pairwise

import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from kg.vocab import ONTOLOGY, data_folder

CK = rdflib.Namespace(ONTOLOGY)
_KINDS = (
    (OWL.SymmetricProperty, "symmetric"),
    (OWL.AsymmetricProperty, "asymmetric"),
    (OWL.IrreflexiveProperty, "irreflexive"),
)


def load() -> rdflib.Graph:
    """The ontology as an rdflib graph."""
    return rdflib.Graph().parse(data_folder("ontology") / "celebrity.ttl")


def page(source: str) -> str:
    """The page in Markdown, from the ontology's Turtle: the sections of the file, a heading for each term.

    >>> print(page(\"\"\"@prefix ck: <https://celebrity-kg.example/ontology#> .
    ... @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    ... @prefix owl: <http://www.w3.org/2002/07/owl#> .
    ... # ---- Who ----
    ... ck:Person a owl:Class ; rdfs:label "person"@en ; rdfs:comment "A human being."@en .\"\"\"))
    <!-- Written by `python -m kg.ontology` from ontology/celebrity.ttl: edit that file. -->
    # The vocabulary
    <BLANKLINE>
    ## Who
    <BLANKLINE>
    ### ck:Person
    <BLANKLINE>
    A human being.
    <BLANKLINE>
    class
    <BLANKLINE>
    """
    graph = rdflib.Graph().parse(data=source, format="turtle")
    lines = [
        "<!-- Written by `python -m kg.ontology` from ontology/celebrity.ttl: edit that file. -->",
        "# The vocabulary",
        "",
    ]
    for head in graph.subjects(RDF.type, OWL.Ontology):
        lines += [_text(graph, head), "", f"Namespace `{ONTOLOGY}`, prefix `ck:`, version {_version(graph, head)}.", ""]
        lines += ["Aligned to: " + ", ".join(_aligned(graph)) + ".", ""]
    for title, terms in _sections(source):
        lines += [f"## {title}", ""]
        for name in terms:
            lines += _entry(graph, name)
    return "\n".join(lines)


def _version(graph: rdflib.Graph, head: rdflib.term.Node) -> str:
    return str(graph.value(head, OWL.versionInfo))


def _sections(source: str) -> Iterable[tuple[str, list[str]]]:
    """The headings of the file (``# ---- Title ----``) and the names of the terms described under each."""
    rows = source.splitlines()
    heads = [index for index, row in enumerate(rows) if row.startswith("# ---- ")]
    for start, end in pairwise([*heads, len(rows)]):
        names = [row.split()[0] for row in rows[start:end] if row[:1].isalpha() and " a " in row]
        yield rows[start].strip("# -"), names


def _entry(graph: rdflib.Graph, name: str) -> list[str]:
    """A term: its comment, and one line on what it is."""
    term = graph.namespace_manager.expand_curie(name)
    facts = [_kind(graph, term)]
    facts += [word for kind, word in _KINDS if (term, RDF.type, kind) in graph]
    if (term, CK.mutual, rdflib.Literal(True)) in graph:
        facts.append("mutual")
    if (term, CK.sensitive, rdflib.Literal(True)) in graph:
        facts.append("**sensitive**")
    domain, range_ = (_names(graph, term, predicate) for predicate in (RDFS.domain, RDFS.range))
    kind = graph.value(term, CK.literalType)
    if domain or range_:
        facts.append(f"{domain or 'anything'} → {kind or range_ or 'anything'}")
    for label, predicate in (
        ("within", RDFS.subPropertyOf),
        ("within", RDFS.subClassOf),
        ("inverse of", OWL.inverseOf),
        ("close to", SKOS.closeMatch),
    ):
        if found := _names(graph, term, predicate):
            facts.append(f"{label} {found}")
    return [f"### {name}", "", _text(graph, term), "", " · ".join(facts), ""]


def _kind(graph: rdflib.Graph, term: rdflib.URIRef) -> str:
    if (term, RDF.type, CK.Relation) in graph:
        return "relation"
    if (term, RDF.type, OWL.Class) in graph:
        event = (term, RDFS.subClassOf, CK.Event) in graph
        return "event" if event else "class"
    if (term, RDF.type, OWL.NamedIndividual) in graph:
        return "individual " + _names(graph, term, RDF.type)
    return "property"


def _names(graph: rdflib.Graph, term: rdflib.URIRef, predicate: rdflib.URIRef) -> str:
    found = sorted(graph.namespace_manager.normalizeUri(str(node)) for node in graph.objects(term, predicate))
    return ", ".join(f"`{name}`" for name in found if name != "owl:NamedIndividual")


def _text(graph: rdflib.Graph, term: rdflib.term.Node) -> str:
    return str(graph.value(term, RDFS.comment) or "").replace("``", "`")


def _aligned(graph: rdflib.Graph) -> list[str]:
    """The namespaces of others that the terms point to, but for the languages the ontology is written in."""
    grammar = {str(namespace) for namespace in (OWL, RDF, RDFS, SKOS, rdflib.XSD)} | {ONTOLOGY}
    used = {
        (prefix, str(namespace))
        for prefix, namespace in graph.namespaces()
        if str(namespace) not in grammar and any(str(node).startswith(str(namespace)) for node in graph.objects())
    }
    return [f"`{prefix}:` <{namespace}>" for prefix, namespace in sorted(used)]


def main() -> None:
    """Write the page into the checkout."""
    folder = data_folder("ontology")
    text = page((folder / "celebrity.ttl").read_text(encoding="utf-8"))
    target = folder.parent / "docs" / "ontology.md"
    target.write_text(text, encoding="utf-8")
    sys.stderr.write(f"wrote {target}\n")


if __name__ == "__main__":
    main()
