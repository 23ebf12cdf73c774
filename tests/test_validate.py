"""The door to validation: what it takes, and that its report can be read."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings

import kg.store
from kg.export import export
from kg.interchange import from_jsonl, to_jsonl
from kg.model import Extraction
from kg.rdf.terms import ck
from kg.validate import Report, Violation, validate
from kg.validate.shapes import checks, ontology, shapes
from tests.graph_samples import small_world
from tests.graph_strategies import worlds


def test_the_small_world_conforms_by_both_engines() -> None:
    with kg.store.open() as graph:
        graph.replace(small_world())
        assert validate(graph) == validate(graph, engine="shacl") == Report()


def test_an_articles_own_graph_conforms_by_itself() -> None:
    with kg.store.open() as graph:
        graph.replace(small_world())
        for extraction in small_world():
            quads = graph.quads(graph.names.article(extraction.article.id))
            assert validate(quads, engine="sparql").conforms
        assert validate(quads).conforms


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nq", "graph.trig", "graph.jsonld", "graph.rdf", "graph.nt"])
def test_an_export_can_be_checked_as_a_file(name: str, tmp_path: Path) -> None:
    with kg.store.open() as graph:
        graph.replace(small_world()[:1])
        path = export(graph, tmp_path / name)
    assert validate(path, engine="sparql").conforms
    if name.endswith(".ttl"):
        path.write_text(path.read_text(encoding="utf-8").replace("ck:status ck:asserted", "ck:status ck:sure"))
        assert not validate(path).conforms


def test_claims_that_came_without_their_text_conform() -> None:
    lines = [line for extraction in small_world() for line in to_jsonl(extraction)]
    with kg.store.open() as graph:
        graph.replace(from_jsonl(lines))
        assert validate(graph) == validate(graph, engine="shacl") == Report()


def test_an_export_of_beliefs_alone_does_not_conform(tmp_path: Path) -> None:
    with kg.store.open() as graph:
        graph.replace(small_world()[:1])
        report = validate(export(graph, tmp_path / "beliefs.ttl", beliefs_only=True), engine="sparql")
    assert "believed without a claim behind it" in {violation.message for violation in report.violations}


def test_a_store_that_was_tampered_with_is_found_out() -> None:
    with kg.store.open() as graph:
        graph.replace(small_world())
        ada, bo = graph.names.node("person", "marisol-vantresca"), graph.names.node("person", "ines-calloway")
        graph.store.add(ox.Quad(ada, ck("parentOf"), bo))
        by_sparql, by_shacl = validate(graph), validate(graph, engine="shacl")
    assert by_sparql == by_shacl
    assert [violation.message for violation in by_sparql.violations] == ["believed without a claim behind it"]
    assert not by_sparql


def test_a_report_names_node_constraint_and_value() -> None:
    claim = ox.NamedNode("https://celebrity-kg.example/claim/x")
    report = validate(
        [ox.Quad(claim, ox.NamedNode(str(rdflib.RDF.type)), ck("Claim")), ox.Quad(claim, ck("status"), ck("sure"))]
    )
    wrong = next(violation for violation in report.violations if violation.constraint == "in")
    assert wrong.node == claim.value
    assert wrong.path == "ck:status"
    assert wrong.value == ck("sure").value
    text = str(report)
    assert "a claim has exactly one status of the five, or is rejected (ck:status in)" in text
    assert text.splitlines()[-1] == f"{len(report.violations)} violations"


def test_a_report_without_violations_says_conforms() -> None:
    assert str(Report()) == "conforms"
    assert str(Report((Violation("a", "b", "c"),))).endswith("1 violation")


def test_an_rdflib_graph_can_be_checked() -> None:
    graph = rdflib.Graph()
    graph.add((rdflib.URIRef("urn:x"), rdflib.RDF.type, rdflib.URIRef(ck("Person").value)))
    assert [violation.message for violation in validate(graph).violations] == ["an entity has a name"]


def test_a_shape_that_cannot_be_translated_is_refused() -> None:
    from kg.validate.shapes import _translate

    odd = rdflib.Graph().parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ck: <https://celebrity-kg.example/ontology#> .
        <urn:s> a sh:NodeShape ; sh:targetClass ck:Claim ; sh:property [ sh:path ck:note ; sh:uniqueLang true ] .""",
        format="turtle",
    )
    with pytest.raises(NotImplementedError, match="uniqueLang is not understood"):
        list(_translate(odd))


def test_the_shapes_speak_of_terms_that_the_ontology_has() -> None:
    own = ck("").value
    known = set(ontology().subjects())
    used = {node for node in shapes().all_nodes() if isinstance(node, rdflib.URIRef) and str(node).startswith(own)}
    assert len(used) > 20
    assert used <= known
    assert all(check.message for check in checks())


@settings(max_examples=25, deadline=None)
@given(worlds())
def test_whatever_the_extractor_says_within_the_format_conforms(some: tuple[Extraction, ...]) -> None:
    with kg.store.open() as graph:
        graph.replace(some)
        odd = {"the claim ends before it begins", "died before being born", "the parent of one's own parent"}
        assert [str(one) for one in validate(graph).violations if one.message not in odd] == []
