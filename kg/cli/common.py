"""What the commands share: the options, opening the graph, printing, and telling errors without a traceback."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn, ParamSpec, TypeVar

import typer

from kg.output import Format, Result

if TYPE_CHECKING:
    from kg.queries import Endpoint
    from kg.show import Lines
    from kg.store import Graph

NOTHING, USAGE, NETWORK, PARTIAL = 1, 2, 3, 4
"""The exit codes beside 0: nothing found or not conforming, wrong usage, network trouble, done in part."""

DEFAULT_STORE = Path("build/graph")

P = ParamSpec("P")
R = TypeVar("R")


def people(context: typer.Context, incomplete: str) -> list[str]:
    """The names of people that begin as typed, for shell completion; none where there is no graph to ask."""
    try:
        from kg.queries import starting_with

        with open_graph(Path(str(context.params.get("store") or DEFAULT_STORE))) as graph:
            return list(starting_with(endpoint_of(graph), incomplete))
    except Exception:  # completion must never print into the line being typed
        return []


StoreOption = Annotated[Path, typer.Option("--store", envvar="KG_STORE", help="Folder of the graph.")]
Rows = Literal["table", "tsv", "csv", "json", "jsonl"]
"""The formats of rows; triples have Turtle besides (`kg.output.Format`)."""

_HOW = typer.Option("--format", "-f", help="How to print; a table on a terminal, TSV in a pipe.")
RowsOption = Annotated[Rows | None, _HOW]
FormatOption = Annotated[Format | None, _HOW]
IdsOption = Annotated[bool, typer.Option("--ids", help="In tables, show IRIs beside names.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes on standard error.")]
SensitiveOption = Annotated[bool, typer.Option("--sensitive", help="Also health, and births and arrests of minors.")]
PersonArgument = Annotated[
    str, typer.Argument(metavar="PERSON", help="A name or an IRI.", autocompletion=people, show_default=False)
]
OptionalPersonArgument = Annotated[
    str | None, typer.Argument(metavar="[PERSON]", help="A name or an IRI.", autocompletion=people, show_default=False)
]
BecauseOption = Annotated[str, typer.Option("--because", metavar="TEXT", help="Why; kept with it.")]


def note(message: str) -> None:
    """Say something on standard error, where it does not mix with results."""
    typer.echo(message, err=True)


def fail(message: object, code: int) -> NoReturn:
    """End with a message on standard error and an exit code."""
    note(f"kg: {message}")
    raise typer.Exit(code)


def leave_quietly() -> None:
    """Let standard output go nowhere: its reader has left, and Python would flush it once more at shutdown."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def close_quietly(code: object) -> int:
    """Flush standard output and give the exit code; a reader that has left (``kg ... | head``) is no error."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        leave_quietly()
        return 0
    return code if isinstance(code, int) else 0 if code is None else 1


def told(command: Callable[P, R]) -> Callable[P, R]:
    """A command whose user errors are told in one line with their exit code; anything else is a bug and stays one."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except BrokenPipeError:
            leave_quietly()
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            note("kg: interrupted")
            raise typer.Exit(130) from None
        except Exception as error:
            code = exit_code(error)
            if code is None:
                raise
            fail(error.args[0] if isinstance(error, KeyError) and error.args else error, code)

    return run


def exit_code(error: Exception) -> int | None:
    """The exit code of a user error; None for what is a bug of ours."""
    from kg.output import NotInThisFormatError
    from kg.queries import AmbiguousNameError, BadParameterError, QueryFileError, UnknownNameError, UnknownQueryError
    from kg.sparql import EndpointError, QueryRefusedError
    from kg.store import StoreError
    from kg.wikidata.polite import NetworkError

    if isinstance(error, UnknownNameError) or type(error).__name__ == "NotToldError":
        return NOTHING
    if isinstance(error, EndpointError | NetworkError):
        return NETWORK
    usage = (
        AmbiguousNameError,
        BadParameterError,
        UnknownQueryError,
        QueryFileError,
        QueryRefusedError,
        NotInThisFormatError,
        StoreError,
    )
    if isinstance(error, (*usage, SyntaxError)) or type(error).__name__ in (
        *("GoldError", "ClaimsError", "ExportError", "RdfFileError"),
        *("ContactError", "DumpError", "IndexFileError"),
    ):
        return USAGE
    if isinstance(error, ChildProcessError):
        return PARTIAL
    return USAGE if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError) else None


def open_graph(store: Path) -> Graph:
    """The graph in a folder, for reading. Raises StoreError where there is none."""
    import kg.store

    return kg.store.open(store, read_only=True)


def writable_graph(store: Path) -> Graph:
    """The graph in a folder, for writing; there must be one already."""
    import kg.store
    from kg.store.disk import is_built

    if not is_built(store):
        fail(f"{store}: there is no graph yet; make one with: kg build ARTICLES... --store {store}", USAGE)
    return kg.store.open(store)


def endpoint_of(graph: Graph) -> Endpoint:
    """The graph as something that answers queries, with the prefixes of its exports."""
    from kg.queries import Embedded

    return Embedded(graph.store, graph.names.prefixes())


@contextmanager
def asked(store: Path, endpoint: str | None = None, timeout: float = 30.0) -> Iterator[Endpoint]:
    """Whatever is to answer: a remote endpoint if one is named, else the graph in the folder."""
    if endpoint:
        from kg.sparql import Remote

        yield Remote(endpoint, timeout=timeout)
        return
    with open_graph(store) as graph:
        yield endpoint_of(graph)


def prefixes() -> dict[str, str]:
    """The prefixes for tables and Turtle."""
    from kg.rdf.terms import Names

    return Names().prefixes()


def on_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def show_result(result: Result, form: Rows | Format | None, *, ids: bool = False, quiet: bool = False) -> None:
    """Print a result (see `print_result`); exit 1 if it is empty."""
    from kg.output import is_empty

    print_result(result, form, ids=ids)
    if is_empty(result):
        if not quiet and type(result).__name__ != "Answer":
            note("nothing found")
        raise typer.Exit(NOTHING)


def print_result(result: Result, form: Rows | Format | None, *, ids: bool = False) -> None:
    """Print a result, as a table on a terminal and as TSV in a pipe unless ``form`` says otherwise; no empty table."""
    from kg.output import Triples, is_empty, write

    natural = Format.TTL if isinstance(result, Triples) else Format.TABLE if on_terminal() else Format.TSV
    chosen = Format(form) if form else natural
    if not (is_empty(result) and chosen is Format.TABLE):
        names = prefixes() if chosen in (Format.TTL, Format.TABLE) else {}
        write(result, chosen, sys.stdout, prefixes=names, ids=ids)
    elif type(result).__name__ == "Answer":
        typer.echo("no")


def show_lines(lines: Lines) -> None:
    """Print styled lines: styled and wrapped on a terminal, plain and whole in a pipe."""
    if not on_terminal():
        for line in lines:
            typer.echo("".join(words for words, _ in line).rstrip())
        return
    from rich.text import Text

    from kg.output.terminal import console

    target = console(sys.stdout)
    for line in lines:
        target.print(Text.assemble(*line))


def json_line(value: object, *, indent: int | None = None) -> str:
    """A value as JSON text."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=indent)
