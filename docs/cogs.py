"""What README.md prints of the product, made by running it; `make docs` writes it, `tests/test_docs.py` compares it."""

from __future__ import annotations

import functools
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
WIDTH = "96"


@functools.cache
def _graph() -> str:
    """A graph of the articles in ``seeds/``, in a folder of its own, built once a run."""
    folder = str(Path(tempfile.mkdtemp(prefix="kg-docs-")) / "graph")
    seeds = sorted(str(path.relative_to(CHECKOUT)) for path in (CHECKOUT / "seeds").glob("*.txt"))
    _run(["kg", "build", "--quiet", *seeds], {"KG_STORE": folder})
    return folder


def _run(command: list[str], variables: dict[str, str]) -> str:
    name, *rest = command
    if name != "kg":
        raise ValueError(f"{name}: only kg is run here")
    variables = {"COLUMNS": WIDTH, "NO_COLOR": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"} | variables
    done = subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main()", *rest],
        cwd=CHECKOUT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode:
        raise RuntimeError(f"{shlex.join(command)} ended with {done.returncode}: {done.stderr}")
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def fenced(text: str, language: str = "text") -> str:
    """A block of Markdown that shows the text as it is."""
    return f"```{language}\n{text}\n```"


def session(*lines: str) -> str:
    """The commands as typed, each followed by what it prints, asked of the graph of ``seeds/``."""
    shown = []
    for line in lines:
        shown += [f"$ {line}", _run(shlex.split(line), {"KG_STORE": _graph()}), ""]
    return fenced("\n".join(shown).rstrip(), "console")


def helped(*arguments: str) -> str:
    """The help of the command line, or of one of its commands."""
    return fenced(_run(["kg", *arguments, "--help"], {}))


def measured(name: str) -> str:
    """What ``make figures`` last wrote to a file of ``benchmarks/results``."""
    path = CHECKOUT / "benchmarks" / "results" / name
    if not path.is_file():
        raise FileNotFoundError(f"{path.relative_to(CHECKOUT)} is missing: measure it with make figures")
    return path.read_text("utf-8").strip()


def summary(name: str, what: str) -> str:
    """One item of a list: what was measured, the last line of its result, and a link to the whole of it."""
    return f"- {what}: {measured(name).splitlines()[-1]} ([all figures](benchmarks/results/{name}))"
