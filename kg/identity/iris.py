"""Which IRI an entity has: the one it entered the graph with, as long as there is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from kg.entities import Profile
from kg.entities.naming import form, is_mononym
from kg.model import EntityType
from kg.names import fold, parse, slug, words
from kg.rdf.terms import Names, digest


def is_full_name(name: str) -> bool:
    """Whether a personal name has two parts, initials and ordinary titles aside; "Prince Harry" has.

    >>> [is_full_name(name) for name in ("Kim Kardashian", "North", "Mr. Brown", "Kim K.", "Prince Harry")]
    [True, False, False, False, True]
    """
    parts = parse(name)
    kept = [word for word in parts.title.split() if fold(word) in words("names", "kept")]
    found = [*kept, parts.given, *parts.middle, *parts.surname.split()]
    return sum(len(word.strip(".")) > 1 for word in found) >= 2


def own_iri(profile: Profile, names: Names) -> str:
    """The IRI that belongs to an entity of one article and to no other, whatever else is in the graph.

    >>> own_iri(Profile("a/t", "wren", EntityType.PERSON, ("Wren",)), Names()).rpartition("/")[2]
    'wren-d50eb6'
    """
    return names.entity(profile.type, f"{slug(profile.name)}-{digest(profile.article, profile.key)[:6]}").value


def plain_iri(name: str, kind: EntityType, names: Names) -> str | None:
    """The readable IRI that a name may have; None for a first name, under which nobody would be known alone.

    >>> plain_iri("Beyoncé", EntityType.PERSON, Names()).rpartition("/")[2]
    'beyonce'
    >>> plain_iri("Wren", EntityType.PERSON, Names()) is None
    True
    """
    if not any(character.isalnum() for character in name):
        return None
    if kind is EntityType.PERSON and not is_full_name(name) and not is_mononym(form(name)):
        return None
    return names.entity(kind, slug(name)).value


@dataclass(frozen=True, slots=True)
class Homes:
    """What is known of the IRIs of some profiles: who has entered the graph under which, and which are in use.

    ``given`` are those that came with the claims, ``live`` those that stand for an entity now.
    """

    home: Mapping[tuple[str, str], str]
    given: Collection[str]
    live: Collection[str]


Group = Sequence[Profile]


def assign(groups: Sequence[Group], homes: Homes, taken: Callable[[str], bool], names: Names) -> list[str]:
    """The IRI of each group.

    A group that holds homes keeps the best of them; where two groups hold profiles of one home, it stays with the
    group that holds more of them. Others get a readable IRI, if it is free (``taken`` says what others hold), or one of
    their own.

    >>> told = [Profile(f"a/{n}", "k", EntityType.PERSON, ("Bo Doe",)) for n in range(3)]
    >>> nobody = Homes({}, (), ())
    >>> iris = assign([told[:2], told[2:]], nobody, lambda iri: False, Names())
    >>> [iri.rpartition("/")[2] for iri in iris]
    ['bo-doe', 'bo-doe-ad1ee3']
    >>> grown = Homes({told[0].id: iris[0], told[2].id: iris[1]}, (), iris)
    >>> assign([told], grown, lambda iri: False, Names()) == iris[:1]
    True
    """
    held: list[Counter[str]] = [
        Counter(homes.home[one.id] for one in group if one.id in homes.home) for group in groups
    ]
    owner: dict[str, int] = {}
    for place in range(len(groups)):
        for iri in held[place]:
            other = owner.get(iri)
            if other is None or (held[place][iri], len(groups[place])) > (held[other][iri], len(groups[other])):
                owner[iri] = place
    found: list[str | None] = []
    for place in range(len(groups)):
        mine = [iri for iri in held[place] if owner[iri] == place]
        found.append(min(mine, key=lambda iri: _rank(iri, held[place], homes), default=None))
    used = set(owner)
    for place in sorted(range(len(groups)), key=lambda place: (-len(groups[place]), groups[place][0].id)):
        if found[place] is None:
            found[place] = _mint(groups[place], used, taken, names)
            used.add(found[place] or "")
    return [iri or "" for iri in found]


def _rank(iri: str, held: Counter[str], homes: Homes) -> tuple[bool, bool, bool, int, int, str]:
    """Sorts the best home first: given, in use, readable, of many."""
    ending = iri.rpartition("-")[2]
    own = len(ending) == 6 and all(letter in "0123456789abcdef" for letter in ending)
    return (iri not in homes.given, iri not in homes.live, own, -held[iri], len(iri), iri)


def _mint(group: Group, used: Collection[str], taken: Callable[[str], bool], names: Names) -> str:
    """A new IRI: from the name that most articles give; else one that only the first of the group can have."""
    told = Counter(one.name for one in group)
    for name in sorted(told, key=lambda name: (-told[name], -len(name), name)):
        iri = plain_iri(name, group[0].type, names)
        if iri and iri not in used and not taken(iri):
            return iri
    return own_iri(group[0], names)
