"""Who is left behind: "he is survived by a son, Al", "he leaves his wife, Ann, and two nephews, Al and Bo"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_nouns import Noun
from kg.claims.reading import Party, Reading, people
from kg.names import rules


def bereaved(reading: Reading, noun: Noun) -> tuple[list[Party], Token] | None:
    """Who is survived by the noun's bearers, and the word that says so: the list may be long, and the parser lost."""
    doc, words = reading.doc, rules("kin")["survivors"]
    if syntax.possessors(noun.token):
        return None
    verb, as_well = noun.token.head, False
    if verb.lemma_ in words["verbs"] and noun.token.dep_ == "nsubj" and not syntax.is_passive(verb):
        return people(reading, syntax.objects(verb)), verb  # "two sons, Al and Bo, survive her"
    for token in reversed(doc[noun.token.sent.start : noun.first]):
        by = token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "by"
        before = token.lemma_ in words["precede"] and syntax.is_passive(token)
        if (
            (token.lemma_ in words["verbs"] and by)
            or (token.lemma_ in words["leave"] and token.pos_ == "VERB")
            or before
        ):
            return people(reading, syntax.subjects(token)), token
        if token.lemma_ in words["verbs"] and as_well:
            return people(reading, syntax.objects(token)), token
        if token.tag_ == "VBG" and token.lemma_ in (*words["verbs"], *words["precede"]):  # "also surviving are"
            return people(reading, syntax.objects(token)) or _told_of_before(reading, token), token
        if token.lower_ in {"do", "does", "did"} and doc[token.i - 1].lower_ == "as":
            as_well = True  # "his wife survives him, as do two sons, Al and Bo"
            continue
        if token.lower_ == "with":
            as_well = True  # "his wife survives him, together with two sons"
        if token.lower_ in words["nouns"]:
            owners = [t for t in doc[token.sent.start : noun.first] if t.tag_ == "PRP$"]
            return people(reading, owners[:1]) or _told_of_before(reading, token), token
        if token.tag_ in {"VBD", "VBZ", "VBP"} and token.pos_ == "VERB" and token.lemma_ != "include":
            return None
    return None


def _told_of_before(reading: Reading, token: Token) -> list[Party]:
    """Whom the sentence before is about: "Ann Lee died on Monday. Survivors include a sister, Eve"."""
    start = token.sent.start
    told = people(reading, syntax.subjects(reading.doc[start - 1].sent.root)) if start else []
    return told if len(told) == 1 else []
