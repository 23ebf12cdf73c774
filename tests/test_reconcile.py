"""Matching tables with the graph: the scores, and the protocol of OpenRefine over real HTTP."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import pytest
import uvicorn
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

import kg.store
from kg.cli.app import app
from kg.model import EntityType
from kg.reconcile import Index, Query, answer, reconcile
from kg.reconcile.http import application
from kg.store import Graph, who
from tests.graph_samples import Writer, small_world

HERE = "http://localhost/reconcile"


@pytest.fixture(scope="module")
def graph() -> Iterator[Graph]:
    with kg.store.open() as opened:
        opened.replace(small_world())
        # two namesakes, told apart by their births
        for number, (born, work) in enumerate((("1950", "judge"), ("1990-02-03", "singer"))):
            w = Writer(f"n/{number}", date(2020, 1, 1))
            w.line(f"[Ada Roe], {work}, {born}.").says("Ada Roe", "bornOn", born)
            w.says("Ada Roe", "occupation", work)
            opened.replace([w.extraction()])
        yield opened


@pytest.fixture(scope="module")
def index(graph: Graph) -> Index:
    return Index(graph)


def best(index: Index, name: str = "", *types: str, **values: str) -> tuple[str, float, bool] | None:
    told = tuple((pid, (value,)) for pid, value in values.items())
    found = reconcile(index, Query(name, types, True, told))
    return (found[0].entity.name, found[0].score, found[0].match) if found else None


@pytest.mark.parametrize(
    ("name", "expected", "score", "match"),
    [
        ("Marisol Vantresca", "Marisol Vantresca", 100, True),
        ("marisol  VANTRESCA", "Marisol Vantresca", 100, True),
        ("Dorian", "Dorian Quillfeather", 90, False),
        ("Marisol Vantresca-Brandt", "Marisol Vantresca", 90, False),
        ("Dorian Q.", "Dorian Quillfeather", 75, False),
        ("Tidewater Record", "Tidewater Records", 87, False),
        ("Golden Lyre", "Golden Lyre", 100, True),
    ],
)
def test_a_name_gives_its_score_and_only_the_very_name_a_match(
    index: Index, name: str, expected: str, score: float, match: bool
) -> None:
    found = best(index, name)
    assert found is not None
    assert (found[0], round(found[1]), found[2]) == (expected, score, match)


def test_letters_alone_never_make_a_match(index: Index) -> None:
    assert best(index, "Marisel Vantresca") is None or not best(index, "Marisel Vantresca")[2]  # type: ignore[index]
    assert best(index, "Nobody Atall") is None


def test_between_namesakes_there_is_no_match_until_a_value_tells_them_apart(index: Index) -> None:
    assert best(index, "Ada Roe") == ("Ada Roe", 100.0, False)
    assert best(index, "Ada Roe", bornOn="1990") == ("Ada Roe", 100.0, True)
    found = reconcile(index, Query("Ada Roe", (), True, (("bornOn", ("1990-02-03",)),)))
    assert [one.score for one in found] == [100.0, round(100 / 1.4, 2)]
    assert dict(found[1].features) == {"name": 100.0, "bornOn": 0.0}


def test_a_date_fits_by_its_precision(index: Index) -> None:
    def fit(value: str) -> float:
        found = reconcile(index, Query("Ada Roe", (), True, (("occupation", ("singer",)), ("bornOn", (value,)))))
        return dict(found[0].features)["bornOn"]

    assert [fit(value) for value in ("1990", "1990-02-03", "1990-02-03/1990-05", "1991")] == [100, 100, 100, 0]
    judge = reconcile(index, Query("Ada Roe", (), True, (("occupation", ("judge",)), ("bornOn", ("1950-07-07",)))))
    assert dict(judge[0].features)["bornOn"] == 50


def test_a_value_may_be_a_name_or_an_entity(index: Index) -> None:
    name = "Marisol Vantresca"
    assert best(index, name, marriedTo="Dorian Quillfeather") == (name, 100.0, True)
    assert best(index, name, marriedTo="person/dorian-quillfeather") == (name, 100.0, True)
    wrong = best(index, name, marriedTo="person/odalys-vantresca")
    assert wrong == (name, round(100 / 1.4, 2), False)
    assert best(index, childOf="Marisol Vantresca", bornIn="Nowhere") is not None


def test_an_id_needs_no_score_even_one_that_redirects(graph: Graph) -> None:
    index = Index(graph)
    assert best(index, "person/marisol-vantresca") == ("Marisol Vantresca", 100.0, True)
    assert best(index, f"{index.base}person/marisol-vantresca") == ("Marisol Vantresca", 100.0, True)
    one, other = (index.base + made.id for made in index.starting_with("Ada Roe"))
    said = who.merge(graph, one, other)
    merged = Index(graph)
    assert {made.id for made in merged.starting_with("Ada Roe")} == {"person/ada-roe"}
    assert all(merged.get(iri) is merged.entities["person/ada-roe"] for iri in (one, other))
    who.undo(graph, who.short_id(graph, said))


def test_a_type_leaves_others_out(index: Index) -> None:
    assert best(index, "Lisbon", "Place") == ("Lisbon", 100.0, True)
    assert best(index, "Lisbon", "Person") is None
    asked = Query.read({"query": "Lisbon", "type": ["Person"], "type_strict": "should"})
    (found,) = reconcile(index, asked)
    assert not found.match


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([], "a query is an object"),
        ({"query": 5}, "a query is an object"),
        ({}, 'needs "query"'),
        ({"query": "a", "limit": 0}, "limit"),
        ({"query": "a", "properties": ["x"]}, '"pid" and "v"'),
        ({"query": "a", "properties": [{"pid": "bornOn", "v": {"x": 1}}]}, "object with"),
        ({"query": "a", "properties": [{"pid": "bornOn", "v": None}]}, "no value"),
    ],
)
def test_a_bad_query_is_refused_with_what_is_wrong(told: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Query.read(told)


# ---- the protocol ----------------------------------------------------------------------------------------------------

_TYPE = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
    "required": ["id", "name"],
}
_URL = {"type": "string", "pattern": "^https?://"}
_SERVICE = {
    "type": "object",
    "properties": {"service_url": _URL, "service_path": {"type": "string", "pattern": "^/"}},
    "required": ["service_url", "service_path"],
}
_TEMPLATE = {"type": "string", "pattern": r"^https?://.*\{\{id\}\}"}
SHAPES: dict[str, dict[str, Any]] = {
    "manifest": {
        "type": "object",
        "properties": {
            "versions": {"type": "array", "contains": {"const": "0.2"}},
            "name": {"type": "string"},
            "identifierSpace": _URL,
            "schemaSpace": _URL,
            "defaultTypes": {"type": "array", "items": _TYPE, "minItems": 1, "uniqueItems": True},
            "view": {"type": "object", "properties": {"url": _TEMPLATE}, "required": ["url"]},
            "preview": {
                "type": "object",
                "properties": {"url": _TEMPLATE, "width": {"type": "integer"}, "height": {"type": "integer"}},
                "required": ["url", "width", "height"],
            },
            "suggest": {
                "type": "object",
                "properties": dict.fromkeys(("entity", "type", "property"), _SERVICE),
                "required": ["entity", "type", "property"],
            },
            "extend": {
                "type": "object",
                "properties": {"propose_properties": _SERVICE, "property_settings": {"type": "array"}},
                "required": ["propose_properties"],
            },
        },
        "required": ["versions", "name", "identifierSpace", "schemaSpace", "view", "preview", "suggest", "extend"],
        "additionalProperties": False,
    },
    "results": {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "required": ["result"],
            "additionalProperties": False,
            "properties": {
                "result": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "id": {"type": "string"},
                            "name": {"type": "string"},
                            "description": {"type": "string"},
                            "type": {"type": "array", "items": _TYPE, "minItems": 1},
                            "score": {"type": "number", "minimum": 0, "maximum": 100},
                            "features": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "properties": {"id": {"type": "string"}, "value": {"type": ["number", "boolean"]}},
                                    "required": ["id", "value"],
                                },
                            },
                            "match": {"type": "boolean"},
                        },
                        "required": ["id", "name", "type", "score", "match"],
                        "additionalProperties": False,
                    },
                }
            },
        },
    },
    "suggestions": {
        "type": "object",
        "properties": {
            "result": {
                "type": "array",
                "minItems": 1,
                "items": {**_TYPE, "properties": {**_TYPE["properties"], "notable": {"type": "array", "items": _TYPE}}},  # type: ignore[dict-item]
            }
        },
        "required": ["result"],
    },
    "proposed": {
        "type": "object",
        "properties": {"type": {"type": "string"}, "properties": {"type": "array", "items": _TYPE, "minItems": 1}},
        "required": ["type", "properties"],
    },
    "extended": {
        "type": "object",
        "required": ["meta", "rows"],
        "properties": {
            "meta": {"type": "array", "items": {**_TYPE, "properties": {**_TYPE["properties"], "type": _TYPE}}},  # type: ignore[dict-item]
            "rows": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "additionalProperties": {
                        "type": "array",
                        "items": {
                            "oneOf": [
                                {**_TYPE, "additionalProperties": False},
                                {
                                    "type": "object",
                                    "properties": {"str": {"type": "string"}},
                                    "required": ["str"],
                                    "additionalProperties": False,
                                },
                            ]
                        },
                    },
                },
            },
        },
    },
}
"""The shapes of the answers, after the schemas of the specification."""


def fits(shape: str, found: Any) -> Any:
    Draft202012Validator(SHAPES[shape]).validate(found)
    return found


@pytest.fixture(scope="module")
def client(index: Index) -> Iterator[httpx.Client]:
    """A client of a real server on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(application(lambda: index), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        with httpx.Client(base_url=f"http://127.0.0.1:{door.getsockname()[1]}", timeout=10) as made:
            yield made
        server.should_exit = True
        thread.join(5)


def test_the_manifest_says_where_everything_is(client: httpx.Client) -> None:
    response = client.get("/", headers={"Origin": "http://127.0.0.1:3333"})
    assert response.headers["access-control-allow-origin"] == "*"
    manifest = fits("manifest", response.json())
    for service in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        assert client.get(service["service_url"] + service["service_path"], params={"prefix": "p"}).status_code == 200
    preview = client.get(manifest["preview"]["url"].replace("{{id}}", "person/marisol-vantresca"))
    assert preview.headers["content-type"].startswith("text/html")
    assert "Marisol Vantresca" in preview.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_batch_is_answered_row_by_row(client: httpx.Client, method: str) -> None:
    queries = {
        "q0": {"query": "Marisol Vantresca", "type": "Person", "limit": 3},
        "q1": {"query": "Ada Roe", "properties": [{"pid": "bornOn", "v": 1950}]},
        "q2": {"query": "Nobody Atall"},
    }
    told = {"queries": json.dumps(queries)}
    response = client.get("/", params=told) if method == "GET" else client.post("/", data=told)
    found = fits("results", response.json())
    assert list(found) == list(queries)
    assert [row["result"][0]["match"] if row["result"] else None for row in found.values()] == [True, True, None]
    assert found["q0"]["result"][0]["id"] == "person/marisol-vantresca"
    assert found["q1"]["result"][0]["description"] == "judge, born 1950"


def test_an_empty_cell_does_not_spoil_the_rows_around_it(client: httpx.Client) -> None:
    queries = {
        "q0": {"query": ""},
        "q1": {"query": "Marisol Vantresca"},
        "q2": {},
        "q3": {"query": "Ada Roe", "limit": "many"},
        "q4": "Ada Roe",
    }
    response = client.post("/", data={"queries": json.dumps(queries)})
    assert response.status_code == 200
    found = fits("results", response.json())
    assert [len(row["result"]) > 0 for row in found.values()] == [False, True, False, False, False]


def test_suggestions_begin_as_typed(client: httpx.Client) -> None:
    found = fits("suggestions", client.get("/suggest/entity", params={"prefix": "mari"}).json())
    assert found["result"][0]["name"] == "Marisol Vantresca"
    kinds = fits("suggestions", client.get("/suggest/type", params={"prefix": "per"}).json())
    assert kinds["result"] == [{"id": "Person", "name": "person"}]
    properties = fits("suggestions", client.get("/suggest/property", params={"prefix": "married"}).json())
    assert properties["result"] == [{"id": "marriedTo", "name": "married to"}]
    rest = client.get("/suggest/entity", params={"prefix": "mari", "cursor": "1"}).json()
    assert found["result"][1:] == rest["result"]


def test_columns_are_extended_with_what_is_believed(client: httpx.Client) -> None:
    proposed = fits("proposed", client.get("/properties", params={"type": "Person"}).json())
    assert {"id": "marriedTo", "name": "married to"} in proposed["properties"]
    assert all(one["id"] != "headquarteredIn" for one in proposed["properties"])
    wanted = {
        "ids": ["person/marisol-vantresca", "person/nobody"],
        "properties": [{"id": "marriedTo"}, {"id": "occupation"}],
    }
    found = fits("extended", client.post("/", data={"extend": json.dumps(wanted)}).json())
    row = found["rows"]["person/marisol-vantresca"]
    assert {"id": "person/dorian-quillfeather", "name": "Dorian Quillfeather"} in row["marriedTo"]
    assert row["occupation"][0].keys() == {"str"}
    assert found["rows"]["person/nobody"] == {"marriedTo": [], "occupation": []}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"queries": "{"}, "no JSON"),
        ({"queries": "[]"}, "no JSON object"),
        ({"extend": "{}"}, "needs"),
        ({"extend": '{"ids": ["x"], "properties": [{"id": "shoeSize"}]}'}, "no property 'shoeSize'"),
    ],
)
def test_what_cannot_be_answered_is_told_as_json(client: httpx.Client, told: dict[str, str], words: str) -> None:
    response = client.post("/", data=told)
    assert response.status_code == 400
    assert words in response.json()["message"]


def test_too_much_and_unknown_addresses_are_refused(client: httpx.Client) -> None:
    assert client.get("/nowhere").status_code == 404
    assert client.get("/preview", params={"id": "person/nobody"}).status_code == 404
    assert client.get("/suggest/entity", params={"prefix": "a", "cursor": "-1"}).status_code == 400
    assert client.post("/", content=b"queries=" + b"x" * (5 << 20)).status_code == 413
    many = {f"q{number}": {"query": "Ada"} for number in range(300)}
    assert client.post("/", data={"queries": json.dumps(many)}).status_code == 400


def test_a_preview_prints_names_as_text(graph: Graph) -> None:
    with kg.store.open() as other:
        w = Writer("x/1", date(2020, 1, 1))
        w.line("[Ada <b>Roe</b>], singer.").says("Ada <b>Roe</b>", "occupation", "singer")
        other.replace([w.extraction()])
        index = Index(other)
    (identifier,) = index.entities
    assert "<b>Roe" not in answer(index, "preview", {"id": identifier}, HERE).body


def test_every_type_of_the_model_can_be_asked_for() -> None:
    from kg.reconcile.index import TYPES

    assert len(TYPES) == len(EntityType)


def test_names_are_matched_from_the_command_line(tmp_path: Any) -> None:
    with kg.store.open(tmp_path / "graph") as made:
        made.replace(small_world())
    found = CliRunner().invoke(
        app, ["reconcile", "Dorian Q", "Lisbon", "--store", str(tmp_path / "graph"), "-f", "tsv"]
    )
    assert found.exit_code == 0
    assert "Dorian Q\t" in found.stdout
    assert "true" in found.stdout
    refused = CliRunner().invoke(app, ["reconcile", "--store", str(tmp_path / "graph")])
    assert refused.exit_code == 2
