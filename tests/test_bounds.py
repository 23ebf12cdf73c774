"""What runs, what is refused, and how processes are ended."""

from __future__ import annotations

import asyncio
import os
import signal
import time
import tomllib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

import kg.store
from kg.bounds import BusyError, Checked, DiedError, Limits, Pool, Rate, RefusedError, TooLongError, checked, with_using
from kg.bounds.lexer import NoTokenError, on_one_line, tokens
from kg.bounds.pool import DEPTH, FailedError
from kg.bounds.process import without_network
from kg.bounds.reader import Reader
from kg.bounds.snapshot import copy, publish, served, stamp
from kg.rdf.terms import PREDICATE, SENSITIVE, Names, ck
from kg.store.disk import StoreBusyError, StoreError
from tests.asking import on_disk

CASES = tomllib.loads((Path(__file__).parent / "cases" / "bounds.toml").read_text("utf-8"))["case"]
HIDING = [
    "ASK {?a ?b ?c FILTER(?a<?b)SERVICE#>\n<http://127.0.0.1:9/>{?x ?y ?z}}",
    'ASK {?a ?b ?c FILTER(?a<?b#>"""\n)SERVICE <http://127.0.0.1:9/> {?x ?y ?z}#"""\n}',
    "ASK {?a ?b ?c FILTER(1<2#>'''\n)SERVICE <http://127.0.0.1:9/> {?x ?y ?z}#'''\n}",
]
"""Queries that are one thing to who takes ``<...>`` for an IRI, and another to who takes ``<`` for a comparison."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60] or "nothing")
def test_what_runs_and_what_is_refused(case: dict[str, Any]) -> None:
    update = case.get("update", False)
    if "refused" in case:
        with pytest.raises(RefusedError, match=case["refused"]):
            checked(case["text"], update=update)
    else:
        assert isinstance(checked(case["text"], update=update), Checked)


@pytest.mark.parametrize("query", HIDING)
def test_nothing_hides_behind_a_second_reading(query: str) -> None:
    """Oxigraph would call the service (the raw text is a query to it); what is given to it instead is none."""
    store = Store()
    store.add(Quad(NamedNode("http://e/a"), NamedNode("http://e/b"), Literal(1)))
    with pytest.raises(SyntaxError):
        store.query(checked(query).text)


PIECES = ["SERVICE", "service", "?s", "<http://e/>", *"{}#<().", "'", '"', "\\", "e:", "'''", "ASK", "\n", " "]


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_mix_of_words_calls_out(words: list[str]) -> None:
    """Whatever passes the check, Oxigraph either does not read it, or finds no call in it."""
    text = "PREFIX e: <http://e/> ASK { " + "".join(words) + " }"
    try:
        found = checked(text)
        Store().query(found.text)
    except (RefusedError, SyntaxError):
        return
    spoken = [token.text.casefold() for token in tokens(found.text) if token.kind in ("word", "name")]
    assert not any(word.startswith("service") for word in spoken)


@given(st.text(alphabet="aA1_:.-\\<>\"'{}()[]?$#@^ \n\t%é~|/", max_size=40))
def test_the_words_of_a_text_are_all_of_it(text: str) -> None:
    try:
        found = tokens(text)
    except NoTokenError:
        return
    assert all(text[token.start :].startswith(token.text) for token in found)
    again = [token.text for token in tokens(on_one_line(found))]
    assert again == [token.text.replace("\n", "\\n") for token in found]


HOSTILE = ["a." * 60_000, '"""' + 'a"' * 60_000, "<" * 120_000, "ex:" + "a.." * 40_000, "'" * 99_999]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_a_hostile_text_is_read_in_time(text: str) -> None:
    begin = time.process_time()
    with suppress(NoTokenError):
        tokens(text)
    assert time.process_time() - begin < 10


@pytest.mark.parametrize("letters", ["", "# now"])
def test_brackets_do_not_nest_without_end(letters: str) -> None:
    with pytest.raises(RefusedError, match="nest deeper"):
        checked("ASK { " + "{" * 200 + "}" * 200 + " } " + letters)


def test_a_query_that_never_answers_the_same_twice_is_told() -> None:
    assert checked("SELECT (NOW() AS ?x) {}").steady is False
    assert checked("SELECT ?now { ?s ?p ?now }").steady is True


def test_using_stands_before_each_where() -> None:
    text = "DELETE WHERE { ?s <http://e/a> 1 } ; INSERT { ?s <http://e/b> 'WHERE' } WHERE { ?s ?p ?o }"
    found = with_using(text, ["http://e/1"], ["http://e/2"])
    assert found.count("USING <http://e/1> USING NAMED <http://e/2> WHERE") == 1
    with pytest.raises(RefusedError):
        with_using("WITH <http://e/g> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", ["http://e/1"], [])


# --- rate ------------------------------------------------------------------------------------------------------------


def test_clients_have_each_their_own_rate_and_are_forgotten() -> None:
    now = [0.0]
    rate = Rate(1.0, lambda: now[0], remembered=2)
    assert [rate.wait("a") for _ in range(5)] == [0, 0, 0, 0, 1]
    assert rate.wait("b") == 0
    now[0] = 1.0
    assert rate.wait("a") == 0
    assert [rate.wait(name) for name in ("c", "d", "b")] == [0, 0, 0]


def test_this_machine_is_not_limited_unless_the_operator_says_so() -> None:
    assert all(Rate(None, lambda: 0.0).wait("127.0.0.1") == 0 for _ in range(1000))
    others = Rate(None, lambda: 0.0)
    assert any(others.wait("10.1.2.3") for _ in range(1000))


# --- processes -------------------------------------------------------------------------------------------------------


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
            "tests.test_bounds:doing", ("me",), Limits(**{"workers": 1, "seconds": 20.0, **limits})
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


def test_a_process_does_the_first_job_before_it_counts_as_ready() -> None:
    async def main() -> Any:
        async with Pool("tests.test_bounds:doing", ("me",), Limits(workers=1), lambda: "warm") as pool:
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
        async with Pool("tests.test_bounds:nobody", (), Limits(workers=1)):
            raise AssertionError("it started")

    with pytest.raises(DiedError):
        asyncio.run(main())


# --- what is served --------------------------------------------------------------------------------------------------


def test_the_public_copy_holds_nothing_sensitive_and_all_else(tmp_path: Path) -> None:
    path = on_disk(tmp_path / "graph")
    copy(path, tmp_path / "full")
    publish(tmp_path / "full", tmp_path / "public")
    full, public = (Store.read_only(str(tmp_path / name)) for name in ("full", "public"))
    assert any(full.quads_for_pattern(None, SENSITIVE, None, None))
    assert any(full.quads_for_pattern(None, PREDICATE, ck("hasCondition"), None))
    marked = {quad.graph_name for quad in public.quads_for_pattern(None, SENSITIVE, None, None)}
    assert marked == {Names().ontology_graph}, "only the ontology says what is sensitive"
    assert not any(public.quads_for_pattern(None, PREDICATE, ck("hasCondition"), None))
    assert not any(public.quads_for_pattern(None, ck("hasCondition"), None, None))
    marriages = list(full.quads_for_pattern(None, ck("marriedTo"), None, None))
    assert marriages
    assert set(marriages) == set(public.quads_for_pattern(None, ck("marriedTo"), None, None))
    with kg.store.open(tmp_path / "public", read_only=True) as graph:
        assert graph.articles()


def test_the_public_part_is_made_once_and_the_copy_goes_with_its_server(tmp_path: Path) -> None:
    path, told = on_disk(tmp_path / "graph"), list[str]()
    for _ in range(2):
        with served(path, sensitive=False, tell=told.append) as given:
            assert Reader(1 << 20).query(str(given.path), "ASK { ?s ?p ?o }", "json")[0] == 200
        assert not given.path.exists()
    assert len(told) == 1
    before = stamp(path, sensitive=False)
    with kg.store.open(path) as graph:
        graph.remove(graph.articles()[0])
    assert stamp(path, sensitive=False) != before
    with served(path, sensitive=False, tell=told.append):
        pass
    assert len(told) == 2
    assert len(list(tmp_path.glob(".graph.public-*"))) == 1


def test_a_store_that_is_being_written_is_not_copied(tmp_path: Path) -> None:
    import subprocess
    import sys

    path = on_disk(tmp_path / "graph")
    script = "import sys, pyoxigraph; store = pyoxigraph.Store(sys.argv[1]); print('open', flush=True); input()"
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(StoreBusyError, match="being written"):
            copy(path, tmp_path / "full")
        writer.communicate(b"\n")
    with pytest.raises(StoreError, match="no store yet"):
        copy(tmp_path / "nothing", tmp_path / "full")


def test_an_answer_has_no_more_bytes_than_it_may(tmp_path: Path) -> None:
    path = str(on_disk(tmp_path / "graph"))
    status, words, _ = Reader(1000).query(path, "SELECT * { ?s ?p ?o }", "json")
    assert (status, b"LIMIT" in words) == (400, True)
    assert Reader(1000).query(path, "SELECT * { ?s ?p ?o } LIMIT 1", "json")[0] == 200
