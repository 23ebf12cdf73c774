"""What the parts of the server share: the copy that is served, the processes that answer, who may write."""

from __future__ import annotations

import binascii
import hmac
import logging
from base64 import b64decode
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.bounds import BusyError, DiedError, Limits, Pool, TooLongError
from kg.bounds.pool import FailedError
from kg.bounds.snapshot import Copy
from kg.rdf.terms import Names
from kg.web.answer import Answer, HttpError

if TYPE_CHECKING:
    from kg.web.writer import Writer

log = logging.getLogger("kg.web")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decides: the store, who sees what, who may write, how much of everything."""

    store: Path
    sensitive: bool = False
    token: str | None = None
    """Who has it may write; None: nobody."""
    articles: tuple[str, ...] = ()
    """Where the articles lie, whose texts are shown; none: the quoted sentences are."""
    limits: Limits = field(default_factory=Limits)


class Service:
    """The state of a running server."""

    def __init__(self, settings: Settings, copy: Copy, names: Names, queries: Pool, pages: Pool) -> None:
        """Serve a copy whose own nodes have these names, with processes for queries and for pages."""
        self.settings, self.limits = settings, settings.limits
        self.copy, self.names, self.queries, self.pages = copy, names, queries, pages
        self.writer: Writer | None = None
        self.prefixes = frozenset(names.prefixes())
        self._counts: tuple[str, dict[str, int]] = ("", {})
        self.texts: Path | None = None
        """The folder of the texts that pages show (`kg.web.texts`)."""

    async def read(self, method: str, *arguments: Any, **keywords: Any) -> tuple[int, bytes, bool]:
        """Have a method of `kg.bounds.reader.Reader` done on the served copy; its answer. Raises HttpError."""
        found: tuple[int, bytes, bool] = await have_done(self.queries, method, (self.copy.path, *arguments), keywords)
        return found

    async def counts(self) -> dict[str, int]:
        """How much the served copy holds, by VoID's names; counted once. Nothing if that takes too long."""
        if self._counts[0] != self.copy.stamp:
            try:
                found = await have_done(self.queries, "counts", (self.copy.path,), {})
            except HttpError:
                return {}
            self._counts = (self.copy.stamp, found)
        return self._counts[1]


async def have_done(pool: Pool, method: str, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
    """A job's answer; what goes wrong becomes an HttpError, and of a mistake of ours only the log hears."""
    first = str(arguments[0]) if arguments and isinstance(arguments[0], Path) else None
    job = (method, (first, *arguments[1:]) if first is not None else arguments, keywords)
    try:
        return await pool.ask(job)
    except BusyError as error:
        raise HttpError(503, str(error), {"Retry-After": str(error.after)}) from None
    except TooLongError as error:
        raise HttpError(503, f"{error}: ask for less, or for it in parts") from None
    except DiedError:
        raise HttpError(503, "the process of this request died, maybe of its memory limit: ask for less") from None
    except FailedError as error:
        log.error("%s failed: %s", method, error)
        raise HttpError(500, "this server made a mistake; its log has the details") from None


def body_answer(
    found: tuple[int, bytes, bool], media: str, headers: dict[str, str] | None = None, status: int = 200
) -> Answer:
    """An answer from what a process gave. Raises HttpError where that is an error."""
    code, body, packed = found
    if code >= 400:
        raise HttpError(code, body.decode("utf-8", "replace"))
    text = media.startswith("text/") and "charset" not in media
    sent = dict(headers or {})
    if packed:
        sent["Content-Encoding"] = "gzip"
    return Answer(status, body, f"{media}; charset=utf-8" if text else media, sent)


def is_operator(authorization: str, token: str | None) -> bool:
    """Whether an ``Authorization`` header has the token, as ``Bearer`` or as the password of ``Basic``.

    >>> is_operator("Bearer abc", "abc"), is_operator("Bearer abd", "abc"), is_operator("Bearer ", None)
    (True, False, False)
    """
    if not token:
        return False
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() == "basic":
        try:
            given = b64decode(given.strip(), validate=True).decode("utf-8").partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return False
    elif scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), token.encode())


def writer_for(service: Service, authorization: str) -> Writer:
    """Who does the writing, for somebody who may. Raises HttpError 403 or 401."""
    if service.writer is None:
        raise HttpError(403, "this server only reads; writing needs `kg serve --writable` and its token")
    if not is_operator(authorization, service.settings.token):
        words = "writing needs the token: send `Authorization: Bearer TOKEN`"
        raise HttpError(401, words, {"WWW-Authenticate": 'Bearer realm="celebrity-kg"'})
    return service.writer
