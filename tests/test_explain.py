from __future__ import annotations

import pytest

from kg.explain import Reason, explain, marked, render
from kg.queries import AmbiguousNameError, BadParameterError, UnknownNameError
from tests.asking import CASSIUS, DORIAN, MARISOL, endpoint
from tests.graph_samples import small_world


def test_a_fact_is_explained_by_every_sentence_behind_it() -> None:
    found = explain(endpoint(), MARISOL, "marriedTo", DORIAN)
    assert [reason.title for reason in found] == ["A wedding by the river", "It is official"]
    assert [reason.rule for reason in found] == ["sample.marriedto"] * 2
    assert [reason.confidence for reason in found] == [0.98, 0.96]


def test_offsets_lead_back_to_the_words_of_the_article() -> None:
    texts = {extraction.article.id: extraction.article.text for extraction in small_world()}
    for predicate in ("parentOf", "marriedTo", "event:DivorceFiling"):
        for reason in explain(endpoint(), MARISOL, predicate):
            assert texts[reason.article][reason.quote_start : reason.quote_end] == reason.quote


def test_a_symmetric_fact_is_the_same_from_either_side() -> None:
    assert explain(endpoint(), DORIAN, "marriedTo", MARISOL) == explain(endpoint(), MARISOL, "marriedTo", DORIAN)


def test_a_directed_fact_is_not() -> None:
    assert explain(endpoint(), MARISOL, "parentOf", "Ottilie Holloway")
    assert not explain(endpoint(), "Ottilie Holloway", "parentOf", MARISOL)


def test_a_literal_is_named_by_its_words() -> None:
    [born] = explain(endpoint(), MARISOL, "bornOn", "1980-07-14")
    assert "July 14, 1980" in born.quote
    [singer] = explain(endpoint(), MARISOL, "occupation", "Singer")
    assert singer.object_name == "singer"


def test_without_an_object_all_are_explained() -> None:
    assert {reason.object_name for reason in explain(endpoint(), MARISOL, "marriedTo")} == {CASSIUS, DORIAN}


def test_what_is_not_believed_is_explained_too_with_status_and_speaker() -> None:
    found = explain(endpoint(), DORIAN, "partnerOf", "Ines Calloway")
    assert {(reason.status, reason.said_by) for reason in found} == {("possible", ""), ("denied", "Ines Calloway")}


def test_health_is_explained_only_on_demand() -> None:
    assert explain(endpoint(), DORIAN, "hasCondition") == ()
    assert len(explain(endpoint(), DORIAN, "hasCondition", sensitive=True)) == 1


def test_nothing_told_is_nothing() -> None:
    assert explain(endpoint(), MARISOL, "marriedTo", "Ines Calloway") == ()


@pytest.mark.parametrize(
    ("subject", "predicate", "object_", "error", "message"),
    [
        (MARISOL, "marryTo", None, BadParameterError, "marriedTo"),
        ("Nobody Atall", "marriedTo", None, UnknownNameError, "Nobody Atall"),
        (MARISOL, "marriedTo", "Zzyzx Qqqq", BadParameterError, "told are: Cassius Holloway, Dorian Quillfeather"),
        ("Wren", "bornOn", None, AmbiguousNameError, "2 are called"),
    ],
)
def test_a_wrong_word_is_told(
    subject: str, predicate: str, object_: str | None, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        explain(endpoint(), subject, predicate, object_)


def reason(subject: tuple[int, int] | None, object_: tuple[int, int] | None) -> Reason:
    quote = "Ada wed Bo in May."
    return Reason("Ada", "marriedTo", "Bo", "asserted", 1.0, quote, subject, object_, 0, len(quote), *[""] * 12)


@pytest.mark.parametrize(
    ("subject", "object_", "text"),
    [
        ((0, 3), (8, 10), "[Ada] wed [Bo] in May."),
        ((8, 10), (0, 3), "[Ada] wed [Bo] in May."),
        ((0, 3), None, "[Ada] wed Bo in May."),
        ((0, 7), (4, 10), "[Ada wed] Bo in May."),
        ((0, 3), (0, 3), "[Ada] wed Bo in May."),
        (None, None, "Ada wed Bo in May."),
    ],
)
def test_words_are_marked_once_and_nothing_is_lost(
    subject: tuple[int, int] | None, object_: tuple[int, int] | None, text: str
) -> None:
    one = reason(subject, object_)
    assert "".join(words for words, _ in marked(one, brackets=True)) == text
    assert "".join(words for words, _ in marked(one, brackets=False)) == one.quote


def test_on_a_terminal_subject_and_object_differ_by_style() -> None:
    styles = {words: style for words, style in marked(reason((0, 3), (8, 10)), brackets=False)}
    assert (styles["Ada"], styles["Bo"]) == ("bold", "underline")


def test_the_lines_say_claim_sentence_and_place() -> None:
    lines = [
        "".join(words for words, _ in line) for line in render(explain(endpoint(), MARISOL, "wedding"), brackets=True)
    ]
    assert lines == [
        "Marisol Vantresca event:Wedding Dorian Quillfeather (24 May 2014, Lisbon)  asserted",
        "  Singer [Marisol Vantresca] and rapper [Dorian Quillfeather] wed on May 24, 2014 in Lisbon.",
        "  A wedding by the river, The Daily Sample, 2014-05-26; characters 0 to 86; rule sample.wedding; "
        "confidence 0.97",
    ]
