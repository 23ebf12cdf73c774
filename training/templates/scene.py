"""One passage in the making: who is in it, what has been written, what has been said of whom."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

from kg.vocab import is_symmetric
from training.passage import Passage, Relation, Span
from training.templates import grammar as g
from training.templates.cores import LABELS, Core, read_relations
from training.templates.people import Person, invent, namesake, other_name
from training.templates.things import inflect, job, numeral, thing
from training.templates.words import pick, words
from training.templates.writer import Marked, Writer

PRONOUNS = {
    "he": ("she", "he"),
    "him": ("her", "him"),
    "his": ("her", "his"),
    "hers": ("hers", "his"),
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
COUPLES = {"marriedTo", "engagedTo", "partnerOf", "event:Wedding", "event:Breakup", "event:Divorce", "event:Separation"}
EXTRA = Core("", (), "", {}, "", True, False, frozenset())
FAMILY = {"parentOf", "siblingOf", "relativeOf"}
_STOPS = (". ", ".” ", "? ", "?” ", "! ", "!” ", ": “", "\n", "\n\n")
_SENTENCE = re.compile(r"[.!?]”? |\n")


class Scene:
    """The state of one passage; `say` writes a core, `finish` gives the passage."""

    def __init__(self, rng: random.Random) -> None:
        """An empty scene with its own luck."""
        self.rng = rng
        self.out = Writer()
        self.people: list[Person] = []
        self.env: dict[str, Person] = {}
        self.groups: dict[str, list[Person]] = {}
        self.tense = "past"
        self.form, self.aux, self.plural = "past", "", False
        self.triggers: dict[int, tuple[int, int]] = {}
        self.things: dict[str, Marked] = {}
        self.found: dict[tuple[int, int, str], tuple[str, tuple[int, int] | None]] = {}
        self.unsure: set[str] = set()
        self.topic: Person | None = None
        self.opening = 0
        self.bare = False
        self.timeless = False
        self.openings: list[int] = []

    # --- people ---------------------------------------------------------------------------------------------------

    def person(self, letter: str, core: Core) -> Person:
        """A new person for a slot: sex and surname as the relations of the core make likely."""
        rng = self.rng
        female = core.sexes.get(letter, rng.random() < 0.5)
        kin: Person | None = None
        for said in core.says:
            if letter not in (said.head, said.tail):
                continue
            other = self.env.get(said.tail if letter == said.head else said.head)
            if other is None:
                continue
            if said.label in COUPLES and letter not in core.sexes:
                female = other.female if rng.random() < 0.1 else not other.female
            if (said.label in FAMILY and rng.random() < 0.55) or (said.label == "marriedTo" and rng.random() < 0.08):
                kin = other
        key = f"p{len(self.people)}"
        if not kin and letter in "XYZ" and self.people and rng.random() < 0.08:
            kin = self.people[0]
        child = letter == "K" and rng.random() < 0.85
        if kin and kin.family and not child:
            made = namesake(rng, key, kin, female)
        else:
            made = invent(rng, key, female, family=kin.family if kin else "", child=child)
        made.job = job(rng, female)
        self.people.append(made)
        return made

    def cast(self, core: Core, keep: Iterable[Person] = ()) -> None:
        """Give the letters of a core to people of the passage (those of ``keep`` first) and to new ones."""
        self.env, self.groups = {}, {}
        free = list(keep)
        for letter in core.people:
            fits = [p for p in free if letter not in core.sexes or p.female == core.sexes[letter]]
            if fits and letter != "K":
                if (
                    letter not in core.sexes
                    and self.env
                    and fits[0].female == next(iter(self.env.values())).female
                    and self.rng.random() < 0.7
                ):
                    self.env[letter] = self.person(letter, core)
                    continue
                self.env[letter] = fits[0]
                free.remove(fits[0])
            else:
                self.env[letter] = self.person(letter, core)

    def of(self, letter: str) -> Person:
        """Who a letter stands for; somebody new where a word list brings in another one."""
        if letter not in self.env:
            self.env[letter] = self.person(letter, EXTRA)
        return self.env[letter]

    def unclear(self, person: Person) -> bool:
        """Whether a pronoun could as well mean somebody else named before."""
        return any(p is not person and p.introduced and p.female == person.female for p in self.people)

    def introduce(self, person: Person, decorated: bool) -> None:
        """Write somebody's full name for the first time, often with a trade, an age or more."""
        if decorated and not self.bare and self.rng.random() < 0.33:
            decorations = words("decorations")["core"]
            entry = self.rng.choice(decorations)
            self.nested(entry, person)
            return
        self.full(person)

    def full(self, person: Person) -> None:
        """The full name, after a title that is no part of it."""
        if not person.introduced and person.title:
            self.out.put(person.title + " ")
        self.out.mark(person.name, "name", who=(person.key,))
        person.introduced = True

    def nested(self, entry: dict[str, str], person: Person) -> None:
        """Write a decoration around a name."""
        core = Core(
            self.rng.choice(entry["s"]), read_relations(entry.get("rel", "")), "", {}, "", True, False, frozenset()
        )
        saved = (self.env, self.groups, self.triggers, self.things, self.form, self.aux, self.tense, self.bare)
        self.env, self.groups, self.triggers, self.things = {"P": person}, {}, {}, {}
        self.form, self.aux, self.tense, self.bare = "past", "", "past", True
        for letter in core.people:
            if letter != "P":
                self.env[letter] = self.person(letter, core)
        start = len(self.out.text)
        self.nodes(core.nodes)
        self.relate(core, start, "asserted", set())
        self.env, self.groups, self.triggers, self.things, self.form, self.aux, self.tense, self.bare = saved
        if entry.get("closed"):
            self.out.comma = True

    def mention(self, letters: str, form: str) -> None:
        """Write the people of a slot in the form asked for."""
        rng, who = self.rng, tuple(self.of(letter).key for letter in letters)
        person = self.of(letters[0])
        if form in PRONOUNS:
            self.out.mark(person.word(PRONOUNS[form]), "pronoun", who=who)
        elif form == "job":
            self.out.mark(person.job, "value", "Other", slot=f"{letters}.job")
        elif form == "ajob":
            self.out.put("an " if person.job[0] in "aeiou" else "a ")
            self.out.mark(person.job, "value", "Other", slot=f"{letters}.job")
        elif form == "age":
            age = rng.randrange(1, 15) if letters == "K" else rng.randrange(19, 88)
            self.out.mark(str(age), "value", "Number", slot=f"{letters}.age")
        elif form == "aged":
            self.out.mark(f"{rng.randrange(19, 80)}-year-old", "value", "Number", slot=f"{letters}.age")
        elif form in {"alias", "birth", "married"}:
            alias = other_name(rng, person, form)
            self.things["alias"] = self.out.mark(alias, "name", who=who, slot="alias")
        elif form == "nom":
            self.out.mark(f"the {person.job}", "nominal", who=who)
        elif form == "s":
            if person.introduced and not self.unclear(person) and rng.random() < 0.3:
                self.out.mark(person.word(PRONOUNS["his"]), "pronoun", who=who)
                return
            self.name(person, False)
            self.out.put("'" if self.out.text.endswith("s") and rng.random() < 0.5 else "'s")
        elif form == "first":
            self.out.mark(person.given, "name", who=who)
        elif form == "last":
            self.out.mark(person.family or person.name, "name", who=who)
        elif form == "full":
            self.full(person)
        elif form == "himself":
            self.out.put(person.word(("herself", "himself")))
        elif form == "Mr":
            self.out.mark(person.word(("Ms. ", "Mr. ")) + (person.family or person.name), "name", who=who)
        elif form == "Mrs":
            self.out.mark("Mrs. " + (person.family or person.name), "name", who=who)
        else:
            at_start = len(self.out.text) == self.opening
            if (
                person.introduced
                and form == ""
                and at_start
                and (self.topic is person or not self.unclear(person))
                and rng.random() < 0.45
            ):
                self.out.mark(person.word(PRONOUNS["he"]), "pronoun", who=who)
            elif person.introduced and form == "" and at_start and rng.random() < 0.08:
                self.out.mark(f"the {person.job}", "nominal", who=who)
            else:
                self.name(person, form == "")
        if at_topic(self):
            self.topic = person

    def name(self, person: Person, decorated: bool) -> None:
        """A name: the full one first, shorter ones later."""
        if person.introduced:
            short = pick(self.rng, person.later) if self.rng.random() < 0.85 else person.name
            self.out.mark(short, "name", who=(person.key,))
        else:
            self.introduce(person, decorated)

    def kids(self, form: str, size: int = 0) -> None:
        """A list of children (so many, or as it comes), with or without their ages."""
        rng = self.rng
        if "K" not in self.groups:
            parent = next(iter(self.env.values()))
            size = size or rng.choice([2, 2, 2, 3, 3, 4, 5, 6])
            female = rng.random() < 0.5
            same = rng.random() < 0.25
            group: list[Person] = []
            for _ in range(size):
                child = invent(
                    rng, f"p{len(self.people)}", female if same else rng.random() < 0.5, parent.family, child=True
                )
                self.people.append(child)
                group.append(child)
            self.groups["K"] = group
        group = self.groups["K"]
        sexes = {child.female for child in group}
        if form == "n":
            self.out.put(numeral(len(group)))
        elif form == "noun":
            nouns = (
                ["children", "children", "kids"]
                if len(sexes) > 1
                else [["daughters", "girls"], ["sons", "boys"]][not group[0].female]
            )
            self.out.put(rng.choice(nouns))
        else:
            style = (
                "plain"
                if form == "names"
                else rng.choice(["plain", "comma", "comma", "comma", "bracket"])
                if form != "ages"
                else rng.choice(["comma", "bracket"])
            )
            age = rng.randrange(8, 40)
            for i, child in enumerate(group):
                if i:
                    last = i == len(group) - 1
                    comma = (
                        ","
                        if not last
                        or ((style == "comma" or rng.random() < 0.3) and len(group) > (1 if style == "comma" else 2))
                        else ""
                    )
                    self.out.put(f"{comma} and " if last else ", ")
                self.out.mark(child.name, "name", who=(child.key,))
                child.introduced = True
                if style != "plain":
                    self.out.put(" (" if style == "bracket" else rng.choice([", ", ", ", ", now "]) if i == 0 else ", ")
                    self.out.mark(str(max(1, age)), "value", "Number", slot=f"{child.key}.age")
                    if style == "bracket":
                        self.out.put(")")
                age -= rng.randrange(1, 5)

    # --- templates ------------------------------------------------------------------------------------------------

    def nodes(self, nodes: tuple[g.Node, ...]) -> None:
        """Write a tree."""
        for node in nodes:
            self.node(node)

    def node(self, node: g.Node) -> None:
        """Write one node of a tree."""
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
                if self.timeless and "when" in g.slots(option):
                    option = ()
                self.nodes(option)
            case g.Trigger(number=number, inner=inner):
                if self.aux and inner and isinstance(inner[0], g.Verb):
                    self.auxiliary()
                before = self.out.text
                self.nodes(inner)
                start = len(before) + (not self.out.text.startswith(before))  # "a" may have become "an"
                start += len(self.out.text[start:]) - len(self.out.text[start:].lstrip())
                self.triggers.setdefault(number, (start, len(self.out.text)))
            case g.Nominal(who=who, inner=inner):
                if self.out.comma:
                    self.out.put(" ")
                before, at = self.out.text, len(self.out.spans)
                self.nodes(inner)
                start = len(before) + (not self.out.text.startswith(before))
                keys = tuple(self.of(letter).key for letter in who)
                self.out.spans.insert(at, Marked(start, len(self.out.text), "Person", "nominal", keys))

    def auxiliary(self) -> None:
        """Write the words of the mood before the verb, once."""
        before, self.aux = self.aux, ""
        for word in before.split():
            if word[0] == "^":
                past = word.startswith("^^")
                word = inflect(word.lstrip("^"), "past" if past else "pres", self.plural)
            self.out.put(word + " ")

    def verb(self, lemma: str) -> None:
        """Write a verb in the form of the mood."""
        if self.aux:
            self.auxiliary()
        self.out.put(inflect(lemma, "pp" if self.form == "perfect" else self.form, self.plural))

    def slot(self, slot: g.Slot) -> None:
        """Write what fills a slot."""
        name = slot.name
        if slot.words:
            self.out.put(self.of(name).word(slot.words))
        elif name.startswith("@"):
            self.nodes(g.parse(pick(self.rng, words("words")["macros"][name[1:]])))
        elif name.rstrip("0123456789") == "kids":
            self.kids(slot.form, int(name[4:] or 0))
        elif name.isupper():
            self.mention(name, slot.form)
        else:
            made = thing(self.rng, name.rstrip("0123456789"), slot.form, self.tense)
            self.out.put(made.before)
            self.things.setdefault(name, self.out.mark(made.text, made.kind, made.type, slot=name))

    # --- relations ------------------------------------------------------------------------------------------------

    def nearest(self, key: str, start: int, anchor: tuple[int, int]) -> Marked:
        """The mention of somebody in the words since ``start`` that lies nearest to the anchor.

        A noun phrase around the anchor counts only where nothing else names the person.
        """

        def cost(span: Marked) -> tuple[int, int]:
            low, high = min(span.end, anchor[1]), max(span.start, anchor[0])
            far = max(0, high - low) + (1000 if span.kind == "nominal" else 0)
            far += 80 * (self.out.text[span.start : span.end].lower() in {"their", "our"})
            return far + (300 if _SENTENCE.search(self.out.text[low:high]) else 0), span.start

        mentions = [s for s in self.out.spans if key in s.who and s.start >= start and s.slot != "alias"]
        if not mentions:
            raise ValueError(f"{self.out.text[start:]!r}: nobody mentions {key} here")
        return min(mentions, key=cost)

    def ends(self, name: str, start: int, anchor: tuple[int, int]) -> list[Marked]:
        """The spans that stand for a slot of a relation."""
        if name in self.groups and name not in self.env:
            return [self.nearest(child.key, start, anchor) for child in self.groups[name]]
        if name.isupper():
            return [self.nearest(self.env[name].key, start, anchor)]
        return [self.things[name]] if name in self.things else []

    def add(self, head: Marked, tail: Marked, label: str, status: str, trigger: tuple[int, int] | None) -> None:
        """Keep one relation; symmetric ones from the earlier span on."""
        if is_symmetric(label) and tail.start < head.start:
            head, tail = tail, head
        self.found.setdefault((id(head), id(tail), label), (status, trigger))

    def relate(self, core: Core, start: int, status: str, drop: set[str]) -> None:
        """Keep what a core has said in the words since ``start``."""
        times = [t for t in ("when", "date", "year") if t in self.things]
        dated = bool(times) or "place" in self.things
        for said in core.says:
            if said.label in drop and not said.given:
                continue
            if said.dated and not dated and not drop:
                continue
            trigger = self.triggers.get(said.trigger)
            anchor = trigger or (start, start)
            own = "asserted" if said.given else status
            for head in self.ends(said.head, start, anchor):
                tails = self.ends(said.tail, start, trigger or (head.start, head.end)) if said.tail else [head]
                for tail in tails:
                    self.add(head, tail, said.label, own, trigger)
                if said.label.startswith("event:"):
                    for name in times:
                        self.add(head, self.things[name], f"{said.label}@time", own, trigger)
                    if "place" in self.things:
                        self.add(head, self.things["place"], f"{said.label}@place", own, trigger)
        for span in self.out.spans:
            owner, _, what = span.slot.partition(".")
            if what and span.start >= start:
                key = self.env[owner].key if owner in self.env else owner
                head = self.nearest(key, start, (span.start, span.end))
                self.add(head, span, "occupation" if what == "job" else "bornOn", "asserted", (span.start, span.end))
                span.slot = ""

    def finish(self, group: str) -> Passage:
        """The passage, with who is who worked out from the spans."""
        marked = sorted(self.out.spans, key=lambda s: (s.start, s.end))
        place = {id(span): i for i, span in enumerate(marked)}
        relations: dict[Relation, tuple[str, tuple[int, int] | None]] = {}
        for (head, tail, label), told in self.found.items():
            relations[Relation(place[head], place[tail], label)] = told
        coref = {
            Relation(j, i, "coref")
            for j, later in enumerate(marked)
            for i, earlier in enumerate(marked[:j])
            if earlier.who and later.who and set(earlier.who) <= set(later.who)
        }
        return Passage(
            self.out.text,
            tuple(Span(s.start, s.end, s.type, s.kind) for s in marked),
            frozenset(relations) | coref,
            LABELS - self.unsure,
            "own",
            group,
            statuses={relation: status for relation, (status, _) in relations.items()},
            triggers={relation: trigger for relation, (_, trigger) in relations.items() if trigger},
        )


def at_topic(scene: Scene) -> bool:
    """Whether the mention just written opens the sentence, and so is what it is about."""
    return len(scene.out.spans) > 0 and scene.out.spans[-1].start == scene.opening
