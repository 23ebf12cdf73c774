"""Which couple is meant: partners left open are filled in, impossible pairs are refused, splits are told apart.

"They called off the engagement", "the divorce is final", "she filed for divorce": the text leaves somebody out, and
means the couple it speaks of. What it says elsewhere of families rules pairs out: siblings, parents, children.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.claims.couple_meant import (
    ABOUT_COUPLES,
    FILING,
    NEAR,
    OF_COUPLES_ONLY,
    SPLIT,
    are_near,
    by_two,
    couple_before,
    day_of,
    is_of_others,
    is_told,
    just_told,
    kin_told,
    names_others,
    of_the_title,
    pair_of,
    paragraph_start,
    partner_of,
    status_of,
)
from kg.claims.reading import Finding, Party, Reading
from kg.dates import TimeKind, Unit
from kg.model import TOLD, MentionKind, Status
from kg.vocab import COUPLES, is_symmetric

OF_SPOUSES = frozenset({"separate", "separated", "separation", "estranged"})
"""Words for a split that are said of husband and wife, if nothing else is known of the two."""
AGAIN = "together-again"
"""The rule for two who are back together, as husband and wife or not."""
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
    ``unmarried`` those who are denied to be husband and wife; ``title`` is the couple that the title names.
    """

    couples: tuple[Finding, ...]
    kin: frozenset[frozenset[str]]
    minors: frozenset[str]
    unions: tuple[Finding, ...] = ()
    rumoured: frozenset[frozenset[str]] = frozenset()
    unmarried: frozenset[frozenset[str]] = frozenset()
    title: Finding | None = None

    @classmethod
    def of(cls, reading: Reading, findings: Sequence[Finding]) -> Family:
        """The families that ``findings`` (sorted by trigger) tell of."""
        paired = {pair_of(f) for f in findings if f.predicate in ABOUT_COUPLES and by_two(f)}
        kin = frozenset(
            pair_of(f)
            for f in findings
            if f.predicate in {"parentOf", "siblingOf"} and len(pair_of(f)) == 2
            if f.presupposed or status_of(reading, f) in _KINDRED[f.predicate]
            # "he parted from their mother": not he is her son
            if not (isinstance(f.object, Party) and f.object.mention.plural and pair_of(f) in paired)
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
        title = of_the_title(reading)
        draft = replace(draft, title=title if title is not None and draft.allows(title) else None)
        about = [f for f in findings if f.predicate in ABOUT_COUPLES and len(pair_of(f)) == 2 and draft.allows(f)]
        told = [(f, status_of(reading, f)) for f in about]
        couples = tuple(f for f, status in told if status is not Status.DENIED or f.predicate not in COUPLES)
        sure = {pair_of(f) for f, status in told if status not in {Status.POSSIBLE, Status.DENIED} and by_two(f)}
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
            or (f.predicate in {"marriedTo", "event:Wedding"} and f.subject is None and is_told(reading, f))
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
        day, weddings = day_of(reading, split), [day_of(reading, u) for u in mine if u.predicate == "event:Wedding"]
        dated = [wedding for wedding in weddings if wedding is not None]
        later = day and dated and all(wedding > day for wedding in dated)
        return bool(mine) and not later


def settle(reading: Reading, finding: Finding, family: Family) -> Iterator[Finding]:
    """The finding with everybody in it named: none where that cannot be told, two where both parents are meant."""
    finding = _as_told(reading, finding, family)
    if not family.allows(finding):
        finding = replace(finding, subject=None, object=None)
    if finding.subject is None and finding.predicate in {"parentOf", "livesIn"}:
        besides = {finding.object.key} if isinstance(finding.object, Party) else set()
        family = replace(family, couples=tuple(c for c in family.couples if pair_of(c) not in family.rumoured))
        couple = couple_before(reading, finding, family, besides)
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
        named = {key.rpartition("-")[2] if "-" in key else key for key in pair_of(finding)}
        spouses = word in OF_SPOUSES or len(named) == 1  # of one surname
        married = family.were_married(reading, finding) or (spouses and not unwed)
        finding = replace(finding, predicate="event:Separation" if married else "event:Breakup")
    yield finding


def _is_the_next(reading: Reading, finding: Finding, told: Finding) -> bool:
    """Whether a wedding is told behind a divorce: that is the next one, of others, unless they marry "again"."""
    noun = told.rule == "divorce-noun"  # "eleven days after the divorce, the couple were married"
    if finding.predicate not in {"event:Wedding", "marriedTo"} or not (noun or told.predicate == "event:Divorce"):
        return False
    sentence = reading.doc[finding.trigger].sent
    again = any(t.lower_ in {"again", "second"} or t.lemma_.lower() in {"remarry", "remarried"} for t in sentence)
    return (noun or reading.doc[told.trigger].sent.start != sentence.start) and not again


def _as_told(reading: Reading, finding: Finding, family: Family) -> Finding:
    """The finding with "they" read as the couple that this sentence or the last one has just told of, if it did.

    "His marriage to Ann Lee lasted ten years. They have a son": whoever else stands nearby, the two are meant.
    """
    plural = finding.subject is not None and finding.subject.mention.plural
    if not plural or finding.subject is None or finding.predicate not in ABOUT_COUPLES | {"parentOf"}:
        return finding
    meant = frozenset(finding.subject.mention.entities)
    told = just_told(reading, finding, family) or kin_told(finding, meant, family)
    if family.title is not None and finding.predicate in ABOUT_COUPLES and not are_near(reading, finding, meant):
        near = told is not None and told.trigger >= paragraph_start(reading, finding)
        told = told if near else family.title
    if told is None and finding.predicate == SPLIT and meant in family.rumoured:
        return replace(finding, subject=None, object=None)
    if told is None or meant == pair_of(told) or _is_the_next(reading, finding, told):
        return finding
    if finding.predicate == "parentOf":
        children = {finding.object.key} if isinstance(finding.object, Party) else set()
        return finding if pair_of(told) & children else replace(finding, subject=None)
    return replace(finding, subject=told.subject, object=told.object)


def _filled(reading: Reading, finding: Finding, family: Family) -> Finding | None:
    if finding.subject is None:
        couple = couple_before(reading, finding, family, set())
        if couple is None or names_others(reading, finding, couple) or is_of_others(reading, finding, couple):
            return None
        return replace(finding, subject=couple.subject, object=couple.object, confidence=finding.confidence * 0.85)
    partner = partner_of(reading, finding, finding.subject, family)
    return None if partner is None else replace(finding, object=partner, confidence=finding.confidence * 0.9)
