"""The commands of ``kg link``: linking the graph to Wikidata, looking at candidates, taking back."""

from __future__ import annotations

import sys
from collections.abc import Collection
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import (
    DEFAULT_STORE,
    NOTHING,
    USAGE,
    OptionalPersonArgument,
    PersonArgument,
    QuietOption,
    RowsOption,
    StoreOption,
    endpoint_of,
    fail,
    note,
    people,
    show_result,
    told,
    writable_graph,
)
from kg.cli.services import (
    DEFAULT_CACHE,
    ApiOption,
    CacheOption,
    ContactOption,
    IndexOption,
    OfflineOption,
    asking,
    settings,
    stored,
)
from kg.output import Cell, Table

if TYPE_CHECKING:
    from kg.rdf.links import Link
    from kg.store import Graph
    from kg.wikidata import KnowledgeBase

app = typer.Typer(
    help="Link the people and things of the graph to Wikidata.",
    epilog='Example: kg link; kg link review; kg link undo "Elizabeth Taylor"',
    invoke_without_command=True,
    rich_markup_mode=None,
)

LiveOption = Annotated[bool, typer.Option("--live", help="Ask Wikidata itself; needs --contact.")]
PersonOption = Annotated[
    str | None,
    typer.Option("--person", metavar="PERSON", help="Only this person.", autocompletion=people, show_default=False),
]


@app.callback()
@told
def link(
    context: typer.Context,
    store: StoreOption = DEFAULT_STORE,
    person: PersonOption = None,
    index: IndexOption = None,
    live: LiveOption = False,
    contact: ContactOption = "",
    api: ApiOption = "",
    cache: CacheOption = DEFAULT_CACHE,
    offline: OfflineOption = False,
    form: RowsOption = None,
    quiet: QuietOption = False,
) -> None:
    """Link the people and things of the graph to Wikidata, by the starter index unless another source is named.

    What a person has decided stays; the rest is decided anew.
    """
    if context.invoked_subcommand:
        return
    if index and live:
        fail("--index and --live: name one source", USAGE)
    from kg.linking import link_graph

    source = asking(None, False, settings(contact, api, "", cache, offline)) if live else stored(index)
    with writable_graph(store) as graph, source as base:
        who = {_iri(graph, person)} if person else None
        done = link_graph(graph, base, people=who)
        shown = [one for one in done.links if who is None or one.entity in who]
        table = _table(graph, shown, base)
    if not quiet:
        linked = sum(one.positive for one in shown)
        looked = len({one.entity for one in shown if one.strength == "close"})
        asked = f"{len(done.answers)} people and {len(done.things)} things looked up"
        note(f"{asked}: {linked} linked, {looked} to look at with: kg link review")
    show_result(table, form, quiet=quiet)


def _iri(graph: Graph, name: str, items: Collection[str] = ()) -> str:
    """The IRI of the person of that name, else of the thing; the thing first where only it may be one of the items."""
    from kg.queries import UnknownNameError, find

    endpoint = endpoint_of(graph)
    try:
        person = find(endpoint, name).value
    except UnknownNameError:
        return find(endpoint, name, people=False).value
    proposed = {link.entity for link in graph.links() if link.qid in items}
    if proposed and person not in proposed:
        with suppress(LookupError):
            thing = find(endpoint, name, people=False).value
            return thing if thing in proposed else person
    return person


def _table(graph: Graph, links: list[Link], base: KnowledgeBase | None = None) -> Table:
    """Links as rows; the item's name and description where its source is at hand."""
    from pyoxigraph import Literal, NamedNode

    from kg.rdf.terms import LABEL, term

    items = base.items({one.qid for one in links}) if base else {}
    rows: list[tuple[Cell, ...]] = []
    for one in links:
        labels = [q.object.value for q in graph.store.quads_for_pattern(NamedNode(one.entity), LABEL, None, None)
                  if isinstance(q.object, Literal)]  # fmt: skip
        item = items.get(one.qid)
        what = f"{item.label}, {item.description}".strip(", ") if item else ""
        cells = (labels[0] if labels else one.entity, one.strength.value, f"{one.confidence:.3f}", what)
        why = "; ".join(one.reasons)
        rows.append((Literal(cells[0]), term("wd", one.qid), *map(Literal, cells[1:]), Literal(why)))
    return Table(("person", "item", "link", "confidence", "what", "why"), tuple(rows))


@app.command(epilog='Example: kg link review "Elizabeth Taylor" --accept Q34851')
@told
def review(
    person: OptionalPersonArgument = None,
    accept: Annotated[str | None, typer.Option("--accept", metavar="QID", help="It is this item.")] = None,
    reject: Annotated[list[str] | None, typer.Option("--reject", metavar="QID", help="It is not this item.")] = None,
    store: StoreOption = DEFAULT_STORE,
    index: IndexOption = None,
    form: RowsOption = None,
    quiet: QuietOption = False,
) -> None:
    """List the links to look at with their candidates, or decide on one; on a terminal, be asked about each."""
    from kg.linking import accept as accept_link
    from kg.linking import reject as reject_link

    if (accept or reject) and not person:
        fail("say of whom: kg link review PERSON --accept QID", USAGE)
    for qid in [*([accept] if accept else []), *(reject or [])]:
        if not (qid[:1] == "Q" and qid[1:].isdecimal()):
            fail(f"{qid}: an item is named like Q186304", USAGE)
    with writable_graph(store) as graph, stored(index) as base:
        iri = _iri(graph, person, {*([accept] if accept else []), *(reject or [])}) if person else None
        if accept or reject:
            assert iri is not None
            for qid in reject or []:
                reject_link(graph, iri, qid, date.today())
            if accept:
                accept_link(graph, iri, accept, date.today())
            show_result(_table(graph, [one for one in graph.links() if one.entity == iri], base), form, quiet=quiet)
            return
        open_ = [one for one in graph.links() if one.strength == "close" and iri in (None, one.entity)]
        if form is None and sys.stdin.isatty() and sys.stdout.isatty() and open_:
            _ask(graph, open_, base)
            return
        show_result(_table(graph, open_, base), form, quiet=quiet)


def _ask(graph: Graph, links: list[Link], base: KnowledgeBase) -> None:
    """Ask about each candidate until somebody has had enough."""
    from kg.linking import accept, reject

    settled: set[str] = set()
    for one, row in zip(links, _table(graph, links, base).rows, strict=True):
        if one.entity in settled:
            continue
        name, what, why = (getattr(row[place], "value", "") for place in (0, 4, 5))
        answer = typer.prompt(f"{name}: is it {one.qid} ({what})?\n  {why}\n  yes, no, skip or quit", default="skip")
        match answer.strip().lower()[:1]:
            case "y":
                accept(graph, one.entity, one.qid, date.today())
                settled.add(one.entity)
            case "n":
                reject(graph, one.entity, one.qid, date.today())
            case "q":
                return


@app.command(epilog='Example: kg link undo "Elizabeth Taylor"')
@told
def undo(person: PersonArgument, store: StoreOption = DEFAULT_STORE, quiet: QuietOption = False) -> None:
    """Take back all links of a person, by rule or by hand."""
    from kg.linking import UnlinkedError
    from kg.linking import undo as undo_links

    with writable_graph(store) as graph:
        try:
            gone = undo_links(graph, _iri(graph, person))
        except UnlinkedError as error:
            fail(error, NOTHING)
    if not quiet:
        note(f"took back {', '.join(one.qid for one in gone)}")
