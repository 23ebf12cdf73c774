"""How fast `kg serve` answers, beside the `oxigraph` server on the same machine, in the same run, on the same triples.

Run ``python -m benchmarks.serve [--claims 8200] [--seconds 5] [--rounds 3] [--soak MINUTES]``; 8,200 made-up claims
give a million triples. The server has all its bounds on, and the client shares its processors. Each request asks for
somebody else, and neither server keeps answers. Without the program ``oxigraph`` (``pip install oxigraph``) on the path
only our own figures are printed.
"""

from __future__ import annotations

import argparse
import os
import random
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import QuerySolutions, Store

import kg.store
from benchmarks.store import world
from kg.bounds.snapshot import served

CONNECTIONS = 32
PREFIXES = """PREFIX ck: <https://celebrity-kg.example/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX oa: <http://www.w3.org/ns/oa#>
"""
QUERIES = {
    "label look-up": 'SELECT ?who { ?who rdfs:label "NAME" }',
    "spouses with dates": """SELECT ?spouse ?name ?start ?end {
  { GRAPH ?article { ?claim ck:subject <WHO> ; ck:predicate ck:marriedTo ; ck:object ?spouse } }
  UNION
  { GRAPH ?article { ?claim ck:object <WHO> ; ck:predicate ck:marriedTo ; ck:subject ?spouse } }
  ?spouse rdfs:label ?name
  OPTIONAL { GRAPH ?article { ?claim ck:start ?start } }
  OPTIONAL { GRAPH ?article { ?claim ck:end ?end } } }""",
    "evidence of a fact": """SELECT ?claim ?status ?quote ?from ?to ?article {
  GRAPH ?article { ?claim ck:subject <WHO> ; ck:predicate ck:marriedTo ; ck:status ?status ; ck:evidence ?evidence .
    ?evidence oa:exact ?quote ; oa:start ?from ; oa:end ?to } }""",
}
"""NAME and WHO stand for somebody else in every request."""

LEAST = {"label look-up": 0.25, "spouses with dates": 0.5, "evidence of a fact": 0.5}
"""The least share of the requests a second of `oxigraph`."""

RUNAWAY = 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != "NAME") }'
RUNAWAYS = 10
GROWTH = 1.3
"""How much more memory than in its second minute the server may hold later on."""


@dataclass(slots=True)
class Load:
    """What a run of a client saw: seconds that each answer took, answers with another status than 200, its length."""

    took: list[float] = field(default_factory=list)
    refused: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    """Seconds of processor that the server used."""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.took) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        ordered = sorted(self.took)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class _Connection:
    """One connection that asks, waits for the answer, and asks again."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._held = b""
        self.since = 0.0

    def ask(self, request: bytes) -> None:
        """Send a request."""
        self._held, self.since = b"", time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> bool | None:
        """Take in what has come: None if there is more to come, else whether the status is 200."""
        more = self.socket.recv(1 << 16)
        if not more:
            raise ConnectionError("the server closed the connection")
        self._held += more
        head, blank, body = self._held.partition(b"\r\n\r\n")
        if not blank:
            return None
        small = head.lower()
        if b"transfer-encoding: chunked" in small:
            whole = body.endswith(b"0\r\n\r\n")
        else:
            length = int(small.partition(b"content-length:")[2].partition(b"\r\n")[0])
            whole = len(body) >= length
        return head[9:12] == b"200" if whole else None


def load(port: int, requests: Sequence[bytes], seconds: float, connections: int = CONNECTIONS) -> Load:
    """Ask by many connections at once for some seconds, each request in its turn."""
    found, at = Load(), 0
    with selectors.DefaultSelector() as selector:
        begin = time.perf_counter()
        for _ in range(connections):
            connection = _Connection(port)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask(requests[at % len(requests)])
            at += 1
        while (now := time.perf_counter()) < begin + seconds:
            for key, _ in selector.select(1.0):
                well = key.data.read()
                if well is None:
                    continue
                found.refused += not well
                found.took.append(time.perf_counter() - key.data.since)
                key.data.ask(requests[at % len(requests)])
                at += 1
        found.seconds = now - begin
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return found


def requests(path: str, query: str, people: Sequence[tuple[str, str]]) -> list[bytes]:
    """A request for each person."""
    texts = (PREFIXES + query.replace("NAME", name).replace("WHO", iri) for iri, name in people)
    return [
        f"GET {path}?query={quote(text)} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "Accept: application/sparql-results+json\r\n\r\n".encode()
        for text in texts
    ]


def married(store: Store) -> list[tuple[str, str]]:
    """IRI and name of everybody who is believed to be married, in the same order each time, but in none of theirs."""
    rows = store.query(PREFIXES + "SELECT DISTINCT ?who ?name { ?who ck:marriedTo ?other ; rdfs:label ?name }")
    assert isinstance(rows, QuerySolutions)
    found = sorted((row["who"].value, row["name"].value) for row in rows)
    random.Random(7).shuffle(found)
    return found


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server, from when it listens and answers until the block ends."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + 600
            while time.monotonic() < until and process.poll() is None:
                with suppress(OSError):
                    load(port, [b"GET /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"], 0.05, 1)
                    break
                time.sleep(0.1)
            yield process
        finally:
            process.terminate()


def wait_for_pages(port: int) -> None:
    """Return when the server has made its index of names, so that it is not measured while it does."""
    connection = _Connection(port)
    connection.ask(b"GET /suggest?q=a HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    while connection.read() is None:
        pass
    connection.socket.close()


def memory(process: int) -> int:
    """Megabytes that a process and its children hold, shared pages counted once (Linux)."""
    total, todo = 0, [process]
    while todo:
        one = todo.pop()
        with suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                total += int(line.split()[1]) if line.startswith("Pss:") else 0
            for task in Path(f"/proc/{one}/task").iterdir():
                todo += map(int, (task / "children").read_text().split())
    return total // 1024


def processor(process: int) -> float:
    """Seconds of processor that a process and its children have used (Linux)."""
    total, todo = 0, [process]
    while todo:
        one = todo.pop()
        with suppress(OSError):
            told = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += int(told[11]) + int(told[12])
            for task in Path(f"/proc/{one}/task").iterdir():
                todo += map(int, (task / "children").read_text().split())
    return total / os.sysconf("SC_CLK_TCK")


def say(words: str) -> None:
    """Print at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def compare(
    ports: dict[str, tuple[int, str]],
    processes: dict[str, int],
    people: Sequence[tuple[str, str]],
    seconds: float,
    rounds: int,
) -> bool:
    """Measure each query in turn on each server; whether ours is as good as it should be."""
    good = True
    for name, query in QUERIES.items():
        found: dict[str, list[Load]] = {server: [] for server in ports}
        for port, path in ports.values():  # the caches of both are to be warm
            load(port, requests(path, query, people), 1.0)
        for _ in range(rounds):
            for server, (port, path) in ports.items():
                before = processor(processes[server])
                found[server].append(load(port, requests(path, query, people), seconds))
                found[server][-1].processor = processor(processes[server]) - before
        rates = {}
        for server, loads in found.items():
            every = Load([took for one in loads for took in one.took], seconds=sum(one.seconds for one in loads))
            rates[server] = every.rate
            refused = sum(one.refused for one in loads)
            each = 1e6 * sum(one.processor for one in loads) / max(1, len(every.took))
            say(f"{name:<22}{server:<10}{every.rate:9,.0f}/s   p50 {every.percentile(0.5):7.1f} ms   "
                f"p99 {every.percentile(0.99):7.1f} ms   refused {refused}   {each:6.0f} µs processor")  # fmt: skip
            if server == "kg":
                good &= refused == 0 and every.percentile(0.99) < 100
        if "oxigraph" in rates:
            share = rates["kg"] / rates["oxigraph"]
            say(f"{name:<22}share     {share:9.0%}     should be {LEAST[name]:.0%}")
            good &= share >= LEAST[name]
    return good


def with_runaways(port: int, people: Sequence[tuple[str, str]], seconds: float, asked: Sequence[bytes] = ()) -> Load:
    """What the others see while endless queries run, no two of them alike; they ask for spouses, or what is given."""
    endless = requests("/sparql", RUNAWAY, people)
    runs = [
        threading.Thread(target=load, args=(port, endless[at::RUNAWAYS], seconds, 1), daemon=True)
        for at in range(RUNAWAYS)
    ]
    for run in runs:
        run.start()
    found = load(port, asked or requests("/sparql", QUERIES["spouses with dates"], people), seconds)
    say(f"{'with ten runaways':<22}kg        {found.rate:9,.0f}/s   p50 {found.percentile(0.5):7.1f} ms   "
        f"p99 {found.percentile(0.99):7.1f} ms   refused {found.refused}")  # fmt: skip
    return found


def soak(port: int, process: int, people: Sequence[tuple[str, str]], minutes: int) -> bool:
    """Ask all kinds of queries beside runaways, minute by minute; whether the memory stays what it was.

    It is measured while everything runs, in the middle of each minute.
    """
    asked = [request for every in zip(*(requests("/sparql", query, people) for query in QUERIES.values()), strict=True)
             for request in every]  # fmt: skip
    held = []
    for minute in range(1, minutes + 1):
        watch = threading.Timer(30.0, lambda: held.append(memory(process)))
        watch.start()
        found = with_runaways(port, people, 60.0, asked)
        watch.join()
        say(f"minute {minute:>2}: {held[-1]:5,} MB   {len(found.took):,} answers")
    most = GROWTH * held[min(1, len(held) - 1)]
    say(f"memory {min(held):,} to {max(held):,} MB; from the second minute on it may be {most:,.0f} MB")
    return max(held[1:], default=0) <= most


def main() -> int:
    """Measure and print; 1 if something is slower than it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=8_200)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--store", type=Path, help="a store made before, instead of a new one")
    parser.add_argument("--oxigraph", default=shutil.which("oxigraph"), help="the program to compare with")
    parser.add_argument("--soak", type=int, default=0, metavar="MINUTES", help="go on so long, watching the memory")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.store or Path(folder) / "graph"
        if not given.store:
            with kg.store.open(path) as graph:
                graph.replace(world(given.claims))
        with served(path, sensitive=True, tell=say) as copy:
            store = Store.read_only(str(copy.path))
            people = married(store)
            say(f"{len(store):,} triples; {len(people):,} people asked for in turn; {CONNECTIONS} connections")
            ports = {"kg": (free_port(), "/sparql"), "oxigraph": (free_port(), "/query")}
            program = [sys.executable, "-c", "from kg.cli import main; main()"]
            run = [*program, "serve", "--sensitive", "--store", str(path)]
            with running([*run, "--port", str(ports["kg"][0]), "--rate", "1000000"], ports["kg"][0]) as ours:
                wait_for_pages(ports["kg"][0])
                if given.oxigraph:
                    bind = f"127.0.0.1:{ports['oxigraph'][0]}"
                    theirs = [given.oxigraph, "serve-read-only", "--location", str(copy.path), "--bind", bind]
                    with running(theirs, ports["oxigraph"][0]) as other:
                        good = compare(
                            ports, {"kg": ours.pid, "oxigraph": other.pid}, people, given.seconds, given.rounds
                        )
                else:
                    say("there is no program `oxigraph` on the path to compare with")
                    good = compare({"kg": ports["kg"]}, {"kg": ours.pid}, people, given.seconds, given.rounds)
                beside = with_runaways(ports["kg"][0], people, max(given.seconds, 15.0))
                good &= beside.percentile(0.99) < 500 and beside.refused == 0
                say(f"memory of the server: {memory(ours.pid)} MB")
                if given.soak:
                    good &= soak(ports["kg"][0], ours.pid, people, given.soak)
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
