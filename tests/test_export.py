"""Exports: stable bytes, read back by others as the same graph, and a public view that tells no secret."""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from rdflib.compare import to_canonical_graph

import kg.store
from kg.export import FORMATS, export, format_of, render, select
from kg.model import Extraction
from kg.store import Graph
from kg.validate import validate
from tests.graph_samples import Writer, small_world
from tests.graph_strategies import worlds

GOLDEN = Path(__file__).parent / "golden"
FLAT = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
NAMED = {"trig": "trig", "nq": "nquads"}
SECRETS = ("anxiety", "asthma", "diagnos", "Juniper", "Atlas", "Wren", "Felix", "Ottilie", "Minor", "sensitive")


@pytest.fixture(scope="module")
def world() -> Iterator[Graph]:
    with kg.store.open() as graph:
        graph.replace(small_world())
        yield graph


def n3(data: bytes, kind: str) -> set[str]:
    """The triples that rdflib reads, as N-Triples lines written by Oxigraph."""
    graph = rdflib.Graph()
    with_values = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        graph.parse(data=data, format=kind)
    finally:
        rdflib.NORMALIZE_LITERALS = with_values
    again = ox.parse(graph.serialize(format="nt11", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    return {str(quad.triple) for quad in again}


# --- stable and readable ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("public", [False, True])
def test_equal_graphs_give_equal_bytes(kind: str, public: bool, world: Graph) -> None:
    with kg.store.open() as other:
        for extraction in small_world():
            other.replace([extraction])
        assert render(other, kind, public=public) == render(world, kind, public=public)


@pytest.mark.parametrize("name", ["small.ttl", "small.trig", "small.jsonld", "small.graphml", "public.ttl"])
def test_a_small_graph_is_written_as_it_was(name: str, update_golden: bool) -> None:
    with kg.store.open() as graph:
        graph.replace(small())
        found = render(graph, name.rpartition(".")[2], public=name.startswith("public"))
    path = GOLDEN / name
    if update_golden:
        path.write_bytes(found)
    assert found.decode() == path.read_text(encoding="utf-8"), "changed on purpose? run pytest with KG_UPDATE_GOLDEN=1"


@pytest.fixture
def update_golden() -> bool:
    return bool(os.environ.get("KG_UPDATE_GOLDEN"))


def small() -> list[Extraction]:
    """A wedding, a rumour and an age."""
    w = Writer("2020/small", date(2020, 5, 1), "A quiet wedding")
    w.line("[Ada Example] married [Bo Sample] in [Lisbon] in May 2014.")
    w.says("Ada Example", "marriedTo", "Bo Sample", start="2014-05", confidence=0.97)
    w.says("Ada Example", "event:Wedding", "Bo Sample", at="2014-05", place="Lisbon")
    w.line('A friend said "[she|Ada Example] may be dating [Cy Pattern]."')
    w.says("Ada Example", "partnerOf", "Cy Pattern", status="possible", by="a friend", anonymous=True, confidence=0.6)
    w.line("[Their|Ada Example;Bo Sample] son, [Di Sample], is 4.")
    w.says("Ada Example", "parentOf", "Di Sample")
    w.says("Bo Sample", "parentOf", "Di Sample")
    w.says("Di Sample", "bornOn", "2015-05-02/2016-05-01")
    return [w.extraction()]


def test_turtle_says_what_is_believed_before_who_says_so(world: Graph) -> None:
    text = render(world, "ttl").decode()
    heads = re.findall(r"(?m)^# (.+)$", text)
    assert heads[0] == "People"
    assert heads.index("Events") < heads.index("Articles") < heads.index("Claims") < heads.index("Evidence")


def test_turtle_has_one_predicate_a_line_and_prefixes_for_all_our_nodes(world: Graph) -> None:
    text = render(world, "ttl").decode()
    assert world.names.base not in text.partition("\n\n")[2]
    body = [line for line in text.partition("\n\n")[2].splitlines() if line and not line.startswith("#")]
    assert all(line.endswith((" ;", " .")) for line in body)
    assert "\\/" not in text


def test_turtle_declares_only_the_prefixes_it_uses(world: Graph) -> None:
    text = render(world, "ttl", beliefs_only=True).decode()
    head, _, body = text.partition("\n\n")
    for prefix in re.findall(r"@prefix (\w+):", head):
        assert f"{prefix}:" in body


def test_one_more_claim_adds_lines_and_changes_none() -> None:
    with kg.store.open() as graph:
        graph.replace(small())
        before = render(graph, "ttl").decode().splitlines()
        w = Writer("2021/more", date(2021, 1, 1))
        w.line("[Ada Example] lives in [Lisbon].").says("Ada Example", "livesIn", "Lisbon")
        graph.replace([w.extraction()])
        after = render(graph, "ttl").decode().splitlines()
    assert [line for line in before if line not in after] == []


# --- read back -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FLAT)
@pytest.mark.parametrize("public", [False, True])
def test_rdflib_reads_a_graph_of_the_same_triples(kind: str, public: bool, world: Graph) -> None:
    expected = {str(quad.triple) for quad in select(world, public=public).flat()}
    assert n3(render(world, kind, public=public), FLAT[kind]) == expected


@pytest.mark.parametrize("kind", NAMED)
def test_rdflib_reads_a_dataset_of_the_same_quads(kind: str, world: Graph) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=render(world, kind), format=NAMED[kind])
    assert len(list(dataset.quads())) == len(select(world).quads)
    assert len(dataset.default_graph) == len(world.quads(ox.DefaultGraph()))


@settings(max_examples=25, deadline=None)
@given(worlds())
def test_every_export_of_anything_is_read_back_the_same(some: tuple[Extraction, ...]) -> None:
    with kg.store.open() as graph:
        graph.replace(some)
        selection = select(graph)
        flat = {str(quad.triple) for quad in selection.flat()}
        for kind in ("ttl", "nt", "jsonld"):
            assert n3(render(graph, kind), FLAT[kind]) == flat, kind
        for kind, format_ in (("trig", ox.RdfFormat.TRIG), ("nq", ox.RdfFormat.N_QUADS)):
            assert {str(quad) for quad in ox.parse(render(graph, kind), format=format_)} == set(
                map(str, selection.quads)
            ), kind
        xml = rdflib.Graph().parse(data=render(graph, "rdf"), format="xml")
        assert len(xml) == len(flat)


def test_exports_are_isomorphic_to_each_other(world: Graph) -> None:
    graphs = [
        to_canonical_graph(rdflib.Graph().parse(data=render(world, kind), format=FLAT[kind])) for kind in ("ttl", "rdf")
    ]
    assert set(graphs[0]) == set(graphs[1])


def test_control_characters_do_not_break_xml() -> None:
    w = Writer("t/1", date(2020, 1, 1), "A\x07B\r\nC")
    w.line("[Ada Example] sang\x0b.").says("Ada Example", "occupation", "sin\x00ger")
    with kg.store.open() as graph:
        graph.replace([w.extraction()])
        read = rdflib.Graph().parse(data=render(graph, "rdf"), format="xml")
        assert "A\ufffdB\r\nC" in {str(thing) for thing in read.objects()}
        networkx.parse_graphml(render(graph, "graphml").decode())


# --- networks and tables ---------------------------------------------------------------------------------------------


def test_graphml_is_the_network_of_what_is_believed(world: Graph) -> None:
    network = networkx.parse_graphml(render(world, "graphml").decode(), force_multigraph=True)
    assert network.nodes["person/marisol-vantresca"]["born"] == "1980-07-14"
    edges = network.get_edge_data("person/marisol-vantresca", "person/dorian-quillfeather")
    married = next(edge for edge in edges.values() if edge["relation"] == "marriedTo")
    assert (married["start"], married["end"], married["articles"]) == ("2014-05-24", "2021-10-01", 2)
    assert not network.has_edge("person/dorian-quillfeather", "person/ines-calloway")
    reverse = network.get_edge_data("person/dorian-quillfeather", "person/marisol-vantresca") or {}
    assert all(edge["relation"] != "marriedTo" for edge in reverse.values())


def test_tables_are_a_folder_or_a_zip(world: Graph, tmp_path: Path) -> None:
    folder = export(world, tmp_path / "tables")
    archive = export(world, tmp_path / "tables.zip")
    assert sorted(entry.name for entry in folder.iterdir()) == ["edges.csv", "nodes.csv"]
    with zipfile.ZipFile(archive) as files:
        assert files.read("edges.csv") == (folder / "edges.csv").read_bytes()
    with (folder / "nodes.csv").open(encoding="utf-8", newline="") as lines:
        nodes = {row["id"]: row for row in csv.DictReader(lines)}
    with (folder / "edges.csv").open(encoding="utf-8", newline="") as lines:
        edges = list(csv.DictReader(lines))
    assert {edge[side] for edge in edges for side in ("source", "target")} <= set(nodes)
    assert nodes["person/dorian-quillfeather"]["occupation"] == "rapper"
    uncle = next(edge for edge in edges if edge["relation"] == "relativeOf")
    assert uncle["kinship_and_notes"] == "uncle"


def test_a_comma_and_a_quote_survive_the_table() -> None:
    w = Writer("t/1", date(2020, 1, 1))
    w.line("[Ada Example] sang.").says("Ada Example", "occupation", 'singer, "star"')
    with kg.store.open() as graph:
        graph.replace([w.extraction()])
        with zipfile.ZipFile(io.BytesIO(render(graph, "csv"))) as files:
            rows = list(csv.DictReader(io.StringIO(files.read("nodes.csv").decode(), newline="")))
    assert rows[0]["occupation"] == 'singer, "star"'


# --- what may be shown -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
def test_a_public_export_holds_no_trace_of_what_is_sensitive(kind: str, world: Graph) -> None:
    data = render(world, kind, public=True)
    if kind == "csv":
        with zipfile.ZipFile(io.BytesIO(data)) as files:
            data = b"".join(files.read(name) for name in files.namelist())
    text = data.decode()
    for secret in SECRETS:
        assert secret.casefold() not in text.casefold(), secret
    assert "marriedTo" in text


def test_the_full_export_holds_what_the_public_one_lacks(world: Graph) -> None:
    text = render(world, "ttl").decode()
    assert all(secret.casefold() in text.casefold() for secret in SECRETS)


def test_a_public_export_conforms_and_keeps_everything_else(world: Graph) -> None:
    public = select(world, public=True)
    assert validate(public.quads, engine="sparql").conforms
    sensitive = {str(quad.subject).strip("<>") for quad in world.quads() if str(quad.predicate).endswith("#sensitive>")}
    everything = {one.id for one in world.statements()}
    assert {one.id for one in public.statements} == everything - sensitive


def leaky(identifier: str = "t/1", title: str = "A day out") -> Writer:
    return Writer(identifier, date(2020, 5, 1), title)


def public(*writers: Writer) -> str:
    with kg.store.open() as graph:
        graph.replace([w.extraction() for w in writers])
        assert validate(graph).conforms
        selection = select(graph, public=True)
        assert validate(selection.quads, engine="sparql").conforms
        return render(graph, "nq", public=True).decode()


def test_a_quote_shared_with_a_sensitive_claim_is_redacted() -> None:
    w = leaky()
    w.line("[Ada Example], a singer with hay fever, lives in [Lisbon].")
    w.says("Ada Example", "hasCondition", "hay fever")
    w.says("Ada Example", "livesIn", "Lisbon")
    text = public(w)
    assert "hay fever" not in text
    assert "redacted" in text
    assert "livesIn" in text


def test_a_quote_elsewhere_that_tells_the_illness_is_redacted() -> None:
    w, other = leaky(), leaky("t/2")
    w.line("[Ada Example] has hay fever.").says("Ada Example", "hasCondition", "hay fever")
    other.line("Hay Fever or not, [Ada Example] lives in [Lisbon].").says("Ada Example", "livesIn", "Lisbon")
    assert "ay fever" not in public(w, other).casefold()


def test_a_headline_and_an_address_that_tell_are_replaced() -> None:
    w = leaky("2020/ada-example-has-hay-fever", "Ada Example: my hay fever")
    w.line("[Ada Example] has hay fever.").says("Ada Example", "hasCondition", "hay fever")
    w.line("[She|Ada Example] lives in [Lisbon].").says("Ada Example", "livesIn", "Lisbon")
    text = public(w)
    assert "fever" not in text
    assert "livesIn" in text


def test_what_a_hidden_child_says_is_hidden_too() -> None:
    w = leaky()
    w.line("[Cy Example], 7, is the son of [Ada Example].")
    w.says("Cy Example", "bornOn", "2012-05-02/2013-05-01")
    w.says("Ada Example", "parentOf", "Cy Example")
    w.line("[Ada Example] lives in [Lisbon], [Cy Example] said.")
    w.says("Ada Example", "livesIn", "Lisbon", status="reported", by="Cy Example")
    w.line("[Ada Example] sings.").says("Ada Example", "occupation", "singer")
    text = public(w)
    assert "Cy" not in text
    assert "cy-example" not in text
    assert "Lisbon" not in text
    assert "singer" in text


def test_leaving_out_a_denial_makes_nothing_believed() -> None:
    age, claim, denial = leaky(), Writer("t/2", date(2035, 5, 1)), Writer("t/3", None)
    age.line("[Cy Example], 7, sang.").says("Cy Example", "bornOn", "2012-05-02/2013-05-01")
    claim.line("[Ada Example] is an aunt of [Cy Example].").says("Ada Example", "relativeOf", "Cy Example")
    denial.line("[Ada Example] is no aunt of [Cy Example].")
    denial.says("Ada Example", "relativeOf", "Cy Example", status="denied")
    with kg.store.open() as graph:
        graph.replace([claim.extraction()])
        assert "relativeOf" in render(graph, "nt", beliefs_only=True).decode()
        graph.replace([age.extraction(), denial.extraction()])
        statuses = {one.status.value for one in select(graph, public=True).statements}
        assert statuses == {"asserted"}  # the denial has no date, so the child is one in it: it may not be shown
        assert "relativeOf" not in render(graph, "nt", public=True, beliefs_only=True).decode()


@settings(max_examples=25, deadline=None)
@given(worlds())
def test_the_public_view_of_anything_believes_nothing_new(some: tuple[Extraction, ...]) -> None:
    with kg.store.open() as graph:
        graph.replace(some)
        kept = {one.id for one in select(graph, public=True).statements}
        for belief in select(graph, public=True).beliefs:
            assert set(belief.because) <= kept
        text = render(graph, "nq", public=True).decode()
        assert "ontology#sensitive" not in text
        assert "hasCondition" not in text
        assert "ontology#Diagnosis" not in text


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.ttl", "ttl"), ("a.TTL", "ttl"), ("a.xml", "rdf"), ("a.json", "jsonld"), ("a.zip", "csv"), ("tables", "csv")],
)
def test_the_name_tells_the_format(name: str, kind: str) -> None:
    assert format_of(name) == kind


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"a\.docx: no format .* ttl, trig"):
        format_of("a.docx")
    with kg.store.open() as graph, pytest.raises(ValueError, match="unknown format 'docx'"):
        render(graph, "docx")


def test_a_file_is_written_whole_or_not_at_all(world: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = export(world, tmp_path / "deep" / "graph.ttl")
    before = path.read_bytes()

    def full(self: Path, target: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        export(world, path, public=True)
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["graph.ttl"]


def test_beliefs_only_leaves_every_claim_out(world: Graph) -> None:
    text = render(world, "nq", beliefs_only=True).decode()
    assert "ontology#Claim" not in text
    assert "ontology#marriedTo" in text


@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_graph_can_be_exported(kind: str) -> None:
    with kg.store.open() as graph:
        render(graph, kind)
