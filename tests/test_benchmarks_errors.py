from __future__ import annotations

import re
from datetime import date

import pytest

from benchmarks import errors
from benchmarks.errors import Piece, pieces, spans_of
from kg.evaluation import GoldArticle, GoldClaim, GoldPerson
from kg.evaluation.judging import Judged, judge
from kg.model import Article, Claim, Entity, EntityType, Evidence, Extraction, Status

TEXT = "Ada Roe wed Bo <Finn> & left. Cy Hill may sue Ada. Ada will marry Cy."
FIRST, SECOND, THIRD = TEXT[:29], TEXT[30:50], TEXT[51:]


def person(name: str) -> Entity:
    return Entity(name.lower(), EntityType.PERSON, name)


def evidence(quote: str, subject: str, object: str) -> Evidence:
    start = TEXT.index(quote)
    spans = [(TEXT.index(words, start), TEXT.index(words, start) + len(words)) for words in (subject, object)]
    return Evidence(start, start + len(quote), quote, spans[0], spans[1], "some-rule")


@pytest.fixture
def article() -> Judged:
    ada, bo, cy = map(person, ("Ada Roe", "Bo Finn", "Cy Hill"))
    claims = (
        Claim(ada, "siblingOf", bo, (evidence(FIRST, "Ada Roe", "Bo <Finn>"),), confidence=0.8),
        Claim(ada, "engagedTo", cy, (evidence(THIRD, "Ada", "Cy"),), status=Status.REPORTED, confidence=0.7),
        Claim(ada, "partnerOf", cy, (evidence(SECOND, "Ada", "Cy Hill"),), confidence=0.6),
        Claim(ada, "relativeOf", cy, (evidence(SECOND, "Ada", "Cy Hill"),), confidence=0.9),
    )
    gold = (
        GoldClaim("Ada Roe", "marriedTo", "Bo Finn", Status.ASSERTED, FIRST),
        GoldClaim("Ada Roe", "siblingOf", "Cy Hill", Status.ASSERTED, FIRST),
        GoldClaim("Ada Roe", "engagedTo", "Cy Hill", Status.ASSERTED, THIRD),
        GoldClaim("Ada Roe", "partnerOf", "Cy Hill", Status.POSSIBLE, SECOND),
        GoldClaim("Ada Roe", "relativeOf", "Cy Hill", Status.ASSERTED, SECOND),
    )
    text = Article("a", TEXT, date(2020, 1, 1))
    people = (GoldPerson("Ada Roe", ("Ada",)), GoldPerson("Bo Finn"), GoldPerson("Cy Hill", ("Cy",)))
    return judge(Extraction(text, (ada, bo, cy), (), claims), GoldArticle(text, people, gold))


def test_every_kind_of_error_is_told_from_the_others_and_right_claims_are_not_told(article: Judged) -> None:
    found = [(error.kind, error.predicate) for error in errors.errors_of(article)]
    assert found == [
        ("wrong", "siblingOf"),
        ("status", "engagedTo"),
        ("believed", "partnerOf"),
        ("missed", "marriedTo"),
        ("missed", "siblingOf"),
    ]


def test_an_error_shows_its_words_its_rule_and_what_the_other_side_says(article: Judged) -> None:
    wrong, status, *_, missed = errors.errors_of(article)
    assert wrong.sentence == (
        Piece("Ada Roe", "subject"),
        Piece(" wed "),
        Piece("Bo <Finn>", "object"),
        Piece(" & left."),
    )
    assert (wrong.rule, wrong.confidence) == ("some-rule", 0.8)
    assert wrong.others == ("Ada Roe | siblingOf | Cy Hill (asserted)",)
    assert status.others == ("Ada Roe | engagedTo | Cy Hill (asserted)",)
    assert missed.others == ("Ada Roe | siblingOf | Bo Finn (asserted)",)
    assert missed.confidence is None
    assert [piece for piece in missed.sentence if piece.role] == [Piece("Ada Roe", "subject")]


def test_a_section_counts_its_predicate_and_lists_the_worst_first(article: Judged) -> None:
    counted = {one.predicate: (one.right, one.found, one.gold) for one in errors.sections([article])}
    assert counted["relativeOf"] == (1, 1, 1)
    assert counted["marriedTo"] == (0, 0, 1)
    assert counted["siblingOf"] == (0, 1, 1)
    [siblings] = [one for one in errors.sections([article]) if one.predicate == "siblingOf"]
    assert [error.kind for error in siblings.errors] == ["wrong", "missed"]


def test_the_page_stands_alone_escapes_the_words_and_has_every_predicate(article: Judged) -> None:
    html = errors.page("Errors <1>", [article])
    assert "<title>Errors &lt;1&gt;</title>" in html
    assert '<mark class="object">Bo &lt;Finn&gt;</mark> &amp; left.' in html
    assert re.findall(r'<section id="([^"]+)">', html) == [
        "engagedTo",
        "marriedTo",
        "partnerOf",
        "relativeOf",
        "siblingOf",
    ]
    assert "by some-rule, confidence 0.80" in html
    assert "missed (2)" in html
    assert not re.search(r"<script|<link|src=|url\(|http", html)
    assert errors.page("Errors <1>", [article]) == html


@pytest.mark.parametrize(
    "marks",
    [
        pytest.param([(4, 20, "subject")], id="past the end"),
        pytest.param([(-3, 2, "subject")], id="before the beginning"),
        pytest.param([(2, 2, "subject")], id="nothing"),
    ],
)
def test_words_outside_a_sentence_are_not_marked(marks: list[errors.Mark]) -> None:
    assert pieces("Ada wed Bo.", marks) == (Piece("Ada wed Bo."),)


def test_of_two_words_that_overlap_one_is_marked() -> None:
    assert pieces("Ada's son", [(0, 9, "object"), (0, 3, "subject")]) == (Piece("Ada's son", "object"),)


def test_the_longest_name_in_a_sentence_is_marked_and_only_whole_words() -> None:
    assert spans_of(("Bo", "Bo Finn"), "Bob met Bo Finn; Bo left.") == [(8, 15)]
    assert spans_of(("Cy",), "Cyan") == []


def test_the_anchor_of_an_event_can_stand_in_a_selector() -> None:
    assert errors.Section("event:Wedding", 0, 0, 0, ()).anchor == "event-Wedding"
