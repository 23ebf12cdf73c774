"""Sentences that begin or end anywhere, as in captions and cut feeds: all of them are read without an error."""

from __future__ import annotations

import random
from datetime import date
from itertools import pairwise

import pytest
from spacy.language import Language

from kg.build import extract_many
from kg.model import Article
from training import marked

PIECES = 1500


def pieces() -> list[str]:
    """Parts of sentences of our marked articles, without what ends them."""
    chance = random.Random(1)
    found: list[str] = []
    for article in marked.read():
        bounds = (*article.sentences, len(article.text))
        for start, end in pairwise(bounds):
            words = article.text[start:end].split()
            if len(words) > 2:
                last = chance.randint(2, len(words))
                first = chance.choice((0, 0, 0, chance.randint(0, last - 2)))
                found.append(" ".join(words[first:last]).rstrip('.,;:!?"”'))
    return chance.sample(sorted(found), PIECES)


@pytest.mark.model
def test_a_sentence_cut_anywhere_is_read(nlp: Language) -> None:
    articles = [Article(str(number), text, date(2020, 1, 1)) for number, text in enumerate(pieces())]
    read = list(extract_many(articles, nlp=nlp))
    assert [one.article.id for one in read] == [one.id for one in articles]
    assert any(one.claims for one in read)
