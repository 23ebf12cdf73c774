"""Who leaves a post and who gets it: "stepped down as head and was succeeded by Al Orr", "Al Orr replaced her"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.claims import past, syntax
from kg.claims.reading import Party, Reading, people
from kg.names import words

TOLD = frozenset({"asserted", "reported", "possible"})
"""Only so is a post told of by its end: who has not resigned, or is to, holds it still."""


def note_of(reading: Reading, party: Party, trigger: int) -> str | None:
    """The note of a post that ``party`` holds by the verb at ``trigger``: who is succeeded or replaced held it once."""
    verb = reading.doc[trigger]
    if verb.lemma_ not in words("posts", "handing") or verb.pos_ != "VERB":
        return past.left(verb)
    if syntax.is_passive(verb):
        return past.FORMER
    return past.FORMER if party.key in {one.key for one in people(reading, syntax.objects(verb))} else None


def successors(reading: Reading, trigger: int) -> Iterator[tuple[Party, int]]:
    """Who gets the post that somebody leaves by the verb at ``trigger``, with the verb that says so."""
    verb = reading.doc[trigger]
    if verb.pos_ != "VERB" or verb.lemma_ not in words("posts", "leaving") | words("posts", "handing"):
        return
    for told in (verb, *(t for t in verb.conjuncts if t.i > verb.i)):
        own = told == verb or not any(t.dep_ in syntax.SUBJECTS for t in told.children)
        if own and told.lemma_ in words("posts", "handing") and (told == verb or told.tag_ in {"VBN", "VBD"}):
            # "was replaced by Al Orr", "they replaced her with Al Orr"
            agents = syntax.agents(told) or syntax.obliques(told, {"with"})
            named = people(reading, agents) or people(reading, [t for a in agents for t in syntax.with_appositions(a)])
            for party in named[:2]:
                yield party, told.i
