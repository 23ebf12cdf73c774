"""Names that stand for one person or thing, and the names that the text itself equates: "Ann Bell, known as Belle"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from kg.columns import Columns
from kg.mentions.draft import Draft
from kg.model import EntityType
from kg.names import RECENT, equates, is_short_for, parse, rules

_AGE = re.compile(r"^(?:, \d{1,3} (?=,)|\( \d{1,3} \) )")
_PUBLIC = re.compile(r"\b(?:better|best|professionally) known as\b|\bperform\w* (?:as|under)\b")
_ONCE = frozenset({"when", "then", "days", "time", "before"})
"""Words behind a name that tell that it was borne once: "she was Ann Lee in those days"."""
_BIRTH = frozenset({"born", "né", "née", "real", "birth", "christened", "legal", "original", "full"})
_NOBODY = frozenset({"it", "that", "this", "there", "who", "what"})


@dataclass
class Cluster:
    """Names that stand for one thing; ``equated`` if the text itself equates two that share nothing.

    ``names`` are the printed forms, each once, in order: of a person named a thousand times they are few.
    ``other`` are the names that it tells to be birth names, or taken later: never the label. ``number`` tells
    namesakes apart.
    """

    type: EntityType
    names: dict[str, None] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    equated: bool = False
    other: set[str] = field(default_factory=set)
    number: int = 0

    @property
    def label(self) -> str:
        """The fullest printed form that is no birth name or later one; of equally full ones the first."""
        if self.type is not EntityType.PERSON:
            return max(self.names, key=len)
        return max(
            [name for name in self.names if name not in self.other] or list(self.names),
            key=_fullness,
        )


@lru_cache(maxsize=RECENT)
def _fullness(name: str) -> tuple[int, bool, int]:
    """How much of a person's name is told, as a rank."""
    parts = parse(name)
    return parts.words, bool(parts.suffix), len(name.split())


def join_aliases(page: Columns, clusters: list[Cluster]) -> None:
    """Merge the clusters of names that the text equates: "Ann Bell, better known as Belle"."""
    ordered = sorted(((d, c) for c in clusters for d in c.drafts), key=lambda pair: pair[0].first)
    home = {id(draft): cluster for draft, cluster in ordered}
    for (a, _), (b, _) in pairwise(ordered):
        first, second = home[id(a)], home[id(b)]
        if first is second and any(word in _BIRTH for word in page.lower[a.last : b.first]):
            called = " ".join(page.text[b.first : b.last])  # "Al Lee, whose full name is Albert Lee"
            first.other.update({called} if equates(" ".join(page.lower[a.last : b.first])) else ())
        if page.at(b.last) in {"'s", "’s"}:
            continue  # "known as the singer Al Orr's wife"
        if first is second or page.sent[a.head] != page.sent[b.head] or b.first - a.last > 8:
            continue
        between = _AGE.sub("", " ".join(page.lower[a.last : b.first]))
        # A name and an age or a bracket may stand between.
        if equates(between) or (between == "," and page.at(b.last) == "to" and _audience(page, b.last + 1)):
            if _PUBLIC.search(between) and any(parse(name).words > 1 for name in second.names):
                first.other.update(first.names)  # "Ann Lee, better known as the singer Kid Lux"
            first.names.update(second.names)
            first.drafts.extend(second.drafts)
            home.update(dict.fromkeys(map(id, second.drafts), first))
            first.equated = True
            if any(word in _BIRTH for word in between.replace("(", " ").split()):
                first.other.update(second.names)
            clusters.remove(second)
    for cluster in clusters:
        told = {" ".join(page.text[d.first : d.last]) for d in cluster.drafts if page.at(d.first - 1) in _BIRTH}
        cluster.other.update(name for name in cluster.names if name in told)
    for cluster in list(clusters):
        _join_renamed(page, cluster, clusters)


def _join_renamed(page: Columns, cluster: Cluster, clusters: list[Cluster]) -> None:
    """Merge a name that somebody takes or had: "the bride becomes Ann Bell", "he was John Lee when he met her"."""
    before = _who_was(page, cluster, clusters)
    if before is not None:
        before.names.update(cluster.names)
        before.drafts.extend(cluster.drafts)
        before.other.update(cluster.names)
        clusters.remove(cluster)
        return
    name = parse(cluster.label)
    if name.words < 2 or not any(_taken(page, draft) for draft in cluster.drafts):
        return
    same = [
        c
        for c in clusters
        if c is not cluster
        and parse(c.label).words > 1
        and (is_short_for(name.given, parse(c.label).given) or is_short_for(parse(c.label).given, name.given))
    ]
    if len(same) == 1:
        same[0].names.update(cluster.names)
        same[0].drafts.extend(cluster.drafts)
        same[0].other.update(cluster.names)
        clusters.remove(cluster)


def _who_was(page: Columns, cluster: Cluster, clusters: list[Cluster]) -> Cluster | None:
    """Who bore the name until something: "Dutt, who was Balraj Lee until a producer thought better of it"."""
    for draft in cluster.drafts:
        k = draft.first - 1
        if page.at(draft.last) not in {"until", "till", "before"} or page.at(k) != "was" or page.at(k - 1) != "who":
            continue
        k -= 2 if page.at(k - 2) == "," else 1
        return next((c for c in clusters if c is not cluster and any(d.last == k for d in c.drafts)), None)
    return None


def _taken(page: Columns, draft: Draft) -> bool:
    """Whether the name is told to be one that he, she, the bride ... takes, or bore at some time."""
    verb = draft.first - 1
    if page.at(verb) in {"then", "still"}:
        verb -= 1
    if page.lemma[verb] not in {"be", "become"}:
        return False
    subjects = [c for c in page.children[verb] if page.dep[c] == "nsubj"]
    behind = range(draft.last, min(draft.last + 8, page.sents[page.sent[draft.head]][1]))
    past = page.at(draft.first - 1) in {"then", "still"} or any(page.lower[i] in _ONCE for i in behind)
    told = page.lemma[verb] == "become" or past
    return told and any(page.pos[c] in {"PRON", "NOUN"} and page.lower[c] not in _NOBODY for c in subjects)


def _audience(page: Columns, i: int) -> bool:
    """Whether "to (her, his, all) friends" and the like stands at ``i``."""
    audience = frozenset(rules("names")["alias_to"])
    return any(page.at(k) in audience for k in range(i, i + 3))
