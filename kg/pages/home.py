"""The ways in: the front page, the search and its suggestions, and what the signs mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from itertools import islice

from kg.pages import words
from kg.pages.frame import Options, Page, made
from kg.pages.index import index
from kg.pages.view import View
from kg.queries import load

_COUNTS = ("person", "org", "place", "work", "article", "claim")
_NOUNS = {"person": ("person", "people"), "org": ("organization", ""), "place": ("place", ""), "work": ("work", "")}
_QUESTIONS = ("couples", "engaged-now", "exes", "spouses", "co-parents", "blended-families", "disagreements", "denials")
"""Questions to begin with: about couples first, and none that needs to know about whom."""

_ARTICLES = 8
SUGGESTIONS = 8


def home(view: View, path: str, query: Mapping[str, str], options: Options) -> Page:
    """The front page: a search, what the graph holds, the latest articles, who is most told of, some questions."""
    known = index(view.graph)
    return made(
        "home.html",
        path,
        options,
        title="Celebrity KG",
        counts=[
            (words.count(known.counts[kind], *_NOUNS.get(kind, (kind, ""))), kind)
            for kind in _COUNTS
            if known.counts.get(kind)
        ],
        articles=[(view.ref(iri), view.article(iri)) for iri in islice(known.published, _ARTICLES)],
        people=known.most_told(),
        queries=[load(name) for name in _QUESTIONS],
    )


def search(view: View, path: str, rest: tuple[str, ...], query: Mapping[str, str], options: Options) -> Page:
    """The search results for ``q``."""
    typed = query.get("q", "").strip()
    found = index(view.graph).search(typed, 50)
    title = f"Search: {typed}" if typed else "Search"
    return made("search.html", path, options, title=title, typed=typed, found=found)


def suggest(view: View, path: str, rest: tuple[str, ...], query: Mapping[str, str], options: Options) -> Page:
    """The first results for ``q`` as JSON: ``[{"name", "also", "kind", "path", "claims"}]``."""
    found = index(view.graph).search(query.get("q", ""), SUGGESTIONS)
    return Page(200, "", json.dumps([asdict(one) for one in found]), {"Content-Type": "application/json"})


def about(view: View, path: str, rest: tuple[str, ...], query: Mapping[str, str], options: Options) -> Page:
    """What the pages show and what the signs mean."""
    return made("about.html", path, options, title="About")
