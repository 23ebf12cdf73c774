"""Where a body has its seat: "the Boston firm X", "X, an agency in Leeds", "X has its headquarters in Rome"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.claims.bodies import BODIES, named_body
from kg.claims.reading import Finding, Party, Reading
from kg.model import EntityType, Mention
from kg.names import words

BEFORE_PLACES = frozenset({"in", "from", "near"})
MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "PUNCT"})
WIDTH = 5
"""How many words may describe the body between its place and its name."""


def findings(reading: Reading) -> Iterator[Finding]:
    """``headquarteredIn`` of bodies that are told of with their town."""
    for mention in reading.names.values():
        body = named_body(mention)
        told = _before(reading, mention) or _behind(reading, mention) if body is not None else None
        if told is not None:
            place, noun = told
            yield Finding("headquarteredIn", body, Party.of(place), noun, "seat", 0.85, presupposed=True)
    for word in reading.tokens({"headquarters", "headquarter", "hq"}):
        for body, town in _of_headquarters(reading, word.i):
            yield Finding("headquarteredIn", body, town, word.i, "headquarters", 0.85)


def _before(reading: Reading, body: Mention) -> tuple[Mention, int] | None:
    """The place and the noun between it and the name: "the Boston pub chain X", "the Leeds-based agency X"."""
    doc, i = reading.doc, body.first - 1
    noun = i
    if i < 0 or doc[i].lower_ not in _nouns():
        return None
    while i > 0 and noun - i < WIDTH and doc[i].pos_ in MODIFIERS | {"VERB"} and doc[i].text != ",":
        place = _place_ending(reading, i)
        if place is not None:
            owned = doc[place.last].tag_ == "POS"
            told_in = place.first > 0 and doc[place.first - 1].lower_ in BEFORE_PLACES | {"of"}
            return None if owned or told_in else (place, noun)
        i -= 1
    return None


def _behind(reading: Reading, body: Mention) -> tuple[Mention, int] | None:
    """The noun and the place of what stands behind the name: "X, an amateur troupe in Hastings"."""
    doc, i = reading.doc, body.last
    if i + 2 >= len(doc) or doc[i].text != "," or doc[i + 1].lower_ not in {"a", "an", "the"}:
        return None
    noun = next((k for k in range(i + 2, min(i + 2 + WIDTH, len(doc))) if doc[k].lower_ in _nouns()), None)
    if noun is None or any(doc[k].pos_ not in MODIFIERS or doc[k].text == "," for k in range(i + 2, noun)):
        return None
    k = noun + 1
    k += k < len(doc) and doc[k].lower_ in {"based", "headquartered"}
    if k + 1 >= len(doc) or doc[k].lower_ not in BEFORE_PLACES:
        return None
    place = reading.names.get(k + 1)
    return (place, noun) if place is not None and place.type is EntityType.PLACE and place.resolved else None


def _of_headquarters(reading: Reading, i: int) -> Iterator[tuple[Party, Party]]:
    """The body before "its headquarters" or behind "the headquarters of", and the place behind "in" or "are in"."""
    doc, sent = reading.doc, reading.doc[i].sent
    named = [m for m in reading.names.values() if sent.start <= m.first < sent.end and m.resolved]
    of = i + 1 < len(doc) and doc[i + 1].lower_ == "of"
    owned = doc[i - 1].lower_ == "its" if i else False
    behind = [m for m in named if m.type in BODIES and i < m.first < i + 5]
    before = [m for m in named if m.type in BODIES and m.last <= i]
    bodies = behind[:1] if of else before[-1:] if owned else []
    for body in bodies:
        start = body.last if of else i
        place = next((m for m in named if m.type is EntityType.PLACE and start < m.first < start + WIDTH), None)
        if place is not None and doc[place.first - 1].lower_ in BEFORE_PLACES:
            yield Party.of(body), Party.of(place)


def _place_ending(reading: Reading, i: int) -> Mention | None:
    place = reading.name_ending(i + 1)
    return place if place is not None and place.type is EntityType.PLACE and place.resolved else None


def _nouns() -> frozenset[str]:
    """What has a seat: a band only comes from somewhere."""
    bodies = words("posts", "houses_called") | words("posts", "side_nouns") | words("posts", "schools_called")
    return bodies - words("posts", "bands") - {"group", "act", "outfit"}
