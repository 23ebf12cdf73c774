"""A generated world for `benchmarks.identity`: invented families over a hundred years, and what articles tell of them.

Nothing of the rules is in it but the shape of a profile: people marry, take a name or do not, divorce and marry again,
name sons after fathers, share common names with strangers, are called by short names, initials and one word; articles
leave out most of what there is to know.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.entities import Profile, Trait
from kg.entities.naming import canonical, form
from kg.model import EntityType
from kg.names import is_short_for, rules

_BEGIN = [
    "Bar",
    "Bel",
    "Bran",
    "Cal",
    "Cor",
    "Dal",
    "Dor",
    "Eld",
    "Fal",
    "Fen",
    "Gar",
    "Hal",
    "Har",
    "Ing",
    "Jor",
    "Kel",
    "Kor",
    "Lan",
    "Lor",
    "Mar",
    "Mel",
    "Nor",
    "Os",
    "Pel",
    "Quin",
    "Ras",
    "Sel",
    "Tar",
    "Tor",
    "Ul",
    "Van",
    "Vel",
    "Wal",
    "Yar",
    "Zel",
]
_MIDDLE = ["a", "e", "i", "o", "u", "an", "el", "in", "or", "ari", "eno", "ili", "ova", "us"]
_END = [
    "by",
    "cott",
    "dale",
    "den",
    "don",
    "field",
    "ford",
    "gate",
    "ham",
    "hart",
    "kin",
    "lan",
    "ley",
    "man",
    "mere",
    "mont",
    "more",
    "ner",
    "quist",
    "rick",
    "sen",
    "shaw",
    "son",
    "stein",
    "ston",
    "tor",
    "vale",
    "vek",
    "ville",
    "wick",
    "worth",
]


@dataclass
class Person:
    """Somebody who lives in the world."""

    number: int
    given: str
    surname: str
    female: bool
    born: int
    suffix: str = ""
    middle: str = ""
    mononym: bool = False
    keeps: bool = True
    occupation: str = ""
    ties: list[str] = field(default_factory=list)
    place: str = ""
    father: Person | None = None
    mother: Person | None = None
    children: list[Person] = field(default_factory=list)
    partners: list[tuple[Person, int]] = field(default_factory=list)

    def surnames(self, year: int) -> tuple[str, str]:
        """The surname at birth and the one used in a year."""
        taken = [other.surname for other, since in self.partners if since <= year]
        return self.surname, self.surname if self.keeps or not taken else taken[-1]

    def full(self) -> str:
        """The name at birth."""
        return f"{self.given} {self.surname} {self.suffix}".strip()


class World:
    """Some thousand people, the same for the same seed."""

    def __init__(self, people: int, seed: int = 11) -> None:
        """A world of about so many people."""
        self.chance = random.Random(seed)
        lists = rules("given_names")
        self.female, self.male = (sorted(set(lists[key].split())) for key in ("female", "male"))
        common = rules("entities")["common"]
        self.often = {
            sex: [name for name in names if name in common["given"].split()]
            for sex, names in ((True, self.female), (False, self.male))
        }
        self.surnames = common["surnames"].split()
        self.shorts = {full: short.split() for full, short in rules("names")["nicknames"].items()}
        self.work = [noun for nouns in rules("entities")["fields"].values() for noun in nouns.split()]
        self.people: list[Person] = []
        while len(self.people) < people:
            self._family()

    def articles(self, mentions: int) -> Iterator[tuple[Profile, int]]:
        """Profiles, and who each really is, until there are so many."""
        told = article = 0
        people = self.people[:]
        self.chance.shuffle(people)
        weights = [1 / (rank + 3) for rank in range(len(people))]
        focus = iter(self.chance.choices(people, weights, k=mentions))
        while told < mentions:
            for found in self._article(next(focus), f"a/{article:07}"):
                yield found
                told += 1
            article += 1

    # ---- people -----------------------------------------------------------------------------------------------------

    def _surname(self) -> str:
        if self.chance.random() < 0.2:
            return str(self.chance.choice(self.surnames[:80]).title())
        pick = self.chance.choice
        return pick(_BEGIN) + pick(_MIDDLE) + pick(_END)

    def _person(self, surname: str, born: int, female: bool | None = None) -> Person:
        chance = self.chance
        female = chance.random() < 0.5 if female is None else female
        names = self.often[female] if chance.random() < 0.5 else (self.female if female else self.male)
        one = Person(len(self.people), chance.choice(names).title(), surname, female, born)
        if chance.random() < 0.1:
            one.middle = chance.choice("ABCDEFGHJKLMRSTW") + "."
        one.mononym = chance.random() < 0.003
        one.keeps = not female or chance.random() < 0.5
        one.occupation = chance.choice(self.work)
        one.ties = [f"tie-{chance.randrange(20_000)}" for _ in range(chance.randrange(1, 4))]
        one.place = f"place-{chance.randrange(300)}"
        self.people.append(one)
        return one

    def _family(self) -> None:
        chance = self.chance
        year = chance.randrange(1900, 1975)
        father = self._person(self._surname(), year, female=False)
        mother = self._person(self._surname(), year + chance.randrange(-5, 6), female=True)
        self._wed(father, mother, year + chance.randrange(22, 32))
        for _ in range(chance.choice((1, 1, 2, 2, 3))):
            child = self._person(father.surname, year + chance.randrange(24, 38))
            while any(is_short_for(child.given, other.given) for other in father.children):
                child.given = chance.choice(self.female if child.female else self.male).title()
            child.father, child.mother = father, mother
            if not child.female and not father.suffix and chance.random() < 0.06:
                child.given, child.suffix = father.given, "Jr."
            father.children.append(child)
            mother.children.append(child)
        if chance.random() < 0.25:
            second = self._person(self._surname(), year + chance.randrange(-3, 15), female=True)
            self._wed(father, second, year + chance.randrange(36, 50))

    def _wed(self, one: Person, other: Person, year: int) -> None:
        one.partners.append((other, year))
        other.partners.append((one, year))

    # ---- articles ---------------------------------------------------------------------------------------------------

    def _article(self, focus: Person, article: str) -> Iterator[tuple[Profile, int]]:
        chance = self.chance
        year = min(2024, focus.born + chance.randrange(20, 75))
        around = [("partner", other) for other, since in focus.partners if since <= year]
        around += [("child", child) for child in focus.children if child.born <= year]
        around += [("parent", parent) for parent in (focus.father, focus.mother) if parent]
        if focus.father:
            around += [
                ("sibling", child) for child in focus.father.children if child is not focus and child.born <= year
            ]
        told = [pair for pair in around if chance.random() < 0.3]
        names = {focus.number: self._name(focus, year, alone=False)}
        for role, other in told:
            child = role == "child" and year - other.born < 18
            names[other.number] = other.given if child else self._name(other, year, alone=chance.random() < 0.1)
        traits = {number: set[Trait]() for number in names}
        back = {"partner": "partner", "child": "parent", "parent": "child", "sibling": "sibling"}
        for role, other in told:
            traits[focus.number].add(Trait(role, canonical(names[other.number])))
            traits[other.number].add(Trait(back[role], canonical(names[focus.number])))
        full = {canonical(name) for name in names.values() if not form(name).single}
        for number, name in names.items():
            self._tell(self.people[number], year, traits[number], 1.0 if number == focus.number else 0.4)
            near = {trait.value for trait in traits[number]} | {canonical(name)}
            traits[number].update(Trait("with", other) for other in full - near)
            yield (
                Profile(article, f"e{number}", EntityType.PERSON, (name,), frozenset(traits[number]), year),
                number,
            )

    def _tell(self, one: Person, year: int, traits: set[Trait], share: float) -> None:
        chance = self.chance
        if year - one.born >= 18:
            if chance.random() < 0.5 * share:
                traits.add(Trait("occupation", one.occupation))
            traits.update(Trait("tie", tie) for tie in one.ties if chance.random() < 0.25 * share)
        if chance.random() < 0.15 * share:
            traits.add(Trait("born", str(one.born)))
        if chance.random() < 0.15 * share:
            traits.add(Trait("place", one.place))

    def _name(self, one: Person, year: int, *, alone: bool) -> str:
        chance = self.chance
        given = one.given
        if one.mononym or alone:
            return given
        shorts = self.shorts.get(given.lower())
        if shorts and chance.random() < 0.2:
            given = chance.choice(shorts).title()
        born, used = one.surnames(year)
        if born != used and chance.random() < 0.3:
            return f"{given} {born} {used}"
        middle = f" {one.middle}" if one.middle and chance.random() < 0.5 else ""
        suffix = f" {one.suffix}" if one.suffix and chance.random() < 0.85 else ""
        if chance.random() < 0.01:
            return f"{given} {used[0]}"
        return f"{given}{middle} {born if chance.random() < 0.1 else used}{suffix}"
