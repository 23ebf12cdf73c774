"""How often one client may come: a bucket of requests for each, filled at a steady rate."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address

STRANGERS = 50.0
"""Requests a second that a client from another machine gets where the operator names no rate."""

_BURST = 4
"""A full bucket holds the requests of this many seconds."""


class Rate:
    """Counts requests by client; remembers the latest ``remembered`` clients only.

    >>> seconds = iter((0.0, 0.0, 0.0, 0.5))
    >>> rate = Rate(0.5, clock=seconds.__next__)
    >>> [rate.wait("10.0.0.1") for _ in range(4)]
    [0, 0, 2, 2]
    """

    def __init__(self, limit: float | None, clock: Callable[[], float], remembered: int = 10_000) -> None:
        """Allow ``limit`` requests a second (None: see `STRANGERS`), by a clock that gives seconds."""
        self._limit, self._clock, self._remembered = limit, clock, remembered
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> int:
        """Count a request: 0 if it may pass, else the whole seconds after which the client may come again."""
        limit = self._limit
        if limit is None:
            if is_local(client):
                return 0
            limit = STRANGERS
        now = self._clock()
        full = max(1.0, limit * _BURST)
        left, then = self._buckets.pop(client, (full, now))
        left = min(full, left + (now - then) * limit)
        passes = left >= 1
        self._buckets[client] = (left - 1 if passes else left, now)
        if len(self._buckets) > self._remembered:
            self._buckets.popitem(last=False)
        return 0 if passes else max(1, math.ceil((1 - left) / limit))


def is_local(client: str) -> bool:
    """Whether an address is of this machine.

    >>> is_local("127.0.0.1"), is_local("::1"), is_local("10.0.0.1"), is_local("")
    (True, True, False, True)
    """
    try:
        return not client or ip_address(client).is_loopback
    except ValueError:
        return False  # a name that a proxy made up
