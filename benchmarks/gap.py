"""Pronouns on the GAP corpus (Webster, Recasens, Axelrod, Baldridge: TACL 2018), snippet context.

    python -m benchmarks.gap [--data FILE] [--limit N] [--errors] [--encoder FOLDER]

Every row has a pronoun and two names, each of which is or is not its antecedent. The mentions are found by
`kg.mentions.find_mentions` as in the main path; a name counts as predicted where the pronoun and a mention that
overlaps the name share an entity. Scores are those of the paper: precision, recall and F1 over the 2 N judgements,
for masculine and feminine pronouns apart, and their ratio (bias). FILE is `gap-development.tsv`, by default under
../shared/data beside the checkout. FOLDER holds a trained encoder that is asked where the rules are in doubt.
"""

from __future__ import annotations

import argparse
import csv
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from kg.annotate import annotate_all, load
from kg.encoder import load as load_encoder
from kg.mentions import Mentions, find_mentions
from kg.mentions.learned import scorer
from kg.model import Article
from kg.plain import plain
from kg.quotes import find_quotes

CHECKOUT = Path(__file__).resolve().parent.parent
DATA = CHECKOUT.parent / "shared" / "data" / "gap-coreference" / "gap-development.tsv"
FEMININE = frozenset({"she", "her", "hers", "herself"})


@dataclass(frozen=True, slots=True)
class Row:
    """One snippet: where the pronoun and the names A and B stand, and whether each is the antecedent."""

    id: str
    text: str
    pronoun: tuple[int, int]
    names: tuple[tuple[int, int], tuple[int, int]]
    gold: tuple[bool, bool]

    @property
    def feminine(self) -> bool:
        """Whether the pronoun is feminine."""
        return self.text[slice(*self.pronoun)].lower() in FEMININE


def read(path: Path) -> Iterator[Row]:
    """The rows of a GAP file, their texts and offsets as they are read (`kg.plain`)."""
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            spans = [
                (int(line[f"{key}-offset"]), int(line[f"{key}-offset"]) + len(line[key]))
                for key in ("Pronoun", "A", "B")
            ]
            gold = (line["A-coref"].upper() == "TRUE", line["B-coref"].upper() == "TRUE")
            text = plain(Article(line["ID"], line["Text"]))
            if (offsets := text.offsets) is not None:
                spans = [(bisect_left(offsets, start), bisect_left(offsets, end)) for start, end in spans]
            yield Row(line["ID"], text.text, spans[0], (spans[1], spans[2]), gold)


def predict(mentions: Mentions, row: Row) -> tuple[bool, bool]:
    """Whether the pronoun refers to A, and to B."""
    pronoun = {k for m in mentions.mentions if (m.start, m.end) == row.pronoun for k in m.entities}
    verdicts = []
    for start, end in row.names:
        keys = {
            k
            for m in mentions.mentions
            if m.start < end and start < m.end and m.kind.value == "name"
            for k in m.entities
        }
        verdicts.append(bool(keys & pronoun))
    return verdicts[0], verdicts[1]


def f1(counts: Counter[str]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    precision = counts["tp"] / max(1, counts["tp"] + counts["fp"])
    recall = counts["tp"] / max(1, counts["tp"] + counts["fn"])
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def main(argv: list[str] | None = None) -> int:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--limit", type=int, default=0, help="score only the first N rows")
    parser.add_argument("--errors", action="store_true", help="print the rows that went wrong")
    parser.add_argument("--encoder", type=Path, help="folder of a trained encoder")
    options = parser.parse_args(argv)
    if not options.data.is_file():
        print(f"{options.data}: no such file; give the path of gap-development.tsv with --data", file=sys.stderr)  # noqa: T201
        return 2
    rows = list(read(options.data))[: options.limit or None]
    console = Console()
    scores: dict[str, Counter[str]] = {"masculine": Counter(), "feminine": Counter(), "all": Counter()}
    articles = (Article(row.id, row.text) for row in rows)
    told = scorer(load_encoder(options.encoder)) if options.encoder else None
    for row, doc in zip(rows, annotate_all(articles, load()), strict=True):
        mentions = find_mentions(doc, find_quotes(doc), told)
        predicted = predict(mentions, row)
        for guess, truth in zip(predicted, row.gold, strict=True):
            name = {(True, True): "tp", (True, False): "fp", (False, True): "fn", (False, False): "tn"}[guess, truth]
            for group in ("all", "feminine" if row.feminine else "masculine"):
                scores[group][name] += 1
        if options.errors and predicted != row.gold:
            _explain(console, row, mentions, predicted)
    table = Table("pronouns", "precision", "recall", "F1", title=f"GAP, {len(rows)} snippets of {options.data.name}")
    for group, counts in scores.items():
        table.add_row(group, *(f"{value:.3f}" for value in f1(counts)))
    console.print(table)
    feminine, masculine = f1(scores["feminine"])[2], f1(scores["masculine"])[2]
    console.print(f"bias (feminine / masculine) {feminine / max(1e-9, masculine):.2f}")
    return 0


def _explain(console: Console, row: Row, mentions: Mentions, predicted: tuple[bool, bool]) -> None:
    keys = [k for m in mentions.mentions if (m.start, m.end) == row.pronoun for k in m.entities]
    names = [row.text[slice(*span)] for span in row.names]
    marked = f"{row.text[: row.pronoun[0]]}[[{row.text[slice(*row.pronoun)]}]]{row.text[row.pronoun[1] :]}"
    console.print(
        f"{row.id} A={names[0]!r} {row.gold[0]} B={names[1]!r} {row.gold[1]} predicted {predicted} as {keys}",
        markup=False,
    )
    console.print(f"   {marked}", markup=False, highlight=False)


if __name__ == "__main__":
    raise SystemExit(main())
