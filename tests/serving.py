"""A real server on loopback for tests: uvicorn in a thread, on the small world or on a store that a test made."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from kg.bounds import Limits
from kg.bounds.snapshot import served
from kg.web.app import application
from kg.web.server import listen, server
from kg.web.service import Settings

TOKEN = "a-token-for-tests"
WRITER = {"Authorization": f"Bearer {TOKEN}"}
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""Endless on any store with some hundred triples."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs: its address, and its port for those who speak plain sockets."""

    url: str
    port: int

    def ask(self, query: str, **headers: str) -> httpx.Response:
        """A query by GET."""
        return httpx.get(f"{self.url}/sparql", params={"query": query}, headers=headers, timeout=60)


@contextmanager
def running(
    store: Path,
    *,
    sensitive: bool = False,
    token: str | None = None,
    limits: Limits | None = None,
    articles: tuple[str, ...] = (),
) -> Iterator[Running]:
    """A server, from when it is ready until the block ends."""
    settings = Settings(store, sensitive=sensitive, token=token, limits=limits or Limits(workers=1), articles=articles)
    with listen("127.0.0.1", 0) as door, served(store, sensitive=sensitive, tell=lambda words: None) as copy:
        runner = server(application(settings, copy), settings.limits)
        thread = threading.Thread(target=lambda: asyncio.run(runner.serve(sockets=[door])), daemon=True)
        thread.start()
        until = time.monotonic() + 60
        while not runner.started and thread.is_alive() and time.monotonic() < until:
            time.sleep(0.02)
        assert runner.started, "the server did not come up"
        port = int(door.getsockname()[1])
        try:
            yield Running(f"http://127.0.0.1:{port}", port)
        finally:
            runner.should_exit = True
            thread.join(30)
