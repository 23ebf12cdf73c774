"""Which date and which place belong to a trigger. The door of the package."""

from kg.claims.attach.birth_name import LONGEST
from kg.claims.attach.places import (
    contrasts_of,
    goal_of,
    home_of,
    origin_of,
    place_at,
    place_of,
    places_from,
    shared_of,
)
from kg.claims.attach.times import LIFE, is_end, period_behind, time_below, time_of

__all__ = [
    "LIFE",
    "LONGEST",
    "contrasts_of",
    "goal_of",
    "home_of",
    "is_end",
    "origin_of",
    "period_behind",
    "place_at",
    "place_of",
    "places_from",
    "shared_of",
    "time_below",
    "time_of",
]
