"""Tables for people, drawn by rich: names instead of IRIs, prefixes instead of namespaces, headings in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TextIO

from pyoxigraph import BlankNode, NamedNode
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from kg.dates.edtf import is_valid, readable
from kg.output.formats import as_table, text
from kg.output.result import Answer, Cell, Result, Table

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEASON = re.compile(r"\b\d{4}-2[1-4][~?%]?")
_NARROWEST = 9
"""Characters a column needs, with the space around it: names and dates in less are broken in every line."""

_NUMBER = re.compile(r"-?\d+(\.\d+)?$")


def console(out: TextIO, *, width: int | None = None) -> Console:
    """A rich console on ``out`` that adds nothing of its own: no highlighting, no markup, no emoji codes.

    Rich itself honours ``NO_COLOR``, ``FORCE_COLOR``, ``COLUMNS`` and ``TERM=dumb``.
    """
    return Console(file=out, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)


def write_table(result: Result, out: TextIO, *, ids: bool = False, prefixes: Mapping[str, str] | None = None) -> None:
    """Draw ``result`` as a table as wide as the terminal; an answer is the word yes or no.

    Where the terminal is too narrow for so many columns, each row becomes lines of its own, a cell a line.
    """
    target = console(out)
    if isinstance(result, Answer):
        target.print("yes" if result.value else "no")
        return
    table = as_table(result)
    shown = table if ids else for_eyes(table)
    rows = [[_for_eyes(short(cell, prefixes or {})) for cell in row] for row in shown.rows]
    if target.width < _NARROWEST * len(shown.columns):
        return _write_records(shown, rows, target)
    grid = Grid(title=shown.title or None, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for index, name in enumerate(shown.columns):
        numbers = bool(shown.rows) and all(_NUMBER.match(text(row[index])) for row in shown.rows if row[index])
        years = name.lower() in ("start", "end", "at", "date", "born", "died", "year")
        grid.add_column(heading(name), justify="right" if numbers and not years else "left", overflow="fold")
    for row in rows:
        grid.add_row(*map(Text, row))
    target.print(grid)


def _write_records(table: Table, rows: list[list[str]], target: Console) -> None:
    """The rows below each other, the columns' names before their cells, empty cells left out."""
    names = [heading(name) for name in table.columns]
    wide = max(map(len, names), default=0)
    if table.title:
        target.print(Text(f"{table.title}\n", "bold"))
    for row in rows:
        grid = Grid.grid(padding=(0, 2, 0, 0))
        grid.add_column(width=wide, style="dim")
        grid.add_column(overflow="fold")
        for name, words in zip(names, row, strict=True):
            if words:
                grid.add_row(Text(name), Text(words))
        target.print(grid, Text())


def _for_eyes(words: str) -> str:
    """A cell with seasons in words; other dates are read as they are written.

    >>> _for_eyes("2016-21"), _for_eyes("2016-23/2017"), _for_eyes("2016-12"), _for_eyes("flight 2016-21")
    ('spring 2016', 'autumn 2016/2017', '2016-12', 'flight 2016-21')
    """
    return _SEASON.sub(lambda found: readable(found[0]), words) if is_valid(words) else words


def for_eyes(table: Table) -> Table:
    """Without the IRI column ``x`` where ``xName`` stands beside it, and without columns that are empty throughout.

    >>> for_eyes(Table(("spouse", "spouseName"), ((NamedNode("http://e/a"), NamedNode("http://e/b")),))).columns
    ('spouseName',)
    """
    doubled = [name for name in table.columns if f"{name}Name" in table.columns]
    full = {name for row in table.rows for name, cell in zip(table.columns, row, strict=True) if text(cell)}
    empty = [name for name in table.columns if table.rows and name not in full]
    kept = table.without([*doubled, *empty])
    return kept if kept.columns else table


def heading(name: str) -> str:
    """A variable's name in words.

    >>> heading("spouseName"), heading("saidBy"), heading("start"), heading("name")
    ('spouse', 'said by', 'start', 'name')
    """
    words = _HUMP.sub(" ", name).replace("_", " ").lower()
    return words.removesuffix(" name") or words


def short(cell: Cell, prefixes: Mapping[str, str]) -> str:
    """A cell for a narrow place: an IRI by its prefix where one fits, else as it is.

    >>> short(NamedNode("http://e/a"), {"e": "http://e/"})
    'e:a'
    """
    if isinstance(cell, NamedNode):
        best = max((iri for iri in prefixes.values() if cell.value.startswith(iri)), key=len, default=None)
        if best is not None and len(cell.value) > len(best):
            name = next(name for name, iri in sorted(prefixes.items()) if iri == best)
            return f"{name}:{cell.value[len(best) :]}"
    if isinstance(cell, BlankNode):
        return f"_:{cell.value}"
    return text(cell)
