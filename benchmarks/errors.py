"""What is wrong and what is missed on gold articles, in their sentences: one page of HTML that needs nothing else.

    python -m benchmarks.errors FOLDER -o errors.html

FOLDER holds gold articles, ``seeds/gold`` or ``../shared/gold`` for example. For every predicate the page lists

- believed: what we tell as a fact and the article denies, plans or only rumours;
- status: right but for its status;
- wrong: what no gold claim says;
- missed: what only the gold says,

each with the sentence, subject and object marked in it, the rule or model that read it, its confidence, and what the
other side says of the same words. The page quotes the articles: keep it where the articles may be.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg import build
from kg.evaluation import GoldArticle, GoldClaim, load_gold
from kg.evaluation.judging import Judged, judge, taken_for_asserted
from kg.evaluation.scoring import show, show_gold
from kg.model import Claim

KINDS = ("believed", "status", "wrong", "missed")
"""The kinds of errors, the worst first."""

Mark = tuple[int, int, str]
"""Where words begin and end in a text, and whose they are: ``subject`` or ``object``."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence; ``role`` is ``subject``, ``object`` or nothing."""

    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Error:
    """One error: the claim on one line, its sentence in pieces, and what the other side says of the same words.

    ``rule`` and ``confidence`` are those of our claim; what is missed has none.
    """

    kind: str
    predicate: str
    article: str
    claim: str
    sentence: tuple[Piece, ...]
    others: tuple[str, ...] = ()
    rule: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One predicate: how many claims are right, found and in the gold, and what went wrong."""

    predicate: str
    right: int
    found: int
    gold: int
    errors: tuple[Error, ...]

    @property
    def anchor(self) -> str:
        """The name of the section in the page's addresses."""
        return self.predicate.replace(":", "-")


def pieces(text: str, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """A text cut where marks begin and end; of two that overlap the earlier, then the longer one stays.

    >>> [(one.text, one.role) for one in pieces("Ada wed Bo.", [(8, 10, "object"), (0, 3, "subject")])]
    [('Ada', 'subject'), (' wed ', ''), ('Bo', 'object'), ('.', '')]
    """
    cut, at = [], 0
    for start, end, role in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        if at <= start < end <= len(text):
            cut += [Piece(text[at:start]), Piece(text[start:end], role)]
            at = end
    return tuple(piece for piece in (*cut, Piece(text[at:])) if piece.text)


def errors_of(judged: Judged) -> Iterator[Error]:
    """What went wrong in one article: in the order of our claims, then of the gold's."""
    expected = judged.gold.claims
    right, misjudged = {i for i, _ in judged.pairs}, dict(judged.misjudged)
    for i, claim in enumerate(judged.extraction.claims):
        turned = taken_for_asserted(claim, judged)
        if turned:
            yield _ours("believed", claim, judged, [turned])
        elif i in misjudged:
            yield _ours("status", claim, judged, [expected[misjudged[i]]])
        elif i not in right:
            text = judged.gold.article.text
            near = [one for one in expected if one.predicate == claim.predicate and same_words(claim, one, text)]
            yield _ours("wrong", claim, judged, near)
    found = {j for _, j in (*judged.pairs, *judged.misjudged)}
    yield from (_missed(gold, judged) for j, gold in enumerate(expected) if j not in found)


def _ours(kind: str, claim: Claim, judged: Judged, others: Sequence[GoldClaim]) -> Error:
    evidence = claim.evidence[0]
    spans = [(evidence.subject, "subject"), (evidence.object, "object")]
    marks = [(span[0] - evidence.start, span[1] - evidence.start, role) for span, role in spans if span is not None]
    return Error(
        kind,
        claim.predicate,
        judged.gold.id,
        show(claim),
        pieces(evidence.quote, marks),
        tuple(dict.fromkeys(map(show_gold, others))),
        evidence.rule,
        claim.confidence,
    )


def _missed(gold: GoldClaim, judged: Judged) -> Error:
    names = {person.name: (person.name, *person.aliases) for person in judged.gold.people}
    marks = [
        (*span, role)
        for role, thing in (("subject", gold.subject), ("object", gold.object))
        for span in spans_of(names.get(thing, (thing,)) if thing else (), gold.quote)
    ]
    ours = [
        show(claim)
        for claim in judged.extraction.claims
        if claim.predicate == gold.predicate and same_words(claim, gold, judged.gold.article.text)
    ]
    return Error("missed", gold.predicate, judged.gold.id, show_gold(gold), pieces(gold.quote, marks), tuple(ours))


def same_words(claim: Claim, gold: GoldClaim, text: str) -> bool:
    """Whether the evidence of a claim and the quotation of a gold one share words of the article."""
    start = text.find(gold.quote)
    end = start + len(gold.quote)
    return start >= 0 and any(one.start < end and start < one.end for one in claim.evidence)


def spans_of(names: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Where the longest of the names that the text has stands in it, as a word.

    >>> spans_of(("Ada Roe", "Ada"), "Ada met Adam, then Ada left.")
    [(0, 3), (19, 22)]
    """
    for name in sorted(names, key=lambda name: (-len(name), name)):
        found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
        if found:
            return found
    return []


def sections(results: Sequence[Judged]) -> list[Section]:
    """The errors by predicate, in the order of the alphabet."""
    errors = [error for judged in results for error in errors_of(judged)]
    found = [claim.predicate for judged in results for claim in judged.extraction.claims]
    gold = [claim.predicate for judged in results for claim in judged.gold.claims]
    right = [judged.gold.claims[j].predicate for judged in results for _, j in judged.pairs]
    return [
        Section(
            name,
            right.count(name),
            found.count(name),
            gold.count(name),
            tuple(error for kind in KINDS for error in errors if (error.kind, error.predicate) == (kind, name)),
        )
        for name in sorted({*found, *gold})
    ]


def page(title: str, results: Sequence[Judged]) -> str:
    """The page as HTML; every word of the articles is escaped."""
    loader = FileSystemLoader(Path(__file__).with_name("templates"))
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    found = sections(results)
    kinds = {kind: sum(error.kind == kind for one in found for error in one.errors) for kind in KINDS}
    return pages.get_template("errors.html").render(title=title, kinds=kinds, sections=found) + "\n"


def judged(gold: Sequence[GoldArticle]) -> list[Judged]:
    """The articles read by the pipeline and compared with their gold."""
    extractions = build.extract_many([one.article for one in gold])
    return [judge(extraction, one) for extraction, one in zip(extractions, gold, strict=True)]


def main() -> None:
    """Read the arguments, run, write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder of gold articles")
    parser.add_argument("-o", "--output", type=Path, required=True, help="where the page goes")
    asked = parser.parse_args()
    gold = load_gold(asked.folder)
    asked.output.write_text(page(f"Errors on {len(gold)} articles of {asked.folder.name}", judged(gold)), "utf-8")


if __name__ == "__main__":
    main()
