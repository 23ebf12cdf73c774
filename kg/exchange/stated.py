"""What the graph believes of linked people, in the terms of Wikidata."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from kg.belief import Fact, Statement, believe, is_sensitive
from kg.dates.periods import sharpest
from kg.model import Literal as Value
from kg.rdf.links import Link
from kg.rdf.terms import SENSITIVE, term
from kg.store import Graph
from kg.vocab import RELATIONS


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """An article that says something: its address, empty if it has none, and its ISO date."""

    url: str
    published: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A belief of the graph about a linked person.

    ``subject`` and ``target`` are QIDs (``target`` of a linked entity, else None), ``value`` the EDTF of a date.
    ``predicate`` is ours, ``property`` Wikidata's. ``confirmed``: a person has confirmed the links of both ends.
    ``sensitive``: of health, or about somebody who may be a minor.
    """

    subject: str
    predicate: str
    property: str
    target: str | None = None
    value: str | None = None
    start: str = ""
    end: str = ""
    sources: tuple[Source, ...] = ()
    confirmed: bool = False
    sensitive: bool = False


def stated(graph: Graph) -> tuple[Stated, ...]:
    """The beliefs of a graph about people with a link, sorted. Relations count where both ends have one."""
    links = {link.entity: link for link in graph.links() if link.positive}
    by_id = {one.id: one for one in graph.statements()}
    articles, marked = _articles(graph), _marked(graph)
    found = []
    for belief in believe(by_id.values()):
        if isinstance(belief, Fact) and RELATIONS[belief.predicate].wikidata:
            claims = [by_id[claim] for claim in belief.because]
            one = _stated(belief, claims, links, articles)
            if one:
                private = is_sensitive(belief.predicate) or not marked.isdisjoint(belief.because)
                found.append(replace(one, sensitive=private))
    return tuple(sorted(found, key=lambda one: (one.subject, one.property, one.target or "", one.value or "")))


def _stated(
    fact: Fact, claims: Iterable[Statement], links: Mapping[str, Link], articles: Mapping[str, Source]
) -> Stated | None:
    claims = list(claims)
    ends = [fact.subject, *([] if isinstance(fact.object, Value) else [fact.object])]
    if any(iri not in links for iri in ends) or (isinstance(fact.object, Value) and fact.predicate not in _DATED):
        return None
    return Stated(
        subject=links[fact.subject].qid,
        predicate=fact.predicate,
        property=RELATIONS[fact.predicate].wikidata or "",
        target=None if isinstance(fact.object, Value) else links[fact.object].qid,
        value=fact.object.value if isinstance(fact.object, Value) else None,
        start=sharpest([one.start for one in claims if one.start]),
        end=sharpest([one.end for one in claims if one.end], last=True),
        sources=tuple(sorted({articles[one.article] for one in claims if one.article in articles})),
        confirmed=all(links[iri].on is not None for iri in ends),
    )


_DATED = ("bornOn", "diedOn")


def _articles(graph: Graph) -> dict[str, Source]:
    """The sources by the IRI of the article's graph."""
    told: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name in ("url", "datePublished"):
        for quad in graph.store.quads_for_pattern(None, term("schema", name), None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                told[quad.subject.value][name] = quad.object.value
    return {iri: Source(one.get("url", ""), one.get("datePublished", "")) for iri, one in told.items()}


def _marked(graph: Graph) -> set[str]:
    """The claims that bear the mark of being sensitive."""
    quads = graph.store.quads_for_pattern(None, SENSITIVE, None, None)
    return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
