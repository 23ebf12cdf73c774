"""Father and son of one name, told apart by "Jr.", "Sr." or "III": two people, and a bare surname may be either's.

"Tom Bell Jr., son of the actor Tom Bell": a name without the suffix is the other's where kin sets the two apart. Behind
both "Bell" is nobody's for sure, unless "the elder Bell" tells, or only one is dead ("the late Tom Bell") and dies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from kg.columns import Columns
from kg.mentions.draft import SUBJECT, Draft
from kg.mentions.equated import Cluster
from kg.mentions.namesakes import BETWEEN, BLOOD, contrast
from kg.mentions.phrases import noun_kinds
from kg.mentions.relations import relation_of
from kg.model import MentionKind
from kg.names import fold, parse, words

OTHER = 50
"""From this number on names without a suffix are another's than the one of the name with it."""

_YOUNGEST = {"sr": 0, "senior": 0, "": 1, "jr": 2, "junior": 2, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_ELDER = frozenset({"elder", "older", "senior"})
_YOUNGER = frozenset({"younger", "junior"})
_LATE = frozenset({"late", "deceased"})
_DIE = frozenset({"die", "kill", "pass", "perish", "drown", "assassinate", "murder", "bury"})
_DEAD = frozenset({"death", "funeral", "widow", "widower", "grave", "ashes", "estate", "killer"})
_NEAR = 12
"""Tokens at most from a name to that of the father or son that its kin noun brings in."""


def other_generation(page: Columns, drafts: Sequence[Draft]) -> dict[int, int]:
    """First tokens of the names without a suffix that are another's than the one with it -> their number."""
    found: dict[int, int] = {}
    groups: dict[str, list[Draft]] = defaultdict(list)
    if not words("names", "generations") & {word.rstrip(".") for word in page.lower}:
        return found
    for draft in drafts:
        if draft.last - draft.first > 1:
            groups[_base(page.words(draft.first, draft.last))].append(draft)
    for same in groups.values():
        plain = [d for d in same if not _suffix(page.words(d.first, d.last))]
        pairs = [(a, b) for a, b in pairwise(same) if (a in plain) != (b in plain)]
        if any(contrast(page, a, b, drafts)[0] or _child_of(page, a, b) for a, b in pairs):
            found.update({d.first: OTHER for d in plain})
    return found


def of_one_name(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Those among the clusters that are of one name and of different generations; none or several."""
    by_base: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        if parse(cluster.label).words > 1:
            by_base[_base(cluster.label)].append(cluster)
    several = [same for same in by_base.values() if len({_suffix(c.label) for c in same}) > 1]
    return several[0] if len(several) == 1 else []


def meant(page: Columns, draft: Draft, same: Sequence[Cluster]) -> Cluster | None:
    """Which of a father and a son of one name the bare one is: "the elder Bell", "Bell died" of the late one."""
    ranked = sorted(same, key=lambda c: _YOUNGEST.get(_suffix(c.label), 1))
    before = page.at(draft.first - 1)
    if before in _ELDER | _YOUNGER:
        return ranked[0] if before in _ELDER else ranked[-1]
    if not ((draft.role == SUBJECT and page.lemma[draft.verb] in _DIE) or _is_of_the_dead(page, draft)):
        return None
    dead = [c for c in same if any(_is_late(page, d) for d in c.drafts)]
    return dead[0] if len(dead) == 1 else None


def in_doubt(drafts: Sequence[Draft], pronoun: Draft, found: tuple[str, ...]) -> bool:
    """Whether the one found for a pronoun is a father or son of one name, and the name before it may be either's."""
    if len(found) != 1:
        return False
    bare = max((d.head for d in drafts if d.head < pronoun.head and _may_be(d, found)), default=-1)
    return bare >= 0 and not any(
        d.kind is MentionKind.NAME and d.entities == found and bare < d.head < pronoun.head for d in drafts
    )


def _may_be(draft: Draft, keys: tuple[str, ...]) -> bool:
    return any(name.entities == keys for name in draft.either)


def _is_of_the_dead(page: Columns, draft: Draft) -> bool:
    return page.at(draft.last) in {"'s", "’s"} and page.at(draft.last + 1) in _DEAD


def _is_late(page: Columns, draft: Draft) -> bool:
    """Whether the name is told to be a dead man's: "the late senator Tom Bell"."""
    return any(page.lower[k] in _LATE for k in range(max(0, draft.first - 4), draft.first))


def _child_of(page: Columns, a: Draft, b: Draft) -> bool:
    """Whether kin and "of" bring in the second: "Tom Bell Jr., son of the late senator Tom Bell"; "whose father"."""
    if b.first - a.last > _NEAR or page.sent[a.head] != page.sent[b.head]:
        return False
    k = b.first - 1
    while k > a.last and (page.lower[k] in BETWEEN | _LATE or page.pos[k] in {"ADJ", "NOUN", "PROPN"}):
        if relation_of(page.lower[k]) in BLOOD:
            return page.lower[k - 1] == "whose" or page.tag[k - 1] == "PRP$"
        k -= 1
    owned = page.lower[k] == "of" and relation_of(page.lower[k - 1]) in BLOOD
    return owned and page.lower[k - 1] in noun_kinds()


def _base(name: str) -> str:
    """The name without title and suffix, folded."""
    parts = parse(name)
    return fold(" ".join((parts.given, *parts.middle, parts.surname)))


def _suffix(name: str) -> str:
    """The generation that a name tells ("jr"), or nothing."""
    suffix = fold(parse(name).suffix)
    return suffix if suffix in words("names", "generations") else ""
