"""What a query gives: rows, an answer, or triples; as values that no longer hang on a store or a connection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Triple

from kg.rdf import notebook

if TYPE_CHECKING:
    from pandas import DataFrame  # type: ignore[import-untyped]

Cell = NamedNode | BlankNode | Literal | Triple | None
"""One cell of a result: an RDF term, or nothing where the query left it unbound."""

_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = frozenset(
    _XSD + name for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")
)
_REAL = frozenset(_XSD + name for name in ("decimal", "double", "float"))


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a SELECT query, in its order; ``columns`` are the variables without their question marks."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    title: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells does not fit the columns {self.columns}")

    def without(self, columns: Sequence[str]) -> Table:
        """The same table without some columns.

        >>> Table(("a", "b"), ((None, Literal("x")),)).without(["a"]).columns
        ('b',)
        """
        kept = [index for index, name in enumerate(self.columns) if name not in columns]
        rows = tuple(tuple(row[index] for index in kept) for row in self.rows)
        return Table(tuple(self.columns[index] for index in kept), rows, self.title)

    def to_dataframe(self) -> DataFrame:
        """The rows as a pandas DataFrame, dates as sharp as told; see `kg.rdf.notebook.dataframe`."""
        return notebook.dataframe(self)

    def _repr_html_(self) -> str:
        return notebook.html(self)


@dataclass(frozen=True, slots=True)
class Answer:
    """The yes or no of an ASK query."""

    value: bool

    def __bool__(self) -> bool:
        return self.value


@dataclass(frozen=True, slots=True)
class Triples:
    """The triples of a CONSTRUCT or DESCRIBE query, sorted and each once."""

    triples: tuple[Triple, ...] = ()

    def table(self) -> Table:
        """The triples as rows of three cells."""
        rows = tuple((triple.subject, triple.predicate, triple.object) for triple in self.triples)
        return Table(("subject", "predicate", "object"), rows)

    def _repr_html_(self) -> str:
        return notebook.html(self.table())


Result = Table | Answer | Triples


def read_result(answer: QuerySolutions | QueryBoolean | QueryTriples, title: str = "") -> Result:
    """Take everything out of what pyoxigraph gives for a query.

    >>> from pyoxigraph import Store
    >>> read_result(Store().query("SELECT ?x { VALUES ?x { 1 2 } }")).rows[0][0].value
    '1'
    >>> read_result(Store().query("ASK {}"))
    Answer(value=True)
    """
    if isinstance(answer, QueryBoolean):
        return Answer(bool(answer))
    if isinstance(answer, QueryTriples):
        # A CONSTRUCT gives a triple once for every solution that makes it, and in no order.
        return Triples(tuple(sorted(set(answer), key=str)))
    columns = tuple(variable.value for variable in answer.variables)
    return Table(columns, tuple(tuple(solution[name] for name in columns) for solution in answer), title)


def is_empty(result: Result) -> bool:
    """Whether there is nothing to show: no rows, no triples, or the answer no.

    >>> is_empty(Table(("a",))), is_empty(Answer(True))
    (True, False)
    """
    match result:
        case Table(rows=rows):
            return not rows
        case Triples(triples=triples):
            return not triples
        case Answer(value=value):
            return not value


def plain(cell: Cell) -> str | int | float | bool | None:
    """A cell as an ordinary Python (and JSON) value: numbers and booleans as such, everything else as text.

    >>> plain(Literal(3)), plain(Literal(True)), plain(NamedNode("http://example.org/a")), plain(None)
    (3, True, 'http://example.org/a', None)
    """
    match cell:
        case None:
            return None
        case Literal():
            return _literal(cell)
        case NamedNode():
            return cell.value
        case BlankNode():
            return f"_:{cell.value}"
    return str(cell)


def _literal(cell: Literal) -> str | int | float | bool:
    kind = cell.datatype.value
    try:
        if kind in _WHOLE:
            return int(cell.value)
        if kind in _REAL:
            return float(cell.value)
    except ValueError:  # RDF allows an ill-typed literal such as "many"^^xsd:integer
        return cell.value
    if kind == _XSD + "boolean" and cell.value in ("true", "false"):
        return cell.value == "true"
    return cell.value
