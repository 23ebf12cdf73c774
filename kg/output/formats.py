"""Writing a result: the machine formats here, the terminal table in ``kg.output.terminal``."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping
from enum import StrEnum
from typing import TextIO

from kg.output.result import Answer, Cell, Result, Table, Triples, plain


class Format(StrEnum):
    """How a result is printed."""

    TABLE = "table"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    TTL = "ttl"


class NotInThisFormatError(ValueError):
    """The result cannot be written so: rows are no triples."""


_TSV_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def write(
    result: Result,
    form: Format,
    out: TextIO,
    *,
    prefixes: Mapping[str, str] | None = None,
    ids: bool = False,
) -> None:
    r"""Write ``result`` to ``out``.

    ``tsv`` has a header and one line a row, with tab, newline and backslash escaped by a backslash; ``csv`` follows
    RFC 4180 with ``\n``; ``json`` is a list of objects (a bare ``true`` for an ASK), ``jsonl`` one object a line,
    unbound cells being null; ``ttl`` is Turtle with ``prefixes`` (name to IRI) and takes triples only; ``table`` is
    for people: it leaves out the IRI column ``x`` where a column ``xName`` stands beside it, unless ``ids``.

    Raises NotInThisFormatError when rows or an answer are asked for as Turtle.

    >>> import io
    >>> out = io.StringIO(); write(Answer(True), Format.JSON, out); out.getvalue()
    'true\n'
    """
    match form:
        case Format.TTL:
            out.write(turtle(result, prefixes or {}))
        case Format.JSON:
            out.write(json.dumps(_jsonable(result), ensure_ascii=False, indent=2) + "\n")
        case Format.JSONL:
            _write_lines(result, out)
        case Format.TSV:
            table = as_table(result)
            out.write("\t".join(table.columns) + "\n")
            for row in table.rows:
                out.write("\t".join(text(cell).translate(_TSV_ESCAPES) for cell in row) + "\n")
        case Format.CSV:
            table = as_table(result)
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(table.columns)
            writer.writerows([text(cell) for cell in row] for row in table.rows)
        case Format.TABLE:
            from kg.output.terminal import write_table  # rich is not needed in a pipe

            write_table(result, out, ids=ids, prefixes=prefixes or {})


def as_table(result: Result) -> Table:
    """Any result as rows: triples get three columns, an answer one column ``answer``."""
    match result:
        case Table():
            return result
        case Triples():
            return result.table()
        case Answer(value=value):
            from pyoxigraph import Literal

            return Table(("answer",), ((Literal(value),),))


def text(cell: Cell) -> str:
    """A cell as the words to print: the lexical form of a literal, the IRI of a node, nothing for nothing.

    >>> from pyoxigraph import Literal
    >>> text(Literal(True)), text(Literal(2.50)), text(None)
    ('true', '2.5', '')
    """
    from pyoxigraph import Literal

    if isinstance(cell, Literal):
        return cell.value
    value = plain(cell)
    return "" if value is None else str(value)


def turtle(result: Result, prefixes: Mapping[str, str]) -> str:
    """Triples as Turtle, sorted, so that the same triples are the same bytes.

    Raises NotInThisFormatError for anything but triples.
    """
    from pyoxigraph import RdfFormat, serialize

    if not isinstance(result, Triples):
        raise NotInThisFormatError(
            "only triples can be written as Turtle: ask with CONSTRUCT or DESCRIBE, or choose tsv, csv, json or jsonl"
        )
    data = serialize(list(result.triples), format=RdfFormat.TURTLE, prefixes=dict(prefixes))
    return data.decode("utf-8") if data else ""


def _jsonable(result: Result) -> object:
    if isinstance(result, Answer):
        return result.value
    table = as_table(result)
    return [_object(table.columns, row) for row in table.rows]


def _write_lines(result: Result, out: TextIO) -> None:
    table = as_table(result)
    for row in table.rows:
        out.write(json.dumps(_object(table.columns, row), ensure_ascii=False) + "\n")


def _object(columns: tuple[str, ...], row: tuple[Cell, ...]) -> dict[str, object]:
    return {name: _finite(plain(cell)) for name, cell in zip(columns, row, strict=True)}


def _finite(value: str | int | float | bool | None) -> object:
    """JSON has no infinity and no NaN; they go out as XSD writes them."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("INF" if value > 0 else "-INF")
    return value
