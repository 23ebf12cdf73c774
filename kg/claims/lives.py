"""Births and deaths noted behind a name: "Ann Lee (1932-2008)", "Ann Lee (b. Leeds, 1932)", "Ann Lee, b. 1932"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.claims import attach
from kg.claims.reading import Finding, Party, Reading
from kg.claims.renaming import bearer_of_birth_name
from kg.dates import Time, TimeKind
from kg.model import EntityType, Literal, LiteralType, Mention

_NOTES = {"b.": "born", "born": "born", "d.": "died", "died": "died"}
_BETWEEN = frozenset({",", "in", "on", "at"})
LONG = 60
"""Years that a bracketed period has behind a name that is no subject, to be a life: a marriage is mostly shorter."""


def findings(reading: Reading) -> Iterator[Finding]:
    """``bornOn``, ``bornIn``, ``diedOn``, ``diedIn`` and ``event:Death`` of such notes."""
    yield from _periods(reading)
    yield from _notes(reading)


def _periods(reading: Reading) -> Iterator[Finding]:
    """Birth and death of "Ann Lee (1932-2008)": a period in brackets behind a name, as long as a life."""
    doc = reading.doc
    for time in reading.times:
        if time.since is None or time.until is None or time.first < 2 or doc[time.first - 1].text != "(":
            continue
        mention = _named(reading, time.first - 1)
        years = [date.value[:4] for date in (time.since, time.until)]
        if mention is None or not all(year.isdigit() for year in years):
            continue
        told = doc[mention.head].dep_ in {"nsubj", "nsubjpass", "ROOT"} or "-" in time.since.value
        if int(years[1]) - int(years[0]) < (attach.LIFE if told else LONG):
            continue  # "her husband Bo Roe (1960-1985)" may be the years of a marriage
        for key in mention.entities:
            party = Party(key, mention)
            for predicate, said in (("bornOn", time.since), ("diedOn", time.until)):
                value = Literal(said.value, LiteralType.DATE)
                span = (time.first, time.last)
                yield Finding(predicate, party, value, mention.head, "life", 0.9, presupposed=True, object_span=span)
            at = mention.head
            yield Finding("event:Death", party, None, at, "life", 0.9, True, moment="close", anchor=time.first)


def _notes(reading: Reading) -> Iterator[Finding]:
    """What stands behind "(b." or ", born": a date and a place, in any order."""
    doc = reading.doc
    dates: dict[int, Time] | None = None
    for token in reading.tokens(_NOTES):
        if token.lower_ not in _NOTES:
            continue
        bracket = token.i > 0 and doc[token.i - 1].text == "("
        behind = token.i + 1
        if (renamed := bearer_of_birth_name(reading, token)) is not None:  # "Ann Lee, born Mary Orr in Leeds in 1932"
            mention, behind = (renamed[0].mention if renamed else None), reading.names[behind].last
        elif token.i > 0 and doc[token.i - 1].text in {"(", ","} and (bracket or token.lower_[-1] == "."):
            mention = _named(reading, token.i - 1)
        else:
            continue
        if mention is None or not mention.entities:
            continue
        if dates is None:
            dates = {time.first: time for time in reading.times if time.kind is TimeKind.POINT and time.value}
        said: dict[str, Party | Literal] = {}
        i, end = behind, min(behind + attach.LONGEST, len(doc))
        while i < end and (bracket or "On" not in said):
            place = reading.mentions.at(i)
            if (time := dates.get(i)) is not None and time.value is not None:
                said.setdefault("On", Literal(time.value.value, LiteralType.DATE))
                i = time.last
            elif place is not None and place.type is EntityType.PLACE and place.resolved:
                said.setdefault("In", Party.of(place))
                i = place.last
            elif doc[i].lower_ in _BETWEEN:
                i += 1
            else:
                break
        if "On" not in said:
            continue
        party = Party.of(mention)
        for suffix, value in said.items():
            span = (behind, i) if suffix == "On" else None
            name = _NOTES[token.lower_] + suffix
            yield Finding(name, party, value, mention.head, "life", 0.9, presupposed=True, object_span=span)
        if token.lower_[0] == "d":
            when = next(first for first in sorted(dates) if first > token.i)
            yield Finding("event:Death", party, None, mention.head, "life", 0.9, True, moment="at", anchor=when)


def _named(reading: Reading, i: int) -> Mention | None:
    """The name of one person that ends right before token ``i``."""
    mention = reading.mentions.at(i - 1) if i else None
    if mention is None or mention.type is not EntityType.PERSON or mention.last != i or not mention.resolved:
        return None
    return mention
