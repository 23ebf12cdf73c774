"""Who is who in whole texts: coreference of people on GUM (Zeldes 2017), its biographies, interviews and news.

    python -m benchmarks.gum [--data FOLDER] [--documents NAME ...] [--encoder FOLDER]

Gold are the mentions of people (entity type ``person``) with their chains; left out on both sides are the first and
second person, relative pronouns, predicates ("was a painter"), and chains of one mention. Two mentions are the same
if their head words are, since GUM's spans take in relative clauses and ours do not. The measures are MUC (Vilain
et al. 1995), B-cubed (Bagga & Baldwin 1998), CEAF-e (Luo 2005) and their mean, the CoNLL score (Pradhan et al. 2012),
micro-averaged over the documents. A mention of several people counts as one of their group. By default the documents
are those of GUM's development part that are given.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.gap import DATA as GAP
from kg.annotate import annotate, load
from kg.encoder import load as load_encoder
from kg.mentions import Scorer, find_mentions
from kg.mentions.learned import scorer
from kg.model import Article, EntityType
from kg.plain import Plain
from kg.quotes import find_quotes

DATA = GAP.parent.parent / "gum" / "dep"
DEV = ("bio_byron", "bio_emperor", "interview_cyclone", "interview_gaming", "news_homeopathic", "news_iodine")

Clusters = Mapping[Hashable, Hashable]
"""Mention -> the entity that it refers to."""
Tally = tuple[float, float, float, float]
"""Right and all of the recall, right and all of the precision."""


@dataclass(frozen=True, slots=True, order=True)
class Gold:
    """A mention of a person: character offsets, the offset of its head word, whose it is, its kind (`Span.kind`)."""

    start: int
    end: int
    head: int
    entity: str
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its text, put together from its words, the offsets where its sentences begin, and its people."""

    name: str
    text: str
    sentences: tuple[int, ...]
    people: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    lower: str
    tag: str
    head: int


_OPENED = re.compile(r"\((?P<id>\d+)-(?P<type>[a-z]+)-(?P<rest>[^()]*)(?P<single>\)?)|(?P<closed>\d+)\)")
_SPOKEN = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"}) | frozenset(
    {"you", "your", "yours", "yourself", "yourselves"}
)
_RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
_KINDS = {"PRP": "pronoun", "PRP$": "pronoun", "NNP": "name", "NNPS": "name"}


def read(path: Path) -> Document:
    """A CoNLL-U file of GUM."""
    text, starts = "", list[int]()
    words: list[_Word] = []
    people: list[Gold] = []
    pending: list[tuple[str, str, str, int]] = []
    spans: list[tuple[str, str, str, int, int]] = []
    paragraph = False
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line.split("\t") for line in block.splitlines() if line[:1].isdigit()]
        lines = [line for line in lines if line[0].isdigit()]
        paragraph = paragraph or "# newpar" in block
        if not lines:
            continue
        if text:
            text = text.rstrip() + ("\n" if paragraph else " ")
        paragraph = False
        base = len(words)
        starts.append(len(text))
        for line in lines:
            start = len(text)
            text += line[1]
            above = int(line[6]) - 1 + base if line[6] != "0" else -1
            words.append(_Word(start, len(text), line[1].lower(), line[4], above))
            text += "" if "SpaceAfter=No" in line[9] else " "
            field = next((part[7:] for part in line[9].split("|") if part.startswith("Entity=")), "")
            for match in _OPENED.finditer(field):
                here = len(words) - 1
                if match["closed"]:
                    last = max(i for i, one in enumerate(pending) if one[0] == match["closed"])
                    spans.append((*pending.pop(last), here))
                elif match["single"]:
                    spans.append((match["id"], match["type"], match["rest"], here, here))
                else:
                    pending.append((match["id"], match["type"], match["rest"], here))
    for entity, kind, rest, first, last in spans:
        inside = range(first, last + 1)
        head = next((i for i in inside if words[i].head not in inside), first)
        word = words[head]
        predicate = "-pred" in rest
        if kind == "person" and not predicate and word.lower not in _SPOKEN | _RELATIVE:
            found = _KINDS.get(word.tag, "nominal")
            people.append(Gold(words[first].start, words[last].end, word.start, entity, found))
    return Document(path.stem.removeprefix("GUM_"), text, tuple(starts), tuple(sorted(people)))


def documents(folder: Path, names: Sequence[str] | None) -> Iterator[Document]:
    """The documents of those names, or all but the ones of the development part, in the order of their names."""
    for path in sorted(folder.glob("GUM_*.conllu")):
        name = path.stem.removeprefix("GUM_")
        if name in names if names is not None else name not in DEV:
            yield read(path)


def gold(document: Document) -> Clusters:
    """Offset of the head word -> entity, of the chains with more than one mention."""
    # "Ann and Bob" and "Ann" have one head word: it counts for the shorter.
    people = sorted(document.people, key=lambda person: person.start - person.end)
    return _chains({person.head: person.entity for person in people})


def found(document: Document, told: Scorer | None = None) -> Clusters:
    """What our reader says of the same: offset of the head token -> the person or the group."""
    doc = annotate(Article(document.name, document.text), load())
    mentions = find_mentions(doc, find_quotes(doc), told)
    read: Plain = doc.user_data["plain"]
    return _chains(
        {
            read.span(doc[mention.head].idx, doc[mention.head].idx + 1)[0]: mention.entities
            for mention in mentions.mentions
            if mention.entities
            and mention.type in {EntityType.PERSON, EntityType.GROUP}
            and doc[mention.head].lower_ not in _SPOKEN | _RELATIVE
            and doc[mention.head].dep_ != "attr"
        }
    )


def _chains(clusters: Clusters) -> Clusters:
    sizes = Counter(clusters.values())
    return {mention: entity for mention, entity in clusters.items() if sizes[entity] > 1}


def _sets(clusters: Clusters) -> list[frozenset[Hashable]]:
    sets: dict[Hashable, set[Hashable]] = {}
    for mention, entity in clusters.items():
        sets.setdefault(entity, set()).add(mention)
    return [frozenset(members) for members in sets.values()]


def muc(key: Clusters, response: Clusters) -> Tally:
    """Links: of each chain how many of the links that hold it together the other side has.

    >>> muc({1: "a", 2: "a", 3: "a"}, {1: "x", 2: "x", 4: "x"})
    (1, 2, 1, 2)
    """

    def one(sets: list[frozenset[Hashable]], other: Clusters) -> tuple[int, int]:
        parts = [len({other.get(m, ("alone", m)) for m in members}) for members in sets]
        return sum(map(len, sets)) - sum(parts), sum(map(len, sets)) - len(sets)

    return (*one(_sets(key), response), *one(_sets(response), key))


def b_cubed(key: Clusters, response: Clusters) -> Tally:
    """Of each mention, how much of its chain is shared by the chain the other side puts it in.

    >>> b_cubed({1: "a", 2: "a"}, {1: "x", 2: "x"})
    (2.0, 2, 2.0, 2)
    >>> b_cubed({1: "a", 2: "a"}, {1: "x", 2: "y"})
    (1.0, 2, 2.0, 2)
    """

    def one(side: Clusters, other: Clusters) -> tuple[float, int]:
        of = {m: members for members in _sets(side) for m in members}
        there = {m: members for members in _sets(other) for m in members}
        return float(sum(len(of[m] & there[m]) / len(of[m]) for m in side if m in there)), len(side)

    return (*one(key, response), *one(response, key))


def ceaf(key: Clusters, response: Clusters) -> Tally:
    """Chains matched one to one so that they are most alike (phi 4: the Dice coefficient of two chains).

    >>> ceaf({1: "a", 2: "a", 3: "b", 4: "b"}, {1: "x", 2: "x"})
    (1.0, 2, 1.0, 1)
    """
    keys, responses = _sets(key), _sets(response)
    if not keys or not responses:
        return 0.0, len(keys), 0.0, len(responses)
    total = assigned([[2 * len(a & b) / (len(a) + len(b)) for b in responses] for a in keys])
    return total, len(keys), total, len(responses)


def assigned(gains: Sequence[Sequence[float]]) -> float:
    """The largest sum of gains if every row gets at most one column and every column one row (Kuhn 1955).

    >>> assigned([[2.0, 3.0], [1.0, 3.0], [0.0, 1.0]])
    5.0
    """
    size = max(len(gains), len(gains[0]))
    cost = [[-gains[i][j] if i < len(gains) and j < len(gains[0]) else 0.0 for j in range(size)] for i in range(size)]
    # Shortest augmenting paths with potentials; column `size` is where each row starts its path.
    rows, columns, row_of = [0.0] * size, [0.0] * (size + 1), [-1] * (size + 1)
    for row in range(size):
        row_of[size], at = row, size
        least, via, done = [float("inf")] * size, [size] * size, [False] * (size + 1)
        while row_of[at] >= 0:
            done[at] = True
            for j in (j for j in range(size) if not done[j]):
                slack = cost[row_of[at]][j] - rows[row_of[at]] - columns[j]
                if slack < least[j]:
                    least[j], via[j] = slack, at
            nearest = min((j for j in range(size) if not done[j]), key=least.__getitem__)
            step = least[nearest]
            for j in range(size + 1):
                if done[j]:
                    rows[row_of[j]] += step
                    columns[j] -= step
                elif j < size:
                    least[j] -= step
            at = nearest
        while at != size:
            row_of[at] = row_of[via[at]]
            at = via[at]
    return -sum(cost[row_of[j]][j] for j in range(size))


MEASURES: Mapping[str, Callable[[Clusters, Clusters], Tally]] = {"MUC": muc, "B-cubed": b_cubed, "CEAF-e": ceaf}


def score(pairs: Sequence[tuple[Clusters, Clusters]]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of each measure over (gold, found) of all documents, and the mean as ``CoNLL``."""
    scores: dict[str, tuple[float, float, float]] = {}
    for name, measure in MEASURES.items():
        right, all_, right_found, all_found = (sum(parts) for parts in zip(*(measure(*p) for p in pairs), strict=True))
        precision, recall = right_found / max(1, all_found), right / max(1, all_)
        scores[name] = precision, recall, 2 * precision * recall / max(1e-9, precision + recall)
    precision, recall, f1 = (sum(column) / len(MEASURES) for column in zip(*scores.values(), strict=True))
    return {**scores, "CoNLL": (precision, recall, f1)}


def main(argv: list[str] | None = None) -> int:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--encoder", type=Path, help="folder of a trained encoder that is asked about pronouns")
    parser.add_argument("--documents", nargs="*", default=DEV, help="names without GUM_ and .conllu")
    options = parser.parse_args(argv)
    chosen = list(documents(options.data, options.documents))
    if not chosen:
        print(f"{options.data}: no such documents; give the folder of GUM_*.conllu with --data", file=sys.stderr)  # noqa: T201
        return 2
    told = scorer(load_encoder(options.encoder)) if options.encoder else None
    pairs = [(gold(document), found(document, told)) for document in chosen]
    table = Table("measure", "precision", "recall", "F1", title=f"People of GUM, {len(chosen)} documents")
    for name, figures in score(pairs).items():
        table.add_row(name, *(f"{value:.3f}" for value in figures))
    Console().print(table)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
