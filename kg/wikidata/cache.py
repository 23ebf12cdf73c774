"""What services have answered, kept on disk: nothing is asked for twice, and what came before a failure is not lost."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

_DAY = 86_400.0


class Cache:
    """Answers by key, each with when it was fetched, in ``answers.sqlite`` of a folder; processes may share it."""

    def __init__(self, folder: Path, *, clock: Callable[[], float], days: float | None = 30.0) -> None:
        """Open the cache of a folder; answers older than ``days`` count as none (None: they never grow old)."""
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / "answers.sqlite", timeout=60, check_same_thread=False)
        self._clock, self._days = clock, days
        with self._db:
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, fetched REAL NOT NULL, body BLOB NOT NULL)"
            )

    def get(self, keys: Iterable[str], *, stale: bool = False) -> dict[str, bytes]:
        """The answers that there are; old ones too if ``stale``."""
        oldest = 0.0 if stale or self._days is None else self._clock() - self._days * _DAY
        found = {}
        for key in keys:
            row = self._db.execute("SELECT body FROM answer WHERE key = ? AND fetched >= ?", (key, oldest)).fetchone()
            if row:
                found[key] = zlib.decompress(row[0])
        return found

    def put(self, answers: Mapping[str, bytes]) -> None:
        """Keep answers, fetched now."""
        now = self._clock()
        with self._db:
            self._db.executemany(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?)",
                [(key, now, zlib.compress(body)) for key, body in answers.items()],
            )

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
