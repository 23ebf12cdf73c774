"""Processes that do jobs, one each, and that are ended when a job takes too long; the others go on unhurt.

There is a lane for the quick and one for the slow. A job that is not done after ``limits.quick`` seconds takes its
process with it into the slow lane, where the processor comes last, and a fresh process takes its place, so that those
who ask little never wait behind those who ask much. A process from the slow lane is not used again.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import marshal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, cast

from kg.bounds.limits import Limits
from kg.bounds.process import FORK, HEADER, KILL, LAST, ORDER, frame

_TICK = 0.02
_PATIENCE = 10
"""So many times longer than it should take may a job wait for the processor or the disk before it counts as slow."""
_STARTS = 3
"""After so many processes that died before they were ready, those who wait are told."""


class BusyError(Exception):
    """No room now; ``after`` says in how many seconds to come again."""

    def __init__(self, words: str, after: int = 1) -> None:
        super().__init__(words)
        self.after = after


class TooLongError(Exception):
    """The job was ended at its time limit."""


class DiedError(Exception):
    """The process of the job died: of its memory limit, or by a hand from outside."""


class FailedError(Exception):
    """The handler met what it did not foresee: a mistake of ours. Not for strangers' eyes."""


Future = asyncio.Future[Any]


class Pool:
    """Runs jobs in processes. Start it in a running loop; close it, or its processes end when this one does."""

    def __init__(self, handler: str, settings: Sequence[Any], limits: Limits) -> None:
        """``handler`` is ``module:name``; called with ``settings``, it gives the function that does a job.

        Jobs, answers and settings are plain values: numbers, strings, bytes, None, and tuples, lists and dicts of them.
        """
        self.limits, self._handler, self._settings = limits, handler, tuple(settings)
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._starting: set[_Worker] = set()
        self._waiting: deque[tuple[bytes, Future]] = deque()
        self._mother: _Mother | None = None
        self._failures = 0
        self._ticking = self._closed = False

    async def __aenter__(self) -> Pool:
        """Start the processes; returns when the first is ready. Raises DiedError if none comes up."""
        self._loop = asyncio.get_running_loop()
        self._refill()
        ready: Future = self._loop.create_future()
        self._waiting.append((b"", ready))
        try:
            await ready
        except DiedError:
            await self.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        await self.close()

    def ask(self, job: Any) -> Future:
        """Have a job done; cancel the future to have it ended. Raises BusyError at once if there is no room.

        The future gives the answer, or raises BusyError, TooLongError, DiedError or FailedError.
        """
        future: Future = self._loop.create_future()
        if self._idle:
            self._give(self._idle.pop(), frame(job), future)
        elif len(self._waiting) < self.limits.waiting and not self._closed:
            self._waiting.append((frame(job), future))
            self._tick_soon()
        else:
            raise BusyError("too many queries are waiting; come again in a second")
        return future

    @property
    def processes(self) -> tuple[int, ...]:
        """The process ids of all that run."""
        return tuple(sorted(worker.process for worker in (*self._idle, *self._busy)))

    async def close(self) -> None:
        """End all processes, and with BusyError all that wait."""
        self._closed = True
        for worker in (*self._idle, *self._busy, *self._starting):
            self._end(worker, BusyError("the server is closing"))
        while self._waiting:
            _fail(self._waiting.popleft()[1], BusyError("the server is closing"))
        if self._mother is not None:
            await self._loop.run_in_executor(None, self._mother.leave)

    # --- a job's way ---------------------------------------------------------------------------------------------

    def _give(self, worker: _Worker, job: bytes, future: Future) -> None:
        if not job:  # somebody who only waited for a process to be ready
            self._idle.append(worker)
            if not future.done():
                future.set_result(None)
            return
        self._busy.add(worker)
        worker.begin(job, future, self._loop.time())
        self._tick_soon()

    def _free(self, worker: _Worker) -> None:
        """A process is ready for the next job, unless it has served its time."""
        self._busy.discard(worker)
        self._starting.discard(worker)
        if worker.slow:
            self._end(worker, None)
            return
        self._failures = 0
        while self._waiting:
            job, future = self._waiting.popleft()
            if not future.done():
                self._give(worker, job, future)
                return
        self._idle.append(worker)

    def _lost(self, worker: _Worker) -> None:
        """A process is gone that nobody here has ended."""
        early = worker in self._starting
        self._end(worker, DiedError("the process of this job died, maybe of its memory limit"))
        if early:
            self._failures += 1
        if self._failures >= _STARTS:
            self._failures = 0
            while self._waiting:
                _fail(self._waiting.popleft()[1], DiedError("no process comes up"))
        else:
            self._refill()

    def _end(self, worker: _Worker, error: Exception | None) -> None:
        """Kill a process; its job, if any, fails with ``error``."""
        for place in (self._busy, self._starting):
            place.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        worker.kill()
        if worker.future is not None and error is not None:
            _fail(worker.future, error)
        worker.future = None
        self._tick_soon()

    # --- watching ------------------------------------------------------------------------------------------------

    def _tick_soon(self) -> None:
        if not self._ticking:
            self._ticking = True
            self._loop.call_later(_TICK, self._tick)

    def _tick(self) -> None:
        now = self._loop.time()
        for worker in tuple(self._busy):
            assert worker.future is not None
            taken = now - worker.since
            if worker.future.done() or taken > self.limits.seconds:
                self._end(worker, TooLongError(f"ended after {self.limits.seconds:g} seconds"))
            elif not worker.slow and taken > self.limits.quick and self._is_slow(worker, taken):
                if sum(one.slow for one in self._busy) < self.limits.slow:
                    worker.step_back()
                else:
                    self._end(worker, BusyError("too many long queries are running", int(self.limits.seconds) or 1))
        self._refill()
        self._ticking = False
        if self._busy or self._waiting:
            self._tick_soon()

    def _is_slow(self, worker: _Worker, taken: float) -> bool:
        """Whether a job itself is slow, and not the machine busy with other things."""
        return taken > _PATIENCE * self.limits.quick or worker.used() > self.limits.quick

    def _refill(self) -> None:
        """As many processes for the quick as there should be; one more stands by, since a start takes its time."""
        if self._closed:
            return
        due = self.limits.workers + 1 if self.limits.workers > 1 else 1
        quick = len(self._idle) + len(self._starting) + sum(not worker.slow for worker in self._busy)
        if quick < due and (self._mother is None or not self._mother.lives):
            self._mother = _Mother(self._handler, self.limits.memory)
        for _ in range(due - quick):
            assert self._mother is not None
            worker = _Worker(self._mother, self._settings, self._free, self._lost)
            self._starting.add(worker)
            worker.connect(self._loop)


def _fail(future: Future, error: Exception) -> None:
    if not future.done():
        future.set_exception(error)


class _Mother:
    """The process whose children the others are, seen from here."""

    def __init__(self, handler: str, memory: int) -> None:
        self._orders, theirs = socket.socketpair()
        run = "from kg.bounds.process import main; main()"
        command = [sys.executable, "-P", "-c", run, str(theirs.fileno()), str(memory), handler]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        theirs.close()
        self._numbers = itertools.count()

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def fork(self) -> tuple[int, socket.socket]:
        """A new child: its number, and the socket to speak to it. If the mother is dead, the socket soon is."""
        ours, theirs = socket.socketpair()
        number = next(self._numbers)
        with theirs, contextlib.suppress(OSError):
            socket.send_fds(self._orders, [ORDER.pack(FORK, number)], [theirs.fileno()])
        return number, ours

    def order(self, kind: bytes, number: int) -> None:
        with contextlib.suppress(OSError):
            self._orders.send(ORDER.pack(kind, number))

    def leave(self) -> None:
        """End her and all children; returns when she is gone."""
        self._orders.close()
        self._process.wait()


class _Worker(asyncio.Protocol):
    """One process, seen from here."""

    def __init__(
        self,
        mother: _Mother,
        settings: Sequence[Any],
        free: Callable[[_Worker], None],
        lost: Callable[[_Worker], None],
    ) -> None:
        self._mother = mother
        self._number, self._ours = mother.fork()
        self._settings, self._free, self._lost = settings, free, lost
        self._held = bytearray()
        self._transport: asyncio.Transport | None = None
        self._connecting: asyncio.Task[Any] | None = None
        self.future: Future | None = None
        self.process = 0
        self._counted, self._used_before = -1.0, 0.0
        self.since, self.slow, self._killed = 0.0, False, False

    def connect(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to listen."""
        self._ours.setblocking(False)
        self._connecting = loop.create_task(loop.create_unix_connection(lambda: self, sock=self._ours))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send what the handler is made from."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is of another family
        if self._killed:
            self._transport.abort()
        else:
            self._transport.write(frame(tuple(self._settings)))

    def begin(self, job: bytes, future: Future, now: float) -> None:
        """Give the process a job."""
        assert self._transport is not None
        self.future, self.since = future, now
        self._transport.write(job)

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
        """Collect the answer."""
        self._held += data
        if len(self._held) < HEADER or len(self._held) < HEADER + int.from_bytes(self._held[:HEADER], "little"):
            return
        well, answer = marshal.loads(memoryview(self._held)[HEADER:])
        self._held.clear()
        future, self.future = self.future, None
        if not self.process:
            self.process = answer
        if future is not None and not future.done():
            if well:
                future.set_result(answer)
            else:
                future.set_exception(FailedError(answer))
        self._free(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """The process is gone."""
        if not self._killed:
            self._lost(self)

    def step_back(self) -> None:
        """Let all others come first from now on."""
        self.slow = True
        self._mother.order(LAST, self._number)

    def kill(self) -> None:
        """End the process."""
        self._killed = True
        self._mother.order(KILL, self._number)
        if self._transport is not None:
            self._transport.abort()
