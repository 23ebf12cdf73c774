"""The drawings of a page: the family of somebody, and a life (or a couple's) along time; as SVG that links on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from markupsafe import Markup
from pyoxigraph import NamedNode

from kg.dates.periods import common, periods, sharpest
from kg.draw import KINDS, Circle, Moment, Person, Tie, TieKind, family_scene, timeline_scene
from kg.draw.svg import to_inline
from kg.facts import year
from kg.pages import words
from kg.pages.lines import ENDED
from kg.pages.values import Said
from kg.pages.view import DEFAULT, View
from kg.rdf.terms import OBJECT, SUBJECT, ck
from kg.vocab import COUPLES, is_symmetric

MOST = 18
"""How many people a family drawing shows; the page lists them all."""

UNSAID = ("denied", "rejected")
"""What is not drawn."""

To = Callable[[str], str]


def family(view: View, node: str, claims: Sequence[Said], to: To) -> Markup | None:
    """The people around somebody, from the claims about them; None if there are none."""
    own = ties(claims)
    others: dict[str, Tie] = {}
    for tie in sorted(own, key=lambda tie: (not tie.believed, list(KINDS.values()).index(tie.kind), tie)):
        others.setdefault(tie.b if tie.a == node else tie.a, tie)
    if not others:
        return None
    kept = [node, *list(others)[: MOST - 1]]
    found = {tie for tie in own if {tie.a, tie.b} <= set(kept)}
    found |= {tie for tie in _among(view, kept) if node not in (tie.a, tie.b)}
    people = tuple(Person(key, view.label(key), *_life(view, key)) for key in kept)
    scene = family_scene(Circle(node, people, tuple(sorted(found)), omitted=len(others) + 1 - len(kept)))
    links = {key: to(view.ref(key).path) for key in kept if key != node}
    return Markup(to_inline(scene, "family", links))


def ties(claims: Iterable[Said]) -> tuple[Tie, ...]:
    """The ties that claims tell, of a couple one for each time: believed, or where it is not, only said."""
    groups: dict[tuple[TieKind, str, str], list[Said]] = {}
    for said in claims:
        if said.predicate in KINDS and said.object and said.status not in UNSAID:
            a, b = said.subject, said.object
            if is_symmetric(said.predicate):
                a, b = min(a, b), max(a, b)
            groups.setdefault((KINDS[said.predicate], a, b), []).append(said)
    return tuple(tie for key, some in groups.items() for tie in _times(*key, some))


def _times(kind: TieKind, a: str, b: str, claims: Sequence[Said]) -> Iterator[Tie]:
    told = [said for said in claims if said.status == "asserted"]
    times = periods((said.start, said.end) for said in told)
    over = any(said.note in ENDED for said in told)
    believed = any(said.believed for said in claims)
    word = min((said.kinship for said in claims if said.kinship), default="")
    for start, end in times:
        ended = bool(end) or (over and len(times) == 1)
        yield Tie(kind, a, b, start=start, end=end, ended=ended, believed=believed, word=word)


def _among(view: View, kept: Sequence[str]) -> set[Tie]:
    """The believed ties among some people, with the dates of couples."""
    inside = set(kept)
    found: set[Tie] = set()
    for a in kept:
        for predicate, kind in KINDS.items():
            for b in set(view.values(NamedNode(a), ck(predicate), DEFAULT)) & inside:
                if is_symmetric(predicate) and b < a:
                    continue
                behind = between(view, a, b) if predicate in (*COUPLES, "relativeOf") else ()
                told = [said for said in behind if said.predicate == predicate and said.status not in UNSAID]
                found.update(_times(kind, a, b, told) if told else [Tie(kind, a, b)])
    return found


def between(view: View, a: str, b: str) -> tuple[Said, ...]:
    """The claims that have two nodes as subject and object, either way round."""
    sides = {
        (node, side): {
            (quad.subject, quad.graph_name) for quad in view.store.quads_for_pattern(None, side, NamedNode(node), None)
        }
        for node in (a, b)
        for side in (SUBJECT, OBJECT)
    }
    both = (sides[a, SUBJECT] & sides[b, OBJECT]) | (sides[b, SUBJECT] & sides[a, OBJECT])
    found = {
        said
        for claim, article in both
        if isinstance(claim, NamedNode) and isinstance(article, NamedNode) and (said := view.claim(claim, article))
    }
    return view.in_order(found)


def _life(view: View, iri: str) -> tuple[str, str]:
    """Birth and death to the year: more a picture does not need."""
    node = NamedNode(iri)
    born, died = (view.values(node, ck(predicate), DEFAULT) for predicate in ("bornOn", "diedOn"))
    return year(sharpest(born)), year(sharpest(died, last=True))


def timeline(view: View, title: str, claims: Iterable[Said], node: str = "", other: str = "") -> Markup | None:
    """What happened and what is only said to have happened, along a time axis; None if too little has a date.

    ``node`` and ``other`` are those whom the page is about, and need not be named.
    """
    moments: dict[tuple[str, str], Moment] = {}
    claims = [said for said in claims if said.status not in UNSAID]
    for predicate, what in (("bornOn", "born"), ("diedOn", "died")):
        told = [said for said in claims if said.predicate == predicate and said.subject == node]
        for day in common([said.text for said in told if said.believed]):
            moments[what, day] = Moment(day, what)
        for said in told:
            if not said.believed:
                moments.setdefault((what, said.text), Moment(said.text, what, said_by=_by(view, said)))
    for said in claims:
        if said.is_event and said.predicate not in ("event:Birth", "event:Death"):
            for key, moment in _happened(view, said, (node, other)):
                moments.setdefault(key, moment)
        elif said.predicate == "event:Birth" and said.subject != node:
            moments.setdefault(
                (said.predicate, said.at + said.subject), Moment(said.at, "birth of a child", view.label(said.subject))
            )
    if len(moments) < 2:  # one day alone makes no line
        return None
    scene = timeline_scene(title, tuple(moments.values()))
    return None if scene is None else Markup(to_inline(scene, "timeline"))


def _happened(view: View, said: Said, about: tuple[str, str]) -> Iterable[tuple[tuple[str, str], Moment]]:
    what = words.relation(said.predicate)
    if said.events:
        for event in said.events:
            others = [view.label(one) for one in view.involved(event) if one not in about]
            places = [view.label(place) for place in view.values(NamedNode(event), ck("place"), DEFAULT)]
            date = sharpest(view.values(NamedNode(event), ck("at"), DEFAULT))
            yield (event, ""), Moment(date, what, ", ".join(others), " or ".join(places))
    elif said.at:
        whom = said.other(about[0])
        other = view.label(whom) if said.object and whom not in about else ""
        planned = said.status == "planned"
        yield (said.predicate, said.at), Moment(said.at, what, other, said_by=_by(view, said), planned=planned)


def _by(view: View, said: Said) -> str:
    if said.believed:
        return ""
    return view.label(said.said_by) if said.said_by else said.status
