"""Whose mother "their mother" is where a brother is told of before: "their brother, Bo, and their mother, Eve"."""

from __future__ import annotations

from kg.claims import syntax
from kg.claims.kin_anchors import anchors
from kg.claims.kin_nouns import Noun, lexicon, prefixes_of, whole
from kg.claims.kin_people import bearers
from kg.claims.reading import Party, Reading, merged


def with_siblings(reading: Reading, noun: Noun, whose: list[Party]) -> list[Party]:
    """``whose`` a parent is, with the brothers and sisters that the sentence has just told of by the same "their"."""
    if (noun.kin.relation, noun.kin.bearer) != ("parentOf", "subject") or not _is_theirs(noun) or len(whose) < 2:
        return whose
    for token in reversed(noun.token.doc[noun.token.sent.start : noun.first]):
        kin = lexicon().get(token.lower_) if token.i not in reading.in_names else None
        other = whole(token, kin) if kin is not None and kin.relation == "siblingOf" else None
        if other is None or not _is_theirs(other):
            continue
        half = other.word.startswith("half") or other.prefixes & (prefixes_of("half") | prefixes_of("step"))
        family = [] if half else merged(anchors(reading, other)[0], bearers(reading, other)[0])
        near = {party.key for party in family} & {party.key for party in whose}
        return merged(whose, family) if near and len(family) > 2 else whose
    return whose


def _is_theirs(noun: Noun) -> bool:
    return [owner.lower_ for owner in syntax.possessors(noun.token)] == ["their"]
