"""What the present tense tells of a day to come: "they marry in Rome in September", in an article of June."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import attach, syntax
from kg.claims.reading import Reading
from kg.dates import TimeKind, earliest

PRESENT = frozenset({"VBZ", "VBP"})
BOTH = frozenset({"wed", "split", "quit"})
"""Forms of the past that are those of the present as well."""


def is_scheduled(reading: Reading, trigger: Token) -> bool:
    """Whether ``trigger`` stands in a plain present with a time that begins after the article appeared.

    A timeline is told in the present of its day, so what stands under a dated heading is not asked. Without a day of
    publication nothing is to come.
    """
    verb = syntax.governor(trigger)
    present = verb.tag_ in PRESENT or verb.lower_ in BOTH
    if reading.published is None or not present or any(child.dep_ in syntax.AUXILIARIES for child in verb.children):
        return False
    time = attach.time_of(reading, trigger)
    if time is None or time.heading or time.kind not in {TimeKind.POINT, TimeKind.SINCE}:
        return False
    moment = time.since or time.value
    day = earliest(moment.value) if moment is not None else None
    return day is not None and day > reading.published
