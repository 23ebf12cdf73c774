"""Free SPARQL: read-only on the embedded store, and on a remote endpoint through SPARQLWrapper.

The embedded store would run ``SERVICE`` (a call into the network from inside a query) if it were let, so a free query
is first taken apart by rdflib's parser, and refused by what it is, not by how it is written: a property called
``ex:SERVICE``, or the word in a string or a comment, does no harm. Updates do not parse as queries at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from http.client import HTTPException
from io import BytesIO
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from kg.output import Result, Triples, read_result
from kg.queries.endpoint import Bindings
from kg.queries.header import first_group

_UPDATES = frozenset({"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"})
_RESULTS = "application/sparql-results+json"


class QueryRefusedError(ValueError):
    """A query that is none, changes something or reaches out; the message says which."""


class EndpointError(OSError):
    """The network or the remote endpoint failed; the message names the endpoint and what to try."""


def read_only(text: str, prefixes: Collection[str] | None = None) -> str:
    """A query that only reads the store it is sent to, as it is to be sent.

    ``prefixes`` are those it may use without declaring them; None leaves undeclared ones to whoever runs it.
    Raises QueryRefusedError for an update, for ``SERVICE``, for ``FROM`` a file, and for what rdflib cannot parse,
    since then nobody has looked inside.

    >>> read_only('SELECT ?s { ?s ?p "SERVICE <http://e/>" }')
    'SELECT ?s { ?s ?p "SERVICE <http://e/>" }'
    >>> read_only("ASK { SERVICE <http://e/> { ?s ?p ?o } }")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    kg.sparql.QueryRefusedError: SERVICE <http://e/> is refused: ...
    """
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import expandUnicodeEscapes, parseQuery, parseUpdate  # 0.2 s, free queries only

    # SPARQL replaces \\u0022 by a quotation mark before it parses; rdflib does, Oxigraph does not. Both must see the
    # same text, or one of them could take for a string what the other runs.
    text = expandUnicodeEscapes(text)
    if expandUnicodeEscapes(text) != text:
        raise QueryRefusedError("the query has an escaped escape (\\\\u005c...): write the character itself")
    if not text.strip():
        raise QueryRefusedError("the query is empty: give SELECT, ASK, CONSTRUCT or DESCRIBE")
    try:
        tree = parseQuery(text)
    except ParseException as error:
        if _is_update(text, parseUpdate):
            raise QueryRefusedError(
                "an update is refused: `kg sparql` only reads; `kg build` changes the store"
            ) from None
        near = error.line.strip() or "the end"
        raise QueryRefusedError(
            f"cannot read the query at line {error.lineno}, column {error.column}: {near}"
        ) from None
    declared, used = set(prefixes or ()), set()
    for part in _parts(tree):
        if part.name == "PrefixDecl":
            declared.add(str(part.prefix or ""))
        if part.name == "pname":
            used.add(str(part.prefix or ""))
        if part.name == "ServiceGraphPattern":
            raise QueryRefusedError(
                f"SERVICE {_iri(part.term)} is refused: a query of the store stays in the store; ask that "
                "endpoint itself with `kg sparql --endpoint URL`"
            )
        if part.name == "DatasetClause":
            graph = str(part.default or part.named)  # rdflib's get() gives the key itself where there is none
            if urlsplit(graph).scheme == "file":
                raise QueryRefusedError(f"FROM <{graph}> is refused: a query reads graphs of the store, not files")
    if prefixes is not None and used - declared:
        missing = ", ".join(f"{name}:" for name in sorted(used - declared))
        known = ", ".join(f"{name}:" for name in sorted(prefixes))
        raise QueryRefusedError(f"no PREFIX declares {missing} (known without are {known})")
    return text


def _is_update(text: str, parse_update: Any) -> bool:
    from pyparsing import ParseException

    try:
        return any(part.name for part in _parts(parse_update(text)))
    except ParseException:
        return any(word.casefold() in _UPDATES for word in text.split()[:1])


def _parts(tree: Any) -> Iterator[Any]:
    """Every named part of what rdflib's parser gives: parameter maps and lists, nested."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    stack = [tree]
    while stack:
        part = stack.pop()
        if isinstance(part, CompValue):
            yield part
            stack.extend(part.values())
        elif isinstance(part, ParseResults | list | tuple):
            stack.extend(part)


def _iri(term: Any) -> str:
    words = getattr(term, "n3", None)
    return str(words()) if words else str(term)


def with_values(text: str, bindings: Bindings) -> str:
    r"""A SELECT query with its variables bound by a ``VALUES`` block at the start of the outermost group.

    The terms are written by the RDF library, never pasted: a quote in a name stays inside its literal.

    >>> from pyoxigraph import Literal, NamedNode
    >>> with_values("SELECT ?x { ?x ?p ?o }", {"x": NamedNode("http://e/a"), "o": Literal('say "hi"')})
    'SELECT ?x { VALUES (?x ?o) { (<http://e/a> "say \\"hi\\"") } ?x ?p ?o }'
    """
    if not bindings:
        return text
    at = first_group(text)
    if at < 0:
        raise QueryRefusedError("the query has no group { ... } whose variables could be bound")
    names = " ".join(f"?{name}" for name in bindings)
    terms = " ".join(str(term) for term in bindings.values())
    return f"{text[:at]} VALUES ({names}) {{ ({terms}) }}{text[at:]}"


class Remote:
    """A SPARQL endpoint somewhere else. Nothing is sent before `query` is called."""

    def __init__(self, url: str, *, timeout: float = 30.0, agent: str = "celebrity-kg (SPARQLWrapper)") -> None:
        """Ask the endpoint at ``url``, waiting ``timeout`` seconds at most for each answer.

        Raises QueryRefusedError for what is no address of an endpoint.
        """
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise QueryRefusedError(
                f"{url!r} is no endpoint: give an http or https address, https://example.org/sparql"
            )
        self.url, self.timeout, self.agent = url, timeout, agent

    def query(self, text: str, bindings: Bindings) -> Result:
        """The whole result.

        Raises EndpointError where the network or the endpoint fails, QueryRefusedError where it refuses the query.
        """
        from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed, SPARQLWrapperException

        sent = with_values(text, bindings)
        client = SPARQLWrapper(self.url, agent=self.agent)
        client.timeout = self.timeout  # type: ignore[assignment]  # it goes to urllib, which takes fractions
        client.setQuery(sent)
        if client.isSparqlUpdateRequest():
            raise QueryRefusedError("an update is refused: `kg sparql` only reads")
        graph = client.queryType in ("CONSTRUCT", "DESCRIBE")
        client.setReturnFormat(TURTLE if graph else JSON)
        if len(sent) > 2000:  # longer addresses are cut or refused by some servers
            client.setMethod(POST)
        try:
            answer = client.query().response
            with answer:
                kind = answer.headers.get_content_type()
                data = answer.read()
        except QueryBadFormed as error:
            raise QueryRefusedError(f"{self.url} does not take the query: {_first_line(error)}") from None
        except EndPointInternalError as error:
            raise EndpointError(f"{self.url} failed on the query: {_first_line(error)}; try a simpler one") from None
        except (SPARQLWrapperException, HTTPError) as error:
            raise EndpointError(f"{self.url} refused the request: {_first_line(error)}") from None
        except (HTTPException, OSError) as error:
            reason = getattr(error, "reason", None) or error
            raise EndpointError(
                f"{self.url} cannot be reached: {reason}; check the address and the network, or give it more than "
                f"{self.timeout:g} seconds with --timeout"
            ) from None
        return _read(data, kind, self.url, graph=graph)


def _read(data: bytes, kind: str, url: str, *, graph: bool) -> Result:
    """A response's body as a result, by its content type; servers are free to answer in another than was asked for."""
    try:
        if graph:
            form = RdfFormat.from_media_type(kind) or RdfFormat.TURTLE
            triples = {quad.triple for quad in parse(BytesIO(data), format=form, base_iri=url)}
            return Triples(tuple(sorted(triples, key=str)))
        results = QueryResultsFormat.from_media_type(kind) or QueryResultsFormat.from_media_type(_RESULTS)
        answer = parse_query_results(BytesIO(data), format=results)
        return read_result(answer)
    except (SyntaxError, ValueError, UnicodeDecodeError) as error:
        start = data[:60].decode("utf-8", "replace")
        raise EndpointError(f"{url} answered with {kind}, which is no SPARQL result ({error}): {start!r}") from None


def _first_line(error: Exception) -> str:
    words = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(words)[:300] or type(error).__name__
