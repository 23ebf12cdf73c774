"""The words by which an arrest is told to have been a minor's."""

from __future__ import annotations

import pytest

from kg.rdf.youth import tells_youth


@pytest.mark.parametrize(
    "quote",
    [
        "Bo Lund, 44, was arrested at 17 in Leeds.",
        "Bo Lund was arrested at the age of sixteen.",
        "Bo Lund was arrested, aged 15, in Bristol.",
        "Bo Lund, 50, was arrested as a 15-year-old.",
        "Bo Lund was 17 when he was arrested.",
        "Police arrested Bo Lund when he was 16.",
        "Bo Lund, then 17, was arrested.",
        "Bo Lund was arrested as a schoolboy.",
        "Bo Lund was arrested twice in his teens.",
        "A schoolboy of 14, Bo Lund, was arrested in Hull.",
        "Bo Lund, a Year 9 pupil, was arrested too.",
        "Sixth-former Bo Lund was arrested in Deal.",
    ],
)
def test_an_age_at_the_time_is_told(quote: str) -> None:
    assert tells_youth(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "Bo Lund was arrested at 18.",
        "Bo Lund, aged 44, was arrested.",
        "Bo Lund was arrested at 9 p.m. on Friday.",
        "Bo Lund was arrested at 5:30.",
        "Bo Lund was arrested at 12 Elm Street.",
        "Bo Lund was arrested at 10.30 near the pier.",
        "Police arrested Bo Lund over the death of a 12-year-old girl.",
        "Bo Lund was arrested with 15 others.",
        "Bo Lund was arrested over the theft from a girl of 12 and a schoolboy.",
        "Bo Lund was 170 miles away when he was arrested.",
    ],
)
def test_a_number_beside_an_arrest_is_not_always_an_age(quote: str) -> None:
    assert not tells_youth(quote)
