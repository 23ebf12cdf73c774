"""What a couple's event takes for granted: who divorces was married, who breaks up was engaged or a couple.

The bond is claimed beside the event, in the event's words, where the article tells of no such bond of the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.claims import named_pairs
from kg.claims.merge import ENDED
from kg.model import TOLD, Claim, Status, object_key, pair_of
from kg.vocab import COUPLES

BONDS = {
    "event:Divorce": "marriedTo",
    "event:DivorceFiling": "marriedTo",
    "event:Separation": "marriedTo",
    "event:Wedding": "marriedTo",
    "event:Engagement": "engagedTo",
    "event:StartedDating": "partnerOf",
    "event:Breakup": "partnerOf",
}
OF_ENGAGEMENTS = frozenset(
    {"call-it-off", "call-off-engagement", "called-off", "engagement-off", "give-back-the-ring", "jilt"}
)
"""The frames whose break-up is that of an engagement."""
LOOSE = frozenset({"heading", "find-love", named_pairs.LOOSE})
"""The rules that tell of a couple, whatever became of it."""
TOGETHER = frozenset({"together", "an-item", "live-as-a-couple", "together-since", "set-up-home"})
"""The rules of "they were together for fifty years": without a day before the wedding that is the marriage."""
OF_SPOUSES = frozenset({"event:Divorce", "event:DivorceFiling"})
"""The events that even as a plan, a rumour or denied are of husband and wife."""
FINAL = frozenset({"event:Divorce", "event:Breakup"})
"""The events after which the bond is no more; a separation leaves a marriage."""
SURETY = 0.95
"""How sure the bond is, where the event is."""


def with_bonds(claims: Iterable[Claim]) -> list[Claim]:
    """The claims, and behind each couple's event the bond that it implies, if none of them tells of it.

    A break-up is that of an engagement, a marriage or a courtship that the article speaks of, or else of a couple.
    A couple told of in a heading alone ("Ann and Tom"), as exes, or as two who fell in love, is left out where the
    article tells of their marriage.
    """
    claims = list(claims)
    told: dict[frozenset[str], set[str]] = {}
    to_marry = {pair_of(c) for c in claims if c.predicate == "event:Wedding" and c.status is Status.PLANNED}
    for claim in claims:
        if claim.predicate in COUPLES and claim.status in TOLD:
            told.setdefault(pair_of(claim), set()).add(claim.predicate)
    unwed = {pair_of(c) for c in claims if c.predicate == "marriedTo" and c.status not in TOLD}
    spouses = {pair_of(c) for c in claims if "marriedTo" in {c.predicate, BONDS.get(c.predicate)} and c.status in TOLD}
    found: list[Claim] = []
    for claim in claims:
        rule = claim.evidence[0].rule
        loose = rule in LOOSE or claim.note == ENDED or (rule in TOGETHER and claim.start is None)
        if claim.predicate == "partnerOf" and loose and pair_of(claim) in spouses:
            continue
        found.append(claim)
        bond = BONDS.get(claim.predicate)
        known = told.setdefault(pair_of(claim), set())
        granted = claim.predicate in OF_SPOUSES and not known and pair_of(claim) not in unwed
        if bond is None or not object_key(claim) or (claim.status not in TOLD and not granted):
            continue
        evidence = claim.evidence[0]
        engaged = evidence.rule in OF_ENGAGEMENTS or "engagement" in evidence.quote.lower()
        if claim.predicate == "event:Breakup" and (engaged or pair_of(claim) in to_marry):
            bond = "engagedTo"
        lovers = claim.predicate == "event:Breakup" and known and not (engaged and known == {"partnerOf"})
        if bond in known or lovers:
            continue
        known.add(bond)
        found.append(_bond(claim, bond))
    return found


def _bond(event: Claim, predicate: str) -> Claim:
    confidence = round(event.confidence * SURETY, 3)
    if event.status not in TOLD:  # who "plans to divorce" is married
        event = replace(event, status=Status.ASSERTED, source=None)
        return replace(event, predicate=predicate, at=None, place=None, confidence=confidence)
    note = ENDED if event.predicate in FINAL else None
    return replace(event, predicate=predicate, at=None, place=None, note=note, confidence=confidence)
