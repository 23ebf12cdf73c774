"""What people say of claims: heeded at once, kept as data, found again when articles are read anew, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from pyoxigraph import Literal, NamedNode

import kg.store
from kg.export import select
from kg.model import Claim, Extraction, PartialDate
from kg.rdf.dates import day_literal
from kg.rdf.terms import ck
from kg.store import Graph, StoreError, claims, who
from kg.store.graph import sorted_bytes
from kg.validate import validate
from tests.graph_samples import Writer, small_world

TODAY = date(2026, 3, 4)
Change = Callable[[Claim], Claim]


def told() -> Extraction:
    """Two marriages of one couple in one sentence, one that is read unsurely, and what is denied and believed."""
    writer = Writer("2020/told", date(2020, 5, 1))
    writer.line("[Ilse Varga] married [Tomas Reyl] in 1999 and again in 2010.")
    writer.says("Ilse Varga", "marriedTo", "Tomas Reyl", start="1999", end="2003")
    writer.says("Ilse Varga", "marriedTo", "Tomas Reyl", start="2010")
    writer.line("[Ilse Varga], it seems, is a sister of [Pola Varga].")
    writer.says("Ilse Varga", "siblingOf", "Pola Varga", confidence=0.3)
    writer.line("[Pola Varga] is the mother of [Nils Varga].")
    writer.says("Pola Varga", "parentOf", "Nils Varga")
    writer.line("[Pola Varga] is not the mother of [Nils Varga].")
    writer.says("Pola Varga", "parentOf", "Nils Varga", status="denied")
    return writer.extraction()


def built(*extractions: Extraction) -> Graph:
    graph = kg.store.open()
    graph.replace(extractions or [told()])
    return graph


def the(graph: Graph, predicate: str, **wanted: str) -> str:
    """The IRI of the one claim of that predicate with such times or status."""
    [found] = [
        one.id
        for one in graph.statements()
        if one.predicate == predicate and all(str(getattr(one, name)) == value for name, value in wanted.items())
    ]
    return found


def believed(graph: Graph, predicate: str) -> int:
    return len(graph.query(f"SELECT * {{ ?a ck:{predicate} ?b }}").rows)  # type: ignore[union-attr]


def statuses(graph: Graph, claim: str) -> set[str]:
    quads = graph.store.quads_for_pattern(NamedNode(claim), ck("status"), None, None)
    return {str(quad.object).rpartition("#")[2].rstrip(">") for quad in quads}


def read_anew(change: Change, old: str = "", new: str = "") -> Extraction:
    """The same article by another reader: claims changed; with ``new``, another text before the sentences."""
    extraction = told()
    if not new:
        return replace(extraction, claims=tuple(change(one) for one in extraction.claims))
    text, by = new + extraction.article.text, len(new)

    def moved(claim: Claim) -> Claim:
        evidence = tuple(
            replace(one, start=one.start + by, end=one.end + by, subject=(one.subject[0] + by, one.subject[1] + by))
            for one in claim.evidence
        )
        return replace(claim, evidence=tuple(replace(one, object=None) for one in evidence))

    article = replace(extraction.article, text=text)
    return Extraction(article, extraction.entities, (), tuple(map(moved, extraction.claims)))


def test_a_rejected_claim_is_believed_no_more_and_stays_to_be_seen() -> None:
    graph = built()
    claim = the(graph, "marriedTo", start="1999")
    claims.reject(graph, claim, by="Mara", reason="that is her sister", on=TODAY)
    assert believed(graph, "marriedTo") == 2  # the second marriage, both ways
    claims.reject(graph, the(graph, "marriedTo", start="2010"))
    assert believed(graph, "marriedTo") == 0
    assert statuses(graph, claim) == {"rejected"}
    marks = {
        name: quad.object
        for name in ("reviewer", "reason", "decidedOn", "presentedAs")
        for quad in graph.store.quads_for_pattern(NamedNode(claim), ck(name), None, None)
    }
    assert marks == {
        "reviewer": Literal("Mara"),
        "reason": Literal("that is her sister"),
        "decidedOn": day_literal(TODAY),
        "presentedAs": ck("asserted"),
    }
    assert validate(graph.store).conforms


def test_taking_it_back_leaves_no_trace() -> None:
    graph = built()
    before = sorted_bytes(graph)
    claim = the(graph, "marriedTo", start="2010")
    made = claims.reject(graph, claim, on=TODAY)
    assert claims.undo(graph, claim) == (made,)
    assert sorted_bytes(graph) == before
    with pytest.raises(StoreError, match="nobody has reviewed"):
        claims.undo(graph, claim)


def test_a_confirmed_claim_is_believed_however_unsure_the_reader_was() -> None:
    graph = built()
    assert believed(graph, "siblingOf") == 0
    claims.accept(graph, the(graph, "siblingOf"), on=TODAY)
    assert believed(graph, "siblingOf") == 2
    assert statuses(graph, the(graph, "siblingOf")) == {"asserted"}


def test_a_confirmed_rumour_is_a_rumour() -> None:
    writer = Writer("2020/rumour", date(2020, 5, 1))
    writer.line("Is [Ilse Varga] married to [Tomas Reyl]?")
    writer.says("Ilse Varga", "marriedTo", "Tomas Reyl", status="possible")
    graph = built(writer.extraction())
    claims.accept(graph, the(graph, "marriedTo"))
    assert believed(graph, "marriedTo") == 0


def test_a_rejected_denial_denies_nothing() -> None:
    graph = built()
    assert believed(graph, "parentOf") == 0
    claims.reject(graph, the(graph, "parentOf", status="denied"))
    assert believed(graph, "parentOf") == 1


def test_the_last_word_on_a_claim_counts() -> None:
    graph = built()
    claim = the(graph, "marriedTo", start="2010")
    claims.reject(graph, claim, on=TODAY)
    claims.accept(graph, claim, on=TODAY)
    assert [one.right for one in graph.reviews()] == [True]
    assert statuses(graph, claim) == {"asserted"}


def later(claim: Claim) -> Claim:
    return replace(claim, start=PartialDate("2010-06", "June 2010")) if claim.start and claim.end is None else claim


def shorter(claim: Claim) -> Claim:
    return replace(claim, subject=replace(claim.subject, key="varga-1", label="Varga", aliases=("Ilse Varga",)))


def rumoured(claim: Claim) -> Claim:
    return replace(claim, status=type(claim.status)("possible"))


def less_sure(claim: Claim) -> Claim:
    return replace(claim, confidence=claim.confidence / 2)


@pytest.mark.parametrize(
    ("anew", "holds"),
    [
        (read_anew(lambda claim: claim), True),
        (read_anew(less_sure), True),
        (read_anew(later), True),  # another time of the same marriage
        (read_anew(shorter), True),  # another name first, another key
        (read_anew(lambda claim: claim, new="A correction was made on 3 May.\n"), True),
        (read_anew(rumoured), False),  # that says something else
    ],
    ids=["same", "less sure", "sharper date", "other key and name", "text moved", "other status"],
)
def test_a_rejection_holds_when_the_article_is_read_anew(anew: Extraction, holds: bool) -> None:
    graph = built()
    claims.reject(graph, the(graph, "marriedTo", start="2010"), on=TODAY)
    graph.replace([anew])
    found = {one.start: one.reviewed for one in graph.statements() if one.predicate == "marriedTo"}
    assert found.pop("1999") is None, "the other marriage of the same sentence"
    assert found.popitem()[1] is (False if holds else None)
    assert [one.on for one in claims.waiting(graph)] == ([] if holds else [TODAY])


def test_a_confirmation_does_not_vouch_for_other_dates() -> None:
    graph = built()
    claims.accept(graph, the(graph, "marriedTo", start="2010"))
    graph.replace([read_anew(later)])
    assert {one.reviewed for one in graph.statements()} == {None}
    assert len(claims.waiting(graph)) == 1


def test_it_outlives_the_article_and_the_merging_of_people() -> None:
    graph = built()
    claims.reject(graph, the(graph, "marriedTo", start="2010"))
    after = sorted_bytes(graph)
    graph.remove("2020/told")
    assert len(claims.waiting(graph)) == 1
    graph.replace([told()])
    assert sorted_bytes(graph) == after
    one, other = (graph.names.node("person", name).value for name in ("ilse-varga", "pola-varga"))
    decision = who.merge(graph, one, other)
    assert [said.start for said in graph.statements() if said.reviewed is False] == ["2010"]
    graph.decide(drop=[decision])
    assert sorted_bytes(graph) == after


def test_what_is_taken_over_adds_and_overrules_nothing() -> None:
    other, graph = built(), built()
    kept = claims.reject(graph, the(graph, "siblingOf"), by="Mara")
    claims.accept(other, the(other, "siblingOf"), by="Reyl")
    brought = claims.accept(other, the(other, "marriedTo", start="2010"), by="Reyl")
    assert claims.take_over(graph, other.reviews()) == (brought,)
    assert graph.reviews() == sorted([kept, brought])
    assert claims.take_over(graph, other.reviews()) == ()


def test_the_order_of_articles_and_reviews_makes_no_difference() -> None:
    graph = built(*small_world())
    claims.reject(graph, the(graph, "marriedTo", start="2004"), by="Mara", on=TODAY)
    first = kg.store.open()
    first.review(graph.reviews())
    first.replace(small_world())
    assert sorted_bytes(first) == sorted_bytes(graph)
    assert not graph.replace(small_world())


def test_the_public_view_tells_what_was_rejected_but_no_review_of_what_is_withheld() -> None:
    graph = built(*small_world())
    claims.reject(graph, the(graph, "marriedTo", start="2004"), by="Mara", on=TODAY)
    secret = next(one for one in graph.statements() if one.predicate == "hasCondition")
    claims.accept(graph, secret.id, by="Mara", reason="asthma it is")
    shown = select(graph, public=True)
    assert not [quad for quad in shown.quads if quad.graph_name == graph.names.reviews_graph]
    assert [quad for quad in shown.quads if quad.object == ck("rejected")]
    assert "asthma" not in str(shown.quads)


def test_what_is_no_claim_cannot_be_reviewed() -> None:
    graph = built()
    with pytest.raises(StoreError, match="no claim of this graph"):
        claims.reject(graph, "https://celebrity-kg.example/claim/0000")
