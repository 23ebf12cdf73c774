"""The commands that make something: build, extract, export, validate, eval."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.common import (
    DEFAULT_STORE,
    NOTHING,
    PARTIAL,
    USAGE,
    QuietOption,
    Rows,
    RowsOption,
    StoreOption,
    fail,
    json_line,
    note,
    on_terminal,
    open_graph,
    print_result,
    show_result,
    told,
)
from kg.cli.progress import counting
from kg.cli.start import import_spacy
from kg.jobs import cores
from kg.output import Format, Table

if TYPE_CHECKING:
    from kg.article import ReadProblem
    from kg.claims import Extractor
    from kg.model import Extraction

PathsArgument = Annotated[
    list[str],
    typer.Argument(metavar="PATHS...", help=".txt, .html, .jsonl files, folders of them, or -.", show_default=False),
]

JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, help="Processes that read where articles are many; as many as processors."),
]

ModelOption = Annotated[
    Path | None,
    typer.Option("--model", help="A folder with a large model of entailment (ONNX), to read too; far slower."),
]


@told
def build(
    paths: PathsArgument,
    store: StoreOption = DEFAULT_STORE,
    base: Annotated[str | None, typer.Option("--base", help="Where the graph's own IRIs live.")] = None,
    ttl: Annotated[Path | None, typer.Option("--ttl", help="Also write the graph as Turtle to this file.")] = None,
    jobs: JobsOption = None,
    model: ModelOption = None,
    quiet: QuietOption = False,
) -> None:
    """Read articles and put what they say into the graph; an article read again is replaced."""
    import_spacy()
    from kg.build import build as build_graph

    with counting("articles", quiet=quiet) as tick:
        built = build_graph(
            paths,
            store,
            base=_base(base, store),
            extractors=_extractors(model),
            jobs=jobs or cores(),
            progress=lambda _: tick(),
            waiting=lambda words: None if quiet else note(f"{words}: waiting"),
        )
    if ttl is not None and built.articles:
        _write_export(store, ttl, None)
    if built.articles and not quiet:
        taken = f"{_counted(built.articles, 'article')}, {_counted(built.claims, 'claim')}"
        note(f"{taken}; {_counted(len(built.changed), 'article')} changed in {store}")
    _end(built.problems, read=built.articles, quiet=quiet)


def _extractors(model: Path | None) -> tuple[Extractor, ...]:
    from kg.claims import TRAINED, with_model

    try:
        return with_model(model) if model else TRAINED
    except OSError as error:
        fail(error, USAGE)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _base(base: str | None, store: Path) -> str:
    """The base asked for, else the one that the graph has already, else the usual one."""
    from kg.rdf.terms import Names
    from kg.store.disk import stored_base
    from kg.vocab import DEFAULT_BASE

    try:
        return Names(base or stored_base(store) or DEFAULT_BASE).base
    except ValueError as error:
        fail(error, USAGE)


def _end(problems: tuple[ReadProblem, ...], *, read: int, quiet: bool) -> None:
    """Tell what was wrong with the input; exit 4 if any of it was left out, 2 if nothing of it could be ``read``."""
    left_out = [problem for problem in problems if problem.left_out]
    for problem in problems:
        if problem.left_out or not quiet:
            note(f"kg: {problem}" if problem.left_out else f"note: {problem}")
    if left_out:
        raise typer.Exit(PARTIAL if read else USAGE)


@told
def extract(
    paths: PathsArgument,
    form: Annotated[
        Rows | None, typer.Option("--format", "-f", help="How to print; a table on a terminal, JSON Lines in a pipe.")
    ] = None,
    jobs: JobsOption = None,
    model: ModelOption = None,
    quiet: QuietOption = False,
) -> None:
    """Read articles and print the claims they make, one JSON object a line in a pipe."""
    import_spacy()
    from kg.build import extract_all

    chosen = Format(form or ("table" if on_terminal() else "jsonl"))
    problems: list[ReadProblem] = []
    rows: list[str] = []
    read = 0
    with counting("articles", quiet=quiet) as tick:
        for extraction in extract_all(paths, problems.append, extractors=_extractors(model), jobs=jobs or cores()):
            if chosen is Format.JSONL:
                for line in _lines(extraction):
                    typer.echo(line)
                sys.stdout.flush()
            else:
                rows += _lines(extraction)
            read += 1
            tick()
    if chosen is Format.JSON:
        typer.echo("[\n" + ",\n".join(rows) + "\n]" if rows else "[]")
    elif chosen is not Format.JSONL:
        show = _claims_table(rows)
        if show.rows:
            show_result(show, chosen, quiet=quiet)
        elif not problems:
            fail("no claims found", NOTHING)
    _end(tuple(problems), read=read, quiet=quiet)


def _lines(extraction: Extraction) -> list[str]:
    from kg.interchange import to_jsonl

    return list(to_jsonl(extraction))


def _claims_table(lines: list[str]) -> Table:
    """Claims as rows, for eyes and spreadsheets; the JSON Lines have everything."""
    import json

    from pyoxigraph import Literal

    names = "article subject predicate object start end at place status source confidence"
    columns = tuple(names.split())

    def cell(value: object) -> Literal | None:
        if isinstance(value, dict):
            value = value.get("name") or value.get("value")
        return None if value is None else Literal(value if isinstance(value, float) else str(value))

    return Table(columns, tuple(tuple(cell(row.get(name)) for name in columns) for row in map(json.loads, lines)))


def _write_export(
    store: Path, output: Path | None, form: str | None, *, public: bool = False, beliefs_only: bool = False
) -> None:
    """Write the graph in a folder to a file, or to standard output if there is none (or it is ``-``)."""
    from kg.export import FORMATS, format_of, render
    from kg.export import export as export_graph

    if form is not None and form not in FORMATS:
        fail(f"--format {form}: there is {', '.join(FORMATS)}", USAGE)
    if output is None or str(output) == "-":
        with open_graph(store) as graph:
            data = render(graph, form or "ttl", public=public, beliefs_only=beliefs_only)
        sys.stdout.buffer.write(data)
        return
    try:
        kind = form or format_of(output)
    except ValueError as error:
        fail(error, USAGE)
    with open_graph(store) as graph:
        export_graph(graph, output, kind, public=public, beliefs_only=beliefs_only)


@told
def export(
    output: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="File to write; its ending says the format.", show_default=False),
    ] = None,
    form: Annotated[
        str | None, typer.Option("--format", "-f", help="ttl, trig, nt, nq, jsonld, rdf, graphml or csv.")
    ] = None,
    public: Annotated[bool, typer.Option("--public", help="Leave out what is sensitive, and all trace of it.")] = False,
    beliefs_only: Annotated[bool, typer.Option("--beliefs", help="Only what is believed, without the claims.")] = False,
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Write the graph to a file (or standard output) in a format that others read."""
    _write_export(store, output, form, public=public, beliefs_only=beliefs_only)
    if output is not None and str(output) != "-" and not quiet:
        note(f"wrote {output}")


@told
def validate(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="An RDF file instead of the graph in the store.", show_default=False),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    form: RowsOption = None,
    quiet: QuietOption = False,
) -> None:
    """Check the graph, or an RDF file, against the shapes of the ontology; exit 1 if it does not conform."""
    from pyoxigraph import Literal

    from kg.validate import validate as check

    if file is not None and not file.is_file():
        fail(f"{file}: there is no such file", USAGE)
    if file is not None:
        report = check(file)
    else:
        with open_graph(store) as graph:
            report = check(graph)
    columns = ("node", "path", "constraint", "value", "message")
    rows = tuple(tuple(Literal(getattr(one, name)) for name in columns) for one in report.violations)
    if rows or form:
        print_result(Table(columns, rows), form)
    if not quiet:
        note("conforms" if report.conforms else _counted(len(rows), "violation"))
    if not report.conforms:
        raise typer.Exit(NOTHING)


@told
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A folder of gold articles.", show_default=False)],
    errors: Annotated[bool, typer.Option("--errors", help="Also every fault, with its sentence.")] = False,
    least_precision: Annotated[
        float, typer.Option("--least-precision", min=0, max=1, help="Exit 1 if the asserted claims' precision is less.")
    ] = 0.0,
    least_recall: Annotated[
        float, typer.Option("--least-recall", min=0, max=1, help="Exit 1 if the asserted claims' recall is less.")
    ] = 0.0,
    form: Annotated[
        Literal["table", "json"] | None, typer.Option("--format", "-f", help="How to print.", show_default="table")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Extract gold articles and print precision, recall and F1 per predicate and status."""
    import_spacy()
    from kg.build import extract_many
    from kg.evaluation import as_dict, load_gold, render, score

    articles = load_gold(gold)
    found = []
    with counting("articles", quiet=quiet, total=len(articles)) as tick:
        for extraction in extract_many([one.article for one in articles]):
            found.append(extraction)
            tick()
    scores = score(found, articles)
    if form == "json":
        typer.echo(json_line(as_dict(scores, errors=errors), indent=2))
    else:
        from kg.output.terminal import console

        console(sys.stdout, width=None if on_terminal() else 120).print(render(scores, errors=errors))
    if scores.asserted.precision < least_precision or scores.asserted.recall < least_recall:
        fail(f"asserted claims are below precision {least_precision} or recall {least_recall}", NOTHING)
