"""How long the server takes for a page of a large graph: ``python -m benchmarks.pages [--store FOLDER]``.

The claims are made up, the same each time (`benchmarks.store.world`); 15,000 of them make a million triples.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

import kg.store
from benchmarks.store import world
from kg.pages import Options, page
from kg.pages.index import index
from kg.store import Graph

PAGES = 200
"""How many people's pages are made of each kind."""


def measure(graph: Graph) -> list[tuple[str, list[float]]]:
    """Milliseconds of processor time for each page, by kind; the first of a kind fills the caches and is left out."""
    known = index(graph)
    people = sorted(iri for iri in known.labels if known.kind(iri) == "person")
    chosen = people[:: max(1, len(people) // PAGES)][: PAGES + 1]
    names = [iri.removeprefix(f"{graph.names.base}person/") for iri in chosen]
    kinds = {"person": "/person/{}.html", "surroundings, two steps": "/around/{}.html"}
    found = []
    for kind, path in kinds.items():
        times = []
        for name in names:
            begun = time.process_time()
            made = page(graph, path.format(name), {"steps": "2"}, Options(sensitive=True))
            times.append((time.process_time() - begun) * 1000)
            assert made is not None
        found.append((kind, times[1:]))
    return found


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="a store to read instead of a made-up one")
    parser.add_argument("--claims", type=int, default=15_000)
    options = parser.parse_args()
    graph = kg.store.open(options.store, read_only=options.store is not None)
    if options.store is None:
        graph.replace(world(options.claims))
    begun = time.process_time()
    count = len(index(graph).words)
    sys.stdout.write(f"{len(graph):,} triples; the index of {count:,} beginnings of names in ")
    sys.stdout.write(f"{time.process_time() - begun:.1f} s of processor time\n\n")
    sys.stdout.write("| page | median, ms | 95% | slowest |\n|---|---|---|---|\n")
    for kind, times in measure(graph):
        ninety_five = statistics.quantiles(times, n=20)[-1]
        sys.stdout.write(f"| {kind} | {statistics.median(times):.0f} | {ninety_five:.0f} | {max(times):.0f} |\n")
    graph.close()


if __name__ == "__main__":
    main()
