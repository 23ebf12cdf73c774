"""Is everything there that the commands need? Each check says what it found, and what to do if something is wrong."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from pyoxigraph import Literal

from kg.output import Table
from kg.show import Lines, Span

PACKAGES = ("pyoxigraph", "rdflib", "pyshacl", "SPARQLWrapper", "spacy", "trafilatura", "dateparser")
"""The packages without which a command fails, by the names of their distributions."""

_AGAIN = "install the package again: pip install ."
_ROOM = "make room, or choose another --store"
ROOM = 200_000_000
"""The free disk space, in bytes, below which a build may fail (a graph of a million triples takes about so much)."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, whether all is well, what was found, and what to do if it is not."""

    name: str
    ok: bool
    found: str
    advice: str = ""


def check_all(store: Path) -> tuple[Check, ...]:
    """All checks, in the order in which things depend on each other. Nothing is changed, the network is not asked.

    >>> {check.name for check in check_all(Path("no-such-graph"))} >= {"python", "queries", "graph"}
    True
    """
    checks: tuple[Callable[[], Check], ...] = (
        _python,
        _packages,
        _model,
        _ontology,
        _queries,
        lambda: _disk(store),
        lambda: _graph(store),
    )
    return tuple(check() for check in checks)


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    return Check("python", sys.version_info >= (3, 11), found, "install Python 3.11 or newer")


def _packages() -> Check:
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return Check("packages", False, f"missing: {', '.join(missing)}", _AGAIN)
    return Check("packages", True, ", ".join(found))


def _model() -> Check:
    """Whether the language model is installed; it is not loaded, which takes seconds."""
    advice = "install the package again: pip install . brings the language model with it"
    if find_spec("spacy") is None:
        return Check("language model", False, "spaCy is missing, so no model can be loaded", advice)
    from kg import annotate

    name = next((name for name in annotate.PREFERRED if find_spec(name) is not None), "")
    return Check("language model", bool(name), name or f"none of {', '.join(annotate.PREFERRED)} is installed", advice)


def _ontology() -> Check:
    from kg.vocab import data_folder

    try:
        files = sorted(file.name for file in data_folder("ontology").glob("*.ttl"))
    except FileNotFoundError as error:
        return Check("ontology", False, str(error), _AGAIN)
    return Check("ontology", bool(files), ", ".join(files) or "no .ttl file", _AGAIN)


def _queries() -> Check:
    from kg.queries import QueryFileError, load_all

    try:
        found = load_all()
    except (FileNotFoundError, QueryFileError) as error:
        return Check("queries", False, str(error), "mend that file, or install the package again")
    return Check("queries", bool(found), f"{len(found)} queries, all of them sound", "install the package again")


def _disk(store: Path) -> Check:
    """Free space where the graph is or would be."""
    folder = store.absolute()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return Check("disk", free >= ROOM, f"{free // 1_000_000} MB free at {folder}", _ROOM)


def _graph(store: Path) -> Check:
    import kg.store

    try:
        with kg.store.open(store, read_only=True) as graph:
            articles = len(graph.articles())
            return Check("graph", True, f"{store}: {articles} articles, {len(graph)} quads, base {graph.names.base}")
    except kg.store.StoreError as error:
        return Check("graph", False, str(error), f"kg build ARTICLES... --store {store}")


def to_table(checks: Iterable[Check]) -> Table:
    """The checks as rows."""
    rows = tuple(
        (Literal(check.name), Literal(check.ok), Literal(check.found), Literal("" if check.ok else check.advice))
        for check in checks
    )
    return Table(("check", "ok", "found", "advice"), rows)


def render(checks: Iterable[Check]) -> Lines:
    """The checks as lines of styled words, with advice below what is wrong."""
    lines: list[tuple[Span, ...]] = []
    for check in checks:
        mark = ("ok    ", "green") if check.ok else ("WRONG ", "bold red")
        lines.append((mark, (f"{check.name:<15} ", "bold"), (check.found, "")))
        if not check.ok and check.advice:
            lines.append(((" " * 22, ""), (f"to do: {check.advice}", "")))
    return tuple(lines)
