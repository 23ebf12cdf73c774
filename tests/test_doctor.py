from __future__ import annotations

import shutil
from collections import namedtuple
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from kg import doctor
from kg.doctor import Check, check_all, render, to_table
from kg.output.formats import text
from tests.asking import on_disk


def checked(store: Path) -> dict[str, Check]:
    return {check.name: check for check in check_all(store)}


def test_all_is_well_with_a_graph(tmp_path: Path) -> None:
    found = checked(on_disk(tmp_path / "graph"))
    assert [check for check in found.values() if not check.ok] == []
    assert "6 articles" in found["graph"].found
    assert "queries" in found["queries"].found


def test_a_missing_graph_comes_with_the_command_that_makes_one(tmp_path: Path) -> None:
    found = checked(tmp_path / "none")["graph"]
    assert not found.ok
    assert "kg build" in found.advice
    assert not (tmp_path / "none").exists()


def test_a_folder_of_something_else_is_no_graph(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    assert not checked(tmp_path)["graph"].ok


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def version(name: str) -> str:
        if name == "rdflib":
            raise PackageNotFoundError(name)
        return "1.0"

    monkeypatch.setattr(doctor, "version", version)
    found = checked(tmp_path / "none")["packages"]
    assert (found.ok, found.found) == (False, "missing: rdflib")


def test_a_missing_language_model_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda name: object() if name == "spacy" else None)
    found = checked(tmp_path / "none")["language model"]
    assert not found.ok
    assert "en_core_web_sm" in found.found


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 9, 1))
    assert not checked(tmp_path / "none")["disk"].ok


def test_advice_is_shown_only_where_something_is_wrong() -> None:
    checks = (Check("a", True, "fine", "never shown"), Check("b", False, "broken", "mend it"))
    lines = ["".join(words for words, _ in line) for line in render(checks)]
    assert [line.split() for line in lines] == [
        ["ok", "a", "fine"],
        ["WRONG", "b", "broken"],
        ["to", "do:", "mend", "it"],
    ]
    assert [[text(cell) for cell in row] for row in to_table(checks).rows] == [
        ["a", "true", "fine", ""],
        ["b", "false", "broken", "mend it"],
    ]
