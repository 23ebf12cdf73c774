"""Our own marked articles: who is meant by every mention, and which of what their sentences tell becomes a claim.

    python -m benchmarks.marked [--learnt] [--errors NAME ...] [--limit N]

Measured are the articles that training and the writing of rules leave out (`training.marked.held`), or with
``--learnt`` the others. The weights that ship left out another ninth, by older names; beside the rules they add little.
``--errors`` prints what went wrong of a predicate (``parentOf``) or of a kind of mention (``he and she``).

How it is scored
- Whom an entity of ours is, its names tell: the person that most of them are marked with.
- A mention is *right* when it has exactly the people it is marked with, *open* when it has nobody, *unseen* when no
  mention of ours ends where it ends, else *wrong*.
- A claim that is told as a fact (asserted or reported) counts once an article. It is right when a sentence tells it of
  the same two as a fact; where one side is told by no name, as an event with one of the two may be, the other counts.
  Predicates that the marks do not know (occupations, ages, dates) are left out.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rich.console import Console
from rich.table import Table

from kg.build import extract_many
from kg.model import TOLD, Article, Claim, Extraction, Literal, Mention, MentionKind
from kg.vocab import is_symmetric
from training import marked
from training.coreference import kind_of
from training.marked import Marked, MarkedArticle

Fact = tuple[str, ...]
"""A predicate and the ids of those it is told of; of what is symmetric, in the order of the alphabet."""

KINDS = ("he and she", "I and me", "they and we", "descriptions", "descriptions of several", "names")
RESULTS = ("right", "wrong", "open", "unseen")
EVENT = "event:"
SHOWN = 300
"""Characters of the text that an error shows."""
_PLAINLY = frozenset({"", "R"})
_SINGULAR = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_SPEAKER = frozenset({"i", "me", "my", "mine", "myself"})


@dataclass(frozen=True, slots=True)
class Case:
    """Something measured: of which kind, what became of it, and where it stands (for ``--errors``)."""

    kind: str
    result: str
    shown: str = ""


def owners(article: MarkedArticle, extraction: Extraction) -> dict[str, str]:
    """The id of the person or thing that each entity is: by most of its names in the text, else by a name alone."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in extraction.mentions:
        if mention.kind is MentionKind.NAME and len(mention.entities) == 1:
            for mark in article.mentions:
                bounded = mark.start == mention.start or mark.end == mention.end
                if bounded and len(mark.who) == 1 and mark.start < mention.end and mention.start < mark.end:
                    votes[mention.entities[0]].update(mark.who)
    bearers: dict[str, set[str]] = defaultdict(set)
    for mark in article.mentions:
        bearers[article.text[mark.start : mark.end].lower()] |= mark.who if len(mark.who) == 1 else set()
    for entity in extraction.entities:
        for name in (entity.label, *entity.aliases):
            if entity.key not in votes and len(bearers[name.lower()]) == 1:
                votes[entity.key].update(bearers[name.lower()])
    return {key: min(found, key=lambda who: (-found[who], who)) for key, found in votes.items()}


def meant(article: MarkedArticle, extraction: Extraction) -> Iterator[Case]:
    """What became of every marked mention of people."""
    owner = owners(article, extraction)
    ours: dict[int, list[Mention]] = defaultdict(list)
    for mention in extraction.mentions:
        ours[mention.end].append(mention)
    for mark in article.mentions:
        if all(who[0].islower() for who in mark.who):
            found = min(ours[mark.end], key=lambda m: abs(m.start - mark.start), default=None)
            words, result = article.text[mark.start : mark.end], _result(mark, found, owner)
            yield Case(_kind(words, mark), result, f"{words}: {_line(article.text, max(0, mark.start - SHOWN // 2))}")


def _kind(words: str, mark: Marked) -> str:
    match kind_of(words):
        case "pronoun" if words.lower() in _SINGULAR:
            return "he and she"
        case "pronoun":
            return "I and me" if words.lower() in _SPEAKER else "they and we"
        case "name":
            return "names"
        case _:
            return "descriptions" if len(mark.who) == 1 else "descriptions of several"


def _result(mark: Marked, found: Mention | None, owner: Mapping[str, str]) -> str:
    if found is None:
        return "unseen"
    if not found.entities:
        return "open"
    return "right" if {owner.get(key) for key in found.entities} == mark.who else "wrong"


def told(article: MarkedArticle, extraction: Extraction, predicates: Container[str]) -> Iterator[Case]:
    """What became of every fact that the article tells (found, missed), and of what we tell (right, wrong)."""
    gold: dict[Fact, int] = {}
    for one in article.told:
        if one.status in _PLAINLY:
            gold.setdefault(_fact(one.label, one.subject, one.object), one.start)
    owner, ours = owners(article, extraction), dict[Fact, Claim]()
    for claim in extraction.claims:
        if claim.predicate in predicates and claim.status in TOLD and not isinstance(claim.object, Literal):
            sides = (side for side in (claim.subject, claim.object) if side is not None)
            ours.setdefault(_fact(claim.predicate, *(owner.get(side.key, side.label) for side in sides)), claim)
    right: set[Fact] = set()
    for fact, start in gold.items():
        found = {one for one in ours if one[0] == fact[0] and (one == fact or (len(one) == 2 and one[1] in fact))}
        right |= found
        yield Case(fact[0], "found" if found else "missed", f"{_spelt(article, fact)}: {_line(article.text, start)}")
    for fact, claim in ours.items():
        [first, *_] = claim.evidence
        shown = f"{_spelt(article, fact)} ({first.rule}): {_line(first.quote, 0)}"
        yield Case(fact[0], "right" if fact in right else "wrong", shown)


def _fact(predicate: str, *sides: str) -> Fact:
    unordered = predicate.startswith(EVENT) or is_symmetric(predicate)
    return (predicate, *(sorted(sides) if unordered else sides))


def _spelt(article: MarkedArticle, fact: Fact) -> str:
    """The fact with a name for every id: the first, or the first mention of one who has none."""
    spelt: dict[str, str] = {}
    for named in (True, False):
        for mark in article.mentions:
            words = article.text[mark.start : mark.end]
            if len(mark.who) == 1 and (kind_of(words) == "name") == named:
                spelt.setdefault(min(mark.who), words)
    return " ".join(spelt.get(part, part) for part in fact)


def _line(text: str, start: int) -> str:
    return " ".join(text[start : start + SHOWN].split())


def measure(articles: Sequence[MarkedArticle]) -> Iterator[Case]:
    """All cases of the articles."""
    predicates = {one.label for article in articles for one in article.told}
    plain = [Article(one.id, one.text, date.fromisoformat(one.published)) for one in articles]
    for article, extraction in zip(articles, extract_many(plain), strict=True):
        yield from (replace(case, shown=f"{article.id}: {case.shown}") for case in meant(article, extraction))
        yield from (
            replace(case, shown=f"{article.id}: {case.shown}") for case in told(article, extraction, predicates)
        )


def main(argv: list[str] | None = None) -> int:
    """Measure, and print the tables or the errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learnt", action="store_true", help="the articles that the encoders have learnt from")
    parser.add_argument("--errors", nargs="+", default=(), metavar="NAME", help="predicates or kinds of mentions")
    parser.add_argument("--limit", type=int, help="only the first N articles")
    options = parser.parse_args(argv)
    every = marked.read()
    held = marked.held(one.id for one in every)
    chosen = [one for one in every if (one.id in held) != options.learnt][: options.limit]
    console, counts = Console(), Counter[tuple[str, str]]()
    for case in measure(chosen):
        counts[case.kind, case.result] += 1
        if case.kind in options.errors and case.result not in {"right", "found"}:
            console.print(f"{case.result}: {case.shown}", markup=False, highlight=False)
    for table in (_of_mentions(counts), _of_facts(counts)):
        table.title = f"{table.title}, {len(chosen)} marked articles"
        console.print(table)
    return 0


def _of_mentions(counts: Mapping[tuple[str, str], int]) -> Table:
    table = Table("mentions", "number", *RESULTS, title="Who is meant")
    for kind in KINDS:
        number = sum(counts[kind, result] for result in RESULTS)
        table.add_row(kind, str(number), *(f"{counts[kind, result] / max(1, number):.3f}" for result in RESULTS))
    return table


def _of_facts(counts: Mapping[tuple[str, str], int]) -> Table:
    """Every predicate, and all together."""
    table = Table("predicate", "told", "ours", "precision", "recall", "F1", title="What is told")
    labels = sorted({kind for kind, _ in counts if kind not in KINDS})
    for name, kinds in (*((label, [label]) for label in labels), ("all", labels)):
        found, missed, right, wrong = (sum(counts[k, r] for k in kinds) for r in ("found", "missed", "right", "wrong"))
        precision, recall = right / max(1, right + wrong), found / max(1, found + missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        table.add_row(name, str(found + missed), str(right + wrong), *(f"{x:.3f}" for x in (precision, recall, f1)))
    return table


if __name__ == "__main__":
    raise SystemExit(main())
