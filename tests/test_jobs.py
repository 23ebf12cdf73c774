"""Work in several processes: as from one, bounded, and gone when it is over."""

from __future__ import annotations

import math
import operator
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest

from kg.annotate import BATCH
from kg.jobs import FEW, cores, spread


def test_results_come_in_the_order_of_the_items() -> None:
    assert list(spread(operator.neg, range(40), jobs=2)) == [-n for n in range(40)]
    assert active_children() == []


def test_few_items_stay_in_this_process() -> None:
    assert list(spread(lambda n: n + os.getpid(), [0] * (FEW - 1), jobs=2)) == [os.getpid()] * (FEW - 1)


def test_an_error_is_raised_in_its_place() -> None:
    results = spread(math.sqrt, [4.0] * FEW + [-1.0] + [9.0], jobs=2)
    assert [next(results) for _ in range(FEW)] == [2.0] * FEW
    with pytest.raises(ValueError, match="math domain") as caught:
        next(results)
    assert "In another process" in caught.value.__notes__[0]
    assert active_children() == []


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(ChildProcessError, match="--jobs 1"):
        list(spread(os._exit, [1] * FEW, jobs=2))


def test_items_are_taken_as_results_are_wanted() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        while taken < 1000:
            taken += 1
            yield taken

    results = spread(abs, items(), jobs=2)
    assert next(results) == 1
    assert taken < 50
    results.close()  # type: ignore[attr-defined]
    assert active_children() == []


def test_a_set_thread_count_is_the_number_of_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert cores() == 3
    monkeypatch.setenv("OMP_NUM_THREADS", "")
    assert 1 <= cores() <= (os.cpu_count() or 1)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """More articles than one process keeps, and one that is none."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(FEW * BATCH + 1):
        text = f"date 2020-05-{n + 1:02} Ada Lorne{n} married Bo Quill{n} on Monday.\n"
        (folder / f"{n}.txt").write_text(text * 20, encoding="utf-8")
    (folder / "empty.txt").touch()
    return folder


def _kg(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", "from kg.cli import main; main()", *map(str, arguments)]


@pytest.mark.slow
@pytest.mark.model
def test_two_processes_print_what_one_does(articles: Path) -> None:
    one, two = (
        subprocess.run(_kg("extract", articles, "--jobs", jobs), capture_output=True, check=False) for jobs in "12"
    )
    assert one.stdout.count(b"marriedTo") >= FEW * BATCH
    assert (one.stdout, one.stderr, one.returncode) == (two.stdout, two.stderr, two.returncode)
    assert two.returncode == 4  # the empty file


@pytest.mark.slow
@pytest.mark.model
def test_an_interruption_ends_all_processes_without_a_traceback(articles: Path) -> None:
    for n in range(200):
        (articles / f"more{n}.txt").write_text(f"Cy Dorn{n} was born in {1900 + n % 90}. " * 40, encoding="utf-8")
    with subprocess.Popen(
        _kg("extract", articles, "--jobs", "2"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # What a script starts with "&" ignores Ctrl-C, and so does all that is started in it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        process.stdout.read()
        assert process.stderr.read() == b"kg: interrupted\n"  # ends only when no process holds it open
        assert process.wait() == 130
