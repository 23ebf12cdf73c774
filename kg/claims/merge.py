"""One claim for one thing said: repeated claims joined, periods filled from events, what is implied left out.

Works on the claims of one article, with values only; who believes what across articles is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.dates import earliest, latest, precision, within
from kg.model import TOLD, Claim, Evidence, Literal, PartialDate, Status, object_key, pair_of
from kg.vocab import is_symmetric

PERIODS = {
    # relation: (events that begin it, events that end it)
    "marriedTo": (("event:Wedding",), ("event:Divorce",)),
    "engagedTo": (("event:Engagement",), ("event:Breakup", "event:Wedding")),
    "partnerOf": (("event:StartedDating",), ("event:Breakup",)),
}
ENDED = "ended"
"""The note of a relation that is over, where the text gives no date of its end."""

WIDOWED = "widowed"
"""The note of a marriage that the death of one ended; never handed on."""


def merge(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims with duplicates joined and periods filled in, ordered by the first word of their evidence."""
    joined = _join(list(claims))
    joined = _join([_with_period(claim, joined) for claim in _with_echoes(joined)])
    kept = [_in_order(claim) for claim in joined if not _is_outdone(claim, joined)]
    return tuple(sorted(kept, key=_order))


def _in_order(claim: Claim) -> Claim:
    """The claim without an end that lies before its start: one of the two days was misread."""
    if claim.start is None or claim.end is None:
        return claim
    begun, over = earliest(claim.start.value), latest(claim.end.value)
    return replace(claim, end=None) if begun is not None and over is not None and over < begun else claim


def _order(claim: Claim) -> tuple[object, ...]:
    first = claim.evidence[0]
    return (
        first.start,
        first.subject,
        claim.predicate,
        object_key(claim),
        claim.status.value,
        claim.at.value if claim.at else "",
        claim.source.name if claim.source else "",
        claim.subject.key,
    )


def _key(claim: Claim) -> tuple[object, ...]:
    parties = pair_of(claim) if is_symmetric(claim.predicate) else (claim.subject.key, object_key(claim))
    speaker = claim.source.name if claim.source else ""
    return (claim.predicate, parties, claim.status, speaker, claim.kinship)


def _join(claims: list[Claim]) -> list[Claim]:
    """Claims that say the same joined into one: compatible times are united, evidence is gathered."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        group = groups.setdefault(_key(claim), [])
        for n, known in enumerate(group):
            if _compatible(known, claim):
                group[n] = _united(known, claim)
                break
        else:
            group.append(claim)
    return [claim for group in groups.values() for claim in group]


def _with_echoes(claims: list[Claim]) -> list[Claim]:
    """What somebody reports of what the article asserts is evidence for it, and no claim of its own.

    Of an event it tells no other time.
    """
    kept: list[Claim] = []
    asserted = {_key(c)[:2]: c for c in claims if c.status is Status.ASSERTED}
    echoes: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        own = asserted.get(_key(claim)[:2])
        told = own is not None and (not claim.is_event or claim.at is None or own.at is not None)
        if claim.status is Status.REPORTED and own is not None and told and _compatible(own, claim):
            echoes.setdefault(_key(claim)[:2], []).append(claim)
        else:
            kept.append(claim)
    for n, claim in enumerate(kept):
        if claim is asserted.get(_key(claim)[:2]):
            for echo in echoes.get(_key(claim)[:2], ()):
                # that it is over is their word, which may be denied
                said = echo if not _contested(claims, pair_of(echo)) else replace(echo, start=None, end=None)
                kept[n] = replace(_united(kept[n], said), status=Status.ASSERTED, source=None, note=kept[n].note)
    return kept


def _compatible(a: Claim, b: Claim) -> bool:
    """Whether two claims of the same parties can be one: no time of the one contradicts the other's."""
    return all(_agree(x, y) for x, y in ((a.start, b.start), (a.end, b.end), (a.at, b.at))) and (
        a.place is None or b.place is None or a.place.key == b.place.key or not a.is_event
    )


def _agree(a: PartialDate | None, b: PartialDate | None) -> bool:
    return a is None or b is None or a.value == b.value or within(a.value, b.value) or within(b.value, a.value)


def _sharper(a: PartialDate | None, b: PartialDate | None) -> PartialDate | None:
    if a is None or b is None:
        return a or b
    return b if precision(b.value) > precision(a.value) or (within(b.value, a.value) and b.value != a.value) else a


def _united(a: Claim, b: Claim) -> Claim:
    evidence: dict[tuple[object, ...], Evidence] = {}
    for item in (*a.evidence, *b.evidence):
        evidence.setdefault((item.start, item.end, frozenset((item.subject, item.object))), item)
    at_hand = {(item.start, item.end) for item in evidence.values() if _is_inside(item)}
    # of what one sentence tells twice, the words that stand in it are enough
    told = [item for item in evidence.values() if _is_inside(item) or (item.start, item.end) not in at_hand]
    ordered = tuple(sorted(told, key=lambda e: (e.start, e.subject, e.object or (0, 0), e.rule)))
    first = a if a.evidence[0].start <= b.evidence[0].start else b
    return replace(
        first,
        evidence=ordered,
        start=_sharper(a.start, b.start),
        end=_sharper(a.end, b.end),
        at=_sharper(a.at, b.at),
        place=a.place or b.place,
        # two independent sentences fail together less often than one
        confidence=round(1 - (1 - max(a.confidence, b.confidence)) * (0.7 if len(ordered) > 1 else 1.0), 3),
        note=a.note or b.note,
    )


def _is_inside(evidence: Evidence) -> bool:
    """Whether the words for both parties stand in the sentence."""
    spans = (evidence.subject, evidence.object or evidence.subject)
    return all(evidence.start <= first and last <= evidence.end for first, last in spans)


def _with_period(claim: Claim, claims: list[Claim]) -> Claim:
    """A relation with the start and end that its events give: the wedding begins a marriage, the divorce ends it.

    Not so what is only reported and denied elsewhere.
    """
    if claim.predicate not in PERIODS or claim.status not in TOLD:
        return replace(claim, note=ENDED) if claim.note == WIDOWED else claim
    begins, ends = PERIODS[claim.predicate]
    pair = pair_of(claim)
    mine = [c for c in claims if c.is_event and c.status in TOLD and c.at is not None and pair_of(c) == pair]
    contested = _contested(claims, pair)
    mine = [c for c in mine if c.status is Status.ASSERTED or c.predicate not in contested]
    start, end = claim.start, claim.end
    started = [c.at for c in mine if c.predicate in begins]
    if start is None and len(started) == 1:
        start = started[0]
    if end is None:
        ended = [
            c.at for c in mine if c.predicate in ends and c.at is not None and (start is None or _after(c.at, start))
        ]
        if ended:
            end = min(ended, key=lambda moment: moment.value)
    if end is None and claim.predicate == "marriedTo" and claim.note != ENDED:
        end = _parted_by_death(pair, start, claims)
    note = ENDED if claim.note == WIDOWED else claim.note
    return replace(claim, start=start, end=end, note=None if end is not None and note == ENDED else note)


def _contested(claims: list[Claim], pair: frozenset[str]) -> set[str]:
    """The events of a couple that somebody denies."""
    return {c.predicate for c in claims if c.is_event and c.status is Status.DENIED and pair_of(c) == pair}


def _parted_by_death(pair: frozenset[str], start: PartialDate | None, claims: list[Claim]) -> PartialDate | None:
    """The day on which one of a couple that was never divorced died."""
    if any(
        c.predicate in {"event:Divorce", "event:Breakup"} and c.status in TOLD and pair_of(c) == pair for c in claims
    ):
        return None
    days = [
        PartialDate(c.object.value, c.evidence[0].quote)
        for c in claims
        if c.predicate == "diedOn"
        and c.status is Status.ASSERTED
        and c.subject.key in pair
        and isinstance(c.object, Literal)
    ]
    days = [day for day in days if start is None or _after(day, start)]
    if not days:
        return None
    first = min(days, key=lambda day: day.value)
    later = (
        c.start
        for c in claims
        if c.predicate == "marriedTo" and c.status in TOLD and pair & pair_of(c) and pair_of(c) != pair and c.start
    )
    # Who married another before that day was divorced by then, whenever it was.
    return None if start is not None and any(_after(day, start) and _after(first, day) for day in later) else first


def _after(a: PartialDate, b: PartialDate) -> bool:
    return a.value > b.value and not within(a.value, b.value)


def _is_outdone(claim: Claim, claims: list[Claim]) -> bool:
    """Whether another claim says the same better: a birth date than an interval, a dated event than none."""
    if claim.is_event and claim.at is None and claim.status in TOLD | {Status.PLANNED}:
        dated = TOLD if claim.status in TOLD else {Status.PLANNED}
        return any(
            c.at is not None and c.status in dated and _key(c)[:2] == _key(claim)[:2] and _compatible(c, claim)
            for c in claims
        )
    if claim.predicate == "bornOn" and isinstance(claim.object, Literal):
        mine = _birth_rank(claim)
        rivals = [
            c for c in claims if c is not claim and c.predicate == "bornOn" and c.subject.key == claim.subject.key
        ]
        return any(c.status in TOLD and _birth_rank(c) < mine for c in rivals)
    if claim.predicate == "diedOn" and claim.status in TOLD and isinstance(claim.object, Literal):
        days = [
            c.object.value
            for c in claims
            if c.predicate == "diedOn"
            and c.subject.key == claim.subject.key
            and c.status in TOLD
            and isinstance(c.object, Literal)
        ]
        own = claim.object.value
        return any(day != own and within(day, own) for day in days)  # "died last year", and then on which day
    return False


def _birth_rank(claim: Claim) -> tuple[bool, int, int]:
    """Stated dates before intervals reckoned from an age, sharper before blunter, earlier in the text before later."""
    value = claim.object.value if isinstance(claim.object, Literal) else ""
    return ("/" in value, -int(precision(value)), claim.evidence[0].start)
