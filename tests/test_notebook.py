"""Results and drawings in notebooks, and the notebook of the documentation, whose cells are run."""

from __future__ import annotations

import datetime
import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType

import pytest
from pyoxigraph import Literal, NamedNode

import kg
from kg.draw import circle_scene, life_scene
from kg.output import Answer, Table
from kg.queries import find
from tests.asking import endpoint, graph

DOCS = Path(__file__).resolve().parent.parent / "docs"
_XSD = "http://www.w3.org/2001/XMLSchema#"


def dated(*values: tuple[str, str]) -> Table:
    return Table(("when",), tuple((Literal(value, datatype=NamedNode(_XSD + kind)),) for value, kind in values))


def test_a_query_of_an_open_graph_gives_a_table_that_a_notebook_shows() -> None:
    with kg.open() as empty:
        assert empty.query("SELECT ?a { ?a a ck:Person }") == Table(("a",))
        assert empty.query("ASK {}") == Answer(True)
    found = graph().query("SELECT ?who ?name { ?who a ck:Person ; rdfs:label ?name } ORDER BY ?name LIMIT 1")
    assert isinstance(found, Table)
    html = found._repr_html_()
    assert "<th>name</th>" in html
    assert '<a href="https://celebrity-kg.example/person/atlas-quillfeather">atlas-quillfeather</a>' in html


def test_the_table_of_a_notebook_lets_no_markup_through_and_is_not_endless() -> None:
    evil = Table(("<b>",), ((Literal("<script>"),), (NamedNode("javascript:alert(1)"),)), "a & b")
    html = evil._repr_html_()
    assert "<script>" not in html
    assert "href" not in html
    assert "&lt;b&gt;" in html
    long = Table(("n",), tuple((Literal(number),) for number in range(250)))
    assert "and 150 more" in long._repr_html_()


def test_a_data_frame_has_dates_as_sharp_as_told() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is missing: pip install 'celebrity-kg[notebook]'")
    days = dated(("2014-05-24", "date"), ("2021-10-01", "date")).to_dataframe()
    assert str(days["when"].dtype) == "period[D]"
    assert days["when"][0].start_time.date() == datetime.date(2014, 5, 24)
    years = dated(("2014", "gYear")).to_dataframe()
    assert str(years["when"].dtype).startswith("period[Y")
    mixed = dated(("2014", "gYear"), ("2014-05", "gYearMonth")).to_dataframe()["when"]
    assert [type(value) for value in mixed] == [pandas.Period, pandas.Period]
    assert [value.freqstr[0] for value in mixed] == ["Y", "M"]
    assert dated(("no date", "date")).to_dataframe()["when"][0] == "no date"


def test_a_data_frame_has_numbers_words_and_gaps() -> None:
    pytest.importorskip("pandas", reason="pandas is missing: pip install 'celebrity-kg[notebook]'")
    frame = Table(("n", "s"), ((Literal(3), Literal("x")), (Literal(4), None))).to_dataframe()
    assert frame["n"].sum() == 7
    assert str(frame["n"].dtype) == "int64"
    assert list(frame["s"].isna()) == [False, True]
    assert list(Table(("a", "b")).to_dataframe().columns) == ["a", "b"]


def test_drawings_show_themselves() -> None:
    marisol = find(endpoint(), "Marisol Vantresca")
    assert circle_scene(endpoint(), marisol)._repr_svg_().startswith("<svg")
    life = life_scene(endpoint(), marisol)
    assert life is not None
    assert "wedding" in life._repr_svg_()


def runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("notebooks", DOCS / "notebooks.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.model
def test_the_notebook_of_the_documentation_runs_and_shows_what_it_showed() -> None:
    pytest.importorskip("pandas", reason="pandas is missing: pip install 'celebrity-kg[notebook]'")
    notebook = json.loads((DOCS / "tour.ipynb").read_text("utf-8"))
    home = Path.cwd()
    os.chdir(DOCS)
    try:
        again = runner().run(notebook)
    finally:
        os.chdir(home)

    def shown(cells: list[dict[str, object]]) -> list[object]:
        """Of each cell the kinds of what it shows: the words change with the reading of the articles."""
        outputs = [output for cell in cells for output in cell.get("outputs", [])]  # type: ignore[attr-defined]
        return [sorted(output.get("data", ["printed"])) for output in outputs]

    assert shown(again["cells"]) == shown(notebook["cells"])
    assert "image/svg+xml" in json.dumps(shown(again["cells"]))
