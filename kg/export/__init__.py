"""A graph in the formats of others.

============  ======================  =========================================================================
format        file                    holds
============  ======================  =========================================================================
``ttl``       ``.ttl``                beliefs first, then articles, claims and evidence; for reading and for diffs
``nt``        ``.nt``                 the same triples
``jsonld``    ``.jsonld``             the same triples
``rdf``       ``.rdf``, ``.xml``      the same triples
``trig``      ``.trig``               everything: beliefs, a graph for each article with its mentions, who is who
``nq``        ``.nq``                 the same quads
``graphml``   ``.graphml``            the believed relations as a network
``csv``       a folder, or ``.zip``   the same network as ``nodes.csv`` and ``edges.csv``
============  ======================  =========================================================================

The formats without named graphs leave out mentions and judgements. Equal graphs give equal bytes.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from os import PathLike
from pathlib import Path

from kg.export import network, text
from kg.export.select import Selection, select
from kg.store import Graph

__all__ = ["FORMATS", "Selection", "export", "format_of", "render", "select"]

_WRITERS: dict[str, Callable[[Selection], bytes]] = {
    "ttl": lambda selection: text.turtle(selection.flat(), selection.names),
    "trig": lambda selection: text.trig(selection.quads, selection.names),
    "nt": lambda selection: text.n_triples(selection.flat()),
    "nq": lambda selection: text.n_quads(selection.quads),
    "jsonld": lambda selection: text.json_ld(selection.flat(), selection.names),
    "rdf": lambda selection: text.rdf_xml(selection.flat(), selection.names),
    "graphml": network.graphml,
    "csv": lambda selection: zipped(network.tables(selection)),
}
FORMATS = tuple(_WRITERS)
"""The names of the formats."""

_SUFFIXES = {".xml": "rdf", ".owl": "rdf", ".json": "jsonld", ".zip": "csv", "": "csv"}


def format_of(path: str | PathLike[str]) -> str:
    """The format that a file name asks for. Raises ValueError if none does.

    >>> format_of("build/celebrities.ttl"), format_of("graph.rdf"), format_of("tables/")
    ('ttl', 'rdf', 'csv')
    """
    suffix = Path(path).suffix.lower()
    found = _SUFFIXES.get(suffix, suffix.removeprefix("."))
    if found not in _WRITERS:
        raise ValueError(f"{os.fspath(path)}: no format has the ending {suffix!r}; name one of {', '.join(FORMATS)}")
    return found


def render(graph: Graph, format: str, *, public: bool = False, beliefs_only: bool = False) -> bytes:
    """A graph as the bytes of a format (``csv``: of a zip with both tables).

    ``public`` leaves out everything sensitive and all trace of it; ``beliefs_only`` the claims. Raises ValueError for
    an unknown format.

    >>> import kg.store
    >>> render(kg.store.open(), "nt")
    b''
    """
    if format not in _WRITERS:
        raise ValueError(f"unknown format {format!r}; name one of {', '.join(FORMATS)}")
    return _WRITERS[format](select(graph, public=public, beliefs_only=beliefs_only))


def export(
    graph: Graph,
    path: str | PathLike[str],
    format: str | None = None,
    *,
    public: bool = False,
    beliefs_only: bool = False,
) -> Path:
    """Write a graph to a file, whole or not at all; ``csv`` to a folder, or to a zip if the name ends so.

    The format is told by the name unless given. Folders come into being. Raises ValueError for an unknown format, and
    IsADirectoryError where a file is to be written and a folder stands.
    """
    target, kind = Path(path), format or format_of(path)
    if kind == "csv" and target.suffix.lower() != ".zip":
        target.mkdir(parents=True, exist_ok=True)
        for name, content in network.tables(select(graph, public=public, beliefs_only=beliefs_only)).items():
            _write(target / name, content)
        return target
    if target.is_dir():
        raise IsADirectoryError(f"{target} is a folder; name a file, such as {target / f'graph.{kind}'}")
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(target, render(graph, kind, public=public, beliefs_only=beliefs_only))
    return target


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def zipped(files: dict[str, bytes]) -> bytes:
    """Files as a zip whose bytes do not depend on the clock.

    >>> zipped({"a": b"1"}) == zipped({"a": b"1"})
    True
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()
