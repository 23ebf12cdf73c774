"""The pipeline as the product loads it: offsets, sentence starts, speed-up, determinism."""

from __future__ import annotations

import gc

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate import _installed, annotate, annotate_all, blanked, line_starts, load
from kg.columns import columns
from kg.model import Article

TEXT = 'date 2021-05-04 Dana Orme wed Tom Vance. They live in Rome.\nA headline without a stop\n\nOrme: "Yes."'
ARTICLE = Article("a", TEXT, body=len("date 2021-05-04 "))


def test_offsets_are_those_of_the_article(nlp: Language) -> None:
    doc = annotate(ARTICLE, nlp)
    assert len(doc.text) == len(TEXT)
    for token in doc:
        if token.idx >= ARTICLE.body:
            assert TEXT[token.idx : token.idx + len(token)] == token.text
    assert "2021" not in doc.text


@given(st.text(max_size=40), st.integers(0, 40))
def test_a_blanked_text_keeps_its_length_and_its_body(text: str, body: int) -> None:
    article = Article("a", text, body=min(body, len(text)))
    assert len(blanked(article)) == len(text)
    assert blanked(article)[article.body :] == text[article.body :]
    assert not blanked(article)[: article.body].strip(" ")


def test_lines_are_sentences(nlp: Language) -> None:
    starts = [sent.text.strip().split("\n")[0] for sent in annotate(ARTICLE, nlp).sents]
    assert "A headline without a stop" in starts
    assert any(start.startswith("Orme:") for start in starts)


def test_hard_wrapped_prose_is_not_cut_at_its_lines() -> None:
    nlp = spacy.blank("en")
    wrapped = "The two met in\nthe spring of\nlast year and\nmarried in May."
    listed = "Married in May.\nDivorced in June.\nBack in July.\nMarried again."
    assert [t.text for t in line_starts(nlp(wrapped)) if t.is_sent_start and t.i] == []
    assert [t.text for t in line_starts(nlp(listed)) if t.is_sent_start and t.i] == ["Divorced", "Back", "Married"]


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
    assert [(t.tag_, t.dep_, t.head.i) for t in nlp(text)] == [(t.tag_, t.dep_, t.head.i) for t in stock(text)]


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


def test_signs_that_are_drawn_are_blanks_of_the_same_length() -> None:
    text = f"Ann wed.\n{'=-' * 60}\nBo -- her son -- left."
    assert blanked(Article("a", text)) == text.replace("=-", "  ")


def test_a_line_break_begins_a_sentence_and_leaves_the_others_to_the_parser(nlp: Language) -> None:
    doc = line_starts(nlp.make_doc("Ann wed.\nBo left."))
    assert [token.text for token in doc if token.is_sent_start and token.i] == ["Bo"]
    assert not doc.has_annotation("DEP")


def test_what_is_loaded_is_out_of_the_collectors_way(nlp: Language) -> None:
    assert gc.get_freeze_count() > 50_000
