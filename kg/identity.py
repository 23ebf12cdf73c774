"""Who is one across articles: a small, honest, reversible policy.

A person with a full name (two parts or more) is one across articles. A single name, such as a child's first name or
a mononym, stays with its article, unless it stands in the same relation to the same full-named person as in another
article ("North", child of Kim Kardashian, in both). Organisations, places, works, groups and other things are one
where type and name are. Each decision is a `Judgement`, kept as data in a graph of its own, so that a better policy,
or a person, can see and undo it. A decision once taken is kept: adding articles never renames an entity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from kg.model import Claim, Entity, EntityType, Extraction, Status
from kg.names import fold, parse, rules, slug, words
from kg.rdf.terms import Names, digest
from kg.vocab import is_symmetric


class Verdict(StrEnum):
    """Whether a name is surely the entity of that IRI, or is kept apart because we cannot tell."""

    POSITIVE = "positive"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers and lists of ``kg/rules/identity.toml``."""

    full_name_parts: int = 2
    anchors: frozenset[str] = frozenset()
    anchor_statuses: frozenset[Status] = frozenset({Status.ASSERTED})


@dataclass(frozen=True, slots=True)
class Judgement:
    """The decision which IRI an entity of one article gets, and why.

    ``entity`` is the IRI; ``reason`` one of ``full-name``, ``name``, ``given``, ``anchor``, ``scoped``; ``anchors``
    say through whom a single name is known, as ``<IRI> parentOf ?``.
    """

    article: str
    key: str
    name: str
    type: EntityType
    entity: str
    verdict: Verdict
    reason: str
    anchors: frozenset[str] = frozenset()


Known = Callable[[str], Iterable[Judgement]]
"""The judgements taken so far about entities whose `name_key` is the one given."""

Resolver = Callable[[Extraction, Known, Names], tuple[Judgement, ...]]
"""What a store needs to know who is who; `resolve` is the one that comes with the house."""


@lru_cache(maxsize=1)
def default_policy() -> Policy:
    """The policy of ``kg/rules/identity.toml``."""
    data = rules("identity")
    return Policy(
        int(data["full_name_parts"]),
        frozenset(data["anchors"]),
        frozenset(Status(value) for value in data["anchor_statuses"]),
    )


def name_key(kind: EntityType, name: str) -> str:
    """Under what `Known` files a name.

    >>> name_key(EntityType.PERSON, "Beyoncé")
    'Person beyonce'
    """
    return f"{kind.value} {slug(name)}"


def is_full_name(name: str, parts: int = 2) -> bool:
    """Whether a personal name has that many parts, initials and ordinary titles aside; "Prince Harry" has two.

    >>> [is_full_name(name) for name in ("Kim Kardashian", "North", "Mr. Brown", "Kim K.", "Prince Harry")]
    [True, False, False, False, True]
    """
    name_parts = parse(name)
    kept = [word for word in name_parts.title.split() if fold(word) in words("names", "kept")]
    found = [*kept, name_parts.given, *name_parts.middle, *name_parts.surname.split()]
    return sum(len(word.strip(".")) > 1 for word in found) >= parts


def participants(claim: Claim) -> tuple[Entity, ...]:
    """The entities a claim is about: subject, object and place."""
    found = (claim.subject, claim.object, claim.place)
    return tuple(thing for thing in found if isinstance(thing, Entity))


def involved(extraction: Extraction) -> tuple[Entity, ...]:
    """The entities that take part in a claim or speak in one, in the extraction's order; only they enter the graph."""
    keys = {entity.key for claim in extraction.claims for entity in participants(claim)}
    keys |= {claim.source.entity for claim in extraction.claims if claim.source and claim.source.entity}
    by_key = {entity.key: entity for claim in extraction.claims for entity in participants(claim)}
    by_key |= {entity.key: entity for entity in extraction.entities}
    order = {entity.key: place for place, entity in enumerate(extraction.entities)}
    return tuple(by_key[key] for key in sorted(keys & by_key.keys(), key=lambda key: (order.get(key, len(order)), key)))


def resolve(
    extraction: Extraction, known: Known, names: Names | None = None, policy: Policy | None = None
) -> tuple[Judgement, ...]:
    """One judgement for each entity that takes part in a claim, in the order of `involved`.

    ``known`` gives earlier judgements, this article's own among them: those are kept as long as they still fit.

    >>> from datetime import date
    >>> from kg.model import Article, Evidence, Literal
    >>> ada = Entity("ada", EntityType.PERSON, "Ada Example")
    >>> claim = Claim(ada, "occupation", Literal("singer"), (Evidence(0, 18, "Singer Ada Example", (7, 18)),))
    >>> found = resolve(Extraction(Article("t", "Singer Ada Example"), (ada,), (), (claim,)), lambda name: ())
    >>> found[0].entity, found[0].reason
    ('https://celebrity-kg.example/person/ada-example', 'full-name')
    """
    names, policy = names or Names(), policy or default_policy()
    article = names.article(extraction.article.id).value
    entities = involved(extraction)
    sure: dict[str, Judgement] = {}
    taken: set[str] = set()
    for entity in entities:
        reason = _by_name_alone(entity, names, policy)
        if reason is None:
            continue
        iri = entity.id if reason == "given" and entity.id else names.entity(entity.type, slug(entity.label)).value
        if iri in taken and reason != "given":
            continue  # two people of one full name in one article: the second is told apart below
        taken.add(iri)
        sure[entity.key] = Judgement(
            article, entity.key, entity.label, entity.type, iri, Verdict.POSITIVE, reason, frozenset()
        )
    found = dict(sure)
    for entity in entities:
        if entity.key not in found:
            anchors = _anchors(entity, extraction.claims, sure, policy)
            earlier = list(known(name_key(entity.type, entity.label)))
            judgement = _single(entity, article, anchors, earlier, names, taken)
            taken.add(judgement.entity)
            found[entity.key] = judgement
    return tuple(found[entity.key] for entity in entities)


def _by_name_alone(entity: Entity, names: Names, policy: Policy) -> str | None:
    """Why the name settles it, if it does."""
    if entity.id is not None and entity.id.startswith(names.base):
        return "given"
    if not any(character.isalnum() for character in entity.label):
        return None
    if entity.type is not EntityType.PERSON:
        return "name"
    return "full-name" if is_full_name(entity.label, policy.full_name_parts) else None


def _anchors(entity: Entity, claims: Iterable[Claim], sure: dict[str, Judgement], policy: Policy) -> frozenset[str]:
    """The relations of a single name to people of full name."""
    found = set()
    for claim in claims:
        if claim.predicate not in policy.anchors or claim.status not in policy.anchor_statuses:
            continue
        if not isinstance(claim.object, Entity):
            continue
        if claim.subject.key == entity.key and claim.object.key in sure:
            other = sure[claim.object.key].entity
            both_ways = is_symmetric(claim.predicate)
            found.add(f"{other} {claim.predicate} ?" if both_ways else f"? {claim.predicate} {other}")
        elif claim.object.key == entity.key and claim.subject.key in sure:
            found.add(f"{sure[claim.subject.key].entity} {claim.predicate} ?")
    return frozenset(found)


def _single(
    entity: Entity,
    article: str,
    anchors: frozenset[str],
    earlier: list[Judgement],
    names: Names,
    taken: set[str],
) -> Judgement:
    """The judgement on a name that does not settle it by itself."""
    for own in earlier:
        fits = own.anchors & anchors or own.anchors == anchors
        if own.article == article and own.key == entity.key and fits and own.entity not in taken:
            return replace(own, name=entity.label, anchors=anchors)
    shared = [
        (-len(other.anchors & anchors), other.entity)
        for other in earlier
        if other.article != article and other.anchors & anchors and other.entity not in taken
    ]
    if shared:
        _, iri = min(shared)
        return Judgement(article, entity.key, entity.label, entity.type, iri, Verdict.POSITIVE, "anchor", anchors)
    local = f"{slug(entity.label)}-{digest(article, entity.key)[:6]}"
    iri = names.entity(entity.type, local).value
    return Judgement(article, entity.key, entity.label, entity.type, iri, Verdict.UNSURE, "scoped", anchors)
