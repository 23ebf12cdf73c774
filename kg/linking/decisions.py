"""What people have decided, as lines of JSON: who is one, who is two, who is which item. A rebuilt store takes it in.

An IRI may be another's in another store, so each line also says where its entities stand, by article and name; by
that they are found again. A line reads ``{"decision": "one", "who": [ENTITY, ENTITY], "because": ..., "on": ...}``, or
``"two"``, or with one entity and an ``"item"`` ``"is"`` or ``"is not"``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kg.identity import Comparison, Judgement, Maker, Verdict, contradictions, own_iri
from kg.rdf.links import Link, Strength
from kg.store import Graph
from kg.store.look import Lookup

_ANCHORS = 20
"""So many places of an entity are told: enough to find it again, however famous it is."""

_VERDICTS = {"one": Verdict.POSITIVE, "two": Verdict.NEGATIVE}
_STRENGTHS = {"is": Strength.SAME, "is not": Strength.NOT}


class DecisionFormatError(ValueError):
    """A line that is no decision; the message says which, and what it must be."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of decisions: how many were taken in, and those that were not, with the reason."""

    decided: int
    linked: int
    left: tuple[str, ...]


def written(graph: Graph) -> Iterator[str]:
    """What people have decided in a graph, a line each: on who is one first, then on items; always in one order."""
    look = Lookup(graph.store, graph.names)
    own = _own(graph, look)
    for one in sorted(look.decided()):
        word = next((word for word, verdict in _VERDICTS.items() if verdict is one.verdict), None)
        if word:
            yield _line(word, [_told(iri, look, own) for iri in (one.one, one.other)], one.reason, one.on)
    for link in graph.links():
        if link.by is Maker.PERSON:
            word = next(word for word, strength in _STRENGTHS.items() if strength is link.strength)
            entity = _told(link.entity, look, own)
            yield _line(word, [entity], "; ".join(link.reasons), link.on, item=link.qid)


def take_in(graph: Graph, lines: Iterable[str]) -> Taken:
    """Decide in a graph what the lines say; what was decided here before stays where they say nothing of it.

    Entities that are not in the graph, and what contradicts a decision, are left out and named. Raises
    DecisionFormatError for a line that is no decision; nothing is taken in then.
    """
    read = [_read(line, number) for number, line in enumerate(lines, 1) if line.strip()]
    left: list[str] = []
    decided = _decide(graph, [told for told in read if told["decision"] in _VERDICTS], left)
    linked = _link(graph, [told for told in read if told["decision"] in _STRENGTHS], left)
    return Taken(decided, linked, tuple(left))


def _decide(graph: Graph, read: Sequence[Mapping[str, Any]], left: list[str]) -> int:
    """Decide who is one and who is two; how many decisions found their entities. The others are added to ``left``."""
    look = Lookup(graph.store, graph.names)
    before, count = list(look.decided()), 0
    decided: list[Comparison] = []
    for told in read:
        found = [_places(entity, look) for entity in told["who"]]
        if not all(found):
            left.append(f"{_names(told)}: not in this graph")
            continue
        pairs = [replace(one, on=_day(told)) for one in _compared(told, found, graph)]
        if contradictions([*before, *decided, *pairs]):
            left.append(f"{_names(told)}: contradicts another decision")
            continue
        decided += pairs
        count += 1
    if decided:
        graph.decide(add=decided)
    return count


def _link(graph: Graph, read: Sequence[Mapping[str, Any]], left: list[str]) -> int:
    """Make the links that were decided, of entities as they are now; how many found theirs."""
    look = Lookup(graph.store, graph.names)
    links, count = graph.links(), 0
    for told in read:
        found = _places(told["who"][0], look)
        if not found:
            left.append(f"{_names(told)}: not in this graph")
            continue
        strength, because = _STRENGTHS[told["decision"]], (told["because"],)
        said = Link(found[0].entity, told["item"], strength, 1.0, Maker.PERSON, because, "", "person", _day(told))
        links = [*(one for one in links if not _gives_way(one, said)), said]
        count += 1
    if count:
        graph.link(sorted(links))
    return count


def _gives_way(one: Link, said: Link) -> bool:
    """Whether a link is none any more once that is said: a yes leaves no other candidate, a no only its own item."""
    if one.entity != said.entity:
        return False
    return one.qid == said.qid or (said.strength is Strength.SAME and one.strength is not Strength.NOT)


def _compared(told: Mapping[str, Any], found: Sequence[Sequence[Judgement]], graph: Graph) -> Iterator[Comparison]:
    """The decision in terms of this graph, where the two may have come under one IRI, or under several.

    Where they have one, those of fewer articles are told apart from it by the IRIs of their own.
    """
    verdict, because = _VERDICTS[told["decision"]], told["because"]

    def own(judgement: Judgement) -> str:
        return own_iri(judgement.profile, graph.names)

    one, other = ({judgement.home: judgement for judgement in places} for places in found)
    if verdict is Verdict.POSITIVE:
        first, *others = sorted({*one, *other})
        if not others:
            first, others = own(found[0][0]), [own(found[1][0])]
        pairs = {(first, iri) for iri in others if iri != first}
    else:
        pairs = {(a, b) for a in one for b in other if a != b}
        fewer = min(found, key=len)
        pairs |= {
            (judgement.home, own(judgement)) for judgement in fewer if judgement.home in one.keys() & other.keys()
        }
    for a, b in sorted(pairs):
        yield Comparison.of(a, b, verdict, Maker.PERSON, because)


def _places(entity: Mapping[str, Any], look: Lookup) -> list[Judgement]:
    """The judgements that an entity is told by: of the places that it names, else of its IRI."""
    found = {
        judgement.id: judgement
        for place in entity["in"]
        for judgement in look.of(place["article"])
        if place["name"] in judgement.profile.names
    }
    return sorted(found.values() or look.holding(entity["iri"]), key=lambda one: one.id)


def _told(iri: str, look: Lookup, own: Callable[[str], Judgement | None]) -> dict[str, Any]:
    """An entity as a line has it."""
    held = [one for one in look.holding(iri) if iri in (one.home, one.entity)]
    alone = own(iri)
    held = [one for one in held if one.home == iri] or held or ([alone] if alone else [])
    places = sorted({(one.article, one.name) for one in held})[:_ANCHORS]
    return {"iri": iri, "in": [{"article": article, "name": name} for article, name in places]}


def _own(graph: Graph, look: Lookup) -> Callable[[str], Judgement | None]:
    """Finds the judgement whose own IRI it is, which a decision on one article names."""
    found: dict[str, Judgement] = {}

    def find(iri: str) -> Judgement | None:
        if not found:
            for article in graph.articles():
                for one in look.of(graph.names.article(article).value):
                    found[own_iri(one.profile, graph.names)] = one
        return found.get(iri)

    return find


def _line(word: str, who: Sequence[Mapping[str, Any]], because: str, on: date | None, item: str = "") -> str:
    told = {"decision": word, "who": who, "item": item, "because": because, "on": on.isoformat() if on else ""}
    return json.dumps({key: value for key, value in told.items() if value}, ensure_ascii=False)


def _read(line: str, number: int) -> dict[str, Any]:
    """A line as it was written. Raises DecisionFormatError."""
    try:
        told: dict[str, Any] = {"because": "", "on": "", **json.loads(line)}
        _day(told)
        for entity in told["who"]:
            _ = entity["iri"], [(place["article"], place["name"]) for place in entity["in"]]
        of_two = told["decision"] in _VERDICTS and len(told["who"]) == 2
        right = of_two or (told["decision"] in _STRENGTHS and len(told["who"]) == 1 and bool(told["item"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        right = False
    if not right:
        raise DecisionFormatError(
            f"line {number} is no decision: {line.strip()[:80]!r}; a line of `kg identity export` is an example"
        )
    return told


def _day(told: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(told["on"]) if told["on"] else None


def _names(told: Mapping[str, Any]) -> str:
    names = (next((place["name"] for place in entity["in"]), entity["iri"]) for entity in told["who"])
    return f"{told['decision']}: {' and '.join(names)}"
