"""The graph on the web: a SPARQL endpoint, linked data, and the pages; `run` serves until it is told to stop."""

from __future__ import annotations

from collections.abc import Callable

from kg.bounds import Limits
from kg.web.service import Settings

__all__ = ["Limits", "Settings", "run"]


def run(settings: Settings, host: str, port: int, tell: Callable[[str], None]) -> None:
    """Serve until interrupted. ``tell`` hears where, and what takes its time.

    Raises StoreError where there is no store or another process writes it, OSError for an address that is taken.
    """
    from kg.bounds.snapshot import served
    from kg.web.app import application
    from kg.web.server import listen, server

    with listen(host, port) as door, served(settings.store, sensitive=settings.sensitive, tell=tell) as copy:
        place = f"[{host}]" if ":" in host else host
        tell(f"serving {settings.store} at http://{place}:{door.getsockname()[1]}/ (stop with Ctrl-C)")
        server(application(settings, copy), settings.limits, host=host, port=port).run(sockets=[door])
