"""Processes that do jobs, and that are ended when a job takes too long; the others go on unhurt.

There is a lane for the quick and one for the slow. A job that is not done after ``limits.quick`` seconds of processor
takes its process with it into the slow lane, where the processor comes last, and a fresh process takes its place, so
that those who ask little never wait behind those who ask much. Where others wait, it steps aside earlier already. A
process that has left the quick lane is not used again.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from kg.bounds.limits import Limits
from kg.bounds.process import frame
from kg.bounds.worker import FailedError, Future, Job, Mother, Worker

__all__ = ["BusyError", "DiedError", "FailedError", "Pool", "TooLongError"]

_TICK = 0.02
_ASIDE = 0.2
"""The part of ``limits.quick`` after which a job steps aside where others wait."""
DEPTH = 8
"""The most jobs that a process has at once: the one it does, and those that it finds when that is done."""
_PATIENCE = 30
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


class Pool:
    """Runs jobs in processes. Start it in a running loop; close it, or its processes end when this one does."""

    def __init__(
        self, handler: str, settings: Sequence[Any], limits: Limits, first: Callable[[], Any] | None = None
    ) -> None:
        """``handler`` is ``module:name``; called with ``settings``, it gives the function that does a job.

        Jobs, answers and settings are plain values: numbers, strings, bytes, None, and tuples, lists and dicts of them.
        ``first`` gives the job that each process does before it counts as ready.
        """
        self.limits, self._handler, self._settings, self._first = limits, handler, tuple(settings), first
        self._quick: list[Worker] = []
        self._apart: set[Worker] = set()
        self._starting: set[Worker] = set()
        self._waiting: deque[Job] = deque()
        self._mother: Mother | None = None
        self._failures = 0
        self._ticking = self._closed = False

    def start(self) -> None:
        """Start the processes, and close the pool some day; who asks before the first is ready waits."""
        self._loop = asyncio.get_running_loop()
        self._ready: Future = self._loop.create_future()
        self._refill()

    async def __aenter__(self) -> Pool:
        """Start the processes; returns when the first is ready. Raises DiedError if none comes up."""
        self.start()
        try:
            await self._ready
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
        made = Job(frame(job), future)
        worker = self._open()
        if worker is None:
            if self._closed or len(self._waiting) >= self.limits.waiting:
                raise BusyError("too many queries are waiting; come again in a second")
            self._waiting.append(made)
        else:
            worker.begin(made)
        if not self._ticking:
            self._ticking = True
            self._loop.call_later(_TICK, self._tick)
        return future

    @property
    def started(self) -> bool:
        """Whether it has been started."""
        return self._mother is not None

    @property
    def processes(self) -> tuple[int, ...]:
        """The process ids of all that run."""
        return tuple(sorted(worker.process for worker in (*self._quick, *self._apart)))

    async def close(self) -> None:
        """End all processes, and with BusyError all that wait."""
        self._closed = True
        closing = BusyError("the server is closing")
        for worker in (*self._quick, *self._apart, *self._starting):
            self._end(worker, closing)
        while self._waiting:
            self._waiting.popleft().fail(closing)
        if self._mother is not None:
            await self._loop.run_in_executor(None, self._mother.leave)

    # --- a job's way ---------------------------------------------------------------------------------------------

    def _open(self) -> Worker | None:
        """The process that should have the next job: one that does nothing, or the one with the fewest.

        The one that stands by has its turn only when another takes its time: more processes than processors would
        only take the processors' caches from each other.
        """
        found, fewest, turns = None, DEPTH, self.limits.workers
        for worker in self._quick:
            if worker.late:
                continue
            count = len(worker.jobs)
            if count < fewest:
                found, fewest = worker, count
            turns -= 1
            if not count or not turns:
                break
        return found

    def _free(self, worker: Worker) -> None:
        """A process has come up or done a job; give it the next, unless it has served its time."""
        if worker in self._starting:
            self._starting.discard(worker)
            self._failures = 0
            self._quick.append(worker)
            if not self._ready.done():
                self._ready.set_result(None)
        elif worker.aside:
            self._end(worker, None)
            return
        if self._waiting:
            self._hand_out()

    def _hand_out(self) -> None:
        while self._waiting and (worker := self._open()) is not None:
            job = self._waiting.popleft()
            if job.wanted:
                worker.begin(job)

    def _take_back(self, worker: Worker) -> None:
        """Give the jobs that wait behind one that takes its time to others."""
        self._waiting.extendleft(reversed(worker.spare()))

    def _lost(self, worker: Worker) -> None:
        """A process is gone that nobody here has ended."""
        early = worker in self._starting
        self._end(worker, DiedError("the process of this job died, maybe of its memory limit"))
        if early:
            self._failures += 1
        if self._failures >= _STARTS:
            self._failures = 0
            nobody = DiedError("no process comes up")
            if not self._ready.done():
                self._ready.set_exception(nobody)
            while self._waiting:
                self._waiting.popleft().fail(nobody)
        else:
            self._refill()

    def _end(self, worker: Worker, error: Exception | None) -> None:
        """Kill a process; the job that it does fails with ``error``, those behind it are given to others."""
        self._starting.discard(worker)
        self._apart.discard(worker)
        if worker in self._quick:
            self._quick.remove(worker)
        worker.kill()
        if worker.jobs:
            self._take_back(worker)
            if error is not None:
                worker.jobs[0].fail(error)

    # --- watching ------------------------------------------------------------------------------------------------

    def _tick(self) -> None:
        now, limits = self._loop.time(), self.limits
        for worker in (*self._quick, *self._apart):
            if not worker.jobs:
                continue
            used, taken = worker.used(), now - worker.since
            if taken < _TICK:
                continue
            if used > _TICK / 2 or taken > _PATIENCE * _TICK:
                worker.late = True
                self._take_back(worker)
            if taken > limits.seconds or (worker.late and not worker.jobs[0].wanted):
                self._end(worker, TooLongError(f"ended after {limits.seconds:g} seconds"))
            elif not worker.slow:
                self._watch(worker, used, taken)
        self._refill()
        self._hand_out()
        self._ticking = bool(self._waiting or self._apart) or any(worker.jobs for worker in self._quick)
        if self._ticking:
            self._loop.call_later(_TICK, self._tick)

    def _watch(self, worker: Worker, used: float, taken: float) -> None:
        """Let a job step aside or back that is slow itself, and not because the machine is busy with other things."""
        limits, quick = self.limits, self.limits.quick
        slow = sum(one.slow for one in self._apart)
        if used > quick or taken > _PATIENCE * quick:
            if slow < limits.slow:
                worker.step_back()
                self._set_apart(worker)
            else:
                after = int(limits.seconds) or 1
                self._end(worker, BusyError("too many long queries are running", after))
        elif not worker.aside and self._waiting and used > _ASIDE * quick and len(self._apart) - slow < limits.slow:
            worker.step_aside()
            self._set_apart(worker)

    def _set_apart(self, worker: Worker) -> None:
        if worker in self._quick:
            self._quick.remove(worker)
        self._apart.add(worker)

    def _refill(self) -> None:
        """As many processes for the quick as there should be; one more stands by, since a start takes its time."""
        if self._closed:
            return
        due = self.limits.workers + 1 if self.limits.workers > 1 else 1
        missing = due - len(self._quick) - len(self._starting)
        if missing > 0 and (self._mother is None or not self._mother.lives):
            self._mother = Mother(self._handler, self.limits.memory)
        for _ in range(missing):
            assert self._mother is not None
            first = None if self._first is None else self._first()
            worker = Worker(self._mother, (self._settings, first), self._free, self._lost)
            self._starting.add(worker)
            worker.connect(self._loop)
