"""Couples' blended names: "Kimye" from Kim and Kanye. Such a word is a group, never a person."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from kg.columns import Columns
from kg.names import fold, is_given
from kg.repair.lists import known_names

_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth", "last"})
_NEAR = 45
"""How many tokens before a number marriages are spoken of."""


def blends(names: set[str], people: dict[str, set[str]], persons: AbstractSet[str] = frozenset()) -> frozenset[str]:
    """Those of the single-word ``names`` that blend the names of two people of the article.

    ``people`` maps the folded parts of names to the full names of their bearers; ``persons`` are names that seem to
    be people's: they need more of the second name than two letters.

    >>> sorted(blends({"Kimye", "Kim"}, {"kim": {"Kim Bell"}, "kanye": {"Kanye Rue"}, "bell": {"Kim Bell"}}))
    ['Kimye']
    """
    parts = sorted(part for part in people if " " not in part and len(part) > 2)
    found = set()
    for name in names:
        word = fold(name)
        if not 5 <= len(word) <= 12 or word in people or is_given(name) or name in known_names():
            continue
        least = 3 if name in persons else 2
        pairs = ((a, b) for a in parts if word[:2] == a[:2] for b in parts if people[a] != people[b])
        if any(_blend(word, a, b, least) for a, b in pairs):
            found.add(name)
    return frozenset(found)


def counted(page: Columns, first: int, last: int, scores: dict[str, float]) -> None:
    """Add the points of a spouse told by number, "With the third, Ann Lee, he", where marriages are spoken of."""
    lead = page.at(first - 1) == "," and page.at(first - 2) in _ORDINALS and page.at(first - 3) in {"the", "his", "her"}
    if not lead or last - first < 2 or page.at(last) not in {",", ".", ";"}:
        return
    near = {lemma.lower() for lemma in page.lemma[max(0, first - _NEAR) : first - 2]}
    if near & {"wife", "husband", "marry", "marriage", "spouse"}:
        scores["PERSON"] += 2


def _blend(word: str, a: str, b: str, least: int) -> bool:
    """Whether ``word`` is a beginning of ``a`` and then ``least`` or more letters of ``b``'s end (or its beginning)."""
    for cut in range(2, min(len(a), len(word) - least) + 1):
        if word[:cut] != a[:cut]:
            return False
        rest = word[cut:]
        if (b.endswith(rest) and rest != b) or (len(rest) > 2 and b.startswith(rest)) or (rest == b and cut < len(a)):
            return True
    return False
