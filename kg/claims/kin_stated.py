"""Whom a verb makes or calls somebody's kin: "was named godfather to Ida", "described him as her uncle"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_nouns import Noun
from kg.claims.lists import name_list
from kg.claims.reading import Party, Reading, people

_AS = frozenset({"describe", "identify", "name", "know", "introduce", "call", "choose", "pick", "select"})
_NAMED = frozenset({"name", "choose", "appoint", "make"})


def stated(reading: Reading, noun: Noun) -> tuple[list[Party], Token] | None:
    """Whom the verb above calls so, and the token that states it; None where no such verb stands there."""
    verb, doc = noun.token.head, reading.doc
    if noun.token.dep_ == "pobj" and verb.lower_ == "as" and verb.head.lemma_ in _AS:
        told = syntax.subjects(verb.head) if syntax.is_passive(verb.head) else syntax.objects(verb.head)
        if found := people(reading, told):
            return found, noun.token
    if noun.token.dep_ in {"oprd", "ccomp", "attr"} and verb.lemma_ == "make":
        made = [child for child in verb.children if child.dep_ in {"dobj", "nsubj"} and child.i > verb.i]
        made += [child for child in noun.token.children if child.dep_ == "nsubj"]
        if found := people(reading, made):
            return found, verb
    of_whom = noun.last < len(doc) and doc[noun.last].lower_ in {"to", "of"}
    named = noun.kin.relation == "relativeOf" and of_whom and verb.lemma_ in _NAMED and syntax.is_passive(verb)
    found = people(reading, syntax.subjects(verb)) if named else []
    return (found, noun.token) if found else _own_clause(reading, noun)


def _own_clause(reading: Reading, noun: Noun) -> tuple[list[Party], Token] | None:
    """Who is told to be it in the second of two clauses: "his aunt is Ann Lee and his uncle is Al Bogg"."""
    doc, i = reading.doc, noun.last
    second = noun.token.dep_ == "conj" and not noun.plural and i < len(doc) and doc[i].lower_ in {"is", "was"}
    found = name_list(reading, i + 1, limit=1) if second else []
    return (found, doc[i]) if found else None
