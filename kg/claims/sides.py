"""Who was somewhere for a time: "formerly with X", "after ten years with X".

A side has members, a house people in its service.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.bodies import Body, body_of, named_body
from kg.claims.lists import names_before
from kg.claims.reading import Finding, Party, Reading, people, surety
from kg.names import words

BACK = 6
"""How far before "with" the time spent there may be told: "after ten happy years with X"."""
COUNTED = frozenset({"NOUN", "ADJ", "NUM", "DET", "PRON", "ADV", "PART"})


def findings(reading: Reading) -> Iterator[Finding]:
    """``memberOf`` and ``employedBy`` of those who were with a body for a time."""
    for word in reading.tokens(words("posts", "once_with") | words("posts", "times")):
        if word.i in reading.in_names:
            continue
        once = word.lower_ in words("posts", "once_with")
        for body, party in _once_with(reading, word) if once else _time_with(reading, word):
            predicate = {Body.SIDE: "memberOf", Body.HOUSE: "employedBy"}.get(body_of(reading, body), "")
            if predicate and party.key != body.key:
                said = word.head.lemma_ == "spend" and word.dep_ in {"dobj", "npadvmod"}
                yield Finding(predicate, party, body, word.i, "with-a-body", 0.86 * surety(party), presupposed=not said)


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
