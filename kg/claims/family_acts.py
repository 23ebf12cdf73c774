"""Acts called after a family: "Ned and Al Orr" are the Orr Brothers of whom the article tells, and brothers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kg.claims.bodies import Body, body_of
from kg.claims.reading import Finding, Party, Reading
from kg.model import EntityType, Mention

SEXES = {"brothers": "f", "bros": "f", "bros.": "f", "sisters": "m"}
"""The last words of such names, each with the sex that nobody in the act is of."""
BODIES = frozenset({EntityType.ORGANIZATION, EntityType.GROUP})
SINGING = frozenset(
    {"concert", "duo", "trio", "act", "sing", "song", "album", "hit", "tour", "singer", "band", "single", "harmony"}
)
FIRMS = frozenset({"studio", "studios", "firm", "bank", "company", "store", "stores", "circus", "found", "founded"})
UNRELATED = frozenset({"relation", "unrelated", "related"})
"""Words of "no relation" and the like: the Orr Brothers need not be brothers."""


def findings(reading: Reading) -> Iterator[Finding]:
    """``memberOf`` and ``siblingOf`` of two who share the surname that an act is called by."""
    acts = [m for m in reading.names.values() if m.type in BODIES and m.resolved and m.last - m.first > 1]
    acts = [m for m in acts if reading.doc[m.last - 1].lower_ in SEXES]
    if not acts or not reading.tokens(SINGING) or reading.tokens(UNRELATED):
        return
    seen: set[str] = set()
    for act in acts:
        body = Party(act.entities[0], act)
        here = {t.lower_ for t in reading.doc[act.head].sent}
        if body.key in seen or here & FIRMS or body_of(reading, body) in {Body.HOUSE, Body.SCHOOL}:
            continue
        seen.add(body.key)
        members = _pair(reading, act)
        for member in members:
            yield Finding("memberOf", member, body, act.head, "family-act", 0.85, presupposed=True)
        for one, other in combinations(members, 2):
            yield Finding("siblingOf", one, other, act.head, "family-act", 0.85, presupposed=True)


def _pair(reading: Reading, act: Mention) -> list[Party]:
    """The two who are named together with the act's surname behind the second: "Ned and Al Orr"."""
    doc = reading.doc
    surname, barred = doc[act.last - 2].lower_, SEXES[doc[act.last - 1].lower_]
    for last in reading.names.values():
        whole = last.type is EntityType.PERSON and last.resolved and last.last - last.first > 1
        if not whole or doc[last.last - 1].lower_ != surname or last.first < 2 or doc[last.first - 1].lower_ != "and":
            continue
        first = reading.mentions.at(last.first - 2)
        named = first is not None and first.first in reading.names and first.type is EntityType.PERSON
        if first is None or not named or not first.resolved or first.last != last.first - 1:
            continue
        both = [Party(first.entities[0], first), Party(last.entities[0], last)]
        if both[0].key != both[1].key and all(reading.mentions.gender(party.key) != barred for party in both):
            return both
    return []
