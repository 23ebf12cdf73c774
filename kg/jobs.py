"""Work spread over several processes: the same results in the same order as from one.

Each process is a fresh interpreter: nothing of this one's threads, locks or loaded models is in it. It has one item at
a time, over a pipe of its own, so that neither side can wait for the other for ever, and memory stays bounded.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from traceback import format_exc
from typing import TypeVar

FEW = 3
"""So many items (batches of articles) are worth the start of further processes; fewer stay in this one."""

_AHEAD = 4
"""How many results for each process may wait for a slow item before them."""

_LIBRARIES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""What numerical libraries read to learn how many threads they may start."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def cores() -> int:
    """How many processors this process may use; ``OMP_NUM_THREADS``, where it is set, says so.

    >>> cores() >= 1
    True
    """
    said = os.environ.get("OMP_NUM_THREADS", "")
    if said.isdigit() and int(said):
        return int(said)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(function: Callable[[Item], Result], items: Iterable[Item], jobs: int) -> Iterator[Result]:
    """The results of ``function`` (of a module, no lambda) for the items, in order, from up to ``jobs`` processes.

    An error in one item is raised where its result would stand. Raises ChildProcessError where a process died. When
    the iterator is closed, or this process interrupted, the others end too.

    >>> list(spread(abs, [-3, 2], jobs=2))
    [3, 2]
    """
    coming = iter(items)
    first = list(islice(coming, FEW if jobs > 1 else 0))
    if len(first) == FEW:
        yield from _in_order(function, chain(first, coming), jobs)
    else:
        yield from map(function, chain(first, coming))


def _in_order(function: Callable[[Item], Result], items: Iterable[Item], jobs: int) -> Iterator[Result]:
    numbered = enumerate(items)
    done: dict[int, tuple[Result | None, Exception | None]] = {}
    busy: dict[Connection, int] = {}
    due = 0
    with _processes(function, jobs) as idle:
        while True:
            while idle and len(done) < _AHEAD * jobs and (coming := next(numbered, None)):
                busy[idle[-1]], item = coming
                idle.pop().send(item)
            if due in done:
                result, error = done.pop(due)
                if error is not None:
                    raise error
                due += 1
                yield result  # type: ignore[misc]
            elif not busy:
                return
            else:
                for pipe in wait(list(busy)):
                    assert isinstance(pipe, Connection)
                    done[busy.pop(pipe)] = _answer(pipe)
                    idle.append(pipe)


def _answer(pipe: Connection) -> tuple[Result | None, Exception | None]:
    try:
        return pipe.recv()  # type: ignore[no-any-return]
    except (EOFError, ConnectionResetError) as error:
        raise ChildProcessError("a reading process was killed, perhaps for lack of memory: try --jobs 1") from error


@contextmanager
def _processes(function: Callable[[Item], Result], jobs: int) -> Iterator[list[Connection]]:
    """Pipes to as many processes, which end with the block."""
    context = get_context("spawn")
    pipes, processes = [], []
    resource_tracker.ensure_running()  # once it runs: at its start it would let Ctrl-C through to the first child
    try:
        for _ in range(jobs):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs,), daemon=True)
            # The child inherits what is blocked: Ctrl-C, which reaches all processes of a terminal, is for us alone.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                process.start()
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
            theirs.close()
            processes.append(process)
            ours.send(function)
            pipes.append(ours)
        yield pipes.copy()
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()
        for pipe in pipes:
            pipe.close()


def _work(pipe: Connection) -> None:
    """Answer what comes until the other side has gone. The function comes by pipe: its libraries count threads."""
    os.environ.update(dict.fromkeys(_LIBRARIES, "1"))
    try:
        function = pipe.recv()
        while True:
            item = pipe.recv()
            pipe.send(_called(function, item))
    except (EOFError, BrokenPipeError):
        return


def _called(function: Callable[[Item], Result], item: Item) -> tuple[Result | None, Exception | None]:
    try:
        return function(item), None
    except Exception as error:
        error.add_note(f"In another process:\n{format_exc()}")
        return None, error
