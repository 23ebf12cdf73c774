"""What SPARQL cannot say: steps that make an answer from a query's rows. A header names its step."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping

from pyoxigraph import Literal

from kg.output import Cell, Table
from kg.queries.endpoint import Bindings

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


STEPS: Mapping[str, Callable[[Table, Bindings], Table]] = {"shortest-path": shortest_path}
"""The steps by the names that headers use."""
