"""A result as a page shows it: a table of names that link on, and where it fits a chart, a timeline or a drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from types import MappingProxyType

from markupsafe import Markup
from pyoxigraph import NamedNode

from kg.dates.edtf import is_valid
from kg.draw import Moment, timeline_scene
from kg.draw.network import Leaf, bars_scene, pairs_scene
from kg.draw.svg import to_inline
from kg.output import Cell, Format, Result, plain, write
from kg.output.formats import as_table, text
from kg.output.terminal import heading, short
from kg.pages import words
from kg.pages.frame import Page
from kg.pages.values import path_of
from kg.pages.view import View

ROWS, BARS, PAIRS, MOMENTS = 500, 30, 40, 40
"""The most rows, bars, pairs and dated things that one page shows."""

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "csv": "text/csv; charset=utf-8",
        "tsv": "text/tab-separated-values; charset=utf-8",
        "json": "application/json",
        "jsonl": "application/jsonl; charset=utf-8",
    }
)
"""What an answer can be had in: the ending of the same address, and its media type."""

_DATES = frozenset({"date", "start", "end", "at", "since", "until", "born", "died", "published", "one", "other"})
To = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Field:
    """A cell: its words, its page if it has one, whether it is a number, and the IRI it stands for."""

    text: str
    path: str = ""
    number: bool = False
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A table to show: headings, whether each column is of numbers, and rows; ``more`` counts those left out."""

    columns: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[Field, ...], ...]
    more: int = 0


def shown(view: View, result: Result) -> Shown:
    """A result for eyes: names in place of IRIs, dates in words, no column that says nothing."""
    table = as_table(result)
    columns = [name for name in table.columns if not (name.endswith("Name") and name[:-4] in table.columns)]
    at = {name: index for index, name in enumerate(table.columns)}
    rows = []
    for row in table.rows[:ROWS]:
        rows.append(tuple(_field(view, name, row[at[name]], _named(row, at, name)) for name in columns))
    keep = [
        index
        for index, name in enumerate(columns)
        if not rows or (any(row[index].text for row in rows) and name not in ("claim", "evidence"))
    ] or list(range(len(columns)))
    return Shown(
        columns=tuple(columns[index] for index in keep),
        names=tuple(heading(columns[index]) for index in keep),
        numbers=tuple(bool(rows) and all(row[index].number for row in rows if row[index].text) for index in keep),
        rows=tuple(tuple(row[index] for index in keep) for row in rows),
        more=max(0, len(table.rows) - ROWS),
    )


def _named(row: Sequence[Cell], at: dict[str, int], name: str) -> str:
    return text(row[at[f"{name}Name"]]) if f"{name}Name" in at else ""


def _field(view: View, column: str, cell: Cell, name: str) -> Field:
    if isinstance(cell, NamedNode):
        path = path_of(view.names, cell.value)
        label = name or (view.ref(cell.value).name if path else short(cell, view.names.prefixes()))
        return Field(label, path, iri=cell.value)
    told = text(cell)
    value = plain(cell)
    if column in _DATES or column.endswith("Date"):
        return Field(words.day(told))
    return Field(name or told, number=isinstance(value, int | float) and not isinstance(value, bool))


def download(result: Result, name: str, form: str) -> Page:
    """A result as a file ``NAME.FORM`` to keep, in one of the `FORMATS`."""
    out = StringIO()
    write(result, Format(form), out)
    kept = {"Content-Type": FORMATS[form], "Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Page(200, name, out.getvalue(), kept)


def views(table: Shown, result: Result) -> tuple[str, ...]:
    """How a result can be shown besides as a table: ``chart``, ``timeline``, ``graph``."""
    found = []
    if _bars(table):
        found.append("chart")
    if _moments(table, result):
        found.append("timeline")
    if _pairs(table):
        found.append("graph")
    return tuple(found)


def drawing(kind: str, title: str, table: Shown, result: Result, to: To) -> Markup | None:
    """A result as one of its `views`; None if it is none of them."""
    if kind == "chart" and (bars := _bars(table)):
        return Markup(to_inline(bars_scene(title, bars[:BARS]), "chart"))
    if kind == "timeline" and (moments := _moments(table, result)):
        scene = timeline_scene(title, moments[:MOMENTS])
        return Markup(to_inline(scene, "timeline")) if scene else None
    if kind == "graph" and (pairs := _pairs(table)):
        some = pairs[:PAIRS]
        links = {leaf.key: to(path) for pair in some for leaf, path in pair if path}
        scene = pairs_scene(title, [(one, other) for (one, _), (other, _) in some])
        return Markup(to_inline(scene, "graph", links))
    return None


def _bars(table: Shown) -> list[tuple[str, float, str]]:
    number = next((index for index, is_number in enumerate(table.numbers) if is_number), None)
    label = [index for index, is_number in enumerate(table.numbers) if not is_number]
    if number is None or not label:
        return []
    told = [(", ".join(filter(None, (row[at].text for at in label[:2]))), row[number].text) for row in table.rows]
    bars = [(name, float(value), value) for name, value in told if value]
    return sorted(bars, key=lambda bar: -bar[1])


def _moments(table: Shown, result: Result) -> list[Moment]:
    """The rows that have a date: the first date column, told by the words of the first other ones."""
    raw = as_table(result)
    column = next((name for name in table.columns if name in _DATES - {"one", "other", "published"}), None)
    if column is None:
        return []
    at, place = raw.columns.index(column), table.columns.index(column)
    found = []
    for row, fields in zip(raw.rows, table.rows, strict=False):
        end = text(row[raw.columns.index("end")]) if "end" in raw.columns and column == "start" else ""
        date = f"{text(row[at])}/{end}" if end and is_valid(f"{text(row[at])}/{end}") else text(row[at])
        used = {place} | ({table.columns.index("end")} if end and "/" in date else set())
        others = [field.text for index, field in enumerate(fields) if index not in used and field.text]
        if is_valid(date) and others:
            found.append(Moment(date, ", ".join(others[:3])))
    return found


def _pairs(table: Shown) -> list[tuple[tuple[Leaf, str], tuple[Leaf, str]]]:
    """The rows that join two nodes with pages."""
    nodes = [index for index in range(len(table.columns)) if any(row[index].path for row in table.rows)]
    if len(nodes) < 2:
        return []
    first, second = nodes[:2]
    found = []
    for row in table.rows:
        one, other = row[first], row[second]
        if one.path and other.path:
            found.append(((_leaf(one), one.path), (_leaf(other), other.path)))
    return list(dict.fromkeys(found))


def _leaf(field: Field) -> Leaf:
    return Leaf(field.iri, field.text, kind="person" if field.path.startswith("person/") else "thing")
