from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode

from kg.output import Answer, Table, Triples
from kg.queries import run
from kg.sparql import EndpointError, QueryRefusedError, Remote, read_only, with_values
from tests.asking import MARISOL, endpoint, graph


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s ?p ?o }",
        "ASK { ?s a ck:Person }",
        'SELECT ?s { ?s ?p "SERVICE <http://e/> { }" } # SERVICE <http://e/>',
        "PREFIX service: <http://e/> SELECT * { ?s service:SERVICE ?load }",
        "SELECT * { <http://e/SERVICE> ?insert ?o }",
        "CONSTRUCT { ?s ?p ?o } FROM <https://example.org/g> WHERE { ?s ?p ?o }",
        "DESCRIBE <http://e/a>",
    ],
)
def test_a_query_that_only_reads_passes_as_it_is(query: str) -> None:
    assert read_only(query) == query


SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE SILENT ?where { ?s ?p ?o } }",
    "ASK { { SELECT ?x { GRAPH ?g { OPTIONAL { SERVICE ?x { ?s ?p ?o } } } } } }",
    "SELECT * { ?s ?p ?o FILTER(1 = 1 && EXISTS { SERVICE <http://e/> { ?s ?p ?o } }) }",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { SERVICE <http://e/> { ?s ?p ?o } } }",
    "SELECT * { { ?s ?p ?o } UNION { ?a ?b ?c MINUS { SERVICE <http://e/> { ?s ?p ?o } } } }",
    "SELECT * { BIND(EXISTS { SERVICE <http://e/> { ?s ?p ?o } } AS ?x) }",
    "SELECT (EXISTS { SERVICE <http://e/> { ?s ?p ?o } } AS ?x) { }",
    "SELECT ?s { ?s ?p ?o } ORDER BY (EXISTS { SERVICE <http://e/> { ?s ?p ?o } })",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (EXISTS { SERVICE <http://e/> { ?s ?p ?o } })",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://e/> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <http://e/> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://e/> { ?s ?p ?o } }",
    'SELECT * { ?s ?p "a\\u0022 . SERVICE <http://e/> { ?a ?b ?c } ?x ?y \\u0022b" }',
    "SELECT * { # comment\nSERVICE#\n<http://e/>{ ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", SERVICES)
def test_service_is_refused_wherever_it_hides(query: str) -> None:
    with pytest.raises(QueryRefusedError, match="SERVICE"):
        read_only(query)


def test_a_prefix_nobody_declared_is_named() -> None:
    query = "PREFIX e: <http://e/> SELECT * { ?s ck:a e:b ; nope:c ?o }"
    with pytest.raises(QueryRefusedError, match=r"declares nope: \(known without are ck:, rdf:\)"):
        read_only(query, ["ck", "rdf"])
    assert read_only(query, ["ck", "nope"]) == query


def test_an_escape_that_hides_an_escape_is_refused() -> None:
    with pytest.raises(QueryRefusedError, match="escaped escape"):
        read_only('SELECT * { ?s ?p "\\u005cu0022" }')


def test_what_is_run_is_what_was_read() -> None:
    """Oxigraph leaves a code point escape for its string parser; it must be gone before the text gets there."""
    assert "\\u" not in read_only('SELECT * { ?s ?p "\\u0041da" }')


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <http://a> <http://b> <http://c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/x.ttl>",
        "PREFIX ex: <http://e/> CLEAR ALL",
        "drop all",
        "WITH <http://g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_is_refused_as_one(query: str) -> None:
    before = len(graph())
    with pytest.raises(QueryRefusedError, match="update"):
        read_only(query)
    assert len(graph()) == before


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * {", "line 1"),
        ("SELECT *\n{ ?s ?p }", "line 2"),
        ("", "empty"),
        (" \n", "empty"),
        ("hello", "cannot read"),
        ("SELECT * { ?s ?p ?o } ; DROP ALL", "cannot read"),
        ("SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }", "not files"),
        ("SELECT * FROM NAMED <file:///etc/hostname> { GRAPH ?g { ?s ?p ?o } }", "not files"),
    ],
)
def test_what_is_no_query_is_told(query: str, message: str) -> None:
    with pytest.raises(QueryRefusedError, match=message):
        read_only(query)


@dataclass
class Seen:
    """What a test server was asked, and how it is to answer."""

    queries: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    status: int = 200
    body: bytes | None = None
    kind: str = ""
    wait: threading.Event | None = None


def served(seen: Seen) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """A SPARQL endpoint over the small world: queries by GET and by form POST."""

        def do_GET(self) -> None:
            self.answer(parse_qs(urlsplit(self.path).query)["query"][0])

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            self.answer(parse_qs(self.rfile.read(length).decode())["query"][0])

        def answer(self, query: str) -> None:
            seen.queries.append(query)
            seen.agents.append(self.headers["User-Agent"])
            seen.methods.append(self.command)
            if seen.wait:
                seen.wait.wait(5)
            try:
                body, kind = (seen.body, seen.kind) if seen.body is not None else self.run(query)
                status = seen.status
            except SyntaxError as error:
                body, kind, status = str(error).encode(), "text/plain", 400
            try:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except BrokenPipeError:
                pass

        def run(self, query: str) -> tuple[bytes, str]:
            found = graph().store.query(query)
            if isinstance(found, ox.QueryTriples):
                return found.serialize(format=ox.RdfFormat.TURTLE) or b"", "text/turtle"
            kind = ox.QueryResultsFormat.JSON
            return found.serialize(format=kind) or b"", "application/sparql-results+json"

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def url(seen: Seen) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), served(seen))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    if seen.wait:
        seen.wait.set()
    server.shutdown()
    server.server_close()
    thread.join()


CK = "PREFIX ck: <https://celebrity-kg.example/ontology#> "


@pytest.mark.parametrize(
    "query",
    [
        CK + "SELECT ?a ?b ?nothing { ?a ck:marriedTo ?b } ORDER BY ?a ?b",
        CK + "ASK { ?a ck:marriedTo ?b }",
        CK + "ASK { ?a ck:marriedTo ?a }",
        CK + "CONSTRUCT { ?b ck:marriedTo ?a } WHERE { ?a ck:marriedTo ?b }",
        CK + "SELECT ?d { ?p ck:bornOn ?d } ORDER BY ?d",
    ],
)
def test_a_remote_endpoint_gives_what_the_store_gives(url: str, query: str) -> None:
    found = Remote(url).query(query, {})
    assert found == endpoint().query(query, {})
    assert isinstance(found, Table | Answer | Triples)


def test_a_named_query_runs_on_a_remote_endpoint(url: str, seen: Seen) -> None:
    assert run("spouses", {"person": MARISOL}, Remote(url)) == run("spouses", {"person": MARISOL}, endpoint())
    assert "VALUES" in seen.queries[-1]


def test_an_endpoint_is_told_who_asks(url: str, seen: Seen) -> None:
    Remote(url).query("ASK { ?s ?p ?o }", {})
    assert "celebrity-kg" in seen.agents[0]
    assert seen.methods == ["GET"]


def test_a_long_query_goes_by_post(url: str, seen: Seen) -> None:
    found = Remote(url).query("ASK { ?s ?p ?o } #" + "x" * 9000, {})
    assert found == Answer(True)
    assert seen.methods == ["POST"]


def test_a_query_the_endpoint_refuses_is_the_users_error(url: str) -> None:
    with pytest.raises(QueryRefusedError, match="does not take the query"):
        Remote(url).query("SELECT * { ?s ?p }", {})


def test_an_update_is_never_sent(url: str, seen: Seen) -> None:
    with pytest.raises(QueryRefusedError, match="update"):
        Remote(url).query("DROP ALL", {})
    assert seen.queries == []


@pytest.mark.parametrize("status", [401, 403, 404, 406, 500, 503])
def test_an_endpoint_in_trouble_is_told(url: str, seen: Seen, status: int) -> None:
    seen.status, seen.body, seen.kind = status, b"no", "text/plain"
    with pytest.raises(EndpointError, match=r"127\.0\.0\.1"):
        Remote(url).query("ASK { ?s ?p ?o }", {})


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html>log in</html>", "text/html"),
        (b'{"half":', "application/sparql-results+json"),
        (b"\xff\xfe", "text/csv"),
    ],
)
def test_an_answer_that_is_no_result_is_told(url: str, seen: Seen, body: bytes, kind: str) -> None:
    seen.body, seen.kind = body, kind
    with pytest.raises(EndpointError, match="no SPARQL result"):
        Remote(url).query("SELECT * { ?s ?p ?o }", {})


def test_an_answer_in_another_format_than_asked_for_is_read(url: str, seen: Seen) -> None:
    seen.body = (
        b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head>'
        b'<results><result><binding name="x"><literal>one</literal></binding></result></results></sparql>'
    )
    seen.kind = "application/sparql-results+xml"
    found = Remote(url).query("SELECT ?x { }", {})
    assert isinstance(found, Table)
    assert found.rows == ((Literal("one"),),)


def test_a_slow_endpoint_is_given_up(url: str, seen: Seen) -> None:
    seen.wait = threading.Event()
    with pytest.raises(EndpointError, match=r"more than 0\.2 seconds"):
        Remote(url, timeout=0.2).query("ASK { ?s ?p ?o }", {})


def test_a_closed_port_is_network_trouble() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(EndpointError, match="cannot be reached"):
        Remote(f"http://127.0.0.1:{port}/").query("ASK { ?s ?p ?o }", {})


@pytest.mark.parametrize(
    "url_given", ["example.org/sparql", "ftp://example.org/", "file:///etc/hostname", "http://", ""]
)
def test_what_is_no_address_is_refused_before_anything_is_sent(url_given: str) -> None:
    with pytest.raises(QueryRefusedError, match="no endpoint"):
        Remote(url_given)


def test_values_go_into_the_outermost_group() -> None:
    sent = with_values('SELECT ?x # {\n{ ?x ?p "{" }', {"x": NamedNode("http://e/a")})
    assert sent == 'SELECT ?x # {\n{ VALUES (?x) { (<http://e/a>) } ?x ?p "{" }'
    with pytest.raises(QueryRefusedError, match="no group"):
        with_values("DESCRIBE <http://e/a>", {"x": Literal("1")})
