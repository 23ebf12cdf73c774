"""Children who died as babies: "their son, Max, lived for three days", "a girl, Ida, who lived only a few hours"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_nouns import lexicon
from kg.claims.reading import Finding, Party, Reading, people, surety
from kg.dates import Time, TimeKind
from kg.model import EntityType, Literal, LiteralType

UNITS = frozenset({"minutes", "hour", "hours", "day", "days", "week", "weeks"})
"""So long do babies live, and nobody else is said to live."""
SHORT = frozenset({"minutes", "hour", "hours", "day", "days"})
"""Whoever lives so long was born in the month of the death."""
MONTH = len("2020-01")
RULE = "short-life"


def findings(reading: Reading) -> Iterator[Finding]:
    """``event:Death``, and ``diedOn`` and ``bornOn`` where the month or year is told."""
    for verb in reading.tokens({"live", "survive"}):
        if verb.tag_ not in {"VBD", "VBN"} or (unit := _lasted(verb)) is None:
            continue
        time, ends = _time_behind(reading, unit.i + 1)
        children = people(reading, syntax.subjects(verb))
        if not ends or len(children) != 1 or not _is_child(reading, verb, children[0]):
            continue
        sure = 0.88 * surety(children[0])
        yield Finding("event:Death", children[0], None, verb.i, RULE, sure, moment="at" if time is not None else "")
        if time is None or time.value is None:
            continue
        day = Literal(time.value.value, LiteralType.DATE)
        yield Finding("diedOn", children[0], day, verb.i, RULE, sure)
        if unit.lower_ in SHORT and len(time.value.value) <= MONTH:
            yield Finding("bornOn", children[0], day, verb.i, RULE, sure)


def _lasted(verb: Token) -> Token | None:
    """The unit of the span right behind the verb: "for three days", "only a few hours", "less than a week"."""
    for token in verb.doc[verb.i + 1 : min(verb.i + 7, verb.sent.end)]:
        if token.lower_ in UNITS:
            return token
        if token.pos_ not in {"ADP", "ADV", "ADJ", "DET", "NUM", "SCONJ"}:
            return None
    return None


def _time_behind(reading: Reading, i: int) -> tuple[Time | None, bool]:
    """The time that stands behind the span, and whether the clause ends there: who lived "with an aunt" grew older."""
    doc = reading.doc
    if i + 1 < len(doc) and doc[i].lower_ in {"in", "on"}:
        time = next((t for t in reading.times if t.first == i + 1 and t.kind is TimeKind.POINT), None)
        return (time, True) if time is not None and time.value is not None else (None, False)
    return None, i >= len(doc) or doc[i].is_punct or doc[i].is_space or doc[i].lower_ in {"and", "but"}


def _is_child(reading: Reading, verb: Token, one: Party) -> bool:
    """Whether the subject is told of as somebody's child in the sentence."""
    if reading.mentions.entity(one.key).type is not EntityType.PERSON:
        return False
    kin = (lexicon().get(t.lower_) for t in verb.doc[verb.sent.start : verb.i] if t.i not in reading.in_names)
    return any(noun is not None and noun.relation == "parentOf" and noun.bearer == "object" for noun in kin)
