"""Decisions of people as lines of JSON: out of one store, and into another that was built anew."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kg.store
from kg.cli.app import app
from kg.linking import accept, reject
from kg.linking.decisions import DecisionFormatError, take_in, written
from kg.store import Graph, who
from tests.test_identity_decisions import PERSON, entities, judge, singer, told

DAY = date(2021, 5, 6)


def articles_of(graph: Graph, name: str) -> list[tuple[str, ...]]:
    """The articles on each person of a name."""
    return sorted(
        tuple(sorted({one.article.rpartition("/")[2].split("-")[1] for one in who.judgements(graph, PERSON + entity)}))
        for entity in entities(graph, name)
    )


def test_a_merge_is_made_again_in_a_store_built_in_another_order() -> None:
    with kg.store.open() as graph, kg.store.open() as rebuilt:
        graph.replace([singer("t/1"), judge("t/2")])
        one, other = entities(graph, "Ada Roe")
        who.merge(graph, PERSON + one, PERSON + other, reason="she sang at law school", on=DAY)
        lines = list(written(graph))
        for extraction in (judge("t/2"), singer("t/1")):
            rebuilt.replace([extraction])
        assert len(entities(rebuilt, "Ada Roe")) == 2
        done = take_in(rebuilt, lines)
        assert (done.decided, done.linked, done.left) == (1, 0, ())
        assert len(entities(rebuilt, "Ada Roe")) == 1
        (said,) = who.decisions(rebuilt)
        assert (said.reason, said.on) == ("she sang at law school", DAY)


def test_what_was_parted_is_parted_again_where_the_rules_have_made_it_one() -> None:
    everybody = [singer("t/1"), singer("t/2"), singer("t/3")]
    with kg.store.open() as graph, kg.store.open() as rebuilt:
        graph.replace(everybody)
        who.part(graph, PERSON + "ada-roe", "t/2", on=DAY)
        assert articles_of(graph, "Ada Roe") == [("1", "3"), ("2",)]
        rebuilt.replace(everybody)
        assert articles_of(rebuilt, "Ada Roe") == [("1", "2", "3")]
        assert take_in(rebuilt, written(graph)).decided == 1
        assert articles_of(rebuilt, "Ada Roe") == [("1", "3"), ("2",)]


def test_two_that_were_kept_apart_are_told_apart_by_their_articles() -> None:
    with kg.store.open() as graph, kg.store.open() as rebuilt:
        graph.replace([singer("t/1"), judge("t/2")])
        one, other = entities(graph, "Ada Roe")
        who.split(graph, PERSON + one, PERSON + other, on=DAY)
        lines = list(written(graph))
        # Read anew the second article tells of a singer as well, and the rules would join the two.
        rebuilt.replace([singer("t/1"), singer("t/2")])
        assert len(entities(rebuilt, "Ada Roe")) == 1
        take_in(rebuilt, lines)
        assert len(entities(rebuilt, "Ada Roe")) == 2


def test_links_that_people_made_and_refused_come_along() -> None:
    with kg.store.open() as graph, kg.store.open() as rebuilt:
        graph.replace([singer("t/1"), told("t/2", "Bo Doe", ("occupation", "judge"))])
        accept(graph, PERSON + "ada-roe", "Q1", DAY)
        reject(graph, PERSON + "bo-doe", "Q2", DAY)
        lines = list(written(graph))
        assert [json.loads(line)["decision"] for line in lines] == ["is", "is not"]
        rebuilt.replace([singer("t/1"), told("t/2", "Bo Doe", ("occupation", "judge"))])
        assert take_in(rebuilt, lines).linked == 2
        assert rebuilt.links() == graph.links()
        assert list(written(rebuilt)) == lines
        assert take_in(rebuilt, lines).left == ()
        assert list(written(rebuilt)) == lines, "the same again changes nothing"


def test_what_is_not_there_and_what_contradicts_is_named_and_left_out() -> None:
    with kg.store.open() as graph, kg.store.open() as rebuilt:
        graph.replace([singer("t/1"), judge("t/2"), singer("t/3", "Cy Lund")])
        one, other = entities(graph, "Ada Roe")
        who.merge(graph, PERSON + one, PERSON + other, on=DAY)
        accept(graph, PERSON + "cy-lund", "Q3", DAY)
        rebuilt.replace([singer("t/1"), judge("t/2")])
        who.split(rebuilt, *(PERSON + entity for entity in entities(rebuilt, "Ada Roe")), on=DAY)
        done = take_in(rebuilt, written(graph))
        assert (done.decided, done.linked) == (0, 0)
        assert done.left == (
            "one: Ada Roe and Ada Roe: contradicts another decision",
            "is: Cy Lund: not in this graph",
        )


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "[]",
        '{"decision": "perhaps", "who": []}',
        '{"decision": "one", "who": [{"iri": "x:a", "in": []}]}',
        '{"decision": "is", "who": [{"iri": "x:a", "in": []}]}',
        '{"decision": "is", "item": "Q1", "who": [{"iri": "x:a", "in": []}], "on": "yesterday"}',
    ],
)
def test_a_line_that_is_no_decision_is_named_and_nothing_is_taken_in(line: str) -> None:
    with kg.store.open() as graph:
        graph.replace([singer("t/1")])
        accept(graph, PERSON + "ada-roe", "Q1", DAY)
        lines = list(written(graph))
        with kg.store.open() as rebuilt:
            rebuilt.replace([singer("t/1")])
            with pytest.raises(DecisionFormatError, match="line 2 is no decision"):
                take_in(rebuilt, [*lines, line])
            assert rebuilt.links() == []


def test_decisions_go_from_store_to_store_by_the_command_line(tmp_path: Path) -> None:
    def kg_(*args: str, store: str) -> str:
        done = CliRunner().invoke(app, ["identity", *args, "--store", str(tmp_path / store)], prog_name="kg")
        codes.append(done.exit_code)
        return done.output

    codes: list[int] = []
    for name in ("old", "new", "other"):
        with kg.store.open(tmp_path / name) as graph:
            graph.replace([singer("t/1"), judge("t/2")] if name != "other" else [singer("t/9", "Cy Lund")])
            if name == "old":
                who.merge(graph, *(PERSON + entity for entity in entities(graph, "Ada Roe")), on=DAY)
    file = str(tmp_path / "decisions.jsonl")
    assert "1 decisions" in kg_("export", file, store="old")
    assert kg_("export", "-q", store="old").strip() == Path(file).read_text("utf-8").strip()
    assert "1 decisions on who is one and 0 on items taken in, 0 left out" in kg_("import", file, store="new")
    assert "not in this graph" in kg_("import", file, store="other")
    assert codes == [0, 0, 0, 4]
