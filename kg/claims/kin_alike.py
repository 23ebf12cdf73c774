"""Whose kin two clauses alike tell, and two names: "Al's father is Cy Orr, and his mother is Eve", "Al and Bo's"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_nouns import Noun, lexicon
from kg.claims.reading import Reading, people
from kg.model import EntityType, MentionKind

_BEING = frozenset({"is", "was"})
_SEX = {"his": "m", "her": "f"}


def alike(reading: Reading, noun: Noun, owner: Token) -> Token | None:
    """The possessor in the clause before for a possessive at the head of one like it; None where there is none.

    "Al's father is the poet Bo Orr and his mother is Ann Lee" tells of Al's mother, and not of Orr's.
    """
    doc, start = reading.doc, owner.sent.start
    if owner.i - start < 3 or doc[owner.i - 1].lower_ not in {"and", ",", ";", "while", "but"}:
        return None
    if noun.kin.relation not in {"parentOf", "siblingOf", "relativeOf"}:
        return None
    if noun.last >= len(doc) or doc[noun.last].lower_ not in _BEING or owner.i + 3 < noun.first:
        return None
    for token in reversed(doc[start : owner.i - 1]):
        if token.lower_ in lexicon() and token.nbor().lower_ in _BEING and token.i not in reading.in_names:
            before = syntax.possessors(token)
            sexes = {reading.mentions.gender(party.key) for party in people(reading, before)}
            fits = len(before) == 1 and sexes <= {"", _SEX.get(owner.lower_, "")}
            return before[0] if fits and (before[0].tag_ == "PRP$") <= (before[0].lower_ == owner.lower_) else None
    return None


def both_own(reading: Reading, noun: Noun, owners: list[Token]) -> list[Token]:
    """The first of a couple whose child it is: "Ann" of "Ann and Al's son, Leo, is two"; "were seen" tells of two."""
    doc = reading.doc
    second = reading.mentions.at(owners[0].i) if owners else None
    child = (noun.kin.relation, noun.kin.bearer) == ("parentOf", "object")
    if (
        second is None
        or second.kind is not MentionKind.NAME
        or not child
        or second.first < 2
        or doc[second.first - 1].lower_ not in {"and", "&"}
    ):
        return []
    first = reading.name_ending(second.first - 1)
    if first is None or first.type is not EntityType.PERSON or len(first.entities) != 1:
        return []
    if first.first and doc[first.first - 1].lower_ in {",", "and", "&"}:
        return []  # one of a list
    verb = next((token for token in doc[noun.last : noun.token.sent.end] if token.tag_ in syntax.FINITE), None)
    several = verb is not None and (verb.lower_ in {"are", "were", "have"} or verb.tag_ == "VBP")
    return [] if several and not noun.plural else [doc[first.head]]


def of_its_clause(reading: Reading, owner: Token) -> Token | None:
    """The "who" that "her" takes up: "Dean, who has a son with her partner" has hers, whoever was told of before."""
    mention = reading.mentions.at(owner.i)
    if owner.lower_ not in {"his", "her"} or mention is None or len(mention.entities) != 1:
        return None
    verb = syntax.governor(owner)
    who = next((t for t in syntax.subjects(verb) if t.lower_ == "who" and t.i < owner.i), None)
    meant = people(reading, [who]) if who is not None and verb.dep_ == "relcl" else []
    sexes = {"his": {"m", ""}, "her": {"f", ""}}[owner.lower_]
    if len(meant) != 1 or meant[0].key == mention.entities[0] or reading.mentions.gender(meant[0].key) not in sexes:
        return None
    told = (m for i, m in reading.names.items() if owner.sent.start <= i < owner.i)
    return None if any(mention.entities[0] in m.entities for m in told) else who
