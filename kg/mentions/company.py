"""Several people by a noun of theirs: "the sisters", "the two women", "the children"."""

from __future__ import annotations

from kg.mentions.draft import Draft
from kg.mentions.relations import relation_of
from kg.mentions.state import State
from kg.names import fold, parse

_NUMBERS = {"two": 2, "both": 2, "pair": 2, "three": 3, "four": 4, "five": 5}
_REACH = 12
"""Sentences back to those who are kin; to others, who are only of that sex, `_NEAR`."""
_NEAR = 3
_OTHERS = frozenset({"at", "from", "in", "of", "on", "that", "who", "with"})
"""Words behind a noun that tell which ones are meant: nobody told of before."""


def company(state: State, draft: Draft, gender: str) -> tuple[str, ...]:
    """Those told of together last whom the noun fits by kin, sex and number; nobody where it tells too little."""
    page, people = state.page, state.people
    relation = relation_of(page.lower[draft.head])
    number = next((_NUMBERS[page.lower[i]] for i in range(draft.first, draft.head) if page.lower[i] in _NUMBERS), 0)
    kin = relation in {"sibling", "child"}
    if not kin and (not number or page.at(draft.last) in _OTHERS):
        return ()
    sent = page.sent[draft.head]
    best: tuple[int, tuple[str, ...]] | None = None
    siblings = {frozenset(pair) for pair in state.kin.siblings()} if kin else set()
    for token, keys in (*state.sets, *state.pairs):
        if token >= draft.head or sent - page.sent[token] > (_REACH if kin else _NEAR):
            continue
        if (number and len(keys) != number) or any(
            people[key].gender not in {gender or people[key].gender, ""} for key in keys
        ):
            continue
        young = all(people[key].offspring or people[key].relative for key in keys)
        related = any(frozenset((a, b)) in siblings for a in keys for b in keys if a != b)
        related = related or (relation == "sibling" and sent - page.sent[token] <= _NEAR and _of_one_name(state, keys))
        if kin and not (related or (young and relation == "child")):
            continue
        if best is None or token >= best[0]:
            best = (token, keys)
    if best is None and number and not kin:
        near = [key for key in state.nearby(draft, 1) if not people[key].offspring]
        fitting = tuple(key for key in near if not gender or people[key].gender == gender)
        return fitting if len(fitting) == number else ()
    return best[1] if best is not None else ()


def _of_one_name(state: State, keys: tuple[str, ...]) -> bool:
    """Whether all bear one surname, or only a first name beside it ("Chris and Pat Bell"), and are no couple."""
    surnames = {fold(parse(state.people[key].label).surname) for key in keys}
    wed = any(state.kin.couple_of(key) in keys for key in keys)
    return len(surnames - {""}) == 1 and not wed
