"""What kind of body an organisation is: a side that one is a member of, a school, or a house that one works for."""

from __future__ import annotations

from enum import StrEnum

from kg.claims.reading import Party, Reading
from kg.model import EntityType, Mention, MentionKind
from kg.names import words


class Body(StrEnum):
    """What one is to it: of a side a member, of a school a pupil, of a house in its service."""

    SIDE = "side"
    SCHOOL = "school"
    HOUSE = "house"
    UNKNOWN = ""


BODIES = frozenset({EntityType.ORGANIZATION, EntityType.GROUP})
KINDS = frozenset({"house", "side", "band", "school", "no_house", "no_side", "no_school", "party"})
"""What a claim may ask of the organisation it is made of."""


def named_body(mention: Mention | None) -> Party | None:
    """The organisation or group that a mention stands for, if it stands for one."""
    return Party.of(mention) if mention is not None and mention.type in BODIES and mention.resolved else None


def is_party(reading: Reading, party: Party) -> bool:
    """Whether an organisation is a political party: by its name, or by what stands before it."""
    label = reading.mentions.entity(party.key).label.removeprefix("the ").removeprefix("The ")
    if label in words("parties", "names") | words("parties", "brackets") or label.split()[-1] in {"Party", "party"}:
        return True
    i, doc = party.mention.first - 1, reading.doc
    return i > 0 and doc[i].lower_ == "party" and doc[i].i not in reading.in_names


def body_of(reading: Reading, party: Party) -> Body:
    """The kind of an organisation by the last word of its name, and by what the article introduces it as."""
    if is_party(reading, party):
        return Body.SIDE
    named = [m for m in reading.names.values() if party.key in m.entities] or [party.mention]
    if party.mention.type is EntityType.GROUP or any(_is_introduced(reading, m) for m in named):
        return Body.SIDE
    return next((kind for m in named if (kind := _by_name(reading, m)) is not Body.UNKNOWN), Body.UNKNOWN)


def is_of_kind(reading: Reading, flags: frozenset[str], first: Party | None, party: Party | None) -> bool:
    """Whether ``party`` is the kind of body that ``flags`` ask for: one joins a band, and enters a firm.

    What a player or a musician belongs to is taken for a side where nothing tells what it is.
    """
    if party is not None and reading.mentions.entity(party.key).label in words("posts", "competitions"):
        return False
    if party is None or flags.isdisjoint(KINDS):
        return True
    if "party" in flags:
        return is_party(reading, party)
    kind = body_of(reading, party)
    if kind is Body.UNKNOWN and first is not None and _plays(reading, first):
        kind = Body.SIDE
    if "band" in flags:
        return kind is Body.SIDE and _makes_music(reading, party)
    return kind in flags or (f"no_{kind}" not in flags and flags.isdisjoint(Body))


def _makes_music(reading: Reading, party: Party) -> bool:
    """Whether a side is told to make music: who founds a band plays in it, who founds a club need not."""
    named = [m for m in reading.names.values() if party.key in m.entities]
    return any(_is_introduced(reading, m, "bands") for m in named)


def _plays(reading: Reading, party: Party) -> bool:
    """Whether somebody is described as one of a side: "the winger Al Orr", "Al Orr, a bassist"."""
    players = words("posts", "players")
    for mention in reading.mentions.mentions:
        if party.key not in mention.entities:
            continue
        if mention.kind is MentionKind.NOMINAL and reading.doc[mention.head].lower_ in players:
            return True
        if mention.first and reading.doc[mention.first - 1].lower_ in players:
            return True
    return False


def _by_name(reading: Reading, mention: Mention) -> Body:
    tokens = [t.text for t in reading.doc[mention.first : mention.last] if t.tag_ != "POS"]
    if not tokens:
        return Body.UNKNOWN
    name, last, printed = " ".join(tokens), tokens[-1], reading.doc[mention.first : mention.last].text
    known = (("firms", Body.HOUSE), ("known_schools", Body.SCHOOL), ("clubs", Body.SIDE))
    famous = next((kind for key, kind in known if printed in words("brands", key)), Body.UNKNOWN)
    if famous is not Body.UNKNOWN:
        return famous
    houses = words("brands", "organisation_ends") - words("posts", "schools") - words("posts", "sides")
    if not words("posts", "schools").isdisjoint(tokens) and ("of" in tokens or last not in houses):
        return Body.SCHOOL  # "King's College Hospital" is none
    if tokens[0] in {"St", "St."} and tokens[-1].endswith("s") and reading.doc[mention.last - 1].tag_ == "POS":
        return Body.SCHOOL  # "St Anne's"
    if tokens[0] in words("evidence", "organisation_starts") | {"BBC", "TV"}:
        return Body.HOUSE  # "Radio Albion"
    mixed = tokens[0][0].isalpha() and last.isalnum() and not last.isalpha() and not last.isdigit()  # "Hex9"
    if last in words("posts", "sides") or name in words("brands", "bands") or mixed:
        return Body.SIDE
    listed = any(printed in words("brands", key) for key in ("outlets", "platforms", "brands"))
    listed = listed and printed not in words("brands", "public_bodies")
    return Body.HOUSE if listed or last in words("brands", "organisation_ends") else Body.UNKNOWN


def _is_introduced(reading: Reading, mention: Mention, key: str = "side_nouns") -> bool:
    """Whether it is told to be a side: "the band X", "X, a punk trio"."""
    doc, i = reading.doc, mention.first - 1
    while i > 0 and (doc[i].dep_ == "det" or doc[i].text in {",", "—", '"', "“"}):
        i -= 1
    if i >= 0 and doc[i].lower_ in words("posts", key):
        return True
    i = mention.last
    if i + 2 >= len(doc) or doc[i].text != "," or doc[i + 1].lower_ not in {"a", "an", "the"}:
        return False
    run = next((k for k in range(i + 2, min(i + 6, len(doc))) if doc[k].pos_ not in {"ADJ", "NOUN", "PROPN"}), i + 2)
    return doc[run - 1].lower_ in words("posts", key)
