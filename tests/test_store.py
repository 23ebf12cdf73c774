"""The store: twice is once, a correction replaces, removal leaves nothing, nothing is half-written."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg.store
from kg.belief import Policy
from kg.model import Extraction, Status
from kg.rdf.result import Table
from kg.rdf.terms import LABEL, ck
from kg.store import Graph, StoreBusyError, StoreError, disk
from kg.store.graph import sorted_bytes
from tests.graph_samples import Writer, small_world
from tests.graph_strategies import worlds

DEFAULT = ox.DefaultGraph()


def couple(identifier: str = "t/1", day: date = date(2020, 5, 1), status: str = "asserted") -> Extraction:
    w = Writer(identifier, day)
    w.line("[Ada Example] married [Bo Sample].").says("Ada Example", "marriedTo", "Bo Sample", status=status)
    return w.extraction()


def believed(graph: Graph, predicate: str = "marriedTo") -> set[tuple[str, str]]:
    quads = graph.store.quads_for_pattern(None, ck(predicate), None, DEFAULT)
    return {(str(quad.subject).strip("<>").rpartition("/")[2], _end(quad.object)) for quad in quads}


def _end(thing: object) -> str:
    return thing.value if isinstance(thing, ox.Literal) else str(thing).strip("<>").rpartition("/")[2]


BOTH = {("ada-example", "bo-sample"), ("bo-sample", "ada-example")}


def test_a_symmetric_belief_stands_both_ways_and_an_inverse_not_at_all() -> None:
    with kg.store.open() as graph:
        graph.replace(small_world())
        assert ("marisol-vantresca", "dorian-quillfeather") in believed(graph)
        assert ("dorian-quillfeather", "marisol-vantresca") in believed(graph)
        assert ("marisol-vantresca", "juniper-quillfeather") in believed(graph, "parentOf")
        assert believed(graph, "childOf") == set()


def test_what_is_only_said_is_not_in_the_default_graph() -> None:
    with kg.store.open() as graph:
        graph.replace(small_world())
        assert ("dorian-quillfeather", "ines-calloway") not in believed(graph, "partnerOf")
        assert believed(graph, "hasCondition") == set()
        assert not list(graph.store.quads_for_pattern(None, None, ck("Diagnosis"), DEFAULT))


def test_the_same_articles_twice_change_nothing() -> None:
    with kg.store.open() as graph:
        graph.replace(small_world())
        before = sorted_bytes(graph)
        for again in (small_world(), small_world()[2:3], reversed(small_world())):
            assert not graph.replace(again)
        assert sorted_bytes(graph) == before


def test_one_by_one_is_as_good_as_all_at_once() -> None:
    with kg.store.open() as one, kg.store.open() as other:
        one.replace(small_world())
        for extraction in small_world():
            other.replace([extraction])
        assert sorted_bytes(one) == sorted_bytes(other)


def test_a_corrected_article_replaces_its_own_graph_and_what_followed_from_it() -> None:
    with kg.store.open() as graph:
        graph.replace([couple(), couple("t/2", status="reported")])
        assert believed(graph) == BOTH
        change = graph.replace([couple(status="possible")])
        assert change.articles == (graph.names.article("t/1").value,)
        assert believed(graph) == set()
        assert {one.status for one in graph.statements()} == {Status.POSSIBLE, Status.REPORTED}
        graph.replace([couple()])
        assert believed(graph) == BOTH


def test_a_later_denial_takes_a_belief_away_and_its_removal_gives_it_back() -> None:
    with kg.store.open() as graph:
        graph.replace([couple()])
        graph.replace([couple("t/2", date(2021, 1, 1), "denied")])
        assert believed(graph) == set()
        graph.remove("t/2")
        assert believed(graph) == BOTH


def test_a_belief_lives_as_long_as_one_article_attests_it() -> None:
    with kg.store.open() as graph:
        graph.replace([couple(), couple("t/2", date(2021, 1, 1))])
        graph.remove("t/1")
        assert believed(graph) == BOTH
        graph.remove(["t/2"])
        assert graph.quads(DEFAULT) == []
        assert graph.quads(graph.names.identity_graph) == []
        assert graph.articles() == []


def test_labels_follow_what_articles_print() -> None:
    def labels() -> set[str]:
        quads = graph.store.quads_for_pattern(None, LABEL, None, DEFAULT)
        return {_end(quad.object) for quad in quads if "zoe" in str(quad.subject)}

    with kg.store.open() as graph:
        for identifier, name in (("t/1", "Zoe Unal"), ("t/2", "Zoë Ünal"), ("t/3", "Zoë Ünal")):
            w = Writer(identifier, date(2020, 1, 1))
            w.line(f"[{name}] sings.").says(name, "occupation", "singer")
            graph.replace([w.extraction()])
        assert labels() == {"Zoë Ünal"}
        assert ox.Literal("Zoe Unal") in {quad.object for quad in graph.quads(DEFAULT)}
        graph.remove(["t/2", "t/3"])
        assert labels() == {"Zoe Unal"}


def test_removing_an_unknown_article_says_so_and_changes_nothing() -> None:
    with kg.store.open() as graph:
        graph.replace([couple()])
        before = sorted_bytes(graph)
        with pytest.raises(KeyError, match="no article 't/9'"):
            graph.remove(["t/1", "t/9"])
        assert sorted_bytes(graph) == before


def test_a_bad_article_leaves_the_graph_as_it_was() -> None:
    bad = couple("t/2")
    bad = replace(bad, claims=(replace(bad.claims[0], predicate="rivalOf"),))
    with kg.store.open() as graph:
        graph.replace([couple()])
        before = sorted_bytes(graph)
        with pytest.raises(ValueError, match="t/2: unknown predicate"):
            graph.replace([couple("t/3"), bad])
        with pytest.raises(ValueError, match="t/4: this article comes twice"):
            graph.replace([couple("t/4"), couple("t/4")])
        assert sorted_bytes(graph) == before


def test_another_policy_believes_anew() -> None:
    with kg.store.open() as graph:
        graph.replace([couple(status="reported")])
        assert believed(graph) == set()
        policy = Policy(frozenset({Status.ASSERTED, Status.REPORTED}))
        object.__setattr__(graph.settings, "policy", policy)
        graph.replace([couple("t/2", status="planned")])
        assert believed(graph) == BOTH
        assert not graph.derive_again()


def test_queries_bind_values_and_know_the_prefixes() -> None:
    with kg.store.open() as graph:
        graph.replace(small_world())
        rows = graph.query(
            "SELECT ?who ?spouse WHERE { ?who ck:marriedTo ?spouse } ORDER BY ?spouse",
            {"who": graph.names.node("person", "tamsin-okonjo")},
        )
        assert isinstance(rows, Table)
        assert [_end(spouse) for _, spouse in rows.rows] == ["cassius-holloway"]


def test_a_value_is_never_read_as_query_text() -> None:
    with kg.store.open() as graph:
        graph.replace(small_world())
        evil = ox.Literal('" } DELETE WHERE { ?s ?p ?o } #')
        rows = graph.query("SELECT ?name ?s WHERE { ?s rdfs:label ?name }", {"name": evil})
        assert isinstance(rows, Table)
        assert rows.rows == ()


def test_the_default_graph_is_not_the_union_of_all() -> None:
    with kg.store.open() as graph:
        graph.replace([couple()])
        assert not graph.query("ASK { ?claim a ck:Claim }")
        assert graph.query("ASK { GRAPH ?article { ?claim a ck:Claim } }")


def test_rdflib_sees_the_same() -> None:
    with kg.store.open() as graph:
        graph.replace([couple()])
        dataset = graph.to_rdflib()
        assert len(list(dataset.quads())) == len(graph)
        rows = dataset.query("PREFIX ck: <https://celebrity-kg.example/ontology#> SELECT ?a { ?a ck:marriedTo ?b }")
        assert len(list(rows)) == 2


def test_a_closed_graph_says_so() -> None:
    graph = kg.store.open()
    graph.close()
    graph.close()
    with pytest.raises(StoreError, match="closed"):
        graph.articles()


# --- on disk ---------------------------------------------------------------------------------------------------------


def test_a_folder_comes_into_being_with_the_first_articles_and_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "store"
    with kg.store.open(path) as graph:
        assert graph.articles() == []
        assert not path.exists()
        graph.replace(small_world()[:3])
        graph.replace(small_world()[3:])
        expected = sorted_bytes(graph)
    assert [entry.name for entry in path.parent.iterdir()] == ["store"]
    with kg.store.open(path, read_only=True) as graph:
        assert sorted_bytes(graph) == expected
        with pytest.raises(StoreError, match="reading only"):
            graph.replace(small_world())
    with kg.store.open() as memory:
        memory.replace(small_world())
        assert sorted_bytes(memory) == expected


def test_a_failed_first_build_leaves_no_folder(tmp_path: Path) -> None:
    bad = couple()
    bad = replace(bad, claims=(replace(bad.claims[0], predicate="rivalOf"),))
    with kg.store.open(tmp_path / "store") as graph, pytest.raises(ValueError, match="unknown predicate"):
        graph.replace([bad])
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_breaks_off_leaves_the_folder_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class BrokenError(Exception):
        pass

    def half(store: object, quads: object) -> None:
        raise BrokenError

    monkeypatch.setattr(disk, "Store", type("Store", (), {"__init__": lambda self, path: None, "bulk_extend": half}))
    with kg.store.open(tmp_path / "store") as graph, pytest.raises(BrokenError):
        graph.replace(small_world())
    assert list(tmp_path.iterdir()) == []


def test_what_a_dead_builder_left_is_cleared_and_a_living_ones_is_not(tmp_path: Path) -> None:
    process = multiprocessing.get_context("fork").Process(target=int)
    process.start()
    process.join()
    dead, alive = tmp_path / f".store.building-{process.pid}", tmp_path / ".store.building-1"
    for folder in (dead, alive):
        folder.mkdir()
    with kg.store.open(tmp_path / "store") as graph:
        graph.replace([couple()])
    assert not dead.exists()
    assert alive.exists()


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "store"
    path.mkdir()
    with kg.store.open(path) as graph:
        graph.replace([couple()])
        assert graph.articles() == ["t/1"]


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with kg.store.open(tmp_path / "store") as graph:
        graph.replace([couple()])
        with pytest.raises(StoreBusyError, match=r"being written by .*: try again when it is done"):
            kg.store.open(tmp_path / "store")
    with kg.store.open(tmp_path / "store") as graph:
        assert graph.articles() == ["t/1"]


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux tells who holds a lock")
def test_a_second_writer_is_told_who_holds_the_store(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with kg.store.open(path) as graph:
        graph.replace([couple()])
    hold = "import sys, kg.store; graph = kg.store.open(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(StoreBusyError, match=rf"written by process {other.pid} \(-c import sys"):
            kg.store.open(path)
        other.communicate(b"")
    assert disk.holder(path) == "another process"


def test_a_store_where_nothing_can_be_written_is_told_with_its_folder() -> None:
    with (
        kg.store.open(Path("/proc/store")) as graph,
        pytest.raises(StoreError, match=r"^/proc/store cannot be written"),
    ):
        graph.replace([couple()])


def test_two_first_builders_do_not_overwrite_each_other(tmp_path: Path) -> None:
    with kg.store.open(tmp_path / "store") as one, kg.store.open(tmp_path / "store") as two:
        one.replace([couple("t/1")])
        with pytest.raises(StoreBusyError, match="in the meantime"):
            two.replace([couple("t/2")])
        assert one.articles() == ["t/1"]


def test_a_missing_store_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store yet"):
        kg.store.open(tmp_path / "store", read_only=True)


def test_other_peoples_folders_and_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_text("x")
    with pytest.raises(StoreError, match="other files"):
        kg.store.open(tmp_path)
    with pytest.raises(StoreError, match="is a file"):
        kg.store.open(tmp_path / "photo.jpg")
    foreign = ox.Store(str(tmp_path / "foreign"))
    foreign.add(ox.Quad(ck("a"), ck("b"), ck("c")))
    foreign.flush()
    del foreign
    with pytest.raises(StoreError, match="not one of ours"):
        kg.store.open(tmp_path / "foreign")


def test_a_store_remembers_its_base(tmp_path: Path) -> None:
    path, base = tmp_path / "store", "https://stars.example/"
    with kg.store.open(path, base=base) as graph:
        graph.replace([couple()])
    with kg.store.open(path) as graph:
        assert graph.names.base == base
        assert not graph.replace([couple()])
    with pytest.raises(StoreError, match=r"was made with the base https://stars\.example/"):
        kg.store.open(path, base="https://other.example/")


def test_a_store_of_another_format_must_be_rebuilt(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with kg.store.open(path) as graph:
        graph.replace([couple()])
        meta = graph.names.meta_graph
        graph.store.update(f"DELETE WHERE {{ GRAPH {meta} {{ {meta} {ck('format')} ?f }} }}")
        graph.store.add(ox.Quad(meta, ck("format"), ox.Literal(99), meta))
    with pytest.raises(StoreError, match="has format 99"):
        kg.store.open(path)


# --- properties ------------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(worlds())
def test_what_is_derived_step_by_step_is_what_is_derived_at_once(world: tuple[Extraction, ...]) -> None:
    with kg.store.open() as graph:
        for extraction in world:
            graph.replace([extraction])
            assert not graph.derive_again()
        before = sorted_bytes(graph)
        for extraction in world:
            assert not graph.replace([extraction])
        assert sorted_bytes(graph) == before
        for extraction in world:
            graph.remove(extraction.article.id)
            assert not graph.derive_again()
        assert graph.quads(DEFAULT) == []


@settings(max_examples=25, deadline=None)
@given(worlds(), st.data())
def test_marks_on_minors_are_the_same_in_whatever_order_articles_come(
    world: tuple[Extraction, ...], data: st.DataObject
) -> None:
    def marks(graph: Graph) -> set[str]:
        return {str(quad) for quad in graph.store.quads_for_pattern(None, ck("sensitivity"), None, None)}

    shuffled = data.draw(st.permutations(world))
    full = [replace(one, claims=tuple(claim for claim in one.claims if " " in claim.subject.label)) for one in shuffled]
    with kg.store.open() as one, kg.store.open() as other:
        one.replace(full)
        for extraction in full:
            other.replace([extraction])
        assert marks(one) == marks(other)


def test_reading_the_same_articles_again_changes_no_article() -> None:
    """Those with children too: their marks come from the ages, not from the article's own claims."""
    with kg.store.open() as graph:
        assert graph.replace(small_world()).articles
        assert graph.replace(small_world()).articles == ()
