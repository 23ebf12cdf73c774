"""How big and how fast the graph is: triples a claim, building 10,000 claims, looking up, validating, exporting.

Run ``python -m benchmarks.store [--claims 10000]``; the claims are made up, the same each time.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from pyoxigraph import NamedNode

import kg.store
from kg.export import FORMATS, render
from kg.model import (
    Article,
    Claim,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Literal,
    LiteralType,
    Mention,
    MentionKind,
    PartialDate,
    Status,
)
from kg.validate import validate

CLAIMS_AN_ARTICLE = 20
RELATIONS = (
    "marriedTo",
    "partnerOf",
    "siblingOf",
    "parentOf",
    "event:Wedding",
    "event:Divorce",
    "bornOn",
    "occupation",
)
SPOUSES = """
SELECT ?who ?spouse ?start WHERE {
  { GRAPH ?article { ?claim ck:subject ?who ; ck:object ?spouse ; ck:predicate ?predicate ; ck:start ?start } }
  UNION
  { GRAPH ?article { ?claim ck:object ?who ; ck:subject ?spouse ; ck:predicate ?predicate ; ck:start ?start } }
  FILTER (?predicate = ck:marriedTo) }"""
"""The predicate stands in a filter: Oxigraph plans before it binds, and would begin with all marriages otherwise."""


def world(claims: int, seed: int = 7) -> Iterator[Extraction]:
    """Articles of twenty claims each about invented people, a fifth as many people as claims.

    >>> articles = list(world(40))
    >>> len(articles), sum(len(article.claims) for article in articles)
    (2, 40)
    """
    chance = random.Random(seed)
    people = [f"Person{number} Family{number % 997}" for number in range(max(10, claims // 5))]
    for number in range(claims // CLAIMS_AN_ARTICLE):
        text = ""
        found: list[Claim] = []
        entities: dict[str, Entity] = {}
        mentions: list[Mention] = []
        for _ in range(CLAIMS_AN_ARTICLE):
            first, second = chance.sample(people, 2)
            start = len(text)
            text += f"{first} and {second} did what was said of them in {chance.randint(1950, 2020)}. "
            end = len(text) - 1
            spans = (start, start + len(first)), (start + len(first) + 5, start + len(first) + 5 + len(second))
            pair = [entities.setdefault(name, Entity(name, EntityType.PERSON, name)) for name in (first, second)]
            mentions += [
                Mention(*span, 0, 1, 0, MentionKind.NAME, EntityType.PERSON, (name,))
                for span, name in zip(spans, (first, second), strict=True)
            ]
            predicate = chance.choice(RELATIONS)
            day = (date(1950, 1, 1) + timedelta(days=chance.randrange(25000))).isoformat()
            thing: Entity | Literal = pair[1]
            if predicate == "bornOn":
                thing = Literal(day, LiteralType.DATE)
            elif predicate == "occupation":
                thing = Literal(chance.choice(("singer", "actor", "dancer")))
            moment = PartialDate(day[: chance.choice((4, 7, 10))], "then")
            found.append(
                Claim(
                    pair[0],
                    predicate,
                    thing,
                    (Evidence(start, end, text[start:end], spans[0], spans[1], "made-up"),),
                    start=moment if predicate == "marriedTo" else None,
                    at=moment if predicate.startswith("event:") else None,
                    status=chance.choice([Status.ASSERTED] * 4 + list(Status)),
                    confidence=round(chance.uniform(0.5, 1), 2),
                )
            )
        article = Article(f"made-up/{number}", text, date(2021, 1, 1) + timedelta(days=number % 1500), f"No. {number}")
        yield Extraction(article, tuple(entities.values()), tuple(mentions), tuple(found))


@contextmanager
def timed(what: str, count: int = 1, unit: str = "") -> Iterator[None]:
    """Say how long a block took; how many of something that is a second of the processor, which others do not slow."""
    clock, processor = time.perf_counter(), time.process_time()
    yield
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    rate = f"{count / processor:10,.0f} {unit}/s" if unit else ""
    sys.stdout.write(f"{what:<44}{processor:8.2f} s processor {clock:8.2f} s clock {rate}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=10_000)
    claims = parser.parse_args().claims
    articles = list(world(claims))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store"
        graph = kg.store.open(path)
        with timed(f"first build of {claims:,} claims on disk", claims, "claims"):
            graph.replace(articles)
        own = {graph.names.ontology_graph, graph.names.meta_graph}
        quads = [quad for quad in graph.quads() if quad.graph_name not in own]
        mentions = sum(graph.names.kind_of(quad.subject) == "mention" for quad in quads)  # type: ignore[arg-type]
        size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
        sys.stdout.write(f"{len(quads):,} quads, {len(quads) / claims:.1f} a claim ")
        sys.stdout.write(f"({mentions / claims:.1f} of them mentions); {size / 1e6:.1f} MB on disk\n")
        with timed("the same 50 articles again", 50, "articles"):
            graph.replace(articles[:50])
        corrected = [Extraction(one.article, one.entities, one.mentions, one.claims[1:]) for one in articles[:50]]
        with timed("50 corrected articles, one by one", 50, "articles"):
            for one in corrected:
                graph.replace([one])
        with timed("50 articles removed, one by one", 50, "articles"):
            for one in corrected:
                graph.remove(one.article.id)
        people = sorted({one.subject for one in graph.statements()})[:200]
        with timed("spouses with dates of 200 people", 200, "queries"):
            for person in people:
                graph.query(SPOUSES, {"who": NamedNode(person)})
        with timed("validate the store (SPARQL)"):
            report = validate(graph)
        expected = {"nobody is related to himself", "the parent of one's own parent"}
        assert {one.message for one in report.violations} <= expected, str(report)
        for kind in FORMATS:
            with timed(f"export {kind}"):
                size = len(render(graph, kind))
            sys.stdout.write(f"{'':<44}{size / 1e6:8.1f} MB\n")
        with timed("export ttl, public"):
            render(graph, "ttl", public=True)
        with timed("copy to rdflib"):
            graph.to_rdflib()
        graph.close()


if __name__ == "__main__":
    main()
