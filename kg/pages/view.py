"""Reading a graph for pages: every value by an indexed look-up around one node, never by a walk through the store.

A page needs a person's claims, their evidence and the names of the others. SPARQL would plan and join; a few hundred
look-ups of patterns take some milliseconds, whatever the size of the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.facts import untitled
from kg.pages import words
from kg.pages.values import About, Ref, Reviewed, Said, Words, path_of
from kg.rdf.terms import (
    ALT_LABEL,
    EXACT,
    EXACT_MATCH,
    LABEL,
    OBJECT,
    SAME_AS,
    SUBJECT,
    TYPE,
    ck,
    predicate_name,
    term,
)
from kg.store import Graph
from kg.vocab import ONTOLOGY

DEFAULT: Final = DefaultGraph()
AT: Final = ck("at")
ATTESTED: Final = ck("attestedBy")
PARTICIPANT: Final = ck("participant")
PLACE: Final = ck("place")
PRINCIPAL: Final = ck("principal")
SAID_BY: Final = ck("saidBy")
_CONCERNS: Final = ck("concerns")
_START, _END = term("oa", "start"), term("oa", "end")

MOST: Final = 400
"""The most claims of one node that a page reads."""


class View:
    """A reader of one graph, for one page."""

    def __init__(self, graph: Graph) -> None:
        """Read this graph, which must not change meanwhile."""
        self.graph, self.store, self.names = graph, graph.store, graph.names
        self._labels: dict[str, str] = {}
        self._claims: dict[str, Said | None] = {}
        self._articles: dict[str, About] = {}

    # --- single values ---------------------------------------------------------------------------------------------

    def values(self, node: NamedNode, predicate: NamedNode, graph: NamedNode | DefaultGraph | None = None) -> list[str]:
        """The objects of a node's property as text, sorted, each once."""
        found = self.store.quads_for_pattern(node, predicate, None, graph)
        return sorted({quad.object.value for quad in found if isinstance(quad.object, NamedNode | Literal)})

    def value(self, node: NamedNode, predicate: NamedNode, graph: NamedNode | DefaultGraph | None = None) -> str:
        """The first of `values`, or nothing."""
        return next(iter(self.values(node, predicate, graph)), "")

    def label(self, iri: str) -> str:
        """The name of a node; the last part of its IRI where it has none."""
        if iri not in self._labels:
            node = NamedNode(iri)
            found = self.value(node, LABEL, DEFAULT) or self.value(node, LABEL)
            self._labels[iri] = found or iri.rstrip("/#").rpartition("/")[2].rpartition("#")[2]
        return self._labels[iri]

    def kind(self, iri: str) -> str:
        """The kind of one of our nodes (`kg.rdf.terms.KINDS`), or nothing."""
        return self.names.kind_of(NamedNode(iri))

    def ref(self, iri: str) -> Ref:
        """A node to name and to link to."""
        if self.kind(iri) == "article":
            return Ref(self.article(iri).title, path_of(self.names, iri), iri)
        if self.kind(iri) == "event":
            names = " and ".join(map(self.label, self.involved(iri)))
            what = self.what(iri).capitalize()
            return Ref(f"{what} of {names}" if names else what, path_of(self.names, iri), iri)
        return Ref(self.label(iri), path_of(self.names, iri), iri)

    def other_names(self, iri: str) -> tuple[str, ...]:
        """The further names of an entity."""
        return tuple(name for name in self.values(NamedNode(iri), ALT_LABEL, DEFAULT) if name != self.label(iri))

    def links(self, iri: str) -> tuple[tuple[str, bool], ...]:
        """The same entity elsewhere, such as in Wikidata, and whether that is as good as certain (``owl:sameAs``)."""
        node = NamedNode(iri)
        same = self.values(node, SAME_AS)
        return tuple((link, link in same) for link in sorted({*self.values(node, EXACT_MATCH), *same}))

    def exists(self, iri: str) -> bool:
        """Whether anything is said of a node."""
        return next(iter(self.store.quads_for_pattern(NamedNode(iri), None, None, None)), None) is not None

    def types(self, iri: str) -> frozenset[str]:
        """The local names of a node's classes in the default graph."""
        found = self.values(NamedNode(iri), TYPE, DEFAULT)
        return frozenset(value.removeprefix(ONTOLOGY) for value in found if value.startswith(ONTOLOGY))

    def all_types(self, iri: str) -> frozenset[str]:
        """The local names of a node's classes wherever they are told: a source has none in the default graph."""
        found = self.values(NamedNode(iri), TYPE)
        return frozenset(value.removeprefix(ONTOLOGY) for value in found if value.startswith(ONTOLOGY))

    # --- claims ----------------------------------------------------------------------------------------------------

    def about(self, iri: str, most: int = MOST) -> tuple[Said, ...]:
        """The claims with a node as subject or object, by article date, article and place.

        Of a node with more than ``most`` (a capital, say) so many, always the same.
        """
        node = NamedNode(iri)
        quads = (quad for side in (SUBJECT, OBJECT) for quad in self.store.quads_for_pattern(None, side, node, None))
        return self._sorted(islice(quads, most))

    def said_by(self, iri: str) -> tuple[Said, ...]:
        """The claims that articles put into the mouth of a person or a source."""
        return self._sorted(self.store.quads_for_pattern(None, SAID_BY, NamedNode(iri), None))

    def happened_at(self, place: str) -> tuple[Said, ...]:
        """The claims of something that took place somewhere."""
        return self._sorted(islice(self.store.quads_for_pattern(None, PLACE, NamedNode(place), None), MOST))

    def of_article(self, iri: str) -> tuple[Said, ...]:
        """The claims of an article, in the order of its text."""
        found = self._sorted(self.store.quads_for_pattern(None, SUBJECT, None, NamedNode(iri)))
        return tuple(sorted(found, key=lambda said: (min((w.start for w in said.words), default=0), said.iri)))

    def _sorted(self, quads: Iterator[Quad]) -> tuple[Said, ...]:
        found = {
            said
            for quad in quads
            if isinstance(quad.subject, NamedNode)
            and isinstance(quad.graph_name, NamedNode)
            and (said := self.claim(quad.subject, quad.graph_name)) is not None
        }
        return self.in_order(found)

    def in_order(self, claims: Iterable[Said]) -> tuple[Said, ...]:
        """Claims by the date of their article, the article, and where they stand in it."""

        def place(said: Said) -> tuple[str, str, int, str]:
            first = min((words.start for words in said.words), default=0)
            return self.article(said.article).published or "9999", said.article, first, said.iri

        return tuple(sorted(claims, key=place))

    def claim(self, node: NamedNode, article: NamedNode) -> Said | None:
        """One claim; None if there is none of that name."""
        if node.value not in self._claims:
            self._claims[node.value] = self._claim(node, article)
        return self._claims[node.value]

    def _claim(self, node: NamedNode, article: NamedNode) -> Said | None:
        row: defaultdict[str, list[NamedNode | Literal]] = defaultdict(list)
        for quad in self.store.quads_for_pattern(node, None, None, article):
            if isinstance(quad.object, NamedNode | Literal):
                row[quad.predicate.value.removeprefix(ONTOLOGY)].append(quad.object)
        if not row["subject"] or not row["predicate"]:
            return None
        subject, predicate = row["subject"][0], row["predicate"][0]
        assert isinstance(predicate, NamedNode)
        thing = row["object"][0] if row["object"] else None
        events = self.store.quads_for_pattern(None, ATTESTED, node, DEFAULT)
        happened = tuple(sorted(quad.subject.value for quad in events if isinstance(quad.subject, NamedNode)))
        assert isinstance(subject, NamedNode)
        believed = bool(happened) or (thing is not None and Quad(subject, predicate, thing, DEFAULT) in self.store)
        status = _text(row["status"]).removeprefix(ONTOLOGY)
        return Said(
            iri=node.value,
            article=article.value,
            subject=subject.value,
            predicate=predicate_name(predicate),
            object=thing.value if isinstance(thing, NamedNode) else "",
            text=thing.value if isinstance(thing, Literal) else "",
            status=status,
            confidence=float(_text(row["confidence"]) or 1),
            start=_text(row["start"]),
            end=_text(row["end"]),
            at=_text(row["at"]),
            place=_text(row["place"]),
            said_by=_text(row["saidBy"]),
            kinship=_text(row["kinship"]),
            note=_text(row["note"]),
            believed=believed and status not in ("denied", "rejected"),
            events=happened,
            words=tuple(
                sorted(
                    (self._words(one, article) for one in row["evidence"] if isinstance(one, NamedNode)),
                    key=lambda words: (words.start, words.end, words.rule),
                )
            ),
            review=_reviewed(row),
        )

    def _words(self, node: NamedNode, article: NamedNode) -> Words:
        row: dict[str, str] = {}
        for quad in self.store.quads_for_pattern(node, None, None, article):
            if isinstance(quad.object, Literal):
                row[quad.predicate.value] = quad.object.value
        start, end = int(row.get(_START.value, 0)), int(row.get(_END.value, 0))
        return Words(
            start=start,
            end=end,
            quote=row.get(EXACT.value),
            subject=_span(row, "subject"),
            object=_span(row, "object"),
            rule=row.get(ck("rule").value, ""),
        )

    # --- articles and events ---------------------------------------------------------------------------------------

    def article(self, iri: str) -> About:
        """What is known of an article itself."""
        if iri not in self._articles:
            node = NamedNode(iri)
            row = defaultdict(list)
            for quad in self.store.quads_for_pattern(node, None, None, node):
                if isinstance(quad.object, NamedNode | Literal):
                    row[quad.predicate].append(quad.object)
            publisher, author = _text(row[term("schema", "publisher")]), _text(row[term("schema", "author")])
            identifier = _text(row[term("schema", "identifier")])
            self._articles[iri] = About(
                iri=iri,
                id=identifier,
                title=_text(row[term("schema", "headline")]) or untitled(identifier, iri),
                published=_text(row[term("schema", "datePublished")]),
                publisher=Ref(self.label(publisher), path_of(self.names, publisher), publisher) if publisher else None,
                author=Ref(self.label(author), path_of(self.names, author), author) if author else None,
                url=_text(row[term("schema", "url")]),
                sha256=_text(row[ck("sha256")]),
                length=int(_text(row[ck("length")]) or 0),
            )
        return self._articles[iri]

    def what(self, event: str) -> str:
        """What happened, in words: the name of an event's class."""
        return " and ".join(sorted(words.event(name) for name in self.types(event) if name != "Event"))

    def participants(self, event: str) -> tuple[str, ...]:
        """The IRIs of those to whom an event happened, sorted."""
        return tuple(self.values(NamedNode(event), PARTICIPANT, DEFAULT))

    def involved(self, event: str) -> tuple[str, ...]:
        """The participants of an event, and what it concerns besides."""
        return (*self.participants(event), *self.values(NamedNode(event), _CONCERNS, DEFAULT))


def _text(values: list[NamedNode | Literal]) -> str:
    return min((value.value for value in values), default="")


def _reviewed(row: dict[str, list[NamedNode | Literal]]) -> Reviewed | None:
    verdict = _text(row["verdict"])
    if not verdict:
        return None
    right = verdict == f"{ONTOLOGY}positive"
    return Reviewed(right, _text(row["reviewer"]), _text(row["reason"]), _text(row["decidedOn"]))


def _span(row: dict[str, str], side: str) -> tuple[int, int] | None:
    start, end = row.get(ck(f"{side}Start").value), row.get(ck(f"{side}End").value)
    return (int(start), int(end)) if start and end else None
