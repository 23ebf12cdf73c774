"""What somebody has to do with, as branches to the left and right: never a hairball, whatever the graph holds.

Each node stands once, in a column of its own step; lines run in the gaps between the columns, so that no line crosses
a card and no two cards meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.draw.scene import Box, Line, Scene, Words, fit

_CARD = (172.0, 38.0)
_GAP, _ROW, _GROUP, _HEAD, _MARGIN = 46.0, 8.0, 22.0, 56.0, 16.0
_NAME, _NOTE = 12.5, 10.5


@dataclass(frozen=True, slots=True)
class Leaf:
    """A node of the drawing: ``note`` is its small second line, ``believed`` how the line to it is drawn."""

    key: str
    name: str
    note: str = ""
    believed: bool = True
    kind: str = "person"
    leaves: tuple[Leaf, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """Leaves that stand in the same relation to the center; ``label`` says in which."""

    label: str
    leaves: tuple[Leaf, ...]


def around_scene(center: str, branches: Sequence[Branch], notes: Sequence[str] = ()) -> Scene:
    """The branches around a center, laid out in at most five columns; ``notes`` stand below.

    >>> scene = around_scene("Ada", [Branch("married to", (Leaf("b", "Bo"),)), Branch("works for", (Leaf("c", "Co"),))])
    >>> [box.key for box in scene.boxes], any(a.overlaps(b) for a in scene.boxes for b in scene.boxes if a.key != b.key)
    (['center', 'b', 'c'], False)
    """
    right, left = _sides(branches)
    tall = max(sum(map(_tall, right)), sum(map(_tall, left)), _CARD[1] + _GROUP)
    deep = {side: 1 + any(leaf.leaves for branch in some for leaf in branch.leaves) if some else 0
            for side, some in (("left", left), ("right", right))}  # fmt: skip
    column = _CARD[0] + _GAP
    x = _MARGIN + deep["left"] * column
    middle = _HEAD + tall / 2
    boxes = [Box("center", x, middle - _CARD[1] / 2, *_CARD, "person center", center)]
    words = [
        Words(x + _CARD[0] / 2, middle + 4.5, fit(center, 13, _CARD[0] - 12, bold=True), "name", size=13, bold=True)
    ]
    lines: list[Line] = []
    for some, way in ((right, 1), (left, -1)):
        y = _HEAD + (tall - sum(map(_tall, some))) / 2
        for branch in some:
            y = _branch(branch, x, y, way, middle, boxes, words, lines)
    bottom = _HEAD + tall + 12
    for number, note in enumerate(notes):
        words.append(Words(_MARGIN, bottom + 16 + 18 * number, note, "note", "start", 11))
    width = 2 * _MARGIN + (deep["left"] + deep["right"]) * column + _CARD[0]
    told = "; ".join(f"{branch.label} {', '.join(leaf.name for leaf in branch.leaves)}" for branch in branches)
    height = bottom + 18 * len(notes) + 8
    return Scene(width, height, f"Around {center}", told or "Nothing.", tuple(boxes), tuple(lines), tuple(words))


def _sides(branches: Sequence[Branch]) -> tuple[list[Branch], list[Branch]]:
    """The branches for the right and for the left side, of about one height."""
    half = sum(map(_tall, branches)) / 2
    right: list[Branch] = []
    left: list[Branch] = []
    for branch in branches:
        (left if right and sum(map(_tall, right)) + _tall(branch) / 2 > half else right).append(branch)
    return right, left


def _tall(branch: Branch) -> float:
    return _GROUP + sum(_leaf_tall(leaf) for leaf in branch.leaves)


def _leaf_tall(leaf: Leaf) -> float:
    return max(1, len(leaf.leaves)) * (_CARD[1] + _ROW)


def _branch(
    branch: Branch,
    x: float,
    y: float,
    way: int,
    middle: float,
    boxes: list[Box],
    words: list[Words],
    lines: list[Line],
) -> float:
    """Draw one branch from ``y`` on beside the center at ``x``; the y where the next begins."""
    near = x + way * (_CARD[0] + _GAP)
    anchor = "start" if way > 0 else "end"
    y += _GROUP
    first = y + (_leaf_tall(branch.leaves[0]) - _ROW - _CARD[1]) / 2
    words.append(Words(near + (0 if way > 0 else _CARD[0]), first - 6, branch.label, "label", anchor, 11))
    for leaf in branch.leaves:
        tall = _leaf_tall(leaf)
        top = y + (tall - _ROW - _CARD[1]) / 2
        _card(leaf, near, top, boxes, words)
        lines.append(_line(x, middle, near, top + _CARD[1] / 2, way, leaf))
        far = near + way * (_CARD[0] + _GAP)
        for number, outer in enumerate(leaf.leaves):
            level = y + number * (_CARD[1] + _ROW)
            _card(outer, far, level, boxes, words)
            lines.append(_line(near, top + _CARD[1] / 2, far, level + _CARD[1] / 2, way, outer))
        y += tall
    return y


def _line(x: float, y: float, to_x: float, to_y: float, way: int, leaf: Leaf) -> Line:
    """From the outer edge of one card to the inner edge of another, by the middle of the gap."""
    start = x + (_CARD[0] if way > 0 else 0.0)
    end = to_x + (0.0 if way > 0 else _CARD[0])
    turn = (start + end) / 2
    return Line(((start, y), (turn, y), (turn, to_y), (end, to_y)), leaf.believed, kind="tie", title=leaf.note)


def _card(leaf: Leaf, x: float, y: float, boxes: list[Box], words: list[Words]) -> None:
    title = f"{leaf.name}, {leaf.note}" if leaf.note else leaf.name
    boxes.append(Box(leaf.key, x, y, *_CARD, leaf.kind, title))
    room = _CARD[0] - 14
    base = y + (16.5 if leaf.note else 23.5)
    words.append(Words(x + _CARD[0] / 2, base, fit(leaf.name, _NAME, room, bold=True), "name", size=_NAME, bold=True))
    if leaf.note:
        words.append(Words(x + _CARD[0] / 2, base + 14, fit(leaf.note, _NOTE, room), "life", size=_NOTE))


def pairs_scene(title: str, pairs: Sequence[tuple[Leaf, Leaf]]) -> Scene:
    """Who goes with whom: the first of each pair on the left, the second on the right, each once, lines between.

    >>> scene = pairs_scene("Couples", [(Leaf("a", "Ada"), Leaf("b", "Bo")), (Leaf("a", "Ada"), Leaf("c", "Cy"))])
    >>> [box.key for box in scene.boxes], len(scene.lines)
    (['a', 'b', 'c'], 2)
    """
    left = list({one.key: one for one, _ in pairs}.values())
    right = list({other.key: other for _, other in pairs}.values())
    place: dict[tuple[int, str], float] = {}
    boxes: list[Box] = []
    words: list[Words] = []
    far = _MARGIN + _CARD[0] + 3 * _GAP
    for side, some in ((0, left), (1, right)):
        for number, leaf in enumerate(some):
            y = _HEAD + number * (_CARD[1] + _ROW)
            _card(leaf, far if side else _MARGIN, y, boxes, words)
            place[side, leaf.key] = y + _CARD[1] / 2
    lines = [
        Line(((_MARGIN + _CARD[0], place[0, one.key]), (far, place[1, other.key])), other.believed)
        for one, other in pairs
    ]
    height = _HEAD + max(len(left), len(right)) * (_CARD[1] + _ROW) + 8
    told = "; ".join(f"{one.name} and {other.name}" for one, other in pairs)
    return Scene(far + _CARD[0] + _MARGIN, height, title, told, tuple(boxes), tuple(lines), tuple(words))


def bars_scene(title: str, bars: Sequence[tuple[str, float, str]]) -> Scene:
    """Numbers as bars from nothing on: what each is of, the number, and how to write it.

    >>> [round(box.width) for box in bars_scene("Claims", [("Ada", 4, "4"), ("Bo", 2, "2")]).boxes]
    [420, 210]
    """
    most = max((value for _, value, _ in bars), default=0.0) or 1.0
    boxes, words = [], []
    for number, (name, value, told) in enumerate(bars):
        y = _HEAD + number * 26
        words.append(Words(220, y + 13, fit(name, 12, 200), "when", "end", 12))
        boxes.append(
            Box(str(number), 230, y + 2, max(1.0, 420 * max(0.0, value) / most), 15, "bar", f"{name}: {told}", 2)
        )
        words.append(Words(238 + 420 * max(0.0, value) / most, y + 13, told, "tick", "start", 12))
    description = "; ".join(f"{name}: {told}" for name, _, told in bars)
    return Scene(740, _HEAD + 26 * len(bars) + 8, title, description, tuple(boxes), (), tuple(words))
