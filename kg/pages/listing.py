"""Lists to browse: people by letter, articles by year, sources, and what each outlet, author and source has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pyoxigraph import NamedNode

from kg.names import fold
from kg.pages import words
from kg.pages.frame import Options, Page, made
from kg.pages.index import Found, index
from kg.pages.lines import line
from kg.pages.values import Ref
from kg.pages.view import View
from kg.rdf.terms import term

MOST = 300
"""How many entries one list shows."""

Query = Mapping[str, str]


def people(view: View, path: str, rest: tuple[str, ...], query: Query, options: Options) -> Page | None:
    """All people whose names begin with a letter (``/people/a``); without one those most told of."""
    known = index(view.graph)
    every = known.listed("person")
    letters = sorted({letter(one) for one in every})
    if not rest:
        return made(
            "people.html", path, options, title="People", letters=letters, now="", found=known.most_told(most=48)
        )
    if len(rest) > 1 or rest[0] not in letters:
        return None
    found = [one for one in every if letter(one) == rest[0]]
    return made(
        "people.html", path, options, title=f"People: {rest[0].upper()}", letters=letters, now=rest[0], found=found
    )


def letter(one: Found) -> str:
    """Under which letter somebody is listed: that of the name as printed, ``0`` for what begins with none."""
    first = fold(one.name)[:1]
    return first if "a" <= first <= "z" else "0"


def articles(view: View, path: str, rest: tuple[str, ...], query: Query, options: Options) -> Page | None:
    """The articles of a year (``/articles/2020``); without one the latest."""
    every = index(view.graph).published
    years: dict[str, list[str]] = {}
    for iri, date in every.items():
        years.setdefault(date[:4] or "undated", []).append(iri)
    if rest and (len(rest) > 1 or rest[0] not in years):
        return None
    some = years[rest[0]] if rest else list(every)
    return made(
        "articles.html",
        path,
        options,
        title=f"Articles of {rest[0]}" if rest else "Articles",
        years=[(year, len(found)) for year, found in years.items()],
        now=rest[0] if rest else "",
        found=[(view.ref(iri), view.article(iri)) for iri in some[:MOST]],
        more=max(0, len(some) - MOST),
    )


def sources(view: View, path: str, rest: tuple[str, ...], query: Query, options: Options) -> Page | None:
    """Who says something, and how much; and the outlets."""
    if rest:
        return None
    known = index(view.graph)
    named: list[tuple[Ref, int]] = []
    nameless = 0
    for iri, number in known.speakers.items():
        if "AnonymousSource" in view.all_types(iri):
            nameless += number
        else:
            named.append((view.ref(iri), number))
    named.sort(key=lambda pair: (-pair[1], pair[0].name))
    outlets = Counter(about.publisher for iri in known.published if (about := view.article(iri)).publisher)
    return made(
        "sources.html",
        path,
        options,
        title="Sources",
        named=named[:MOST],
        nameless=nameless,
        outlets=sorted(outlets.items(), key=lambda pair: (-pair[1], pair[0].name if pair[0] else "")),
    )


def source(view: View, path: str, iri: str, options: Options) -> Page | None:
    """What a source says; None if it says nothing that may be shown."""
    claims = view.said_by(iri)
    if not claims:
        return None
    tally = Counter(said.status for said in claims)
    return made(
        "source.html",
        path,
        options,
        title=view.label(iri),
        anonymous="AnonymousSource" in view.all_types(iri),
        tally=[
            (words.STATUS[status], words.MEANING[status], tally[status]) for status in words.STATUS if tally[status]
        ],
        told=[line(view, [said]) for said in claims[:MOST]],
        articles=sorted({view.ref(said.article) for said in claims}, key=lambda ref: ref.name),
        more=max(0, len(claims) - MOST),
    )


def outlet(view: View, path: str, iri: str, options: Options) -> Page | None:
    """The articles of an outlet or an author; None if there are none."""
    role = term("schema", "publisher" if view.kind(iri) == "publisher" else "author")
    quads = view.store.quads_for_pattern(None, role, NamedNode(iri), None)
    found = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})
    if not found:
        return None
    found.sort(key=lambda article: view.article(article).published, reverse=True)
    return made(
        "articles.html",
        path,
        options,
        title=view.label(iri),
        years=[],
        now="",
        found=[(view.ref(article), view.article(article)) for article in found[:MOST]],
        more=max(0, len(found) - MOST),
    )
