"""Two people of one name in one article: a father and a son, "another Tom Bell", "Tom Bell, no relation".

A name printed twice is one person unless the text sets the two apart: by kin ("Tom Bell's son, Tom Bell"), by age
("the elder Tom Bell") or by a word of contrast ("his namesake Tom Bell"). A second trade alone sets nobody apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.columns import Columns
from kg.mentions.draft import Draft
from kg.mentions.phrases import noun_kinds
from kg.mentions.relations import relation_of
from kg.names import fold, gender, parse, words

_ELDERS = frozenset({"parent", "grandparent", "uncle", "aunt"})
_YOUNGERS = frozenset({"child", "grandchild", "nephew", "niece"})
BLOOD = _ELDERS | _YOUNGERS | {"sibling", "cousin"}
_RANKS = {"elder": "elder", "older": "elder", "younger": "younger"}
_OTHERS = frozenset({"another", "other", "different", "namesake", "also"})
_MIXED_UP = frozenset({"namesake", "confused", "confuse", "mistaken", "mistake"})
_MIX_UPS = frozenset({"namesake", "namesakes", "mixup", "mix-up", "confused", "confusing", "confusion", "mistook"})
_CONFUSIONS = frozenset({"same name", "mistaken for", "mistaken identity", "mixed up"})
_SHARED = frozenset({"same name", "name with", "names with", "nothing to"})
BETWEEN = frozenset({",", ":", "also", "named", "called", "the", "a", "an", "and"})
_POSSESSIVES = {"his": "m", "her": "f"}
_NEAR = 2
"""Sentences within which a bare name goes on meaning the bearer named last."""


@dataclass
class _Bearer:
    """One of the people of a name: the nouns beside it, "elder" or "younger" if told, the last mention."""

    last: Draft
    nouns: set[str] = field(default_factory=set)
    rank: str = ""


def told_apart(page: Columns, drafts: Sequence[Draft]) -> dict[int, int]:
    """First token of a name -> which of its bearers it means (1, 2 ...), where that is not the first of them.

    ``drafts`` are the names of people of the article, in its order.
    """
    printed: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.last - draft.first > 1:
            printed[fold(page.words(draft.first, draft.last))].append(draft)
    found: dict[int, int] = {}
    for same in printed.values():
        if len(same) > 1:
            found.update(_numbered(page, same, drafts))
    return found


def announced(page: Columns, draft: Draft, whole: Draft) -> bool:
    """Whether the full name behind a bare one is that of another: "Tom won. And the Tom Bell who ran it?"."""
    definite = page.at(whole.first - 1) == "the" and page.at(whole.last) in {"who", "whom", "whose"}
    return draft.first < whole.first and definite


def brought_in_as(page: Columns, first: int, relations: frozenset[str] = BLOOD) -> tuple[str, int]:
    """The relation of the kin noun before a name ("his son, the actor Tom Bell") and its token; or none."""
    for k in range(first - 1, max(-1, first - 7), -1):
        relation = relation_of(page.lower[k])
        if relation in relations:
            return relation, k
        if page.lower[k] not in BETWEEN and page.lower[k] not in noun_kinds():
            break
    return "", -1


def a_kinsman(page: Columns, draft: Draft, first: Draft) -> bool:
    """Whether a name with another first name is brought in as a relative's: "a nephew: Jack Bell" is no John Bell.

    ``first`` is the first mention of whom it may be a short form of.
    """
    names = {fold(parse(page.words(d.first, d.last)).given) for d in (draft, first)}
    if len(names) < 2 or first.first > draft.first:
        return False
    relation = brought_in_as(page, draft.first)[0] or _son_of(page, draft.last)
    return bool(relation) and brought_in_as(page, first.first)[0] != relation


def _son_of(page: Columns, i: int) -> str:
    """The relation of a description behind the name: ", 31, son of"."""
    for k in range(i, min(i + 5, len(page) - 1)):
        if relation_of(page.lower[k]) in BLOOD:
            return relation_of(page.lower[k]) if page.lower[k + 1] == "of" else ""
        if page.lower[k] not in BETWEEN and not page.lower[k].isdigit():
            break
    return ""


def _numbered(page: Columns, same: list[Draft], drafts: Sequence[Draft]) -> dict[int, int]:
    """The numbers of the mentions of one printed name; the first bearer has none."""
    bearers = [_Bearer(same[0], _nouns(page, same[0]), _rank(page, same[0]))]
    found: dict[int, int] = {}
    before = same[0]
    for draft in same[1:]:
        nouns, rank = _nouns(page, draft), _rank(page, draft)
        apart, told = contrast(page, before, draft, drafts)
        earlier = _nouns(page, before)
        apart = apart or bool(nouns and earlier and not nouns & earlier and _mixes_up(page, draft))
        others = [b for b in bearers if b.last is not before] if apart else bearers
        ranked = [b for b in others if rank and b.rank == rank]
        alike = ranked or [b for b in others if nouns & b.nouns and not (rank and b.rank)]
        if len(alike) == 1:
            bearer = alike[0]
        elif apart or (rank and all(b.rank != rank for b in bearers)):
            bearer = _Bearer(draft)
            if told and len(bearers) == 1:
                bearers[0].rank = "younger" if told == "elder" else "elder"
            bearers.append(bearer)
        else:
            recent = max(bearers, key=lambda b: b.last.first)
            close = page.sent[draft.head] - page.sent[recent.last.head] <= _NEAR
            bearer = recent if close else bearers[0]
        bearer.last, bearer.rank = draft, bearer.rank or rank or told
        bearer.nouns |= nouns
        number = bearers.index(bearer)
        if number:
            found[draft.first] = number
        before = draft
    return found


def contrast(page: Columns, before: Draft, draft: Draft, drafts: Sequence[Draft]) -> tuple[bool, str]:
    """Whether the text sets the bearer of the later mention apart from that of the one before; who is the elder."""
    _, end = page.sents[page.sent[draft.head]]
    relation, k = brought_in_as(page, draft.first)
    rank = "elder" if relation in _ELDERS else "younger" if relation in _YOUNGERS else ""
    if relation and _is_own(page, before, draft, k, drafts):
        return True, rank
    opening = range(max(before.last, draft.first - 6), draft.first)
    if draft.first - before.last < 7 and page.at(draft.first - 1) == "of":
        # "Ann Lee, the daughter of Ann Lee"
        kin = {relation_of(page.lower[i]) for i in opening}
        if kin & BLOOD:
            return True, "elder" if kin & _YOUNGERS else "younger" if kin & _ELDERS else ""
    if page.at(draft.first - 1) in _OTHERS or any(
        page.lower[i] in _MIXED_UP or f"{page.lower[i]} {page.at(i + 1)}" in _SHARED for i in opening
    ):
        return True, rank
    for i in range(draft.last, min(draft.last + 10, end) - 1):
        if page.lower[i] == "no" and page.lower[i + 1] in {"relation", "kin", "relative"}:
            return True, rank
        noun = next((w for w in (page.at(i + 2), page.at(i + 3)) if w in words("occupations", "plain")), "")
        if page.lower[i] == "not" and page.lower[i + 1] in {"the", "that"} and noun:
            return True, rank
    return False, ""


def _mixes_up(page: Columns, draft: Draft) -> bool:
    """Whether the sentence of the later mention speaks of a mix-up: two trades of one name are then two people's."""
    first, last = page.sents[page.sent[draft.head]]
    return any(
        page.lower[i] in _MIX_UPS
        or f"{page.lower[i]} {page.at(i + 1)}" in _CONFUSIONS
        or (page.lower[i] == "mix" and page.lower[min(i + 2, last - 1)] == "up")
        for i in range(first, last)
    )


def _is_own(page: Columns, before: Draft, draft: Draft, noun: int, drafts: Sequence[Draft]) -> bool:
    """Whether the kin noun is that of the bearer named before: nobody is his own son."""
    owner = next((i for i in range(noun, max(before.last - 1, noun - 5), -1) if page.tag[i] in {"PRP$", "POS"}), -1)
    if owner < 0 or page.sent[draft.head] - page.sent[before.head] > 1:
        return False
    if page.tag[owner] == "POS":
        return owner == before.last
    sex = _POSSESSIVES.get(page.lower[owner], "")
    if not sex or gender(page.words(before.first, before.last)) not in {"", sex}:
        return False
    between = [d for d in drafts if before.last <= d.first < owner]
    return all(gender(page.words(d.first, d.last)) not in {"", sex} for d in between)


def _rank(page: Columns, draft: Draft) -> str:
    """What the word before the name tells: elder, younger or nothing."""
    return _RANKS.get(page.at(draft.first - 1), "") if page.at(draft.first - 2) == "the" else ""


def _nouns(page: Columns, draft: Draft) -> set[str]:
    """The trades told beside the name: "the actor Tom Bell", "Tom Bell, a plumber from Leeds"."""
    trades = words("occupations", "plain")
    found = {page.lower[i] for i in range(max(0, draft.first - 3), draft.first) if page.lower[i] in trades}
    if page.at(draft.last) == "," and page.at(draft.last + 1) in {"a", "an", "the"}:
        for i in range(draft.last + 2, min(draft.last + 6, len(page))):
            if page.lower[i] in trades:
                found.add(page.lower[i])
            if page.pos[i] in {"PUNCT", "ADP", "VERB", "AUX"}:
                break
    return found
