"""The other parent of a child just told of: "They have a boy, Leo. The mother is Ann Lee", "Mum Ann filmed"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.claims import syntax
from kg.claims.brood import NEAR, Brood
from kg.claims.kin_names import names_behind
from kg.claims.kin_nouns import Noun
from kg.claims.reading import Finding, Party, Reading, surety
from kg.model import EntityType
from kg.names import rules

_BEFORE = frozenset({"JJ", "JJR", "HYPH", "NN", "VBG", "VBN"})


def the_other(reading: Reading, noun: Noun, brood: Brood) -> Iterator[Finding]:
    """Whose child it is as well, where nobody owns the word for the parent: "the proud father, the singer Al Bogg"."""
    if noun.plural or (noun.kin.relation, noun.kin.bearer) != ("parentOf", "subject"):
        return
    doc, start = reading.doc, noun.first
    while start > noun.token.sent.start and doc[start - 1].tag_ in _BEFORE:
        start -= 1
    opens = start == noun.token.sent.start
    of_it = doc[noun.last : noun.last + 1].text in {"of", "to", "in"}
    if not (opens or doc[start - 1].lower_ == "the") or of_it or noun.first - brood.at > NEAR // 2:
        return
    titled = opens and noun.word in rules("kin")["titles"]["words"] and noun.last in reading.names
    if titled or syntax.possessors(noun.token):
        return  # "Father Brown"
    known = brood.children | {parent.key for parent in brood.parents if parent is not None}
    for other in names_behind(reading, noun) or _said_to_be(reading, noun):
        if other.key not in known:
            for child in _children(reading, brood, noun.first):
                yield Finding("parentOf", other, child, noun.token.i, "kin-other", 0.85 * surety(other), True)


def _said_to_be(reading: Reading, noun: Noun) -> list[Party]:
    """Who it is said to be, if one is named behind: "the mother, it said, is his girlfriend, the reporter Eve Orr"."""
    verb = noun.token.head
    if verb.lemma_ != "be" or noun.token not in syntax.subjects(verb):
        return []
    behind = (m for i in range(verb.i + 1, verb.sent.end) if (m := reading.names.get(i)) is not None)
    named = {
        m.entities: m
        for m in behind
        if m.type is EntityType.PERSON and len(m.entities) == 1 and m.last < len(reading.doc)
    }
    [*only] = named.values()
    ends = len(only) == 1 and reading.doc[only[0].last].text in {".", ",", ";"}
    return [Party.of(only[0])] if ends else []


def _children(reading: Reading, brood: Brood, i: int) -> Iterator[Party]:
    """The children, each with its last mention before token ``i``."""
    for key in sorted(brood.children):
        told = [m for m in reading.mentions.mentions if m.entities == (key,) and m.first < i]
        yield from (Party(key, mention) for mention in told[-1:])
