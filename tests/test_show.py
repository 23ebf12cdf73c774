from __future__ import annotations

import json
from datetime import date

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

import kg.store
from kg.dates.periods import sharpest
from kg.explain import explain
from kg.export import render as render_export
from kg.facts import facts, happenings, sayings
from kg.model import Extraction
from kg.queries import Embedded, find
from kg.show import page, render, since_until
from tests.asking import DORIAN, MARISOL, endpoint
from tests.graph_samples import Writer


def shown(name: str, *, sensitive: bool = False) -> str:
    lines = render(page(endpoint(), find(endpoint(), name), sensitive=sensitive))
    return "\n".join("".join(words for words, _ in line).rstrip() for line in lines)


def section(text: str, title: str) -> list[str]:
    lines = text.split("\n")
    begin = lines.index(title) + 1
    end = lines.index("", begin) if "" in lines[begin:] else len(lines)
    return [" ".join(line.split()) for line in lines[begin:end]]


def test_a_person_begins_with_names_and_birth() -> None:
    assert shown(MARISOL).split("\n")[:3] == [
        "Marisol Vantresca",
        "  also La Marisol, Marisol, Vantresca",
        "  born 14 July 1980 in Porto",
    ]
    assert "  died 3 February 2020 in Lisbon" in shown("Peregrine Vantresca")


def test_the_family_is_told_with_dates_no_sharper_than_they_are() -> None:
    assert section(shown(MARISOL), "Family") == [
        "married Cassius Holloway 2004 to 2010",
        "Dorian Quillfeather 24 May 2014 to 1 October 2021",
        "engaged Dorian Quillfeather 2013 to 24 May 2014",
        "together Dorian Quillfeather from March 2012",
        "parents Leocadia Brandt",
        "Peregrine Vantresca",
        "siblings Odalys Vantresca",
        "children Ottilie Holloway born between 2005 and 2006",
        "Juniper Quillfeather born 2015",
        "Atlas Quillfeather born between 2017 and 2018",
        "relatives Lazlo Brandt, uncle",
    ]


def test_events_stand_in_order() -> None:
    told = section(shown(MARISOL), "Events")
    assert told[0] == "June 2011 founding, Vantresca Beauty"
    assert told[3] == "24 May 2014 wedding, Dorian Quillfeather in Lisbon"
    assert told[-1] == "1 October 2021 divorce, Dorian Quillfeather"


def test_what_is_only_said_and_what_is_denied_stand_apart_with_the_speaker() -> None:
    text = shown(DORIAN)
    assert section(text, "Only said, not believed") == [
        "possible Dorian Quillfeather is together with Ines Calloway [Trouble by the sea?, 2020-01-08]",
        "reported separation: Marisol Vantresca, Dorian Quillfeather, December 2019 says a source "
        "[Trouble by the sea?, 2020-01-08]",
        "possible Dorian Quillfeather appears in The Salt Road [It is official, 2021-10-02]",
    ]
    assert len(section(text, "Denied")) == 3
    assert "Salt Road" not in text.split("Only said")[0]


def test_health_is_shown_only_on_demand() -> None:
    assert "anxiety" not in shown(DORIAN)
    assert "anxiety" not in json.dumps(page(endpoint(), find(endpoint(), DORIAN)).to_json())
    assert any("anxiety disorder" in line for line in section(shown(DORIAN, sensitive=True), "Health (sensitive)"))


def test_of_a_minor_only_the_year_of_birth_is_shown_unless_on_demand() -> None:
    assert "born 2015" in shown("Juniper Quillfeather")
    assert "March" not in shown("Juniper Quillfeather")
    assert "2015-03-12" not in json.dumps(page(endpoint(), find(endpoint(), MARISOL)).to_json())
    assert "12 March 2015" in shown("Juniper Quillfeather", sensitive=True)
    assert "born 12 March 2015" in shown(MARISOL, sensitive=True)


def told_of(articles: list[Extraction], name: str, *, sensitive: bool = False) -> str:
    with kg.store.open() as made:
        made.replace(articles)
        asked = Embedded(made.store, made.names.prefixes())
        lines = render(page(asked, find(asked, name), sensitive=sensitive))
        why = explain(asked, name, "event:Arrest", sensitive=sensitive)
    return "\n".join(["".join(words for words, _ in line) for line in lines] + [f"why: {one.quote}" for one in why])


def test_the_arrest_of_a_minor_is_told_only_on_demand() -> None:
    w = Writer("t/arrests", date(2020, 5, 4))
    w.line("[Sam Orrin] was born on 2 June 2004.").says("Sam Orrin", "bornOn", "2004-06-02")
    w.line("[Sam Orrin] was arrested on Friday.").says("Sam Orrin", "event:Arrest", None, at="2020-05-01")
    w.line("[He|Sam Orrin] may have been held.").says("Sam Orrin", "event:Arrest", None, at="2019", status="possible")
    w.line("[Sam Orrin] was not held in Rome.").says("Sam Orrin", "event:Arrest", None, at="2018", status="denied")
    w.line("[Al Orrin] was arrested, too.").says("Al Orrin", "event:Arrest", None, at="2020-05-02")
    articles = [w.extraction()]
    assert "arrest" not in told_of(articles, "Sam Orrin")
    assert "why:" not in told_of(articles, "Sam Orrin")
    whole = told_of(articles, "Sam Orrin", sensitive=True)
    assert section(whole.partition("why:")[0], "Events") == ["1 May 2020 arrest"]
    assert whole.count("arrest: Sam Orrin") == 2
    assert whole.count("why:") == 3
    assert "arrest" in told_of(articles, "Al Orrin")
    assert "why: Al Orrin was arrested" in told_of(articles, "Al Orrin")


def test_the_arrest_of_who_was_a_minor_then_is_told_only_on_demand() -> None:
    w = Writer("t/then", date(2020, 5, 4))
    w.line("[Sam Orrin], 44, was held at 17.").says("Sam Orrin", "event:Arrest", None)
    w.line("[Al Orrin] was born in 1980.").says("Al Orrin", "bornOn", "1980")
    w.line("[Al Orrin] was held in 1996.").says("Al Orrin", "event:Arrest", None, at="1996")
    w.line("[Al Orrin] was held in 2001.").says("Al Orrin", "event:Arrest", None, at="2001")
    articles = [w.extraction()]
    assert "arrest" not in told_of(articles, "Sam Orrin")
    assert "arrest" in told_of(articles, "Sam Orrin", sensitive=True)
    assert section(told_of(articles, "Al Orrin").partition("why:")[0], "Events") == ["2001 arrest"]
    with kg.store.open() as made:
        made.replace(articles)
        public = render_export(made, "nq", public=True).decode()
    assert "2001" in public
    assert "1996" not in public
    assert "Sam Orrin" not in public


def test_a_birth_told_of_a_mother_is_not_taken_for_hers() -> None:
    w = Writer("t/births", date(2020, 5, 4))
    w.line("[Ada Crane] was born on 2 June 1990.").says("Ada Crane", "bornOn", "1990-06-02")
    w.says("Ada Crane", "event:Birth", None, at="1990-06-02")
    w.line("[She|Ada Crane] had a girl in 2017.").says("Ada Crane", "event:Birth", None, at="2017")
    w.line("[She|Ada Crane] is due in August.").says("Ada Crane", "event:Birth", None, at="2020-08", status="planned")
    text = told_of([w.extraction()], "Ada Crane")
    assert section(text, "Events") == ["2 June 1990 birth", "2017 birth of a child"]
    assert section(text, "Only said, not believed")[0].startswith("planned Ada Crane is expecting a child, August 2020")


def test_who_married_twice_is_told_so_and_of_the_dead_nothing_goes_on() -> None:
    w = Writer("t/again", date(2020, 5, 4))
    w.line("[Bo Lund] married [Ada Crane] and married her again.")
    w.says("Bo Lund", "marriedTo", "Ada Crane", start="1964", end="1974")
    w.says("Bo Lund", "marriedTo", "Ada Crane", start="1975-10-10")
    w.line("[Bo Lund] died in 1984.").says("Bo Lund", "diedOn", "1984")
    articles = [w.extraction()]
    assert section(told_of(articles, "Ada Crane"), "Family") == [
        "married Bo Lund 1964 to 1974, again since 10 October 1975"
    ]
    assert section(told_of(articles, "Bo Lund"), "Family") == [
        "married Ada Crane 1964 to 1974, again from 10 October 1975"
    ]


def test_the_end_of_what_is_only_said_is_told_as_an_end() -> None:
    w = Writer("t/said", date(2020, 5, 4))
    w.line("[Bo Lund] is said to have been the husband of [Ada Crane] until 2015.")
    w.says("Bo Lund", "marriedTo", "Ada Crane", end="2015", status="reported")
    [said] = section(told_of([w.extraction()], "Bo Lund"), "Only said, not believed")
    assert said.startswith("reported Bo Lund is married to Ada Crane, until 2015 ")


@pytest.mark.parametrize("status", ["reported", "denied"])
def test_the_day_on_which_somebody_said_so_is_told(status: str) -> None:
    w = Writer("t/said", date(2020, 5, 4))
    w.line("In March [Bo Lund] said that he had married [Ada Crane].")
    w.says("Bo Lund", "marriedTo", "Ada Crane", status=status, by="Bo Lund", said="2020-03")
    heading = "Denied" if status == "denied" else "Only said, not believed"
    [told] = section(told_of([w.extraction()], "Bo Lund"), heading)
    assert " says Bo Lund, March 2020 " in told


@pytest.mark.parametrize("status", ["reported", "denied"])
def test_an_article_without_a_title_is_cited_by_the_name_of_its_file(status: str) -> None:
    w = Writer("/news/a-day-out.txt", date(2020, 5, 4))
    w.line("[Bo Lund] is the husband of [Ada Crane].")
    w.says("Bo Lund", "marriedTo", "Ada Crane", status=status)
    w.says("Bo Lund", "hasCondition", "hay fever", status=status)
    text = told_of([w.extraction()], "Bo Lund", sensitive=True)
    assert text.count("[a-day-out, 2020-05-04]") == 2


def test_sections_with_nothing_in_them_are_left_out() -> None:
    text = shown("Atlas Quillfeather")
    assert "Events" not in text
    assert "Only said" not in text
    assert "Family" in text


def test_a_page_is_plain_json() -> None:
    data = json.loads(json.dumps(page(endpoint(), find(endpoint(), MARISOL)).to_json()))
    assert data["name"] == MARISOL
    assert {event["what"] for event in data["events"]} >= {"wedding", "divorce"}


def test_somebody_with_nothing_but_a_name_still_has_a_page() -> None:
    store = Store()
    who = NamedNode("https://example.org/person/ada")
    store.add(Quad(who, NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), Literal("Ada Example")))
    assert render(page(Embedded(store), who))[0] == (("Ada Example", "bold"),)


def test_several_claims_of_one_fact_are_one_fact_with_the_sharpest_dates() -> None:
    found = {(fact.predicate, fact.name): fact for fact in facts(endpoint(), find(endpoint(), MARISOL))}
    marriage = found["marriedTo", DORIAN]
    assert (marriage.start, marriage.end, marriage.ended) == ("2014-05-24", "2021-10-01", True)
    assert len(marriage.claims) == 2
    assert found["relativeOf", "Lazlo Brandt"].inverse
    assert found["occupation", "singer"].literal


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        (["2014", "2014-05-24", "2014-05"], "2014-05-24", "2014-05-24"),
        (["2010", "2012-03"], "2010", "2012-03"),
        (["2013/2015", "2014"], "2014", "2014"),
        (["soon"], "soon", "soon"),
        ([], "", ""),
    ],
)
def test_the_sharpest_date_is_taken_and_of_those_the_first_or_last(dates: list[str], first: str, last: str) -> None:
    assert sharpest(dates) == first
    assert sharpest(list(reversed(dates)), last=True) == last


@pytest.mark.parametrize(
    ("start", "end", "ended", "words"),
    [
        ("2014-05", "", False, "since May 2014"),
        ("2014-05", "", True, "from May 2014, over"),
        ("", "", True, "over"),
        ("", "", False, ""),
    ],
)
def test_when_something_held_in_words(start: str, end: str, ended: bool, words: str) -> None:
    assert since_until(start, end, ended=ended) == words


def test_an_event_of_two_has_the_other_one_named_once() -> None:
    found = happenings(endpoint(), find(endpoint(), MARISOL))
    assert [event.others for event in found if event.what == "wedding"] == [(DORIAN,)]


def test_sayings_keep_claim_and_article() -> None:
    said = sayings(endpoint(), find(endpoint(), DORIAN))
    assert all("/claim/" in one.claim and one.title for one in said)
