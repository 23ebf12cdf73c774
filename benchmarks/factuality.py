"""Did it happen? Our judgement against people's on UDS It-Happened (Rudinger, White, Van Durme: NAACL 2018), dev split.

    python -m benchmarks.factuality [--data FOLDER] [--errors N]

FOLDER holds the table and ``UD-EWT/en_ewt-ud-dev.conllu`` (the sentences), by default ../shared/data/uds-factuality
beside the checkout. The sentences are web text, not news; they are parsed anew, so that the parser's errors count.

How it is scored. For every predicate the annotators' answers (yes +1, no -1, weighted by their confidence) are
averaged to -3..3 as in the paper; predicates nobody understood are left out. We say that it happened where the status
is asserted or reported. Accuracy is that of the sign, beside the share of the larger class. The table under it gives,
for every status, how many there were, the mean of the annotators' score and how many happened in their view. UDS asks
whether a thing happened, we ask how the text presents it: wishes, generic sentences and advice differ by nature.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from spacy.tokens import Doc, Token

from kg import annotate
from kg.factuality import Verdict, judge
from kg.model import TOLD, Status
from kg.quotes import find_quotes

CHECKOUT = Path(__file__).resolve().parent.parent
TABLE = "it-happened_eng_ud1.2_07092017.dev-train.tsv"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the treebank: its text, and the character offset of every word."""

    text: str
    words: tuple[str, ...]
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Predicate:
    """One annotated word: sentence and word number from 0, the word, and the mean answer (-3..3)."""

    sentence: int
    word: int
    lemma: str
    score: float


def read_sentences(path: Path) -> list[Sentence]:
    """The sentences of a CoNLL-U file in order."""
    found: list[Sentence] = []
    text, words = "", list[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# text = "):
            text = line.removeprefix("# text = ")
        elif line and line.split("\t", 1)[0].isdigit():
            words.append(line.split("\t")[1])
        elif not line and words:
            found.append(Sentence(text, tuple(words), tuple(_offsets(text, words))))
            words = []
    return found


def _offsets(text: str, words: list[str]) -> Iterator[int]:
    position = 0
    for word in words:
        at = text.find(word, position)
        yield at
        position = at + len(word) if at >= 0 else position


def read_predicates(path: Path) -> list[Predicate]:
    """The dev predicates of the table that somebody understood, with their mean answer."""
    answers: dict[tuple[int, int, str], list[float]] = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["Split"] != "dev" or row["Is.Predicate"] != "True" or row["Is.Understandable"] != "True":
                continue
            if row["Happened"] not in {"true", "false"}:
                continue
            sign = 1.0 if row["Happened"] == "true" else -1.0
            key = (int(row["Sentence.ID"].split()[1]) - 1, int(row["Pred.Token"]) - 1, row["Pred.Lemma"])
            answers[key].append(sign * 0.75 * float(row["Confidence"]))
    return [Predicate(*key, sum(scores) / len(scores)) for key, scores in sorted(answers.items())]


def token_at(doc: Doc, offset: int) -> Token | None:
    """The token that begins at or covers a character offset."""
    return next((token for token in doc if token.idx <= offset < token.idx + len(token)), None)


def judged(sentences: list[Sentence], predicates: list[Predicate]) -> Iterator[tuple[Predicate, Sentence, Verdict]]:
    """Every predicate with our verdict; those whose word cannot be found in the sentence are passed over."""
    by_sentence: dict[int, list[Predicate]] = defaultdict(list)
    for predicate in predicates:
        by_sentence[predicate.sentence].append(predicate)
    numbers = [number for number in sorted(by_sentence) if number < len(sentences)]
    docs = annotate.load().pipe(sentences[number].text for number in numbers)
    for number, doc in zip(numbers, docs, strict=True):
        quotes = find_quotes(doc)
        for predicate in by_sentence[number]:
            sentence = sentences[number]
            if predicate.word >= len(sentence.offsets) or sentence.offsets[predicate.word] < 0:
                continue
            token = token_at(doc, sentence.offsets[predicate.word])
            if token is not None and predicate.lemma[:3].lower() in token.lemma_.lower()[:3]:
                yield predicate, sentence, judge(doc, token, quotes)


def main(argv: list[str] | None = None) -> int:
    """Print the accuracy and the table by status; 1 if the data are not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=CHECKOUT.parent / "shared" / "data" / "uds-factuality")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N predicates judged otherwise")
    arguments = parser.parse_args(argv)
    console = Console()
    table_path, treebank = arguments.data / TABLE, arguments.data / "UD-EWT" / "en_ewt-ud-dev.conllu"
    for path in (table_path, treebank):
        if not path.exists():
            console.print(f"{path} is not there: give the folder of the data set with --data")
            return 1
    sentences, predicates = read_sentences(treebank), read_predicates(table_path)
    started = time.perf_counter()
    rows = list(judged(sentences, predicates))
    seconds = time.perf_counter() - started
    right = [(predicate.score > 0) == (verdict.status in TOLD) for predicate, _, verdict in rows]
    positive = sum(predicate.score > 0 for predicate, _, _ in rows)
    console.print(
        f"{len(rows)} of {len(predicates)} predicates; sign accuracy {sum(right) / len(rows):.3f}, "
        f"larger class {max(positive, len(rows) - positive) / len(rows):.3f}; {seconds:.1f} s with parsing"
    )
    table = Table("status", "count", "mean score", "happened")
    for status in Status:
        scores = [predicate.score for predicate, _, verdict in rows if verdict.status is status]
        if scores:
            happened = sum(score > 0 for score in scores) / len(scores)
            table.add_row(status, str(len(scores)), f"{sum(scores) / len(scores):+.2f}", f"{happened:.2f}")
    console.print(table)
    wrong = [row for row, good in zip(rows, right, strict=True) if not good]
    for predicate, sentence, verdict in sorted(wrong, key=lambda row: -abs(row[0].score))[: arguments.errors]:
        word = sentence.words[predicate.word]
        console.print(
            f"{predicate.score:+.1f} {verdict.status} {verdict.cues} [{word}] {sentence.text}",
            markup=False,
            soft_wrap=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
