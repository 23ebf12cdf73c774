"""A named query: one ``.rq`` file whose comment lines say what it is for, what it takes and what it gives.

The header is the first block of comment lines::

    # title: Spouses with dates
    # description: Whom somebody is or was married to, since when and until when;
    #   a line that begins with blanks goes on with the line before it.
    # param person: Person - whose marriages
    # param from: FirstDay? - a question mark: may be left out, and is then unbound
    # param most: Integer = 6 - a default: may be left out, and is then 6
    # columns: person, spouse, spouseName, start, end
    # example: --person "Ada Stone"
    # sensitive: yes

Only title, description and columns must be there. A header may name a ``step``: a function of `kg.queries.steps` that
makes the answer from the query's rows, and takes the parameters that the query itself does not use.

Header and query are checked against each other, so that neither can drift: every parameter is used and projected, the
columns are the projection, and an error names the file and the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

from pyoxigraph import QuerySolutions, Store


class ParamType(StrEnum):
    """What a parameter takes, and so how words become a term (``kg.queries.bind``).

    ``FirstDay`` and ``LastDay`` take a partial date and stand for the first or the last day it may mean; ``Period``
    takes one and binds two variables, ``xFirst`` and ``xLast``.
    """

    PERSON = "Person"
    ENTITY = "Entity"
    PREDICATE = "Predicate"
    FIRST_DAY = "FirstDay"
    LAST_DAY = "LastDay"
    PERIOD = "Period"
    MONTH = "Month"
    INTEGER = "Integer"
    TEXT = "Text"


class QueryFileError(ValueError):
    """A query file that cannot be used; the message begins with ``file:line:``."""


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter: the variable ``name`` is bound to a term made from words according to ``type``.

    ``default`` are the words taken where none are given; without them an optional parameter stays unbound.
    """

    name: str
    type: ParamType
    required: bool = True
    words: str = ""
    default: str = ""

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables it binds.

        >>> Param("on", ParamType.PERIOD).variables
        ('onFirst', 'onLast')
        """
        return (f"{self.name}First", f"{self.name}Last") if self.type is ParamType.PERIOD else (self.name,)

    @property
    def option(self) -> str:
        """The option on the command line.

        >>> Param("saidBy", ParamType.TEXT).option
        '--said-by'
        """
        return "--" + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", self.name).lower()


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A named query. ``name`` is the file's name without ``.rq``, ``text`` the whole file as it stands.

    ``sensitive``: its answer may hold what must not be shown unasked (health, by the ontology).
    """

    name: str
    title: str
    description: str
    params: tuple[Param, ...]
    columns: tuple[str, ...]
    example: str
    step: str
    sensitive: bool
    text: str

    @property
    def withholds(self) -> tuple[str, ...]:
        """The columns whose claims and events may be such that their rows are not shown unasked.

        A ``sensitive`` query has none: who may ask it may see it all.
        """
        return () if self.sensitive else tuple(column for column in self.columns if column in ("claim", "event"))

    @property
    def bindable(self) -> tuple[Param, ...]:
        """The parameters that the query itself takes; where it has a step, others may be the step's."""
        used = variables(self.text)
        return tuple(param for param in self.params if not self.step or used.issuperset(param.variables))


_KEY = re.compile(
    r"#\s?(?P<key>title|description|param|columns|example|step|sensitive)\b\s*(?P<name>\w+)?\s*:\s*(?P<value>.*)$"
)
_MORE = re.compile(r"#\s{2,}(?P<value>\S.*)$")
_PARAM = re.compile(r"(?P<type>\w+)(?P<optional>\?)?(?:\s*=\s*(?P<default>\S+))?(?:\s+-\s+(?P<words>.+))?$")
_NAME = re.compile(r"[a-z][A-Za-z0-9]*$")
_FILE_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*$")
# What may hide something that looks like a variable: strings, IRIs and comments are skipped whole.
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\"{}|^`\\\s]*>|\#[^\n]*|[?$](?P<variable>\w+)|(?P<open>\{)|(?P<other>.)",
    re.DOTALL,
)


def variables(text: str) -> frozenset[str]:
    """The variables of a query, those in strings, IRIs and comments not counted.

    >>> sorted(variables('SELECT ?a { ?a <http://e/?b> "?c" } # ?d'))
    ['a']
    """
    return frozenset(match["variable"] for match in _TOKEN.finditer(text) if match["variable"])


def first_group(text: str) -> int:
    """The offset just behind the brace that opens the outermost group (of WHERE); -1 if there is none.

    >>> "SELECT * WHERE { ?s ?p ?o }"[first_group("SELECT * WHERE { ?s ?p ?o }"):]
    ' ?s ?p ?o }'
    """
    return next((match.end() for match in _TOKEN.finditer(text) if match["open"]), -1)


def parse_query(text: str, file: str) -> NamedQuery:
    """Read the header of a query and take its word; ``check`` compares it with the query itself.

    Raises QueryFileError for an unknown line, a missing title or description, or a parameter that is not well formed.
    """
    name = Path(file).stem
    if not _FILE_NAME.match(name):
        _refuse(file, 1, f"a query's file is named in small letters, digits and hyphens, not {name!r}")
    found: dict[str, str] = {}
    params: list[Param] = []
    for line, key, second, value in _header_lines(text, file):
        if key == "param":
            params.append(_param(second, value, file, line))
            if len({param.name for param in params}) < len(params):
                _refuse(file, line, f"the parameter {second!r} is declared twice")
        elif second:
            _refuse(file, line, f"{key!r} takes no name of its own; write '# {key}: ...'")
        elif key in found:
            _refuse(file, line, f"{key!r} stands twice")
        else:
            found[key] = value
    for key in ("title", "description", "columns"):
        if not found.get(key):
            _refuse(file, 1, f"the header lacks '# {key}: ...'")
    columns = tuple(re.split(r"[,\s]+", found["columns"]))
    if found.get("sensitive", "yes") != "yes":
        _refuse(file, _line(text, "sensitive:"), "'# sensitive:' is 'yes', or is left out")
    return NamedQuery(
        name=name,
        title=found["title"],
        description=found["description"],
        params=tuple(params),
        columns=columns,
        example=found.get("example", ""),
        step=found.get("step", ""),
        sensitive="sensitive" in found,
        text=text,
    )


def check(query: NamedQuery, file: str) -> NamedQuery:
    """The query itself, if the header tells the truth about it.

    Raises QueryFileError where the query does not parse or is no SELECT, a parameter is not used or not projected (the
    store can bind projected variables only), or ``columns`` are not the projection.
    """
    try:
        answer = Store().query(query.text)
    except (SyntaxError, ValueError) as error:
        at = re.search(r"(\d+):\d+", str(error))
        _refuse(file, int(at[1]) if at else 1, f"the query does not parse: {error}")
    if not isinstance(answer, QuerySolutions):
        _refuse(file, 1, "a named query is a SELECT query: it gives rows")
    used, columns = variables(query.text), tuple(variable.value for variable in answer.variables)
    for param in query.bindable:
        for variable in param.variables:
            line = _line(query.text, f"param {param.name}:")
            if variable not in used:
                near = ", ".join(f"?{name}" for name in sorted(used))
                _refuse(file, line, f"?{variable} is not used in the query; used are {near}")
            if variable not in columns:
                _refuse(file, line, f"?{variable} must be selected too, or it cannot be bound")
    # What a query selects beyond the columns that are told is for its step alone.
    selected = tuple(column for column in columns if column in query.columns) if query.step else columns
    if selected != query.columns:
        told, given = ", ".join(query.columns), ", ".join(columns)
        _refuse(file, _line(query.text, "columns:"), f"the header tells the columns {told}; the query gives {given}")
    return query


def _header_lines(text: str, file: str) -> Iterator[tuple[int, str, str, str]]:
    """Line number, key, second word and value of each header entry, continued lines joined."""
    entry: tuple[int, str, str, str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        if match := _KEY.match(line):
            if entry:
                yield entry
            entry = (number, match["key"], match["name"] or "", match["value"].strip())
        elif (match := _MORE.match(line)) and entry:
            entry = (*entry[:3], f"{entry[3]} {match['value'].strip()}")
        elif line.strip("# \t"):
            _refuse(file, number, f"cannot read {line!r}; a header line is '# title: ...', description, param, columns")
    if entry:
        yield entry


def _param(name: str, value: str, file: str, line: int) -> Param:
    match = _PARAM.match(value)
    if not _NAME.match(name) or not match:
        _refuse(file, line, "a parameter is written '# param person: Person - whose' ('Person?' if optional)")
    if match["type"] not in list(ParamType):
        _refuse(file, line, f"no parameter type {match['type']!r}; there are: {', '.join(ParamType)}")
    required = not match["optional"] and match["default"] is None
    return Param(name, ParamType(match["type"]), required, match["words"] or "", match["default"] or "")


def _line(text: str, start: str) -> int:
    """The number of the header line that begins so."""
    lines = (number for number, line in enumerate(text.splitlines(), 1) if line.lstrip("# ").startswith(start))
    return next(lines, 1)


def _refuse(file: str, line: int, what: str) -> NoReturn:
    raise QueryFileError(f"{file}:{line}: {what}")
