"""The words that stand for the parties of a claim in its sentence."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.build import extract
from kg.model import Article

FAMILY = "Ann Lee and her husband, Max Hale, live in Hull with their daughters, Ida, 8, and Bea, 5."
CASES = [
    (FAMILY, "Ann Lee", "parentOf", "Ida", ("Ann Lee", "Ida")),
    (FAMILY, "Max Hale", "parentOf", "Bea", ("Max Hale", "Bea")),
    (
        "Ann Lee sings. She and Max Hale (they wed in 2004) have left.",
        "Ann Lee",
        "marriedTo",
        "Max Hale",
        ("She", "Max Hale"),
    ),
    ("Ann Lee sings with Max Hale. They wed in 2004.", "Ann Lee", "marriedTo", "Max Hale", ("They", "They")),
    (
        "Ann Lee wed Max Hale. Lee said on Monday that their wedding was small.",
        "Ann Lee",
        "marriedTo",
        "Max Hale",
        ("Ann Lee", "Max Hale"),
    ),
    ("Ann Lee wed Max Hale. Lee brought up the couple's son, Bo.", "Ann Lee", "parentOf", "Bo", ("Lee", "Bo")),
    (
        "Ann Lee wed Max Hale. Lee brought up the couple's son, Bo.",
        "Max Hale",
        "parentOf",
        "Bo",
        ("the couple", "Bo"),
    ),
    # what was read stands in another sentence
    (
        "Ann Lee wed Max Hale. They have been apart. Ann knows that the marriage is over. All are sad for them.",
        "Ann Lee",
        "event:Separation",
        "Max Hale",
        ("Ann", "They"),
    ),
    (
        "Ann Lee wed Max Hale in 2004. Hale proposed in 2003. Friends are glad for them.",
        "Ann Lee",
        "event:Engagement",
        "Max Hale",
        ("Ann Lee", "Hale"),
    ),
]


@pytest.mark.parametrize(("text", "subject", "predicate", "obj", "words"), CASES)
def test_own_words(nlp: Language, text: str, subject: str, predicate: str, obj: str, words: tuple[str, str]) -> None:
    """Each party has a name or pronoun of its own where the sentence has one; a word for both stays where not."""
    [claim] = [
        one
        for one in extract(Article("case", text), nlp).claims
        if (one.subject.label, one.predicate, getattr(one.object, "label", "")) == (subject, predicate, obj)
    ]
    first = claim.evidence[0]
    assert first.object is not None
    assert (text[slice(*first.subject)], text[slice(*first.object)]) == words
