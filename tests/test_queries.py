from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

import kg.store
from kg.output import Table
from kg.output.formats import text
from kg.queries import (
    AmbiguousNameError,
    BadParameterError,
    Embedded,
    NamedQuery,
    ParamType,
    QueryFileError,
    UnknownNameError,
    UnknownQueryError,
    bind,
    find,
    load,
    load_all,
    names,
    own,
    run,
    starting_with,
)
from kg.queries.docs import markdown
from kg.queries.header import check, first_group, parse_query, variables
from kg.sparql import with_values
from kg.store import claims
from tests.asking import CASSIUS, DORIAN, MARISOL, endpoint, graph, person
from tests.graph_samples import Writer

CASES = tomllib.loads((Path(__file__).parent / "cases" / "queries.toml").read_text("utf-8"))["case"]
ONE_EACH = list({case["query"]: case for case in CASES}.values())
XSD = "http://www.w3.org/2001/XMLSchema#"


def named(case: dict[str, Any]) -> str:
    return " ".join([case["query"], *case["given"].values()])


def visible(table: Table, columns: list[str]) -> list[list[str]]:
    places = [table.columns.index(name) for name in columns]
    return [[text(row[place]) for place in places] for row in table.rows]


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_query_gives_the_rows_that_are_true_of_the_small_world(case: dict[str, Any]) -> None:
    table = run(case["query"], case["given"], endpoint())
    assert visible(table, case["columns"]) == case["rows"]


def test_every_query_has_a_case_and_there_are_enough_of_them() -> None:
    assert {case["query"] for case in CASES} == set(names())
    assert len(names()) >= 18


def bound(case: dict[str, Any]) -> tuple[NamedQuery, dict[str, ox.NamedNode | ox.Literal]]:
    query = load(case["query"])
    return query, dict(own(query, bind(query, case["given"], endpoint())))


@pytest.mark.parametrize("case", CASES, ids=named)
def test_values_at_the_start_bind_as_substitutions_do(case: dict[str, Any]) -> None:
    query, terms = bound(case)
    assert endpoint().query(with_values(query.text, terms), {}) == endpoint().query(query.text, terms)


@pytest.fixture(scope="module")
def dataset() -> rdflib.Dataset:
    found = rdflib.Dataset()
    found.parse(data=graph().store.dump(format=ox.RdfFormat.N_QUADS) or b"", format="nquads")
    return found


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("case", ONE_EACH, ids=named)
def test_rdflib_gives_the_same_rows(case: dict[str, Any], dataset: rdflib.Dataset) -> None:
    query, terms = bound(case)

    def other(term: ox.NamedNode | ox.Literal) -> rdflib.term.Identifier:
        if isinstance(term, ox.NamedNode):
            return rdflib.URIRef(term.value)
        plain = term.datatype.value == XSD + "string"
        return rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(term.datatype.value))

    answer = dataset.query(query.text, initBindings={name: other(term) for name, term in terms.items()})
    rows = [tuple("" if cell is None else str(cell) for cell in row) for row in answer]  # type: ignore[union-attr]
    ours = endpoint().query(query.text, terms)
    assert isinstance(ours, Table)
    assert rows == [tuple(map(text, row)) for row in ours.rows]


def test_a_conflict_between_articles_is_a_disagreement() -> None:
    store = ox.Store()
    ck = "https://celebrity-kg.example/ontology#"
    store.load(
        f"@prefix ck: <{ck}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        '<x:a> rdfs:label "Ada Example" ; ck:bornOn "1980", "1981" ; ck:bornIn <x:p>, <x:q> .'
        '<x:p> rdfs:label "Porto" . <x:q> rdfs:label "Paris" .',
        format=ox.RdfFormat.TURTLE,
    )
    table = run("disagreements", {}, Embedded(store))
    assert visible(table, ["what", "one", "other"]) == [["born in", "Porto", "Paris"], ["born on", "1980", "1981"]]


def test_a_bound_parameter_takes_its_columns_out() -> None:
    assert "person" in run("spouses", {}, endpoint()).columns
    assert not {"person", "personName"} & set(run("spouses", {"person": MARISOL}, endpoint()).columns)


@pytest.mark.parametrize("name", [MARISOL, "marisol vantresca", "MARISOL", "Vantresca", "Marísol  Vantresca"])
def test_a_person_is_found_by_label_and_by_other_names_whatever_the_letters(name: str) -> None:
    assert find(endpoint(), name).value == person("marisol-vantresca")


def test_a_person_is_found_by_iri() -> None:
    assert find(endpoint(), person("wren-e909e3")).value == person("wren-e909e3")
    with pytest.raises(UnknownNameError):
        find(endpoint(), person("nobody"))


def test_a_name_of_two_people_is_refused_with_both() -> None:
    with pytest.raises(AmbiguousNameError) as raised:
        find(endpoint(), "Wren")
    assert len(raised.value.candidates) == 2
    assert all(one.iri in str(raised.value) for one in raised.value.candidates)


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Marisol Vantresca"):
        find(endpoint(), "Marisol Vantreska")


def test_what_is_no_person_is_found_only_where_anything_may_be() -> None:
    assert find(endpoint(), "vb", people=False).value.endswith("/org/vantresca-beauty")
    with pytest.raises(UnknownNameError):
        find(endpoint(), "Vantresca Beauty")


def test_completion_offers_names_by_any_of_their_parts() -> None:
    assert starting_with(endpoint(), "Hollo") == ("Cassius Holloway", "Ottilie Holloway")
    assert starting_with(endpoint(), "cas")[0] == CASSIUS


HOSTILE = ['" } DROP ALL #', "x\\", "a'b", '"""', "<http://e/> . }", "a\nb", "名前", "{", "?person", "\\u0022"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_a_value(words: str) -> None:
    before = len(graph())
    assert run("who-says-what", {"saidBy": words}, endpoint()).rows == ()
    text_sent = with_values(load("who-says-what").text, {"saidBy": ox.Literal(words)})
    assert endpoint().query(text_sent, {}).rows == ()  # type: ignore[union-attr]
    with pytest.raises(UnknownNameError):
        find(endpoint(), words)
    assert len(graph()) == before


@given(st.text())
def test_any_text_comes_back_as_it_was_bound(words: str) -> None:
    try:
        literal = ox.Literal(words)
        sent = with_values("SELECT ?x { }", {"x": literal})
        found = Embedded(ox.Store()).query(sent, {})
    except UnicodeEncodeError:  # a lone surrogate is no text
        return
    assert isinstance(found, Table)
    assert found.rows == ((literal,),)


@pytest.mark.parametrize(
    ("query", "given_", "message"),
    [
        ("children", {}, "needs --person"),
        ("children", {"person": " "}, "--person is empty"),
        ("spouses", {"person": ""}, "--person is empty"),
        ("children", {"persons": "x"}, "no parameter 'persons'; it takes person"),
        ("articles", {"person": "x"}, "it takes none"),
        ("birthdays", {"month": "13"}, "no month"),
        ("birthdays", {"month": "Ju"}, "no month"),
        ("events-on", {"on": "soon"}, "--on 'soon': give a day"),
        ("events-on", {"on": "2021-02-30"}, "give a day"),
        ("family-tree", {"person": MARISOL, "depth": "two"}, "whole number"),
        ("evidence", {"subject": MARISOL, "predicate": "marryTo"}, "do you mean marriedTo"),
    ],
)
def test_a_bad_parameter_is_told_with_what_to_give(query: str, given_: dict[str, str], message: str) -> None:
    with pytest.raises(BadParameterError, match=message):
        run(query, given_, endpoint())


def test_an_unknown_query_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownQueryError, match="spouses"):
        load("spouse")


def test_health_is_in_no_query_that_is_not_marked_sensitive() -> None:
    for case in CASES:
        if not load(case["query"]).sensitive:
            given_ = {name: DORIAN if name == "person" else words for name, words in case["given"].items()}
            table = run(case["query"], given_, endpoint())
            told = " ".join(text(cell).lower() for row in table.rows for cell in row)
            assert "anxiety" not in told
            assert "asthma" not in told


GOOD = """# title: One
# description: A query
#   of two lines.
# param person: Person? - whose
# columns: person, b
SELECT ?person ?b { ?person ?b ?c }
"""


def test_a_header_is_read_whole() -> None:
    query = check(parse_query(GOOD, "one.rq"), "one.rq")
    assert (query.name, query.description) == ("one", "A query of two lines.")
    assert not query.params[0].required
    assert query.params[0].words == "whose"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# title: One\n", "", r"one.rq:1: the header lacks '# title"),
        ("# description: A query\n#   of two lines.\n", "", r"one.rq:1: the header lacks '# description"),
        ("# columns: person, b\n", "", r"one.rq:1: the header lacks '# columns"),
        ("person: Person?", "person: Persn", r"one.rq:4: no parameter type 'Persn'; there are: Person"),
        ("person: Person?", "Person: Person", r"one.rq:4: a parameter is written"),
        ("# param person: Person? - whose", "# parm person: Person", r"one.rq:4: cannot read '# parm"),
        ("# param person", "# param other", r"one.rq:4: \?other is not used in the query; used are \?b, \?c, \?person"),
        ("# param person: Person?", "# param c: Text", r"one.rq:4: \?c must be selected too"),
        ("columns: person, b", "columns: b, person", r"one.rq:5: the header tells the columns b, person; the query"),
        ("{ ?person ?b ?c }", "{ ?person ?b }", r"one.rq:6: the query does not parse"),
        ("SELECT ?person ?b {", "ASK {", r"one.rq:1: a named query is a SELECT query"),
        ("# columns", "# param person: Person\n# columns", r"one.rq:5: the parameter 'person' is declared twice"),
        ("# columns", "# title: Two\n# columns", r"one.rq:5: 'title' stands twice"),
        ("# columns", "# sensitive: no\n# columns", r"one.rq:5: '# sensitive:' is 'yes'"),
    ],
)
def test_a_header_that_does_not_fit_is_told_by_file_and_line(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(QueryFileError, match=message):
        check(parse_query(GOOD.replace(old, new), "one.rq"), "one.rq")


def test_a_file_is_named_as_a_command_can_be() -> None:
    with pytest.raises(QueryFileError, match="small letters"):
        parse_query(GOOD, "One_Two.rq")


def test_a_folder_of_ones_own_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "one.rq").write_text(GOOD, encoding="utf-8")
    assert names(tmp_path) == ("one",)
    assert run("one", {}, endpoint(), tmp_path).title == "One"
    with pytest.raises(UnknownQueryError):
        load("two", tmp_path)


def test_variables_are_not_looked_for_in_strings_iris_and_comments() -> None:
    found = variables("SELECT ?a $b { ?a <x?c> '?d' ; '''?e '?f''' . } # ?g\n")
    assert found == {"a", "b"}


def test_the_first_group_is_not_one_in_a_string_or_comment() -> None:
    query = 'SELECT ("{" AS ?a) # {\n{ ?b ?c ?d }'
    assert query[first_group(query) :] == " ?b ?c ?d }"


def test_every_query_runs_on_an_empty_graph() -> None:
    empty = Embedded(ox.Store())
    for query in load_all():
        if not any(param.required for param in query.params):
            assert isinstance(run(query.name, {}, empty), Table)


def test_every_description_is_a_sentence_and_every_required_parameter_is_in_the_example() -> None:
    for query in load_all():
        assert query.description.endswith("."), query.name
        for param in query.params:
            if param.required:
                assert param.option in query.example, query.name


def test_the_page_of_queries_is_up_to_date(checkout: Path) -> None:
    written = (checkout / "docs" / "queries.md").read_text("utf-8")
    assert written == markdown(load_all()), "run: python -m kg.queries.docs > docs/queries.md"


@pytest.mark.parametrize(
    ("dates", "spouses", "exes", "couples"),
    [
        ([("1964", ""), ("", "1974")], [["1964", "1974"]], [["1964", "1974"]], []),
        ([("1964", "1974"), ("1975", "")], [["1964", "1974"], ["1975", ""]], [], [["1975"]]),
        ([("", "1974"), ("1975", "")], [["", "1974"], ["1975", ""]], [], [["1975"]]),
        (
            [("1964", "1974"), ("1975", "1976")],
            [["1964", "1974"], ["1975", "1976"]],
            [["1964", "1974"], ["1975", "1976"]],
            [],
        ),
    ],
    ids=["once", "again", "again, the first without a beginning", "twice over"],
)
def test_who_married_twice_stands_twice(
    dates: list[tuple[str, str]], spouses: list[list[str]], exes: list[list[str]], couples: list[list[str]]
) -> None:
    writer = Writer("2020/again", date(2020, 5, 1))
    writer.line("[Ilse Varga] married [Tomas Reyl], and so on.")
    for start, end in dates:
        writer.says("Ilse Varga", "marriedTo", "Tomas Reyl", start=start, end=end)
    made = kg.store.open()
    made.replace([writer.extraction()])
    asked = Embedded(made.store, made.names.prefixes())
    given = {"person": "Ilse Varga"}
    assert visible(run("spouses", given, asked), ["start", "end"]) == spouses
    assert visible(run("exes", given, asked), ["start", "end"]) == exes
    assert visible(run("couples", {}, asked), ["since"]) == couples


@pytest.mark.parametrize(
    ("start", "end", "told", "engaged"),
    [("2017", "", 2018, []), ("2017", "2018", 2018, []), ("2009", "", 2010, ["2014"]), ("", "", 2018, ["2014"])],
    ids=["wed since", "wed since and parted", "wed before", "nobody knows"],
)
def test_who_has_wed_another_since_is_not_engaged(start: str, end: str, told: int, engaged: list[str]) -> None:
    first, second = Writer("t/first", date(2015, 5, 1)), Writer("t/second", date(told, 5, 1))
    first.line("[Ilse Varga] and [Tomas Reyl] are engaged.")
    first.says("Ilse Varga", "engagedTo", "Tomas Reyl", start="2014")
    second.line("[Tomas Reyl] married [Ada Crane].").says("Tomas Reyl", "marriedTo", "Ada Crane", start=start, end=end)
    made = kg.store.open()
    made.replace([first.extraction(), second.extraction()])
    asked = Embedded(made.store, made.names.prefixes())
    assert visible(run("engaged-now", {}, asked), ["since"]) == [[one] for one in engaged]


@pytest.mark.parametrize(
    ("wed", "parted", "couples"),
    [("2015-04", "", ["Ada Crane"]), ("2009", "", ["Ada Crane", "Ilse Varga"]), ("2015-04", "2015-05", ["Ilse Varga"])],
    ids=["the news of it", "long before", "parted since"],
)
def test_a_wedding_in_the_news_makes_a_marriage_without_a_date_one_of_before(
    wed: str, parted: str, couples: list[str]
) -> None:
    writer = Writer("t/news", date(2015, 5, 1))
    writer.line("[Tomas Reyl], the husband of [Ilse Varga], married [Ada Crane].")
    writer.says("Ilse Varga", "marriedTo", "Tomas Reyl")
    writer.says("Ada Crane", "marriedTo", "Tomas Reyl", start=wed, end=parted)
    made = kg.store.open()
    made.replace([writer.extraction()])
    asked = Embedded(made.store, made.names.prefixes())
    assert [row[0] for row in visible(run("couples", {}, asked), ["aName"])] == couples


def test_an_engagement_without_a_date_gives_way_to_a_marriage_of_the_same_article_and_to_a_death() -> None:
    writer = Writer("t/late", date(2015, 5, 1))
    writer.line("[Ilse Varga] was engaged to [Tomas Reyl]; she is married to [Ben Orr].")
    writer.says("Ilse Varga", "engagedTo", "Tomas Reyl")
    writer.says("Ilse Varga", "marriedTo", "Ben Orr")
    writer.line("[Cleo Ames] is engaged to [Max Orr], who died in 2014.")
    writer.says("Cleo Ames", "engagedTo", "Max Orr")
    writer.says("Max Orr", "diedOn", "2014")
    made = kg.store.open()
    made.replace([writer.extraction()])
    asked = Embedded(made.store, made.names.prefixes())
    assert visible(run("engaged-now", {}, asked), ["aName"]) == []
    assert visible(run("couples", {}, asked), ["aName", "bName"]) == [["Ben Orr", "Ilse Varga"]]


@pytest.mark.parametrize(
    ("start", "end", "parting", "died", "exes"),
    [
        ("1964", "", "1974", "1984-08-05", [["1964", "1974"]]),
        ("1964", "1974", "", "1984-08-05", [["1964", "1974"]]),
        ("1964", "", "1984-03", "1984", [["1964", "1984-03"]]),
        ("1964", "1984", "", "1984-08-05", []),
        ("1964", "", "", "1984-08-05", []),
        ("1964", "1984-08-05", "", "1984", []),
    ],
    ids=["divorced", "an end long before", "divorced the same year", "an end that year", "no end", "until death"],
)
def test_who_parted_and_has_died_since_is_an_ex(
    start: str, end: str, parting: str, died: str, exes: list[list[str]]
) -> None:
    writer = Writer("t/late", date(2020, 5, 1))
    writer.line("[Ilse Varga] was the wife of [Tomas Reyl], who is dead.")
    writer.says("Ilse Varga", "marriedTo", "Tomas Reyl", start=start, end=end)
    writer.says("Tomas Reyl", "diedOn", died)
    if parting:
        writer.says("Ilse Varga", "event:Divorce", "Tomas Reyl", at=parting)
    made = kg.store.open()
    made.replace([writer.extraction()])
    asked = Embedded(made.store, made.names.prefixes())
    for who in ("Ilse Varga", "Tomas Reyl"):
        assert visible(run("exes", {"person": who}, asked), ["start", "end"]) == exes
    assert visible(run("couples", {}, asked), ["aName"]) == []


def test_who_was_widowed_in_the_second_of_two_marriages_to_one_is_no_ex() -> None:
    writer = Writer("t/again", date(2020, 5, 1))
    writer.line("[Ilse Varga] was twice the wife of [Tomas Reyl], who is dead.")
    writer.says("Ilse Varga", "marriedTo", "Tomas Reyl", start="1964")
    writer.says("Ilse Varga", "event:Divorce", "Tomas Reyl", at="1974")
    writer.says("Ilse Varga", "marriedTo", "Tomas Reyl", start="1975", end="1984-08-05")
    writer.says("Tomas Reyl", "diedOn", "1984-08-05")
    made = kg.store.open()
    made.replace([writer.extraction()])
    asked = Embedded(made.store, made.names.prefixes())
    assert visible(run("exes", {"person": "Ilse Varga"}, asked), ["start", "end"]) == []


def test_who_married_one_again_and_died_is_of_no_couple() -> None:
    writer = Writer("t/again", date(2020, 5, 1))
    writer.line("[Ilse Varga] was twice the wife of [Tomas Reyl], who is dead.")
    writer.says("Ilse Varga", "marriedTo", "Tomas Reyl", start="1964", end="1974")
    writer.says("Ilse Varga", "marriedTo", "Tomas Reyl", start="1975")
    made = kg.store.open()
    made.replace([writer.extraction()])
    asked = Embedded(made.store, made.names.prefixes())
    assert visible(run("couples", {}, asked), ["since"]) == [["1975"]]
    writer.says("Tomas Reyl", "diedOn", "1984-08-05")
    made.replace([writer.extraction()])
    assert visible(run("couples", {}, asked), ["since"]) == []


def test_an_engagement_without_a_date_outlives_a_marriage_that_is_over() -> None:
    writer = Writer("t/over", date(2015, 5, 1))
    writer.line("[Ilse Varga] is engaged to [Tomas Reyl]; her marriage to [Ben Orr] ended.")
    writer.says("Ilse Varga", "engagedTo", "Tomas Reyl")
    writer.says("Ilse Varga", "marriedTo", "Ben Orr", note="ended")
    made = kg.store.open()
    made.replace([writer.extraction()])
    asked = Embedded(made.store, made.names.prefixes())
    assert visible(run("engaged-now", {}, asked), ["aName"]) == [["Ilse Varga"]]


def test_couples_and_the_engaged_are_asked_for_in_the_same_words() -> None:
    first, second = (load(name).text.partition("PREFIX")[2] for name in ("couples", "engaged-now"))
    assert first == second, "a change of one is to be made in the other"


def test_who_married_another_later_is_no_more_married_to_the_first() -> None:
    writer = Writer("t/two", date(2015, 5, 1))
    writer.line("[Ilse Varga] married [Tomas Reyl] and [Ben Orr].")
    writer.says("Ilse Varga", "marriedTo", "Tomas Reyl", start="1990")
    writer.says("Ilse Varga", "marriedTo", "Ben Orr", start="2001")
    made = kg.store.open()
    made.replace([writer.extraction()])
    asked = Embedded(made.store, made.names.prefixes())
    assert visible(run("couples", {}, asked), ["aName", "since"]) == [["Ben Orr", "2001"]]


def test_no_query_tells_of_the_arrest_of_a_minor_unless_asked() -> None:
    w = Writer("t/held", date(2020, 5, 4))
    w.line("[Sam Orrin] was born on 2 June 2004.").says("Sam Orrin", "bornOn", "2004-06-02")
    w.line("[Sam Orrin] was arrested in [Paris].").says(
        "Sam Orrin", "event:Arrest", None, at="2020-05-01", place="Paris"
    )
    for status in ("possible", "denied"):
        w.line(f"[Al Orrin] says it is {status} that [Sam Orrin] was arrested.")
        w.says("Sam Orrin", "event:Arrest", None, at="2019", status=status, by="Al Orrin")
    w.line("[Al Orrin] was arrested, too.").says("Al Orrin", "event:Arrest", None, at="2020-05-02")
    made = kg.store.open()
    made.replace([w.extraction()])
    claims.accept(made, next(one.id for one in made.statements() if one.at == "2020-05-01"), by="Mara")
    asked = Embedded(made.store, made.names.prefixes())
    kinds = ParamType
    words = {kinds.PREDICATE: "event:Arrest", kinds.PERIOD: "2020-05", kinds.MONTH: "June", kinds.TEXT: "Al Orrin"}
    words |= {kinds.FIRST_DAY: "2019", kinds.LAST_DAY: "2020-06", kinds.INTEGER: "2"}

    def telling(*, sensitive: bool) -> dict[str, int]:
        found = {}
        for query in load_all():
            given = {param.name: words.get(param.type, "Sam Orrin") for param in query.params}
            rows = run(query.name, given, asked, sensitive=sensitive).rows
            told = [" ".join(map(text, row)).casefold() for row in rows]
            found[query.name] = sum("sam" in row and "arrest" in row for row in told)
        return {name: count for name, count in found.items() if count and not load(name).sensitive}

    assert telling(sensitive=True) == {
        **{"timeline": 1, "events-on": 1, "events-between": 1},
        **{"said-only": 1, "denials": 1, "evidence": 3, "who-says-what": 2, "reviews": 1},
    }
    assert telling(sensitive=False) == {}
    assert "Al Orrin" in str(run("events-on", {"on": "2020-05"}, asked).rows), "of who is grown up it is told"


def test_the_names_of_the_examples_are_in_the_seeds(checkout: Path) -> None:
    told = "".join(path.read_text("utf-8") for path in (checkout / "seeds").glob("*.txt"))
    for query in load_all():
        for name in query.example.split('"')[1::2]:
            assert name in told, query.name
        assert query.sensitive == ("--sensitive" in query.example), query.name
