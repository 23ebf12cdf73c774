"""The review: what the rules leave to people, one question a card, to be answered by buttons or by keys.

The page only asks. An answer goes to the server as a `Decision` in the words of a form, with the token of the operator;
it is kept as data (`kg.rdf.links`, `kg.identity`), and no rule ever overrules it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from kg.identity import Comparison, Maker
from kg.pages.frame import Options, Page, made
from kg.pages.lines import Line, grouped, line
from kg.pages.values import Ref
from kg.pages.view import View
from kg.rdf.links import Link, Strength, links_of
from kg.rdf.terms import term
from kg.store import Graph, who
from kg.store.look import Lookup

MOST = 60
"""How many open questions the page shows, and how many answers."""

_TOLD = 4
"""How many lines about an entity stand in a card, to know who it is."""

_KINDS, _ANSWERS = ("link", "pair"), ("accept", "reject", "undo")


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer: whether an entity is an item of Wikidata (``link``, ``other`` is a QID) or another one (``pair``)."""

    kind: str
    one: str
    other: str
    answer: str

    @classmethod
    def read(cls, words: str) -> Decision:
        """A decision from the value of a button. Raises ValueError for anything else.

        >>> Decision.read("link accept https://e.example/person/ada Q1").other
        'Q1'
        """
        parts = words.split(" ")
        if len(parts) != 4 or parts[0] not in _KINDS or parts[1] not in _ANSWERS:
            raise ValueError("this is no decision: press one of the buttons of the review")
        kind, answer, one, other = parts
        NamedNode(one)
        return cls(kind, one, other, answer)

    def words(self, answer: str) -> str:
        """The value of the button that gives an answer."""
        return f"{self.kind} {answer} {self.one} {self.other}"


@dataclass(frozen=True, slots=True)
class Card:
    """A question, or one that is answered: the two sides, what is told of them, and why the rules think so."""

    decision: Decision
    one: Ref
    other: Ref
    told: tuple[Line, ...]
    told_other: tuple[Line, ...]
    reason: str
    confidence: float
    verdict: str = ""


def page(view: View, path: str, rest: tuple[str, ...], query: Mapping[str, str], options: Options) -> Page | None:
    """The open questions and the answers given so far; None where nobody may write."""
    if rest or not options.writable:
        return None
    quads = view.store.quads_for_pattern(None, None, None, view.names.links_graph)
    links = sorted(links_of(quads))
    look = Lookup(view.store, view.names)
    decided = sorted(look.decided())
    known = {(one.one, one.other) for one in decided}
    pairs = [one for one in look.undecided() if (one.one, one.other) not in known]
    # The unsure first, and of those the likeliest: they are soonest answered.
    links_open = sorted(
        (one for one in links if one.by is Maker.RULE), key=lambda one: (one.positive, -one.confidence, one)
    )
    opened = [
        *(_link_card(view, one) for one in links_open),
        *(_pair_card(view, one) for one in sorted(set(pairs), key=lambda one: (-one.confidence, one))),
    ]
    done = [
        *(_link_card(view, one) for one in links if one.by is Maker.PERSON),
        *(_pair_card(view, one) for one in decided),
    ]
    return made(
        "review.html",
        path,
        options,
        title="Review",
        cards=opened[:MOST],
        more=max(0, len(opened) - MOST),
        done=done[:MOST],
    )


def _link_card(view: View, link: Link) -> Card:
    verdict = "" if link.by is Maker.RULE else "not" if link.strength is Strength.NOT else "yes"
    item = Ref(f"Wikidata {link.qid}", term("wd", link.qid).value)
    decision = Decision("link", link.entity, link.qid, "accept")
    reason = "; ".join(link.reasons)
    return Card(decision, view.ref(link.entity), item, _told(view, link.entity), (), reason, link.confidence, verdict)


def _pair_card(view: View, pair: Comparison) -> Card:
    verdict = "" if pair.by is Maker.RULE else "yes" if pair.verdict.value == "positive" else "not"
    return Card(
        Decision("pair", pair.one, pair.other, "accept"),
        view.ref(pair.one),
        view.ref(pair.other),
        _told(view, pair.one),
        _told(view, pair.other),
        pair.reason,
        pair.confidence,
        verdict,
    )


def _told(view: View, iri: str) -> tuple[Line, ...]:
    lines = [line(view, group, iri) for group in grouped(view.about(iri, most=40), iri)]
    return tuple(sorted(lines, key=lambda one: (one.status != "believed", one.predicate))[:_TOLD])


def heed(graph: Graph, decision: Decision, on: date) -> None:
    """Write a decision into a graph. Raises StoreError or ValueError where it cannot be, with what to say."""
    from kg import linking  # which brings all that linking needs; who only reads pages does without

    one, other = decision.one, decision.other
    match decision.kind, decision.answer:
        case "link", "accept":
            linking.accept(graph, one, other, on)
        case "link", "reject":
            linking.reject(graph, one, other, on)
        case "link", "undo":
            linking.undo(graph, one)
        case "pair", "accept":
            who.merge(graph, one, other, on=on)
        case "pair", "reject":
            who.split(graph, one, other, on=on)
        case _:
            taken = [said for said in who.decisions(graph) if {said.one, said.other} == {one, other}]
            graph.decide(drop=taken)
