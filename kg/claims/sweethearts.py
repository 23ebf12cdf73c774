"""Whose sweetheart the sentence behind names: "I have a girlfriend, in Leeds. Her name is Ida", "He's called Max"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_names import names_behind
from kg.claims.kin_nouns import Noun, nouns
from kg.claims.kin_rows import sex_of
from kg.claims.lists import name_list
from kg.claims.reading import TOLD_SO, Finding, Party, Reading, people, surety

BONDS = frozenset({"partnerOf", "engagedTo"})
FAR = 40
"""So many tokens behind the word for a sweetheart the name may follow."""
HAVING = frozenset({"have", "get", "find", "bring"})
SEXES = {"her": "f", "she": "f", "his": "m", "he": "m"}
CALLED = frozenset({"called", "named"})
BEING = frozenset({"is", "was", "'s", "’s", ":"})


def findings(reading: Reading) -> Iterator[Finding]:
    """The bond of who has a girlfriend, a boyfriend or a fiancé with the one whose name comes behind."""
    for noun in nouns(reading):
        owners = _owners(reading, noun)
        if len(owners) != 1 or names_behind(reading, noun):
            continue
        for token, named in _named(reading, noun):
            if named.key != owners[0].key:
                sure = 0.85 * surety(owners[0], named)
                yield Finding(noun.kin.relation, owners[0], named, token.i, "sweetheart-named", sure, statuses=TOLD_SO)
            break


def _owners(reading: Reading, noun: Noun) -> list[Party]:
    """Who has the one that the noun tells of and nobody names: not "no girlfriend", nor "if I had a boyfriend"."""
    verb, doc = syntax.governor(noun.token), reading.doc
    before = {child.lower_ for child in noun.token.children if child.i < noun.token.i}
    told = noun.kin.relation in BONDS and not noun.plural and noun.token.dep_ in {"dobj", "attr"}
    if not told or verb.lemma_ not in HAVING or before.isdisjoint({"a", "an", "another", "my", "new"}):
        return []
    unsure = {t.lower_ for t in doc[verb.sent.start : verb.i]} & {"if", "wish", "never", "not", "n't", "would", "could"}
    unsure |= {child.lower_ for child in verb.children if child.dep_ in {"neg", "aux"}} & {"not", "n't", "never", "may"}
    return [] if unsure else people(reading, syntax.subjects(verb))


def _named(reading: Reading, noun: Noun) -> Iterator[tuple[Token, Party]]:
    """The words that give the name, each with who bears it: "her name is Ida", "he is called Max"."""
    doc, sex = reading.doc, sex_of(noun.word)
    for token in doc[noun.last : min(len(doc), noun.last + FAR)]:
        i = token.i
        told = SEXES.get(token.lower_)
        if told is None or {told, sex} == {"f", "m"} or i + 3 >= len(doc):
            continue
        words = [t.lower_ for t in doc[i + 1 : i + 3]]
        being = (
            words[1] in {"is", "was", "'s", "’s", ":"} if words[0] == "name" else words[0] in {"is", "was", "'s", "’s"}
        )
        if being and (words[0] == "name" or words[1] in CALLED):
            yield from ((doc[i + 1], party) for party in name_list(reading, i + 3, limit=1, loose=False))
