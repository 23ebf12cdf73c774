"""The index as tables: how items are written into SQLite, and how they come back.

``person`` holds an item a row; its ``id`` is the item's place by sitelinks, so that the first rows of any look-up are
the best known ones. ``name`` gives the ids of a name, ``tok`` those of a word, ``term`` the labels of what statements
name. What only this code reads (``facts``) is JSON, what others may ask in SQL is columns.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, TypeAlias, TypeVar

import numpy as np
import orjson

from kg.wikidata.keys import name_key
from kg.wikidata.model import Item, Ref, Relation, Snapshot

T = TypeVar("T")

FORMAT = "kg wikidata index 1"

Row: TypeAlias = tuple[int, str, str, str | None, str | None, int, str, str, bytes]
"""An item as columns: QID without its letter, label, description, born, died, sitelinks, aliases (a JSON array), the
look-up keys of label and aliases (a line each, in their order), facts."""

COLUMNS = "qid, label, descr, born, died, sitelinks, aliases, keys, facts"

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE person (id INTEGER PRIMARY KEY, qid INTEGER NOT NULL, label TEXT NOT NULL, descr TEXT NOT NULL,
                     born TEXT, died TEXT, sitelinks INTEGER NOT NULL, aliases TEXT NOT NULL, keys TEXT NOT NULL,
                     facts BLOB NOT NULL);
CREATE TABLE name (key TEXT, alias INTEGER, id INTEGER, PRIMARY KEY (key, alias, id)) WITHOUT ROWID;
CREATE TABLE tok (tok TEXT PRIMARY KEY, ids BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE term (qid INTEGER PRIMARY KEY, label TEXT NOT NULL);
CREATE TEMP TABLE names (key TEXT, alias INTEGER, id INTEGER);
CREATE TEMP TABLE toks (tok TEXT, id INTEGER);
"""


def to_row(item: Item) -> Row:
    """An item as a row.

    >>> to_row(Item("Q1", "Ann Lee", occupations=(Ref("Q33999"),)))
    (1, 'Ann Lee', '', None, None, 0, '[]', 'ann lee', b'{"occupations":[33999]}')
    """
    facts = {
        "kinds": [_number(qid) for qid in item.kinds],
        "sex": item.sex,
        "occupations": [_number(ref.qid) for ref in item.occupations],
        "citizenships": [_number(ref.qid) for ref in item.citizenships],
        "relations": [_short((one.property, _number(one.target), one.start, one.end)) for one in item.relations],
    }
    return (
        _number(item.qid),
        item.label,
        item.description,
        item.born,
        item.died,
        item.sitelinks,
        orjson.dumps(item.aliases).decode(),
        "\n".join(map(name_key, item.names)),
        orjson.dumps({key: value for key, value in facts.items() if value}),
    )


def from_row(row: Row, label_of: Callable[[int], str]) -> Item:
    """The item of a row; ``label_of`` gives the label of a term, or nothing.

    >>> from_row(to_row(Item("Q1", "Ann Lee", occupations=(Ref("Q33999"),))), {33999: "actor"}.__getitem__).occupations
    (Ref(qid='Q33999', label='actor'),)
    """
    number, label, description, born, died, sitelinks, aliases, _, facts = row
    kept: dict[str, Any] = orjson.loads(facts)
    return Item(
        qid=f"Q{number}",
        label=label,
        description=description,
        aliases=tuple(orjson.loads(aliases)),
        kinds=tuple(f"Q{one}" for one in kept.get("kinds", ())),
        born=born,
        died=died,
        sex=kept.get("sex", ""),
        sitelinks=sitelinks,
        occupations=tuple(Ref(f"Q{one}", label_of(one)) for one in kept.get("occupations", ())),
        citizenships=tuple(Ref(f"Q{one}", label_of(one)) for one in kept.get("citizenships", ())),
        relations=tuple(Relation(one[0], f"Q{one[1]}", *one[2:]) for one in kept.get("relations", ())),
    )


def order(item: Item) -> tuple[int, int]:
    """The place of an item among others: more sitelinks first, then the older QID."""
    return -item.sitelinks, _number(item.qid)


def write_index(
    db: sqlite3.Connection, rows: Iterable[Row], terms: Iterable[tuple[int, str]], date: str, source: str
) -> Snapshot:
    """Fill an empty database with the rows, the best known first (see `order`), and say what it holds.

    The hash is of what is kept, not of the dump: the same items give the same one however they were packed.
    """
    db.executescript(_TABLES)
    digest = hashlib.sha256()
    with db:
        for part in _parts(enumerate(rows, 1)):
            for _, row in part:
                digest.update(repr(row).encode())
            db.executemany("INSERT INTO person VALUES (?,?,?,?,?,?,?,?,?,?)", [(id_, *row) for id_, row in part])
            _write_names(db, [(id_, row[7].split("\n")) for id_, row in part])
        db.execute("INSERT INTO name SELECT key, alias, id FROM temp.names ORDER BY key, alias, id")
        words = db.execute("SELECT tok, id FROM temp.toks ORDER BY tok, id")
        db.executemany("INSERT INTO tok VALUES (?,?)", _postings(words))
        db.executemany("INSERT OR REPLACE INTO term VALUES (?,?)", terms)
        db.execute("CREATE UNIQUE INDEX person_qid ON person (qid)")
        snapshot = Snapshot(date, digest.hexdigest()[:16], source)
        meta = {"format": FORMAT, "date": date, "hash": snapshot.hash, "source": source}
        db.executemany("INSERT INTO meta VALUES (?,?)", sorted(meta.items()))
    db.executescript("DROP TABLE temp.names; DROP TABLE temp.toks;")
    return snapshot


def _write_names(db: sqlite3.Connection, named: list[tuple[int, list[str]]]) -> None:
    """Names and words go into temporary tables first, and from there sorted into their places, which is much faster.

    The first key of an item is its label's.
    """
    names = [(key, key != keys[0], id_) for id_, keys in named for key in set(keys)]
    words = [(word, id_) for id_, keys in named for word in set(" ".join(keys).split())]
    db.executemany("INSERT INTO temp.names VALUES (?,?,?)", names)
    db.executemany("INSERT INTO temp.toks VALUES (?,?)", words)


def _postings(words: Iterable[tuple[str, int]]) -> Iterator[tuple[str, bytes]]:
    for word, rows in groupby(words, itemgetter(0)):
        yield word, np.fromiter((id_ for _, id_ in rows), dtype="<u4").tobytes()


def _parts(rows: Iterable[T], size: int = 20_000) -> Iterator[list[T]]:
    rest = iter(rows)
    while part := list(islice(rest, size)):
        yield part


def _number(qid: str) -> int:
    return int(qid[1:])


def _short(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Without the empty places at its end."""
    length = len(values)
    while values[length - 1] is None:
        length -= 1
    return values[:length]
