"""The offline index: who a name may mean, in tens of microseconds, without a network."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache, reduce
from pathlib import Path
from types import TracebackType

import numpy as np
import orjson
from numpy.typing import NDArray

from kg.names import rules
from kg.wikidata.fuzzy import Vocabulary, likeness
from kg.wikidata.keys import name_key
from kg.wikidata.model import Hit, Item, Match, Snapshot
from kg.wikidata.tables import COLUMNS, FORMAT, from_row, order, to_row, write_index

Ids = NDArray[np.uint32]
_ENOUGH = 200
"""How many items with words like those of the name are looked at more closely: the best known ones."""


class IndexFileError(ValueError):
    """A file that is no index, or of another format; the message says what to do."""


class Index:
    """A `KnowledgeBase` in SQLite: open one with `open_index`, or make one in memory with `index_in_memory`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """Use a database that `write_index` has filled."""
        self._db = db
        self._terms = lru_cache(maxsize=4096)(self._term)

    def __enter__(self) -> Index:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __len__(self) -> int:
        """How many items there are."""
        return int(self._db.execute("SELECT count(*) FROM person").fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @cached_property
    def snapshot(self) -> Snapshot:
        """Which state of Wikidata this is."""
        meta = dict(self._db.execute("SELECT key, value FROM meta"))
        return Snapshot(meta["date"], meta["hash"], meta["source"])

    def item(self, qid: str) -> Item | None:
        """The item, or None if the index has none of that QID."""
        return self.items([qid]).get(qid)

    def items(self, qids: Iterable[str]) -> Mapping[str, Item]:
        """Those of the items that the index has."""
        found = {}
        for qid in dict.fromkeys(qids):
            number = int(qid[1:]) if qid[:1] == "Q" and qid[1:].isdecimal() else -1
            for row in self._db.execute(f"{_ROW} WHERE qid = ?", (number,)):
                found[qid] = from_row(row, self._terms)
        return found

    def named(self, name: str, limit: int = 20) -> tuple[Hit, ...]:
        """The items that the name may mean, by label, then alias, then words of a name.

        Only where none of these gives anything are words taken that are much like those of the name, among them the
        full forms of short names (Jen for Jennifer): fuzzy matches of a name that exists would be noise.
        """
        key = name_key(name)
        if not key or limit < 1:
            return ()
        hits = list(self._by_key(key, limit))
        if len(hits) < limit:
            seen = {hit.qid for hit in hits}
            hits += [hit for hit in self._by_words(key, limit + len(hits)) if hit.qid not in seen]
        return tuple(hits[:limit] or self._by_like_words(key, limit))

    def label(self, qid: str) -> str:
        """The label of an item or of something that statements name; empty if it is not known."""
        item = self.item(qid)
        return item.label if item else self._terms(int(qid[1:]))

    def __iter__(self) -> Iterator[Item]:
        """All items, the best known first."""
        for row in self._db.execute(f"{_ROW} ORDER BY id"):
            yield from_row(row, self._terms)

    def _term(self, number: int) -> str:
        row = self._db.execute("SELECT label FROM term WHERE qid = ?", (number,)).fetchone()
        return str(row[0]) if row else _common_terms().get(f"Q{number}", "")

    def _by_key(self, key: str, limit: int) -> Iterator[Hit]:
        found = dict(self._db.execute("SELECT id, alias FROM name WHERE key = ? LIMIT ?", (key, limit)).fetchall())
        for id_, qid, names, keys in self._names(found):
            yield Hit(qid, Match.ALIAS if found[id_] else Match.EXACT, 1.0, names[keys.index(key)])

    def _by_words(self, key: str, limit: int) -> list[Hit]:
        words = set(key.split())
        ids = reduce(_both, sorted((self._ids([word]) for word in words), key=len))
        hits = []
        for _, qid, names, keys in self._names(ids[:limit].tolist()):
            covered = [_coverage(words, one) for one in keys]
            if score := max(covered):
                hits.append(Hit(qid, Match.TOKEN, score, names[covered.index(score)]))
        return sorted(hits, key=lambda hit: -hit.score)

    def _by_like_words(self, key: str, limit: int) -> list[Hit]:
        words = key.split()
        likely = [self._vocabulary.like(word) for word in words]
        telling = sorted((self._ids(like) for like in likely if like), key=len)
        hits = []
        for _, qid, names, keys in self._names(reduce(_both, telling)[:_ENOUGH].tolist() if telling else ()):
            alike = [likeness(words, one.split(), likely) for one in keys]
            if score := max(alike):
                hits.append(Hit(qid, Match.FUZZY, score, names[alike.index(score)]))
        return sorted(hits, key=lambda hit: -hit.score)[:limit]

    def _names(self, ids: Collection[int]) -> Iterator[tuple[int, str, list[str], list[str]]]:
        """Of each item, in the order of the ids: its id, its QID, its names and their keys."""
        marks = ",".join("?" * len(ids))
        rows = self._db.execute(f"SELECT id, qid, label, aliases, keys FROM person WHERE id IN ({marks})", [*ids])
        places = {id_: place for place, id_ in enumerate(ids)}
        for id_, qid, label, aliases, keys in sorted(rows, key=lambda row: places[row[0]]):
            yield id_, f"Q{qid}", [label, *orjson.loads(aliases)], keys.split("\n")

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(word for (word,) in self._db.execute("SELECT tok FROM tok"))

    def _ids(self, words: Iterable[str]) -> Ids:
        """The ids of the items with any of the words in a name, in their order."""
        found: list[Ids] = []
        for word in words:
            for (ids,) in self._db.execute("SELECT ids FROM tok WHERE tok = ?", (word,)):
                found.append(np.frombuffer(ids, dtype="<u4"))
        if len(found) == 1:
            return found[0]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.uint32)


_ROW = f"SELECT {COLUMNS} FROM person"


def open_index(path: Path) -> Index:
    """The index in a file, for reading; several processes can read it at once.

    Raises IndexFileError for a file that is none, FileNotFoundError where there is no file.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path}: there is no index; `kg wikidata build-index DUMP -o {path}` makes one")
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        (form,) = db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    except (sqlite3.DatabaseError, TypeError):
        form = "something else"
    if form != FORMAT:
        db.close()
        raise IndexFileError(f"{path} holds {form}, not {FORMAT!r}: make it again with `kg wikidata build-index`")
    return Index(db)


def index_in_memory(items: Iterable[Item], *, date: str, source: str, terms: Iterable[tuple[str, str]] = ()) -> Index:
    """An index of a few thousand items at hand, in memory; ``terms`` are labels of what their statements name.

    >>> from kg.wikidata.model import Item
    >>> index = index_in_memory([Item("Q1", "Ann Lee", aliases=("Ann Bell",))], date="2026-01-05", source="a test")
    >>> index.named("ann bell")
    (Hit(qid='Q1', match=<Match.ALIAS: 'alias'>, score=1.0, name='Ann Bell'),)
    """
    db = sqlite3.connect(":memory:", check_same_thread=False)
    numbered = ((int(qid[1:]), label) for qid, label in terms)
    write_index(db, map(to_row, sorted(items, key=order)), numbered, date, source)
    return Index(db)


def _common_terms() -> Mapping[str, str]:
    """Labels of common occupations and countries, for indexes of dumps that were filtered to people."""
    return rules("wikidata_labels")


def _both(few: Ids, many: Ids) -> Ids:
    """What two sorted lists have in common; the shorter one first."""
    if not len(many):
        return many
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    common: Ids = few[many[at] == few]
    return common


def _coverage(words: set[str], key: str) -> float:
    """How much of a name the words are; 0 unless it has them all."""
    parts = key.split()
    return round(len(words) / len(parts), 3) if words.issubset(parts) else 0.0
