"""Processes that do jobs: how they are ended, replaced, and who waits for whom."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.bounds import BusyError, DiedError, Limits, Pool, TooLongError
from kg.bounds.pool import DEPTH, FailedError
from kg.bounds.process import without_network


def doing(name: str) -> Callable[[Any], Any]:
    """What the processes of these tests do."""

    done: list[Any] = []

    def do(job: Any) -> Any:
        done.append(job)
        match job:
            case "done":
                return tuple(done)
            case "spin":
                while True:
                    pass
            case "exit":
                os._exit(3)
            case "memory":
                return len(bytearray(8 << 30))
            case "mistake":
                raise LookupError("a detail")
            case "socket":
                import socket

                socket.socket()
        return name, job, os.getpid()

    return do


def run(script: Callable[[Pool], Any], **limits: Any) -> Any:
    async def main() -> Any:
        async with Pool(
            "tests.test_bounds_pool:doing", ("me",), Limits(**{"workers": 1, "seconds": 20.0, **limits})
        ) as pool:
            return await script(pool)

    return asyncio.run(main())


@pytest.fixture(autouse=True)
def _tests_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))


def test_what_waits_behind_a_slow_job_is_done_by_others() -> None:
    async def script(pool: Pool) -> Any:
        endless = pool.ask("spin")
        found = await asyncio.gather(*(pool.ask(number) for number in range(5 * DEPTH)))
        assert not endless.done()
        endless.cancel()
        return found

    found = run(script, workers=2, quick=15.0, waiting=100)
    assert [job for _, job, _ in found] == list(range(5 * DEPTH))


@pytest.mark.skipif(not hasattr(time, "clock_gettime"), reason="the clock of another process is of Linux")
def test_a_slow_job_steps_aside_where_others_wait() -> None:
    async def script(pool: Pool) -> Any:
        endless = pool.ask("spin")
        await pool.ask("next")
        assert not endless.done()
        nice = max(os.getpriority(os.PRIO_PROCESS, process) for process in pool.processes)
        endless.cancel()
        return nice

    assert run(script, quick=4.0) >= min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)


def test_who_asks_before_a_process_is_ready_waits() -> None:
    async def main() -> Any:
        pool = Pool("tests.test_bounds_pool:doing", ("me",), Limits(workers=1))
        pool.start()
        found = await pool.ask("early")
        await pool.close()
        return found

    assert asyncio.run(main())[1] == "early"


def test_a_process_does_the_first_job_before_it_counts_as_ready() -> None:
    async def main() -> Any:
        async with Pool("tests.test_bounds_pool:doing", ("me",), Limits(workers=1), lambda: "warm") as pool:
            return await pool.ask("done")

    assert asyncio.run(main()) == ("warm", "done")


async def failure(pool: Pool, job: Any) -> type[BaseException] | None:
    try:
        await pool.ask(job)
    except Exception as error:
        return type(error)
    return None


def test_jobs_are_done_in_another_process() -> None:
    async def script(pool: Pool) -> Any:
        return await asyncio.gather(*(pool.ask(number) for number in range(50)))

    found = run(script)
    assert [job for _, job, _ in found] == list(range(50))
    assert os.getpid() not in {process for _, _, process in found}


def test_a_runaway_is_ended_and_its_place_taken_at_once() -> None:
    async def script(pool: Pool) -> Any:
        endless = asyncio.ensure_future(failure(pool, "spin"))
        await asyncio.sleep(0.05)
        begin = time.monotonic()
        await pool.ask("next")
        waited = time.monotonic() - begin
        assert not endless.done(), "the runaway has its seconds, and others need not wait for that"
        return waited, await endless, pool.processes

    waited, ended, processes = run(script, seconds=6.0, quick=0.05)
    assert ended is TooLongError
    assert waited < 5
    assert len(processes) == 1


def test_too_many_runaways_are_told_to_come_again() -> None:
    async def script(pool: Pool) -> Any:
        return await asyncio.gather(*(failure(pool, "spin") for _ in range(4)), failure(pool, "quick"))

    *runaways, quick = run(script, slow=2, seconds=5.0, quick=0.05)
    assert sorted(error.__name__ for error in runaways) == ["BusyError", "BusyError", "TooLongError", "TooLongError"]
    assert quick is None


def test_the_queue_has_an_end() -> None:
    async def script(pool: Pool) -> Any:
        jobs = [pool.ask(number) for number in range(DEPTH + 3)]
        with pytest.raises(BusyError):
            pool.ask("one more")
        return await asyncio.gather(*jobs)

    assert len(run(script, waiting=3)) == DEPTH + 3


def test_a_job_that_nobody_waits_for_is_ended() -> None:
    async def script(pool: Pool) -> Any:
        future = pool.ask("spin")
        await asyncio.sleep(0.05)
        future.cancel()
        return await pool.ask("next")

    assert run(script, quick=15.0)[1] == "next"


@pytest.mark.parametrize(
    ("job", "error"), [("exit", DiedError), ("memory", FailedError), ("mistake", FailedError), ("socket", FailedError)]
)
def test_what_goes_wrong_is_told_and_the_next_job_is_done(job: str, error: type[Exception]) -> None:
    async def script(pool: Pool) -> Any:
        return await failure(pool, job), await pool.ask("next")

    found, following = run(script)
    if job == "socket" and not _can_shut_network():
        assert found is None
    else:
        assert found is error
    assert following[1] == "next"


def _can_shut_network() -> bool:
    child = os.fork()
    if child == 0:
        os._exit(0 if without_network() else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_killed_process_is_replaced() -> None:
    async def script(pool: Pool) -> Any:
        first = await pool.ask("a")
        os.kill(first[2], signal.SIGKILL)
        await asyncio.sleep(0.3)
        return first[2], (await pool.ask("b"))[2]

    before, after = run(script)
    assert before != after


def test_processes_end_with_their_pool() -> None:
    async def script(pool: Pool) -> Any:
        return (await pool.ask("a"))[2]

    process = run(script)
    until = time.monotonic() + 10
    while Path(f"/proc/{process}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_handler_that_does_not_start_is_told() -> None:
    async def main() -> None:
        async with Pool("tests.test_bounds_pool:nobody", (), Limits(workers=1)):
            raise AssertionError("it started")

    with pytest.raises(DiedError):
        asyncio.run(main())
