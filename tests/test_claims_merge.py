"""Claims joined, dated from events and put in order: values only, no language model."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.claims.merge import merge
from kg.model import Claim, Entity, EntityType, Evidence, Literal, LiteralType, PartialDate, Source, Status, object_key

ANN, BOB, CY = (Entity(name.lower(), EntityType.PERSON, name) for name in ("Ann", "Bob", "Cy"))
ROME = Entity("rome", EntityType.PLACE, "Rome")


def day(value: str) -> PartialDate:
    return PartialDate(value, f"in {value}")


def claim(
    subject: Entity,
    predicate: str,
    obj: Entity | Literal | None = None,
    *,
    at: str | None = None,
    start: str | None = None,
    end: str | None = None,
    sentence: int = 0,
    status: Status = Status.ASSERTED,
    source: Source | None = None,
    note: str | None = None,
    place: Entity | None = None,
) -> Claim:
    first = sentence * 40
    evidence = Evidence(first, first + 40, "x" * 40, (first, first + 3), (first + 8, first + 11), "made")
    return Claim(
        subject,
        predicate,
        obj,
        (evidence,),
        start=day(start) if start else None,
        end=day(end) if end else None,
        at=day(at) if at else None,
        place=place,
        status=status,
        source=source,
        note=note,
    )


def values(found: tuple[Claim, ...], predicate: str) -> list[tuple[str | None, str | None, str | None]]:
    return [
        (c.start.value if c.start else None, c.end.value if c.end else None, c.note)
        for c in found
        if c.predicate == predicate
    ]


def test_the_same_thing_said_twice_is_one_claim_with_both_sentences() -> None:
    (one,) = merge([claim(ANN, "marriedTo", BOB), claim(BOB, "marriedTo", ANN, sentence=2)])
    assert [e.start for e in one.evidence] == [0, 80]
    assert one.subject == ANN


def test_the_direction_of_parents_is_kept_apart() -> None:
    assert len(merge([claim(ANN, "parentOf", BOB), claim(BOB, "parentOf", ANN, sentence=1)])) == 2


def test_a_wedding_begins_and_a_divorce_ends_a_marriage() -> None:
    found = merge(
        [
            claim(ANN, "marriedTo", BOB, note="ended"),
            claim(ANN, "event:Wedding", BOB, at="2004-06", sentence=1),
            claim(BOB, "event:Divorce", ANN, at="2009", sentence=2),
        ]
    )
    assert values(found, "marriedTo") == [("2004-06", "2009", None)]


def test_an_event_of_others_dates_nothing() -> None:
    found = merge([claim(ANN, "marriedTo", BOB), claim(ANN, "event:Wedding", CY, at="1999", sentence=1)])
    assert values(found, "marriedTo") == [(None, None, None)]


@pytest.mark.parametrize("status", [Status.DENIED, Status.POSSIBLE, Status.PLANNED])
def test_an_event_that_did_not_happen_dates_nothing(status: Status) -> None:
    found = merge(
        [claim(ANN, "marriedTo", BOB), claim(ANN, "event:Wedding", BOB, at="1999", sentence=1, status=status)]
    )
    assert values(found, "marriedTo") == [(None, None, None)]


def test_a_divorce_before_the_wedding_does_not_end_the_marriage() -> None:
    found = merge([claim(ANN, "marriedTo", BOB, start="2010"), claim(ANN, "event:Divorce", BOB, at="2004", sentence=1)])
    assert values(found, "marriedTo") == [("2010", None, None)]


def test_two_marriages_of_one_couple_stay_two() -> None:
    found = merge([claim(ANN, "marriedTo", BOB, start="1964"), claim(ANN, "marriedTo", BOB, start="1975", sentence=1)])
    assert [start for start, _, _ in values(found, "marriedTo")] == ["1964", "1975"]


def test_the_sharper_of_two_compatible_dates_is_kept() -> None:
    (one,) = merge(
        [claim(ANN, "event:Wedding", BOB, at="2004"), claim(ANN, "event:Wedding", BOB, at="2004-06", sentence=1)]
    )
    assert one.at is not None
    assert one.at.value == "2004-06"


def test_two_places_are_two_weddings() -> None:
    found = merge(
        [
            claim(ANN, "event:Wedding", BOB, at="2004", place=ROME),
            claim(ANN, "event:Wedding", BOB, at="2004", place=replace(ROME, key="bath", label="Bath"), sentence=1),
        ]
    )
    assert len(found) == 2


def test_a_marriage_ends_at_the_death_of_one() -> None:
    died = claim(BOB, "diedOn", Literal("1988-05-02", LiteralType.DATE), sentence=1)
    assert values(merge([claim(ANN, "marriedTo", BOB), died]), "marriedTo") == [(None, "1988-05-02", None)]
    assert values(merge([claim(ANN, "marriedTo", BOB, note="ended"), died]), "marriedTo") == [(None, None, "ended")]


def test_a_death_that_is_only_reported_ends_no_marriage() -> None:
    died = claim(BOB, "diedOn", Literal("1988", LiteralType.DATE), sentence=1, status=Status.REPORTED)
    assert values(merge([claim(ANN, "marriedTo", BOB), died]), "marriedTo") == [(None, None, None)]


def test_a_divorced_couple_is_not_parted_by_death() -> None:
    died = claim(BOB, "diedOn", Literal("1988", LiteralType.DATE), sentence=1)
    found = merge([claim(ANN, "marriedTo", BOB, note="ended"), claim(ANN, "event:Divorce", BOB, sentence=2), died])
    assert values(found, "marriedTo") == [(None, None, "ended")]


def test_a_widow_of_unknown_date_was_married_once() -> None:
    assert values(merge([claim(ANN, "marriedTo", BOB, note="widowed")]), "marriedTo") == [(None, None, "ended")]


def test_what_others_say_of_an_asserted_relation_is_evidence_for_it() -> None:
    said = claim(ANN, "marriedTo", BOB, sentence=1, status=Status.REPORTED, source=Source("a friend"))
    (one,) = merge([claim(ANN, "marriedTo", BOB), said])
    assert (one.status, one.source, len(one.evidence)) == (Status.ASSERTED, None, 2)


def test_a_denial_stays_beside_what_it_denies() -> None:
    found = merge([claim(ANN, "partnerOf", BOB), claim(ANN, "partnerOf", BOB, sentence=1, status=Status.DENIED)])
    assert {c.status for c in found} == {Status.ASSERTED, Status.DENIED}


def test_a_birth_date_outdoes_an_interval_reckoned_from_an_age() -> None:
    found = merge(
        [
            claim(ANN, "bornOn", Literal("1970-05-02/1971-05-01", LiteralType.DATE)),
            claim(ANN, "bornOn", Literal("1971-03-09", LiteralType.DATE), sentence=1),
            claim(BOB, "bornOn", Literal("1960-05-02/1961-05-01", LiteralType.DATE), sentence=2),
        ]
    )
    assert [object_key(c) for c in found] == ["1971-03-09", "1960-05-02/1961-05-01"]


def test_an_undated_event_goes_where_a_dated_telling_of_it_stands() -> None:
    told = claim(ANN, "event:Wedding", BOB, at="2022-07", sentence=1, status=Status.REPORTED, source=Source("Ann"))
    assert [c.at for c in merge([claim(ANN, "event:Wedding", BOB), told])] == [told.at]


DATES = [None, "2004", "2004-06", "2004-06-09", "2009", "2009-01"]
CLAIMS = st.builds(
    claim,
    st.sampled_from([ANN, BOB]),
    st.sampled_from(
        ["marriedTo", "engagedTo", "partnerOf", "parentOf", "event:Wedding", "event:Divorce", "event:Breakup"]
    ),
    st.just(CY),
    at=st.sampled_from(DATES),
    sentence=st.integers(0, 5),
    status=st.sampled_from(Status),
).map(lambda c: c if c.is_event else replace(c, at=None))


@given(st.lists(CLAIMS, max_size=8))
def test_merging_twice_is_merging_once(claims: list[Claim]) -> None:
    once = merge(claims)
    assert [(c.predicate, c.status, c.at, c.start, c.end) for c in merge(once)] == [
        (c.predicate, c.status, c.at, c.start, c.end) for c in once
    ]


@given(st.lists(CLAIMS, max_size=8))
def test_no_date_is_made_up(claims: list[Claim]) -> None:
    given_dates = {c.at for c in claims}
    for one in merge(claims):
        assert {one.at, one.start, one.end} <= given_dates | {None}


@given(st.lists(CLAIMS, max_size=8))
def test_no_relation_loses_its_words_and_none_is_invented(claims: list[Claim]) -> None:
    relations = [c for c in claims if not c.is_event]
    before = {e for c in relations for e in c.evidence}
    found = merge(claims)
    assert {e.start for c in found if not c.is_event for e in c.evidence} == {e.start for e in before}
    assert {(c.predicate, c.subject.key) for c in found} <= {(c.predicate, c.subject.key) for c in claims}


@given(st.lists(CLAIMS.filter(lambda c: not c.is_event), max_size=8))
def test_the_order_of_what_comes_in_does_not_matter(claims: list[Claim]) -> None:
    shuffled = sorted(claims, key=lambda c: (c.evidence[0].start * 7 % 11, c.predicate), reverse=True)
    assert [(c.predicate, c.subject, c.status) for c in merge(shuffled)] == [
        (c.predicate, c.subject, c.status) for c in merge(claims)
    ]
