"""Sentences into passages: moods, sources, scene-setting, near misses and what follows."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from training.passage import Passage
from training.templates.cores import Core, load
from training.templates.grammar import Slot, parse
from training.templates.labels import finish
from training.templates.people import Person
from training.templates.scene import Clause, Scene
from training.templates.words import words

CURLY = str.maketrans({"'": "’"})
_APPOSED = re.compile(r", \{[A-Z]\}$")
STRAIGHT = str.maketrans({"“": '"', "”": '"', "’": "'"})


@cache
def themes(folder: str) -> dict[str, tuple[Core, ...]]:
    """The cores of a folder by theme."""
    found: dict[str, list[Core]] = {}
    for core in load(folder):
        found.setdefault(core.theme, []).append(core)
    return {theme: tuple(cores) for theme, cores in found.items()}


def choose(rng: random.Random, folder: str) -> Core:
    """A core: half the time any, half the time a theme first, so that small themes are seen too."""
    if rng.random() < 0.5:
        return rng.choice(load(folder))
    by_theme = themes(folder)
    return rng.choice(by_theme[rng.choice(sorted(by_theme))])


def _weighted(rng: random.Random, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return rng.choices(rows, [row.get("weight", 1) for row in rows])[0]


def _mood(scene: Scene, core: Core) -> tuple[str, set[str]]:
    """Put the verb of a clause in a mood: the status that follows, and the labels that do not hold then."""
    rng, clause, moods = scene.rng, scene.clause, words("moods")["mood"]
    mood = _weighted(rng, moods)
    if mood.get("timeless") and any(isinstance(node, Slot) and node.name == "when" for node in core.nodes):
        mood = moods[0]
    options = mood.get("aux", []) + ([] if core.luck else mood.get("willed", []))
    clause.aux = rng.choice(options) if options else ""
    clause.form, clause.tense, clause.timeless = mood["form"], mood.get("tense", "past"), mood.get("timeless", False)
    events = {said.label for said in core.says if said.label.startswith("event:")}
    return mood["status"], {said.label for said in core.says} - events if mood.get("unreal") and events else set()


def _frame(scene: Scene, core: Core, status: str) -> dict[str, Any] | None:
    """Somebody who says it, a rumour, a denial, a question; or nothing."""
    frames = [row for row in words("moods")["frame"] if core.moody or not row.get("verb")]
    chance = scene.rng.random()
    if core.framed and status == "asserted" and chance < 0.38:
        return _weighted(scene.rng, frames)
    if core.framed and status in {"planned", "possible"} and not scene.clause.timeless and chance < 0.2:
        return _weighted(scene.rng, [row for row in frames if row["status"] == "reported"])
    return None


def sentence(scene: Scene, core: Core, keep: Sequence[Person] = ()) -> None:
    """Write one core as a sentence (or the sentences it has) with a mood and perhaps a source."""
    rng, out, told = scene.rng, scene.out, words("moods")
    scene.begin(core, keep)
    begun = scene.opening = len(out.text)
    status, drop = core.status or "asserted", set[str]()
    scene.clause.tense = "future" if core.status == "planned" else "past"
    if core.moody and not core.status:
        status, drop = _mood(scene, core)
    frame = _frame(scene, core, status)
    before = after = ""
    if frame:
        status = frame["status"] if status == "asserted" else status
        if "form" in frame:
            scene.clause.form, scene.clause.aux = frame["form"], ""
        before, after = rng.choice(frame["s"]).split("@@")
    elif core.framed:
        before = rng.choice(told["leads"]) if status == "asserted" and rng.random() < 0.07 else ""
        after = rng.choice(told["tails"]) if rng.random() < 0.2 else ""
    _aside(scene, before)
    start = len(out.text)
    scene.nodes(core.nodes)
    scene.labels.relate(scene, core, start, status, drop)
    out.comma = out.comma or bool(_APPOSED.search(core.text))
    _aside(scene, after)
    if core.headline:
        out.comma = False
    else:
        out.put(".")
    scene.labels.attributes(scene, begun)
    for opening in (begun, *scene.openings):
        out.capital(opening)
    scene.openings.clear()


def _aside(scene: Scene, text: str) -> None:
    """Write what stands around a core; its verbs and times are its own."""
    outer, scene.clause = scene.clause, Clause(scene.clause.env, described=Core(text).described)
    scene.nodes(parse(text))
    scene.clause = outer


def _kept(scene: Scene) -> list[Person]:
    """The people to go on with: those already introduced, the first ones first, not always."""
    known = [p for p in scene.people if p.introduced]
    rng = scene.rng
    if not known or rng.random() < 0.2:
        return []
    if len(known) > 1 and rng.random() < 0.3:
        known = known[1:] + known[:1]
    return known[: rng.choice([1, 1, 2])]


def passage(rng: random.Random, group: str) -> Passage:
    """One passage of one to four sentences."""
    scene = Scene(rng)
    chance = rng.random()
    if chance < 0.14:
        plan = ["misses"] * rng.choice([1, 2, 2, 3])
    else:
        plan = ["cores"] * rng.choice([1, 1, 1, 2, 2, 3])
        if rng.random() < 0.38:
            plan.insert(rng.randrange(len(plan) + 1), "misses")
    headline = False
    for i, folder in enumerate(plan):
        core = choose(rng, folder)
        while core.headline and i:
            core = choose(rng, folder)
        if i:
            scene.out.put("\n\n" if headline else rng.choice([" "] * 8 + ["\n", "\n\n"]))
        sentence(scene, core, _kept(scene) if i else ())
        headline = core.headline
    scene.out.text = scene.out.text.translate(CURLY if rng.random() < 0.35 else STRAIGHT)
    return finish(scene, scene.labels, group)
