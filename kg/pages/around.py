"""What somebody has to do with, one or two steps far, filtered by relation and by date; as a drawing and as a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kg.dates.edtf import earliest, is_valid, latest
from kg.draw.dates import year_words
from kg.draw.network import Branch, Leaf, around_scene
from kg.draw.people import TO
from kg.draw.svg import to_inline
from kg.pages import pictures, words
from kg.pages.frame import Options, Page, made, query_string, up
from kg.pages.lines import Line, grouped, line
from kg.pages.view import View
from kg.vocab import COUPLES, RELATIONS

NEAR, FAR, EACH = 20, 36, 4
"""The most nodes one step away, two steps away, and two steps away behind one node."""

_MANY = 150
"""How many claims of a node two steps away are looked at."""

_CHOICES = (
    ("", "everything"),
    ("family", "family"),
    ("couple", "couples"),
    ("work", "work, places and the rest"),
    *((name, words.relation(name)) for name in RELATIONS if words.rank(name) < 6 or name in ("founderOf", "appearsIn")),
)


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show: a relation or a group of them, the years between which it held, and how sure it is."""

    relation: str = ""
    first: str = ""
    last: str = ""
    believed: bool = False

    def keeps(self, one: Line) -> bool:
        """Whether a line passes. With years set, what has no date does not."""
        if one.status in pictures.UNSAID or one.predicate.startswith("event:"):
            return False
        if one.ref is None or not one.ref.path:
            return False
        if self.believed and one.status != "believed":
            return False
        groups = {"family": one.predicate in words.FAMILY, "couple": one.predicate in COUPLES}
        groups["work"] = not groups["family"]
        if self.relation and not groups.get(self.relation, one.predicate == self.relation):
            return False
        return self._within(one)

    def _within(self, one: Line) -> bool:
        if not (self.first or self.last):
            return True
        start, end = one.dates
        if not (start or end):
            return False
        begun = earliest(start) if is_valid(start) else None
        over = latest(end) if is_valid(end) else None
        too_late = bool(self.last and begun and f"{begun.year:04d}" > self.last)
        too_early = bool(self.first and over and f"{over.year:04d}" < self.first)
        return not too_late and not too_early


def page(view: View, path: str, iri: str, query: Mapping[str, str], options: Options) -> Page | None:
    """The surroundings of an entity; None if nothing is told of it."""
    claims = view.about(iri)
    if not claims:
        return None
    chosen = Filter(
        relation=query.get("relation", "") if query.get("relation") in dict(_CHOICES) else "",
        first=_year(query.get("from", "")),
        last=_year(query.get("to", "")),
        believed=query.get("believed") == "yes",
    )
    steps = 2 if query.get("steps") == "2" else 1
    every = sorted((line(view, group, iri) for group in grouped(claims, iri)), key=_order)
    kept = [one for one in every if chosen.keeps(one)]
    shown, left = kept[:NEAR], max(0, len(kept) - NEAR)
    root = up(path)
    outer = _outer(view, iri, shown, chosen) if steps == 2 else {}
    notes = [f"{left} more are not drawn; choose a relation or years above."] if left else []
    return made(
        "around.html",
        path,
        options,
        title=f"Around {view.label(iri)}",
        me=view.ref(iri),
        choices=_CHOICES,
        chosen=chosen,
        steps=steps,
        drawing=_drawing(view, iri, shown, outer, notes, lambda target: root + target),
        lines=kept,
        outer=[(view.ref(key), some) for key, some in outer.items() if some],
        undated=sum(not any(one.dates) for one in every) if chosen.first or chosen.last else 0,
        link=query_string(
            relation=chosen.relation,
            to=chosen.last,
            steps=str(steps) if steps == 2 else "",
            believed="yes" if chosen.believed else "",
            **{"from": chosen.first},
        ),
    )


def _year(typed: str) -> str:
    typed = typed.strip()
    return typed if len(typed) == 4 and typed.isdecimal() else ""


def _order(one: Line) -> tuple[bool, int, bool, str, str]:
    """The believed first, then family before the rest, then by date and name."""
    name = one.ref.name if one.ref else ""
    return one.status != "believed", words.rank(one.predicate), one.inverse, one.date or "9999", name


def _outer(view: View, iri: str, shown: Sequence[Line], chosen: Filter) -> dict[str, list[Line]]:
    """What the shown people have to do with in turn, each node once, by whom it is reached."""
    seen = {iri, *(one.ref.iri for one in shown if one.ref)}
    found: dict[str, list[Line]] = {}
    total = 0
    for key in dict.fromkeys(one.ref.iri for one in shown if one.ref):
        if view.kind(key) != "person":
            continue
        lines = sorted((line(view, group, key) for group in grouped(view.about(key, most=_MANY), key)), key=_order)
        some: list[Line] = []
        for one in lines:
            if chosen.keeps(one) and one.ref and one.ref.iri not in seen and len(some) < EACH and total < FAR:
                seen.add(one.ref.iri)
                some.append(one)
                total += 1
        found[key] = some
    return found


def _drawing(
    view: View,
    iri: str,
    shown: Sequence[Line],
    outer: Mapping[str, Sequence[Line]],
    notes: Sequence[str],
    to: Callable[[str], str],
) -> Markup | None:
    """The drawing, whose cards lead on to the surroundings of people and to the pages of the rest."""
    if not shown:
        return None
    branches: defaultdict[str, list[Leaf]] = defaultdict(list)
    links: dict[str, str] = {}
    drawn: set[str] = set()
    for one in shown:
        if one.ref is None or one.ref.iri in drawn:  # the same two in two relations: the list below has both
            continue
        drawn.add(one.ref.iri)
        behind = tuple(_leaf(view, far, with_relation=True) for far in outer.get(one.ref.iri, ()))
        branches[one.before].append(_leaf(view, one, leaves=behind))
    for one in (*shown, *(far for some in outer.values() for far in some)):
        if one.ref:
            person = one.ref.path.startswith("person/")
            links[one.ref.iri] = to(one.ref.path.replace("person/", "around/", 1) if person else one.ref.path)
    scene = around_scene(view.label(iri), [Branch(label, tuple(some)) for label, some in branches.items()], notes)
    return Markup(to_inline(scene, "around", links))


def _leaf(view: View, one: Line, *, with_relation: bool = False, leaves: tuple[Leaf, ...] = ()) -> Leaf:
    assert one.ref is not None
    start, end = (year_words(date) if date else "" for date in one.dates)
    years = f"{start}{TO}{end}" if start and end and start != end else start or (f"until {end}" if end else "")
    told = [one.before if with_relation else "", one.note, years]
    if one.status != "believed":
        told.insert(0, words.STATUS[one.status])
    kind = "person" if view.kind(one.ref.iri) == "person" else "thing"
    return Leaf(one.ref.iri, one.ref.name, ", ".join(filter(None, told)), one.status == "believed", kind, leaves)
