"""The pages as a static site: a folder to open from disk or to put on any web host, with nothing sensitive in it.

It is made from the public view of the graph (`kg.export`), so what is withheld is not there to be found. All pages that
links lead to are there; the search runs in the browser over a list of names that is loaded as a script, since a page
opened from disk may fetch nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import kg.store
from kg.export import select
from kg.pages import Options, Page, assets, missing, page
from kg.pages.index import Index, index
from kg.pages.values import path_of
from kg.store import Graph

LISTING = "site.json"
"""The file of a site that names all its files; by it a folder is known to be one, and may be written anew."""

_LINK = re.compile(r'(?:href|src)="([^"#?]*)(?:[#?][^"]*)?"')
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


class SiteError(ValueError):
    """A folder that a site cannot be written to; the message says which to give instead."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: how many pages, and how many bytes all files have."""

    pages: int
    size: int


def write(graph: Graph, folder: Path, *, text: Callable[[str], str | None] = lambda sha256: None) -> Written:
    """Write the site of a graph into a folder that is new or empty or holds an earlier site.

    ``text`` gives the texts of articles (`kg.pages.texts`), else their pages have the quoted sentences. The same graph
    gives the same bytes. Raises SiteError for a folder with other files in it.
    """
    before = _before(folder)
    pages = size = 0
    written = set()
    for name, content in files(graph, text=text):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        written.add(name)
        pages += name.endswith(".html")
        size += len(content)
    for name in sorted(before - written):
        (folder / name).unlink(missing_ok=True)
    listing = json.dumps(sorted(written), ensure_ascii=False, indent=0) + "\n"
    (folder / LISTING).write_text(listing, encoding="utf-8")
    return Written(pages, size)


def _before(folder: Path) -> set[str]:
    """The files of the site that the folder holds now. Raises SiteError if it holds something else."""
    if folder.is_file():
        raise SiteError(f"{folder} is a file; give a folder for the site")
    if not folder.is_dir() or not any(folder.iterdir()):
        return set()
    if not (folder / LISTING).is_file():
        raise SiteError(f"{folder} holds other files and no site: give a new or an empty folder")
    names = json.loads((folder / LISTING).read_text(encoding="utf-8"))
    return {name for name in names if not Path(name).is_absolute() and ".." not in Path(name).parts}


def files(graph: Graph, *, text: Callable[[str], str | None] = lambda sha256: None) -> Iterator[tuple[str, bytes]]:
    """The files of the site: name and content, pages in the order in which links lead to them.

    >>> sorted(name for name, _ in files(kg.store.open()))[:3]
    ['404.html', 'about.html', 'articles.html']
    """
    shown = public(graph)
    options = Options(static=True, text=text)
    known = index(shown)
    for name, asset in assets().items():
        yield f"static/{name}", asset.body
    yield "static/names.js", f"window.kgNames = {_names(known)};\n".encode()
    yield "404.html", missing("/404.html", options).html.encode()
    waiting = ["index.html", "search.html", *(path_of(shown.names, iri) for iri in (*known.labels, *known.published))]
    seen = set(waiting)
    for target in waiting:
        made = page(shown, "/" if target == "index.html" else f"/{target}", {}, options)
        if made is None:
            raise AssertionError(f"a page of the site leads to {target}, which there is not")
        yield unquote(target), made.html.encode()
        for link in links(target, made):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def public(graph: Graph) -> Graph:
    """A graph in memory that holds the public view of another."""
    shown = kg.store.open(base=graph.names.base, policy=graph.settings.policy)
    shown.store.extend(select(graph, public=True).quads)
    return shown


def links(target: str, made: Page) -> Iterator[str]:
    """The pages of the site that a page leads to, relative to the root.

    >>> list(links("person/a.html", Page(200, "", '<a href="../event/b.html#s1">, <a href="https://x.example/">')))
    ['event/b.html']
    """
    for found in _LINK.findall(made.html):
        address = unescape(found)
        if address.endswith(".html") and not _OUTSIDE.match(address):
            yield normpath(join(dirname(target), address))


def _names(known: Index) -> str:
    """The list of names for the search in the browser, the most told of first."""
    every = sorted(known.labels, key=lambda iri: (-known.claims[iri], known.labels[iri], iri))
    rows = [
        [one.name, one.path, one.kind, one.claims, list(known.others.get(iri, ()))]
        for iri in every
        for one in (known.found(iri),)
    ]
    return json.dumps(rows, ensure_ascii=True, separators=(",", ":"))
