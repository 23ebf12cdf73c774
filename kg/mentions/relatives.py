"""Whom "who", "whom" and "whose" stand for: the noun that their clause modifies, or all who are joined before it."""

from __future__ import annotations

from kg.mentions.draft import OWNER, SUBJECT, Draft
from kg.mentions.phrases import RELATIVE
from kg.mentions.state import State
from kg.model import EntityType, MentionKind
from kg.names import rules

_ASIDE = 8
"""Words between a name and "who" that may tell of a place or a firm."""


def relative(state: State, draft: Draft) -> tuple[str, ...]:
    """Who, whom, whose: the noun that the relative clause modifies, else the name right before."""
    page = state.page
    if page.at(draft.first - 1) == "and":
        # "Ann, whose husband is Bob and who lives in Rome": the second is the first.
        for other in reversed(state.by_sentence[page.sent[draft.head]]):
            if other.head < draft.head and page.lower[other.head] in RELATIVE and other.entities:
                return other.entities
    i = draft.head
    for _ in range(8):
        if page.dep[i] == "relcl" or page.head[i] == i:
            break
        i = page.head[i]
    if page.dep[i] == "relcl":
        antecedent = _person(state, draft, page.head[i])
        before_it = antecedent is not None and antecedent.last <= draft.first
        if antecedent is not None and before_it and draft.role == SUBJECT and page.lower[draft.head] == "who":
            several = _coordinated(state, draft, page.head[i])
            if several:
                return several
        nearest = _right_before(state, draft)
        joined = nearest is not None and page.dep[nearest.head] in {"conj", "appos"}
        if antecedent is not None and ";" in page.text[antecedent.last : draft.first]:
            antecedent = None  # "three children: Ann, who is 41; and Bob, 23, whose mother is": it is said of the last
        if nearest is not None and antecedent is not None and joined and antecedent.fixed:
            # "Ann and Bob, who married Eva": the parse takes the first of them.
            return nearest.entities
        if antecedent is not None and before_it and (antecedent.entities or antecedent.kind is MentionKind.NOMINAL):
            return antecedent.entities
    k = draft.first - 1
    while k > 0 and page.text[k] in {",", "with", "to", "of", "by", "for"}:
        k -= 1
    before = _person(state, draft, k)
    if before is None and page.text[k].isdigit() and page.text[k - 1] == ",":
        before = state.mention_at(k - 2)
    if before is None or before.head == draft.head or before.type is not EntityType.PERSON:
        return ()
    several = _coordinated(state, draft, before.head) if page.lower[draft.head] == "who" else ()
    return several or before.entities


def _right_before(state: State, draft: Draft) -> Draft | None:
    """The name that ends at the comma before the pronoun: "Bob, who", "to the dancer Eva, from whom"."""
    k = draft.first - 1
    k -= state.page.at(k) in {"from", "with", "by", "to"}
    return state.story.ending.get(k) if state.page.at(k) == "," else None


def _person(state: State, draft: Draft, token: int) -> Draft | None:
    """The mention at the token; for a place or a firm the name of the person before it: "Al Orr, 31, of York, who"."""
    found = state.mention_at(token)
    if found is None or found.type is EntityType.PERSON or draft.role == OWNER:
        return found
    before = [d for d in state.by_sentence[state.page.sent[token]] if d.head < found.first]
    people = [d for d in before if d.type is EntityType.PERSON and d.kind is MentionKind.NAME and d.entities]
    return people[-1] if people and found.first - people[-1].last <= _ASIDE else None


def _nobody(state: State, token: int) -> bool:
    """Whether the token is a word for somebody who is not known."""
    mention = state.mention_at(token)
    return mention is not None and mention.kind is MentionKind.NOMINAL and not mention.entities


def _of_each_other(state: State, draft: Draft) -> bool:
    """Whether the clause says what two do together, with nobody else in it: "who married in May", "who got engaged"."""
    page = state.page
    if draft.verb < 0 or page.at(draft.first - 1) != ",":
        return False
    below = page.children[draft.verb]
    verbs = rules("nominals")["together"]["verbs"].split()
    if not any(page.lemma[k].lower() in verbs or page.lower[k] in verbs for k in (draft.verb, *below)):
        return False
    return not any(page.dep[k] == "dobj" or page.lower[k] in {"to", "with", "from"} for k in below)


def _coordinated(state: State, draft: Draft, antecedent: int) -> tuple[str, ...]:
    """All of "Ann, 22, and Bob, 27, who were married": the clause's verb is plural, its antecedents are joined."""
    page = state.page
    finite = [
        k for k in (draft.verb, *page.children[draft.verb]) if k > draft.head and page.at(k) in {"were", "are", "have"}
    ]
    top = antecedent
    while page.dep[top] == "conj" and page.pos[page.head[top]] in {"PROPN", "NOUN", "PRON"}:
        top = page.head[top]
    heads = [top] + [c for c in page.children[top] if page.dep[c] == "conj"]
    last = state.mention_at(antecedent)
    strays = len(heads) < 2 or _nobody(state, top)
    joint = last.first - 1 - (page.at(last.first - 1) == "the") if last is not None else -1
    if strays and page.at(joint) == "and":
        # The parse joins the second name to something else: take the name before the "and", an age between them.
        k = joint
        while k > 0 and (page.text[k - 1] in {",", "(", ")"} or page.text[k - 1].isdigit()):
            k -= 1
        first = state.story.ending.get(k) or state.mention_at(k - 1)
        heads = [first.head, antecedent] if first is not None else heads
    if len(heads) < 2 or not (finite or _of_each_other(state, draft)):
        return ()
    found: list[str] = []
    for head in heads:
        mention = state.mention_at(head)
        if mention is None or not mention.entities or head > draft.head:
            return ()
        found.extend(key for key in mention.entities if key in state.people and key not in found)
    return tuple(found) if len(found) > 1 else ()
