"""What people say of who is who: merging, splitting, parting and undoing, and the lasting names of entities."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg.store
from benchmarks.identity import cases
from kg.identity import Judgement, Maker, Verdict
from kg.model import Entity, Extraction
from kg.rdf.read import comparisons, judgements
from kg.rdf.terms import SAME_AS, ck
from kg.store import Graph, StoreError, who
from kg.store.graph import sorted_bytes
from kg.validate import validate
from tests.graph_samples import Writer

PERSON = "https://celebrity-kg.example/person/"


def told(identifier: str, name: str, *claims: tuple[str, str], year: int = 2020) -> Extraction:
    """An article that says of somebody, and of others by name, some things."""
    w = Writer(identifier, date(year, 1, 1))
    for predicate, thing in claims:
        entity = predicate in {"marriedTo", "parentOf", "siblingOf", "livesIn"}
        w.line(f"[{name}], {predicate} [{thing}]." if entity else f"[{name}], {thing}.").says(name, predicate, thing)
    return w.extraction()


def singer(identifier: str, name: str = "Ada Roe") -> Extraction:
    return told(identifier, name, ("occupation", "singer"))


def judge(identifier: str, name: str = "Ada Roe") -> Extraction:
    return told(identifier, name, ("occupation", "judge"))


def stored(graph: Graph) -> dict[tuple[str, str], Judgement]:
    return {one.id: one for one in judgements(graph.quads(graph.names.identity_graph))}


def entities(graph: Graph, name: str) -> list[str]:
    return sorted({one.entity.removeprefix(PERSON) for one in stored(graph).values() if one.name == name})


def believed(graph: Graph) -> set[tuple[str, str]]:
    quads = graph.store.quads_for_pattern(None, ck("occupation"), None, None)
    return {(str(quad.subject).strip("<>").removeprefix(PERSON), str(quad.object)) for quad in quads}


def test_a_merge_makes_two_one_everywhere_and_an_undo_puts_everything_back() -> None:
    with kg.store.open() as graph:
        graph.replace([singer("t/1"), judge("t/2")])
        before = sorted_bytes(graph)
        first, second = entities(graph, "Ada Roe")
        said = who.merge(graph, PERSON + first, PERSON + second, on=date(2021, 1, 1))
        assert entities(graph, "Ada Roe") == ["ada-roe"]
        assert believed(graph) == {("ada-roe", '"singer"'), ("ada-roe", '"judge"')}
        assert {one.subject for one in graph.statements()} == {f"{PERSON}ada-roe"}
        retired = next(iri for iri in (first, second) if iri != "ada-roe")
        assert who.current(graph, PERSON + retired) == f"{PERSON}ada-roe"
        (redirect,) = graph.store.quads_for_pattern(None, SAME_AS, None, graph.names.identity_graph)
        assert str(redirect.object) == f"<{PERSON}ada-roe>"
        assert validate(graph).conforms
        assert who.undo(graph, who.short_id(graph, said)) == said
        assert sorted_bytes(graph) == before


def test_a_split_keeps_two_apart_that_the_rules_would_join_and_an_undo_joins_them_again() -> None:
    with kg.store.open() as graph:
        graph.replace([singer("t/1"), singer("t/2")])
        before = sorted_bytes(graph)
        (name,) = entities(graph, "Ada Roe")
        said = who.part(graph, PERSON + name, "t/2")
        found = entities(graph, "Ada Roe")
        assert len(found) == 2
        assert name in found
        assert validate(graph).conforms
        graph.replace([singer("t/3")])
        assert len(entities(graph, "Ada Roe")) in (2, 3)
        assert set(found) <= set(entities(graph, "Ada Roe"))
        graph.remove("t/3")
        who.undo(graph, who.short_id(graph, said))
        assert entities(graph, "Ada Roe") == [name]
        assert who.current(graph, PERSON + next(iri for iri in found if iri != name)) == PERSON + name
        graph.remove(["t/2"])
        graph.replace([singer("t/2")])
        assert sorted_bytes(graph) == before


def test_a_split_of_two_entities_holds_when_later_articles_would_join_them() -> None:
    maiden = told("t/1", "Lena Roe", ("siblingOf", "Petra Roe"))
    married = told("t/2", "Lena Finch", ("marriedTo", "Otis Finch"))
    w = Writer("t/3", date(2021, 1, 1))
    w.line("[Lena Roe Finch] and [Petra Roe].").says("Lena Roe Finch", "siblingOf", "Petra Roe")
    w.line("[Lena Roe Finch] and [Otis Finch].").says("Lena Roe Finch", "marriedTo", "Otis Finch")
    for decide in (False, True):
        with kg.store.open() as graph:
            graph.replace([maiden, married])
            if decide:
                who.split(graph, f"{PERSON}lena-roe", f"{PERSON}lena-finch")
            graph.replace([w.extraction()])
            apart = set(entities(graph, "Lena Roe")).isdisjoint(entities(graph, "Lena Finch"))
            assert apart is decide


def test_decisions_survive_articles_read_anew_and_articles_gone_and_come_again() -> None:
    with kg.store.open() as graph:
        graph.replace([singer("t/1"), judge("t/2"), singer("t/3", "Bo Finch"), singer("t/4", "Bo Finch")])
        first, second = entities(graph, "Ada Roe")
        who.merge(graph, PERSON + first, PERSON + second)
        who.part(graph, f"{PERSON}bo-finch", "t/4")
        assert len(entities(graph, "Bo Finch")) == 2
        graph.replace([told("t/2", "Ada Roe", ("occupation", "lawyer"))])
        graph.replace([singer("t/4", "Bo Finch")])
        assert entities(graph, "Ada Roe") == ["ada-roe"]
        assert len(entities(graph, "Bo Finch")) == 2
        graph.remove(["t/4"])
        graph.replace([told("t/4", "Bo Finch", ("occupation", "actor"))])
        assert len(entities(graph, "Bo Finch")) == 2
        assert len(who.decisions(graph)) == 2


def test_two_of_one_article_can_be_merged_and_told_apart_again() -> None:
    w = Writer("t/1", date(2020, 1, 1))
    w.line("[Ada Roe], singer.").says("Ada Roe", "occupation", "singer")
    w.line("[Ada R], wed [Bo Finch].").says("Ada R", "marriedTo", "Bo Finch")
    w.line("[Cy Roe] and [Ada R] and [they|Ada Roe;Ada R].").says("Ada R", "siblingOf", "Cy Roe")
    with kg.store.open() as graph:
        graph.replace([w.extraction()])
        before = sorted_bytes(graph)
        (full,), (short,) = entities(graph, "Ada Roe"), entities(graph, "Ada R")
        said = who.merge(graph, PERSON + full, PERSON + short)
        assert entities(graph, "Ada R") == ["ada-roe"]
        assert validate(graph).conforms
        merged = sorted_bytes(graph)
        graph.replace([w.extraction()])
        assert sorted_bytes(graph) == merged
        graph.replace([singer("t/2", "Ada Roe")])
        graph.remove("t/2")
        assert sorted_bytes(graph) == merged
        who.undo(graph, who.short_id(graph, said))
        assert sorted_bytes(graph) == before


def test_things_can_be_merged_and_the_merge_undone() -> None:
    def of(identifier: str, home: str) -> Extraction:
        return told(identifier, "Ada Roe", ("livesIn", home))

    def places(graph: Graph) -> set[object]:
        return {str(one.object).rpartition("/")[2] for one in graph.statements()}

    with kg.store.open() as graph:
        graph.replace([of("t/1", "Porto"), of("t/2", "Lisbon")])
        before = sorted_bytes(graph)
        place = "https://celebrity-kg.example/place/"
        said = who.merge(graph, f"{place}porto", f"{place}lisbon")
        assert len(places(graph)) == 1
        graph.replace([of("t/3", "Lisbon")])
        assert len(places(graph)) == 1
        graph.remove("t/3")
        who.undo(graph, who.short_id(graph, said))
        assert sorted_bytes(graph) == before


def test_what_cannot_be_decided_is_refused_with_what_to_try() -> None:
    with kg.store.open() as graph:
        graph.replace([singer("t/1"), judge("t/2"), singer("t/3", "Bo Finch")])
        first, second = (PERSON + name for name in entities(graph, "Ada Roe"))
        with pytest.raises(StoreError, match="one entity already"):
            who.merge(graph, first, first)
        with pytest.raises(StoreError, match="no entity of this graph"):
            who.merge(graph, first, f"{PERSON}nobody")
        with pytest.raises(StoreError, match="does not speak of"):
            who.part(graph, first, "t/3")
        with pytest.raises(StoreError, match="nothing to part"):
            who.part(graph, f"{PERSON}bo-finch", "t/3")
        with pytest.raises(StoreError, match="no person has made"):
            who.undo(graph, "0000")
        who.merge(graph, first, second)
        who.split(graph, second, f"{PERSON}bo-finch")
        with pytest.raises(StoreError, match="contradicts decision"):
            who.merge(graph, first, f"{PERSON}bo-finch")


def test_namesakes_leave_a_comparison_that_says_why_they_are_two() -> None:
    with kg.store.open() as graph:
        graph.replace([told("t/1", "Ada Roe", ("bornOn", "1950")), told("t/2", "Ada Roe", ("bornOn", "1990"))])
        (found,) = comparisons(graph.quads(graph.names.identity_graph))
        assert (found.verdict, found.by) == (Verdict.NEGATIVE, Maker.RULE)
        assert found.reason.startswith("born 19")
        graph.remove("t/2")
        assert not list(comparisons(graph.quads(graph.names.identity_graph)))


def test_an_entity_keeps_its_iri_when_its_first_article_goes() -> None:
    with kg.store.open() as graph:
        graph.replace([singer("t/1"), singer("t/2")])
        graph.remove("t/1")
        graph.replace([told("t/3", "Ada Roe", ("bornOn", "1950"))])
        assert entities(graph, "Ada Roe") == ["ada-roe"]


def partition(graph: Graph) -> set[frozenset[tuple[str, str]]]:
    groups: dict[str, set[tuple[str, str]]] = {}
    for one in stored(graph).values():
        groups.setdefault(one.entity, set()).add(one.id)
    return {frozenset(group) for group in groups.values()}


@settings(max_examples=6)
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_the_order_of_articles_and_builds_changes_no_entity(chance: random.Random, batches: int) -> None:
    extractions, _ = cases("open")
    shuffled = extractions[:24]
    with kg.store.open() as graph:
        graph.replace(shuffled)
        expected = partition(graph)
    chance.shuffle(shuffled)
    with kg.store.open() as graph:
        for batch in range(batches):
            graph.replace(shuffled[batch::batches])
        assert partition(graph) == expected


@settings(max_examples=6)
@given(st.randoms(use_true_random=False))
def test_every_iri_that_was_ever_given_leads_somewhere(chance: random.Random) -> None:
    extractions, _ = cases("open")
    shuffled = extractions[:24]
    chance.shuffle(shuffled)
    given_out: set[str] = set()
    with kg.store.open() as graph:
        for extraction in shuffled:
            graph.replace([extraction])
            given_out |= {one.entity for one in stored(graph).values()}
        living = {one.entity for one in stored(graph).values()}
        assert all(iri in living or who.current(graph, iri) in living for iri in given_out)


def test_an_iri_given_with_the_claims_joins_what_has_it_already() -> None:
    claims = singer("t/2", "Ada Roe-Finch")
    entity = claims.entities[0]
    fixed = Entity(entity.key, entity.type, entity.label, entity.aliases, f"{PERSON}ada-roe")
    with_id = Extraction(
        claims.article,
        (fixed,),
        claims.mentions,
        tuple(type(claim)(fixed, claim.predicate, claim.object, claim.evidence) for claim in claims.claims),
    )
    with kg.store.open() as graph:
        graph.replace([singer("t/1")])
        graph.replace([with_id])
        assert believed(graph) == {("ada-roe", '"singer"')}
