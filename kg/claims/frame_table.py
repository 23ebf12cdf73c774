"""The table of frames (``kg/rules/frames.toml``, where its fields are explained) as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.model import EntityType
from kg.names import rules

PERSON = (EntityType.PERSON,)

NO_WORDS = frozenset({"tag", "dep", "title", "nearby", "lately", "namedobj"})
"""The needs whose words need not be words of the sentence: tags, phrases, ages, words of the sentence before."""


@dataclass(frozen=True, slots=True)
class Give:
    """One claim that a frame makes."""

    predicate: str
    object: str = "second"
    moment: str = ""
    when: str = ""
    note: str | None = None
    statuses: frozenset[str] = frozenset()
    recast: tuple[tuple[str, str], ...] = ()
    flags: frozenset[str] = frozenset()
    lemmas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the table."""

    name: str
    lemmas: frozenset[str]
    pos: frozenset[str]
    parties: tuple[tuple[str, ...], ...]
    gives: tuple[Give, ...]
    needs: tuple[tuple[str, frozenset[str]], ...] = ()
    particle: Mapping[str, frozenset[str]] | None = None
    types: tuple[EntityType, ...] = PERSON
    subjects: tuple[EntityType, ...] = PERSON
    passive: str = ""
    flags: frozenset[str] = frozenset()
    words: tuple[frozenset[str], ...] = ()
    """Of each of these the sentence has a word, where the frame fits: no need to look at its tree for the others."""


def _give(row: dict[str, Any]) -> Give:
    flags = {key for key, value in row.items() if value is True}
    return Give(
        row["predicate"],
        row.get("object", "second"),
        row.get("moment", ""),
        row.get("when", ""),
        row.get("note"),
        frozenset(row.get("statuses", ())),
        tuple(sorted(row.get("recast", {}).items())),
        frozenset(flags),
        frozenset(row.get("lemmas", ())),
    )


def _words(named: list[str]) -> frozenset[str]:
    """The words, with those of a list under ``[lists]`` in the place of its name, "@homes"."""
    lists = rules("frames")["lists"]
    return frozenset(word for name in named for word in (lists[name[1:]] if name.startswith("@") else [name]))


def _frame(row: dict[str, Any]) -> Frame:
    flags = {key for key, value in row.items() if value is True}
    given = row["gives"]
    return Frame(
        row["name"],
        _words(row["lemmas"]),
        frozenset(row.get("pos", ["VERB"])),
        tuple(tuple(party) for party in row["parties"]),
        tuple(_give(give) for give in (rules("frames")["gives"][given] if isinstance(given, str) else given)),
        tuple((role, _words(words)) for role, words in row.get("needs", {}).items()),
        {lemma: frozenset(words) for lemma, words in row.get("particle", {}).items()},
        tuple(EntityType(name) for name in row.get("types", ["Person"])),
        tuple(EntityType(name) for name in row.get("subjects", ["Person"])),
        row.get("passive", ""),
        frozenset(flags),
        tuple(
            _words(words)
            for role, words in row.get("needs", {}).items()
            if words and not role.startswith("~") and role not in NO_WORDS
        ),
    )


@cache
def table() -> Mapping[str, tuple[Frame, ...]]:
    """The frames by lemma.

    >>> [frame.name for frame in table()["elope"]]
    ['elope']
    """
    by_lemma: dict[str, list[Frame]] = {}
    for row in rules("frames")["frame"]:
        frame = _frame(row)
        for lemma in frame.lemmas:
            by_lemma.setdefault(lemma, []).append(frame)
    return {lemma: tuple(frames) for lemma, frames in by_lemma.items()}


@cache
def called(name: str) -> Frame:
    """The frame of that name.

    >>> called("elope").passive
    'same'
    """
    return next(frame for frames in table().values() for frame in frames if frame.name == name)
