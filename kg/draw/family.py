"""The picture of the people around somebody: generations in rows, couples joined below, children hanging from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.draw.layout import (
    CARD,
    LABEL,
    PORT,
    Lane,
    bar_heights,
    columns,
    lane_heights,
    lanes,
)
from kg.draw.order import Union, arrange, generations, unions
from kg.draw.people import Circle, Person, Tie, TieKind
from kg.draw.scene import Box, Line, Scene, Words, text_width, wrap

_MARGIN = 32.0
_HEAD = 64.0
_CLEAR = 14.0
_NAME, _LIFE = 13.0, 11.0


def family_scene(circle: Circle, title: str = "") -> Scene:
    """Lay the circle out. Every card, line and word lies inside the scene and no two cards overlap.

    >>> from kg.draw.people import Person, Tie, TieKind
    >>> tie = Tie(TieKind.SPOUSE, "a", "b", "2014")
    >>> scene = family_scene(Circle("a", (Person("a", "Ada"), Person("b", "Bo")), (tie,)))
    >>> [words.text for words in scene.words if words.kind == "label"]
    ['married 2014']
    """
    rows = generations(circle)
    circle = _reached(circle, rows)
    made, loose = unions(circle, rows)
    order = arrange(circle, rows, made)
    x = columns(order, made)
    boxes: list[Box] = []
    lines: list[Line] = []
    words: list[Words] = []
    y = _HEAD
    above: list[Lane] = []
    for row in sorted(order):
        y = _bars(above, order[row], x, made, y, lines, words)
        cards = {key: Box(key, x[key] - CARD[0] / 2, y, *CARD) for key in order[row]}
        for key, box in cards.items():
            person = circle.person(key)
            boxes.append(_card(person, box, center=key == circle.center))
            words += _card_words(person, box)
        y += CARD[1]
        above = lanes(order[row], x, made)
        y = _draw_lanes(above, y, lines, words)
    title = title or f"The people around {circle.person(circle.center).name}"
    notes = _notes(circle, loose)
    return _finish(title, _description(circle), boxes, lines, words, notes, y)


def _reached(circle: Circle, rows: Mapping[str, int]) -> Circle:
    """The circle without those whom no tie leads to; they count as left out."""
    people = tuple(person for person in circle.people if person.key in rows)
    ties = tuple(tie for tie in circle.ties if tie.a in rows and tie.b in rows)
    return Circle(circle.center, people, ties, circle.omitted + len(circle.people) - len(people))


def _draw_lanes(found: Sequence[Lane], y: float, lines: list[Line], words: list[Words]) -> float:
    """Draw the lines of couples under a row whose cards end at ``y``; the y where the next zone begins."""
    deepest = 0.0
    for lane, depth in zip(found, lane_heights(found), strict=True):
        if len(lane.ports) < 2:
            continue
        deepest = max(deepest, depth)
        believed = any(tie.believed for tie in lane.union.ties) or (not lane.union.ties and lane.union.believed)
        points = ((lane.left, y), (lane.left, y + depth), (lane.right, y + depth), (lane.right, y))
        lines.append(Line(points, believed, lane.hue, "couple", "; ".join(lane.labels) or "parents together"))
        for number, label in enumerate(reversed(lane.labels)):
            words.append(Words(lane.middle, y + depth - 5 - number * 14, label, size=LABEL))
    return y + deepest


def _bars(
    above: Sequence[Lane],
    row: Sequence[str],
    x: Mapping[str, float],
    made: Sequence[Union],
    y: float,
    lines: list[Line],
    words: list[Words],
) -> float:
    """Draw what comes down on a row: children from their parents' lanes, and brackets over mere siblings."""
    depth = dict(zip((lane.hue for lane in above), lane_heights(above), strict=True))
    bottom = y - max(depth.values(), default=0.0)
    coming: list[tuple[int, Union, float | None]] = []
    coming += [(lane.hue, lane.union, lane.drop) for lane in above if set(lane.union.children) & set(row)]
    brackets = [(hue, union) for hue, union in enumerate(made) if not union.parents]
    coming += [(hue, union, None) for hue, union in brackets if set(union.children) <= set(row)]
    ports = _top_ports(coming, x)
    spans, tall = [], []
    for hue, union, drop in coming:
        reach = [ports[child, hue] for child in union.children] + ([drop] if drop is not None else [])
        left, right = min(reach), max(reach)
        wide = text_width(_bar_words(union), LABEL) + 8 if _bar_words(union) else 0.0
        missing = max(0.0, wide - (right - left)) / 2
        spans.append((left - missing, right + missing))
        tall.append(1 if _bar_words(union) else 0)
    heights, room = bar_heights(spans, tall)
    top = y + (room + _CLEAR if coming else 0.0)
    for (hue, union, drop), height, span in zip(coming, heights, spans, strict=True):
        bar = y + height
        told = _bar_words(union)
        title = told or "children"
        if drop is not None:
            lines.append(Line(((drop, bottom + depth[hue]), (drop, bar)), union.believed, hue, _kind(union), title))
        reach = [ports[child, hue] for child in union.children] + ([drop] if drop is not None else [])
        if max(reach) - min(reach) > 0.5:
            lines.append(Line(((min(reach), bar), (max(reach), bar)), union.believed, hue, _kind(union), title))
        for child in union.children:
            at = ports[child, hue]
            lines.append(Line(((at, bar), (at, top)), union.believed, hue, _kind(union), title))
        if told:
            words.append(Words((span[0] + span[1]) / 2, bar - 5, told, size=LABEL))
    return top


def _kind(union: Union) -> str:
    return "kin" if union.word or not union.parents else "descent"


def _bar_words(union: Union) -> str:
    return union.word or ("" if union.parents else "siblings")


def _top_ports(
    coming: Sequence[tuple[int, Union, float | None]], x: Mapping[str, float]
) -> dict[tuple[str, int], float]:
    """Where each line meets the upper edge of a card: side by side if there are several."""
    into: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for hue, union, drop in coming:
        for child in union.children:
            into[child].append((x[child] if drop is None else drop, hue))
    ports = {}
    for child, found in into.items():
        for index, (_, hue) in enumerate(sorted(found)):
            ports[child, hue] = x[child] + (index - (len(found) - 1) / 2) * PORT
    return ports


def _card(person: Person, box: Box, *, center: bool) -> Box:
    title = f"{person.name}, {person.life}" if person.life else person.name
    return Box(box.key, box.x, box.y, box.width, box.height, "person center" if center else "person", title)


def _card_words(person: Person, box: Box) -> list[Words]:
    """The name on one or two lines and the years below, all of it in the middle of the card."""
    name = wrap(person.name, _NAME, box.width - 16, bold=True)
    tall = 16.0 * len(name) + (14.0 if person.life else 0.0)
    y = box.y + (box.height - tall) / 2 + 12.5
    found = [
        Words(box.middle, y + 16 * number, line, "name", size=_NAME, bold=True) for number, line in enumerate(name)
    ]
    if person.life:
        found.append(Words(box.middle, y + 16 * len(name) - 1, person.life, "life", size=_LIFE))
    return found


def tie_words(tie: Tie, circle: Circle) -> str:
    """A tie as a clause.

    >>> people = (Person("a", "Ada"), Person("b", "Bo"))
    >>> tie_words(Tie(TieKind.PARENT, "a", "b"), Circle("a", people, ()))
    'Ada is a parent of Bo'
    """
    a, b = circle.person(tie.a).name, circle.person(tie.b).name
    said = "" if tie.believed else "it is said that "
    match tie.kind:
        case TieKind.PARENT:
            return f"{said}{a} is a parent of {b}"
        case TieKind.SIBLING:
            return f"{said}{a} and {b} are siblings"
        case TieKind.RELATIVE:
            return f"{said}{a} is {tie.word or 'a relative'} of {b}"
    return f"{a} and {b}: {tie.label}"


def _description(circle: Circle) -> str:
    if not circle.ties:
        return "Nobody else is known."
    return "; ".join(tie_words(tie, circle) for tie in sorted(circle.ties)) + "."


def _notes(circle: Circle, loose: Sequence[Tie]) -> list[str]:
    """What the picture could not show by lines, said below it."""
    found = [f"Also: {tie_words(tie, circle)}." for tie in loose]
    if circle.omitted:
        found.append(f"{circle.omitted} more {'person is' if circle.omitted == 1 else 'people are'} not shown.")
    return found


def _finish(
    title: str,
    description: str,
    boxes: list[Box],
    lines: list[Line],
    words: list[Words],
    notes: list[str],
    y: float,
) -> Scene:
    """Move everything to the upper left margin, put the title above and the notes below, and measure the sheet."""
    shown = [*boxes, *(word.box for word in words)]
    left = min(box.x for box in shown)
    right = max(max(box.right for box in shown), max((x for line in lines for x, _ in line.points), default=0.0))
    head = text_width(title, 18, bold=True)
    foot = max((text_width(note, LABEL) for note in notes), default=0.0)
    width = max(right - left, head, foot, 300.0) + 2 * _MARGIN
    shift = (width - (right - left)) / 2 - left
    said = any(not line.believed for line in lines)
    placed = [Words(_MARGIN, 36, title, "title", "start", 18, bold=True)]
    placed += [Words(word.x + shift, word.y, word.text, word.kind, word.anchor, word.size, word.bold) for word in words]
    foot_y = y + 28
    moved = [
        Line(tuple((px + shift, py) for px, py in line.points), line.believed, line.hue, line.kind, line.title)
        for line in lines
    ]
    if said:
        moved.append(Line(((_MARGIN, foot_y - 4), (_MARGIN + 26, foot_y - 4)), False, 0, "key"))
        placed.append(Words(_MARGIN + 34, foot_y, "only said, not believed", "note", "start", LABEL))
        foot_y += 18
    for note in notes:
        placed.append(Words(_MARGIN, foot_y, note, "note", "start", LABEL))
        foot_y += 18
    cards = [
        Box(box.key, box.x + shift, box.y, box.width, box.height, box.kind, box.title, box.radius) for box in boxes
    ]
    return Scene(width, foot_y + 6, title, description, tuple(cards), tuple(moved), tuple(placed))
