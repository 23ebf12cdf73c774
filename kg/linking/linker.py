"""Who everybody in some articles is: candidates, their odds, and the odds that none of them is right.

The odds are a softmax over the candidates of a name and NIL, whose score is 0. Since who one is depends on who the
others are, they are computed in rounds: at first everybody alone, then with the others as the round before had them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.linking.coherence import Beliefs, Known, Views, clash, coherence, outlook
from kg.linking.features import Candidate, Features, candidate, local_features
from kg.linking.match import SINGLE, fit, without_article
from kg.linking.profile import Profile
from kg.linking.times import veto
from kg.names import rules
from kg.wikidata.model import Item, KnowledgeBase

ROUNDS = 3
"""How often everybody is looked at anew; after three rounds hardly anything moves."""

MOST = 200
"""How many items a name is looked up for; the best known come first within each kind of match."""


@dataclass(frozen=True, slots=True)
class Option:
    """An item that somebody may be: how likely, and the features that speak for and against it."""

    item: Item
    fit: str
    probability: float
    features: Features


@dataclass(frozen=True, slots=True)
class Answer:
    """Who somebody may be, likeliest first; ``nil`` is how likely none is right, ``vetoed`` who is excluded and why."""

    profile: Profile
    options: tuple[Option, ...]
    nil: float
    vetoed: tuple[tuple[str, str], ...] = ()

    @property
    def best(self) -> Option | None:
        """The likeliest option, if NIL is not likelier."""
        return self.options[0] if self.options and self.options[0].probability > self.nil else None


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody with the candidates that no date excludes, and what speaks for each by itself."""

    profile: Profile
    rivals: tuple[Candidate, ...]
    alone: tuple[Features, ...]
    vetoed: tuple[tuple[str, str], ...]


def prepare(profiles: Iterable[Profile], base: KnowledgeBase) -> list[Case]:
    """The candidates of everybody."""
    found = []
    for profile in profiles:
        rivals, vetoed = [], []
        for item in candidates(profile, base):
            how = fit(profile.names, item)
            if how is None:
                continue
            if why := veto(profile, item):
                vetoed.append((item.qid, why))
            else:
                rivals.append(candidate(item, how))
        alone = local_features(profile, rivals)
        found.append(Case(profile, tuple(rivals), tuple(alone), tuple(vetoed)))
    return found


def candidates(profile: Profile, base: KnowledgeBase) -> list[Item]:
    """The people whom the names may mean: those of the full names, if there are any, else those of the single one."""
    full = [name for name in profile.names if " " in name.strip()] or profile.names[:1]
    told = dict.fromkeys((*full, *map(without_article, full)))
    hits = {hit.qid: hit for name in told for hit in base.named(name, MOST)}
    items = base.items(hits)
    return [item for qid in hits if (item := items.get(qid)) is not None and item.is_human]


def odds(cases: Sequence[Case], weights: Mapping[str, float]) -> tuple[list[list[float]], list[list[Features]]]:
    """The probability of each candidate of each case, and the features it was computed from."""
    beliefs: Beliefs = {}
    known: Known = {}
    chances: list[list[float]] = []
    features: list[list[Features]] = []
    for _ in range(ROUNDS):
        views = {who: outlook(options) for who, options in beliefs.items()}
        features = [
            [one | two for one, two in zip(case.alone, around(case, beliefs, views, known), strict=True)]
            for case in cases
        ]
        chances = [softmax([score(one, weights) for one in rows]) for rows in features]
        beliefs = believed(cases, chances)
        known = {case.profile.id: sum(row) for case, row in zip(cases, chances, strict=True)}
    return chances, features


def around(case: Case, beliefs: Beliefs, views: Views, known: Known) -> list[Features]:
    """What the others tell; nothing in the first round, when nothing is known of them."""
    return coherence(case.profile, case.rivals, beliefs, views, known) if beliefs else [{} for _ in case.rivals]


def believed(cases: Sequence[Case], chances: Sequence[Sequence[float]]) -> Beliefs:
    """How likely each candidate would be if one of them is right, by whose they are."""
    found: dict[str, list[tuple[Candidate, float]]] = {}
    for case, row in zip(cases, chances, strict=True):
        total = sum(row) or 1.0
        found[case.profile.id] = [(one, chance / total) for one, chance in zip(case.rivals, row, strict=True)]
    return found


def link(profiles: Iterable[Profile], base: KnowledgeBase, weights: Mapping[str, float] | None = None) -> list[Answer]:
    """Who each of the profiles may be, in their order; all of an article should come together.

    Nobody is two people of one article: an item goes to the surest of those who were told apart.
    """
    weights = weights or rules("linking_weights")["weights"]
    cases = prepare(profiles, base)
    chances, features = odds(cases, weights)
    taken = _taken(cases, chances)
    surely = {
        case.profile.id: list(zip(case.rivals, row, strict=True)) for case, row in zip(cases, chances, strict=True)
    }
    found = []
    for case, row, rows in zip(cases, chances, features, strict=True):
        vetoed = dict(case.vetoed)
        for one in case.rivals:
            why = clash(case.profile, one.item, surely) or taken.get((case.profile.id, one.item.qid))
            if why:
                vetoed[one.item.qid] = why
        options = [
            Option(one.item, one.fit, chance, told)
            for one, chance, told in zip(case.rivals, row, rows, strict=True)
            if one.item.qid not in vetoed
        ]
        options.sort(key=lambda option: (-option.probability, -option.item.sitelinks, _number(option.item.qid)))
        found.append(Answer(case.profile, tuple(options), 1 - sum(row), tuple(sorted(vetoed.items()))))
    return found


def _taken(cases: Sequence[Case], chances: Sequence[Sequence[float]]) -> dict[tuple[str, str], str]:
    """The (profile, item) pairs that somebody of the same article holds more surely, with the reason."""
    holders: dict[str, list[tuple[float, bool, str]]] = {}
    mates = {case.profile.id: case.profile.with_ for case in cases}
    for case, row in zip(cases, chances, strict=True):
        for one, chance in zip(case.rivals, row, strict=True):
            if chance > 0.02:
                holders.setdefault(one.item.qid, []).append((-chance, one.fit in SINGLE, case.profile.id))
    taken = {}
    for qid, all_of in holders.items():
        kept: list[str] = []
        for _, _, who in sorted(all_of):
            if any(other in mates[who] for other in kept):
                taken[who, qid] = "is somebody else in the article"
            else:
                kept.append(who)
    return taken


def score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted sum of some features."""
    return sum(value * weights.get(name, 0.0) for name, value in features.items())


def softmax(scores: Sequence[float]) -> list[float]:
    """The odds of each score beside each other and NIL, whose score is 0.

    >>> softmax([0.0]), softmax([])
    ([0.5], [])
    """
    top = max([0.0, *scores])
    parts = [math.exp(one - top) for one in scores]
    total = sum(parts) + math.exp(-top)
    return [part / total for part in parts]


def _number(qid: str) -> int:
    return int(qid[1:]) if qid[1:].isdigit() else 0
