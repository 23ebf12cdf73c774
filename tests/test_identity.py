"""Who is one across articles, and that a decision once taken stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import kg.store
from kg.identity import Judgement, Known, Nobody, Request, Resolution, Verdict, is_full_name, resolve
from kg.model import Entity, EntityType, Extraction, Status
from kg.rdf import Names
from kg.rdf.read import judgements
from kg.rdf.terms import SAME_AS
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


def redirects(graph: Graph) -> dict[str, str]:
    quads = graph.store.quads_for_pattern(None, SAME_AS, None, graph.names.identity_graph)
    return {str(quad.subject).strip("<>"): str(quad.object).strip("<>") for quad in quads}


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


def test_adding_articles_never_renames_anybody_and_a_merge_leaves_a_redirect() -> None:
    one, two = family("t/1", "Ada Example"), family("t/2", "Bo Sample")
    w = Writer("t/3", date(2019, 1, 1))
    w.line("[Ada Example] and [Bo Sample] have a daughter, [Wren].")
    w.says("Ada Example", "parentOf", "Wren")
    w.says("Bo Sample", "parentOf", "Wren")
    with kg.store.open() as graph:
        graph.replace([one])
        graph.replace([two])
        before = {found.id: found.entity for found in stored(graph)}
        graph.replace([w.extraction()])
        graph.replace([two])
        graph.replace([one])
        after = {found.id: found for found in stored(graph)}
        assert {key: after[key].home for key in before} == before
        (wren,) = {found.entity for found in after.values() if found.name == "Wren"}
        (retired,) = {iri for iri in before.values() if "wren" in iri} - {wren}
        assert redirects(graph) == {retired: wren}
        assert retired not in {claim.object for claim in graph.statements()}


def test_two_people_of_one_full_name_in_one_article_stay_two() -> None:
    extraction = family("t/1", "Ada Example", "Bo Sample")
    twin = replace(extraction.entities[1], key="another", label="Ada Example")
    (claim,) = extraction.claims
    both = replace(extraction, entities=(extraction.entities[0], twin), claims=(replace(claim, object=twin),))
    found = sorted(resolve(Request([both]), Nobody()).after, key=lambda one: one.entity)
    assert found[0].entity == f"{PERSON}ada-example"
    assert found[1].entity.startswith(f"{PERSON}ada-example-")
    (compared,) = resolve(Request([both]), Nobody()).compared_after
    assert (compared.verdict, compared.reason.endswith("tells them apart")) == (Verdict.NEGATIVE, True)


def test_organisations_places_and_works_are_one_by_type_and_name() -> None:
    def entity(kind: EntityType) -> str:
        extraction = family("t/1", "Ada Example", "Paris")
        paris = Entity("p", kind, "Paris")
        (claim,) = extraction.claims
        said = replace(extraction, entities=(paris,), claims=(replace(claim, object=paris),))
        return next(one.entity for one in resolve(Request([said]), Nobody()).after if one.type is kind)

    assert entity(EntityType.PLACE).endswith("/place/paris")
    assert entity(EntityType.WORK).endswith("/work/paris")


def test_an_iri_that_was_given_is_kept_if_it_is_ours() -> None:
    extraction = family("t/1", "Ada Example")
    (claim,) = extraction.claims
    for given, kept in ((f"{PERSON}wren-of-the-west", True), ("https://elsewhere.example/wren", False)):
        wren = replace(extraction.entities[1], id=given)
        said = replace(extraction, entities=(wren,), claims=(replace(claim, object=wren),))
        found = {one.name: one.entity for one in resolve(Request([said]), Nobody()).after}
        assert (found["Wren"] == given) is kept


def test_a_judgement_says_why_and_can_be_read_back() -> None:
    with kg.store.open() as graph:
        graph.replace([family("t/1", "Ada Example"), family("t/2", "Ada Example")])
        reasons = sorted((one.name, one.reason, one.verdict.value) for one in stored(graph))
    assert reasons == [
        ("Ada Example", "first", "positive"),
        ("Ada Example", "same kin", "positive"),
        ("Wren", "first", "positive"),
        ("Wren", "first relative", "positive"),
    ]


def test_another_resolver_can_take_its_place() -> None:
    def everybody_is_nobody(request: Request, known: Known, names: Names) -> Resolution:
        found = resolve(request, Nobody(), names)
        nobody = [names.node("person", f"nobody-{place}").value for place in range(len(found.after))]
        judged = [replace(one, entity=iri, home=iri) for one, iri in zip(found.after, nobody, strict=True)]
        return replace(found, after=tuple(judged))

    with kg.store.open(resolver=everybody_is_nobody) as graph:
        graph.replace([family("t/1", "Ada Example")])
        assert {one.subject for one in graph.statements()} == {f"{PERSON}nobody-0"}
