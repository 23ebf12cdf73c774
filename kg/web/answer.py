"""What goes out: answers and errors, with the headers that every one of them has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from starlette.types import Scope, Send

SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)
"""Headers of every answer."""

_CSP = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_CSP_NAME = b"content-security-policy"


class HttpError(Exception):
    """An answer that is an error: its status, and words that help the client. Nothing of the machine belongs in it."""

    def __init__(self, status: int, words: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(words)
        self.status, self.words, self.headers = status, words, dict(headers or {})


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. ``media`` may be empty where there is no body."""

    status: int = 200
    body: bytes = b""
    media: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def of_error(error: HttpError) -> Answer:
    """An error as plain text.

    >>> of_error(HttpError(404, "there is no such thing")).status
    404
    """
    headers = {"Cache-Control": "no-store", **error.headers}
    return Answer(error.status, f"{error.words}\n".encode(), "text/plain; charset=utf-8", headers)


def etag(*parts: object) -> str:
    """A weak entity tag of what an answer follows from.

    >>> etag("a", 1) == etag("a", 1) != etag("a", 2)
    True
    """
    return f'W/"{hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()}"'


def is_known(if_none_match: str, tag: str) -> bool:
    """Whether a client has an answer already, by its ``If-None-Match`` header.

    >>> is_known('"x", W/"y"', 'W/"y"'), is_known("", 'W/"y"')
    (True, False)
    """
    known = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return bool(if_none_match) and ("*" in known or tag.removeprefix("W/") in known)


async def send_answer(send: Send, answer: Answer, *, head: bool = False) -> None:
    """Send an answer; ``head`` leaves its body out."""
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers.items()]
    if answer.media:
        headers.append((b"content-type", answer.media.encode("latin-1")))
    if answer.status not in (204, 304):
        headers.append((b"content-length", b"%d" % len(answer.body)))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else answer.body})


def secured(headers: Iterable[tuple[bytes, bytes]], *, shared: bool) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with those that every one has; ``shared`` lets pages of other sites read it (CORS).

    >>> dict(secured([], shared=True))[b"access-control-allow-origin"]
    b'*'
    """
    found = [*headers, *SECURITY]
    if _CSP_NAME not in [name for name, _ in found]:
        found.append(_CSP)
    if shared:
        found.append((b"access-control-allow-origin", b"*"))
    return found


def header(scope: Scope, name: bytes) -> str:
    """A header of a request; several of one name are joined, as HTTP says. Empty if there is none."""
    found = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return ", ".join(found)
