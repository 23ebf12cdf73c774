"""The clients that people use, against a real server."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import BASIC, CSV, GET, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from kg.rdf.terms import Names
from kg.sparql import Remote
from kg.vocab import ONTOLOGY
from tests.asking import MARISOL, on_disk
from tests.serving import TOKEN, Running, running

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ROWS = f'SELECT ?who WHERE {{ ?who <{LABEL}> "{MARISOL}" }}'
TRIPLES = f"CONSTRUCT {{ ?a <{ONTOLOGY}marriedTo> ?b }} WHERE {{ ?a <{ONTOLOGY}marriedTo> ?b }}"
WHO = Names().node("person", "marisol-vantresca").value


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(on_disk(tmp_path_factory.mktemp("clients") / "graph"), sensitive=True, token=TOKEN) as found:
        yield found


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_reads_rows(server: Running, method: str, form: str) -> None:
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setMethod(method)
    client.setReturnFormat(form)
    client.setQuery(ROWS)
    found: Any = client.query().convert()
    assert WHO in (found.toxml() if form == XML else str(found))


@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, JSONLD])
def test_sparqlwrapper_reads_triples(server: Running, form: str) -> None:
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setReturnFormat(form)
    client.setQuery(TRIPLES)
    found: Any = client.query().convert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    assert (rdflib.URIRef(WHO), rdflib.URIRef(ONTOLOGY + "marriedTo"), None) in graph


def test_sparqlwrapper_writes_with_a_password(server: Running) -> None:
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setMethod(POST)
    client.setHTTPAuth(BASIC)
    client.setCredentials("anybody", TOKEN)
    client.setQuery("INSERT DATA { <http://e/wrapper> <http://e/wrote> 1 }")
    client.query()
    assert server.ask("ASK { <http://e/wrapper> <http://e/wrote> 1 }").json()["boolean"]


def test_rdflib_reads_through_its_store(server: Running) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql"))
    assert [str(row[0]) for row in graph.query(ROWS)] == [WHO]  # type: ignore[index]
    assert rdflib.Literal(MARISOL) in set(graph.objects(rdflib.URIRef(WHO), rdflib.RDFS.label))
    assert len(list(graph.triples((None, rdflib.URIRef(ONTOLOGY + "marriedTo"), None)))) > 2


def test_rdflib_writes_through_its_store(server: Running) -> None:
    store = SPARQLUpdateStore(
        f"{server.url}/sparql", f"{server.url}/sparql", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    graph = rdflib.Graph(store, identifier=DATASET_DEFAULT_GRAPH_ID)
    triple = (rdflib.URIRef("http://e/rdflib"), rdflib.URIRef("http://e/wrote"), rdflib.Literal(1))
    graph.add(triple)
    store.commit()
    assert server.ask("ASK { <http://e/rdflib> <http://e/wrote> 1 }").json()["boolean"]


def test_our_own_client_reads(server: Running) -> None:
    found = Remote(f"{server.url}/sparql").query(ROWS, {})
    assert WHO in str(found)


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-G", "--data-urlencode", f"query={ROWS}"], '"results"'),
        (["--data-urlencode", f"query={ROWS}", "-H", "Accept: text/csv"], "who\r\n"),
        (["-H", "Content-Type: application/sparql-query", "--data-binary", ROWS, "--compressed"], WHO),
        (["-I", "-G", "--data-urlencode", f"query={ROWS}"], "application/sparql-results+json"),
    ],
)
def test_curl(server: Running, arguments: list[str], words: str) -> None:
    command = ["curl", "-s", *arguments, f"{server.url}/sparql"]
    assert words in subprocess.run(command, capture_output=True, check=True).stdout.decode()
