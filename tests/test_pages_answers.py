"""Answers on pages: sorted by the day and by size, in pages, as drawings, as files; and what is wrong with a query."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import lxml.html
import pytest
from pyoxigraph import Literal, QueryResultsFormat, RdfFormat, parse, parse_query_results

from kg.bounds.problem import problem
from kg.names import rules
from kg.output import Result
from kg.pages import Options, Page, page
from kg.pages.answer import ALL, ROWS
from kg.rdf.dates import date_literal
from kg.rdf.result import Answer, Table, Triples
from tests.asking import endpoint, graph


def asking(result: Result | None = None) -> Options:
    return Options(sensitive=True, ask=lambda text: endpoint().query(text, {}) if result is None else result)


def edited(result: Result | None = None, text: str = "SELECT * {}", **query: str) -> Page:
    found = page(graph(), "/editor", {"query": text, **query}, asking(result))
    assert found is not None
    return found


def rows(made: Page) -> list[list[str]]:
    tree = lxml.html.fromstring(made.html)
    return [[cell.text_content() for cell in row.xpath("./td")] for row in tree.xpath("//tbody/tr")]


def links(made: Page, words: str) -> list[str]:
    return [str(one) for one in lxml.html.fromstring(made.html).xpath(f"//a[.='{words}']/@href")]


TABLE = Table(
    ("name", "born", "children"),
    tuple(
        (Literal(name), date_literal(born) if born else None, Literal(children))
        for name, born, children in (
            ("Öde", "1980-10-21", 9),
            ("Ada", "1980", 10),
            ("bo", "", 2),
            ("Cy", "1979/1980", 100),
            ("Di", "0999", 1),
        )
    ),
)


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("", ["Öde", "Ada", "bo", "Cy", "Di"]),
        ("name", ["Ada", "bo", "Cy", "Di", "Öde"]),
        ("-name", ["Öde", "Di", "Cy", "bo", "Ada"]),
        ("born", ["Di", "Cy", "Ada", "Öde", "bo"]),
        ("-born", ["Öde", "Ada", "Cy", "Di", "bo"]),
        ("children", ["Di", "bo", "Öde", "Ada", "Cy"]),
        ("-children", ["Cy", "Ada", "Öde", "bo", "Di"]),
        ("nothing", ["Öde", "Ada", "bo", "Cy", "Di"]),
    ],
)
def test_rows_are_sorted_by_the_day_by_size_and_by_name(sort: str, names: list[str]) -> None:
    assert [row[0] for row in rows(edited(TABLE, sort=sort))] == names


def test_dates_are_told_in_words_by_their_type_and_headings_sort() -> None:
    made = edited(TABLE, sort="born")
    assert rows(made)[3][1] == "21 October 1980"
    tree = lxml.html.fromstring(made.html)
    assert tree.xpath("//th[@aria-sort='ascending']//text()") == ["born"]
    assert links(made, "born") == ["?query=SELECT%20%2A%20%7B%7D&sort=-born"]


def test_a_big_answer_comes_in_pages() -> None:
    many = Table(("number",), tuple((Literal(number),) for number in range(2 * ROWS + 1)))
    first = edited(many)
    assert f"{2 * ROWS + 1} rows" in first.html
    assert [row[0] for row in rows(first)][-1] == str(ROWS - 1)
    [further] = links(first, "Further rows")
    assert "page=2" in further
    assert not links(first, "Earlier rows")
    last = edited(many, page="3", sort="-number")
    assert rows(last) == [["0"]]
    assert "sort=-number" in links(last, "Earlier rows")[0]
    assert rows(edited(many, page="99999999")) == rows(first)
    assert ALL > ROWS


def test_a_yes_or_no_is_told_as_one() -> None:
    assert '<h2 id="h-answer">Yes</h2>' in edited(Answer(True)).html
    assert '<h2 id="h-answer">No</h2>' in edited(Answer(False)).html
    assert "Nothing is found" in edited(Table(("a",))).html


def test_an_answer_can_be_drawn_in_the_editor_too_each_pair_once() -> None:
    made = edited(text="SELECT ?a ?b { ?a ck:marriedTo ?b }", view="graph")
    drawing = lxml.html.fromstring(made.html).xpath("//figure")[0]
    assert len(drawing.xpath(".//*[contains(@class, 'card') or self::a]")) >= 6
    assert len(drawing.xpath(".//*[name()='a'][contains(@href, 'leocadia')]")) == 1
    assert links(made, "Table") == ["?query=SELECT%20%3Fa%20%3Fb%20%7B%20%3Fa%20ck%3AmarriedTo%20%3Fb%20%7D#h-answer"]
    many = Table(("who", "number"), tuple((Literal(f"n{n}"), Literal(n)) for n in range(50)))
    assert "20 more are not drawn" in edited(many, view="chart").html


@pytest.mark.parametrize("form", ["srj", "srx"])
def test_rows_can_be_kept_as_sparql_has_them(form: str) -> None:
    text = 'SELECT ?a ?b ?c { VALUES (?a ?b ?c) { ("x<&\\u0001"@en 2.5 <http://e.example/?a=1&b=2>) (UNDEF true "") } }'
    ours = edited(text=text, format=form)
    kind = {"srj": QueryResultsFormat.JSON, "srx": QueryResultsFormat.XML}[form]
    assert ours.headers["Content-Type"] == kind.media_type
    read = parse_query_results(ours.html.encode(), format=kind)
    found = [[solution[name] for name in ("a", "b", "c")] for solution in read]  # type: ignore[union-attr]
    expected = endpoint().query(text, {})
    assert isinstance(expected, Table)
    if form == "srx":  # XML has no such sign
        assert [[str(cell) for cell in row] for row in found] == [
            [str(cell).replace("\\u0001", "\ufffd") for cell in row] for row in expected.rows
        ]
    else:
        assert found == [list(row) for row in expected.rows]


def test_a_yes_or_no_can_be_kept_too() -> None:
    assert json.loads(edited(Answer(True), format="srj").html) == {"head": {}, "boolean": True}
    assert ElementTree.fromstring(edited(Answer(False), format="srx").html)[-1].text == "false"


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("ttl", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("jsonld", RdfFormat.JSON_LD),
        ("rdf", RdfFormat.RDF_XML),
    ],
)
def test_triples_can_be_kept_as_rdf(form: str, kind: RdfFormat) -> None:
    text = "CONSTRUCT { ?a ck:marriedTo ?b } { ?a ck:marriedTo ?b }"
    made = edited(text=text, format=form)
    result = endpoint().query(text, {})
    assert isinstance(result, Triples)
    assert {quad.triple for quad in parse(made.html.encode(), format=kind)} == set(result.triples)
    assert made.headers["Content-Disposition"] == f'attachment; filename="answer.{form}"'


def test_every_file_that_a_page_offers_is_there() -> None:
    for path in ("/query/spouses", "/query/statistics", "/query/couples"):
        made = page(graph(), path, {}, asking())
        assert made is not None
        offered = lxml.html.fromstring(made.html).xpath("//a[@download]/@href")
        assert len(offered) == 6
        for target in offered:
            kept = page(graph(), f"/query/{target}", {}, asking())
            assert kept is not None
            assert kept.headers["Content-Disposition"].startswith("attachment")
    assert page(graph(), "/query/spouses.ttl", {}, asking()) is None


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("SELECT ?x WHERE {\n  ?x ck:marriedTo\n}", 3, 1, "reading stops here"),
        ("SELECT ?x WHERE {\n  ?x nix:marriedTo ?y\n}", 2, 6, "nobody declares the prefix nix:"),
        ("SELEC ?x { }", 1, 1, "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("PREFIX a: <http://e.example/>\nSELECT * {\n  { ?a ?b ?c\n", 3, 3, "this { is never closed"),
        ("SELECT * { ?a ?b ?c\n  FILTER(?a = ?b }", 2, 9, "this ( is not closed before the next }"),
        ("SELECT * { ?a ?b ?c }\n}", 2, 1, "this } closes nothing"),
        ('SELECT * {\n ?a ?b "never ended }', 2, 8, "no word of SPARQL begins like this"),
        ("SELECT ?a\nWERE { ?a ?b ?c }", 2, 1, "WERE is no word of SPARQL: is WHERE meant?"),
        ("SELECT * { ?a ?b ?c } LIMIT many", 1, 29, "many is no word of SPARQL; a variable begins with ?"),
        ("SELECT (COUNT(?b) AS ?n) ?a { ?a ?p ?b }", 1, 41, "the SELECT contains a variable that is unbound"),
        ("SELECT * { ?a ?b ?c } GROUP BY ?a", 1, 34, "SELECT * is not authorized with GROUP BY"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, column: int, words: str) -> None:
    made = edited(text=text)
    assert made.status == 400
    [told] = lxml.html.fromstring(made.html).xpath("//*[@role='alert']")
    assert (int(told.get("data-line")), int(told.get("data-column"))) == (line, column)
    assert f"Line {line}, column {column}: " in told.text_content()
    assert words in told.text_content()
    shown, caret = told.xpath(".//pre")[0].text_content().splitlines()
    assert shown == f"{line} | {text.splitlines()[line - 1]}"
    assert caret.index("^") == len(f"{line} | ") + column - 1


def test_what_has_no_place_is_told_all_the_same() -> None:
    assert problem("SELECT *", "there is no graph <x:y>").words == "there is no graph <x:y>"


def test_the_editor_knows_the_words_of_sparql_and_the_terms_of_the_ontology() -> None:
    tree = lxml.html.fromstring(edited().html)
    terms = {name: (kind, means) for name, kind, means in json.loads(tree.get_element_by_id("terms").get("data-terms"))}
    assert terms["ck:marriedTo"][0] == "property"
    assert terms["ck:Wedding"][0] == "class"
    assert terms["ck:asserted"][0] == "value"
    assert terms["OPTIONAL"][0] == "word"
    assert "own voice" in terms["ck:asserted"][1]
    known = json.loads(tree.get_element_by_id("terms").get("data-prefixes"))
    assert known["person"].endswith("/person/")
    assert all(term.partition(":")[0] in known for term, (kind, _) in terms.items() if kind != "word")


def test_every_example_of_the_editor_gives_an_answer() -> None:
    tree = lxml.html.fromstring(edited().html)
    examples = tree.xpath("//select[@id='examples']/option[@value!='']/@value")
    assert len(examples) > len(rules("editor")["examples"]) > 3
    for text in examples:
        assert edited(text=str(text)).status == 200, text
