"""Reading a Wikidata JSON dump: one entity a line, plain or compressed, from a file or standard input.

The dumps (https://www.wikidata.org/wiki/Wikidata:Database_download) are one JSON array with an entity and a comma on
each line. Most of 115 million lines are of no interest, so lines are looked at as bytes before any is parsed.
"""

from __future__ import annotations

import bz2
import gzip
import io
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import orjson

from kg.names import rules
from kg.wikidata.model import HUMAN, Item
from kg.wikidata.parse import parse_item

_BUFFER = 1 << 20
_A_HUMAN = f'"id":"{HUMAN}"'.encode()
_DAY = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")
_WITH = re.compile(r"\s*(P\d+)\s+in\s+(Q\d+(?:\s*,\s*Q\d+)*)\s*", re.IGNORECASE)


class DumpError(ValueError):
    """A dump that cannot be read, or a choice that means nothing; the message says what to try."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which items of a dump are kept.

    Humans with at least ``min_sitelinks`` pages and, for each pair of ``humans_with``, one of the values of the
    property; other items of the classes ``kinds`` with as many pages. Of ``terms`` (occupations, countries) the label
    is kept, so that people's statements can be read.
    """

    min_sitelinks: int = 0
    humans_with: tuple[tuple[str, frozenset[str]], ...] = ()
    kinds: frozenset[str] = frozenset()

    def wants(self, item: Item, entity: dict[str, Any]) -> bool:
        """Whether the item is kept as one."""
        if item.sitelinks < self.min_sitelinks:
            return False
        if not item.is_human:
            return not self.kinds.isdisjoint(item.kinds)
        return all(values & _values(entity, property_) for property_, values in self.humans_with)

    def __str__(self) -> str:
        """The choice in words that are the same for the same choice."""
        conditions = [f"{property_} in {','.join(sorted(values))}" for property_, values in self.humans_with]
        return f"sitelinks>={self.min_sitelinks}; humans with {conditions}; also {sorted(self.kinds)}"


def choice(min_sitelinks: int = 0, humans_with: tuple[str, ...] = (), also: tuple[str, ...] = ()) -> Choice:
    """A choice from the words of the command line.

    ``humans_with`` are conditions such as ``P106 in Q33999,Q177220``; ``also`` are names of groups in
    ``kg/rules/wikidata.toml`` (works, places) or QIDs of classes. Raises DumpError for what is neither.

    >>> choice(2, ("P106 in Q33999, Q177220",)).humans_with[0][0], choice(also=("Q215380",)).kinds
    ('P106', frozenset({'Q215380'}))
    """
    groups = rules("wikidata")["kinds"]
    kinds: set[str] = set()
    for name in also:
        if not re.fullmatch(r"Q\d+", name) and name not in groups:
            raise DumpError(f"{name!r} is no kind of item: give {', '.join(sorted(groups))} or the QID of a class")
        kinds.update(groups.get(name, [name]))
    return Choice(min_sitelinks, tuple(_condition(words) for words in humans_with), frozenset(kinds))


def _condition(words: str) -> tuple[str, frozenset[str]]:
    found = _WITH.fullmatch(words)
    if not found:
        raise DumpError(f"{words!r} is no condition on people: write it as 'P106 in Q33999,Q177220'")
    return found[1].upper(), frozenset(re.split(r"\s*,\s*", found[2].upper()))


def _values(entity: dict[str, Any], property_: str) -> set[str]:
    values = (one["mainsnak"].get("datavalue", {}).get("value") for one in entity.get("claims", {}).get(property_, ()))
    return {str(value["id"]) for value in values if isinstance(value, dict) and "id" in value}


@dataclass(frozen=True, slots=True)
class Found:
    """An item of the dump: whether it is kept as one, whether its label is kept as a term, and its last edit (ISO)."""

    item: Item
    kept: bool
    is_term: bool
    modified: str


@contextmanager
def open_dump(path: Path) -> Iterator[IO[bytes]]:
    """The dump as plain bytes: gz, bz2 and zst are told by their first bytes, ``-`` is standard input."""
    with nullcontext(sys.stdin.buffer) if str(path) == "-" else path.open("rb", buffering=_BUFFER) as raw:
        begin = cast(io.BufferedReader, raw).peek(4)
        unpack = next((unpack for magic, unpack in _UNPACKERS.items() if begin.startswith(magic)), None)
        if unpack is None:
            yield raw
            return
        with unpack(raw) as unpacked:
            yield cast(IO[bytes], io.BufferedReader(unpacked, _BUFFER))


def _unpack_zst(raw: IO[bytes]) -> Any:
    import zstandard

    return zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True, closefd=False)


_UNPACKERS: Mapping[bytes, Callable[[IO[bytes]], Any]] = {
    b"\x1f\x8b": lambda raw: gzip.GzipFile(fileobj=raw),
    b"BZh": bz2.BZ2File,
    b"\x28\xb5\x2f\xfd": _unpack_zst,
}


def skip(stream: IO[bytes], count: int) -> None:
    """Go on ``count`` bytes (of the decompressed dump); by seeking where that is possible."""
    if stream is not sys.stdin.buffer and isinstance(stream, io.BufferedReader) and isinstance(stream.raw, io.FileIO):
        stream.seek(count)
        return
    while count > 0:
        read = len(stream.read(min(count, _BUFFER)))
        if not read:
            raise DumpError("the dump is shorter than what was read of it before: give the same dump to go on")
        count -= read


def chosen(lines: list[bytes], wanted: Choice) -> list[Found]:
    """The items of the lines that are wanted, in their order. Raises DumpError for a line that was cut off.

    >>> line = b'{"id":"Q1","labels":{},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q5"}}}}]}},'
    >>> [found.item.qid for found in chosen([b"[", line, b"]"], Choice())]
    ['Q1']
    """
    terms = frozenset(rules("wikidata")["terms"])
    classes = {HUMAN, *wanted.kinds, *terms}
    look = re.compile(b'"id":"(?:%s)"' % b"|".join(sorted(one.encode() for one in classes))).search
    found: list[Found] = []
    for line in lines:
        if _A_HUMAN not in line and look(line) is None:  # the first is told twenty times as fast
            continue
        try:
            entity = orjson.loads(line.rstrip(b",\r\n"))
        except orjson.JSONDecodeError as error:
            raise DumpError(
                f"a line is no JSON ({error}): {line[:60]!r}...; the dump may be cut, fetch it again"
            ) from None
        item = parse_item(entity)
        if item is None or classes.isdisjoint(item.kinds):
            continue
        kept, is_term = wanted.wants(item, entity), not terms.isdisjoint(item.kinds)
        if kept or is_term:
            found.append(Found(item, kept, is_term, str(entity.get("modified", ""))))
    return found


def batches(stream: IO[bytes], size: int = _BUFFER * 4) -> Iterator[tuple[int, list[bytes]]]:
    """Lists of whole lines, each with the number of bytes it has; ``size`` is about how many.

    Raises EOFError after them if the last line was cut off.
    """
    last = b"]"
    while lines := stream.readlines(size):
        yield sum(map(len, lines)), lines
        last = lines[-1]
    if not last.rstrip().endswith((b"]", b"}", b"},")):
        raise EOFError("its last line is cut off")


def day_in_name(path: Path) -> str:
    """The date in the name of a dump, or nothing.

    >>> day_in_name(Path("wikidata-20260105-all.json.gz")), day_in_name(Path("latest-all.json.bz2"))
    ('2026-01-05', '')
    """
    found = _DAY.search(path.name)
    return "-".join(found.groups()) if found else ""
