"""Each constraint of the shapes has an example that must fail, and both engines find the same in every example."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from kg.validate import Report, validate
from kg.validate.shapes import checks

GRAPHS = Path(__file__).parent / "graphs"
PASS = sorted(GRAPHS.glob("pass/*.ttl"))
FAIL = sorted(GRAPHS.glob("fail/*.ttl"))


def name(path: Path) -> str:
    return path.stem


def expected(path: Path) -> set[tuple[str, str]]:
    """The constraint and the message of each ``# expects:`` line."""
    lines = (line for line in path.read_text().splitlines() if line.startswith("# expects: "))
    pairs = (line.removeprefix("# expects: ").split(": ", 1) for line in lines)
    return {(constraint, message) for constraint, message in pairs}


def merged(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(GRAPHS / "pass/minimal.ttl").parse(path)


def found(report: Report) -> set[tuple[str, str]]:
    return {(violation.constraint, violation.message) for violation in report.violations}


@pytest.mark.parametrize("path", PASS, ids=name)
@pytest.mark.parametrize("engine", ["shacl", "sparql"])
def test_a_good_graph_conforms(path: Path, engine: str) -> None:
    report = validate(path, engine="shacl" if engine == "shacl" else "sparql")
    assert report.conforms, str(report)


@pytest.mark.parametrize("path", FAIL, ids=name)
def test_a_bad_graph_fails_as_its_head_says_by_both_engines(path: Path) -> None:
    graph = merged(path)
    by_sparql = validate(graph, engine="sparql")
    assert found(by_sparql) == expected(path), str(by_sparql)
    by_shacl = validate(graph, engine="shacl")
    blank = {rdflib.BNode}  # engines name blank nodes as they like
    if not any(type(subject) in blank for subject in graph.subjects()):
        assert by_shacl == by_sparql
    assert found(by_shacl) == expected(path), str(by_shacl)


def test_every_constraint_has_an_example_that_fails() -> None:
    covered = set().union(*(expected(path) for path in FAIL))
    assert {(check.constraint, check.message) for check in checks()} == covered
