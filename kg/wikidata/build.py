"""From a dump to an index: what is wanted is staged as it streams by, then sorted by fame and written.

Staging goes into ``FILE.part``, a batch of lines a transaction together with how far it got, so that a run that was
killed goes on where it stopped. Writing goes into ``FILE.new``, which takes its name when it is whole.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.wikidata.dump import Choice, DumpError, batches, chosen, day_in_name, open_dump, skip
from kg.wikidata.model import Item, Snapshot
from kg.wikidata.tables import Row, order, to_row, write_index

_STAGE = """
CREATE TABLE IF NOT EXISTS stage
    (qid INTEGER, label TEXT, descr TEXT, born TEXT, died TEXT, sitelinks INTEGER, aliases TEXT, keys TEXT, facts BLOB);
CREATE TABLE IF NOT EXISTS term (qid INTEGER, label TEXT);
CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
"""
# An item that was edited while the dump was made can stand in it twice.
_ONCE = """
DELETE FROM stage WHERE rowid IN (
    SELECT rowid FROM (SELECT rowid, row_number() OVER (PARTITION BY qid ORDER BY rowid) AS turn FROM stage)
    WHERE turn > 1)
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: ``done`` bytes of the dump (decompressed) read, ``kept`` items."""

    done: int
    kept: int


def build_index(
    dump: Path,
    out: Path,
    wanted: Choice | None = None,
    *,
    date: str = "",
    progress: Callable[[Progress], None] = lambda _: None,
) -> Snapshot:
    """Make the index ``out`` of a dump (``-`` is standard input), or go on with one that was begun.

    The date of the snapshot is ``date``, else the one in the name of the dump, else that of the newest edit in it.
    Raises DumpError where the dump cannot be read or is another than the one begun with.
    """
    choice = wanted or Choice()
    part, new = (out.with_name(out.name + ending) for ending in (".part", ".new"))
    with closing(sqlite3.connect(part)) as stage:
        stage.execute("PRAGMA synchronous=OFF")
        stage.executescript(_STAGE)
        _same(stage, "dump", dump.name, part)
        _same(stage, "choice", str(choice), part)
        _stage(stage, dump, choice, progress)
        with stage:
            stage.execute(_ONCE)
        day = date or day_in_name(dump) or str(_state(stage, "modified") or "")[:10]
        rows = stage.execute("SELECT * FROM stage ORDER BY sitelinks DESC, qid")
        snapshot = _write(new, rows, stage.execute("SELECT qid, label FROM term ORDER BY qid"), day, dump.name)
    new.replace(out)
    part.unlink()
    return snapshot


def index_of(
    items: Iterable[Item], out: Path, *, date: str, source: str, terms: Iterable[tuple[str, str]] = ()
) -> Snapshot:
    """Make the index ``out`` of items that are at hand; ``terms`` are labels of what their statements name."""
    new = out.with_name(out.name + ".new")
    snapshot = _write(new, map(to_row, sorted(items, key=order)), _numbered(terms), date, source)
    new.replace(out)
    return snapshot


def _numbered(terms: Iterable[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    return ((int(qid[1:]), label) for qid, label in terms)


def _write(new: Path, rows: Iterable[Row], terms: Iterable[tuple[int, str]], date: str, source: str) -> Snapshot:
    new.unlink(missing_ok=True)
    with closing(sqlite3.connect(new)) as db:
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        return write_index(db, rows, terms, date, source)


def _stage(stage: sqlite3.Connection, dump: Path, choice: Choice, progress: Callable[[Progress], None]) -> None:
    """Read on from where the last transaction ended to the end of the dump."""
    done, modified = int(_state(stage, "done") or 0), str(_state(stage, "modified") or "")
    kept = int(stage.execute("SELECT count(*) FROM stage").fetchone()[0])
    if _state(stage, "complete"):
        return
    try:
        with open_dump(dump) as stream:
            skip(stream, done)
            for size, read in _read(stream, choice):
                done, kept, modified = done + size, kept + len(read.rows), max(modified, read.modified)
                with stage:
                    stage.executemany("INSERT INTO stage VALUES (?,?,?,?,?,?,?,?,?)", read.rows)
                    stage.executemany("INSERT INTO term VALUES (?,?)", read.terms)
                    _set(stage, done=done, modified=modified)
                progress(Progress(done, kept))
    except (EOFError, OSError) as error:
        if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
            raise
        raise DumpError(
            f"{dump}: cannot read on after {done:,} bytes ({error}): fetch it again; what was read is kept"
        ) from None
    with stage:
        _set(stage, complete=1)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a batch of lines holds: rows, labels of terms, the newest edit."""

    rows: list[Row]
    terms: list[tuple[int, str]]
    modified: str


def _read_batch(lines: list[bytes], choice: Choice) -> _Read:
    found = chosen(lines, choice)
    return _Read(
        rows=[to_row(one.item) for one in found if one.kept],
        terms=[(int(one.item.qid[1:]), one.item.label) for one in found if one.is_term],
        modified=max((one.modified for one in found), default=""),
    )


def _read(stream: IO[bytes], choice: Choice) -> Iterator[tuple[int, _Read]]:
    """What each batch holds, in their order, with its size; parsed by a process for each core.

    Only a few batches are under way at a time, so that memory stays bounded however slow the disk is.
    """
    cores = os.cpu_count() or 1
    waiting: deque[tuple[int, Future[_Read]]] = deque()
    with ProcessPoolExecutor(cores, initializer=_begin_worker) as pool:
        for size, lines in batches(stream):
            waiting.append((size, pool.submit(_read_batch, lines, choice)))
            if len(waiting) > cores + 1:
                size, read = waiting.popleft()
                yield size, read.result()
        for size, read in waiting:
            yield size, read.result()


def _begin_worker() -> None:
    """Parsed JSON has no circles, so looking for them is time lost; and a worker whose parent was killed must end."""
    gc.disable()

    def wait() -> None:
        parent = multiprocessing.parent_process()
        if parent:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _state(stage: sqlite3.Connection, key: str) -> str | int | None:
    row = stage.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _set(stage: sqlite3.Connection, **values: str | int) -> None:
    stage.executemany("INSERT OR REPLACE INTO state VALUES (?,?)", values.items())


def _same(stage: sqlite3.Connection, key: str, value: str, part: Path) -> None:
    """Refuse to go on with a part that was begun with another dump or another choice."""
    with stage:
        stage.execute("INSERT OR IGNORE INTO state VALUES (?,?)", (key, value))
    begun = _state(stage, key)
    if begun != value:
        raise DumpError(f"{part} was begun with the {key} {begun}, not {value}: give that one to go on, or remove it")
