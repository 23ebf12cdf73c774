"""Where items of Wikidata come from: the options that say so, and what they mean; shared by several commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kg.wikidata import KnowledgeBase
    from kg.wikidata.service import Settings

ContactOption = Annotated[
    str,
    typer.Option(
        "--contact",
        envvar="KG_WIKIDATA_CONTACT",
        metavar="WHO",
        help="Your e-mail address or page, for the user agent; the services ask for one.",
    ),
]
ApiOption = Annotated[
    str, typer.Option("--api", envvar="KG_WIKIDATA_API", metavar="URL", help="The API; Wikidata's if not given.")
]
EndpointOption = Annotated[
    str,
    typer.Option(
        "--endpoint", envvar="KG_WIKIDATA_SPARQL", metavar="URL", help="The query service; Wikidata's if not given."
    ),
]
CacheOption = Annotated[
    Path, typer.Option("--cache", envvar="KG_WIKIDATA_CACHE", help="Folder where answers are kept.")
]
OfflineOption = Annotated[bool, typer.Option("--offline", help="Use only what is in the cache.")]
IndexOption = Annotated[
    Path | None,
    typer.Option("--index", envvar="KG_WIKIDATA_INDEX", metavar="FILE", help="Use this offline index instead."),
]

StarterOption = Annotated[bool, typer.Option("--starter", help="Use the small index of the package.")]

DEFAULT_CACHE = Path("build/wikidata")


def settings(contact: str, api: str, endpoint: str, cache: Path, offline: bool) -> Settings:
    """The settings of the services from the options; what is not given is Wikidata's own."""
    from kg.wikidata.service import API, SPARQL, Settings

    return Settings(contact=contact, api=api or API, sparql=endpoint or SPARQL, cache=cache, offline=offline)


@contextmanager
def stored(index: Path | None) -> Iterator[KnowledgeBase]:
    """Items without a network: of an index made before, or of the small one of the package."""
    from kg.wikidata import open_index, starter_index

    if index:
        with open_index(index) as base:
            yield base
    else:
        yield starter_index()


@contextmanager
def asking(index: Path | None, starter: bool, services: Settings) -> Iterator[KnowledgeBase]:
    """Where items come from: the small index of the package, an index made before, or Wikidata itself."""
    from kg.wikidata.live import Live

    with stored(None if starter else index) if starter or index else Live(services) as base:
        yield base
