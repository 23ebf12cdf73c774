from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from typer.testing import CliRunner

import kg.store
from kg.cli.app import app
from kg.exchange import (
    Difference,
    Source,
    Stated,
    Verdict,
    compare,
    enrich,
    enriched,
    forget,
    is_sensitive,
    quickstatements,
    stated,
)
from kg.exchange.compare import same_time
from kg.exchange.minors import is_minor
from kg.export import render
from kg.identity import Maker
from kg.output import Cell, Table, plain
from kg.rdf.links import Link, Strength
from kg.store import Graph, StoreError
from kg.wikidata import HUMAN, Item, Ref, Relation, Snapshot, index_of
from tests.asking import person
from tests.graph_samples import small_world

TODAY = date(2026, 5, 28)
SNAPSHOT = Snapshot("2026-01-05", "0123", "a test")
MARISOL, DORIAN, CASSIUS, JUNIPER, PEREGRINE = "Q11", "Q12", "Q13", "Q14", "Q15"
QIDS = {
    "marisol-vantresca": MARISOL,
    "dorian-quillfeather": DORIAN,
    "cassius-holloway": CASSIUS,
    "juniper-quillfeather": JUNIPER,
    "peregrine-vantresca": PEREGRINE,
}


def item(qid: str, label: str, sex: str = "", born: str | None = None, died: str | None = None, **told: str) -> Item:
    """An item; ``P26="Q12 2014 2021"`` is a statement with its start and end."""
    relations = []
    for property_, words in told.items():
        target, *times = words.split()
        relations.append(Relation(property_, target, *times))
    return Item(qid, label, kinds=(HUMAN,), born=born, died=died, sex=sex, relations=tuple(relations))


THERE = {
    MARISOL: item(MARISOL, "Marisol Vantresca", "f", "1980", P26=f"{DORIAN} 2014-05-24 2020"),
    DORIAN: item(DORIAN, "Dorian Quillfeather", "m", "1977-06-08", P26=MARISOL),
    CASSIUS: item(CASSIUS, "Cassius Holloway", "m"),
    JUNIPER: item(JUNIPER, "Juniper Quillfeather", "f", "2015-03-12", P25=MARISOL, P22=DORIAN),
    PEREGRINE: item(PEREGRINE, "Peregrine Vantresca", "m", "1951", "2020-02", P3373=CASSIUS),
}


def linked(graph: Graph, by: Maker = Maker.PERSON) -> Graph:
    said = TODAY if by is Maker.PERSON else None
    graph.link([Link(person(local), qid, Strength.SAME, 1.0, by, on=said) for local, qid in QIDS.items()])
    return graph


@pytest.fixture
def graph() -> Iterator[Graph]:
    with kg.store.open() as made:
        made.replace(small_world())
        yield linked(made)


@pytest.fixture
def found(graph: Graph) -> tuple[Difference, ...]:
    return compare(stated(graph), THERE)


def verdicts(
    found: tuple[Difference, ...], subject: str, property_: str, qualifier: str = ""
) -> set[tuple[str, str, str]]:
    return {
        (one.verdict.value, one.here, one.there)
        for one in found
        if (one.subject, one.property, one.qualifier) == (subject, property_, qualifier)
    }


# --- what the graph states -------------------------------------------------------------------------------------------


def test_beliefs_of_linked_people_are_stated_in_the_terms_of_wikidata(graph: Graph) -> None:
    marriage = next(one for one in stated(graph) if one.property == "P26" and one.target == DORIAN)
    assert (marriage.subject, marriage.start, marriage.end) == (MARISOL, "2014-05-24", "2021-10-01")
    assert Source("https://news.example/2021/divorce", "2021-10-02") in marriage.sources
    assert marriage.confirmed
    assert not marriage.sensitive


def test_people_without_a_link_and_things_are_left_out(graph: Graph) -> None:
    targets = {one.target for one in stated(graph)}
    assert targets <= {*QIDS.values(), None}
    assert {one.property for one in stated(graph)} <= {"P26", "P40", "P569", "P570", "P451", "P3373"}


def test_what_is_only_said_is_not_stated(graph: Graph) -> None:
    """The rumours of 2020 are in the graph, and no belief."""
    assert not [
        one for one in stated(graph) if one.property == "P451" and {one.subject, one.target} == {CASSIUS, MARISOL}
    ]


def test_a_link_by_rule_is_not_confirmed(graph: Graph) -> None:
    assert not any(one.confirmed for one in stated(linked(graph, Maker.RULE)))


def test_what_is_told_of_a_child_is_sensitive(graph: Graph) -> None:
    by_key = {(one.subject, one.property, one.target): one for one in stated(graph)}
    assert by_key[JUNIPER, "P569", None].sensitive
    assert by_key[MARISOL, "P40", JUNIPER].sensitive
    assert not by_key[MARISOL, "P26", CASSIUS].sensitive


# --- comparing -------------------------------------------------------------------------------------------------------


def test_dates_are_compared_at_their_precision(found: tuple[Difference, ...]) -> None:
    assert verdicts(found, MARISOL, "P569") == {("agrees", "1980-07-14", "1980")}
    assert verdicts(found, PEREGRINE, "P569") == {("contradicts", "1948", "1951")}
    assert verdicts(found, PEREGRINE, "P570") == {("agrees", "2020-02-03", "2020-02")}
    assert verdicts(found, DORIAN, "P569") == {("missing here", "", "1977-06-08")}


def test_relations_that_both_have_agree_and_their_times_are_looked_at(found: tuple[Difference, ...]) -> None:
    assert ("agrees", DORIAN, DORIAN) in verdicts(found, MARISOL, "P26")
    assert verdicts(found, MARISOL, "P26", "P580") == set()
    assert verdicts(found, MARISOL, "P26", "P582") == {("contradicts", "2021-10-01", "2020")}


def test_what_wikidata_lacks_is_missing_there(found: tuple[Difference, ...]) -> None:
    assert ("missing there", CASSIUS, "") in verdicts(found, MARISOL, "P26")
    assert ("missing there", MARISOL, "") in verdicts(found, PEREGRINE, "P40")


def test_a_parent_told_by_the_child_agrees(found: tuple[Difference, ...]) -> None:
    assert ("agrees", JUNIPER, JUNIPER) in verdicts(found, MARISOL, "P40")
    assert ("agrees", JUNIPER, JUNIPER) in verdicts(found, DORIAN, "P40")


def test_another_father_contradicts() -> None:
    there = {**THERE, JUNIPER: item(JUNIPER, "Juniper Quillfeather", P22=CASSIUS)}
    contradicting = [
        one for one in compare([Stated(DORIAN, "parentOf", "P40", JUNIPER)], there) if one.property == "P40"
    ]
    assert [(one.verdict, one.there) for one in contradicting] == [(Verdict.CONTRADICTS, CASSIUS)]


def test_what_the_graph_lacks_is_missing_here(found: tuple[Difference, ...]) -> None:
    assert ("missing here", "", CASSIUS) in verdicts(found, PEREGRINE, "P3373")


def test_a_marriage_told_from_the_other_end_is_not_missing_here(found: tuple[Difference, ...]) -> None:
    assert not [one for one in found if one.verdict is Verdict.MISSING_HERE and one.property == "P26"]


def test_people_whose_items_are_not_there_are_left_out(graph: Graph) -> None:
    assert {one.subject for one in compare(stated(graph), {CASSIUS: THERE[CASSIUS]})} <= {CASSIUS}


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        ("1980", "1980-07-14", True),
        ("1980-07-14", "1980", True),
        ("1980-07-14", "1980-01-01", True),
        ("1981-07-14", "1980-01-01", False),
        ("1980-07", "1980-08", False),
        ("2013-01-07/2014-01-06", "2013-06-15", True),
        ("2012/2013", "2014", False),
    ],
)
def test_times_that_may_be_one(here: str, there: str, same: bool) -> None:
    assert same_time(here, there) is same


# --- QuickStatements -------------------------------------------------------------------------------------------------


def test_what_is_missing_there_comes_with_its_article(found: tuple[Difference, ...]) -> None:
    lines = quickstatements(found, THERE, TODAY).splitlines()
    (marriage,) = [line for line in lines if line.startswith(f"{MARISOL}|P26|{CASSIUS}|")]
    assert marriage.startswith(
        f"{MARISOL}|P26|{CASSIUS}|P580|+2004-00-00T00:00:00Z/9|P582|+2010-00-00T00:00:00Z/9|S854|"
    )
    assert '|S854|"https://news.example/' in marriage
    assert marriage.endswith("|S813|+2026-05-28T00:00:00Z/11")
    assert any(line.startswith(f"{CASSIUS}|P26|{MARISOL}|") for line in lines)
    assert any(line.startswith(f"{MARISOL}|P22|{PEREGRINE}|") for line in lines)


def test_nothing_is_given_that_is_known_sensitive_contradicted_or_unconfirmed(graph: Graph) -> None:
    found = compare(stated(graph), {**THERE, JUNIPER: item(JUNIPER, "Juniper Quillfeather")})
    text = quickstatements(found, THERE, TODAY)
    assert JUNIPER not in text
    assert f"{MARISOL}|P26|{DORIAN}" not in text
    assert f"{PEREGRINE}|P569" not in text
    by_rule = compare(stated(linked(graph, Maker.RULE)), THERE)
    assert quickstatements(by_rule, THERE, TODAY) == ""


def test_a_start_that_a_statement_lacks_is_added_to_it() -> None:
    one = Stated(MARISOL, "marriedTo", "P26", DORIAN, start="2014-05", end="2021", sources=(Source("https://e.example/1"),),
                 confirmed=True)  # fmt: skip
    there = {MARISOL: item(MARISOL, "M", P26=f"{DORIAN} 2014-05-24"), DORIAN: item(DORIAN, "D", P26=MARISOL)}
    lines = quickstatements(compare([one], there), there, TODAY).splitlines()
    assert [line.partition("|S854")[0] for line in lines] == [
        f"{MARISOL}|P26|{DORIAN}|P582|+2021-00-00T00:00:00Z/9",
        f"{DORIAN}|P26|{MARISOL}|P582|+2021-00-00T00:00:00Z/9",
    ]


@pytest.mark.parametrize("sources", [(), (Source(""),), (Source("file:///a.txt"),)])
def test_without_an_address_there_is_no_reference_and_nothing_is_given(sources: tuple[Source, ...]) -> None:
    one = Stated(CASSIUS, "bornOn", "P569", value="1975", sources=sources, confirmed=True)
    assert quickstatements(compare([one], THERE), THERE, TODAY) == ""


def test_a_date_that_cannot_be_said_is_not_made_sharper() -> None:
    source = (Source("https://e.example/1"),)
    born = Stated(CASSIUS, "bornOn", "P569", value="1975-01-07/1976-01-06", sources=source, confirmed=True)
    assert quickstatements(compare([born], THERE), THERE, TODAY) == ""
    married = Stated(CASSIUS, "marriedTo", "P26", PEREGRINE, start="1999~", sources=source, confirmed=True)
    assert "P580" not in quickstatements(compare([married], THERE), THERE, TODAY)


# --- enriching -------------------------------------------------------------------------------------------------------

RICH = Item(
    MARISOL, "Marisol Vantresca", kinds=(HUMAN,), born="1980-07-14", occupations=(Ref("Q177220", "singer"),),
    relations=(Relation("P26", DORIAN, "2014"), Relation("P69", "Q999")),
)  # fmt: skip


def rows(graph: Graph, query: str) -> tuple[tuple[Cell, ...], ...]:
    found = graph.query(query)
    assert isinstance(found, Table)
    return found.rows


def test_facts_of_wikidata_stand_in_a_graph_of_their_own(graph: Graph) -> None:
    before, beliefs = set(graph.quads()), stated(graph)
    count = enrich(graph, RICH, SNAPSHOT)
    added = set(graph.quads()) - before
    assert count == len(added) == 9
    assert before <= set(graph.quads())
    assert {str(quad.graph_name) for quad in added} == {f"<{graph.names.base}graph/wikidata-{MARISOL}>"}
    assert not [quad for quad in added if f"{graph.names.base}person/" in str(quad.subject)]
    assert stated(graph) == beliefs
    assert enriched(graph) == (MARISOL,)


def test_the_graph_says_where_it_is_from_and_when(graph: Graph) -> None:
    enrich(graph, RICH, SNAPSHOT)
    name = NamedNode(f"{graph.names.base}graph/wikidata-{MARISOL}")
    told = {str(quad.object) for quad in graph.store.quads_for_pattern(name, None, None, name)}
    assert f"<https://www.wikidata.org/wiki/{MARISOL}>" in told
    assert any(words.startswith('"2026-01-05"') for words in told)


def test_only_chosen_properties_are_loaded_and_replace_earlier_ones(graph: Graph) -> None:
    enrich(graph, RICH, SNAPSHOT)
    enrich(graph, RICH, SNAPSHOT, ("P26",))
    query = f"SELECT ?p ?o {{ GRAPH ?g {{ <http://www.wikidata.org/entity/{MARISOL}> ?p ?o }} }}"
    predicates = {str(plain(row[0])).rpartition("/")[2] for row in rows(graph, query)}
    assert predicates == {"P26", "rdf-schema#label"}


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf"])
def test_formats_without_graphs_leave_them_out(graph: Graph, form: str) -> None:
    before = render(graph, form)
    enrich(graph, RICH, SNAPSHOT)
    assert render(graph, form) == before


def test_formats_with_graphs_keep_them_but_the_public_export_does_not(graph: Graph) -> None:
    before = render(graph, "nq", public=True)
    enrich(graph, RICH, SNAPSHOT)
    assert f"graph/wikidata-{MARISOL}".encode() in render(graph, "nq")
    assert f"graph:wikidata-{MARISOL}".encode() in render(graph, "trig")
    assert render(graph, "nq", public=True) == before


def test_forgetting_leaves_the_graph_as_it_was(graph: Graph) -> None:
    before = graph.quads()
    enrich(graph, RICH, SNAPSHOT)
    assert graph.quads() != before
    assert forget(graph, MARISOL) == 9
    assert graph.quads() == before
    assert forget(graph, MARISOL) == 0


def test_of_a_child_only_the_year_is_loaded(graph: Graph) -> None:
    enrich(graph, THERE[JUNIPER], SNAPSHOT)
    query = f"SELECT ?o {{ GRAPH ?g {{ wd:{JUNIPER} <http://www.wikidata.org/prop/direct/P569> ?o }} }}"
    assert [plain(row[0]) for row in rows(graph, query)] == ["2015"]
    assert is_minor(THERE[JUNIPER], "2026-01-05")
    assert not is_minor(THERE[JUNIPER], "2033-03-12")


def test_a_graph_open_for_reading_is_not_enriched(tmp_path: Path) -> None:
    with kg.store.open(tmp_path / "graph") as made:
        made.replace(small_world())
    with kg.store.open(tmp_path / "graph", read_only=True) as graph, pytest.raises(StoreError, match="reading only"):
        enrich(graph, RICH, SNAPSHOT)


# --- the commands ----------------------------------------------------------------------------------------------------


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with kg.store.open(tmp_path / "graph") as made:
        made.replace(small_world())
        linked(made)
    index_of(THERE.values(), tmp_path / "there.sqlite", date="2026-01-05", source="a test")
    monkeypatch.setenv("KG_STORE", str(tmp_path / "graph"))
    monkeypatch.setenv("KG_WIKIDATA_INDEX", str(tmp_path / "there.sqlite"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", ["diff", "enrich"])
def test_the_commands_have_help_with_an_example(command: str) -> None:
    shown = CliRunner().invoke(app, ["wikidata", command, "--help"], prog_name="kg")
    assert f"Example: kg wikidata {command}" in " ".join(shown.stdout.split())


def test_diff_shows_names_and_hides_children(at_home: Path) -> None:
    shown = CliRunner().invoke(app, ["wikidata", "diff", "--quickstatements", "new.txt"], prog_name="kg")
    assert shown.exit_code == 0, shown.stderr
    assert "contradicts\tPeregrine Vantresca\tdate of birth\t\t1948\t1951" in shown.stdout
    assert "missing there\tMarisol Vantresca\tspouse\t\tCassius Holloway\t" in shown.stdout
    assert "2015-03-12" not in shown.stdout
    assert "nothing has been sent" in shown.stderr
    assert f"{MARISOL}|P26|{CASSIUS}" in (at_home / "new.txt").read_text()
    everything = CliRunner().invoke(app, ["wikidata", "diff", "--sensitive"], prog_name="kg")
    assert "2015-03-12" in everything.stdout


def test_enrich_and_forget_from_the_command_line(at_home: Path) -> None:
    done = CliRunner().invoke(app, ["wikidata", "enrich", "Marisol Vantresca", "--property", "P26"], prog_name="kg")
    assert done.exit_code == 0, done.stderr
    assert "in a graph of their own" in done.stderr
    done = CliRunner().invoke(app, ["wikidata", "enrich", "Marisol Vantresca", "--forget"], prog_name="kg")
    assert "6 triples of Q11 taken out" in done.stderr


def test_somebody_without_a_link_is_told_so(at_home: Path) -> None:
    done = CliRunner().invoke(app, ["wikidata", "enrich", "Tamsin Okonjo"], prog_name="kg")
    assert done.exit_code == 1
    assert "kg link" in done.stderr


def test_births_of_children_are_not_shown_unasked() -> None:
    one = Difference(JUNIPER, "P569", Verdict.MISSING_HERE, there="2015-03-12")
    assert is_sensitive(one, THERE, "2026-05-28")
    assert not is_sensitive(one, THERE, "2036-05-28")
