"""From findings to claims: open partners filled in, dated, judged, and given their exact words as evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg import factuality
from kg.claims import attach
from kg.claims.reading import Finding, Party, Reading, surety
from kg.dates import Time, TimeKind
from kg.model import Claim, EntityType, Evidence, Literal, LiteralType, PartialDate, Source, Status
from kg.vocab import is_symmetric

COUPLES = frozenset({"marriedTo", "engagedTo", "partnerOf"})
SPLIT = "event:Split"
NEAR = 120
"""How many tokens back the couple may stand that an event without parties is about."""


def complete(reading: Reading, findings: Iterable[Finding]) -> list[Claim]:
    """The claims that ``findings`` make, in the order of the text."""
    ordered = sorted(findings, key=lambda f: (f.trigger, f.predicate))
    couples = [f for f in ordered if f.predicate in COUPLES and f.subject is not None and isinstance(f.object, Party)]
    claims: list[Claim] = []
    for finding in ordered:
        settled = _settle(reading, finding, couples)
        if settled is not None:
            claim = _claim(reading, settled)
            if claim is not None:
                claims.append(claim)
    return claims


def _settle(reading: Reading, finding: Finding, couples: list[Finding]) -> Finding | None:
    """The finding with its partner filled in and "split" told apart: a couple that is married separates, others break up."""
    if finding.subject is None or finding.object is None and is_symmetric(finding.predicate) or finding.predicate == "event:DivorceFiling" and finding.object is None:
        finding = _with_partner(reading, finding, couples) or finding
        if finding.subject is None or finding.object is None and finding.predicate in COUPLES:
            return None
        if finding.object is None and is_symmetric(finding.predicate) or finding.object is None and finding.predicate == SPLIT:
            return None
    if finding.predicate == SPLIT or finding.note == "couples-only":
        pair = _pair(finding)
        married = any(c.predicate == "marriedTo" and _pair(c) == pair for c in couples)
        known = married or any(_pair(c) == pair for c in couples)
        if finding.note == "couples-only":
            if not known:
                return None
            finding = replace(finding, note=None)
        if finding.predicate == SPLIT:
            if len(pair) != 2:
                return None
            finding = replace(finding, predicate="event:Separation" if married else "event:Breakup")
    return finding


def _pair(finding: Finding) -> frozenset[str]:
    keys = {p.key for p in (finding.subject, finding.object) if isinstance(p, Party)}
    return frozenset(keys)


def _with_partner(reading: Reading, finding: Finding, couples: list[Finding]) -> Finding | None:
    """The partner of a lone party, or the couple of an event without parties: the one the text named last, nearby."""
    before = [c for c in couples if c.trigger <= finding.trigger and _is_positive(reading, c)]
    if finding.subject is not None:
        mine = [c for c in before if finding.subject.key in _pair(c)]
        if not mine:
            mine = [c for c in couples if finding.subject.key in _pair(c) and c.predicate == "marriedTo"]
        if not mine or len({_pair(c) for c in mine if c.predicate == mine[-1].predicate}) > 1 and finding.trigger - mine[-1].trigger > NEAR:
            return None
        last = mine[-1]
        other = last.object if last.subject is not None and last.subject.key == finding.subject.key else last.subject
        return replace(finding, object=other, confidence=finding.confidence * 0.9)
    recent = [c for c in before if finding.trigger - c.trigger <= NEAR]
    if not recent:
        return None
    last = recent[-1]
    return replace(finding, subject=last.subject, object=last.object, confidence=finding.confidence * 0.85)


def _is_positive(reading: Reading, finding: Finding) -> bool:
    verdict = factuality.judge(reading.doc, reading.doc[finding.trigger], reading.quotes, presupposed=finding.presupposed)
    return verdict.status in {Status.ASSERTED, Status.REPORTED}


def _claim(reading: Reading, finding: Finding) -> Claim | None:
    trigger = reading.doc[finding.trigger]
    if finding.subject is None or not finding.fiction_is_fact and factuality.is_fiction(reading.doc, trigger) or factuality.is_figurative(reading.doc, trigger):
        return None
    if isinstance(finding.object, Party) and finding.object.key == finding.subject.key:
        return None
    scope = reading.doc[finding.scope] if finding.scope is not None else _scope(reading, finding, trigger)
    verdict = factuality.judge(reading.doc, trigger, reading.quotes, presupposed=finding.presupposed, scope=scope)
    status = Status(dict(finding.recast).get(verdict.status.value, verdict.status.value))
    if finding.statuses and status.value not in finding.statuses:
        return None
    subject = reading.mentions.entity(finding.subject.key)
    if subject.type not in {EntityType.PERSON, EntityType.ORGANIZATION, EntityType.GROUP}:
        return None
    obj = reading.mentions.entity(finding.object.key) if isinstance(finding.object, Party) else finding.object
    start, end, at = _times(reading, finding, trigger)
    return Claim(
        subject,
        finding.predicate,
        obj,
        (_evidence(reading, finding, trigger),),
        start=finding.start or start,
        end=finding.end or end,
        at=finding.at or at,
        place=reading.mentions.entity(finding.place.key) if finding.place is not None else None,
        status=status,
        source=_source(reading, verdict.speaker) if status is not Status.ASSERTED else None,
        confidence=round(finding.confidence, 3),
        kinship=finding.kinship,
        note=finding.note,
    )


def _scope(reading: Reading, finding: Finding, trigger: Token) -> Token | None:
    """What a contrastive negation would hit: the place or object of a claim that the trigger takes as an adjunct."""
    if isinstance(finding.object, Party) and finding.object.mention.first > trigger.i:
        return reading.doc[finding.object.mention.head]
    return None


def _times(reading: Reading, finding: Finding, trigger: Token) -> tuple[PartialDate | None, PartialDate | None, PartialDate | None]:
    """Start, end and moment, as the frame wants them filled from the time beside the trigger."""
    if not finding.moment:
        return None, None, None
    time = attach.time_of(reading, trigger)
    if time is None:
        return None, None, None
    if finding.moment == "at":
        return None, None, _point(time)
    match time.kind:
        case TimeKind.RANGE:
            return time.since, time.until, None
        case TimeKind.SINCE:
            return time.since or time.value, None, None
        case TimeKind.UNTIL:
            return None, time.until or time.value, None
    return (time.value, None, None) if finding.moment == "start" else (None, time.value, None)


def _point(time: Time) -> PartialDate | None:
    return time.since if time.kind is TimeKind.SINCE and time.since is not None else time.value


def _source(reading: Reading, speaker: tuple[int, int] | None) -> Source | None:
    if speaker is None:
        return None
    first, last = speaker
    for i in range(first, last):
        mention = reading.mentions.at(i)
        if mention is not None and mention.head == reading.doc[first:last].root.i and len(mention.entities) == 1 and mention.type is EntityType.PERSON:
            entity = reading.mentions.entity(mention.entities[0])
            return Source(entity.label, False, entity.key)
    name, anonymous = factuality.source_name(reading.doc, speaker)
    return Source(name, anonymous)


def _evidence(reading: Reading, finding: Finding, trigger: Token) -> Evidence:
    sent = trigger.sent
    text = reading.doc.text
    start, end = sent.start_char, sent.end_char
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    assert finding.subject is not None
    if finding.object_span is not None:
        span = reading.doc[finding.object_span[0] : finding.object_span[1]]
        obj: tuple[int, int] | None = (span.start_char, span.end_char)
    elif isinstance(finding.object, Party):
        obj = (finding.object.mention.start, finding.object.mention.end)
    else:
        obj = None
    return Evidence(start, end, text[start:end], (finding.subject.mention.start, finding.subject.mention.end), obj, finding.rule)


__all__ = ["Iterator", "Literal", "LiteralType", "complete", "surety"]
