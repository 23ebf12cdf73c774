"""Places for everybody in the family picture, and the lines between them.

Rows are generations. A couple is a line below their two cards (a lane), with what they were to each other written on
it; their children hang from that lane, a row below. Lanes and the bars above children are packed like intervals, so
that no two lie on top of each other. Everything is computed from the order given by ``kg.draw.order``; nothing is
drawn by chance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.draw.order import Union
from kg.draw.scene import text_width

CARD = (152.0, 58.0)
"""Width and height of a person's card."""

GAP = 30.0
"""The least room between two cards of a row."""

PORT = 18.0
"""The room between two lines that leave a card at its lower edge."""

LABEL = 11.0
"""Size of the words on a line."""

_LABEL_LINE = 14.0
_LANE = 16.0
_BAR = 16.0
_JOG = 16.0


@dataclass(frozen=True, slots=True)
class Lane:
    """The line of one union: where it leaves each card, how far it goes, where the children hang, what it says."""

    union: Union
    ports: tuple[float, ...]
    left: float
    right: float
    drop: float
    labels: tuple[str, ...]
    middle: float
    hue: int


def labels(union: Union) -> tuple[str, ...]:
    """What is written on the line of a couple: two lines at most, the latest tie last.

    >>> from kg.draw.people import Tie, TieKind
    >>> labels(Union(("a", "b"), ties=(Tie(TieKind.ENGAGED, "a", "b", "2013"), Tie(TieKind.SPOUSE, "a", "b", "2014"))))
    ('engaged 2013', 'married 2014')
    """
    words = [tie.label for tie in union.ties if tie.believed] or [tie.label for tie in union.ties]
    if union.word:
        words = [union.word]
    return tuple(dict.fromkeys(words))[-2:]


def spread(wanted: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Places in the given order, at least ``gaps`` apart, as near as can be (least squares) to those wanted.

    Isotonic regression by pooling adjacent violators (Ayer et al. 1955) after taking the gaps out.

    >>> spread([0, 0, 100], [10, 10])
    [-5.0, 5.0, 100.0]
    """
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    pools: list[list[float]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        pools.append([want - offset, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            value, weight = pools.pop()
            before = pools[-1]
            before[0] = (before[0] * before[1] + value * weight) / (before[1] + weight)
            before[1] += weight
    flat = [value for value, weight in pools for _ in range(int(weight))]
    return [value + offset for value, offset in zip(flat, offsets, strict=True)]


def columns(order: Mapping[int, Sequence[str]], made: Sequence[Union]) -> dict[str, float]:
    """The middle of everybody's card from left to right.

    Families pull their parents and children over each other, neighbours pull each other close, and each row in turn
    gives way (`spread`) until it settles; forty rounds are far more than these small pictures need.
    """
    place = {key: index * (CARD[0] + GAP) for row in order.values() for index, key in enumerate(row)}
    gaps = {row: [_gap(left, right, keys, made) for left, right in pairwise(keys)] for row, keys in order.items()}
    for _ in range(40):
        for row, keys in order.items():
            wanted = [_wanted(index, keys, gaps[row], place, made) for index in range(len(keys))]
            place |= zip(keys, spread(wanted, gaps[row]), strict=True)
    return place


def _gap(left: str, right: str, keys: Sequence[str], made: Sequence[Union]) -> float:
    """How far apart two neighbours stand: enough for the words on the lines that end in the room between them."""
    room = CARD[0] + GAP
    for union in made:
        if len(union.parents) != 2 or not labels(union):
            continue
        ends = sorted(keys.index(key) for key in union.parents if key in keys)
        if len(ends) == 2 and (keys.index(left) == ends[0] or keys.index(right) == ends[1]):
            wide = max(text_width(words, LABEL) for words in labels(union))
            room = max(room, wide + 24 + PORT * _lines_of(left, made) / 2 + PORT * _lines_of(right, made) / 2)
    return room


def _lines_of(key: str, made: Sequence[Union]) -> int:
    return sum(key in union.parents for union in made)


def _wanted(
    index: int, keys: Sequence[str], gaps: Sequence[float], place: Mapping[str, float], made: Sequence[Union]
) -> float:
    """Where somebody would stand: over their children, under their parents, and next to their neighbours."""
    key = keys[index]
    pulls: list[tuple[float, float]] = []
    for union in made:
        if not union.parents or not union.children or key not in (*union.parents, *union.children):
            continue
        ends = [place[one] for one in union.parents]
        # The children of a couple that stands apart hang near the one who stands further off, see `lanes`.
        parents = max(sum(ends) / len(ends), max(ends) - CARD[0])
        brood = sum(place[one] for one in union.children) / len(union.children)
        away = parents - brood
        pulls.append((place[key] + (away if key in union.children else -away), 1.0))
    for other in (index - 1, index + 1):
        if 0 <= other < len(keys):
            gap = gaps[other] if other < index else -gaps[index]
            close = any({key, keys[other]} <= set(union.parents) for union in made)
            pulls.append((place[keys[other]] + gap, 2.0 if close else 1.0))
    total = sum(weight for _, weight in pulls)
    return sum(want * weight for want, weight in pulls) / total if pulls else place[key]


def lanes(row: Sequence[str], x: Mapping[str, float], made: Sequence[Union]) -> list[Lane]:
    """The lines that leave the cards of a row downwards, each at a place of its own on the card's lower edge."""
    here = [(hue, union) for hue, union in enumerate(made) if union.parents and set(union.parents) <= set(row)]
    out: dict[str, list[int]] = defaultdict(list)
    for hue, union in here:
        for key in union.parents:
            out[key].append(hue)
    ports: dict[tuple[str, int], float] = {}
    for key, hues in out.items():
        # Near left, far left, the lone parent's own line, far right, near right: who stands further off is reached
        # by a line nearer to the card's middle, so that the longer lane runs under the shorter without crossing it.
        hues.sort(key=lambda hue: _side(key, made[hue], x))
        for index, hue in enumerate(hues):
            ports[key, hue] = x[key] + (index - (len(hues) - 1) / 2) * PORT
    alone = [(hue, union) for hue, union in here if len(union.parents) == 1]
    found = []
    for hue, union in alone:
        port = ports[union.parents[0], hue]
        found.append(Lane(union, (port,), port, port, port, (), port, hue))
    in_the_way = [lane.drop for lane in found]
    couples = [(tuple(sorted(ports[key, hue] for key in union.parents)), hue, union)
               for hue, union in here if len(union.parents) == 2]  # fmt: skip
    for ends, hue, union in sorted(couples, key=lambda couple: (couple[0][1] - couple[0][0], couple[1])):
        told = labels(union)
        half = max((text_width(words, LABEL) for words in told), default=0.0) / 2 + 6
        middle = _free(ends, half, [x[key] for key in row], in_the_way)
        drop = middle
        if union.children:
            brood = sum(x[child] for child in union.children) / len(union.children)
            # A line that would make a small jog above the children comes down straight instead.
            drop = brood if abs(brood - middle) < _JOG and ends[0] < brood < ends[1] else middle
            in_the_way.append(drop)
        found.append(Lane(union, ends, ends[0], ends[1], drop, told, middle, hue))
    return sorted(found, key=lambda lane: lane.hue)


def _side(key: str, union: Union, x: Mapping[str, float]) -> tuple[int, float]:
    others = [x[other] for other in union.parents if other != key]
    if not others:
        return (0, 0.0)
    away = others[0] - x[key]
    return (-1, -away) if away < 0 else (1, -away)


def _free(ends: tuple[float, ...], half: float, cards: Sequence[float], in_the_way: Sequence[float]) -> float:
    """Where on a lane the words and the children go: a place that the lines from shorter lanes above do not cross.

    Tried are the rooms between cards and the places under cards, from the right; the middle if none is free.
    """
    inside = sorted(place for place in cards if ends[0] - CARD[0] / 2 < place < ends[1] + CARD[0] / 2)
    tried = [(ends[0] + ends[1]) / 2] if len(inside) <= 2 else []
    tried += [(left + right) / 2 for left, right in reversed(list(pairwise(inside)))]
    tried += list(reversed(inside[1:-1]))
    for place in tried:
        fits = ends[0] + half <= place <= ends[1] - half
        if fits and all(abs(place - other) > half + 4 for other in in_the_way):
            return place
    return (ends[0] + ends[1]) / 2


def levels(spans: Sequence[tuple[float, float]], room: float, deep: Callable[[int], float]) -> list[int]:
    """A level for each interval so that no two on one level come nearer than ``room``; short ones first.

    >>> levels([(0, 10), (5, 30), (20, 40)], 2, lambda index: index)
    [0, 1, 2]
    """
    taken: list[list[tuple[float, float]]] = []
    found = [0] * len(spans)
    for index in sorted(range(len(spans)), key=lambda one: (deep(one), spans[one])):
        left, right = spans[index]
        lowest = 0
        for number, level in enumerate(taken):
            if any(left < high + room and low < right + room for low, high in level):
                lowest = number + 1
        while len(taken) <= lowest:
            taken.append([])
        taken[lowest].append((left, right))
        found[index] = lowest
    return found


def lane_heights(found: Sequence[Lane]) -> list[float]:
    """How far below the cards each lane runs, in pixels; the words stand above it."""
    spans = [(lane.left, lane.right) for lane in found]
    level = levels(spans, 10.0, lambda index: spans[index][1] - spans[index][0])
    tall: dict[int, float] = defaultdict(float)
    for lane, number in zip(found, level, strict=True):
        if len(lane.ports) == 2:
            tall[number] = max(tall[number], _LANE + _LABEL_LINE * len(lane.labels))
    return [sum(tall[number] for number in range(own + 1)) if len(lane.ports) == 2 else 0.0
            for lane, own in zip(found, level, strict=True)]  # fmt: skip


def bar_heights(spans: Sequence[tuple[float, float]], tall: Sequence[int]) -> tuple[list[float], float]:
    """How far below the lanes each children's bar runs, and how much room they take; ``tall`` counts lines of words."""
    level = levels(spans, 10.0, lambda index: spans[index][0])
    height: dict[int, float] = defaultdict(float)
    for lines, number in zip(tall, level, strict=True):
        height[number] = max(height[number], _BAR + _LABEL_LINE * lines)
    ends = [sum(height[number] for number in range(own + 1)) for own in level]
    return ends, max(ends, default=0.0)
