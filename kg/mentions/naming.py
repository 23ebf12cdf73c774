"""Names to entities: which printed names are one person, place or thing, and what to call it.

The label is the fullest form the article prints; nothing is completed from outside.
"""

from __future__ import annotations

from itertools import permutations

from spacy.tokens import Doc

from kg.columns import Columns
from kg.mentions.bearers import ADULT, a_relative, age_behind, another_generation, choose, printed, usage_of
from kg.mentions.cast_lists import parts
from kg.mentions.draft import Draft, Person, role_of
from kg.mentions.equated import Cluster, join_aliases
from kg.mentions.generations import meant, of_one_name, other_generation
from kg.mentions.introduced import presents
from kg.mentions.namesakes import a_kinsman, announced, told_apart
from kg.mentions.newcomers import newcomers
from kg.model import Entity, EntityType, MentionKind
from kg.names import could_be, fold, gender, parse, rules, slug, titles, words
from kg.repair.context import is_age

TYPES = {
    "PERSON": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "GPE": EntityType.PLACE,
    "WORK_OF_ART": EntityType.WORK,
    "AWARD": EntityType.OTHER,
    "GROUP": EntityType.GROUP,
}
_OFFICES = words("names", "offices")
"""Titles by which the titled are spoken of: Prince Hal is "the prince"."""
_PLAIN, _RANKED = frozenset({"mr", "miss", "ms"}), frozenset({"sir", "dame", "lord", "lady", "dr", "prof", "professor"})
_ANOTHER = frozenset({"another", "other"})
_ORDINALS = frozenset({"a", "another", "first", "second", "third", "fourth", "fifth", "next", "new", "future"})


def name_entities(doc: Doc, page: Columns) -> tuple[list[Entity], list[Draft], dict[str, Person]]:
    """The entities that the article names, the drafts of their name mentions, and the people by key."""
    spans = [(ent.start, ent.end, ent.label_) for ent in doc.ents if ent.label_ in TYPES]
    drafts = [_draft(page, first, last, label) for first, last, label in spans]
    people = [d for d in drafts if d.type is EntityType.PERSON]
    played = {draft.first for draft in parts(page, people)}
    drafts = [d for d in drafts if d.first not in played]
    people = [d for d in people if d.first not in played]
    for draft in people:
        draft.alias = _named_by_noun(page, draft)
    _families(page, people)
    people = [d for d in people if not d.family]
    wives: list[tuple[Draft, Cluster]] = []
    clusters = _people(page, [d for d in people if not d.alias], wives) + _things(
        page, [d for d in drafts if d.type not in {EntityType.PERSON, EntityType.GROUP}]
    )
    clusters.sort(key=lambda cluster: cluster.drafts[0].head)
    keys: set[str] = set()
    entities: list[Entity] = []
    persons: dict[str, Person] = {}
    for cluster in clusters:
        label = cluster.label
        key = _unique(slug(label), keys)
        aliases = tuple(name for name in cluster.names if name != label)
        entities.append(Entity(key, cluster.type, label, aliases))
        for draft in cluster.drafts:
            draft.entities = (key,)
            draft.fixed = True
        if cluster.type is EntityType.PERSON:
            persons[key] = _person(page, key, cluster)
    for draft, husband in wives:
        draft.wife_of = husband.drafts[0].entities[0]
    _groups(page, [d for d in drafts if d.type is EntityType.GROUP], persons)
    return entities, drafts, persons


def _draft(page: Columns, first: int, last: int, label: str) -> Draft:
    head = next((i for i in range(last - 1, first - 1, -1) if not first <= page.head[i] < last), last - 1)
    role, verb = role_of(page, head)
    return Draft(first, last, head, MentionKind.NAME, TYPES[label], role=role, verb=verb)


def _titled(page: Columns, draft: Draft) -> str:
    """The name with the title before it, if one stands there ("Mr. Crane")."""
    before = page.text[draft.first - 1] if draft.first else ""
    if before[:1].isupper() and fold(before) in titles():
        return f"{before} {printed(page, draft)}"
    return printed(page, draft)


def _people(page: Columns, drafts: list[Draft], wives: list[tuple[Draft, Cluster]]) -> list[Cluster]:
    """Clusters of the people's names: full names first, then what stands for them; ``wives`` takes in "Mrs. Bell"."""
    clusters: list[Cluster] = []
    full = [d for d in drafts if parse(printed(page, d)).words > 1]
    short = [d for d in drafts if parse(printed(page, d)).words <= 1]
    by_length = sorted(full, key=lambda d: (-parse(printed(page, d)).words, d.first))
    numbers = {**told_apart(page, drafts), **other_generation(page, drafts)}
    for draft in by_length:
        _join_full(page, draft, clusters, numbers.get(draft.first, 0))
    singles: dict[str, Cluster] = {}
    usage = usage_of(page, short)
    labelled = [(c, c.label) for c in clusters]  # a name of one word is nobody's fullest who has a longer one
    new = newcomers(page, short, clusters)
    for draft in short:
        if page.at(draft.first - 1) in _ANOTHER or _a_later_wife(page, draft):
            continue
        titled = _titled(page, draft)
        bearers = [
            c
            for at, (c, label) in enumerate(labelled)
            if (draft.first, at) not in new
            if could_be(titled, label) and not another_generation(page, draft, c) and not a_relative(page, draft, c)
            if not announced(page, draft, min(c.drafts, key=lambda d: d.first))
        ]
        husband = _husband(page, draft, clusters) if not bearers else None
        if husband is not None:
            wives.append((draft, husband))
            continue
        bearers = _of_that_rank(page, draft, _whole(titled, bearers))
        same = of_one_name([c for c in bearers if any(d.first < draft.first for d in c.drafts)])
        chosen = meant(page, draft, same) if same else choose(page, draft, bearers, usage)
        if chosen is None and same:
            draft.either = tuple(c.drafts[0] for c in same)
        if chosen is None and not bearers:
            text = printed(page, draft)
            chosen = singles.get(fold(text)) or next((c for k, c in singles.items() if could_be(text, c.label)), None)
            if chosen is None:
                chosen = singles[fold(text)] = Cluster(EntityType.PERSON)
        if chosen is not None:
            chosen.names[printed(page, draft)] = None
            chosen.drafts.append(draft)
    clusters += list(singles.values())
    join_aliases(page, clusters)
    for cluster in clusters:
        cluster.drafts.sort(key=lambda d: d.first)
    return [c for c in clusters if c.drafts]


def _whole(text: str, bearers: list[Cluster]) -> list[Cluster]:
    """The bearers without those of whose double surname it is a half, if it is another's name whole."""
    name = parse(text)
    bare = fold(name.given or name.surname)

    def half(cluster: Cluster) -> bool:
        surname = fold(parse(cluster.label).surname)
        return "-" in surname and surname != bare and bare in surname.split("-")

    return [c for c in bearers if not half(c)] or bearers


def _of_that_rank(page: Columns, draft: Draft, bearers: list[Cluster]) -> list[Cluster]:
    """The bearers without those who are Sir, Lady or Dr elsewhere, if it is a plain Mr or Miss and others are."""
    if page.at(draft.first - 1).rstrip(".") not in _PLAIN:
        return bearers
    plain = [c for c in bearers if not any(page.at(d.first - 1).rstrip(".") in _RANKED for d in c.drafts)]
    return plain or bearers


def _a_later_wife(page: Columns, draft: Draft) -> bool:
    """Whether it is nobody's name but a place to fill: "a fourth Mrs. Bell", "Mrs. Bell the second"."""
    if page.at(draft.first - 1).rstrip(".") != "mrs":
        return False
    behind = page.at(draft.last) == "the" and page.at(draft.last + 1) in _ORDINALS
    return behind or page.at(draft.first - 2) in _ORDINALS


def _husband(page: Columns, draft: Draft, clusters: list[Cluster]) -> Cluster | None:
    """The man whose surname is printed with "Mrs." before it, if the article calls nobody else so."""
    if fold(page.text[draft.first - 1] if draft.first else "") != "mrs":
        return None
    bearers = [c for c in clusters if could_be(printed(page, draft), c.label) and gender(c.label) == "m"]
    return bearers[0] if len(bearers) == 1 else None


def _named_by_noun(page: Columns, draft: Draft) -> bool:
    """Whether the name is told to be somebody's: "her new married name, X", "Born X in Leeds, he", "she was born X"."""
    k = draft.first - 1
    if page.at(k) == "born":
        fronted = not any(page.text[i][0].isalpha() for i in range(page.sents[page.sent[k]][0], k))
        return fronted or (k > 1 and page.at(k - 1) == "was" and page.tag[k - 2] in {"PRP", "WP"})
    if page.at(k) in {",", ":", "was", "is", "of"}:
        k -= 1
    if presents(page, draft):
        return False
    if page.at(k) == "name" and (page.at(k - 1) == "my" or _is_of_a_child(page, k)):
        return False  # "My name is Ann Lee": no other name of somebody told of
    return page.at(k) in rules("names")["alias_nouns"] and any(
        page.tag[i] in {"PRP$", "POS"} for i in range(max(0, k - 4), k)
    )


def _is_of_a_child(page: Columns, k: int) -> bool:
    """Whether the name at ``k`` may be that of a child told of just before: "they have a girl. Her name is Ida"."""
    before = {page.at(i) for i in range(max(0, k - 20), k)}
    words = rules("kin")["parenting"]
    return page.tag[k - 1] in {"PRP$", "POS"} and not before.isdisjoint((*words["newborn"], *words["child"]))


def _families(page: Columns, people: list[Draft]) -> None:
    """Mark the families among the names: "the Bells", where somebody is called Bell and nobody Bells."""
    plurals = [d for d in people if page.at(d.first - 1) == "the" and page.lower[d.last - 1].endswith("s")]
    if not plurals:
        return
    others = [d for d in people if d not in plurals]
    surnames = {fold(parse(printed(page, d)).surname or printed(page, d)) for d in others}
    for draft in plurals:
        word = fold(printed(page, draft))
        stem = next((stem for stem in (word[:-1], word[:-2]) if stem in surnames), "")
        draft.family = "" if word in surnames else stem


def _join_full(page: Columns, draft: Draft, clusters: list[Cluster], number: int) -> None:
    """Put a full name to its cluster, or open one; ``number`` tells namesakes apart."""
    text = printed(page, draft)
    same = [c for c in clusters if fold(c.label) == fold(text) and c.number == number]
    if not same and not number:
        same = [
            c for c in clusters if not c.number and could_be(text, c.label) and not a_kinsman(page, draft, c.drafts[0])
        ]
    if len(same) != 1:
        clusters.append(Cluster(EntityType.PERSON, number=number))
        same = clusters[-1:]
    same[0].names[text] = None
    same[0].drafts.append(draft)


def _things(page: Columns, drafts: list[Draft]) -> list[Cluster]:
    """Clusters of places, organisations, works, prizes: the same words, or a town printed with its state elsewhere."""
    clusters: dict[tuple[EntityType, str], Cluster] = {}
    ordered = sorted(drafts, key=lambda d: (-(d.last - d.first), d.first))
    for draft in ordered:
        text = printed(page, draft)
        folded = fold(text).removeprefix("the ")
        match = clusters.get((draft.type, folded))
        if match is None and draft.type is EntityType.PLACE:
            match = next(
                (c for (kind, label), c in clusters.items() if kind is draft.type and label.startswith(f"{folded}, ")),
                None,
            )
        if match is None:
            match = clusters[draft.type, folded] = Cluster(draft.type)
        match.names[text] = None
        match.drafts.append(draft)
    for cluster in clusters.values():
        cluster.drafts.sort(key=lambda d: d.first)
    return list(clusters.values())


def _unique(key: str, keys: set[str]) -> str:
    number, candidate = 1, key
    while candidate in keys:
        number += 1
        candidate = f"{key}-{number}"
    keys.add(candidate)
    return candidate


def _person(page: Columns, key: str, cluster: Cluster) -> Person:
    person = Person(key, cluster.label, gender(cluster.label))
    for draft in cluster.drafts:
        titled = _titled(page, draft)
        called = fold(parse(titled).title)  # "Mr. Jocelyn Trent" is no woman; "Mrs. Karl Lee" tells nothing of Karl
        if not cluster.label.endswith(f" {titled}"):  # Kerry Dean, called "Dean", is no man by that
            person.gender = (gender(titled) if called not in {"", "mrs"} else "") or person.gender or gender(titled)
        person.nouns.update(fold(word) for word in parse(titled).title.split() if fold(word) in _OFFICES)
        if person.age is None and is_age(page, draft.last):
            person.age = age_behind(page, draft.last)
            person.child = person.offspring = person.age is not None and person.age < ADULT
        if person.age is None and (young := _age_told(page, draft)) is not None:
            person.age = young
            person.child = person.offspring = young < ADULT
    return person


def _age_told(page: Columns, draft: Draft) -> int | None:
    """The age that a clause or a minor's description tells of a name: "Carla, is 12.", "seven-year-old Carla"."""
    i = draft.first - 5
    if i >= 0 and page.lower[i + 1 : i + 5] == ["-", "year", "-", "old"]:
        number = page.lower[i]
        minor = rules("minors")["numbers"]
        return int(number) if number.isdigit() else minor.index(number) + 1 if number in minor else None
    i = draft.last
    k = i + 1 if page.at(i) == "," else i
    told = page.at(k) == "is" and page.at(k + 1).isdigit() and page.at(k + 2) in {".", ",", ";", "and"}
    return int(page.at(k + 1)) if told else None


def _groups(page: Columns, drafts: list[Draft], people: dict[str, Person]) -> None:
    """A couple's blended name refers to the two whose names it blends, if they are found."""
    for draft in drafts:
        word = fold(printed(page, draft))
        draft.plural = draft.fixed = True
        for a, b in permutations(people.values(), 2):
            heads = [fold(part) for part in a.label.split()]
            tails = [fold(part) for part in b.label.split()]
            if any(h[:2] == word[:2] for h in heads) and any(t.endswith(word[-2:]) or word[-3:] in t for t in tails):
                draft.entities = tuple(key for key in people if key in {a.key, b.key})
                break
