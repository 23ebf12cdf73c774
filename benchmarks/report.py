"""Every set that lies beside the checkout, measured, on one page beside the published figures of others.

    python -m benchmarks.report [-o docs/report.md] [--only NAME ...]

What is measured by which command, and what others reach, is data: ``benchmarks/sets.toml``. Every command runs in a
process of its own, one after the other, so that none fails or slows another; a set that is missing or fails is named on
the page with the reason. The page holds figures only, no text of any set. At its end stands what was tried and dropped,
and what errors remain (``benchmarks/tried.toml``).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
SETS = Path(__file__).with_name("sets.toml")
TRIED = Path(__file__).with_name("tried.toml")
LIBRARIES = ("celebrity-kg", "spacy", "numpy", "onnxruntime", "pyoxigraph")
LISTS = ("command", "keys", "headline", "published")
"""The keys of a set that are lists in the file, and tuples here."""

MINUTES = 30
"""How long one command may take."""


@dataclass(frozen=True, slots=True)
class Set:
    """One set: the module and arguments that measure it, the folder or file it needs, and what others reach on it.

    ``keys`` names the parts of printed JSON that are shown (all of it, if none); ``headline`` the row and the column of
    the one figure that stands for all; ``published`` are pairs of who and what, the one to compare with first.
    """

    name: str
    title: str
    command: tuple[str, ...]
    about: str
    needs: str = ""
    json: bool = False
    keys: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    published: tuple[tuple[str, str], ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a set: what its command printed, or else why it is not measured; seconds by the clock."""

    set: Set
    printed: str = ""
    problem: str = ""
    seconds: float = 0.0


def load_sets(path: Path = SETS) -> list[Set]:
    """The sets in the order of the file. Raises TypeError, naming it, for a key that a set has not."""
    found = []
    for raw in tomllib.loads(path.read_text("utf-8"))["set"]:
        lists = {key: tuple(map(tuple if key == "published" else str, raw.pop(key, ()))) for key in LISTS}
        found.append(Set(**raw | lists))
    return found


def measure(one: Set, checkout: Path = CHECKOUT) -> Outcome:
    """Run the command of a set, if what it needs is there."""
    if one.needs and not (checkout / one.needs).exists():
        return Outcome(one, problem=f"`{one.needs}` is not beside the checkout")
    begin = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-m", *one.command],
            cwd=checkout,
            env=os.environ | {"COLUMNS": "200", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
            timeout=60 * MINUTES,
        )
    except subprocess.TimeoutExpired:
        return Outcome(one, problem=f"not done after {MINUTES} minutes", seconds=60.0 * MINUTES)
    seconds = time.monotonic() - begin
    if done.returncode or not done.stdout.strip():
        # only the kind of the error: its words might quote the set
        lines = done.stderr.strip().splitlines() or ["nothing was printed"]
        return Outcome(one, problem=f"exit code {done.returncode}, {lines[-1].split(':')[0]}", seconds=seconds)
    return Outcome(one, done.stdout, seconds=seconds)


def page(outcomes: Sequence[Outcome], today: date, machine: str) -> str:
    """The whole page in Markdown."""
    missing = [f"- {one.set.title}: {one.problem}." for one in outcomes if one.problem]
    minutes = sum(one.seconds for one in outcomes) / 60
    head = [
        "# How good it is, set by set",
        "",
        f"Measured on {today.isoformat()} in {minutes:.0f} min on {machine}.",
        "Written by `python -m benchmarks.report`; every section names the command that measures it alone.",
        "Published figures are quoted for orientation: on another fold, or with other rules, where it is said.",
        *(["", "Not measured this time:", "", *missing] if missing else []),
        "",
        *glance(outcomes),
    ]
    return "\n".join(head + [line for one in outcomes for line in section(one)] + told()) + "\n"


def told(path: Path = TRIED) -> list[str]:
    """The lines on what was tried and dropped, and on the errors that remain, from the file that tells them."""
    notes = tomllib.loads(path.read_text("utf-8"))
    lines: list[str] = []
    for key, title in (("tried", "Tried and dropped"), ("remaining", "The errors that remain")):
        lines += ["", f"## {title}", ""]
        lines += [f"- **{note['what']}**: {' '.join(note['found'].split())}" for note in notes[key]]
    return lines


def glance(outcomes: Iterable[Outcome]) -> list[str]:
    """A table of the figure that stands for each measured set, and of what others reach."""
    rows = []
    for one in outcomes:
        if one.set.headline and not one.problem:
            row, column = one.set.headline
            others = ": ".join(one.set.published[0]) if one.set.published else ""
            rows.append((one.set.title, f"{_words(column)}, {_words(row)}", cell(figures(one), row, column), others))
    return table(("set", "figure", "here", "published"), rows) if rows else []


def cell(lines: Iterable[str], row: str, column: str) -> str:
    """What stands in a row and a column of the first Markdown table that has them; a question mark if none has.

    >>> cell(table(("who", "P", "F1"), [("we", "0.4", "0.5"), ("all", "0.6", "0.7")]), "all", "F1")
    '0.7'
    """
    head, before = [""], [""]
    for line in lines:
        cells = [part.strip() for part in line.removeprefix("|").removesuffix("|").split("|")]
        if line.startswith("|---"):
            head = before
        elif cells[0] == row and column in head and len(cells) == len(head):
            return cells[head.index(column)]
        before = cells
    return "?"


def section(one: Outcome) -> list[str]:
    """The lines of one set."""
    lines = ["", f"## {one.set.title}", "", one.set.about.strip()]
    lines += ["", f"Not measured: {one.problem}."] if one.problem else ["", *figures(one)]
    if one.set.published:
        lines += ["", *table(("published", "figure"), one.set.published), "", f"Source: {one.set.source}."]
    return [*lines, "", f"`python -m {' '.join(one.set.command)}`, {one.seconds:.0f} s"]


def figures(one: Outcome) -> list[str]:
    """What the command printed, as Markdown."""
    if one.set.json:
        values = json.loads(one.printed)
        return blocks({key: values[key] for key in one.set.keys} if one.set.keys else values)
    return tables_of(one.printed)


def blocks(values: Mapping[str, Any]) -> list[str]:
    """Numbers one a line (a list by its length), mappings as tables, in the order given.

    >>> blocks({"articles": 2, "wrong": ["a"], "by status": {"denied": {"right": 3, "F1": 0.5}}})
    ['- articles: 2', '- wrong: 1', '', '| by status | right | F1 |', '|---|---:|---:|', '| denied | 3 | 0.500 |']
    """
    if _is_table(values):
        return _rows("", values)
    lines: list[str] = []
    for name, value in values.items():
        if isinstance(value, Mapping):
            lines += ["", *_rows(_words(name), value if _is_table(value) else {"": value})]
        else:
            lines.append(f"- {_words(name)}: {_figure(len(value) if isinstance(value, list) else value)}")
    return lines


def _is_table(values: Mapping[str, Any]) -> bool:
    rows = [row for row in values.values() if isinstance(row, Mapping)]
    return len(rows) == len(values) and not any(isinstance(one, Mapping) for row in rows for one in row.values())


def _rows(title: str, values: Mapping[str, Mapping[str, Any]]) -> list[str]:
    names = list(dict.fromkeys(key for row in values.values() for key in row))
    rows = (
        (_words(name), *(_figure(None if _of_nothing(row, key) else row.get(key)) for key in names))
        for name, row in values.items()
    )
    return table((title, *map(_words, names)), rows)


def _of_nothing(row: Mapping[str, Any], key: str) -> bool:
    """Whether a figure is a share of nothing, which the counts give as 1: nothing found is nothing wrong."""
    return row.get({"precision": "predicted", "recall": "gold"}.get(key, "")) == 0


def _words(name: str) -> str:
    return name.replace("_", " ")


def _figure(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return "" if value is None else str(value)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a Markdown table, figures to the right.

    >>> table(("who", "F1"), [("we", "0.5")])
    ['| who | F1 |', '|---|---:|', '| we | 0.5 |']
    """
    rule = "|---|" + "---:|" * (len(head) - 1)
    return [f"| {' | '.join(head)} |", rule, *(f"| {' | '.join(row)} |" for row in rows)]


def tables_of(printed: str) -> list[str]:
    r"""The lines that a command printed for a terminal, its framed tables as Markdown ones.

    >>> tables_of("2 texts\n┏━━┳━━┓\n┃ who ┃ F1 ┃\n┡━━╇━━┩\n│ all │ 0.5 │\n└──┴──┘")
    ['2 texts', '', '| who | F1 |', '|---|---:|', '| all | 0.5 |', '']
    """
    lines: list[str] = []
    for line in map(str.strip, printed.splitlines()):
        if line.startswith("┃"):
            lines += table([cell.strip() for cell in line.strip("┃").split("┃")], [])
        elif line.startswith("│"):
            lines.append(f"| {' | '.join(cell.strip() for cell in line.strip('│').split('│'))} |")
        elif line.startswith("└"):
            lines.append("")
        elif line.startswith("|"):
            lines.append(line)
        elif not line.startswith(("┏", "┡", "├")):
            lines += [line, ""] if line else []
    return lines


def machine() -> str:
    """The machine and the versions, in words, without the machine's name."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    system = f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}"
    return f"{system}, Python {platform.python_version()}, {libraries}"


def main() -> None:
    """Measure and write the page."""
    sets = load_sets()
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("-o", "--output", type=Path, help="where the page goes, such as docs/report.md")
    parser.add_argument("--only", nargs="+", choices=[one.name for one in sets], metavar="NAME", help="only these sets")
    asked = parser.parse_args()
    outcomes, text = [], ""
    for one in sets:
        if not asked.only or one.name in asked.only:
            outcomes.append(measure(one))
            said = outcomes[-1].problem or "measured"
            sys.stderr.write(f"{one.name}: {said}, {outcomes[-1].seconds:.0f} s\n")
            text = page(outcomes, date.today(), machine())
            if asked.output:  # after every set, since all of them take their time
                asked.output.write_text(text, "utf-8")
    if not asked.output:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
