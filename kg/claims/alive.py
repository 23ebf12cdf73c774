"""Reports of a death whose dead are alive, as the article itself says: "It said that he had died. He is alive."."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.claims import syntax
from kg.claims.reading import Reading, people
from kg.model import Claim, Status

DEATHS = frozenset({"diedOn", "diedIn", "event:Death"})
TOLD_BY_OTHERS = frozenset({Status.REPORTED, Status.POSSIBLE})
OPEN = frozenset({"ROOT", "relcl", "conj", "parataxis"})
"""The clauses in which the article itself says it."""


def without_the_living(reading: Reading, claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims, where a death that others told of is denied, and has no day, if who died is said to be alive."""
    living = _living(reading)
    for claim in claims:
        if claim.predicate not in DEATHS or claim.status not in TOLD_BY_OTHERS or claim.subject.key not in living:
            yield claim
        elif claim.predicate == "event:Death":
            told = replace(claim, at=None)  # the day is that of the report
            yield told
            yield replace(told, status=Status.DENIED, source=None, said=None)


def _living(reading: Reading) -> frozenset[str]:
    """Who is "alive", "alive and well", "very much alive" in the article's own words."""
    found: set[str] = set()
    for word in reading.tokens({"alive"}):
        verb = word.head
        plain = verb.lemma_ == "be" and verb.tag_ in {"VBZ", "VBP"} and verb.dep_ in OPEN
        if plain and not any(child.dep_ in {"neg", "mark"} for child in verb.children):
            asked = any(token.text == "?" for token in verb.sent)
            found.update(party.key for party in people(reading, syntax.subjects(verb)) if not asked)
    return frozenset(found)
