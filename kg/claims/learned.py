"""What the trained encoder reads in the sentences of an article, as findings beside those of the rules.

The encoder tells who stands in which relation to whom. Which word carries it is taken from the parse, so that dates,
negations, hedges and speakers attach as they do for the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from math import exp

import numpy as np
from spacy.tokens import Doc, Span

from kg.claims import syntax
from kg.claims.kin_nouns import lexicon
from kg.claims.lists import leaves_the_verb_out
from kg.claims.reading import Finding, Party, Reading
from kg.dates import Time, TimeKind
from kg.encoder import Candidate, Encoder, Pairs, Scores, candidates
from kg.factuality.rules import fiction_rules
from kg.model import EntityType, Literal, LiteralType, PartialDate
from kg.names import rules
from kg.vocab import RELATIONS, is_symmetric

RULE = "encoder"
_BEGINS = frozenset({"bornOn", "foundedOn"})
_OF_ONE = frozenset({"parentOf", "studiedAt"})
"""Of an object of these the rules tell in a sentence of all who are meant."""
_KIN = frozenset({"parentOf", "siblingOf", "relativeOf"})
_NOUNS = frozenset({"NOUN", "PROPN"})

Side = Party | Time


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence to read: its candidates, what of the article stands at each (nothing: unresolved), what to score."""

    span: Span
    candidates: tuple[Candidate, ...]
    sides: tuple[tuple[Side, ...], ...]
    pairs: Pairs
    hints: frozenset[str]


def findings(reading: Reading, encoder: Encoder, told: Sequence[Finding] = ()) -> Iterator[Finding]:
    """What the encoder is sure enough of: of each pair of entities of a sentence once, where it is surest.

    It takes nearly half of the time of all claims, so it reads only sentences in which a word hints at a claim that it
    may make, and two stand who could be meant and of whom the rules have ``told`` nothing there (see `beside`). A word
    by which the rules have told something is no hint any more.
    """
    pairs = told_pairs(told, reading.doc)
    hinted = _hinted(reading.doc, frozenset(finding.trigger for finding in told))
    spans = [(span, hinted[span.start]) for span in reading.doc.sents if span.start in hinted]
    sentences = [s for span, hints in spans if (s := _sentence(reading, span, hints, pairs)) is not None]
    read = encoder.read([(s.span.text, s.candidates) for s in sentences], [s.pairs for s in sentences])
    for sentence, scores in zip(sentences, read, strict=True):
        for found in _found(reading, sentence, scores, encoder.labels):
            if not _misread(reading, sentence.span, found):
                yield found


def _misread(reading: Reading, sentence: Span, found: Finding) -> bool:
    """Whether the sentence says something else: it only likens two to kin, raises a child for others, "his death"."""
    if isinstance(found.object, Party):
        likened = found.predicate in _KIN and any(
            token.lower_ in fiction_rules()["figurative.likened"]
            or (token.lemma_ == "raise" and any(child.lower_ == "for" for child in token.children))
            for token in sentence
        )
        return likened or leaves_the_verb_out(reading, found.object.mention)
    if found.subject is not None and syntax.is_of_another(reading.doc[found.subject.mention.head]):
        return True
    whose = [t for t in sentence if t.tag_ == "PRP$" and t.head.lemma_ == "death"]
    meant = [reading.mentions.at(t.i) for t in whose]
    subject = found.subject.key if found.subject is not None else ""
    return found.predicate == "diedOn" and any(m is None or subject not in m.entities for m in meant)


def beside(told: Sequence[Finding], learned: Sequence[Finding], doc: Doc) -> Iterator[Finding]:
    """Those of ``learned`` of which the rules have ``told`` nothing: what they say of two people in a sentence stands.

    So do whose date it is, who are a child's parents and who was at a school. Children of one parent, or siblings of
    one person, are no news as siblings: the graph knows it.
    """

    def sentence(finding: Finding) -> int:
        return int(doc[finding.trigger].sent.start)

    pairs = told_pairs(told, doc)
    dates = {(sentence(f), f.predicate, f.object.value) for f in told if isinstance(f.object, Literal)}
    kin: dict[str, set[str]] = {}
    taken = {(sentence(f), f.predicate, _other(f)) for f in told if f.predicate in _OF_ONE}
    for finding in told:
        if finding.predicate == "parentOf" and finding.subject is None:  # children of the couple the text speaks of
            kin.setdefault(_other(finding), set()).add(f"the parents at {finding.trigger}")
    for finding in (*told, *learned):
        if finding.subject is not None and isinstance(finding.object, Party):
            if finding.predicate == "parentOf" or (finding.predicate == "siblingOf" and finding.rule != RULE):
                kin.setdefault(finding.object.key, set()).add(finding.subject.key)
            if finding.predicate == "siblingOf" and finding.rule != RULE:
                kin.setdefault(finding.subject.key, set()).add(finding.object.key)
    for finding in learned:
        assert finding.subject is not None
        one, other = finding.subject.key, _other(finding)
        if finding.predicate == "siblingOf" and kin.get(one, set()) & kin.get(other, set()):
            continue
        if isinstance(finding.object, Literal) and (sentence(finding), finding.predicate, other) in dates:
            continue
        if (sentence(finding), finding.predicate, other) in taken:
            continue
        if (sentence(finding), frozenset({one, other})) not in pairs:
            yield finding


def told_pairs(told: Sequence[Finding], doc: Doc) -> set[tuple[int, frozenset[str]]]:
    """Of which two something is told in which sentence (the index of its first token)."""
    return {
        (int(doc[f.trigger].sent.start), frozenset({f.subject.key, _other(f)})) for f in told if f.subject is not None
    }


def _sentence(
    reading: Reading, span: Span, hints: frozenset[str], told: Set[tuple[int, frozenset[str]]]
) -> _Sentence | None:
    """The sentence, if what its words hint at could be claimed of two of its candidates."""
    found = candidates(span)
    origin = span.start_char
    sides = tuple(_sides(reading, span, one, origin) for one in found)
    pairs = _pairs(reading, sides, hints, frozenset(both for start, both in told if start == span.start))
    return _Sentence(span, tuple(found), sides, pairs, hints) if len(pairs) else None


def _hinted(doc: Doc, spent: Set[int]) -> dict[int, frozenset[str]]:
    """What the words of each sentence (the index of its first token) hint at, printed so or by their lemmas.

    The ``spent`` ones hint at nothing.
    """
    cues = {doc.vocab.strings[word]: hints for word, hints in _cues().items()}
    words: list[list[int]] = doc.to_array(["LOWER", "LEMMA"]).tolist()
    found: dict[int, frozenset[str]] = {}
    for i, both in enumerate(words):
        for word in both:
            if word in cues and i not in spent:
                start = doc[i].sent.start
                found[start] = found.get(start, frozenset()) | cues[word]
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
        objects = [LiteralType.DATE] if expected is LiteralType.DATE else [t for t in EntityType if _meets(t, expected)]
        for pair in ((subject, thing) for subject in subjects for thing in objects):
            found[pair] = found.get(pair, frozenset()) | {policy["cues"]}
    return found


def _found(reading: Reading, sentence: _Sentence, scores: Scores, labels: Sequence[str]) -> Iterator[Finding]:
    """What the scores are sure enough of; of several mentions of the same two, the likeliest."""
    index = {(int(i), int(j)): n for n, (i, j) in enumerate(scores.pairs)}
    for policy in rules("learned")["claims"]:
        if policy["cues"] not in sentence.hints:
            continue
        predicate, label = policy["predicate"], policy["label"]
        column = scores.logits[:, labels.index(label)]
        slope, shift = rules("learned")["calibration"][label.split(":")[0] if ":" in label else "stated"]
        best: dict[tuple[object, ...], Finding] = {}
        for (i, j), n in index.items():
            turned = index.get((j, i)) if is_symmetric(predicate) else None
            if turned is not None and j < i:
                continue
            logit = float(column[n]) if turned is None else float(column[n] + column[turned]) / 2
            chance = 1 / (1 + exp(-(slope * logit + shift)))
            if chance < policy["least"]:
                continue
            for finding in _stated(reading, sentence, predicate, i, j, chance):
                pair = (finding.subject.key if finding.subject else "", _other(finding))
                if pair not in best or chance > best[pair].confidence:
                    best[pair] = finding
        yield from best.values()


def _other(finding: Finding) -> str:
    return finding.object.key if isinstance(finding.object, Party) else finding.object.value if finding.object else ""


def _stated(reading: Reading, sentence: _Sentence, label: str, i: int, j: int, chance: float) -> Iterator[Finding]:
    """The findings of one pair: every entity on the one side with every one on the other, if they fit the label."""
    relation = RELATIONS.get(label)
    for subject in sentence.sides[i]:
        for thing in sentence.sides[j]:
            if isinstance(subject, Time):
                continue
            if relation is not None and reading.mentions.entity(subject.key).type is not relation.domain:
                continue
            value: Party | Literal | None
            span: tuple[int, int] | None = None
            if isinstance(thing, Time):
                moment = _moment(thing, label)
                if moment is None or relation is None or relation.range is not LiteralType.DATE:
                    continue
                value, span = Literal(moment.value, LiteralType.DATE), (thing.first, thing.last)
                head = thing.first
            else:
                if thing.key == subject.key or (relation is not None and relation.range is LiteralType.DATE):
                    continue
                if not fits(reading, label, thing) or (
                    (label == "parentOf" and _is_the_other_parent(reading.doc, thing))
                    or (label in {"parentOf", "siblingOf"} and _is_more_distant(reading.doc, subject, thing))
                ):
                    continue
                value, head = thing, thing.mention.head
            word = trigger(reading.doc, subject.mention.head, head)
            given = reading.doc[word].pos_ in _NOUNS and reading.doc[word].dep_ not in {"attr", "ROOT"}
            given = given and reading.doc[word].sent[-1].text != "?"  # who is asked whether takes nothing for granted
            yield Finding(
                label,
                subject,
                value,
                word,
                RULE,
                chance,
                presupposed=given,
                object_span=span,
                moment="at" if label.startswith("event:") else "",
            )


def _is_the_other_parent(doc: Doc, thing: Party) -> bool:
    """Whether a child is told of with somebody: "her first child with Al Orr, a boy"."""
    kin, k = lexicon(), thing.mention.first - 1
    start = doc[thing.mention.head].sent.start
    while k > start and doc[k].tag_ in {"NN", "NNP", "JJ", "DT", "PRP$", "HYPH"} and doc[k].lower_ not in kin:
        k -= 1
    behind_with = k > start and doc[k].lower_ == "with"
    children = (t for t in doc[start:k] if t.lower_ in kin and kin[t.lower_].bearer == "object")
    return behind_with and any(children)


def _is_more_distant(doc: Doc, *parties: Party) -> bool:
    """Whether one of them is brought in as kin of another kind: "a stepdaughter, Ann", "his uncle Al"."""
    for party in parties:
        k = party.mention.first - 1
        k -= k > 0 and doc[k].text == ","
        kin = lexicon().get(doc[k].lower_) if k >= 0 else None
        if kin is not None and kin.relation == "relativeOf":
            return True
    return False


def fits(reading: Reading, label: str, thing: Party) -> bool:
    """Whether the entity can stand behind the label: people with people, places with what is of places."""
    relation = RELATIONS.get(label)
    expected = relation.range if relation is not None else EntityType.PERSON
    return _meets(reading.mentions.entity(thing.key).type, expected)


def _meets(found: EntityType, expected: EntityType | LiteralType) -> bool:
    if expected in {EntityType.PERSON, EntityType.PLACE} or found in {EntityType.PERSON, EntityType.PLACE}:
        return found is expected
    return True


def _moment(time: Time, label: str) -> PartialDate | None:
    """The day meant: of a period its beginning for a birth, its end for a death."""
    if time.kind is TimeKind.POINT:
        return time.value
    return time.since if label in _BEGINS else time.until


def trigger(doc: Doc, one: int, other: int) -> int:
    """The word that joins the two: the lowest in the parse that is above both; of two in one phrase, the head."""
    above = [one]
    while doc[above[-1]].head.i != above[-1]:
        above.append(doc[above[-1]].head.i)
    node, known = other, set(above)
    while node not in known and doc[node].head.i != node:
        node = doc[node].head.i
    return node if node in known else one
