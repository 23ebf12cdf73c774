"""What articles tell of somebody, as far as it helps to say which item of Wikidata that is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.names import fold, words

_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """A relation told in the text: from whom it is told to ``other``, by ``relation``, a key of ``[ties]``."""

    relation: str
    other: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody in one article, or in several.

    ``names`` has the fullest first. ``near`` are the words (see `content_words`) of the sentences about them, ``words``
    those of their articles. Dates are EDTF: when they were ``born`` and ``died``, when they did something (``active``),
    and when the articles appeared (``days``). ``with_`` are the ids of the others of the same articles.

    >>> Profile("a", ("Ann Lee", "Ann")).names[0]
    'Ann Lee'
    """

    id: str
    names: tuple[str, ...]
    near: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    occupations: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    died: tuple[str, ...] = ()
    active: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    with_: frozenset[str] = frozenset()


def content_words(*texts: str) -> frozenset[str]:
    """The words of some texts that may say what somebody is: folded, in the singular, without function words.

    >>> sorted(content_words("The singers of two bands", "Actress"))
    ['actress', 'band', 'singer', 'two']
    """
    found = (word for text in texts for word in _WORD.findall(fold(text)) if word.isalpha())  # "11" in a circle is not
    return frozenset(map(_stem, found)) - words("linking", "stop")


@cache
def _stem(word: str) -> str:
    """The singular of a regular plural; crude, but the same on both sides of a comparison."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Names without repetition, the fullest first: most words, then longest, then in the order given.

    >>> distinct(["Ann", "Ann Lee", "Ann"])
    ('Ann Lee', 'Ann')
    """
    return tuple(sorted(dict.fromkeys(names), key=lambda name: (-len(name.split()), -len(name))))
