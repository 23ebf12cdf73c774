"""``kg review``: the claims that nobody has looked at, saying yes or no to one, who said what, and taking it back."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kg.store
from kg.cli.app import app
from tests.asking import on_disk
from tests.graph_samples import small_world


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return on_disk(tmp_path / "graph")


def ran(store: Path, *words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, [*words, "--store", str(store)])
    assert result.exit_code == code, result.output
    return result.output


def listed(store: Path, *words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(ran(store, "review", "list", *words, "-f", "csv"))))


def married(store: Path) -> dict[str, str]:
    [found] = [row for row in listed(store, "Tamsin Okonjo") if row["predicate"] == "marriedTo"]
    return found


def test_the_list_has_what_is_said_of_somebody_in_its_words_the_least_sure_first(store: Path) -> None:
    rows = listed(store, "Tamsin Okonjo")
    assert married(store)["words"] == "Cassius Holloway married Tamsin Okonjo in spring 2016."
    assert (married(store)["object"], married(store)["when"], married(store)["status"]) == (
        "Tamsin Okonjo",
        "2016-21",
        "asserted",
    )
    sure = [float(row["sure"]) for row in rows]
    assert sure == sorted(sure)
    assert all("Tamsin Okonjo" in (row["subject"], row["object"]) for row in rows)
    assert len(listed(store)) > len(rows)


def test_rejecting_is_told_and_asked_and_taken_back(store: Path) -> None:
    claim = married(store)["id"]
    assert "Cassius Holloway" in ran(store, "query", "spouses", "--person", "Tamsin Okonjo")
    told = ran(store, "review", "reject", claim, "--by", "Mara Reyl", "--because", "a film")
    assert f"kg review undo {claim}" in told
    ran(store, "query", "spouses", "--person", "Tamsin Okonjo", code=1)
    [done] = listed(store, "--done")
    assert (done["id"], done["verdict"], done["by"], done["why"]) == (claim, "rejected", "Mara Reyl", "a film")
    assert len(done["on"]) == 10
    assert claim not in {row["id"] for row in listed(store)}
    assert "rejected" in ran(store, "explain", "Tamsin Okonjo", "marriedTo")
    assert "a film" in ran(store, "query", "reviews", "-f", "csv")
    assert "no longer rejected" in ran(store, "review", "undo", claim)
    assert "Cassius Holloway" in ran(store, "query", "spouses", "--person", "Tamsin Okonjo")
    assert "nobody has reviewed" in ran(store, "review", "undo", claim, code=2)


def test_accepting_is_kept(store: Path) -> None:
    claim = married(store)["id"]
    ran(store, "review", "accept", f"https://celebrity-kg.example/claim/{claim}")
    assert [row["verdict"] for row in listed(store, "--done")] == ["confirmed"]


def test_decisions_go_along_to_a_graph_that_was_built_anew(store: Path, tmp_path: Path) -> None:
    claim = married(store)["id"]
    ran(store, "review", "reject", claim)
    anew = tmp_path / "anew"
    with kg.store.open(anew) as graph:
        graph.replace(one for one in small_world() if one.article.id != "2016/profile")
    assert "1 taken over; 1 of 1 fit no claim" in ran(anew, "review", "copy", str(store))
    assert [row["id"] for row in listed(anew, "--done")] == [""]
    with kg.store.open(anew) as graph:
        graph.replace(small_world())
    assert [row["id"] for row in listed(anew, "--done")] == [claim]
    assert "0 taken over" in ran(anew, "review", "copy", str(store))


def test_what_is_no_claim_is_refused_in_one_line(store: Path) -> None:
    told = ran(store, "review", "reject", "0000", code=2)
    assert "no claim of this graph" in told
    assert "Traceback" not in told
