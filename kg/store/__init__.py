"""The door to a stored graph: ``open(path)`` gives a `Graph` that articles are put into and questions are asked of."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from pyoxigraph import Store

from kg import belief, identity
from kg.belief import Policy
from kg.identity import Resolver
from kg.rdf.result import Result
from kg.rdf.terms import Names
from kg.store.change import Change, Settings
from kg.store.disk import StoreBusyError, StoreError, about, stored_base, when_free
from kg.store.graph import Graph, Term
from kg.vocab import DEFAULT_BASE

__all__ = ["Change", "Graph", "Result", "StoreBusyError", "StoreError", "Term", "open", "over", "when_free"]


def open(
    path: str | PathLike[str] | None = None,
    *,
    read_only: bool = False,
    base: str | None = None,
    policy: Policy | None = None,
    resolver: Resolver | None = None,
    version: str = "0",
) -> Graph:
    """Open the graph stored in the folder ``path``, or a new one in memory.

    A folder that does not exist yet comes into being, whole, with the first articles put in. ``base`` is where our
    own IRIs live: left out, the store's own, or `kg.vocab.DEFAULT_BASE` for a new one. ``policy`` says what is
    believed (`kg.belief`), ``resolver`` who is who (`kg.identity`), ``version`` is kept with what is written.

    One process may write at a time; a second gets StoreBusyError. Reading (``read_only``) while another process
    writes is undefined in Oxigraph: read a copy of the folder instead. Raises StoreError where there is no store to
    read, or the folder holds something else, or was made with another base.

    >>> with open() as graph:
    ...     graph.articles()
    []
    """
    folder = Path(path) if path is not None else None
    names = Names(base or (stored_base(folder) if folder else None) or DEFAULT_BASE)
    settings = Settings(names, policy or belief.default_policy(), resolver or identity.resolve, version)
    return Graph(folder, settings, read_only=read_only)


def over(store: Store) -> Graph:
    """The graph in a store that is open already, under the usual policy. Raises StoreError if it is none of ours.

    >>> over(Store()).articles()
    []
    """
    names = Names(about(store).get("base") or DEFAULT_BASE)
    return Graph.over(store, Settings(names, belief.default_policy(), identity.resolve, "0"))
