"""Articles' own graphs under the IRIs that identity gave: written anew, or renamed where somebody is another now.

In an article's graph an entity is only its IRI. Where two entities of one article are judged to be one, their triples
could not be told apart again; so each judgement then keeps its own, and an undone decision puts them back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from pyoxigraph import Triple as RdfTriple

from kg.identity import Judgement, Resolution
from kg.model import Extraction
from kg.rdf.terms import Names, digest
from kg.rdf.write import Triple, article_triples
from kg.store.look import Lookup

_SELF = "urn:x-kept:self"
"""Stands for the entity itself in the triples that a judgement keeps."""


@dataclass
class Settled:
    """The graphs of the articles that change, by IRI, and all judgements looked at, before and after."""

    articles: dict[NamedNode, set[Triple]] = field(default_factory=dict)
    before: list[Judgement] = field(default_factory=list)
    after: list[Judgement] = field(default_factory=list)


def settle(
    resolution: Resolution, extractions: Iterable[Extraction], look: Lookup, names: Names, version: str
) -> Settled:
    """What a resolution makes of the articles that come, and of those in the store that it touches."""
    settled = Settled()
    coming = {names.article(one.article.id).value: one for one in extractions}
    was, now = _by_article(resolution.before), _by_article(resolution.after)
    for article in sorted(coming.keys() | was.keys() | now.keys()):
        before, after = was[article], now[article]
        if article in coming:
            settled.articles[NamedNode(article)], after = written(coming[article], after, names, version)
        elif after:
            entities = {one.id: one.entity for one in before}
            if all(entities[one.id] == one.entity for one in after):
                kept = {one.id: one.kept for one in before}
                after = [replace(one, kept=kept[one.id]) for one in after]
            else:
                changed = {one.id: one for one in after}
                before = list(look.of(article))  # also those that the resolution had no reason to look at
                after = [changed.get(one.id, one) for one in before]
                triples = look.article(NamedNode(article))
                settled.articles[NamedNode(article)], after = renamed(triples, before, after)
        settled.before += before
        settled.after += after
    return settled


def _by_article(judgements: Iterable[Judgement]) -> defaultdict[str, list[Judgement]]:
    found: defaultdict[str, list[Judgement]] = defaultdict(list)
    for one in judgements:
        found[one.article].append(one)
    return found


def written(
    extraction: Extraction, judgements: Sequence[Judgement], names: Names, version: str
) -> tuple[set[Triple], list[Judgement]]:
    """The triples of an article, and its judgements with what they must keep."""
    shared = _shared(judgements)
    if not shared:
        return article_triples(extraction, judgements, names, version), list(judgements)
    apart = [replace(one, entity=_alone(one)) if one.entity in shared else one for one in judgements]
    return renamed(article_triples(extraction, apart, names, version), apart, judgements)


def renamed(
    triples: Collection[Triple], before: Sequence[Judgement], after: Sequence[Judgement]
) -> tuple[set[Triple], list[Judgement]]:
    """The triples of an article under other IRIs; ``before`` and ``after`` hold all its judgements in one order.

    >>> from kg.identity import Profile, Verdict
    >>> from kg.model import EntityType
    >>> from kg.rdf.terms import LABEL, ck
    >>> from pyoxigraph import Literal
    >>> old, new, other = "x:old", "x:new", "x:other"
    >>> def judged(key, iri):
    ...     return Judgement(Profile("x:a", key, EntityType.PERSON, (key,)), iri, iri, Verdict.POSITIVE, "alone")
    >>> said = {(NamedNode(old), LABEL, Literal("Bo")), (NamedNode(other), LABEL, Literal("Bob"))}
    >>> one, kept = renamed(said, [judged("1", old), judged("2", other)], [judged("1", new), judged("2", new)])
    >>> sorted((str(s), o.value) for s, _, o in one)
    [('<x:new>', 'Bo'), ('<x:new>', 'Bob')]
    >>> renamed(one, kept, [judged("1", old), judged("2", other)])[0] == said
    True
    """
    apart = [_alone(one) for one in before]
    shared_before, shared_after = _shared(before), _shared(after)
    alone = {
        NamedNode(one.entity): NamedNode(iri)
        for one, iri in zip(before, apart, strict=True)
        if one.entity not in shared_before
    }
    lumped = {NamedNode(iri) for iri in shared_before}
    split = {_renamed(triple, alone) for triple in triples if not lumped & {triple[0], triple[2]}}
    for one, iri in zip(before, apart, strict=True):
        if one.entity in shared_before:
            split |= {_renamed(triple, {NamedNode(_SELF): NamedNode(iri)}) for triple in _read(one.kept)}
    made = []
    for one, iri in zip(after, apart, strict=True):
        kept = _write(split, NamedNode(iri)) if one.entity in shared_after else ""
        made.append(replace(one, kept=kept))
    final = {NamedNode(iri): NamedNode(one.entity) for one, iri in zip(after, apart, strict=True)}
    return {_renamed(triple, final) for triple in split}, made


def _alone(one: Judgement) -> str:
    """An IRI for one entity of one article while it is told apart from the others."""
    return f"urn:x-kept:{digest(one.article, one.key)}"


def _shared(judgements: Iterable[Judgement]) -> frozenset[str]:
    """The IRIs that two entities of one article have."""
    times = Counter(one.entity for one in judgements)
    return frozenset(iri for iri, often in times.items() if often > 1)


def _renamed(triple: Triple, iris: Mapping[NamedNode, NamedNode]) -> Triple:
    subject, predicate, thing = triple
    return iris.get(subject, subject), predicate, iris.get(thing, thing) if isinstance(thing, NamedNode) else thing


def _write(triples: Iterable[Triple], entity: NamedNode) -> str:
    """The triples about an entity as sorted N-Triples, with `_SELF` in its place."""
    about = (_renamed(triple, {entity: NamedNode(_SELF)}) for triple in triples if entity in (triple[0], triple[2]))
    return "\n".join(sorted(f"{RdfTriple(*triple)} ." for triple in about))


def _read(text: str) -> set[Triple]:
    found: set[Triple] = set()
    for quad in chain(parse(text, format=RdfFormat.N_TRIPLES)):
        assert isinstance(quad, Quad)
        assert isinstance(quad.subject, NamedNode)
        found.add((quad.subject, quad.predicate, quad.object))  # type: ignore[arg-type]  # never a blank node
    return found
