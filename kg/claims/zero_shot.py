"""What a large model of entailment reads in the sentences of an article, as findings beside all others.

Every two entities of a sentence that can stand in a relation are put to the model as hypotheses ("Ann and Bo are or
were husband and wife"), which are data (``kg/rules/hypotheses.toml``). A pronoun has its name behind it in the
premise, since the model sees the sentence alone. A sentence of many people takes the model a hundred runs and more:
it is for those who have the time (docs/decisions/016).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from spacy.tokens import Span

from kg.claims.learned import beside, fits, told_pairs, trigger
from kg.claims.reading import Finding, Party, Reading
from kg.entailment import Entailment
from kg.model import MentionKind
from kg.names import rules
from kg.vocab import RELATIONS, is_symmetric

RULE = "entailment"


@dataclass(frozen=True, slots=True)
class _Question:
    """A hypothesis about two parties of a sentence."""

    premise: str
    hypothesis: str
    predicate: str
    subject: Party
    object: Party


def findings(reading: Reading, model: Entailment, told: Sequence[Finding] = ()) -> Iterator[Finding]:
    """What the model is sure enough of and nobody has ``told``. Raises OSError where its folder lacks something."""
    known = told_pairs(told, reading.doc)
    asked = [
        one
        for sentence in reading.doc.sents
        for one in _questions(reading, sentence)
        if (sentence.start, frozenset({one.subject.key, one.object.key})) not in known
    ]
    chances = model.chances([(one.premise, one.hypothesis) for one in asked])
    best: dict[tuple[int, str, str, str], Finding] = {}
    for one, chance in zip(asked, chances, strict=True):
        if chance < rules("hypotheses")["least"]:
            continue
        head, tail = one.subject.mention.head, one.object.mention.head
        place = trigger(reading.doc, head, tail)
        key = (int(reading.doc[head].sent.start), one.predicate, one.subject.key, one.object.key)
        if key not in best or chance > best[key].confidence:
            best[key] = Finding(one.predicate, one.subject, one.object, place, RULE, chance)
    yield from beside(told, list(best.values()), reading.doc)


def _questions(reading: Reading, sentence: Span) -> Iterator[_Question]:
    parties = _parties(reading, sentence)
    premise = _premise(reading, sentence, parties)
    for one in rules("hypotheses")["hypotheses"]:
        predicate = one["predicate"]
        for subject, thing in permutations(parties, 2):
            if is_symmetric(predicate) and thing.mention.first < subject.mention.first:
                continue
            if reading.mentions.entity(subject.key).type is RELATIONS[predicate].domain and fits(
                reading, predicate, thing
            ):
                names = {"subject": _label(reading, subject), "object": _label(reading, thing)}
                yield _Question(premise, one["says"].format(**names), predicate, subject, thing)


def _parties(reading: Reading, sentence: Span) -> list[Party]:
    """Every entity of the sentence once, where it is named if it is."""
    found: dict[str, Party] = {}
    for token in sentence:
        mention = reading.mentions.at(token.i)
        if mention is None or not mention.resolved or len(mention.entities) != 1:
            continue
        [key] = mention.entities
        if key not in found or (mention.kind is MentionKind.NAME and found[key].mention.kind is not MentionKind.NAME):
            found[key] = Party(key, mention)
    return list(found.values())


def _premise(reading: Reading, sentence: Span, parties: Sequence[Party]) -> str:
    """The sentence with the name behind every pronoun or description that stands for one of the parties."""
    text, origin = sentence.text, sentence.start_char
    for party in sorted(parties, key=lambda one: -one.mention.end):
        if party.mention.kind is not MentionKind.NAME:
            end = party.mention.end - origin
            text = f"{text[:end]} ({_label(reading, party)}){text[end:]}"
    return text


def _label(reading: Reading, party: Party) -> str:
    return reading.mentions.entity(party.key).label
