"""Running the application: uvicorn, with what it leaves open closed: slow and endless heads of requests."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.bounds import Limits

_CONNECTIONS = 1000
"""The most at once; each holds a socket and some memory."""


def protocol(limits: Limits) -> type[HttpToolsProtocol]:
    """Uvicorn's HTTP protocol, with a limit on the size of a request's head and on the time it takes to come."""

    class Bounded(HttpToolsProtocol):
        _timer: asyncio.TimerHandle | None = None
        _in_head, _size = True, 0

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._timer = self.loop.call_later(limits.arrival, self._refuse, b"408 Request Timeout")

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if self._in_head:
                self._size += len(data)
                if self._timer is None:  # the first bytes of a further request on this connection
                    self._timer = self.loop.call_later(limits.arrival, self._refuse, b"408 Request Timeout")
            super().data_received(data)
            if self._in_head and self._size > limits.head:
                self._refuse(b"431 Request Header Fields Too Large")

        def on_headers_complete(self) -> None:
            self._stop()
            self._in_head = False
            super().on_headers_complete()

        def on_message_complete(self) -> None:
            super().on_message_complete()
            self._in_head, self._size = True, 0

        def _refuse(self, status: bytes) -> None:
            self._stop()
            if not self.transport.is_closing():
                self.transport.write(b"HTTP/1.1 " + status + b"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                self.transport.close()

        def _stop(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    return Bounded


def server(app: ASGIApp, limits: Limits, *, host: str = "127.0.0.1", port: int = 0) -> uvicorn.Server:
    """A server that is not running yet; call ``run()``, with the sockets of `listen`."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=protocol(limits),
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=max(1, int(limits.seconds)),
    )
    return uvicorn.Server(config)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=1024)
