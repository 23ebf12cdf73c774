"""Relations of people on Re-DocRED (Tan, Xu, Bing, Ng, Aljunied: EMNLP 2022), document by document.

    python -m benchmarks.redocred [FILE] [--limit N] [--json]

FILE is a split of the data set; it defaults to ``dev_revised.json`` under ../shared/data beside the checkout.

How it is scored
- Gold. The relations of `RELATIONS`, those of people, as pairs of entities of the document; ``father``, ``mother`` and
  ``child`` are all ``parentOf``, symmetric ones count once.
- Predictions. Our claims with status asserted or reported, as pairs of the gold's entities: the two whose mentions
  overlap the words of the claim's subject and object, by any mention of the two. A claim about somebody or something
  that the gold has no entity for is left out, since nothing was annotated there.
- Mind that the gold holds what follows from several sentences and from knowing the world, not only what a sentence
  says: who only quotes finds a part of it. So every fact whose annotators named one sentence as its evidence is counted
  again ("in one sentence"), recall alone: what is predicted cannot be told apart so. Of two thirds of the parents and
  spouses the annotation names no sentence.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from kg import build
from kg.evaluation import Counts
from kg.model import TOLD, Article, Claim, Entity, Extraction, Literal
from kg.vocab import is_symmetric

CHECKOUT = Path(__file__).resolve().parent.parent
DATA = CHECKOUT.parent / "shared" / "data" / "re-docred" / "dev_revised.json"
RELATIONS: Mapping[str, tuple[str, bool]] = {
    # property: (predicate, whether head and tail change places)
    "P26": ("marriedTo", False),
    "P40": ("parentOf", False),
    "P22": ("parentOf", True),
    "P25": ("parentOf", True),
    "P3373": ("siblingOf", False),
    "P569": ("bornOn", False),
    "P570": ("diedOn", False),
    "P19": ("bornIn", False),
    "P20": ("diedIn", False),
    "P551": ("livesIn", False),
    "P27": ("citizenOf", False),
    "P69": ("studiedAt", False),
    "P108": ("employedBy", False),
    "P463": ("memberOf", False),
    "P102": ("partyMemberOf", False),
    "P166": ("wonAward", False),
    "P161": ("appearsIn", True),
    "P112": ("founderOf", True),
}
_OPENING = frozenset("([{“‘")
_CLOSING = frozenset(")]},.;:!?”’%") | {"'s", "n't", "'"}

Span = tuple[int, int]
Fact = tuple[str, int, int]
"""Predicate, and the numbers of two entities of the document (the smaller first, if it is symmetric)."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its article, the spans of the mentions of each entity, the facts, and those seen in one sentence."""

    article: Article
    entities: tuple[tuple[Span, ...], ...]
    facts: frozenset[Fact]
    near: frozenset[Fact]


def read(path: Path) -> Iterator[Document]:
    """The documents of a split, in the order of the file."""
    for number, raw in enumerate(json.loads(path.read_text("utf-8"))):
        yield document(str(number), raw)


def document(name: str, raw: Mapping[str, Any]) -> Document:
    """One document; facts about something other than a person are left out."""
    text, words = joined(raw["sents"])
    entities = tuple(
        tuple(sorted((words[m["sent_id"]][m["pos"][0]][0], words[m["sent_id"]][m["pos"][1] - 1][1]) for m in mentions))
        for mentions in raw["vertexSet"]
    )
    people = {number for number, mentions in enumerate(raw["vertexSet"]) if mentions[0]["type"] == "PER"}
    facts, near = set(), set()
    for label in raw["labels"]:
        if label["r"] in RELATIONS:
            predicate, turned = RELATIONS[label["r"]]
            head, tail = (label["t"], label["h"]) if turned else (label["h"], label["t"])
            if head in people:
                facts.add(fact(predicate, head, tail))
                if len(label.get("evidence", ())) == 1:
                    near.add(fact(predicate, head, tail))
    return Document(Article(name, text), entities, frozenset(facts), frozenset(near))


def fact(predicate: str, subject: int, thing: int) -> Fact:
    """The fact in its one form.

    >>> fact("marriedTo", 5, 2), fact("parentOf", 5, 2)
    (('marriedTo', 2, 5), ('parentOf', 5, 2))
    """
    if is_symmetric(predicate) and thing < subject:
        subject, thing = thing, subject
    return predicate, subject, thing


def joined(sentences: Sequence[Sequence[str]]) -> tuple[str, list[list[Span]]]:
    """Words put together as they are printed, and where each stands, sentence by sentence.

    >>> joined([["Ada", "(", "born", "1950", ")", "sang", "."], ["She", "left", "."]])[0]
    'Ada (born 1950) sang. She left.'
    """
    text, places = "", []
    for sentence in sentences:
        found: list[Span] = []
        for word in sentence:
            word = word.strip()
            tight = not text or text[-1] in _OPENING or text[-1] == " " or word in _CLOSING
            text += "" if tight else " "
            found.append((len(text), len(text) + len(word)))
            text += word
        places.append(found)
    return text, places


def predicted(extraction: Extraction, entities: Sequence[Sequence[Span]]) -> set[Fact]:
    """The claims of an extraction as facts about the gold's entities."""
    mentions: dict[str, list[Span]] = {}
    for mention in extraction.mentions:
        if len(mention.entities) == 1:
            mentions.setdefault(mention.entities[0], []).append((mention.start, mention.end))

    def entity(spans: Sequence[Span]) -> int | None:
        """The entity with the most mentions that overlap."""
        shared = [sum(any(_overlap(one, span) for span in spans) for one in gold) for gold in entities]
        most = max(shared, default=0)
        return shared.index(most) if most else None

    found: set[Fact] = set()
    for claim in extraction.claims:
        if claim.status in TOLD and claim.object is not None:
            subject = entity([*mentions.get(claim.subject.key, ()), *(one.subject for one in claim.evidence)])
            thing = entity(_object_spans(claim, mentions))
            if subject is not None and thing is not None and subject != thing:
                found.add(fact(claim.predicate, subject, thing))
    return found


def _object_spans(claim: Claim, mentions: Mapping[str, Sequence[Span]]) -> list[Span]:
    spans = [one.object for one in claim.evidence if one.object is not None]
    if isinstance(claim.object, Entity):
        spans += mentions.get(claim.object.key, ())
    elif not spans and isinstance(claim.object, Literal):
        # The words of a date are not marked in the evidence: they are where its year is printed.
        for one in claim.evidence:
            at = one.quote.find(claim.object.value[:4])
            spans += [(one.start + at, one.start + at + 4)] if at >= 0 else []
    return spans


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


Row = dict[str, float | int | None]


def score(documents: Sequence[Document], found: Sequence[set[Fact]]) -> dict[str, Row]:
    """The figures of every predicate and of all ("micro"), recall of the facts seen in one sentence beside them.

    A share of nothing is None.
    """
    names = list(dict.fromkeys(predicate for predicate, _ in RELATIONS.values()))

    def row(wanted: Sequence[str]) -> Row:
        gold, near, ours = (
            {(number, one) for number, facts in enumerate(side) for one in facts if one[0] in wanted}
            for side in ([d.facts for d in documents], [d.near for d in documents], found)
        )
        counts = Counts(len(gold & ours), len(ours), len(gold))
        return {
            "gold": counts.gold,
            "found": counts.predicted,
            "precision": round(counts.precision, 4) if ours else None,
            "recall": round(counts.recall, 4) if gold else None,
            "f1": round(counts.f1, 4),
            "in_one_sentence": len(near),
            "recall_there": round(len(near & ours) / len(near), 4) if near else None,
        }

    return {**{name: row([name]) for name in names}, "micro": row(names)}


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=DATA)
    parser.add_argument("--limit", type=int, help="only the first N documents")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked = parser.parse_args()
    if not asked.file.is_file():
        parser.error(f"{asked.file}: no such file; give dev_revised.json of Re-DocRED")
    documents = list(read(asked.file))[: asked.limit]
    extractions = build.extract_many([one.article for one in documents])
    found = [predicted(one, gold.entities) for one, gold in zip(extractions, documents, strict=True)]
    figures = score(documents, found)
    if asked.json:
        sys.stdout.write(json.dumps(figures, indent=1) + "\n")
        return
    table = Table("relation", *next(iter(figures.values())))
    for name, row in figures.items():
        cells = ("-" if v is None else f"{v:.3f}" if isinstance(v, float) else str(v) for v in row.values())
        table.add_row(name, *cells)
    Console(width=None if sys.stdout.isatty() else 120).print(table)


if __name__ == "__main__":
    main()
