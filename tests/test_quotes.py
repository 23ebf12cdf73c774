"""Which marks belong together, what is speech, and who speaks."""

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

from kg.quotes import Quote, find_quotes, noun_phrase, quote_at, speaker_of, speech_rules, speech_verbs, subject_of

MARKS = ("\u201c", "\u201d", "\u2018", "\u2019")
CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "quotes.toml").read_text(encoding="utf-8")
)["case"]


def made(words: str, pos: str, deps: str, heads: list[int], lemmas: str = "", tags: str = "") -> Doc:
    """A ``Doc`` made by hand, its layers given as strings of equal length."""
    tokens = words.split()
    return Doc(
        spacy.blank("en").vocab,
        words=tokens,
        pos=pos.split(),
        deps=deps.split(),
        heads=heads,
        lemmas=(lemmas or words).split(),
        tags=(tags or pos).split(),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_quotation_and_speaker(nlp: Language, case: dict[str, Any]) -> None:
    doc = nlp(case["text"])
    found = [
        [
            " ".join(token.text for token in doc[quote.first : quote.first + 2])
            if quote.last - quote.first > 1
            else doc[quote.first].text,
            doc[slice(*quote.speaker)].text if quote.speaker else "",
            quote.is_speech,
        ]
        for quote in find_quotes(doc)
    ]
    assert found == case["quotes"]


def test_inverted_attribution_on_a_hand_built_doc() -> None:
    doc = made(
        '" We wed , " says Ann .', "PUNCT PRON VERB PUNCT PUNCT VERB PROPN PUNCT",
        "punct nsubj ccomp punct punct ROOT nsubj punct", [5, 2, 5, 5, 5, 5, 5, 5],
        '" we wed , " say Ann .', "`` PRP VBD , '' VBZ NNP .",
    )  # fmt: skip
    assert find_quotes(doc) == (Quote(1, 4, speaker=(6, 7), verb=5),)


def test_a_document_without_a_parse_is_refused() -> None:
    with pytest.raises(ValueError, match="annotate"):
        find_quotes(Doc(spacy.blank("en").vocab, words=["so"]))


def test_fragments_are_not_whole_and_sentences_are(nlp: Language) -> None:
    fragment = find_quotes(nlp('She said that they were "busy with the orchard" this summer.'))[0]
    sentence = find_quotes(nlp('"We married in May," says Finch.'))[0]
    assert (fragment.whole, sentence.whole) == (False, True)


def test_a_noun_phrase_keeps_restrictive_words_and_drops_dates_and_commas() -> None:
    doc = made(
        "A judge on Thursday , aged 60 , spoke .", "DET NOUN ADP PROPN PUNCT VERB NUM PUNCT VERB PUNCT",
        "det nsubj prep pobj punct acl npadvmod punct ROOT punct", [1, 8, 1, 2, 1, 1, 5, 1, 8, 8],
    )  # fmt: skip
    assert doc[slice(*noun_phrase(doc[1]))].text == "A judge on Thursday"
    doc.ents = [Span(doc, 3, 4, label="DATE")]
    assert doc[slice(*noun_phrase(doc[1]))].text == "A judge"


def test_a_coordinated_speaker_is_kept_whole() -> None:
    doc = made(
        "Bo and his wife , Ann , spoke", "PROPN CCONJ PRON NOUN PUNCT PROPN PUNCT VERB",
        "nsubj cc poss conj punct appos punct ROOT", [7, 0, 3, 0, 3, 3, 3, 7],
    )  # fmt: skip
    assert doc[slice(*noun_phrase(doc[0]))].text == "Bo and his wife , Ann"


def test_the_subject_of_a_relative_clause_is_its_antecedent() -> None:
    doc = made(
        "Ann , who sings , spoke", "PROPN PUNCT PRON VERB PUNCT VERB", "nsubj punct nsubj relcl punct ROOT",
        [5, 0, 3, 0, 0, 5], tags="NNP , WP VBZ , VBD",
    )  # fmt: skip
    subject = subject_of(doc[3])
    assert subject is not None
    assert subject.text == "Ann"


def test_a_lost_subject_is_found_by_position() -> None:
    doc = made(
        "They wed , records show .", "PRON VERB PUNCT NOUN VERB PUNCT", "nsubj ccomp punct compound ROOT punct",
        [1, 4, 4, 4, 4, 4], tags="PRP VBD , NNS VBP .",
    )  # fmt: skip
    speaker = speaker_of(doc[4])
    assert speaker is not None
    assert speaker.text == "records"


def test_no_list_names_a_verb_twice() -> None:
    for name, lemmas in speech_rules()["quotation"].items():
        assert len(lemmas) == len(set(lemmas)), name
    assert {"say", "sigh", "write"} <= speech_verbs()


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=6), st.integers(0, 80))
def test_quote_at_gives_a_quote_that_covers_the_token(spans: list[tuple[int, int]], index: int) -> None:
    quotes = tuple(Quote(first, first + length) for first, length in spans)
    found = quote_at(quotes, index)
    assert (found is not None) == any(quote.covers(index) for quote in quotes)
    assert found is None or found.covers(index)


@given(st.text(alphabet="ab \"'.,\n" + "".join(MARKS), max_size=60))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    doc = spacy.blank("en")(text)
    doc = Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc],
              heads=list(range(len(doc))), deps=["ROOT"] * len(doc), pos=["X"] * len(doc))  # fmt: skip
    if not len(doc):
        return
    last = 0
    for quote in find_quotes(doc):
        assert last <= quote.first < quote.last <= len(doc)
        last = quote.last
