"""The commands of ``kg wikidata``: fetching and searching items, and making an offline index of them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import exchange
from kg.cli.common import NOTHING, PARTIAL, USAGE, IdsOption, QuietOption, RowsOption, fail, note, show_result, told
from kg.cli.services import (
    DEFAULT_CACHE,
    ApiOption,
    CacheOption,
    ContactOption,
    EndpointOption,
    IndexOption,
    OfflineOption,
    StarterOption,
    asking,
    settings,
)

if TYPE_CHECKING:
    from kg.output import Table
    from kg.wikidata import KnowledgeBase, Progress, Snapshot
    from kg.wikidata.service import Settings

app = typer.Typer(
    help="Fetch from Wikidata, search it, and make an offline index of it.",
    epilog='Example: kg wikidata search "Kim Kardashian" --starter',
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command(epilog="Example: kg wikidata fetch Q186304 Q15935 --contact you@example.org")
@told
def fetch(
    qids: Annotated[list[str], typer.Argument(metavar="QID...", help="Items, such as Q186304.", show_default=False)],
    contact: ContactOption = "",
    api: ApiOption = "",
    cache: CacheOption = DEFAULT_CACHE,
    offline: OfflineOption = False,
    quiet: QuietOption = False,
) -> None:
    """Fetch items of Wikidata and print what we keep of them, one JSON object a line."""
    from kg.wikidata.live import Live
    from kg.wikidata.starter import to_line

    wrong = [qid for qid in qids if not (qid[:1] == "Q" and qid[1:].isdecimal())]
    if wrong:
        fail(f"{wrong[0]!r} is no item: give its QID, such as Q186304", USAGE)
    with Live(settings(contact, api, "", cache, offline)) as live:
        items = live.items(qids)
    for qid in qids:
        if qid in items:
            typer.echo(to_line(items[qid]))
        elif not quiet:
            note(f"{qid}: Wikidata has no such item")
    if len(items) < len(set(qids)):
        raise typer.Exit(PARTIAL if items else NOTHING)


@app.command(epilog='Example: kg wikidata search "Kim Kardashian" --starter')
@told
def search(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, or a part of one.", show_default=False)],
    index: IndexOption = None,
    starter: StarterOption = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=50, help="The most items to show.")] = 10,
    contact: ContactOption = "",
    api: ApiOption = "",
    cache: CacheOption = DEFAULT_CACHE,
    offline: OfflineOption = False,
    form: RowsOption = None,
    ids: IdsOption = False,
    quiet: QuietOption = False,
) -> None:
    """Search items by name: in Wikidata itself, in an index made before, or in the one that the package ships."""
    with asking(index, starter, settings(contact, api, "", cache, offline)) as base:
        found = _hits(base, name, limit)
    show_result(found, form, ids=ids, quiet=quiet)


def _hits(base: KnowledgeBase, name: str, limit: int) -> Table:
    """The hits as a table, with what tells namesakes apart."""
    from pyoxigraph import Literal

    from kg.output import Table

    hits = base.named(name, limit)
    items = base.items(hit.qid for hit in hits)
    rows = [
        (hit.qid, items[hit.qid].label, items[hit.qid].description, items[hit.qid].born, hit.match.value, hit.name)
        for hit in hits
    ]
    cells = tuple(tuple(Literal(value) if value else None for value in row) for row in rows)
    return Table(("qid", "label", "description", "born", "match", "name"), cells)


@app.command(
    "build-index",
    epilog="Example: kg wikidata build-index latest-all.json.gz -o wikidata.sqlite --min-sitelinks 3 --also works",
)
@told
def build_index(
    dump: Annotated[
        Path | None,
        typer.Argument(metavar="[DUMP]", help="A JSON dump, plain, gz, bz2 or zst; - is standard input."),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The index to make.")] = Path(
        "build/wikidata.sqlite"
    ),
    min_sitelinks: Annotated[int, typer.Option("--min-sitelinks", min=0, help="Only items with so many pages.")] = 0,
    humans_with: Annotated[
        list[str] | None,
        typer.Option(
            "--humans-with", metavar="'P106 in Q..,Q..'", help="Only people with such a statement; repeatable."
        ),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option("--also", metavar="KIND", help="organisations, works, places, awards or a class; repeatable."),
    ] = None,
    from_sparql: Annotated[
        str | None,
        typer.Option("--from-sparql", metavar="QUERY", help="No dump: the items that a query (or .rq file) selects."),
    ] = None,
    date: Annotated[str, typer.Option("--date", help="Date of the dump; else from its name or its newest edit.")] = "",
    endpoint: EndpointOption = "",
    contact: ContactOption = "",
    cache: CacheOption = DEFAULT_CACHE,
    offline: OfflineOption = False,
    quiet: QuietOption = False,
) -> None:
    """Make an offline index from a Wikidata dump, or of what a query selects. Killed, it goes on when run again."""
    from kg.wikidata import build_index as build
    from kg.wikidata import choice, open_index

    output.parent.mkdir(parents=True, exist_ok=True)
    if (dump is None) == (from_sparql is None):
        fail("give a dump (- for standard input), or --from-sparql with a query that selects items", USAGE)
    if from_sparql is not None:
        snapshot = _from_query(from_sparql, output, date, settings(contact, "", endpoint, cache, offline))
    else:
        assert dump is not None
        wanted = choice(min_sitelinks, tuple(humans_with or ()), tuple(also or ()))
        with _progress(quiet) as progress:
            snapshot = build(dump, output, wanted, date=date, progress=progress)
    if not quiet:
        with open_index(output) as index:
            note(f"{len(index):,} items of {snapshot.date or 'an unknown day'} in {output}, hash {snapshot.hash}")


def _from_query(given: str, output: Path, date: str, services: Settings) -> Snapshot:
    from datetime import UTC, datetime

    from kg.wikidata import index_of
    from kg.wikidata.scope import QueryService

    path = Path(given)
    query = path.read_text(encoding="utf-8") if path.suffix in (".rq", ".sparql") else given
    service = QueryService(services)
    try:
        day = date or datetime.now(UTC).date().isoformat()
        return index_of(service.items(query), output, date=day, source=services.sparql)
    finally:
        service.close()


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Tell on standard error how far it is: often on a terminal, once in half a minute in a log."""
    begun = last = time.monotonic()
    before: int | None = None
    terminal = sys.stderr.isatty()

    def tell(progress: Progress) -> None:
        nonlocal last, before
        before = progress.done if before is None else before
        now = time.monotonic()
        if quiet or now - last < (0.5 if terminal else 30):
            return
        last = now
        speed = (progress.done - before) / 1e6 / (now - begun)
        words = f"{progress.done / 1e9:,.2f} GB read, {progress.kept:,} items kept, {speed:,.0f} MB/s"
        typer.echo(f"\r{words}" if terminal else words, err=True, nl=not terminal)

    yield tell
    if terminal and not quiet:
        typer.echo("\r\033[K", err=True, nl=False)


app.command(epilog="Example: kg wikidata diff --starter --store build/graph")(exchange.diff)
app.command(epilog='Example: kg wikidata enrich "Elizabeth Taylor" --starter')(exchange.enrich)
