"""Whom a bare name stands for: of several who bear it, the one that the text calls so."""

from __future__ import annotations

from collections import defaultdict

from kg.columns import Columns
from kg.mentions.draft import Draft
from kg.mentions.equated import Cluster
from kg.mentions.namesakes import BLOOD, brought_in_as
from kg.mentions.relations import relation_of
from kg.names import fold, parse, words
from kg.repair.context import in_children_list, is_age

ADULT = 18
_RELATIVES = BLOOD | {"spouse", "ex", "widow", "widower", "stepparent", "stepchild"}
_FRONT = 8
"""Among so many first words of a sentence stands the noun of a role in front: "The youngest of four sons of"."""
_LEAD = 8
"""How many tokens may stand between children and the colon behind which they are listed: "sons came of it:"."""


def printed(page: Columns, draft: Draft) -> str:
    """The words of a mention as printed."""
    return page.words(draft.first, draft.last)


def usage_of(page: Columns, short: list[Draft]) -> dict[str, int]:
    """How often each bare name is printed."""
    counts: dict[str, int] = defaultdict(int)
    for draft in short:
        counts[fold(printed(page, draft))] += 1
    return counts


def another_generation(page: Columns, draft: Draft, cluster: Cluster) -> bool:
    """Whether the bare name is a child named after the bearer: introduced by age or kin noun beside him."""
    if _named_after(page, draft, cluster):
        return True
    young = age_behind(page, draft.last) if is_age(page, draft.last) else None
    if young is None:
        return False
    bare, given = fold(printed(page, draft)), fold(parse(cluster.label).given)
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
    if not (
        _brought_in(page, draft, "child") or in_children_list(page, draft.first) or _listed_behind(page, draft.first)
    ):
        return False
    full = [d for d in cluster.drafts if d.first < draft.first]
    return any(
        _brought_in(page, d, "grandparent") or _brought_in(page, d, "parent") or _has_child(page, d) for d in full
    )


def _listed_behind(page: Columns, first: int) -> bool:
    """Whether the name is one of a list behind children and a colon: "two sons: Max, who died in 1968, and Lou"."""
    if page.at(first - 1) not in {",", "and", ":"}:
        return False
    opening = page.sents[page.sent[first]][0]
    colon = next((k for k in range(first - 1, opening, -1) if page.text[k] == ":"), None)
    return colon is not None and any(
        page.lower[k] in words("nominals", "children") for k in range(max(opening, colon - _LEAD), colon)
    )


def _has_child(page: Columns, draft: Draft) -> bool:
    """Whether somebody is told to be the child of the name: "the daughter of the playwright Tom Bell"."""
    opening = page.sents[page.sent[draft.first]][0]
    for k in range(draft.first - 1, max(opening, draft.first - 6), -1):
        if page.lower[k] == "of":
            return relation_of(page.lower[k - 1]) == "child"
        if page.pos[k] not in {"NOUN", "DET", "ADJ", "PROPN"}:
            break
    return False


def _brought_in(page: Columns, draft: Draft, relation: str) -> bool:
    """Whether a noun of the relation stands right before the name, a comma between them or not."""
    k = draft.first - 1
    k -= page.at(k) == ","
    return relation_of(page.at(k)) == relation


def a_relative(page: Columns, draft: Draft, cluster: Cluster) -> bool:
    """Whether the bearer of the name is told to be kin in the sentence: "Orme is the daughter of Tom Orme"."""
    if _kin_in_front(page, draft, cluster):
        return True
    full = min(cluster.drafts, key=lambda d: d.first)
    if not draft.last < full.first or page.sent[draft.head] != page.sent[full.head]:
        return False
    before = range(max(draft.last, full.first - 5), full.first)
    return any(page.lower[k] in words("nominals", "kin") for k in before)


def _kin_in_front(page: Columns, draft: Draft, cluster: Cluster) -> bool:
    """Whether the name is the subject behind its own kin: "The only child of Tom Orme, a miner, Orme sings"."""
    verb, opening = page.head[draft.head], page.sents[page.sent[draft.head]][0]
    subject = page.dep[draft.head] in {"nsubj", "nsubjpass"} and page.head[verb] == verb
    if not subject or page.at(draft.first - 1) not in {",", ")"}:
        return False
    near = range(opening, min(opening + _FRONT, draft.first - 1))
    noun = next((k for k in near if relation_of(page.lower[k]) in _RELATIVES and page.at(k + 1) in {"of", "to"}), None)
    return noun is not None and any(noun < d.first < draft.first and d.last - d.first > 1 for d in cluster.drafts)


def age_behind(page: Columns, i: int) -> int | None:
    """The age in years printed behind token ``i`` - 1, where `is_age` sees one; months count as nought."""
    for k in range(i + 1, min(i + 4, len(page))):
        if page.text[k].isdigit():
            return 0 if page.at(k + 1) in {"months", "weeks", "days", "month", "week"} else int(page.text[k])
    return None


def choose(page: Columns, draft: Draft, bearers: list[Cluster], usage: dict[str, int]) -> Cluster | None:
    """Whom a bare name stands for. None where two are as likely."""
    if len(bearers) < 2:
        return bearers[0] if bearers else None
    before = [c for c in bearers if any(d.first < draft.first for d in c.drafts)]
    pool = before or bearers
    if len(pool) == 1:
        return pool[0]
    bare = fold(printed(page, draft))
    here = _named_here(page, draft, pool)
    if here is not None and not any(fold(printed(page, d)) == bare for c in pool for d in c.drafts):
        return here
    opening = next((b for a, b in page.sents if any(page.text[i][0].isalpha() for i in range(a, b))), 0)

    def weight(cluster: Cluster) -> float:
        name = parse(cluster.label)
        is_given = fold(name.given) == bare
        # The press calls one bearer of a surname by it and the relatives by their first names.
        first_named = usage.get(fold(name.given), 0) if not is_given else 0
        # Whom it has called by the surname before it calls so again.
        called = sum(fold(printed(page, d)) == bare for d in cluster.drafts if d.first < draft.first)
        if called:
            return len(cluster.drafts) + 1.5 * min(called, 2)
        # Whom the headline names in full is called by the surname alone.
        full_mentions = len(cluster.drafts) + 2 * any(d.first < opening for d in cluster.drafts)
        # Who comes in as somebody's brother or widow is not the one whom the article is about.
        full_mentions -= _is_somebodys(page, min(cluster.drafts, key=lambda d: d.first))
        return full_mentions - 1.5 * min(first_named, 3) - 0.001 * cluster.drafts[0].first

    ranked = sorted(pool, key=weight, reverse=True)
    recent = max(pool, key=lambda c: max((d.first for d in c.drafts if d.first < draft.first), default=-1))
    if ranked[0] is recent or weight(ranked[0]) - weight(ranked[1]) >= 1:
        return ranked[0]
    return ranked[0] if ranked[0].drafts[0].first < ranked[1].drafts[0].first else None


def _named_here(page: Columns, draft: Draft, pool: list[Cluster]) -> Cluster | None:
    """The only bearer named in full before in the paragraph, if not as somebody's relative."""
    start = next((i for i in range(draft.first, 0, -1) if "\n" in page.text[i - 1]), 0)
    found = [c for c in pool if any(_in_full(page, d) for d in c.drafts if start <= d.first < draft.first)]
    return found[0] if len(found) == 1 else None


def _in_full(page: Columns, draft: Draft) -> bool:
    """Whether the mention is a name of several words, and not brought in as somebody's relative."""
    return draft.last - draft.first > 1 and not brought_in_as(page, draft.first)[0] and not _is_somebodys(page, draft)


def _is_somebodys(page: Columns, draft: Draft) -> bool:
    """Whether an owned kin noun brings the name in: "his brother, Max Hume", "Bell's widow, the singer Ann Bell"."""
    relation, k = brought_in_as(page, draft.first, _RELATIVES)
    return bool(relation) and any(page.tag[i] in {"PRP$", "POS"} for i in range(max(0, k - 3), k))
