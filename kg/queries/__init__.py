"""The named queries: found, checked, bound and run. The door of the package.

>>> from pyoxigraph import Store
>>> run("statistics", {}, Embedded(Store())).columns
('measure', 'count')
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.output import Table
from kg.queries.bind import BadParameterError, bind
from kg.queries.endpoint import Bindings, Embedded, Endpoint
from kg.queries.header import NamedQuery, Param, ParamType, QueryFileError
from kg.queries.load import UnknownQueryError, load, load_all, names
from kg.queries.people import AmbiguousNameError, Candidate, UnknownNameError, find, label_of, starting_with
from kg.queries.steps import STEPS

__all__ = [
    "AmbiguousNameError",
    "BadParameterError",
    "Bindings",
    "Candidate",
    "Embedded",
    "Endpoint",
    "NamedQuery",
    "Param",
    "ParamType",
    "QueryFileError",
    "UnknownNameError",
    "UnknownQueryError",
    "bind",
    "find",
    "label_of",
    "load",
    "load_all",
    "names",
    "run",
    "run_bound",
    "starting_with",
]


def run(name: str, given: Mapping[str, str], endpoint: Endpoint, folder: Path | None = None) -> Table:
    """The rows of a named query; ``given`` holds the words for its parameters by name.

    A column that is bound to a parameter says the same in every row and is left out, its name too.

    Raises UnknownQueryError, QueryFileError, BadParameterError, UnknownNameError or AmbiguousNameError.
    """
    query = load(name, folder)
    bound = bind(query, given, endpoint)
    table = run_bound(query, bound, endpoint)
    known = [column for variable in bound for column in (variable, f"{variable}Name")]
    return table if query.step else table.without(known)


def run_bound(query: NamedQuery, bound: Bindings, endpoint: Endpoint) -> Table:
    """All columns of a query whose parameters are already terms."""
    found = endpoint.query(query.text, {} if query.step else bound)
    if not isinstance(found, Table):
        raise TypeError(f"the query {query.name!r} gave no rows; a named query is a SELECT query")
    table = Table(found.columns, found.rows, query.title)
    return STEPS[query.step](table, bound) if query.step else table
