"""How much of everything a server gives."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a server. Times are in seconds, sizes in bytes.

    A question first runs in one of ``workers`` processes for the quick. After ``quick`` seconds its process loses its
    priority and its place, which a fresh one takes; at most ``slow`` such questions run at once, and each is ended
    after ``seconds``. Where others wait, up to ``slow`` more give way earlier. ``waiting`` is how many may wait for a
    process.

    >>> Limits(seconds=5).seconds
    5
    """

    seconds: float = 10.0
    quick: float = 0.1
    workers: int = max(2, os.cpu_count() or 2)
    slow: int = 8
    waiting: int = 128
    memory: int = 2 << 30
    """Address space of one process; a million triples are mapped in half a gigabyte."""
    answer: int = 16 << 20
    body: int = 4 << 20
    """Of a request, after decompression."""
    query: int = 128 << 10
    """Of the text of a query; it is taken apart before it runs."""
    head: int = 64 << 10
    """Of a request's address and headers."""
    arrival: float = 10.0
    """For a request to arrive in."""
    rate: float | None = None
    """Requests a second from one client; None: 50 for others, no limit for clients on this machine."""

    def __post_init__(self) -> None:
        for name in ("seconds", "quick", "workers", "slow", "memory", "answer", "body", "query", "head", "arrival"):
            if getattr(self, name) <= 0:
                raise ValueError(f"the limit {name!r} is {getattr(self, name)}: give more than nothing")
