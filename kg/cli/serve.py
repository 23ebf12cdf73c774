"""The commands that keep running: serve, and mcp for assistants."""

from __future__ import annotations

import os
import secrets
import signal
import sys
from typing import Annotated

import typer

from kg.cli.common import DEFAULT_STORE, USAGE, StoreOption, fail, note, told


@told
def serve(
    store: StoreOption = DEFAULT_STORE,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen at; 0.0.0.0 lets other machines in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    sensitive: Annotated[
        bool, typer.Option("--sensitive", help="Serve health and what is about minors, too, to whoever can connect.")
    ] = False,
    articles: Annotated[
        list[str] | None,
        typer.Option(
            "--articles", metavar="PATH", help="Where the articles lie, to show their texts. May be repeated."
        ),
    ] = None,
    writable: Annotated[
        bool, typer.Option("--writable", help="Take updates from who has the token (see --token).")
    ] = False,
    token: Annotated[
        str | None,
        typer.Option("--token", envvar="KG_TOKEN", help="The token for writing; made up and shown if left out."),
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds a query may take.")] = 10.0,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes for quick queries; as many as processors.")
    ] = None,
    memory: Annotated[int, typer.Option("--memory", min=512, help="Megabytes of address space of a process.")] = 2048,
    answer: Annotated[int, typer.Option("--answer", min=1, help="Megabytes of an answer at most.")] = 16,
    body: Annotated[int, typer.Option("--body", min=1, help="Megabytes of a request at most, unpacked.")] = 4,
    rate: Annotated[
        float | None,
        typer.Option("--rate", min=0.1, help="Requests a second from one client; 50 unless it is this machine."),
    ] = None,
) -> None:
    """Serve the graph: a SPARQL endpoint at /sparql, linked data, and pages to read."""
    from kg.bounds import Limits
    from kg.web import Settings, run

    if token is not None and not writable:
        fail("--token is for writing: say --writable too", USAGE)
    if writable and not token:
        token = secrets.token_urlsafe(24)
        note(f"the token for writing is {token}")
    limits = Limits(
        seconds=timeout,
        workers=workers or Limits().workers,
        memory=memory << 20,
        answer=answer << 20,
        body=body << 20,
        rate=rate,
    )
    # uvicorn ends its work on SIGTERM and then raises it again; the served copy is to go first
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    settings = Settings(
        store,
        sensitive=sensitive,
        token=token if writable else None,
        articles=tuple(articles or ()),
        limits=limits,
    )
    try:
        run(settings, host, port, note)
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise
        fail(f"cannot listen at {host}, port {port}: {os.strerror(error.errno or 0)}; try another --port", USAGE)


@told
def mcp(
    store: StoreOption = DEFAULT_STORE,
    sensitive: Annotated[
        bool, typer.Option("--sensitive", help="Let the assistant see health and what is about minors, too.")
    ] = False,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds a tool may take.")] = 10.0,
) -> None:
    """Serve the graph to an assistant, by the Model Context Protocol over standard input and output."""
    from kg.assistant import MissingError, server
    from kg.bounds import Limits
    from kg.bounds.snapshot import served

    with served(store, sensitive=sensitive, tell=note) as copy:
        try:
            made = server(copy.path, sensitive=sensitive, limits=Limits(workers=1, seconds=timeout))
        except MissingError as error:
            fail(error, USAGE)
        made.run("stdio")
