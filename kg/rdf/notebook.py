"""A table of results for notebooks: as HTML, and as a pandas DataFrame whose dates are as sharp as told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.rdf.terms import XSD_DATE, XSD_MONTH, XSD_YEAR

if TYPE_CHECKING:
    from pandas import DataFrame  # type: ignore[import-untyped]

    from kg.rdf.result import Table

SHOWN = 100
"""How many rows the HTML of a table has; the table itself has them all."""

_PERIODS = {XSD_DATE: "D", XSD_MONTH: "M", XSD_YEAR: "Y"}
_LINK = re.compile("https?:")


def html(table: Table) -> str:
    """A table as HTML, its IRIs as links, at most `SHOWN` rows.

    >>> from kg.rdf.result import Table
    >>> html(Table(("name",), ((Literal("<b>"),),)))
    '<table><thead><tr><th>name</th></tr></thead><tbody><tr><td>&lt;b&gt;</td></tr></tbody></table>'
    """
    head = "".join(f"<th>{escape(name)}</th>" for name in table.columns)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows[:SHOWN])
    title = f"<caption>{escape(table.title)}</caption>" if table.title else ""
    more = len(table.rows) - SHOWN
    foot = f'<tfoot><tr><td colspan="{len(table.columns)}">and {more} more</td></tr></tfoot>' if more > 0 else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>{foot}</table>"


def _cell(cell: object) -> str:
    if isinstance(cell, NamedNode):
        name = cell.value.rstrip("/#").rpartition("/")[2].rpartition("#")[2]
        shown = escape(name or cell.value)
        if _LINK.match(cell.value):
            shown = f'<a href="{escape(cell.value)}">{shown}</a>'
        return f"<td>{shown}</td>"
    value = cell.value if isinstance(cell, Literal) else "" if cell is None else str(cell)
    return f"<td>{escape(value)}</td>"


def dataframe(table: Table) -> DataFrame:
    """A table as a DataFrame; raises ImportError with what to install where there is no pandas.

    Numbers and booleans are such, IRIs and text are text. A day, a month and a year are periods of that length, since
    a year is not its first of January; a date that is none of these stays EDTF text.
    """
    try:
        import pandas
    except ImportError as error:
        raise ImportError("a DataFrame needs pandas: pip install 'celebrity-kg[notebook]'") from error
    columns = zip(*table.rows, strict=True) if table.rows else ((),) * len(table.columns)
    return pandas.DataFrame({name: _column(pandas, cells) for name, cells in zip(table.columns, columns, strict=True)})


def _column(pandas: Any, cells: Sequence[Any]) -> Any:
    values = [_value(pandas, cell) for cell in cells]
    lengths = {value.freqstr for value in values if isinstance(value, pandas.Period)}
    if len(lengths) == 1 and all(value is None or isinstance(value, pandas.Period) for value in values):
        return pandas.PeriodIndex(values, freq=lengths.pop()).to_series(index=range(len(values)))
    return pandas.Series(values, dtype=object).infer_objects()


def _value(pandas: Any, cell: Any) -> Any:
    from kg.rdf.result import plain

    if isinstance(cell, Literal) and cell.datatype in _PERIODS:
        try:
            return pandas.Period(cell.value, freq=_PERIODS[cell.datatype])
        except ValueError:  # a year before the calendar, or no date in spite of its type
            return cell.value
    return plain(cell)
