"""Files of a store: opening them with clear errors, and building a new one beside before it takes its place."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Literal, Quad, Store

from kg.rdf.terms import TYPE, ck

T = TypeVar("T")

_PAUSE = 0.2
"""Seconds between two looks at whether a store is free."""

_WIDEST = 60
"""How much of another process's command line is told."""


class StoreError(Exception):
    """A store that cannot be opened or written; the message names the folder and what to try."""


class StoreBusyError(StoreError):
    """Another process is writing this store; ``what`` says so without what to try."""

    def __init__(self, what: str, advice: str = "try again when it is done") -> None:
        super().__init__(f"{what}: {advice}")
        self.what = what


def is_built(path: Path) -> bool:
    """Whether there is a store at this path. Raises StoreError for a file, or for a folder of something else."""
    if path.is_file():
        raise StoreError(f"{path} is a file; a store is a folder: give another path")
    if not path.exists() or not any(path.iterdir()):
        return False
    if not (path / "CURRENT").exists():
        raise StoreError(f"{path} is a folder of other files, not a store: give an empty or a new folder")
    return True


def open_store(path: Path, *, read_only: bool) -> Store:
    """An existing store. Raises StoreBusyError if another process writes it, StoreError if it cannot be read."""
    folder = str(path.resolve())  # Oxigraph takes two relative paths of one spelling for one store
    try:
        return Store.read_only(folder) if read_only else Store(folder)
    except OSError as error:
        if "lock" in str(error).lower():
            raise StoreBusyError(f"{path} is being written by {holder(path)}") from error
        raise StoreError(f"{path} cannot be opened as a store ({error}): rebuild it from the articles") from error


def holder(path: Path) -> str:
    """Which process writes the store at a path, as far as the system tells (Linux does, by its table of locks).

    >>> holder(Path("no/store"))
    'another process'
    """
    try:
        inode = os.stat(path / "LOCK").st_ino
        locks = [line.split() for line in Path("/proc/locks").read_text().splitlines() if " WRITE " in line]
        process = next(words[4] for words in locks if words[5].endswith(f":{inode}"))
        said = Path("/proc", process, "cmdline").read_text().split("\0")
    except (OSError, StopIteration):
        return "another process"
    if "python" in Path(said[0]).name and len(said) > 1:
        said = said[1:]
    command = " ".join([Path(said[0]).name, *said[1:]]).strip()
    return f"process {process} ({command if len(command) <= _WIDEST else command[:_WIDEST] + '…'})"


def when_free(action: Callable[[], T], seconds: float, tell: Callable[[str], None]) -> T:
    """What an action on a store gives, which is tried for so many seconds while another process writes the store.

    ``tell`` hears once who is waited for. Raises StoreBusyError where the other takes longer.

    >>> when_free(lambda: 1, 0, print)
    1
    """
    until = time.monotonic() + seconds
    waiting = False
    while True:
        try:
            return action()
        except StoreBusyError as busy:
            if time.monotonic() >= until:
                raise
            if not waiting:
                tell(busy.what)
            waiting = True
        time.sleep(_PAUSE)


def about(store: Store) -> dict[str, str]:
    """What a store says of itself: ``format``, ``base``, ``policy``; nothing if it is not one of ours.

    >>> about(Store())
    {}
    """
    found: dict[str, str] = {}
    for quad in store.quads_for_pattern(None, TYPE, ck("Store"), None):
        for said in store.quads_for_pattern(quad.subject, None, None, quad.graph_name):
            if isinstance(said.object, Literal):
                found[said.predicate.value.rpartition("#")[2]] = said.object.value
    return found


def stored_base(path: Path) -> str | None:
    """The base of the store at a path, if there is one and it is ours."""
    return about(open_store(path, read_only=True)).get("base") if is_built(path) else None


@contextmanager
def beside(path: Path, purpose: str = "building") -> Iterator[Path]:
    """A fresh folder next to ``path``, to be renamed; removed if that did not happen. Dead builders' are cleared."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for stale in path.parent.glob(f".{path.name}.{purpose}-*"):
        if not _alive(stale.name.rpartition("-")[2]):
            shutil.rmtree(stale, ignore_errors=True)
    folder = path.parent / f".{path.name}.{purpose}-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except OSError:
        return True
    return True


def build(path: Path, quads: Iterable[Quad]) -> None:
    """Bulk-load quads into a new store at ``path``: whole or not at all.

    A bulk load that is killed leaves its files behind, so it happens in a folder beside and is renamed. Raises
    StoreBusyError if a store came there first, StoreError where nothing can be written.
    """
    try:
        _build(path, quads)
    except OSError as error:
        why = error.strerror or str(error).removeprefix("IO error: ").partition(": ")[0]
        raise StoreError(f"{path} cannot be written ({why}): give a folder where you may write") from error


def _build(path: Path, quads: Iterable[Quad]) -> None:
    with beside(path) as folder:
        store = Store(str(folder.resolve()))
        store.bulk_extend(quads)
        store.flush()
        del store  # closes the files
        with suppress(OSError):
            path.rmdir()  # an empty folder that somebody made for us
        if path.exists():
            what = f"{path} was built by another process in the meantime"
            raise StoreBusyError(what, "run this again to add to it")
        folder.rename(path)
