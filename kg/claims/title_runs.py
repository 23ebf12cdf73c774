"""Titles listed beside each other, with what stands before and behind them: "on X and, more recently, on Y"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.claims.reading import Reading
from kg.claims.screen import QUOTES, screen_words
from kg.model import Mention

INTO = frozenset({"in", "on", "of", "from", "off"})
MARKS = QUOTES | {"``", "''"}
JOINING = MARKS | {
    ",",
    ";",
    "(",
    ")",
    "&",
    "and",
    "or",
    "the",
    "then",
    "later",
    "now",
    "more",
    "recently",
    "also",
    "on",
    "in",
}
MODIFYING = frozenset(
    {"DT", "JJ", "JJR", "JJS", "NN", "NNS", "HYPH", "VBG", "VBN", "CD", "RB", "RBS", "CC", "PRP$", "FW"}
)


@dataclass(frozen=True, slots=True)
class Run:
    """Titles listed beside each other, the word before them (no article, no "the soap"), the first token behind."""

    works: tuple[Mention, ...]
    before: int
    behind: int


def runs(reading: Reading, works: Sequence[Mention]) -> Iterator[Run]:
    """The titles of ``works``, which stand in order, grouped into those listed together."""
    doc = reading.doc
    group: list[Mention] = []
    for work in works:
        if group and not all(_joins(t) for t in doc[group[-1].last : work.first]):
            yield _run(reading, group)
            group = []
        group.append(work)
    yield _run(reading, group)


def _joins(token: Token) -> bool:
    return token.lower_ in JOINING or (token.text.isdigit() and len(token.text) == 4)


def _run(reading: Reading, works: Sequence[Mention]) -> Run:
    doc, i, last = reading.doc, works[0].first - 1, works[-1].last
    start = doc[works[0].head].sent.start
    while i >= start and (doc[i].text in MARKS or (doc[i].text == ":" and doc[i - 1].lower_ in INTO)):
        i -= 1
    if i >= start and doc[i].lower_ in screen_words("shows"):  # "the long-running police drama X"
        while i >= start and doc[i].tag_ in MODIFYING | {"NNP", "POS"}:
            i -= 1
    while i >= start and (
        doc[i].tag_ in {"JJ", "HYPH", "VBG", "DT"} or doc[i].text in MARKS or doc[i].lower_ == "long"
    ):
        i -= 1
    while last < len(doc) and (doc[last].text in MARKS or (doc[last].text == "," and _closes(reading, last + 1))):
        last += 1
        if doc[last - 1].text == ",":
            last -= 1
            break
    if last + 2 < len(doc) and doc[last].text == "(" and doc[last + 1].text.isdigit():
        last = next((k + 1 for k in range(last, min(last + 5, len(doc))) if doc[k].text == ")"), last)
    return Run(tuple(works), i, last)


def _closes(reading: Reading, i: int) -> bool:
    return i < len(reading.doc) and reading.doc[i].text in MARKS


def comma(reading: Reading, run: Run) -> int | None:
    """The token behind the comma that ends a phrase with the titles, inside the quotation marks or outside them."""
    doc, k = reading.doc, run.behind
    while k < len(doc) and k < run.behind + 2 and doc[k].text in MARKS | {","}:
        k += 1
    return k if any(t.text == "," for t in doc[run.works[-1].last : k]) else None
