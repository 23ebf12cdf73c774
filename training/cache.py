"""Passages on disk, one JSON object a line: what reads the data sets and what trains need not be one process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.passage import Passage, Relation, Span


def write(path: Path, passages: Iterable[Passage]) -> int:
    """Write ``passages`` to ``path``; how many there were."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        lines = (json.dumps(_plain(passage), ensure_ascii=False) + "\n" for passage in passages)
        return sum(bool(file.write(line)) for line in lines)


def read(path: Path) -> Iterator[Passage]:
    """The passages of a file that `write` wrote."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            one = json.loads(line)
            yield Passage(
                one["text"],
                tuple(Span(*span) for span in one["spans"]),
                frozenset(Relation(*relation) for relation in one["relations"]),
                frozenset(one["judged"]),
                one["source"],
                one["group"],
                frozenset((head, tail) for head, tail in one["pairs"]),
            )


def _plain(passage: Passage) -> dict[str, object]:
    return {
        "text": passage.text,
        "spans": [[s.start, s.end, s.type, s.kind] for s in passage.spans],
        "relations": sorted([r.head, r.tail, r.label] for r in passage.relations),
        "judged": sorted(passage.judged),
        "source": passage.source,
        "group": passage.group,
        "pairs": sorted(passage.pairs),
    }
