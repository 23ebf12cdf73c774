"""In what way the names of an article fit the names of an item. String likeness alone decides nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from kg.names import PersonName, fold, is_short_for, parse, words
from kg.wikidata.keys import name_key
from kg.wikidata.model import Item


class Fit(StrEnum):
    """How a name fits, the surest first."""

    SAME = "same"
    ALIAS = "alias"
    MONONYM = "mononym"
    NICKNAME = "nickname"
    VARIANT = "variant"
    LOOSE = "loose"
    SURNAME = "surname"
    GIVEN = "given"
    SHORT = "short"
    OTHER_SURNAME = "other_surname"
    OTHER_GIVEN = "other_given"


_ORDER = {fit: place for place, fit in enumerate(Fit)}
SINGLE = frozenset(Fit) - {Fit.SAME, Fit.ALIAS, Fit.VARIANT, Fit.LOOSE}
"""The ways in which a single name fits: whole (mononym, nickname), or a part of the label or of another name."""

_OF_ALIAS = {Fit.SURNAME: Fit.OTHER_SURNAME, Fit.GIVEN: Fit.OTHER_GIVEN, Fit.SHORT: Fit.OTHER_GIVEN}


def fit(names: Sequence[str], item: Item) -> Fit | None:
    """How the fullest of some names of one person fit an item; None if they do not.

    >>> ann = Item("Q1", "Ann Lee", aliases=("Annie", "Ann Example Lee"))
    >>> [str(fit([name], ann)) for name in ("Ann Lee", "Annie", "Lee", "Ann", "A. Lee", "Ann Bell")]
    ['same', 'nickname', 'surname', 'given', 'variant', 'None']
    """
    full = [name for name in names if len(_words(name)) > 1] or list(names)
    found = [how for name in full if (how := _fit(name, item))]
    return min(found, key=_ORDER.__getitem__, default=None)


def _fit(name: str, item: Item) -> Fit | None:
    mine = _words(name)
    if not mine:
        return None
    if mine == _words(item.label):
        return Fit.SAME if len(mine) > 1 else Fit.MONONYM
    if any(mine == _words(alias) for alias in (*item.aliases, *_style(item.label))):
        return Fit.ALIAS if len(mine) > 1 else Fit.NICKNAME
    ways = [how] if (how := _loosely(name, item.label)) else []
    ways += [_OF_ALIAS.get(how, how) for other in item.aliases if (how := _loosely(name, other))]
    return min(ways, key=_ORDER.__getitem__, default=None)


def _style(label: str) -> tuple[str, ...]:
    """What somebody is called by rank alone: "Ann, Duchess of Lee" is the Duchess of Lee."""
    _, comma, rank = label.partition(", ")
    return (rank,) if comma and " of " in rank else ()


def without_article(name: str) -> str:
    """A name without the article that a sentence puts before a rank or a nickname.

    >>> without_article("The Duchess of Lee"), without_article("The")
    ('Duchess of Lee', 'The')
    """
    article, _, rest = name.partition(" ")
    return rest.strip() or name if article.lower() == "the" else name


@lru_cache(maxsize=65536)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name, folded; ordinary titles are left out, those that belong to the name are not."""
    parts = parse(without_article(name))
    kept = [word for word in parts.title.split() if fold(word) in words("names", "kept")]
    told = " ".join([*kept, parts.given, *parts.middle, parts.surname, parts.suffix])
    return tuple(name_key(told).split())


@lru_cache(maxsize=262144)
def _loosely(mine: str, other: str) -> Fit | None:
    """How a name fits another that is not the same."""
    a, b = parse(mine), parse(other)
    if len(_words(mine)) == 1:
        return _single(_words(mine)[0], b)
    if not (a.given and b.given and a.surname and b.surname) or _at_odds(a, b):
        return None
    given_a, given_b, surname_a, surname_b = fold(a.given), fold(b.given), fold(a.surname), fold(b.surname)
    if surname_a == surname_b or _parts(a) <= _parts(b) or _parts(b) <= _parts(a):
        if is_short_for(given_a, given_b) or is_short_for(given_b, given_a) or _initial(given_a, given_b):
            return Fit.VARIANT
        return None
    if _alike(surname_a, surname_b) and (given_a == given_b or _alike(given_a, given_b)):
        return Fit.LOOSE
    return None


def _single(mine: str, b: PersonName) -> Fit | None:
    """How a single name fits one of several parts."""
    surname = re.findall(r"[^\W_]+", fold(b.surname))
    if surname and mine in (surname[-1], fold(b.surname)):
        return Fit.SURNAME
    if b.surname and is_short_for(mine, fold(b.given)):
        return Fit.GIVEN if mine == fold(b.given) else Fit.SHORT
    return None


def _at_odds(a: PersonName, b: PersonName) -> bool:
    """Whether generations or middle initials tell two people of one name apart: George H. W. and George W."""
    generations = words("names", "generations")
    tell = [fold(one.suffix) if fold(one.suffix) in generations else "" for one in (a, b)]
    if tell[0] != tell[1]:
        return True
    initials = ["".join(fold(word)[:1] for word in one.middle) for one in (a, b)]
    return bool(initials[0] and initials[1]) and not (
        initials[0].startswith(initials[1]) or initials[1].startswith(initials[0])
    )


def _parts(name: PersonName) -> set[str]:
    return {fold(name.given), *map(fold, name.middle), *fold(name.surname).split()}


def _initial(a: str, b: str) -> bool:
    return a[:1] == b[:1] and 1 in (len(a), len(b))


def _alike(a: str, b: str) -> bool:
    """Whether two words differ as two spellings do: one letter in four or five, two in longer ones, the same first."""
    longest = max(len(a), len(b))
    return longest > 3 and a[:1] == b[:1] and OSA.distance(a, b) <= (1 if longest < 7 else 2)
