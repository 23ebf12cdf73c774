"""Time expressions of an article to EDTF, never sharper than the text. The door of the package."""

from __future__ import annotations

from kg.dates.ages import birth_interval
from kg.dates.edtf import earliest, is_valid, latest, overlaps, precision, readable, shift, within
from kg.dates.find import find_times
from kg.dates.times import Anchor, Time, TimeKind, Unit

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
    "precision",
    "readable",
    "shift",
    "within",
]
