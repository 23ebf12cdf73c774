"""Of what cannot be true together, the better told stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kg.claims.consistent import consistent
from kg.model import Claim, Entity, EntityType, Evidence, Literal, LiteralType, PartialDate, Status

ANN, BO, CY, DI = (Entity(name.lower(), EntityType.PERSON, name) for name in ("Ann", "Bo", "Cy", "Di"))


def claim(
    subject: Entity,
    predicate: str,
    thing: Entity,
    confidence: float = 0.9,
    sentence: int = 0,
    *,
    plural: bool = False,
    status: Status = Status.ASSERTED,
) -> Claim:
    first = 40 * sentence
    sides = ((first, first + 3), (first, first + 3) if plural else (first + 8, first + 11))
    evidence = Evidence(first, first + 40, "x" * 40, *sides, "made")
    return Claim(subject, predicate, thing, (evidence,), confidence=confidence, status=status)


def test_brother_and_sister_are_no_couple() -> None:
    kin, couple = claim(ANN, "siblingOf", BO), claim(BO, "marriedTo", ANN, 0.8)
    assert consistent([kin, couple]) == [kin]


def test_where_the_couple_is_told_better_they_are_no_kin() -> None:
    couple = [claim(ANN, "marriedTo", BO, 0.8, 1), claim(ANN, "event:Wedding", BO, 0.8, 2)]
    assert consistent([claim(ANN, "parentOf", BO, 0.9), *couple]) == couple


def test_two_claims_of_one_sentence_are_no_stronger_than_one() -> None:
    couple = [claim(ANN, "marriedTo", BO, 0.8, 1), claim(ANN, "event:Wedding", BO, 0.8, 1)]
    kin = claim(ANN, "parentOf", BO, 0.9)
    assert consistent([kin, *couple]) == [kin]


def test_children_of_one_parent_are_not_whom_they_means() -> None:
    children = [claim(ANN, "parentOf", BO), claim(ANN, "parentOf", CY)]
    divorced = claim(BO, "event:Divorce", CY, plural=True)
    assert consistent([*children, divorced]) == children


def test_who_is_named_as_married_is_believed_beside_one_parent() -> None:
    claims = [claim(ANN, "parentOf", BO), claim(ANN, "parentOf", CY), claim(BO, "marriedTo", CY)]
    assert consistent(claims) == claims


def test_of_two_who_are_each_others_parents_one_is() -> None:
    right, wrong = claim(ANN, "parentOf", BO, 0.9), claim(BO, "parentOf", ANN, 0.8)
    assert consistent([wrong, right]) == [right]
    even = [claim(ANN, "parentOf", BO), claim(BO, "parentOf", ANN)]
    assert len(consistent(even)) == 1


def test_what_is_denied_or_rumoured_rules_nothing_out() -> None:
    for status in (Status.DENIED, Status.POSSIBLE, Status.PLANNED):
        claims = [claim(ANN, "siblingOf", BO, status=status), claim(ANN, "marriedTo", BO, 0.5)]
        assert consistent(claims) == claims


def test_what_is_told_as_a_fact_has_no_day_to_come() -> None:
    published, later, before = date(2024, 9, 19), PartialDate("2025-09-16", "then"), PartialDate("2024-09", "now")
    wedding = claim(ANN, "event:Wedding", BO)
    [kept] = consistent([replace(wedding, at=later)], published)
    assert kept == wedding
    planned = replace(claim(ANN, "event:Wedding", BO, status=Status.PLANNED), at=later)
    told = [planned, replace(wedding, at=before)]
    assert consistent(told, published) == told
    assert consistent([replace(wedding, at=later)]) == [replace(wedding, at=later)]
    death = replace(wedding, predicate="diedOn", object=Literal("2026-06-05", LiteralType.DATE))
    assert consistent([death], published) == []


def test_others_are_let_be() -> None:
    claims = [claim(ANN, "marriedTo", BO), claim(ANN, "parentOf", CY), claim(BO, "parentOf", CY)]
    claims.append(claim(CY, "siblingOf", DI))
    assert consistent(claims) == claims
