"""Who speaks where a pronoun tells it behind the marks: "She thanked her husband. 'My boys!' she says".

And of whom somebody speaks: "Al, who was found by Bo, said he"; "a third woman, who said that Al had married her".
"""

from __future__ import annotations

from kg.mentions.binding import barred
from kg.mentions.draft import OBJECT, SUBJECT, Draft
from kg.mentions.phrases import RELATIVE
from kg.mentions.state import State
from kg.model import MentionKind

_SAYING = frozenset(
    {"say", "tell", "claim", "allege", "add", "admit", "reveal", "confirm", "insist", "announce", "swear"}
)
_ANYBODY = frozenset({"woman", "man", "girl", "boy", "lady", "gentleman"})
_INDEFINITE = frozenset({"a", "an", "another", "one"})


def talker(state: State, draft: Draft) -> tuple[str, ...]:
    """Who speaks, by the verb of saying that the pronoun stands beside or below; nobody where that tells nothing."""
    return who_says(state, draft) or talker_before(state, draft)


def talker_before(state: State, draft: Draft) -> tuple[str, ...]:
    """The only one of the pronoun's sex in the sentence before a quotation whose words it is the speaker of.

    Nobody where the sentence stands in another paragraph, or names somebody whose sex is not known.
    """
    page, people = state.page, state.people
    quote = next((q for q in state.quotes if q.speaker == (draft.first, draft.last) and q.last <= draft.first), None)
    if quote is None or not quote.whole:
        return ()
    before = page.sent[max(0, quote.first - 1)] - 1
    if before < 0 or state.paragraph[before] != state.paragraph[page.sent[draft.head]]:
        return ()
    present = {key for other in state.by_sentence[before] if other.quote < 0 for key in other.entities if key in people}
    fitting = {key for key in present if people[key].gender in {"", draft.gender}}
    chosen = next(iter(fitting)) if len(fitting) == 1 else ""
    named_inside = any(quote.first <= d.head < quote.last for d in state.of.get(chosen, ()))
    sure = bool(chosen) and people[chosen].gender == draft.gender and not named_inside
    return (chosen,) if sure and chosen not in barred(state, draft) else ()


def who_says(state: State, draft: Draft) -> tuple[str, ...]:
    """Who says something of himself, where a clause beside his name has another: "Al, whom Bo found, said he"."""
    page = state.page
    verb = page.head[draft.verb] if draft.verb >= 0 else -1
    if draft.role != SUBJECT or verb < 0 or page.dep[draft.verb] != "ccomp" or not draft.verb > draft.head > verb:
        return ()
    teller = state.subject_of(verb)
    if teller is None or teller.kind is not MentionKind.NAME or len(teller.entities) != 1 or teller.head > verb:
        return ()
    if teller.entities[0] not in state.people:  # a firm, or a band
        return ()
    beside = any(page.dep[c] == "relcl" and teller.head < c < verb for c in page.children[teller.head])
    alone = teller.quote == draft.quote and state.people[teller.entities[0]].gender in {"", draft.gender}
    return teller.entities if beside and alone and page.lemma[verb] in _SAYING else ()


def told_by_a_stranger(state: State, draft: Draft) -> bool:
    """Whether a pronoun means somebody unnamed, who speaks of herself or was told of just before."""
    return _speaks_of_herself(state, draft) or _told_just_before(state, draft)


def _told_just_before(state: State, draft: Draft) -> bool:
    """Whether the sentence before tells of a stranger, and of nobody else of that sex: "A woman rang. She was his"."""
    page, sent = state.page, state.page.sent[draft.head]
    opens = not any(page.text[i][0].isalpha() for i in range(page.sents[sent][0], draft.head))
    if draft.role != SUBJECT or not opens or sent == 0 or state.paragraph[sent] != state.paragraph[sent - 1]:
        return False
    if draft.verb < 0 or page.lemma[draft.verb] != "be":
        return False  # what she did may well be told of whom the paragraph is about
    before = [d for d in state.story.drafts if page.sent[d.head] == sent - 1]
    strangers = [
        d for d in before if d.kind is MentionKind.NOMINAL and not d.entities and page.lower[d.head] in _ANYBODY
    ]
    sexes = {state.people[key].gender for d in before for key in d.entities if key in state.people}
    return any(d.gender == draft.gender for d in strangers) and sexes.isdisjoint({"", draft.gender})


def _speaks_of_herself(state: State, draft: Draft) -> bool:
    """Whether somebody unnamed says what was done to her: "a third woman, who alleged that Al Orr had married her"."""
    page = state.page
    verb = page.head[draft.verb] if draft.verb >= 0 and draft.role == OBJECT else -1
    if verb < 0 or page.dep[draft.verb] != "ccomp" or not draft.verb > verb or page.lemma[verb] not in _SAYING:
        return False
    subject = state.subject_of(verb)
    if subject is not None and page.lower[subject.head] in RELATIVE:
        subject = state.mention_at(page.head[verb]) if page.dep[verb] == "relcl" else None
    if subject is None or subject.kind is not MentionKind.NOMINAL or subject.entities or subject.plural:
        return False
    return subject.gender in {"", draft.gender} and page.at(subject.first) in _INDEFINITE
