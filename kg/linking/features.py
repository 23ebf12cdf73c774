"""What speaks for a candidate by itself: its name, how widely known it is, the words about it, dates."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.linking.match import SINGLE, Fit
from kg.linking.profile import Profile, content_words
from kg.linking.times import date_features
from kg.names import fold, gender, is_given, rules
from kg.wikidata.model import Item

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that the profile may be, with how its name fits and the words that Wikidata has about it."""

    item: Item
    fit: Fit
    words: frozenset[str]
    topics: Mapping[str, float]


def candidate(item: Item, how: Fit) -> Candidate:
    """The candidate with its words made ready."""
    told = content_words(item.description, *(one.label for one in (*item.occupations, *item.citizenships)))
    return Candidate(item, how, told, topics(told))


def local_features(profile: Profile, rivals: Sequence[Candidate]) -> list[Features]:
    """The features of each candidate that do not depend on who the others of the article are."""
    own = content_words(*profile.names)
    near, wide = profile.near - own, profile.words - own
    about_near, about_wide = topics(near), topics(wide)
    fame = [math.log1p(one.item.sitelinks) for one in rivals]
    total = sum(1 + one.item.sitelinks for one in rivals)
    spread = _entropy([(1 + one.item.sitelinks) / total for one in rivals])
    said = content_words(*profile.occupations)
    about_said = topics(said)
    found = []
    for one, known in zip(rivals, fame, strict=True):
        single = one.fit in SINGLE
        features: Features = {
            f"fit_{one.fit}": 1.0,
            "fame": known / 5,
            "share": math.log((1 + one.item.sitelinks) / total),
            "near": _overlap(near & one.words - content_words(one.item.label)),
            "wide": _overlap(wide & one.words - content_words(one.item.label)),
            "topic_near": _cosine(about_near, one.topics),
            "topic_wide": _cosine(about_wide, one.topics),
            "spread": spread,
        }
        if single:
            features["single"] = 1.0
            features |= {f"{name}_single": features[name] for name in ("fame", "near", "topic_near", "spread")}
            if one.fit in (Fit.SURNAME, Fit.OTHER_SURNAME) and is_given(profile.names[0]):
                features["given_as_surname"] = 1.0
        if said and one.words:
            agreed = said & one.words
            features["occupation"] = 1.0 if agreed else _cosine(about_said, one.topics) - 0.5
        theirs = [fold(ref.label) for ref in one.item.citizenships if ref.label]
        if profile.countries and theirs:
            same = any(a.startswith(b) or b.startswith(a) for a in map(fold, profile.countries) for b in theirs)
            features["country"] = 1.0 if same else -1.0
        sexes = {gender(profile.names[0]), one.item.sex} - {""}
        if len(sexes) > 1:
            features["other_sex"] = 1.0
        features.update(date_features(profile, one.item))
        found.append(features)
    return found


def topics(told: Iterable[str]) -> dict[str, float]:
    """How much some words belong to each topic of the rules, as a vector of length one (or empty).

    >>> max(topics(["singer", "album", "film"]).items(), key=lambda item: item[1])[0]
    'music'
    """
    count: dict[str, float] = {}
    for word in told:
        for topic in _topics_of().get(word, ()):
            count[topic] = count.get(topic, 0.0) + 1.0
    length = math.sqrt(sum(value * value for value in count.values()))
    return {topic: value / length for topic, value in sorted(count.items())} if length else {}


@cache
def _topics_of() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for topic, listed in rules("linking")["topics"].items():
        for word in content_words(listed):
            found.setdefault(word, []).append(topic)
    return {word: tuple(sorted(of)) for word, of in found.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(value * other.get(topic, 0.0) for topic, value in one.items())


def _entropy(shares: Iterable[float]) -> float:
    """Among how many the renown of a name is spread: 0 where one has it all, more the more there are alike.

    Of a name that only one person is known by he is likely meant; of one that many bear more unknown people do too.
    """
    return -sum(share * math.log(share) for share in shares)


def _overlap(shared: Iterable[str]) -> float:
    """How telling some shared words are, from 0 to 1: a word that many descriptions have tells little."""
    common = rules("linking_weights")["common"]
    rare = float(rules("linking_weights")["rarest"])
    return 1 - math.exp(-sum(sorted(common.get(word, rare) for word in shared)) / rare)
