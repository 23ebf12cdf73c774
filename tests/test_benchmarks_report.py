from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.report import Outcome, Set, blocks, figures, load_sets, measure, page, tables_of

CHECKOUT = Path(report.__file__).resolve().parent.parent
SPEECH = Set(
    "speech",
    "How we speak",
    ("benchmarks.speech", "--json"),
    "Words a minute.\n",
    json=True,
    headline=("slow", "words"),
)


def test_every_set_names_a_benchmark_that_is_there_and_says_what_it_is() -> None:
    sets = load_sets()
    assert len({one.name for one in sets}) == len(sets)
    for one in sets:
        module, *arguments = one.command
        source = (CHECKOUT / f"{module.replace('.', '/')}.py").read_text("utf-8")
        assert one.about.strip().endswith("."), one.name
        assert one.needs, one.name
        assert bool(one.published) == bool(one.source), one.name
        assert len(one.headline) in {0, 2}, one.name
        assert one.json == ("--json" in arguments), one.name
        for option in arguments:
            assert not option.startswith("--") or f'"{option}"' in source, f"{one.name}: {module} has no {option}"


def test_a_set_with_a_key_of_no_meaning_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sets.toml"
    path.write_text('[[set]]\nname = "a"\ntitle = "A"\ncommand = ["m"]\nabout = "x"\nneed = "y"\n', "utf-8")
    with pytest.raises(TypeError, match="need"):
        load_sets(path)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    modules = {
        "right": "import os, sys\nprint(sys.argv[1], os.environ['NO_COLOR'])",
        "wrong": "print('half')\nraise KeyError('a sentence of the set')",
        "silent": "",
    }
    for name, code in modules.items():
        (tmp_path / f"{name}.py").write_text(code + "\n", "utf-8")
    return tmp_path


def test_a_command_runs_in_a_process_of_its_own(checkout: Path) -> None:
    outcome = measure(Set("a", "A", ("right", "--json"), "x"), checkout)
    assert (outcome.printed, outcome.problem) == ("--json 1\n", "")
    assert outcome.seconds > 0


@pytest.mark.parametrize(
    ("one", "problem"),
    [
        pytest.param(Set("a", "A", ("right",), "x", needs="../nothing"), "`../nothing` is not beside", id="no data"),
        pytest.param(Set("a", "A", ("wrong",), "x"), "exit code 1, KeyError", id="it fails"),
        pytest.param(Set("a", "A", ("silent",), "x"), "exit code 0, nothing was printed", id="it says nothing"),
    ],
)
def test_a_set_that_cannot_be_measured_says_why_and_quotes_nothing(one: Set, problem: str, checkout: Path) -> None:
    outcome = measure(one, checkout)
    assert problem in outcome.problem
    assert "sentence" not in outcome.problem
    assert not outcome.printed


def test_a_command_that_does_not_end_is_ended(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (checkout / "endless.py").write_text("while True: pass\n", "utf-8")
    monkeypatch.setattr(report, "MINUTES", 0.005)
    assert "not done after" in measure(Set("a", "A", ("endless",), "x"), checkout).problem


def test_numbers_lists_and_tables_are_shown_in_their_order() -> None:
    shown = blocks({"articles": 8, "taken_for_asserted": [], "by_status": {"denied": {"right": 1, "F1": 0.25}}})
    assert shown[:2] == ["- articles: 8", "- taken for asserted: 0"]
    assert shown[3:] == ["| by status | right | F1 |", "|---|---:|---:|", "| denied | 1 | 0.250 |"]


def test_rows_with_other_figures_leave_cells_empty() -> None:
    assert blocks({"a": {"x": 1, "y": None}, "b": {"z": 0.5}})[2:] == ["| a | 1 |  |  |", "| b |  |  | 0.500 |"]


def test_a_mapping_of_numbers_is_one_row() -> None:
    assert blocks({"n": 1, "sources": {"right": 2}})[-2:] == ["|---|---:|", "|  | 2 |"]


def test_only_the_keys_asked_for_are_shown() -> None:
    one = Set("a", "A", ("m",), "x", json=True, keys=("claims",))
    assert figures(Outcome(one, json.dumps({"claims": 3, "findings": [{"sentence": "Ada wed."}]}))) == ["- claims: 3"]


def test_tables_of_a_terminal_become_markdown_and_markdown_stays() -> None:
    printed = (
        "  A title\n┏━━┳━━┓\n┃ a ┃ b ┃\n┡━━╇━━┩\n│ x │ 1 │\n├──┼──┤\n│ all │ 2 │\n└──┴──┘\nlast\n| m | n |\n|---|---|\n"
    )
    assert tables_of(printed) == [
        "A title",
        "",
        "| a | b |",
        "|---|---:|",
        "| x | 1 |",
        "| all | 2 |",
        "",
        "last",
        "",
        "| m | n |",
        "|---|---|",
    ]


def test_the_page_tells_when_where_what_and_what_is_missing() -> None:
    other = Set(
        "b", "Sets of others", ("benchmarks.b",), "Far away.", published=(("They", "F1 0.9"),), source="a paper"
    )
    outcomes = [
        Outcome(SPEECH, json.dumps({"slow": {"words": 90}}), seconds=70.0),
        Outcome(other, problem="`../b` is not beside the checkout"),
    ]
    text = page(outcomes, date(2020, 2, 3), "two cores")
    assert "Measured on 2020-02-03 in 1 min on two cores." in text
    assert "- Sets of others: `../b` is not beside the checkout." in text
    assert "| How we speak | words, slow | 90 |  |" in text
    assert "| Sets of others |" not in text
    assert text.index("## How we speak") < text.index("| slow | 90 |") < text.index("## Sets of others")
    assert "`python -m benchmarks.speech --json`, 70 s" in text
    assert "| They | F1 0.9 |\n\nSource: a paper." in text
    assert text.index("Source: a paper.") < text.index("## Tried and dropped") < text.index("## The errors that remain")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert page(outcomes, date(2020, 2, 3), "two cores") == text


def test_a_headline_is_found_in_the_table_that_has_it_or_said_to_be_missing() -> None:
    lines = blocks({"by_status": {"all": {"right": 1}}, "by_predicate": {"all": {"F1": 0.5}, "marriedTo": {"F1": 0.7}}})
    assert report.cell(lines, "marriedTo", "F1") == "0.700"
    assert report.cell(lines, "all", "F1") == "0.500"
    assert report.cell(lines, "marriedTo", "right") == "?"


def test_a_share_of_nothing_is_no_figure() -> None:
    row = {"right": 0, "predicted": 0, "gold": 2, "precision": 1.0, "recall": 0.0}
    assert blocks({"denied": row})[-1] == "| denied | 0 | 0 | 2 |  | 0.000 |"
