from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg.cli.app import app
from kg.wikidata import open_index
from kg.wikidata.polite import Manners
from tests.wikidata_samples import WORLD, Service, dump_of, running, wikibase

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("KG_WIKIDATA_CONTACT", "KG_WIKIDATA_API", "KG_WIKIDATA_CACHE", "KG_WIKIDATA_INDEX"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with running(Service(wikibase)) as service:
        monkeypatch.setenv("KG_WIKIDATA_API", service.url)
        monkeypatch.setenv("KG_WIKIDATA_CONTACT", "ada@example.org")
        yield service


def kg_(*args: str) -> Result:
    return CliRunner().invoke(app, ["wikidata", *args], prog_name="kg")


@pytest.mark.parametrize("command", ["fetch", "search", "build-index"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    found = kg_(command, "--help")
    assert found.exit_code == 0
    assert f"Example: kg wikidata {command}" in " ".join(found.stdout.split())


def test_fetch_prints_an_item_a_line(service: Service) -> None:
    found = kg_("fetch", "Q1002", "Q1001")
    assert found.exit_code == 0
    assert [json.loads(line)["label"] for line in found.stdout.splitlines()] == ["Cassius Holloway", "Marisol Fenwick"]
    assert Path("build/wikidata/answers.sqlite").is_file()


def test_fetch_of_some_missing_and_of_all_missing(service: Service) -> None:
    some = kg_("fetch", "Q1001", "Q77")
    assert some.exit_code == 4
    assert "Q77: Wikidata has no such item" in some.stderr
    assert kg_("fetch", "Q77").exit_code == 1


def test_fetch_of_what_is_no_number() -> None:
    found = kg_("fetch", "Kim")
    assert found.exit_code == 2
    assert "'Kim' is no item" in found.stderr


def test_without_a_contact_the_command_says_how_to_name_one(service: Service) -> None:
    found = kg_("fetch", "Q1001", "--contact", "")
    assert found.exit_code == 2
    assert "KG_WIKIDATA_CONTACT" in found.stderr
    assert not service.asked


def test_network_trouble_has_its_own_exit_code(service: Service) -> None:
    service.troubles = [(403, {}, b"no"), (404, {}, b"nothing here")]
    for _ in range(2):
        found = kg_("fetch", "Q1001")
        assert found.exit_code == 3
        assert "refused the request" in found.stderr
    assert kg_("search", "Marisol", "--offline").exit_code == 3


def test_search_in_wikidata_itself(service: Service) -> None:
    found = kg_("search", "Marisol Fenwick", "-f", "jsonl")
    assert found.exit_code == 0
    first = json.loads(found.stdout.splitlines()[0])
    assert first == {
        "qid": "Q1001",
        "label": "Marisol Fenwick",
        "description": "actor in films",
        "born": "1980-10-21",
        "match": "exact",
        "name": "Marisol Fenwick",
    }
    assert kg_("search", "Nobody Whatever").exit_code == 1


def test_search_in_the_starter_index_needs_no_network() -> None:
    found = kg_("search", "Kim Kardashian", "--starter")
    assert found.exit_code == 0
    assert found.stdout.splitlines()[1].startswith("Q186304\tKim Kardashian\t")


def test_build_an_index_and_search_it() -> None:
    Path("world-20260105.json.gz").write_bytes(gzip.compress(dump_of(WORLD)))
    made = kg_(
        "build-index", "world-20260105.json.gz", "-o", "out/world.sqlite", "--min-sitelinks", "9", "--also", "works"
    )
    assert made.exit_code == 0, made.stderr
    assert "5 items of 2026-01-05 in out/world.sqlite" in made.stderr
    found = kg_("search", "Mari Fenwick", "--index", "out/world.sqlite")
    assert "Q1001" in found.stdout
    assert kg_("search", "Mari Fenwick", "--index", "nothing.sqlite").exit_code == 2


def test_build_an_index_from_standard_input() -> None:
    program = [
        sys.executable,
        "-c",
        "from kg.cli import main; main()",
        "wikidata",
        "build-index",
        "-",
        "-o",
        "piped.sqlite",
    ]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    run = subprocess.run(
        program, input=gzip.compress(dump_of(WORLD)), capture_output=True, env=environment, check=False
    )
    assert run.returncode == 0, run.stderr
    with open_index(Path("piped.sqlite")) as index:
        assert len(index) == 6


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "give a dump"),
        (["dump.json", "--from-sparql", "SELECT ?item {}"], "give a dump"),
        (["dump.json", "--also", "bands"], "no kind of item"),
        (["dump.json", "--humans-with", "actors"], "no condition on people"),
        (["dump.json"], "dump.json"),
    ],
)
def test_wrong_usage_of_build_index(args: list[str], message: str) -> None:
    found = kg_("build-index", *args)
    assert found.exit_code == 2
    assert message in found.stderr


def test_the_real_services_see_less_than_their_limit() -> None:
    """200 requests a minute is what they take from who says who they are."""
    assert 60 / Manners().pause <= 200
