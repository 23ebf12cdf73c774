"""Whom a kin noun describes as the second of two things: "Ann Lee, a former mayor and a niece of the poet Al Orr,"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_nouns import Noun
from kg.claims.lists import names_before
from kg.claims.reading import Party, Reading
from kg.dates import TimeKind

NEAR = 12
"""How many words the first description may take."""
ARTICLES = frozenset({"a", "an", "the"})
OPENERS = ARTICLES | {"until", "once", "now", "then", "formerly", "lately", "himself", "herself"}
SINCE = frozenset({"since", "from", "for", "until"})
SPELLS = frozenset({TimeKind.SINCE, TimeKind.RANGE, TimeKind.POINT, TimeKind.UNTIL})
CLOSERS = frozenset({",", ".", ";", "—", "–", ")"})


def second_role(reading: Reading, noun: Noun) -> list[Party]:
    """Who is described between commas, where the noun is joined to another description of one person."""
    doc, i = reading.doc, noun.first - 1
    if noun.plural or noun.last >= len(doc) or doc[noun.last].lower_ not in {"of", "to"}:
        return []
    i -= i > 0 and doc[i].lower_ in ARTICLES
    opening = max(noun.token.sent.start, i - NEAR)
    if i <= opening or doc[i].lower_ != "and" or doc[i - 1].text in CLOSERS or not _ends(reading, noun):
        return []
    for k in range(i - 1, opening, -1):
        if doc[k].tag_ in syntax.FINITE or doc[k].text in {";", ":"}:
            return []
        if doc[k].text in {",", "—", "–", "("}:
            described = doc[k + 1].lower_ in OPENERS or doc[k + 1].tag_ in {"NN", "JJ"}
            return names_before(reading, k, limit=1) if described and k + 1 not in reading.in_names else []
    return []


def _ends(reading: Reading, noun: Noun) -> bool:
    """Whether the description ends with whose kin it is, as that of one person does: "a nephew of Al Orr, sang"."""
    doc = reading.doc
    named = next((reading.names[k] for k in range(noun.last + 1, noun.last + 7) if k in reading.names), None)
    return named is not None and named.last < len(doc) and doc[named.last].text in CLOSERS


def before_aside(reading: Reading, comma: int) -> Token | None:
    """The verb before a date between commas: "has, since June, a young wife"; "has a farm and, since 1990, a son"."""
    doc = reading.doc
    time = next((t for t in reading.times if t.last == comma and t.kind in SPELLS), None)
    if time is None or doc[comma].text != ",":
        return None
    i = time.first - 1 - (doc[time.first].lower_ not in SINCE and doc[time.first - 1].lower_ in SINCE)
    i -= doc[i].text == ","
    if i <= doc[comma].sent.start:
        return None
    return syntax.governor(doc[i].head) if doc[i].lower_ == "and" else doc[i]
