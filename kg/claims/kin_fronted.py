"""Whom a role without a verb of its own describes: "Sister of Al Roe, Ann Lee ...", "Beloved aunt of Ida and Max."."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_anchors import people_listed
from kg.claims.kin_groups import MANY
from kg.claims.kin_nouns import Noun
from kg.claims.lists import name_list
from kg.claims.reading import Party, Reading, people
from kg.dates import TimeKind

FEW = 5
"""Fewer words than these may stand before the noun: "A great-granddaughter of"."""
ALONE = frozenset({"DT", "JJ", "JJS", "HYPH"})
AMONG = ALONE | {"CD", "IN", "RBS"}
"""The tags of these words: "A great-granddaughter of", "One of three sons of"."""
_ACTS = syntax.FINITE | {"RB", "MD"}
BACK = 3
"""How many sentences back a row of such roles finds whom it is about."""


def fronted(reading: Reading, noun: Noun) -> list[Party]:
    """Who follows a role at the head of the sentence, as its subject: "A cousin of the painter Al Orr, he sings"."""
    doc, start = reading.doc, noun.token.sent.start
    aged = {i for time in reading.times if time.kind is TimeKind.AGE for i in range(time.first, time.last)}
    before = [token for token in doc[start : noun.first] if token.i not in aged]  # "The 40-year-old son of"
    among = any(token.lower_ == "of" for token in before)  # "One of three sons of", "The youngest of four children of"
    opens = len(before) < FEW + among and all(t.tag_ in (AMONG if among else ALONE) for t in before)
    if not opens or noun.last >= len(doc) or doc[noun.last].lower_ not in {"of", "to", "for"}:
        return []
    listed, end = people_listed(reading, noun.last + 1)
    if not listed or end + 1 >= len(doc):
        return []
    if doc[end - 1].text != ",":
        return _subject(reading, end, listed)
    named = name_list(reading, end, limit=MANY if noun.plural and not among else 1)
    behind = named[-1].mention.last if named else end + 1
    behind += behind < len(doc) and doc[behind].tag_ == "RB"
    named = named or (people(reading, [doc[end]]) if doc[end].tag_ == "PRP" else [])
    acts = behind < len(doc) and doc[behind].tag_ in syntax.FINITE
    found = named if acts and not {p.key for p in named} & {p.key for p in listed} else []
    return found or _subject(reading, end, listed)


def _subject(reading: Reading, end: int, listed: list[Party]) -> list[Party]:
    """The subject of the sentence, where it follows at a comma with its verb and no other verb stands before it.

    "The only child of Roy Orr and Eve Lee, an aide to the mayor, he sings", "Husband to Ann and father to Bo, Al rows".
    """
    doc = reading.doc
    subjects = [token for token in syntax.subjects(doc[end].sent.root) if token.i >= end]
    found = people(reading, subjects)
    if len(subjects) != 1 or len(found) != 1 or found[0].key in {party.key for party in listed}:
        return []
    mention = found[0].mention
    if doc[mention.first - 1].text not in {",", ")"} or doc[mention.last].tag_ not in _ACTS:
        return []
    aside = 0
    for token in doc[end : mention.first]:
        aside += (token.text == "(") - (token.text == ")")
        if not aside and _is_of_the_clause(token):
            return []
    return found


def _is_of_the_clause(token: Token) -> bool:
    """Whether a verb is that of a clause beside, and not of one that tells of a name ("Eve Lee, who sang, he ...")."""
    verb = token.tag_ in syntax.FINITE
    inside = any(t.dep_ in {"relcl", "parataxis"} for t in (token, *token.ancestors))
    return verb and not inside


def formula(reading: Reading, noun: Noun) -> list[Party]:
    """Whom the sentences before are about, for a notice's "Loving wife of Al. Beloved aunt of Ida and Max."."""
    doc, sent = reading.doc, noun.token.sent
    follows = noun.last < len(doc) and doc[noun.last].lower_ in {"of", "to"}
    if noun.plural or not follows or noun.token.dep_ != "ROOT" or any(t.tag_ in syntax.FINITE for t in sent):
        return []
    if doc[sent.start].tag_ == "DT":
        return []
    for _ in range(BACK):
        if sent.start == 0:
            break
        sent = doc[sent.start - 1].sent
        if told := people(reading, syntax.subjects(sent.root)):
            return told if len(told) == 1 else []
    return []
