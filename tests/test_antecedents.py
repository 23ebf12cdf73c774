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

    def __call__(self, text: str, stretch: Stretch) -> dict[tuple[int, int], float]:
        self.asked.append(stretch)
        words = [text[start:end] for start, end, _ in stretch.mentions]
        return {pair: self.odds if self.name in {words[i] for i in pair} else -self.odds for pair in stretch.pairs}


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
    reader = Reader("Nora Bell")
    find_mentions(nlp(TWO_WOMEN), (), reader)
    [stretch] = reader.asked
    assert (stretch.start, stretch.end) == (0, len(TWO_WOMEN))
    kinds = [(TWO_WOMEN[start:end], kind) for start, end, kind in stretch.mentions]
    assert ("she", MentionKind.PRONOUN) in kinds
    assert {words for words, kind in kinds if kind is MentionKind.NAME} == {"Nora Bell", "Clara Finch"}
    assert all(later > earlier for later, earlier in stretch.pairs)


def test_long_articles_are_read_in_stretches(nlp: Language) -> None:
    filler = "The weather stayed dry and the harvest in the valley was better than in any year that anybody recalled. "
    text = (TWO_WOMEN + " " + filler * 12) * 3
    reader = Reader("Nora Bell")
    find_mentions(nlp(text), (), reader)
    assert len(reader.asked) == 3
    assert len({stretch.start for stretch in reader.asked}) == 3
    assert all(stretch.end - stretch.start < 1200 for stretch in reader.asked)
