"""An extraction as quads: what is there, what is not, and the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import rdf
from kg.identity import Nobody, Request, resolve
from kg.model import Article, Entity, EntityType, Extraction, Literal, LiteralType, Source, Status
from kg.rdf import Names, bounds, ck, date_literal, term
from kg.rdf.as_rdflib import to_rdflib
from kg.rdf.derived import judgement_quads
from kg.rdf.read import judgements, rows, statements
from kg.rdf.terms import EXACT, OBJECT, PREDICATE, SUBJECT, TYPE, predicate_name, predicate_term
from kg.rdf.write import article_quads
from kg.vocab import EVENTS, RELATIONS, is_symmetric
from tests.graph_samples import Writer, small_world
from tests.graph_strategies import EDTF, extractions

NAMES = Names("https://stars.example/kg/")


def quads_of(extraction: Extraction, names: Names = NAMES) -> list[ox.Quad]:
    return article_quads(extraction, resolve(Request([extraction]), Nobody(), names).after, names, "1.2.3")


def writer() -> Writer:
    return Writer("t/1", date(2020, 5, 1), "A headline")


def only_claim(quads: list[ox.Quad]) -> dict[ox.NamedNode, list[ox.NamedNode | ox.Literal]]:
    found = [row for row in rows(quads).values() if ck("Claim") in row.get(TYPE, ())]
    assert len(found) == 1
    return found[0]


def marriage() -> Writer:
    w = writer()
    w.line("[Ada Example] married [Bo Sample] on May 24, 2014.")
    w.says("Ada Example", "marriedTo", "Bo Sample", start="2014-05-24", confidence=0.875)
    return w


def test_a_claim_has_its_parts() -> None:
    row = only_claim(quads_of(marriage().extraction()))
    assert row[SUBJECT] == [NAMES.node("person", "ada-example")]
    assert row[PREDICATE] == [ck("marriedTo")]
    assert row[OBJECT] == [NAMES.node("person", "bo-sample")]
    assert row[ck("status")] == [ck("asserted")]
    assert row[ck("start")] == [ox.Literal("2014-05-24", datatype=term("xsd", "date"))]
    assert row[ck("confidence")] == [ox.Literal("0.875", datatype=term("xsd", "decimal"))]
    assert row[term("prov", "wasDerivedFrom")] == [NAMES.article("t/1")]


def test_every_quad_stands_in_the_graph_of_its_article() -> None:
    assert {quad.graph_name for quad in quads_of(marriage().extraction())} == {NAMES.article("t/1")}


def test_evidence_keeps_the_exact_words_their_place_and_the_rule() -> None:
    w = writer()
    w.line("An opening.").line("[Ada Example] wed [Bo Sample].")
    w.says("Ada Example", "marriedTo", "Bo Sample", rule="verb.wed")
    table = rows(quads_of(w.extraction()))
    (evidence,) = (row for row in table.values() if ck("Evidence") in row[TYPE])
    assert [thing.value for thing in evidence[EXACT]] == ["Ada Example wed Bo Sample."]
    start, end = (int(evidence[term("oa", name)][0].value) for name in ("start", "end"))
    assert w.text[start:end] == "Ada Example wed Bo Sample."
    spans = [int(evidence[ck(name)][0].value) for name in ("subjectStart", "subjectEnd", "objectStart", "objectEnd")]
    assert [w.text[spans[0] : spans[1]], w.text[spans[2] : spans[3]]] == ["Ada Example", "Bo Sample"]
    assert evidence[ck("rule")] == [ox.Literal("verb.wed")]


def test_the_article_is_described_but_its_text_stays_out() -> None:
    w = marriage()
    w.line("A sentence that nobody quotes.")
    extraction = w.extraction()
    quads = quads_of(extraction)
    row = rows(quads)[NAMES.article("t/1")]
    assert row[term("schema", "datePublished")] == [ox.Literal("2020-05-01", datatype=term("xsd", "date"))]
    assert row[term("schema", "headline")] == [ox.Literal("A headline")]
    assert row[term("schema", "url")] == [ox.NamedNode("https://news.example/t/1")]
    assert row[ck("length")] == [ox.Literal(len(w.text))]
    assert row[ck("sha256")][0].value == __import__("hashlib").sha256(w.text.encode()).hexdigest()
    assert {term("schema", "NewsArticle"), term("prov", "Entity")} == set(row[TYPE])
    assert not any("nobody quotes" in str(quad.object) for quad in quads)


def test_a_url_that_is_no_iri_is_kept_as_text() -> None:
    extraction = marriage().extraction()
    broken = replace(extraction, article=replace(extraction.article, url="https://news.example/a b"))
    assert ox.Literal("https://news.example/a b") in {quad.object for quad in quads_of(broken)}


def test_an_age_keeps_the_edtf_interval_and_its_days() -> None:
    w = writer()
    w.line("[Cy Child], 7, waved.")
    w.says("Cy Child", "bornOn", "2012-05-02/2013-05-01")
    row = only_claim(quads_of(w.extraction()))
    assert row[OBJECT] == [ox.Literal("2012-05-02/2013-05-01", datatype=term("edtf", "EDTF"))]
    assert [row[ck(f"object{side}")][0].value for side in ("Earliest", "Latest")] == ["2012-05-02", "2013-05-01"]


@pytest.mark.parametrize(
    ("value", "kind", "first", "last"),
    [
        ("2014", "gYear", "2014-01-01", "2014-12-31"),
        ("2014-02", "gYearMonth", "2014-02-01", "2014-02-28"),
        ("2014-05-24", "date", "2014-05-24", "2014-05-24"),
        ("2016-21", "EDTF", "2016-03-01", "2016-05-31"),
        ("2014~", "EDTF", "2014-01-01", "2014-12-31"),
        ("../1990", "EDTF", None, "1990-12-31"),
        ("2018/..", "EDTF", "2018-01-01", None),
    ],
)
def test_a_date_is_typed_as_sharply_as_it_is(value: str, kind: str, first: str | None, last: str | None) -> None:
    literal, days = date_literal(value), bounds(value)
    assert (literal.value, literal.datatype.value.rpartition("#")[2].rpartition("/")[2]) == (value, kind)
    assert [day.isoformat() if day else None for day in (days.earliest, days.latest)] == [first, last]


@pytest.mark.parametrize("value", ["May 2014", "2014-13", "2014-02-30", "2015/2014", "", "../.."])
def test_what_is_no_edtf_is_refused_with_the_article_named(value: str) -> None:
    w = writer()
    w.line("[Ada Example] sang.")
    w.says("Ada Example", "bornOn", value)
    with pytest.raises(ValueError, match=r"t/1: .* no EDTF date"):
        quads_of(w.extraction())


def test_an_unknown_predicate_is_refused_with_the_article_named() -> None:
    w = writer()
    w.line("[Ada Example] met [Bo Sample].")
    w.says("Ada Example", "rivalOf", "Bo Sample")
    with pytest.raises(ValueError, match="t/1: unknown predicate 'rivalOf'"):
        quads_of(w.extraction())


def sources(*, name: str, anonymous: bool, entity: str | None = None) -> list[str]:
    """The speakers of two sentences in each of two articles."""
    found = []
    for identifier in ("t/1", "t/2"):
        w = Writer(identifier, date(2020, 5, 1))
        w.line("[Ada Example] sings.").says("Ada Example", "occupation", "singer", status="reported")
        w.line("[Ada Example] acts.").says("Ada Example", "occupation", "actor", status="reported")
        extraction = w.extraction()
        source = Source(name, anonymous, entity)
        claims = tuple(replace(claim, source=source) for claim in extraction.claims)
        quads = quads_of(replace(extraction, claims=claims))
        found += [quad.object.value for quad in quads if quad.predicate == ck("saidBy")]  # type: ignore[union-attr]
    return found


def test_anonymous_sources_are_never_one() -> None:
    assert len(set(sources(name="a source", anonymous=True))) == 4


def test_a_source_of_a_proper_name_is_one_across_articles() -> None:
    assert set(sources(name="The Tide", anonymous=False)) == {NAMES.node("source", "the-tide").value}


def test_a_source_of_a_common_name_is_not() -> None:
    assert len(set(sources(name="her spokesman", anonymous=False))) == 4


def test_a_source_who_is_a_person_of_the_article_is_that_person() -> None:
    key = "ada-example"
    assert set(sources(name="Ada Example", anonymous=False, entity=key)) == {NAMES.node("person", key).value}


def test_health_is_marked_sensitive() -> None:
    w = writer()
    w.line("[Ada Example] has hay fever.")
    w.says("Ada Example", "hasCondition", "hay fever")
    row = only_claim(quads_of(w.extraction()))
    assert row[ck("sensitive")] == [ox.Literal(True)]
    assert row[ck("sensitivity")] == [ck("Health")]
    assert ck("sensitive") not in only_claim(quads_of(marriage().extraction()))


def test_mentions_refer_to_their_entities_and_unresolved_ones_are_left_out() -> None:
    w = marriage()
    w.line("[They|Ada Example;Bo Sample] danced with [Nobody Else].")
    table = rows(quads_of(w.extraction()))
    found = {row[EXACT][0].value: len(row[ck("refersTo")]) for row in table.values() if ck("Mention") in row[TYPE]}
    assert found == {"Ada Example": 1, "Bo Sample": 1, "They": 2}


def test_an_entity_without_a_claim_does_not_enter() -> None:
    w = marriage()
    w.line("[Nobody Else] watched.")
    assert not any("nobody-else" in str(quad) for quad in quads_of(w.extraction()))


def test_aliases_and_links_are_kept() -> None:
    ada = Entity("a", EntityType.PERSON, "Ada Example", ("Ada", "Ada Example"), wikidata="Q1")
    extraction = marriage().extraction()
    (claim,) = extraction.claims
    quads = quads_of(replace(extraction, entities=(ada,), claims=(replace(claim, subject=ada),)))
    row = rows(quads)[NAMES.node("person", "ada-example")]
    assert row[term("skos", "altLabel")] == [ox.Literal("Ada")]
    assert row[term("skos", "exactMatch")] == [ox.NamedNode("http://www.wikidata.org/entity/Q1")]


def test_the_base_moves_our_nodes_but_not_the_vocabulary() -> None:
    quads = quads_of(marriage().extraction(), Names("urn:test:"))
    own = {str(quad.subject) for quad in quads}
    assert all(subject.startswith("<urn:test:") for subject in own)
    assert any(quad.predicate.value.startswith("https://celebrity-kg.example/ontology#") for quad in quads)


@pytest.mark.parametrize("base", ["stars.example/", "https://stars.example", "", "https://stars example/"])
def test_a_base_that_is_none_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="IRI"):
        Names(base)


def test_each_predicate_has_a_term_and_comes_back() -> None:
    for name in (*RELATIONS, *(f"event:{event}" for event in EVENTS)):
        assert predicate_name(predicate_term(name)) == name


def test_each_kind_of_node_has_its_own_prefix() -> None:
    prefixes = NAMES.prefixes()
    for quad in quads_of(marriage().extraction()):
        assert isinstance(quad.subject, ox.NamedNode)
        kind = NAMES.kind_of(quad.subject)
        assert "/" not in quad.subject.value.removeprefix(prefixes[kind])


def test_judgements_come_back() -> None:
    for extraction in small_world():
        made = resolve(Request([extraction]), Nobody(), NAMES).after
        assert set(judgements(judgement_quads(made, NAMES))) == set(made)


def test_rdflib_gets_the_same_quads_with_the_beliefs_in_its_default_graph() -> None:
    quads = quads_of(marriage().extraction())
    plain = ox.Quad(NAMES.node("person", "a"), ck("marriedTo"), NAMES.node("person", "b"))
    dataset = to_rdflib([*quads, plain], NAMES)
    assert len(list(dataset.quads())) == len(quads) + 1
    assert len(dataset.default_graph) == 1
    confidence = [thing for *_, thing, _ in dataset.quads((None, None, None, None)) if str(thing) == "0.875"]
    assert isinstance(confidence[0], rdflib.Literal)
    assert confidence[0].datatype == rdflib.XSD.decimal


def test_the_door_gives_what_others_need() -> None:
    assert set(rdf.__all__) <= set(dir(rdf))


@settings(max_examples=40, deadline=None)
@given(extractions())
def test_no_blank_node_ever(extraction: Extraction) -> None:
    for quad in quads_of(extraction):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)


@settings(max_examples=40, deadline=None)
@given(extractions())
def test_the_same_extraction_gives_the_same_quads_in_the_same_order(extraction: Extraction) -> None:
    assert list(map(str, quads_of(extraction))) == list(map(str, quads_of(extraction)))


@settings(max_examples=40, deadline=None)
@given(extractions())
def test_claims_come_back_from_quads(extraction: Extraction) -> None:
    def key(
        subject: str, predicate: str, thing: object, status: Status, moments: tuple[str | None, ...]
    ) -> tuple[object, ...]:
        return (subject, predicate, str(thing), status, moments)

    iris = {one.key: one.entity for one in resolve(Request([extraction]), Nobody(), NAMES).after}
    said = set()
    for claim in extraction.claims:
        thing = claim.object
        moments = tuple(moment.value if moment else None for moment in (claim.start, claim.end, claim.at))
        value = iris[thing.key] if isinstance(thing, Entity) else thing
        said.add(key(iris[claim.subject.key], claim.predicate, value, claim.status, moments))
    found = {
        key(one.subject, one.predicate, one.object, one.status, (one.start, one.end, one.at))
        for one in statements(quads_of(extraction))
    }
    assert found == said


@given(st.sampled_from(EDTF))
def test_dates_round_trip(value: str) -> None:
    assert date_literal(value).value == value


def test_numbers_are_decimals_and_texts_are_strings() -> None:
    extraction = marriage().extraction()
    (claim,) = extraction.claims
    number = replace(claim, predicate="alsoKnownAs", object=Literal("7", LiteralType.NUMBER))
    assert only_claim(quads_of(replace(extraction, claims=(number,))))[OBJECT] == [
        ox.Literal("7", datatype=term("xsd", "decimal"))
    ]
    assert not is_symmetric("alsoKnownAs")


def test_an_article_needs_no_claims() -> None:
    assert quads_of(Extraction(Article("t/1", "")))
