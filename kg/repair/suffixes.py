"""A name's suffix that ends a sentence as well: "the son of Tom Bell Jr. Bell Jr. was arrested"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

_SUFFIXES = frozenset({"Jr.", "Sr."})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def begin_anew(doc: Doc) -> Doc:
    """Give the verb behind the second of two names, of which the first ends in a suffix, that name as its subject."""
    people = {ent.start: ent for ent in doc.ents if ent.label_ == "PERSON"}
    for ent in people.values():
        following = people.get(ent.end)
        if ent[-1].text not in _SUFFIXES or following is None or following.end >= len(doc):
            continue
        verb = doc[following.end]
        if verb.tag_ in _FINITE:
            _begin(ent, following[-1], verb.head if verb.dep_ in {"aux", "auxpass"} else verb)
    return doc


def _begin(first: Span, name: Token, verb: Token) -> None:
    """Make the verb a root of its own with the name as subject; the name before it stays where both hung."""
    suffix, lead = first[-1], name.doc[max(0, first.start - 1)]
    sentence = verb.sent
    if suffix.head == name:
        suffix.head, suffix.dep_ = name.head, name.dep_
    if suffix.head == verb and lead.dep_ == "prep":
        suffix.head, suffix.dep_ = lead, "pobj"
    if suffix.head == verb or name.i > verb.i:
        return  # it is the subject itself
    for token in first[:-1]:
        if token.head.i > suffix.i:
            token.head = suffix
    name.head = verb
    name.dep_ = "nsubjpass" if any(child.dep_ == "auxpass" for child in verb.children) else "nsubj"
    for token in verb.doc[verb.i + 1 : sentence.end]:
        if token.head.i <= suffix.i:
            token.head = verb
    verb.head, verb.dep_ = verb, "ROOT"
