"""What the services of Wikidata have in common: where they are, who asks, how often, and what was answered before."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.wikidata.cache import Cache
from kg.wikidata.polite import Manners, NetworkError, Polite, user_agent

API = "https://www.wikidata.org/w/api.php"
SPARQL = "https://query.wikidata.org/sparql"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the services are, who asks, where answers are kept, and whether the network may be used at all.

    ``contact`` is an e-mail address or a page of whoever runs this; without one nothing is sent. ``timeout`` is in
    seconds, ``days`` how long an answer is good.
    """

    contact: str = ""
    api: str = API
    sparql: str = SPARQL
    cache: Path = Path("build/wikidata")
    offline: bool = False
    timeout: float = 70.0
    days: float | None = 30.0
    language: str = "en"


class OfflineError(NetworkError):
    """Something is not in the cache, and the network may not be used."""


class Service:
    """A service with the manners and the cache that all share. Nothing is sent before it is asked."""

    def __init__(
        self,
        settings: Settings,
        *,
        manners: Manners | None = None,
        clock: Callable[[], float] = time.time,
        polite: Polite | None = None,
    ) -> None:
        """Use these services. Raises ContactError where the settings name no contact and the network may be used."""
        self.settings = settings
        self._agent = "" if settings.offline else user_agent(settings.contact)
        self._clock = clock
        self._polite = polite or Polite(settings.cache, manners, clock=clock)
        self._cache = Cache(settings.cache, clock=clock, days=settings.days)

    def close(self) -> None:
        """Let go of the cache."""
        self._cache.close()
