"""Plain press language in short items of our own, each with all that a careful editor takes from it.

An item is a line of one to six sentences, below it its claims, and a blank line. ``> 2021-03-09`` is the day of
publication from there on. A claim begins with two blanks: a letter where it is not plainly told (``R`` reported, ``P``
possible, ``D`` denied, ``L`` planned), then subject, predicate and object between bars; ``-`` for no object.

    > 2021-03-09
    Mara Kessler has left her husband, the director Tom Ruiz, friends of the actress say.
      Mara Kessler | marriedTo | Tom Ruiz
      R Mara Kessler | event:Separation | Tom Ruiz
      Mara Kessler | occupation | actress
      Tom Ruiz | occupation | director

Times are not marked, nor what an age tells of a birth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from kg.evaluation import GoldArticle, GoldClaim, GoldPerson
from kg.model import Article, EntityType, Status
from kg.vocab import RELATIONS, SYMMETRIC_EVENTS, is_known

FOLDER = Path(__file__).resolve().parent / "phrases"
STATUSES = {
    "": Status.ASSERTED,
    "R": Status.REPORTED,
    "P": Status.POSSIBLE,
    "D": Status.DENIED,
    "L": Status.PLANNED,
}
_CLAIM = re.compile(r"  (?:([RPDL]) )?([^|]+?) \| (\S+) \| ([^|]+)")


def read(folder: Path = FOLDER) -> list[GoldArticle]:
    """The items of a folder, named by their file and number: odd ones to learn from, even ones to measure on.

    Raises ValueError naming the file and the line that is not understood.
    """
    return [item for path in sorted(folder.glob("*.txt")) for item in parse(path.stem, path.read_text("utf-8"))]


def held(item: GoldArticle) -> bool:
    """Whether an item is kept for measuring: every second one."""
    return int(item.id.rpartition("/")[2]) % 2 == 0


def parse(name: str, text: str) -> Iterator[GoldArticle]:
    r"""The items of one file.

    >>> [item] = parse("own", "> 2021-03-09\nAnn Lee wed Bo Orr.\n  Ann Lee | marriedTo | Bo Orr\n")
    >>> item.id, item.article.published.isoformat(), item.claims[0].object, [one.aliases for one in item.people]
    ('own/1', '2021-03-09', 'Bo Orr', [('Ann', 'Lee'), ('Bo', 'Orr')])
    """
    day, number, story = date(2000, 1, 1), 0, ""
    claims: list[GoldClaim] = []
    for i, line in enumerate([*text.splitlines(), ""], start=1):
        if line.startswith("> "):
            day = date.fromisoformat(line[2:].strip())
        elif line.startswith("  "):
            claims.append(_claim(f"{name}.txt, line {i}", line.rstrip(), story))
        elif line.strip():
            story = line.strip()
        elif story:
            number += 1
            yield GoldArticle(Article(f"{name}/{number}", story, day), _people(claims), tuple(claims))
            story, claims = "", []


def _claim(place: str, line: str, story: str) -> GoldClaim:
    found = _CLAIM.fullmatch(line)
    if found is None or not is_known(found[3]) or not story:
        raise ValueError(f"{place}: {line!r} is no claim; write '  SUBJECT | predicate | OBJECT' below its text")
    status, subject, predicate, thing = found.groups(default="")
    return GoldClaim(subject, predicate, None if thing == "-" else thing, STATUSES[status], story)


def _is_of_two(predicate: str) -> bool:
    """Whether a predicate is told of two people."""
    if predicate in RELATIONS:
        return RELATIONS[predicate].range is EntityType.PERSON
    return predicate.removeprefix("event:") in {*SYMMETRIC_EVENTS, "DivorceFiling"}


def _people(claims: Iterable[GoldClaim]) -> tuple[GoldPerson, ...]:
    """Whoever is told of, called by each word of the name too: what two are called tells nobody."""
    names = {claim.subject for claim in claims}
    names |= {claim.object for claim in claims if claim.object is not None and _is_of_two(claim.predicate)}
    return tuple(GoldPerson(name, tuple(name.split()) if " " in name else ()) for name in sorted(names))
