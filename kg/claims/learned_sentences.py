"""Which sentences of an article the encoder reads, and which pairs of what stands in them it scores."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache

import numpy as np
from spacy.tokens import Span

from kg.claims.reading import Party, Reading
from kg.dates import Time, TimeKind
from kg.encoder import Candidate, Pairs, candidates
from kg.model import EntityType, LiteralType
from kg.names import rules
from kg.vocab import RELATIONS

Side = Party | Time


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to read: its candidates, what of the article stands at each (nothing: unresolved), what to score."""

    span: Span
    candidates: tuple[Candidate, ...]
    sides: tuple[tuple[Side, ...], ...]
    pairs: Pairs
    hints: frozenset[str]


def to_read(reading: Reading, spent: Set[int], told: Set[tuple[int, frozenset[str]]]) -> list[Sentence]:
    """The sentences in which a word hints at what could be claimed of two of whom nothing is ``told`` there.

    The words at the ``spent`` indices hint at nothing.
    """
    hinted = _hinted(reading, spent)
    spans = [(span, hinted[span.start]) for span in reading.doc.sents if span.start in hinted]
    return [s for span, hints in spans if (s := _sentence(reading, span, hints, told)) is not None]


def _sentence(
    reading: Reading, span: Span, hints: frozenset[str], told: Set[tuple[int, frozenset[str]]]
) -> Sentence | None:
    """The sentence, if what its words hint at could be claimed of two of its candidates."""
    found = candidates(span)
    origin = span.start_char
    sides = tuple(_sides(reading, span, one, origin) for one in found)
    pairs = _pairs(reading, sides, hints, frozenset(both for start, both in told if start == span.start))
    return Sentence(span, tuple(found), sides, pairs, hints) if len(pairs) else None


def _hinted(reading: Reading, spent: Set[int]) -> dict[int, frozenset[str]]:
    """What the words of each sentence (the index of its first token) hint at, printed so or by their lemmas."""
    found: dict[int, frozenset[str]] = {}
    for token in reading.tokens(_cues()):
        if token.i not in spent and (token.i == 0 or token.nbor(-1).lower_ not in rules("learned")["void"]):
            told = (_cues().get(word, frozenset()) for word in reading.forms[token.i])
            found[token.sent.start] = found.get(token.sent.start, frozenset()).union(*told)
    return found


@cache
def _cues() -> dict[str, frozenset[str]]:
    """The words, and of which claims each is a hint."""
    found: dict[str, frozenset[str]] = {}
    for hint, words in rules("learned")["cues"].items():
        for word in words:
            found[word] = found.get(word, frozenset()) | {hint}
    return found


def _sides(reading: Reading, span: Span, candidate: Candidate, origin: int) -> tuple[Side, ...]:
    """The entities, or the date, that stand at a candidate."""
    start, end = candidate.start + origin, candidate.end + origin
    if candidate.type == "Date":
        return tuple(t for t in reading.times if t.start < end and start < t.end and t.kind in _DATED)
    inside = [token.i for token in span if start <= token.idx < end]
    mention = next(
        (m for i in reversed(inside) if (m := reading.mentions.at(i)) is not None and m.head in inside), None
    )
    return tuple(Party(key, mention) for key in mention.entities) if mention is not None else ()


_DATED = frozenset({TimeKind.POINT, TimeKind.RANGE})


def _pairs(
    reading: Reading, sides: Sequence[tuple[Side, ...]], hints: frozenset[str], told: frozenset[frozenset[str]]
) -> Pairs:
    """The pairs of candidates of which something hinted at could be claimed, or of which the reverse could."""
    kinds = [{_kind(reading, side) for side in both} for both in sides]
    fit = {
        (i, j)
        for i, one in enumerate(kinds)
        for j, other in enumerate(kinds)
        if i != j and _can_stand(one, other, hints) and _open(sides[i], sides[j], told)
    }
    pairs = sorted((i, j) for i, j in fit | {(j, i) for i, j in fit} if LiteralType.DATE not in kinds[i])
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _open(one: Sequence[Side], other: Sequence[Side], told: frozenset[frozenset[str]]) -> bool:
    """Whether the rules have left something open of any two of them: of a date they may have told another thing."""
    return any(
        isinstance(a, Time) or isinstance(b, Time) or (a.key != b.key and frozenset({a.key, b.key}) not in told)
        for a in one
        for b in other
    )


def _kind(reading: Reading, side: Side) -> EntityType | LiteralType:
    return LiteralType.DATE if isinstance(side, Time) else reading.mentions.entity(side.key).type


def _can_stand(one: set[EntityType | LiteralType], other: set[EntityType | LiteralType], hints: frozenset[str]) -> bool:
    return any(not hints.isdisjoint(_kinds().get((a, b), frozenset())) for a in one for b in other)


@cache
def _kinds() -> dict[tuple[EntityType | LiteralType, EntityType | LiteralType], frozenset[str]]:
    """The kinds of subject and object between which the policy makes claims, and what hints at those."""
    found: dict[tuple[EntityType | LiteralType, EntityType | LiteralType], frozenset[str]] = {}
    for policy in rules("learned")["claims"]:
        relation = RELATIONS.get(policy["predicate"])
        subjects = EntityType if relation is None else (relation.domain,)
        expected = EntityType.PERSON if relation is None else relation.range
        objects = [LiteralType.DATE] if expected is LiteralType.DATE else [t for t in EntityType if meets(t, expected)]
        for pair in ((subject, thing) for subject in subjects for thing in objects):
            found[pair] = found.get(pair, frozenset()) | {policy["cues"]}
    return found


def meets(found: EntityType, expected: EntityType | LiteralType) -> bool:
    """Whether an entity of one kind may stand where another is expected: people and places take no other's place.

    >>> meets(EntityType.ORGANIZATION, EntityType.WORK), meets(EntityType.PERSON, EntityType.PLACE)
    (True, False)
    """
    if expected in {EntityType.PERSON, EntityType.PLACE} or found in {EntityType.PERSON, EntityType.PLACE}:
        return found is expected
    return True
