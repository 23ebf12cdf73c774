"""What two did with somebody else each, the verb told once: "both are divorced, she from Al Bogg, he from Eve Orr".

So with children too: "each has a child from a first marriage, he a daughter, Ida, and she a son, Max".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_names import kin_named
from kg.claims.kin_nouns import lexicon
from kg.claims.kin_partners import after_preposition
from kg.claims.lists import names_before
from kg.claims.reading import Finding, Party, Reading, people, surety
from kg.model import Status
from kg.names import rules

SAID = frozenset(status.value for status in Status if status is not Status.DENIED)
"""Whoever denies to be married names nobody to whom."""
JOINTS = frozenset({",", ":", ";", "and", "—", "–", "-", "(", "while"})
"""What stands before one of the two."""
CHILDREN = frozenset({"child", "children", "son", "sons", "daughter", "daughters", "kid", "kids"})
RULE = "each-apart"


def findings(reading: Reading) -> Iterator[Finding]:
    """The former marriages, engagements and children of two of whom they are told one after the other."""
    for bond in rules("kin")["apart"]["bonds"]:
        for word in reading.tokens({*bond["words"]}):
            if word.lower_ in bond["words"] and (both := _both(reading, word)) is not None:
                yield from _of_each(reading, word, bond, both)
    for word in reading.tokens({"have"}):
        if word.lower_ in {"have", "has"} and (both := _both(reading, word)) is not None:
            yield from _children(reading, word, both)


def _both(reading: Reading, word: Token) -> frozenset[str] | None:
    """The keys of the two the clause of ``word`` is about (none where they are not clear); None if it is about one."""
    for token in reversed(word.doc[max(word.sent.start, word.i - 6) : word.i]):
        if token.lower_ in rules("kin")["apart"]["both"]:
            return frozenset(party.key for party in people(reading, [token]))
        if token.pos_ in {"PROPN", "NOUN", "PRON"}:
            return None
    return None


def _of_each(reading: Reading, word: Token, bond: Mapping[str, Any], both: frozenset[str]) -> Iterator[Finding]:
    over = _is_over(word) or "event:Divorce" in bond["predicates"]
    doc = reading.doc
    for i in range(word.i + 1, word.sent.end - 1):
        if doc[i].lower_ != bond["by"] or (one := _one(reading, i, word, both)) is None:
            continue
        for other in after_preposition(reading, doc[i]):
            if other.key != one.key and other.key not in both:
                for predicate in bond["predicates"]:
                    event = predicate.startswith("event:")
                    note, moment = ("ended" if over and not event else None), ("at" if event else "")
                    yield Finding(
                        predicate,
                        one,
                        other,
                        word.i,
                        RULE,
                        0.9 * surety(one, other),
                        moment=moment,
                        anchor=other.mention.head if event else None,
                        note=note,
                        statuses=SAID,
                    )


def _children(reading: Reading, word: Token, both: frozenset[str]) -> Iterator[Finding]:
    doc, kin = reading.doc, lexicon()
    if not any(t.lower_ in CHILDREN for t in doc[word.i + 1 : word.i + 7]):
        return
    for i in range(word.i + 4, word.sent.end - 1):
        first = doc[i].tag_ == "CD" or doc[i].lower_ in {"a", "an"}
        noun = next((t for t in doc[i + 1 : i + 4] if t.lower_ in kin), None) if first else None
        if noun is None or noun.lower_ not in CHILDREN or (one := _one(reading, i, word, both)) is None:
            continue
        for child in kin_named(reading, noun):
            if child.key != one.key and child.key not in both:
                yield Finding("parentOf", one, child, word.i, RULE, 0.9 * surety(one, child))


def _one(reading: Reading, i: int, word: Token, both: frozenset[str]) -> Party | None:
    """Who stands right before token ``i``, at a joint of the sentence, with no verb: "he" in ", he from"."""
    doc = reading.doc
    pronoun = doc[i - 1].lower_ in {"he", "she"}
    named = people(reading, [doc[i - 1]]) if pronoun else names_before(reading, i, limit=1)
    if len(named) != 1 or named[0].mention.last != i or doc[named[0].mention.first - 1].lower_ not in JOINTS:
        return None
    before = {key for _, m in reading.names.items() if m.last <= word.sent.start for key in m.entities}
    return named[0] if named[0].key in (both or before) and named[0].mention.first > word.i else None


def _is_over(word: Token) -> bool:
    """Whether the marriages are told to lie behind: "had been married before", "were both once married"."""
    had = any(child.lower_ == "had" for child in syntax.clause(word).children)
    before = rules("kin")["apart"]["before"]
    return had or any(t.lower_ in before for t in word.doc[max(word.sent.start, word.i - 4) : word.i + 3])
