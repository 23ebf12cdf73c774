"""Coreference data as passages, and the measures of GUM, on texts made up here."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from benchmarks import gum
from benchmarks.gap import Row
from training import coreference, renaming
from training.passage import Passage

CONLLU = """\
# newdoc id = GUM_bio_test
# newpar
1	Ann	Ann	PROPN	NNP	_	2	nsubj	_	Entity=(1-person-new-cf1-1-coref)
2	met	meet	VERB	VBD	_	0	root	_	_
3	a	a	DET	DT	_	5	det	_	Entity=(2-person-new-cf2-3-coref
4	tall	tall	ADJ	JJ	_	5	amod	_	_
5	man	man	NOUN	NN	_	2	obj	_	Entity=2)|SpaceAfter=No
6	.	.	PUNCT	.	_	2	punct	_	_

1	He	he	PRON	PRP	_	2	nsubj	_	Entity=(2-person-giv-cf1-1-ana)
2	liked	like	VERB	VBD	_	0	root	_	_
3	her	her	PRON	PRP$	_	4	nmod	_	Entity=(3-object-new-cf2-2-sgl(1-person-giv-cf3-1-ana)
4	hat	hat	NOUN	NN	_	2	obj	_	Entity=3)|SpaceAfter=No
5	.	.	PUNCT	.	_	2	punct	_	_
"""


@pytest.fixture
def document(tmp_path: Path) -> gum.Document:
    path = tmp_path / "GUM_bio_test.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    [read] = gum.documents(tmp_path, None)
    return read


def pairs(passage: Passage) -> set[tuple[str, str]]:
    words = [passage.text[span.start : span.end] for span in passage.spans]
    return {(words[pair.head], words[pair.tail]) for pair in passage.relations}


def test_gum_is_read_with_its_people(document: gum.Document) -> None:
    assert document.text.split() == ["Ann", "met", "a", "tall", "man.", "He", "liked", "her", "hat."]
    people = [(document.text[one.start : one.end], one.entity, one.kind) for one in document.people]
    assert people == [
        ("Ann", "1", "name"),
        ("a tall man", "2", "nominal"),
        ("He", "2", "pronoun"),
        ("her", "1", "pronoun"),
    ]
    assert gum.gold(document)[document.text.index("man")] == "2"


def test_gum_makes_passages(document: gum.Document) -> None:
    [passage] = coreference.gum([document])
    assert pairs(passage) == {("He", "a tall man"), ("her", "Ann")}
    assert passage.judged == {"coref"}


def test_long_documents_are_cut_at_sentences(monkeypatch: pytest.MonkeyPatch, document: gum.Document) -> None:
    monkeypatch.setattr(coreference, "WORDS", 5)
    assert [passage.text.split()[0] for passage in coreference.gum([document])] == ["Ann", "He"]


def test_gap_rows_become_passages(nlp: Language) -> None:
    text = "Nora Bell met Clara Finch and Edith Orme in Leeds. Later Clara said that she was glad."
    places = [(text.index(word), text.index(word) + len(word)) for word in ("she was", "Nora Bell", "Clara said")]
    row = Row(
        "development-1",
        text,
        (places[0][0], places[0][0] + 3),
        (places[1], (places[2][0], places[2][0] + 5)),
        (False, True),
    )
    [passage] = coreference.gap([row], [nlp(text)])
    assert pairs(passage) == {("she", "Clara"), ("she", "Clara Finch"), ("Clara", "Clara Finch")}
    assert "Edith Orme" in {text[span.start : span.end] for span in passage.spans}


def test_where_neither_name_is_meant_nobody_else_is_judged(nlp: Language) -> None:
    text = "Nora Bell met Clara Finch and Edith Orme in Leeds. Later she was glad."
    she = text.index("she ")
    row = Row("development-2", text, (she, she + 3), ((0, 9), (14, 25)), (False, False))
    [passage] = coreference.gap([row], [nlp(text)])
    assert pairs(passage) == set()
    assert "Edith Orme" not in {text[span.start : span.end] for span in passage.spans}


def test_a_name_that_comes_again_becomes_a_pronoun(nlp: Language) -> None:
    text = "Nora Bell met Clara Finch in Leeds. In May, Clara Finch sold her house, and Nora Bell's brother came."
    made = list(coreference.repeated([nlp(text)], "own"))
    assert [passage.text for passage in made] == [
        "Nora Bell met Clara Finch in Leeds. In May, she sold her house, and Nora Bell's brother came.",
        "Nora Bell met Clara Finch in Leeds. In May, Clara Finch sold her house, and her brother came.",
    ]
    assert ("she", "Clara Finch") in pairs(made[0])
    assert ("her", "Nora Bell") in pairs(made[1])


CLUSTERS: st.SearchStrategy[gum.Clusters] = st.dictionaries(st.integers(0, 12), st.sampled_from("abcd"), min_size=2)


@given(CLUSTERS, CLUSTERS)
def test_the_measures_keep_their_bounds(key: gum.Clusters, response: gum.Clusters) -> None:
    for measure in gum.MEASURES.values():
        right, everything, right_found, found = measure(key, response)
        assert 0 <= right <= everything + 1e-9
        assert 0 <= right_found <= found + 1e-9
        assert measure(response, key) == pytest.approx((right_found, found, right, everything))


@given(CLUSTERS)
def test_what_is_right_has_full_marks(key: gum.Clusters) -> None:
    joined = {mention: entity for mention, entity in key.items() if list(key.values()).count(entity) > 1}
    if joined:
        renamed = {mention: f"x{entity}" for mention, entity in joined.items()}
        assert all(figures == pytest.approx((1, 1, 1)) for figures in gum.score([(joined, renamed)]).values())


def test_other_names_keep_who_is_who() -> None:
    text = "Ann Bell met Bea Finch, and Bell laughed. Ann's dog barked at her."
    words = ["Ann Bell", "Bea Finch", "Bell laughed", "Ann's", "her."]
    places = [(text.index(word), text.index(word) + len(word.split()[0].rstrip(".'s"))) for word in words]
    places[0], places[1] = (0, 8), (13, 22)
    who = dict(zip(places, [("a", "name"), ("b", "name"), ("a", "name"), ("a", "name"), ("a", "pronoun")], strict=True))
    old = coreference.passage(text, who, "own", "1")
    new = renaming.renamed(old, {"f": ["Gwendolyn", "Ida"], "m": ["Max"], "": ["Ox", "Vandermeer"]}, random.Random(3))
    assert new.relations == old.relations
    shown = [new.text[span.start : span.end] for span in new.spans]
    assert shown[2] == shown[0].split()[1]
    assert shown[3] == shown[0].split()[0]
    assert shown[4] == "her"
    assert {"Ann", "Bell", "Bea", "Finch"}.isdisjoint(new.text.replace("'s", "").replace(",", "").split())
