"""What the server says of itself: the SPARQL Service Description, and VoID for what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize
from starlette.types import Scope

from kg.bounds.reader import GRAPHS
from kg.rdf.terms import TYPE
from kg.web import negotiate
from kg.web.answer import Answer, HttpError, etag, header, is_known
from kg.web.service import Service

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_TRIPLES = ("Turtle", "N-Triples", "JSON-LD", "TriG", "RDF_XML", "N-Quads")
_PREFIXES = {"sd": _SD, "void": _VOID, "formats": _FORMATS, "dcterms": "http://purl.org/dc/terms/"}
_OFFERED = tuple(pair for pair in negotiate.kinds(negotiate.GRAPHS) if pair[0] != "nq")


def root(scope: Scope) -> str:
    """The address of this server as the client knows it, without a slash at the end.

    A ``Host`` header that is no host is not repeated to anybody.
    """
    host = header(scope, b"host")
    if not re.fullmatch(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:]+\](:\d{1,5})?", host):
        server = scope.get("server") or ("127.0.0.1", 80)
        host = f"{server[0]}:{server[1]}"
    return f"{scope.get('scheme', 'http')}://{host}{scope.get('root_path', '')}"


async def description(service: Service, scope: Scope) -> Answer:
    """The Service Description, for a bare GET of the endpoint; browsers are sent to the editor. Raises HttpError."""
    offered = (*_OFFERED, *negotiate.kinds(negotiate.PAGE))
    chosen = negotiate.choose(header(scope, b"accept"), offered)
    if chosen and chosen[0] == "html":
        return Answer(303, headers={"Location": f"{scope.get('root_path', '')}/editor.html", "Vary": "Accept"})
    endpoint = NamedNode(f"{root(scope)}/sparql")
    dataset, default = BlankNode("dataset"), BlankNode("default")
    sd = _terms(_SD)
    triples = [
        Triple(endpoint, TYPE, sd("Service")),
        Triple(endpoint, sd("endpoint"), endpoint),
        Triple(endpoint, sd("supportedLanguage"), sd("SPARQL11Query")),
        *([Triple(endpoint, sd("supportedLanguage"), sd("SPARQL11Update"))] if service.writer else []),
        *(Triple(endpoint, sd("resultFormat"), NamedNode(_FORMATS + name)) for name in (*_RESULTS, *_TRIPLES)),
        Triple(endpoint, sd("defaultDataset"), dataset),
        Triple(dataset, TYPE, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), default),
        Triple(default, TYPE, sd("Graph")),
        Triple(dataset, NamedNode(_VOID + "inDataset"), NamedNode(f"{root(scope)}/.well-known/void#dataset")),
    ]
    return written(scope, chosen, triples, service.copy.stamp)


async def void(service: Service, scope: Scope) -> Answer:
    """What the served copy holds, by VoID (https://www.w3.org/TR/void/). Raises HttpError."""
    address, void_ = root(scope), _terms(_VOID)
    dataset = NamedNode(f"{address}/.well-known/void#dataset")
    counts = await service.counts()
    title = NamedNode("http://purl.org/dc/terms/title")
    triples = [
        Triple(NamedNode(f"{address}/.well-known/void"), TYPE, void_("DatasetDescription")),
        Triple(NamedNode(f"{address}/.well-known/void"), NamedNode("http://xmlns.com/foaf/0.1/primaryTopic"), dataset),
        Triple(dataset, TYPE, void_("Dataset")),
        Triple(dataset, title, Literal("Celebrity KG", language="en")),
        Triple(dataset, void_("sparqlEndpoint"), NamedNode(f"{address}/sparql")),
        Triple(dataset, void_("uriSpace"), Literal(service.names.base)),
        Triple(dataset, void_("vocabulary"), NamedNode("https://celebrity-kg.example/ontology#")),
        *(Triple(dataset, void_(name), Literal(number)) for name, number in sorted(counts.items())),
    ]
    return written(scope, negotiate.choose(header(scope, b"accept"), _OFFERED), triples, service.copy.stamp)


def _terms(namespace: str) -> Callable[[str], NamedNode]:
    return lambda local: NamedNode(namespace + local)


def written(scope: Scope, chosen: tuple[str, str] | None, triples: Iterable[Triple], state: str) -> Answer:
    """Triples in the chosen form. Raises HttpError 406 where none was."""
    if chosen is None:
        types = ", ".join(media for _, media in _OFFERED)
        raise HttpError(406, f"this is to be had as {types}", {"Vary": "Accept"})
    form, media = chosen
    kind = GRAPHS[form]
    prefixes = _PREFIXES if kind in (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML) else None
    body = serialize(triples, format=kind, prefixes=prefixes) or b""
    tag = etag(state, body)
    headers = {"Vary": "Accept", "ETag": tag, "Cache-Control": "no-cache"}
    if is_known(header(scope, b"if-none-match"), tag):
        return Answer(304, headers=headers)
    text = f"{media}; charset=utf-8" if media.startswith("text/") else media
    return Answer(200, body, text, headers)
