"""What kind of body an organisation is: a side that one is a member of, a school, or a house that one works for."""

from __future__ import annotations

from enum import StrEnum

from kg.claims.reading import Party, Reading
from kg.model import EntityType, Mention
from kg.names import words


class Body(StrEnum):
    """What one is to it: of a side a member, of a school a pupil, of a house in its service."""

    SIDE = "side"
    SCHOOL = "school"
    HOUSE = "house"
    UNKNOWN = ""


def body_of(reading: Reading, party: Party) -> Body:
    """The kind of an organisation by the last word of its name, and by what the article introduces it as."""
    named = [m for m in reading.names.values() if party.key in m.entities] or [party.mention]
    if party.mention.type is EntityType.GROUP or any(_is_introduced(reading, m) for m in named):
        return Body.SIDE
    return next((kind for m in named if (kind := _by_name(reading, m)) is not Body.UNKNOWN), Body.UNKNOWN)


def _by_name(reading: Reading, mention: Mention) -> Body:
    tokens = [t.text for t in reading.doc[mention.first : mention.last] if t.tag_ != "POS"]
    if not tokens:
        return Body.UNKNOWN
    name, last = " ".join(tokens), tokens[-1]
    if not words("posts", "schools").isdisjoint(tokens):
        return Body.SCHOOL
    if tokens[0] in words("evidence", "organisation_starts") | {"BBC", "TV"}:
        return Body.HOUSE  # "Radio Albion"
    if last in words("posts", "sides") or name in words("brands", "bands"):
        return Body.SIDE
    listed = any(name in words("brands", key) for key in ("outlets", "platforms"))
    return Body.HOUSE if listed or last in words("brands", "organisation_ends") else Body.UNKNOWN


def _is_introduced(reading: Reading, mention: Mention) -> bool:
    """Whether it is told to be a side: "the band X", "X, a punk trio"."""
    doc, i = reading.doc, mention.first - 1
    while i > 0 and (doc[i].dep_ == "det" or doc[i].text in {",", "—", '"', "“"}):
        i -= 1
    if i >= 0 and doc[i].lower_ in words("posts", "side_nouns"):
        return True
    i = mention.last
    if i + 2 >= len(doc) or doc[i].text != "," or doc[i + 1].lower_ not in {"a", "an", "the"}:
        return False
    run = next((k for k in range(i + 2, min(i + 6, len(doc))) if doc[k].pos_ not in {"ADJ", "NOUN", "PROPN"}), i + 2)
    return doc[run - 1].lower_ in words("posts", "side_nouns")
