"""What a verb tells that stands only once: "Al Orr has been married to Ann Lee since 1965, Cy Day to Eve Hall".

So are places told: "Ann Lee was born in Leeds, Cy Day in Hull".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.claims import attach
from kg.claims.kin_partners import after_preposition
from kg.claims.lists import names_before
from kg.claims.reading import Finding, Party, Reading
from kg.dates import TimeKind
from kg.vocab import COUPLES

LINKS = frozenset({"to", "with"})
"""The prepositions of a bond."""
BREAKS = frozenset({",", ";", "and", "while"})
"""What stands before who comes next."""
BONDS = COUPLES | {"event:Wedding", "event:Engagement"}
PLACED = frozenset({"bornIn", "diedIn", "livesIn"})
LOCAL = frozenset({"in", "near"})
DESCRIBED = 3
"""How many words may tell who comes next: "her sister Zoe", "the drummer Cy Day"."""


def findings(reading: Reading, told: Sequence[Finding]) -> Iterator[Finding]:
    """What ``told`` says of a pair, of the pairs behind it in the sentence that are joined by the same preposition."""
    for finding in told:
        if finding.predicate in PLACED and isinstance(finding.object, Party) and finding.subject is not None:
            yield from _elsewhere(reading, finding, finding.object)
        if finding.predicate not in BONDS or not isinstance(finding.object, Party) or finding.subject is None:
            continue
        verb, partner = reading.doc[finding.trigger], finding.object.mention
        link = next((t for t in reading.doc[verb.i + 1 : partner.first] if t.lower_ in LINKS), None)
        if link is None:
            continue
        for again in reading.doc[partner.last : verb.sent.end]:
            if again.lower_ == link.lower_ and (first := _begins(reading, again.i, verb.i)):
                for second in after_preposition(reading, again):
                    if second.mention.first - again.i <= DESCRIBED + 1 and second.key != first.key:
                        yield replace(finding, subject=first, object=second, anchor=_when(reading, second, again.i))


def _elsewhere(reading: Reading, finding: Finding, place: Party) -> Iterator[Finding]:
    """What is told of one place, of the others in theirs: "Ann Lee was born in Leeds, Cy Day in Hull"."""
    doc, sentence = reading.doc, reading.doc[finding.trigger].sent
    link = doc[place.mention.first - 1].lower_
    i = _past_time(reading, place.mention.last)
    while link in LOCAL and i + 3 < sentence.end and doc[i].lower_ in BREAKS:
        again = next((k for k in range(i + 1, min(i + 3 + DESCRIBED, sentence.end)) if doc[k].lower_ == link), None)
        first = _begins(reading, again, finding.trigger) if again is not None else None
        there = attach.place_at(reading, again + 1) if again is not None else None
        if again is None or first is None or there is None or first.mention.last != again:
            return
        i = _past_time(reading, there.mention.last)
        behind = doc[i] if i < len(doc) else None
        if behind is not None and not (behind.is_punct or behind.is_space or behind.lower_ in BREAKS):
            return  # "Cy Day in Hull heard of it"
        told = replace(finding, subject=first, object=there, anchor=there.mention.first)
        yield told
        if finding.predicate == "diedIn":
            yield replace(told, predicate="event:Death", object=None, place=there)


def _past_time(reading: Reading, i: int) -> int:
    """The index behind a time at ``i``, its preposition included; ``i`` itself if none stands there."""
    return next((time.last for time in reading.times if time.first in {i, i + 1} and time.kind is TimeKind.POINT), i)


def _begins(reading: Reading, i: int, verb: int) -> Party | None:
    """Who stands right before the preposition, and behind nothing but a break and a word or two of description."""
    doc, named = reading.doc, names_before(reading, i, limit=1)
    if not named or named[0].mention.last not in {i, i - 3}:  # ", 28," may stand between
        return None
    start = named[0].mention.first
    for k in range(start - 1, max(verb, start - 2 - DESCRIBED), -1):
        if doc[k].lower_ in BREAKS:
            return named[0]
        if doc[k].pos_ not in {"NOUN", "ADJ", "DET", "PRON"}:
            return None
    return None


def _when(reading: Reading, second: Party, link: int) -> int:
    """The first token of the time behind the second of the two, if there is one, else the preposition."""
    doc, i = reading.doc, second.mention.last
    while i < doc[link].sent.end and doc[i].lower_ not in BREAKS:
        if any(time.first == i for time in reading.times):
            return i
        i += 1
    return link
