"""The whole path: an article at which a step fails is told by name and left out, and the others go on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language
from typer.testing import CliRunner

from kg import build as building
from kg.article import ReadProblem
from kg.build import build, extract_all
from kg.claims import Finding, Reading, rule_findings
from kg.cli.app import app
from kg.jobs import FEW

FAULTY = "Faulty Towers"


def brittle(reading: Reading) -> Iterator[Finding]:
    """The rules, with a step that fails where a certain name stands."""
    if FAULTY in reading.doc.text:
        raise IndexError("no such token\nand more")
    yield from rule_findings(reading)


@pytest.fixture
def articles(tmp_path: Path) -> list[Path]:
    texts = [f"date 2020-05-04 Ada Lorne{n} married Bo Quill{n}." for n in range(FEW)]
    texts[1] = f"date 2020-05-04 Ada Lorne met Bo Quill in {FAULTY}."
    paths = [tmp_path / f"{n}.txt" for n in range(FEW)]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_the_others_of_a_batch_are_read(articles: list[Path], nlp: Language) -> None:
    problems: list[ReadProblem] = []
    found = list(extract_all(articles, problems.append, nlp=nlp, extractors=[brittle]))
    assert [one.article.id for one in found] == [str(articles[0]), str(articles[2])]
    assert all(one.claims for one in found)
    [problem] = problems
    assert problem.left_out
    said = "a step failed at it (IndexError: no such token, raised at test_build.py:"
    assert str(problem).startswith(f"{articles[1]}: {said}")


@pytest.mark.slow
@pytest.mark.model
def test_two_processes_tell_what_one_does(articles: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "BATCH", 1)
    told: list[tuple[list[str], list[ReadProblem]]] = []
    for jobs in (1, 2):
        problems: list[ReadProblem] = []
        found = extract_all(articles, problems.append, extractors=[brittle], jobs=jobs)
        told.append(([str(claim) for one in found for claim in one.claims], problems))
    assert told[0] == told[1]
    assert (len(told[0][0]), len(told[0][1])) == (2, 1)


def test_the_graph_holds_the_others_whole(articles: list[Path], nlp: Language, tmp_path: Path) -> None:
    built = build(articles, tmp_path / "graph", nlp=nlp, extractors=[brittle])
    assert (built.articles, len(built.changed)) == (2, 2)
    assert [problem.where for problem in built.problems] == [str(articles[1])]


def test_what_is_not_installed_is_no_article_s_fault(articles: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*arguments: object, **more: object) -> Iterator[None]:
        raise OSError("no English spaCy pipeline is installed")

    monkeypatch.setattr(building, "extract_many", missing)
    with pytest.raises(OSError, match="pipeline"):
        list(extract_all(articles, lambda problem: None))


@pytest.mark.model
def test_the_command_ends_with_4(articles: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.claims.TRAINED", (brittle,))
    for command in (["build", "--store", str(articles[0].parent / "graph")], ["extract"]):
        ended = CliRunner().invoke(app, [*command, *map(str, articles), "--jobs", "1"], prog_name="kg")
        assert ended.exit_code == 4
        assert f"kg: {articles[1]}: a step failed at it (IndexError: no such token" in ended.stderr
