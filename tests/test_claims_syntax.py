"""Subjects, objects, agents and owners on parses built by hand: no language model."""

from __future__ import annotations

from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from kg.claims import syntax

VOCAB = Vocab()


def parsed(*rows: tuple[str, str, str, int, str]) -> Doc:
    """A document of one sentence from word, tag, part of speech, index of the head and label."""
    words, tags, pos, heads, deps = zip(*rows, strict=True)
    return Doc(
        VOCAB, list(words), tags=list(tags), pos=list(pos), heads=list(heads), deps=list(deps), lemmas=list(words)
    )


def texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


FOUNDED = parsed(
    ("Lumo", "NNP", "PROPN", 2, "nsubjpass"),
    ("was", "VBD", "AUX", 2, "auxpass"),
    ("founded", "VBN", "VERB", 2, "ROOT"),
    ("by", "IN", "ADP", 2, "agent"),
    ("Ann", "NNP", "PROPN", 3, "pobj"),
    ("and", "CC", "CCONJ", 4, "cc"),
    ("Bob", "NNP", "PROPN", 4, "conj"),
)
PLANS = parsed(
    ("Ann", "NNP", "PROPN", 3, "nsubj"),
    ("and", "CC", "CCONJ", 0, "cc"),
    ("Bob", "NNP", "PROPN", 0, "conj"),
    ("plan", "VBP", "VERB", 3, "ROOT"),
    ("to", "TO", "PART", 5, "aux"),
    ("marry", "VB", "VERB", 3, "xcomp"),
)
ASKED = parsed(
    ("Bob", "NNP", "PROPN", 1, "nsubj"),
    ("ask", "VBD", "VERB", 1, "ROOT"),
    ("Ann", "NNP", "PROPN", 1, "dobj"),
    ("to", "TO", "PART", 4, "aux"),
    ("marry", "VB", "VERB", 1, "xcomp"),
    ("him", "PRP", "PRON", 4, "dobj"),
)
RELATIVE = parsed(
    ("Lumo", "NNP", "PROPN", 0, "ROOT"),
    ("which", "WDT", "PRON", 3, "mark"),
    ("Ann", "NNP", "PROPN", 3, "nsubj"),
    ("founded", "VBD", "VERB", 0, "relcl"),
)
OWNED = parsed(
    ("Ann", "NNP", "PROPN", 3, "poss"),
    ("'s", "POS", "PART", 0, "case"),
    ("late", "JJ", "ADJ", 3, "amod"),
    ("brother", "NN", "NOUN", 3, "ROOT"),
)


def test_a_passive_has_its_agents_and_its_patient() -> None:
    assert syntax.is_passive(FOUNDED[2])
    assert texts(syntax.agents(FOUNDED[2])) == ["Ann", "Bob"]
    assert texts(syntax.subjects(FOUNDED[2])) == ["Lumo"]


def test_an_infinitive_borrows_the_subject_of_its_verb() -> None:
    assert texts(syntax.subjects(PLANS[5])) == ["Ann", "Bob"]
    assert not syntax.is_passive(PLANS[5])


def test_who_is_asked_to_marry_is_the_one_that_marries() -> None:
    assert texts(syntax.subjects(ASKED[4])) == ["Ann"]
    assert texts(syntax.objects(ASKED[4])) == ["him"]


def test_the_head_of_a_relative_clause_is_its_object() -> None:
    assert texts(syntax.objects(RELATIVE[3])) == ["Lumo"]


def test_owners_stand_before_the_noun() -> None:
    assert texts(syntax.possessors(OWNED[3])) == ["Ann"]
