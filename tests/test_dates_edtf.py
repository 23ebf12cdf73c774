"""The EDTF we write: its bounds, its words, and what the `edtf` package makes of the same values."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.dates import Unit, birth_interval, earliest, is_valid, latest, overlaps, precision, readable, shift, within
from kg.dates.ages import birth_of
from kg.dates.edtf import Precision, coarsen, interval, of_days, qualify
from kg.dates.reckoning import add, holiday

library = pytest.importorskip("edtf")  # of the tests only: the product does not need it

DAYS = st.dates(min_value=date(1600, 1, 1), max_value=date(2100, 12, 31))
POINTS = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: day.isoformat()[:7]),
    DAYS.map(lambda day: day.isoformat()[:4]),
    DAYS.map(lambda day: day.isoformat()[:3] + "X"),
    DAYS.map(lambda day: day.isoformat()[:2] + "XX"),
    st.builds(lambda day, season: f"{day.year}-{season}", DAYS, st.integers(21, 24)),
)
CLOSED = st.one_of(POINTS, st.builds(lambda one, two: of_days(min(one, two), max(one, two)), DAYS, DAYS))
VALUES = st.one_of(CLOSED, POINTS.map(lambda point: f"../{point}"), POINTS.map(lambda point: f"{point}/.."))


@given(VALUES)
def test_what_we_write_is_valid_and_ends_no_sooner_than_it_begins(value: str) -> None:
    assert is_valid(value)
    assert (earliest(value) or date.min) <= (latest(value) or date.max)


@settings(max_examples=30, deadline=None)
@given(POINTS.filter(lambda value: not value.endswith("-24")))
def test_the_library_reads_the_same_days(value: str) -> None:
    read = library.parse_edtf(value)
    assert date(*read.lower_strict()[:3]) == earliest(value)
    assert date(*read.upper_strict()[:3]) == latest(value)


@pytest.mark.parametrize(
    "value", ["1990~", "2020-12?", "2016-21/..", "../2010", "2015~/2016?", "2013-01-07/2014-01-06"]
)
def test_the_library_reads_marks_and_intervals(value: str) -> None:
    assert is_valid(value)
    assert str(library.parse_edtf(value)) == value


@pytest.mark.parametrize(
    "value", ["", "20", "2020-13", "2020-25", "2021-02-29", "2010/2008", "../..", "/2010", "199", "x"]
)
def test_what_is_not_on_the_calendar_is_not_valid(value: str) -> None:
    assert not is_valid(value)


def test_an_unreadable_value_says_what_to_give() -> None:
    with pytest.raises(ValueError, match="'soon' is not the EDTF we write: give a year"):
        earliest("soon")
    with pytest.raises(ValueError, match="must end no sooner"):
        interval("2010", "2008")


@given(VALUES)
def test_every_value_lies_within_itself_and_overlaps_itself(value: str) -> None:
    assert within(value, value)
    assert overlaps(value, value)


@given(VALUES, VALUES)
def test_what_lies_within_overlaps_and_overlapping_is_mutual(one: str, other: str) -> None:
    assert overlaps(one, other) == overlaps(other, one)
    if within(one, other):
        assert overlaps(one, other)


@given(POINTS, st.sampled_from([Precision.MONTH, Precision.YEAR, Precision.DECADE, Precision.CENTURY]))
def test_a_coarser_value_holds_the_sharper_one(value: str, to: Precision) -> None:
    coarse = coarsen(value, to)
    assert precision(coarse) <= max(to, Precision.YEAR if value[5:6] == "2" and to >= Precision.YEAR else to)
    if not value.endswith("-24"):  # winter runs on into the next year
        assert within(value, coarse)


UNITS = st.sampled_from([Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR, Unit.DECADE])


@given(CLOSED, st.integers(-100, 100), UNITS)
def test_shifting_never_sharpens(value: str, number: int, unit: Unit) -> None:
    moved = shift(value, number, unit)
    assert is_valid(moved)
    sharpest = {Unit.MONTH: Precision.MONTH, Unit.YEAR: Precision.YEAR, Unit.DECADE: Precision.YEAR}
    assert precision(moved) <= sharpest.get(unit, Precision.DAY)
    first, last = earliest(value), latest(value)
    assert first is not None
    assert last is not None
    begin, end = earliest(moved), latest(moved)
    assert begin is not None
    assert end is not None
    assert (end - begin).days >= (last - first).days - 3 or unit is Unit.DECADE  # months differ by three days


@given(DAYS, st.integers(-5000, 5000))
def test_days_shifted_and_shifted_back_are_the_same(day: date, number: int) -> None:
    assert shift(shift(day.isoformat(), number, Unit.DAY), -number, Unit.DAY) == day.isoformat()


def age_on(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


@given(DAYS, st.integers(0, 40_000))
def test_the_birth_interval_contains_the_true_birthday(born: date, lived: int) -> None:
    published = born + timedelta(days=lived)
    assert within(born.isoformat(), birth_interval(age_on(born, published), Unit.YEAR, published))


@given(DAYS, st.integers(0, 110))
def test_the_birth_interval_contains_nobody_of_another_age(published: date, age: int) -> None:
    value = birth_interval(age, Unit.YEAR, published)
    first, last = earliest(value), latest(value)
    assert first is not None
    assert last is not None
    assert age_on(first, published) == age == age_on(last, published)
    assert age_on(first - timedelta(days=1), published) == age + 1
    assert age_on(last + timedelta(days=1), published) == age - 1


@pytest.mark.parametrize(
    ("age", "unit", "published", "value"),
    [
        (7, Unit.YEAR, date(2021, 1, 6), "2013-01-07/2014-01-06"),
        (20, Unit.MONTH, date(2021, 1, 6), "2019-04-07/2019-05-06"),
        (16, Unit.MONTH, date(2017, 12, 28), "2016-07-29/2016-08-28"),
        (8, Unit.YEAR, date(2024, 2, 29), "2015-03-01/2016-02-29"),
        (3, Unit.WEEK, date(2021, 1, 28), "2021-01-01/2021-01-07"),
        (5, Unit.DAY, date(2021, 1, 6), "2021-01-01"),
        (0, Unit.YEAR, date(2021, 1, 6), "2020-01-07/2021-01-06"),
    ],
)
def test_birth_intervals(age: int, unit: Unit, published: date, value: str) -> None:
    assert birth_interval(age, unit, published) == value


def test_a_negative_age_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody is -1"):
        birth_interval(-1, Unit.YEAR, date(2021, 1, 6))


@given(DAYS, st.integers(1, 100))
def test_a_birthday_and_an_age_give_the_birth(born: date, age: int) -> None:
    if (born.month, born.day) != (2, 29):
        assert birth_of(add(born, age, Unit.YEAR).isoformat(), age) == born.isoformat()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2020-12-22", "22 December 2020"),
        ("2020-12", "December 2020"),
        ("2016-24", "winter 2016"),
        ("19XX", "the 20th century"),
        ("20XX", "the 21st century"),
        ("11XX", "the 12th century"),
        ("1990?", "perhaps 1990"),
        ("1990~/..", "since about 1990"),
        ("199X/2001", "between the 1990s and 2001"),
    ],
)
def test_values_in_words(value: str, words: str) -> None:
    assert readable(value) == words


@given(VALUES)
def test_every_value_has_words_and_marks_keep_the_days(value: str) -> None:
    assert readable(value)
    marked = qualify(value, "~")
    assert is_valid(marked)
    assert (earliest(marked), latest(marked)) == (earliest(value), latest(value))


@given(st.integers(1600, 2400))
def test_moving_holidays_fall_on_their_weekday(year: int) -> None:
    thanksgiving = holiday({"month": 11, "weekday": 3, "nth": 4}, year)
    assert thanksgiving is not None
    assert (thanksgiving.weekday(), 22 <= thanksgiving.day <= 28) == (calendar.THURSDAY, True)
    memorial = holiday({"month": 5, "weekday": 0, "nth": -1}, year)
    assert memorial is not None
    assert (memorial.weekday(), memorial.day > 24) == (calendar.MONDAY, True)
    assert holiday({"month": 2, "day": 29}, 2021) is None
