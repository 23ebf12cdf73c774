"""The pipeline as the product loads it: offsets, sentence starts, speed-up, determinism."""

from __future__ import annotations

import gc

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate import _installed, annotate, annotate_all, line_starts, load
from kg.columns import columns
from kg.model import Article

TEXT = 'date 2021-05-04 Dana Orme wed Tom Vance. They live in Rome.\nA headline without a stop\n\nOrme: "Yes."'
ARTICLE = Article("a", TEXT, body=len("date 2021-05-04 "))


def test_the_head_is_not_read_and_the_way_back_is_kept(nlp: Language) -> None:
    doc = annotate(ARTICLE, nlp)
    assert doc.text.startswith("Dana Orme")
    for token in doc:
        start, end = doc.user_data["plain"].span(token.idx, token.idx + len(token))
        assert TEXT[start:end] == token.text


def test_lines_are_sentences(nlp: Language) -> None:
    starts = [sent.text.strip().split("\n")[0] for sent in annotate(ARTICLE, nlp).sents]
    assert "A headline without a stop" in starts
    assert any(start.startswith("Orme:") for start in starts)


def test_batches_give_what_one_by_one_gives(nlp: Language) -> None:
    articles = [ARTICLE, Article("b", "Kay Lane sings."), Article("c", "")]

    def read(doc: Doc) -> list[tuple[str, str, str, int]]:
        return [(t.text, t.tag_, t.dep_, t.head.i) for t in doc]

    together = [read(doc) for doc in annotate_all(articles, nlp)]
    assert together == [read(annotate(article, nlp)) for article in articles]


def test_the_faster_arithmetic_predicts_the_same(nlp: Language) -> None:
    stock = spacy.load(_installed())
    text = "Dana Orme, 34, and the rapper Tom Vance were married in Rome on Friday, her publicist said."
    for name in ("tagger", "parser", "ner"):
        assert nlp.get_pipe(name).model.ops.use_blis is False  # type: ignore[attr-defined]
    with nlp.select_pipes(disable="kg_repair"):
        quick = nlp(text)
    assert [(t.tag_, t.dep_, t.head.i) for t in quick] == [(t.tag_, t.dep_, t.head.i) for t in stock(text)]


def test_the_pipeline_is_loaded_once_and_named_ones_by_name(nlp: Language) -> None:
    assert load() is nlp
    with pytest.raises(OSError, match="no_such_pipeline"):
        load("no_such_pipeline")


def test_a_missing_pipeline_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spacy.util.is_package", lambda name: False)
    with pytest.raises(OSError, match="constraints"):
        load.__wrapped__()


def test_wed_is_a_word(nlp: Language) -> None:
    assert [t.text for t in nlp("They wed in Rome.")][:2] == ["They", "wed"]


def test_columns_say_what_the_tokens_say(nlp: Language) -> None:
    doc = annotate(ARTICLE, nlp)
    page = columns(doc)
    assert page.text == [t.text for t in doc]
    assert page.head == [t.head.i for t in doc]
    assert page.sents == [(s.start, s.end) for s in doc.sents]
    assert [page.children[t.i] for t in doc] == [[c.i for c in t.children] for t in doc]
    orme = page.text.index("Orme")
    assert page.words(orme - 1, orme + 1) == "Dana Orme"
    assert page.at(-1) == page.at(len(page)) == ""


def test_a_line_break_begins_a_sentence_and_leaves_the_others_to_the_parser(nlp: Language) -> None:
    doc = line_starts(nlp.make_doc("Ann wed.\nBo left."))
    assert [token.text for token in doc if token.is_sent_start and token.i] == ["Bo"]
    assert not doc.has_annotation("DEP")


def test_what_is_loaded_is_out_of_the_collectors_way(nlp: Language) -> None:
    assert gc.get_freeze_count() > 50_000
