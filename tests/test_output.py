from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.output import Answer, Format, NotInThisFormatError, Result, Table, Triples, is_empty, plain, read_result, write

XSD = "http://www.w3.org/2001/XMLSchema#"
ADA, BO = NamedNode("https://example.org/ada"), NamedNode("https://example.org/bo")
TABLE = Table(
    ("spouse", "spouseName", "age", "note"),
    (
        (ADA, Literal("Ada Example"), Literal(41), None),
        (BO, Literal('Bo "the tab\tand\nline" Sample'), Literal("41.50", datatype=NamedNode(XSD + "decimal")), None),
    ),
    "Spouses",
)


def written(result: Result, form: Format, **more: bool) -> str:
    out = io.StringIO()
    write(result, form, out, prefixes={"ex": "https://example.org/"}, **more)
    return out.getvalue()


def test_tsv_has_one_line_a_row_whatever_the_values_hold() -> None:
    assert written(TABLE, Format.TSV) == (
        "spouse\tspouseName\tage\tnote\n"
        "https://example.org/ada\tAda Example\t41\t\n"
        'https://example.org/bo\tBo "the tab\\tand\\nline" Sample\t41.50\t\n'
    )


def test_csv_reads_back() -> None:
    rows = list(csv.reader(io.StringIO(written(TABLE, Format.CSV))))
    assert rows[0] == list(TABLE.columns)
    assert rows[2] == ["https://example.org/bo", 'Bo "the tab\tand\nline" Sample', "41.50", ""]


def test_json_has_numbers_as_numbers_and_nothing_as_null() -> None:
    rows = json.loads(written(TABLE, Format.JSON))
    assert rows[0] == {"spouse": ADA.value, "spouseName": "Ada Example", "age": 41, "note": None}
    assert rows[1]["age"] == 41.5


def test_json_lines_are_the_rows_of_json() -> None:
    lines = written(TABLE, Format.JSONL).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(written(TABLE, Format.JSON))


def test_a_table_for_people_has_names_instead_of_iris_and_no_empty_columns() -> None:
    shown = written(TABLE, Format.TABLE)
    assert "Ada Example" in shown
    assert "example.org" not in shown
    assert "note" not in shown
    assert "Spouses" in shown
    assert "ex:ada" in written(TABLE, Format.TABLE, ids=True)


def test_a_table_shows_markup_and_emoji_codes_as_they_are() -> None:
    assert "[bold]x[/bold] :smile:" in written(Table(("a",), ((Literal("[bold]x[/bold] :smile:"),),)), Format.TABLE)


def test_a_table_without_colour_holds_no_escape_codes() -> None:
    assert "\x1b" not in written(TABLE, Format.TABLE)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (Format.TSV, "answer\ntrue\n"),
        (Format.CSV, "answer\ntrue\n"),
        (Format.JSON, "true\n"),
        (Format.JSONL, '{"answer": true}\n'),
        (Format.TABLE, "yes\n"),
    ],
)
def test_an_answer_in_every_format(form: Format, text: str) -> None:
    assert written(Answer(True), form) == text


def test_turtle_is_the_same_for_the_same_triples_and_reads_back() -> None:
    knows, name = NamedNode("https://example.org/knows"), NamedNode("https://example.org/name")
    triples = [Triple(ADA, knows, BO), Triple(BO, name, Literal("Bo"))]
    store = Store()
    store.extend(Quad(*triple) for triple in triples)
    found = read_result(store.query("CONSTRUCT WHERE { ?s ?p ?o }"))
    assert isinstance(found, Triples)
    turtle = written(found, Format.TTL)
    twice = read_result(store.query("CONSTRUCT { ?s ?p ?o } { { ?s ?p ?o } UNION { ?s ?p ?o } }"))
    assert turtle == written(twice, Format.TTL)
    assert "ex:ada ex:knows ex:bo" in turtle
    assert {quad.triple for quad in parse(turtle.encode(), format=RdfFormat.TURTLE)} == set(triples)


def test_triples_are_rows_of_three_in_the_other_formats() -> None:
    found = Triples((Triple(ADA, NamedNode("https://example.org/knows"), BO),))
    assert written(found, Format.TSV).splitlines()[0] == "subject\tpredicate\tobject"


@pytest.mark.parametrize("result", [TABLE, Answer(True)])
def test_rows_are_no_triples(result: Result) -> None:
    with pytest.raises(NotInThisFormatError, match="CONSTRUCT"):
        written(result, Format.TTL)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (Literal("1", datatype=NamedNode(XSD + "integer")), 1),
        (Literal("many", datatype=NamedNode(XSD + "integer")), "many"),
        (Literal("true", datatype=NamedNode(XSD + "boolean")), True),
        (Literal("2014", datatype=NamedNode(XSD + "gYear")), "2014"),
        (BlankNode("b"), "_:b"),
        (None, None),
    ],
)
def test_a_cell_as_a_plain_value(cell: Literal | BlankNode | None, value: object) -> None:
    assert plain(cell) == value
    assert type(plain(cell)) is type(value)


def test_json_stays_json_where_numbers_are_none() -> None:
    cells = tuple(Literal(text, datatype=NamedNode(XSD + "double")) for text in ("INF", "-INF", "NaN"))
    assert json.loads(written(Table(("a", "b", "c"), (cells,)), Format.JSON)) == [{"a": "INF", "b": "-INF", "c": "NaN"}]


@pytest.mark.parametrize(
    ("result", "empty"),
    [(Table(("a",)), True), (TABLE, False), (Triples(), True), (Answer(False), True), (Answer(True), False)],
)
def test_what_counts_as_nothing_found(result: Result, empty: bool) -> None:
    assert is_empty(result) is empty


def test_a_row_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Table(("a", "b"), ((ADA,),))


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=4))
def test_tsv_takes_any_text_and_gives_it_back(values: list[str]) -> None:
    table = Table(tuple(f"c{n}" for n in range(len(values))), (tuple(map(Literal, values)),))
    header, row, rest = written(table, Format.TSV).split("\n")
    assert rest == ""
    escapes = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}

    def back(cell: str) -> str:
        parts, out = iter(cell), []
        for char in parts:
            out.append(escapes[next(parts)] if char == "\\" else char)
        return "".join(out)

    assert [back(cell) for cell in row.split("\t")] == values
    assert header.count("\t") == len(values) - 1


def drawn(result: Table, width: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    out = io.StringIO()
    write(result, Format.TABLE, out)
    return [" ".join(line.split()) for line in out.getvalue().splitlines() if line.strip()]


def test_a_table_too_wide_for_the_terminal_is_drawn_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("who", "spouse", "start", "end", "saidBy")
    table = Table(names, (tuple(map(Literal, ("Ada Stone", "Bo Reed", "2016-21", "2019", "a neighbour"))),), "Couples")
    assert drawn(table, 60, monkeypatch)[1].split() == ["who", "spouse", "start", "end", "said", "by"]
    assert drawn(table, 30, monkeypatch) == [
        "Couples",
        *("who Ada Stone", "spouse Bo Reed", "start spring 2016", "end 2019", "said by a neighbour"),
    ]


def test_seasons_are_words_for_eyes_and_codes_for_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table(("start",), ((Literal("2016-21"),), (Literal("2016-22/2017-24"),), (Literal("room 2016-21"),)))
    assert drawn(table, 60, monkeypatch)[2:] == ["spring 2016", "summer 2016/winter 2017", "room 2016-21"]
    out = io.StringIO()
    write(table, Format.TSV, out)
    assert "2016-21" in out.getvalue()
    assert "spring" not in out.getvalue()
