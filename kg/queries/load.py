"""Finding and reading the named queries."""

from __future__ import annotations

import difflib
from functools import lru_cache
from pathlib import Path

from kg.queries.header import NamedQuery, check, parse_query
from kg.vocab import data_folder


class UnknownQueryError(LookupError):
    """There is no query of that name; the message lists the nearest."""


def names(folder: Path | None = None) -> tuple[str, ...]:
    """The names of all queries, sorted.

    >>> "spouses" in names()
    True
    """
    return tuple(sorted(file.stem for file in (folder or data_folder("queries")).glob("*.rq")))


@lru_cache(maxsize=128)
def load(name: str, folder: Path | None = None) -> NamedQuery:
    """The query of that name, header and text held against each other.

    Raises UnknownQueryError, or QueryFileError if its file cannot be used.

    >>> load("spouses").title
    'Spouses with dates'
    """
    home = folder or data_folder("queries")
    file = home / f"{name}.rq"
    if name not in names(home):
        near = difflib.get_close_matches(name, names(home), n=3, cutoff=0.75)
        hint = f"do you mean {', '.join(near)}?" if near else "`kg query --help` lists them"
        raise UnknownQueryError(f"no query is called {name!r}; {hint}")
    where = f"{home.name}/{file.name}"
    return check(parse_query(file.read_text(encoding="utf-8"), where), where)


def load_all(folder: Path | None = None) -> tuple[NamedQuery, ...]:
    """All queries, by name. Raises QueryFileError at the first that cannot be used."""
    return tuple(load(name, folder) for name in names(folder))
