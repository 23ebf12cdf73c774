"""Marriages, parents and siblings on the DFKI Celebrity Corpus (Li, Krause, Xu, Uszkoreit: LREC 2014), mention level.

    python -m benchmarks.celebrity_corpus [FOLDER] [--errors] [--relation NAME] [--json] [--limit N]

FOLDER holds the corpus's ``xml`` files; it defaults to ``../shared/data/celebrity-corpus/xml`` beside the checkout.

How it is scored
- Gold. Every relation mention becomes pairs of spans: ``marriage`` the two persons (unordered), ``person_parent`` each
  parent with each child (ordered), ``sibling_relationship`` every two of its persons (unordered).
- Predictions. Every piece of evidence of ``marriedTo``, ``parentOf`` and ``siblingOf`` with status asserted or reported
  is one prediction: the spans of its subject and object. The corpus annotates relations within a sentence between two
  mentions, names and pronouns only, so evidence whose two spans do not lie in its sentence, or are one and the same
  ("their wedding"), or of which one is a descriptive noun phrase ("the singer"), is left out, not counted as wrong.
  Denied, possible and planned claims are left out too, and so are events: a wedding is scored through the marriage it
  begins. The same two spans count once for a relation.
- The corpus calls children of one list siblings. We tell them as children, and that they are siblings the graph knows
  (``queries/siblings.rq``): two children whom a sentence gives one parent mention count as predicted siblings too.
- A match is one to one and needs the same relation and overlapping spans on both sides (in the order of the relation).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg import build
from kg.evaluation import Counts
from kg.model import TOLD, Article, Extraction, MentionKind

CHECKOUT = Path(__file__).resolve().parent.parent
RELATIONS = {"marriage": "marriedTo", "person_parent": "parentOf", "sibling_relationship": "siblingOf"}
SYMMETRIC = frozenset({"marriedTo", "siblingOf"})

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two spans in a relation (for ``parentOf`` the parent first); ``rule`` names what predicted it."""

    relation: str
    first: Span
    second: Span
    rule: str = ""


def read_xml(path: Path) -> tuple[Article, list[Pair]]:
    """One file of the corpus: its article and its gold pairs."""
    root = ElementTree.parse(path).getroot()
    text = "".join(root.find("TEXT").itertext())  # type: ignore[union-attr]
    spans = {
        entity.attrib["id"]: (int(entity.attrib["startPos"]), int(entity.attrib["endPos"]))
        for entity in root.iterfind("Entities/Entity")
    }
    pairs: set[Pair] = set()
    for mention in root.iterfind("Relations/Relation"):
        relation = RELATIONS[mention.attrib["NAME"]]
        by_label: dict[str, list[Span]] = {}
        for argument in mention.iterfind("Entity"):
            if argument.attrib["id"] in spans:
                by_label.setdefault(argument.attrib["label"], []).append(spans[argument.attrib["id"]])
        people = by_label.get("person", [])
        if relation == "parentOf":
            pairs.update(Pair(relation, parent, child) for parent in by_label.get("parent", []) for child in people)
        else:
            pairs.update(Pair(relation, one, other) for one, other in combinations(sorted(people), 2))
    return Article(path.stem, text), sorted(pairs)


def predicted_pairs(extraction: Extraction) -> list[Pair]:
    """What an extraction says about the three relations, mention by mention."""
    kinds = {(mention.start, mention.end): mention.kind for mention in extraction.mentions}
    found: dict[tuple[str, Span, Span], Pair] = {}
    for claim in extraction.claims:
        if claim.predicate not in RELATIONS.values() or claim.status not in TOLD:
            continue
        for evidence in claim.evidence:
            if evidence.object is None:
                continue
            sides = (evidence.subject, evidence.object)
            within = all(evidence.start <= start and end <= evidence.end for start, end in sides)
            if not within or _overlap(*sides) or any(kinds.get(side) is MentionKind.NOMINAL for side in sides):
                continue
            first, second = sorted(sides) if claim.predicate in SYMMETRIC else sides
            found.setdefault((claim.predicate, first, second), Pair(claim.predicate, first, second, evidence.rule))
    for pair in _children_of_one(found.values()):
        found.setdefault((pair.relation, pair.first, pair.second), pair)
    return sorted(found.values())


def _children_of_one(pairs: Iterable[Pair]) -> list[Pair]:
    """The children of each parent mention, two by two, as siblings.

    >>> one, other = Pair("parentOf", (0, 3), (10, 12)), Pair("parentOf", (0, 3), (17, 20))
    >>> _children_of_one([one, other])
    [Pair(relation='siblingOf', first=(10, 12), second=(17, 20), rule='children of one parent')]
    """
    children: dict[Span, set[Span]] = {}
    for pair in pairs:
        if pair.relation == "parentOf":
            children.setdefault(pair.first, set()).add(pair.second)
    return [
        Pair("siblingOf", first, second, "children of one parent")
        for _, together in sorted(children.items())
        for first, second in combinations(sorted(together), 2)
        if not _overlap(first, second)
    ]


def match(predicted: Sequence[Pair], gold: Sequence[Pair]) -> tuple[list[Pair], list[Pair], list[Pair]]:
    """Right predictions, wrong predictions and missed gold pairs; one to one, spans overlapping on both sides.

    The assignment is a maximum one (augmenting paths), so that the order of the predictions does not matter.
    """
    partners = [[j for j, one in enumerate(gold) if _agree(pair, one)] for pair in predicted]
    taken: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in partners[i]:
            if j not in seen:
                seen.add(j)
                if j not in taken or place(taken[j], seen):
                    taken[j] = i
                    return True
        return False

    for i in range(len(predicted)):
        place(i, set())
    right = set(taken.values())
    return (
        [pair for i, pair in enumerate(predicted) if i in right],
        [pair for i, pair in enumerate(predicted) if i not in right],
        [pair for j, pair in enumerate(gold) if j not in taken],
    )


def _agree(one: Pair, other: Pair) -> bool:
    if one.relation != other.relation:
        return False
    straight = _overlap(one.first, other.first) and _overlap(one.second, other.second)
    crossed = _overlap(one.first, other.second) and _overlap(one.second, other.first)
    return straight or (one.relation in SYMMETRIC and crossed)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def tables(counts: Mapping[str, Counts]) -> Table:
    """Precision, recall and F1 of each relation, and over all (micro)."""
    table = Table()
    table.add_column("relation")
    for name in ("gold", "found", "right", "precision", "recall", "F1"):
        table.add_column(name, justify="right")
    for name, one in counts.items():
        figures = (f"{figure:.3f}" for figure in (one.precision, one.recall, one.f1))
        table.add_row(name, str(one.gold), str(one.predicted), str(one.right), *figures)
    return table


def summed(judged: Iterable[tuple[list[Pair], list[Pair], list[Pair]]]) -> dict[str, Counts]:
    """Counts per relation and for all relations together."""
    results = list(judged)

    def count(relation: str | None) -> Counts:
        right, wrong, missed = (
            sum(relation in {None, pair.relation} for result in results for pair in result[part]) for part in range(3)
        )
        return Counts(right, right + wrong, right + missed)

    return {**{relation: count(relation) for relation in RELATIONS.values()}, "micro": count(None)}


def _shown(kind: str, pair: Pair, article: Article) -> Text:
    """A wrong or missed pair, its words marked in the text around them."""
    low, high = min(pair.first[0], pair.second[0]), max(pair.first[1], pair.second[1])
    start = max(article.text.rfind(". ", 0, low) + 1, article.text.rfind("\n", 0, low) + 1, low - 150)
    ends = [end for end in (article.text.find(". ", high), article.text.find("\n", high)) if end >= 0]
    text = Text(article.text[start : min([*ends, high + 150])].replace("\n", " "), style="italic")
    for (begin, end), style in ((pair.first, "bold cyan"), (pair.second, "bold green")):
        text.stylize(style, begin - start, end - start)
    first, second = (article.text[begin:end] for begin, end in (pair.first, pair.second))
    rule = f"  <{pair.rule}>" if pair.rule else ""
    style = "red" if kind == "WRONG" else "yellow"
    return Text.assemble((f"{kind} ", style), f"{article.id}: {first} | {pair.relation} | {second}{rule}\n    ", text)


def articles(folder: Path, limit: int | None) -> Iterator[tuple[Article, list[Pair]]]:
    """The corpus's files in the order of their names."""
    yield from (read_xml(path) for path in sorted(folder.glob("*.xml"))[:limit])


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    default = CHECKOUT.parent / "shared" / "data" / "celebrity-corpus" / "xml"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--errors", action="store_true", help="print every wrong and missed pair in its sentence")
    parser.add_argument("--relation", choices=sorted(RELATIONS.values()), help="errors of this relation only")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--limit", type=int, help="only the first N articles")
    asked = parser.parse_args()
    results = []
    console = Console(width=None if sys.stdout.isatty() else 160, soft_wrap=True)
    corpus = list(articles(asked.folder, asked.limit))
    extractions = build.extract_many([article for article, _ in corpus])
    for (article, gold), extraction in zip(corpus, extractions, strict=True):
        results.append(match(predicted_pairs(extraction), gold))
        for kind, pairs in (("WRONG", results[-1][1]), ("MISSED", results[-1][2])) if asked.errors else ():
            for pair in pairs:
                if asked.relation in {None, pair.relation}:
                    console.print(_shown(kind, pair, article))
    if not results:
        parser.error(f"{asked.folder} holds no .xml file: name the folder xml of the corpus")
    counts = summed(results)
    if asked.json:
        figures = {
            name: {"precision": round(one.precision, 4), "recall": round(one.recall, 4), "f1": round(one.f1, 4)}
            for name, one in counts.items()
        }
        sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    else:
        console.print(tables(counts))


if __name__ == "__main__":
    main()
