"""What the linker is measured and fitted on: a knowledge base of 13,197 people, distractors, and texts with gold links.

Nothing of it is in the repository; `DATA` is ``../shared/data`` beside the checkout. ELEVANT (Bast et al. 2022) gives
KORE50, OKE and a part of News-Fair v2; KnowledgeNet (Mesquita et al. 2019) relations with links. Of most people the
base has no sitelinks, so how widely they are known is guessed from how much it tells of them (`_guessed`); of 739 the
gazetteer or a whole item counts them.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from kg.linking.features import candidate
from kg.linking.match import Fit
from kg.linking.profile import Profile, Tie, content_words, distinct
from kg.names import parse, rules
from kg.wikidata import Index, index_in_memory
from kg.wikidata.keys import name_key
from kg.wikidata.model import HUMAN, Hit, Item, KnowledgeBase, Ref, Relation, Snapshot

CHECKOUT = Path(__file__).resolve().parent.parent
DATA = CHECKOUT.parent / "shared" / "data"
PERSON = "Q215627"
"""The type that ELEVANT gives people."""

_PRONOUNS = frozenset(
    ["i", "me", "my", "mine", "myself", "we", "us", "our", "you", "your", "he", "him", "his", "himself", "she", "her",
     "hers", "herself", "they", "them", "their", "it", "its", "who", "whom", "whose"]
)  # fmt: skip
_OCCUPATIONS = {
    "Q36180": "writer", "Q639669": "musician", "Q482980": "author", "Q937857": "association football player",
    "Q578109": "television producer", "Q2059704": "television director", "Q3455803": "director",
    "Q47064": "military personnel", "Q8246794": "blogger", "Q130857": "disc jockey", "Q3501317": "fashion designer",
    "Q386854": "drummer", "Q584301": "bassist", "Q2252262": "rapper", "Q177220": "singer", "Q33999": "actor",
    "Q10871364": "baseball player", "Q3665646": "basketball player", "Q10833314": "tennis player",
    "Q11303721": "golfer", "Q11338576": "boxer", "Q10843402": "swimmer", "Q10841764": "ice hockey player",
    "Q628099": "football manager", "Q131512": "farmer", "Q1281618": "sculptor", "Q81096": "engineer",
    "Q484876": "chief executive officer", "Q5482740": "programmer", "Q11631": "astronaut", "Q116": "monarch",
    "Q42973": "architect", "Q3068305": "fashion model", "Q4610556": "model", "Q15981151": "jazz musician",
}  # fmt: skip
_COUNTRIES = {
    "Q30": "American", "Q145": "British", "Q16": "Canadian", "Q183": "German", "Q142": "French", "Q38": "Italian",
    "Q29": "Spanish", "Q408": "Australian", "Q668": "Indian", "Q17": "Japanese", "Q159": "Russian", "Q96": "Mexican",
    "Q27": "Irish", "Q34": "Swedish", "Q40": "Austrian", "Q55": "Dutch", "Q39": "Swiss", "Q36": "Polish",
    "Q155": "Brazilian", "Q414": "Argentine", "Q664": "New Zealand", "Q31": "Belgian", "Q35": "Danish",
    "Q20": "Norwegian", "Q15180": "Soviet", "Q41": "Greek", "Q148": "Chinese", "Q43": "Turkish", "Q174193": "British",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A text: who is mentioned in it, the right QID of each (None: not known to be in Wikidata), how often each."""

    id: str
    profiles: tuple[Profile, ...]
    gold: Mapping[str, str | None]
    mentions: Mapping[str, int]


def base_of(items: Iterable[Item]) -> Index:
    """An index of some people."""
    return index_in_memory(items, date="2020-01-01", source="mini_people.jsonl")


@dataclass(frozen=True, slots=True)
class Without:
    """A knowledge base as if some people were not in Wikidata."""

    base: KnowledgeBase
    gone: Collection[str]

    @property
    def snapshot(self) -> Snapshot:
        """That of the base."""
        return self.base.snapshot

    def named(self, name: str, limit: int = 20) -> tuple[Hit, ...]:
        """The items that the name may mean."""
        return tuple(hit for hit in self.base.named(name, limit + len(self.gone)) if hit.qid not in self.gone)[:limit]

    def item(self, qid: str) -> Item | None:
        """The item, if it is left."""
        return None if qid in self.gone else self.base.item(qid)

    def items(self, qids: Iterable[str]) -> Mapping[str, Item]:
        """Those of the items that are left."""
        return self.base.items(qid for qid in qids if qid not in self.gone)


@cache
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name as keys."""
    return tuple(name_key(name).split())


def people(data: Path = DATA) -> list[Item]:
    """The people of ``mini_people.jsonl``, with dates of those who died from the gazetteer of the dead."""
    with (data / "wikidata" / "mini_people.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    labels, lives, pages = _occupations(data, rows), _lives(data), _counted(data)
    found = []
    for row in rows:
        facts = {(fact[0], fact[1]) for fact in row["facts"] if re.fullmatch(r"Q\d+", fact[1])}
        born, died = lives.get(row["id"], (None, None))
        found.append(
            Item(
                qid=row["id"],
                label=row["label"],
                description=row["description"] or "",
                aliases=tuple(dict.fromkeys(row["aliases"])),
                kinds=(HUMAN,),
                born=born,
                died=died,
                sex={"Q6581072": "f", "Q6581097": "m"}.get(next((o for p, o in sorted(facts) if p == "P21"), ""), ""),
                sitelinks=pages.get(row["id"]) or _guessed(row),
                occupations=tuple(Ref(o, labels.get(o, "")) for p, o in sorted(facts) if p == "P106"),
                citizenships=tuple(Ref(o, _COUNTRIES.get(o, "")) for p, o in sorted(facts) if p == "P27"),
                relations=tuple(Relation(p, o) for p, o in sorted(facts) if p not in ("P106", "P27", "P21", "P1412")),
            )
        )
    return found


def _counted(data: Path) -> dict[str, int]:
    """The sitelinks of those of whom they are known: many of the famous dead, and the people of the whole items."""
    found: dict[str, int] = {}
    for path in sorted((data / "gazetteer-wikitrivia" / "content" / "queries").glob("*/rows.json")):
        for row in json.loads(path.read_text("utf-8")):
            found[row["item"].rpartition("/")[2]] = int(row.get("sitelinks") or 0)
    for path in sorted((data / "wikidata" / "full-items").glob("*.json")):
        found[path.stem] = len(json.loads(path.read_text("utf-8")).get("sitelinks", ()))
    return found


def _guessed(row: Mapping[str, Any]) -> int:
    """A stand-in for the number of sitelinks: which collections have somebody, statements, aliases, an early number.

    A page in English is told for the well-linked people of Freebase only, so it says much.
    """
    known = 1.0 + (2.3 if row["enwiki"] else 1.6 if row["facts"] else 0.0)
    known += 0.35 * math.log1p(len(row["facts"])) + 0.2 * math.log1p(len(row["aliases"]))
    early = max(-1.0, min(1.0, -0.2 * math.log(int(row["id"][1:]) / 30000)))
    return round(math.expm1(max(0.0, known + early)))


def _occupations(data: Path, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Words for the occupations, which the base has as QIDs only: by whom they are told of together with a word."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted((data / "gazetteer-wikitrivia" / "content" / "queries").glob("*/rows.json")):
        for row in json.loads(path.read_text("utf-8")):
            told[row["item"].rpartition("/")[2]] |= set(filter(None, (row.get("occupationLabel") or "").split("||")))
    both, of_qid, of_word = Counter[tuple[str, str]](), Counter[str](), Counter[str]()
    for row in rows:
        if row["id"] in told:
            qids = {fact[1] for fact in row["facts"] if fact[0] == "P106"}
            of_qid.update(qids)
            of_word.update(told[row["id"]] if qids else ())
            both.update((qid, word) for qid in qids for word in told[row["id"]])
    best: dict[str, tuple[float, str]] = {}
    for (qid, word), count in both.items():
        likeness = 2 * count / (of_qid[qid] + of_word[word])
        if count > 1 and likeness > 0.55:
            best[qid] = max(best.get(qid, (0.0, "")), (likeness, word))
    return {qid: word for qid, (_, word) in best.items()} | _OCCUPATIONS


def _lives(data: Path) -> dict[str, tuple[str | None, str | None]]:
    """Birth and death of people known to be dead; days of 1 January are years."""
    found: dict[str, tuple[str | None, str | None]] = {}
    for path in sorted((data / "gazetteer-not-dead-yet").glob("*.json")):
        for row in json.loads(path.read_text("utf-8")):
            days = [_day(row.get(key, "")) for key in ("birth_date", "death_date")]
            found.setdefault(row["person"].rpartition("/")[2], (days[0], days[1]))
    return found


def _day(value: str) -> str | None:
    if not re.match(r"\d{4}-\d\d-\d\d", value):
        return None
    return value[:4] if value[4:10] == "-01-01" else value[:10]


def distractors(items: Sequence[Item], number: int, seed: int = 4) -> list[Item]:
    """People who do not exist, with names and descriptions mixed from those who do; a part are full namesakes.

    Most are hardly known, as most people in Wikidata are.
    """
    chance = random.Random(seed)
    parsed = [(item, parse(item.label)) for item in items]
    named = [(item, name) for item, name in parsed if name.given and name.surname]
    told = [item for item in items if item.description and item.occupations] or list(items)
    found = []
    for place in range(number):
        (one, first), (_, last) = chance.choice(named), chance.choice(named)
        life = chance.choice(told)
        label = one.label if chance.random() < 0.3 else f"{first.given} {last.surname}"
        year = chance.randint(1850, 1990)
        found.append(
            Item(
                qid=f"Q{900_000_000 + place}",
                label=label,
                description=" ".join(life.description.split()[:2]) if chance.random() < 0.7 else "",
                kinds=(HUMAN,),
                born=str(year) if chance.random() < 0.7 else None,
                died=str(year + chance.randint(30, 90)) if year < 1930 else None,
                sitelinks=min(40, int(chance.expovariate(0.35))),
                occupations=tuple(chance.sample(life.occupations, min(2, len(life.occupations)))),
                citizenships=life.citizenships[:1],
            )
        )
    return found


# --- texts -----------------------------------------------------------------------------------------------------------


Reader = Callable[[str], Iterable[tuple[int, int, Sequence[str], Sequence[int]]]]
"""Who is mentioned in a text, for each mention: start, end, all names of who it is, and where these stand."""


def elevant(name: str, data: Path = DATA, *, reader: Reader | None = None) -> list[Page]:
    """The people of an ELEVANT benchmark, with the mentions given; pronouns and phrases in small letters are left out.

    Mentions of one wording are one person. With a ``reader`` they have all the names that the whole text gives them.
    """
    pages = []
    path = data / "elevant-el" / "benchmarks" / f"{name}.benchmark.jsonl"
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        found: list[tuple[str, str, int]] = []
        for label in row["labels"]:
            words = row["text"][slice(*label["span"])]
            named = words[:1].isupper() and words.lower() not in _PRONOUNS and not label.get("coref")
            if PERSON in label["type"].split("|") and named and label["entity_id"].startswith("Q"):
                found.append((words, label["entity_id"], label["span"][0]))
        pages.append(_page(f"{name}/{row['id']}", row["text"], found, reader))
    return [page for page in pages if page.profiles]


def _page(key: str, text: str, found: Sequence[tuple[str, str, int]], reader: Reader | None = None) -> Page:
    """A page from mentions with gold: words, QID and place."""
    told = list(reader(text)) if reader else []
    by_gold: defaultdict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for words, qid, place in found:
        by_gold[qid, _last(words)].append((words, place))
    ids = {group: f"{key}#{number}" for number, group in enumerate(by_gold)}
    wide = content_words(text)
    profiles, gold, mentions = [], {}, {}
    for group, spans in by_gold.items():
        places = [place for _, place in spans]
        also = [one for one in told if any(one[0] <= place < one[1] for place in places)]
        names = distinct([*(words for words, _ in spans), *(name for one in also for name in one[2])])
        places += [place for one in also for place in one[3]]
        near = content_words(*(sentence(text, place) for place in sorted(set(places))))
        others = frozenset(ids.values()) - {ids[group]}
        profiles.append(Profile(ids[group], names, near, wide, with_=others))
        gold[ids[group]], mentions[ids[group]] = group[0], len(spans)
    return Page(key, tuple(profiles), gold, mentions)


def _last(words: str) -> str:
    return words_of(words)[-1] if words_of(words) else words


def sentence(text: str, place: int) -> str:
    """The sentence around a place, by its marks alone."""
    start = max(text.rfind(". ", 0, place), text.rfind("\n", 0, place)) + 1
    ends = [end for end in (text.find(". ", place), text.find("\n", place)) if end >= 0]
    return text[start : min(ends, default=len(text))]


_SUBJECT = frozenset(
    ["DATE_OF_BIRTH", "DATE_OF_DEATH", "NATIONALITY", "EMPLOYEE_OR_MEMBER_OF", "EDUCATED_AT", "POLITICAL_AFFILIATION",
     "PLACE_OF_BIRTH", "PLACE_OF_RESIDENCE", "SPOUSE", "CHILD_OF"]
)  # fmt: skip
_OBJECT = frozenset({"FOUNDED_BY", "CEO", "SPOUSE", "CHILD_OF"})


def knowledgenet(data: Path = DATA) -> list[Page]:
    """The people of KnowledgeNet, folds 1 to 3, with the family and the years that its facts tell."""
    pages = []
    with (data / "knowledgenet" / "train_folds1-3.jsonl").open(encoding="utf-8") as file:
        for line in file:
            pages.append(_passages(json.loads(line)))
    return [page for page in pages if page.profiles]


def _passages(row: Mapping[str, Any]) -> Page:
    key = f"knowledgenet/{row['documentId']}"
    text = " ".join(passage["passageText"] for passage in row["passages"])
    who: dict[str, dict[str, Any]] = {}

    def person(fact: Mapping[str, Any], side: str, passage: str) -> str | None:
        words, qid = fact[f"{side}Text"], fact[f"{side}Uri"].rpartition("/")[2]
        if words.lower() in _PRONOUNS or not words[:1].isupper():
            return str(qid) if qid in who else None
        ident = str(qid or words)
        found = who.setdefault(ident, {"names": [], "gold": qid or None, "near": [], "ties": set(), "born": set(),
                                       "died": set()})  # fmt: skip
        found["names"].append(words)
        found["near"].append(passage)
        return ident

    for passage in row["passages"]:
        for fact in passage["facts"]:
            name = fact["propertyName"]
            one = person(fact, "subject", passage["passageText"]) if name in _SUBJECT else None
            two = person(fact, "object", passage["passageText"]) if name in _OBJECT else None
            years = re.findall(r"\b1[5-9]\d\d\b|\b20[012]\d\b", fact["objectText"])
            if one and years and name in ("DATE_OF_BIRTH", "DATE_OF_DEATH"):
                who[one]["born" if name == "DATE_OF_BIRTH" else "died"].add(years[0])
            if one and two and one != two:
                kind, back = ("marriedTo", "marriedTo") if name == "SPOUSE" else ("childOf", "parentOf")
                who[one]["ties"].add(Tie(kind, f"{key}#{two}"))
                who[two]["ties"].add(Tie(back, f"{key}#{one}"))
    ids = {ident: f"{key}#{ident}" for ident in who}
    wide = content_words(text)
    profiles = tuple(
        Profile(
            ids[ident],
            distinct(found["names"]),
            content_words(*found["near"]),
            wide,
            born=tuple(sorted(found["born"])),
            died=tuple(sorted(found["died"])),
            ties=tuple(sorted(found["ties"])),
            with_=frozenset(ids.values()) - {ids[ident]},
        )
        for ident, found in who.items()
    )
    return Page(key, profiles, {ids[i]: f["gold"] for i, f in who.items()}, {i: 1 for i in ids.values()})


def trivia(data: Path = DATA) -> list[Page]:
    """A sentence each about widely known people, from the decks of a game; somebody alone on a page."""
    pages = {}
    for path in sorted((data / "gazetteer-wikitrivia" / "public" / "decks").glob("*people*.json")):
        for row in json.loads(path.read_text("utf-8")):
            name = re.split(r" (?:dies|wins|is born|born)\b", row["title"])[0]
            key = f"trivia/{row['qid']}"
            page = _page(key, str(row["fact"]), [(name, row["qid"], 0)])
            pages[row["qid"]] = page
    return list(pages.values())


def shortened(pages: Iterable[Page], seed: int = 4) -> Iterator[Page]:
    """The same pages with everybody called by one name only: all by the surname, or all by the first name."""
    chance = random.Random(seed)
    for page in pages:
        first = chance.random() < 0.5
        profiles = []
        for profile in page.profiles:
            name = parse(profile.names[0])
            short = (name.given if first else name.surname) or profile.names[0]
            profiles.append(replace(profile, names=(short,)))
        yield replace(page, id=f"{page.id}/short", profiles=tuple(profiles))


def invented(items: Sequence[Item], number: int, seed: int, leave_out: Collection[str] = ()) -> Iterator[Page]:
    """Pages with two to four people of one family or one field by one name each, and some words that fit them.

    There is no text: the words are drawn from what the base tells of them and from the topics. The better known
    somebody is the oftener he is drawn. ``leave_out`` are those whom other measures ask for.
    """
    chance = random.Random(seed)
    usable = {item.qid: item for item in items if item.qid not in leave_out and len(words_of(item.label)) > 1}
    order = list(usable.values())
    weights = [item.sitelinks for item in order]
    kin = [
        (item, usable[one.target])
        for item in order
        for one in item.relations
        if one.property in rules("linking")["family"] and one.target in usable
    ]
    kin_weights = [min(one.sitelinks, two.sitelinks) + 1 for one, two in kin]
    by_field: defaultdict[str, list[Item]] = defaultdict(list)
    for item in order:
        for topic, share in candidate(item, Fit.SAME).topics.items():
            if share > 0.6:
                by_field[topic].append(item)
    topic_words = {topic: sorted(content_words(listed)) for topic, listed in rules("linking")["topics"].items()}
    for place in range(number):
        if chance.random() < 0.4:
            group = list(chance.choices(kin, kin_weights)[0])
        else:
            first = chance.choices(order, weights)[0]
            fields = [topic for topic, share in candidate(first, Fit.SAME).topics.items() if share > 0.6]
            peers = by_field[chance.choice(fields)] if fields else order
            more = chance.choices(peers, [item.sitelinks for item in peers], k=chance.choice([0, 0, 1, 2, 3]))
            group = list({item.qid: item for item in (first, *more)}.values())
        key, by_given = f"invented/{seed}/{place}", chance.random() < 0.6
        ids = [f"{key}#{index}" for index in range(len(group))]
        told: list[str] = []
        for item in group:
            own = candidate(item, Fit.SAME)
            told += [word for word in sorted(own.words) if chance.random() < 0.15]
            for topic in own.topics:
                told += chance.sample(topic_words[topic], chance.choice([0, 0, 0, 1, 2]))
        near = frozenset(told)
        whole = chance.random()
        profiles = []
        for place, (ident, item) in enumerate(zip(ids, group, strict=True)):
            name = parse(item.label)
            short = (name.given if by_given else name.surname) or item.label
            full = whole < 0.2 or (whole < 0.5 and place == 0)
            profiles.append(
                Profile(
                    ident,
                    (item.label if full else short,),
                    near,
                    near,
                    occupations=_some(chance, 0.3, [one.label for one in item.occupations if one.label]),
                    countries=_some(chance, 0.2, [one.label for one in item.citizenships if one.label]),
                    born=_some(
                        chance, 0.15, [item.born[:4] if chance.random() < 0.5 else item.born] if item.born else []
                    ),
                    died=_some(chance, 0.15, [item.died] if item.died else []),
                    ties=_told(chance, item, dict(zip([one.qid for one in group], ids, strict=True))),
                    with_=frozenset(ids) - {ident},
                )
            )
        gold = {ident: item.qid for ident, item in zip(ids, group, strict=True)}
        yield Page(key, tuple(profiles), gold, dict.fromkeys(ids, 1))


_TOLD = {"P26": "marriedTo", "P451": "partnerOf", "P40": "parentOf", "P22": "childOf", "P25": "childOf",
         "P3373": "siblingOf", "P1038": "relativeOf"}  # fmt: skip


def _told(chance: random.Random, item: Item, ids: Mapping[str, str]) -> tuple[Tie, ...]:
    """Some of the relations between the people of a page, as a text might tell them."""
    known = [(one.property, one.target) for one in item.relations if one.property in _TOLD and one.target in ids]
    return tuple(sorted({Tie(_TOLD[name], ids[qid]) for name, qid in known if chance.random() < 0.5}))


def _some(chance: random.Random, share: float, values: Sequence[str]) -> tuple[str, ...]:
    """One of the values, or oftener none."""
    return (chance.choice(values),) if values and chance.random() < share else ()
