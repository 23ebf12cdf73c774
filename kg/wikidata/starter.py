"""The starter index that the package ships: widely known people, their families and their namesakes.

``starter.jsonl`` has an item a line, sorted by QID, so that a change of it can be read. It is small on purpose: enough
to try linking without a network or a dump; `kg wikidata build-index` makes a whole one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import orjson

from kg.wikidata.index import Index, index_in_memory
from kg.wikidata.model import Item, Ref, Relation

PATH = Path(__file__).with_name("starter.jsonl")
DATE = "2026-06-25"
"""That of the newest of the data that the file was made of; most of it is older (2019 to 2026)."""


@cache
def starter_index() -> Index:
    """The starter index, made in memory once a process.

    >>> [hit.qid for hit in starter_index().named("Kourtney Kardashian")]
    ['Q575689']
    """
    return index_in_memory(read_items(PATH), date=DATE, source=PATH.name)


def read_items(path: Path) -> Iterator[Item]:
    """The items of a file that `to_line` has written."""
    for line in path.read_bytes().splitlines():
        told = orjson.loads(line)
        for key in ("aliases", "kinds"):
            told[key] = tuple(told.get(key, ()))
        for key in ("occupations", "citizenships"):
            told[key] = tuple(map(Ref, told.get(key, ())))
        told["relations"] = tuple(Relation(*one) for one in told.get("relations", ()))
        yield Item(**told)


def to_line(item: Item) -> str:
    """An item as one line of JSON, without what is empty.

    >>> to_line(Item("Q1", "Ann Lee", relations=(Relation("P26", "Q2", "1999"),)))
    '{"qid":"Q1","label":"Ann Lee","relations":[["P26","Q2","1999"]]}'
    """
    relations = [[one.property, one.target, one.start, one.end] for one in item.relations]
    for one in relations:
        while one[-1] is None:
            one.pop()
    told = {
        "qid": item.qid,
        "label": item.label,
        "description": item.description,
        "aliases": item.aliases,
        "kinds": item.kinds,
        "born": item.born,
        "died": item.died,
        "sex": item.sex,
        "sitelinks": item.sitelinks,
        "occupations": [ref.qid for ref in item.occupations],
        "citizenships": [ref.qid for ref in item.citizenships],
        "relations": relations,
    }
    return orjson.dumps({key: value for key, value in told.items() if value}).decode()
