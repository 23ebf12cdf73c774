"""What is served: a copy of the store that nobody writes, without what is sensitive unless the operator wants it.

Withholding happens here, once, and not in queries or results: what is not in the copy cannot be asked for.
"""

from __future__ import annotations

import fcntl
import gc
import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad

import kg.store
from kg.belief import is_sensitive
from kg.export import select
from kg.rdf.terms import Names, predicate_term
from kg.store.disk import StoreBusyError, StoreError, beside, build, holder, is_built, open_store
from kg.vocab import RELATIONS

_CONTENT = ("*.sst", "*.log", "MANIFEST-*", "CURRENT")
_SENSITIVE = frozenset(predicate_term(name) for name in RELATIONS if is_sensitive(name))


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that is served: its folder, and a stamp that is the same as long as the content is."""

    path: Path
    stamp: str


def stamp(store: Path, *, sensitive: bool) -> str:
    """A short name for the state of a store and for what is withheld of it."""
    try:
        made_by = version("celebrity-kg")
    except PackageNotFoundError:
        made_by = "0"
    files = sorted({file for pattern in _CONTENT for file in store.glob(pattern)})
    told = [f"{file.name} {(about := file.stat()).st_size} {about.st_mtime_ns}" for file in files]
    return hashlib.sha256("\n".join([made_by, str(sensitive), *told]).encode()).hexdigest()[:16]


def copy(store: Path, target: Path) -> None:
    """Copy a store that nobody writes now; its files are linked where they can be. Raises StoreError."""
    if not is_built(store):
        raise StoreError(f"{store}: there is no store yet; make one with: kg build ARTICLES... --store {store}")
    with _alone(store):
        open_store(store, read_only=True).backup(str(target.resolve()))


@contextmanager
def _alone(store: Path) -> Iterator[None]:
    """Hold the lock that a writer would hold: reading beside one is undefined."""
    with (store / "LOCK").open("r+b") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreBusyError(f"{store} is being written by {holder(store)}") from None
        yield


def publish(full: Path, target: Path) -> None:
    """Write the public part of a copy to a new store: `kg.export.public`, the ontology, and what is none of ours.

    Triples of the default graph that follow from no claim are kept if they are not about our own nodes: nothing of
    what articles say can be in them.
    """
    with kg.store.open(full, read_only=True) as graph:
        names, store = graph.names, graph.store
        quads = [quad for quad in select(graph, public=True).quads if quad.predicate not in _SENSITIVE]
        for home in (names.ontology_graph, names.meta_graph):
            quads += store.quads_for_pattern(None, None, None, home)
        quads += (
            quad for quad in store.quads_for_pattern(None, None, None, DefaultGraph()) if _is_foreign(quad, names)
        )
        build(target, quads)
        open_store(target, read_only=False).optimize()


def _is_foreign(quad: Quad, names: Names) -> bool:
    """Whether a triple of the default graph follows from no article and is about none of our nodes."""
    ours = any(isinstance(node, NamedNode) and names.kind_of(node) for node in (quad.subject, quad.object))
    return not ours and quad.predicate not in _SENSITIVE


def publish_apart(full: Path, target: Path) -> None:
    """The same in a process of its own, whose memory is given back. Raises StoreError."""
    run = "from kg.bounds.snapshot import main; main()"
    done = subprocess.run([sys.executable, "-P", "-c", run, full, target], check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise StoreError(f"leaving out what is sensitive failed with code {done.returncode}; its words are above")


def main() -> None:
    """Run by `publish_apart`."""
    gc.disable()  # millions of quads and no cycles among them
    publish(Path(sys.argv[1]), Path(sys.argv[2]))


@contextmanager
def served(store: Path, *, sensitive: bool, tell: Callable[[str], None]) -> Iterator[Copy]:
    """A copy of a store to serve, gone when the block ends. ``tell`` hears what takes its time.

    The public part is kept beside the store and used again as long as the store does not change. Raises StoreError.
    """
    with beside(store, "served") as home:
        home.mkdir()
        target = home / "0"
        if not is_built(store):
            raise StoreError(f"{store}: there is no store yet; make one with: kg build ARTICLES... --store {store}")
        with kg.store.open(store, read_only=True):
            pass  # refuses a store of another format in words of its own
        state = stamp(store, sensitive=sensitive)
        if sensitive:
            copy(store, target)
        else:
            copy(_published(store, state, home, tell), target)
        yield Copy(target, state)


def _published(store: Path, state: str, home: Path, tell: Callable[[str], None]) -> Path:
    kept = store.parent / f".{store.name}.public-{state}"
    if is_built(kept):
        return kept
    tell("leaving out what is sensitive; the public part is kept until the store changes")
    copy(store, home / "full")
    publish_apart(home / "full", home / "public")
    for old in store.parent.glob(f".{store.name}.public-*"):
        _remove(old)
    (home / "public").rename(kept)
    return kept


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
