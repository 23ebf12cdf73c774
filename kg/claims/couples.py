"""Which couple is meant: partners left open are filled in, impossible pairs are refused, splits are told apart.

"They called off the engagement", "the divorce is final", "she filed for divorce": the text leaves somebody out, and
means the couple it speaks of. What it says elsewhere of families rules pairs out: siblings, parents, children.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg import factuality
from kg.claims import attach
from kg.claims.reading import Finding, Party, Reading
from kg.dates import TimeKind, Unit
from kg.model import TOLD, EntityType, MentionKind, Status
from kg.vocab import COUPLES, is_symmetric

SPLIT = "event:Split"
FILING = "event:DivorceFiling"
COUPLE_EVENTS = frozenset(
    {
        "event:Wedding",
        "event:Engagement",
        "event:Divorce",
        "event:Separation",
        "event:Breakup",
        "event:StartedDating",
        FILING,
        SPLIT,
    }
)
ABOUT_COUPLES = COUPLES | COUPLE_EVENTS
OF_COUPLES_ONLY = frozenset({SPLIT, "marriedTo", "event:Wedding", "event:Divorce"})
"""What, if told as a fact, is told of no pair that is a couple by hearsay only."""
OF_SPOUSES = frozenset({"separate", "separated", "separation", "estranged"})
"""Words for a split that are said of husband and wife, if nothing else is known of the two."""
NEAR = 120
"""How many tokens back the couple may stand that an event without parties is about."""
AGAIN = "together-again"
"""The rule for two who are back together, as husband and wife or not."""
WE = frozenset({"we", "our", "us"})
NAMELESS = 4
"""How many sentences in a row are passed over that name nobody, up to the one that told of a couple."""
GROWN = 16
"""Nobody younger is taken for a spouse."""
_KINDRED = {
    "parentOf": frozenset({Status.ASSERTED, Status.DENIED}),
    "siblingOf": frozenset({Status.ASSERTED}),
}
"""How it is told of those who can be no couple: who "isn't my father" may be a stepfather."""


@dataclass(frozen=True, slots=True)
class Family:
    """What the findings of one article tell of its families, before any claim is made of them.

    ``couples`` are the pairs it speaks of and does not deny, in the order of the text; ``kin`` the pairs that cannot
    be couples; ``minors`` those whose age it gives and who are children; ``unions`` those of ``couples`` that say of
    two that they are or were married, not that they will be; ``rumoured`` are the pairs only said to be couples,
    ``unmarried`` those who are denied to be husband and wife.
    """

    couples: tuple[Finding, ...]
    kin: frozenset[frozenset[str]]
    minors: frozenset[str]
    unions: tuple[Finding, ...] = ()
    rumoured: frozenset[frozenset[str]] = frozenset()
    unmarried: frozenset[frozenset[str]] = frozenset()

    @classmethod
    def of(cls, reading: Reading, findings: Sequence[Finding]) -> Family:
        """The families that ``findings`` (sorted by trigger) tell of."""
        kin = frozenset(
            pair_of(f)
            for f in findings
            if f.predicate in {"parentOf", "siblingOf"} and len(pair_of(f)) == 2
            if f.presupposed or _status(reading, f) in _KINDRED[f.predicate]
        )
        young = {
            (time.first, time.last)
            for time in reading.times
            if time.kind is TimeKind.AGE
            and time.number is not None
            and (time.unit is not Unit.YEAR or time.number < GROWN)
        }
        # a pronoun's age may be somebody else's
        minors = frozenset(
            f.subject.key
            for f in findings
            if f.predicate == "bornOn" and f.subject is not None and f.object_span in young
            if f.subject.mention.kind is not MentionKind.PRONOUN
        )
        draft = cls((), kin, minors)
        about = [f for f in findings if f.predicate in ABOUT_COUPLES and len(pair_of(f)) == 2 and draft.allows(f)]
        told = [(f, _status(reading, f)) for f in about]
        couples = tuple(f for f, status in told if status is not Status.DENIED or f.predicate not in COUPLES)
        sure = {pair_of(f) for f, status in told if status not in {Status.POSSIBLE, Status.DENIED} and _by_two(f)}
        doubted = [(f, status) for f, status in told if status in {Status.POSSIBLE, Status.DENIED}]
        # two who never married may well be a couple
        doubts = [f for f, status in doubted if status is Status.POSSIBLE or f.predicate not in OF_COUPLES_ONLY]
        hearsay = {pair_of(f) for f in doubts}
        unmarried = {pair_of(f) for f, status in doubted if f.predicate == "marriedTo" and status is Status.DENIED}
        draft = replace(draft, rumoured=frozenset(hearsay - sure), unmarried=frozenset(unmarried))
        unions = tuple(
            f
            for f, status in told
            if f.predicate in {"event:Divorce", FILING}
            or (f.predicate in {"marriedTo", "event:Wedding"} and status in TOLD)
        )
        family = replace(draft, couples=couples)
        couples = tuple(_as_told(reading, couple, family) for couple in couples)
        family = replace(draft, couples=couples)
        # "she filed for divorce" and "they wed" tell of a couple too, once it is clear of whom
        filings = [
            filled
            for f in findings
            if (f.predicate == FILING and f.subject is not None and f.object is None)
            or (f.predicate in {"marriedTo", "event:Wedding"} and f.subject is None and _is_told(reading, f))
            if (filled := _filled(reading, f, family)) is not None
        ]
        couples = tuple(sorted((*couples, *filings), key=lambda f: f.trigger))
        return replace(draft, couples=couples, unions=(*unions, *filings))

    def allows(self, finding: Finding) -> bool:
        """Whether the two of a couple's claim can be a couple."""
        pair = pair_of(finding)
        return finding.predicate not in ABOUT_COUPLES or (pair not in self.kin and not pair & self.minors)

    def are_courting(self, split: Finding) -> bool:
        """Whether the text calls the two of ``split`` engaged or lovers."""
        bonds = {"engagedTo", "partnerOf", "event:Engagement", "event:StartedDating"}
        mine = [c for c in self.couples if c.predicate in bonds and pair_of(c) == pair_of(split)]
        # an ex may be one of a marriage, and a pair that is back together a married one
        return any(c.predicate != "partnerOf" or (c.note != "ended" and c.rule != AGAIN) for c in mine)

    def were_married(self, reading: Reading, split: Finding) -> bool:
        """Whether the two of ``split`` were husband and wife then: called so anywhere, and not by a later wedding."""
        mine = [union for union in self.unions if pair_of(union) == pair_of(split)]
        day, weddings = _day(reading, split), [_day(reading, u) for u in mine if u.predicate == "event:Wedding"]
        dated = [wedding for wedding in weddings if wedding is not None]
        later = day and dated and all(wedding > day for wedding in dated)
        return bool(mine) and not later


def pair_of(finding: Finding) -> frozenset[str]:
    """The keys of the entities on the two sides."""
    return frozenset(p.key for p in (finding.subject, finding.object) if isinstance(p, Party))


def settle(reading: Reading, finding: Finding, family: Family) -> Iterator[Finding]:
    """The finding with everybody in it named: none where that cannot be told, two where both parents are meant."""
    finding = _as_told(reading, finding, family)
    if not family.allows(finding):
        finding = replace(finding, subject=None, object=None)
    if finding.subject is None and finding.predicate in {"parentOf", "livesIn"}:
        besides = {finding.object.key} if isinstance(finding.object, Party) else set()
        family = replace(family, couples=tuple(c for c in family.couples if pair_of(c) not in family.rumoured))
        couple = _couple_before(reading, finding, family, besides)
        if couple is not None and finding.rule == "arrived:open":
            if finding.trigger - couple.trigger not in range(NEAR):
                return  # who is only named has to be told of close behind them
            child = finding.object if isinstance(finding.object, Party) else None
            yield replace(finding, predicate="event:Birth", subject=child, object=None, moment="at")
            finding = replace(finding, place=None)
        if couple is not None:
            yield from (
                replace(finding, subject=p, confidence=finding.confidence * 0.85)
                for p in (couple.subject, couple.object)
                if isinstance(p, Party)
            )
        return
    if finding.subject is None or (
        finding.object is None and (is_symmetric(finding.predicate) or finding.predicate in {FILING, SPLIT})
    ):
        filled = _filled(reading, finding, family)
        if filled is None and not (finding.predicate == FILING and finding.subject is not None):
            return
        finding = filled or finding
    if finding.note == "couples-only":
        if not any(
            pair_of(c) == pair_of(finding) for c in family.couples if c is not finding and c.note != "couples-only"
        ):
            return
        finding = replace(finding, note=None)
    if finding.rule == "engagement-ring" and family.were_married(reading, finding):
        return  # a wife shows off a diamond as well
    if finding.predicate == SPLIT:
        word = reading.doc[finding.trigger].lemma_.lower()
        unwed = family.are_courting(finding) or pair_of(finding) in family.unmarried
        married = family.were_married(reading, finding) or (word in OF_SPOUSES and not unwed)
        finding = replace(finding, predicate="event:Separation" if married else "event:Breakup")
    yield finding


def _as_told(reading: Reading, finding: Finding, family: Family) -> Finding:
    """The finding with "they" read as the couple that this sentence or the last one has just told of, if it did.

    "His marriage to Ann Lee lasted ten years. They have a son": whoever else stands nearby, the two are meant.
    """
    plural = finding.subject is not None and finding.subject.mention.plural
    if not plural or finding.subject is None or finding.predicate not in ABOUT_COUPLES | {"parentOf"}:
        return finding
    meant = frozenset(finding.subject.mention.entities)
    told = _just_told(reading, finding, family) or _kin_told(finding, meant, family)
    if told is None and finding.predicate == SPLIT and meant in family.rumoured:
        return replace(finding, subject=None, object=None)
    if told is None or meant == pair_of(told):
        return finding
    if finding.predicate == "parentOf":
        children = {finding.object.key} if isinstance(finding.object, Party) else set()
        return finding if pair_of(told) & children else replace(finding, subject=None)
    return replace(finding, subject=told.subject, object=told.object)


def _just_told(reading: Reading, finding: Finding, family: Family) -> Finding | None:
    """The last couple told of, by two mentions, in this sentence or the one before it.

    Sentences that name nobody are passed over: "Are they still together? They split in July".
    """
    sent = reading.doc[finding.trigger].sent
    start = sent.start
    named = any(i in reading.names for i in range(start, finding.trigger))
    for _ in range(1 if named else NAMELESS):
        start = reading.doc[start - 1].sent.start if start > 0 else 0
        if start == 0 or any(i in reading.names for i in range(start, reading.doc[start].sent.end)):
            break
    told = (c for c in reversed(family.couples) if start <= c.trigger < finding.trigger and _by_two(c))
    return next(told, None)


def _by_two(couple: Finding) -> bool:
    """Whether each of the couple has a mention of their own: no "they" that may stand for anybody."""
    one, other = couple.subject, couple.object
    return isinstance(other, Party) and one is not None and one.mention != other.mention


def _kin_told(finding: Finding, meant: frozenset[str], family: Family) -> Finding | None:
    """The last couple told of, where "they" was read as two of whom one is only kin of that couple.

    "Her sister Ann introduced Eve Orr and Al Bogg. They married in May": not Ann and Al.
    """
    real = (c for c in family.couples if pair_of(c) not in family.rumoured)
    before = [c for c in real if c.trigger < finding.trigger and _by_two(c)]
    if any(pair_of(couple) == meant for couple in before):
        return None
    for couple in reversed(before):
        pair = pair_of(couple)
        if finding.predicate == "parentOf" and not meant & pair:
            continue  # who has a sister in that couple may have a child of their own
        if any(frozenset({one, other}) in family.kin for one in meant - pair for other in pair):
            return couple
    return None


def _filled(reading: Reading, finding: Finding, family: Family) -> Finding | None:
    if finding.subject is None:
        couple = _couple_before(reading, finding, family, set())
        if couple is None or _names_others(reading, finding, couple) or _is_of_others(reading, finding, couple):
            return None
        return replace(finding, subject=couple.subject, object=couple.object, confidence=finding.confidence * 0.85)
    partner = _partner(reading, finding, finding.subject, family)
    return None if partner is None else replace(finding, object=partner, confidence=finding.confidence * 0.9)


def _names_others(reading: Reading, finding: Finding, couple: Finding) -> bool:
    """Whether the sentence names somebody outside the couple before the trigger: then it may be about them."""
    sent = reading.doc[finding.trigger].sent
    named = (m for i, m in reading.names.items() if sent.start <= i < sent.end and m.type is EntityType.PERSON)
    return any(not set(m.entities) <= pair_of(couple) for m in named)


def _is_of_others(reading: Reading, finding: Finding, couple: Finding) -> bool:
    """Whether "we" is said by somebody who is not of the couple."""
    trigger = reading.doc[finding.trigger]
    if not any(t.lower_ in WE for t in trigger.doc[trigger.sent.start : trigger.i]):
        return False
    speakers = (m for m in reversed(reading.mentions.mentions) if m.first < trigger.i and len(m.entities) == 1)
    speaker = next((m.entities[0] for m in speakers if reading.doc[m.first].lower_ in {"i", "my", "me"}), None)
    return speaker is not None and speaker not in pair_of(couple)


def _couple_before(reading: Reading, finding: Finding, family: Family, besides: set[str]) -> Finding | None:
    """The couple that the text spoke of last before the finding, not too far back, or the only one it tells of at all.

    Nobody of ``besides`` is in it.
    """
    told = [c for c in family.couples if not pair_of(c) & besides]
    if finding.predicate in OF_COUPLES_ONLY and _status(reading, finding) in TOLD:  # no rumoured couple splits
        unreal = family.rumoured if finding.predicate == SPLIT else family.rumoured | family.unmarried
        told = [c for c in told if pair_of(c) not in unreal]
    if told and len({pair_of(c) for c in told}) == 1:
        return told[0]
    for couple in reversed(told):
        if couple.trigger > finding.trigger or (
            couple.trigger == finding.trigger and couple.predicate == finding.predicate
        ):
            continue
        if finding.trigger - couple.trigger > NEAR:
            return None
        return couple
    return None


def _partner(reading: Reading, finding: Finding, subject: Party, family: Family) -> Party | None:
    """The other half of a couple: the only one the text tells of, or the one named in this sentence or the last."""
    others: dict[str, Party] = {}
    couples = family.couples
    if finding.predicate == FILING:
        couples = tuple(c for c in couples if c.predicate in {"marriedTo", "event:Wedding", "event:Divorce"}) or couples
        marriages = {pair_of(c) for c in couples if subject.key in pair_of(c)}
        before = [c for c in couples if c.trigger < finding.trigger and pair_of(c) in marriages]
        if len(marriages) > 1 and before:  # who married more than once leaves the one that the text came to last
            lasting = [c for c in before if c.note != "ended" and c.predicate != "event:Divorce"]
            couples = tuple((lasting or before)[-1:])
    for couple in couples:
        if subject.key in pair_of(couple):
            other = (
                couple.object if couple.subject is not None and couple.subject.key == subject.key else couple.subject
            )
            if isinstance(other, Party):
                others[other.key] = other
    if len(others) == 1:
        return next(iter(others.values()))
    trigger = reading.doc[finding.trigger]
    start = trigger.sent.start
    start = reading.doc[start - 1].sent.start if start > 0 else start
    near = [
        m
        for m in reading.mentions.mentions
        if start <= m.first < finding.trigger and len(m.entities) == 1 and m.entities[0] in others
    ]
    return others[near[-1].entities[0]] if near else None


def _status(reading: Reading, finding: Finding) -> Status:
    """Whether the couple is told of as one, or denied, or only planned."""
    trigger = reading.doc[finding.trigger]
    return factuality.judge(reading.doc, trigger, reading.quotes, presupposed=finding.presupposed).status


def _is_told(reading: Reading, finding: Finding) -> bool:
    status = _status(reading, finding)
    return status in TOLD and not finding.recast and (not finding.statuses or status.value in finding.statuses)


def _day(reading: Reading, finding: Finding) -> str | None:
    """The time that the text gives for the finding, as EDTF: earlier times sort before later ones."""
    time = attach.time_of(reading, reading.doc[finding.trigger])
    return time.value.value if time is not None and time.value is not None else None
