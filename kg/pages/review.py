"""The review: what the rules leave to people, one question a card, to be answered by buttons or by keys.

The page only asks: whether people are items of Wikidata, whether two names are one, whether sentences say what was read
in them. An answer goes to the server as a `Decision` in the words of a form, with the token of the operator; it is kept
as data (`kg.rdf.links`, `kg.identity`, `kg.rdf.reviews`), and no rule ever overrules it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nsmallest

from pyoxigraph import Literal, NamedNode

from kg.identity import Comparison, Maker
from kg.pages import words
from kg.pages.frame import Options, Page, made, query_string
from kg.pages.lines import Line, grouped, line
from kg.pages.values import Ref, Said
from kg.pages.view import View
from kg.rdf.links import Link, Strength, links_of
from kg.rdf.reviews import Review
from kg.rdf.terms import ck, digest, term
from kg.store import Graph, claims, who
from kg.store.look import Lookup

MOST = 60
"""How many open questions the page shows, and how many answers."""

_TOLD = 4
"""How many lines about an entity stand in a card, to know who it is."""

_LONGEST = 300
"""Characters of a name or a reason, at most."""

KINDS = {"claim": "Claims", "link": "Links to Wikidata", "pair": "Pairs of people"}
"""What is reviewed, by the word of the address, and its heading."""

_ANSWERS = ("accept", "reject", "undo")


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer, by whom and why.

    It says whether an entity is an item of Wikidata (``link``, ``other`` is a QID) or another one (``pair``), or
    whether the words say a claim (``claim``, ``other`` is its article). ``waiting`` is a review that no claim fits now.
    """

    kind: str
    one: str
    other: str
    answer: str
    by: str = ""
    reason: str = ""

    @classmethod
    def read(cls, said: str, by: str = "", reason: str = "") -> Decision:
        """A decision from the value of a button. Raises ValueError for anything else.

        >>> Decision.read("link accept https://e.example/person/ada Q1").other
        'Q1'
        """
        parts = said.split(" ")
        if len(parts) != 4 or parts[0] not in (*KINDS, "waiting") or parts[1] not in _ANSWERS:
            raise ValueError("this is no decision: press one of the buttons of the review")
        if max(len(by), len(reason)) > _LONGEST:
            raise ValueError(f"a name or a reason has {_LONGEST} characters at most: say it shorter")
        kind, answer, one, other = parts
        NamedNode(one)
        return cls(kind, one, other, answer, " ".join(by.split()), " ".join(reason.split()))

    def words(self, answer: str) -> str:
        """The value of the button that gives an answer."""
        return f"{self.kind} {answer} {self.one} {self.other}"


@dataclass(frozen=True, slots=True)
class Card:
    """A question, or one that is answered: the two sides, what is told of them, and why the rules think so.

    Of a claim there is its ``claim`` as a line with its sentences instead. ``verdict`` is the answer in words, ``told``
    by whom and when.
    """

    decision: Decision
    name: str
    one: Ref | None = None
    other: Ref | None = None
    about: tuple[Line, ...] = ()
    about_other: tuple[Line, ...] = ()
    claim: Line | None = None
    reason: str = ""
    confidence: float = 1.0
    verdict: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards of one kind: some of the open ones, how many there are in all, and some of those answered."""

    cards: Sequence[Card]
    count: int
    done: Sequence[Card]


def page(view: View, path: str, rest: tuple[str, ...], query: Mapping[str, str], options: Options) -> Page | None:
    """The open questions of a kind (``of``) and the answers given so far; None where nobody may write.

    ``about`` (``person/ada``, ``article/…``) asks for the claims about somebody or of an article only.
    """
    if rest or not options.writable:
        return None
    about = _about(view, query.get("about", ""))
    decks: dict[str, Callable[[], Deck]] = {
        "claim": lambda: _claims(view, about),
        "link": lambda: _links(view),
        "pair": lambda: _pairs(view),
    }
    chosen = query.get("of", "")
    if chosen not in decks:
        chosen = "claim" if about else next((kind for kind in ("pair", "link") if decks[kind]().count), "claim")
    deck = decks[chosen]()
    return made(
        "review.html",
        path,
        options,
        title="Review",
        kinds=[(kind, name, query_string(of=kind)) for kind, name in KINDS.items()],
        chosen=chosen,
        about=view.ref(about) if about else None,
        back=query_string(of=chosen, about=query.get("about", "") if about else ""),
        cards=deck.cards,
        more=deck.count - len(deck.cards),
        done=deck.done,
    )


def _about(view: View, local: str) -> str:
    """The IRI of a person, thing or article to look at alone; nothing if there is none."""
    kind, _, name = local.partition("/")
    try:
        iri = view.names.node(kind, name).value if name else ""
    except ValueError:
        return ""
    return iri if iri and view.exists(iri) else ""


# --- claims -----------------------------------------------------------------------------------------------------------


def _claims(view: View, about: str) -> Deck:
    """The claims that nobody has looked at, the least sure first; those about one node in the order of the articles."""
    if about:
        every = view.of_article(about) if view.kind(about) == "article" else view.about(about)
        open_, done = [one for one in every if one.review is None], [one for one in every if one.review]
        return Deck([_claim_card(view, one) for one in open_[:MOST]], len(open_), _answered(view, done))
    seen = {claim: home for claim, home, _ in _with(view, ck("verdict"))}
    unseen = [one for one in _with(view, ck("confidence")) if one[0] not in seen]
    least = nsmallest(MOST, unseen, key=lambda one: (float(one[2]), one[0].value))
    chosen = [said for claim, home, _ in least if (said := view.claim(claim, home))]
    done = [said for claim, home in seen.items() if (said := view.claim(claim, home))]
    waiting = [_waiting_card(view, one) for one in claims.waiting(view.graph)]
    return Deck([_claim_card(view, one) for one in chosen], len(unseen), [*_answered(view, done), *waiting])


def _with(view: View, predicate: NamedNode) -> Iterator[tuple[NamedNode, NamedNode, str]]:
    """The claims that have a property, the articles they are of, and its value."""
    for quad in view.store.quads_for_pattern(None, predicate, None, None):
        claim, home, value = quad.subject, quad.graph_name, quad.object
        if not (isinstance(claim, NamedNode) and isinstance(home, NamedNode) and view.names.kind_of(claim) == "claim"):
            continue
        if isinstance(value, NamedNode | Literal):
            yield claim, home, value.value


def _answered(view: View, done: Iterable[Said]) -> list[Card]:
    """What people have looked at, the latest first."""
    told = sorted(done, key=lambda said: (said.review.on if said.review else "", said.iri), reverse=True)
    return [_claim_card(view, said) for said in told[:MOST]]


def _claim_card(view: View, said: Said) -> Card:
    told = line(view, [said])
    sides = (told.subject.name if told.subject else "", told.before, told.ref.name if told.ref else told.text)
    return Card(
        Decision("claim", said.iri, said.article, "accept"),
        " ".join(filter(None, sides)),
        claim=told,
        confidence=said.confidence,
        verdict="" if said.review is None else "confirmed" if said.review.right else "rejected",
        told=told.review,
    )


def _waiting_card(view: View, one: Review) -> Card:
    """A review of what no article says now: it waits until one does."""
    verdict = "confirmed" if one.right else "rejected"
    said = words.reviewed(right=one.right, by=one.by, reason=one.reason, on=one.on.isoformat() if one.on else "")
    node = view.names.node("judgement", digest(*one.key)).value
    name = " ".join(filter(None, (one.subject, words.relation(one.predicate), one.object)))
    undo = Decision("waiting", node, one.article, "undo")
    return Card(undo, name, verdict=verdict, told=f"{said}; not read any more")


# --- links and people -------------------------------------------------------------------------------------------------


def _links(view: View) -> Deck:
    """The links to Wikidata: the unsure first, and of those the likeliest, which are soonest answered."""
    links = sorted(links_of(view.store.quads_for_pattern(None, None, None, view.names.links_graph)))
    by_rule = [one for one in links if one.by is Maker.RULE]
    by_rule.sort(key=lambda one: (one.positive, -one.confidence, one))
    done = [_link_card(view, one) for one in links if one.by is Maker.PERSON]
    return Deck([_link_card(view, one) for one in by_rule[:MOST]], len(by_rule), done[:MOST])


def _pairs(view: View) -> Deck:
    """The pairs of people that the rules leave open, the likeliest first."""
    look = Lookup(view.store, view.names)
    decided = sorted(look.decided())
    known = {(one.one, one.other) for one in decided}
    pairs = {one for one in look.undecided() if (one.one, one.other) not in known}
    cards = [_pair_card(view, one) for one in sorted(pairs, key=lambda one: (-one.confidence, one))[:MOST]]
    return Deck(cards, len(pairs), [_pair_card(view, one) for one in decided[:MOST]])


def _link_card(view: View, link: Link) -> Card:
    verdict = "" if link.by is Maker.RULE else "is not" if link.strength is Strength.NOT else "is"
    item = Ref(_item(link.qid), term("wd", link.qid).value)
    return _two(
        Card(
            Decision("link", link.entity, link.qid, "accept"),
            "",
            view.ref(link.entity),
            item,
            _lines(view, link.entity),
            reason="; ".join(link.reasons),
            confidence=link.confidence,
            verdict=verdict,
            told=words.day(link.on.isoformat()) if link.on else "",
        )
    )


def _item(qid: str) -> str:
    """What an item of Wikidata is called, with what it is, where the index of the package has it."""
    from kg.wikidata import starter_index  # only those who review need it

    known = starter_index().items([qid]).get(qid)
    return ", ".join(filter(None, (known.label, known.description, qid))) if known else f"Wikidata {qid}"


def _pair_card(view: View, pair: Comparison) -> Card:
    verdict = "" if pair.by is Maker.RULE else "is" if pair.verdict.value == "positive" else "is not"
    return _two(
        Card(
            Decision("pair", pair.one, pair.other, "accept"),
            "",
            view.ref(pair.one),
            view.ref(pair.other),
            _lines(view, pair.one),
            _lines(view, pair.other),
            reason=pair.reason,
            confidence=pair.confidence,
            verdict=verdict,
            told=words.day(pair.on.isoformat()) if pair.on else "",
        )
    )


def _two(card: Card) -> Card:
    """A card named by its two sides."""
    return replace(card, name=" and ".join(ref.name for ref in (card.one, card.other) if ref))


def _lines(view: View, iri: str) -> tuple[Line, ...]:
    lines = [line(view, group, iri) for group in grouped(view.about(iri, most=40), iri)]
    return tuple(sorted(lines, key=lambda one: (one.status != "believed", one.predicate))[:_TOLD])


# --- answers ----------------------------------------------------------------------------------------------------------


def heed(graph: Graph, decision: Decision, on: date) -> None:
    """Write a decision into a graph. Raises StoreError or ValueError where it cannot be, with what to say."""
    from kg import linking  # which brings all that linking needs; who only reads pages does without

    one, other, by, reason = decision.one, decision.other, decision.by, decision.reason
    match decision.kind, decision.answer:
        case "claim", "accept":
            claims.accept(graph, one, by=by, reason=reason, on=on)
        case "claim", "reject":
            claims.reject(graph, one, by=by, reason=reason, on=on)
        case "claim", "undo":
            claims.undo(graph, one)
        case "waiting", _:
            for review in claims.waiting(graph):
                if graph.names.node("judgement", digest(*review.key)).value == one:
                    claims.drop(graph, review)
        case "link", "accept":
            linking.accept(graph, one, other, on)
        case "link", "reject":
            linking.reject(graph, one, other, on)
        case "link", "undo":
            linking.undo(graph, one)
        case "pair", "accept":
            who.merge(graph, one, other, reason=reason, on=on)
        case "pair", "reject":
            who.split(graph, one, other, reason=reason, on=on)
        case _:
            taken = [said for said in who.decisions(graph) if {said.one, said.other} == {one, other}]
            graph.decide(drop=taken)
