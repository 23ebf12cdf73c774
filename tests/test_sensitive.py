"""Who counts as a minor, and that claims are marked and unmarked as births become known."""

from __future__ import annotations

from datetime import date

import pyoxigraph as ox

import kg.store
from kg.belief import Statement
from kg.model import Literal, LiteralType, Status
from kg.rdf.terms import ck
from kg.sensitive import Born, births, is_minor
from kg.store import Graph
from tests.graph_samples import Writer

A, B = "x/person/a", "x/person/b"


def say(predicate: str, subject: str = A, thing: str | Literal | None = None, **more: object) -> Statement:
    values: dict[str, object] = {
        "id": "c",
        "article": "t/1",
        "published": date(2020, 5, 1),
        "status": Status.ASSERTED,
        "confidence": 0.9,
        **more,
    }
    return Statement(subject=subject, predicate=predicate, object=thing, **values)  # type: ignore[arg-type]


def born(value: str, **more: object) -> Statement:
    return say("bornOn", A, Literal(value, LiteralType.DATE), **more)


def test_of_an_interval_the_latest_day_counts() -> None:
    assert births(A, [born("2001-05-02/2002-05-01")]) == {Born(date(2002, 5, 1), date(2020, 5, 1))}


def test_a_denied_birth_tells_nothing() -> None:
    assert births(A, [born("2012", status=Status.DENIED)]) == frozenset()


def test_a_birth_told_as_news_counts_for_the_child_only() -> None:
    birth = say("event:Birth", A, at="2019-03")
    assert births(A, [birth]) == frozenset()
    assert births(A, [birth, say("parentOf", B, A)]) == {Born(date(2019, 3, 31), date(2020, 5, 1))}
    assert births(A, [birth, say("parentOf", B, A), say("parentOf", A, B)]) == frozenset()


def test_the_eighteenth_birthday_ends_it() -> None:
    assert is_minor([Born(date(2002, 5, 2))], date(2020, 5, 1))
    assert not is_minor([Born(date(2002, 5, 2))], date(2020, 5, 2))


def test_who_is_born_on_a_leap_day_is_a_minor_until_march() -> None:
    assert is_minor([Born(date(2004, 2, 29))], date(2022, 2, 28))
    assert not is_minor([Born(date(2004, 2, 29))], date(2022, 3, 1))


def test_in_disagreement_the_younger_age_counts() -> None:
    assert is_minor([Born(date(1980, 1, 1)), Born(date(2010, 1, 1))], date(2020, 1, 1))


def test_an_article_without_a_date_borrows_that_of_the_birth() -> None:
    assert is_minor([Born(date(2010, 1, 1), date(2020, 1, 1))], None)
    assert not is_minor([Born(date(2010, 1, 1))], None)


def marked(graph: Graph) -> set[tuple[str, str]]:
    """The article and the kind of each mark."""
    quads = graph.store.quads_for_pattern(None, ck("sensitivity"), None, None)
    return {
        (str(quad.graph_name).rpartition("/")[2][:3], str(quad.object).rpartition("#")[2].strip(">")) for quad in quads
    }


def test_claims_of_other_articles_are_marked_when_an_age_becomes_known_and_unmarked_when_it_goes() -> None:
    family, age = Writer("t/1", date(2020, 5, 1)), Writer("t/2", date(2021, 5, 1))
    family.line("[Ada Example] is the mother of [Cy Example].").says("Ada Example", "parentOf", "Cy Example")
    age.line("[Cy Example], 7, sang.").says("Cy Example", "bornOn", "2013-05-02/2014-05-01")
    with kg.store.open() as graph:
        graph.replace([family.extraction()])
        assert marked(graph) == set()
        graph.replace([age.extraction()])
        assert marked(graph) == {("t-1", "Minor"), ("t-2", "Minor")}
        graph.remove("t/2")
        assert marked(graph) == set()


def test_the_grown_up_is_no_minor_in_later_articles() -> None:
    early, late = Writer("t/1", date(2020, 5, 1)), Writer("t/2", date(2035, 5, 1))
    early.line("[Cy Example], 7, sang.").says("Cy Example", "bornOn", "2012-05-02/2013-05-01")
    late.line("[Cy Example] is a singer.").says("Cy Example", "occupation", "singer")
    with kg.store.open() as graph:
        graph.replace([early.extraction(), late.extraction()])
        assert marked(graph) == {("t-1", "Minor")}


def test_a_health_mark_stays_when_the_mark_of_a_minor_goes() -> None:
    ill, age = Writer("t/1", date(2020, 5, 1)), Writer("t/2", date(2020, 5, 2))
    ill.line("[Cy Example] has hay fever.").says("Cy Example", "hasCondition", "hay fever")
    age.line("[Cy Example], 7, sang.").says("Cy Example", "bornOn", "2013")
    with kg.store.open() as graph:
        graph.replace([ill.extraction(), age.extraction()])
        assert marked(graph) == {("t-1", "Health"), ("t-1", "Minor"), ("t-2", "Minor")}
        graph.remove("t/2")
        assert marked(graph) == {("t-1", "Health")}
        assert list(graph.store.quads_for_pattern(None, ck("sensitive"), ox.Literal(True), None))
