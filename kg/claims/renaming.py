"""Whose other name it is that the text tells: "Ann Lee, born Mary Orr", "Born Mary Orr in Leeds, she ..."."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.reading import Party, Reading, people
from kg.model import EntityType, MentionKind

KNOWN_BY = frozenset({"as", "by", "to"})
FRONTED = frozenset({"born", "née", "nee", "né", "nicknamed", "dubbed", "christened"})
CALLED = frozenset({"nicknamed", "dubbed", "as"})
FILLERS = frozenset(
    {",", "(", "better", "best", "also", "professionally", "known", "was", "is", "—", "who", "were", "formerly"}
)


def renamed(reading: Reading, cue: Token) -> list[Party]:
    """Whose other name stands behind ``cue``: of the name before it, the owner of "her stage name", the subject."""
    doc = reading.doc
    if cue.lower_ == "name":
        owners = people(reading, syntax.possessors(cue))[:1]
        doers = people(reading, syntax.subjects(syntax.governor(cue)))
        if owners and doers and owners[0].mention.kind is MentionKind.PRONOUN and owners[0].key != doers[0].key:
            return []  # "her mother, Ada, took back her maiden name": whose, nobody knows
        return owners
    i = cue.i - 1
    while i >= cue.sent.start and doc[i].lower_ in FILLERS:
        i -= 1
    mention = reading.mentions.at(i) if i >= cue.sent.start else None
    if (
        mention is not None
        and mention.last == i + 1
        and mention.type is EntityType.PERSON
        and len(mention.entities) == 1
    ):
        so_named = (
            mention.kind is MentionKind.NOMINAL and cue.i == mention.last + 1 and doc[cue.i - 1].lower_ == "known"
        )
        couple = cue.lower_ in CALLED and doc[mention.first - 1].lower_ in {"and", "&"}  # "Al and Bo, dubbed Albo"
        return [] if so_named or couple else [Party.of(mention)]  # "the rapper known as Lux"
    if cue.lower_ in FRONTED and not any(t.is_alpha for t in doc[cue.sent.start : cue.i]):
        return _behind(reading, cue)
    verb = cue.head if cue.lower_ in KNOWN_BY else cue
    named = people(reading, syntax.subjects(verb))
    return named if len(named) == 1 else []  # a couple's nickname is nobody's name


def _behind(reading: Reading, born: Token) -> list[Party]:
    """The subject behind a phrase in front: "Born Mary Orr in Leeds, she left school", "..., Ann Lee left school"."""
    first, doc = reading.names.get(born.i + 1), reading.doc
    for i in range(first.last if first is not None else born.i + 1, born.sent.end):
        mention = reading.mentions.at(i)
        known = i > 1 and doc[i - 2].lower_ == "known" and doc[i - 1].lower_ == "as"
        if (
            mention is not None
            and mention.first == i
            and mention.type is EntityType.PERSON
            and mention.entities
            and (known or doc[mention.head].dep_ in syntax.SUBJECTS)
        ):
            return [Party(key, mention) for key in mention.entities] if len(mention.entities) == 1 else []
    return []


def bearer_of_birth_name(reading: Reading, born: Token) -> list[Party] | None:
    """Who was "born Mary Orr", if a name stands right behind the word: not Mary Orr. None if none stands there."""
    name = reading.names.get(born.i + 1)
    if born.lower_ != "born" or name is None or name.type is not EntityType.PERSON or name.kind is not MentionKind.NAME:
        return None
    return renamed(reading, born)
