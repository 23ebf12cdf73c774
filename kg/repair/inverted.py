"""Sentences whose subject stands behind the verb: "Before her came the pianist Ann Lee".

The parser takes "her" for what comes, though "her" and "him" are the subject of nothing.
"""

from __future__ import annotations

from spacy.tokens import Doc

from kg.columns import having

OBLIQUE = frozenset({"her", "him", "them", "me", "us"})


def put_under(doc: Doc) -> Doc:
    """Hang such a pronoun on the preposition before it where the verb has another subject."""
    for pronoun in having(doc, "LOWER", OBLIQUE):
        if pronoun.dep_ != "nsubj" or not pronoun.i:
            continue
        verb, before = pronoun.head, pronoun.nbor(-1)
        others = any(child.dep_ == "nsubj" and child != pronoun for child in verb.children)
        if others and before.dep_ == "mark" and before.head == verb:
            pronoun.head, pronoun.dep_, before.dep_ = before, "pobj", "prep"
    return doc
