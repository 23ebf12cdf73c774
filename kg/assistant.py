"""The graph for assistants: a server of the Model Context Protocol with five tools that only read.

It answers from the same copy and under the same bounds as the SPARQL endpoint: each call is a job of a process that is
ended when it takes too long, and what is sensitive is not there. The official SDK comes with ``celebrity-kg[mcp]``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.bounds import BusyError, DiedError, Limits, Pool, RefusedError, TooLongError, checked
from kg.bounds.problem import problem
from kg.explain import explain
from kg.output import Answer, Result, Table, Triples, plain
from kg.output.formats import as_table, turtle
from kg.pages.index import index
from kg.queries import (
    AmbiguousNameError,
    BadParameterError,
    Embedded,
    UnknownNameError,
    UnknownQueryError,
    find,
    load,
    load_all,
    run,
)
from kg.show import page
from kg.store import Graph

if TYPE_CHECKING:
    from mcp.server import MCPServer

MOST_ROWS = 500
"""The most rows or triples that a tool gives: assistants read slowly."""

INSTRUCTIONS = """A graph of what entertainment news says of people: who married, dates, divorced, had children with,
founded and won what and when, and according to whom. Every claim keeps the words it rests on. Look a person up with
`search`, read `person`, and quote what `evidence` gives with its article. A claim of the status reported, possible,
planned or denied is not a fact: say who says so. Dates are no sharper than the text: a year is a year. `named_query`
answers common questions (ask `queries` for their names and parameters), `sparql` the rest."""

_WRONG = (AmbiguousNameError, BadParameterError, UnknownNameError, UnknownQueryError, RefusedError, SyntaxError)


class MissingError(ImportError):
    """The SDK is not installed; the message says how to get it."""


class Desk:
    """What the tools do, inside a process; each method gives plain values for JSON."""

    def __init__(self, path: str, sensitive: bool) -> None:
        """Read the copy in a folder."""
        import kg.store

        self._graph: Graph = kg.store.open(Path(path), read_only=True)
        self._endpoint = Embedded(self._graph.store, self._graph.names.prefixes())
        self._sensitive = sensitive

    def search(self, name: str, most: int) -> dict[str, Any]:
        """Entities by any of their names, or by its beginning."""
        base = self._graph.names.base
        found = index(self._graph).search(name, max(1, min(most, MOST_ROWS)))
        return {
            "found": [
                {"name": one.name, "also": one.also, "kind": one.kind, "claims": one.claims,
                 "iri": base + one.path.removesuffix(".html")}
                for one in found
            ]
        }  # fmt: skip

    def person(self, person: str) -> dict[str, Any]:
        """All that is known of a person."""
        return page(self._endpoint, find(self._endpoint, person), sensitive=self._sensitive).to_json()

    def evidence(self, subject: str, predicate: str, object: str | None) -> dict[str, Any]:
        """The sentences behind a fact."""
        reasons = explain(self._endpoint, subject, predicate, object, sensitive=self._sensitive)
        return {"reasons": [reason.to_json() for reason in reasons[:MOST_ROWS]], "all": len(reasons)}

    def queries(self) -> dict[str, Any]:
        """The named queries."""
        return {
            "queries": [
                {
                    "name": query.name,
                    "what": query.title,
                    "parameters": {
                        param.name: f"{param.type}{'' if param.required else ', may be left out'}: {param.words}"
                        for param in query.params
                    },
                }
                for query in load_all()
                if self._sensitive or not query.sensitive
            ]
        }

    def named_query(self, name: str, parameters: dict[str, str]) -> dict[str, Any]:
        """The rows of a named query."""
        if load(name).sensitive and not self._sensitive:
            raise RefusedError(f"{name} tells what is sensitive; only the operator can let it be asked (--sensitive)")
        return _told(run(name, parameters, self._endpoint, sensitive=self._sensitive), self._graph)

    def sparql(self, query: str) -> dict[str, Any]:
        """The result of a query."""
        prefixes = self._graph.names.prefixes()
        found = checked(query, frozenset(prefixes))
        try:
            return _told(self._endpoint.query(found.text, {}), self._graph)
        except SyntaxError as error:
            raise RefusedError(str(problem(query, str(error)))) from None


def _told(result: Result, graph: Graph) -> dict[str, Any]:
    match result:
        case Answer(value=value):
            return {"answer": value}
        case Triples(triples=triples):
            shown = Triples(triples[:MOST_ROWS])
            return {"turtle": turtle(shown, graph.names.prefixes()), "all": len(triples)}
        case Table():
            table = as_table(result)
            rows = [[plain(cell) for cell in row] for row in table.rows[:MOST_ROWS]]
            return {"columns": list(table.columns), "rows": rows, "all": len(table.rows)}


def desk(path: str, sensitive: bool) -> Callable[[Any], tuple[bool, Any]]:
    """What a process of the pool does with jobs ``(tool, arguments)``: an answer, or words on what is wrong."""
    made = Desk(path, sensitive)

    def do(job: Any) -> tuple[bool, Any]:
        tool, arguments = job
        try:
            return True, getattr(made, tool)(**arguments)
        except _WRONG as error:
            return False, str(error.args[0] if error.args else error)

    return do


def server(copy: Path, *, sensitive: bool = False, limits: Limits | None = None) -> MCPServer[None]:
    """A server of the protocol for a copy of a store (`kg.bounds.snapshot.served`).

    ``run("stdio")`` speaks over standard input and output. Raises MissingError where the SDK is not installed.
    """
    try:
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
    except ImportError:
        raise MissingError("`kg mcp` needs the MCP SDK: pip install 'celebrity-kg[mcp]'") from None
    given = limits or Limits(workers=1)
    pool = Pool("kg.assistant:desk", (str(copy), sensitive), given)

    @asynccontextmanager
    async def lifespan(_: MCPServer[None]) -> AsyncIterator[None]:
        async with pool:
            yield

    async def have(tool: str, **arguments: Any) -> dict[str, Any]:
        try:
            well, answer = await pool.ask((tool, arguments))
        except (BusyError, TooLongError, DiedError) as error:
            raise ToolError(f"{error}: ask for less, or later") from None
        if not well:
            raise ToolError(answer)
        return dict(answer)

    made = MCPServer[None]("celebrity-kg", instructions=INSTRUCTIONS, lifespan=lifespan, log_level="WARNING")

    @made.tool()
    async def search(name: str, most: int = 10) -> dict[str, Any]:
        """Find people, organisations, places and works by a name or its beginning; gives their IRIs."""
        return await have("search", name=name, most=most)

    @made.tool()
    async def person(person: str) -> dict[str, Any]:
        """All that the graph has on a person, by name or IRI: names, family, life, events, and what is only said."""
        return await have("person", person=person)

    @made.tool()
    async def evidence(subject: str, predicate: str, object: str | None = None) -> dict[str, Any]:
        """The sentences behind a fact, with article, date and who says so.

        The predicate is one such as marriedTo, parentOf, bornOn or event:Wedding; without an object, all are given.
        """
        return await have("evidence", subject=subject, predicate=predicate, object=object)

    @made.tool()
    async def queries() -> dict[str, Any]:
        """The named queries with their parameters."""
        return await have("queries")

    @made.tool()
    async def named_query(name: str, parameters: dict[str, str] | None = None) -> dict[str, Any]:
        """Ask a named query, for example spouses with the parameter person; `queries` lists them."""
        return await have("named_query", name=name, parameters=parameters or {})

    @made.tool()
    async def sparql(query: str) -> dict[str, Any]:
        """Ask in SPARQL 1.1, reading only; the prefixes ck:, person:, rdfs:, schema:, oa: and others are known.

        Beliefs are in the default graph (?a ck:marriedTo ?b), claims with their evidence in a graph for each article.
        """
        return await have("sparql", query=query)

    return made
