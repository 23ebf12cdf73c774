"""Linking a graph to Wikidata: with reasons, calibrated, and NIL as an answer. The door of the package.

    gather (profiles of the graph) -> candidates, vetoes -> odds, in rounds -> links -> the graph of links

People come first; what they have to do with in the text and in Wikidata says which organisation, place, work or award
is meant (`kg.linking.things`).
Most people in the news are not in Wikidata, so a namesake must not be linked; every link is a judgement that can be
undone, and none overrules a person's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from kg.identity import Maker
from kg.linking.decide import Policy, decide, default_policy, reasons
from kg.linking.gather import profiles
from kg.linking.linker import Answer, Option, link
from kg.linking.profile import Profile, Tie
from kg.linking.things import link_things, things
from kg.rdf.links import Link, Strength
from kg.store import Change, Graph
from kg.store.who import current
from kg.wikidata import KnowledgeBase

__all__ = [
    "Answer",
    "Link",
    "Linked",
    "Option",
    "Policy",
    "Profile",
    "Strength",
    "Tie",
    "UnlinkedError",
    "accept",
    "decide",
    "default_policy",
    "link",
    "link_graph",
    "profiles",
    "reasons",
    "reject",
    "undo",
]


class UnlinkedError(ValueError):
    """Somebody has no such link; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What a run did: everybody and everything asked about, the links of the graph now, and what changed."""

    answers: tuple[Answer, ...]
    things: tuple[Answer, ...]
    links: tuple[Link, ...]
    change: Change


def link_graph(
    graph: Graph, base: KnowledgeBase, *, people: Collection[str] | None = None, policy: Policy | None = None
) -> Linked:
    """Link all of a graph, or only what has the IRIs ``people``, and write the links into it.

    All are looked up in any case, since who one is depends on who the others are; links of those who were not asked
    about stay. The same again changes nothing.
    """
    before = graph.links()
    inherited = _inherited(graph, before)
    said = [*before, *inherited]
    answers = link(profiles(graph), base)
    who = decide(answers, said, base.snapshot.date, policy)
    items = base.items({one.qid for one in who if one.positive})
    known = {one.entity: items[one.qid] for one in who if one.positive and one.qid in items}
    about = link_things(things(graph), base, known)
    decided = [_by_rule(one, inherited) for one in (*who, *decide(about, said, base.snapshot.date, policy))]
    asked, named = ([one for one in told if people is None or one.profile.id in people] for told in (answers, about))
    ids = {one.profile.id for one in (*asked, *named)}
    kept = [one for one in before if one.entity not in ids and (people is not None or one.by is Maker.PERSON)]
    wanted = sorted({*kept, *(one for one in decided if one and one.entity in ids)})
    return Linked(tuple(asked), tuple(named), tuple(wanted), graph.link(wanted))


def accept(graph: Graph, entity: str, qid: str, on: date) -> Change:
    """A person says who it is: the link becomes ``owl:sameAs``, other candidates go."""
    held = graph.links()
    said = _said(held, entity, qid, Strength.SAME, on)
    rest = [one for one in held if one.entity != entity or (one.strength is Strength.NOT and one.qid != qid)]
    return graph.link(sorted([*rest, said]))


def reject(graph: Graph, entity: str, qid: str, on: date) -> Change:
    """A person says who it is not: the item is never proposed for the entity again."""
    held = graph.links()
    rest = [one for one in held if (one.entity, one.qid) != (entity, qid)]
    return graph.link(sorted([*rest, _said(held, entity, qid, Strength.NOT, on)]))


def undo(graph: Graph, entity: str) -> tuple[Link, ...]:
    """Take back every link of an entity, by rule or by person; returns them. Raises UnlinkedError if there is none.

    The rules will propose theirs again at the next run: to keep one away, reject it.
    """
    gone = tuple(one for one in graph.links() if one.entity == entity)
    if not gone:
        raise UnlinkedError(f"{entity} has no link to undo; `kg link` lists those who have one")
    graph.link(_without(graph.links(), gone))
    return gone


def _inherited(graph: Graph, links: Iterable[Link]) -> list[Link]:
    """What people have said of entities that were merged into others since, as said of these.

    What was said of an entity itself comes first: it is two items to nobody.
    """
    people = [one for one in links if one.by is Maker.PERSON]
    settled = {one.entity for one in people if one.positive}
    found: list[Link] = []
    for one in people:
        now = current(graph, one.entity)
        if now != one.entity and not (one.positive and now in settled):
            found.append(replace(one, entity=now))
            settled |= {now} if one.positive else set()
    return found


def _by_rule(one: Link, inherited: Collection[Link]) -> Link | None:
    """A link to be kept: one that is inherited stays a person's of the entity merged, for the merge may be undone."""
    if one not in inherited:
        return one
    why = ("said by a person of a name that is one with this",)
    return replace(one, by=Maker.RULE, reasons=why, on=None) if one.positive else None


def _said(held: Iterable[Link], entity: str, qid: str, strength: Strength, on: date) -> Link:
    """What a person says; the state of Wikidata looked at is that of the link on which it is said, if there was one."""
    words = "said to be so by a person" if strength is Strength.SAME else "said to be somebody else by a person"
    seen = next((one.snapshot for one in held if (one.entity, one.qid) == (entity, qid)), "")
    return Link(entity, qid, strength, 1.0, Maker.PERSON, (words,), seen, "person", on)


def _without(links: Iterable[Link], gone: Collection[Link]) -> list[Link]:
    return [one for one in links if one not in gone]
