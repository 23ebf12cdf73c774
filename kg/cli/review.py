"""The commands of ``kg review``: whether the words of articles say what was read in them, as people say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import (
    DEFAULT_STORE,
    BecauseOption,
    OptionalPersonArgument,
    QuietOption,
    RowsOption,
    StoreOption,
    endpoint_of,
    note,
    open_graph,
    show_result,
    told,
    writable_graph,
)
from kg.output import Cell, Table

if TYPE_CHECKING:
    from kg.rdf.reviews import Review, Wording
    from kg.store import Graph
    from kg.store.claims import Told

app = typer.Typer(
    help="Say whether the words of articles say what was read in them.",
    epilog='Example: kg review list "Elizabeth Taylor"; kg review reject 49223af0aa916661 --because "her sister"',
    no_args_is_help=True,
    rich_markup_mode=None,
)

ClaimArgument = Annotated[str, typer.Argument(metavar="CLAIM", help="The id of kg review list.", show_default=False)]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Your name; kept with it, and shown.")]


@app.command("list", epilog='Example: kg review list "Elizabeth Taylor"')
@told
def list_(
    person: OptionalPersonArgument = None,
    done: Annotated[bool, typer.Option("--done", help="What people have reviewed.")] = False,
    store: StoreOption = DEFAULT_STORE,
    form: RowsOption = None,
    quiet: QuietOption = False,
) -> None:
    """List the claims that nobody has reviewed, the least sure first, or (--done) what was said of the others."""
    from kg.store import claims

    with open_graph(store) as graph:
        about = _iri(graph, person) if person else ""
        found = claims.told(graph, about)
        waiting = claims.waiting(graph) if done and not about else []
    table = _done(found, waiting) if done else _open(found)
    show_result(table, form, quiet=quiet)


@app.command(epilog='Example: kg review accept 49223af0aa916661 --by "Mara Reyl"')
@told
def accept(
    claim: ClaimArgument,
    by: ByOption = "",
    because: BecauseOption = "",
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Confirm a claim: the words say so. It is believed however unsure the reader was, as far as its status lets it."""
    from kg.store import claims

    _judge(claims.accept, claim, by, because, store, quiet=quiet)


@app.command(epilog='Example: kg review reject 49223af0aa916661 --because "that is her sister"')
@told
def reject(
    claim: ClaimArgument,
    by: ByOption = "",
    because: BecauseOption = "",
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Reject a claim: the words do not say so. It is believed no more, and stays to be seen."""
    from kg.store import claims

    _judge(claims.reject, claim, by, because, store, quiet=quiet)


@app.command(epilog="Example: kg review undo 49223af0aa916661")
@told
def undo(claim: ClaimArgument, store: StoreOption = DEFAULT_STORE, quiet: QuietOption = False) -> None:
    """Take back what was said of a claim."""
    from kg.store import claims

    with writable_graph(store) as graph:
        for said in claims.undo(graph, _claim(graph, claim)):
            if not quiet:
                note(f"no longer {_verdict(said)}: {_words(said)}")


@app.command(epilog="Example: kg review copy old/graph --store build/graph")
@told
def copy(
    source: Annotated[Path, typer.Argument(metavar="GRAPH", help="The folder of another graph.", show_default=False)],
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Take over what people said of claims in another graph; where both have a word, this graph's stands."""
    from kg.store import claims

    with open_graph(source) as other:
        brought = other.reviews()
    with writable_graph(store) as graph:
        new = claims.take_over(graph, brought)
        waiting, held = claims.waiting(graph), graph.reviews()
    if not quiet:
        note(f"{len(new)} taken over; {len(waiting)} of {len(held)} fit no claim of this graph now")


def _claim(graph: Graph, identifier: str) -> str:
    """The IRI of a claim from its id or itself."""
    return identifier if "/" in identifier else graph.names.node("claim", identifier).value


def _iri(graph: Graph, person: str) -> str:
    from kg.queries import find

    return find(endpoint_of(graph), person, people=False).value


def _verdict(said: Review) -> str:
    return "confirmed" if said.right else "rejected"


def _words(said: Review) -> str:
    return " ".join(filter(None, (said.subject, said.predicate, said.object)))


def _judge(verdict: Callable[..., Review], claim: str, by: str, because: str, store: Path, *, quiet: bool) -> None:
    """Accept or reject a claim, and say how to take it back."""
    with writable_graph(store) as graph:
        said = verdict(graph, _claim(graph, claim), by=by, reason=because, on=date.today())
    if not quiet:
        note(f"{_verdict(said)}: {_words(said)}; take it back with: kg review undo {claim}")


def _open(found: list[Told]) -> Table:
    """The claims that nobody has reviewed, the least sure first."""
    from pyoxigraph import Literal

    open_ = sorted((one for one in found if one.review is None), key=lambda one: (one.wording.confidence, one.claim))
    rows = tuple(
        (
            Literal(_id(one.claim)),
            *map(Literal, _said(one.wording)),
            Literal(one.wording.confidence),
            _quoted(one.wording),
        )
        for one in open_
    )
    return Table(("id", "subject", "predicate", "object", "when", "status", "sure", "words"), rows)


def _done(found: list[Told], waiting: list[Review]) -> Table:
    """What was said, the latest first; then what was said of claims that no article makes now, which have no id."""
    from pyoxigraph import Literal

    reviewed = [(_id(one.claim), one.review) for one in found if one.review]
    reviewed.sort(key=lambda pair: (pair[1].on or date.min, pair[0]), reverse=True)
    rows = []
    for claim, one in (*reviewed, *(("", one) for one in waiting)):
        cells = (claim, _verdict(one), *_said(one), one.by, one.on.isoformat() if one.on else "", one.reason)
        rows.append((*map(Literal, cells), _quoted(one)))
    names = ("id", "verdict", "subject", "predicate", "object", "when", "status", "by", "on", "why", "words")
    return Table(names, tuple(rows))


def _quoted(one: Review | Wording) -> Cell:
    from pyoxigraph import Literal

    return Literal(" ".join(one.quotes))


def _id(claim: str) -> str:
    return claim.rpartition("/")[2]


def _said(one: Review | Wording) -> tuple[str, str, str, str, str]:
    start, end, at = one.times
    return one.subject, one.predicate, one.object, at or "/".join(filter(None, (start, end))), one.status.value
