"""Links to Wikidata as values and as quads: each is a judgement of its own, and can be undone.

A link is strong as its evidence: ``owl:sameAs`` where a person has confirmed it or it is as good as certain,
``skos:exactMatch`` above the threshold, ``skos:closeMatch`` for somebody to look at. A person may also say no. The
judgements and the matches stand in a graph of their own; ``skos:exactMatch`` is also in the default graph, beside
the names (see `kg.store.derive`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pyoxigraph import Literal, NamedNode, Quad

from kg.identity import Maker, Verdict
from kg.rdf.dates import day_literal
from kg.rdf.read import rows, value_of
from kg.rdf.terms import CLOSE_MATCH, EXACT_MATCH, SAME_AS, TYPE, Names, ck, digest, term
from kg.rdf.write import Node, decimal, sort_quads


class Strength(StrEnum):
    """How a link is said: as one and the same, as a match, as a candidate, or as a mistake."""

    SAME = "same"
    EXACT = "exact"
    CLOSE = "close"
    NOT = "not"


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """That an entity of the graph is (or is not) an item of Wikidata, by whom, how surely, and why.

    ``reasons`` are clauses for people; ``snapshot`` is the ISO date of the state of Wikidata that was looked at,
    ``method`` what decided. ``on`` is the day on which a person decided.

    >>> Link("https://celebrity-kg.example/person/ada", "Q1", Strength.EXACT, 0.98, Maker.RULE).positive
    True
    """

    entity: str
    qid: str
    strength: Strength
    confidence: float
    by: Maker
    reasons: tuple[str, ...] = ()
    snapshot: str = ""
    method: str = ""
    on: date | None = None

    @property
    def positive(self) -> bool:
        """Whether it says that the two are one."""
        return self.strength in (Strength.SAME, Strength.EXACT)


_VERDICTS = {
    Strength.SAME: Verdict.POSITIVE,
    Strength.EXACT: Verdict.POSITIVE,
    Strength.CLOSE: Verdict.UNSURE,
    Strength.NOT: Verdict.NEGATIVE,
}
_MATCHES = {
    Strength.SAME: (SAME_AS, EXACT_MATCH),
    Strength.EXACT: (EXACT_MATCH,),
    Strength.CLOSE: (CLOSE_MATCH,),
    Strength.NOT: (),
}


def link_quads(links: Iterable[Link], names: Names) -> list[Quad]:
    """Links as quads of their graph, sorted.

    >>> ada = Link("https://celebrity-kg.example/person/ada", "Q1", Strength.CLOSE, 0.6, Maker.RULE)
    >>> [quad.object.value for quad in link_quads([ada], Names()) if quad.predicate == CLOSE_MATCH]
    ['http://www.wikidata.org/entity/Q1']
    """
    graph = names.links_graph
    quads: list[Quad] = []
    for link in links:
        entity, item = NamedNode(link.entity), term("wd", link.qid)
        node = names.node("link", digest(link.entity, link.qid))
        pairs: list[tuple[NamedNode, Node]] = [
            (TYPE, ck("LinkJudgement")),
            (ck("links"), entity),
            (ck("linksTo"), item),
            (ck("strength"), Literal(link.strength.value)),
            (ck("verdict"), ck(_VERDICTS[link.strength].value)),
            (ck("confidence"), decimal(link.confidence)),
            (ck("decidedBy"), ck(link.by.value)),
            (ck("reason"), Literal("; ".join(link.reasons))),
        ]
        for name, value in (("snapshot", link.snapshot), ("method", link.method)):
            if value:
                pairs.append((ck(name), Literal(value)))
        if link.on:
            pairs.append((ck("decidedOn"), day_literal(link.on)))
        quads += [Quad(node, predicate, thing, graph) for predicate, thing in pairs]
        quads += [Quad(entity, match, item, graph) for match in _MATCHES[link.strength]]
    return sort_quads(quads)


def links_of(quads: Iterable[Quad]) -> Iterator[Link]:
    """The links among some quads of their graph, without order."""
    for row in rows(quads).values():
        if ck("LinkJudgement") not in row.get(TYPE, ()):
            continue

        yield Link(
            entity=value_of(row, ck("links")),
            qid=value_of(row, ck("linksTo")).rpartition("/")[2],
            strength=Strength(value_of(row, ck("strength"))),
            confidence=float(value_of(row, ck("confidence"))),
            by=Maker(value_of(row, ck("decidedBy")).rpartition("#")[2]),
            reasons=tuple(value_of(row, ck("reason")).split("; ")),
            snapshot=value_of(row, ck("snapshot")),
            method=value_of(row, ck("method")),
            on=date.fromisoformat(value_of(row, ck("decidedOn"))) if ck("decidedOn") in row else None,
        )
