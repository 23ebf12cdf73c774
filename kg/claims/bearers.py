"""Whom a noun for somebody describes: "founder Ann Lee", "Ann Lee, her co-star", "a hostess at Acme, Eve Orr"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.lists import name_list, names_before
from kg.claims.reading import Party, Reading, of_type
from kg.model import EntityType, MentionKind

ROLE_VERBS = frozenset({"be", "become", "remain"})


def phrase_start(token: Token) -> int:
    """The index where the phrase of a noun begins, as far as its determiner and modifiers tell."""
    return min(
        (child.i for child in token.children if child.dep_ in {"det", "amod", "compound", "poss", "nummod"}),
        default=token.i,
    )


def bearer(reading: Reading, token: Token, depth: int = 0) -> list[Party]:
    """Whom a role noun describes: "founder Ann Lee", "Ann Lee, the founder", "Ann Lee is the founder"."""
    if depth > 3:
        return []
    person = (EntityType.PERSON,)
    direct = name_list(reading, token.i + 1, limit=1, loose=False)
    if direct:
        return direct
    own = of_type(reading, [token], person)
    if own:
        return own
    for child in token.children:
        misread = child.dep_ == "compound" and token.tag_ == "NNS" and child.i == token.i - 1  # "Ann Lee stars in"
        if child.dep_ == "appos" or misread:
            found = of_type(reading, [child], person)
            if found:
                return found
    head = token.head
    if token.dep_ in {"attr", "oprd"} and head.lemma_ in ROLE_VERBS:
        return of_type(reading, syntax.subjects(head), person)
    if token.dep_ in {"appos", "compound", "nmod", "amod"}:
        found = of_type(reading, [head], person)
        if found:
            return found
    if token.dep_ == "conj":
        return bearer(reading, head, depth + 1)
    for child in token.children:
        if child.dep_ == "conj" and not any(t.dep_ == "poss" for t in child.children):  # "the star and her husband, Al"
            found = bearer(reading, child, depth + 1)
            if found:
                return found
    if found := _behind_phrase(reading, token):
        return found
    if token.dep_ == "nsubj" and (found := _taken_up(reading, token)):
        return found
    start = phrase_start(token)
    if start > 2 and token.doc[start - 1].text == "-":  # "Ann Lee, her co-star"
        start -= 3 if token.doc[start - 3].tag_ in {"PRP$", "DT"} else 2
    if start > 0 and token.doc[start - 1].text in {",", "—", "–"}:
        return names_before(reading, start, limit=1)
    return []


def _behind_phrase(reading: Reading, noun: Token) -> list[Party]:
    """The name behind a noun and its phrase: "a former hostess at Acme, Eve Orr", "the director of X, Ann Lee"."""
    doc, start = reading.doc, phrase_start(noun)
    if noun.i + 2 >= len(doc) or doc[noun.i + 1].lower_ not in {"at", "of", "for", "in", "with"}:
        return []
    if doc[start].pos_ != "DET" or (start > noun.sent.start and doc[start - 1].text == ","):
        return []
    thing = reading.names.get(noun.i + 2 + (doc[noun.i + 2].pos_ == "DET"))
    if thing is None or thing.type is EntityType.PERSON or thing.last >= len(doc) or doc[thing.last].text != ",":
        return []
    return name_list(reading, thing.last + 1, limit=1, loose=False)


def _taken_up(reading: Reading, noun: Token) -> list[Party]:
    """Whom "she" means that takes up a describing subject: "the founder shared a picture in which she smiled"."""
    verb = syntax.governor(noun.head)
    inside = {t.i for t in verb.subtree}
    for mention in reading.mentions.mentions:
        if mention.first > noun.i and mention.head in inside and mention.type is EntityType.PERSON:
            single = mention.kind is MentionKind.PRONOUN and len(mention.entities) == 1
            if single and reading.doc[mention.head].lower_ in {"he", "she"}:
                return [Party(mention.entities[0], mention)]
            return []
    return []
