"""Plain sentences changed so that they still tell the same, and framed so that they tell no fact any more.

    python -m benchmarks.changes [--errors] [--json]

Metamorphic testing (Chen, Cheung and Yiu 1998; the invariance tests of CheckList: Ribeiro et al., ACL 2020): what the
right answer is need not be known. It has to stay what it is for the bare sentence where a change is harmless, and no
claim of the bare sentence may be told as a fact in a frame that denies, doubts, supposes or only reports it. Sentences,
changes and frames are data: ``benchmarks/changes.toml``. Measured are the share of claims that are lost, by change, and
the share that stays a fact, by kind of frame. The times of claims are not compared.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from kg.build import extract_many
from kg.model import Article, Claim, Entity, Extraction, Literal, Status
from kg.vocab import is_symmetric

DATA = Path(__file__).with_name("changes.toml")
DAY = date(2021, 3, 9)
PEOPLE = (
    {"a": "Nora Blum", "b": "Peter Haas", "c": "Ida Crane"},
    {"a": "Petra Voigt", "b": "Samuel Okafor", "c": "Tom Bell"},
    {"a": "Maria Delgado", "b": "Gus Arlen", "c": "Hana Mori"},
)

Told = tuple[str, str, str]
"""Subject, predicate and object of a claim, by their words; of a symmetric one the two in the order of the alphabet."""


@dataclass(frozen=True, slots=True)
class Change:
    """A plain sentence, what it is there to tell, what became of it, and the group of the change or frame."""

    kind: str
    plain: str
    predicate: str
    changed: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A change with the claims of the plain sentence that count, and those of them that went wrong."""

    change: Change
    claims: frozenset[Told]
    wrong: frozenset[Told]


def sentences(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The plain sentences without their stops, each with what it tells at least."""
    people = cycle(PEOPLE)
    for predicate, forms in data["sentences"].items():
        yield from ((form.format(**next(people)), predicate) for form in forms)


def changes(data: Mapping[str, Any]) -> Iterator[Change]:
    """Every plain sentence in every harmless change."""
    for plain, predicate in sentences(data):
        for kind in ("before", "behind", "facts", "beside"):
            yield from (_put(kind, words, plain, predicate) for words in data["harmless"][kind])
        first = next(name for one in PEOPLE for name in one.values() if plain.startswith(name))
        rest = plain.removeprefix(first)
        for before, behind in data["harmless"]["name"]:
            yield Change("name", plain, predicate, f"{before}{first}{behind}{rest}.")


def frames(data: Mapping[str, Any]) -> Iterator[Change]:
    """Every plain sentence in every frame."""
    for plain, predicate in sentences(data):
        for kind, forms in data["frames"].items():
            yield from (_put(kind, words, plain, predicate) for words in forms)


def _put(kind: str, words: str, plain: str, predicate: str) -> Change:
    return Change(kind, plain, predicate, words.format(s=plain, S=plain))


def told(extraction: Extraction) -> dict[Told, Claim]:
    """The claims of a text, by what they tell."""
    return {_words(claim): claim for claim in extraction.claims}


def _words(claim: Claim) -> Told:
    match claim.object:
        case Entity(label=other) | Literal(value=other):
            pass
        case None:
            other = ""
    one = claim.subject.label
    return (
        (other, claim.predicate, one)
        if is_symmetric(claim.predicate) and other < one
        else (one, claim.predicate, other)
    )


def read(texts: Iterable[str]) -> dict[str, Extraction]:
    """What each of the texts says, each read once and by itself."""
    once = list(dict.fromkeys(texts))
    articles = [Article(str(n), text, DAY) for n, text in enumerate(once)]
    return dict(zip(once, extract_many(articles), strict=True))


def judge(asked: Sequence[Change], *, harmless: bool, added: frozenset[str] = frozenset()) -> list[Verdict]:
    """For each change the claims of the plain sentence, and which were lost (``harmless``) or else stayed facts.

    Of ``added`` predicates nothing is compared where a change stands at a name, which may tell some itself. In a frame
    only that counts what the sentence is there to tell: "nobody knows whether she left her husband" leaves her one.
    """
    found = read(text for one in asked for text in (f"{one.plain}.", one.changed))
    verdicts = []
    for one in asked:
        before, after = told(found[f"{one.plain}."]), told(found[one.changed])
        counted = frozenset(
            key
            for key, claim in before.items()
            if claim.status is Status.ASSERTED
            and not (one.kind == "name" and claim.predicate in added)
            and (harmless or claim.predicate == one.predicate)
        )
        facts = {key for key, claim in after.items() if claim.status is Status.ASSERTED}
        verdicts.append(Verdict(one, counted, frozenset(counted - facts if harmless else counted & facts)))
    return verdicts


def shares(verdicts: Sequence[Verdict]) -> dict[str, tuple[int, int]]:
    """By kind, and over all: how many claims count, and how many went wrong.

    >>> one = Change("denied", "Ann is a singer", "occupation", "It is a lie that Ann is a singer.")
    >>> shares([Verdict(one, frozenset({("Ann", "occupation", "singer")}), frozenset())])
    {'denied': (1, 0), 'all': (1, 0)}
    """
    found: dict[str, tuple[int, int]] = {}
    for name in (*dict.fromkeys(one.change.kind for one in verdicts), "all"):
        those = [one for one in verdicts if name in {one.change.kind, "all"}]
        found[name] = (sum(len(one.claims) for one in those), sum(len(one.wrong) for one in those))
    return found


def measure(data: Mapping[str, Any]) -> tuple[list[Verdict], list[Verdict]]:
    """The verdicts over harmless changes, and over frames."""
    added = frozenset(data["harmless"]["added"])
    return judge(list(changes(data)), harmless=True, added=added), judge(list(frames(data)), harmless=False)


def load(path: Path = DATA) -> dict[str, Any]:
    """Sentences, changes and frames."""
    return tomllib.loads(path.read_text("utf-8"))


def dumb(data: Mapping[str, Any]) -> list[str]:
    """The plain sentences that do not tell what they should, without which nothing is measured."""
    asked = list(sentences(data))
    found = read(f"{plain}." for plain, _ in asked)
    return [plain for plain, predicate in asked if predicate not in {c.predicate for c in found[f"{plain}."].claims}]


def main(argv: list[str] | None = None) -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print every change that went wrong")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked = parser.parse_args(argv)
    data = load()
    kept, facts = measure(data)
    tables = {"lost by a harmless change": kept, "still a fact in a frame": facts}
    if asked.json:
        figures = {
            title: {name: {"claims": n, "share": round(bad / n, 3)} for name, (n, bad) in shares(verdicts).items()}
            for title, verdicts in tables.items()
        }
        sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
        return
    console = Console(width=None if sys.stdout.isatty() else 140, soft_wrap=True)
    for title, verdicts in tables.items():
        table = Table("kind", "claims", title, "share")
        for name, (claims, wrong) in shares(verdicts).items():
            table.add_row(name, str(claims), str(wrong), f"{wrong / claims:.3f}")
        console.print(table)
        for one in (one for one in verdicts if asked.errors and one.wrong):
            console.print(f"{one.change.kind}: {one.change.changed!r} {sorted(one.wrong)}", markup=False)
    for plain in dumb(data):
        console.print(f"tells nothing of what it should: {plain}.", markup=False)


if __name__ == "__main__":
    main()
