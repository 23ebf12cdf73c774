"""How fast the Wikidata index is made and asked, and what it needs, on a made-up dump in the true format.

Run ``python -m benchmarks.wikidata_index [--people 500000]``; the people are invented, the same each time. The dump is
what ``kg wikidata build-index`` gets after a filter to humans: labels in twenty languages (four not in Latin script),
statements with hashes, references and qualifiers, sitelinks; 10 KB an entity, as humans have on average.

A dump of all 13 million humans, on paper, from the figures for 500,000: everything but the fuzzy look-up grows in
proportion or slower, so 26 times the time and the disk. Memory does not grow with the people: a batch of lines, a
part of 20,000 rows, and SQLite's own cache and sorter (which spills to disk) are of fixed size. A name look-up reads
the posting list of each of its words, 4 bytes an item: the commonest word of 13 million people is in some 2 % of the
names, 1 MB to read and search. The vocabulary grows as the square root or so of the people (Heaps), five times, and
a fuzzy look-up with it, unless the rarest words are left out. A full dump of 115 million entities has to be
decompressed and looked at as bytes besides: 1.7 TB at the speed that the line "passing over" gives.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import zstandard

from kg.names import rules
from kg.wikidata import Hit, Match, open_index
from kg.wikidata.index import Index

LANGUAGES = (
    *("en", "mul", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "tr", "ca"),
    *("ru", "ja", "ar", "he"),
)
NOT_LATIN = frozenset(("ru", "ja", "ar", "he"))
BEGIN = ("ba", "bel", "bor", "cal", "dan", "del", "dor", "fen", "gar", "gra", "hal", "jor", "kan", "lan", "mar", "mel")
END = ("den", "ford", "gan", "han", "ix", "kin", "lem", "lin", "mon", "ner", "rin", "ros", "sel", "ter", "wick", "zel")
OCCUPATIONS = (33999, 177220, 639669, 82955, 36180, 937857, 2526255, 4610556)
COUNTRIES = (30, 145, 142, 183, 38, 55)
SEED = 11
Json: TypeAlias = dict[str, Any]


def dump(people: int, seed: int = SEED) -> Iterator[bytes]:
    """The lines of a dump: an array with an entity a line."""
    chance = random.Random(seed)
    given = sorted(set(rules("given_names")["female"].split()) | set(rules("given_names")["male"].split()))
    surnames = sorted({_surname(chance) for _ in range(max(50, people // 6))})
    yield b"[\n"
    for number in range(people):
        entity = _entity(number, people, given, surnames, chance)
        yield entity.encode() + (b"\n" if number == people - 1 else b",\n")
    yield b"]\n"


def _surname(chance: random.Random) -> str:
    return "".join((*chance.choices(BEGIN, k=chance.choice((1, 2, 3))), chance.choice(END)))


def _skewed(names: list[str], chance: random.Random) -> str:
    """A few names are common and most are rare."""
    return names[int(len(names) * chance.random() ** 3)]


def _entity(number: int, people: int, given: list[str], surnames: list[str], chance: random.Random) -> str:
    qid = 1_000_000 + number * 7919 % (people * 3)  # dumps are not in the order of QIDs
    first, middle, last = _skewed(given, chance), _skewed(given, chance), _skewed(surnames, chance)
    name, long = f"{first} {last}".title(), f"{first} {middle} {last}".title()
    pages = int(chance.paretovariate(0.9))
    labels = {code: {"language": code, "value": _spelt(name, long, code, number)} for code in LANGUAGES}
    aliases = {"en": [{"language": "en", "value": long}, {"language": "en", "value": f"{first[0]}. {last}".title()}]}
    describe = f"person number {number} of an invented world"
    claims = {
        "P31": [_item("P31", 5, qid)],
        "P21": [_item("P21", chance.choice((6581072, 6581097)), qid)],
        "P27": [_item("P27", chance.choice(COUNTRIES), qid)],
        "P106": [_item("P106", one, qid) for one in chance.sample(OCCUPATIONS, k=chance.randint(1, 3))],
        "P569": [_time("P569", 1850 + chance.randrange(155), chance)],
        "P26": [_item("P26", 1_000_000 + chance.randrange(people * 3), qid, since=1900 + chance.randrange(120))],
        "P40": [_item("P40", 1_000_000 + chance.randrange(people * 3), qid) for _ in range(chance.randrange(3))],
        "P19": [_item("P19", chance.randrange(1000), qid)],
        "P166": [_item("P166", chance.randrange(5000), qid) for _ in range(chance.randrange(3))],
    }
    entity = {
        "type": "item",
        "id": f"Q{qid}",
        "labels": labels,
        "descriptions": {code: {"language": code, "value": describe} for code in LANGUAGES[:12]},
        "aliases": aliases,
        "claims": {property_: statements for property_, statements in claims.items() if statements},
        "sitelinks": {f"{n}wiki": {"site": f"{n}wiki", "title": name, "badges": []} for n in range(min(pages, 300))},
        "pageid": qid,
        "ns": 0,
        "title": f"Q{qid}",
        "lastrevid": qid * 3,
        "modified": f"2026-01-{number % 28 + 1:02}T10:00:00Z",
    }
    return json.dumps(entity, ensure_ascii=False, separators=(",", ":"))


def _spelt(name: str, long: str, code: str, number: int) -> str:
    """A label in some language: in other scripts, and sometimes another Latin spelling."""
    if code in NOT_LATIN:
        return f"Имя {number}"
    return {"cs": f"{name}ová", "nl": long}.get(code, name) if number % 3 == 0 else name


def _item(property_: str, target: int, qid: int, since: int | None = None) -> Json:
    value = _entity_value(target)
    qualifiers = {"P580": [_snak("P580", _moment(since, 9), "time")]} if since else None
    return _statement(property_, value, "wikibase-item", qid, qualifiers)


def _entity_value(number: int) -> Json:
    return {"value": {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}, "type": "wikibase-entityid"}


def _time(property_: str, year: int, chance: random.Random) -> Json:
    return _statement(property_, _moment(year, chance.choice((11, 11, 9))), "time", year, None)


def _moment(year: int, precision: int) -> Json:
    value = {"time": f"+{year}-01-01T00:00:00Z", "timezone": 0, "before": 0, "after": 0, "precision": precision,
             "calendarmodel": "http://www.wikidata.org/entity/Q1985727"}  # fmt: skip
    return {"value": value, "type": "time"}


def _snak(property_: str, value: Json, kind: str) -> Json:
    return {"snaktype": "value", "property": property_, "hash": "0123456789abcdef" * 2 + "01234567", "datavalue": value,
            "datatype": kind}  # fmt: skip


def _statement(property_: str, value: Json, kind: str, qid: int, qualifiers: Json | None) -> Json:
    source = _entity_value(36578)
    reference = {"hash": "fedcba9876543210" * 2 + "fedcba98", "snaks-order": ["P248", "P813"],
                 "snaks": {"P248": [_snak("P248", source, "wikibase-item")],
                           "P813": [_snak("P813", _moment(2020, 11), "time")]}}  # fmt: skip
    statement: Json = {"mainsnak": _snak(property_, value, kind), "type": "statement"}
    if qualifiers:
        statement |= {"qualifiers": qualifiers, "qualifiers-order": [*qualifiers]}
    return statement | {
        "id": f"Q{qid}$0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
        "rank": "normal",
        "references": [reference],
    }


def main() -> None:
    """Make a dump, build the index of it in a process of its own, ask it, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument(
        "--folder", type=Path, help="Where to keep the dump and the index; a temporary one if not given."
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        path, out = folder / f"humans-{chosen.people}-20260105.json.zst", folder / f"humans-{chosen.people}.sqlite"
        size = _make(path, chosen.people)
        say(f"dump: {chosen.people:,} people, {size / 1e9:.2f} GB of JSON, {path.stat().st_size / 1e6:.0f} MB as zst")
        seconds, memory = _build(path, out)
        say(f"built in {seconds:.0f} s, most memory {memory:.0f} MB, {out.stat().st_size / 1e6:.0f} MB on disk")
        _pass_over(path)
        with closing(open_index(out)) as index:
            _ask(index)


def _make(path: Path, people: int) -> int:
    """Write the dump if it is not there yet; how many bytes it has unpacked."""
    if not path.exists():
        new = path.with_suffix(".new")
        with new.open("wb") as raw, zstandard.ZstdCompressor(level=1).stream_writer(raw) as file:
            for line in dump(people):
                file.write(line)
        new.replace(path)
    with path.open("rb") as packed:
        reader = zstandard.ZstdDecompressor().stream_reader(packed)
        return sum(len(block) for block in iter(lambda: reader.read(1 << 20), b""))


def _build(path: Path, out: Path) -> tuple[float, float]:
    """Seconds and most megabytes of ``kg wikidata build-index`` in a process of its own."""
    code = (
        "import resource, sys; from pathlib import Path; from kg.wikidata import build_index; "
        "build_index(Path(sys.argv[1]), Path(sys.argv[2])); "
        "print(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))"
    )
    begun = time.perf_counter()
    run = subprocess.run([sys.executable, "-c", code, str(path), str(out)], check=True, capture_output=True, text=True)
    return time.perf_counter() - begun, int(run.stdout) / (1024 if sys.platform == "linux" else 1 << 20)


def _pass_over(path: Path) -> None:
    """How fast lines go by that hold nothing wanted."""
    from kg.wikidata.dump import Choice, batches, chosen

    with path.open("rb") as raw:
        text = zstandard.ZstdDecompressor().stream_reader(raw).read(200_000_000)
    text = text[: text.rindex(b"\n") + 1].replace(b'"id":"Q5"', b'"id":"Q4"')
    begun = time.perf_counter()
    for _, lines in batches(io.BytesIO(text)):
        chosen(lines, Choice())
    say(f"passing over entities that are not wanted: {len(text) / 1e6 / (time.perf_counter() - begun):,.0f} MB/s")


def _ask(index: Index) -> None:
    chance = random.Random(SEED)
    labels = [item.label for item, _ in zip(index, range(200_000), strict=False)]
    names = chance.sample(labels, k=min(2000, len(labels)))
    asked = {
        "a name": (names, Match.EXACT),
        "a surname": ([name.split()[-1] for name in names], Match.TOKEN),
        "a name with a slip": ([_slipped(name, chance) for name in names[:300]], Match.FUZZY),
    }
    index.named("nobody at all")  # the vocabulary is read once
    for what, (words, match) in asked.items():
        times, hits = _timed(index.named, words)
        found = sum(match in {hit.match for hit in one} for one in hits)
        say(f"{what}: median {statistics.median(times) * 1e3:.3f} ms, 95th of 100 "
            f"{statistics.quantiles(times, n=20)[-1] * 1e3:.3f} ms; {found} of {len(words)} found so")  # fmt: skip


def _slipped(name: str, chance: random.Random) -> str:
    """The name with two letters of its surname swapped."""
    first, last = name.rsplit(" ", 1)
    at = chance.randrange(1, len(last) - 2) if len(last) > 3 else 0
    return f"{first} {last[:at]}{last[at + 1]}{last[at]}{last[at + 2 :]}"


def _timed(ask: Callable[[str], tuple[Hit, ...]], words: list[str]) -> tuple[list[float], list[tuple[Hit, ...]]]:
    times, hits = [], []
    for one in words:
        begun = time.perf_counter()
        hits.append(ask(one))
        times.append(time.perf_counter() - begun)
    return times, hits


def say(words: str) -> None:
    """Print a line of the report."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
