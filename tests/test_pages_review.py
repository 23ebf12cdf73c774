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
from kg.pages.review import Decision, heed
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


def html(graph: Graph) -> str:
    found = page(graph, "/review", {}, WRITABLE)
    assert found is not None
    return found.html


def buttons(graph: Graph) -> list[str]:
    return [str(value) for value in lxml.html.fromstring(html(graph)).xpath("//button[@name='decision']/@value")]


def test_the_page_is_there_only_where_somebody_may_write() -> None:
    graph = prepared()
    assert page(graph, "/review", {}, Options(sensitive=True)) is None
    told = " ".join(lxml.html.fromstring(html(graph)).get_element_by_id("main").text_content().split())
    assert "2 open questions" in told
    assert "Marisol Vantresca" in told
    assert "61% likely: the name fits" in told


@pytest.mark.parametrize(("answer", "strength"), [("accept", Strength.SAME), ("reject", Strength.NOT)])
def test_an_answer_about_a_link_is_kept_and_can_be_taken_back(answer: str, strength: Strength) -> None:
    graph = prepared()
    [value] = [one for one in buttons(graph) if one.startswith(f"link {answer} ")]
    heed(graph, Decision.read(value), TODAY)
    [link] = graph.links()
    assert (link.strength, link.by, link.on) == (strength, Maker.PERSON, TODAY)
    assert "1 open question" in html(graph)
    [undo] = [one for one in buttons(graph) if " undo " in one]
    heed(graph, Decision.read(undo), TODAY)
    assert graph.links() == []


@pytest.mark.parametrize(("answer", "verdict"), [("accept", Verdict.POSITIVE), ("reject", Verdict.NEGATIVE)])
def test_an_answer_about_two_people_is_kept_and_can_be_taken_back(answer: str, verdict: Verdict) -> None:
    graph = prepared()
    [value] = [one for one in buttons(graph) if one.startswith(f"pair {answer} ")]
    heed(graph, Decision.read(value), TODAY)
    [said] = who.decisions(graph)
    assert (said.verdict, said.by, said.on) == (verdict, Maker.PERSON, TODAY)
    [undo] = [one for one in buttons(graph) if one.startswith("pair undo")]
    heed(graph, Decision.read(undo), TODAY)
    assert who.decisions(graph) == []


@pytest.mark.parametrize("words", ["", "link accept", "claim accept a b", "link delete x:a Q1", "link accept a<b Q1"])
def test_what_is_no_decision_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"no decision|No scheme|IRI"):
        Decision.read(words)


def test_a_decision_that_cannot_be_says_why() -> None:
    graph = prepared()
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
    shown = httpx.get(f"{server.url}/review.html").text
    [value] = [
        str(one) for one in lxml.html.fromstring(shown).xpath("//button/@value") if str(one).startswith("link a")
    ]
    for token in ("", "wrong"):
        refused = httpx.post(f"{server.url}/review", data={"token": token, "decision": value})
        assert refused.status_code == 401
    wrong = httpx.post(f"{server.url}/review", data={"token": TOKEN, "decision": "link accept"})
    assert wrong.status_code == 400
    assert httpx.post(f"{server.url}/review", json={"token": TOKEN, "decision": value}).status_code == 415
    done = httpx.post(f"{server.url}/review", data={"token": TOKEN, "decision": value}, timeout=60)
    assert (done.status_code, done.headers["location"]) == (303, "review.html")
    then = httpx.get(f"{server.url}/review.html").text
    assert "Answered" in then
    assert "Q7" in httpx.get(f"{server.url}/person/marisol-vantresca.html").text
