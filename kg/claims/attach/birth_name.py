"""What stands behind a birth name, to which the parser hangs it: "Born Mary Orr in Leeds on May 3, 1970, she left"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims.reading import Party, Reading
from kg.dates import Time, TimeKind
from kg.model import EntityType

DATED = frozenset({TimeKind.POINT, TimeKind.SINCE, TimeKind.UNTIL, TimeKind.RANGE})
LOCATIVES = frozenset({"in", "at", "near", "on", "outside", "off"})
LONGEST = 16
_SITES = frozenset({"the", "a", "of", "island", "isle", "town", "village", "city", "port", "suburb"})
"""What may stand before the place: "on the island of Corfu"."""


def behind_birth_name(reading: Reading, born: Token) -> tuple[Party | None, Time | None] | None:
    """Place and time read off the words behind a birth name, to which the parser hangs them.

    "Born Mary Orr in Leeds on May 3, 1970, she left school"; None where no name stands right behind "born".
    """
    name = reading.names.get(born.i + 1) if born.lower_ == "born" else None
    if name is None or name.type is not EntityType.PERSON:
        return None
    starts = {time.first: time for time in reading.times if time.kind in DATED and time.value is not None}
    doc, i = reading.doc, name.last
    if doc[i : i + 1].text == "of" and (realm := reading.mentions.at(i + 1)) is not None:
        i = realm.last  # "born Princess Ada of Greece in Rome"
    place: Party | None = None
    time: Time | None = None
    while i < min(born.sent.end, name.last + LONGEST):
        mention = reading.mentions.at(i)
        if i in starts:
            time = time or starts[i]
            i = starts[i].last
        elif mention is not None and mention.first == i and mention.type is EntityType.PLACE and mention.resolved:
            place = place or Party.of(mention)
            i = mention.last
        elif doc[i].text == "," or doc[i].lower_ in LOCATIVES | _SITES:
            i += 1
        else:
            break
    return place, time
