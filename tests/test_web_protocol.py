"""The endpoint as the SPARQL 1.1 Protocol wants it: requests in, statuses, forms and headers out."""

from __future__ import annotations

import csv
import gzip
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from kg.web.sparql import unquoted
from tests.asking import on_disk
from tests.serving import TOKEN, WRITER, Running, running

CASES = tomllib.loads((Path(__file__).parent / "cases" / "protocol.toml").read_text("utf-8"))["case"]
SELECT = "SELECT ?name { ?person rdfs:label ?name } ORDER BY ?name LIMIT 3"
CONSTRUCT = "CONSTRUCT { ?a ck:marriedTo ?b } WHERE { ?a ck:marriedTo ?b }"


@given(st.text(alphabet="%0123456789abcdefABCDEF+ /<\n", max_size=30))
def test_addresses_are_read_as_the_standard_library_reads_them(text: str) -> None:
    assert unquoted(text.encode()) == unquote_to_bytes(text)


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A store with three small graphs, open for writing."""
    path = on_disk(tmp_path_factory.mktemp("protocol") / "graph")
    with running(path, sensitive=True, token=TOKEN) as server:
        data = "\n".join(f"GRAPH <http://e/{n}> {{ <http://e/thing> <http://e/is> {n} }}" for n in (1, 2, 3))
        update = f"CLEAR ALL ; INSERT DATA {{ <http://e/thing> <http://e/is> 0 . {data} }}"
        headers = {**WRITER, "Content-Type": "application/sparql-update"}
        assert httpx.post(f"{server.url}/sparql", content=update, headers=headers, timeout=60).status_code == 204
        yield server


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The small world, for reading."""
    with running(on_disk(tmp_path_factory.mktemp("world") / "graph")) as server:
        yield server


def sent(server: Running, case: dict[str, Any]) -> httpx.Response:
    headers = {**WRITER, **({"Content-Type": case["type"]} if "type" in case else {})}
    body: str | bytes | None = case.get("body")
    if "latin" in case:
        body = case["latin"].encode("latin-1")
    if "form" in case:
        body = urlencode([tuple(pair) for pair in case["form"]])
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    path = case.get("path", "/sparql")
    if "address" in case:
        path += "?" + urlencode([tuple(pair) for pair in case["address"]])
    method = case.get("method", "GET" if body is None else "POST")
    return httpx.request(method, server.url + path, headers=headers, content=body, timeout=60)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_protocol(writable: Running, case: dict[str, Any]) -> None:
    answer = sent(writable, case)
    assert answer.status_code == case.get("status", 200), answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"].startswith("text/plain")
        assert len(answer.text.split()) > 3, "an error says in words what is wrong"
    if "answer" in case:
        found = json.loads(answer.text)
        rows = found.get("results", {}).get("bindings", [])
        value = found["boolean"] if "boolean" in found else next(iter(rows[0].values()))["value"]
        assert value == case["answer"]
    if "then" in case:
        then = writable.ask(case["then"])
        assert then.status_code == 200, then.text
        assert then.json()["boolean"] is True


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?a { ?a film:star ?b }", "line 1, column 16: nobody declares the prefix film:"),
        ("SELECT ?a WERE { ?a ?p ?b }", "line 1, column 11: WERE is no word of SPARQL: is WHERE meant?"),
        ("SELECT ?a { ?a ?p ?b", "line 1, column 11: this { is never closed"),
        ("ASK { ?a ?p ?b . FILTER(?a > ) }", "line 1, column 33: reading stops here"),
    ],
)
def test_a_mistake_is_shown_at_its_place_and_not_as_the_parser_tells_it(
    reading: Running, query: str, words: str
) -> None:
    answer = reading.ask(query)
    assert answer.status_code == 400
    title, place, line, caret = answer.text.rstrip("\n").split("\n")
    assert title == "this is no SPARQL query"
    assert place.startswith(words)
    assert line == f"  {query}"
    assert caret.index("^") == 2 + int(words.partition("column ")[2].partition(":")[0]) - 1
    assert "[_]" not in answer.text


def test_a_mistake_in_an_update_is_shown_at_its_place(writable: Running) -> None:
    headers = {**WRITER, "Content-Type": "application/sparql-update"}
    answer = httpx.post(f"{writable.url}/sparql", content="INSERT DATA { <a:b> <a:b> 1", headers=headers, timeout=60)
    assert answer.status_code == 400
    assert answer.text.startswith("this is no SPARQL update\nline 1, column 13: this { is never closed\n")


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/json", "application/json"),
        ("application/xml;q=0.9, text/csv;q=0.8", "application/xml"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.7, */*;q=0.1", "application/sparql-results+xml"),
        ("text/*", "text/csv; charset=utf-8"),
        ("application/sparql-results+json;q=0, */*;q=0.5", "application/sparql-results+xml"),
    ],
)
def test_rows_come_as_the_client_likes_them(reading: Running, accept: str, media: str) -> None:
    answer = reading.ask(SELECT, Accept=accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media
    assert "Accept" in answer.headers["vary"]
    if media.startswith("text/csv"):
        assert len(list(csv.reader(answer.text.splitlines()))) == 1 + 3
        return
    form = QueryResultsFormat.from_media_type(media.split(";")[0])
    rows = parse_query_results(answer.content, format=form)
    assert len(list(rows)) == 3  # type: ignore[arg-type]


@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE ?a { ?a ck:marriedTo ?b }"], ids=["construct", "describe"])
@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("application/trig", "application/trig"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/n-quads", "application/n-quads"),
        ("application/rdf+xml;q=0.3, application/ld+json;q=0.9", "application/ld+json"),
    ],
)
def test_triples_come_as_the_client_likes_them(reading: Running, query: str, accept: str, media: str) -> None:
    answer = reading.ask(query, Accept=accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == media
    found = list(parse(answer.content, format=RdfFormat.from_media_type(media)))
    assert any(quad.predicate.value.endswith("marriedTo") for quad in found)


@pytest.mark.parametrize(
    ("query", "accept"), [(SELECT, "image/png"), (SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), (SELECT, "nonsense")]
)
def test_what_is_not_to_be_had_is_406(reading: Running, query: str, accept: str) -> None:
    assert reading.ask(query, Accept=accept).status_code == 406


def test_head_is_get_without_the_body(reading: Running) -> None:
    got = reading.ask(SELECT)
    head = httpx.head(f"{reading.url}/sparql", params={"query": SELECT})
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == got.headers["content-length"]


def test_an_answer_that_the_client_has_is_not_sent_again(reading: Running) -> None:
    tag = reading.ask(SELECT).headers["etag"]
    again = reading.ask(SELECT, **{"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert reading.ask(SELECT + " OFFSET 1", **{"If-None-Match": tag}).status_code == 200
    assert "etag" not in reading.ask("SELECT (RAND() AS ?x) {}").headers


def test_long_answers_are_packed_for_who_takes_them(reading: Running) -> None:
    query = "SELECT * { ?s ?p ?o }"
    with httpx.stream("GET", f"{reading.url}/sparql", params={"query": query}) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    plain = reading.ask(query, **{"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert len(raw) < len(plain.content) / 3
    assert len(json.loads(gzip.decompress(raw))["results"]["bindings"]) == len(plain.json()["results"]["bindings"])


def test_a_packed_query_is_unpacked(reading: Running) -> None:
    headers = {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}
    answer = httpx.post(f"{reading.url}/sparql", content=gzip.compress(b"ASK {}"), headers=headers)
    assert answer.json()["boolean"] is True


def test_pages_of_other_sites_may_read(reading: Running, writable: Running) -> None:
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "POST"}
    early = httpx.options(f"{reading.url}/sparql", headers=asked)
    assert early.status_code == 204
    assert early.headers["access-control-allow-origin"] == "*"
    assert "authorization" not in early.headers["access-control-allow-headers"].lower()
    assert reading.ask(SELECT).headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in writable.ask("ASK {}").headers, "what is sensitive is not for them"


@pytest.mark.parametrize(
    "form", ["text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples", ""]
)
def test_a_bare_get_describes_the_service(reading: Running, form: str) -> None:
    answer = httpx.get(f"{reading.url}/sparql", headers={"Accept": form})
    media = answer.headers["content-type"].split(";")[0]
    triples = {quad.triple for quad in parse(answer.content, format=RdfFormat.from_media_type(media))}
    sd = "http://www.w3.org/ns/sparql-service-description#"
    ends = {triple.object.value for triple in triples if triple.predicate.value == sd + "endpoint"}
    assert ends == {f"{reading.url}/sparql"}
    languages = {t.object.value for t in triples if t.predicate.value == sd + "supportedLanguage"}
    assert languages == {sd + "SPARQL11Query"}


def test_a_browser_at_the_endpoint_is_sent_to_the_editor(reading: Running) -> None:
    answer = httpx.get(f"{reading.url}/sparql", headers={"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/editor.html")
    assert httpx.get(f"{reading.url}/editor.html").status_code == 200


def test_the_data_is_described_by_void(reading: Running) -> None:
    answer = httpx.get(f"{reading.url}/.well-known/void")
    found = {quad.predicate.value: quad.object for quad in parse(answer.content, format=RdfFormat.TURTLE)}
    assert int(found["http://rdfs.org/ns/void#triples"].value) > 500
    assert httpx.get(f"{reading.url}/.well-known/void", headers={"Accept": "image/png"}).status_code == 406


def test_every_answer_has_the_headers_of_safety(reading: Running) -> None:
    for path in ("/", "/sparql", "/sparql?query=ASK%7B%7D", "/nothing", "/sparql?query=bad", "/static/pages.css"):
        headers = httpx.get(reading.url + path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path
        assert headers["x-frame-options"] == "DENY", path
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert "server" not in headers, path
