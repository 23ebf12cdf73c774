"""The words of ``kg/rules/factuality.toml``, checked and ready to be looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from kg.names import rules

EFFECTS = frozenset({"keep", "report", "deny", "negate", "possible", "plan", "attempt", "end"})


@dataclass(frozen=True, slots=True)
class Signature:
    """What a class of embedding words does to the clause (or the noun) it embeds.

    ``plain``, ``negated``, ``passive`` and ``noun`` are effects; ``whether`` that on an embedded question; ``voice``
    says that the subject is a source; ``events_only`` that it works on nouns of things that take place, only.
    """

    name: str
    plain: str
    negated: str
    passive: str
    noun: str
    whether: str
    voice: bool = False
    events_only: bool = False


@dataclass(frozen=True, slots=True)
class Cues:
    """All tables: lemma to signature by part of speech, and plain word sets by ``table.key``."""

    verbs: Mapping[str, Signature]
    phrasal: Mapping[str, Signature]
    infinitive: Mapping[str, Signature]
    finite: Mapping[str, Signature]
    adjectives: Mapping[str, Signature]
    nouns: Mapping[str, Signature]
    words: Mapping[str, frozenset[str]]

    def has(self, table: str, word: str) -> bool:
        """Whether ``word`` stands in the list ``table`` (``"adverb.possible"``).

        >>> cues().has("adverb.possible", "reportedly")
        True
        """
        return word in self.words[table]


@cache
def cues() -> Cues:
    """The tables, read once. Raises ``ValueError`` naming the class or effect that the file gets wrong."""
    data = rules("factuality")
    signatures = {name: _signature(name, row) for name, row in data["signature"].items()}
    words = {
        f"{table}.{key}": frozenset(entries)
        for table, rows in data.items()
        if table not in {"signature", "verb", "adjective", "noun", "phrasal"}
        for key, entries in rows.items()
    }
    infinitive = {key: value for key, value in data["infinitive"].items() if key != "from"}
    return Cues(
        verbs=_lemmas("verb", data["verb"], signatures),
        phrasal=MappingProxyType({phrase: _named(signatures, name) for phrase, name in data["phrasal"].items()}),
        infinitive=_lemmas("infinitive", infinitive, signatures),
        finite=_lemmas("finite", data["finite"], signatures),
        adjectives=_lemmas("adjective", data["adjective"], signatures),
        nouns=_lemmas("noun", data["noun"], signatures),
        words=MappingProxyType(words),
    )


def _signature(name: str, row: Mapping[str, Any]) -> Signature:
    plain = row["plain"]
    effects = {key: row.get(key, plain) for key in ("plain", "negated", "passive", "noun", "whether")}
    for key, effect in effects.items():
        if effect not in EFFECTS:
            raise ValueError(f"factuality.toml: signature {name}.{key} = {effect!r}; choose one of {sorted(EFFECTS)}")
    return Signature(name, **effects, voice=row.get("voice", False), events_only=row.get("events_only", False))


def _named(signatures: Mapping[str, Signature], name: str) -> Signature:
    if name not in signatures:
        raise ValueError(f"factuality.toml: no signature {name!r}; add it under [signature]")
    return signatures[name]


def _lemmas(table: str, rows: Mapping[str, list[str]], signatures: Mapping[str, Signature]) -> Mapping[str, Signature]:
    found: dict[str, Signature] = {}
    for name, lemmas in rows.items():
        for lemma in lemmas:
            if lemma in found:
                raise ValueError(
                    f"factuality.toml: [{table}] {lemma!r} is in {found[lemma].name} and in {name}; keep one"
                )
            found[lemma] = _named(signatures, name)
    return MappingProxyType(found)
