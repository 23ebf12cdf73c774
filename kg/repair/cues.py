"""The word lists that the evidence for names is read with; the words are in ``kg/rules``."""

from __future__ import annotations

from functools import cache

from kg.columns import Columns
from kg.names import rules, titles, words

MARKS = frozenset({'"', "“", "”", "'", "‘", "’", "``", "''"})
"""Quotation marks, as printed and as the tokeniser may write them."""


def listed(key: str) -> frozenset[str]:
    """A word list of ``kg/rules/evidence.toml``."""
    return words("evidence", key)


@cache
def person_nouns() -> frozenset[str]:
    """Every noun that people are called by."""
    nominals = (words("nominals", key) for key in ("people", "female", "male", "kin"))
    return words("occupations", "plain").union(*nominals)


@cache
def nouns(key: str) -> frozenset[str]:
    """A word list of ``kg/rules/brands.toml``."""
    return words("brands", key)


@cache
def instruments() -> frozenset[str]:
    """What one plays that is no part: games, instruments, music, halls."""
    return frozenset(rules("fiction")["role"]["instruments"]) | nouns("organisation_nouns")


@cache
def words_of_posts() -> frozenset[str]:
    """Nouns that people are in a house's service by."""
    served = frozenset(rules("posts")["staff"]) | frozenset(rules("occupations")["plain"])
    return served - frozenset(rules("posts")["no_posts"])


@cache
def addresses() -> frozenset[str]:
    """The last words of streets and hamlets."""
    return words("places", "streets") | words("places", "hamlets") | words("places", "place_ends")


def titles_before(word: str) -> frozenset[str]:
    """The titles that may stand before ``word``: no general commands "Mercy General Hospital"."""
    return titles() - {"general"} if word in listed("generals") else titles()


def before_name(page: Columns, first: int) -> int:
    """The token before a name that begins at ``first``, its quotation marks and its article; -1 where there is none."""
    i = first - 1
    while i >= 0 and (page.text[i] in MARKS or page.lower[i] == "the"):
        i -= 1
    return i
