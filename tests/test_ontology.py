"""The ontology says what the code says, is documented throughout, and its page is current."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from kg import ontology
from kg.model import EntityType, LiteralType, Status
from kg.rdf.terms import entity_class, predicate_term
from kg.vocab import (
    ADULT_AGE,
    EVENTS,
    ONTOLOGY,
    RELATIONS,
    SENSITIVE_EVENTS,
    SYMMETRIC_EVENTS,
    WIKIDATA_DIRECT,
    data_folder,
)

CK = ontology.CK
TRUE = rdflib.Literal(True)


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return ontology.load()


def ck(local: str) -> rdflib.URIRef:
    return CK[local]


def kind(entity: EntityType) -> rdflib.URIRef:
    return rdflib.URIRef(entity_class(entity).value)


def test_the_ontology_has_exactly_the_relations_of_the_code(graph: rdflib.Graph) -> None:
    assert set(graph.subjects(RDF.type, CK.Relation)) == {ck(name) for name in RELATIONS}


@pytest.mark.parametrize("name", RELATIONS)
def test_a_relation_says_the_same_in_ontology_and_code(graph: rdflib.Graph, name: str) -> None:
    relation, term = RELATIONS[name], ck(name)
    assert set(graph.objects(term, RDFS.domain)) == {kind(relation.domain)}
    if isinstance(relation.range, EntityType):
        assert set(graph.objects(term, RDFS.range)) == {kind(relation.range)}
        assert (term, RDF.type, OWL.ObjectProperty) in graph
        assert graph.value(term, CK.literalType) is None
    else:
        assert str(graph.value(term, CK.literalType)) == relation.range.value
        assert (term, RDF.type, OWL.DatatypeProperty) in graph
    assert ((term, RDF.type, OWL.SymmetricProperty) in graph) == relation.symmetric
    assert ((term, CK.sensitive, TRUE) in graph) == relation.sensitive
    inverse = ck(relation.inverse) if relation.inverse else None
    assert graph.value(term, OWL.inverseOf) == inverse
    if inverse:
        assert (inverse, OWL.inverseOf, term) in graph
        assert set(graph.objects(inverse, RDFS.range)) == {kind(relation.domain)}
    own = {str(node) for node in graph.objects(term, SKOS.closeMatch) if str(node).startswith(WIKIDATA_DIRECT)}
    if relation.wikidata:
        assert WIKIDATA_DIRECT + relation.wikidata in own
    elif relation.inverse:
        assert any(str(node).startswith(WIKIDATA_DIRECT) for node in graph.objects(inverse, SKOS.closeMatch))


def test_the_ontology_has_exactly_the_events_of_the_code(graph: rdflib.Graph) -> None:
    expected = {rdflib.URIRef(predicate_term(f"event:{event}").value): event for event in EVENTS}
    assert set(graph.subjects(RDFS.subClassOf, CK.Event)) == set(expected)
    for term, event in expected.items():
        assert ((term, CK.mutual, TRUE) in graph) == (event in SYMMETRIC_EVENTS), event
        assert ((term, CK.sensitive, TRUE) in graph) == (event in SENSITIVE_EVENTS), event


def test_the_ontology_has_exactly_the_types_and_statuses_of_the_code(graph: rdflib.Graph) -> None:
    assert set(graph.subjects(RDFS.subClassOf, CK.Entity)) == {kind(entity) for entity in EntityType}
    assert set(graph.subjects(RDF.type, CK.Status)) == {ck(status.value) for status in Status}
    assert {str(value) for value in graph.objects(None, CK.literalType)} <= {kind.value for kind in LiteralType}


def test_relations_between_people_are_ordered_under_two_roots(graph: rdflib.Graph) -> None:
    def under(root: str) -> set[rdflib.term.Node | None]:
        return {*graph.transitive_subjects(RDFS.subPropertyOf, ck(root))}

    assert {ck("marriedTo"), ck("engagedTo"), ck("partnerOf")} <= under("hasRelationshipWith")
    assert {ck("parentOf"), ck("childOf"), ck("siblingOf"), ck("relativeOf")} <= under("kinOf")
    assert under("hasRelationshipWith") | under("kinOf") <= under("relatedTo")


def test_the_age_of_the_rule_on_minors_is_that_of_the_code(graph: rdflib.Graph) -> None:
    assert graph.value(CK.MinorsRule, CK.adultAge) == rdflib.Literal(ADULT_AGE)


def test_every_term_has_a_label_and_a_comment_of_a_sentence(graph: rdflib.Graph) -> None:
    for term in set(graph.subjects(RDF.type, None)):
        label, comment = graph.value(term, RDFS.label), graph.value(term, RDFS.comment)
        assert label, term
        assert comment, term
        assert str(comment).rstrip("`").endswith("."), term


def test_every_own_term_that_is_used_is_described(graph: rdflib.Graph) -> None:
    used = {node for triple in graph for node in triple if str(node).startswith(ONTOLOGY)}
    assert used <= set(graph.subjects(RDFS.label, None))


def test_the_ontology_has_no_blank_nodes(graph: rdflib.Graph) -> None:
    assert not [node for node in graph.all_nodes() if isinstance(node, rdflib.BNode)]


def test_it_is_aligned_to_every_vocabulary_that_matters(graph: rdflib.Graph) -> None:
    said = "\n".join(str(node) for node in graph.objects())
    for namespace in (
        "https://schema.org/",
        "http://xmlns.com/foaf/0.1/",
        "http://purl.org/vocab/relationship/",
        "http://purl.org/vocab/bio/0.1/",
        "http://www.w3.org/ns/prov#",
        "http://www.w3.org/ns/oa#",
        WIKIDATA_DIRECT,
    ):
        assert namespace in said


def test_the_page_is_current() -> None:
    source = (data_folder("ontology") / "celebrity.ttl").read_text(encoding="utf-8")
    page = Path(__file__).parent.parent / "docs" / "ontology.md"
    assert page.read_text(encoding="utf-8") == ontology.page(source), "run: python -m kg.ontology"


def test_the_page_describes_every_term(graph: rdflib.Graph) -> None:
    page = (Path(__file__).parent.parent / "docs" / "ontology.md").read_text(encoding="utf-8")
    for term in set(graph.subjects(RDFS.label, None)):
        if str(term).startswith(ONTOLOGY):
            assert f"### ck:{str(term).removeprefix(ONTOLOGY)}\n" in page
