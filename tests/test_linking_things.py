"""Organisations, places, works and awards: linked by whole names of a fitting class, through people, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

import kg.store
from kg.linking import Profile, Strength, Tie, accept, decide, link_graph, reject
from kg.linking.gather import names_of
from kg.linking.things import Thing, link_things
from kg.model import Entity, EntityType
from kg.validate import validate
from kg.wikidata import Item, Relation
from tests.graph_samples import Writer
from tests.test_linking import CASES, MARISOL, TODAY, WORLD, base, person

ANN = person("Q9", "Ann Lee", relations=(Relation("P463", "Q7"), Relation("P19", "Q8")))


def item(told: Mapping[str, Any]) -> Item:
    lists = {name: tuple(told.get(name, ())) for name in ("aliases", "kinds")}
    return Item(**{**told, **lists, "relations": tuple(Relation(*one) for one in told.get("relations", ()))})


@pytest.mark.parametrize("row", CASES["thing"], ids=lambda row: row["what"])
def test_a_thing_is_linked_by_its_whole_name_and_class(row: Mapping[str, Any]) -> None:
    ties = tuple(Tie(*told) for told in row.get("ties", ()))
    thing = Thing(Profile("thing", (row["name"],), ties=ties), EntityType(row["type"]))
    answers = link_things([thing], base(*map(item, row["items"])), {"ann": ANN})
    assert {one.qid: one.strength.value for one in decide(answers, [], "")} == row["links"]


def test_a_band_of_the_graph_is_linked_through_its_singer_and_a_no_is_heeded() -> None:
    larks = Item("Q7", "Larks", "band", kinds=("Q215380",), sitelinks=9, relations=(Relation("P527", "Q101"),))
    writer = Writer("t/band", date(2024, 1, 1))
    writer.entities["Larks"] = Entity("larks", EntityType.ORGANIZATION, "Larks")
    writer.line("[Marisol Vantresca] is one of the [Larks].").says("Marisol Vantresca", "memberOf", "Larks")
    with kg.store.open() as graph:
        graph.replace([writer.extraction()])
        (iri,) = names_of(graph, EntityType.ORGANIZATION)
        accept(graph, MARISOL, "Q101", TODAY)

        def links(**options: Any) -> list[tuple[str, Strength, tuple[str, ...]]]:
            done = link_graph(graph, base(*WORLD, larks), **options)
            return [(one.qid, one.strength, one.reasons) for one in done.links if one.entity == iri]

        [(qid, strength, reasons)] = links()
        assert (qid, strength) == ("Q7", Strength.EXACT)
        assert "relation told in the text" in reasons
        assert validate(graph).conforms
        assert not link_graph(graph, base(*WORLD, larks)).change
        assert links(people={MARISOL}), "who was not asked about keeps his links"
        reject(graph, iri, "Q7", TODAY)
        assert [strength for _, strength, _ in links()] == [Strength.NOT]
