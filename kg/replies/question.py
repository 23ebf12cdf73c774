"""A question taken apart: what it asks for, by which auxiliary, of whom, and what else it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.names import rules, words

_WORD = re.compile(r"\S+")
_PAUSES = (",", ";", ":")
_MOST = 3
"""Words of one name, at most: more may be two ("Is Ann Lee Tom Bell's sister?")."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words to read, and the characters of the text that they stand for."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """The ``kind`` of question; its ``subject``, ``auxiliary`` and the ``rest``, as told and not asked.

    ``counted`` are the children of "how many children"; the question stands from ``start`` to its mark at ``end``.
    """

    kind: str
    subject: tuple[Piece, ...]
    auxiliary: Piece
    rest: tuple[Piece, ...]
    start: int
    end: int
    counted: Piece | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower()


def taken_apart(text: str, where: tuple[int, int], *, personal: bool) -> Question | None:
    """The question at some characters of the text, if it is one that an answer can complete.

    >>> question = taken_apart("And when did Ann marry Bo Lee?", (0, 30), personal=False)
    >>> question.kind, [piece.text for piece in question.subject], [piece.text for piece in question.rest]
    ('when', ['Ann'], ['marry', 'Bo', 'Lee'])
    """
    start, end = where
    if opening := _patterns()["opening"].match(text, start, end):
        start = opening.end()
    kind, found = next((name, found) for name, one in _kinds() if (found := one.match(text, start, end)) is not None)
    counted = found.groupdict().get("counted")
    told = [_Word(word[0], *word.span()) for word in _WORD.finditer(text, found.end(), end - 1)]
    if len(told) < 2:
        return None
    auxiliary, behind = told[0], told[1:]
    if auxiliary.lower.removesuffix("n't") not in rules("replies")["words"]["auxiliaries"]:
        asks_who = kind == "who" and found[0].lower().startswith("who ") and not personal
        return _of_the_subject(told, where) if asks_who else None
    said = Piece(auxiliary.lower.removesuffix("n't"), auxiliary.start, auxiliary.end)
    size = _subject(behind)
    being = said.text in rules("replies")["words"]["being"]
    if kind in {"who", "what"} and being and (not size or size == len(behind) or _owned(behind)):
        size = len(behind) if _is_noun_phrase(behind) else 0
    aside = any(word.text.endswith(",") for word in behind[: size - 1])
    if not size or (behind[size - 1].text.endswith(_PAUSES) and not aside):
        return None
    subject, rest = behind[:size], behind[size:]
    if [word.lower for word in subject] == ["you"]:
        if not personal:
            return None
        said = Piece(rules("replies")["person"]["with_i"].get(said.text, said.text), said.start, said.end)
    return Question(
        kind,
        tuple(_said(word, personal=personal) for word in subject),
        said,
        tuple(_said(word, personal=personal) for word in rest if word.lower != "ever"),
        where[0],
        end - 1,
        Piece(counted, found.start("counted"), found.end("counted")) if counted else None,
    )


def _of_the_subject(told: list[_Word], where: tuple[int, int]) -> Question:
    """What asks who did something: "Who founded the club?" has no subject of its own."""
    verb, *rest = told
    said = tuple(Piece(word.text, word.start, word.end) for word in rest)
    return Question("subject", (), Piece(verb.text, verb.start, verb.end), said, where[0], where[1] - 1)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {"opening": re.compile(rules("replies")["question"]["opening"], re.IGNORECASE)}


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    kinds = rules("replies")["question"]["kinds"]
    return tuple((name, re.compile(find + " ?", re.IGNORECASE)) for name, find in kinds.items())


def _said(word: _Word, *, personal: bool) -> Piece:
    other = rules("replies")["person"]["words"].get(word.lower) if personal else None
    return Piece(other or word.text, word.start, word.end)


def _subject(told: list[_Word]) -> int:
    """How many of the words are the subject: a pronoun, a name, two names, "the couple", "his wife"; 0 if none is."""
    lists = rules("replies")["words"]
    size = 0
    if told[0].lower in {*lists["pronouns"], "you"}:
        size = 1
    elif told[0].lower in lists["owners"]:
        size = _kin_word(told, 1)
    elif told[0].lower == "the":
        nouns = words("nominals", "people") | words("nominals", "pairs") | words("nominals", "kin")
        size = next((k + 1 for k in range(1, min(4, len(told))) if told[k].lower in nouns), 0)
        size = (_name(told, size) or size) if 0 < size < len(told) else size  # "the drummer Al Roe"
    else:
        size = _name(told, 0)
        if size and told[size - 1].text.endswith(("'s", "s'")):
            size = _kin_word(told, size)
    if size and size + 1 < len(told) and told[size].lower == "and":
        other = _subject(told[size + 1 :])
        size = size + 1 + other if other else 0
    return size


def _name(told: list[_Word], first: int) -> int:
    k = first
    while k < len(told) and told[k].text[0].isupper() and k - first <= _MOST:
        k += 1
        if told[k - 1].text.endswith(("'s", "s'", *_PAUSES)):
            break
        if k + 1 < len(told) and told[k].lower in rules("replies")["words"]["particles"]:
            k += told[k + 1].text[0].isupper()
    return k if 0 < k - first <= _MOST else 0


def _kin_word(told: list[_Word], first: int) -> int:
    """Where a phrase ends whose last word is one for kin: "his first wife"."""
    kin = words("nominals", "kin") | words("nominals", "pairs")
    for k in range(first, min(first + 3, len(told))):
        if told[k].lower in kin:
            return k + 1
        if told[k].lower.removesuffix(",") in kin and k + 1 < len(told):  # "their son, Max, born"
            last = _name(told, k + 1)
            return last if last and told[last - 1].text.endswith(",") else 0
    return 0


def _owned(told: list[_Word]) -> bool:
    return told[0].lower in rules("replies")["words"]["owners"] or told[0].lower == "the" or _owner(told)


def _owner(told: list[_Word]) -> bool:
    size = _name(told, 0)
    return bool(size) and told[size - 1].text.endswith(("'s", "s'"))


def _is_noun_phrase(told: list[_Word]) -> bool:
    """Whether all that is left can be a subject: "his first wife", "Al Roe's real name", "Ann Lee", "the composer"."""
    return _owned(told) or _name(told, 0) == len(told)
