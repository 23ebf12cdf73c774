"""What organisations, places, works and awards of a graph are in Wikidata: by whole names, of a fitting class, or none.

Titles and names of firms are words of the language: a film may be called like a thousand songs. So likeness and parts
of names count for nothing, and a work is never linked by its title alone: somebody who is linked must have to do with
it in the text and in Wikidata. What one name leaves open is for people to look at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg.entities import thing_name
from kg.linking.features import Features
from kg.linking.gather import names_of
from kg.linking.linker import Answer, Option
from kg.linking.match import Fit
from kg.linking.profile import Profile, Tie
from kg.model import TOLD, EntityType
from kg.names import rules
from kg.store import Graph
from kg.wikidata.model import Item, KnowledgeBase, Match

_WHOLE = frozenset({Match.EXACT, Match.ALIAS})
_MOST = 20


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is no person: its names, and who has what to do with it (``ties`` of its profile)."""

    profile: Profile
    type: EntityType


def things(graph: Graph) -> list[Thing]:
    """All in the graph that is no person and that a claim tells of, sorted by IRI."""
    types = [kind for kind in EntityType if kind.value in rules("linking")["classes"]]
    names = {iri: (kind, told) for kind in types for iri, told in names_of(graph, kind).items()}
    ties: defaultdict[str, set[Tie]] = defaultdict(set)
    for one in graph.statements():
        for here, other in ((one.subject, one.object), (one.object, one.subject), (one.place, one.subject)):
            if isinstance(here, str) and here in names:
                told = one.status in TOLD and isinstance(other, str)
                ties[here] |= {Tie(one.predicate, str(other))} if told else set()
    return [Thing(Profile(iri, names[iri][1], ties=tuple(sorted(ties[iri]))), names[iri][0]) for iri in sorted(ties)]


def link_things(things: Iterable[Thing], base: KnowledgeBase, known: Mapping[str, Item]) -> list[Answer]:
    """Which items the things may be, in their order; ``known`` are the items of those who are linked, by IRI.

    >>> from kg.wikidata import index_in_memory
    >>> band = Item("Q1", "The Tin Larks", "band", kinds=("Q215380",), sitelinks=20)
    >>> larks = Thing(Profile("a", ("Tin Larks",)), EntityType.ORGANIZATION)
    >>> [answer] = link_things([larks], index_in_memory([band], date="2026-01-05", source="a test"), {})
    >>> answer.best.item.qid, answer.best.probability
    ('Q1', 0.92)
    """
    return [_answer(thing, _candidates(thing, base), known) for thing in things]


def _candidates(thing: Thing, base: KnowledgeBase) -> list[tuple[Item, Fit]]:
    """The items of a class that the type allows and of the whole name, articles and forms of business apart."""
    found: dict[str, Fit] = {}
    for name in thing.profile.names:
        bare = thing_name(thing.type, name)
        for told in dict.fromkeys((name, bare.replace("-", " "), f"the {bare.replace('-', ' ')}")):
            for hit in base.named(told, _MOST):
                if hit.match in _WHOLE and thing_name(thing.type, hit.name) == bare:
                    found.setdefault(hit.qid, Fit.SAME if hit.match is Match.EXACT else Fit.ALIAS)
    items = base.items(found)
    allowed = _classes(thing.type)
    return [
        (items[qid], how) for qid, how in found.items() if qid in items and not allowed.isdisjoint(items[qid].kinds)
    ]


def _answer(thing: Thing, rivals: list[tuple[Item, Fit]], known: Mapping[str, Item]) -> Answer:
    """The odds, by rule: of whom something speaks for it; what is left goes to the others, and to none of them."""
    odds = rules("linking")["things"]
    why, chosen = "thing_tie", {item.qid for item, _ in rivals if supported(thing, item, known)}
    if not chosen:
        why, chosen = "telling", {item.qid for item, _ in rivals if _telling(thing, item, rivals)}
    likely = odds["supported" if why == "thing_tie" else "telling"] if chosen else odds["open"]
    share = likely / (len(chosen) or max(1, len(rivals)))
    rest = (1 - likely) / (len(rivals) - len(chosen) + 1)
    options = []
    for item, how in rivals:
        features: Features = {f"fit_{how}": 1.0}
        if item.qid in chosen:
            features[why] = 1.0
        chance = share if item.qid in chosen or not chosen else rest
        options.append(Option(item, how, chance, features))
    options.sort(key=lambda option: (-option.probability, -option.item.sitelinks, int(option.item.qid[1:])))
    return Answer(thing.profile, tuple(options), 1 - sum(option.probability for option in options))


def supported(thing: Thing, item: Item, known: Mapping[str, Item]) -> bool:
    """Whether somebody who is linked has to do with it in the text, and with the item in Wikidata."""
    table = rules("linking")["of_things"]
    for tie in thing.profile.ties:
        who = known.get(tie.other)
        if who and tie.relation in table:
            mine, back = table[tie.relation]["properties"], table[tie.relation]["inverse"]
            citizen = "P27" in mine and any(ref.qid == item.qid for ref in who.citizenships)
            if citizen or item.qid in who.related(*mine) or who.qid in item.related(*back):
                return True
    return False


def _telling(thing: Thing, item: Item, rivals: Iterable[tuple[Item, Fit]]) -> bool:
    """Whether the name alone says that the item is meant: never a work; a place that the world knows; else two words.

    Another item of the name must be hardly known beside it.
    """
    odds = rules("linking")["things"]
    others = [other.sitelinks for other, _ in rivals if other.qid != item.qid]
    if thing.type is EntityType.WORK or (others and item.sitelinks < odds["dominance"] * max(1, *others)):
        return False
    if thing.type is EntityType.PLACE:
        return item.sitelinks >= int(odds["known_place"])
    return "-" in thing_name(thing.type, thing.profile.names[0])


@cache
def _classes(kind: EntityType) -> frozenset[str]:
    """The classes of Wikidata that an item of a type may have."""
    groups = rules("wikidata")["kinds"]
    return frozenset(qid for group in rules("linking")["classes"][kind.value] for qid in groups[group])
