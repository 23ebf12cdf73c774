"""Courts that give two people something: "A judge granted [Ann Lee and Al Bogg] [a divorce]"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.columns import having

_GIVEN = frozenset({"divorce", "annulment", "dissolution"})
_GIVING = frozenset({"grant", "award", "give"})


def grant(doc: Doc) -> Doc:
    """Make a granting verb with people for its object the verb of its sentence, and the divorce its other object.

    The parser takes "A judge granted Ann Lee a divorce" for a judge who was granted, and the divorce for another
    name of the last of the people.
    """
    for noun in having(doc, "LOWER", _GIVEN):
        if noun.dep_ not in {"appos", "dobj", "conj"}:
            continue
        verb = next((token for token in noun.ancestors if token.lemma_ in _GIVING and token.i < noun.i), None)
        if verb is None or any(token.pos_ == "VERB" for token in doc[verb.i + 1 : noun.i]):
            continue
        people = [child for child in verb.children if child.dep_ in {"dobj", "dative"} and child.i < noun.i]
        if noun.dep_ == "appos" and people and doc[noun.left_edge.i - 1].text != ",":
            noun.head, noun.dep_ = verb, "dobj"
        if verb.dep_ == "acl" and people and verb.head.dep_ == "ROOT" and verb.head.pos_ in {"NOUN", "PROPN"}:
            _lead(verb, verb.head)
    return doc


def _lead(verb: Token, giver: Token) -> None:
    """Make the giver, who was the root, the subject."""
    later = [child for child in giver.children if child.i > verb.i]
    verb.head, verb.dep_, verb.tag_ = verb, "ROOT", "VBD"
    giver.head, giver.dep_ = verb, "nsubj"
    for child in later:
        child.head = verb
