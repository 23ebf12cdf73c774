"""Writing: who may, the Graph Store Protocol, and what is served afterwards."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

import kg.store
from tests.asking import on_disk
from tests.serving import TOKEN, WRITER, Running, running

TURTLE = {"Content-Type": "text/turtle"}
RDF_XML = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<rdf:Description rdf:about="http://e/a"><e:form>x</e:form></rdf:Description></rdf:RDF>"""
ONE, TWO = b"<http://e/a> <http://e/b> 1 .", b"<http://e/a> <http://e/b> 2 ."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(on_disk(tmp_path_factory.mktemp("writing") / "graph"), sensitive=True, token=TOKEN) as found:
        yield found


def data(server: Running, method: str, graph: str, body: bytes | None = None, **headers: str) -> httpx.Response:
    where = "?default" if graph == "default" else f"?graph={graph}"
    return httpx.request(method, f"{server.url}/data{where}", content=body, headers=headers, timeout=60)


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer wrong",
        f"Bearer {TOKEN}x",
        f"Token {TOKEN}",
        "Basic !!!",
        "Basic " + b64encode(b"x:y").decode(),
    ],
)
@pytest.mark.parametrize("what", ["update", "put", "post", "delete"])
def test_nobody_writes_without_the_token(server: Running, what: str, authorization: str) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    if what == "update":
        answer = httpx.post(f"{server.url}/sparql", data={"update": "CLEAR ALL"}, headers=headers)
    else:
        answer = data(server, what.upper(), "default", ONE if what != "delete" else None, **TURTLE, **headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer"), "a browser must not ask for a password and keep it"
    assert server.ask("ASK { ?a ck:marriedTo ?b }").json()["boolean"]


def test_a_server_that_only_reads_says_so(tmp_path: Path) -> None:
    with running(on_disk(tmp_path / "graph"), sensitive=True) as reading:
        update = httpx.post(f"{reading.url}/sparql", data={"update": "CLEAR ALL"}, headers=WRITER)
        put = data(reading, "PUT", "http://e/1", ONE, **TURTLE, **WRITER)
        assert (update.status_code, put.status_code) == (403, 403)
        assert "--writable" in update.text


def test_a_graph_from_its_beginning_to_its_end(server: Running) -> None:
    graph = "http://e/graph"
    assert data(server, "GET", graph).status_code == 404
    assert data(server, "PUT", graph, ONE, **TURTLE, **WRITER).status_code == 201
    assert data(server, "POST", graph, TWO, **TURTLE, **WRITER).status_code == 204
    got = data(server, "GET", graph, Accept="application/n-triples")
    assert {quad.object.value for quad in parse(got.content, format=RdfFormat.N_TRIPLES)} == {"1", "2"}
    known = {"If-None-Match": data(server, "GET", graph).headers["etag"]}
    assert data(server, "GET", graph, None, **known).status_code == 304
    head = data(server, "HEAD", graph)
    assert (head.status_code, head.content) == (200, b"")
    assert data(server, "PUT", graph, TWO, **TURTLE, **WRITER).status_code == 204
    rows = server.ask(f"SELECT ?n {{ GRAPH <{graph}> {{ ?s ?p ?n }} }}").json()["results"]["bindings"]
    assert [row["n"]["value"] for row in rows] == ["2"]
    assert data(server, "DELETE", graph, None, **WRITER).status_code == 204
    assert data(server, "GET", graph).status_code == 404
    assert data(server, "DELETE", graph, None, **WRITER).status_code == 404


def test_an_empty_graph_is_a_graph(server: Running) -> None:
    assert data(server, "PUT", "http://e/empty", b"", **TURTLE, **WRITER).status_code == 201


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("text/turtle", b"<http://e/a> <http://e/form> _:b ."),
        ("application/n-triples", b"<http://e/a> <http://e/form> <http://e/c> ."),
        ("application/ld+json", b'{"@id": "http://e/a", "http://e/form": "x"}'),
        (
            "application/rdf+xml",
            RDF_XML,
        ),
    ],
)
def test_triples_come_in_every_form(server: Running, media: str, body: bytes) -> None:
    graph = f"http://e/form/{media.replace('+', '-')}"
    assert data(server, "PUT", graph, body, **{"Content-Type": media}, **WRITER).status_code == 201
    assert server.ask(f"ASK {{ GRAPH <{graph}> {{ <http://e/a> <http://e/form> ?x }} }}").json()["boolean"]


@pytest.mark.parametrize(
    ("method", "where", "headers", "body", "status"),
    [
        ("GET", "", {}, None, 400),
        ("GET", "?graph=a&default", {}, None, 400),
        ("GET", "?graph=relative", {}, None, 400),
        ("GET", "?default", {"Accept": "image/png"}, None, 406),
        ("PATCH", "?default", WRITER, b"", 405),
        ("PUT", "?graph=http://e/x", {**WRITER, "Content-Type": "image/png"}, b"x", 415),
        ("PUT", "?graph=http://e/x", {**WRITER, **TURTLE}, b"no turtle", 400),
        ("PUT", "?graph=http://e/x", {**WRITER, "Content-Type": "application/ld+json"}, b"{", 400),
        ("OPTIONS", "?default", {}, None, 204),
    ],
)
def test_what_is_wrong_with_a_graph_is_told(
    server: Running, method: str, where: str, headers: dict[str, str], body: bytes | None, status: int
) -> None:
    answer = httpx.request(method, f"{server.url}/data{where}", headers=headers, content=body, timeout=60)
    assert answer.status_code == status, answer.text
    if method == "OPTIONS":
        assert "PUT" in answer.headers["access-control-allow-methods"].split(", ")


def test_what_is_written_lasts_and_the_store_stays_ours(tmp_path: Path) -> None:
    path = on_disk(tmp_path / "graph")
    with running(path, sensitive=True, token=TOKEN) as server:
        update = {"update": "CLEAR ALL ; INSERT DATA { <http://e/a> <http://e/b> 'kept' }"}
        assert httpx.post(f"{server.url}/sparql", data=update, headers=WRITER, timeout=60).status_code == 204
        assert server.ask("ASK { <http://e/a> <http://e/b> 'kept' }").json()["boolean"]
    with kg.store.open(path, read_only=True) as graph:
        assert graph.articles() == []
    with running(path, sensitive=True) as server:
        assert server.ask("ASK { <http://e/a> <http://e/b> 'kept' }").json()["boolean"]


def test_what_is_sensitive_is_withheld_from_what_is_written_too(tmp_path: Path) -> None:
    update = {"update": "INSERT DATA { <http://e/a> ck:hasCondition 'a cold' . <http://e/a> <http://e/seen> 1 }"}
    with running(on_disk(tmp_path / "graph"), token=TOKEN) as server:
        assert httpx.post(f"{server.url}/sparql", data=update, headers=WRITER, timeout=60).status_code == 204
        assert server.ask("ASK { <http://e/a> <http://e/seen> 1 }").json()["boolean"]
        assert not server.ask("ASK { <http://e/a> ck:hasCondition ?x }").json()["boolean"]
