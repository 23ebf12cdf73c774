"""What somebody has: "Ann Lee has [diabetes]", which the parser takes for a verb."""

from __future__ import annotations

from spacy.tokens import Doc, Token


def own(doc: Doc) -> Doc:
    """Make "has" the verb of a clause whose verb is a plural noun, and the noun its object.

    No participle ends in "s", so that a plural behind "has" is never what somebody has done.
    """
    for have in doc:
        noun = have.head
        if have.dep_ == "aux" and have.lemma_ == "have" and noun.tag_ == "NNS" and have.i < noun.i:
            _lead(have, noun)
    return doc


def _lead(have: Token, noun: Token) -> None:
    """Give "has" the noun's place and whatever hung on it but its own words."""
    others = [child for child in noun.children if child != have and not have.i < child.i < noun.i]
    have.head, have.dep_, have.pos_ = (have if noun.head == noun else noun.head), noun.dep_, "VERB"
    noun.head, noun.dep_ = have, "dobj"
    for child in others:
        child.head = have
