"""Time expressions: one row of `cases/dates.toml` a test, without a model and with the trained one."""

from __future__ import annotations

import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.dates import Anchor, Time, TimeKind, find_times, is_valid
from kg.dates.resolve import readers
from kg.dates.words import forms, pattern, rules
from kg.model import PartialDate

CASES = tomllib.loads((Path(__file__).parent / "cases" / "dates.toml").read_text(encoding="utf-8"))
ROWS = [
    pytest.param(row, id=f"{group}-{number}-{row['text'][:40]}")
    for group, rows in CASES.items()
    for number, row in enumerate(rows, start=1)
]


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("en")


def shown(time: Time, text: str) -> list[str]:
    length = " ".join(str(part) for part in (time.number, time.unit) if part is not None)
    value = time.value.value if time.value else "" if time.kind is TimeKind.VAGUE else length
    return [text[time.start : time.end], "heading" if time.heading else time.kind.value, value]


@pytest.mark.parametrize("row", ROWS)
def test_words_alone_give_the_times(row: dict[str, Any], blank: Language) -> None:
    doc = blank(row["text"])
    assert [shown(time, doc.text) for time in find_times(doc, row.get("published"))] == row["times"]


@pytest.mark.parametrize("row", ROWS)
def test_the_parse_gives_the_same_times(row: dict[str, Any], nlp: Language) -> None:
    doc = nlp(row["text"])
    assert [shown(time, doc.text) for time in find_times(doc, row.get("published"))] == row["times"]


@pytest.mark.parametrize("row", ROWS)
def test_a_line_break_inside_a_time_changes_nothing(row: dict[str, Any], blank: Language) -> None:
    """Prose is often hard-wrapped."""
    for words, kind, value in row["times"]:
        for i, char in enumerate(words):
            if char == " ":
                broken = f"{words[:i]}\n{words[i + 1 :]}"
                doc = blank(row["text"].replace(words, broken))
                times = find_times(doc, row.get("published"))
                assert [broken, kind, value] in [shown(time, doc.text) for time in times]


def test_tokens_and_characters_agree_and_times_do_not_overlap(blank: Language) -> None:
    text = "  Ann Lee, 40, wed on Dec. 22, 2018; a 5-year-old saw it (1997-98), from March 2019 until April 2021."
    doc = blank(text)
    times = find_times(doc, date(2021, 1, 6))
    assert len(times) == 5
    for time in times:
        span = doc[time.first : time.last]
        assert span.start_char <= time.start < time.end <= span.end_char
        assert time.value is None or time.value.original == text[time.start : time.end]
    assert all(one.end <= other.start for one, other in pairwise(times))


def test_a_range_keeps_both_ends_with_their_own_words(blank: Language) -> None:
    (time,) = find_times(blank("She was engaged from March 2019 until April 2021."))
    assert time.since == PartialDate("2019-03", "March 2019")
    assert time.until == PartialDate("2021-04", "April 2021")
    assert time.anchor is Anchor.TEXT


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("They wed in 2014.", Anchor.TEXT),
        ("They wed in July.", Anchor.PUBLISHED),
        ("They wed three years ago.", Anchor.PUBLISHED),
        ("They met in 2014 and wed a year later.", Anchor.DISCOURSE),
    ],
)
def test_a_value_says_what_it_was_reckoned_from(text: str, anchor: Anchor, blank: Language) -> None:
    assert find_times(blank(text), date(2021, 1, 6))[-1].anchor is anchor


def test_a_hand_built_doc_without_a_parse_will_do(blank: Language) -> None:
    doc = Doc(blank.vocab, words=["They", "met", "on", "Dec.", "22", ",", "2018", "."])
    (time,) = find_times(doc)
    assert (time.first, time.last) == (3, 7)
    doc = Doc(blank.vocab, words=["Ann", "Lee", ",", "40", ",", "has", "a", "7", "-", "year", "-", "old", "son", "."])
    assert [(time.kind, time.number) for time in find_times(doc)] == [(TimeKind.AGE, 40), (TimeKind.AGE, 7)]


def test_a_blanked_head_shifts_nothing(blank: Language) -> None:
    (time,) = find_times(blank(" " * 17 + "2008: Ann Lee starts a firm."), date(2021, 1, 6))
    assert (time.heading, time.start) == (True, 17)


def test_the_day_of_publication_changes_only_what_is_reckoned_from_it(blank: Language) -> None:
    doc = blank("They wed on June 4, 2016, and split in July.")
    one, other = find_times(doc, date(2019, 1, 1)), find_times(doc, date(2021, 1, 1))
    assert one[0] == other[0]
    assert one[1].value != other[1].value


HEAP = """
in on since until from to between and the a two three years days ago later last next this that May June Dec. 22 2013
1990s spring Saturday week month , . : ( ) - 40 40-year-old aged turned was will Ann born after before about
"""
WORDS = st.sampled_from(HEAP.split())
TOKENIZER = spacy.blank("en")


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=25), st.dates(date(1980, 1, 1), date(2030, 1, 1)))
def test_any_heap_of_words_gives_valid_values_in_order(words: list[str], published: date) -> None:
    doc = TOKENIZER(" ".join(words))
    times = find_times(doc, published)
    assert list(times) == sorted(times, key=lambda time: (time.start, time.end))
    for time in times:
        assert all(is_valid(side.value) for side in (time.value, time.since, time.until) if side)


def test_every_form_of_the_rules_has_a_reader_and_every_pattern_compiles() -> None:
    assert {form.read for form in forms()} <= readers()
    data = rules()
    for section in ("bare", "operators", "then"):
        for name, value in data[section].items():
            if isinstance(value, str):
                assert isinstance(pattern(section, name).pattern, str)


@pytest.mark.slow
def test_the_date_step_takes_milliseconds(nlp: Language) -> None:
    sentence = "Ann Lee, 40, wed Bo Roe on Dec. 22, 2018, three years after they met in June, and left him last month. "
    doc = nlp(sentence * 33)
    assert len(doc) > 800
    find_times(doc, date(2021, 1, 6))
    begun = perf_counter()
    find_times(doc, date(2021, 1, 6))
    # 165 times instead of an article's forty, on a machine that may be busy: the bar for an article is 15 ms.
    assert perf_counter() - begun < 0.5
