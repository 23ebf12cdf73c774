"""The public view of a graph: without any sensitive claim, and without any trace of one.

It is made from the claims that remain, as if the others had never been read, and then looked through once more for
the words of what was left out: quotes that tell it become ``ck:redacted``, and addresses that spell it are replaced.
A claim is sensitive if it is so marked (`ck:sensitive`), or if somebody who appears in sensitive claims only says it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Any, cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg import model
from kg.belief import Belief, Policy, Statement, believe, is_sensitive
from kg.names import slug
from kg.rdf.derived import belief_quads
from kg.rdf.terms import ALT_LABEL, EXACT, LABEL, SENSITIVE, TRUE, Names, ck, digest, term
from kg.store.derive import by_entity, named

_START, _END = term("oa", "start"), term("oa", "end")
_IDENTIFIER, _URL = term("schema", "identifier"), term("schema", "url")
_REFERS = ck("refersTo")
_TEXTS = {EXACT, term("schema", "headline"), *map(ck, ("note", "reason", "startText", "endText", "atText"))}
"""The predicates of free text, apart from names and from what is claimed."""

_OWNED = {"evidence", "source", "person", "group", "org", "place", "work", "thing"}
"""Kinds of node that have no place in a public view unless something left in it points to them."""

Spans = dict[str, list[tuple[int, int]]]


def public_view(
    quads: Collection[Quad], said: Collection[Statement], policy: Policy, names: Names
) -> tuple[list[Quad], list[Statement], tuple[Belief, ...]]:
    """The quads, statements and beliefs that may be shown, from all quads and statements of a graph."""
    marked = {_iri(quad.subject) for quad in quads if quad.predicate == SENSITIVE and quad.object == TRUE}
    dropped, hidden = _follow(said, marked)
    kept = [one for one in said if one.id not in dropped]
    secrets = _Secrets.of(quads, (one for one in said if one.id in dropped), hidden)
    outside = (DefaultGraph(), names.identity_graph, names.links_graph, names.reviews_graph)
    articles = _without([quad for quad in quads if quad.graph_name not in outside], dropped, hidden, names)
    articles = _redacted(articles, _spans(quads, dropped), secrets, names)
    # Beliefs come from what remains, doubts from all: leaving out a denial must not make anything believed.
    beliefs = believe(kept, policy, denials=said)
    found = {*belief_quads(beliefs, names), *articles, *_judgements(quads, hidden, names)}
    links = _links(quads, {quad.subject for quad in articles} - {NamedNode(iri) for iri in hidden}, names)
    for entity, naming in by_entity([*articles, *links], names).items():
        found |= named(entity, naming)
    return list(_readdressed({*found, *links}, secrets, names)), kept, beliefs


def _follow(said: Collection[Statement], marked: set[str]) -> tuple[set[str], set[str]]:
    """The claims to leave out, and the entities that appear in no other claim; each may bring more of the other."""
    dropped = set(marked)
    while True:
        shown = {party for one in said if one.id not in dropped for party in (one.subject, one.object)}
        parties = {party for one in said if one.id in dropped for party in (one.subject, one.object)}
        hidden = {party for party in parties - shown if isinstance(party, str)}
        more = {one.id for one in said if one.source in hidden or one.place in hidden} - dropped
        if not more:
            return dropped, hidden
        dropped |= more


@dataclass(frozen=True, slots=True)
class _Secrets:
    """Words that no public text may hold: the illness (in any case of letters), the names of who is hidden."""

    pattern: re.Pattern[str] | None
    slugs: frozenset[str]

    @classmethod
    def of(cls, quads: Iterable[Quad], dropped: Iterable[Statement], hidden: set[str]) -> _Secrets:
        illnesses = {
            one.object.value for one in dropped if isinstance(one.object, model.Literal) and is_sensitive(one.predicate)
        }
        people = {
            quad.object.value
            for quad in quads
            if quad.predicate in (LABEL, ALT_LABEL)
            and isinstance(quad.object, Literal)
            and _iri(quad.subject) in hidden
        }
        parts = [*(f"(?i:{re.escape(word)})" for word in sorted(illnesses)), *map(re.escape, sorted(people))]
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else None
        return cls(pattern, frozenset(slug(word) for word in illnesses | people))

    def told_by(self, quad: Quad) -> bool:
        """Whether the text of a quad tells a secret."""
        thing = quad.object
        return isinstance(thing, Literal) and self.pattern is not None and bool(self.pattern.search(thing.value))

    def spelt_by(self, address: str) -> bool:
        """Whether an address or an id spells a secret: ``/ada-example-has-hay-fever``."""
        padded = f"-{slug(address)}-"
        return any(f"-{word}-" in padded for word in self.slugs)


def _spans(quads: Iterable[Quad], dropped: set[str]) -> Spans:
    """Where the evidence of the dropped claims stands in each article."""
    quads = list(quads)
    evidence = {quad.object for quad in quads if quad.predicate == ck("evidence") and _iri(quad.subject) in dropped}
    found: Spans = defaultdict(list)
    for (article, node), (start, end) in _places(quads).items():
        if node in evidence:
            found[article].append((start, end))
    return found


def _places(quads: Iterable[Quad]) -> dict[tuple[str, NamedNode], tuple[int, int]]:
    """Start and end of each evidence and mention, by article and node."""
    ends: defaultdict[tuple[str, NamedNode], dict[NamedNode, int]] = defaultdict(dict)
    for quad in quads:
        if (
            quad.predicate in (_START, _END)
            and isinstance(quad.object, Literal)
            and isinstance(quad.subject, NamedNode)
        ):
            ends[_iri(quad.graph_name), quad.subject][quad.predicate] = int(quad.object.value)
    return {key: (span[_START], span[_END]) for key, span in ends.items()}


def _without(quads: list[Quad], dropped: set[str], hidden: set[str], names: Names) -> list[Quad]:
    """Article graphs without some claims and entities, and without what nothing left points to."""
    gone = dropped | hidden
    left = [quad for quad in quads if _iri(quad.subject) not in gone and _iri(quad.object) not in gone]
    while True:
        # Mentions point to entities, but do not keep them: only claims do.
        used = {quad.object for quad in left if quad.predicate != _REFERS}
        referring = {quad.subject for quad in left if quad.predicate == _REFERS}

        def stays(quad: Quad, used: set[object] = used, referring: set[object] = referring) -> bool:  # type: ignore[assignment]
            kind = _kind(quad.subject, names)
            if kind == "mention":
                aim = quad.object if quad.predicate == _REFERS else None
                return quad.subject in referring and (aim is None or aim in used)
            return kind not in _OWNED or quad.subject in used

        fewer = [quad for quad in left if stays(quad)]
        if len(fewer) == len(left):
            return left
        left = fewer


def _redacted(quads: Iterable[Quad], spans: Spans, secrets: _Secrets, names: Names) -> list[Quad]:
    """Texts without secrets, and no quote that shares words with the evidence of what was left out.

    A quote becomes ``ck:redacted``; other texts go. Names of entities and literals that are claimed stay: that there
    is a street of a child's name tells nothing of the child.
    """
    quads = list(quads)
    places = _places(quads)
    found = []
    for quad in quads:
        kind, told = _kind(quad.subject, names), secrets.told_by(quad)
        if quad.predicate == EXACT and kind == "evidence" and isinstance(quad.subject, NamedNode):
            start, end = places[_iri(quad.graph_name), quad.subject]
            around = spans.get(_iri(quad.graph_name), ())
            if told or any(start < other_end and other < end for other, other_end in around):
                found.append(Quad(quad.subject, ck("redacted"), TRUE, quad.graph_name))
                continue
        elif told and kind == "source" and quad.predicate == LABEL:
            found.append(Quad(quad.subject, LABEL, Literal("a source"), quad.graph_name))
            continue
        if not (told and quad.predicate in _TEXTS):
            found.append(quad)
    return found


_WORKINGS = frozenset({ck("trait"), ck("block"), ck("kept")})
"""What judgements rest on: it tells of relatives, births and company, and so of whoever is hidden."""


def _judgements(quads: Iterable[Quad], hidden: set[str], names: Names) -> Iterator[Quad]:
    """The identity graph without what is on the hidden, and without what told who is who."""
    own = [quad for quad in quads if quad.graph_name == names.identity_graph]
    gone = {quad.subject for quad in own if _iri(quad.object) in hidden or _iri(quad.subject) in hidden}
    gone |= {quad.subject for quad in own if quad.object == ck("IdentityComparison")}
    return (quad for quad in own if quad.subject not in gone and quad.predicate not in _WORKINGS)


def _links(quads: Iterable[Quad], shown: Set[object], names: Names) -> list[Quad]:
    """The links to Wikidata of those who are shown, with the judgements behind them."""
    own = [quad for quad in quads if quad.graph_name == names.links_graph]
    kept = shown | {quad.subject for quad in own if quad.predicate == ck("links") and quad.object in shown}
    return [quad for quad in own if quad.subject in kept]


def _readdressed(quads: Collection[Quad], secrets: _Secrets, names: Names) -> Iterator[Quad]:
    """Articles whose address or id spells a secret get a nameless IRI; the address itself goes."""
    spelling = {
        quad.subject
        for quad in quads
        if quad.predicate in (_IDENTIFIER, _URL)
        and any(secrets.spelt_by(_iri(node) or getattr(node, "value", "")) for node in (quad.subject, quad.object))
    }
    plain: dict[object, NamedNode] = {node: names.node("article", digest(_iri(node))) for node in spelling}
    for quad in quads:
        thing: Any = plain.get(quad.object, quad.object)
        if quad.subject in spelling and quad.predicate == _IDENTIFIER:
            thing = Literal(digest(_iri(quad.subject)))
        if not (quad.subject in spelling and quad.predicate == _URL):
            subject, home = plain.get(quad.subject, quad.subject), plain.get(quad.graph_name, quad.graph_name)
            yield Quad(cast(Any, subject), quad.predicate, thing, cast(Any, home))


def _iri(node: object) -> str:
    return node.value if isinstance(node, NamedNode) else ""


def _kind(node: object, names: Names) -> str:
    return names.kind_of(node) if isinstance(node, NamedNode) else ""
