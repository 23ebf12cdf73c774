"""Who stands where in the family picture: the generation of everybody, and the order from left to right in each."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.draw.dates import bounds
from kg.draw.people import PAIRS, Circle, Tie, TieKind, kin_step


@dataclass(frozen=True, slots=True)
class Union:
    """Parents (one or two of one generation) and their children, or siblings whose parents are not in the picture.

    ``ties`` are what is known between the two: they were married, engaged, together; none for mere co-parents.
    ``word`` names a tie of relatives, who hang together like parent and child but are none.
    """

    parents: tuple[str, ...]
    children: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    believed: bool = True
    word: str = ""


def generations(circle: Circle) -> dict[str, int]:
    """The row of everybody the ties reach: 0 for the center, parents one less, children one more.

    The nearest tie decides, so that a tangle (a cousin who is also an aunt) still has one answer; of equally near
    ones parents and children come before couples, and those before other kin.

    >>> from kg.draw.people import Person
    >>> tie = Tie(TieKind.PARENT, "a", "b")
    >>> generations(Circle("b", (Person("a", "A"), Person("b", "B")), (tie,)))
    {'b': 0, 'a': -1}
    """
    steps: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    for tie in circle.ties:
        rank, down = _step(tie)
        steps[tie.a].append((rank, tie.b, down))
        steps[tie.b].append((rank, tie.a, -down))
    rows = {circle.center: 0}
    queue = deque([circle.center])
    while queue:
        here = queue.popleft()
        for _, other, step in sorted(steps[here]):
            if other not in rows:
                rows[other] = rows[here] + step
                queue.append(other)
    return rows


def _step(tie: Tie) -> tuple[int, int]:
    match tie.kind:
        case TieKind.PARENT:
            return 0, 1
        case TieKind.RELATIVE:
            return 3, -kin_step(tie.word)
        case TieKind.SIBLING:
            return 1, 0
    return 2, 0


def unions(circle: Circle, rows: Mapping[str, int]) -> tuple[tuple[Union, ...], tuple[Tie, ...]]:
    """The ties as unions that can be drawn between neighbouring rows, and the ties that cannot be drawn so."""
    loose: list[Tie] = []
    couples: dict[tuple[str, ...], list[Tie]] = defaultdict(list)
    parents: dict[tuple[str, bool], list[str]] = defaultdict(list)
    siblings: list[Tie] = []
    kin: list[Union] = []
    for tie in sorted(circle.ties):
        gap = rows[tie.b] - rows[tie.a]
        if tie.kind in PAIRS and gap == 0:
            couples[_pair(tie.a, tie.b)].append(tie)
        elif tie.kind is TieKind.PARENT and gap == 1:
            parents[tie.b, tie.believed].append(tie.a)
        elif tie.kind is TieKind.SIBLING and gap == 0:
            siblings.append(tie)
        elif tie.kind is TieKind.RELATIVE and gap in (-1, 0, 1):
            upper, lower = (tie.a, tie.b) if gap >= 0 else (tie.b, tie.a)
            above, below = ((upper,), (lower,)) if gap else ((), _pair(upper, lower))
            kin.append(Union(above, below, believed=tie.believed, word=tie.label))
        else:
            loose.append(tie)
    families: dict[tuple[tuple[str, ...], bool], set[str]] = defaultdict(set)
    for (child, believed), found in sorted(parents.items()):
        for group in _by_couple(sorted(set(found)), couples):
            families[group, believed].add(child)
    for pair in couples:
        families.setdefault((pair, True), set())
    born = {person.key: person.born for person in circle.people}
    made = [
        Union(group, _by_age(children, born), tuple(_in_time(couples.get(group, ()))) if believed else (), believed)
        for (group, believed), children in sorted(families.items())
    ]
    made += [Union((), group) for group in _brackets(siblings, made)]
    return (*made, *kin), tuple(loose)


def _pair(a: str, b: str) -> tuple[str, ...]:
    return (a, b) if a <= b else (b, a)


def _by_couple(found: list[str], couples: Mapping[tuple[str, ...], Sequence[Tie]]) -> list[tuple[str, ...]]:
    """The known parents of a child as one couple, and whoever is left over each alone."""
    if len(found) == 2:
        return [(found[0], found[1])]
    for index, one in enumerate(found):
        for other in found[index + 1 :]:
            if (one, other) in couples:
                return [(one, other), *((left,) for left in found if left not in (one, other))]
    return [(one,) for one in found]


def _by_age(children: Iterable[str], born: Mapping[str, str]) -> tuple[str, ...]:
    """The eldest first; those of unknown age last, by key."""

    def age(key: str) -> tuple[str, str]:
        span = bounds(born.get(key, ""))
        return (span[0].isoformat() if span else "9999", key)

    return tuple(sorted(children, key=age))


def _in_time(ties: Iterable[Tie]) -> list[Tie]:
    """The ties of a couple as they came: believed before said, by start, an undated one by its usual place."""
    return sorted(ties, key=lambda tie: (not tie.believed, PAIRS.index(tie.kind), tie.start))


def _brackets(siblings: Sequence[Tie], families: Sequence[Union]) -> list[tuple[str, ...]]:
    """Groups of siblings that no shared parent in the picture already holds together."""
    together = [set(union.children) for union in families if len(union.children) > 1]
    groups: list[set[str]] = []
    for tie in siblings:
        if any({tie.a, tie.b} <= family for family in together):
            continue
        touching = [group for group in groups if group & {tie.a, tie.b}]
        groups = [group for group in groups if group not in touching]
        groups.append({tie.a, tie.b}.union(*touching))
    return [tuple(sorted(group)) for group in groups]


def arrange(circle: Circle, rows: Mapping[str, int], made: Sequence[Union]) -> dict[int, list[str]]:
    """The order in each row: siblings left of somebody, partners right of them, children under their parents.

    Rows are settled from the center outwards; each next one takes its order from the row already settled.
    """
    order: dict[int, list[str]] = {}
    seen: set[str] = set()
    for row in sorted(set(rows.values()), key=lambda number: (abs(number), number)):
        members = [person.key for person in circle.people if rows.get(person.key) == row]
        toward = row - 1 if row > 0 else row + 1
        pull = {key: _pull(key, made, order.get(toward, []), children=row < 0) for key in members}
        ages = {key: place for place, key in enumerate(_by_age(members, {p.key: p.born for p in circle.people}))}
        placed: list[str] = []
        roots = sorted(members, key=lambda key: (key != circle.center, pull[key], ages[key]))
        for key in roots:
            if key not in seen:
                placed += _cluster(key, made, set(members), seen, ages, side=0 if key == circle.center else 1)
        order[row] = placed
    return order


def _pull(key: str, made: Sequence[Union], settled: Sequence[str], *, children: bool) -> float:
    """The mean place of somebody's children (or parents) in the row already settled; far right if there are none."""
    places: list[int] = []
    for union in made:
        here, there = (union.parents, union.children) if children else (union.children, union.parents)
        if key in here:
            places += [settled.index(other) for other in there if other in settled]
    return sum(places) / len(places) if places else float("inf")


def _cluster(
    key: str, made: Sequence[Union], members: set[str], seen: set[str], ages: Mapping[str, int], *, side: int
) -> list[str]:
    """Somebody with their partners and siblings, each with their own; all of them are added to ``seen``.

    In the middle (``side`` 0) siblings go to the left and partners to the right; who stands left of the center has
    all of them further left, who stands right of it further right, so that nobody comes between a couple.
    """
    partners = [
        union.parents[0] if union.parents[1] == key else union.parents[1]
        for union in sorted((union for union in made if len(union.parents) == 2), key=_since)
        if key in union.parents
    ]
    kin = {other for union in made if key in union.children for other in union.children} - {key}
    # Taken before going deeper: a sister stands beside her sister even if she also dated her brother-in-law.
    mates = [other for other in partners if other in members and other not in seen]
    siblings = [other for other in sorted(kin - set(mates), key=ages.__getitem__) if other in members - seen]
    seen |= {key, *mates, *siblings}
    left: list[str] = []
    right: list[str] = []
    for others, away in ((mates, side or 1), (siblings, side or -1)):
        for other in others:
            found = _cluster(other, made, members, seen, ages, side=away)
            if away < 0:
                left = [*left, *found] if others is siblings and side == 0 else [*found, *left]
            else:
                right += found
    return [*left, key, *right]


def _since(union: Union) -> tuple[str, tuple[str, ...]]:
    return (min((tie.start for tie in union.ties if tie.start), default="9999"), union.parents)
