"""What people say of single claims: that the words say it, that they do not, and taking that back.

Each is one `kg.rdf.reviews.Review` in the graph of reviews. No rule overrules it, and it stays when articles are read
anew, or go and come again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from kg.rdf.reviews import Review, Wording, judged, meant, of_claim, wordings
from kg.rdf.terms import DERIVED
from kg.store.disk import StoreError
from kg.store.graph import Graph
from kg.store.look import Lookup


def accept(graph: Graph, claim: str, *, by: str = "", reason: str = "", on: date | None = None) -> Review:
    """Confirm a claim (its IRI): the words say so, whatever its status. Raises StoreError if there is none."""
    return _judge(graph, claim, right=True, by=by, reason=reason, on=on)


def reject(graph: Graph, claim: str, *, by: str = "", reason: str = "", on: date | None = None) -> Review:
    """Reject a claim (its IRI): the words do not say so. It is believed no more, and stays to be seen."""
    return _judge(graph, claim, right=False, by=by, reason=reason, on=on)


def undo(graph: Graph, claim: str) -> tuple[Review, ...]:
    """Take back what was said of a claim (its IRI), and return it. Raises StoreError if nothing was."""
    article, wording = _claim(graph, claim)
    gone = tuple(_of(graph, article, wording))
    if not gone:
        raise StoreError(f"nobody has reviewed {claim}: `kg review list --done` shows what was reviewed")
    graph.review(set(graph.reviews()) - set(gone))
    return gone


def drop(graph: Graph, review: Review) -> None:
    """Take back a review, also one of a claim that is read no more."""
    graph.review(set(graph.reviews()) - {review})


def take_over(graph: Graph, reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Add what people said of claims elsewhere, and return what was new: where both have a word, the graph's stands."""
    held = graph.reviews()
    known = {one.key for one in held}
    new = tuple(one for one in reviews if one.key not in known)
    if new:
        graph.review([*held, *new])
    return new


@dataclass(frozen=True, slots=True)
class Told:
    """A claim (its IRI) in its words, and what people say of it, if anybody does."""

    claim: str
    wording: Wording
    review: Review | None


def told(graph: Graph, about: str = "") -> list[Told]:
    """The claims of a graph, or of those about one entity (its IRI), sorted by article and claim."""
    look = Lookup(graph.store, graph.names)
    wanted = {one.id: one.article for one in (look.about(about) if about else look.all_statements())}
    found = []
    for article in sorted(set(wanted.values())):
        claims = wordings(look.article(NamedNode(article)))
        reviews = judged(claims, look.reviews(NamedNode(article)))
        found += [Told(one.node.value, one, reviews.get(one)) for one in claims if one.node.value in wanted]
    return found


def waiting(graph: Graph) -> list[Review]:
    """The reviews of claims that no article makes now; they count again when one does."""
    look = Lookup(graph.store, graph.names)
    by_article: defaultdict[str, list[Review]] = defaultdict(list)
    for one in look.reviews():
        by_article[one.article].append(one)
    found = []
    for article, reviews in by_article.items():
        claims = wordings(look.article(NamedNode(article)))
        found += [one for one in reviews if not meant(one, claims)]
    return sorted(found)


def _judge(graph: Graph, claim: str, *, right: bool, by: str, reason: str, on: date | None) -> Review:
    article, wording = _claim(graph, claim)
    made = of_claim(wording, article.value, right=right, by=by, reason=reason, on=on)
    graph.review({one for one in graph.reviews() if one.key != made.key} | {made})
    return made


def _of(graph: Graph, article: NamedNode, wording: Wording) -> Iterator[Review]:
    look = Lookup(graph.store, graph.names)
    claims = wordings(look.article(article))
    return (one for one in look.reviews(article) if wording in meant(one, claims))


def _claim(graph: Graph, claim: str) -> tuple[NamedNode, Wording]:
    """A claim in its words, and its article."""
    node = NamedNode(claim)
    for quad in graph.store.quads_for_pattern(node, DERIVED, None, None):
        if isinstance(quad.object, NamedNode):
            for one in wordings(Lookup(graph.store, graph.names).article(quad.object)):
                if one.node == node:
                    return quad.object, one
    raise StoreError(f"{claim} is no claim of this graph: `kg review list` shows them with their ids")
