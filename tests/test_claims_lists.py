"""Lists of people read off the words, and the couples that events without parties are about."""

from __future__ import annotations

from datetime import date

import pytest
from spacy.language import Language

from kg.annotate import annotate
from kg.claims import Reading, rule_findings
from kg.claims.couple_meant import pair_of
from kg.claims.couples import Family, settle
from kg.claims.lists import name_list, names_before, skip_details
from kg.dates import find_times
from kg.mentions import find_mentions
from kg.model import Article
from kg.quotes import find_quotes


def reading_of(text: str, nlp: Language) -> Reading:
    """A reading of a text of 2020."""
    day = date(2020, 5, 1)
    doc = annotate(Article("case", text, day), nlp)
    quotes = find_quotes(doc)
    return Reading.of(doc, find_mentions(doc, quotes), find_times(doc, day), quotes, day)


def after(reading: Reading, word: str) -> int:
    """The index of the token behind the first ``word``."""
    return next(token.i for token in reading.doc if token.text == word) + 1


@pytest.mark.parametrize(
    ("text", "word", "keys"),
    [
        ("They have three sons: Max, 7, Leo, 5, and Ben, 20 months.", ":", ["max", "leo", "ben"]),
        ("They have three sons: Max, 16; Leo, 13; and Ben, 10.", ":", ["max", "leo", "ben"]),
        ("She saw the retired striker Tom Bell in Leeds.", "saw", ["tom-bell"]),
        ("She saw a film in Leeds.", "saw", []),
    ],
)
def test_a_list_of_names_is_read_to_its_end(text: str, word: str, keys: list[str], nlp: Language) -> None:
    reading = reading_of(text, nlp)
    assert [party.key for party in name_list(reading, after(reading, word), limit=9)] == keys


def test_a_list_stops_at_its_limit(nlp: Language) -> None:
    reading = reading_of("They have three sons: Max, 7, Leo, 5, and Ben, 3.", nlp)
    assert len(name_list(reading, after(reading, ":"), limit=2)) == 2


def test_an_age_behind_a_name_is_skipped_and_nothing_else(nlp: Language) -> None:
    reading = reading_of("Nora Hale, 46, sang with Tom Bell.", nlp)
    behind = after(reading, "Hale")
    assert reading.doc[skip_details(reading, behind)].text == ","
    assert skip_details(reading, after(reading, "Bell")) == after(reading, "Bell")


def test_names_before_a_noun_are_read_leftwards(nlp: Language) -> None:
    reading = reading_of("Ida Lund and Max Lund, the two children of Nora Hale, live in Leeds.", nlp)
    the = next(token.i for token in reading.doc if token.text == "the")
    assert [party.key for party in names_before(reading, the, limit=9)] == ["ida-lund", "max-lund"]


def test_children_and_siblings_are_no_couple(nlp: Language) -> None:
    reading = reading_of("Nora Hale has two children, Ida, 9, and Max, 7. Her brother is Rob Hale.", nlp)
    family = Family.of(reading, sorted(rule_findings(reading), key=lambda f: f.trigger))
    assert {"ida", "max"} <= family.minors
    assert frozenset({"nora-hale", "rob-hale"}) in family.kin


def test_an_event_without_parties_is_that_of_the_couple_told_of(nlp: Language) -> None:
    reading = reading_of("Nora Hale and Tom Bell married in 2010. The divorce was final in 2015.", nlp)
    findings = sorted(rule_findings(reading), key=lambda f: f.trigger)
    family = Family.of(reading, findings)
    divorces = [s for f in findings if f.predicate == "event:Divorce" for s in settle(reading, f, family)]
    assert {pair_of(one) for one in divorces} == {frozenset({"nora-hale", "tom-bell"})}


def test_an_event_of_others_is_not_given_to_the_couple(nlp: Language) -> None:
    reading = reading_of(
        "Nora Hale and Tom Bell married in 2010. Ann Orr and Tim Fass plan the wedding of a friend in May.", nlp
    )
    findings = sorted(rule_findings(reading), key=lambda f: f.trigger)
    family = Family.of(reading, findings)
    planned = [s for f in findings if f.trigger > after(reading, "2010") for s in settle(reading, f, family)]
    assert frozenset({"nora-hale", "tom-bell"}) not in {pair_of(one) for one in planned}
