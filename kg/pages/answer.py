"""A result as a page shows it: a table of names that link on, and where it fits a chart, a timeline or a drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode

from kg.dates.edtf import earliest, is_valid, latest
from kg.draw import Moment, timeline_scene
from kg.draw.network import Leaf, bars_scene, pairs_scene
from kg.draw.svg import to_inline
from kg.names import fold
from kg.output import Answer, Cell, Result, Table, plain
from kg.output.formats import as_table, text
from kg.output.terminal import heading, short
from kg.pages import words
from kg.pages.files import NAMES, offered
from kg.pages.frame import query_string
from kg.pages.values import path_of
from kg.pages.view import View
from kg.rdf.read import DATES

ROWS, BARS, PAIRS, MOMENTS = 200, 30, 40, 40
"""The most rows, bars, pairs and dated things that one page shows."""

ALL = 5000
"""The most rows of a page that lies in a folder, where nobody can ask for the next ones."""

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
    """Some rows of a table, from row ``first`` (from 0) of ``total``: headings, and which columns are of numbers."""

    columns: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[Field, ...], ...]
    first: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as its part of a page shows it: a table or a drawing, and the addresses of the others.

    ``yes`` is the answer of an ASK query, else None. ``sorts`` holds for each column how it is sorted now
    (``ascending``, ``descending`` or nothing) and the address that sorts by it; ``before`` and ``after`` lead to the
    neighbouring rows; ``left`` are not drawn; ``files`` are the formats to keep it in, with their addresses.
    """

    table: Shown
    yes: bool | None
    drawn: Markup | None
    left: int
    how: str
    views: tuple[tuple[str, str], ...]
    sorts: tuple[tuple[str, str], ...]
    before: str
    after: str
    files: tuple[tuple[str, str], ...]


def answered(
    view: View,
    result: Result,
    title: str,
    to: To,
    query: Mapping[str, str],
    asked: Mapping[str, str],
    file: str = "",
    most: int = ROWS,
) -> Answered:
    """A result as ``query`` (``view``, ``sort``, ``page``) wants it shown; ``asked`` is what every address repeats.

    Files are at ``file``.FORM if that is given, else at the page's own address with ``format``.
    """
    sort = query.get("sort", "")
    number = int(page) if (page := query.get("page", "")).isdecimal() and len(page) < 7 else 1
    table = shown(view, result, sort, most * (max(1, number) - 1), most)
    whole = shown(view, result) if sort or table.first else table
    how = query.get("view", "")
    drawn, left = drawing(how, title, whole, result, to)
    kept = {**asked, "sort": sort}
    orders = [("-" if sort == name else "") + name for name in table.columns]
    return Answered(
        table=table,
        yes=result.value if isinstance(result, Answer) else None,
        drawn=drawn,
        left=left + max(0, whole.total - len(whole.rows)) if drawn else 0,
        how=how if drawn else "table",
        views=tuple(
            (one, query_string(**asked, view="" if one == "table" else one) or "?")
            for one in ("table", *views(whole, result))
        ),
        sorts=tuple(
            (
                "ascending" if sort == name else "descending" if sort == f"-{name}" else "",
                query_string(**asked, sort=by),
            )
            for name, by in zip(table.columns, orders, strict=True)
        ),
        before=query_string(**kept, page=str(number - 1)) if table.first else "",
        after=query_string(**kept, page=str(number + 1)) if table.first + len(table.rows) < table.total else "",
        files=tuple(
            (NAMES[form], f"{file}.{form}{query_string(**asked)}" if file else query_string(**asked, format=form))
            for form in offered(result)
        ),
    )


def shown(view: View, result: Result, sort: str = "", first: int = 0, most: int = ROWS) -> Shown:
    """A result for eyes: names in place of IRIs, dates in words, no column that says nothing.

    ``sort`` names a column, with ``-`` before it for the other way round: dates go by the day, numbers by their size.
    """
    table = as_table(result)
    at = {name: index for index, name in enumerate(table.columns)}
    columns = [name for name in table.columns if not (name.endswith("Name") and name[:-4] in at)]
    if sort.removeprefix("-") in columns:
        ordered = _sorted(table, sort.removeprefix("-"), at, last=sort.startswith("-"))
    else:
        ordered = list(table.rows)
    first = first if first < len(ordered) else 0
    rows = []
    for row in ordered[first : first + most]:
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
        first=first,
        total=len(ordered),
    )


def _sorted(table: Table, column: str, at: Mapping[str, int], *, last: bool) -> list[tuple[Cell, ...]]:
    """The rows by a column; those without a value come last either way."""
    keys = [(_key(column, row[at[column]], _named(row, at, column)), row) for row in table.rows]
    told = sorted((pair for pair in keys if pair[0] is not None), key=lambda pair: str(pair[0]), reverse=last)
    numbers = all(isinstance(key, float) for key, _ in told)
    if numbers:
        told.sort(key=lambda pair: pair[0] or 0.0, reverse=last)
    return [row for _, row in told] + [row for key, row in keys if key is None]


def _key(column: str, cell: Cell, name: str) -> str | float | None:
    """What a cell is sorted by: the first day of a date, a number, folded words."""
    words_ = name or text(cell)
    if not words_:
        return None
    if _is_date(column, cell):
        day = (earliest(words_) or latest(words_)) if is_valid(words_) else None
        return day.isoformat() if day else words_
    value = plain(cell)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return fold(words_)


def _is_date(column: str, cell: Cell) -> bool:
    """Whether a cell is a date: by its type, or by its column where the query took the type away."""
    if isinstance(cell, Literal) and cell.datatype in DATES:
        return True
    return column in _DATES or column.endswith("Date")


def _named(row: Sequence[Cell], at: Mapping[str, int], name: str) -> str:
    return text(row[at[f"{name}Name"]]) if f"{name}Name" in at else ""


def _field(view: View, column: str, cell: Cell, name: str) -> Field:
    if isinstance(cell, NamedNode):
        path = path_of(view.names, cell.value)
        label = name or (view.ref(cell.value).name if path else short(cell, view.names.prefixes()))
        return Field(label, path, iri=cell.value)
    told = text(cell)
    value = plain(cell)
    if _is_date(column, cell):
        return Field(words.day(told))
    return Field(name or told, number=isinstance(value, int | float) and not isinstance(value, bool))


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


def drawing(kind: str, title: str, table: Shown, result: Result, to: To) -> tuple[Markup | None, int]:
    """A result as one of its `views`, and how much of it is not drawn; None if it is none of them."""
    if kind == "chart" and (bars := _bars(table)):
        return Markup(to_inline(bars_scene(title, bars[:BARS]), "chart")), max(0, len(bars) - BARS)
    if kind == "timeline" and (moments := _moments(table, result)):
        scene = timeline_scene(title, moments[:MOMENTS])
        return (Markup(to_inline(scene, "timeline")) if scene else None), max(0, len(moments) - MOMENTS)
    if kind == "graph" and (pairs := _pairs(table)):
        some = pairs[:PAIRS]
        links = {leaf.key: to(path) for pair in some for leaf, path in pair if path}
        scene = pairs_scene(title, [(one, other) for (one, _), (other, _) in some])
        return Markup(to_inline(scene, "graph", links)), max(0, len(pairs) - PAIRS)
    return None, 0


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
    found: dict[tuple[str, frozenset[str]], Moment] = {}
    for row, fields in zip(raw.rows, table.rows, strict=False):
        end = text(row[raw.columns.index("end")]) if "end" in raw.columns and column == "start" else ""
        date = f"{text(row[at])}/{end}" if end and is_valid(f"{text(row[at])}/{end}") else text(row[at])
        used = {place} | ({table.columns.index("end")} if end and "/" in date else set())
        used |= {index for index, field in enumerate(fields) if field.path.startswith("event/")}  # the others tell it
        others = [field.text for index, field in enumerate(fields) if index not in used and field.text]
        if is_valid(date) and others:
            found.setdefault((date, frozenset(others)), Moment(date, ", ".join(others[:3])))  # a marriage of two once
    return list(found.values())


def _pairs(table: Shown) -> list[tuple[tuple[Leaf, str], tuple[Leaf, str]]]:
    """The rows that join two nodes with pages."""
    nodes = [index for index in range(len(table.columns)) if any(row[index].path for row in table.rows)]
    if len(nodes) < 2:
        return []
    first, second = nodes[:2]
    found: dict[frozenset[str], tuple[tuple[Leaf, str], tuple[Leaf, str]]] = {}
    for row in table.rows:
        one, other = row[first], row[second]
        if one.path and other.path:  # two who are married stand in two rows, and are drawn once
            found.setdefault(frozenset((one.iri, other.iri)), ((_leaf(one), one.path), (_leaf(other), other.path)))
    return list(found.values())


def _leaf(field: Field) -> Leaf:
    return Leaf(field.iri, field.text, kind="person" if field.path.startswith("person/") else "thing")
