"""What kind of thing a name is: the witnesses in the text weighed, over the whole article.

Every candidate gets points for each type from its own place (an age behind it, a kin noun before it, "in" before it,
the stock label); half of what its namesakes got is added; parts of a person's full name count as that person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from kg.columns import Columns
from kg.names import fold, is_given, parse, rules, titles, words
from kg.repair.awards import categories, category_start, honours, medals
from kg.repair.company import BESIDE, beside_people
from kg.repair.context import context, is_age
from kg.repair.couples import blends
from kg.repair.crowns import is_crown
from kg.repair.cues import listed
from kg.repair.lists import states
from kg.repair.makers import makers, numbered_houses, owned_houses, owned_places, saints, titles_of_i
from kg.repair.parties import is_seat, parties, with_party
from kg.repair.points import FIRM, SURE, Scores, local_points
from kg.repair.spans import Candidate
from kg.repair.titles import INTRODUCED, accepted_titles, quoted
from kg.repair.towns import dateline, is_where

THRESHOLD = 1.3

_LISTING = frozenset({",", "and", "&", "or", '"', "“", "”", "the"})
_OF_A_PLACE = frozenset({"of", "in", "from", "near", ","})
_WHERE = frozenset({"in", "near", "from", "around", "across", "outside"})


def judge(page: Columns, found: Iterable[Candidate]) -> list[tuple[int, int, str]]:
    """The names of the article, without overlap, in order: (first, last, label)."""
    found = list(found)
    titles = [c for c in found if c.title]
    names = [c for c in found if not c.title]
    accepted = accepted_titles(page, titles)
    names = [c for c in names if not any(first < c.last and c.first < last for first, last, _ in accepted)]
    names = _joined_places(page, names)
    around = [context(page, c.first, c.last) for c in names]
    for c, told in zip(names, around, strict=True):
        if c.known == "GPE" and page.text[c.first] in words("places", "countries"):
            told["WORK_OF_ART"] = 0.0  # "the brightest star in Egypt"
        if c.known == "GPE" and is_where(page, c):
            told["ORG"] = 0.0
        if c.known == "GPE" and page.at(c.first - 1) in _OF_A_PLACE and page.at(c.last + 1) == "who":
            told["PERSON"] -= 3  # "Ann Lee, 31, of Leeds, who"
    _share_kind(page, names, around, {(a, b) for a, b, kind in accepted if kind == "WORK_OF_ART"})
    local = [local_points(page, c, told) for c, told in zip(names, around, strict=True)]
    labels = [fold(page.words(c.first, c.last)) for c in names]
    pooled: dict[str, Scores] = defaultdict(lambda: defaultdict(float))
    firm: dict[str, Scores] = defaultdict(lambda: defaultdict(float))
    for label, told, scores in zip(labels, around, local, strict=True):
        for kind, points in scores.items():
            pooled[label][kind] += points
        # What a name is introduced as ("the network X", "X, 14") holds for its other mentions too.
        for kind, points in told.items():
            if points >= INTRODUCED:
                firm[label][kind] = FIRM if kind == "PERSON" else 1.6 * FIRM
    for i in beside_people(page, names, [pooled[label] for label in labels]):
        local[i]["PERSON"] += BESIDE
        pooled[labels[i]]["PERSON"] += BESIDE
    people = _people(page, names, labels, pooled)
    places = {
        fold(page.words(c.first, c.last).split(",")[0])
        for c in names
        if c.known == "GPE" and "," in page.text[c.first : c.last]
    }
    for label in places:
        pooled[label]["GPE"] += 6
    singles = {page.words(c.first, c.last) for c in names if c.last - c.first == 1}
    works = {name for name in singles if pooled[fold(name)]["WORK_OF_ART"] >= INTRODUCED}
    groups = blends(singles - works, people, {name for name in singles if pooled[fold(name)]["PERSON"] >= SURE})
    result = list(accepted)
    for candidate, label, scores in zip(names, labels, local, strict=True):
        kind = _decide(page, candidate, scores, pooled[label], firm[label], people, groups)
        if kind:
            result.append((candidate.first, candidate.last, kind))
    for first, last in (*honours(page), *categories(page), *medals(page)):
        result = [(a, b, kind) for a, b, kind in result if b <= first or a >= last]
        result.append((first, last, "AWARD"))
    for first, last in (*makers(page), *owned_houses(page), *saints(page), *numbered_houses(page)):
        result = [(a, b, kind) for a, b, kind in result if b <= first or a >= last]
        result.append((first, last, "ORG"))
    for first, last in titles_of_i(page):
        result = [(a, b, kind) for a, b, kind in result if b <= first or a >= last]
        result.append((first, last, "WORK_OF_ART"))
    for first, last in parties(page):
        result = with_party(result, first, last)
    for first, last in (*owned_places(page), *dateline(page)):
        result = [(a, b, kind) for a, b, kind in result if b <= first or a >= last]
        result.append((first, last, "GPE"))
    result = [one for one in result if one[2] != "PERSON" or not is_crown(page, one[0], one[1])]
    return _whole_prizes(page, sorted(result))


def _share_kind(page: Columns, names: list[Candidate], around: list[Scores], titles: set[tuple[int, int]]) -> None:
    """What one of a list is introduced as holds for those beside it: "films such as X and Y"; "X and Y, films that"."""
    told = {(c.first, c.last): scores for c, scores in zip(names, around, strict=True)}
    spans = sorted({*told, *titles})
    for one, other in (*pairwise(spans), *((b, a) for a, b in reversed(list(pairwise(spans))))):
        between = page.text[min(one[1], other[1]) : max(one[0], other[0])]
        listing = 0 < len(between) < 4 and all(t in _LISTING for t in between)
        work = one in titles or told[one].get("WORK_OF_ART", 0.0) >= INTRODUCED
        if not listing or not work or other in titles or is_given(page.text[other[0]]) or is_age(page, other[1]):
            continue
        if quoted(page, *one) and not quoted(page, *other):
            continue  # "for "X", and Al Orr"
        if one < other or page.label[other[0]] != "PERSON":
            told[other]["WORK_OF_ART"] += INTRODUCED
            told[other]["PERSON"] -= 1


def _whole_prizes(page: Columns, found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The names with their prizes in full, as far as no other name stands in the way."""
    result: list[tuple[int, int, str]] = []
    for first, last, kind in found:
        start = category_start(page, first) if kind == "AWARD" else first
        result.append((first if result and result[-1][1] > start else start, last, kind))
    return result


def _joined_places(page: Columns, names: list[Candidate]) -> list[Candidate]:
    """One candidate for a town and its state or country: "Sag Harbor, New York"."""
    ordered = sorted(names, key=lambda c: c.first)
    result: list[Candidate] = []
    for c in ordered:
        previous = result[-1] if result else None
        text = page.words(c.first, c.last)
        if (
            previous is not None
            and text in states()
            and previous.last == c.first - 1
            and page.text[c.first - 1] == ","
            and (page.words(previous.first, previous.last) not in states() or text[-1] == ".")
            and page.at(c.last) not in {"and", "or"}
            and page.tag[min(c.last, len(page) - 1)] != "POS"  # "Ann Lee, Sweden's gift to the cinema"
            and previous.known in {"", "GPE"}
            and not _in_list(page, previous, c)
        ):
            result[-1] = Candidate(previous.first, c.last, known="GPE")
        else:
            result.append(c)
    return result


def _in_list(page: Columns, a: Candidate, b: Candidate) -> bool:
    """Whether the two are members of one enumeration of places: "London, Spain and Rome"."""
    return (
        page.at(b.last) == ","
        and page.at(b.last + 1)[:1].isalpha()
        and b.last + 1 < len(page)
        and page.text[b.last + 1][0].isupper()
        and page.text[b.last + 1] in states()
    )


def _people(page: Columns, names: list[Candidate], labels: list[str], pooled: dict[str, Scores]) -> dict[str, set[str]]:
    """Folded part of a name -> the full names (as printed) of the people who bear it."""
    people: dict[str, set[str]] = defaultdict(set)
    for c, label in zip(names, labels, strict=True):
        if c.last - c.first < 2 or c.known:
            continue
        scores = pooled[label]
        if scores["PERSON"] >= THRESHOLD and scores["PERSON"] >= max(scores.values()):
            full = page.words(c.first, c.last)
            name = parse(full)
            for part in (name.given, *name.middle, name.surname):
                if part:
                    people[fold(part)].add(full)
            people[label].add(full)
    return people


def _called_so(page: Columns, i: int) -> bool:
    """Whether the name before ``i`` is what others call two people: "Bennifer, as the papers call Ann and Bob"."""
    if page.at(i) != "," or page.at(i + 1) != "as":
        return False
    verb = next(
        (k for k in range(i + 2, min(i + 6, len(page))) if page.lemma[k].lower() in {"know", "call", "dub"}), None
    )
    return verb is not None and any(page.text[k] in {"and", "&"} for k in range(verb + 1, min(verb + 5, len(page))))


def _of_one_family(a: str, b: str) -> bool:
    """Whether two names are of two people of one surname; "Casa Orme" is none."""
    housed = a.split()[0] in words("places", "place_starts") | listed("organisation_starts")
    return not housed and a != b and fold(parse(a).surname) == fold(parse(b).surname)


def _is_no_name(page: Columns, c: Candidate) -> bool:
    """Whether it is an office behind a writer's name ("Ann Lee, Royal Correspondent") or half of "Lord and Lady X"."""
    if page.at(c.last) in {"and", "&"} and c.last - c.first == 1 and page.lower[c.first] in titles():
        return page.at(c.last + 1) in titles()
    return page.at(c.first - 1) == "," and page.lower[c.last - 1] in rules("speech")["press"]["offices"]


def _decide(
    page: Columns,
    c: Candidate,
    scores: Scores,
    pool: Scores,
    firm: Scores,
    people: dict[str, set[str]],
    groups: frozenset[str],
) -> str:
    """The type of one candidate, or an empty string for none."""
    text = page.words(c.first, c.last)
    if text.lower() in listed("never_names") or is_seat(text):
        return ""
    if _is_no_name(page, c):
        return ""
    if text in groups or (c.last - c.first == 1 and _called_so(page, c.last)):
        return "GROUP"
    if c.known in {"ORG", "AWARD"}:
        # A son called Oscar.
        child = page.at(c.first - 1) in words("nominals", "kin") or is_age(page, c.last)
        return "PERSON" if child else c.known
    total: Scores = defaultdict(float)
    for kind in {*scores, *pool}:
        total[kind] = scores.get(kind, 0.0) + 0.5 * (pool.get(kind, 0.0) - scores.get(kind, 0.0)) + firm.get(kind, 0.0)
    if c.last - c.first == 1 and fold(text) in people:
        total["PERSON"] += 3.5
        if c.known == "GPE" and any(fold(parse(full).given) == fold(text) for full in people[fold(text)]):
            # A son called Brooklyn: a town only where the words before say so.
            there = page.at(c.first - 1) in _WHERE or page.at(c.last) == "-" or scores.get("GPE", 0.0) > SURE
            return "GPE" if there else "PERSON"
    elif c.last - c.first > 1 and any(
        fold(parse(full).surname) == fold(parse(text).surname)
        for full in people.get(fold(page.text[c.last - 1]), ())
        if full != text
    ):
        total["PERSON"] += 2
    nearest = max(sorted(total), key=lambda kind: total[kind], default="")
    return nearest if nearest and total[nearest] >= THRESHOLD else ""
