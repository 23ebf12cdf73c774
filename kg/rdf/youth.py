"""Whether the words of a claim tell that somebody was under age when they were arrested.

The age at the time stands in no field of a claim: an arrest without a date, of somebody who is forty now, is that of a
minor by its words alone. In doubt it is: a teenager of nineteen is taken for a minor.
"""

from __future__ import annotations

import re
from functools import cache

from kg.model import Claim
from kg.names import rules
from kg.vocab import ADULT_AGE, OF_THEIR_TIME


def is_of_youth(claim: Claim) -> bool:
    """Whether a claim is of an arrest, and a sentence behind it tells that it was a minor's."""
    return claim.predicate in OF_THEIR_TIME and any(tells_youth(one.quote) for one in claim.evidence)


def tells_youth(quote: str) -> bool:
    """Whether a sentence on somebody's arrest gives their age then, and it is a minor's.

    >>> tells_youth("Bo Lund, 44, was arrested at 17 in Leeds."), tells_youth("Bo Lund was arrested at 9 p.m.")
    (True, False)
    >>> tells_youth("Bo Lund was arrested as a fifteen-year-old."), tells_youth("Bo Lund was arrested at 18.")
    (True, False)
    """
    return bool(_pattern().search(quote))


@cache
def _pattern() -> re.Pattern[str]:
    data = rules("minors")
    numerals = map(str, reversed(range(ADULT_AGE)))  # the long before the short
    words = sorted(data["numbers"], key=len, reverse=True)
    age = rf"(?:{'|'.join([*numerals, *words])})(?!\w){data['no_age']}"
    return re.compile("|".join([*(one.replace("{age}", age) for one in data["at_an_age"]), *data["without_an_age"]]))
