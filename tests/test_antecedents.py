"""What a trained reader is asked about pronouns, and what its answers may and may not change."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.mentions import Mentions, Stretch, find_mentions
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
