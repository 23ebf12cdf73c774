"""Who is told of anew by kin new to the reader: "Al Orr acts. The son of the poet Eve Orr was born in Rome"."""

from __future__ import annotations

from kg.mentions.draft import SUBJECT, Draft
from kg.mentions.phrases import noun_kinds
from kg.mentions.relations import relation_of
from kg.mentions.state import State
from kg.model import EntityType

_REACH = 2
"""Sentences back to the one who is told of."""
_WITHIN = 12
"""So many tokens behind "of" may lead to a name: "the son of the former Olympic fencer and broker Al Orr"."""


def by_kin(state: State, draft: Draft) -> tuple[str, ...]:
    """The only one told of just before, for a subject like "the son of Eve Orr", who has not been named before.

    Nobody where a name for the son follows ("The son of Eve Orr, Al, sings"), or where several may be meant.
    """
    page, people = state.page, state.people
    relation = relation_of(page.lower[draft.head])
    if draft.plural or draft.role != SUBJECT or draft.quote >= 0 or page.at(draft.first) != "the":
        return ()
    if relation not in {"child", "parent", "spouse"} or page.at(draft.last) not in {"of", "to"}:
        return ()
    kin = _new_kin(state, draft)
    if not kin or _acts_on_another(state, draft):
        return ()
    sex = noun_kinds()[page.lower[draft.head]][0]
    for back in range(_REACH + 1):
        told = [key for key in _told_in(state, draft, page.sent[draft.head] - back) if key not in kin]
        if told:
            fit = [key for key in told if people[key].gender in {"", sex}]
            sure = len(fit) == 1 and people[fit[0]].gender == sex != ""
            return (fit[0],) if sure and not _has_another(state, fit[0], relation) else ()
    return ()


def _acts_on_another(state: State, draft: Draft) -> bool:
    """Whether the clause has an object that would be meant: "the wife of Al Orr saw her", "left with her"."""
    page = state.page
    if draft.verb < 0:
        return False
    below = [k for k in page.children[draft.verb] if k > draft.verb]
    below += [leaf for k in below if page.dep[k] in {"prep", "dative", "agent"} for leaf in page.children[k]]
    return any(page.lower[k] in {"her", "him"} and page.tag[k] == "PRP" for k in below)


def _new_kin(state: State, draft: Draft) -> set[str]:
    """Who is named behind "of", up to the verb; nobody, if one has been named before, or a name follows at a comma."""
    page, kin = state.page, set[str]()
    end = draft.verb if draft.verb > draft.last else page.sents[page.sent[draft.head]][1]
    for i in range(draft.last + 1, min(end, draft.last + 1 + _WITHIN)):
        named = state.story.starting.get(i)
        if named is None or named.type is not EntityType.PERSON or not named.fixed:
            continue
        if kin and page.at(i - 1) == ",":
            return set()
        kin.update(named.entities)
    known = any(state.of[key][0].head < draft.head for key in kin)
    return set() if known else kin


def _told_in(state: State, draft: Draft, sentence: int) -> list[str]:
    """The people of a sentence of the same paragraph, as far as they stand before the draft and outside quotations."""
    here = state.page.sent[draft.head]
    heading = state.story.headings.get(sentence)
    if sentence < 0 or (state.paragraph[sentence] != state.paragraph[here] and heading is None):
        return []
    before = (d for d in state.by_sentence[sentence] if d.head < draft.first and d.quote < 0)
    keys = [key for d in before for key in d.entities if key in state.people]
    return list(dict.fromkeys(keys))


def _has_another(state: State, key: str, relation: str) -> bool:
    other = {"child": "parents", "spouse": "spouse"}.get(relation)
    return other is not None and bool(state.kin.find(key, other, plural=True))
