r"""One way to print results: a table for eyes; TSV, CSV, JSON, JSON Lines or Turtle for programs.

>>> import io
>>> from pyoxigraph import Literal
>>> out = io.StringIO()
>>> write(Table(("name",), ((Literal("Ada Stone"),),)), Format.TSV, out)
>>> out.getvalue()
'name\nAda Stone\n'
"""

from kg.output.formats import Format, NotInThisFormatError, write
from kg.output.result import Answer, Cell, Result, Table, Triples, is_empty, plain, read_result

__all__ = [
    "Answer",
    "Cell",
    "Format",
    "NotInThisFormatError",
    "Result",
    "Table",
    "Triples",
    "is_empty",
    "plain",
    "read_result",
    "write",
]
