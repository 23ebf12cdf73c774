"""The words of a claim: the sentence it rests on, and in it the mentions of the two parties."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kg.claims.reading import Finding, Party, Reading
from kg.model import Evidence, Mention, MentionKind


def evidence(reading: Reading, finding: Finding, trigger: Token) -> Evidence:
    """The sentence of ``trigger`` and in it the words for both parties of ``finding``."""
    sent = trigger.sent
    text = reading.text
    start, end = sent.start_char, sent.end_char
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    subject, other = _mentions(reading, finding, sent)
    obj = (other.start, other.end) if other is not None else None
    if finding.object_span is not None:
        span = reading.doc[finding.object_span[0] : finding.object_span[1]]
        obj = (span.start_char, span.end_char)
    return Evidence(start, end, text[start:end], (subject.start, subject.end), obj, finding.rule)


def _mentions(reading: Reading, finding: Finding, sent: Span) -> tuple[Mention, Mention | None]:
    """The words for subject and object; a word for both ("their wedding") stays where not both have others."""
    assert finding.subject is not None
    subject = own_mention(reading, finding.subject, sent)
    if not isinstance(finding.object, Party):
        return subject, None
    other = own_mention(reading, finding.object, sent)
    both = finding.subject.mention
    if both == finding.object.mention and both in {subject, other} and _is_in(both, sent):
        return both, both
    return subject, other


def own_mention(reading: Reading, party: Party, sent: Span) -> Mention:
    """The mention that tells best who the party is: "Ann and her husband, Al, see to their son, Bo".

    Of the party's own mentions in the sentence the nearest name, where a noun was read or a word for several; in place
    of the latter else the nearest pronoun; what was read where there is none. Where that stands in another sentence,
    the best that this one has, a word for several last, or failing that what stands nearest before it, or behind it.
    """
    read = party.mention
    if not _is_in(read, sent):
        return _in_place_of(reading, party, sent)
    if read.kind is MentionKind.NAME or (len(read.entities) == 1 and read.kind is MentionKind.PRONOUN):
        return read
    alone = [m for m in reading.mentions.mentions if m.entities == (party.key,) and _is_in(m, sent)]
    for kind in (MentionKind.NAME, MentionKind.PRONOUN)[: len(read.entities)]:
        if of_kind := [mention for mention in alone if mention.kind is kind]:
            return min(of_kind, key=lambda mention: (abs(mention.first - read.first), mention.first))
    return read


_BEST = (MentionKind.NAME, MentionKind.NOMINAL, MentionKind.PRONOUN)


def _in_place_of(reading: Reading, party: Party, sent: Span) -> Mention:
    """The words for a party of whom other sentences were read."""
    told = [m for m in reading.mentions.mentions if party.key in m.entities]
    if here := [m for m in told if _is_in(m, sent)]:
        return min(here, key=lambda m: (len(m.entities) > 1, _BEST.index(m.kind), m.first))
    before = [m for m in told if m.first < sent.start]
    return max(before, key=lambda m: m.last) if before else min(told, key=lambda m: m.first, default=party.mention)


def _is_in(mention: Mention, sent: Span) -> bool:
    return sent.start <= mention.first < sent.end
