"""Names to entities: which printed names are one person, place or thing, and what to call it.

The label is the fullest form the article prints; nothing is completed from outside.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import permutations

from spacy.tokens import Doc

from kg.columns import Columns
from kg.mentions.draft import Draft, Person, role_of
from kg.mentions.equated import Cluster, join_aliases
from kg.mentions.namesakes import a_kinsman, told_apart
from kg.mentions.relations import relation_of
from kg.model import Entity, EntityType, MentionKind
from kg.names import could_be, fold, gender, parse, rules, slug, words
from kg.repair.context import is_age

TYPES = {
    "PERSON": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "GPE": EntityType.PLACE,
    "WORK_OF_ART": EntityType.WORK,
    "AWARD": EntityType.OTHER,
    "GROUP": EntityType.GROUP,
}
ADULT = 18
_OFFICES = words("names", "offices")
"""Titles by which the titled are spoken of: Prince Hal is "the prince"."""
_ANOTHER = frozenset({"another", "other"})


def name_entities(doc: Doc, page: Columns) -> tuple[list[Entity], list[Draft], dict[str, Person]]:
    """The entities that the article names, the drafts of their name mentions, and the people by key."""
    spans = [(ent.start, ent.end, ent.label_) for ent in doc.ents if ent.label_ in TYPES]
    drafts = [_draft(page, first, last, label) for first, last, label in spans]
    people = [d for d in drafts if d.type is EntityType.PERSON]
    for draft in people:
        draft.alias = _named_by_noun(page, draft)
    wives: list[tuple[Draft, Cluster]] = []
    clusters = _people(page, [d for d in people if not d.alias], wives) + _things(
        page, [d for d in drafts if d.type not in {EntityType.PERSON, EntityType.GROUP}]
    )
    clusters.sort(key=lambda cluster: cluster.drafts[0].head)
    keys: set[str] = set()
    entities: list[Entity] = []
    persons: dict[str, Person] = {}
    for cluster in clusters:
        key = _unique(slug(cluster.label), keys)
        aliases = tuple(dict.fromkeys(name for name in cluster.names if name != cluster.label))
        entities.append(Entity(key, cluster.type, cluster.label, aliases))
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


def _printed(page: Columns, draft: Draft) -> str:
    return page.words(draft.first, draft.last)


def _titled(page: Columns, draft: Draft) -> str:
    """The name with the title before it, if one stands there ("Mr. Crane")."""
    before = page.text[draft.first - 1] if draft.first else ""
    titles = words("names", "titles_male") | words("names", "titles_female") | words("names", "titles_either")
    if before[:1].isupper() and fold(before) in titles:
        return f"{before} {_printed(page, draft)}"
    return _printed(page, draft)


def _people(page: Columns, drafts: list[Draft], wives: list[tuple[Draft, Cluster]]) -> list[Cluster]:
    """Clusters of the people's names: full names first, then what stands for them; ``wives`` takes in "Mrs. Bell"."""
    clusters: list[Cluster] = []
    full = [d for d in drafts if parse(_printed(page, d)).words > 1]
    short = [d for d in drafts if parse(_printed(page, d)).words <= 1]
    by_length = sorted(full, key=lambda d: (-parse(_printed(page, d)).words, d.first))
    numbers = told_apart(page, drafts)
    for draft in by_length:
        _join_full(page, draft, clusters, numbers.get(draft.first, 0))
    singles: dict[str, Cluster] = {}
    usage = _usage(page, short)
    for draft in short:
        if page.at(draft.first - 1) in _ANOTHER:
            continue
        bearers = [
            c
            for c in clusters
            if could_be(_titled(page, draft), c.label)
            and not _another_generation(page, draft, c)
            and not _a_relative(page, draft, c)
        ]
        husband = _husband(page, draft, clusters) if not bearers else None
        if husband is not None:
            wives.append((draft, husband))
            continue
        chosen = _choose(page, draft, bearers, usage)
        if chosen is None and not bearers:
            printed = _printed(page, draft)
            chosen = singles.get(fold(printed)) or next(
                (c for k, c in singles.items() if could_be(printed, c.label)), None
            )
            if chosen is None:
                chosen = singles[fold(printed)] = Cluster(EntityType.PERSON)
        if chosen is not None:
            chosen.names.append(_printed(page, draft))
            chosen.drafts.append(draft)
    clusters += list(singles.values())
    join_aliases(page, clusters)
    for cluster in clusters:
        cluster.drafts.sort(key=lambda d: d.first)
    return [c for c in clusters if c.drafts]


def _husband(page: Columns, draft: Draft, clusters: list[Cluster]) -> Cluster | None:
    """The man whose surname is printed with "Mrs." before it, if the article calls nobody else so."""
    if fold(page.text[draft.first - 1] if draft.first else "") != "mrs":
        return None
    bearers = [c for c in clusters if could_be(_printed(page, draft), c.label) and gender(c.label) == "m"]
    return bearers[0] if len(bearers) == 1 else None


def _named_by_noun(page: Columns, draft: Draft) -> bool:
    """Whether the name is told to be somebody's: "her new married name, X", "Born X in Leeds, he", "she was born X"."""
    k = draft.first - 1
    if page.at(k) == "born":
        fronted = not any(page.text[i][0].isalpha() for i in range(page.sents[page.sent[k]][0], k))
        return fronted or (k > 1 and page.at(k - 1) == "was" and page.tag[k - 2] == "PRP")
    if page.at(k) in {",", ":", "was", "is", "of"}:
        k -= 1
    return page.at(k) in rules("names")["alias_nouns"] and any(
        page.tag[i] in {"PRP$", "POS"} for i in range(max(0, k - 4), k)
    )


def _join_full(page: Columns, draft: Draft, clusters: list[Cluster], number: int) -> None:
    """Put a full name to its cluster, or open one; ``number`` tells namesakes apart."""
    printed = _printed(page, draft)
    same = [c for c in clusters if fold(c.label) == fold(printed) and c.number == number]
    if not same and not number:
        same = [
            c
            for c in clusters
            if not c.number and could_be(printed, c.label) and not a_kinsman(page, draft, c.drafts[0])
        ]
    if len(same) != 1:
        clusters.append(Cluster(EntityType.PERSON, number=number))
        same = clusters[-1:]
    same[0].names.append(printed)
    same[0].drafts.append(draft)


def _usage(page: Columns, short: list[Draft]) -> dict[str, int]:
    """How often each bare name is printed."""
    counts: dict[str, int] = defaultdict(int)
    for draft in short:
        counts[fold(_printed(page, draft))] += 1
    return counts


def _another_generation(page: Columns, draft: Draft, cluster: Cluster) -> bool:
    """Whether the bare name is a child named after the bearer: introduced by age or kin noun beside him."""
    if _named_after(page, draft, cluster):
        return True
    young = age_behind(page, draft.last) if is_age(page, draft.last) else None
    if young is None:
        return False
    bare, given = fold(_printed(page, draft)), fold(parse(cluster.label).given)
    if young < ADULT and bare != given and not any(is_age(page, d.last) for d in cluster.drafts):
        # "Their girls, Kelly, 4, and Jamie, 2" are nobody's short names.
        return True
    for other in cluster.drafts:
        years = age_behind(page, other.last) if is_age(page, other.last) else None
        if years is not None and abs(years - young) > 2:
            return True
        if page.sent[other.first] == page.sent[draft.first] and other.first < draft.first and young < 18:
            return True
    return False


def _named_after(page: Columns, draft: Draft, cluster: Cluster) -> bool:
    """Whether a first name is brought in as a child's where its bearer was brought in as an elder: "their son, Tom"."""
    if not _brought_in(page, draft, "child"):
        return False
    full = [d for d in cluster.drafts if d.first < draft.first]
    return any(_brought_in(page, d, relation) for d in full for relation in ("grandparent", "parent"))


def _brought_in(page: Columns, draft: Draft, relation: str) -> bool:
    """Whether a noun of the relation stands right before the name, a comma between them or not."""
    k = draft.first - 1
    k -= page.at(k) == ","
    return relation_of(page.at(k)) == relation


def _a_relative(page: Columns, draft: Draft, cluster: Cluster) -> bool:
    """Whether the bearer of the name is told to be kin later in the sentence: "Orme is the daughter of Tom Orme"."""
    full = min(cluster.drafts, key=lambda d: d.first)
    if not draft.last < full.first or page.sent[draft.head] != page.sent[full.head]:
        return False
    before = range(max(draft.last, full.first - 5), full.first)
    return any(page.lower[k] in words("nominals", "kin") for k in before)


def age_behind(page: Columns, i: int) -> int | None:
    """The age in years printed behind token ``i`` - 1, where `is_age` sees one; months count as nought."""
    for k in range(i + 1, min(i + 4, len(page))):
        if page.text[k].isdigit():
            return 0 if page.at(k + 1) in {"months", "weeks", "days", "month", "week"} else int(page.text[k])
    return None


def _choose(page: Columns, draft: Draft, bearers: list[Cluster], usage: dict[str, int]) -> Cluster | None:
    """Whom a bare name stands for. None where two are as likely."""
    if len(bearers) < 2:
        return bearers[0] if bearers else None
    before = [c for c in bearers if any(d.first < draft.first for d in c.drafts)]
    pool = before or bearers
    if len(pool) == 1:
        return pool[0]
    bare = fold(_printed(page, draft))
    opening = next((b for a, b in page.sents if any(page.text[i][0].isalpha() for i in range(a, b))), 0)

    def weight(cluster: Cluster) -> float:
        name = parse(cluster.label)
        is_given = fold(name.given) == bare
        # The press calls one bearer of a surname by it and the relatives by their first names.
        first_named = usage.get(fold(name.given), 0) if not is_given else 0
        # Whom it has called by the surname before it calls so again.
        called = sum(fold(_printed(page, d)) == bare for d in cluster.drafts if d.first < draft.first)
        if called:
            return len(cluster.drafts) + 1.5 * min(called, 2)
        # Whom the headline names in full is called by the surname alone.
        full_mentions = len(cluster.drafts) + 2 * any(d.first < opening for d in cluster.drafts)
        return full_mentions - 1.5 * min(first_named, 3) - 0.001 * cluster.drafts[0].first

    ranked = sorted(pool, key=weight, reverse=True)
    recent = max(pool, key=lambda c: max((d.first for d in c.drafts if d.first < draft.first), default=-1))
    if ranked[0] is recent or weight(ranked[0]) - weight(ranked[1]) >= 1:
        return ranked[0]
    return ranked[0] if ranked[0].drafts[0].first < ranked[1].drafts[0].first else None


def _things(page: Columns, drafts: list[Draft]) -> list[Cluster]:
    """Clusters of places, organisations, works, prizes: the same words, or a town printed with its state elsewhere."""
    clusters: dict[tuple[EntityType, str], Cluster] = {}
    ordered = sorted(drafts, key=lambda d: (-(d.last - d.first), d.first))
    for draft in ordered:
        printed = _printed(page, draft)
        folded = fold(printed).removeprefix("the ")
        match = clusters.get((draft.type, folded))
        if match is None and draft.type is EntityType.PLACE:
            match = next(
                (c for (kind, label), c in clusters.items() if kind is draft.type and label.startswith(f"{folded}, ")),
                None,
            )
        if match is None:
            match = clusters[draft.type, folded] = Cluster(draft.type)
        match.names.append(printed)
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
        person.gender = person.gender or gender(titled)
        person.nouns.update(fold(word) for word in parse(titled).title.split() if fold(word) in _OFFICES)
        if person.age is None and is_age(page, draft.last):
            person.age = age_behind(page, draft.last)
            person.child = person.offspring = person.age is not None and person.age < ADULT
        if person.age is None and (young := _age_told(page, draft.last)) is not None:
            person.age = young
            person.child = person.offspring = young < ADULT
    return person


def _age_told(page: Columns, i: int) -> int | None:
    """The age that a clause tells of the name before ``i``: "Carla, is 12."."""
    k = i + 1 if page.at(i) == "," else i
    told = page.at(k) == "is" and page.at(k + 1).isdigit() and page.at(k + 2) in {".", ",", ";", "and"}
    return int(page.at(k + 1)) if told else None


def _groups(page: Columns, drafts: list[Draft], people: dict[str, Person]) -> None:
    """A couple's blended name refers to the two whose names it blends, if they are found."""
    for draft in drafts:
        word = fold(_printed(page, draft))
        draft.plural = draft.fixed = True
        for a, b in permutations(people.values(), 2):
            heads = [fold(part) for part in a.label.split()]
            tails = [fold(part) for part in b.label.split()]
            if any(h[:2] == word[:2] for h in heads) and any(t.endswith(word[-2:]) or word[-3:] in t for t in tails):
                draft.entities = tuple(key for key in people if key in {a.key, b.key})
                break
