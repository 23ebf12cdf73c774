"""Casts told in a row behind a title: "X stars Ann Lee as a spy and Al Orr as her boss", "X, with Ann Lee as Mary".

The parser takes such rows for names in apposition and gives the verb to none: they are read off the words.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.claims.casting import credit
from kg.claims.lists import name_at, owns_the_next, parties
from kg.claims.reading import Finding, Reading
from kg.claims.screen import QUOTES, screen_words
from kg.model import EntityType, Mention

LONGEST = 8
"""Words that may tell the part of one of them: "as the long-suffering wife of the bishop"."""
DESCRIBED = 5
"""Words that may describe somebody before the name: "newcomer", "the Oscar-winning actor"."""
SEEING = frozenset({"catch", "see", "watch"})
_PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "PART", "ADP", "NUM"})
_BEFORE_NAMES = frozenset({"NOUN", "ADJ", "DET", "PROPN", "PUNCT", "VERB"})
_JOINS = frozenset({",", ";", "and", "&", "alongside", "plus"})


def findings(reading: Reading) -> Iterator[Finding]:
    """``appearsIn`` of all who are told in a row behind a title and a word of its cast."""
    for work in reading.names.values():
        if work.type is EntityType.WORK and work.resolved:
            for mention in _cast(reading, work):
                for party in parties(mention):
                    yield credit(party, work, mention.head, "star-list", presupposed=True)
    for mention, work in _seen(reading):
        for party in parties(mention):
            yield credit(party, work, mention.head, "star-list", presupposed=True)


def _seen(reading: Reading) -> Iterator[tuple[Mention, Mention]]:
    """Who is to be seen in what, where readers are told to: "Catch Ann Lee as the Queen in X, Al Orr as a cat in Y"."""
    doc = reading.doc
    for verb in reading.tokens(SEEING):
        i = verb.i + 1
        if verb.i != verb.sent.start and doc[verb.i - 1].text not in {":", "—", "–"}:
            continue
        while i < len(doc) and (row := _row(reading, i)) and row[-1][1]:
            named, i = row, _end(reading, row[-1][0])
            i += doc[i].lower_ in {"in", "on"} if i < len(doc) else 0
            while i < len(doc) and (doc[i].text in QUOTES or doc[i].lower_ == "the"):
                i += 1
            work = reading.names.get(i)
            if work is None or work.type is not EntityType.WORK or not work.resolved:
                break
            yield from ((mention, work) for mention, _ in named)
            i = next((t.i for t in doc[work.last : verb.sent.end] if t.lower_ == "and"), len(doc)) + 1


def _end(reading: Reading, mention: Mention) -> int:
    """The index behind a name and the part that it is told with, which ends before "in"."""
    doc = reading.doc
    behind = range(mention.last + 1, min(mention.last + LONGEST, len(doc)))
    return next((i for i in behind if doc[i].lower_ in {"in", "on"}), len(doc))


def _cast(reading: Reading, work: Mention) -> list[Mention]:
    doc, i = reading.doc, work.last
    while i < len(doc) and (doc[i].text in QUOTES or doc[i].text == ","):
        i += 1
    if i + 1 >= len(doc) or doc[i].sent.start > work.last:
        return []
    cue = doc[i].lower_
    if cue == "with":
        found = _row(reading, i + 1)
        return [mention for mention, part in found] if found and found[0][1] else []
    return [mention for mention, _ in _row(reading, i + 1)] if cue in screen_words("rows") else []


def _row(reading: Reading, i: int) -> list[tuple[Mention, bool]]:
    """The people listed from token ``i`` on, each with whether a part is told."""
    doc, found = reading.doc, list[tuple[Mention, bool]]()
    while i < len(doc):
        mention = _name(reading, i)
        if mention is None:
            break
        i = mention.last
        told = i < len(doc) and doc[i].lower_ == "as"
        if told:
            i = _behind_the_part(reading, i + 1)
        found.append((mention, told))
        if i >= len(doc) or doc[i].lower_ not in _JOINS:
            break
        while i < len(doc) and doc[i].lower_ in _JOINS:
            i += 1
    return found


def _name(reading: Reading, i: int) -> Mention | None:
    """The person named at token ``i``, or behind a few words that describe him."""
    doc = reading.doc
    for k in range(i, min(i + DESCRIBED, doc[i].sent.end)):
        mention = name_at(reading, k)
        if mention is not None:
            return None if owns_the_next(doc[mention.last - 1]) else mention
        if doc[k].pos_ not in _BEFORE_NAMES or doc[k].lower_ in _JOINS:
            return None
    return None


def _behind_the_part(reading: Reading, i: int) -> int:
    """The index behind what somebody is in it: "[as] his wife", "[as] Elizabeth"."""
    doc, start = reading.doc, i
    while i < len(doc) and i - start < LONGEST and doc[i].pos_ in _PHRASE and doc[i].lower_ not in _JOINS:
        i += 1
    return i
