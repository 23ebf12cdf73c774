"""Names compared: rows of ``cases/names.toml``, and what must hold of any name."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.names import PersonName, could_be, fold, gender, is_given, is_short_for, normalise, parse, rules, slug, words

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "names.toml").read_text(encoding="utf-8")
)
NAMES = st.text(st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=12)


@pytest.mark.parametrize("case", CASES["could_be"], ids=lambda case: f"{case['short']} - {case['full']}")
def test_a_short_form_stands_for_the_full_name(case: dict[str, Any]) -> None:
    assert could_be(case["short"], case["full"]) is case["answer"]


@pytest.mark.parametrize("case", CASES["gender"], ids=lambda case: case["name"])
def test_what_sex_a_name_tells(case: dict[str, Any]) -> None:
    assert gender(case["name"]) == case["answer"]


@pytest.mark.parametrize("case", CASES["slug"], ids=lambda case: case["label"])
def test_the_key_of_a_label(case: dict[str, Any]) -> None:
    assert slug(case["label"]) == case["answer"]


def test_the_parts_of_a_name() -> None:
    assert parse("Dr. Maria van der Berg") == PersonName("Dr.", "Maria", (), "van der Berg", "")
    assert parse("Hal Bo Crane III") == PersonName("", "Hal", ("Bo",), "Crane", "III")
    assert parse("Prince Aldo") == PersonName("Prince", "Aldo", (), "", "")
    assert parse("Mr. Crane") == PersonName("Mr.", "", (), "Crane", "")
    assert parse("Hal Crane").words == 2


def test_normalised_names_lose_what_is_no_name() -> None:
    assert normalise("Lou  Vance’s") == "Lou Vance"
    assert normalise("“Lou Vance”") == "Lou Vance"
    assert normalise("Lou Banks'") == "Lou Banks"


def test_no_name_is_listed_for_both_sexes_but_in_the_list_of_those_that_tell_nothing() -> None:
    both = words("given_names", "female") & words("given_names", "male")
    assert not {name for name in both if gender(name.title())}


def test_the_lists_hold_folded_words_only() -> None:
    for key in ("female", "male", "either"):
        assert all(name == fold(name) for name in words("given_names", key))


def test_an_unknown_rule_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        rules("nothing-of-the-kind")


def test_nicknames_are_short_forms_in_one_direction_only() -> None:
    assert is_short_for("Ted", "Edward")
    assert not is_short_for("Edward", "Ted")
    assert is_given("Ted")
    assert not is_given("Qwertz")


@given(NAMES, NAMES)
def test_a_name_can_stand_for_itself_and_its_surname_for_it(first: str, last: str) -> None:
    full = f"{first.title()} {last.title()}"
    assert could_be(full, full)
    if parse(full).words == 2 and not parse(full).title:
        assert could_be(parse(full).surname, full)


@given(st.text(max_size=30))
def test_slugs_are_plain_and_stable(label: str) -> None:
    key = slug(label)
    assert key == slug(label)
    assert key
    assert not key.startswith("-")
    assert not any(c.isspace() for c in key)
