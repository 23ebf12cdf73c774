"""Whom the grammar forbids a pronoun to mean."""

from __future__ import annotations

from kg.mentions.draft import OBJECT, OBLIQUE, SUBJECT, Draft
from kg.mentions.state import State

_ARGUMENTS = frozenset({SUBJECT, OBJECT, OBLIQUE})


def barred(state: State, draft: Draft) -> set[str]:
    """The people whom the grammar forbids: co-arguments, conjuncts, the owned, and the speaker of the quotation."""
    page = state.page
    found = set(state.speakers(draft.quote))
    if draft.role in {OBJECT, OBLIQUE}:
        subject = state.subject_of(draft.verb)
        if subject is not None and subject is not draft:
            found.update(subject.entities)
    for other in state.by_sentence[page.sent[draft.head]]:
        if other is draft or not other.entities:
            continue
        co_argument = {draft.role, other.role} <= _ARGUMENTS and draft.role != other.role and other.fixed
        if co_argument and other.verb == draft.verb >= 0:
            found.update(other.entities)
        pair = {(page.dep[a.head], page.head[a.head] == b.head) for a, b in ((draft, other), (other, draft))}
        if ("conj", True) in pair or other.first <= draft.head < other.last:
            found.update(other.entities)
    if page.dep[draft.head] == "poss":
        noun = page.head[draft.head]
        owned = state.story.at.get(noun)
        found.update(owned.entities if owned is not None else ())
        # "Max is his son": nobody is his own son.
        subject = state.subject_of(page.head[noun]) if page.dep[noun] == "attr" else None
        found.update(subject.entities if subject is not None else ())
    return found
