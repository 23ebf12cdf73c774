"""Celebrity KG: entertainment news read into a knowledge graph in which every claim keeps the words it rests on.

    import kg

    with kg.open("build/graph", read_only=True) as graph:
        graph.query("SELECT ?who WHERE { ?who a ck:Person }")
        graph.to_rdflib()

`kg.build` shows the whole system on one screen.
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.store import Graph

__all__ = ["open"]


def open(path: str | PathLike[str] | None = None, *, read_only: bool = False, base: str | None = None) -> Graph:
    """The graph in the folder ``path`` (None: an empty one in memory); see `kg.store.open`.

    >>> with open() as graph:
    ...     len(graph.articles())
    0
    """
    # Imported here so that `import kg` stays quick for those who only want a part of it.
    from kg.store import open as open_store

    return open_store(path, read_only=read_only, base=base)
