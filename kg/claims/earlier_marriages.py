"""Whose marriage is told of without a possessor: "Ann Lee died in Hull. An earlier marriage, to Al Orr, ended in 1970".

So obituaries end. The one whom the sentence before speaks of is meant, or who is "he" or "her" in the sentence itself.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_nouns import lexicon
from kg.claims.reading import Party, Reading, people
from kg.names import rules

BACK = 3
"""So many sentences back the one may have been told of."""
PRONOUNS = frozenset({"he", "him", "his", "she", "her"})
FEW = frozenset({"a", "an", "another", "both"})


def whose(reading: Reading, noun: Token) -> list[Party]:
    """The one whose marriage it was, if the noun has no owner and is the first that is said of it."""
    own = [child for child in noun.children if child.i < noun.i]
    counted = any(t.lower_ in FEW or t.dep_ == "nummod" for t in own) or noun.tag_ == "NNS"
    words = rules("frames")["history"]["earlier"]
    plain = all(t.lower_ in FEW or t.dep_ in {"nummod", "punct", "cc"} or t.lower_ in words for t in own)
    spouses = people(reading, syntax.obliques(noun, {"to", "with"}))
    if not counted or not plain or not _opens(noun, own) or syntax.possessors(noun):
        return []
    known = {party.key for party in spouses}
    told = [t for t in noun.doc[noun.i : noun.sent.end] if t.lower_ in PRONOUNS]
    found = [p for p in people(reading, told) if p.key not in known] or _before(reading, noun, known)
    return [p for p in found if not any(_alike(reading, p, spouse) for spouse in spouses)] if len(found) == 1 else []


def _opens(noun: Token, own: list[Token]) -> bool:
    """Whether the phrase opens its sentence, or the part of it behind a semicolon."""
    first = min((t.left_edge.i for t in own), default=noun.i)
    return first == noun.sent.start or noun.doc[first - 1].text == ";"


def _before(reading: Reading, noun: Token, known: set[str]) -> list[Party]:
    """The only person whom one of the last sentences is about, and of "her husband died" the one who had him."""
    doc, start = reading.doc, noun.sent.start
    aside = next((t.i for t in doc[start : noun.i] if t.text == ";"), start)
    for verb in doc[start:aside]:
        found = [p for p in _subject(reading, verb) if p.key not in known] if verb.pos_ == "VERB" else []
        if found:
            return found
    for _ in range(BACK):
        if start == 0:
            return []
        sentence = doc[start - 1].sent
        found = [p for p in _subject(reading, sentence.root) if p.key not in known]
        if found:
            return found
        start = sentence.start
    return []


def _subject(reading: Reading, verb: Token) -> list[Party]:
    tokens = syntax.subjects(verb)
    owners = [t for noun in tokens if noun.lower_ in lexicon() for t in syntax.possessors(noun)]
    return people(reading, owners or tokens)


def _alike(reading: Reading, one: Party, other: Party) -> bool:
    """Whether both are known to be men or women: then it may well have been somebody else who was married to them."""
    sexes = [reading.mentions.gender(party.key) for party in (one, other)]
    return sexes[0] in {"f", "m"} and sexes[0] == sexes[1]
