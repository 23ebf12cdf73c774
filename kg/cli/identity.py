"""The commands of ``kg identity``: who is who across articles, and what people say of it."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import (
    DEFAULT_STORE,
    PARTIAL,
    USAGE,
    BecauseOption,
    IdsOption,
    OptionalPersonArgument,
    PersonArgument,
    QuietOption,
    RowsOption,
    StoreOption,
    endpoint_of,
    fail,
    note,
    open_graph,
    people,
    show_result,
    told,
    writable_graph,
)
from kg.output import Table

if TYPE_CHECKING:
    from kg.identity import Comparison
    from kg.store import Graph

app = typer.Typer(
    help="Say who is who: which names of articles are one person, and which are two.",
    epilog='Example: kg identity list "Elizabeth Taylor"; kg identity merge "Beatle John" "John Lennon"',
    no_args_is_help=True,
    rich_markup_mode=None,
)

OtherArgument = Annotated[
    str | None,
    typer.Argument(metavar="[OTHER]", help="Another name or IRI.", autocompletion=people, show_default=False),
]


@app.command("list", epilog='Example: kg identity list "Elizabeth Taylor"')
@told
def list_(
    person: OptionalPersonArgument = None,
    unsure: Annotated[
        bool, typer.Option("--unsure", help="Pairs that the rules cannot decide, likeliest first.")
    ] = False,
    store: StoreOption = DEFAULT_STORE,
    form: RowsOption = None,
    ids: IdsOption = False,
    quiet: QuietOption = False,
) -> None:
    """List what was decided: by people (with the ids to undo it), for one person, or what is still to decide."""
    from kg.store import who

    with open_graph(store) as graph:
        if person is not None:
            table = _of(graph, _iri(graph, person))
        else:
            table = _pairs(graph, who.unsure(graph) if unsure else who.decisions(graph))
    show_result(table, form, ids=ids, quiet=quiet)


@app.command(epilog='Example: kg identity merge "Beatle John" "John Lennon" --because "one Beatle"')
@told
def merge(
    person: PersonArgument,
    other: Annotated[
        str, typer.Argument(metavar="OTHER", help="Another name or IRI.", autocompletion=people, show_default=False)
    ],
    because: BecauseOption = "",
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Make two entities one. No rule overrules it; the IRI that gives way redirects to the one that stays."""
    from kg.store import who

    with writable_graph(store) as graph:
        said = who.merge(graph, _iri(graph, person), _iri(graph, other), reason=because, on=date.today())
        _tell(graph, said, quiet=quiet)


@app.command(epilog='Example: kg identity split "Chris Brown" --article 2019/trial')
@told
def split(
    person: PersonArgument,
    other: OtherArgument = None,
    article: Annotated[
        str | None, typer.Option("--article", metavar="ID", help="The article that speaks of somebody else.")
    ] = None,
    because: BecauseOption = "",
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Keep two entities apart, or say that one article speaks of another person of that name."""
    from kg.store import who

    if (other is None) == (article is None):
        fail("give either another person, or --article", USAGE)
    with writable_graph(store) as graph:
        iri = _iri(graph, person)
        if article is not None:
            said = who.part(graph, iri, article, reason=because, on=date.today())
        else:
            said = who.split(graph, iri, _iri(graph, other or ""), reason=because, on=date.today())
        _tell(graph, said, quiet=quiet)


@app.command(epilog="Example: kg identity undo 61dc5ef4")
@told
def undo(
    decision: Annotated[str, typer.Argument(metavar="ID", help="Of kg identity list.", show_default=False)],
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Take back a decision; everything is as the rules have it again."""
    from kg.store import who

    with writable_graph(store) as graph:
        said = who.undo(graph, decision)
        if not quiet:
            note(f"no longer {said.verdict.value}: {said.one} and {said.other}")


@app.command("export", epilog="Example: kg identity export decisions.jsonl")
@told
def export(
    file: Annotated[
        Path, typer.Argument(metavar="[FILE]", help="Where to write; - is standard output.", show_default=False)
    ] = Path("-"),
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Write what people have decided (who is one, who is two, who is which item of Wikidata) as lines of JSON."""
    from kg.linking.decisions import written

    with open_graph(store) as graph:
        lines = list(written(graph))
    text = "".join(f"{line}\n" for line in lines)
    if str(file) == "-":
        typer.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")
    if not quiet:
        note(f"{len(lines)} decisions")


@app.command("import", epilog="Example: kg identity import decisions.jsonl --store rebuilt")
@told
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Of kg identity export; - is standard input.")],
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Decide in a graph what was decided in another; what is not there is named and left out (exit code 4)."""
    from kg.linking.decisions import DecisionFormatError, take_in

    text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
    with writable_graph(store) as graph:
        try:
            done = take_in(graph, text.splitlines())
        except DecisionFormatError as error:
            fail(f"{file}: {error}", USAGE)
    for why in done.left:
        note(why)
    if not quiet:
        note(f"{done.decided} decisions on who is one and {done.linked} on items taken in, {len(done.left)} left out")
    if done.left:
        raise typer.Exit(PARTIAL)


def _iri(graph: Graph, name: str) -> str:
    """The IRI of whoever is meant; one that redirects is taken as it stands."""
    from kg.queries import find
    from kg.queries.people import is_iri
    from kg.store import who

    return who.current(graph, name) if is_iri(name) else find(endpoint_of(graph), name, people=False).value


def _tell(graph: Graph, said: Comparison, *, quiet: bool) -> None:
    from kg.store import who

    if not quiet:
        now = sorted({who.current(graph, said.one), who.current(graph, said.other)})
        note(f"{' and '.join(now)}; take it back with: kg identity undo {who.short_id(graph, said)}")


def _pairs(graph: Graph, comparisons: list[Comparison]) -> Table:
    from pyoxigraph import Literal, NamedNode

    from kg.store import who

    rows = tuple(
        (
            Literal(who.short_id(graph, one)),
            Literal(one.verdict.value),
            NamedNode(one.one),
            NamedNode(one.other),
            Literal(one.confidence),
            Literal(one.reason),
        )
        for one in comparisons
    )
    return Table(("id", "verdict", "one", "other", "likely", "why"), rows)


def _of(graph: Graph, iri: str) -> Table:
    """The names that stand for an entity, then those it was compared with."""
    from pyoxigraph import Literal, NamedNode

    from kg.store import who

    names = (
        (NamedNode(one.article), Literal(one.name), Literal(one.verdict.value), Literal(one.confidence), one.reason)
        for one in who.judgements(graph, iri)
    )
    others = (
        (
            NamedNode(one.other if one.one == iri else one.one),
            Literal(who.short_id(graph, one)),
            Literal(one.verdict.value),
            Literal(one.confidence),
            one.reason,
        )
        for one in who.comparisons(graph, iri)
    )
    rows = tuple((*row[:4], Literal(row[4])) for row in (*names, *others))
    return Table(("where", "name or id", "verdict", "likely", "why"), rows)
