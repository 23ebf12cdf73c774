"""Other names: "née Smith", "born Norma Jeane Mortenson", "better known as Ye", "her stage name, Lola"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.reading import Finding, Party, Reading, people, surety
from kg.model import EntityType, Literal

ALIAS_CUES = frozenset({"born", "née", "nee", "né", "aka", "a.k.a.", "a.k.a", "nicknamed", "dubbed"})
KNOWN_BY = frozenset({"as", "by"})
KNOWN = frozenset({"known", "goes", "went", "go"})
AUDIENCES = frozenset({"to", "among", "around"})
BEGINNINGS = frozenset({"begin", "start"})
NAME_KINDS = frozenset({"stage", "birth", "real", "maiden", "married", "given", "full"})


def findings(reading: Reading) -> Iterator[Finding]:
    """``alsoKnownAs``: "née Smith", "born Norma Jeane Mortenson", "better known as Ye"."""
    doc = reading.doc
    for token in doc:
        known_by = token.lower_ in KNOWN_BY and token.head.lower_ in KNOWN and token.i == token.head.i + 1
        far = _known_before(token) if token.lower_ == "as" and not known_by else None
        if token.lower_ in ALIAS_CUES or known_by or far is not None:
            i = token.i + 1
        elif token.lower_ == "name" and token.i > 0 and doc[token.i - 1].lower_ in NAME_KINDS:
            i = _name_after(reading, token)
        else:
            continue
        name = reading.names.get(i) if i < len(doc) else None
        text = _capitalised(reading, i)
        if text is None:
            continue
        for party in _renamed(reading, token if far is None else far):
            if (
                name is not None
                and name.resolved
                and party.key not in name.entities
                and token.lower_ != "born"
                and len(name.entities) == 1
            ):
                label = reading.mentions.entity(name.entities[0]).label
                if label != doc[i:text].text:
                    continue
            words = doc[i:text].text
            if words == reading.mentions.entity(party.key).label:
                continue
            yield Finding(
                "alsoKnownAs",
                party,
                Literal(words),
                token.i,
                "known-as",
                0.9 * surety(party),
                presupposed=True,
                object_span=(i, text),
                fiction_is_fact=token.lower_ == "name",  # a stage name is one
            )


def _known_before(preposition: Token) -> Token | None:
    """The verb that a far "as" belongs to: "known to his fans as Duke", "began life in Leeds as Ann Lowe"."""
    doc = preposition.doc
    for token in doc[max(preposition.sent.start, preposition.i - 8) : preposition.i]:
        after = doc[token.i + 1].lower_
        if (token.lower_ in KNOWN and after in AUDIENCES) or (token.lemma_ in BEGINNINGS and after == "life"):
            return token
    return None


def _name_after(reading: Reading, noun: Token) -> int:
    doc, i = reading.doc, noun.i + 1
    while i < len(doc) and doc[i].lower_ in {",", "is", "was", ":", "—", "of"}:
        i += 1
    return i


def _capitalised(reading: Reading, i: int) -> int | None:
    """The index after the run of capitalised words at ``i``; None if there is none, or if it is a place or a date."""
    doc = reading.doc
    mention = reading.mentions.at(i) if i < len(doc) else None
    if mention is not None and mention.type is EntityType.PLACE:
        return None
    j = i
    while (
        j < len(doc)
        and doc[j].text[:1].isupper()
        and doc[j].pos_ in {"PROPN", "NOUN", "ADJ", "X"}
        and doc[j].ent_type_ not in {"DATE", "GPE", "LOC"}
    ):
        j += 1
    return j if j > i else None


def _renamed(reading: Reading, cue: Token) -> list[Party]:
    """Whose other name it is: the name right before, the owner of "her stage name", or the subject."""
    doc = reading.doc
    if cue.lower_ == "name":
        return people(reading, syntax.possessors(cue))[:1]
    i = cue.i - 1
    while i >= cue.sent.start and doc[i].lower_ in {
        ",",
        "(",
        "better",
        "best",
        "also",
        "professionally",
        "known",
        "was",
        "is",
        "—",
        "who",
        "were",
    }:
        i -= 1
    mention = reading.mentions.at(i) if i >= 0 else None
    if (
        mention is not None
        and mention.last == i + 1
        and mention.type is EntityType.PERSON
        and len(mention.entities) == 1
    ):
        return [Party(mention.entities[0], mention)]
    verb = cue.head if cue.lower_ in KNOWN_BY else cue
    named = people(reading, syntax.subjects(verb))
    return named if len(named) == 1 else []  # a couple's nickname is nobody's name
