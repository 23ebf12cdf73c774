"""The named queries: found, checked, bound and run. The door of the package.

>>> from pyoxigraph import Store
>>> run("statistics", {}, Embedded(Store())).columns
('measure', 'count')
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import NamedNode

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
    "known_columns",
    "label_of",
    "load",
    "load_all",
    "names",
    "own",
    "run",
    "run_bound",
    "starting_with",
    "withheld",
]


def run(
    name: str, given: Mapping[str, str], endpoint: Endpoint, folder: Path | None = None, *, sensitive: bool = False
) -> Table:
    """The rows of a named query; ``given`` holds the words for its parameters by name.

    A column that is bound to a parameter says the same in every row and is left out, its name too. So are the rows of
    claims and events that are `withheld`, unless what is ``sensitive`` is asked for.

    Raises UnknownQueryError, QueryFileError, BadParameterError, UnknownNameError or AmbiguousNameError.
    """
    query = load(name, folder)
    bound = bind(query, given, endpoint)
    table = run_bound(query, bound, endpoint)
    if query.withholds and not sensitive:
        hidden = withheld(endpoint)
        places = [table.columns.index(column) for column in query.withholds]
        kept = tuple(row for row in table.rows if hidden.isdisjoint(getattr(row[at], "value", "") for at in places))
        table = Table(table.columns, kept, table.title)
    return table.without(known_columns(query, bound))


def withheld(endpoint: Endpoint) -> frozenset[str]:
    """The IRIs of the claims and events that nobody is told of unasked, health apart: the arrests of minors."""
    found = run_bound(load("minors-arrests"), {}, endpoint)
    return frozenset(cell.value for row in found.rows for cell in row if isinstance(cell, NamedNode))


def known_columns(query: NamedQuery, bound: Bindings) -> list[str]:
    """The columns that are bound to a parameter, and those of their names: they say the same in every row."""
    return [column for variable in own(query, bound) for column in (variable, f"{variable}Name")]


def own(query: NamedQuery, bound: Bindings) -> Bindings:
    """The bindings that the query itself takes; the others are its step's."""
    names = {name for param in query.bindable for name in param.variables}
    return {name: term for name, term in bound.items() if name in names}


def run_bound(query: NamedQuery, bound: Bindings, endpoint: Endpoint) -> Table:
    """All columns of a query whose parameters are already terms."""
    found = endpoint.query(query.text, own(query, bound))
    if not isinstance(found, Table):
        raise TypeError(f"the query {query.name!r} gave no rows; a named query is a SELECT query")
    table = Table(found.columns, found.rows, query.title)
    return STEPS[query.step](table, bound) if query.step else table
