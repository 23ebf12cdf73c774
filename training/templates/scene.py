"""One passage in the making: who is in it, what has been written, and how a template is written on."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from training.templates import children
from training.templates import grammar as g
from training.templates.casting import COUPLES, assign, newcomer
from training.templates.cores import Core, read_relations
from training.templates.labels import Labels
from training.templates.people import Person, other_name
from training.templates.things import inflect, thing
from training.templates.words import pick, words
from training.templates.writer import Marked, Writer

PRONOUNS = {
    "he": ("she", "he"),
    "him": ("her", "him"),
    "his": ("her", "his"),
    "I": ("I",),
    "me": ("me",),
    "my": ("my",),
    "they": ("they",),
    "them": ("them",),
    "their": ("their",),
    "we": ("we",),
    "us": ("us",),
    "our": ("our",),
}
_STOPS = ("“", ". ", ".” ", "? ", "?” ", "! ", "!” ", ": “", "\n")
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_YOUTH = 17
"""Years between a birth and what is told next of somebody."""


@dataclass(slots=True)
class Clause:
    """What belongs to the template at hand: its people and things, the form of its verbs, where its triggers are."""

    env: dict[str, Person] = field(default_factory=dict)
    children: list[Person] = field(default_factory=list)
    things: dict[str, Marked] = field(default_factory=dict)
    triggers: dict[int, tuple[int, int]] = field(default_factory=dict)
    form: str = "past"
    aux: str = ""
    tense: str = "past"
    plural: bool = False
    timeless: bool = False
    bare: bool = False
    since: int = 0
    coupled: bool = False
    crowded: bool = False
    described: frozenset[str] = frozenset()

    def bears(self, decoration: dict[str, Any]) -> bool:
        """Whether a decoration fits: no second partner, and only short ones before a comma."""
        love = decoration.get("rel", "").split(" ")[1:2] in (["marriedTo"], ["partnerOf"])
        return not (love and self.coupled) and (not self.crowded or decoration.get("short", False))


class Scene:
    """The state of one passage."""

    def __init__(self, rng: random.Random) -> None:
        """An empty scene with its own luck."""
        self.rng = rng
        self.out = Writer()
        self.labels = Labels()
        self.people: list[Person] = []
        self.clause = Clause()
        self.topic: Person | None = None
        self.opening = 0
        self.openings: list[int] = []

    # --- people ---------------------------------------------------------------------------------------------------

    def begin(self, core: Core, keep: Sequence[Person] = ()) -> None:
        """Start a clause: give the letters of a core to the people to go on with and to new ones."""
        env = assign(self.rng, core, keep, self.people)
        coupled = any(said.label in COUPLES for said in core.says)
        self.clause = Clause(env, plural=core.plural, bare=core.headline, coupled=coupled, described=core.described)

    def of(self, letter: str) -> Person:
        """Who a letter stands for; somebody new where a word list brings in another one."""
        env = self.clause.env
        if letter not in env:
            env[letter] = newcomer(self.rng, letter, Core(""), env, self.people)
        return env[letter]

    def unclear(self, person: Person) -> bool:
        """Whether a pronoun could as well mean somebody else named before."""
        return any(p is not person and p.introduced and p.female == person.female for p in self.people)

    def introduce(self, person: Person, decorated: bool) -> None:
        """Write somebody's full name for the first time, often with a trade, an age or more around it."""
        if not decorated or self.clause.bare or person.child or self.rng.random() > 0.33:
            return self.full(person)
        entries = [entry for entry in words("decorations")["core"] if self.clause.bears(entry)]
        entry = self.rng.choices(entries, [entry.get("weight", 1) for entry in entries])[0]
        core = Core(self.rng.choice(entry["s"]), read_relations(entry.get("rel", "")))
        outer, self.clause = self.clause, Clause({"P": person}, bare=True)
        start = len(self.out.text)
        self.nodes(core.nodes)
        self.labels.relate(self, core, start, "asserted", set())
        self.labels.attributes(self, start)
        for span in self.out.spans:
            if span.start >= start and span.kind != "name" and person.key in span.who:
                span.slot = "aside"
        self.clause = outer
        self.out.comma = entry.get("closed", False)
        return None

    def full(self, person: Person) -> None:
        """The full name, after a title that is no part of it."""
        if person.title and not person.introduced and not self.clause.bare:
            self.out.put(person.title + " ")
        self.out.mark(person.name, "name", who=(person.key,))
        person.introduced = True

    def name(self, person: Person, decorated: bool) -> None:
        """A name: the full one first, shorter ones later."""
        if person.introduced:
            short = pick(self.rng, person.later) if self.rng.random() < 0.85 else person.name
            self.out.mark(short, "name", who=(person.key,))
        else:
            self.introduce(person, decorated)

    def mention(self, letters: str, form: str) -> None:
        """Write the people of a slot in the form asked for."""
        person = self.of(letters[0])
        who = tuple(self.of(letter).key for letter in letters)
        at_start = len(self.out.text) == self.opening
        if form in PRONOUNS:
            self.out.mark(person.word(PRONOUNS[form]), "pronoun", who=who)
        elif form in {"job", "ajob"}:
            self.out.put("a " if form == "ajob" else "")
            self.out.mark(person.job, "value", "Other", slot=f"{person.key}.job")
        elif form in {"age", "aged"}:
            age = self.rng.randrange(1, 15) if person.child else self.rng.randrange(19, 88)
            text = f"{age}-year-old" if form == "aged" else str(age)
            self.out.mark(text, "value", "Number", slot=f"{person.key}.age")
        elif form in {"alias", "birth", "married"}:
            alias = other_name(self.rng, person, form)
            self.clause.things["alias"] = self.out.mark(alias, "name", who=who, slot="alias")
        elif form == "himself":
            self.out.put(person.word(("herself", "himself")))
        elif form == "family":
            family = f"the {person.family}s" if person.family else "the couple"
            self.out.mark(family, "name" if person.family else "nominal", who=who)
        elif form == "last":
            self.out.mark(person.family or person.name, "name", who=who)
        elif form == "full":
            self.full(person)
        elif form == "s":
            self.possessive(person)
        elif form or not person.introduced or not at_start:
            self.name(person, decorated=not form and letters not in self.clause.described)
        else:
            self.again(person)
        if at_start:
            self.topic = person

    def possessive(self, person: Person) -> None:
        """Somebody's: a name with its ending, or a pronoun where it is clear."""
        if person.introduced and not self.unclear(person) and self.rng.random() < 0.3:
            self.out.mark(person.word(PRONOUNS["his"]), "pronoun", who=(person.key,))
        else:
            self.name(person, decorated=False)
            self.out.put("'" if self.out.text.endswith("s") and self.rng.random() < 0.5 else "'s")

    def again(self, person: Person) -> None:
        """Somebody known, at the start of a sentence: a pronoun where it is clear, a noun, a name."""
        chance = self.rng.random()
        if chance < 0.45 and (self.topic is person or not self.unclear(person)):
            self.out.mark(person.word(PRONOUNS["he"]), "pronoun", who=(person.key,))
        elif chance > 0.95 and not person.child:
            self.out.mark(f"the {person.job}", "nominal", who=(person.key,))
        else:
            self.name(person, decorated=False)

    # --- templates ------------------------------------------------------------------------------------------------

    def nodes(self, nodes: tuple[g.Node, ...]) -> None:
        """Write a tree."""
        for node, after in zip_longest(nodes, nodes[1:]):
            self.clause.crowded = isinstance(after, g.Text) and after.value.startswith(",")
            match node:
                case g.Text(value=value):
                    self.out.put(value)
                    if value.endswith(_STOPS):
                        self.opening = len(self.out.text)
                        self.openings.append(self.opening)
                case g.Verb(lemma=lemma):
                    self.verb(lemma)
                case g.Slot():
                    self.slot(node)
                case g.Choice(options=options, optional=optional):
                    option = options[0] if optional and self.rng.random() < 0.45 else self.rng.choice(options)
                    if not (self.clause.timeless and "when" in g.slots(option)):
                        self.nodes(option)
                case g.Trigger(number=number, inner=inner):
                    if inner and isinstance(inner[0], g.Verb):
                        self.auxiliary()
                    self.clause.triggers.setdefault(number, self.written(inner))
                case g.Nominal(who=who, inner=inner):
                    self.out.close()
                    at = len(self.out.spans)
                    start, end = self.written(inner)
                    keys = tuple(self.of(letter).key for letter in who)
                    self.out.spans.insert(at, Marked(start, end, "Person", "nominal", keys))

    def written(self, nodes: tuple[g.Node, ...]) -> tuple[int, int]:
        """Write a tree, and tell where it stands."""
        before = self.out.text
        self.nodes(nodes)
        start = len(before) + (not self.out.text.startswith(before))  # "a" before it may have become "an"
        return start + len(self.out.text[start:]) - len(self.out.text[start:].lstrip()), len(self.out.text)

    def auxiliary(self) -> None:
        """Write the words of the mood before the verb, once."""
        before, self.clause.aux = self.clause.aux, ""
        for word in before.split():
            lemma = word.lstrip("^")
            form = {0: "base", 1: "pres", 2: "past"}[len(word) - len(lemma)]
            self.out.put(inflect(lemma, form, self.clause.plural) + " ")

    def verb(self, lemma: str) -> None:
        """Write a verb in the form of the mood."""
        self.auxiliary()
        self.out.put(inflect(lemma, self.clause.form, self.clause.plural))

    def slot(self, slot: g.Slot) -> None:
        """Write what fills a slot."""
        base = slot.name.rstrip("0123456789")
        if slot.words:
            self.out.put(self.of(base).word(slot.words))
        elif base.startswith("@"):
            self.nodes(g.parse(pick(self.rng, words("words")["macros"][base[1:]])))
        elif base == "kids":
            children.write(self, slot.form, int(slot.name[4:] or 0))
        elif base.isupper():
            self.mention(base, slot.form)
        else:
            made = thing(self.rng, base, slot.form, self.clause.tense, self.clause.since)
            if year := _YEAR.search(made.text):
                self.clause.since = int(year[0]) + _YOUTH * (slot.form == "old")
            self.out.put(made.before)
            self.clause.things.setdefault(slot.name, self.out.mark(made.text, made.kind, made.type))
