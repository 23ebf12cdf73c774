"""Answers are kept while an article is read, and no longer."""

from __future__ import annotations

import gc
from datetime import date
from weakref import ref

from spacy.language import Language

from kg.annotate import annotate
from kg.build import read_doc
from kg.memory import forget, kept
from kg.model import Article

TEXT = "Ann Lee, 40, married Bo Roe in Rome in May 2001. Their son, Cy, was born in Leeds."


def test_the_same_question_is_answered_once_until_all_is_forgotten() -> None:
    asked = []

    @kept
    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    assert [length("Ann"), length("Ann"), length("Al")] == [3, 3, 2]
    forget()
    assert (length("Ann"), asked) == (3, ["Ann", "Al", "Ann"])


def test_no_word_of_an_article_is_kept_when_it_is_read(nlp: Language) -> None:
    article = Article("1", TEXT, published=date(2020, 1, 1))
    doc = annotate(article, nlp)
    assert read_doc(article, doc).claims
    word = ref(doc[0])
    del doc
    gc.collect()
    assert word() is None
