"""Every IRI of the graph leads somewhere on the server, in the form that the client likes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.rdf.terms import KINDS, Names
from tests.asking import graph, on_disk
from tests.serving import Running, running

FORMS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
PERSON = "/person/marisol-vantresca"
HTML = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(on_disk(tmp_path_factory.mktemp("linked") / "graph"), sensitive=True) as found:
        yield found


@cache
def nodes() -> dict[str, list[str]]:
    """The first nodes of each kind in the small world."""
    names, found = graph().names, defaultdict[str, set[str]](set)
    for quad in graph().store:
        for node in (quad.subject, quad.object, quad.graph_name):
            if isinstance(node, NamedNode):
                found[names.kind_of(node)].add(node.value)
    return {kind: sorted(iris)[:2] for kind, iris in found.items() if kind}


@pytest.mark.parametrize("kind", KINDS)
def test_a_node_of_each_kind_leads_to_its_data_and_to_a_page(server: Running, kind: str) -> None:
    if kind not in nodes():
        pytest.skip("the small world has none")
    for iri in nodes()[kind]:
        path = "/" + iri.removeprefix(Names().base)
        found = httpx.get(server.url + path, headers={"Accept": "text/turtle"}, timeout=60)
        assert (found.status_code, found.headers["location"]) == (303, f"{path}.ttl"), path
        data = httpx.get(server.url + found.headers["location"], timeout=60)
        told = {str(node) for quad in parse(data.content, format=RdfFormat.TURTLE) for node in quad.triple}
        assert told if kind == "graph" else f"<{iri}>" in told
        page = httpx.get(server.url + path, headers=HTML, follow_redirects=True, timeout=60)
        assert page.status_code == 200, path


@pytest.mark.parametrize(("ending", "media"), FORMS.items())
def test_each_form_says_the_same(server: Running, ending: str, media: str) -> None:
    found = httpx.get(server.url + PERSON, headers={"Accept": media})
    assert found.headers["location"] == f"{PERSON}.{ending}"
    assert found.headers["vary"] == "Accept"
    data = httpx.get(f"{server.url}{PERSON}.{ending}")
    assert data.headers["content-type"].split(";")[0] == media
    triples = {quad.triple for quad in parse(data.content, format=RdfFormat.from_media_type(media))}
    turtle = {quad.triple for quad in parse(httpx.get(f"{server.url}{PERSON}.ttl").content, format=RdfFormat.TURTLE)}
    assert triples == turtle
    assert data.content == httpx.get(f"{server.url}{PERSON}.{ending}").content, "the same bytes again"


def test_a_browser_gets_the_page_with_its_alternatives(server: Running) -> None:
    found = httpx.get(server.url + PERSON, headers=HTML)
    assert (found.status_code, found.headers["location"]) == (303, f"{PERSON}.html")
    page = httpx.get(server.url + found.headers["location"])
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<{PERSON}.ttl>; rel="alternate"; type="text/turtle"' in page.headers["link"]
    assert 'rel="alternate"' in page.text
    again = httpx.get(server.url + found.headers["location"], headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_claim_leads_a_browser_to_its_words_and_a_program_to_its_triples(server: Running) -> None:
    query = "SELECT ?claim ?piece { GRAPH ?article { ?claim ck:evidence ?piece } } ORDER BY ?claim LIMIT 3"
    for row in server.ask(query).json()["results"]["bindings"]:
        for node in (row["claim"]["value"], row["piece"]["value"]):
            path = "/" + node.split("/", 3)[3]
            page = httpx.get(server.url + path, headers=HTML, follow_redirects=True)
            assert page.url.path.startswith("/article/")
            assert f'id="{page.url.fragment}"' in page.text
            data = httpx.get(server.url + path, headers={"Accept": "text/turtle"}, follow_redirects=True)
            assert data.headers["content-type"].startswith("text/turtle")


def test_what_is_not_there_is_not_found_in_kind(server: Running) -> None:
    broken = ("/person/no%0D%0Abody", "/no%0Awhere", "/nowhere%0A/", "/static/no%0Athing")
    for path in ("/person/nobody", "/nowhere", "/claim/00", "/person/nobody.html", *broken):
        page = httpx.get(server.url + path, headers=HTML)
        assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8"), path
        words = httpx.get(server.url + path, headers={"Accept": "text/turtle"})
        assert (words.status_code, words.headers["content-type"]) == (404, "text/plain; charset=utf-8"), path
    assert httpx.get(f"{server.url}/person/nobody.ttl").status_code == 404
    assert httpx.get(server.url + PERSON, headers={"Accept": "image/png"}).status_code == 406
    assert httpx.post(server.url + PERSON).status_code == 405


def test_the_ontology_is_there(server: Running) -> None:
    found = httpx.get(f"{server.url}/ontology", follow_redirects=True)
    assert "marriedTo" in found.text
    assert httpx.get(f"{server.url}/ontology", headers=HTML, follow_redirects=True).status_code == 200


def test_what_pages_load_may_be_kept(server: Running) -> None:
    found = httpx.get(f"{server.url}/static/pages.css")
    assert found.headers["content-type"].startswith("text/css")
    assert "max-age" in found.headers["cache-control"]
    assert (
        httpx.get(f"{server.url}/static/pages.css", headers={"If-None-Match": found.headers["etag"]}).status_code == 304
    )
    assert httpx.get(f"{server.url}/static/nothing.css").status_code == 404


def test_health_and_minors_are_withheld_unless_the_operator_wants_them(
    server: Running, tmp_path_factory: pytest.TempPathFactory
) -> None:
    queries = (
        "ASK { GRAPH ?a { ?c ck:predicate ck:hasCondition } }",
        "ASK { GRAPH ?a { ?c ck:sensitivity ck:Minor } }",
        "ASK { GRAPH ?a { ?c ck:sensitive true } FILTER(!STRENDS(STR(?a), 'ontology')) }",
    )
    assert [server.ask(query).json()["boolean"] for query in queries[:2]] == [True, True]
    with running(on_disk(tmp_path_factory.mktemp("public") / "graph")) as public:
        assert [public.ask(query).json()["boolean"] for query in queries] == [False, False, False]
        assert public.ask("ASK { ?a ck:marriedTo ?b }").json()["boolean"]


@pytest.mark.parametrize("path", ["/suggest?q=mari", "/search?q=mari", f"{PERSON}.html"])
def test_who_has_a_page_already_is_told_so(server: Running, path: str) -> None:
    found = httpx.get(server.url + path, timeout=60)
    again = httpx.get(server.url + path, headers={"If-None-Match": found.headers["etag"]}, timeout=60)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"]
