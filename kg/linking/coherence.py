"""What the candidates of the others in an article tell about a candidate: family, common places of life, company."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.linking.features import Candidate, Features
from kg.linking.profile import Profile
from kg.linking.times import too_young
from kg.names import rules
from kg.wikidata.model import Item

Beliefs = Mapping[str, Sequence[tuple[Candidate, float]]]
"""How likely each candidate of each profile is at the moment, by the profile's id."""

Known = Mapping[str, float]
"""How likely each profile is somebody of the base at all, by its id."""

Views = Mapping[str, "Outlook"]
"""What each profile tells of the others, by its id."""

SURE = 0.8
"""How likely another's candidate must be to speak against one."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one of the others tells of everybody: by QID how likely it is to be family of him, and who he may be.

    ``kin`` has the chance and the renown of the relative; ``shared`` how likely he has a statement about a thing.
    """

    may_be: Mapping[str, float]
    kin: Mapping[str, tuple[float, float]]
    shared: Mapping[str, float]
    topics: Mapping[str, float]


def outlook(options: Sequence[tuple[Candidate, float]]) -> Outlook:
    """What somebody who is one of these tells about the others of the article."""
    kin: dict[str, tuple[float, float]] = {}
    shared: dict[str, float] = {}
    subjects: dict[str, float] = {}
    for one, chance in options:
        item, renown = one.item, math.log1p(one.item.sitelinks) / 5
        for qid in item.related(*_family()):
            kin[qid] = max(kin.get(qid, (0.0, 0.0)), (chance, renown))
        for qid in _targets(item):
            shared[qid] = shared.get(qid, 0.0) + chance
        for topic, value in one.topics.items():
            subjects[topic] = subjects.get(topic, 0.0) + chance * value
    return Outlook({one.item.qid: chance for one, chance in options}, kin, shared, subjects)


def coherence(
    profile: Profile, rivals: Sequence[Candidate], beliefs: Beliefs, views: Views, there: Known
) -> list[Features]:
    """The features of each candidate that the others of the article give, where these are who they seem.

    An article on widely known people is about widely known people: ``peers`` is how many of the others are in the base,
    from -0.5 (none) to 0.5 (all).
    """
    around = [other for other in sorted(profile.with_) if other in views and other != profile.id]
    others = [views[other] for other in around]
    peers = sum(there[other] for other in around) / len(around) - 0.5 if around else 0.0
    company = _company(others)
    found = []
    for one in rivals:
        item = one.item
        sure, renown, common = 0.0, 0.0, 0.0
        for other in others:
            chance, known = other.kin.get(item.qid, (0.0, 0.0))
            for qid in item.related(*_family()):
                if qid in other.may_be and qid != item.qid:
                    chance, known = max((chance, known), (other.may_be[qid], _renown(item)))
            sure, renown = max(sure, chance), max(renown, known)
            overlap = sum(other.shared.get(qid, 0.0) for qid in _targets(item) if qid not in other.may_be)
            common += 1 - math.exp(-overlap / 2)
        features: Features = {
            "company": sum(value * company.get(topic, 0.0) for topic, value in one.topics.items()),
            "peers": peers,
        }
        if sure:
            features |= {"kin": 1.0, "kin_sure": sure, "kin_fame": renown}
        if common:
            features["fellow"] = min(common, 1.0)
        features.update(_ties(profile, item, beliefs))
        found.append(features)
    return found


def clash(profile: Profile, item: Item, beliefs: Beliefs) -> str:
    """Why the item cannot be this person if the relatives told in the text are who they surely seem to be."""
    for tie in profile.ties:
        for other, chance in beliefs.get(tie.other, ()):
            if chance < SURE or other.item.qid == item.qid:
                continue
            if tie.relation == "parentOf" and too_young(item, other.item):
                return f"too young to be a parent of {other.item.label}"
            if tie.relation == "childOf" and too_young(other.item, item):
                return f"too old to be a child of {other.item.label}"
    return ""


def _ties(profile: Profile, item: Item, beliefs: Beliefs) -> Features:
    """Whether Wikidata knows the relatives told in the text: ``tie`` that it does, ``tie_other`` that it has others."""
    table = rules("linking")["ties"]
    held, other_than = 1.0, 1.0
    for tie in profile.ties:
        mine, back = (frozenset(table[tie.relation][way]) for way in ("properties", "inverse"))
        known = item.related(*mine)
        agreed = sum(
            chance
            for other, chance in beliefs.get(tie.other, ())
            if other.item.qid in known or item.qid in other.item.related(*back)
        )
        held *= 1 - min(agreed, 1.0)
        sure = max((chance for _, chance in beliefs.get(tie.other, ())), default=0.0)
        if known and agreed < 1 - SURE and sure > SURE:
            other_than *= 1 - sure
    features: Features = {}
    if held < 1:
        features["tie"] = 1 - held
    if other_than < 1:
        features["tie_other"] = 1 - other_than
    return features


def _company(others: Sequence[Outlook]) -> dict[str, float]:
    """The topics of the others, as a vector of length one, by how likely each candidate is."""
    count: dict[str, float] = {}
    for other in others:
        for topic, value in other.topics.items():
            count[topic] = count.get(topic, 0.0) + value
    length = math.sqrt(sum(value * value for value in count.values()))
    return {topic: value / length for topic, value in count.items()} if length > 0.3 else {}


def _renown(item: Item) -> float:
    return math.log1p(item.sitelinks) / 5


@cache
def _family() -> tuple[str, ...]:
    return tuple(rules("linking")["family"])


@lru_cache(maxsize=65536)
def _targets(item: Item) -> frozenset[str]:
    """What an item shares with those who live the same life: bands, teams, employers, works."""
    return frozenset(item.related(*rules("linking")["fellows"]))
