"""What must change in a store when articles come, are corrected, or go. It is planned here, and written elsewhere.

Three things follow from the articles' own graphs and are recomputed for all that a change touches: the beliefs of
the default graph, the names and types of entities there, and the marks on claims about minors. Each is computed from
the statements before and from those after; the difference is what changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.belief import Group, Policy, Statement, group
from kg.identity import Judgement, Resolver, name_key
from kg.model import Extraction
from kg.rdf.derived import judgement_quads
from kg.rdf.read import rows_of, statements_of
from kg.rdf.terms import ENTITIES, Names
from kg.rdf.write import Triple, article_triples
from kg.sensitive import BIRTH_PREDICATES, Born, about_minors, births
from kg.store.derive import believed, by_entity, marks, named
from kg.store.look import NAMING, Lookup


@dataclass(frozen=True, slots=True)
class Settings:
    """How a store makes IRIs, what it believes, who is who to it, and the version of the software that writes."""

    names: Names
    policy: Policy
    resolver: Resolver
    version: str = "0"


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
        self.claims.update((one.id, one) for one in statements_of(rows_of(triples)))
        for triple in triples:
            quad = Quad(*triple, article)
            self.quads.add(quad)
            if triple[1] in NAMING and self.names.kind_of(triple[0]) in ENTITIES:
                self.naming[triple[0]].add(quad)


def plan(store: Store, settings: Settings, extractions: Sequence[Extraction], removed: Iterable[str] = ()) -> Change:
    """The change that puts in these articles, and takes out those with the ids ``removed``.

    Raises ValueError where an article comes twice, or says what the graph cannot hold (see `kg.rdf.write`).
    """
    look = Lookup(store, settings.names)
    before, after = _Side(settings.names), _Side(settings.names)
    articles = {*_put_in(look, settings, extractions, after), *map(settings.names.article, removed)}
    for article in articles:
        before.add(look.article(article), article)
        before.quads.update(look.judged(article))
    changed = set(before.claims.values()) ^ set(after.claims.values())
    _mark(look, articles, before, after, changed)
    _believe(look, articles, before, after, changed, settings)
    _name(look, articles, before, after)
    touched = {quad.graph_name for quad in before.quads ^ after.quads} & articles
    return Change(
        frozenset(before.quads - after.quads),
        frozenset(after.quads - before.quads),
        tuple(sorted(str(article).strip("<>") for article in touched)),
    )


def derive_all(store: Store, settings: Settings) -> Change:
    """The change that brings the whole default graph up to date with a policy: for a store made under another."""
    look = Lookup(store, settings.names)
    now = set(store.quads_for_pattern(None, None, None, DefaultGraph()))
    due = believed(look.all_statements(), settings.policy, settings.names)
    article_quads_ = (quad for quad in store if quad.graph_name != DefaultGraph())
    for entity, naming in by_entity(article_quads_, settings.names).items():
        due |= named(entity, naming)
    return Change(frozenset(now - due), frozenset(due - now))


def _put_in(look: Lookup, settings: Settings, extractions: Sequence[Extraction], after: _Side) -> set[NamedNode]:
    """Take the new articles in, oldest first: who comes first gives a single name its IRI. Returns their IRIs."""
    judged: defaultdict[str, list[Judgement]] = defaultdict(list)
    done: set[str] = set()

    def known(name: str) -> Iterator[Judgement]:
        yield from judged[name]
        yield from (judgement for judgement in look.judgements(name) if judgement.article not in done)

    for extraction in sorted(extractions, key=lambda one: (str(one.article.published or "9999"), one.article.id)):
        article = settings.names.article(extraction.article.id)
        if article.value in done:
            raise ValueError(f"{extraction.article.id}: this article comes twice in one change; give it once")
        made = settings.resolver(extraction, known, settings.names)
        done.add(article.value)
        for judgement in made:
            judged[name_key(judgement.type, judgement.name)].append(judgement)
        after.add(article_triples(extraction, made, settings.names, settings.version), article)
        after.quads.update(judgement_quads(made, settings.names))
    return {NamedNode(article) for article in done}


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
