"""Make ``kg/wikidata/starter.jsonl``, the small index that the package ships, from public data about Wikidata (CC0).

Run ``python -m training.wikidata_starter`` beside ``../shared/data``. Every QID and fact is taken from there: labels,
aliases and statements of 13,197 people (FB15k, CoDEx, WikiPeople), whole items of 86 people who share names, dates and
page counts of the famous dead, dates of the dead and the living. Bands and films are told by who plays in them, places
by what texts link to. What no data set has whole is in ``wikidata_starter.toml``: the family of the seed article, and
works, places and awards, whose numbers public lists confirm.

``sitelinks`` is the true count for the famous dead and the whole items. The others have none in the data: what stands
there is an estimate from the number of statements, rounded to one figure, so that it shows.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.wikidata import HUMAN, Item, Ref, Relation, parse_item
from kg.wikidata.keys import name_key
from kg.wikidata.parse import is_latin
from kg.wikidata.starter import PATH, to_line

CHECKOUT = Path(__file__).resolve().parent.parent
DATA = CHECKOUT.parent / "shared" / "data"
FAMILY = ("P26", "P451", "P40", "P22", "P25", "P3373", "P1038")
KEPT = (*FAMILY, "P463", "P19", "P20")
ENTERTAINERS, OTHERS, ALIASES = 360, 40, 8
STAGE = {
    *("Q33999", "Q10800557", "Q10798782", "Q2259451", "Q245068", "Q947873", "Q2526255", "Q4610556"),
    *("Q177220", "Q639669", "Q2252262", "Q488205", "Q753110", "Q3665646", "Q937857", "Q10833314"),
}
"""What makes somebody likely to be in an entertainment article: acting, singing, film, fashion, television, sport."""
THINGS = CHECKOUT / "training" / "wikidata_starter.toml"


def main() -> None:
    """Write the file."""
    people = read_people()
    chosen = choose(people, seed_names(), {*told_by_hand()["people"]})
    items = {qid: trimmed(people[qid], chosen) for qid in chosen}
    items |= {item.qid: item for item in whole_items()} | {item.qid: item for item in by_hand(items, people)}
    items = {item.qid: item for item in both_ways(items)}
    lines = [to_line(item) for item in sorted(items.values(), key=lambda item: int(item.qid[1:]))]
    PATH.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def choose(people: dict[str, Item], names: Iterable[str], by_name: set[str]) -> set[str]:
    """The most famous people, those named by hand or in the seeds, their families, and the namesakes of all of them."""
    known = sorted((one for one in people.values() if one.description), key=lambda one: (-one.sitelinks, one.qid))
    by_key: defaultdict[str, set[str]] = defaultdict(set)
    for item in people.values():
        for name in item.names:
            by_key[name_key(name)].add(item.qid)
    stage = [one for one in known if STAGE & {ref.qid for ref in one.occupations}]
    others = [one for one in known if one not in stage]
    chosen = {one.qid for one in (*stage[:ENTERTAINERS], *others[:OTHERS])}
    chosen |= {qid for name in names if " " in name for qid in by_key[name_key(name)]}
    labelled = Counter(item.label for item in people.values())
    chosen |= {item.qid for item in people.values() if item.label in by_name and labelled[item.label] == 1}
    chosen |= {one for qid in chosen for one in people[qid].related(*FAMILY) if one in people}
    return chosen | {one for qid in chosen for one in by_key[name_key(people[qid].label)]}


def trimmed(item: Item, chosen: set[str]) -> Item:
    """Without relatives and groups that the file does not hold, and without nicknames that others share."""
    relations = tuple(one for one in item.relations if one.property not in FAMILY or one.target in chosen)
    own = set(name_key(item.label).split())
    aliases = [one for one in item.aliases if " " in one or name_key(one) in own]
    return replace(item, aliases=tuple(aliases[:ALIASES]), relations=relations)


def both_ways(items: dict[str, Item]) -> Iterator[Item]:
    """Each marriage, partnership and kinship told from both its ends, as the data sets have some from one only."""
    told: defaultdict[str, dict[tuple[str, str], Relation]] = defaultdict(dict)
    for item in items.values():
        for one in item.relations:
            back = {"P40": {"m": "P22", "f": "P25"}.get(item.sex), "P22": "P40", "P25": "P40"}.get(
                one.property, one.property if one.property in ("P26", "P451", "P3373") else None
            )
            if back and one.target in items:
                told[one.target][back, item.qid] = Relation(back, item.qid, one.start, one.end)
    for item in items.values():
        own = {(one.property, one.target) for one in item.relations}
        more = tuple(one for key, one in sorted(told[item.qid].items()) if key not in own)
        yield replace(item, relations=item.relations + more)


def read_people() -> dict[str, Item]:
    """The 13,197 people, with what the other data sets know of them."""
    facts: defaultdict[str, set[tuple[str, str, str | None, str | None]]] = defaultdict(set)
    for subject, property_, object_ in triples():
        facts[subject].add((property_, object_, None, None))
    dates, labels, dead, people = lives(), newer_labels(), famous_dead(), {}
    works = Counter(object_ for _, property_, object_ in triples() if property_ in ("P161", "P57", "P50", "P175"))
    for row in json_lines(DATA / "wikidata" / "mini_people.jsonl"):
        told = facts[row["id"]] | {_fact(one) for one in row["facts"]}
        # A statement with its years makes the same one without them idle.
        dated = {one[:2] for one in told if one[2] or one[3]}
        told = {one for one in told if one[2] or one[3] or one[:2] not in dated}
        born, died = dates.get(row["id"], (None, None))
        people[row["id"]] = Item(
            qid=row["id"],
            # The labels of FB15k were taken at a moment, some of vandalism; those of the gazetteers are newer.
            label=labels.get(row["id"], row["label"]),
            description=row["description"] or dead.get(row["id"], ("", 0))[0],
            aliases=tuple(sorted({one for one in row["aliases"] if is_latin(one) and "(" not in one and len(one) > 2})),
            kinds=(HUMAN,),
            born=born,
            died=died,
            sex={"Q6581072": "f", "Q6581097": "m"}.get(
                next((o for p, o, *_ in sorted_facts(told) if p == "P21"), ""), ""
            ),
            sitelinks=dead.get(row["id"], ("", 0))[1]
            or _estimate(len({one[:2] for one in told}) + works[row["id"]], bool(row["enwiki"])),
            occupations=tuple(Ref(o) for p, o, *_ in sorted_facts(told) if p == "P106"),
            citizenships=tuple(Ref(o) for p, o, *_ in sorted_facts(told) if p == "P27"),
            relations=tuple(Relation(*one) for one in sorted_facts(told) if one[0] in KEPT),
        )
    return people


def sorted_facts(
    facts: Iterable[tuple[str, str, str | None, str | None]],
) -> list[tuple[str, str, str | None, str | None]]:
    """Facts by property and number, each once."""
    return sorted((one for one in facts if re.fullmatch(r"Q\d+", one[1])), key=lambda one: (
        int(one[0][1:]), int(one[1][1:]), one[2] or "", one[3] or ""))  # fmt: skip


def _fact(fact: list[Any]) -> tuple[str, str, str | None, str | None]:
    qualifiers = fact[2] if len(fact) > 2 else {}
    return fact[0], fact[1], _year(qualifiers.get("P580")), _year(qualifiers.get("P582"))


def _year(values: list[str] | None) -> str | None:
    """The EDTF of a value such as ``+2014-01-01T00:00:00Z#0#0#0#9#...``, whose fifth part is the precision."""
    from kg.wikidata import edtf

    if not values:
        return None
    time, _, _, _, precision, *_ = values[0].split("#")
    return edtf({"time": time, "precision": int(precision)})


def _estimate(statements: int, page: bool) -> int:
    value = 4 * math.exp(0.09 * min(statements, 40)) * (2 if page else 1)
    figure = 10 ** int(math.log10(value))
    return int(min(200, round(value / figure) * figure))


def triples() -> Iterator[tuple[str, str, str]]:
    """Statements about other items, of CoDEx and of KnowledgeNet's facts."""
    for line in (DATA / "wikidata" / "codex-m-train.txt").read_text().splitlines():
        subject, property_, object_ = line.split("\t")
        yield subject, property_, object_
    text = (DATA / "knowledgenet-wikidata-facts" / "wikidata_filtered.nt").read_text()
    for found in re.finditer(r"entity/(Q\d+)> <\S+/(P\d+)> <\S+/(Q\d+)> \.", text):
        yield found[1], found[2], found[3]


def lives() -> dict[str, tuple[str | None, str | None]]:
    """Birth and death by QID. The sources have lost the precision: a first of January is taken for a year."""
    born: defaultdict[str, set[str]] = defaultdict(set)
    died: defaultdict[str, set[str]] = defaultdict(set)
    text = (DATA / "knowledgenet-wikidata-facts" / "wikidata_filtered.nt").read_text()
    for found in re.finditer(r'entity/(Q\d+)> <\S+/(P569|P570)> "(\d{4}-\d\d-\d\d)T', text):
        (born if found[2] == "P569" else died)[found[1]].add(found[3])
    for path in sorted((DATA / "gazetteer-not-dead-yet").glob("*.json")):
        for row in json.loads(path.read_text("utf-8")):
            qid = row["person"].rsplit("/", 1)[-1]
            for days, key in ((born, "birth_date"), (died, "death_date")):
                if re.match(r"\d{4}-\d\d-\d\dT", row.get(key) or ""):
                    days[qid].add(row[key][:10])
    return {qid: (_one(born[qid]), _one(died[qid])) for qid in {*born, *died}}


def _one(days: set[str]) -> str | None:
    """The one date, the year where only the years agree, nothing where they do not."""
    if not days or len({day[:4] for day in days}) > 1:
        return None
    (day, *rest) = sorted(days)
    return day[:4] if rest or day.endswith("-01-01") else day


def newer_labels() -> dict[str, str]:
    """The English labels of the gazetteers, of the living and the dead."""
    found = {"Q4235": "Miley Cyrus"}
    for path in sorted((DATA / "gazetteer-not-dead-yet").glob("*.json")):
        for row in json.loads(path.read_text("utf-8")):
            found[row["person"].rsplit("/", 1)[-1]] = row["personLabel"]
    for path in sorted((DATA / "gazetteer-wikitrivia" / "content" / "queries").rglob("rows.json")):
        for row in json.loads(path.read_text("utf-8")):
            found[row["item"].rsplit("/", 1)[-1]] = row["itemLabel"]
    return {qid: label for qid, label in found.items() if is_latin(label)}


def famous_dead() -> dict[str, tuple[str, int]]:
    """The description and the true number of sitelinks of the famous dead."""
    found = {}
    for path in (DATA / "gazetteer-wikitrivia" / "content" / "queries").rglob("rows.json"):
        for row in json.loads(path.read_text("utf-8")):
            found[row["item"].rsplit("/", 1)[-1]] = row.get("description") or "", int(row["sitelinks"])
    return found


def whole_items() -> Iterator[Item]:
    """The people of whom the data has the whole item, many of them namesakes."""
    for path in sorted((DATA / "wikidata" / "full-items").glob("*.json")):
        item = parse_item(json.loads(path.read_text("utf-8")))
        if item and item.is_human:
            relations = tuple(one for one in item.relations if one.property in KEPT)
            yield replace(item, aliases=tuple(one for one in item.aliases if " " in one)[:12], relations=relations)


def by_hand(items: dict[str, Item], people: dict[str, Item]) -> Iterator[Item]:
    """What ``wikidata_starter.toml`` adds: whole items, or statements to add to one that the data has.

    Who of the file plays in a film is taken from the data, which has the cast of some; what is ``wrong`` of it is left
    out.
    """
    cast: defaultdict[str, set[str]] = defaultdict(set)
    for subject, property_, object_ in triples():
        cast[subject] |= {object_} if property_ == "P161" and object_ in items else set()
    for qid, told in told_by_hand().items():
        if qid == "people":
            continue
        item = items.get(qid) or people.get(qid) or Item(qid, told["label"])
        relations = {(one.property, one.target): one for one in item.relations}
        relations |= {("P161", actor): Relation("P161", actor) for actor in cast[qid]}
        for words in told.get("relations", ()):
            property_, target, since, until = (*words.split(" "), "", "")[:4]
            relations[property_, target] = Relation(property_, target, since or None, until or None)
        for words in told.get("wrong", ()):
            del relations[*words.split(" "),]
        yield replace(
            item,
            label=told.get("label", item.label),
            description=told.get("description", item.description),
            aliases=tuple(sorted({*item.aliases, *told.get("aliases", ())})),
            kinds=tuple(told.get("kinds", item.kinds or (HUMAN,))),
            born=told.get("born", item.born),
            died=told.get("died", item.died),
            sex=told.get("sex", item.sex),
            sitelinks=max(told.get("sitelinks", 0), item.sitelinks),
            occupations=item.occupations or tuple(map(Ref, told.get("occupations", ()))),
            citizenships=item.citizenships or tuple(map(Ref, told.get("citizenships", ()))),
            relations=tuple(one for _, one in sorted(relations.items())),
        )


def told_by_hand() -> dict[str, Any]:
    """What ``wikidata_starter.toml`` says."""
    return tomllib.loads(THINGS.read_text("utf-8"))


def seed_names() -> Iterator[str]:
    """The names of people in the gold of the seeds."""
    for path in sorted((CHECKOUT / "seeds" / "gold").glob("*.people.json")):
        for person in json.loads(path.read_text("utf-8")):
            yield person["name"]
            yield from person["aliases"]


def json_lines(path: Path) -> Iterator[Any]:
    """The rows of a JSONL file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


if __name__ == "__main__":
    main()
