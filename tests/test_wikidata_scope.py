from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.wikidata import Item, Relation, index_of, open_index, parse_item
from kg.wikidata.polite import Manners, NetworkError, Polite
from kg.wikidata.scope import QueryService
from kg.wikidata.service import OfflineError, Settings
from tests.wikidata_samples import WORLD, Answer, Entity, FakeTime, Service, running

WD = "http://www.wikidata.org/"
WIKIBASE = "http://wikiba.se/ontology#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PEOPLE = "SELECT ?item { ?item <http://www.wikidata.org/prop/direct/P31> <http://www.wikidata.org/entity/Q5> }"


def rdf_of(world: tuple[Entity, ...]) -> Store:
    """The same items in the RDF form of Wikidata."""
    store = Store()

    def add(subject: NamedNode, predicate: str, value: NamedNode | Literal | ox.BlankNode) -> None:
        store.add(Quad(subject, NamedNode(predicate), value))

    for entity in world:
        item = NamedNode(f"{WD}entity/{entity['id']}")
        for language, label in entity["labels"].items():
            add(item, "http://www.w3.org/2000/01/rdf-schema#label", Literal(label["value"], language=language))
        for alias in entity["aliases"].get("en", ()):
            add(item, "http://www.w3.org/2004/02/skos/core#altLabel", Literal(alias["value"], language="en"))
        for language, words in entity["descriptions"].items():
            add(item, "http://schema.org/description", Literal(words["value"], language=language))
        add(item, f"{WIKIBASE}sitelinks", Literal(len(entity["sitelinks"])))
        for property_, statements in entity["claims"].items():
            for number, statement in enumerate(statements):
                node = NamedNode(f"{WD}entity/statement/{entity['id']}-{property_}-{number:02}")
                add(item, f"{WD}prop/{property_}", node)
                add(node, f"{WIKIBASE}rank", NamedNode(f"{WIKIBASE}{statement['rank'].title()}Rank"))
                value = statement["mainsnak"].get("datavalue", {}).get("value")
                for term in simple(value, property_, number):
                    add(node, f"{WD}prop/statement/{property_}", term)
                    if statement["rank"] != "deprecated":
                        add(item, f"{WD}prop/direct/{property_}", term)
                full(add, node, f"{WD}prop/statement/value/{property_}", value)
                for qualifier, snaks in statement.get("qualifiers", {}).items():
                    full(add, node, f"{WD}prop/qualifier/value/{qualifier}", snaks[0]["datavalue"]["value"])
    return store


def simple(value: Any, property_: str, number: int) -> Iterator[NamedNode | Literal | ox.BlankNode]:
    if value is None:
        yield ox.BlankNode(f"unknown{property_}{number}")
    elif "id" in value:
        yield NamedNode(f"{WD}entity/{value['id']}")
    elif "text" in value:
        yield Literal(value["text"], language="en")
    elif "-00" not in value["time"]:
        yield Literal(value["time"].lstrip("+"), datatype=NamedNode(f"{XSD}dateTime"))
    else:  # the RDF has no month and day 0
        yield Literal(value["time"].lstrip("+").replace("-00", "-01"), datatype=NamedNode(f"{XSD}dateTime"))


def full(add: Any, node: NamedNode, predicate: str, value: Any) -> None:
    if value and "time" in value:
        at = NamedNode(f"{WD}value/{abs(hash((value['time'], value['precision'])))}")
        add(node, predicate, at)
        add(at, f"{WIKIBASE}timeValue", next(simple(value, "", 0)))
        add(at, f"{WIKIBASE}timePrecision", Literal(value["precision"]))


@pytest.fixture(scope="module")
def store() -> Store:
    return rdf_of(WORLD)


@pytest.fixture
def service(store: Store) -> Iterator[Service]:
    def answer(parameters: dict[str, str]) -> Answer:
        try:
            found = store.query(parameters["query"])
        except SyntaxError as error:
            return 400, {"Content-Type": "text/plain"}, str(error).encode()
        assert isinstance(found, ox.QuerySolutions)
        body = found.serialize(format=ox.QueryResultsFormat.JSON)
        return 200, {"Content-Type": "application/sparql-results+json"}, body or b""

    with running(Service(answer)) as service:
        yield service


@pytest.fixture
def fake() -> FakeTime:
    return FakeTime()


def made(service: Service, fake: FakeTime, folder: Path, **changed: Any) -> QueryService:
    settings = Settings(**{"contact": "ada@example.org", "sparql": service.url, "cache": folder, **changed})
    polite = Polite(folder, Manners(tries=3), clock=fake.clock, sleep=fake.sleep, chance=lambda: 0.5)
    return QueryService(settings, clock=fake.clock, polite=polite)


def got(query: str, service: Service, fake: FakeTime, folder: Path, **changed: Any) -> dict[str, Item]:
    asker = made(service, fake, folder, **changed)
    try:
        return {item.qid: item for item in asker.items(query)}
    finally:
        asker.close()


def in_order(item: Item) -> Item:
    return replace(item, aliases=tuple(sorted(item.aliases)))


def test_items_by_query_are_those_of_the_dump(service: Service, fake: FakeTime, tmp_path: Path) -> None:
    """A real SPARQL server with data in Wikidata's form gives what the JSON gives, but for the order of aliases."""
    found = {qid: in_order(item) for qid, item in got(PEOPLE, service, fake, tmp_path).items()}
    expected = {item.qid: in_order(item) for entity in WORLD if (item := parse_item(entity)) and item.is_human}
    assert found == expected
    assert found["Q1001"].relations == (Relation("P26", "Q1002", "2014-05", "2021"),)
    assert found["Q1002"].died == "1975-01-01/.."


def test_queries_go_through_sparqlwrapper_and_say_who_asks(service: Service, fake: FakeTime, tmp_path: Path) -> None:
    got(PEOPLE, service, fake, tmp_path)
    assert {asked.method for asked in service.asked} == {"POST"}
    assert all("ada@example.org" in asked.agent for asked in service.asked)
    assert len(service.asked) == 3
    assert fake.slept == [pytest.approx(0.5, abs=0.01)] * 2


def test_an_index_of_a_small_scope(service: Service, fake: FakeTime, tmp_path: Path) -> None:
    items = got(PEOPLE, service, fake, tmp_path / "cache")
    index_of(items.values(), tmp_path / "index", date="2026-05-28", source=service.url)
    with open_index(tmp_path / "index") as index:
        assert [hit.qid for hit in index.named("Mari Fenwick")] == ["Q1001"]


def test_answers_are_kept_and_do_offline(service: Service, fake: FakeTime, tmp_path: Path) -> None:
    first = got(PEOPLE, service, fake, tmp_path)
    before = len(service.asked)
    assert got(PEOPLE, service, fake, tmp_path) == first
    assert got(PEOPLE, service, fake, tmp_path, offline=True, contact="") == first
    assert len(service.asked) == before
    with pytest.raises(OfflineError, match="without --offline"):
        got(f"{PEOPLE} LIMIT 1", service, fake, tmp_path, offline=True, contact="")


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    """The time of the query is up in the middle of the result; the status has gone out long ago."""
    body = b'{"head": {"vars": ["item"]}, "results": {"bindings": [{"item": {"type": "uri", "val'
    handler.send_response(200)
    handler.send_header("Content-Type", "application/sparql-results+json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


TROUBLES: dict[str, Any] = {
    "429": (429, {"Retry-After": "9", "Content-Type": "text/plain"}, b"Too Many Requests"),
    "500": (500, {"Content-Type": "text/plain"}, b"java.util.concurrent.TimeoutException"),
    "503": (503, {"Content-Type": "text/plain"}, b"busy"),
    "cut off": cut_off,
    "an error page": (200, {"Content-Type": "text/html"}, b"<html>later</html>"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_troubles_of_a_query_service(trouble: str, service: Service, fake: FakeTime, tmp_path: Path) -> None:
    service.troubles = [TROUBLES[trouble]] * 2
    assert len(got(PEOPLE, service, fake, tmp_path)) == 6
    if trouble == "429":
        assert fake.slept[:2] == [pytest.approx(9, abs=0.01)] * 2
    service.troubles = [TROUBLES[trouble]] * 9
    before = len(service.asked)
    with pytest.raises(NetworkError, match="3 tries"):
        got(f"{PEOPLE} LIMIT 2", service, fake, tmp_path)
    assert len(service.asked) == before + 3


@pytest.mark.parametrize(("query", "message"), [("SELECT nothing", "refuses"), ("INSERT DATA { }", "refuses")])
def test_a_query_that_is_none_is_asked_once(
    query: str, message: str, service: Service, fake: FakeTime, tmp_path: Path
) -> None:
    service.troubles = [(400, {"Content-Type": "text/plain"}, b"MalformedQueryException")]
    with pytest.raises(NetworkError, match=message):
        got(query, service, fake, tmp_path)
    assert len(service.asked) <= 1


def test_a_query_that_selects_no_items_says_so(service: Service, fake: FakeTime, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="0 items"):
        got('SELECT ("x" AS ?item) {}', service, fake, tmp_path)
