"""``kg identity``: listing, merging, splitting and undoing from the command line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import kg.store
from kg.cli.app import app
from kg.rdf.terms import Names
from tests.graph_samples import Writer

PERSON = "https://celebrity-kg.example/person/"


def kg_(store: Path, *args: str) -> Result:
    return CliRunner().invoke(app, ["identity", *args, "--store", str(store)], prog_name="kg")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Two articles on one Ada Roe, and one on a judge called so, whom the rules keep apart."""
    made = []
    for number, (name, work) in enumerate([("Ada Roe", "singer"), ("Ada Roe", "singer"), ("Ada Roe", "judge")]):
        w = Writer(f"t/{number}", date(2020, 1, 1))
        w.line(f"[{name}], {work}.").says(name, "occupation", work)
        made.append(w.extraction())
    with kg.store.open(tmp_path / "graph") as graph:
        graph.replace(made)
    return tmp_path / "graph"


def people(store: Path) -> set[str]:
    with kg.store.open(store, read_only=True) as graph:
        return {one.subject.removeprefix(PERSON) for one in graph.statements()}


def test_what_the_rules_leave_open_is_listed_and_can_be_merged_and_undone(store: Path) -> None:
    before = people(store)
    assert len(before) == 2
    listed = kg_(store, "list", "--unsure", "-f", "tsv")
    assert "unsure" in listed.stdout
    assert "same other_field" in listed.stdout
    one, other = (PERSON + name for name in sorted(before))
    merged = kg_(store, "merge", one, other, "--because", "she sang at law school")
    assert merged.exit_code == 0
    assert people(store) == {"ada-roe"}
    assert "she sang at law school" in kg_(store, "list", "-f", "tsv").stdout
    assert kg_(store, "list", "--unsure", "-q").exit_code == 1
    (decision,) = re.findall(r"undo (\w+)", merged.stderr)
    assert kg_(store, "undo", decision).exit_code == 0
    assert people(store) == before


@pytest.mark.parametrize("article", ["t/1", Names().article("t/1").value])
def test_an_article_is_split_off_and_the_names_are_listed_with_their_reasons(store: Path, article: str) -> None:
    singer = next(iri for iri in (f"{PERSON}ada-roe",) if iri.removeprefix(PERSON) in people(store))
    listed = kg_(store, "list", singer, "-f", "tsv").stdout
    assert "same occupation" in listed
    assert Names().article("t/1").value in listed, "what is listed can be given"
    assert kg_(store, "split", singer, "--article", article).exit_code == 0
    assert len(people(store)) == 3


def test_a_split_of_two_stays_whatever_comes(store: Path) -> None:
    one, other = (PERSON + name for name in sorted(people(store)))
    assert kg_(store, "split", one, other, "-q").exit_code == 0
    assert "negative" in kg_(store, "list", "-f", "tsv").stdout
    refused = kg_(store, "merge", one, one)
    assert refused.exit_code == 2
    assert "one entity already" in refused.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("split", f"{PERSON}ada-roe"), "give either another person, or --article"),
        (("undo", "0000"), "no person has made a decision"),
        (("merge", "Ada Roe", "Bo Finch"), "2 are called"),
        (("merge", "Nobody Atall", "Bo Finch"), "nobody"),
    ],
)
def test_mistakes_are_told_with_what_to_try(store: Path, args: tuple[str, ...], words: str) -> None:
    found = kg_(store, *args)
    assert found.exit_code in (1, 2)
    assert words in found.stderr
    assert "Traceback" not in found.output


def test_there_must_be_a_graph(tmp_path: Path) -> None:
    assert "there is no graph yet" in kg_(tmp_path / "none", "undo", "0000").stderr


@pytest.mark.parametrize("command", ["list", "merge", "split", "undo"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    found = CliRunner().invoke(app, ["identity", command, "--help"], prog_name="kg")
    assert f"Example: kg identity {command}" in " ".join(found.stdout.split())
