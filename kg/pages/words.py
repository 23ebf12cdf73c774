"""How the pages say things: relations, events, statuses and dates in the words of a reader, not of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kg.dates.edtf import is_valid, readable

FAMILY = ("marriedTo", "engagedTo", "partnerOf", "parentOf", "siblingOf", "relativeOf")
"""The relations between people, in the order of the page."""

_RELATIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # what stands before the object, and, read from the object, before the subject
        "marriedTo": ("married to", "married to"),
        "engagedTo": ("engaged to", "engaged to"),
        "partnerOf": ("together with", "together with"),
        "parentOf": ("parent of", "child of"),
        "siblingOf": ("sibling of", "sibling of"),
        "relativeOf": ("relative of", "has as a relative"),
        "bornOn": ("born", "birth of"),
        "diedOn": ("died", "death of"),
        "bornIn": ("born in", "birthplace of"),
        "diedIn": ("died in", "place of death of"),
        "livesIn": ("lives in", "home of"),
        "citizenOf": ("citizen of", "has as a citizen"),
        "occupation": ("works as", "occupation of"),
        "founderOf": ("founder of", "founded by"),
        "employedBy": ("works for", "employs"),
        "memberOf": ("member of", "has as a member"),
        "leads": ("leads", "led by"),
        "studiedAt": ("studied at", "school of"),
        "partyMemberOf": ("in the party", "party of"),
        "wonAward": ("won", "won by"),
        "appearsIn": ("appears in", "with"),
        "alsoKnownAs": ("also known as", "also a name of"),
        "hasCondition": ("health", "condition of"),
        "subsidiaryOf": ("belongs to", "owns"),
        "headquarteredIn": ("has its seat in", "seat of"),
        "foundedOn": ("founded", "founding of"),
    }
)
_ORDER: Mapping[str, int] = MappingProxyType({name: number for number, name in enumerate(_RELATIONS)})

STATUS: Mapping[str, str] = MappingProxyType(
    {
        "asserted": "stated",
        "reported": "reported",
        "possible": "possible",
        "planned": "planned",
        "denied": "denied",
        "rejected": "rejected",
    }
)
"""A claim's status in one word."""

MEANING: Mapping[str, str] = MappingProxyType(
    {
        "asserted": "the article says so in its own voice",
        "reported": "the article gives it as somebody else's word",
        "possible": "a rumour, a hedge, a question or an allegation",
        "planned": "future or intended",
        "denied": "said not to be so",
        "rejected": "a person has looked: the words do not say so",
    }
)
"""A claim's status in a clause, for the legend and for tooltips."""


def relation(predicate: str, *, inverse: bool = False) -> str:
    """What to write before the other side of a relation; ``inverse`` where it is read from the object.

    >>> relation("parentOf"), relation("parentOf", inverse=True), relation("event:DivorceFiling")
    ('parent of', 'child of', 'divorce filing')
    """
    if predicate.startswith("event:"):
        return event(predicate.removeprefix("event:"))
    return _RELATIONS.get(predicate, (predicate, predicate))[inverse]


def rank(predicate: str) -> int:
    """The place of a relation in lists; events come last."""
    return _ORDER.get(predicate, len(_ORDER))


def event(name: str) -> str:
    """The name of an event's class in words.

    >>> event("StartedDating"), event("OtherEvent")
    ('started dating', 'event')
    """
    if name in ("Other", "OtherEvent"):
        return "event"
    return "".join(f" {char.lower()}" if char.isupper() else char for char in name).strip()


def day(edtf: str) -> str:
    """A date as people write it, no sharper than it is; what is no date stays as it is.

    >>> day("2014-05"), day(""), day("soon")
    ('May 2014', '', 'soon')
    """
    return readable(edtf) if is_valid(edtf) else edtf


def period(start: str, end: str, *, ended: bool = False) -> str:
    """From when to when, as it stands behind a name.

    >>> period("2014-05-24", "2021"), period("2014", ""), period("", "2010"), period("", "", ended=True)
    ('24 May 2014 to 2021', 'since 2014', 'until 2010', 'over')
    """
    if start and end:
        return day(start) if start == end else f"{day(start)} to {day(end)}"
    if start:
        return f"from {day(start)}, over" if ended else f"since {day(start)}"
    return f"until {day(end)}" if end else "over" if ended else ""


def reviewed(*, right: bool, by: str = "", reason: str = "", on: str = "") -> str:
    """What a person says of the reading of a claim.

    >>> reviewed(right=False, by="Mara", reason="her sister", on="2026-03-04"), reviewed(right=True)
    ('rejected by Mara, 4 March 2026: her sister', 'confirmed by a person')
    """
    told = f"{'confirmed' if right else 'rejected'} by {by or 'a person'}"
    return f"{told}{', ' + day(on) if on else ''}{': ' + reason if reason else ''}"


def count(number: int, one: str, many: str = "") -> str:
    """A number and its noun.

    >>> count(1, "claim"), count(2000, "claim"), count(2, "party", "parties")
    ('1 claim', '2,000 claims', '2 parties')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
