"""Linking to Wikidata on KORE50 and a part of News-Fair v2, which the weights have not seen.

    python -m benchmarks.linking [--errors]

The base is 13,197 people and 20,000 invented ones, a third of them full namesakes of the real. Mentions are given, as
is usual; names are read from the whole text by the main path. Told are, over all mentions by name:

- who: how often the likeliest candidate of somebody who is in the base is the right one, NIL not being an answer (the
  published figures of KORE50 are of this kind);
- in base: the same with NIL as an answer, and all: right links and right NILs among all mentions;
- linked: how many were linked at the shipped threshold, and with what precision;
- NIL F1: five times a fifth of the right people is taken out of the base; precision and recall of "not in the base".
  The last row is of the mentions of both sets. *best*: what would be reached on a set by somebody who says NIL of just
  those who are not in the base or are taken for somebody else; of texts of bare first names it tells how much can be
  told at all.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table

from benchmarks.linking_data import DATA, Page, Without, base_of, distractors, elevant, people
from kg.annotate import annotate_all, load
from kg.linking import Answer, decide, link
from kg.mentions import find_mentions
from kg.model import Article, EntityType, MentionKind
from kg.quotes import find_quotes
from kg.wikidata import KnowledgeBase

SETS = ("kore50", "news-fair-v2")
DISTRACTORS = 20_000
FOLDS = 5


def read(text: str) -> Iterator[tuple[int, int, Sequence[str], Sequence[int]]]:
    """Who is mentioned by name, as the main path reads a text; see `benchmarks.linking_data.Reader`."""
    [doc] = annotate_all([Article("text", text)], load())
    mentions = find_mentions(doc, find_quotes(doc))
    entities = {entity.key: entity for entity in mentions.entities}
    span = doc.user_data["plain"].span
    places: dict[str, list[int]] = {}
    for mention in mentions.mentions:
        for key in mention.entities:
            places.setdefault(key, []).append(span(mention.start, mention.end)[0])
    for mention in mentions.mentions:
        if mention.kind is MentionKind.NAME and len(mention.entities) == 1:
            entity = entities[mention.entities[0]]
            if entity.type is EntityType.PERSON:
                yield *span(mention.start, mention.end), (entity.label, *entity.aliases), places[entity.key]


def judge(pages: Sequence[Page], base: KnowledgeBase, errors: Console | None = None) -> Counter[str]:
    """The counts behind the figures, by mentions."""
    found: Counter[str] = Counter()
    for page in pages:
        answers = link(page.profiles, base)
        linked = {one.entity: one.qid for one in decide(answers, (), "") if one.positive}
        for answer in answers:
            who, times = answer.profile.id, page.mentions[answer.profile.id]
            gold = page.gold[who]
            gold = gold if gold and base.item(gold) else None
            first = answer.options[0].item.qid if answer.options else None
            best = answer.best.item.qid if answer.best else None
            found["mentions"] += times
            found["known"] += times * bool(gold)
            found["who"] += times * bool(gold and first == gold)
            found["in base"] += times * bool(gold and best == gold)
            found["right"] += times * (best == gold)
            found["nil"] += times * (gold is None)
            found["nil said"] += times * (best is None)
            found["nil right"] += times * (best is None and gold is None)
            found["linked"] += times * (who in linked)
            found["linked right"] += times * (who in linked and linked[who] == gold)
            if errors and gold and first != gold:
                _explain(errors, page, answer, gold, base)
    return found


def _explain(console: Console, page: Page, answer: Answer, gold: str, base: KnowledgeBase) -> None:
    first, item = answer.options[0] if answer.options else None, base.item(gold)
    console.print(
        f"{page.id} {answer.profile.names} is {item.label if item else gold}, likeliest "
        f"{f'{first.item.label} {first.probability:.3f}' if first else 'nobody'}, NIL {answer.nil:.3f}",
        markup=False,
        highlight=False,
    )


def share(part: int, whole: int) -> float:
    """A share, 0 of nothing."""
    return part / whole if whole else 0.0


def _figures(counts: Counter[str], less: Counter[str]) -> Iterator[str]:
    """The figures of a row; ``less`` are the counts with people taken out of the base."""
    yield from (str(counts["mentions"]), str(counts["known"]))
    yield from (f"{share(counts[what], counts['known']):.3f}" for what in ("who", "in base"))
    yield f"{share(counts['right'], counts['mentions']):.3f}"
    yield from (str(counts["linked"]), f"{share(counts['linked right'], counts['linked']):.3f}")
    mistaken = less["known"] - less["who"]
    for right, said in ((less["nil right"], less["nil said"]), (less["nil"], less["nil"] + mistaken)):
        yield f"{share(2 * right, less['nil'] + said):.3f}"


def main(argv: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print who was taken for somebody else")
    options = parser.parse_args(argv)
    if not DATA.is_dir():
        print(f"{DATA}: no such folder; the data sets are expected beside the checkout", file=sys.stderr)  # noqa: T201
        return 2
    console = Console(width=120)
    items = people(DATA)
    base = base_of([*items, *distractors(items, DISTRACTORS)])
    table = Table("set", "mentions", "in the base", "who", "in base", "all", "linked", "precision", "NIL F1", "best")
    whole, lesser = Counter[str](), Counter[str]()
    for name in SETS:
        pages = elevant(name, DATA, reader=read)
        counts = judge(pages, base, console if options.errors else None)
        known = sorted({qid for page in pages for qid in page.gold.values() if qid and base.item(qid)})
        less = sum(
            (judge(pages, Without(base, frozenset(known[fold::FOLDS]))) for fold in range(FOLDS)), Counter[str]()
        )
        whole, lesser = whole + counts, lesser + less
        table.add_row(name, *_figures(counts, less))
    table.add_row("both", *_figures(whole, lesser))
    console.print(table)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
