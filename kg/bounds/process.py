"""The processes of a `kg.bounds.Pool`: a mother that has imported everything, and the children that do the jobs.

A child is forked, not started: that takes a hundredth of the time, so that one that was killed is soon replaced. The
mother has no threads and opens no store. Orders to her are a letter and the number of a child; the order to fork brings
the child's socket along. Over it go frames: four bytes of length and a value in Python's ``marshal`` form, which holds
plain values only. The first is what the handler is made from and the job that makes it ready, answered when it is; then
each job is answered by ``(True, answer)``, or by ``(False, words)`` for what the handler did not foresee.
"""

from __future__ import annotations

import ctypes
import errno
import marshal
import os
import resource
import select
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

HEADER = 4
"""Bytes of a frame's length."""

ORDER = struct.Struct("<cI")
FORK, KILL, LATER, LAST = b"F", b"K", b"A", b"L"
"""Orders: fork a child, kill it, let it come later or last for the processor."""

_STEPS = {LATER: 10, LAST: 19}
"""How much nicer than its mother a child becomes; the system knows no more than 19 (setpriority(2))."""


def frame(value: Any) -> bytes:
    """A value as it travels.

    >>> frame(None)[0], len(frame(None))
    (1, 5)
    """
    body = marshal.dumps(value)
    return len(body).to_bytes(HEADER, "little") + body


def _receive(connection: socket.socket) -> Iterator[Any]:
    """The values that arrive, until the other side is gone."""
    held = bytearray()
    while True:
        while len(held) < HEADER or len(held) < (end := HEADER + int.from_bytes(held[:HEADER], "little")):
            more = connection.recv(1 << 16)
            if not more:
                return
            held += more
        value = marshal.loads(held[HEADER:end])
        del held[:end]
        yield value


_SOCKET = {"x86_64": 41, "aarch64": 198}
"""The number of the system call ``socket`` by machine."""


def without_network() -> bool:
    """Let this process open no socket any more, and tell whether that is so: a second wall behind `kg.bounds.checked`.

    A filter of system calls (seccomp, Linux): load the number of the call; if it is that of ``socket``, fail with
    EACCES, else allow. Elsewhere nothing happens.
    """
    number = _SOCKET.get(os.uname().machine) if sys.platform == "linux" else None
    if number is None:
        return False
    steps = [(0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, 0x50000 | errno.EACCES), (0x06, 0, 0, 0x7FFF0000)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    filter_ = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(program)))
    system = ctypes.CDLL(None)
    no_new_privileges, seccomp, by_filter = 38, 22, 2
    system.prctl(no_new_privileges, 1, 0, 0, 0)
    return bool(system.prctl(seccomp, by_filter, filter_, 0, 0) == 0)


def _leave_with(connection: socket.socket) -> None:
    """End this process as soon as the other side is gone, even in the middle of a job."""
    watch = select.poll()
    watch.register(connection, 0)  # POLLHUP is told anyway
    watch.poll()
    os._exit(0)


def work(connection: socket.socket, make: Callable[..., Callable[[Any], Any]], memory: int) -> None:
    """Do the jobs that arrive; ``make`` gives what does them from the values of the first frame."""
    threading.Thread(target=_leave_with, args=(connection,), daemon=True).start()
    if memory and sys.platform == "linux":  # macOS refuses it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    without_network()
    jobs = _receive(connection)
    start = next(jobs, None)
    if start is None:
        return
    settings, first = start
    do = make(*settings)
    if first is not None:
        do(first)
    connection.sendall(frame((True, os.getpid())))
    for job in jobs:
        try:
            answer = frame((True, do(job)))
        except Exception as error:
            answer = frame((False, f"{type(error).__name__}: {error}"))
        connection.sendall(answer)


def mother(orders: socket.socket, make: Callable[..., Callable[[Any], Any]], memory: int) -> None:
    """Follow orders until their sender is gone, then end all children."""
    children: dict[int, int] = {}
    own = os.getpriority(os.PRIO_PROCESS, 0)
    while order := socket.recv_fds(orders, ORDER.size, 1):
        data, descriptors, _, _ = order
        if len(data) < ORDER.size:
            break
        kind, number = ORDER.unpack(data)
        if kind == FORK:
            process = os.fork()
            if process == 0:
                orders.close()
                with socket.socket(fileno=descriptors[0]) as connection:
                    work(connection, make, memory)
                os._exit(0)
            children[number] = process
            os.close(descriptors[0])
        elif number in children:
            with suppress(OSError):
                if kind == KILL:
                    os.kill(children.pop(number), signal.SIGKILL)
                else:
                    os.setpriority(os.PRIO_PROCESS, children[number], own + _STEPS[kind])
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
    for process in children.values():
        with suppress(OSError):
            os.kill(process, signal.SIGKILL)


def main() -> None:
    """Run by `kg.bounds.Pool` with the arguments DESCRIPTOR MEMORY HANDLER."""
    descriptor, memory, handler = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then lets go of the orders
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    module, _, name = handler.partition(":")
    make = getattr(import_module(module), name)
    with socket.socket(fileno=descriptor) as orders:
        mother(orders, make, memory)
