"""``kg link``, ``kg link review`` and ``kg link undo`` over a graph and an index of invented people."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import kg.store
from kg.cli.app import app
from kg.identity import Maker
from kg.linking import Link, Strength
from kg.linking.gather import names_of
from kg.model import Entity, EntityType
from kg.wikidata import starter
from kg.wikidata.index import index_in_memory
from tests.graph_samples import Writer, small_world
from tests.test_linking import PERSON, RAPPER, SINGER, SKATER, person

MARISOL = "Marisol Vantresca"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "graph"
    with kg.store.open(path) as graph:
        graph.replace(small_world())
    doubtful = person("Q106", "Tamsin Okonjo", "Ugandan lawyer", sitelinks=8)
    base = index_in_memory([SINGER, RAPPER, SKATER, doubtful], date="2024-04-01", source="invented")
    monkeypatch.setattr(starter, "starter_index", lambda: base)
    monkeypatch.setattr("kg.wikidata.starter_index", lambda: base, raising=False)
    monkeypatch.setenv("KG_STORE", str(path))
    return path


def kg_(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(args), input=stdin, prog_name="kg")


def rows(result: Result) -> dict[str, tuple[str, str]]:
    """Item and link by person."""
    assert result.exit_code == 0, result.output
    return {row["person"]: (row["item"].rpartition("/")[2], row["link"]) for row in json.loads(result.stdout)}


def test_people_are_linked_with_reasons() -> None:
    first = kg_("link", "--format", "json")
    found = rows(first)
    assert found[MARISOL][0] == "Q101"
    assert found["Dorian Quillfeather"][0] == "Q103"
    assert found.get("Cassius Holloway", ("", "close"))[1] == "close"
    told = next(row for row in json.loads(first.stdout) if row["person"] == MARISOL)
    assert told["why"].startswith("same name")
    assert told["what"] == "Marisol Vantresca, American singer"
    assert "looked up" in first.stderr
    assert rows(kg_("link", "--format", "json")) == found


def test_one_person_only() -> None:
    assert list(rows(kg_("link", "--person", MARISOL, "--format", "json"))) == [MARISOL]


def test_show_tells_the_item() -> None:
    kg_("link", "-q")
    assert "http://www.wikidata.org/entity/Q101" in kg_("show", MARISOL).stdout


def test_review_takes_a_decision_that_stands() -> None:
    kg_("link", "-q")
    rejected = kg_("link", "review", MARISOL, "--reject", "Q101", "--format", "json")
    assert rows(rejected) == {MARISOL: ("Q101", "not")}
    assert rows(kg_("link", "--format", "json"))[MARISOL] == ("Q101", "not")
    accepted = kg_("link", "review", MARISOL, "--accept", "Q101", "--format", "json")
    assert rows(accepted) == {MARISOL: ("Q101", "same")}


def test_review_means_the_film_and_not_the_woman_of_that_name_where_the_item_was_proposed_for_it(store: Path) -> None:
    writer = Writer("t/film", date(2024, 1, 1))
    writer.entities["Zenobia"] = Entity("film", EntityType.WORK, "Zenobia")
    writer.entities["Zenobia Roe"] = Entity("woman", EntityType.PERSON, "Zenobia Roe", ("Zenobia",))
    writer.line("[Zenobia Roe] was seen in [Zenobia].").says("Zenobia Roe", "appearsIn", "Zenobia")
    woman = f"{PERSON}zenobia-roe"
    with kg.store.open(store) as graph:
        graph.replace([writer.extraction()])
        (film,) = (iri for iri, names in names_of(graph, EntityType.WORK).items() if "Zenobia" in names)
        graph.link([Link(film, "Q110", Strength.CLOSE, 0.6, Maker.RULE)])
    for item in ("Q110", "Q111"):
        assert kg_("link", "review", "Zenobia", "--accept", item, "-q").exit_code == 0
    with kg.store.open(store, read_only=True) as graph:
        said = {(one.entity, one.qid) for one in graph.links() if one.by is Maker.PERSON}
        assert said == {(film, "Q110"), (woman, "Q111")}


def test_review_lists_what_is_in_doubt() -> None:
    kg_("link", "-q")
    listed = rows(kg_("link", "review", "--format", "json"))
    assert listed["Tamsin Okonjo"] == ("Q106", "close")
    kg_("link", "review", "Tamsin Okonjo", "--reject", "Q106")
    assert "Tamsin Okonjo" not in rows(kg_("link", "review", "--format", "json"))


def test_undo_takes_back() -> None:
    kg_("link", "-q")
    done = kg_("link", "undo", MARISOL)
    assert (done.exit_code, done.stderr.strip()) == (0, "took back Q101")
    again = kg_("link", "undo", MARISOL)
    assert again.exit_code == 1
    assert "no link to undo" in again.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("link", "--store", "nowhere"), "there is no graph yet"),
        (("link", "review", "--accept", "Q1"), "say of whom"),
        (("link", "review", MARISOL, "--accept", "101"), "an item is named like Q186304"),
        (("link", "--index", "a.sqlite", "--live"), "name one source"),
    ],
)
def test_wrong_usage_is_told(args: tuple[str, ...], words: str) -> None:
    result = kg_(*args)
    assert result.exit_code == 2
    assert words in result.stderr


def test_nobody_of_that_name() -> None:
    assert kg_("link", "undo", "Nobody Known").exit_code == 1
