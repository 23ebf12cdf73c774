"""The offline index: who a name may mean, in tens of microseconds, without a network."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, reduce
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

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

_MAPPED = 1 << 40
"""How many bytes of a file may be read as memory, which spares a copy of each page: all (SQLite has its own bound)."""


class IndexFileError(ValueError):
    """A file that is no index, or of another format; the message says what to do."""


class _Entry(NamedTuple):
    """The names of an item as the index keeps them: read only as far as a look-up needs, since it looks at many."""

    qid: int
    label: str
    aliases: str
    keys: str

    def hit(self, match: Match, key: str, score: float = 1.0) -> Hit:
        """The item as found by the name of this key."""
        place = 0 if self.keys.startswith(f"{key}\n") else self.keys.split("\n").index(key)
        name = orjson.loads(self.aliases)[place - 1] if place else self.label
        return Hit(f"Q{self.qid}", match, score, name)

    def covered(self, words: list[str]) -> Hit | None:
        """The item as found by the name of which the words are most; None if no name has them all."""
        best, key = 0.0, ""
        for one in self.keys.split("\n"):
            parts = one.split()
            if len(words) > best * len(parts) and all(word in parts for word in words):
                best, key = len(words) / len(parts), one
        return self.hit(Match.TOKEN, key, round(best, 3)) if key else None

    def alike(self, words: list[str], likely: Sequence[Mapping[str, float]]) -> Hit | None:
        """The item as found by the name that is most like the words (see `kg.wikidata.fuzzy.likeness`)."""
        scores = {key: likeness(words, key.split(), likely) for key in self.keys.split("\n")}
        key = max(scores, key=scores.__getitem__)
        return self.hit(Match.FUZZY, key, scores[key]) if scores[key] else None


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
        words = key.split()
        apart = [*dict.fromkeys(words)]
        whole = dict(self._db.execute("SELECT id, alias FROM name WHERE key = ? LIMIT ?", (key, limit)))
        ids = [*whole]
        if len(whole) < limit:
            ids += [id_ for id_ in self._with_words(apart)[: limit + len(whole)].tolist() if id_ not in whole]
        entries = self._entries(ids)
        hits = [entries[id_].hit(Match.ALIAS if alias else Match.EXACT, key) for id_, alias in whole.items()]
        hits += _best(entries[id_].covered(apart) for id_ in ids[len(whole) :])
        return tuple(hits[:limit] or self._by_like_words(words, limit))

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

    def _by_like_words(self, words: list[str], limit: int) -> list[Hit]:
        likely = [self._vocabulary.like(word) for word in words]
        telling = sorted((self._ids(like) for like in likely if like), key=len)
        ids = reduce(_both, telling)[:_ENOUGH].tolist() if telling else []
        entries = self._entries(ids)
        return _best(entries[id_].alike(words, likely) for id_ in ids)[:limit]

    def _entries(self, ids: Collection[int]) -> dict[int, _Entry]:
        """The names of some items, by their ids."""
        marks = ",".join("?" * len(ids))
        rows = self._db.execute(f"SELECT id, qid, label, aliases, keys FROM person WHERE id IN ({marks})", [*ids])
        return {row[0]: _Entry(*row[1:]) for row in rows}

    def _with_words(self, words: Collection[str]) -> Ids:
        """The ids of the items that have all of the words in their names, in their order."""
        found = self._postings(words)
        return reduce(_both, sorted(found, key=len)) if len(found) == len(words) else np.empty(0, np.uint32)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(word for (word,) in self._db.execute("SELECT tok FROM tok"))

    def _ids(self, words: Collection[str]) -> Ids:
        """The ids of the items with any of the words in a name, in their order."""
        found = self._postings(words)
        if len(found) == 1:
            return found[0]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.uint32)

    def _postings(self, words: Collection[str]) -> list[Ids]:
        """The ids of the items with a word in a name, for each of the words that there is."""
        marks = ",".join("?" * len(words))
        found = self._db.execute(f"SELECT ids FROM tok WHERE tok IN ({marks})", [*words])
        return [np.frombuffer(ids, dtype="<u4") for (ids,) in found]


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
    db.execute(f"PRAGMA mmap_size={_MAPPED}")
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


def _best(found: Iterable[Hit | None]) -> list[Hit]:
    """The hits there are, by their scores; those of one score in the order in which they come."""
    return sorted((hit for hit in found if hit), key=lambda hit: -hit.score)


def _both(few: Ids, many: Ids) -> Ids:
    """What two sorted lists have in common; the shorter one first."""
    if not len(many):
        return many
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    common: Ids = few[many[at] == few]
    return common
