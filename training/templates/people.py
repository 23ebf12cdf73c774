"""Invented people: names out of word lists, with the shorter names that an article goes on with."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from training.templates.words import pick, words


@dataclass(slots=True)
class Person:
    """Somebody in a passage. ``later`` are the names used once the full one is known."""

    key: str
    name: str
    given: str
    family: str
    female: bool
    title: str = ""
    job: str = ""
    child: bool = False
    introduced: bool = False
    later: list[str] = field(default_factory=list)

    def word(self, options: tuple[str, ...]) -> str:
        """The first for a woman, the second for a man (or the only one)."""
        return options[0] if self.female else options[-1]


def _given(rng: random.Random, female: bool, origin: str) -> str:
    names = words("names")
    chance = rng.random()
    if chance < 0.05:
        return pick(rng, names["unusual"])
    if chance < 0.15:
        origin = rng.choice(sorted(names["origins"]))
    return pick(rng, names["origins"][origin]["women" if female else "men"])


def _family(rng: random.Random, origin: str) -> str:
    names = words("names")
    family = pick(rng, names["origins"][origin]["families"])
    chance = rng.random()
    if chance < 0.05:
        other = pick(rng, names["origins"][rng.choice(sorted(names["origins"]))]["families"])
        return f"{family}-{other}" if other != family else family
    if chance < 0.07:
        return f"{pick(rng, names['particles'])} {family}"
    return family


def invent(rng: random.Random, key: str, female: bool, family: str = "", child: bool = False) -> Person:
    """A new person; with ``family`` of that surname, as a ``child`` mostly under the given name alone."""
    names = words("names")
    origin = rng.choice(sorted(names["origins"]))
    given = _given(rng, female, origin)
    family = family or _family(rng, origin)
    if child:
        if rng.random() < 0.25:
            given = pick(rng, names["unusual"])
        full = given if rng.random() < 0.8 else f"{given} {family}"
        return Person(key, full, given, family if full != given else "", female, child=True, later=[given])
    chance = rng.random()
    if chance < 0.05:
        stage = pick(rng, names["stage"])
        return Person(key, stage, stage, "", female, later=[stage])
    if chance < 0.09:
        name = f"{pick(rng, names['titles']['women' if female else 'men'])} {given}"
        return Person(key, name, given, "", female, later=[given, name])
    if chance < 0.12:
        initials = f"{given[0]}.{rng.choice('ABCDEGHJLMPRST')}."
        return Person(key, f"{initials} {family}", initials, family, female, later=[family])
    middle = ""
    if chance < 0.2:
        middle = f" {rng.choice('ABCDEFGHJKLMNPRSTW')}."
    elif chance < 0.27:
        second = _given(rng, female, origin)
        middle = f" {second}" if second != given else ""
    end = f" {rng.choice(['Jr.', 'III', 'Jr.'])}" if not female and rng.random() < 0.03 else ""
    title = ""
    if rng.random() < 0.03:
        title = pick(rng, names["honours"]["women" if female else "men"])
    later = [family, family, family, given]
    if rng.random() < 0.12:
        later = [f"{rng.choice(['Ms.', 'Ms.', 'Mrs.', 'Miss']) if female else 'Mr.'} {family}"]
    return Person(key, f"{given}{middle} {family}{end}", given, family, female, title, later=later)


def namesake(rng: random.Random, key: str, other: Person, female: bool) -> Person:
    """Somebody with the surname of another: kin, or a hard case."""
    person = invent(rng, key, female, family=other.family or "")
    person.later = [person.given]
    if other.family:
        other.later = [other.given, other.name]
    return person


def other_name(rng: random.Random, person: Person, form: str) -> str:
    """Another name of somebody: ``birth`` or ``married`` for a full one, ``alias`` for a nickname or stage name."""
    names = words("names")
    if form == "alias":
        return pick(rng, names["stage"] if rng.random() < 0.6 else names["nicknames"])
    origin = rng.choice(sorted(names["origins"]))
    if form == "married" and person.family:
        return f"{person.given} {_family(rng, origin)}"
    family = person.family if rng.random() < 0.5 else ""
    return f"{_given(rng, person.female, origin)} {family or _family(rng, origin)}"
