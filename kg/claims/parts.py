"""Figures that the article tells to be played: nothing that is told of Gemma in the soap is told of anybody."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.reading import Finding, Party, Reading
from kg.factuality.plot import is_past
from kg.factuality.rules import fiction_rules
from kg.model import EntityType, MentionKind


def played(reading: Reading) -> frozenset[str]:
    """The keys of those who are played by somebody: "Ann Lee, who plays Gemma", "Al Orr as Luke".

    Whom one plays at tennis is no part: the article has to speak of a screen or a stage, and of no match.
    """
    rules = fiction_rules()
    matches = any(token.pos_ in {"NOUN", "PROPN"} for token in reading.tokens(rules["played.matches"]))
    if matches or not reading.tokens(rules["played.stages"]):
        return frozenset()
    players = {key for verb in _playing(reading) for token in syntax.subjects(verb) for key in _named(reading, token)}
    found = {key for token in _played(reading) for key in _named(reading, token) or _called(reading, token)}
    return frozenset(found - players) | _with_them(reading, found - players)


def _with_them(reading: Reading, found: set[str]) -> frozenset[str]:
    """Those of one name who stand only in paragraphs with a part, in which nobody has two: figures of the same plot."""
    breaks = [token.i for token in reading.doc if "\n" in token.text] if found else []
    told: dict[str, set[int]] = {}
    full: set[int] = set()
    for mention in reading.names.values():
        if mention.type is EntityType.PERSON and len(mention.entities) == 1:
            key, paragraph = mention.entities[0], bisect(breaks, mention.first)
            if mention.last - mention.first > 1:
                full.add(paragraph)
            told.setdefault(key, set()).add(paragraph)
    plots = {paragraph for key in found for paragraph in told.get(key, ())} - full
    return frozenset(key for key, stands in told.items() if stands <= plots and " " not in _label(reading, key))


def _label(reading: Reading, key: str) -> str:
    return reading.mentions.entity(key).label


def is_of_a_part(reading: Reading, finding: Finding, keys: frozenset[str]) -> bool:
    """Whether a finding tells of a part: of a mere first name ("Gemma") always, of a full one in the present.

    What is told in the past of somebody with a full name may have happened to whom the film is about.
    """
    sides = [side for side in (finding.subject, finding.object) if isinstance(side, Party) and side.key in keys]
    if not sides or finding.fiction_is_fact:
        return False
    short = any(" " not in _label(reading, side.key) for side in sides)
    return short or not is_past(reading.doc[finding.trigger])


def _playing(reading: Reading) -> Iterator[Token]:
    return (token for token in reading.tokens(fiction_rules()["role.verbs"]) if token.pos_ == "VERB")


def _played(reading: Reading) -> Iterator[Token]:
    """What is played, and what stands behind "as" beside a player or a verb of the stage."""
    rules = fiction_rules()
    for verb in _playing(reading):
        named = [child for child in verb.children if child.dep_ == "dobj" and child.pos_ == "PROPN"]
        apart = any(
            token.text == "," for child in named for token in reading.doc[verb.i : child.i]
        )  # "Well played, Al"
        if named and not apart and syntax.subjects(verb):
            yield from syntax.coordinated(named)
    for token in reading.tokens(frozenset({"as"})):
        above = token.head
        beside = token.i > 0 and token.nbor(-1).ent_type_ == "PERSON"
        if above.ent_type_ == "PERSON" or beside or above.lemma_.lower() in rules["played.as_verbs"]:
            yield from (child for child in token.children if child.dep_ == "pobj" and child.pos_ == "PROPN")


def _called(reading: Reading, token: Token) -> Iterator[str]:
    """Who is called elsewhere as what is played: the name of a part is no mention of anybody where it is played."""
    words = [child.text for child in token.children if child.dep_ == "compound" and child.pos_ == "PROPN"]
    text = " ".join([*words, token.text])
    for mention in reading.names.values() if reading.mentions.at(token.i) is None and token.pos_ == "PROPN" else ():
        if mention.type is EntityType.PERSON and reading.text[mention.start : mention.end] == text:
            yield from mention.entities


def _named(reading: Reading, token: Token) -> tuple[str, ...]:
    mention = reading.mentions.at(token.i)
    named = mention is not None and mention.kind is MentionKind.NAME and mention.type is EntityType.PERSON
    return mention.entities if mention is not None and (named or token.tag_ in syntax.RELATIVES) else ()
