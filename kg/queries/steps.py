"""What SPARQL cannot say: steps that make an answer from a query's rows. A header names its step."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pyoxigraph import Literal

from kg.dates.edtf import earliest, is_valid, latest, overlaps
from kg.dates.periods import periods
from kg.output import Cell, Table
from kg.queries.endpoint import Bindings
from kg.rdf.terms import ck

_PARTINGS = {ck("Divorce"), ck("Breakup")}
_A_YEAR = 365
"""In so many days nobody marries, parts and marries again."""
_BACK = {"parent of": "child of", "relative of": "relative of"}


def shortest_path(ties: Table, bindings: Bindings) -> Table:
    """A shortest chain from ``?from`` to ``?to`` along the rows ``a aName tie b bName``, at most ``?most`` long.

    Breadth-first; rows are followed in their order and both ways, so the same graph gives the same chain. No rows if
    there is no chain; none either from somebody to themselves.

    >>> from pyoxigraph import NamedNode
    >>> def row(a, tie, b): return (NamedNode(a), Literal(a), Literal(tie), NamedNode(b), Literal(b))
    >>> rows = (row("x:1", "parent of", "x:2"), row("x:3", "parent of", "x:2"))
    >>> ties = Table(("a", "aName", "tie", "b", "bName"), rows)
    >>> chain = shortest_path(ties, {"from": NamedNode("x:1"), "to": NamedNode("x:3"), "most": Literal(6)})
    >>> [[cell.value for cell in row] for row in chain.rows][1]
    ['x:2', 'x:2', 'child of', 'x:3', 'x:3']
    """
    start, goal, most = bindings["from"], bindings["to"], int(bindings["most"].value)
    steps: dict[Cell, list[tuple[Cell, ...]]] = defaultdict(list)
    for row in ties.rows:
        a, a_name, tie, b, b_name = row
        steps[a].append(row)
        words = tie.value if isinstance(tie, Literal) else ""
        steps[b].append((b, b_name, Literal(_BACK.get(words, words)), a, a_name))
    came: dict[Cell, tuple[Cell, ...] | None] = {start: None}
    queue: deque[tuple[Cell, int]] = deque([(start, 0)])
    while queue and goal not in came:
        here, length = queue.popleft()
        if length == most:
            break
        for row in steps[here]:
            if row[3] not in came:
                came[row[3]] = row
                queue.append((row[3], length + 1))
    chain: list[tuple[Cell, ...]] = []
    back: Cell = goal
    while (row_here := came.get(back)) is not None:
        chain.append(row_here)
        back = row_here[0]
    return Table(ties.columns, tuple(reversed(chain)), ties.title)


def marriages(told: Table, bindings: Bindings) -> Table:
    """A row for each time of a couple, from rows of one date each, which end in ``start end``.

    >>> from pyoxigraph import NamedNode
    >>> who = (NamedNode("x:1"), Literal("Ada"), NamedNode("x:2"), Literal("Bo"))
    >>> dates = (("1964", ""), ("", "1974"), ("1975", ""))
    >>> rows = tuple((*who, *(Literal(date) if date else None for date in pair)) for pair in dates)
    >>> made = marriages(Table(("person", "personName", "spouse", "spouseName", "start", "end"), rows), {})
    >>> [[cell.value if cell else "" for cell in row[4:]] for row in made.rows]
    [['1964', '1974'], ['1975', '']]
    """
    rows = [(*one.people, *dates) for one in _couples(told, apart=2) for dates in one.times]
    return Table(told.columns, _in_order(rows), told.title)


def partings(told: Table, bindings: Bindings) -> Table:
    """The times of the couples that are over and parted alive, from rows that end in ``start end over died``."""
    over = [one for one in _couples(told, apart=4) if one.over and _parted_alive(one)]
    rows = [(*one.people, *dates) for one in over for dates in one.times]
    return Table(told.columns[:-2], _in_order(rows), told.title)


def _parted_alive(one: _Couple) -> bool:
    """Whether it was no death that ended a couple: nobody died, or the last end is told as a parting or comes first."""
    end = _text(one.times[-1][1])
    deaths = [_day(_text(row[3]), earliest) for row in one.told if row[3]]
    partings = [_text(row[1]) for row in one.told if row[2] in _PARTINGS]
    if not deaths or any(not day or not end or overlaps(day, end) for day in partings):
        return True
    last = _day(end, latest)
    return last is not None and all(death is not None and last < death for death in deaths)


def togethers(told: Table, bindings: Bindings) -> Table:
    """The couples that are not over, and since when, from rows ``a aName tie b bName since until over told``.

    ``told`` are the days of the articles that tell of a couple. Whoever has married another since is of no couple from
    before.

    >>> from pyoxigraph import NamedNode
    >>> who = (NamedNode("x:1"), Literal("Ada"), Literal("married"), NamedNode("x:2"), Literal("Bo"))
    >>> dates = (("1964", ""), ("", "1974"), ("1975", ""))
    >>> rows = tuple((*who, *(Literal(date) if date else None for date in pair), None, None) for pair in dates)
    >>> [[row[-1].value for row in togethers(Table(tuple("abcdefghi"), rows[:many]), {}).rows] for many in (2, 3)]
    [[], ['1975']]
    """
    couples = list(_couples(told, apart=4))
    weddings: dict[Cell, list[_Couple]] = defaultdict(list)
    for one in couples:
        if _text(one.people[2]) == "married":
            weddings[one.people[0]].append(one)
            weddings[one.people[3]].append(one)

    def is_past(one: _Couple) -> bool:
        others = {other for who in (one.people[0], one.people[3]) for other in weddings[who]} - {one}
        return any(_is_before(one, other) for other in others)

    rows = [(*one.people, one.times[-1][0]) for one in couples if not one.over and not is_past(one)]
    return Table(told.columns[:-3], _in_order(rows, since=-1), told.title)


def engagements(told: Table, bindings: Bindings) -> Table:
    """Of the `togethers` the engaged."""
    found = togethers(told, bindings)
    rows = tuple((*row[:2], *row[3:]) for row in found.rows if _text(row[2]) == "engaged")
    return Table((*found.columns[:2], *found.columns[3:]), rows, found.title)


def _is_before(one: _Couple, wed: _Couple) -> bool:
    """Whether a couple is of before a marriage of one of the two to another.

    By when each began; a couple without a beginning was there when it was last told. But who had wed another less than
    a year before that day, and is told to have parted from neither, was so before. Who is married now and said in no
    later article to be engaged, was so before.

    >>> def married(start, told):
    ...     row = (None, None, None, told)
    ...     return _Couple((None, None, Literal("married")), ((_literal(start), None),), False, (row,))
    >>> wed, told = married("1969-03-20", Literal("1969-03-21")), ("1969-03-19", "1969-03-21", "1980-01-01")
    >>> [_is_before(married("", Literal(day)), wed) for day in told]
    [True, True, False]
    """
    began, wedding = (_text(couple.times[-1][0]) for couple in (one, wed))
    told, told_wed = (max(_text(row[3]) for row in couple.told) for couple in (one, wed))
    then, last = _day(began or told, latest), _day(wedding, earliest)
    if then and last and then < last:
        return True
    married = _text(one.people[2]) == "married"
    if married and not began and not wed.over and then and last and then < last + timedelta(days=_A_YEAR):
        return True
    unsure = not married and not began
    return unsure and not wed.over and told <= told_wed


def _day(edtf: str, bound: Callable[[str], date | None]) -> date | None:
    return bound(edtf) if is_valid(edtf) else None


@dataclass(frozen=True, slots=True)
class _Couple:
    """The cells that name a couple, when it was one, whether that is over, and the further cells of its rows."""

    people: tuple[Cell, ...]
    times: tuple[tuple[Cell, Cell], ...]
    over: bool
    told: tuple[tuple[Cell, ...], ...]


def _couples(told: Table, *, apart: int) -> Iterator[_Couple]:
    """The couples of some rows; the last cells, so many ``apart``, are told of it, the others name it.

    They are start, end and, where there are more, that it is over, date or no date. Who began anew after an end is
    together again, unless a further end is told, or one has died.
    """
    groups: dict[tuple[Cell, ...], list[tuple[Cell, ...]]] = defaultdict(list)
    for row in told.rows:
        groups[row[:-apart]].append(row[-apart:])
    for people, cells in groups.items():
        times = periods((_text(row[0]), _text(row[1])) for row in cells)
        why = {cell for row in cells for cell in row[2:3] if cell}
        over = bool(times[-1][1]) or ck("Death") in why or (bool(why) and len(times) == 1)
        yield _Couple(people, tuple((_literal(start), _literal(end)) for start, end in times), over, tuple(cells))


def _literal(text: str) -> Cell:
    return Literal(text) if text else None


def _in_order(rows: list[tuple[Cell, ...]], since: int = -2) -> tuple[tuple[Cell, ...], ...]:
    """By name, beginning, and the other's name."""
    return tuple(sorted(rows, key=lambda row: (_text(row[1]), _text(row[since]), *map(str, row))))


def _text(cell: Cell) -> str:
    return cell.value if isinstance(cell, Literal) else ""


STEPS: Mapping[str, Callable[[Table, Bindings], Table]] = {
    "engagements": engagements,
    "marriages": marriages,
    "partings": partings,
    "shortest-path": shortest_path,
    "togethers": togethers,
}
"""The steps by the names that headers use."""
