"""The commands of ``kg wikidata`` that set the graph beside Wikidata: diff, enrich."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import (
    DEFAULT_STORE,
    NOTHING,
    IdsOption,
    PersonArgument,
    QuietOption,
    RowsOption,
    SensitiveOption,
    StoreOption,
    endpoint_of,
    fail,
    note,
    open_graph,
    show_result,
    told,
)
from kg.cli.services import (
    DEFAULT_CACHE,
    ApiOption,
    CacheOption,
    ContactOption,
    IndexOption,
    OfflineOption,
    StarterOption,
    asking,
    settings,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.exchange import Difference
    from kg.output import Table
    from kg.wikidata import Item


@told
def diff(
    store: StoreOption = DEFAULT_STORE,
    index: IndexOption = None,
    starter: StarterOption = False,
    quickstatements: Annotated[
        Path | None,
        typer.Option(
            "--quickstatements", metavar="FILE", help="Write what is missing there, for you to check and send."
        ),
    ] = None,
    contact: ContactOption = "",
    api: ApiOption = "",
    cache: CacheOption = DEFAULT_CACHE,
    offline: OfflineOption = False,
    sensitive: SensitiveOption = False,
    form: RowsOption = None,
    ids: IdsOption = False,
    quiet: QuietOption = False,
) -> None:
    """Compare what the graph believes of linked people with Wikidata: agrees, missing there or here, contradicts."""
    from kg import exchange

    today = datetime.now(UTC).date()
    with open_graph(store) as graph:
        beliefs = exchange.stated(graph)
        linked = {link.qid for link in graph.links() if link.positive}
    if not linked:
        fail("nobody in the graph has a link to Wikidata: `kg link` makes them", NOTHING)
    with asking(index, starter, settings(contact, api, "", cache, offline)) as base:
        items = base.items(sorted(linked))
    found = exchange.compare(beliefs, items)
    if quickstatements is not None:
        text = exchange.quickstatements(found, items, today)
        quickstatements.write_text(text, encoding="utf-8")
        if not quiet:
            note(f"{len(text.splitlines())} statements in {quickstatements}; nothing has been sent")
    shown = [one for one in found if sensitive or not exchange.is_sensitive(one, items, today.isoformat())]
    if not quiet:
        counts = Counter(one.verdict for one in shown)
        note(", ".join(f"{counts[verdict]} {verdict.value}" for verdict in exchange.Verdict))
    show_result(_table(shown, items), form, ids=ids, quiet=quiet)


def _table(found: Iterable[Difference], items: Mapping[str, Item]) -> Table:
    from pyoxigraph import Literal

    from kg.names import rules
    from kg.output import Table

    words = {
        "P569": "date of birth",
        "P570": "date of death",
        "P580": "start",
        "P582": "end",
        **rules("wikidata")["relations"],
    }

    def name(value: str) -> str:
        return items[value].label if value in items else value

    rows = []
    for one in found:
        what = words.get(one.property, one.property) + (f", {words[one.qualifier]}" if one.qualifier else "")
        whom = one.stated.target or "" if one.qualifier and one.stated else ""
        rows.append((one.verdict.value, name(one.subject), what, name(whom), name(one.here), name(one.there)))
    cells = tuple(tuple(Literal(value) if value else None for value in row) for row in sorted(rows))
    return Table(("verdict", "person", "property", "with", "here", "there"), cells)


@told
def enrich(
    person: PersonArgument,
    store: StoreOption = DEFAULT_STORE,
    property_: Annotated[
        list[str] | None, typer.Option("--property", metavar="P..", help="Only this property; repeatable.")
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Take what was loaded out again.")] = False,
    index: IndexOption = None,
    starter: StarterOption = False,
    contact: ContactOption = "",
    api: ApiOption = "",
    cache: CacheOption = DEFAULT_CACHE,
    offline: OfflineOption = False,
    quiet: QuietOption = False,
) -> None:
    """Load facts of Wikidata about a linked person into a graph of their own, apart from what articles say."""
    import kg.store
    from kg import exchange
    from kg.exchange.enrich import CHOSEN
    from kg.queries import find

    with kg.store.open(store) as graph:
        node = find(endpoint_of(graph), person)
        qids = [link.qid for link in graph.links() if link.entity == node.value and link.positive]
        if not qids:
            fail(f"{person} has no link to Wikidata: `kg link` makes one", NOTHING)
        if forget:
            note(f"{exchange.forget(graph, qids[0])} triples of {qids[0]} taken out")
            return
        with asking(index, starter, settings(contact, api, "", cache, offline)) as base:
            item, snapshot = base.item(qids[0]), base.snapshot
        if item is None:
            fail(f"{qids[0]} is not there: search another index, or Wikidata itself", NOTHING)
        count = exchange.enrich(graph, item, snapshot, tuple(property_ or CHOSEN))
    if not quiet:
        note(f"{count} triples about {item.label} ({item.qid}) of {snapshot.date}, in a graph of their own")
