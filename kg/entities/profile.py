"""What one article tells of one entity, as far as it helps to know who that is: its names and its traits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from kg.dates.edtf import earliest, is_valid
from kg.entities.naming import canonical, form, fulls, keys
from kg.model import Claim, Entity, EntityType, Extraction, Literal, Status
from kg.names import fold, is_given, rules, slug, words
from kg.rdf.dates import bounds


class Trait(NamedTuple):
    """One thing told of somebody: ``partner kanye west``, ``occupation singer``, ``born 1980-10-21``.

    Of relatives and company the name counts (`kg.entities.naming.canonical`), never the entity: who they are is
    itself to be found out.
    """

    kind: str
    value: str

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"

    @classmethod
    def read(cls, text: str) -> Trait:
        """The trait of its text form.

        >>> Trait.read("partner kanye west")
        Trait(kind='partner', value='kanye west')
        """
        kind, _, value = text.partition(" ")
        return cls(kind, value)


COMPANY = 5
"""So many others of an article are told of each: whom it is about, and not the whole list of guests."""

RELATIVES = frozenset({"partner", "child", "parent", "sibling", "relative"})
"""The kinds of trait whose value is a person."""


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity of one article: the article's IRI, the entity's key within it, and what is told of it.

    ``names`` has the label first and then every further full name; ``year`` is that of the article.
    """

    article: str
    key: str
    type: EntityType
    names: tuple[str, ...]
    traits: frozenset[Trait] = frozenset()
    year: int | None = None

    @property
    def id(self) -> tuple[str, str]:
        """What tells it from every other profile."""
        return self.article, self.key

    @property
    def name(self) -> str:
        """The label."""
        return self.names[0]

    def relatives(self) -> frozenset[str]:
        """The names of all relatives."""
        return frozenset(trait.value for trait in self.traits if trait.kind in RELATIVES)


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


@cache
def _table() -> Mapping[str, tuple[str, str]]:
    return {predicate: (mine, theirs) for predicate, (mine, theirs) in rules("entities")["traits"].items()}


@cache
def _statuses() -> frozenset[Status]:
    return frozenset(Status(value) for value in rules("entities")["statuses"])


def profiles(extraction: Extraction, article: str) -> tuple[Profile, ...]:
    """One profile for each entity that enters the graph, in the order of `involved`.

    >>> from kg.model import Article, Evidence
    >>> ada, bo = (Entity(name[:2], EntityType.PERSON, name) for name in ("Ada Example", "Bo Sample"))
    >>> claim = Claim(ada, "marriedTo", bo, (Evidence(0, 3, "Ada", (0, 3)),))
    >>> [str(trait) for one in profiles(Extraction(Article("t", "Ada"), (ada, bo), (), (claim,)), "a/t")
    ...     for trait in one.traits]
    ['partner bo sample', 'partner ada example']
    """
    entities = involved(extraction)
    traits: dict[str, set[Trait]] = {entity.key: set() for entity in entities}
    names: dict[str, list[str]] = {entity.key: [entity.label, *entity.aliases] for entity in entities}
    for claim in extraction.claims:
        if claim.status not in _statuses():
            continue
        if claim.predicate == "alsoKnownAs" and isinstance(claim.object, Literal):
            names[claim.subject.key].append(claim.object.value)
        for who, trait in (*_told(claim), *_deeds(claim)):
            traits[who].add(trait)
    people = {canonical(entity.label): entity for entity in entities if entity.type is EntityType.PERSON}
    full = {name: entity.key for name, entity in people.items() if not form(entity.label).single}
    published = extraction.article.published
    return tuple(
        Profile(
            article,
            entity.key,
            entity.type,
            _names(names[entity.key], entity.type),
            frozenset(_credible(traits[entity.key]) | _company(entity, full, traits[entity.key])),
            published.year if published else None,
        )
        for entity in entities
    )


def _told(claim: Claim) -> Iterable[tuple[str, Trait]]:
    """What a claim tells of whom."""
    mine, theirs = _table().get(claim.predicate, ("", ""))
    thing = claim.object
    if not mine or thing is None:
        return
    if isinstance(thing, Literal):
        value = fold(thing.value).split(" ")[-1] if mine == "occupation" else thing.value
        yield claim.subject.key, Trait(mine, value)
    elif mine not in RELATIVES:
        yield claim.subject.key, Trait(mine, thing_name(thing.type, thing.label))
    elif thing.type is EntityType.PERSON and claim.subject.type is EntityType.PERSON:
        yield claim.subject.key, Trait(mine, canonical(thing.label))
        yield thing.key, Trait(theirs, canonical(claim.subject.label))


def _deeds(claim: Claim) -> Iterable[tuple[str, Trait]]:
    """The year in which the people of a claim did what only somebody grown up and alive does."""
    when = claim.at or claim.start
    year = _year(when.value) if when and claim.predicate in words("entities", "deeds") else None
    if year:
        people = (one for one in (claim.subject, claim.object) if isinstance(one, Entity))
        yield from ((one.key, Trait("deed", str(year))) for one in people)


def credible(born: Iterable[str], deeds: Iterable[int]) -> set[str]:
    """The births (EDTF) without those by which somebody was a child in the years of their ``deeds``.

    Of these an age was misread: nobody marries as a child.

    >>> sorted(credible(["1924", "1937/1938"], [1945, 1950]))
    ['1924']
    """
    oldest = min(deeds, default=9999) - rules("entities")["years"]["grown"]
    return {one for one in born if (_first_year(one) or 0) <= oldest}


def _first_year(value: str) -> int | None:
    day = earliest(value) if is_valid(value) else None  # what is no date is told where it is written
    return day.year if day else None


def _credible(told: Collection[Trait]) -> set[Trait]:
    values = {kind: [trait.value for trait in told if trait.kind == kind] for kind in ("born", "deed")}
    born = credible(values["born"], map(int, values["deed"]))
    return {trait for trait in told if trait.kind != "born" or trait.value in born}


@lru_cache(maxsize=1 << 12)
def _year(value: str) -> int | None:
    """The year of a date that lies within one."""
    days = bounds(value)
    one_year = days.earliest and days.latest and days.earliest.year == days.latest.year
    return days.earliest.year if one_year and days.earliest else None


def _company(entity: Entity, full: Mapping[str, str], told: Iterable[Trait]) -> set[Trait]:
    """The first people of full name whom the article speaks of beside somebody, relatives apart."""
    if entity.type is not EntityType.PERSON:
        return set()
    near = {trait.value for trait in told}
    others = [name for name, key in full.items() if key != entity.key and name not in near]
    return {Trait("with", name) for name in others[:COMPANY]}


def _names(names: Iterable[str], kind: EntityType) -> tuple[str, ...]:
    """The label, and of a person the other full names: a surname alone tells no more than the label."""
    label, *others = names
    if kind is not EntityType.PERSON:
        return (label,)
    return (label, *sorted({name for name in others if name != label and not form(name).single}))


def thing_name(kind: EntityType, name: str) -> str:
    """A name of something that is no person, as its kind is told by it: "The Halcyon Group, Inc." is "Halcyon Group".

    What has two names of which each is told by itself (``[same]`` in the rules) has the same one here.

    >>> thing_name(EntityType.ORGANIZATION, "The Halcyon Group, Inc."), thing_name(EntityType.WORK, "The Salt Road")
    ('halcyon-group', 'the-salt-road')
    >>> thing_name(EntityType.WORK, "Bread & Salt") == thing_name(EntityType.WORK, "Bread and Salt")
    True
    >>> thing_name(EntityType.PLACE, "the U.S."), thing_name(EntityType.OTHER, "Oscar")
    ('united-states', 'academy-award')
    """
    words = slug(name).split("-")
    if kind is EntityType.ORGANIZATION:
        words = _without(words, rules("entities")["organisations"]["after"], last=True)
    if kind in (EntityType.ORGANIZATION, EntityType.PLACE):
        words = _without(words, ["the"])
    inner = [word for word in words[1:-1] if word != "and"]
    bare = "-".join([*words[:1], *inner, *words[1:][-1:]])
    return str(rules("entities")["same"].get(kind.value, {}).get(bare, bare))


def _without(words: list[str], left: Collection[str], *, last: bool = False) -> list[str]:
    """The words without those at the beginning, or at the end, that are left out; one always stays."""
    while len(words) > 1 and words[-last] in left:
        words = words[:-1] if last else words[1:]
    return words


def blocks(profile: Profile) -> frozenset[str]:
    """Under what a profile is filed: only those that share a block are ever compared.

    Of a person every `kg.entities.naming.keys` of each name, and the given name with each relative, under which a
    single name and a changed surname are found. Of anything else type and name.

    >>> found = blocks(Profile("a", "k", EntityType.PERSON, ("Lena Marwick",), frozenset({Trait("partner", "bo doe")})))
    >>> sorted(found)
    ['Person len marwick', 'Person lena+bo doe']
    """
    if profile.type is not EntityType.PERSON:
        return frozenset({f"{profile.type.value} {thing_name(profile.type, profile.name)}"})
    found: set[str] = set()
    relatives = [name for name in profile.relatives() if " " in name]
    for name in profile.names:
        parts = form(name)
        found.update(keys(name))
        given = parts.given.split(" ")[-1]
        found.update(f"{full}+{other}" for full in fulls(given) for other in relatives)
        if not is_given(given):  # an unusual given name brings a mononym and its full name together
            found.add(given)
    return frozenset(f"Person {key}" for key in found)
