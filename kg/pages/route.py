"""From a path to its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import unquote

from kg.pages import around, article, couple, event, home, listing, person, question, review
from kg.pages.frame import Options, Page, made
from kg.pages.view import View
from kg.rdf.terms import ENTITIES, SENSITIVE, TRUE
from kg.store import Graph

Query = Mapping[str, str]
Handler = Callable[[View, str, tuple[str, ...], Query, Options], Page | None]


def page(graph: Graph, path: str, query: Query, options: Options) -> Page | None:
    """The page at a path such as ``/person/ada.html``, or None if there is none.

    ``query`` holds the parameters of the address, each once. Nothing of the machine gets into a page; the same graph
    and the same words in give the same page.

    Raises ValueError for a graph with sensitive claims unless the options allow them: everybody gets the public view
    (`kg.export.select`), in which they never were, so that no page has to know what to leave out.
    """
    marked = graph.store.quads_for_pattern(None, SENSITIVE, TRUE, None)
    if not options.sensitive and any(quad.graph_name != graph.names.ontology_graph for quad in marked):
        raise ValueError("this graph holds sensitive claims: give its public view, or set Options(sensitive=True)")
    parts = tuple(part for part in unquote(path).removesuffix(".html").split("/") if part)
    view = View(graph)
    if not parts or parts == ("index",):
        return home.home(view, path, query, options)
    handler = _PAGES.get(parts[0])
    return handler(view, path, parts[1:], query, options) if handler else None


def missing(path: str, options: Options) -> Page:
    """The page for a path that has none."""
    return made("missing.html", path, options, title="Not here", status=404)


def _node(kind: str, of: Callable[[View, str, str, Options], Page | None]) -> Handler:
    """The handler for the pages of one kind of node."""

    def found(view: View, path: str, rest: tuple[str, ...], query: Query, options: Options) -> Page | None:
        iri = _iri(view, kind, *rest)
        return of(view, path, iri, options) if iri else None

    return found


def _around(view: View, path: str, rest: tuple[str, ...], query: Query, options: Options) -> Page | None:
    iri = _iri(view, "person", *rest)
    return around.page(view, path, iri, query, options) if iri else None


def _couple(view: View, path: str, rest: tuple[str, ...], query: Query, options: Options) -> Page | None:
    people = [iri for name in rest if (iri := _iri(view, "person", name))]
    return couple.page(view, path, people[0], people[1], options) if len(people) == len(rest) == 2 else None


def _iri(view: View, kind: str, *rest: str) -> str | None:
    """The IRI that a path names; None where it can be none."""
    try:
        return view.names.node(kind, "/".join(rest)).value if rest else None
    except ValueError:
        return None


_PAGES: Mapping[str, Handler] = {
    **{kind: _node(kind, person.page) for kind in ENTITIES},
    "event": _node("event", event.event),
    "article": _node("article", article.page),
    "claim": _node("claim", article.leading_to),
    "evidence": _node("evidence", article.leading_to),
    "source": _node("source", listing.source),
    "publisher": _node("publisher", listing.outlet),
    "author": _node("author", listing.outlet),
    "couple": _couple,
    "around": _around,
    "query": question.questions,
    "editor": question.editor,
    "review": review.page,
    "people": listing.people,
    "articles": listing.articles,
    "sources": listing.sources,
    "calendar": event.calendar,
    "about": home.about,
    "search": home.search,
    "suggest": home.suggest,
}
