"""The tools for assistants, called through the SDK's own client."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.assistant import server
from kg.bounds import Limits
from kg.bounds.snapshot import served
from tests.asking import CASSIUS, DORIAN, MARISOL, on_disk, person
from tests.serving import RUNAWAY

mcp = pytest.importorskip("mcp")


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = on_disk(tmp_path_factory.mktemp("assistant") / "graph")
    with served(path, sensitive=False, tell=lambda words: None) as copy:
        yield copy.path


def calls(copy: Path, *wanted: tuple[str, dict[str, Any]], **limits: Any) -> list[Any]:
    async def main() -> list[Any]:
        async with mcp.Client(server(copy, limits=Limits(**{"workers": 1, **limits}))) as client:
            return [await client.call_tool(name, arguments) for name, arguments in wanted]

    return asyncio.run(main())


def test_the_tools_say_what_they_are_for(public: Path) -> None:
    async def main() -> Any:
        async with mcp.Client(server(public)) as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in asyncio.run(main())}
    assert set(tools) == {"search", "person", "evidence", "queries", "named_query", "sparql"}
    assert all(len(tool.description or "") > 20 for tool in tools.values())


def test_each_tool_answers(public: Path) -> None:
    found = calls(
        public,
        ("search", {"name": "marisol"}),
        ("person", {"person": MARISOL}),
        ("evidence", {"subject": MARISOL, "predicate": "marriedTo", "object": DORIAN}),
        ("queries", {}),
        ("named_query", {"name": "spouses", "parameters": {"person": MARISOL}}),
        ("sparql", {"query": f"SELECT ?name {{ <{person('marisol-vantresca')}> rdfs:label ?name }}"}),
        ("sparql", {"query": "ASK { ?a ck:marriedTo ?b }"}),
        ("sparql", {"query": "CONSTRUCT { ?a ck:marriedTo ?b } WHERE { ?a ck:marriedTo ?b }"}),
    )
    assert not any(one.is_error for one in found), [one.content for one in found if one.is_error]
    search, about, evidence, queries, named, rows, yes, triples = (one.structured_content for one in found)
    assert search["found"][0]["iri"] == person("marisol-vantresca")
    assert MARISOL in str(about)
    assert all(reason["quote"] and reason["article"] for reason in evidence["reasons"])
    assert evidence["all"] > 0
    assert "spouses" in {query["name"] for query in queries["queries"]}
    assert {CASSIUS, DORIAN} <= {cell for row in named["rows"] for cell in row}
    assert rows["rows"] == [[MARISOL]]
    assert yes == {"answer": True}
    assert "ck:marriedTo" in triples["turtle"]


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("person", {"person": "Nobody Atall"}, "Nobody Atall"),
        ("named_query", {"name": "spouses", "parameters": {"nonsense": "1"}}, "no parameter"),
        ("named_query", {"name": "spice"}, "no query is called"),
        ("named_query", {"name": "health", "parameters": {}}, "health"),
        ("sparql", {"query": "CLEAR ALL"}, "update"),
        ("sparql", {"query": "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}, "SERVICE is refused"),
        ("sparql", {"query": "ASK {"}, "line 1, column 5: this { is never closed"),
    ],
)
def test_what_cannot_be_done_is_told_in_words(public: Path, tool: str, arguments: dict[str, Any], words: str) -> None:
    (found,) = calls(public, (tool, arguments))
    assert found.is_error
    assert words in found.content[0].text


def test_a_runaway_is_ended_and_the_next_call_answered(public: Path) -> None:
    runaway, following = calls(public, ("sparql", {"query": RUNAWAY}), ("queries", {}), seconds=1.0, quick=0.5)
    assert runaway.is_error
    assert "ended after 1 seconds" in runaway.content[0].text
    assert not following.is_error


def test_what_is_sensitive_is_not_there(public: Path) -> None:
    query = "SELECT ?o { GRAPH ?a { ?c ck:predicate ck:hasCondition ; ck:object ?o } }"
    (found,) = calls(public, ("sparql", {"query": query}))
    assert found.structured_content["rows"] == []


@pytest.mark.slow
def test_the_command_speaks_over_standard_input(tmp_path: Path) -> None:
    from mcp.client.stdio import StdioServerParameters, stdio_client

    script = "from kg.cli import main; main()"
    command = ["-c", script, "mcp", "--store", str(on_disk(tmp_path / "graph"))]

    async def main() -> Any:
        transport = stdio_client(StdioServerParameters(command=sys.executable, args=command))
        async with mcp.Client(transport) as client:
            return await client.call_tool("search", {"name": MARISOL})

    found = asyncio.run(main())
    assert found.structured_content["found"][0]["name"] == MARISOL
