"""Everything that can be resolved, in reading order; quoted words after the speaker that is named behind them."""

from __future__ import annotations

from kg.mentions.descriptions import named_later, nominal
from kg.mentions.draft import Draft
from kg.mentions.generations import in_doubt
from kg.mentions.groups import first_person, they
from kg.mentions.introduced import introduced
from kg.mentions.openings import foretold
from kg.mentions.phrases import FIRST, RELATIVE
from kg.mentions.pronouns import third_person
from kg.mentions.relatives import relative
from kg.mentions.state import State
from kg.mentions.told import tell, tell_names, tell_predicate
from kg.model import MentionKind
from kg.names import fold, parse


def resolve(state: State) -> None:
    """Give every draft of the story its entities, or none where we are not sure."""
    tell_names(state)
    state.foretold = {**foretold(state), **introduced(state)}
    bare = any(draft.either for draft in state.story.drafts)
    for draft in _reading_order(state):
        if draft.alias:
            draft.entities = _alias_owner(state, draft)
        elif not draft.entities:
            draft.entities = _entities(state, draft)
            if bare and draft.kind is MentionKind.PRONOUN and in_doubt(state.story.drafts, draft, draft.entities):
                draft.entities = ()
            if state.reporters.intersection(draft.entities) and state.page.lower[draft.head] not in FIRST:
                draft.entities = ()
        if state.note(draft):
            tell(state, draft)
        else:
            tell_predicate(state, draft)
    for draft in state.story.drafts:
        if draft.kind is MentionKind.NOMINAL and not draft.entities:
            draft.entities = named_later(state, draft)


def _entities(state: State, draft: Draft) -> tuple[str, ...]:
    if draft.wife_of:
        return state.kin.find(draft.wife_of, "wife", plural=False)
    if draft.family:
        return _family(state, draft)
    if draft.kind is MentionKind.NOMINAL:
        return nominal(state, draft)
    if draft.kind is not MentionKind.PRONOUN:
        return ()
    lower = state.page.lower[draft.head]
    if lower in FIRST:
        return first_person(state, draft)
    if lower in RELATIVE:
        return relative(state, draft)
    return they(state, draft) if draft.plural else third_person(state, draft)


def _family(state: State, draft: Draft) -> tuple[str, ...]:
    """The couple of whom one bears the surname: "The Bells were divorced in 1982"."""
    pairs = {
        tuple(sorted(pair, key=lambda key: state.of[key][0].head if state.of[key] else 0))
        for pair in state.kin.couples()
        if any(fold(parse(state.people[key].label).surname) == draft.family for key in pair)
    }
    return next(iter(pairs)) if len(pairs) == 1 else ()


def _reading_order(state: State) -> list[Draft]:
    def key(draft: Draft) -> tuple[int, int]:
        if draft.quote >= 0:
            quote = state.quotes[draft.quote]
            if quote.speaker is not None and quote.speaker[0] >= quote.last:
                return quote.speaker[1], draft.head
        return draft.head, draft.head

    return sorted(state.story.drafts, key=key)


def _of_the_name(state: State, surname: str) -> tuple[str, ...]:
    """Who a birth name in front is of ("Born Mary Orr in Leeds, she"): the hero, or the only one, of that surname."""
    bearers = [key for key, person in state.people.items() if fold(person.label.split()[-1]) == surname]
    if state.protagonist in bearers:
        return (state.protagonist,)
    return tuple(bearers) if len(bearers) == 1 else ()


def _alias_owner(state: State, draft: Draft) -> tuple[str, ...]:
    """Whose name it is: the possessive's before the noun ("her real name, X"), who "was born X"."""
    page = state.page
    if page.at(draft.first - 1) == "born" and draft.first > 2 and page.tag[draft.first - 3] in {"PRP", "WP"}:
        subject = state.mention_at(draft.first - 3)
        return subject.entities if subject is not None and len(subject.entities) == 1 else ()
    if page.at(draft.first - 1) == "born":
        return _of_the_name(state, fold(page.text[draft.last - 1]))
    for i in range(draft.first - 1, max(-1, draft.first - 7), -1):
        if page.tag[i] in {"PRP$", "POS"}:
            mention = state.mention_at(i if page.tag[i] == "PRP$" else i - 1)
            return mention.entities if mention is not None and len(mention.entities) == 1 else ()
    return ()
