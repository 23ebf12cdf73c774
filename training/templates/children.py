"""Lists of children, with and without their ages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.templates.people import Person, invent
from training.templates.things import job, numeral

if TYPE_CHECKING:
    from training.templates.scene import Scene

SIZES = [2] * 5 + [3] * 4 + [4] * 2 + [5, 6]


def children(scene: Scene, size: int) -> list[Person]:
    """The children of the first person of the clause, so many or as it comes; the same each time in one clause."""
    rng, clause = scene.rng, scene.clause
    if not clause.children:
        family = next(iter(clause.env.values())).family
        alike = rng.random() < 0.5 if rng.random() < 0.25 else None
        for _ in range(size or rng.choice(SIZES)):
            female = rng.random() < 0.5 if alike is None else alike
            child = invent(rng, f"p{len(scene.people)}", female, family, child=True)
            child.job = job(rng, female)  # of one grown up, should the story go on with it
            scene.people.append(child)
            clause.children.append(child)
    return clause.children


def write(scene: Scene, form: str, size: int) -> None:
    """Write how many (``n``), what to call them (``noun``), the ``names``, the ``ages`` too, or (no form) either."""
    rng, group = scene.rng, children(scene, size)
    if form == "n":
        scene.out.put(numeral(len(group)))
    elif form == "noun":
        scene.out.put(rng.choice(_nouns(group)))
    else:
        styles = {"names": ["plain"], "ages": ["comma", "bracket"]}.get(form, ["plain", "comma", "comma", "bracket"])
        _listed(scene, group, rng.choice(styles))


def _nouns(group: list[Person]) -> list[str]:
    if len({child.female for child in group}) > 1:
        return ["children", "children", "kids"]
    return ["daughters", "girls"] if group[0].female else ["sons", "boys"]


def _listed(scene: Scene, group: list[Person], style: str) -> None:
    """Names parted by commas, each with an age behind a comma or in brackets (or ``plain``), falling."""
    rng, out = scene.rng, scene.out
    age = rng.randrange(8, 40)
    serial = style == "comma" or (len(group) > 2 and rng.random() < 0.4)
    for i, child in enumerate(group):
        if i:
            last = i == len(group) - 1
            out.put(", " if not last else ", and " if serial else " and ")
        out.mark(child.name, "name", who=(child.key,))
        child.introduced = True
        if style != "plain":
            out.put(" (" if style == "bracket" else ", now " if not i and rng.random() < 0.3 else ", ")
            out.mark(str(max(1, age)), "value", "Number", slot=f"{child.key}.age")
            out.put(")" if style == "bracket" else "")
        age -= rng.randrange(1, 5)
