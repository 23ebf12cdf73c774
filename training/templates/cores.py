"""The sentence files, read into cores: a template, the relations it carries, and what may be done with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from kg.vocab import EVENTS, RELATIONS
from training.templates.grammar import Node, Nominal, Slot, Text, Trigger, Verb, parse, slots
from training.templates.words import files, words

EVENT_LABELS = tuple(f"event:{name}" for name in EVENTS if name != "Other")
_PARTS = {f"{event}@{part}" for event in EVENT_LABELS for part in ("place", "time")}
ELSEWHERE = frozenset({"employedBy", "studiedAt", "partyMemberOf", "subsidiaryOf", "headquarteredIn", "foundedOn"})
"""Labels that public data sets teach well enough: nothing is said of them here, and nothing judged."""

LABELS = frozenset({*RELATIONS, *EVENT_LABELS, *_PARTS, "coref"}) - ELSEWHERE
"""Everything a template may say, and so everything that is judged in a passage."""

_FIRST_PERSON = re.compile(r"“[^”]*\.(I|me|my|we|us|our)\}")
_ASIDE = re.compile(r", who(se|m)? [^,<]*<|«[A-Z]+:[^»]*<|, \{[A-Z]\.(s|his)\} (\{[^}]*\} ?)?<")
_DESCRIBED = re.compile(r"\{([A-Z])\.(?:a?job|aged?)\}")
_RELATION = re.compile(r"(\w+) (event:\w+(?:@\w+)?|\w+)(?: (\w+))?(?: ~(\d))?( \?)?( !)?")


@dataclass(frozen=True, slots=True)
class Said:
    """One relation of a core: slots, label, the number of its trigger.

    ``dated`` is only said where a time or place stands with it; ``given`` is taken for granted: it stays asserted when
    the rest is denied or only planned.
    """

    head: str
    label: str
    tail: str
    trigger: int = 0
    dated: bool = False
    given: bool = False


@dataclass(frozen=True, slots=True)
class Core:
    """One template with what it says; see `training/templates/data/README.md` for the keys of the files."""

    text: str
    says: tuple[Said, ...] = ()
    theme: str = ""
    sexes: dict[str, bool] = field(default_factory=dict)
    status: str = ""
    plain: bool = False
    headline: bool = False
    luck: bool = False

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The template as a tree."""
        return parse(self.text)

    @property
    def described(self) -> frozenset[str]:
        """The letters of those whose trade or age the template itself tells."""
        return frozenset(_DESCRIBED.findall(self.text))

    @property
    def people(self) -> list[str]:
        """The letters of its people, in order."""
        return sorted({letter for name in slots(self.nodes) if name.isupper() for letter in name})

    @property
    def moody(self) -> bool:
        """Whether it has a verb that takes moods."""
        return "^" in self.text

    @property
    def framed(self) -> bool:
        """Whether somebody can be made to say it: one plain sentence."""
        signs = ("“", ". ", "?", "\n", ": ", "; ")
        return not (self.plain or self.headline or self.status or any(sign in self.text for sign in signs))

    @property
    def plural(self) -> bool:
        """Whether the subject is more than one person."""
        for node in self.nodes:
            match node:
                case Slot(name=name) if name.isupper() and len(name) > 1:
                    return True
                case Nominal(who=who) if len(who) > 1:
                    return True
                case Text(value=value) if " and " in value:
                    return True
                case Verb() | Trigger():
                    return False
        return False


def read_relations(text: str) -> tuple[Said, ...]:
    """The relations in the notation of the files; raises ValueError for one that cannot be read.

    >>> read_relations("A parentOf K ~2, A event:Death")[0]
    Said(head='A', label='parentOf', tail='K', trigger=2, dated=False, given=False)
    """
    found: list[Said] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        match = _RELATION.fullmatch(part)
        if not match or match[2] not in LABELS:
            raise ValueError(
                f"{part!r}: not a relation; write 'A marriedTo B', with ~2, ? and ! after it in this order"
            )
        found.append(Said(match[1], match[2], match[3] or "", int(match[4] or 0), bool(match[5]), bool(match[6])))
    return tuple(found)


def _read(entry: dict[str, Any], text: str, theme: str) -> Core:
    """One template of an entry, checked."""
    status = entry.get("status", "reported" if _FIRST_PERSON.search(text) else "")
    says = read_relations(entry.get("rel", ""))
    granted = "{@did" in text or (_ASIDE.search(text) and len({said.trigger for said in says}) == 1)
    if text.startswith("!") or (granted and not status):
        says = tuple(replace(said, given=True) for said in says)
    core = Core(
        text.removeprefix("!"),
        says,
        theme,
        {part[0]: part[2] == "f" for part in entry.get("who", "").split()},
        status,
        entry.get("plain", False),
        entry.get("headline", False),
        entry.get("luck", False),
    )
    missing = {end for said in says for end in (said.head, said.tail) if end.isupper()} - set(core.people)
    if missing - {"K"}:
        raise ValueError(f"nobody for {sorted(missing)}")
    return core


@cache
def load(folder: str) -> tuple[Core, ...]:
    """All cores of a folder of ``data``. Raises ValueError with file and template where one cannot be read."""
    found: list[Core] = []
    for file in files(folder):
        for entry in words(file)["core"]:
            for text in entry["s"]:
                try:
                    found.append(_read(entry, text, file.split("/")[1]))
                except ValueError as error:
                    raise ValueError(f"{file}.toml: {text!r}: {error}") from error
    return tuple(found)
