"""Who was somewhere for a time, or plays beside whom: "formerly with X", "after ten years with X", "his bandmate Al".

A side has members, a house people in its service; of what is neither told to be, musicians and players are members.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.bodies import Body, body_of, named_body
from kg.claims.lists import name_list, names_before
from kg.claims.reading import Finding, Party, Reading, people, surety
from kg.names import words

BACK = 6
"""How far before "with" the time spent there may be told: "after ten happy years with X"."""
SENTENCES = 3
"""How many sentences before theirs the side of bandmates may be named in."""
COUNTED = frozenset({"NOUN", "ADJ", "NUM", "DET", "PRON", "ADV", "PART"})


def findings(reading: Reading) -> Iterator[Finding]:
    """``memberOf`` and ``employedBy`` of those who were with a body for a time, and of those who play in one."""
    for word in reading.tokens(_looked_at()):
        if word.i in reading.in_names:
            continue
        if word.lower_ in words("posts", "once_with"):
            told = _once_with(reading, word)
        elif word.lower_ in words("posts", "times"):
            told = _time_with(reading, word)
        else:
            told = _mates(reading, word)
        for body, party in told:
            kind = body_of(reading, body)
            predicate = {Body.SIDE: "memberOf", Body.HOUSE: "employedBy"}.get(kind, "")
            if not predicate and word.lower_ in words("posts", "mates"):
                predicate = "memberOf"
            if predicate and party.key != body.key:
                yield Finding(predicate, party, body, word.i, "with-a-body", 0.86 * surety(party), presupposed=True)


@cache
def _looked_at() -> frozenset[str]:
    return words("posts", "once_with") | words("posts", "times") | words("posts", "mates")


def _body_at(reading: Reading, i: int) -> Party | None:
    doc = reading.doc
    while i < len(doc) and i not in reading.in_names and doc[i].pos_ in {"DET", "NOUN", "ADJ"}:
        i += 1  # "with the pop group X"
    return named_body(reading.names.get(i))


def _once_with(reading: Reading, word: Token) -> Iterator[tuple[Party, Party]]:
    """Of "Al Orr, formerly with X, joined", "Al Orr, now of X"."""
    doc, i = reading.doc, word.i + 1
    if i >= len(doc) or doc[i].lower_ not in {"with", "at"} or word.i == 0 or doc[word.i - 1].text not in {",", "("}:
        return
    body = _body_at(reading, i + 1)
    if body is not None:
        yield from ((body, party) for party in names_before(reading, word.i, limit=1))


def _time_with(reading: Reading, noun: Token) -> Iterator[tuple[Party, Party]]:
    """Of "After ten years with X, Al Orr", "in his time at X he", "during a spell with X"."""
    doc, i = reading.doc, noun.i + 1
    if i >= len(doc) or doc[i].lower_ not in {"with", "at", "in"}:
        return
    k = noun.i - 1
    while k > noun.sent.start and noun.i - k < BACK and doc[k].pos_ in COUNTED:
        k -= 1
    if doc[k].lower_ not in words("posts", "spent"):
        return
    body = _body_at(reading, i + 1)
    if body is None or _is_for_patients(reading, body):
        return
    owners = people(reading, syntax.possessors(noun))
    yield from ((body, party) for party in owners or people(reading, syntax.subjects(syntax.governor(noun))))


def _is_for_patients(reading: Reading, body: Party) -> bool:
    """Whether one may be there without working there: "three months in St Mary's Hospital"."""
    return not words("posts", "patients").isdisjoint(reading.mentions.entity(body.key).label.lower().split())


def _mates(reading: Reading, noun: Token) -> Iterator[tuple[Party, Party]]:
    """Who plays beside somebody, in the side named before the noun: "his X bandmate Al Orr", "his bandmate, Al Orr"."""
    doc, behind = reading.doc, noun.i + 1
    before = reading.mentions.at(noun.i - 1) if noun.i and noun.i - 1 in reading.in_names else None
    body = named_body(before) or _side_before(reading, noun)
    if body is None:
        return
    behind += behind < len(doc) and doc[behind].text == ","
    others = name_list(reading, behind, limit=3, loose=False)
    for party in [*others, *(people(reading, syntax.possessors(noun)) if others else [])]:
        yield body, party


def _side_before(reading: Reading, word: Token) -> Party | None:
    """The nearest side named before ``word``."""
    start = word.sent.start
    for _ in range(SENTENCES):
        start = word.doc[start - 1].sent.start if start else 0
    named = [named_body(m) for m in reading.names.values() if start <= m.first < word.i]
    return next((body for body in reversed(named) if body and body_of(reading, body) is Body.SIDE), None)
