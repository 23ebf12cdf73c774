"""Time expressions of an article to EDTF, never sharper than the text. The door of the package."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kg.dates.ages import birth_interval
from kg.dates.edtf import earliest, is_valid, latest, overlaps, precision, readable, shift, within
from kg.dates.layout import paragraph_end
from kg.dates.times import Anchor, Time, TimeKind, Unit

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = [
    "Anchor",
    "Time",
    "TimeKind",
    "Unit",
    "birth_interval",
    "earliest",
    "find_times",
    "is_valid",
    "latest",
    "overlaps",
    "paragraph_end",
    "precision",
    "readable",
    "shift",
    "within",
]


def find_times(doc: Doc, published: date | None = None) -> tuple[Time, ...]:
    """The time expressions of ``doc`` in order, without overlaps; see `kg.dates.find`.

    The reader is imported here because it brings spaCy along, which comparing dates does not need.
    """
    from kg.dates.find import find_times as find

    return find(doc, published)
