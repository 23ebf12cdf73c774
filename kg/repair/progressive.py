"""Progressives that the parser takes for the modifier of the noun behind: "Ann Lee is [dating tenor Al Orr]"."""

from __future__ import annotations

from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def go_on(verb: Token) -> None:
    """Give a participle between a form of "be" and a person's name the place of the verb, and the name to it as object.

    In comes a participle that modifies a noun; the tree around it is changed only where the noun has no article, is
    the name or describes it, and "be" has a subject in front: "was dating model Cara Vill", "is divorcing Al Orr".
    """
    be, noun = _auxiliary(verb), verb.head
    name = _name(noun)
    if be is None or name is None or any(child.dep_ == "det" for child in noun.children) or noun.i < verb.i:
        return
    top = name if noun.dep_ == "compound" else noun
    above = top.head
    if be == verb.head or be in verb.children or above == top or not any(c.dep_ in _SUBJECTS for c in be.children):
        return
    verb.head, verb.dep_, verb.pos_ = (verb if be.head == be else be.head), be.dep_, "VERB"
    for child in [child for child in be.children if child != verb]:
        child.head = verb
    be.head, be.dep_ = verb, "aux"
    if top.dep_ in _SUBJECTS and above.i > top.i and above.head == verb:  # "is divorcing Al Orr, her lawyer said"
        _told_by(verb, top, above)
    top.head, top.dep_ = verb, "dobj"


def _auxiliary(verb: Token) -> Token | None:
    """The form of "be" right before the verb, or before an adverb in front of it."""
    for token in reversed(verb.doc[max(verb.sent.start, verb.i - 2) : verb.i]):
        if token.lemma_ == "be":
            return token
        if token.pos_ != "ADV":
            return None
    return None


def _name(noun: Token) -> Token | None:
    """The person that the noun is or describes: "[Al Orr]", "tenor [Al Orr]"."""
    near = (noun, noun.head if noun.dep_ == "compound" else noun, *(c for c in noun.children if c.dep_ == "appos"))
    return next((token for token in near if token.ent_type_ == "PERSON" and token.pos_ == "PROPN"), None)


def _told_by(verb: Token, name: Token, saying: Token) -> None:
    """Put the verb under the one of the clause behind, whose subject hangs on the name."""
    speakers = [child for child in name.children if child.dep_ == "appos" and name.i < child.i < saying.i]
    if not speakers:
        return
    saying.head, saying.dep_ = (saying, "ROOT") if verb.head == verb else (verb.head, verb.dep_)
    verb.head, verb.dep_ = saying, "ccomp"
    speakers[-1].head, speakers[-1].dep_ = saying, "nsubj"
