"""Reading what a client sends, within bounds of size and time, unpacked."""

from __future__ import annotations

import asyncio
import zlib

from starlette.types import Receive, Scope

from kg.bounds import Limits
from kg.web.answer import HttpError, header

_PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""Content encodings and the window sizes that zlib knows them by."""


class GoneError(Exception):
    """The client went away."""


async def read_body(scope: Scope, receive: Receive, limits: Limits) -> bytes:
    """The body of a request, unpacked. Raises HttpError (400, 408, 413, 415) or GoneError."""
    encoding = header(scope, b"content-encoding").strip().lower()
    if encoding not in ("", "identity", *_PACKED):
        raise HttpError(415, f"the content encoding {encoding[:40]!r} is not known: send gzip, deflate or none")
    told = header(scope, b"content-length")
    if told.isdecimal() and int(told) > limits.body:
        raise _too_big(limits)
    unpack = _Unpacker(_PACKED[encoding], limits.body) if encoding in _PACKED else None
    try:
        async with asyncio.timeout(limits.arrival):
            return await _collect(receive, limits, unpack)
    except TimeoutError:
        words = f"the request took longer than {limits.arrival:g} seconds to arrive"
        raise HttpError(408, words, {"Connection": "close"}) from None


async def _collect(receive: Receive, limits: Limits, unpack: _Unpacker | None) -> bytes:
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        part = message.get("body", b"")
        part = unpack(part) if unpack and part else part
        size += len(part)
        if size > limits.body:
            raise _too_big(limits)
        parts.append(part)
        more = message.get("more_body", False)
    if unpack is not None and size and not unpack.whole:
        raise HttpError(400, "the packed body ends too early")
    return b"".join(parts)


def _too_big(limits: Limits) -> HttpError:
    return HttpError(413, f"the request has more than {limits.body:,} bytes", {"Connection": "close"})


class _Unpacker:
    """Unpacks piece by piece, and never more than one byte past the limit, whatever a piece claims to hold."""

    def __init__(self, window: int, limit: int) -> None:
        self._unpacker, self._limit = zlib.decompressobj(window), limit

    def __call__(self, part: bytes) -> bytes:
        try:
            return self._unpacker.decompress(part, self._limit + 1)
        except zlib.error:
            raise HttpError(400, "the body is not packed as its content encoding says") from None

    @property
    def whole(self) -> bool:
        """Whether the end was reached."""
        return self._unpacker.eof
