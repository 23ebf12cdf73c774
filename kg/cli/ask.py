"""The commands that ask the graph: sparql, show, explain, stats, draw, doctor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from kg.cli.common import (
    DEFAULT_STORE,
    NOTHING,
    USAGE,
    FormatOption,
    IdsOption,
    PersonArgument,
    QuietOption,
    Rows,
    RowsOption,
    SensitiveOption,
    StoreOption,
    asked,
    endpoint_of,
    fail,
    json_line,
    note,
    on_terminal,
    open_graph,
    people,
    prefixes,
    print_result,
    show_lines,
    show_result,
    told,
)


@told
def sparql(
    query: Annotated[
        str | None,
        typer.Argument(metavar="[QUERY]", help="SPARQL text, a .rq file, or - for standard input.", show_default=False),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    endpoint: Annotated[
        str | None, typer.Option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of the store.")
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds to wait for a remote endpoint.")] = 30.0,
    form: FormatOption = None,
    ids: IdsOption = False,
    quiet: QuietOption = False,
) -> None:
    """Ask the graph, or a remote endpoint, in SPARQL. Reading only; the usual prefixes need no declaration."""
    text = _query_text(query)
    if endpoint is None:
        from kg.sparql import read_only

        text = read_only(text, prefixes())
    with asked(store, endpoint, timeout) as target:
        result = target.query(text, {})
    show_result(result, form, ids=ids, quiet=quiet)


def _query_text(given: str | None) -> str:
    """The query itself: from the argument, a file that the argument names, or standard input."""
    if given == "-" or (given is None and not sys.stdin.isatty()):
        return sys.stdin.read()
    if given is None:
        fail("give a query, a .rq file, or - to read standard input", USAGE)
    if "{" in given or "\n" in given:
        return given
    path = Path(given)
    if path.suffix in (".rq", ".sparql") or path.is_file():
        if not path.is_file():
            fail(f"{path}: there is no such file", USAGE)
        return path.read_text(encoding="utf-8")
    return given


@told
def show(
    person: PersonArgument,
    store: StoreOption = DEFAULT_STORE,
    sensitive: SensitiveOption = False,
    form: Annotated[
        Literal["table", "json"] | None, typer.Option("--format", "-f", help="How to print.", show_default="table")
    ] = None,
) -> None:
    """Show a person on one screen: names, family, life, events, and what is only said."""
    from kg.queries import find
    from kg.show import page, render

    with open_graph(store) as graph:
        endpoint = endpoint_of(graph)
        found = page(endpoint, find(endpoint, person), sensitive=sensitive)
    if form == "json":
        typer.echo(json_line(found.to_json(), indent=2))
    else:
        show_lines(render(found))


@told
def explain(
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="A name or an IRI.", autocompletion=people, show_default=False)
    ],
    predicate: Annotated[
        str, typer.Argument(metavar="PREDICATE", help="Such as marriedTo or event:Wedding.", show_default=False)
    ],
    object_: Annotated[
        str | None,
        typer.Argument(
            metavar="[OBJECT]",
            help="A name, an IRI or a literal; all if left out.",
            autocompletion=people,
            show_default=False,
        ),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    sensitive: SensitiveOption = False,
    form: Annotated[
        Rows | None, typer.Option("--format", "-f", help="How to print; the sentences themselves, if left out.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Show the sentences behind a fact, with the words of subject and object marked."""  # fmt: skip
    from kg.explain import explain as explain_claim
    from kg.explain import render, to_table

    with open_graph(store) as graph:
        reasons = explain_claim(endpoint_of(graph), subject, predicate, object_, sensitive=sensitive)
    if form == "json":
        typer.echo(json_line([reason.to_json() for reason in reasons], indent=2))
    elif form == "jsonl":
        for reason in reasons:
            typer.echo(json_line(reason.to_json()))
    elif form is not None:
        print_result(to_table(reasons), form)
    else:
        show_lines(render(reasons, brackets=not on_terminal()))
    if not reasons:
        if not quiet:
            note(f"no article says that {subject} {predicate} {object_ or 'anything'}".rstrip())
        raise typer.Exit(NOTHING)


@told
def stats(store: StoreOption = DEFAULT_STORE, form: RowsOption = None) -> None:
    """Count what the graph holds."""
    from kg.queries import run

    with open_graph(store) as graph:
        result = run("statistics", {}, endpoint_of(graph))
    show_result(result, form)


@told
def draw(
    person: PersonArgument,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write, - for standard output.", show_default=False)
    ] = None,
    timeline: Annotated[bool, typer.Option("--timeline", help="Events along a time axis instead of people.")] = False,
    steps: Annotated[int, typer.Option("--steps", min=1, max=2, help="How far from the person to go.")] = 1,
    most: Annotated[int, typer.Option("--most", min=2, max=60, help="The most people to draw.")] = 24,
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Draw the people around somebody, or a timeline, as SVG."""
    from kg.draw import draw_circle, draw_timeline
    from kg.queries import find

    if output is None and on_terminal():
        fail("give a file to write with -o graph.svg (or -o - for standard output)", USAGE)
    if output is not None and output.suffix.lower() not in {"", ".svg"}:
        fail(f"{output}: what is drawn is SVG; name a file that ends in .svg", USAGE)
    with open_graph(store) as graph:
        endpoint = endpoint_of(graph)
        node = find(endpoint, person)
        svg = draw_timeline(endpoint, node) if timeline else draw_circle(endpoint, node, steps=steps, most=most)
    if svg is None:
        fail(f"nothing that happened to {person} has a date, so there is no timeline", NOTHING)
    if output is None or str(output) == "-":
        typer.echo(svg, nl=False)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(svg, encoding="utf-8")
    if not quiet:
        note(f"wrote {output}")


@told
def doctor(store: StoreOption = DEFAULT_STORE, form: RowsOption = None) -> None:
    """Check the installation and the graph, and say what to do about what is wrong."""
    from kg.doctor import check_all, render, to_table

    checks = check_all(store)
    if form in (None, "table"):
        show_lines(render(checks))
    else:
        show_result(to_table(checks), form)
    if not all(check.ok for check in checks):
        raise typer.Exit(NOTHING)
