"""The classes of relational nouns: a husband and a wife are spouses."""

from __future__ import annotations

from functools import cache

from kg.names import rules


@cache
def relation_of(noun: str) -> str:
    """The relation class of a kin noun, the noun itself if it has none.

    >>> relation_of("husband"), relation_of("cousin")
    ('spouse', 'cousin')
    """
    for name, nouns in rules("nominals")["relation"].items():
        if noun in nouns.split():
            return str(name)
    return noun


@cache
def trades_of(noun: str) -> frozenset[str]:
    """The trades that a noun belongs to: "rapper" and "singer" are one.

    >>> trades_of("rapper") == trades_of("singer"), trades_of("mom")
    (True, frozenset())
    """
    return frozenset(name for name, nouns in rules("nominals")["trades"].items() if noun in nouns.split())


@cache
def unions() -> dict[str, str]:
    """Words that make a couple of two people -> the kin noun that says so ("wed" -> "spouse")."""
    nouns = {"spouse": "spouse", "partner": "partner", "betrothed": "fiancé"}
    return {word: nouns[name] for name, text in rules("nominals")["unions"].items() for word in text.split()}
