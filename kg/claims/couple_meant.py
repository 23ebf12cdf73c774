"""Which couple a sentence speaks of that names nobody, or one of the two: the last one told of, or the only one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import factuality
from kg.claims import attach
from kg.claims.reading import Finding, Party, Reading
from kg.model import TOLD, EntityType, Status
from kg.names import rules
from kg.vocab import COUPLES

if TYPE_CHECKING:
    from kg.claims.couples import Family

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
WEDDINGS = frozenset({"marriedTo", "engagedTo", "event:Wedding", "event:Engagement"})
OF_COUPLES_ONLY = frozenset({SPLIT, "marriedTo", "event:Wedding", "event:Divorce"})
"""What, if told as a fact, is told of no pair that is a couple by hearsay only."""
NEAR = 120
"""How many tokens back the couple may stand that an event without parties is about."""
WE = frozenset({"we", "our", "us"})
ENDED = "ended"
TITLE = "title"
"""The rule for the couple of a title."""
PAIRING = (["and"], ["&"], ["with"], ["+"])
"""What stands between the two names of a title."""
NAMELESS = 4
"""How many sentences in a row are passed over that name nobody, up to the one that told of a couple."""


def pair_of(finding: Finding) -> frozenset[str]:
    """The keys of the entities on the two sides."""
    return frozenset(p.key for p in (finding.subject, finding.object) if isinstance(p, Party))


def of_the_title(reading: Reading) -> Finding | None:
    """The two whom a title names as a couple, if it names nobody else: "Ann Lee and Al Bogg: A Complete Timeline"."""
    text, doc = reading.text, reading.doc
    end = text.find("\n", len(text) - len(text.lstrip()))
    title = text[: max(end, 0)].lower()
    history = rules("frames")["history"]
    plainly = any(word in title for word in history["couple"])
    loosely = not plainly and any(word in title for word in history["loosely"])
    if title.rstrip().endswith(".") or not (plainly or loosely):
        return None
    named = [m for i, m in sorted(reading.names.items()) if doc[i].idx < end and m.type is EntityType.PERSON]
    keys = {key for m in named for key in m.entities}
    if len(named) != 2 or len(keys) != 2 or [t.lower_ for t in doc[named[0].last : named[1].first]] not in PAIRING:
        return None
    sexes = {reading.mentions.gender(key) for key in keys}
    if loosely and (sexes != {"f", "m"} or not any(t.lemma_ in history["bonds_told"] for t in doc)):
        return None
    one, other = (Party.of(m) for m in named)
    return Finding("partnerOf", one, other, named[0].head, TITLE, 0.8)


def are_near(reading: Reading, finding: Finding, pair: frozenset[str]) -> bool:
    """Whether all of ``pair`` are named in the paragraph of ``finding``, before it or in its sentence."""
    start, end = paragraph_start(reading, finding), reading.doc[finding.trigger].sent.end
    return pair <= {key for i, m in reading.names.items() if start <= i < end for key in m.entities}


def paragraph_start(reading: Reading, finding: Finding) -> int:
    """The index of the first token of the paragraph of ``finding``."""
    broken = reading.text.rfind("\n\n", 0, reading.doc[finding.trigger].idx)
    return next(t.i for t in reading.doc if t.idx > broken)


def just_told(reading: Reading, finding: Finding, family: Family) -> Finding | None:
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
    told = (c for c in reversed(family.couples) if start <= c.trigger < finding.trigger and by_two(c))
    told = (couple for couple in told if not _in_brackets(reading, couple.trigger, finding.trigger))
    return next((couple for couple in told if not _in_passing(reading, couple, family)), None)


def _in_brackets(reading: Reading, i: int, end: int) -> bool:
    """Whether the brackets in which ``i`` stands are closed before ``end``: "(Al and Eve wed.) They"."""
    closing = next((t.i for t in reading.doc[i:end] if t.text in {"(", ")"}), end)
    ended = closing < end and reading.doc[closing].text == ")"
    return ended and any(reading.doc[k].text == "." for k in range(i, closing))


def _in_passing(reading: Reading, couple: Finding, family: Family) -> bool:
    """Whether it was once, as told of one named beside another: "she lives with Al, who was once married to Ida".

    Or of one who has been told to be somebody else's: "Al's wife, Eve, was previously married to Bo".
    """
    if not any(other.trigger == couple.trigger and other.note == ENDED for other in family.couples):
        return False
    word, pair = reading.doc[couple.trigger], pair_of(couple)
    clause = next((t for t in (word, word.head) if t.dep_ in {"relcl", "acl"}), None)
    if clause is not None and clause.head.dep_ in {"pobj", "dobj", "appos"}:
        return True
    before = (c for c in family.couples if c.trigger < couple.trigger and c.note != ENDED and c.rule != couple.rule)
    return any(pair & pair_of(other) and pair != pair_of(other) for other in before)


def _is_of_exes(couple: Finding) -> bool:
    """Whether somebody is only named as another's ex: "her ex-husband, Al Orr"."""
    return couple.note == ENDED and couple.rule.startswith("kin-")


def by_two(couple: Finding) -> bool:
    """Whether each of the couple has a mention of their own: no "they" that may stand for anybody."""
    one, other = couple.subject, couple.object
    return isinstance(other, Party) and one is not None and one.mention != other.mention


def kin_told(finding: Finding, meant: frozenset[str], family: Family) -> Finding | None:
    """The last couple told of, where "they" was read as two of whom one is only kin of that couple.

    "Her sister Ann introduced Eve Orr and Al Bogg. They married in May": not Ann and Al.
    """
    real = (c for c in family.couples if pair_of(c) not in family.rumoured)
    before = [c for c in real if c.trigger < finding.trigger and by_two(c)]
    if any(pair_of(couple) == meant for couple in before):
        return None
    for couple in reversed(before):
        pair = pair_of(couple)
        if finding.predicate == "parentOf" and not meant & pair:
            continue  # who has a sister in that couple may have a child of their own
        if any(frozenset({one, other}) in family.kin for one in meant - pair for other in pair):
            return couple
    return None


def names_others(reading: Reading, finding: Finding, couple: Finding) -> bool:
    """Whether the sentence names somebody outside the couple, up to the end of the clause: it may be about them."""
    sent = reading.doc[finding.trigger].sent
    end = finding.trigger if couple.rule == TITLE else sent.end
    named = (m for i, m in reading.names.items() if sent.start <= i < end and m.type is EntityType.PERSON)
    return any(not set(m.entities) <= pair_of(couple) for m in named)


def is_of_others(reading: Reading, finding: Finding, couple: Finding) -> bool:
    """Whether "we" is said by somebody who is not of the couple."""
    trigger = reading.doc[finding.trigger]
    if not any(t.lower_ in WE for t in trigger.doc[trigger.sent.start : trigger.i]):
        return False
    speakers = (m for m in reversed(reading.mentions.mentions) if m.first < trigger.i and len(m.entities) == 1)
    speaker = next((m.entities[0] for m in speakers if reading.doc[m.first].lower_ in {"i", "my", "me"}), None)
    return speaker is not None and speaker not in pair_of(couple)


def couple_before(reading: Reading, finding: Finding, family: Family, besides: set[str]) -> Finding | None:
    """The couple that the text spoke of last before the finding, not too far back, or the only one it tells of at all.

    Nobody of ``besides`` is in it.
    """
    told = [c for c in family.couples if not pair_of(c) & besides and not _in_passing(reading, c, family)]
    if finding.predicate in WEDDINGS and any(not _is_of_exes(c) for c in told):
        told = [c for c in told if not _is_of_exes(c)]  # no ex named in between is to be wed
    title = family.title
    if finding.predicate in OF_COUPLES_ONLY and status_of(reading, finding) in TOLD:  # no rumoured couple splits
        unreal = family.rumoured if finding.predicate == SPLIT else family.rumoured | family.unmarried
        last = next((c for c in reversed(told) if c.trigger < finding.trigger), None)
        if last is not None and pair_of(last) in unreal and last.trigger >= paragraph_start(reading, finding):
            return None  # whoever else is married further up
        told = [c for c in told if pair_of(c) not in unreal]
    if told and len({pair_of(c) for c in told}) == 1:
        return told[0]
    if title is not None and not pair_of(title) & besides:
        start = paragraph_start(reading, finding)
        if not any(start <= c.trigger < finding.trigger and by_two(c) for c in told):
            return title
    for couple in reversed(told):
        if couple.trigger > finding.trigger or (
            couple.trigger == finding.trigger and couple.predicate == finding.predicate
        ):
            continue
        if finding.trigger - couple.trigger > NEAR:
            return None
        return couple
    return None


def partner_of(reading: Reading, finding: Finding, subject: Party, family: Family) -> Party | None:
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
    elif finding.predicate in {"marriedTo", "event:Wedding"}:
        couples = _wed_next(reading, finding, subject, couples) or couples
    for couple in couples:
        if (other := _other_half(couple, subject)) is not None:
            others[other.key] = other
    if len(others) == 1:
        return next(iter(others.values()))
    other = _other_half(family.title, subject) if family.title is not None else None
    if other is not None and not any(are_near(reading, finding, frozenset({subject.key, key})) for key in others):
        return other
    trigger = reading.doc[finding.trigger]
    start = trigger.sent.start
    start = reading.doc[start - 1].sent.start if start > 0 else start
    near = [
        m
        for m in reading.mentions.mentions
        if start <= m.first < finding.trigger and len(m.entities) == 1 and m.entities[0] in others
    ]
    return others[near[-1].entities[0]] if near else None


def _other_half(couple: Finding, one: Party) -> Party | None:
    """With whom ``one`` is in the couple, if they are of it."""
    if one.key not in pair_of(couple):
        return None
    other = couple.object if couple.subject is not None and couple.subject.key == one.key else couple.subject
    return other if isinstance(other, Party) else None


def _wed_next(reading: Reading, finding: Finding, subject: Party, couples: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The marriage that the next sentence tells of, for a wedding whose bride or groom has still to be named."""
    end = reading.doc[finding.trigger].sent.end
    end = reading.doc[end].sent.end if end < len(reading.doc) else end
    return tuple(
        c
        for c in couples
        if c.predicate in {"marriedTo", "event:Wedding"} and c.note != "ended" and subject.key in pair_of(c)
        if finding.trigger < c.trigger < end
    )


def status_of(reading: Reading, finding: Finding) -> Status:
    """Whether the couple is told of as one, or denied, or only planned."""
    trigger = reading.doc[finding.trigger]
    return factuality.judge(reading.doc, trigger, reading.quotes, presupposed=finding.presupposed, scope=None).status


def is_told(reading: Reading, finding: Finding) -> bool:
    """Whether the finding, as it stands, would be told as a fact."""
    status = status_of(reading, finding)
    return status in TOLD and not finding.recast and (not finding.statuses or status.value in finding.statuses)


def day_of(reading: Reading, finding: Finding) -> str | None:
    """The time that the text gives for the finding, as EDTF: earlier times sort before later ones."""
    time = attach.time_of(reading, reading.doc[finding.trigger])
    return time.value.value if time is not None and time.value is not None else None
