"""Who is who across articles: clustering measured on cases written by hand and on a generated world.

Run ``python -m benchmarks.identity``. B-cubed precision and recall weigh every mention alike: of its cluster, how many
are the same person; of its person, how many are in its cluster. What must be nought is the number of clusters in which
two real people are merged.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.identity_world import World
from kg.entities import Profile, cluster, profiles, thing_name
from kg.model import Article, Claim, Entity, EntityType, Evidence, Extraction, Literal, LiteralType, PartialDate
from kg.vocab import RELATIONS

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "identity.toml"
_LINE = re.compile(r"(?P<gold>\S+): (?P<label>[^:(]+?)(?: \((?P<aliases>[^)]*)\))?(?:: (?P<claims>.*))?$")
_TYPES = {
    "org": EntityType.ORGANIZATION,
    "place": EntityType.PLACE,
    "work": EntityType.WORK,
    "thing": EntityType.OTHER,
}

Id = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Scored:
    """How well mentions were clustered; ``merged`` counts clusters that hold more than one real person."""

    mentions: int
    precision: float
    recall: float
    merged: int
    split: int

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.mentions else 0.0

    def __str__(self) -> str:
        return (
            f"{self.mentions:7} mentions   B-cubed precision {self.precision:.3f}  recall {self.recall:.3f}  "
            f"F1 {self.f1:.3f}   two people merged: {self.merged}   people split: {self.split}"
        )


def score(found: Iterable[Sequence[Id]], gold: Mapping[Id, str]) -> Scored:
    """B-cubed of clusters against who each mention really is.

    >>> print(score([[("a", "k"), ("b", "k")], [("c", "k")]], {("a", "k"): "x", ("b", "k"): "x", ("c", "k"): "x"}))
          3 mentions   B-cubed precision 1.000  recall 0.556  F1 0.714   two people merged: 0   people split: 1
    """
    size = Counter(gold.values())
    homes: defaultdict[str, set[int]] = defaultdict(set)
    precision = recall = 0.0
    merged = 0
    for number, members in enumerate(found):
        people = Counter(gold[one] for one in members)
        merged += len(people) > 1
        for person, times in people.items():
            precision += times * times / len(members)
            recall += times * times / size[person]
            homes[person].add(number)
    total = len(gold)
    return Scored(total, precision / total, recall / total, merged, sum(len(where) > 1 for where in homes.values()))


def cases(half: str, path: Path = CASES) -> tuple[list[Extraction], dict[Id, str]]:
    """The articles of one half of the cases, and who each entity (article id, key) really is.

    Raises ValueError for a line that is not in the form that the file describes.
    """
    extractions: list[Extraction] = []
    gold: dict[Id, str] = {}
    for story in tomllib.loads(path.read_text("utf-8"))["story"]:
        if story["half"] != half:
            continue
        for number, text in enumerate(story["articles"]):
            identifier = f"{story['name']}/{number}"
            extraction, who = article(identifier, text)
            extractions.append(extraction)
            gold.update({(identifier, key): person for key, person in who.items()})
    return extractions, gold


def article(identifier: str, text: str) -> tuple[Extraction, dict[str, str]]:
    """One article of the cases, and who each of its entities really is, by key."""
    day, *lines = [line for line in text.strip().splitlines() if line.strip()]
    entities: dict[str, Entity] = {}
    gold: dict[str, str] = {}
    told: list[tuple[Entity, str]] = []
    for place, line in enumerate(lines):
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"{identifier}: {line!r} is no line of the form 'gold: Label (alias): predicate object'")
        kind = _TYPES.get(match["gold"].partition("/")[0], EntityType.PERSON)
        aliases = tuple(name.strip() for name in (match["aliases"] or "").split(",") if name.strip())
        entity = Entity(f"e{place}", kind, match["label"], aliases)
        entities[entity.label] = entity
        gold[entity.key] = match["gold"]
        told += [(entity, claim) for claim in (match["claims"] or "").split("; ") if claim]
    claims = tuple(_claim(entity, claim, entities, lines) for entity, claim in told)
    body = "\n".join(lines)
    # An entity without a claim would not enter the graph: its line says that the article names it.
    named = tuple(
        Claim(entity, "alsoKnownAs", Literal(entity.label), (_evidence(entity.label, lines),))
        for entity in entities.values()
    )
    return Extraction(
        Article(identifier, body, date.fromisoformat(day)), tuple(entities.values()), (), claims + named
    ), gold


def _claim(subject: Entity, told: str, entities: Mapping[str, Entity], lines: Sequence[str]) -> Claim:
    told, _, year = told.strip().partition(" @")
    predicate, _, words = told.partition(" ")
    thing: Entity | Literal
    if words in entities:
        thing = entities[words]
    else:
        range_ = RELATIONS[predicate].range
        if not isinstance(range_, LiteralType):
            raise ValueError(f"{told!r}: {words!r} has no line of its own in the article")
        thing = Literal(words, range_)
    since = PartialDate(year, year) if year else None
    return Claim(subject, predicate, thing, (_evidence(subject.label, lines),), start=since)


def _evidence(label: str, lines: Sequence[str]) -> Evidence:
    at = 0
    for line in lines:
        found = line.find(f": {label}")
        if found >= 0:
            span = (at + found + 2, at + found + 2 + len(label))
            return Evidence(at, at + len(line), line, span)
        at += len(line) + 1
    raise ValueError(f"no line names {label!r}")


def clusters_of(extractions: Iterable[Extraction]) -> list[list[Id]]:
    """The clusters of the entities (article id, key) of some articles; things of no person by type and name."""
    people: list[Profile] = []
    things: defaultdict[tuple[EntityType, str], list[Id]] = defaultdict(list)
    for extraction in extractions:
        for one in profiles(extraction, extraction.article.id):
            if one.type is EntityType.PERSON:
                people.append(one)
            else:
                things[one.type, thing_name(one.type, one.name)].append(one.id)
    return [[one.id for one in group] for group in cluster(people).groups] + list(things.values())


def errors(found: Iterable[Sequence[Id]], gold: Mapping[Id, str]) -> list[str]:
    """The clusters that merge people and the people that are split, in words."""
    homes: defaultdict[str, list[list[Id]]] = defaultdict(list)
    lines = []
    for members in found:
        people = {gold[one] for one in members}
        if len(people) > 1:
            lines.append(f"merged: {[(gold[one], *one) for one in members]}")
        for person in people:
            homes[person].append([one for one in members if gold[one] == person])
    lines += [f"split:  {person} {parts}" for person, parts in homes.items() if len(parts) > 1]
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--world", type=int, default=0, metavar="N", help="also so many generated mentions")
    parser.add_argument("--half", choices=("open", "aside", "both"), default="both")
    parser.add_argument("--errors", action="store_true", help="also every merge and split")
    options = parser.parse_args(arguments)
    for half in ("open", "aside") if options.half == "both" else (options.half,):
        extractions, gold = cases(half)
        found = clusters_of(extractions)
        sys.stdout.write(f"by hand, {half:6}{score(found, gold)}\n")
        if options.errors:
            sys.stdout.write("".join(f"  {line}\n" for line in errors(found, gold)))
    if options.world:
        sys.stdout.write(generated(options.world))


def generated(mentions: int) -> str:
    """Clusters of a generated world of so many mentions: how good, how fast, and how much memory."""
    world = World(max(mentions // 12, 40))
    told = list(world.articles(mentions))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.process_time()
    found = cluster(profile for profile, _ in told)
    seconds = time.process_time() - begin
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    gold = {profile.id: str(number) for profile, number in told}
    scored = score([[one.id for one in group] for group in found.groups], gold)
    return (
        f"generated{'':6}{scored}\n"
        f"  {len(found.groups)} clusters, {len(found.rivalries)} pairs of namesakes told apart\n"
        f"  {seconds:.1f} s on one core, {1e6 * seconds / len(told):.0f} microseconds a mention; "
        f"{before // 1024} MB before, {after // 1024} MB after\n"
    )


if __name__ == "__main__":
    main()
