from __future__ import annotations

import bz2
import gzip
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from kg.wikidata import (
    DumpError,
    Index,
    IndexFileError,
    Item,
    Match,
    Progress,
    Ref,
    Relation,
    build_index,
    choice,
    index_in_memory,
    index_of,
    open_index,
    starter_index,
)
from kg.wikidata.build import _STAGE
from kg.wikidata.dump import day_in_name
from kg.wikidata.fuzzy import Vocabulary
from kg.wikidata.keys import name_key
from kg.wikidata.starter import PATH, read_items, to_line
from kg.wikidata.tables import from_row, to_row
from tests.wikidata_samples import ACTOR, WORLD, dump_of, entity, item_value, statement

EITHER = (Match.EXACT, Match.ALIAS)
CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("index")
    (folder / "world-20260105.json").write_bytes(dump_of(WORLD))
    build_index(folder / "world-20260105.json", folder / "world.sqlite")
    with open_index(folder / "world.sqlite") as index:
        yield index


def hits(index: Index, name: str, limit: int = 20) -> list[tuple[str, str]]:
    return [(hit.qid, hit.match.value) for hit in index.named(name, limit)]


# --- looking up ------------------------------------------------------------------------------------------------------


def test_a_label_finds_all_namesakes_the_best_known_first(index: Index) -> None:
    assert hits(index, "Marisol Fenwick")[:2] == [("Q1001", "exact"), ("Q1003", "exact")]


@pytest.mark.parametrize("name", ["Mari Fenwick", "MARI FENWICK", "m.j. fenwick", "Maria Soledad Fenwick"])
def test_an_alias_is_found_however_it_is_written(index: Index, name: str) -> None:
    found = index.named(name)[0]
    assert (found.qid, found.match, found.score) == ("Q1001", Match.ALIAS, 1.0)


def test_the_name_of_a_hit_is_the_one_that_matched(index: Index) -> None:
    assert index.named("mj fenwick")[0].name == "M. J. Fenwick"
    assert index.named("fenwick")[0].name in {"Marisol Fenwick", "Mari Fenwick"}


def test_a_surname_finds_who_bears_it_best_known_first(index: Index) -> None:
    assert hits(index, "Fenwick") == [("Q1001", "token"), ("Q1003", "token")]


def test_a_word_said_twice_covers_no_more_of_a_name(index: Index) -> None:
    assert [hit.score for hit in index.named("Fenwick Fenwick")] == [hit.score for hit in index.named("Fenwick")]


def test_words_must_be_those_of_one_name(index: Index) -> None:
    """Ashdown is in one of her names and Soledad in another, so nobody is called Soledad Ashdown."""
    assert hits(index, "Marisol Ashdown") == [("Q1001", "token")]
    assert hits(index, "Soledad Ashdown") == []


@pytest.mark.parametrize("name", ["Marisol Fennwick", "Marisol Fenwcik", "Marisol Fenwik", "Jenifer Quillfeathr"])
def test_a_slip_of_the_pen_is_forgiven(index: Index, name: str) -> None:
    found = index.named(name)
    assert found
    assert found[0].match is Match.FUZZY
    assert found[0].score < 1
    assert found[0].qid in {"Q1001", "Q1004"}


@given(st.lists(st.text("abcdeé", min_size=4, max_size=9), unique=True), st.text("abcdef", min_size=4, max_size=9))
def test_no_word_that_is_alike_is_passed_over(words: list[str], word: str) -> None:
    found = Vocabulary(words).like(word)
    scores = {one: OSA.normalized_similarity(word, one) for one in words}
    alike = sorted((one for one in words if scores[one] >= 0.75), key=lambda one: -scores[one])
    assert len(found.keys() - {word}) == min(12, len(alike) - (word in alike)) or len(alike) > 12
    assert found.keys() - {word} <= set(alike)


def test_a_short_name_finds_the_full_one(index: Index) -> None:
    assert hits(index, "Jen Quillfeather") == [("Q1004", "fuzzy")]
    assert hits(index, "J. Quillfeather") == [("Q1004", "fuzzy")]


def test_initials_and_short_words_are_never_taken_for_others(index: Index) -> None:
    """Whole strings would score 95 of 100 here, and the two are father and son."""
    assert hits(index, "Jonas W. Plank") == [("Q1006", "exact")]
    assert hits(index, "Jonas H. W. Plank") == [("Q1005", "exact")]
    assert hits(index, "Jonas X. Plank") == []


def test_fuzzy_matches_only_where_nothing_else_matches(index: Index) -> None:
    assert {hit.match for hit in index.named("Cassius Holloway")} == {Match.EXACT}


@pytest.mark.parametrize("name", ["", "...", "Nobody Whatever", "Мария", "!!!", "x" * 500])
def test_a_name_of_nobody_finds_nobody(index: Index, name: str) -> None:
    assert hits(index, name) == []


def test_no_more_hits_than_asked_for(index: Index) -> None:
    assert len(index.named("Marisol Fenwick", 1)) == 1
    assert index.named("Marisol Fenwick", 0) == ()


def test_items_come_back_as_they_were_read_with_labels_of_terms(index: Index) -> None:
    item = index.item("Q1001")
    assert item is not None
    assert item.occupations == (Ref(ACTOR, "actor"),)
    assert item.citizenships == (Ref("Q900", "Ruritania"),)
    assert item.relations == (Relation("P26", "Q1002", "2014-05", "2021"),)
    assert item.born == "1980-10-21"
    assert item.aliases[0] == "Mari Fenwick"


def test_unknown_items_are_none(index: Index) -> None:
    assert index.item("Q424242") is None
    assert index.item("nonsense") is None
    assert index.items(["Q1001", "Q5", "Q1001"]).keys() == {"Q1001"}


def test_all_items_come_best_known_first(index: Index) -> None:
    assert [item.qid for item in index] == ["Q1001", "Q1006", "Q1002", "Q1005", "Q1004", "Q1003"]
    assert len(index) == 6


def test_labels_of_items_and_of_terms(index: Index) -> None:
    assert [index.label(qid) for qid in ("Q1002", ACTOR, "Q30", "Q31313131")] == [
        "Cassius Holloway",
        "actor",
        "United States of America",
        "",
    ]


names = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)
items = st.lists(
    st.builds(
        Item,
        qid=st.integers(1, 10**9).map(lambda number: f"Q{number}"),
        label=names,
        aliases=st.lists(names, max_size=3).map(tuple),
        born=st.sampled_from([None, "1980", "1980-10-21"]),
        sitelinks=st.integers(0, 300),
        relations=st.just((Relation("P26", "Q2", None, "1999"), Relation("P40", "Q3"))),
    ),
    max_size=8,
    unique_by=lambda item: item.qid,
)


@given(items)
def test_every_item_survives_and_is_found_by_its_names(some: list[Item]) -> None:
    with index_in_memory(some, date="2026-01-05", source="a test") as index:
        assert {item.qid: item for item in index} == {item.qid: item for item in some}
        for item in some:
            for name in item.names:
                if name_key(name):
                    assert item.qid in {hit.qid for hit in index.named(name, 100) if hit.match in EITHER}


@given(items)
def test_a_row_is_an_item(some: list[Item]) -> None:
    for item in some:
        assert from_row(to_row(item), lambda _: "") == item


# --- building --------------------------------------------------------------------------------------------------------


def packed_zst(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, packed_zst], ids=["plain", "gz", "bz2", "zst"])
def test_the_same_index_however_the_dump_is_packed(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / "dump").write_bytes(pack(dump_of(WORLD)))
    snapshot = build_index(tmp_path / "dump", tmp_path / "index")
    (tmp_path / "plain").write_bytes(dump_of(WORLD))
    assert snapshot.hash == build_index(tmp_path / "plain", tmp_path / "other").hash
    assert snapshot.date == "2026-02-03"  # the newest edit, as the name of the dump tells none


def test_a_dump_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Piped:
        buffer = io.BufferedReader(io.BytesIO(gzip.compress(dump_of(WORLD))))

        def close(self) -> None:
            """What a worker process does with the standard input that it inherits."""

    monkeypatch.setattr(sys, "stdin", Piped())
    assert build_index(Path("-"), tmp_path / "index").source == "-"
    with open_index(tmp_path / "index") as index:
        assert hits(index, "Cassius Holloway") == [("Q1002", "exact")]


def test_lines_without_the_array_around_them_are_a_dump_too(tmp_path: Path) -> None:
    (tmp_path / "dump").write_bytes(b"\n".join(dump_of([one]).splitlines()[1] for one in WORLD))
    build_index(tmp_path / "dump", tmp_path / "index")
    with open_index(tmp_path / "index") as index:
        assert len(index) == 6


def built(tmp_path: Path, **options: object) -> list[str]:
    (tmp_path / "dump").write_bytes(dump_of(WORLD))
    build_index(tmp_path / "dump", tmp_path / "index", choice(**options))  # type: ignore[arg-type]
    with open_index(tmp_path / "index") as index:
        return [item.qid for item in index]


def test_only_items_with_enough_pages(tmp_path: Path) -> None:
    assert built(tmp_path, min_sitelinks=12) == ["Q1001", "Q1006", "Q1002", "Q1005"]


def test_only_people_with_a_statement(tmp_path: Path) -> None:
    assert built(tmp_path, humans_with=("P106 in Q33999,Q177220",)) == ["Q1001", "Q1002", "Q1004"]
    assert built(tmp_path, humans_with=("P106 in Q33999", "P27 in Q900")) == ["Q1001"]


def test_also_other_kinds_by_group_or_class(tmp_path: Path) -> None:
    assert "Q1007" in built(tmp_path, also=("organisations",))
    assert "Q1008" in built(tmp_path, also=("Q79007",))


def test_words_that_mean_nothing_are_refused_with_what_to_give() -> None:
    with pytest.raises(DumpError, match="P106 in Q33999"):
        choice(humans_with=("actors",))
    with pytest.raises(DumpError, match="awards, organisations, places, works"):
        choice(also=("bands",))


def test_an_item_that_stands_twice_is_kept_once(tmp_path: Path) -> None:
    (tmp_path / "dump").write_bytes(dump_of([*WORLD, {**WORLD[0], "sitelinks": {}}]))
    build_index(tmp_path / "dump", tmp_path / "index")
    with open_index(tmp_path / "index") as index:
        assert len(index) == 6
        assert index.item("Q1001").sitelinks == 40  # type: ignore[union-attr]


def test_the_date_is_given_or_in_the_name_or_that_of_the_newest_edit(tmp_path: Path) -> None:
    (tmp_path / "wikidata-20260105-all.json").write_bytes(dump_of(WORLD))
    dump = tmp_path / "wikidata-20260105-all.json"
    assert build_index(dump, tmp_path / "a").date == "2026-01-05"
    assert build_index(dump, tmp_path / "b", date="2026-01-06").date == "2026-01-06"
    assert day_in_name(Path("2026-01-05.json.gz")) == "2026-01-05"
    assert day_in_name(Path("Q20260105x.json")) == "2026-01-05"


def test_a_cut_dump_is_told_and_the_whole_one_goes_on(tmp_path: Path) -> None:
    whole = dump_of(many(400))
    dump, out = tmp_path / "dump.gz", tmp_path / "index"
    for cut in (gzip.compress(whole)[:-2000], gzip.compress(whole[:-150])):
        dump.write_bytes(cut)
        with pytest.raises(DumpError, match="fetch"):
            build_index(dump, out)
        assert not out.exists()
    dump.write_bytes(gzip.compress(whole))
    build_index(dump, out)
    with open_index(out) as index:
        assert len(index) == 400
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dump.gz", "index"]


def many(count: int) -> list[dict[str, object]]:
    """Invented people with a statement each, so that batches have something to hold."""
    return [
        entity(f"Q{5000 + number}", f"Person Number{number}", sitelinks=number % 7, claims={
            "P106": [statement(item_value(ACTOR))] * 20})
        for number in range(count)
    ]  # fmt: skip


def test_a_build_that_was_killed_goes_on(tmp_path: Path) -> None:
    """The process is killed for good (SIGKILL) when it has told of its progress twice."""
    dump, out = tmp_path / "dump.json.gz", tmp_path / "index.sqlite"
    dump.write_bytes(gzip.compress(dump_of(many(2500)), 1))
    program = (
        "import sys, time; from pathlib import Path; from kg.wikidata import build_index, dump\n"
        "dump.batches.__defaults__ = (1 << 17,)\n"
        "def tell(progress): print(progress.done, progress.kept, flush=True); time.sleep(0.05)\n"
        "build_index(Path(sys.argv[1]), Path(sys.argv[2]), progress=tell)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(dump), str(out)], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
    )
    assert process.stdout is not None
    with process.stdout:
        told = [process.stdout.readline() for _ in range(2)]
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        workers = children.read_text().split() if children.exists() else []
        process.send_signal(signal.SIGKILL)
    process.wait()
    assert not out.exists()
    seen: list[Progress] = []
    build_index(dump, out, progress=seen.append)
    assert seen[0].done > int(told[-1].split()[0])
    assert seen[0].kept > int(told[-1].split()[1])
    with open_index(out) as index:
        assert len(index) == 2500
        again = build_index(dump, tmp_path / "again.sqlite")
        assert index.snapshot == again
    deadline = time.monotonic() + 10
    while [pid for pid in workers if alive(int(pid))] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in workers if alive(int(pid))], "workers must end with the one that they work for"


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_what_was_begun_is_not_gone_on_with_otherwise(tmp_path: Path) -> None:
    import sqlite3

    (tmp_path / "dump").write_bytes(dump_of(WORLD))
    with sqlite3.connect(tmp_path / "index.part") as part:
        part.executescript(_STAGE)
        part.execute("INSERT INTO state VALUES ('dump', 'another.json')")
    part.close()
    with pytest.raises(DumpError, match=r"another\.json, not dump"):
        build_index(tmp_path / "dump", tmp_path / "index")


def test_a_file_that_is_no_index_is_told(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("hello")
    with pytest.raises(IndexFileError, match="build-index"):
        open_index(tmp_path / "text")
    with pytest.raises(FileNotFoundError, match="build-index"):
        open_index(tmp_path / "nothing")
    with pytest.raises(FileNotFoundError):
        build_index(tmp_path / "nothing", tmp_path / "index")


def test_an_index_of_items_at_hand_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    some = list(read_items(PATH))
    for name, order in (("a", some), ("b", some[::-1])):
        index_of(order, tmp_path / name, date="2026-01-05", source="here", terms=[("Q900", "Ruritania")])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


# --- the starter index -----------------------------------------------------------------------------------------------


def test_the_starter_index_knows_the_family_of_the_seed_article() -> None:
    index = starter_index()
    for name, qid in {"Kim Kardashian": "Q186304", "Kanye West": "Q15935", "Kourtney Kardashian": "Q575689"}.items():
        assert [hit.qid for hit in index.named(name) if hit.match in EITHER] == [qid]
    kim, kanye = index.item("Q186304"), index.item("Q15935")
    assert kim is not None
    assert kanye is not None
    assert "Q15935" in kim.related("P26")
    assert set(kim.related("P40")) == set(kanye.related("P40"))
    assert "Q575689" in kim.related("P3373")


def test_the_starter_index_has_namesakes_and_other_things() -> None:
    index = starter_index()
    assert len({hit.qid for hit in index.named("Steve Clark") if hit.match is Match.EXACT}) >= 5
    assert {"Q60", "Q65", "Q103618", "Q132689"} <= index.items(["Q60", "Q65", "Q103618", "Q132689"]).keys()
    assert sum(item.is_human for item in index) > 500


def test_the_starter_file_is_sorted_and_reads_as_written() -> None:
    lines = PATH.read_text("utf-8").splitlines()
    some = list(read_items(PATH))
    assert [to_line(item) for item in some] == lines
    numbers = [int(item.qid[1:]) for item in some]
    assert numbers == sorted(set(numbers))


def test_spouses_and_siblings_of_the_starter_file_agree() -> None:
    by_qid = {item.qid: item for item in read_items(PATH)}
    one_sided = [
        (item.qid, property_, other)
        for item in by_qid.values()
        for property_ in ("P26", "P3373")
        for other in item.related(property_)
        if other in by_qid and item.qid not in by_qid[other].related(property_)
    ]
    assert not one_sided
