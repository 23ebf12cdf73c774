"""What two marriages told before have in common: "Both unions ended in 1982", "Both her marriages ended in divorce"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.merge import ENDED
from kg.claims.reading import TOLD_SO, Finding, Party, Reading, people
from kg.names import words

RULE = "both-ended"
BACK = 2
"""So many sentences back may the two be told of."""
APART = frozenset({"divorce", "annulment"})


def findings(reading: Reading, told: Sequence[Finding]) -> Iterator[Finding]:
    """The end of the two marriages that ``told`` has just before, for each "both marriages ended"."""
    for both in reading.tokens({"both"}):
        noun = next((t for t in both.doc[both.i + 1 : both.i + 4] if t.lower_ in words("bygone", "unions")), None)
        verb = syntax.governor(noun) if noun is not None else None
        if noun is None or verb is None or verb.lemma_ not in words("bygone", "ends") or verb.i < noun.i:
            continue
        owner = next(iter(people(reading, syntax.possessors(noun))), None)
        for one in _the_two(reading, told, noun, owner):
            subject, other = one.subject, one.object
            sure = one.confidence * 0.95
            yield Finding("marriedTo", subject, other, verb.i, RULE, sure, moment="end", note=ENDED, statuses=TOLD_SO)
            if any(t.lower_ in APART for t in syntax.obliques(verb, {"in", "with", "by"})):
                yield Finding("event:Divorce", subject, other, verb.i, RULE, sure, statuses=TOLD_SO)


def _the_two(reading: Reading, told: Sequence[Finding], noun: Token, owner: Party | None) -> list[Finding]:
    """The marriages of the last sentence that tells of two, or of the last two that tell of one each; else none."""
    doc, found = reading.doc, dict[frozenset[str], Finding]()
    before = [s for s in doc.sents if s.end <= noun.i][-BACK:]
    for sentence in reversed(before):
        here = dict[frozenset[str], Finding]()
        for one in told:
            sides = [side.key for side in (one.subject, one.object) if isinstance(side, Party)]
            married = one.predicate in {"marriedTo", "event:Wedding"} and one.note is None
            if not married or not sentence.start <= one.trigger < sentence.end or len(sides) != 2:
                continue
            if owner is None or owner.key in sides:
                here.setdefault(frozenset(sides), one)
        if len(here) > 2 or (found and len(here) == 2):
            return []
        found.update({pair: one for pair, one in here.items() if pair not in found})
        if len(found) == 2:
            return list(found.values())
    return []
