"""The quick components predict what the stock ones predict and leave alone what they do not know."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span

from kg.annotate import _installed
from kg.fast import STANDS_FOR, QuickAttributes, QuickEntities, QuickTokenizer, frozen, quicken
from kg.fast.vectors import QuickVectors, vectors

TEXT = (
    "Dana Orme, 34, and the rapper Tom Vance of Bend, Oregon, were married in Rome on Friday, Us Weekly reports.\n"
    "There's no denying it ain't over: y'all gonna see Orme, who isn't talking, in The Lamplighter next March."
)
WORDS = [
    "Dana",
    "Orme",
    "wed",
    "in",
    "Rome",
    ",",
    ".",
    "there",
    "'s",
    "ai",
    "n't",
    "\n",
    "34",
    "of",
    "the",
    "NBC",
    "May",
]


@pytest.fixture(scope="module")
def stock() -> Language:
    """The installed pipeline as it comes."""
    return spacy.load(_installed())


def layers(doc: Doc) -> list[tuple[Any, ...]]:
    return [(t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.ent_iob_, t.ent_type_) for t in doc]


@pytest.fixture(scope="module")
def quick() -> Language:
    """The same with nothing but the quick components."""
    nlp = spacy.load(_installed())
    quicken(nlp)
    return nlp


def test_the_quick_components_are_used(nlp: Language) -> None:
    assert set(STANDS_FOR) <= set(nlp.pipe_names)
    assert not set(STANDS_FOR.values()) & set(nlp.pipe_names)


@pytest.mark.parametrize("text", [TEXT, "", " \n ", "Rome", "Dana Orme of Rome"])
def test_every_layer_is_the_same(stock: Language, quick: Language, text: str) -> None:
    assert layers(quick(text)) == layers(stock(text))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_every_layer_is_the_same_for_any_words(stock: Language, quick: Language, words: list[str]) -> None:
    text = " ".join(words)
    assert layers(quick(text)) == layers(stock(text))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([*WORDS, "There's", "\"isn't", "\u2014", 'me."\nShe']), max_size=9), max_size=3)
)
def test_words_are_split_as_ever_in_whatever_order_they_come(stock: Language, texts: list[list[str]]) -> None:
    assert isinstance(stock.tokenizer, Tokenizer)
    quick = QuickTokenizer(Tokenizer(stock.vocab, max_cache_size=5).from_bytes(stock.tokenizer.to_bytes()))
    for words in texts:
        text = " ".join(words)
        assert [(t.text, t.whitespace_) for t in quick(text)] == [(t.text, t.whitespace_) for t in stock.make_doc(text)]


def test_entities_do_not_cross_sentence_starts(stock: Language, quick: Language) -> None:
    for nlp in (stock, quick):
        doc = nlp.make_doc("He met Dana Orme Vance in Rome")
        doc[4].is_sent_start = True
        assert all(not ent.start < 4 < ent.end for ent in nlp(doc).ents)


def test_entities_that_are_there_stay(stock: Language) -> None:
    doc = stock.make_doc("Paris, 6, lives in Rome.")
    doc.ents = (Span(doc, 0, 1, label="PERSON"),)
    assert QuickEntities(stock.get_pipe("ner"))(doc).ents[0].label_ == "PERSON"


def test_a_pipeline_of_another_make_is_left_alone() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("attribute_ruler")
    nlp.get_pipe("attribute_ruler").add([[{"IS_TITLE": True}]], {"POS": "PROPN"})  # type: ignore[attr-defined]
    quicken(nlp)
    assert nlp.pipe_names == ["attribute_ruler"]


def test_a_rule_on_a_word_is_kept(stock: Language) -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "wed"}]], {"LEMMA": "wed", "POS": "VERB"})  # type: ignore[attr-defined]
    ruler.add([[{"LOWER": "gon"}, {"LOWER": "na"}]], {"LEMMA": "to"}, index=1)  # type: ignore[attr-defined]
    doc = QuickAttributes(ruler)(Doc(nlp.vocab, words=["They", "Wed", "gon", "na"]))
    assert [(t.lemma_, t.pos_) for t in doc] == [("", ""), ("wed", "VERB"), ("", ""), ("to", "")]


@pytest.mark.parametrize("text", [TEXT, "Rome", "Rome Rome Rome Rome Rome Rome", "a\n\nb"])
def test_vectors_are_those_of_the_stock_model_but_for_the_last_digits(stock: Language, text: str) -> None:
    doc = stock.make_doc(text)
    for model in (stock.get_pipe("tok2vec").model, stock.get_pipe("ner").model.get_ref("tok2vec").layers[0]):  # type: ignore[attr-defined]
        quick = vectors(model)
        assert isinstance(quick, QuickVectors)
        assert np.abs(quick(doc) - model.predict([doc])[0]).max() < 1e-4


def test_vectors_of_another_make_are_left_to_their_model() -> None:
    nlp = spacy.blank("en")
    shape = {"width": 8, "depth": 2, "embed_size": 20, "window_size": 2, "maxout_pieces": 2, "subword_features": True}
    made = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, **shape}
    nlp.add_pipe("tok2vec", config={"model": made})
    nlp.initialize()
    model = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    doc = nlp.make_doc("Dana Orme sings")
    assert (vectors(model)(doc) == model.predict([doc])[0]).all()
    quicken(nlp)
    assert nlp.pipe_names == ["tok2vec"]


def of_tokens(doc: Doc) -> list[Any]:
    """All that the package asks of tokens, with positions in the place of tokens."""
    words = [(t.text, t.lower_, t.lemma_, t.tag_, t.pos_, t.dep_, t.ent_type_, t.ent_iob_, t.whitespace_) for t in doc]
    signs = [(t.idx, len(t), t.is_space, t.is_punct, t.is_alpha, t.is_digit, t.like_num, t.is_sent_start) for t in doc]
    near = [[t.head.i, t.left_edge.i, t.right_edge.i, t.sent.start, t.sent.end] for t in doc]
    kin = [[[o.i for o in of] for of in (t.children, t.lefts, t.rights, t.subtree, t.ancestors)] for t in doc]
    beside = [[t.nbor(1).i, t.nbor(-1).i] for t in doc[1:-1]]
    return [words, signs, near, kin, beside, [[o.i for o in t.conjuncts] for t in doc]]


def of_spans(doc: Doc) -> list[Any]:
    """All that the package asks of spans, of the entities, the sentences and every pair and dozen of tokens."""
    spans = [*doc.ents, *doc.sents, *(doc[i : i + size] for i in range(len(doc)) for size in (1, 2, 12))]
    told = [
        (s.text, s.text_with_ws, s.start, s.end, s.start_char, s.end_char, s.label_, s.root.i, len(s), s.sent.start)
        for s in spans
    ]
    return [told, [[ent.text for ent in s.ents] for s in spans], [s[-1].i for s in spans], [s[1:].text for s in spans]]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_a_frozen_document_says_what_the_stock_one_says(nlp: Language, words: list[str]) -> None:
    for doc in (nlp(f"{TEXT} {' '.join(words)}"), nlp(" ".join(words))):
        still = frozen(nlp(doc.text))
        assert (still.text, len(still)) == (doc.text, len(doc))
        assert of_tokens(still) == of_tokens(doc)
        assert of_spans(still) == of_spans(doc)


def test_a_frozen_document_is_made_once_and_ends_where_it_ends(nlp: Language) -> None:
    doc = frozen(nlp("Ann wed Bo."))
    assert doc[0] is doc[1].head.doc[-4]
    assert doc[0:2] == doc[:2]
    assert len(doc[3:1]) == 0
    for edge in (doc[4], doc[6], doc[3].nbor(), doc[0].nbor(-1)):
        assert [edge.text, edge.tag_, edge.ent_iob_, edge.i, *edge.children] == ["", "", "", 4]
        assert not edge.is_punct
        assert edge.head is edge
        assert len(edge.sent) == 0
    for first, away in ((3, 4), (0, -4)):
        with pytest.raises(IndexError):
            doc[first].nbor(away)
    for part, beyond in ((doc, 7), (doc[:2], 2)):
        with pytest.raises(IndexError):
            _ = part[beyond]
    with pytest.raises(AttributeError, match="does not know 'vocab'"):
        _ = doc[0].vocab


def test_a_list_of_two_thousand_hangs_on_its_first(nlp: Language) -> None:
    size = 2000
    chain = Doc(nlp.vocab, ["Ann"] * size, heads=[0, *range(size - 1)], deps=["ROOT"] + ["conj"] * (size - 1))
    first = frozen(chain)[0]
    assert [len(list(first.subtree)), len(first.conjuncts), first.right_edge.i] == [size, size - 1, size - 1]
