"""Where a query goes: the embedded store here, a remote one in ``kg.sparql``; both take terms for variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Store, Variable

from kg.output import Result, read_result

Bindings = Mapping[str, NamedNode | Literal]
"""Variables (without the question mark) and the terms they stand for."""


class Endpoint(Protocol):
    """Whatever answers SPARQL queries."""

    def query(self, text: str, bindings: Bindings) -> Result:
        """The whole result of a query whose variables ``bindings`` are bound to these terms."""
        ...


class Embedded:
    """A store in this process.

    >>> Embedded(Store()).query("SELECT ?x { VALUES ?x { 1 2 } }", {"x": Literal(2)}).rows
    ((<Literal value=2 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#integer>>,),)
    """

    def __init__(self, store: Store, prefixes: Mapping[str, str] | None = None) -> None:
        """Ask this store; queries may use ``prefixes`` (name to IRI) without declaring them."""
        self._store, self._prefixes = store, dict(prefixes or {})

    def query(self, text: str, bindings: Bindings) -> Result:
        """The whole result. Raises SyntaxError for what is no SPARQL query (an update, for one)."""
        substitutions: dict[Variable, NamedNode | Literal] = {Variable(k): term for k, term in bindings.items()}
        return read_result(self._store.query(text, substitutions=substitutions, prefixes=self._prefixes))  # type: ignore[arg-type]
