"""Who is meant by names, pronouns and descriptions: one row of ``cases/mentions.toml`` one test."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.mentions import Mentions, find_mentions
from kg.model import EntityType, Mention, MentionKind
from kg.quotes import find_quotes

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "mentions.toml").read_text(encoding="utf-8")
)["case"]


def read(nlp: Language, text: str) -> Mentions:
    doc = nlp(text)
    return find_mentions(doc, find_quotes(doc))


def mention_of(mentions: Mentions, text: str, words: str) -> Mention:
    """The mention of exactly these words; ``#2`` means their second occurrence."""
    words, _, number = words.partition("#")
    places = [m.start() for m in re.finditer(rf"\b{re.escape(words)}(?!\w)", text)]
    start = places[int(number or 1) - 1]
    found = [m for m in mentions.mentions if (m.start, m.end) == (start, start + len(words))]
    covering = [m for m in mentions.mentions if m.start <= start and start + len(words) <= m.end]
    assert found or covering, f"no mention {words!r} in {[text[m.start : m.end] for m in mentions.mentions]}"
    return (found or covering)[0]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_who_is_meant(nlp: Language, case: dict[str, Any]) -> None:
    mentions = read(nlp, case["text"])
    assert [e.label for e in mentions.entities if e.type is EntityType.PERSON] == case["people"]
    for line in case["means"]:
        words, _, labels = line.partition(" = ")
        mention = mention_of(mentions, case["text"], words)
        expected = set() if labels == "?" else set(labels.split(" + "))
        assert {mentions.entity(key).label for key in mention.entities} == expected, line


TEXT = (
    'Dana Orme, 40, and her husband, the rapper Tom Vance, live in Bend, Oregon. "I love my wife," Vance said. '
    "The couple have two sons, Max, 4, and Ben, 2. She starred in Harrow."
)


def test_keys_are_slugs_and_unique(nlp: Language) -> None:
    mentions = read(nlp, TEXT)
    keys = [entity.key for entity in mentions.entities]
    assert len(keys) == len(set(keys))
    assert {"dana-orme", "tom-vance", "max", "ben", "bend-oregon"} <= set(keys)
    assert mentions.entity("dana-orme").label == "Dana Orme"
    assert mentions.entity("tom-vance").aliases == ("Vance",)
    with pytest.raises(KeyError):
        mentions.entity("nobody")


def test_gender_is_told_by_names_and_nouns(nlp: Language) -> None:
    mentions = read(nlp, "The actress Xyra Orme married Qorl Vance. Her husband, Qorl Vance, left.")
    assert mentions.gender("xyra-orme") == "f"
    assert mentions.gender("qorl-vance") == "m"
    assert mentions.gender("nobody") == ""


def test_offsets_are_those_of_the_text(nlp: Language) -> None:
    mentions = read(nlp, TEXT)
    doc = nlp(TEXT)
    for mention in mentions.mentions:
        assert doc[mention.first : mention.last].text == TEXT[mention.start : mention.end]
        assert mention.first <= mention.head < mention.last


def test_at_gives_the_mention_headed_by_the_token_before_one_that_covers_it(nlp: Language) -> None:
    mentions = read(nlp, TEXT)
    words = [token.text for token in nlp(TEXT)]
    husband = mentions.at(words.index("husband"))
    assert husband is not None
    assert husband.kind is MentionKind.NOMINAL
    owner = mentions.at(words.index("her"))
    assert owner is not None
    assert owner.kind is MentionKind.PRONOUN
    dana = mentions.at(words.index("Dana"))
    assert dana is not None
    assert dana.entities == ("dana-orme",)
    assert mentions.at(len(words) + 5) is None


def test_works_places_and_people_have_their_types(nlp: Language) -> None:
    types = {entity.label: entity.type for entity in read(nlp, TEXT).entities}
    assert types["Bend, Oregon"] is EntityType.PLACE
    assert types["Harrow"] is EntityType.WORK
    assert types["Max"] is EntityType.PERSON


def test_every_entity_of_a_mention_is_listed_and_every_label_is_printed(nlp: Language) -> None:
    mentions = read(nlp, TEXT)
    known = {entity.key for entity in mentions.entities}
    assert all(set(mention.entities) <= known for mention in mentions.mentions)
    assert all(entity.label in TEXT for entity in mentions.entities)


def test_an_empty_text_has_no_mentions(nlp: Language) -> None:
    assert read(nlp, "") == Mentions((), ())
    assert read(nlp, "  \n ").mentions == ()


def test_twice_is_once(nlp: Language) -> None:
    assert read(nlp, TEXT) == read(nlp, TEXT)


def made(words: Sequence[str], tags: str, deps: str, heads: list[int], names: list[tuple[int, int]]) -> Doc:
    """A parsed ``Doc`` by hand, with people's names at the spans."""
    pos = {"NNP": "PROPN", "VBD": "VERB", "PRP": "PRON", "PRP$": "PRON", "NN": "NOUN", "CC": "CCONJ", ".": "PUNCT"}
    doc = Doc(
        spacy.blank("en").vocab,
        words=list(words),
        tags=tags.split(),
        pos=[pos[tag] for tag in tags.split()],
        deps=deps.split(),
        heads=heads,
        lemmas=[word.lower() for word in words],
    )
    doc.ents = tuple(Span(doc, first, last, label="PERSON") for first, last in names)
    return doc


def test_a_document_made_by_hand() -> None:
    doc = made(
        ["Dana", "Orme", "met", "Tom", ".", "She", "sold", "his", "house", "."],
        "NNP NNP VBD NNP . PRP VBD PRP$ NN .",
        "compound nsubj ROOT dobj punct nsubj ROOT poss dobj punct",
        [1, 2, 2, 2, 2, 6, 6, 8, 6, 6],
        [(0, 2), (3, 4)],
    )
    mentions = find_mentions(doc)
    she, his = mentions.at(5), mentions.at(7)
    assert she is not None
    assert she.entities == ("dana-orme",)
    assert his is not None
    assert his.entities == ("tom",)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Ann Lee", "Bob Ray", "he", "she", "they", "his wife", "met", "and", ",", ".", "the couple"]),
        max_size=14,
    )
)
def test_any_text_is_read_without_error_and_within_its_bounds(nlp: Language, pieces: list[str]) -> None:
    text = " ".join(pieces)
    mentions = read(nlp, text)
    known = {entity.key for entity in mentions.entities}
    for mention in mentions.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert set(mention.entities) <= known
