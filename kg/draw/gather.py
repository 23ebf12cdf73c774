"""From the graph to a picture's material: the people within some steps of somebody, and the events of a life."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from kg.dates.periods import common, sharpest
from kg.draw.people import KINDS, Circle, Person, Tie, TieKind
from kg.draw.timeline import Moment
from kg.facts import Fact, Saying, facts, happenings, minors, rows, sayings, year
from kg.queries import Endpoint, label_of, withheld
from kg.show import event_words
from kg.vocab import is_symmetric

_NEAR = (TieKind.PARENT, TieKind.SPOUSE, TieKind.ENGAGED, TieKind.PARTNER, TieKind.SIBLING, TieKind.RELATIVE)


def circle(endpoint: Endpoint, center: NamedNode, *, steps: int = 1, most: int = 24) -> Circle:
    """The people within ``steps`` ties of ``center``, at most ``most`` of them, and all ties among them.

    The nearest come first, then believed ties before those only said, then family before other kin. What is left out
    is counted, so that the picture can say so.
    """
    names = {center.value: label_of(endpoint, center)}
    found: dict[str, tuple[Tie, ...]] = {}
    kept = [center.value]
    ring = [center.value]
    met = {center.value}
    for step in range(steps + 1):
        # The last round looks for ties among those already there, not for more people.
        next_ring: list[tuple[bool, int, str, str]] = []
        for key in ring:
            found[key] = _ties(endpoint, key, names)
            for tie in found[key] if step < steps else ():
                other = tie.b if tie.a == key else tie.a
                if other not in met:
                    next_ring.append((not tie.believed, _NEAR.index(tie.kind), names[other], other))
        ring = []
        for *_, other in sorted(next_ring):
            if other not in met:
                met.add(other)
                if len(kept) < most:
                    kept.append(other)
                    ring.append(other)
    inside = set(kept)
    ties = {tie for key in kept for tie in found.get(key, ()) if {tie.a, tie.b} <= inside}
    lives = _lives(endpoint)
    people = tuple(Person(key, names[key], *lives.get(key, ("", ""))) for key in kept)
    return Circle(center.value, people, tuple(sorted(ties)), omitted=len(met) - len(kept))


def _ties(endpoint: Endpoint, key: str, names: dict[str, str]) -> tuple[Tie, ...]:
    """The ties of one person, believed and only said; the names of the others go into ``names``."""
    node = NamedNode(key)
    ties: list[Tie] = []
    for fact in facts_of_people(facts(endpoint, node)):
        names.setdefault(fact.value, fact.name)
        ties += _believed(key, fact)
    for saying in sayings(endpoint, node):
        if saying.predicate in KINDS and saying.object.startswith(("http:", "https:", "urn:")):
            names.setdefault(saying.subject, saying.subject_name)
            names.setdefault(saying.object, saying.object_name)
            ties.append(_said(saying))
    return _once(ties)


def facts_of_people(found: Iterable[Fact]) -> list[Fact]:
    """The facts that tie a person to another."""
    return [fact for fact in found if fact.predicate in KINDS and not fact.literal]


def _believed(key: str, fact: Fact) -> Iterator[Tie]:
    """The tie of a fact; of a couple that came together more than once a tie for each time."""
    kind = KINDS[fact.predicate]
    a, b = _sides(fact.predicate, *((fact.value, key) if fact.inverse else (key, fact.value)))
    for start, end in fact.times:
        yield Tie(kind, a, b, start, end, bool(end), True, fact.word)
    if not fact.times:
        yield Tie(kind, a, b, fact.start, fact.end, fact.ended, True, fact.word)


def _said(saying: Saying) -> Tie:
    a, b = _sides(saying.predicate, saying.subject, saying.object)
    return Tie(KINDS[saying.predicate], a, b, believed=False, word=saying.word)


def _sides(predicate: str, a: str, b: str) -> tuple[str, str]:
    """The two of a tie; in one order where it has no direction, so that the same tie is not drawn twice."""
    return (min(a, b), max(a, b)) if is_symmetric(predicate) else (a, b)


def _once(ties: list[Tie]) -> tuple[Tie, ...]:
    """Each tie once; what is only said is dropped where the same is believed."""
    believed = {(tie.kind, tie.a, tie.b) for tie in ties if tie.believed}
    return tuple(sorted({tie for tie in ties if tie.believed or (tie.kind, tie.a, tie.b) not in believed}))


def _lives(endpoint: Endpoint) -> dict[str, tuple[str, str]]:
    """Birth and death of everybody who has one, to the year: more a picture does not need, and minors are in it."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for row in rows(endpoint, "lives"):
        born, died = found.setdefault(row["person"], ([], []))
        born += [row["born"]] * bool(row["born"])
        died += [row["died"]] * bool(row["died"])
    return {key: (year(sharpest(born)), year(sharpest(died, last=True))) for key, (born, died) in found.items()}


def moments(endpoint: Endpoint, person: NamedNode) -> tuple[Moment, ...]:
    """What happened to somebody, and what is only said to have; of minors no arrest, and of births the year."""
    hidden, untold = minors(endpoint), withheld(endpoint)
    found = [
        Moment(one.date, one.what, ", ".join(one.others), " or ".join(one.places))
        for one in happenings(endpoint, person, hidden, untold)
        if one.date
    ]
    believed = facts(endpoint, person, hidden)
    for predicate, what, event in (("bornOn", "born", "birth"), ("diedOn", "died", "death")):
        if days := common([fact.value for fact in believed if fact.predicate == predicate]):
            found = [one for one in found if one.what != event]
            found += [Moment(day, what) for day in days]
    for saying in sayings(endpoint, person, untold=untold):
        if saying.date and saying.predicate[:1].isupper():
            other = saying.object_name if saying.subject == person.value else saying.subject_name
            by, planned = saying.source or saying.status, saying.status == "planned"
            found.append(Moment(saying.date, event_words(saying.predicate), other, said_by=by, planned=planned))
    return tuple(found)
