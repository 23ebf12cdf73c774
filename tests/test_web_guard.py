"""What a hostile client may try, against a real server: everything is refused, nobody else is hurt, nothing leaks."""

from __future__ import annotations

import gzip
import os
import re
import signal
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.bounds import Limits
from tests.asking import on_disk
from tests.serving import RUNAWAY, TOKEN, WRITER, Running, running

BOUNDS = Limits(
    seconds=5.0, quick=0.05, workers=1, slow=2, body=100_000, query=20_000, head=16_000, arrival=1.5, answer=200_000
)
TURTLE = {**WRITER, "Content-Type": "text/turtle"}
ASK = "ASK { ?a ck:marriedTo ?b }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    path = on_disk(tmp_path_factory.mktemp("guard") / "graph")
    with running(path, token=TOKEN, limits=BOUNDS) as found:
        yield found


def plain(server: Running, sent: bytes, *, wait: float = 10.0) -> bytes:
    """What comes back for bytes on a plain socket, until the server closes or is silent."""
    found = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=wait) as connection:
        connection.sendall(sent)
        try:
            while more := connection.recv(1 << 16):
                found += more
                if re.search(rb"content-length: 0\r\n|connection: close", found.lower()):
                    break
        except TimeoutError:
            pass
    return found


def test_a_runaway_is_ended_and_the_others_are_answered_meanwhile(server: Running) -> None:
    answers: list[httpx.Response] = []
    runs = [threading.Thread(target=lambda: answers.append(server.ask(RUNAWAY))) for _ in range(2)]
    begin = time.monotonic()
    for run in runs:
        run.start()
    assert all(server.ask(ASK).json()["boolean"] for _ in range(5))
    for run in runs:
        run.join(60)
    assert time.monotonic() - begin < 60
    assert [answer.status_code for answer in answers] == [503, 503]
    assert all("ended after 5 seconds" in answer.text for answer in answers)
    assert server.ask(ASK).json()["boolean"]


def test_too_many_runaways_are_told_when_to_come_again(server: Running) -> None:
    answers: list[httpx.Response] = []
    runs = [threading.Thread(target=lambda: answers.append(server.ask(RUNAWAY))) for _ in range(4)]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
    assert {answer.status_code for answer in answers} == {503}
    assert any("retry-after" in answer.headers for answer in answers)
    assert server.ask(ASK).json()["boolean"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds processes by /proc")
def test_a_killed_process_comes_back(server: Running) -> None:
    children = [int(name) for name in os.listdir("/proc") if name.isdecimal() and _serves(int(name))]
    assert children
    for child in children:
        os.kill(child, signal.SIGKILL)
    until = time.monotonic() + 30
    while time.monotonic() < until and server.ask(ASK).status_code != 200:
        time.sleep(0.2)
    assert server.ask(ASK).json()["boolean"]


def _serves(process: int) -> bool:
    """Whether a process is one that answers queries for this one: a grandchild of ours, from the mother of readers."""
    try:
        command = Path(f"/proc/{process}/cmdline").read_bytes()
        parent = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
        grandparent = int(Path(f"/proc/{parent}/stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError):
        return False
    return b"kg.bounds.reader" in command and grandparent == os.getpid()


def test_more_than_an_answer_may_hold_is_refused(server: Running) -> None:
    answer = server.ask("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert answer.status_code in (400, 503)
    answer = server.ask("SELECT * { GRAPH ?g { ?a ?b ?c } }")
    assert (answer.status_code, "LIMIT" in answer.text) == (400, True)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "ASK FROM <file:///etc/hostname> { ?s ?p ?o }",
        "ASK FROM <http://127.0.0.1:1/a.ttl> { ?s ?p ?o }",
        "ASK FROM NAMED <https://elsewhere.example/> { GRAPH ?g { ?s ?p ?o } }",
        "ASK {?a ?b ?c FILTER(?a<?b)SERVICE#>\n<http://127.0.0.1:1/>{?x ?y ?z}}",
    ],
)
def test_no_query_makes_the_server_reach_out(server: Running, query: str) -> None:
    assert server.ask(query).status_code == 400
    body = httpx.post(f"{server.url}/sparql", data={"query": query}, timeout=60)
    assert body.status_code == 400


def test_the_dataset_of_a_request_is_not_fetched(server: Running) -> None:
    for graph in ("file:///etc/hostname", "http://127.0.0.1:1/a.ttl"):
        given = {"query": ASK, "default-graph-uri": graph}
        assert httpx.get(f"{server.url}/sparql", params=given, timeout=60).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/static/../../frame.py",
        "/static/%2e%2e/frame.py",
        "/static/..%2f..%2fetc%2fpasswd",
        "/person/../../etc/passwd",
        "/person/%2e%2e%2fetc",
        "/static//etc/passwd",
        "/person/%00",
        "/person/a%0d%0ab",
        "/%ff%fe",
        "/article/..%5c..%5cwindows",
        "/person/" + "a" * 2000,
        "//elsewhere.example/person/a",
        "/person/",
    ],
)
def test_no_path_leads_out(server: Running, path: str) -> None:
    found = plain(server, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    status = int(found.split()[1])
    assert status in (400, 404, 414), found[:200]
    assert b"root:" not in found
    assert b"import " not in found


def test_headers_cannot_be_injected(server: Running) -> None:
    found = plain(
        server, b"GET /person/a%0d%0aSet-Cookie:%20x=1?q=%0d%0aX:y HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )
    assert b"set-cookie" not in found.lower().partition(b"\r\n\r\n")[0]
    evil = b'GET /sparql HTTP/1.1\r\nHost: a"><script>.example\r\nConnection: close\r\n\r\n'
    assert b"<script>" not in plain(server, evil)


def test_bodies_have_their_size(server: Running) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    too_big = b"ASK {} #" + b"x" * BOUNDS.body
    assert httpx.post(f"{server.url}/sparql", content=too_big, headers=headers).status_code == 413
    chunks = (b"ASK {} #" + b"x" * 50_000 for _ in range(10))
    assert httpx.post(f"{server.url}/sparql", content=chunks, headers=headers).status_code == 413
    long = "ASK {} #" + "x" * BOUNDS.query
    assert httpx.post(f"{server.url}/sparql", content=long, headers=headers).status_code == 413


def test_bombs_are_refused_before_they_are_unpacked(server: Running) -> None:
    kind = "application/sparql-query"
    bomb = gzip.compress(b"ASK {} #" + b"x" * 50_000_000)
    assert len(bomb) < BOUNDS.body
    for packed, encoding in ((bomb, "gzip"), (zlib.compress(b"x" * 50_000_000), "deflate")):
        headers = {"Content-Type": kind, "Content-Encoding": encoding}
        assert httpx.post(f"{server.url}/sparql", content=packed, headers=headers, timeout=60).status_code == 413
    for packed, encoding, status in ((b"no gzip", "gzip", 400), (b"ASK {}", "br", 415), (bomb[:50], "gzip", 400)):
        headers = {"Content-Type": kind, "Content-Encoding": encoding}
        assert httpx.post(f"{server.url}/sparql", content=packed, headers=headers).status_code == status


def test_slow_clients_are_let_go(server: Running) -> None:
    head = plain(server, b"GET /sparql HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    assert head.startswith(b"HTTP/1.1 408")
    kind = b"Content-Type: application/sparql-query\r\nContent-Length: 9\r\n"
    body = plain(server, b"POST /sparql HTTP/1.1\r\nHost: x\r\n" + kind + b"\r\nASK")
    assert body.startswith(b"HTTP/1.1 408")
    silent = plain(server, b"")
    assert silent.startswith(b"HTTP/1.1 408")


def test_heads_have_their_size(server: Running) -> None:
    found = plain(server, b"GET /sparql?query=" + b"x" * 40_000)
    assert found.startswith(b"HTTP/1.1 431")
    found = plain(server, b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-Y: z\r\n" * 4000)
    assert found.startswith(b"HTTP/1.1 431")


def test_a_connection_is_used_again_and_again(server: Running) -> None:
    with httpx.Client(base_url=server.url) as client:
        for _ in range(3):
            assert client.get("/sparql", params={"query": ASK}).json()["boolean"]
            time.sleep(BOUNDS.arrival / 2)


def test_no_error_tells_of_the_machine(server: Running) -> None:
    here = str(Path(__file__).parent.parent)
    for answer in (
        server.ask("ASK {"),
        server.ask("SELECT (1 AS ?x) ?y { ?y ?z ?x }"),
        httpx.get(f"{server.url}/nowhere"),
        httpx.get(f"{server.url}/person/nobody.html"),
        httpx.put(f"{server.url}/data?graph=http://e/1", content=b"no turtle", headers=TURTLE, timeout=60),
    ):
        assert answer.status_code >= 400
        assert not re.search(r"/(tmp|root|home|usr|proc|etc)/|Traceback|\.py\b", answer.text), answer.text
        assert here not in answer.text


def test_who_comes_too_often_is_told_when_to_come_again(tmp_path: Path) -> None:
    with running(on_disk(tmp_path / "graph"), limits=Limits(workers=1, rate=0.1)) as server:
        answers = [httpx.get(f"{server.url}/static/pages.css") for _ in range(8)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1


NAMES = st.sampled_from(
    [
        "query",
        "update",
        "default-graph-uri",
        "named-graph-uri",
        "using-graph-uri",
        "format",
        "graph",
        "default",
        "q",
        "a\x00",
    ]
)
VALUES = st.one_of(
    st.sampled_from(
        [
            "ASK {}",
            "SELECT * {}",
            "DESCRIBE <http://e/a>",
            "CLEAR ALL",
            "",
            "http://e/1",
            "a b",
            "é",
            "\x00",
            "ASK { ?s ?p '\ud7ff' }",
        ]
    ),
    st.text(max_size=20),
)
PATHS = st.one_of(
    st.sampled_from(
        [
            "/sparql",
            "/data",
            "/.well-known/void",
            "/",
            "/person/marisol-vantresca",
            "/suggest",
            "/search",
            "/editor",
            "/query/spouses",
            "/calendar",
            "/static/pages.css",
            "/ontology",
            "/claim/1.ttl",
            "/people",
            "/around/x",
        ]
    ),
    st.text(alphabet="abc/.%-_é~", max_size=15).map(lambda text: "/" + text),
)
MEDIA = st.sampled_from(
    [
        "*/*",
        "text/html",
        "text/turtle",
        "application/json",
        "a",
        "text/csv;q=x",
        ";;;,",
        "*/*;q=0",
        "application/sparql-query",
        "application/sparql-update",
        "application/x-www-form-urlencoded",
        'text/plain; charset="',
        "",
    ]
)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"]),
    path=PATHS,
    parameters=st.lists(st.tuples(NAMES, VALUES), max_size=3),
    accept=MEDIA,
    kind=MEDIA,
    encoding=st.sampled_from(["", "gzip", "identity", "br", "x"]),
    tag=st.sampled_from(["", "*", 'W/"a"', '"', ","]),
    body=st.one_of(
        st.sampled_from([b"", b"ASK {}", b"query=ASK%20%7B%7D", b"update=CLEAR+ALL", b"\xff"]), st.binary(max_size=30)
    ),
)
def test_nothing_that_is_sent_breaks_the_server(
    server: Running,
    method: str,
    path: str,
    parameters: list[tuple[str, str]],
    accept: str,
    kind: str,
    encoding: str,
    tag: str,
    body: bytes,
) -> None:
    headers = {"Accept": accept, "Content-Type": kind, "Content-Encoding": encoding, "If-None-Match": tag}
    url = httpx.URL(server.url).copy_with(path=path, params=parameters)
    answer = httpx.request(method, url, headers=headers, content=body, timeout=60)
    assert answer.status_code < 500 or answer.status_code == 503, answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
