"""The trained encoder: windows, the head, that a text's scores depend on nothing but the text, and what it knows."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kg.encoder import Candidate, Encoder, candidates, load
from kg.encoder.head import between, gelu
from kg.encoder.window import CASES, DISTANCES, MARKS, TYPES, bucket, window

TEXTS: tuple[tuple[str, list[Candidate]], ...] = (
    ("Odile Marchbank married Tobin Vale.", [Candidate(0, 15, "Person"), Candidate(24, 34, "Person")]),
    (
        "Ruan Oyelaran was born in Leeds in 1971, and he lives in Porto with her.",
        [
            Candidate(0, 13, "Person"),
            Candidate(26, 31, "Place"),
            Candidate(35, 39, "Date"),
            Candidate(45, 47, "Pronoun"),
            Candidate(57, 62, "Place"),
        ],
    ),
    ("Nobody came.", []),
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load()


def chance(encoder: Encoder, text: str, spans: list[Candidate], label: str, head: int, tail: int) -> float:
    [scores] = encoder.read([(text, spans)])
    row = [(int(i), int(j)) for i, j in scores.pairs].index((head, tail))
    return 1 / (1 + math.exp(-float(scores.logits[row, encoder.labels.index(label)])))


def test_candidates_stand_on_their_sub_tokens(encoder: Encoder) -> None:
    text, spans = TEXTS[0]
    made = window(encoder.tokens, text, spans)
    words = [str(encoder.tokens.id_to_token(i)) for i in made.ids]
    assert words[0] == "[CLS]"
    assert words[-1] == "[SEP]"
    assert "".join(words[made.first[1] : made.last[1] + 1]).replace("##", "") == "tobinvale"
    assert made.kept == (0, 1)


def test_the_inner_of_two_nested_candidates_marks_its_words(encoder: Encoder) -> None:
    made = window(encoder.tokens, "Bank of Leeds", [Candidate(0, 13, "Organization"), Candidate(8, 13, "Place")])
    kinds = [int(mark) // CASES // 2 for mark in made.marks[1:-1]]
    assert kinds == [TYPES.index("Organization"), TYPES.index("Organization"), TYPES.index("Place")]


def test_what_does_not_fit_the_window_is_left_out(encoder: Encoder) -> None:
    text = "Ann wed Bo. " * 40
    spans = [Candidate(12 * n, 12 * n + 3, "Person") for n in range(40)]
    made = window(encoder.tokens, text, spans, longest=34)
    assert len(made.ids) == 34
    assert made.kept == tuple(range(8))


@given(st.text(max_size=60), st.integers(0, 60), st.integers(1, 10))
def test_any_text_makes_a_window(text: str, start: int, length: int) -> None:
    spans = [Candidate(start, min(start + length, len(text)), "Person")] if start < len(text) else []
    made = window(load().tokens, text, spans)
    assert len(made.ids) == len(made.marks) >= 2
    assert int(made.marks.max()) < MARKS
    assert all(1 <= a <= b < len(made.ids) - 1 for a, b in zip(made.first, made.last, strict=True))


def test_the_distance_tells_which_stands_first() -> None:
    assert bucket(np.array([0])) != bucket(np.array([-1]))
    assert int(bucket(np.arange(-500, 500)).max()) < 2 * (len(DISTANCES) + 1)


def test_gelu_is_the_one_of_the_network() -> None:
    x = np.linspace(-6, 6, 241, dtype=np.float32)
    exact = [float(v) * (1 + math.erf(float(v) / math.sqrt(2))) / 2 for v in x]
    assert np.abs(gelu(x) - exact).max() < 1e-6


def test_between_nested_spans_lies_nothing(encoder: Encoder) -> None:
    made = window(encoder.tokens, "Bank of Leeds", [Candidate(0, 13, "Organization"), Candidate(8, 13, "Place")])
    left, right, _ = between(made, np.array([(0, 1), (1, 0)]))
    assert (left == right).all()


def test_scores_do_not_depend_on_neighbours_or_threads(encoder: Encoder) -> None:
    together = Encoder(encoder.folder, threads=2).read(list(TEXTS))
    alone = [Encoder(encoder.folder, threads=1).read([text])[0] for text in TEXTS]
    for one, other in zip(together, alone, strict=True):
        assert np.array_equal(one.pairs, other.pairs)
        assert np.array_equal(one.logits, other.logits)


def test_pairs_asked_for_are_those_answered(encoder: Encoder) -> None:
    whole = encoder.read([TEXTS[1]])[0]
    some = encoder.read([TEXTS[1]], [np.array([(3, 4), (0, 1)])])[0]
    rows = [whole.pairs.tolist().index(pair) for pair in some.pairs.tolist()]
    assert some.pairs.tolist() == [[3, 4], [0, 1]]
    assert np.allclose(some.logits, whole.logits[rows], atol=1e-5)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"encoder\.onnx is missing"):
        _ = Encoder(tmp_path).session


def test_it_knows_what_is_plainly_said(encoder: Encoder) -> None:
    text, spans = TEXTS[1]
    assert chance(encoder, text, spans, "bornIn", 0, 1) > 0.8
    assert chance(encoder, text, spans, "bornOn", 0, 2) > 0.8
    assert chance(encoder, text, spans, "livesIn", 3, 4) > 0.8
    assert chance(encoder, text, spans, "livesIn", 0, 2) < 0.1
    assert chance(encoder, *TEXTS[0], "marriedTo", 0, 1) > 0.7


@pytest.mark.model
def test_candidates_are_names_pronouns_and_dates(nlp: Language) -> None:
    text = "Petra Nyqvist, who grew up in Leeds, met him on May 3, 1990."
    found = [(text[c.start : c.end], c.type) for c in candidates(nlp(text))]
    assert found == [
        ("Petra Nyqvist", "Person"),
        ("who", "Pronoun"),
        ("Leeds", "Place"),
        ("him", "Pronoun"),
        ("May 3, 1990", "Date"),
    ]
