"""Judge one article: which predictions are which gold claims, and how their times, speakers and places fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.evaluation.gold import GoldArticle, GoldClaim
from kg.evaluation.matching import MUTUAL_KIN, Fit, People, fit, same_object, same_place, same_source, words
from kg.model import Claim, Entity, Extraction, Literal, PartialDate, Status
from kg.vocab import is_symmetric

TIMES = ("start", "end", "at")
"""The times of a claim."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One article's predictions and gold claims, with the pairs (prediction, gold) that are right."""

    extraction: Extraction
    gold: GoldArticle
    people: People
    pairs: tuple[tuple[int, int], ...]
    misjudged: tuple[tuple[int, int], ...]


def judge(extraction: Extraction, gold: GoldArticle) -> Judged:
    """Pair the predictions of one article with its gold claims, the best fitting first, one to one.

    ``pairs`` agree in everything that counts; ``misjudged`` are pairs of the rest that differ in the status alone.
    """
    people = People.of(gold.people)
    agreeing = [
        (i, j)
        for i, claim in enumerate(extraction.claims)
        for j, expected in enumerate(gold.claims)
        if _agree(claim, expected, people)
    ]
    told = Counter((expected.status, _triple(expected)) for expected in gold.claims)

    def may(i: int, j: int) -> bool:
        claim, expected = extraction.claims[i], gold.claims[j]
        several = told[expected.status, _triple(expected)] > 1
        return claim.status == expected.status and not (several and _contradict(claim, expected))

    def weight(pair: tuple[int, int]) -> tuple[int, ...]:
        claim, expected = extraction.claims[pair[0]], gold.claims[pair[1]]
        exact = claim.object is not None and words(label(claim.object)) == words(expected.object or "")
        source = source_fits(claim, expected, extraction, people) == "right"
        return (-exact, -sum(times_fit(claim, expected).values()), -source, *pair)

    pairs = _one_to_one(sorted((pair for pair in agreeing if may(*pair)), key=weight))
    predictions, claims = {i for i, _ in pairs}, {j for _, j in pairs}
    rest = (
        (i, j)
        for i, j in sorted(agreeing, key=weight)
        if i not in predictions and j not in claims and extraction.claims[i].status != gold.claims[j].status
    )
    return Judged(extraction, gold, people, pairs, _one_to_one(rest))


def _one_to_one(ranked: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The best pairs first, nobody twice."""
    left: set[int] = set()
    right: set[int] = set()
    taken = []
    for i, j in ranked:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            taken.append((i, j))
    return tuple(taken)


def _agree(claim: Claim, gold: GoldClaim, people: People) -> bool:
    """Whether predicate, subject and object are the same, whatever the status."""
    if claim.predicate != gold.predicate:
        return False
    if _same(claim.subject, gold.subject, gold, people) and _same(claim.object, gold.object, gold, people):
        return True
    # "Nobody has filed": who would have is not known. "X is the cousin of Y" says the same as its reverse.
    turned = (
        is_symmetric(gold.predicate)
        or (gold.predicate == "event:DivorceFiling" and gold.status is Status.DENIED)
        or (gold.predicate == "relativeOf" and gold.note in MUTUAL_KIN)
    )
    if not turned:
        return False
    return _same(claim.object, gold.subject, gold, people) and _same(claim.subject, gold.object, gold, people)


def _same(thing: Entity | Literal | None, gold: str | None, claim: GoldClaim, people: People) -> bool:
    """Whether a predicted party is the gold one: a person by any name, anything else by its words."""
    if thing is None or gold is None:
        return thing is None and gold is None
    person = people.by_name.get(words(gold))
    if person:
        return isinstance(thing, Entity) and people.entity(thing) == person
    names = (thing.label, *thing.aliases) if isinstance(thing, Entity) else (thing.value,)
    return any(same_object(claim.predicate, name, gold) for name in names)


def label(thing: Entity | Literal) -> str:
    """How the claim names it."""
    return thing.label if isinstance(thing, Entity) else thing.value


def _triple(gold: GoldClaim) -> tuple[str, tuple[str, ...]]:
    parties = (gold.subject, gold.object or "")
    return gold.predicate, tuple(sorted(parties)) if is_symmetric(gold.predicate) else parties


def moment(date: PartialDate | None) -> str | None:
    """The EDTF value, if there is one."""
    return date.value if date else None


def times_fit(claim: Claim, gold: GoldClaim) -> dict[str, Fit]:
    """How the start, end and at of a prediction fit those of the gold claim."""
    return {name: fit(moment(getattr(claim, name)), getattr(gold, name)) for name in TIMES}


def _contradict(claim: Claim, gold: GoldClaim) -> bool:
    """Whether both give the beginning (or the day) and the two cannot be the same time."""
    fits = times_fit(claim, gold)
    return Fit.WRONG in (fits["start"], fits["at"])


def source_fits(claim: Claim, gold: GoldClaim, extraction: Extraction, people: People) -> str:
    """One of right, wrong, missing, spurious, and none where neither has a speaker."""
    if claim.source is None or gold.source is None:
        return _one_sided(claim.source, gold.source)
    speaker = next((entity for entity in extraction.entities if entity.key == claim.source.entity), None)
    predicted = (people.entity(speaker) if speaker else None) or people.find(claim.source.name)
    expected = people.find(gold.source)
    if expected or predicted:
        return "right" if expected == predicted else "wrong"
    return "right" if same_source(claim.source.name, gold.source) else "wrong"


def place_fits(claim: Claim, gold: GoldClaim) -> str:
    """The same five words for the place of an event."""
    if claim.place is None or gold.place is None:
        return _one_sided(claim.place, gold.place)
    return "right" if same_place(claim.place.label, gold.place) else "wrong"


def _one_sided(predicted: object, gold: object) -> str:
    if predicted is None:
        return "none" if gold is None else "missing"
    return "spurious"


def taken_for_asserted(claim: Claim, judged: Judged) -> GoldClaim | None:
    """The denied, possible or planned gold claim that this asserted prediction turned into a fact, if it did.

    Where the gold asserts the same triple too (an arrest in 1990, none in 2012), it did so only if its time is that of
    the one and not of the other.
    """
    if claim.status is not Status.ASSERTED:
        return None
    same = [gold for gold in judged.gold.claims if _agree(claim, gold, judged.people)]
    facts = [gold for gold in same if gold.status is Status.ASSERTED]
    for gold in same:
        if gold.status in {Status.DENIED, Status.POSSIBLE, Status.PLANNED}:
            timed = any(getattr(gold, name) for name in TIMES)
            exactly = timed and all(fitting == Fit.EXACT for fitting in times_fit(claim, gold).values())
            if not facts or (exactly and all(_contradict(claim, fact) for fact in facts)):
                return gold
    return None
