"""Sentences whose subject ends in a name: "Her marriage to the tenor Gus Arlen ended in May".

The parser takes the name for the subject of the verb behind it. Mostly it then reads the verb as a relative clause
without a pronoun ("the tenor [whom] Gus Arlen ended"), and the sentence has no verb of its own; here it gets it back.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def straighten(doc: Doc) -> Doc:
    """Hang a person's name on the noun right before it where the parser made it the subject of the next verb.

    A verb that was taken for a relative clause becomes the root of its sentence, the noun in front its subject.
    """
    for verb in doc:
        if verb.pos_ in {"VERB", "AUX"} and verb.dep_ in {"relcl", "ROOT"}:
            subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
            if subjects and (noun := _described(subjects[-1])) is not None:
                _mend(verb, subjects, noun)
    return doc


def _described(name: Token) -> Token | None:
    """The noun inside a prepositional phrase right before a person's name: "tenor" of "to the tenor Gus Arlen"."""
    first = name.left_edge.i
    noun = name.doc[first - 1] if name.ent_type_ == "PERSON" and first > name.sent.start else None
    return noun if noun is not None and noun.dep_ == "pobj" and noun.pos_ == "NOUN" else None


def _mend(verb: Token, subjects: list[Token], noun: Token) -> None:
    root, name = verb.sent.root, subjects[-1]
    finite = any(form.tag_ in FINITE for form in (verb, *verb.children))
    if verb.head == noun and finite and root.pos_ == "NOUN" and root.i < noun.i and root.is_ancestor(noun):
        role = name.dep_
        name.head, name.dep_ = noun, "appos"
        verb.head, verb.dep_ = verb, "ROOT"
        root.head, root.dep_ = verb, role
    elif len(subjects) > 1 and subjects[0].is_ancestor(noun):
        name.head, name.dep_ = noun, "appos"
