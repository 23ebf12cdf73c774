"""OpenRefine and the served graph: the Reconciliation Service at ``/reconcile``, beside everything else."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from kg.bounds import Limits
from tests.asking import on_disk
from tests.serving import Running, running

REFINE = {"Origin": "http://127.0.0.1:3333"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(on_disk(tmp_path_factory.mktemp("refine") / "graph"), limits=Limits(workers=1, body=20_000)) as found:
        yield found


@pytest.fixture(scope="module")
def client(server: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{server.url}/reconcile", headers=REFINE, timeout=60) as made:
        yield made


def test_the_manifest_leads_to_every_service(client: httpx.Client, server: Running) -> None:
    answer = client.get("")
    assert answer.headers["access-control-allow-origin"] == "*"
    manifest = answer.json()
    assert manifest["suggest"]["entity"]["service_url"] == f"{server.url}/reconcile"
    for service in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        address = service["service_url"] + service["service_path"]
        assert httpx.get(address, params={"prefix": "p"}, timeout=60).status_code == 200
    preview = httpx.get(manifest["preview"]["url"].replace("{{id}}", "person/marisol-vantresca"), timeout=60)
    assert "Marisol Vantresca" in preview.text
    assert preview.headers["content-type"] == "text/html; charset=utf-8"
    assert "frame-ancestors *" in preview.headers["content-security-policy"], "OpenRefine shows it in a frame"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_table_is_matched(client: httpx.Client, method: str) -> None:
    told = {"queries": json.dumps({"q0": {"query": "Marisol Vantresca", "type": "Person"}, "q1": {"query": "Qq Zz"}})}
    answer = client.get("", params=told) if method == "GET" else client.post("", data=told)
    found = answer.json()
    assert [found["q0"]["result"][0][name] for name in ("id", "match")] == ["person/marisol-vantresca", True]
    assert found["q1"]["result"] == []


def test_what_is_withheld_cannot_be_matched(client: httpx.Client) -> None:
    """Juniper is a child in all articles that have a date; the public copy knows nothing of her."""
    queries = {"q0": {"query": "Juniper Quillfeather"}}
    found = client.post("", data={"queries": json.dumps(queries)}).json()
    assert "Juniper" not in json.dumps(found)


def test_other_addresses_and_methods_are_refused(client: httpx.Client, server: Running) -> None:
    assert client.get("/nowhere").status_code == 404
    assert client.put("", content=b"x").status_code == 405
    assert client.post("", content=b"{}", headers={"Content-Type": "application/json"}).status_code == 415
    assert client.post("", data={"queries": "x" * 30_000}).status_code == 413
    assert client.post("", data={"queries": "{"}).status_code == 400
    assert client.request("OPTIONS", "").headers["access-control-allow-methods"]
    assert client.head("").content == b""


def test_a_host_that_is_none_is_not_repeated(server: Running) -> None:
    answer = httpx.get(f"{server.url}/reconcile", headers={"Host": 'x"onload=alert(1)'}, timeout=60)
    assert "onload" not in answer.text
    assert "127.0.0.1" in answer.json()["preview"]["url"]
