"""The small world as a graph that can be asked, in memory and on disk; shared by the tests of everything that asks."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import kg.store
from kg.queries import Embedded
from kg.store import Graph
from tests.graph_samples import small_world

MARISOL, DORIAN, CASSIUS = "Marisol Vantresca", "Dorian Quillfeather", "Cassius Holloway"


@lru_cache(maxsize=1)
def graph() -> Graph:
    """The small world in memory; read it only."""
    made = kg.store.open()
    made.replace(small_world())
    return made


@lru_cache(maxsize=1)
def endpoint() -> Embedded:
    """The small world as something that answers queries."""
    return Embedded(graph().store, graph().names.prefixes())


def on_disk(folder: Path) -> Path:
    """The small world written to a folder."""
    with kg.store.open(folder) as made:
        made.replace(small_world())
    return folder


def person(local: str) -> str:
    """The IRI of a person."""
    return graph().names.node("person", local).value
