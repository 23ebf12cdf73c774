"""The frame of every page: what a page is, what may be set, and how a template becomes HTML."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.output import Result
from kg.pages import words
from kg.vocab import COUPLES

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may do: load our own scripts and styles, talk to our own server, and nothing else."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the operator allows and offers.

    ``sensitive`` lets a graph be shown that holds health and what is about minors; ``writable`` offers the review;
    ``static`` is for pages that lie in a folder and have no server to ask. ``text`` gives the text of an article by its
    SHA-256, where there is one (see `kg.pages.texts`); ``ask`` answers SPARQL for the editor, within bounds, and raises
    ValueError or SyntaxError with what to say.
    """

    sensitive: bool = False
    writable: bool = False
    static: bool = False
    text: Callable[[str], str | None] = lambda sha256: None
    ask: Callable[[str], Result] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: HTTP status, the words of the title bar, the body (HTML unless ``headers`` say otherwise)."""

    status: int
    title: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kg.pages"),
        autoescape=True,  # of every template, whatever its name
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {"words": words, "COUPLES": COUPLES}
    environment.filters |= {"day": words.day, "safe_url": safe_url}
    return environment


def safe_url(url: str) -> str:
    """An address to link to, or nothing: an article may carry ``javascript:`` and worse.

    >>> safe_url("https://news.example/a"), safe_url("javascript:alert(1)"), safe_url(" HTTPS://news.example")
    ('https://news.example/a', '', '')
    """
    return url if url.startswith(("https://", "http://")) else ""


def up(path: str) -> str:
    """From the page at ``path`` to the root of the site.

    >>> up("/"), up("/person/ada.html"), up("/couple/ada/bo")
    ('', '../', '../../')
    """
    return "../" * (path.count("/") - 1)


def made(
    template: str,
    path: str,
    options: Options,
    *,
    title: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> Page:
    """The page at ``path`` from a template and its values.

    The template knows ``to(path)`` for links, relative so that they work on a server, below a prefix and from a folder.
    """
    root = up(path)
    html = (
        _environment()
        .get_template(template)
        .render(
            title=title,
            path=path,
            to=lambda target: (root + target) or "./",
            options=options,
            **values,
        )
    )
    sent = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": CSP, **(headers or {})}
    return Page(status, title, html, sent)


def query_string(**values: str) -> str:
    """Values as the query part of an address, empty ones left out.

    >>> query_string(q="a b", to="")
    '?q=a%20b'
    """
    told = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in values.items() if value)
    return f"?{told}" if told else ""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of our own that pages load."""

    body: bytes
    media_type: str


@cache
def assets() -> Mapping[str, Asset]:
    """All of them by name; pages load them from ``static/NAME``."""
    folder = resources.files("kg.pages") / "static"
    return {
        file.name: Asset(file.read_bytes(), mimetypes.guess_type(file.name)[0] or "application/octet-stream")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.is_file()
    }


def asset(name: str) -> Asset | None:
    """The file ``static/NAME``; None if there is none.

    >>> asset("pages.css").media_type, asset("../frame.py")
    ('text/css', None)
    """
    return assets().get(name)
