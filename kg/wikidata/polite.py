"""Asking a public service as it wants to be asked: one request at a time, with pauses, and never in a storm.

The rules are those of the Wikimedia services: say who you are (https://foundation.wikimedia.org/wiki/Policy:User-Agent),
wait as long as ``Retry-After`` says, back off on errors, send ``maxlag``
(https://www.mediawiki.org/wiki/API:Etiquette). Clock, sleep and chance are arguments, so that tests need no time.
"""

from __future__ import annotations

import fcntl
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_LATER = frozenset((408, 425, 429, 500, 502, 503, 504))
_CONTACT = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+\.\S+")


class NetworkError(OSError):
    """The network or a service failed for good; the message names the service and what to try."""


class ContactError(ValueError):
    """Nobody is named whom the service could write to; the message says how to name somebody."""


class TryAgainError(Exception):
    """An answer that is none (cut off, the service is behind); ``after`` seconds may be asked for."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        """Keep why, and for how long."""
        super().__init__(reason)
        self.after = after


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the HTTP status, the headers with names in lower case, the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Manners:
    """How patient we are: seconds between requests, tries in all, the first and the longest wait after a failure.

    The services take 200 requests a minute from those who say who they are; a pause of 0.5 s stays well below.
    """

    pause: float = 0.5
    tries: int = 6
    first_wait: float = 1.0
    longest_wait: float = 120.0


def user_agent(contact: str) -> str:
    """The user agent that the services ask for, with an address or a page of whoever runs this.

    Raises ContactError where the contact is neither.

    >>> user_agent("ada@example.org")
    'celebrity-kg/0.1 (ada@example.org) python-httpx'
    """
    if not _CONTACT.fullmatch(contact):
        what = f"{contact!r} is no e-mail address or page" if contact else "nobody is named who asks"
        raise ContactError(
            f"{what}: Wikidata wants to know whom to write to if requests go wrong; "
            "give --contact you@example.org, or set KG_WIKIDATA_CONTACT"
        )
    return f"celebrity-kg/0.1 ({contact}) python-httpx"


class Polite:
    """The one who asks. A lock in ``folder`` keeps all processes that share it from asking at once."""

    def __init__(
        self,
        folder: Path,
        manners: Manners | None = None,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Take the folder of the lock (made when needed), and where time and chance come from."""
        self._lock = folder / "lock"
        self._manners = manners or Manners()
        self._clock, self._sleep, self._chance = clock, sleep, chance

    def ask(self, send: Callable[[], Reply], read: Callable[[Reply], T], service: str) -> T:
        """What ``read`` makes of the reply to ``send``, tried again where that may help.

        ``send`` raises OSError where the network fails, ``read`` TryAgainError for a reply that is no answer. Raises
        NetworkError when it was tried often enough, or once where the service will not have it.
        """
        with self._turn() as wait:
            problem = ""
            for attempt in range(self._manners.tries):
                wait()
                after: float | None = None
                try:
                    reply = send()
                    if reply.status == 200:
                        return read(reply)
                    problem, after = f"HTTP {reply.status}", retry_after(reply.headers, self._clock())
                    if reply.status not in _LATER:
                        raise NetworkError(f"{service} refused the request: {_refusal(reply)}")
                except TryAgainError as error:
                    problem, after = str(error), error.after
                except NetworkError:
                    raise
                except OSError as error:
                    problem = str(error) or type(error).__name__
                self._not_before(self._wait(attempt, after))
        raise NetworkError(
            f"{service} did not answer in {self._manners.tries} tries ({problem}): try later; what came is in the cache"
        )

    def _wait(self, attempt: int, after: float | None) -> float:
        """Seconds to wait: as told, else twice as long each time, less a random part, so that no two keep step."""
        if after is not None:
            return max(after, self._manners.pause)
        most = min(self._manners.longest_wait, self._manners.first_wait * 2.0**attempt)
        return most * (0.5 + self._chance() / 2)

    @contextmanager
    def _turn(self) -> Iterator[Callable[[], None]]:
        """Hold the lock; what is given waits until the next request may go out."""
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        with self._lock.open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                yield self._until_allowed
            finally:
                self._not_before(self._manners.pause, at_least=True)

    def _until_allowed(self) -> None:
        due = self._due()
        while (left := due - self._clock()) > 0:
            if left > self._manners.longest_wait:
                raise NetworkError(f"the service asked to be left alone for {left:.0f} s more: try again then")
            self._sleep(left)

    def _due(self) -> float:
        try:
            return float(self._lock.read_text() or 0)
        except ValueError:  # a lock file of somebody else's making
            return 0.0

    def _not_before(self, seconds: float, *, at_least: bool = False) -> None:
        """Note for everybody when the next request may go out."""
        due = self._clock() + seconds
        self._lock.write_text(repr(max(due, self._due()) if at_least else due))


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """The seconds that ``Retry-After`` asks for (a number or an HTTP date); None where there is none.

    >>> retry_after({"retry-after": "7"}, 0), retry_after({"retry-after": "Thu, 01 Jan 1970 00:01:00 GMT"}, 20.0)
    (7.0, 40.0)
    """
    words = headers.get("retry-after", "").strip()
    if not words:
        return None
    try:
        return max(0.0, float(words))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(words).timestamp() - now)
    except ValueError:
        return None


def _refusal(reply: Reply) -> str:
    words = " ".join(reply.body[:200].decode("utf-8", "replace").split())
    hint = "; it may not like the user agent: check --contact" if reply.status in (401, 403) else ""
    return f"HTTP {reply.status} {words}{hint}"
