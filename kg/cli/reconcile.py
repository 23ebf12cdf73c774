"""The command ``kg reconcile``: match names with the graph, here or in OpenRefine."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from kg.cli.common import DEFAULT_STORE, USAGE, IdsOption, QuietOption, RowsOption, StoreOption, fail, note, told


@told
def reconcile(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAMES...]", help="Names to match.", show_default=False)
    ] = None,
    serve: Annotated[bool, typer.Option("--serve", help="Serve OpenRefine (Reconciliation API 0.2).")] = False,
    host: Annotated[str, typer.Option("--host", help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="Port; 0 takes a free one.")] = 8010,
    kind: Annotated[str, typer.Option("--type", metavar="TYPE", help="Only these: Person, Place, ...")] = "",
    sensitive: Annotated[
        bool, typer.Option("--sensitive", help="Serve health and what is about minors, too, to whoever can connect.")
    ] = False,
    store: StoreOption = DEFAULT_STORE,
    form: RowsOption = None,
    ids: IdsOption = False,
    quiet: QuietOption = False,
) -> None:
    """Match names with the entities of the graph: print candidates with their scores, or serve OpenRefine."""
    if serve == bool(names):
        fail("give names to match, or --serve", USAGE)
    if serve:
        from kg.reconcile.http import run

        try:
            run(store, host, port, sensitive=sensitive, tell=note)
        except OSError as error:
            if isinstance(error, FileNotFoundError):
                raise
            fail(f"cannot listen at {host}, port {port}: {os.strerror(error.errno or 0)}; try another --port", USAGE)
        return
    from pyoxigraph import Literal, NamedNode

    from kg.cli.common import open_graph, show_result
    from kg.output import Table
    from kg.reconcile import Index, Query
    from kg.reconcile import reconcile as candidates

    rows = []
    with open_graph(store) as graph:
        index = Index(graph)
        for name in names or ():
            for one in candidates(index, Query(name, (kind,) if kind else ())):
                entity = NamedNode(index.base + one.entity.id)
                told_of = Literal(index.describe(one.entity))
                rows.append(
                    (Literal(name), entity, Literal(one.entity.name), Literal(one.score), told_of, Literal(one.match))
                )
    show_result(Table(("query", "entity", "name", "score", "about", "match"), tuple(rows)), form, ids=ids, quiet=quiet)
