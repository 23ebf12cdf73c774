"""The command that writes the static site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import DEFAULT_STORE, USAGE, QuietOption, StoreOption, fail, note, open_graph, told


@told
def site(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder, or an earlier site.")],
    store: StoreOption = DEFAULT_STORE,
    articles: Annotated[
        list[str] | None,
        typer.Option(
            "--articles", metavar="PATH", help="Where the articles lie, to show their texts. May be repeated."
        ),
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Write the pages as a static site, for a folder or any web host; nothing sensitive is in it."""
    from kg.pages import texts
    from kg.site import SiteError, write

    with open_graph(store) as graph:
        try:
            written = write(graph, folder, text=texts(graph, articles or ()))
        except SiteError as error:
            fail(error, USAGE)
    if not quiet:
        note(f"{written.pages} pages in {folder}; open {folder / 'index.html'}")
