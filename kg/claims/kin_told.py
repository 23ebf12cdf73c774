"""Whose kin are told one by one: "his family—widow Ann, 41, and twins Al and Bo"; who speaks: "says mom Ann"."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.claims import syntax
from kg.claims.kin_nouns import Noun, lexicon
from kg.claims.reading import Party, Reading, people
from kg.model import EntityType, MentionKind
from kg.quotes import speech_verbs
from kg.vocab import COUPLES


def spoken_of(reading: Reading, noun: Noun, who: list[Party]) -> list[Party]:
    """Whose kin the one who speaks is: "Tull never got over it, says ex-wife Lana Bly", "says mom and stylist Ann".

    The only one told of before in the sentence; nobody's, where more are told of.
    """
    doc, i = reading.doc, noun.first - 1
    verb, start = doc[i], noun.token.sent.start
    bare = not noun.plural and noun.kin.relation != "relativeOf" and i > start
    if not bare or len(who) != 1 or verb.lemma_ not in speech_verbs() or verb.tag_ not in syntax.FINITE:
        return []
    if not noun.last <= who[0].mention.first < noun.last + _ROLES:
        return []
    told = [m for m in reading.mentions.mentions if start <= m.first < i and m.resolved]
    told.sort(key=lambda m: m.kind is MentionKind.NAME)  # a name tells best who is meant
    keys = {key: Party(key, m) for m in told if m.type is EntityType.PERSON for key in m.entities}
    return list(keys.values()) if len(keys) == 1 and who[0].key not in keys else []


_ROLES = 5
"""So many tokens may tell what else a speaker is."""


def shared(reading: Reading, noun: Noun) -> list[Party]:
    """Whose kin a bare noun in a list means: "with his wife, Nimmi, and daughter Mariah", "Al's son Bo and sister"."""
    doc, i = reading.doc, noun.first - 1
    while i > noun.token.sent.start and doc[i].tag_ in {"JJ", "JJR", "JJS"}:
        i -= 1
    if family := of_the_family(reading, i):
        return family
    if doc[i].lower_ not in {"and", ",", "&", "including"} or doc[noun.last : noun.last + 1].text == "of":
        return []  # "his wife, Ann Lee, mother of his son" is nobody's mother but the son's
    i = i if noun.kin.relation in COUPLES else before_who(doc, i)
    for j in range(i, max(noun.token.sent.start, i - 14) - 1, -1):
        token = doc[j]
        if (token.pos_ in {"VERB", "AUX"} and token.lower_ != "including") or token.text in {";", ":"}:
            break
        related = token.lower_ in lexicon() or token.lower_ in {"family", "relatives"}
        if related and j not in reading.in_names and (owners := syntax.possessors(token)):
            return people(reading, owners)
    return []


def had_as_well(reading: Reading, noun: Noun) -> tuple[list[Party], None] | None:
    """Who has the child behind a semicolon: "has a son, Al, with Ann Lee; a daughter, Ida, with Eve Orr"."""
    doc, start = reading.doc, noun.token.sent.start
    if (noun.kin.relation, noun.kin.bearer) != ("parentOf", "object") or syntax.possessors(noun.token):
        return None
    i = noun.first - 1
    while i > start and doc[i].tag_ in {"DT", "CD", "JJ", "CC", "RB"}:
        i -= 1
    if doc[i].text != ";":
        return None
    for token in reversed(doc[start:i]):
        kin = lexicon().get(token.lower_) if token.i not in reading.in_names else None
        had = kin is not None and kin.bearer == "object" and token.dep_ == "dobj" and token.head.lemma_ == "have"
        if had and token.head.i < token.i:
            return people(reading, syntax.subjects(token.head)), None
        if token.tag_ in syntax.FINITE:
            return None
    return None


def of_the_family(reading: Reading, i: int) -> list[Party]:
    """Whose family is told one by one before token ``i``: "his family—widow Ann, 41, and twins Al and Bo"."""
    doc, sent = reading.doc, reading.doc[i].sent
    if doc[i].text not in {*_DASHES, ",", "and"}:
        return []
    for j in range(i, max(sent.start + 1, i - _FAMILY), -1):
        if doc[j].tag_ in syntax.FINITE and not any(t.dep_ == "relcl" for t in (doc[j], *doc[j].ancestors)):
            break
        if doc[j].text in _DASHES:
            told = doc[j - 1].lower_ in _CLAN and j - 1 not in reading.in_names
            return people(reading, syntax.possessors(doc[j - 1])) if told else []
    return []


_DASHES = frozenset({"—", "–", "--", ":"})
_CLAN = frozenset({"family", "relatives", "clan", "household", "kin"})
_FAMILY = 36
"""So many tokens may name the members of a family."""


def before_who(doc: Doc, i: int) -> int:
    """The index before a clause about the one who is listed last: "his wife, Ann, who flew in, and daughter Ida"."""
    comma = i if doc[i].text == "," else i - 1
    if doc[comma].text != ",":
        return i
    for k in range(comma - 1, max(doc[i].sent.start, comma - _CLAUSE), -1):
        if doc[k].text in {",", ";"}:
            return k if doc[k + 1].tag_ in {"WP", "WDT"} else i
    return i


_CLAUSE = 16
"""So many words may such a clause have."""
