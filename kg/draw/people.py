"""What a picture of people is made from: the people, the ties between them, and what to write on a tie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kg.draw.dates import year_words
from kg.names import words

TO = "\N{EN DASH}"
"""What stands between two years."""


class TieKind(StrEnum):
    """The kinds of tie a picture shows. ``parent`` and ``relative`` have a direction: a is the parent of b."""

    SPOUSE = "spouse"
    ENGAGED = "engaged"
    PARTNER = "partner"
    PARENT = "parent"
    SIBLING = "sibling"
    RELATIVE = "relative"


KINDS: Mapping[str, TieKind] = MappingProxyType(
    {
        "marriedTo": TieKind.SPOUSE,
        "engagedTo": TieKind.ENGAGED,
        "partnerOf": TieKind.PARTNER,
        "parentOf": TieKind.PARENT,
        "siblingOf": TieKind.SIBLING,
        "relativeOf": TieKind.RELATIVE,
    }
)
"""The ties by the relations that they show."""

PAIRS = (TieKind.PARTNER, TieKind.ENGAGED, TieKind.SPOUSE)
"""The ties of a couple, in the order in which they usually come."""

_VERB = {TieKind.SPOUSE: "married", TieKind.ENGAGED: "engaged", TieKind.PARTNER: "together"}


@dataclass(frozen=True, slots=True, order=True)
class Person:
    """Somebody in the picture. ``born`` and ``died`` are EDTF, or empty where nothing is believed."""

    key: str
    name: str
    born: str = ""
    died: str = ""

    @property
    def life(self) -> str:
        """The years under the name.

        >>> Person("a", "Ada", "", "2020-02-03").life, Person("b", "Bo", "2005-05-27/2006-05-26").life
        ('d. 2020', 'b. 2005/06')
        """
        if self.born and self.died:
            return f"{year_words(self.born)}{TO}{year_words(self.died)}"
        if self.died:
            return f"d. {year_words(self.died)}"
        return f"b. {year_words(self.born)}" if self.born else ""


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """A tie from ``a`` to ``b`` (keys of people). ``believed`` is false where it is only said."""

    kind: TieKind
    a: str
    b: str
    start: str = ""
    end: str = ""
    ended: bool = False
    believed: bool = True
    word: str = ""

    @property
    def label(self) -> str:
        """What to write on it; years only, the full dates are in the graph.

        >>> Tie(TieKind.SPOUSE, "a", "b", "2014-05-24").label
        'married 2014'
        >>> Tie(TieKind.PARTNER, "a", "b", believed=False).label
        'said: together'
        """
        start, end = (year_words(day) if day else "" for day in (self.start, self.end))
        told = self.word or _VERB.get(self.kind, "relative")
        if start and end:
            told += f" {start}" if start == end else f" {start}{TO}{end}"
        elif start:
            told += f" {start}, ended" if self.ended else f" {start}"
        elif end:
            told += f" until {end}"
        elif self.ended:
            told = {TieKind.SPOUSE: "were married", TieKind.ENGAGED: "were engaged"}.get(self.kind, "were together")
        return told if self.believed else f"said: {told}"


@dataclass(frozen=True, slots=True)
class Circle:
    """The people around ``center`` and the ties among them. ``omitted`` counts those left out for want of room."""

    center: str
    people: tuple[Person, ...]
    ties: tuple[Tie, ...]
    omitted: int = 0

    def __post_init__(self) -> None:
        known = {person.key for person in self.people}
        if self.center not in known:
            raise ValueError(f"{self.center!r} is the center of the picture, but not among its people")
        for tie in self.ties:
            if tie.a not in known or tie.b not in known:
                raise ValueError(f"the tie {tie.kind} {tie.a} - {tie.b} leads out of the picture")

    def person(self, key: str) -> Person:
        """The person with that key; KeyError if nobody has it."""
        for person in self.people:
            if person.key == key:
                return person
        raise KeyError(key)


def kin_step(word: str) -> int:
    """In which row a relative stands, seen from whose relative it is: -1 above, 0 beside, 1 below.

    >>> kin_step("uncle"), kin_step("cousin"), kin_step("niece")
    (-1, 0, 1)
    """
    word = word.casefold()
    return -1 if word in words("pictures", "above") else 1 if word in words("pictures", "below") else 0
