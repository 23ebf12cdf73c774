"""The people whom he or she may mean, ranked by where they were last mentioned.

The rank is a softmax of a linear function of distance, grammatical role, parallelism and salience, the features of
Lappin & Leass 1994 and of the baselines of Webster et al. 2018. The weights are data (``kg/rules/pronouns.toml``,
fitted by ``training/pronouns.py``). Where the best leads by little, a trained reader is asked, if there is one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from kg.mentions.antecedents import Antecedents
from kg.mentions.binding import barred
from kg.mentions.draft import OBJECT, OWNER, SUBJECT, Draft
from kg.mentions.relations import relation_of, unions
from kg.mentions.state import State
from kg.model import MentionKind
from kg.names import rules

WINDOW = 6
"""Sentences back that a pronoun looks."""

_OFTEN = 3
"""Names from which somebody's mother or brother is a figure of his own."""

Features = dict[str, float]


def rank(state: State, draft: Draft) -> list[tuple[float, str]]:
    """The candidates with their probabilities, the likeliest first; a trained reader is asked if the lead is small."""
    asked = state.asked[draft.head] = candidates(state, draft)
    weights = {**rules("pronouns")["page"], **state.weights}
    points = {key: sum(weights.get(name, 0.0) * asked[key][name] for name in asked[key]) for key in asked}
    ranked = softmax(points)
    rule = rules("pronouns")
    if state.antecedents is None or len(ranked) < 2 or ranked[0][0] - ranked[1][0] > rule["answer"]["doubt"]:
        return ranked
    told = state.told[draft.head] = _told(state, draft, asked, state.antecedents)
    return softmax({key: mixed(points[key], told.get(key), rule["read"]) for key in asked})


def mixed(points: float, told: float | None, mix: Mapping[str, float]) -> float:
    """The points of the rules and the log-odds of the reader (None: it saw no mention of that person) as one figure.

    >>> round(mixed(2.0, -1.0, {"rules": 0.5, "told": 0.3, "untold": 1.0}), 3)
    0.7
    """
    return mix["rules"] * points + (mix["untold"] if told is None else mix["told"] * told)


def _told(state: State, draft: Draft, keys: Iterable[str], antecedents: Antecedents) -> dict[str, float]:
    """What the reader says of every person: the log of the summed odds of the person's mentions."""
    odds = antecedents.of(draft)
    found: dict[str, float] = {}
    for key in keys:
        values = [math.exp(odds[d.head]) for d in state.of[key] if d.head in odds]
        if values:
            found[key] = math.log(sum(values))
    return found


def softmax(points: Mapping[str, float]) -> list[tuple[float, str]]:
    """Probabilities from points, the highest first."""
    top = max(points.values(), default=0.0)
    odds = {key: math.exp(value - top) for key, value in points.items()}
    total = sum(odds.values())
    return sorted(((value / total, key) for key, value in odds.items()), key=lambda pair: (-pair[0], pair[1]))


def candidates(state: State, draft: Draft) -> dict[str, Features]:
    """The features of every person that the pronoun may refer to."""
    forbidden = barred(state, draft)
    found: dict[str, Features] = {}
    places: dict[str, int] = {}
    # A child has no husband, and no children.
    owned = relation_of(state.page.lower[state.page.head[draft.head]]) if draft.role == OWNER else ""
    grown = owned in {"spouse", "ex", "betrothed", "partner", "child"} or _weds(state, draft)
    for key, person in state.people.items():
        if key in forbidden or person.gender not in {"", draft.gender} or (person.child and grown):
            continue
        features = _features(state, draft, key)
        if features is not None:
            found[key] = features
            places[key] = max((d.head for d in state.of[key] if d.head < draft.head), default=-1)
    acting = {key for key in found if "subject0" in found[key] and found[key]["known"]}
    for key in found:
        # Who acts in the sentence itself goes before whom the article is about.
        if acting - {key} and key not in acting:
            found[key].pop("hero", None)
        if key in acting:
            found[key].pop("relative", None)
    order = sorted(places, key=lambda key: -places[key])
    for place, key in enumerate(order):
        found[key][f"rank{min(place, 3)}"] = 1.0
    return found


def _weds(state: State, draft: Draft) -> bool:
    """Whether the pronoun is the subject of a verb of marrying: no child does."""
    if draft.role != SUBJECT or draft.verb < 0:
        return False
    page = state.page
    return any(unions().get(page.lower[k]) == "spouse" for k in (draft.verb, *page.children[draft.verb]))


def _features(state: State, draft: Draft, key: str) -> Features | None:
    """Where and how the person was mentioned, seen from the pronoun; None if out of reach."""
    page, person = state.page, state.people[key]
    sent = page.sent[draft.head]
    known = sorted((*state.of[key], *state.among[key]), key=lambda d: d.head) if key in state.among else state.of[key]
    before = [d for d in known if d.head < draft.head and sent - page.sent[d.head] <= WINDOW]
    behind = [d for d in state.of[key] if d.kind is MentionKind.NAME and state.announces(draft, d)]
    if not before and not behind:
        return None
    found: Features = {"known": 1.0 if person.gender == draft.gender else 0.0, "child": 1.0 if person.child else 0.0}
    if draft.role == OWNER and relation_of(page.lower[page.head[draft.head]]) == "sibling":
        # "His little brother": of the child named last, as likely as of anybody.
        pass
    elif key in state.heroes:
        found["hero"] = 1.0
    elif person.relative and sum(d.kind is MentionKind.NAME for d in state.of[key]) < _OFTEN:
        found["relative"] = 1.0
    if behind:
        found["behind_owner" if draft.role == OWNER else "behind"] = 1.0
    if not before:
        return found
    last = before[-1]
    distance = sent - page.sent[last.head]
    found[f"distance{min(distance, 3)}"] = 1.0
    found["near"] = -math.log1p(draft.head - last.head)
    found["named"] = math.log1p(len(state.of[key]))
    found[f"{'same' if distance == 0 else 'other'}_{last.role}"] = 1.0
    if last.role == draft.role:
        found[f"parallel_{last.role}"] = 1.0
    for seen in before:
        _relations(state, draft, seen, sent - page.sent[seen.head], found)
    if last.quote >= 0 and last.quote != draft.quote:
        found["other_quote"] = 1.0
    if page.dep[last.head] in {"conj", "appos"}:
        found[f"last_{page.dep[last.head]}"] = 1.0
    return found


def _relations(state: State, draft: Draft, seen: Draft, distance: int, found: Features) -> None:
    """Features of one earlier mention by its syntactic relation to the pronoun."""
    page = state.page
    if seen.role == SUBJECT and distance <= 2:
        found[f"subject{distance}"] = 1.0
    if distance == 1 and seen is _leftmost(state, page.sent[seen.head]):
        found["leftmost1"] = 1.0
    if distance:
        return
    if seen is _leftmost(state, page.sent[seen.head]):
        found["leftmost0"] = 1.0
    if seen.verb == draft.verb and draft.role == OWNER:
        if seen.role == SUBJECT:
            found["own_subject"] = 1.0
        elif seen.role == OBJECT:
            found["own_dative" if page.dep[seen.head] == "dative" else "own_object"] = 1.0
    elif state.governs(seen.verb, draft.verb):
        found[f"above_{seen.role}"] = 1.0


def _leftmost(state: State, sentence: int) -> Draft | None:
    """The first mention of one person in the sentence."""
    for draft in state.by_sentence[sentence]:
        if len(draft.entities) == 1 and draft.entities[0] in state.people:
            return draft
    return None
