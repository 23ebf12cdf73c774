"""The review: the page asks what the rules leave open, and an answer sent with the token is kept as data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import lxml.html
import pytest

import kg.store
from kg.identity import Comparison, Maker, Verdict
from kg.pages import Options, page
from kg.pages.review import MOST, Decision, heed
from kg.rdf.derived import comparison_quads
from kg.rdf.links import Link, Strength
from kg.store import Graph, StoreError, who
from tests.graph_samples import small_world
from tests.serving import TOKEN, Running, running

TODAY = date(2026, 3, 4)
WRITABLE = Options(sensitive=True, writable=True)


def iri(graph: Graph, local: str) -> str:
    return graph.names.node("person", local).value


def prepared(folder: Path | None = None) -> Graph:
    """The small world with one candidate link, and one pair that the rules leave open."""
    graph = kg.store.open(folder)
    graph.replace(small_world())
    candidate = Link(iri(graph, "marisol-vantresca"), "Q7", Strength.CLOSE, 0.61, Maker.RULE, ("the name fits",))
    graph.link([candidate])
    pair = Comparison.of(
        iri(graph, "tamsin-okonjo"), iri(graph, "ines-calloway"), Verdict.UNSURE, Maker.RULE, "same job", 0.4
    )
    graph.store.extend(comparison_quads([pair], graph.names))
    if folder:
        graph.store.flush()
    return graph


def html(graph: Graph, **query: str) -> str:
    found = page(graph, "/review", query, WRITABLE)
    assert found is not None
    return found.html


def buttons(graph: Graph, **query: str) -> list[str]:
    tree = lxml.html.fromstring(html(graph, **query))
    return [str(value) for value in tree.xpath("//button[@name='decision']/@value")]


def text(graph: Graph, path: str) -> str:
    found = page(graph, path, {}, WRITABLE)
    assert found is not None
    return " ".join(lxml.html.fromstring(found.html).get_element_by_id("main").text_content().split())


def test_the_page_is_there_only_where_somebody_may_write() -> None:
    graph = prepared()
    assert page(graph, "/review", {}, Options(sensitive=True)) is None
    told = " ".join(lxml.html.fromstring(html(graph, of="link")).get_element_by_id("main").text_content().split())
    assert "1 open question" in told
    assert "Marisol Vantresca" in told
    assert "61% likely: the name fits" in told
    assert "Tamsin Okonjo" in html(graph, of="pair")


@pytest.mark.parametrize(("answer", "strength"), [("accept", Strength.SAME), ("reject", Strength.NOT)])
def test_an_answer_about_a_link_is_kept_and_can_be_taken_back(answer: str, strength: Strength) -> None:
    graph = prepared()
    [value] = [one for one in buttons(graph, of="link") if one.startswith(f"link {answer} ")]
    heed(graph, Decision.read(value), TODAY)
    [link] = graph.links()
    assert (link.strength, link.by, link.on) == (strength, Maker.PERSON, TODAY)
    assert "0 open questions" in html(graph, of="link")
    [undo] = [one for one in buttons(graph, of="link") if " undo " in one]
    heed(graph, Decision.read(undo), TODAY)
    assert graph.links() == []


@pytest.mark.parametrize(("answer", "verdict"), [("accept", Verdict.POSITIVE), ("reject", Verdict.NEGATIVE)])
def test_an_answer_about_two_people_is_kept_and_can_be_taken_back(answer: str, verdict: Verdict) -> None:
    graph = prepared()
    [value] = [one for one in buttons(graph, of="pair") if one.startswith(f"pair {answer} ")]
    heed(graph, Decision.read(value), TODAY)
    [said] = who.decisions(graph)
    assert (said.verdict, said.by, said.on) == (verdict, Maker.PERSON, TODAY)
    [undo] = [one for one in buttons(graph, of="pair") if one.startswith("pair undo")]
    heed(graph, Decision.read(undo), TODAY)
    assert who.decisions(graph) == []


def test_claims_are_asked_the_least_sure_first() -> None:
    graph = prepared()
    asked = [one.split()[2] for one in buttons(graph, of="claim") if " accept " in one]
    sure = {one.id: one.confidence for one in graph.statements()}
    assert [sure[claim] for claim in asked] == sorted(sure.values())[: len(asked)]
    assert len(asked) == min(MOST, len(sure))


def test_a_rejected_claim_leaves_the_facts_and_stays_to_be_seen_with_who_and_when() -> None:
    graph = prepared()
    [married] = [one for one in graph.statements() if one.predicate == "marriedTo" and one.start == "2004"]
    decision = Decision.read(f"claim reject {married.id} {married.article}", "  Mara\n Reyl", "that is a film")
    heed(graph, decision, TODAY)
    told = text(graph, "/person/marisol-vantresca")
    family, _, rejected = told.partition("Rejected on review")
    assert "married to Cassius Holloway2004 to 2010" not in family
    assert (
        "rejected married to Cassius Holloway2004 to 2010rejected by Mara Reyl, 4 March 2026: that is a film"
        in rejected
    )
    assert "cassius-holloway" not in str(page(graph, "/around/marisol-vantresca", {"relation": "marriedTo"}, WRITABLE))
    assert "Rejected on review" in text(graph, "/couple/cassius-holloway/marisol-vantresca")
    article = text(graph, f"/article/{married.article.rpartition('/')[2]}")
    assert "rejected by Mara Reyl" in article
    [undo] = [one for one in buttons(graph, of="claim") if one.startswith("claim undo")]
    heed(graph, Decision.read(undo), TODAY)
    assert "Rejected on review" not in text(graph, "/person/marisol-vantresca")
    assert graph.reviews() == []


def test_a_confirmed_claim_is_marked_so() -> None:
    graph = prepared()
    [married] = [one for one in graph.statements() if one.predicate == "marriedTo" and one.start == "2004"]
    heed(graph, Decision("claim", married.id, married.article, "accept", "Mara"), TODAY)
    assert "married to Cassius Holloway2004 to 2010confirmed" in text(graph, "/person/marisol-vantresca")
    assert "confirmed by Mara, 4 March 2026" in html(graph, of="claim")


def test_only_what_is_said_of_somebody_or_in_an_article() -> None:
    graph = prepared()
    about = {one.split()[2] for one in buttons(graph, about="person/odalys-vantresca")}
    person = iri(graph, "odalys-vantresca")
    assert about == {one.id for one in graph.statements() if person in (one.subject, one.object)}
    article = next(iter(graph.statements())).article
    inside = {one.split()[2] for one in buttons(graph, about=f"article/{article.rpartition('/')[2]}")}
    assert inside == {one.id for one in graph.statements() if one.article == article}
    assert "open question" in html(graph, about="person/<nobody>")


def test_a_review_of_what_is_read_no_more_waits_and_can_be_taken_back() -> None:
    graph = prepared()
    [married] = [one for one in graph.statements() if one.predicate == "marriedTo" and one.start == "2004"]
    heed(graph, Decision("claim", married.id, married.article, "reject"), TODAY)
    graph.remove(
        [one.article.id for one in small_world() if graph.names.article(one.article.id).value == married.article]
    )
    assert "not read any more" in html(graph, of="claim")
    [undo] = [one for one in buttons(graph, of="claim") if one.startswith("waiting")]
    heed(graph, Decision.read(undo), TODAY)
    assert graph.reviews() == []


@pytest.mark.parametrize(
    "words", ["", "link accept", "claim accept a", "claim delete x:a x:b", "link delete x:a Q1", "link accept a<b Q1"]
)
def test_what_is_no_decision_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"no decision|No scheme|IRI"):
        Decision.read(words)


def test_a_decision_that_cannot_be_says_why() -> None:
    graph = prepared()
    with pytest.raises(ValueError, match="300 characters"):
        Decision.read("claim reject x:a x:b", reason="no " * 200)
    with pytest.raises(StoreError, match="no claim"):
        heed(graph, Decision("claim", iri(graph, "wren"), "x:a", "reject"), TODAY)
    with pytest.raises((StoreError, ValueError), match="no link"):
        heed(graph, Decision("link", iri(graph, "wren"), "Q1", "undo"), TODAY)
    with pytest.raises(StoreError, match="no entity"):
        heed(graph, Decision("pair", iri(graph, "nobody"), iri(graph, "marisol-vantresca"), "accept"), TODAY)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("review") / "graph"
    with prepared(folder):
        pass
    with running(folder, sensitive=True, token=TOKEN) as found:
        yield found


def test_the_server_takes_answers_from_who_has_the_token(server: Running) -> None:
    shown = httpx.get(f"{server.url}/review.html", params={"of": "link"}).text
    [value] = [
        str(one) for one in lxml.html.fromstring(shown).xpath("//button/@value") if str(one).startswith("link a")
    ]
    for token in ("", "wrong"):
        refused = httpx.post(f"{server.url}/review", data={"token": token, "decision": value})
        assert refused.status_code == 401
    wrong = httpx.post(f"{server.url}/review", data={"token": TOKEN, "decision": "link accept"})
    assert wrong.status_code == 400
    assert httpx.post(f"{server.url}/review", json={"token": TOKEN, "decision": value}).status_code == 415
    sent = {"token": TOKEN, "decision": value, "back": "?of=link&about=a%0d%0aSet-Cookie:x"}
    done = httpx.post(f"{server.url}/review", data=sent, timeout=60)
    assert (done.status_code, done.headers["location"]) == (303, "review.html?of=link&about=a%0D%0ASet-Cookie%3Ax")
    then = httpx.get(f"{server.url}/review.html?of=link").text
    assert "Answered" in then
    assert "Q7" in httpx.get(f"{server.url}/person/marisol-vantresca.html").text


def test_a_claim_that_is_rejected_is_no_triple_of_the_endpoint_any_more(server: Running) -> None:
    ask = "ASK { ?a ck:marriedTo ?b FILTER(STRENDS(STR(?a), 'tamsin-okonjo')) }"
    assert server.ask(ask, Accept="application/json").json()["boolean"] is True
    page_of = httpx.get(f"{server.url}/review.html", params={"about": "person/tamsin-okonjo"}).text
    tree = lxml.html.fromstring(page_of)
    [value] = tree.xpath("//li[contains(., 'married to')]//button[starts-with(@value, 'claim reject')]/@value")
    sent = {"token": TOKEN, "decision": value, "by": "Mara", "reason": "<b>no</b>"}
    assert httpx.post(f"{server.url}/review", data=sent, timeout=60).status_code == 303
    assert server.ask(ask, Accept="application/json").json()["boolean"] is False
    told = httpx.get(f"{server.url}/person/tamsin-okonjo.html").text
    assert "Rejected on review" in told
    assert "&lt;b&gt;no&lt;/b&gt;" in told
    evidence = httpx.get(f"{server.url}/query/evidence.csv", params={"subject": "Cassius Holloway"}).text
    assert "rejected" in evidence
