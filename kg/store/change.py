"""What must change in a store when articles come, are corrected, or go. It is planned here, and written elsewhere.

Three things follow from the articles' own graphs and are recomputed for all that a change touches: the beliefs of
the default graph, the names and types of entities there, and the marks on claims about minors. Each is computed from
the statements before and from those after; the difference is what changes. What people say of claims is put on the
claims first, whenever their article is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.belief import Group, Policy, Statement, group
from kg.identity import Comparison, Request, Resolver
from kg.model import Extraction
from kg.rdf.derived import comparison_quads, judgement_quads
from kg.rdf.read import rows_of, statements_of
from kg.rdf.reviews import Review, review_quads, reviewed
from kg.rdf.terms import CLAIM, ENTITIES, TYPE, Names
from kg.rdf.write import Triple
from kg.sensitive import BIRTH_PREDICATES, Born, about_minors, births
from kg.store.derive import believed, by_entity, marks, named
from kg.store.look import NAMING, Lookup
from kg.store.settle import settle


@dataclass(frozen=True, slots=True)
class Settings:
    """How a store makes IRIs, what it believes, who is who to it, and the version of the software that writes."""

    names: Names
    policy: Policy
    resolver: Resolver
    version: str = "0"


@dataclass(frozen=True, slots=True)
class Decided:
    """What people have decided from now on, all of it, and the entities (IRIs) on which that is new."""

    comparisons: frozenset[Comparison]
    entities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Change:
    """Quads to take out and to put in; ``articles`` are the IRIs of those whose own graph differs."""

    delete: frozenset[Quad] = frozenset()
    insert: frozenset[Quad] = frozenset()
    articles: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.delete or self.insert)


@dataclass
class _Side:
    """The store before or after: the quads of the changed articles, what they claim, how they name entities.

    What follows from them is added to ``quads`` step by step.
    """

    names: Names
    quads: set[Quad] = field(default_factory=set)
    claims: dict[str, Statement] = field(default_factory=dict)
    naming: defaultdict[NamedNode, set[Quad]] = field(default_factory=lambda: defaultdict(set))

    def add(self, triples: Collection[Triple], article: NamedNode) -> None:
        """Take in the graph of an article."""
        told = {subject for subject, predicate, thing in triples if predicate == TYPE and thing == CLAIM}
        told.add(article)  # most triples are about mentions
        self.claims.update((one.id, one) for one in statements_of(rows_of(t for t in triples if t[0] in told)))
        self.quads.update(Quad(*triple, article) for triple in triples)
        for subject, predicate, thing in triples:
            if predicate in NAMING and self.names.kind_of(subject) in ENTITIES:
                self.naming[subject].add(Quad(subject, predicate, thing, article))


def plan(
    store: Store,
    settings: Settings,
    extractions: Sequence[Extraction],
    removed: Iterable[str] = (),
    decided: Decided | None = None,
    reviews: frozenset[Review] | None = None,
) -> Change:
    """The change that puts in these articles, takes out those with the ids ``removed``, and heeds what is ``decided``.

    ``reviews`` are all that people say of claims from now on; None: as the store has them.

    Raises ValueError where an article comes twice, or says what the graph cannot hold (see `kg.rdf.write`).
    """
    names = settings.names
    look = Lookup(store, names)
    before, after = _Side(names), _Side(names)
    coming = _by_age(extractions)
    gone = [names.article(identifier).value for identifier in removed]
    resolution = settings.resolver(_request(coming, gone, decided), look, names)
    settled = settle(resolution, coming, look, names, settings.version)
    if reviews is not None:
        held = frozenset(look.reviews())
        before.quads.update(review_quads(held, names))
        after.quads.update(review_quads(reviews, names))
        for article in {NamedNode(one.article) for one in held ^ reviews} - settled.articles.keys():
            if written := look.article(article):
                settled.articles[article] = set(written)
    for article, triples in settled.articles.items():
        said = look.reviews(article) if reviews is None else (one for one in reviews if one.article == article.value)
        after.add(reviewed(triples, tuple(said)), article)
    articles = settled.articles.keys() | {NamedNode(article) for article in gone}
    for article in articles:
        before.add(look.article(article), article)
    # Most judgements looked at stay; those that redirect are written all the same, since several share a redirect.
    same = {one for one in settled.before if one.home == one.entity} & set(settled.after)
    judged = ([one for one in side if one not in same] for side in (settled.before, settled.after))
    for side, judgements, compared in zip(
        (before, after), judged, (resolution.compared_before, resolution.compared_after), strict=True
    ):
        side.quads.update(judgement_quads(judgements, names), comparison_quads(compared, names))
    if decided is not None:
        before.quads.update(comparison_quads(look.decided(), names))
        after.quads.update(comparison_quads(decided.comparisons, names))
    changed = set(before.claims.values()) ^ set(after.claims.values())
    _mark(look, articles, before, after, changed)
    _believe(look, articles, before, after, changed, settings)
    _name(look, articles, before, after)
    delete, insert = before.quads - after.quads, after.quads - before.quads
    touched = {quad.graph_name for quad in chain(delete, insert)} & articles
    iris = tuple(sorted(str(article).strip("<>") for article in touched))
    return Change(frozenset(delete), frozenset(insert), iris)


def derive_all(store: Store, settings: Settings) -> Change:
    """The change that brings the whole default graph up to date with a policy: for a store made under another."""
    look = Lookup(store, settings.names)
    now = set(store.quads_for_pattern(None, None, None, DefaultGraph()))
    due = believed(look.all_statements(), settings.policy, settings.names)
    article_quads_ = (quad for quad in store if quad.graph_name != DefaultGraph())
    for entity, naming in by_entity(article_quads_, settings.names).items():
        due |= named(entity, naming)
    return Change(frozenset(now - due), frozenset(due - now))


def _by_age(extractions: Iterable[Extraction]) -> list[Extraction]:
    """The articles, oldest first: who comes first gets the readable IRI. Raises ValueError where one comes twice."""
    ordered = sorted(extractions, key=lambda one: (str(one.article.published or "9999"), one.article.id))
    seen: set[str] = set()
    for one in ordered:
        if one.article.id in seen:
            raise ValueError(f"{one.article.id}: this article comes twice in one change; give it once")
        seen.add(one.article.id)
    return ordered


def _request(coming: Sequence[Extraction], gone: Sequence[str], decided: Decided | None) -> Request:
    return Request(coming, gone, decided.entities, decided.comparisons) if decided else Request(coming, gone)


def _believe(
    look: Lookup, articles: set[NamedNode], before: _Side, after: _Side, changed: set[Statement], settings: Settings
) -> None:
    """Add the beliefs of all groups that the changed statements touch to both sides."""
    groups = {group(one) for one in changed}
    was, now = _by_group(before, groups), _by_group(after, groups)
    for key in groups:
        others = [one for one in look.group(key) if NamedNode(one.article) not in articles]
        before.quads.update(believed([*others, *was[key]], settings.policy, settings.names))
        after.quads.update(believed([*others, *now[key]], settings.policy, settings.names))


def _by_group(side: _Side, groups: set[Group]) -> defaultdict[Group, list[Statement]]:
    found: defaultdict[Group, list[Statement]] = defaultdict(list)
    for one in side.claims.values():
        if (key := group(one)) in groups:
            found[key].append(one)
    return found


def _name(look: Lookup, articles: set[NamedNode], before: _Side, after: _Side) -> None:
    """Add names and types of the entities that the changed articles name differently to both sides."""
    for entity in before.naming.keys() | after.naming.keys():
        if before.naming[entity] == after.naming[entity]:
            continue
        elsewhere = [quad for quad in look.naming(entity) if quad.graph_name not in articles]
        for side in (before, after):
            side.quads.update(named(entity, [*elsewhere, *side.naming[entity]]))


def _mark(look: Lookup, articles: set[NamedNode], before: _Side, after: _Side, changed: set[Statement]) -> None:
    """Mark the new claims about minors; where a birth is told anew, mark or unmark the other articles' claims too."""
    births_before, births_after = (_births(look, articles, side) for side in (before, after))
    minors = about_minors(after.claims.values(), births_after)
    for one in after.claims.values():
        after.quads.update(marks(one, one.id in minors))
    told = {one.subject for one in changed if one.predicate in BIRTH_PREDICATES}
    told |= {one.object for one in changed if one.predicate == "parentOf" and isinstance(one.object, str)}
    people = [person for person in told if births_before(person) != births_after(person)]
    others = {one.id: one for person in people for one in look.about(person)}
    others = {key: one for key, one in others.items() if NamedNode(one.article) not in articles}
    minors = about_minors(others.values(), births_after)
    for one in others.values():
        before.quads.update(look.sensitivity(NamedNode(one.id)))
        after.quads.update(marks(one, one.id in minors))


def _births(look: Lookup, articles: set[NamedNode], side: _Side) -> Callable[[str], frozenset[Born]]:
    """What is said of a person's birth, by the articles not changed and by those of one side."""
    ours: defaultdict[str, list[Statement]] = defaultdict(list)
    for one in side.claims.values():
        if one.predicate in BIRTH_PREDICATES:
            ours[one.subject].append(one)
            if isinstance(one.object, str):
                ours[one.object].append(one)
    memory: dict[str, frozenset[Born]] = {}

    def births_of(person: str) -> frozenset[Born]:
        if person not in memory:
            others = [one for one in look.births(person) if NamedNode(one.article) not in articles]
            memory[person] = births(person, [*others, *ours[person]])
        return memory[person]

    return births_of
