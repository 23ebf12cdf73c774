"""Who speaks where a pronoun tells it behind the marks: "She thanked her husband. 'My boys!' she says"."""

from __future__ import annotations

from kg.mentions.binding import barred
from kg.mentions.draft import Draft
from kg.mentions.state import State


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
