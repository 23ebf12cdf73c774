"""The lists of ``kg/rules/fiction.toml``: roles, works, plots, figures of speech."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from spacy.tokens import Token

from kg import names


@cache
def fiction_rules() -> Mapping[str, frozenset[str]]:
    """The lists of ``kg/rules/fiction.toml`` by ``table.key``.

    >>> "portray" in fiction_rules()["role.verbs"]
    True
    """
    tables = names.rules("fiction").items()
    return MappingProxyType(
        {f"{table}.{key}": frozenset(words) for table, rows in tables for key, words in rows.items()}
    )


def is_work(noun: Token, table: str = "work.nouns") -> bool:
    """Whether it is a word of ``table`` for an invented work: "the film", but not "the documentary film".

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> words = ["reality", "series"]
    >>> is_work(Doc(spacy.blank("en").vocab, words=words, lemmas=words, pos=["NOUN", "NOUN"], heads=[1, 1],
    ...             deps=["compound", "ROOT"])[1])
    False
    """
    rules = fiction_rules()
    if noun.lemma_.lower() in rules["work.videos"]:  # "the video for her single"
        return any(child.lower_ in {"for", "music", "pop", "promo"} for child in noun.children)
    if noun.lemma_.lower() not in rules[table] or noun.pos_ not in {"NOUN", "PROPN"}:
        return False
    return not any(child.lower_ in rules["work.factual"] for child in noun.children)
