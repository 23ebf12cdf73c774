"""Children who come to a couple that the text has just told of: "They married in 2002. Leo came along in 2004"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import attach, syntax
from kg.claims.kin_nouns import Noun
from kg.claims.reading import Finding, Party, Reading, people
from kg.dates import TimeKind
from kg.model import MentionKind
from kg.names import rules


def findings(reading: Reading) -> Iterator[Finding]:
    """``parentOf`` with the parents left open, of those who are told of by a first name; with them comes the birth."""
    for token in reading.tokens({"born", "come"}):
        if token.lower_ == "born" or (token.lemma_ == "come" and _goes_with(token, "along")):
            yield from _arrived(reading, token)


def is_arrival(noun: Noun) -> bool:
    """Whether a noun for a child, of nobody named, is born or arrives: "a daughter, Ida, was born in May"."""
    verb, words = syntax.governor(noun.token), rules("kin")["parenting"]["arrives"]
    if _there_are(noun, verb):
        return True
    if verb.lemma_ not in words and verb.lower_ not in words:
        return False
    subject = {t.i for t in syntax.subjects(verb)}
    of_it = noun.token.dep_ in {"compound", "appos", "nmod"} and noun.token.head.i in subject
    behind = verb.lemma_ == "come" and noun.token.dep_ in {"dobj", "attr", "nsubj"} and noun.token.i > verb.i
    free = not syntax.possessors(noun.token) and not syntax.possessors(noun.token.doc[noun.first])
    given = any(child.dep_ == "dobj" and child.i != noun.token.i for child in verb.children)
    return free and not given and (noun.token.i in subject or of_it or behind)


def _there_are(noun: Noun, verb: Token) -> bool:
    """Whether children are there, at no place, behind a wedding: "They wed in 1950. There were two sons, Al and Bo"."""
    there = verb.lemma_ == "be" and any(child.dep_ == "expl" for child in verb.children)
    behind = noun.token.doc[noun.last : noun.token.sent.end]
    placed = any(token.lower_ in {"in", "at", "on", "among", "here", "with"} for token in behind)
    if not there or noun.token.dep_ != "attr" or placed or syntax.possessors(noun.token):
        return False
    before = noun.token.doc[syntax.start_before(noun.token) : noun.first]
    return any(t.lemma_ in {"marry", "wed"} or t.lower_ in rules("kin")["parenting"]["unions"] for t in before)


def _goes_with(verb: Token, word: str) -> bool:
    return any(child.lower_ == word for child in verb.children)


def _arrived(reading: Reading, verb: Token) -> Iterator[Finding]:
    time = attach.time_of(reading, verb)
    if time is None or time.kind is not TimeKind.POINT or verb.tag_ not in {"VBN", "VBD"}:
        return
    if verb.tag_ == "VBN" and not any(child.dep_ in {"auxpass", "aux"} for child in verb.children):
        return  # "Leo, born in 2004, is her son with the singer": somebody tells whose he is
    for child in people(reading, syntax.subjects(verb)):
        if _is_new(reading, child):
            place = attach.place_of(reading, verb)
            yield Finding("parentOf", None, child, verb.i, "arrived:open", 0.9, place=place)


def _is_new(reading: Reading, party: Party) -> bool:
    """Whether somebody is told of for the first time, and by a first name only."""
    mention = party.mention
    if mention.kind is not MentionKind.NAME or mention.last - mention.first != 1:
        return False
    return next(m for m in reading.mentions.mentions if party.key in m.entities) == mention
