"""KnowledgeNet (Mesquita, Cannaviccio, Schmidek, Mirza, Barbosa: EMNLP 2019): its 15 properties, by the official rules.

    python -m benchmarks.knowledgenet [FILE] [--fold N ...] [--weights FOLDER] [--threshold P] [--exact] [--json]

FILE is the data set's ``train.json`` (or folds of it); it defaults to the folds under ../shared/data beside the
checkout. The shipped encoder reads every passage by itself, with the candidates that it finds in the annotated text;
what it was trained on (folds 1 and 2) it should not be measured on: name fold 3, which it has not seen.

How it is scored (as the official script does): a gold fact is found if a predicted one of the same property has
overlapping spans (with ``--exact``: the same spans) for subject and object. A predicted fact that matches no gold
fact, nor a predicted one that does, is wrong if the property is annotated exhaustively on the passage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from kg import annotate
from kg.encoder import Scores, candidates, load
from kg.vocab import is_symmetric

CHECKOUT = Path(__file__).resolve().parent.parent
DATA = CHECKOUT.parent / "shared" / "data" / "knowledgenet" / "train_folds1-3.jsonl"

PROPERTIES: Mapping[str, tuple[str, bool]] = {
    # property: (predicate of the claims format, whether subject and object change places)
    "SUBSIDIARY_OF": ("subsidiaryOf", False),
    "FOUNDED_BY": ("founderOf", True),
    "EMPLOYEE_OR_MEMBER_OF": ("employedBy", False),
    "CEO": ("leads", True),
    "DATE_FOUNDED": ("foundedOn", False),
    "HEADQUARTERS": ("headquarteredIn", False),
    "EDUCATED_AT": ("studiedAt", False),
    "NATIONALITY": ("citizenOf", False),
    "PLACE_OF_RESIDENCE": ("livesIn", False),
    "PLACE_OF_BIRTH": ("bornIn", False),
    "DATE_OF_DEATH": ("diedOn", False),
    "DATE_OF_BIRTH": ("bornOn", False),
    "SPOUSE": ("marriedTo", False),
    "CHILD_OF": ("parentOf", True),
    "POLITICAL_AFFILIATION": ("partyMemberOf", False),
}

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """A fact as the data set has it; offsets are those of the passage."""

    property: str
    subject: Span
    object: Span


@dataclass(frozen=True, slots=True)
class Text:
    """One passage. ``judged`` are the properties that are annotated exhaustively on it."""

    id: str
    document: str
    fold: int
    text: str
    judged: frozenset[str]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Gold facts found and missed, and wrong predictions.

    >>> tally = Tally(8, 2, 8)
    >>> tally.precision, tally.recall, round(tally.f1, 3)
    (0.8, 0.5, 0.615)
    """

    found: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.found + other.found, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Found among found and wrong."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Found among all gold facts."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = 2 * self.found + self.wrong + self.missed
        return 2 * self.found / total if total else 0.0


def read(path: Path = DATA, folds: Iterable[int] = ()) -> Iterator[Text]:
    """The passages of the given folds (all, if none is named), in the order of the file."""
    wanted = set(folds)
    with path.open(encoding="utf-8") as file:
        for document in map(json.loads, file):
            if wanted and document["fold"] not in wanted:
                continue
            for passage in document["passages"]:
                yield _text(document, passage)


def _text(document: Mapping[str, object], passage: Mapping[str, object]) -> Text:
    start = int(str(passage["passageStart"]))
    judged = {one["propertyId"]: one["propertyName"] for one in passage["exhaustivelyAnnotatedProperties"]}  # type: ignore[attr-defined]
    facts = [
        Fact(
            # a fact's own property is told by its number, and by name only in its readable form
            judged.get(fact["propertyId"]) or fact["humanReadable"].split("> <")[1],
            (fact["subjectStart"] - start, fact["subjectEnd"] - start),
            (fact["objectStart"] - start, fact["objectEnd"] - start),
        )
        for fact in passage["facts"]  # type: ignore[attr-defined]
    ]
    return Text(
        str(passage["passageId"]),
        str(document["documentId"]),
        int(str(document["fold"])),
        str(passage["passageText"]),
        frozenset(judged.values()),
        tuple(facts),
    )


def overlapping(one: Span, other: Span) -> bool:
    """Whether the spans share a character.

    >>> overlapping((0, 3), (2, 5)), overlapping((0, 3), (3, 5))
    (True, False)
    """
    return one[0] < other[1] and other[0] < one[1]


def same(one: Span, other: Span) -> bool:
    """Whether the spans are one."""
    return one == other


def score(gold: Text, predicted: Sequence[Fact], agree: Callable[[Span, Span], bool] = overlapping) -> dict[str, Tally]:
    """The tallies of one passage by property."""

    def match(one: Fact, other: Fact) -> bool:
        return one.property == other.property and agree(one.subject, other.subject) and agree(one.object, other.object)

    tallies: dict[str, Tally] = {}
    matched: set[Fact] = set()
    for fact in gold.facts:
        hits = [one for one in predicted if match(fact, one)]
        matched.update(hits)
        tally = Tally(found=1) if hits else Tally(missed=1)
        tallies[fact.property] = tallies.get(fact.property, Tally()) + tally
    for fact in predicted:
        if fact.property in gold.judged and not any(match(fact, one) for one in matched):
            tallies[fact.property] = tallies.get(fact.property, Tally()) + Tally(wrong=1)
    return tallies


def total(tallies: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    """The sums by property, in the order of `PROPERTIES`, and over all ("all")."""
    summed = dict.fromkeys(PROPERTIES, Tally())
    for one in tallies:
        for name, tally in one.items():
            summed[name] += tally
    return {**summed, "all": sum(summed.values(), Tally())}


def predict(texts: Sequence[Text], weights: Path | None, threshold: float) -> Iterator[list[Fact]]:
    """What the encoder whose files are in ``weights`` (the shipped one, if None) reads in every passage by itself."""
    encoder = load(weights)
    columns = [(name, turned, encoder.labels.index(label)) for name, (label, turned) in PROPERTIES.items()]
    least = log(threshold / (1 - threshold))
    docs = annotate.load().pipe((text.text for text in texts), batch_size=64)
    for text, doc in zip(texts, docs, strict=True):
        found = candidates(doc)
        [scores] = encoder.read([(text.text, found)])
        spans = [(one.start, one.end) for one in found]
        logits = dict(zip(map(tuple, scores.pairs.tolist()), both_ways(scores, encoder.labels).tolist(), strict=True))
        yield [
            Fact(name, spans[j if turned else i], spans[i if turned else j])
            for (i, j), row in logits.items()
            for name, turned, column in columns
            if row[column] >= least
        ]


def both_ways(scores: Scores, labels: Sequence[str]) -> NDArray[np.float32]:
    """The logits, of a relation that holds either way the mean of both ways: it is one fact, read twice.

    >>> scores = Scores(np.array([[0, 1], [1, 0]]), np.array([[2.0, 2.0], [-1.0, -1.0]]))
    >>> both_ways(scores, ["marriedTo", "parentOf"]).tolist()
    [[0.5, 2.0], [0.5, -1.0]]
    """
    logits = scores.logits.copy()
    rows = {(int(i), int(j)): row for row, (i, j) in enumerate(scores.pairs)}
    turned = np.array([rows.get((j, i), row) for (i, j), row in rows.items()], dtype=int)
    for column in (number for number, label in enumerate(labels) if is_symmetric(label)):
        logits[:, column] = (scores.logits[:, column] + scores.logits[turned, column]) / 2
    return logits


def table(tallies: Mapping[str, Tally]) -> Table:
    """Precision, recall and F1 of each property, and over all."""
    made = Table()
    made.add_column("property")
    for name in ("gold", "precision", "recall", "F1"):
        made.add_column(name, justify="right")
    for name, tally in tallies.items():
        figures = (f"{figure:.3f}" for figure in (tally.precision, tally.recall, tally.f1))
        made.add_row(name, str(tally.found + tally.missed), *figures)
    return made


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=DATA)
    parser.add_argument("--fold", type=int, nargs="*", default=[], help="only these folds")
    parser.add_argument("--weights", type=Path, help="a folder of weights in place of the shipped ones")
    parser.add_argument("--threshold", type=float, default=0.5, help="from which probability on a fact counts")
    parser.add_argument("--exact", action="store_true", help="the spans must be equal")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked = parser.parse_args()
    if not asked.file.is_file():
        parser.error(f"{asked.file}: no such file; give the train.json of KnowledgeNet")
    texts = list(read(asked.file, asked.fold))
    agree = same if asked.exact else overlapping
    facts = predict(texts, asked.weights, asked.threshold)
    tallies = total(score(text, one, agree) for text, one in zip(texts, facts, strict=True))
    if asked.json:
        plain = {
            k: {"precision": round(t.precision, 4), "recall": round(t.recall, 4), "f1": round(t.f1, 4)}
            for k, t in tallies.items()
        }
        sys.stdout.write(json.dumps(plain, indent=1) + "\n")
    else:
        Console(width=None if sys.stdout.isatty() else 100).print(table(tallies))


if __name__ == "__main__":
    main()
