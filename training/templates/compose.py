"""Sentences into passages: moods, sources, scene-setting, near misses and what follows."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from training.passage import Passage
from training.templates.cores import Core, load
from training.templates.grammar import Slot, parse
from training.templates.people import Person
from training.templates.scene import Scene
from training.templates.words import words

CURLY = str.maketrans({"'": "’"})
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


def sentence(scene: Scene, core: Core) -> None:
    """Write one core as a sentence (or the sentences it has) with a mood and perhaps a source."""
    rng, out = scene.rng, scene.out
    scene.triggers, scene.things = {}, {}
    scene.timeless = False
    scene.form, scene.aux, scene.tense, scene.plural, scene.bare = "past", "", "past", core.plural, core.headline
    status, drop, frame = core.status or "asserted", set[str](), None
    scene.tense = "future" if core.status == "planned" else "past"
    if core.moody and not core.status:
        mood = _weighted(rng, words("moods")["mood"])
        if mood.get("perfect") and any(isinstance(n, Slot) and n.name == "when" for n in core.nodes):
            mood = words("moods")["mood"][0]
        scene.form, scene.tense = mood["form"], mood.get("tense", "past")
        scene.timeless = bool(mood.get("perfect"))
        options = mood.get("aux", []) + ([] if core.luck else mood.get("willed", []))
        scene.aux = rng.choice(options) if options else ""
        status = mood["status"]
        events = [said for said in core.says if said.label.startswith("event:")]
        if mood.get("unreal") and events:
            drop = {said.label for said in core.says if not said.label.startswith("event:")}
    if core.framed and status == "asserted" and rng.random() < 0.38:
        frame = _weighted(rng, [row for row in words("moods")["frame"] if core.moody or not row.get("verb")])
        status = frame["status"]
        if frame.get("form"):
            scene.form, scene.aux = frame["form"], ""
    elif core.framed and status in {"planned", "possible"} and scene.form in {"base", "perfect"} and rng.random() < 0.2:
        frame = _weighted(rng, [row for row in words("moods")["frame"] if row["status"] == "reported"])
    scene.opening = len(out.text)
    begun = scene.opening
    if core.framed and not frame and rng.random() < 0.1:
        _aside(scene, rng.choice(words("moods")["leads"]))
    if frame:
        before, after = rng.choice(frame["s"]).split("@@")
        _aside(scene, before)
        start = len(out.text)
        if not before:
            scene.opening = start
        scene.nodes(core.nodes)
        scene.relate(core, start, status, drop)
        _aside(scene, after)
    else:
        start = len(out.text)
        scene.nodes(core.nodes)
        scene.relate(core, start, status, drop)
        if core.framed and rng.random() < 0.2:
            _aside(scene, rng.choice(words("moods")["tails"]))
    if core.headline:
        out.comma = False
    else:
        out.put(".")
    for opening in (begun, *scene.openings):
        out.capital(opening)
    scene.openings.clear()
    scene.unsure |= core.unsure


def _aside(scene: Scene, text: str) -> None:
    """Write what stands around a framed core; its verbs and times are its own."""
    saved = scene.form, scene.aux, scene.tense, scene.things, scene.triggers
    scene.form, scene.aux, scene.tense, scene.things, scene.triggers = "past", "", "past", {}, {}
    scene.nodes(parse(text))
    scene.form, scene.aux, scene.tense, scene.things, scene.triggers = saved


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
        scene.cast(core, _kept(scene) if i else ())
        sentence(scene, core)
        headline = core.headline
    if rng.random() < 0.35:
        scene.out.text = scene.out.text.translate(CURLY)
    else:
        scene.out.text = scene.out.text.translate(STRAIGHT)
    return scene.finish(group)
