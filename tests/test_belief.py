"""What is believed: the policy's edges, one a test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.belief import Fact, Happening, Policy, Statement, believe, default_policy, group
from kg.model import Literal, LiteralType, Status

A, B, C = "https://x.example/person/ada", "https://x.example/person/bo", "https://x.example/person/cy"
POLICY = Policy()


def say(predicate: str = "marriedTo", subject: str = A, object_: str | Literal | None = B, **more: object) -> Statement:
    one = Statement("c/1", "a/1", date(2020, 5, 1), subject, predicate, object_, Status.ASSERTED, 0.9)
    return replace(one, **more)  # type: ignore[arg-type]


def day(value: str) -> Literal:
    return Literal(value, LiteralType.DATE)


def facts(*statements: Statement, policy: Policy = POLICY) -> list[tuple[str, str, object]]:
    found = believe(statements, policy)
    return [(one.subject, one.predicate, one.object) for one in found if isinstance(one, Fact)]


def events(*statements: Statement) -> list[Happening]:
    return [one for one in believe(statements, POLICY) if isinstance(one, Happening)]


def test_the_house_policy_is_read_from_its_file() -> None:
    policy = default_policy()
    assert policy.statuses == {Status.ASSERTED}
    assert 0 < policy.threshold < 1
    assert policy.denials
    assert not policy.sensitive


def test_an_asserted_claim_is_believed_with_its_claim_behind_it() -> None:
    assert believe([say()], POLICY) == (Fact(A, "marriedTo", B, ("c/1",)),)


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ASSERTED])
def test_no_other_status_is_believed(status: Status) -> None:
    assert facts(say(status=status)) == []


def test_a_policy_may_believe_what_is_reported() -> None:
    policy = Policy(frozenset({Status.ASSERTED, Status.REPORTED}))
    assert facts(say(status=Status.REPORTED), policy=policy) == [(A, "marriedTo", B)]


def test_the_threshold_is_inclusive() -> None:
    assert facts(say(confidence=0.5))
    assert not facts(say(confidence=0.4999))


def test_health_is_not_believed_unless_the_policy_says_so() -> None:
    ill = say("hasCondition", object_=Literal("hay fever"))
    assert facts(ill) == []
    assert facts(ill, policy=Policy(sensitive=True)) == [(A, "hasCondition", Literal("hay fever"))]
    assert events(say("event:Diagnosis", object_=None)) == []


def test_an_end_does_not_take_a_marriage_away() -> None:
    assert facts(say(end="2019"))


@pytest.mark.parametrize(
    ("denial", "stands"),
    [
        ({}, False),  # the same day
        ({"published": date(2021, 1, 1)}, False),
        ({"published": date(2020, 4, 30)}, True),  # older than the claim
        ({"published": None}, False),  # we cannot tell, so we doubt
        ({"source": "person/cy"}, True),  # somebody else's denial is one more claim, not the article's word
        ({"subject": B, "object": A}, False),  # a symmetric relation, the other way round
        ({"object": C}, True),
        ({"predicate": "engagedTo"}, True),
        ({"confidence": 0.1}, False),
    ],
)
def test_a_denial_in_an_articles_own_voice_counts_from_its_day_on(denial: dict[str, object], stands: bool) -> None:
    denied = replace(say(id="c/2", article="a/2", status=Status.DENIED), **denial)  # type: ignore[arg-type]
    assert bool(facts(say(), denied)) is stands


def test_a_denial_of_another_time_does_not_count() -> None:
    married = say(start="2014", end="2016")
    assert facts(married, say(id="c/2", status=Status.DENIED, start="2018"))
    assert not facts(married, say(id="c/2", status=Status.DENIED, start="2015"))


def test_the_denial_of_one_value_leaves_the_others() -> None:
    singer, actor = (say("occupation", object_=Literal(word)) for word in ("singer", "actor"))
    assert facts(singer, actor, replace(actor, id="c/2", status=Status.DENIED)) == [
        (A, "occupation", Literal("singer"))
    ]


def test_denials_may_come_from_claims_that_are_not_believed_from() -> None:
    assert believe([say()], POLICY, denials=[say(id="c/2", status=Status.DENIED)]) == ()


def test_both_directions_of_a_symmetric_relation_are_one_fact() -> None:
    other = say(id="c/2", subject=B, object_=A, published=date(2021, 1, 1))
    assert believe([say(), other], POLICY) == (Fact(A, "marriedTo", B, ("c/1", "c/2")),)


def test_a_directed_relation_keeps_its_direction() -> None:
    assert facts(say("parentOf"), say("parentOf", subject=B, object_=A, id="c/2")) == [
        (A, "parentOf", B),
        (B, "parentOf", A),
    ]


def test_the_sharper_of_two_agreeing_dates_is_believed() -> None:
    blunt, sharp = say("bornOn", object_=day("1980")), say("bornOn", object_=day("1980-10-21"), id="c/2")
    assert facts(blunt, sharp) == [(A, "bornOn", day("1980-10-21"))]


def test_disagreeing_dates_all_stand() -> None:
    assert len(facts(say("bornOn", object_=day("1980")), say("bornOn", object_=day("1981-02"), id="c/2"))) == 2


def test_overlapping_intervals_of_which_none_holds_the_other_all_stand() -> None:
    one, two = day("1980-01-02/1981-01-01"), day("1980-06-02/1981-06-01")
    assert len(facts(say("bornOn", object_=one), say("bornOn", object_=two, id="c/2"))) == 2


def test_reports_of_one_wedding_are_one_event_under_the_sharpest_date() -> None:
    one = say("event:Wedding", at="2014", place="place/rome")
    two = say("event:Wedding", subject=B, object_=A, at="2014-05-24", id="c/2")
    three = say("event:Wedding", id="c/3")
    (wedding,) = events(one, two, three)
    assert wedding.at == "2014-05-24"
    assert wedding.name == "wedding.ada.bo.2014"
    assert wedding.places == ("place/rome",)
    assert wedding.because == ("c/1", "c/2", "c/3")


def test_two_weddings_of_one_couple_stay_two() -> None:
    found = events(say("event:Wedding", at="2014-05-24"), say("event:Wedding", at="2014-07-01", id="c/2"))
    assert [one.name for one in found] == ["wedding.ada.bo.2014", "wedding.ada.bo.2014.2014-07-01"]


def test_a_blunt_report_that_fits_two_events_is_attached_to_neither() -> None:
    sharp = [say("event:Arrest", object_=None, at=f"2014-0{month}-01", id=f"c/{month}") for month in (1, 2)]
    found = events(*sharp, say("event:Arrest", object_=None, at="2014", id="c/9"))
    assert [one.because for one in found] == [("c/1",), ("c/2",)]


def test_who_files_for_divorce_matters() -> None:
    assert len(events(say("event:DivorceFiling"), say("event:DivorceFiling", subject=B, object_=A, id="c/2"))) == 2


def test_the_name_of_an_event_keeps_the_parties_apart() -> None:
    one = say("event:Robbery", subject="https://x.example/person/mary-ann", object_="https://x.example/person/lee")
    two = say("event:Robbery", subject="https://x.example/person/mary", object_="https://x.example/person/ann-lee")
    names = [event.name for event in (*events(one), *events(two))]
    assert len(set(names)) == 2
    assert events(say("event:Founding", object_="https://x.example/org/bo"))[0].name == "founding.ada.org.bo"


DATES = st.sampled_from([None, "2014", "2014-05", "2014-05-24", "2013/2015", "2016-21", "../2012", "2018/.."])
STATEMENTS = st.builds(
    Statement,
    id=st.uuids().map(str),
    article=st.sampled_from(["a/1", "a/2"]),
    published=st.sampled_from([None, date(2015, 1, 1), date(2020, 1, 1)]),
    subject=st.sampled_from([A, B, C]),
    predicate=st.sampled_from(["marriedTo", "parentOf", "event:Wedding", "event:Arrest"]),
    object=st.sampled_from([A, B, C]),
    status=st.sampled_from(list(Status)),
    confidence=st.floats(0, 1),
    source=st.sampled_from([None, C]),
    start=DATES,
    at=DATES,
)


@given(st.lists(STATEMENTS, max_size=8), st.randoms())
def test_the_order_of_claims_does_not_matter(statements: list[Statement], random: object) -> None:
    shuffled = list(statements)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert believe(shuffled, POLICY) == believe(statements, POLICY)


@given(st.lists(STATEMENTS, max_size=8))
def test_groups_are_believed_independently(statements: list[Statement]) -> None:
    keys = sorted({group(one) for one in statements})
    apart = [belief for key in keys for belief in believe([one for one in statements if group(one) == key], POLICY)]
    assert list(believe(statements, POLICY)) == apart


@given(st.lists(STATEMENTS, max_size=8))
def test_every_belief_rests_on_asserted_claims(statements: list[Statement]) -> None:
    by_id = {one.id: one for one in statements}
    for belief in believe(statements, POLICY):
        assert belief.because
        for claim in belief.because:
            assert by_id[claim].status is Status.ASSERTED
            assert by_id[claim].confidence >= POLICY.threshold
