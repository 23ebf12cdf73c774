"""First names brought in as somebody's child or wife: a new person, not the short name of one known by a full name."""

from __future__ import annotations

from kg.columns import Columns
from kg.mentions.bearers import age_behind, printed
from kg.mentions.draft import Draft
from kg.mentions.equated import Cluster
from kg.mentions.namesakes import brought_in_as
from kg.mentions.relations import relation_of
from kg.names import fold, is_given, parse, rules, titles
from kg.repair.context import in_children_list, is_age

_BROUGHT = frozenset({"child", "spouse"})
_PAIRED = _BROUGHT | {"ex", "widow", "widower"}
_ABOUT = 12
"""Among so many words before a full name it is told whose child or wife its bearer is."""
_ALIKE = 2
"""So many years apart are two ages of one person in the same article."""


def newcomers(page: Columns, short: list[Draft], clusters: list[Cluster]) -> set[tuple[int, int]]:
    """The bare names that are nobody's short form: pairs of a first token and the place of whom it does not mean.

    ``short`` are the names of one word in the article's order, ``clusters`` those of the full names. "Ann Orr has a
    daughter, Nan, 20" brings in a new Nan, and whoever is called Nan after that is the daughter.
    """
    found: set[tuple[int, int]] = set()
    seen: set[str] = set()
    fresh: set[tuple[str, int]] = set()
    for draft in sorted(short, key=lambda d: d.first):
        bare = fold(printed(page, draft))
        for at, cluster in enumerate(clusters):
            given = fold(parse(cluster.label).given)
            if bare == given or not is_given(bare):
                continue
            before = min(d.first for d in cluster.drafts) < draft.first
            if before and bare not in seen and _is_new(page, draft, cluster):
                found.add((draft.first, at))
                if bare != fold(parse(cluster.label).surname):  # the surname goes on to mean its bearer
                    fresh.add((bare, at))
            elif (bare, at) in fresh:
                found.add((draft.first, at))
        seen.add(bare)
    return found


def _is_new(page: Columns, draft: Draft, cluster: Cluster) -> bool:
    """Whether the name is brought in as a child's or a wife's, and its bearer has not been told to be one."""
    if fold(page.at(draft.first - 1)) in titles():
        return False
    listed = is_age(page, draft.last) and in_children_list(page, draft.first)
    relation, noun = ("child", -1) if listed else _brought(page, draft)
    if relation not in _BROUGHT:
        return False
    years = age_behind(page, draft.last) if is_age(page, draft.last) else None
    told = [age_behind(page, d.last) for d in cluster.drafts if is_age(page, d.last)]
    if years is not None and any(age is not None and abs(age - years) <= _ALIKE for age in told):
        return False
    if relation == "child":
        if any(_brought(page, d)[0] in {"child", "sibling"} or in_children_list(page, d.first) for d in cluster.drafts):
            return False
        return listed or years is not None or not _has_parents(page, draft, cluster)
    return _wife_of_a_child(page, noun) or not _is_wed(page, draft, cluster)


def _brought(page: Columns, draft: Draft) -> tuple[str, int]:
    """The relation of the owned kin noun right before the name, and its token: "their baby, Nan", "had a son, Al"."""
    k = draft.first - 1
    k -= page.at(k) == ","
    relation = "child" if page.at(k) in rules("kin")["parenting"]["newborn"][:3] else relation_of(page.at(k))
    owned = any(page.tag[i] in {"PRP$", "POS"} or page.lower[i] in {"a", "an"} for i in range(max(0, k - 3), k))
    return (relation, k) if relation in _PAIRED | {"sibling"} and owned else brought_in_as(page, draft.first)


def _wife_of_a_child(page: Columns, noun: int) -> bool:
    """Whether the owner of the wife at ``noun`` has himself just been brought in: "their son Al and his wife, Nan"."""
    k = noun - 1
    if page.tag[k] != "PRP$" or page.at(k - 1) != "and":
        return False
    return any(relation_of(page.lower[i]) in {"child", "sibling"} for i in range(max(0, k - 5), k - 1))


def _has_parents(page: Columns, draft: Draft, cluster: Cluster) -> bool:
    """Whether the article tells of parents beside the full name or the bare one: who is then told of as their child."""
    told = {page.sent[d.head] for d in (*cluster.drafts, draft)}
    told |= {page.sent[draft.head] - 1}
    return any(
        relation_of(page.lower[i]) == "parent"
        for s in told
        if s >= 0
        for i in range(*page.sents[s])
        if i != draft.first
    )


def _is_wed(page: Columns, draft: Draft, cluster: Cluster) -> bool:
    """Whether the article tells of a marriage beside the full name, which may be the one that is meant."""
    here = page.sent[draft.head]
    for d in cluster.drafts:
        first, last = page.sents[page.sent[d.head]]
        near = range(max(first, d.first - _ABOUT), min(last, d.last + _ABOUT))
        if page.sent[d.head] != here and any(
            relation_of(page.lower[i]) in _PAIRED or page.lower[i] in {"married", "wed", "marry", "marries"}
            for i in near
        ):
            return True
    return False
