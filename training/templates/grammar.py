"""The bracket notation in which the sentences are written, read into a tree.

========================  ===============================================================================
``[ in {place}]``         may be left out
``{wed|tied the knot}``   one of these
``{A}`` ``{A.his}``       a slot: a person (a capital) or a thing, and after the dot how it is put
``{B:wife/husband}``      a word by the sex of the person
``{@says}``               a word list of ``words.toml``
``<married>`` ``<2:son>`` the word that carries the relations (or those marked with that number)
``«B:{A.his} wife»``      a noun phrase for a person (without a letter: for somebody without a name)
``^marry``                a verb that takes the form of the mood
========================  ===============================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_PIECE = re.compile(r"[\[\]{}|<>«»]|\^\w+|[^\[\]{}|<>«»^]+")
_NUMBER = re.compile(r"(\d+):")
_LETTER = re.compile(r"([A-Z]{1,3}):")


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they stand."""

    value: str


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb to be inflected."""

    lemma: str


@dataclass(frozen=True, slots=True)
class Slot:
    """What to put (`name`), how (`form`), or a word by sex (`words`)."""

    name: str
    form: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several; with an empty second one for an optional part."""

    options: tuple[tuple[Node, ...], ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words that carry the relations with this number."""

    number: int
    inner: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Nominal:
    """A noun phrase for the people of these slots, or for nobody named."""

    who: str
    inner: tuple[Node, ...]


Node = Text | Verb | Slot | Choice | Trigger | Nominal


def _slot(body: str) -> Slot:
    if ":" in body:
        name, words = body.split(":", 1)
        return Slot(name, words=tuple(words.split("/")))
    name, _, form = body.partition(".")
    return Slot(name, form)


@cache
def parse(source: str) -> tuple[Node, ...]:
    """The tree of a template. Raises ValueError with the template where a bracket does not fit.

    >>> parse("{A} <^wed> {B}[ in {place}]")[2]
    Trigger(number=0, inner=(Verb(lemma='wed'),))
    >>> parse("{a|{b}}")
    (Choice(options=((Text(value='a'),), (Slot(name='b', form='', words=()),)), optional=False),)
    >>> parse("{A [")
    Traceback (most recent call last):
    ValueError: '{A [': a bracket is not closed
    """
    pieces = _PIECE.findall(source)
    if "".join(pieces) != source:
        raise ValueError(f"{source!r}: a sign that is no part of the notation")
    place = 0

    def sequence(stop: str) -> tuple[tuple[Node, ...], ...]:
        """The alternatives up to the closing sign."""
        nonlocal place
        options: list[list[Node]] = [[]]
        while place < len(pieces):
            piece = pieces[place]
            place += 1
            if piece == stop:
                return tuple(map(tuple, options))
            if piece == "|" and stop == "}":
                options.append([])
            elif piece in "{[<«":
                options[-1].append(bracket(piece))
            elif piece in "}]>»|":
                raise ValueError(f"{source!r}: {piece} without its partner")
            elif piece[0] == "^":
                options[-1].append(Verb(piece[1:]))
            else:
                options[-1].append(Text(piece))
        if stop:
            raise ValueError(f"{source!r}: a bracket is not closed")
        return tuple(map(tuple, options))

    def bracket(sign: str) -> Node:
        options = sequence({"{": "}", "[": "]", "<": ">", "«": "»"}[sign])
        if sign == "{":
            if len(options) == 1 and len(options[0]) == 1 and isinstance(options[0][0], Text):
                return _slot(options[0][0].value)
            return Choice(options)
        inner = options[0]
        if sign == "[":
            return Choice((inner, ()), optional=True)
        label = ""
        if inner and isinstance(inner[0], Text):
            found = (_NUMBER if sign == "<" else _LETTER).match(inner[0].value)
            if found:
                label = found[1]
                rest = inner[0].value[found.end() :]
                inner = ((Text(rest),) if rest else ()) + inner[1:]
        return Trigger(int(label or 0), inner) if sign == "<" else Nominal(label, inner)

    return sequence("")[0]


def slots(nodes: tuple[Node, ...]) -> set[str]:
    """The names of all slots in a tree.

    >>> sorted(slots(parse("{A} <^wed> {B}[ in {place}]")))
    ['A', 'B', 'place']
    """
    found: set[str] = set()
    for node in nodes:
        match node:
            case Slot(name=name):
                found.add(name)
            case Choice(options=options):
                for option in options:
                    found |= slots(option)
            case Trigger(inner=inner):
                found |= slots(inner)
            case Nominal(who=who, inner=inner):
                found |= slots(inner) | set(who)
    return found
