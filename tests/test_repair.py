"""Names and their types, as the repaired pipeline finds them: one row of ``cases/repair.toml`` one test."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.repair import NAME_LABELS, repair
from kg.repair.couples import blends

CASES = tomllib.loads((Path(__file__).parent / "cases" / "repair.toml").read_text("utf-8"))["case"]


def names_of(doc: Doc) -> list[str]:
    return [f"{ent.text} = {ent.label_}" for ent in doc.ents if ent.label_ in NAME_LABELS - {"NORP"}]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_name_has_its_type(nlp: Language, case: dict[str, Any]) -> None:
    assert names_of(nlp(case["text"])) == case["names"]


def test_nationalities_dates_and_numbers_stay(nlp: Language) -> None:
    labels = {ent.text: ent.label_ for ent in nlp("The Belgian chef Wim Daal, 43, married in May 2014.").ents}
    assert labels["Belgian"] == "NORP"
    assert labels["May 2014"] == "DATE"
    assert labels["Wim Daal"] == "PERSON"


def test_an_empty_text_has_no_names(nlp: Language) -> None:
    assert names_of(nlp("")) == []
    assert names_of(nlp(" \n\n ")) == []


def test_one_name_is_one_type_in_the_whole_article(nlp: Language) -> None:
    doc = nlp("Orla, 6, is their eldest. Orla laughed. They took Orla home, and Orla's father stayed.")
    assert {ent.label_ for ent in doc.ents if ent.text == "Orla"} == {"PERSON"}


def test_a_document_made_by_hand_is_repaired_without_a_trained_model() -> None:
    words = ["Their", "daughter", ",", "Paris", ",", "6", ",", "sings", "."]
    doc = Doc(
        spacy.blank("en").vocab,
        words=words,
        tags=["PRP$", "NN", ",", "NNP", ",", "CD", ",", "VBZ", "."],
        pos=["PRON", "NOUN", "PUNCT", "PROPN", "PUNCT", "NUM", "PUNCT", "VERB", "PUNCT"],
        heads=[1, 7, 1, 1, 3, 3, 1, 7, 7],
        deps=["poss", "nsubj", "punct", "appos", "punct", "appos", "punct", "ROOT", "punct"],
        lemmas=["their", "daughter", ",", "Paris", ",", "6", ",", "sing", "."],
    )
    doc.ents = (Span(doc, 3, 4, label="GPE"),)
    assert names_of(repair(doc)) == ["Paris = PERSON"]


def test_repair_is_stable(nlp: Language) -> None:
    doc = nlp("Dana Orme, 34, and Lou Vance of Bend, Oregon, star in Ashes in Winter.")
    once = names_of(doc)
    assert names_of(repair(doc)) == once


@given(st.text(alphabet="abcdefgh", min_size=2, max_size=6), st.text(alphabet="ijklmnop", min_size=2, max_size=6))
def test_a_blend_needs_both_names(first: str, second: str) -> None:
    people = {first: {f"{first} x"}, second: {f"{second} y"}}
    assert blends({first.title(), second.title()}, people) == frozenset()
    assert blends({"Zzqqzzqq"}, people) == frozenset()
