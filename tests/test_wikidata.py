from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import is_valid
from kg.names import rules
from kg.wikidata import Relation, edtf, parse_item, parse_items
from kg.wikidata.keys import name_key
from kg.wikidata.parse import is_latin
from tests.wikidata_samples import WORLD, entity, item_value, statement, text_value, time_value

CASES = tomllib.loads((Path(__file__).parent / "cases" / "wikidata.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["time"], ids=lambda case: f"{case['time']}/{case['precision']}")
def test_a_time_is_no_sharper_than_its_precision(case: dict[str, str]) -> None:
    value = {"time": case["time"], "precision": case["precision"], "calendarmodel": case.get("calendar", "Q1985727")}
    assert edtf(value) == (case["edtf"] or None)


@given(year=st.integers(1, 9999), month=st.integers(0, 12), day=st.integers(0, 28), precision=st.integers(0, 14))
def test_every_time_gives_a_date_we_can_write_or_none(year: int, month: int, day: int, precision: int) -> None:
    value = edtf({"time": f"+{year:04}-{month:02}-{day:02}T00:00:00Z", "precision": precision})
    assert value is None or is_valid(value)


@pytest.mark.parametrize("case", CASES["key"], ids=lambda case: case["names"][0])
def test_spellings_of_one_name_have_one_key(case: dict[str, Any]) -> None:
    assert {name_key(name) for name in case["names"]} == {case["key"]}


@given(st.text(max_size=40))
def test_the_key_of_a_key_is_the_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


def test_an_item_has_what_tells_it_apart() -> None:
    item = parse_item(WORLD[0])
    assert item is not None
    assert (item.qid, item.label, item.description, item.sitelinks) == (
        "Q1001",
        "Marisol Fenwick",
        "actor in films",
        40,
    )
    assert (item.born, item.died, item.sex, item.is_human) == ("1980-10-21", None, "f", True)
    assert [ref.qid for ref in item.occupations] == ["Q33999"]
    assert [ref.qid for ref in item.citizenships] == ["Q900"]


def test_names_come_from_labels_aliases_and_name_properties_in_latin_script() -> None:
    item = parse_item(WORLD[0])
    assert item is not None
    assert item.aliases == (
        "Mari Fenwick",
        "Marisol Fenwick-Ashdown",
        "M. J. Fenwick",
        "Maria Soledad Fenwick",
        "Marisola Fenvika",
    )


def test_a_title_in_brackets_is_no_name() -> None:
    item = parse_item(entity("Q1", "Ann Lee", labels={"de": "Ann Lee (Sängerin)", "fr": "Anne Lee"}))
    assert item is not None
    assert item.aliases == ("Anne Lee",)


def test_relations_have_their_years_and_deprecated_ones_are_left_out() -> None:
    item = parse_item(WORLD[0])
    assert item is not None
    assert item.relations == (Relation("P26", "Q1002", "2014-05", "2021"),)


def test_an_award_is_dated_by_its_point_in_time() -> None:
    award = statement(item_value("Q8"), P585=time_value("+1999-00-00T00:00:00Z", 9))
    item = parse_item(entity("Q1", "Ann Lee", claims={"P166": [award]}))
    assert item is not None
    assert item.relations == (Relation("P166", "Q8", "1999", "1999"),)


def test_a_former_spouse_beside_a_preferred_one_stays() -> None:
    spouses = [statement(item_value("Q2"), rank="preferred"), statement(item_value("Q3"))]
    item = parse_item(entity("Q1", "Ann Lee", claims={"P26": spouses}))
    assert item is not None
    assert item.related("P26") == ("Q2", "Q3")


def test_the_label_is_english_then_for_all_languages_then_any_in_latin_script() -> None:
    told = {"ru": "Анна", "mul": "Anna Li", "de": "Anna Lie"}
    for label, expected in (("Ann Lee", "Ann Lee"), ("", "Anna Li")):
        item = parse_item(entity("Q1", label, labels=told))
        assert item is not None
        assert item.label == expected
    for labels, expected in (({"ru": "Анна", "pl": "Anna", "fr": "Anne"}, "Anne"), ({"ru": "Анна"}, "Q1")):
        item = parse_item(entity("Q1", "", labels=labels))
        assert item is not None
        assert item.label == expected


@pytest.mark.parametrize(
    ("dates", "born"),
    [
        ([("+1980-00-00T00:00:00Z", 9, "normal"), ("+1980-03-04T00:00:00Z", 11, "normal")], "1980-03-04"),
        ([("+1980-00-00T00:00:00Z", 9, "normal"), ("+1982-00-00T00:00:00Z", 9, "normal")], "1980-01-01/1982-12-31"),
        ([("+1980-00-00T00:00:00Z", 9, "normal"), ("+1982-00-00T00:00:00Z", 9, "preferred")], "1982"),
        ([("+1980-00-00T00:00:00Z", 9, "deprecated")], None),
    ],
)
def test_dates_that_differ(dates: list[tuple[str, int, str]], born: str | None) -> None:
    claims = {"P569": [statement(time_value(time, precision), rank=rank) for time, precision, rank in dates]}
    item = parse_item(entity("Q1", "Ann Lee", claims=claims))
    assert item is not None
    assert item.born == born


def test_somebody_dead_at_an_unknown_date_is_dead() -> None:
    item = parse_item(WORLD[1])
    assert item is not None
    assert (item.born, item.died) == ("1975", "1975-01-01/..")


def test_missing_items_properties_and_redirects() -> None:
    assert parse_item({"id": "Q7", "missing": ""}) is None
    assert parse_item({"id": "P31", "type": "property", "labels": {}}) is None
    redirect = {**WORLD[0], "redirects": {"from": "Q2001", "to": "Q1001"}}
    for key in ("Q2001", "Q1001"):
        items = parse_items({"entities": {key: redirect, "Q7": {"id": "Q7", "missing": ""}}})
        assert {asked: item.qid for asked, item in items.items()} == {"Q2001": "Q1001", "Q1001": "Q1001"}


def test_an_empty_php_array_stands_for_nothing() -> None:
    """The dumps have [] where there are no labels, aliases, claims or sitelinks."""
    item = parse_item({"id": "Q1", "labels": [], "descriptions": [], "aliases": [], "claims": [], "sitelinks": []})
    assert item is not None
    assert (item.label, item.aliases, item.sitelinks) == ("Q1", (), 0)


def test_a_name_property_may_be_a_plain_string() -> None:
    claims = {"P742": [statement({"value": "Red Anna", "type": "string"})], "P1477": [statement(text_value("Anna Li"))]}
    item = parse_item(entity("Q1", "Ann Lee", claims=claims))
    assert item is not None
    assert set(item.aliases) == {"Red Anna", "Anna Li"}


@pytest.mark.parametrize("name", ["Łukasz Żółć", "Ng Thị", "O’Brien", "Ye", "JAY-Z", "50 Cent"])
def test_latin_names(name: str) -> None:
    assert is_latin(name)


@pytest.mark.parametrize("name", ["Мария", "山田", "أم", "2NE1 투애니원", "123", ""])
def test_names_in_other_scripts(name: str) -> None:
    assert not is_latin(name)


def test_what_is_kept_is_told_in_words() -> None:
    told = rules("wikidata")
    assert {"P26", "P40", "P22", "P25", "P3373"} <= set(told["relations"])
    every = [*told["terms"], *(qid for group in told["kinds"].values() for qid in group)]
    assert all(qid[0] == "Q" and qid[1:].isdecimal() for qid in every)
    assert all(qid[0] == "Q" and qid[1:].isdecimal() and label for qid, label in rules("wikidata_labels").items())


def test_the_door_gives_what_it_names() -> None:
    import kg.wikidata

    assert all(getattr(kg.wikidata, name).__name__ == name for name in kg.wikidata.__all__ if name != "HUMAN")
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        kg.wikidata.nothing_of_the_kind  # noqa: B018
