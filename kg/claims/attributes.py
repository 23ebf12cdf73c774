"""What the text says of one person in passing: age, occupation, birthplace, that they are dead."""

from __future__ import annotations

from collections.abc import Iterator

from kg.claims import ages, conditions, occupations
from kg.claims.bearers import described_behind
from kg.claims.lists import name_list
from kg.claims.reading import Finding, Party, Reading, surety
from kg.model import EntityType

DEAD = frozenset({"late", "slain", "murdered", "deceased", "assassinated"})


def findings(reading: Reading) -> Iterator[Finding]:
    """Ages, occupations, birthplaces in one word, the late and the ill, in this order."""
    yield from ages.findings(reading)
    yield from occupations.findings(reading)
    yield from premodifiers(reading)
    yield from conditions.findings(reading)


def premodifiers(reading: Reading) -> Iterator[Finding]:
    """``bornIn`` of "the Leeds-born star", ``event:Death`` of "the late Ann Lee"."""
    doc = reading.doc
    for token in reading.tokens(DEAD | {"born"}):
        if token.lower_ == "born" and token.i > 1 and doc[token.i - 1].text == "-":
            place = reading.mentions.at(token.i - 2)
            if place is None or place.type is not EntityType.PLACE or not place.resolved:
                continue
            for party in described_behind(reading, token.i):
                yield Finding(
                    "bornIn",
                    party,
                    Party.of(place),
                    token.i,
                    "place-born",
                    0.9 * surety(party),
                    presupposed=True,
                )
        elif token.lower_ in DEAD and token.i > 0 and doc[token.i - 1].lower_ in {"the", "his", "her", "their"}:
            if doc[token.i + 1].text == "-" or token.text.istitle():
                continue  # "the late-night host Al Orr", "The Late Show host Al Orr"
            for party in name_list(reading, token.i + 1, limit=1)[:1]:
                given = doc[token.i - 2].lower_ != "as"  # "whom it described as the late Ann Lee"
                trigger = token.i if given else party.mention.head
                yield Finding("event:Death", party, None, trigger, "the-late", 0.9 * surety(party), presupposed=given)
