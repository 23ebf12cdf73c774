"""What cannot be true together: of two such claims of one article the better told one stays.

A pronoun or a plural that was taken for the wrong people makes brothers husbands and sons fathers. People are no
couple with their parents, children, brothers and sisters, and nobody is the parent of their own parent. Claims that are
denied, rumoured or planned are let be. Ages are not asked: where one clashes with a marriage, the age was misread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from math import prod

from kg.claims.couple_meant import ABOUT_COUPLES
from kg.dates import earliest, is_valid, latest, overlaps
from kg.model import TOLD, Claim, Literal, LiteralType, Status, object_key, pair_of

Pair = frozenset[str]
OF_LOVERS = frozenset({"partnerOf", "marriedTo"})
NEAR = 600
"""Within how many characters a birth may be told twice."""
CHILDHOOD = 12
"""Years. Whose birth is told, and is no longer ago, is half of no couple."""
AGED = frozenset({"age-premodifier", "age-apposition"})
"""The rules whose age may be that of a noun behind it."""
BESIDE = 30
"""How many characters behind an age its noun stands."""
ENDS = frozenset({"event:Breakup", "event:Divorce", "event:Separation"})


def consistent(claims: Iterable[Claim], published: date | None = None) -> list[Claim]:
    """The claims without those that others, better told, rule out, and without days to come; in their order.

    What is told as a fact did not begin or happen after the article was ``published``: such a day was misread.
    """
    kept = [timely for claim in claims if (timely := _timely(claim, published)) is not None]
    newborn = {id(claim) for claim in (*_of_the_newborn(kept, published), *_of_the_grown(kept, published))}
    kept = _with_birthdays([claim for claim in kept if id(claim) not in newborn])
    for contradictions in (_of_kin, _of_turns, _of_denials, _of_births, _of_the_dead, _of_the_bereaved):
        dropped = {id(claim) for claim in contradictions(kept)}
        kept = [claim for claim in kept if id(claim) not in dropped]
    return kept


def _timely(claim: Claim, published: date | None) -> Claim | None:
    """The claim without a day after ``published``; None if it claims nothing else."""
    if published is None or claim.status not in TOLD:
        return claim

    def is_past(value: str) -> bool:
        return not is_valid(value) or (earliest(value) or date.min) <= published

    if isinstance(claim.object, Literal) and claim.object.type is LiteralType.DATE and not is_past(claim.object.value):
        return None
    at, start, end = (m if m and is_past(m.value) else None for m in (claim.at, claim.start, claim.end))
    end = end if claim.predicate in ABOUT_COUPLES else claim.end  # a contract may well end in years to come
    timely = (at, start, end) == (claim.at, claim.start, claim.end)
    return claim if timely else replace(claim, at=at, start=start, end=end)


def _told(claims: Iterable[Claim], predicates: Iterable[str]) -> Iterator[Claim]:
    wanted = frozenset(predicates)
    return (c for c in claims if c.predicate in wanted and c.status in TOLD and object_key(c))


def _of_kin(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Couples of near kin, or, where the couple is told better, what makes kin of them."""
    couples = _by_pair(_told(claims, ABOUT_COUPLES))
    kin = _by_pair(_told(claims, ["parentOf", "siblingOf"]))
    for pair in couples.keys() & kin.keys():
        yield from kin[pair] if _surety(kin[pair]) < _surety(couples[pair]) else couples[pair]
    parents: dict[str, set[str]] = {}
    for claim in _told(claims, ["parentOf"]):
        parents.setdefault(claim.subject.key, set()).add(object_key(claim))
    for _, children in sorted(parents.items()):
        for one, other in combinations(sorted(children), 2):
            yield from (claim for claim in couples.get(frozenset({one, other}), ()) if _is_of_a_plural(claim))
    wed = [pair for pair, told in couples.items() if any(not _is_of_a_plural(claim) for claim in told)]
    for one, other in sorted(map(sorted, wed)):
        for pair in [pair for pair in kin if one in pair and other not in pair]:
            yield from _by_one_word(kin[pair], kin.get(pair - {one} | {other}, ()))


def _by_one_word(first: Sequence[Claim], second: Sequence[Claim]) -> list[Claim]:
    """The claims if one "their" stands for both of a couple: nobody is the mother, or a brother, of both."""
    words = [_their(claim) for claim in (*first, *second)]
    alike = len(words) == 2 and bool(second) and words[0] is not None and words[0] == words[1]
    children = alike and first[0].predicate == "parentOf" and first[0].subject.key != second[0].subject.key
    return [*first, *second] if alike and not children else []


def _their(claim: Claim) -> tuple[int, int] | None:
    """Where the "their" stands that one of the two of the claim is told by."""
    evidence = claim.evidence[0]
    for span in (evidence.subject, evidence.object):
        if span is not None and evidence.quote[span[0] - evidence.start : span[1] - evidence.start].lower() == "their":
            return span
    return None


def _of_denials(claims: Sequence[Claim]) -> Iterator[Claim]:
    """What is told of "the pair" against the article's own word on the two.

    A marriage of two who never married; the end of what never was more than a rumour.
    """
    denied = {
        pair_of(claim)
        for claim in claims
        if claim.predicate == "marriedTo" and claim.status is Status.DENIED and claim.source is None and not claim.start
    }
    for pair, told in _by_pair(_told(claims, ["marriedTo", "event:Wedding", "event:Divorce"])).items():
        if pair in denied:
            yield from (claim for claim in told if _is_of_a_plural(claim))
    parents = {(c.subject.key, object_key(c)) for c in _told(claims, ["parentOf"]) if c.status is Status.ASSERTED}
    for claim in claims:  # "no child of theirs": she is his alone
        if claim.predicate == "parentOf" and claim.status is Status.DENIED and claim.source is None:
            yield from [claim] if (claim.subject.key, object_key(claim)) in parents else []
    rumoured = {pair_of(claim) for claim in claims if claim.predicate in OF_LOVERS and claim.status is Status.POSSIBLE}
    for pair, told in _by_pair(_told(claims, ABOUT_COUPLES)).items():
        asserted = [claim for claim in told if claim.status is Status.ASSERTED]
        if pair in rumoured and all(_is_of_a_plural(claim) for claim in told):
            yield from (claim for claim in asserted if claim.end or claim.predicate in ENDS)


def _of_the_dead(claims: Sequence[Claim]) -> Iterator[Claim]:
    """What somebody would have begun after the day of his death: a pronoun was taken for the wrong husband."""
    deaths: dict[str, set[str]] = {}
    for claim in claims:
        if claim.predicate == "event:Death" and claim.status in TOLD and claim.at is not None:
            deaths.setdefault(claim.subject.key, set()).add(claim.at.value)
    ends = {key: latest(day) for key, days in deaths.items() if len(days) == 1 for day in days}
    for claim in claims if ends else ():
        moment = claim.at or claim.start
        if claim.predicate not in ABOUT_COUPLES or claim.status not in TOLD or moment is None:
            continue
        begun = earliest(moment.value)
        gone = [end for key in pair_of(claim) if (end := ends.get(key)) is not None]
        if begun is not None and any(end < begun for end in gone):
            yield claim


def _of_the_bereaved(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The partings of those who died: "He died on Monday. He leaves his wife, Ann"."""
    dead = {c.subject.key for c in claims if c.predicate == "event:Death" and c.status in TOLD}
    for claim in claims if dead else ():
        if claim.predicate in ENDS and dead & pair_of(claim) and claim.at is None:
            told = [one for one in claim.evidence if one.rule == "leave-spouse" and " leaves " in f" {one.quote} "]
            yield from [claim] if len(told) == len(claim.evidence) else []


def _of_the_newborn(claims: Sequence[Claim], published: date | None) -> Iterator[Claim]:
    """Couples with a small child, and its children: a pronoun was taken for the girl that should mean her mother."""
    if published is None:
        return
    grown = str(published.year - CHILDHOOD)
    births = (c for c in claims if c.predicate == "event:Birth" and c.status in TOLD)
    born = {c.subject.key for c in births if c.at is not None and c.at.value >= grown}
    born &= {object_key(c) for c in _told(claims, ["parentOf"])}
    for claim in claims if born else ():
        parent = claim.predicate == "parentOf" and claim.subject.key in born
        if parent or (claim.predicate in ABOUT_COUPLES and born & pair_of(claim)):
            yield claim


def _of_the_grown(claims: Sequence[Claim], published: date | None) -> Iterator[Claim]:
    """Births a few years ago, reckoned from an age, of somebody's parent or lover, or of who has a trade.

    "Ann, who has a two-year-old boy": the age is his. That of "the ten-year-old actor" stands beside the trade.
    """
    grown = str(published.year - CHILDHOOD) if published is not None else "9999"
    for claim in claims:
        value = claim.object.value if isinstance(claim.object, Literal) else ""
        aged = claim.predicate == "bornOn" and all(told.rule in AGED for told in claim.evidence)
        if aged and value >= grown and any(_is_grown(claim, other) for other in claims):
            yield claim


def _is_grown(birth: Claim, other: Claim) -> bool:
    """Whether the other claim makes a grown person of the one who is born."""
    key, told = birth.subject.key, birth.evidence[0]
    if other.status not in TOLD or (other.subject.key != key and other.predicate not in ABOUT_COUPLES):
        return False
    if other.predicate == "occupation" and isinstance(other.object, Literal) and told.object is not None:
        behind = told.quote[told.object[1] - told.start :][:BESIDE].lower()
        return not any(word in behind for word in other.object.value.split())
    return other.predicate == "parentOf" or (other.predicate in ABOUT_COUPLES and key in pair_of(other))


def _of_births(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The births told of a parent, where the child has a name: "They welcomed a girl on Friday, and named her Ida"."""
    yield from (of_a_parent for of_a_parent, _ in _told_twice(claims))


def _with_birthdays(claims: Sequence[Claim]) -> list[Claim]:
    """The claims with the day and place of a birth told of a parent given to the child that is named behind it."""
    first: dict[int, Claim] = {}
    for of_a_parent, of_the_child in _told_twice(claims):
        if of_a_parent.at is not None and of_the_child.at is None:
            first.setdefault(id(of_the_child), of_a_parent)
    dated: list[Claim] = []
    for claim in claims:
        other = first.get(id(claim))
        if other is not None and other.at is not None:
            own = claim.evidence[0].subject
            evidence = (*(replace(told, subject=own, object=None) for told in other.evidence), *claim.evidence)
            place = claim.place or other.place
            claim = replace(claim, at=other.at, place=place, evidence=evidence)
            day = Literal(other.at.value, LiteralType.DATE)
            dated.append(replace(claim, predicate="bornOn", object=day, at=None, place=None))
        dated.append(claim)
    return dated


def _told_twice(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Births that are told of a parent and again of the child."""
    births = [claim for claim in claims if claim.predicate == "event:Birth" and claim.status in TOLD]
    parents = {claim.subject.key: set[str]() for claim in births}
    for claim in _told(claims, ["parentOf"]) if births else ():
        parents.setdefault(claim.subject.key, set()).add(object_key(claim))
    for birth in births:
        children = (other for other in births if other.subject.key in parents[birth.subject.key])
        yield from ((birth, other) for other in children if _is_one_birth(birth, other))


def _is_one_birth(one: Claim, other: Claim) -> bool:
    """Whether two births told close to each other are on one day, as far as is told."""
    near = abs(one.evidence[0].start - other.evidence[0].start) < NEAR
    return near and (one.at is None or other.at is None or overlaps(one.at.value, other.at.value))


def _is_of_a_plural(claim: Claim) -> bool:
    """Whether one word stands for both ("they divorced"), which is taken for the wrong two most easily."""
    return all(evidence.subject == evidence.object for evidence in claim.evidence)


def _of_turns(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Of two who are told to be each other's parents, the one way that is told worse."""
    ways: dict[tuple[str, str], list[Claim]] = {}
    for claim in _told(claims, ["parentOf"]):
        ways.setdefault((claim.subject.key, object_key(claim)), []).append(claim)
    for (one, other), told in ways.items():
        back = ways.get((other, one))
        if back and (_surety(told), one) < (_surety(back), other):
            yield from told


def _by_pair(claims: Iterable[Claim]) -> dict[Pair, list[Claim]]:
    found: dict[Pair, list[Claim]] = {}
    for claim in claims:
        found.setdefault(pair_of(claim), []).append(claim)
    return found


def _surety(claims: Iterable[Claim]) -> float:
    """How likely one of the sentences behind the claims is read rightly: each sentence counts once, at its surest."""
    sentences: dict[int, float] = {}
    for claim in claims:
        for evidence in claim.evidence:
            sentences[evidence.start] = max(sentences.get(evidence.start, 0.0), claim.confidence)
    return 1 - prod(1 - chance for chance in sentences.values())
