"""What runs, what is refused, and what is served."""

from __future__ import annotations

import time
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

import kg.store
from kg.bounds import Checked, Rate, RefusedError, checked, with_using
from kg.bounds.lexer import NoTokenError, on_one_line, tokens
from kg.bounds.reader import Reader
from kg.bounds.snapshot import copy, publish, served, stamp
from kg.rdf.read import statements
from kg.rdf.terms import EXACT, PREDICATE, SENSITIVE, Names, ck, term
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


def test_the_public_copy_loses_nothing_else(tmp_path: Path) -> None:
    """Of an article about adults with a child in it only claims about the child go, and the words that tell them."""
    path = on_disk(tmp_path / "graph")
    publish(path, tmp_path / "public")
    with kg.store.open(path, read_only=True) as full, kg.store.open(tmp_path / "public", read_only=True) as public:
        marked = {quad.subject for quad in full.store.quads_for_pattern(None, SENSITIVE, None, None)}
        kept = {one for one in statements(full.store) if NamedNode(one.id) not in marked}
        assert {one.id for one in kept} == {one.id for one in statements(public.store)}
        mixed = {one.article for one in kept} & {one.article for one in statements(full.store) if one not in kept}
        for article in map(NamedNode, mixed):
            spans = [(node, span) for (home, node), span in places(full.store) if home == article]
            lost = [span for node, span in spans if tells(full.store, node) & marked]
            left = [(node, span) for node, span in spans if tells(full.store, node) - marked]
            assert left
            for node, (start, end) in left:
                quoted = any(public.store.quads_for_pattern(node, EXACT, None, article))
                assert quoted or any(start < other_end and other < end for other, other_end in lost)


def tells(store: Store, evidence: NamedNode) -> set[Any]:
    """The claims that an evidence belongs to."""
    return {quad.subject for quad in store.quads_for_pattern(None, ck("evidence"), evidence, None)}


def places(store: Store) -> list[tuple[tuple[Any, Any], tuple[int, int]]]:
    """Every evidence with its graph, and where its words begin and end."""
    start, end = term("oa", "start"), term("oa", "end")
    ends = {
        bound: {
            (quad.graph_name, quad.subject): int(cast(Literal, quad.object).value)
            for quad in store.quads_for_pattern(None, bound, None, None)
        }
        for bound in (start, end)
    }
    return [(key, (ends[start][key], ends[end][key])) for key in ends[start]]


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
