"""Warm throughput of the whole pipeline, on one core and by several processes, as Markdown for the README.

    python -m benchmarks.speed [PATH] [--copies 24] [--rounds 3] [--jobs 2]

From articles in memory to a graph in an embedded store on disk: annotate, find quotations, mentions and times, read
claims, write the graph. Loading the language model and reading files are left out, since they happen once. PATH is the
reference article (by default the one in ``../shared/seeds`` beside the checkout); it is run in copies, each under an id
of its own. Without it the articles in ``seeds/`` are run, and the figure is scaled to the reference article's words.
The best of the rounds counts, and beside the clock stands the processor's own time: what else runs on the machine can
only make it slower. Then ``--jobs`` processes read the articles from text to claims, by the clock; and ``kg extract``
reads one article in a process of its own, from a shell's point of view.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.one_core import one_core
from kg import build, store
from kg.annotate import BATCH
from kg.article import read
from kg.jobs import spread
from kg.model import Article, Extraction

CHECKOUT = Path(__file__).resolve().parent.parent
REFERENCE_WORDS = 638
"""Words of the reference article (split at blanks), where the article itself is not at hand."""

STEPS = {
    "annotate_all": "annotate",
    "find_quotes": "quotations",
    "find_mentions": "mentions",
    "find_times": "times",
    "extract_claims": "claims",
}
"""The functions that ``kg.build`` calls, and what the table calls them."""


@dataclass(frozen=True, slots=True)
class Run:
    """One round: processor seconds by step, seconds by the clock, and how much was done."""

    seconds: dict[str, float]
    clock: float
    articles: int
    words: int
    claims: int

    @property
    def total(self) -> float:
        """Processor seconds of all steps together."""
        return sum(self.seconds.values())


@contextmanager
def timed_steps(seconds: dict[str, float]) -> Iterator[None]:
    """Let the functions of the main path keep time while it runs."""
    before = {name: getattr(build, name) for name in STEPS}

    def keeping(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            begin = time.process_time()
            result = function(*arguments, **named)
            if isinstance(result, Iterator):
                result = list(result)
            seconds[STEPS[name]] = seconds.get(STEPS[name], 0.0) + time.process_time() - begin
            return result

        return run

    try:
        for name, function in before.items():
            setattr(build, name, keeping(name, function))
        yield
    finally:
        for name, function in before.items():
            setattr(build, name, function)


def measure(articles: Sequence[Article]) -> Run:
    """Run the main path once over articles."""
    seconds: dict[str, float] = {}
    clock, begin = time.perf_counter(), time.process_time()
    with timed_steps(seconds):
        extractions = list(build.extract_many(articles))
    seconds["the rest"] = time.process_time() - begin - sum(seconds.values())
    with tempfile.TemporaryDirectory() as folder, store.open(Path(folder) / "graph") as graph:
        begin = time.process_time()
        graph.replace(extractions)
        seconds["graph and store"] = time.process_time() - begin
        clock = time.perf_counter() - clock
    words = sum(map(_words, articles))
    return Run(seconds, clock, len(articles), words, sum(len(extraction.claims) for extraction in extractions))


def together(articles: Sequence[Article], jobs: int) -> float:
    """Words a second, from text to claims, by ``jobs`` processes after each has warmed up.

    Of what they have begun when the clock starts, half counts as read before.
    """
    endless = cycle(articles)
    batches = [list(islice(endless, BATCH)) for _ in range(32 * jobs)]
    begun = 2 * jobs + jobs // 2
    begin = 0.0
    for done, _ in enumerate(spread(claims_of, batches, jobs), start=1):
        if done == 2 * jobs:
            begin = time.perf_counter()
    return sum(_words(article) for batch in batches[begun:] for article in batch) / (time.perf_counter() - begin)


def cold(article: Path, times: int = 5) -> float:
    """Seconds (the median of so many) that ``kg extract`` takes for one article, everything still to load.

    As in an installed package, Python's bytecode is there: the first run writes it and is not counted.
    """
    command = [sys.executable, "-c", "from kg.cli import main; main()", "extract", "--quiet", str(article)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    seconds = []
    for _ in range(times + 1):
        begin = time.perf_counter()
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - begin)
    return median(seconds[1:])


def claims_of(articles: Sequence[Article]) -> list[Extraction]:
    """What a batch says; a function of its own for other processes to find."""
    return list(build.extract_many(articles))


def _words(article: Article) -> int:
    return len(article.text[article.body :].split())


def texts(path: Path) -> list[Path]:
    """The articles of a folder, or the one that the path names; none where there is nothing."""
    return sorted(path.rglob("*.txt")) if path.is_dir() else [path] if path.is_file() else []


def workload(path: Path, copies: int) -> tuple[list[Article], int, str]:
    """The articles to run, the words of the reference article, and what to call them."""
    if found := texts(path):
        [article] = [item for item in read([found[0]]) if isinstance(item, Article)]
        words = _words(article)
        return [replace(article, id=f"{n}") for n in range(copies)], words, "the reference article"
    seeds = [item for item in read([CHECKOUT / "seeds"]) if isinstance(item, Article)]
    return seeds, REFERENCE_WORDS, "the seeds, scaled to the length of the reference article"


def report(run: Run, reference: int, what: str) -> str:
    """The figures in Markdown."""
    rate, clock = (run.words / seconds / reference for seconds in (run.total, run.clock))
    rows = [
        f"| {step} | {1000 * spent / run.words * reference:.0f} | {spent / run.total:.0%} |"
        for step, spent in sorted(run.seconds.items(), key=lambda item: -item[1])
    ]
    libraries = ", ".join(f"{name} {version(name)}" for name in ("spacy", "numpy", "pyoxigraph"))
    return "\n".join(
        [
            f"**{rate:.1f} articles a second** of {reference} words on one warm core, by processor time ({clock:.1f} "
            f"by the clock; {run.words / run.total:,.0f} words and {run.claims / run.total:.0f} claims a second; "
            f"{run.articles} runs of {what}).",
            "",
            "| step | ms an article | share |",
            "|---|---:|---:|",
            *rows,
            "",
            f"{_processor()}, Python {platform.python_version()}, {libraries}.",
            "",
        ]
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        name = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        name = platform.processor() or platform.machine()
    return f"{name}, {platform.system()}"


def main() -> None:
    """Read the arguments, warm up, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("path", nargs="?", type=Path, default=CHECKOUT.parent / "shared" / "seeds")
    parser.add_argument("--copies", type=int, default=24, help="how many times the reference article is run")
    parser.add_argument("--rounds", type=int, default=3, help="how many rounds; the best counts")
    parser.add_argument("--jobs", type=int, default=2, help="processes of the second figure; 1 leaves it out")
    asked = parser.parse_args()
    articles, reference, what = workload(asked.path, asked.copies)
    with one_core():
        measure(articles[:2])
        best = min((measure(articles) for _ in range(asked.rounds)), key=lambda run: run.total)
    sys.stdout.write(report(best, reference, what))
    if asked.jobs > 1:
        rate = together(articles, asked.jobs)
        sys.stdout.write(f"\nText to claims by {asked.jobs} processes: **{rate:,.0f} words a second** by the clock.\n")
    seconds = cold([*texts(asked.path), CHECKOUT / "seeds" / "newman-woodward-questions.txt"][0])
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    sys.stdout.write(
        f"\n`kg extract` on one article, everything still to load: **{seconds:.1f} s** by the clock. "
        f"No process took more than {most / 1024:,.0f} MiB.\n"
    )


if __name__ == "__main__":
    main()
