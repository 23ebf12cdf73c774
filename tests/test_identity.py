"""Who is one across articles, and that a decision once taken stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import kg.store
from kg.identity import Judgement, Verdict, is_full_name, name_key, resolve
from kg.model import Entity, EntityType, Extraction, Status
from kg.rdf import Names
from kg.rdf.read import judgements
from kg.store import Graph
from tests.graph_samples import Writer

PERSON = "https://celebrity-kg.example/person/"


def family(identifier: str, parent: str, child: str = "Wren", *, relation: str = "parentOf") -> Extraction:
    w = Writer(identifier, date(2020, 1, 1))
    w.line(f"[{parent}] and [{child}].").says(parent, relation, child)
    return w.extraction()


def iris(*articles: Extraction) -> list[str]:
    """The IRI of the second entity of each article, in the order given."""
    with kg.store.open() as graph:
        for article in articles:
            graph.replace([article])
        by_article = {(one.article, one.name): one.entity for one in stored(graph)}
        return [
            by_article[graph.names.article(one.article.id).value, one.entities[1].label].removeprefix(PERSON)
            for one in articles
        ]


def stored(graph: Graph) -> list[Judgement]:
    return list(judgements(graph.quads(graph.names.identity_graph)))


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Kim Kardashian", True),
        ("Jay-Z", False),
        ("Wren", False),
        ("Kim K.", False),
        ("Mr. Brown", False),
        ("Ludwig van Beethoven", True),
    ],
)
def test_a_full_name_has_two_parts(name: str, full: bool) -> None:
    assert is_full_name(name) is full


def test_a_full_name_is_one_across_articles() -> None:
    assert set(iris(family("t/1", "Ada Example", "Bo Sample"), family("t/2", "Cy Pattern", "Bo Sample"))) == {
        "bo-sample"
    }


def test_a_single_name_is_one_where_the_same_full_named_person_is_its_parent() -> None:
    assert len(set(iris(family("t/1", "Ada Example"), family("t/2", "Ada Example")))) == 1


def test_a_single_name_is_not_one_where_the_relation_or_the_relative_differs() -> None:
    first, other_parent, other_relation = iris(
        family("t/1", "Ada Example"), family("t/2", "Bo Sample"), family("t/3", "Ada Example", relation="siblingOf")
    )
    assert len({first, other_parent, other_relation}) == 3
    assert all(iri.startswith("wren-") for iri in (first, other_parent, other_relation))


def test_a_single_name_known_through_a_single_name_stays_with_its_article() -> None:
    assert len(set(iris(family("t/1", "Ada"), family("t/2", "Ada")))) == 2


def test_a_denied_relation_tells_nobody() -> None:
    denied = family("t/2", "Ada Example")
    denied = replace(denied, claims=tuple(replace(claim, status=Status.DENIED) for claim in denied.claims))
    assert len(set(iris(family("t/1", "Ada Example"), denied))) == 2


def test_adding_articles_never_renames_anybody() -> None:
    one, two = family("t/1", "Ada Example"), family("t/2", "Bo Sample")
    w = Writer("t/3", date(2019, 1, 1))
    w.line("[Ada Example] and [Bo Sample] have a daughter, [Wren].")
    w.says("Ada Example", "parentOf", "Wren")
    w.says("Bo Sample", "parentOf", "Wren")
    with kg.store.open() as graph:
        graph.replace([one])
        graph.replace([two])
        before = {(found.article, found.key): found.entity for found in stored(graph)}
        graph.replace([w.extraction()])
        graph.replace([two])
        graph.replace([one])
        after = {(found.article, found.key): found.entity for found in stored(graph)}
    assert {key: after[key] for key in before} == before


def test_two_people_of_one_full_name_in_one_article_stay_two() -> None:
    extraction = family("t/1", "Ada Example", "Bo Sample")
    twin = replace(extraction.entities[1], key="another", label="Ada Example")
    (claim,) = extraction.claims
    found = resolve(
        replace(extraction, entities=(extraction.entities[0], twin), claims=(replace(claim, object=twin),)),
        lambda name: (),
    )
    assert found[0].entity == f"{PERSON}ada-example"
    assert found[1].entity.startswith(f"{PERSON}ada-example-")
    assert [one.verdict for one in found] == [Verdict.POSITIVE, Verdict.UNSURE]


def test_organisations_places_and_works_are_one_by_type_and_name() -> None:
    def entity(kind: EntityType) -> str:
        extraction = family("t/1", "Ada Example", "Paris")
        paris = Entity("p", kind, "Paris")
        (claim,) = extraction.claims
        return resolve(replace(extraction, entities=(paris,), claims=(replace(claim, object=paris),)), lambda name: ())[
            0
        ].entity

    assert entity(EntityType.PLACE).endswith("/place/paris")
    assert entity(EntityType.WORK).endswith("/work/paris")


def test_an_iri_that_was_given_is_kept_if_it_is_ours() -> None:
    extraction = family("t/1", "Ada Example")
    (claim,) = extraction.claims
    for given, kept in ((f"{PERSON}wren-of-the-west", True), ("https://elsewhere.example/wren", False)):
        wren = replace(extraction.entities[1], id=given)
        found = resolve(replace(extraction, entities=(wren,), claims=(replace(claim, object=wren),)), lambda name: ())
        assert (found[0].entity == given) is kept


def test_a_judgement_says_why_and_can_be_read_back() -> None:
    with kg.store.open() as graph:
        graph.replace([family("t/1", "Ada Example"), family("t/2", "Ada Example")])
        reasons = sorted((one.name, one.reason, one.verdict.value) for one in stored(graph))
    assert reasons == [
        ("Ada Example", "full-name", "positive"),
        ("Ada Example", "full-name", "positive"),
        ("Wren", "anchor", "positive"),
        ("Wren", "scoped", "unsure"),
    ]


def test_another_resolver_can_take_its_place() -> None:
    def everybody_is_nobody(extraction: Extraction, known: object, names: Names) -> tuple[Judgement, ...]:
        return tuple(
            replace(one, entity=names.node("person", f"nobody-{place}").value)
            for place, one in enumerate(resolve(extraction, lambda name: (), names))
        )

    with kg.store.open(resolver=everybody_is_nobody) as graph:
        graph.replace([family("t/1", "Ada Example")])
        assert {one.subject for one in graph.statements()} == {f"{PERSON}nobody-0"}


def test_names_are_filed_without_accents_and_case() -> None:
    assert name_key(EntityType.PERSON, "BEYONCÉ") == name_key(EntityType.PERSON, "Beyonce")
