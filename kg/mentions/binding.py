"""Whom the grammar forbids a pronoun to mean."""

from __future__ import annotations

from kg.mentions.draft import OBJECT, OBLIQUE, SUBJECT, Draft
from kg.mentions.relations import relation_of
from kg.mentions.state import State
from kg.model import MentionKind
from kg.names import rules

_ARGUMENTS = frozenset({SUBJECT, OBJECT, OBLIQUE})


def barred(state: State, draft: Draft) -> set[str]:
    """The people whom the grammar forbids: co-arguments, conjuncts, the owned, and the speaker of the quotation."""
    page = state.page
    found = {*state.speakers(draft), *_asker(state, draft), *state.reporters}
    along = _taken_along(state, draft)
    if draft.role in {OBJECT, OBLIQUE} and not along:
        subject = state.subject_of(draft.verb)
        if subject is not None and subject is not draft:
            found.update(subject.entities)
    found.update(_spoken_of(state, draft))
    for other in state.by_sentence[page.sent[draft.head]]:
        if other is draft or not other.entities:
            continue
        co_argument = {draft.role, other.role} <= _ARGUMENTS and draft.role != other.role and other.fixed
        if co_argument and other.verb == draft.verb >= 0 and not (along and other.role == SUBJECT):
            found.update(other.entities)
        pair = {(page.dep[a.head], page.head[a.head] == b.head) for a, b in ((draft, other), (other, draft))}
        if ("conj", True) in pair or other.first <= draft.head < other.last:
            found.update(other.entities)
    found.update(_married_to(state, draft))
    if page.dep[draft.head] == "poss":
        noun = page.head[draft.head]
        owned = state.story.at.get(noun)
        found.update(owned.entities if owned is not None else ())
        # "Max is his son": nobody is his own son.
        subject = state.subject_of(page.head[noun]) if page.dep[noun] == "attr" else None
        found.update(subject.entities if subject is not None else ())
        found.update(_kin_by_marriage(state, noun))
    return found


def _married_to(state: State, draft: Draft) -> set[str]:
    """Whose the marriage is that a phrase tells the other half of: "her marriage to the director" is not to herself."""
    page = state.page
    preposition = page.head[draft.head]
    if page.dep[draft.head] != "pobj" or page.lower[preposition] not in {"to", "with"}:
        return set()
    noun = page.head[preposition]
    owners = [state.mention_at(k) for k in page.children[noun] if page.dep[k] == "poss"]
    shared = page.lower[noun] in rules("nominals")["shared"]
    return {key for owner in owners if owner is not None for key in owner.entities} if shared else set()


def _asker(state: State, draft: Draft) -> tuple[str, ...]:
    """Whom a turn of an interview replies to: he is "you" in it."""
    before = draft.quote - 1
    if before < 0 or not (state.quotes[draft.quote].turn and state.quotes[before].turn):
        return ()
    return state.speaker_of(before)


def _kin_by_marriage(state: State, noun: int) -> set[str]:
    """Who is the husband of "his daughter", or marries "his sister": not the owner."""
    page = state.page
    if relation_of(page.lower[noun]) not in {"child", "sibling", "parent"}:
        return set()
    verb = page.head[noun]
    if page.lower[verb] == "of" and page.dep[noun] == "pobj" and page.dep[page.head[verb]] == "attr":
        spouse = page.lower[page.head[verb]]
        if relation_of(spouse) not in {"spouse", "ex", "betrothed", "partner"}:
            return set()
        verb = page.head[page.head[verb]]
    elif page.dep[noun] != "dobj" or page.lemma[verb] not in {"marry", "wed", "date"}:
        return set()
    subject = state.subject_of(verb)
    return set(subject.entities) if subject is not None else set()


def _taken_along(state: State, draft: Draft) -> bool:
    """Whether the pronoun may well mean its own subject: "Ann took the child with her"."""
    page = state.page
    if page.dep[draft.head] != "pobj" or page.lower[page.head[draft.head]] != "with" or draft.verb < 0:
        return False
    moved = page.lemma[draft.verb] in {"take", "bring", "carry", "keep", "drag"}
    return moved and any(page.dep[k] == "dobj" for k in page.children[draft.verb])


def _spoken_of(state: State, draft: Draft) -> set[str]:
    """Whom the quotation names of which the draft is the speaker: nobody calls himself by name."""
    for quote in state.quotes:
        speaker = quote.speaker
        if speaker is not None and quote.is_speech and speaker[0] <= draft.head < speaker[1]:
            inside = [d for d in state.story.drafts if quote.first <= d.head < quote.last]
            named = {key for d in inside if d.fixed and d.kind is MentionKind.NAME for key in d.entities}
            return named | (_told_of(state, draft, inside) if draft.kind is MentionKind.NOMINAL else set())
    return set()


def _told_of(state: State, draft: Draft, inside: list[Draft]) -> set[str]:
    """The only one of the sex of he or she in a quotation that somebody described is the speaker of."""
    sexes = {d.gender for d in inside if d.kind is MentionKind.PRONOUN and d.gender}
    near = state.nearby(draft, 2)
    alike = [[key for key in near if state.people[key].gender == sex] for sex in sexes]
    return {keys[0] for keys in alike if len(keys) == 1}
