"""From the words given for a parameter to the terms its variables are bound to."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.dates.edtf import earliest, is_valid, latest
from kg.queries.endpoint import Bindings, Endpoint
from kg.queries.header import NamedQuery, Param, ParamType
from kg.queries.people import find, nearest
from kg.vocab import EVENTS, ONTOLOGY, RELATIONS

_DAY = NamedNode("http://www.w3.org/2001/XMLSchema#date")


class BadParameterError(ValueError):
    """A parameter that is missing, unknown, or not of its type; the message says what to give."""


def bind(query: NamedQuery, given: Mapping[str, str], endpoint: Endpoint) -> Bindings:
    """The terms for a query's variables. ``given`` holds words by parameter name; defaults are filled in.

    Raises BadParameterError, or UnknownNameError or AmbiguousNameError for a name.
    """
    known = {param.name for param in query.params}
    for name in given:
        if name not in known:
            takes = f"it takes {', '.join(sorted(known))}" if known else "it takes none"
            raise BadParameterError(f"the query {query.name!r} has no parameter {name!r}; {takes}")
    bound: dict[str, NamedNode | Literal] = {}
    for param in query.params:
        words = given.get(param.name, param.default).strip()
        if param.name in given and not words:
            raise BadParameterError(f"{param.option} is empty: {param.words or param.type}")
        if words:
            bound |= zip(param.variables, term(param, words, endpoint), strict=True)
        elif param.required:
            raise BadParameterError(f"the query {query.name!r} needs {param.option}: {param.words or param.type}")
    return bound


def term(param: Param, words: str, endpoint: Endpoint) -> tuple[NamedNode | Literal, ...]:
    """The terms for one parameter, one for each of its variables; errors as `bind`."""
    match param.type:
        case ParamType.PERSON:
            return (find(endpoint, words),)
        case ParamType.ENTITY:
            return (find(endpoint, words, people=False),)
        case ParamType.PREDICATE:
            return (predicate(words),)
        case ParamType.FIRST_DAY:
            return (_day(param, words)[0],)
        case ParamType.LAST_DAY:
            return (_day(param, words)[1],)
        case ParamType.PERIOD:
            return _day(param, words)
        case ParamType.MONTH:
            return (Literal(month(words)),)
        case ParamType.INTEGER:
            try:
                return (Literal(int(words)),)
            except ValueError:
                raise BadParameterError(f"{param.option} {words!r}: give a whole number, such as 3") from None
        case ParamType.TEXT:
            return (Literal(words),)


def predicate(words: str) -> NamedNode:
    """The term of a predicate by its name in the claims format.

    Raises BadParameterError with the nearest names.

    >>> predicate("marriedTo").value.rpartition("#")[2], predicate("event:Wedding").value.rpartition("#")[2]
    ('marriedTo', 'Wedding')
    """
    names = {**dict.fromkeys(RELATIONS), **{f"event:{event}": event for event in EVENTS}}
    names["event:Other"] = "OtherEvent"
    by_fold = {name.casefold(): name for name in names}
    name = by_fold.get(words.casefold()) or by_fold.get(f"event:{words}".casefold())
    if name is None:
        near = nearest(words, set(names)) or ("marriedTo", "parentOf", "event:Wedding")
        raise BadParameterError(f"there is no predicate {words!r}; do you mean {' or '.join(near)}?")
    return NamedNode(ONTOLOGY + (names[name] or name))


def month(words: str) -> str:
    """Two digits for a month by number or English name, short or long.

    >>> month("7"), month("july"), month("Sept")
    ('07', '07', '09')
    """
    if words.isdecimal() and 1 <= int(words) <= 12:
        return f"{int(words):02d}"
    for number in range(1, 13):
        if len(words) >= 3 and calendar.month_name[number].casefold().startswith(words.casefold().rstrip(".")):
            return f"{number:02d}"
    raise BadParameterError(f"{words!r} is no month: give a number from 1 to 12 or an English name")


def _day(param: Param, words: str) -> tuple[Literal, Literal]:
    """The first and the last day of a partial date; an open side reaches to the end of the calendar."""
    if not is_valid(words):
        raise BadParameterError(
            f"{param.option} {words!r}: give a day (2021-01-06), a month (2021-01) or a year (2021)"
        )
    first, last = earliest(words) or date.min, latest(words) or date.max
    return Literal(first.isoformat(), datatype=_DAY), Literal(last.isoformat(), datatype=_DAY)
