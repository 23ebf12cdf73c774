"""Who is in a passage: people for the letters of a template, sex and surname as their relations make likely."""

from __future__ import annotations

import random
from collections.abc import Sequence

from training.templates.cores import Core
from training.templates.people import Person, invent, namesake
from training.templates.things import job

COUPLES = frozenset(
    {"marriedTo", "engagedTo", "partnerOf"}
    | {f"event:{name}" for name in ("Engagement", "Wedding", "Separation", "DivorceFiling", "Divorce", "StartedDating")}
    | {"event:Breakup"}
)
FAMILY = frozenset({"parentOf", "siblingOf", "relativeOf"})


def _related(letter: str, core: Core, env: dict[str, Person]) -> tuple[Person | None, Person | None]:
    """The partner and one of the kin of a letter, as far as they are known already."""
    partner: Person | None = None
    kin: Person | None = None
    for said in core.says:
        if letter not in (said.head, said.tail):
            continue
        other = env.get(said.tail if letter == said.head else said.head)
        if said.label in COUPLES:
            partner = partner or other
        elif said.label in FAMILY:
            kin = kin or other
        if said.label == "parentOf" and letter == said.head:
            for mate in core.says:
                if (mate.label, mate.tail) == (said.label, said.tail) and mate.head != letter:
                    partner = partner or env.get(mate.head)
    return partner, kin


def newcomer(rng: random.Random, letter: str, core: Core, env: dict[str, Person], people: list[Person]) -> Person:
    """A new person for a letter, added to ``people``; K is a child, X, Y and Z are bystanders."""
    partner, kin = _related(letter, core, env)
    female = rng.random() < 0.5
    if partner:
        female = partner.female if rng.random() < 0.1 else not partner.female
    female = core.sexes.get(letter, female)
    if kin and rng.random() < 0.45:
        kin = None
    if partner and not kin and rng.random() < 0.08:
        kin = partner
    if letter in "XYZ" and people and rng.random() < 0.08:
        kin = people[0]  # a namesake who is no relation
    key = f"p{len(people)}"
    if letter == "K":
        made = invent(rng, key, female, kin.family if kin else "", child=True)
    elif kin and kin.family:
        made = namesake(rng, key, kin, female)
    else:
        made = invent(rng, key, female)
    made.job = job(rng, female)
    people.append(made)
    return made


def assign(rng: random.Random, core: Core, keep: Sequence[Person], people: list[Person]) -> dict[str, Person]:
    """The people for the letters of a core: those to go on with first, then new ones."""
    env: dict[str, Person] = {}
    free = list(keep)
    for letter in core.people:
        fits = [p for p in free if core.sexes.get(letter, p.female) == p.female and letter != "K"]
        first = next(iter(env.values()), None)
        if fits and letter not in core.sexes and first and first.female == fits[0].female and rng.random() < 0.7:
            fits = []  # two of a sex are rarely the next couple
        if fits:
            env[letter] = fits[0]
            free.remove(fits[0])
        else:
            env[letter] = newcomer(rng, letter, core, env, people)
    return env
