"""The processes of a `kg.bounds.Pool`, seen from the server: their mother, and each with the jobs that it has.

A process has the job that it does and a few more that wait for it in its socket, so that it need not sleep until the
server hears that it is done. What waits there can still be given to another process (`Worker.spare`).
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import marshal
import os
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, cast

from kg.bounds.process import FORK, HEADER, KILL, LAST, LATER, ORDER, frame

Future = asyncio.Future[Any]

_MALLOC = "glibc.malloc.tcache_count=127:glibc.malloc.trim_threshold=16777216:glibc.malloc.top_pad=1048576"
"""A query takes and gives back thousands of small pieces of memory; kept at hand, it is done in four fifths of the
time. https://www.gnu.org/software/libc/manual/html_node/Memory-Allocation-Tunables.html; others pay no heed."""


class FailedError(Exception):
    """The handler met what it did not foresee: a mistake of ours. Not for strangers' eyes."""


class Job:
    """A job as it travels, and the future that waits for its answer; None where nobody waits any more."""

    __slots__ = ("data", "future")

    def __init__(self, data: bytes, future: Future | None) -> None:
        self.data, self.future = data, future

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for the answer."""
        return self.future is not None and not self.future.done()

    def fail(self, error: Exception) -> None:
        """Tell who waits."""
        if self.future is not None and not self.future.done():
            self.future.set_exception(error)


class Mother:
    """The process whose children the others are."""

    def __init__(self, handler: str, memory: int) -> None:
        """Start her; her children do what ``handler`` does, each with ``memory`` bytes of address space."""
        self._orders, theirs = socket.socketpair()
        run = "from kg.bounds.process import main; main()"
        command = [sys.executable, "-P", "-c", run, str(theirs.fileno()), str(memory), handler]
        tuned = {"GLIBC_TUNABLES": _MALLOC, **os.environ}
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env=tuned)
        theirs.close()
        self._numbers = itertools.count()

    @property
    def lives(self) -> bool:
        """Whether she is there."""
        return self._process.poll() is None

    def fork(self) -> tuple[int, socket.socket]:
        """A new child: its number, and the socket to speak to it. If the mother is dead, the socket soon is."""
        ours, theirs = socket.socketpair()
        number = next(self._numbers)
        with theirs, contextlib.suppress(OSError):
            socket.send_fds(self._orders, [ORDER.pack(FORK, number)], [theirs.fileno()])
        return number, ours

    def order(self, kind: bytes, number: int) -> None:
        """Give an order about a child."""
        with contextlib.suppress(OSError):
            self._orders.send(ORDER.pack(kind, number))

    def leave(self) -> None:
        """End her and all children; returns when she is gone."""
        self._orders.close()
        self._process.wait()


class Worker(asyncio.Protocol):
    """One process."""

    def __init__(
        self,
        mother: Mother,
        start: tuple[Sequence[Any], Any],
        free: Callable[[Worker], None],
        lost: Callable[[Worker], None],
    ) -> None:
        """Have it forked, with the values that its handler is made from and the job that it does before it is ready.

        ``free`` hears when it is ready and of each answer, ``lost`` when it is gone by itself.
        """
        self._mother = mother
        self._number, self._ours = mother.fork()
        self._start, self._free, self._lost = start, free, lost
        self._held = bytearray()
        self._transport: asyncio.Transport | None = None
        self._connecting: asyncio.Task[Any] | None = None
        self._counted, self._used_before = -1.0, 0.0
        self._killed = False
        self.jobs: deque[Job] = deque()
        """Sent and not answered; the first is being done."""
        self.process = 0
        self.since = 0.0
        """When the first job was begun, by the loop's clock."""
        self.late = False
        """Whether the first job takes longer than others should wait for."""
        self.aside = self.slow = False
        """Whether its job comes later than others for the processor, and whether it comes last."""

    def connect(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to listen."""
        self._loop = loop
        self._ours.setblocking(False)
        self._connecting = loop.create_task(loop.create_unix_connection(lambda: self, sock=self._ours))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send what the handler is made from."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is of another family
        if self._killed:
            self._transport.abort()
        else:
            self._transport.write(frame(self._start))

    def begin(self, job: Job) -> None:
        """Give it one job more."""
        assert self._transport is not None
        if not self.jobs:
            self.since = self._loop.time()
        self.jobs.append(job)
        self._transport.write(job.data)

    def spare(self) -> list[Job]:
        """The jobs that wait behind the first, for others to do; their answers from here count for nothing then."""
        taken = [job for job in itertools.islice(self.jobs, 1, None) if job.wanted]
        self.jobs = deque(Job(b"", None) if at else job for at, job in enumerate(self.jobs))
        return taken

    def used(self) -> float:
        """Seconds of processor since this was first asked during the present job; 0 where that cannot be told."""
        try:
            total = time.clock_gettime((~self.process << 3) | 2)  # the clock of a process: clock_getcpuclockid(3)
        except OSError:
            return 0.0
        if self._counted != self.since:
            self._counted, self._used_before = self.since, total
        return total - self._used_before

    def data_received(self, data: bytes) -> None:
        """Collect answers."""
        held = self._held
        held += data
        while len(held) >= HEADER and len(held) >= (end := HEADER + int.from_bytes(held[:HEADER], "little")):
            well, answer = marshal.loads(held[HEADER:end])
            del held[:end]
            self._answered(well, answer)

    def _answered(self, well: bool, answer: Any) -> None:
        if not self.process:
            self.process = answer
        else:
            job = self.jobs.popleft()
            self.since, self.late = self._loop.time(), False
            if job.future is not None and not job.future.done():
                if well:
                    job.future.set_result(answer)
                else:
                    job.future.set_exception(FailedError(answer))
        self._free(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """The process is gone."""
        if not self._killed:
            self._lost(self)

    def step_aside(self) -> None:
        """Let others come first from now on."""
        self.aside = True
        self._mother.order(LATER, self._number)

    def step_back(self) -> None:
        """Let all others come first from now on."""
        self.aside = self.slow = True
        self._mother.order(LAST, self._number)

    def kill(self) -> None:
        """End the process."""
        self._killed = True
        self._mother.order(KILL, self._number)
        if self._transport is not None:
            self._transport.abort()
