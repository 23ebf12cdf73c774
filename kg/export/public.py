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
from itertools import chain
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
Places = dict[tuple[str, NamedNode], tuple[int, int]]


def public_view(
    quads: Collection[Quad], said: Collection[Statement], policy: Policy, names: Names
) -> tuple[list[Quad], list[Statement], tuple[Belief, ...]]:
    """The quads, statements and beliefs that may be shown, from all quads and statements of a graph."""
    marked = {_iri(quad.subject) for quad in quads if quad.predicate == SENSITIVE and quad.object == TRUE}
    dropped, hidden = _follow(said, marked)
    kept = [one for one in said if one.id not in dropped]
    secrets = _Secrets.of(quads, (one for one in said if one.id in dropped), hidden)
    by_home: defaultdict[object, list[Quad]] = defaultdict(list)
    for quad in quads:
        by_home[quad.graph_name].append(quad)
    judged, linked = by_home[names.identity_graph], by_home[names.links_graph]
    for home in (DefaultGraph(), names.identity_graph, names.links_graph, names.reviews_graph):
        by_home.pop(home, None)
    written = list(chain.from_iterable(by_home.values()))
    kinds = _Kinds(names)
    articles = _redacted(_without(written, dropped, hidden, kinds), _spans(written, dropped), secrets, kinds)
    # Beliefs come from what remains, doubts from all: leaving out a denial must not make anything believed.
    beliefs = believe(kept, policy, denials=said)
    found = {*belief_quads(beliefs, names), *articles, *_judgements(judged, hidden)}
    links = _links(linked, {quad.subject for quad in articles} - {NamedNode(iri) for iri in hidden})
    for entity, naming in by_entity([*articles, *links], names).items():
        found |= named(entity, naming)
    return list(_readdressed({*found, *links}, secrets, names)), kept, beliefs


class _Kinds(dict[object, str]):
    """The kind of each node of ours, each found out once; nothing for the others."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def __missing__(self, node: object) -> str:
        kind = self[node] = self._names.kind_of(node) if isinstance(node, NamedNode) else ""
        return kind


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
    if not dropped:
        return {}
    quads = list(quads)
    evidence = {quad.object for quad in quads if quad.predicate == ck("evidence") and _iri(quad.subject) in dropped}
    found: Spans = defaultdict(list)
    for (article, node), (start, end) in _places(quads).items():
        if node in evidence:
            found[article].append((start, end))
    return found


def _places(quads: Iterable[Quad]) -> Places:
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


def _without(quads: Iterable[Quad], dropped: set[str], hidden: set[str], kinds: _Kinds) -> list[Quad]:
    """Article graphs without some claims and entities, and without what nothing left points to."""
    gone: set[object] = {NamedNode(iri) for iri in dropped | hidden}
    firm: list[Quad] = []
    loose: list[Quad] = []
    for quad in quads:
        if quad.subject not in gone and quad.object not in gone:
            kind = kinds[quad.subject]
            (loose if kind == "mention" or kind in _OWNED else firm).append(quad)
    # Mentions point to entities, but do not keep them: only claims do.
    firmly = {quad.object for quad in firm if quad.predicate != _REFERS}
    while True:
        used = firmly | {quad.object for quad in loose if quad.predicate != _REFERS}
        referring = {quad.subject for quad in loose if quad.predicate == _REFERS}

        def stays(quad: Quad, used: Set[object] = used, referring: Set[object] = referring) -> bool:
            if kinds[quad.subject] == "mention":
                return quad.subject in referring and (quad.predicate != _REFERS or quad.object in used)
            return quad.subject in used

        fewer = [quad for quad in loose if stays(quad)]
        if len(fewer) == len(loose):
            return firm + loose
        loose = fewer


def _redacted(quads: Iterable[Quad], spans: Spans, secrets: _Secrets, kinds: _Kinds) -> list[Quad]:
    """Texts without secrets, and no quote that shares words with the evidence of what was left out.

    A quote becomes ``ck:redacted``; other texts go. Names of entities and literals that are claimed stay: that there
    is a street of a child's name tells nothing of the child.
    """
    quads = list(quads)
    places = _places(quads) if spans else {}
    found = []
    for quad in quads:
        predicate = quad.predicate
        if predicate in _TEXTS or predicate == LABEL:
            kind, told = kinds[quad.subject], secrets.told_by(quad)
            if predicate == EXACT and kind == "evidence" and isinstance(quad.subject, NamedNode):
                if told or _touches(quad, spans, places):
                    found.append(Quad(quad.subject, ck("redacted"), TRUE, quad.graph_name))
                    continue
            elif told and kind == "source" and predicate == LABEL:
                found.append(Quad(quad.subject, LABEL, Literal("a source"), quad.graph_name))
                continue
            if told and predicate in _TEXTS:
                continue
        found.append(quad)
    return found


def _touches(quad: Quad, spans: Spans, places: Places) -> bool:
    """Whether a quote shares words with the evidence of what was left out of its article."""
    around = spans.get(_iri(quad.graph_name))
    if not around:
        return False
    start, end = places[_iri(quad.graph_name), cast(NamedNode, quad.subject)]
    return any(start < other_end and other < end for other, other_end in around)


_WORKINGS = frozenset({ck("trait"), ck("block"), ck("kept")})
"""What judgements rest on: it tells of relatives, births and company, and so of whoever is hidden."""


def _judgements(own: Collection[Quad], hidden: set[str]) -> Iterator[Quad]:
    """The identity graph without what is on the hidden, and without what told who is who."""
    telling: set[object] = {ck("IdentityComparison"), *map(NamedNode, hidden)}
    gone = {quad.subject for quad in own if quad.object in telling or quad.subject in telling}
    return (quad for quad in own if quad.subject not in gone and quad.predicate not in _WORKINGS)


def _links(own: Collection[Quad], shown: Set[object]) -> list[Quad]:
    """The links to Wikidata of those who are shown, with the judgements behind them."""
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
    if not spelling:
        yield from quads
        return
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
