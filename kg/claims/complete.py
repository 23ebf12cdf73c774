"""From findings to claims: open partners filled in, dated, judged, and given their exact words as evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg import factuality
from kg.claims import attach, bygone, syntax
from kg.claims.couples import Family, settle
from kg.claims.own_words import evidence
from kg.claims.reading import Finding, Party, Reading
from kg.claims.schedule import is_scheduled
from kg.dates import Time, TimeKind, latest
from kg.factuality.corrections import is_set_right
from kg.model import TOLD, Claim, Entity, EntityType, Mention, MentionKind, PartialDate, Source, Status
from kg.quotes import quote_at
from kg.vocab import COUPLES, RELATIONS, is_symmetric

GRAVE = frozenset({"event:Death", "diedOn", "diedIn", "event:Arrest", "event:Diagnosis", "hasCondition"})
"""What is told of nobody who may be another."""
LASTING = COUPLES | {"livesIn", "leads", "employedBy", "memberOf", "partyMemberOf"}
"""What ends when it is told to have gone on "until her death in 1981"."""

OTHERS = frozenset({"he", "she", "his", "her", "him", "hers"})
"""Who is meant by these is told by what stands before, whoever it was a while ago."""

SUBJECTS = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.GROUP})


def complete(reading: Reading, findings: Iterable[Finding]) -> list[Claim]:
    """The claims that ``findings`` make, in the order of the text."""
    findings = bygone.noted(reading, findings)
    ordered = sorted(findings, key=lambda f: (f.trigger, f.predicate, f.subject.mention.start if f.subject else -1))
    family = Family.of(reading, ordered)
    stated = {
        f.object.mention.start: f for f in ordered if f.rule.startswith("kin-have") and isinstance(f.object, Party)
    }
    claims: list[Claim] = []
    for finding in ordered:
        if finding.predicate == "bornOn" and finding.subject is not None and finding.subject.mention.start in stated:
            # an age in a list of children is said by whoever says that they have the children
            finding = replace(finding, trigger=stated[finding.subject.mention.start].trigger, presupposed=False)
        elif finding.predicate in {"bornOn", "livesIn"} and quote_at(reading.quotes, finding.trigger) is not None:
            finding = replace(finding, presupposed=False)  # nobody else vouches for an age or a home that they mention
        claims.extend(claim for settled in settle(reading, finding, family) for claim in _claims(reading, settled))
    return claims


def _claims(reading: Reading, finding: Finding) -> Iterator[Claim]:
    """The claims of one finding: one for each voice in the sentence that says something of it."""
    trigger = reading.doc[finding.trigger]
    if (not finding.fiction_is_fact and factuality.is_fiction(reading.doc, trigger)) or factuality.is_figurative(
        reading.doc, trigger
    ):
        return
    if finding.subject is None or (isinstance(finding.object, Party) and finding.object.key == finding.subject.key):
        return
    if finding.subject.mention.kind is MentionKind.PRONOUN and factuality.tells_how_long(trigger):
        return  # "They weren't engaged for long" takes up what was told before, in whosever words
    if isinstance(finding.object, Party) and _in_range(reading, finding, finding.object) is None:
        return
    if reading.mentions.entity(finding.subject.key).type not in SUBJECTS:
        return
    if not finding.presupposed and is_set_right(trigger):
        return
    if finding.predicate in GRAVE and _has_a_rival(reading, finding.subject.mention):
        return
    if (
        isinstance(finding.object, Party)
        and is_symmetric(finding.predicate)
        and _comes_first(reading, finding.object, finding.subject)
    ):
        finding = replace(finding, subject=finding.object, object=finding.subject)
    verdict = factuality.Verdict(Status.ASSERTED)
    if not (finding.predicate == "bornOn" and finding.presupposed):  # "is rumoured to be Ann Lee, 31": the age is not
        scope = _scope(reading, finding, trigger)
        verdict = factuality.judge(reading.doc, trigger, reading.quotes, presupposed=finding.presupposed, scope=scope)
    if verdict.status in TOLD and _is_an_alternative(reading, finding):
        verdict = replace(verdict, status=Status.POSSIBLE)
    times = _times(reading, finding, trigger)
    if verdict.status is Status.PLANNED and _came_to_pass(reading, trigger, times):
        verdict = factuality.Verdict(Status.ASSERTED)
    elif (
        verdict.status in TOLD
        and (finding.moment or (trigger.pos_ == "VERB" and not finding.presupposed))
        and is_scheduled(reading, trigger)
    ):  # "whose contract at Fjordstad runs out in June" plans no contract
        verdict = replace(verdict, status=Status.PLANNED, ahead=True)
    for voice in (verdict, *verdict.also):
        cast = dict(finding.recast).get(voice.status.value, voice.status.value)
        if cast == Status.ASSERTED and voice.status is Status.PLANNED and voice.speaker is not None:
            cast = Status.REPORTED.value  # the plan is theirs, and so is the engagement
        if cast and (not finding.statuses or cast in finding.statuses):
            status = Status(cast)
            source = _source(reading, voice.speaker) if status is not Status.ASSERTED else None
            said = _said(reading, voice.speaker) if source is not None else None
            ahead = status is Status.PLANNED or (status is Status.POSSIBLE and voice.ahead)
            if ahead and finding.predicate == "marriedTo":
                continue  # what is to come, or may be, is a wedding
            over = status is voice.status or finding.moment != "end"  # a rumoured divorce ends no marriage
            wished = any(times) and _is_of_the_wish(reading, finding, trigger, status, ahead)
            when = times if over and not wished else (None, None, None)
            claim = replace(_claim(reading, finding, trigger, when, status, source), said=said)
            if status is Status.DENIED and voice.ahead and claim.predicate == "marriedTo":
                # who "will not marry" has denied a wedding
                claim = replace(claim, predicate="event:Wedding", start=None, at=claim.start)
            yield claim


def _claim(
    reading: Reading,
    finding: Finding,
    trigger: Token,
    times: tuple[PartialDate | None, ...],
    status: Status,
    source: Source | None,
) -> Claim:
    assert finding.subject is not None
    start, end, at = times
    entity = reading.mentions.entity
    return Claim(
        entity(finding.subject.key),
        finding.predicate,
        _in_range(reading, finding, finding.object) if isinstance(finding.object, Party) else finding.object,
        (evidence(reading, finding, trigger),),
        start=start,
        end=end,
        at=at,
        place=entity(finding.place.key) if finding.place is not None else None,
        status=status,
        source=source,
        confidence=round(finding.confidence, 3),
        kinship=finding.kinship,
        note=finding.note,
    )


def _in_range(reading: Reading, finding: Finding, party: Party) -> Entity | None:
    """The entity as what the predicate says it is: what was won is an award, what somebody is a member of a body.

    The names of things are typed by their look, and the relation knows better; None where it cannot be right (a
    person is no award).
    """
    entity = reading.mentions.entity(party.key)
    relation = RELATIONS.get(finding.predicate)
    if relation is None or not isinstance(relation.range, EntityType) or entity.type is relation.range:
        return entity
    fixed = {EntityType.PERSON, EntityType.PLACE}
    if entity.type in fixed or relation.range in fixed:
        return None
    return replace(entity, type=relation.range)


def _has_a_rival(reading: Reading, mention: Mention) -> bool:
    """Whether a pronoun may be another's who is told of in the sentence before: of a death that is too little."""
    if mention.kind is not MentionKind.PRONOUN or len(mention.entities) != 1:
        return False
    doc, own = reading.doc, mention.entities[0]
    start = doc[mention.head].sent.start
    named = (m for i, m in reading.names.items() if start <= i < mention.first)
    heads = [doc[m.head] for m in named if m.entities == (own,)]
    here = any((t.head if t.dep_ == "appos" else t).dep_ in syntax.SUBJECTS for t in heads)
    before = doc[start - 1].sent.start if start and not here else start  # "Al Orr did not see it: he died in May"
    sex = reading.mentions.gender(own)
    near = {
        m.entities[0]
        for i, m in reading.names.items()
        if before <= i < mention.first and m.type is EntityType.PERSON and len(m.entities) == 1
    }
    return any(key != own and reading.mentions.gender(key) in {sex, "", None} for key in near) and (
        own in near or (quote_at(reading.quotes, mention.first) is None and doc[mention.head].lower_ in OTHERS)
    )


def _is_an_alternative(reading: Reading, finding: Finding) -> bool:
    """Whether it is told of one or another: "either Al Orr or Bo Finn is the father"."""
    return any(
        isinstance(side, Party) and _other_or_this(reading, side.mention) for side in (finding.subject, finding.object)
    )


def _came_to_pass(reading: Reading, trigger: Token, times: tuple[PartialDate | None, ...]) -> bool:
    """Whether "would" tells of a year that is over: "they would marry in 1990", and nobody says that they would."""
    verb = syntax.clause(trigger)
    would = any(child.lower_ == "would" for child in verb.children)
    if not would or reading.published is None or verb.dep_ not in {"ROOT", "conj", "relcl", "ccomp", "advcl"}:
        return False
    said = verb.dep_ in {"ccomp", "advcl"} and not any(t.text in {";", ":", "—"} for t in verb.children)
    ends = [latest(day.value) for day in times if day is not None]
    return not said and any(end is not None and end.year < reading.published.year for end in ends)


def _other_or_this(reading: Reading, mention: Mention) -> bool:
    head = reading.doc[mention.head]
    for token in (head, head.head) if head.dep_ == "conj" else (head,):
        if any(child.dep_ == "cc" and child.lower_ == "or" for child in token.children):
            others = (reading.mentions.at(one.i) for one in (token, *token.conjuncts))
            return any(one is not None and one.resolved and one.entities != mention.entities for one in others)
    return False


def _comes_first(reading: Reading, one: Party, other: Party) -> bool:
    """Whether the text mentions ``one`` before ``other``: symmetric claims are written in that order."""
    return next(key for m in reading.mentions.mentions for key in m.entities if key in {one.key, other.key}) == one.key


def _scope(reading: Reading, finding: Finding, trigger: Token) -> Token | None:
    """What a contrastive negation would hit: the party that stands behind the trigger."""
    if finding.scope is not None:
        return reading.doc[finding.scope]
    for party in (finding.object, finding.subject):
        if isinstance(party, Party) and trigger.i < party.mention.first < trigger.sent.end:
            return reading.doc[party.mention.head]
    return None


def _times(
    reading: Reading, finding: Finding, trigger: Token
) -> tuple[PartialDate | None, PartialDate | None, PartialDate | None]:
    """Start, end and moment, as the frame wants them filled from the time beside the trigger."""
    if finding.predicate in COUPLES:
        for party in (finding.object, finding.subject):
            period = attach.period_behind(reading, party) if isinstance(party, Party) else None
            if period is not None:
                return period.since, period.until, None
    if not finding.moment:
        return None, None, None
    time = attach.time_of(reading, trigger) if finding.anchor is None else attach.time_below(reading, finding.anchor)
    if time is None:
        return None, None, None
    if finding.moment == "close":
        return None, None, time.until
    if finding.moment == "period" and (
        time.kind not in {TimeKind.RANGE, TimeKind.SINCE, TimeKind.UNTIL} or reading.doc[time.first - 1].text == "("
    ):
        return None, None, None  # what stands in brackets belongs to the name before them
    lasting = time.kind is not TimeKind.POINT and not finding.predicate.startswith("event:")
    if finding.moment == "at" and not lasting:
        return None, None, _point(time)
    over = finding.predicate in LASTING and time.kind is TimeKind.POINT and attach.is_end(trigger, time)
    if (finding.moment == "end" or over) and time.kind is not TimeKind.RANGE:
        return None, _point(time), None
    match time.kind:
        case TimeKind.RANGE:
            return time.since, time.until, None
        case TimeKind.SINCE:
            return time.since or time.value, None, None
        case TimeKind.UNTIL:
            return None, time.until or time.value, None
    return time.value, None, None


def _is_of_the_wish(reading: Reading, finding: Finding, trigger: Token, status: Status, ahead: bool) -> bool:
    """Whether a time tells since when something is wanted, tried or refused: "has been trying to marry since 2018"."""
    if status in TOLD or not (ahead or finding.predicate.startswith("event:")):
        return False
    time = attach.time_of(reading, trigger) if finding.anchor is None else attach.time_below(reading, finding.anchor)
    if time is None or time.kind is not TimeKind.SINCE:
        return False
    # "is said to have been married since 2018" leaves the wedding where it was, "dreams of marrying" does not
    bare = trigger.tag_ in {"VB", "VBG"} and not any(child.dep_ in {"aux", "auxpass"} for child in trigger.children)
    return status is not Status.POSSIBLE or ahead or bare


def _point(time: Time) -> PartialDate | None:
    return time.since if time.kind is TimeKind.SINCE and time.since is not None else time.value


def _said(reading: Reading, speaker: tuple[int, int] | None) -> PartialDate | None:
    """When they said so: the date of the clause in which the speaker says it."""
    if speaker is None:
        return None
    verb = syntax.governor(reading.doc[slice(*speaker)].root)
    time = attach.time_of(reading, verb) if verb.pos_ in {"VERB", "AUX"} else None
    return time.value if time is not None and time.kind is TimeKind.POINT else None


def _source(reading: Reading, speaker: tuple[int, int] | None) -> Source | None:
    if speaker is None:
        return None
    first, last = speaker
    for i in range(first, last):
        mention = reading.mentions.at(i)
        if (
            mention is not None
            and mention.head == reading.doc[first:last].root.i
            and len(mention.entities) == 1
            and mention.type is EntityType.PERSON
        ):
            entity = reading.mentions.entity(mention.entities[0])
            return Source(entity.label, False, entity.key)
    name, anonymous = factuality.source_name(reading.doc, speaker)
    return Source(name, anonymous)
