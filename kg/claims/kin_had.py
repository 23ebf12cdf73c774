"""The children whom a clause tells of whose they are: "the two sons Al Bogg had with Ann Lee, Leo and Max"."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.claims.kin_nouns import Noun, lexicon
from kg.claims.lists import name_list
from kg.claims.reading import Party, Reading, merged, people
from kg.claims.syntax import FINITE
from kg.model import EntityType

_VERBS = frozenset({"have", "share", "raise", "adopt"})
_CLOSERS = frozenset({",", ":", "—", "–", "--"})


@dataclass(frozen=True, slots=True)
class Had:
    """The clause behind a word for children: its verb, both parents, and the index of the token behind it."""

    verb: Token
    parents: list[Party]
    last: int


def had_with(reading: Reading, noun: Noun) -> Had | None:
    """The clause right behind the noun that tells who had the children, and with whom; None where there is none."""
    doc, i = reading.doc, noun.last
    if (noun.kin.relation, noun.kin.bearer) != ("parentOf", "object") or noun.number or i + 3 >= len(doc):
        return None
    i += doc[i].lower_ in {"that", "whom"}
    subject = reading.mentions.at(i)
    if subject is None or subject.first != i or subject.type is not EntityType.PERSON or subject.last + 2 >= len(doc):
        return None
    verb = doc[subject.last]
    verb = verb.nbor() if verb.lemma_ == "have" and verb.nbor().tag_ == "VBN" else verb
    if verb.lemma_ not in _VERBS or verb.tag_ not in FINITE | {"VBN"} or verb.i + 2 >= len(doc):
        return None
    if verb.nbor().lower_ not in {"with", "by"}:
        return None
    partner, last = _partner(reading, verb.i + 2)
    return Had(verb, merged(people(reading, [doc[subject.head]]), partner), last)


def children_had(reading: Reading, had: Had) -> list[Party]:
    """The children that the text names behind the clause: ", Leo and Max,", ": Leo and Max", "are called Leo"."""
    doc, i = reading.doc, had.last
    if i + 1 >= len(doc):
        return []
    if doc[i].lower_ in {"is", "are", "was", "were"} and doc[i + 1].lower_ in {"called", "named"}:
        return name_list(reading, i + 2, limit=12, loose=False)
    return name_list(reading, i + 1, limit=12, loose=False) if doc[i].text in _CLOSERS else []


def _partner(reading: Reading, i: int) -> tuple[list[Party], int]:
    """Whom the phrase from token ``i`` on means ("him", "ex-wife Ann Lee", "his wife, Ann"), and where it ends."""
    doc = reading.doc
    if doc[i].tag_ == "PRP":
        return people(reading, [doc[i]]), i + 1
    i += doc[i].tag_ == "PRP$"
    kin = lexicon().get(doc[i].lower_)
    i += 2 if kin is not None and i + 1 < len(doc) and doc[i + 1].text == "," else 0
    named = name_list(reading, i, limit=1)
    return (named, named[0].mention.last) if named else ([], i)
