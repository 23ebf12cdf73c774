"""What a trained reader is asked about pronouns, and what its answers may and may not change."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import pytest
from spacy.language import Language

from kg.encoder import Candidate, Encoder, Scores
from kg.encoder.head import Pairs
from kg.mentions import Mentions, Stretch, find_mentions, learned
from kg.model import MentionKind

TWO_WOMEN = "Nora Bell met Clara Finch in Leeds. The two talked for hours. Then she flew home."
ONE_WOMAN = "Nora Bell met Peter Finch in Leeds. The two talked for hours. Then she flew home."


class Reader:
    """A stand-in for the encoder: sure that every pronoun means the name, and keeps what it was asked."""

    def __init__(self, name: str, odds: float = 9.0) -> None:
        self.name, self.odds = name, odds
        self.asked: list[Stretch] = []

    def __call__(self, text: str, stretch: Stretch) -> dict[int, float]:
        self.asked.append(stretch)
        words = [text[start:end] for start, end, _ in stretch.mentions]
        return {i: self.odds if word == self.name else -self.odds for i, word in enumerate(words) if i != stretch.asked}


def meant(mentions: Mentions, text: str, word: str) -> set[str]:
    start = text.rindex(f" {word} ") + 1
    [found] = [m for m in mentions.mentions if m.start == start]
    return {mentions.entity(key).label for key in found.entities}


@pytest.mark.parametrize("name", ["Nora Bell", "Clara Finch"])
def test_the_reader_decides_between_two_of_one_sex(nlp: Language, name: str) -> None:
    assert meant(find_mentions(nlp(TWO_WOMEN), (), Reader(name)), TWO_WOMEN, "she") == {name}


def test_where_only_one_is_possible_nothing_is_asked(nlp: Language) -> None:
    reader = Reader("Peter Finch")
    assert meant(find_mentions(nlp(ONE_WOMAN), (), reader), ONE_WOMAN, "she") == {"Nora Bell"}
    assert reader.asked == []


def test_grammar_stands_above_the_reader(nlp: Language) -> None:
    text = "Nora Bell and Clara Finch were friends. Clara Finch called her yesterday."
    assert meant(find_mentions(nlp(text), (), Reader("Clara Finch")), text, "her") != {"Clara Finch"}


def test_a_stretch_holds_the_pronoun_and_what_comes_before(nlp: Language) -> None:
    text = f"{TWO_WOMEN} Edith Orme stayed."
    reader = Reader("Nora Bell")
    find_mentions(nlp(text), (), reader)
    [stretch] = reader.asked
    assert text[stretch.start : stretch.end] == TWO_WOMEN
    found = [text[start:end] for start, end, _ in stretch.mentions]
    assert found == ["Nora Bell", "Clara Finch", "she"]
    assert found[stretch.asked] == "she"
    assert stretch.mentions[stretch.asked][2] is MentionKind.PRONOUN


def test_no_more_is_read_than_fits_a_window(nlp: Language) -> None:
    filler = "The weather stayed dry and the harvest in the valley was better than in any year that anybody recalled. "
    text = filler * 12 + TWO_WOMEN
    reader = Reader("Nora Bell")
    find_mentions(nlp(text), (), reader)
    [stretch] = reader.asked
    assert stretch.start > 0
    assert stretch.end - stretch.start < 700


class Network:
    """What `learned.scorer` sees of an encoder."""

    def __init__(self, *labels: str) -> None:
        self.labels, self.folder = labels, Path("weights")
        self.read_: list[tuple[str, list[Candidate], list[list[int]]]] = []

    def read(self, texts: list[tuple[str, list[Candidate]]], pairs: list[Pairs]) -> list[Scores]:
        [(text, found)], [asked] = texts, pairs
        self.read_.append((text, found, asked.tolist()))
        logits = np.array([[0.0, 10.0 * later + earlier] for later, earlier in asked], dtype=np.float32)
        # The first mention did not fit the window.
        return [Scores(asked[1:], logits[1:])]


def test_the_encoder_is_asked_from_the_later_mention_to_the_earlier() -> None:
    network = Network("marriedTo", "coref")
    text = "Before. Ann met Bea, but she left Cleo."
    places = [(text.index(word), text.index(word) + len(word)) for word in ("Ann", "Bea", "she", "Cleo")]
    kinds = [MentionKind.NAME, MentionKind.NAME, MentionKind.PRONOUN, MentionKind.NAME]
    stretch = Stretch(8, len(text), tuple((*place, kind) for place, kind in zip(places, kinds, strict=True)), 2)
    odds = learned.scorer(cast("Encoder", network))(text, stretch)
    [(words, found, pairs)] = network.read_
    assert [words[one.start : one.end] for one in found] == ["Ann", "Bea", "she", "Cleo"]
    assert [one.type for one in found] == ["Person", "Person", "Pronoun", "Person"]
    assert pairs == [[2, 0], [2, 1], [3, 2]]
    assert odds == {1: 21.0, 3: 32.0}


def test_an_encoder_that_has_not_learnt_it_is_refused() -> None:
    with pytest.raises(ValueError, match="no label 'coref'"):
        learned.scorer(cast("Encoder", Network("marriedTo")))
