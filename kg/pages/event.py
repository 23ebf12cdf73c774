"""The page of an event, and the calendar: what happened on this day in other years."""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping

from pyoxigraph import NamedNode

from kg.dates.periods import sharpest
from kg.pages import words
from kg.pages.couple import couple_path
from kg.pages.frame import Options, Page, made
from kg.pages.index import Day, index
from kg.pages.lines import Line, line, sentences
from kg.pages.values import Said
from kg.pages.view import AT, ATTESTED, DEFAULT, PRINCIPAL, View
from kg.rdf.terms import DERIVED, ck

_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def event(view: View, path: str, iri: str, options: Options) -> Page | None:
    """The page of an event; None if no claim behind it may be shown."""
    claims = _claims(view, iri)
    if not claims:
        return None
    date = sharpest(view.values(NamedNode(iri), AT, DEFAULT))
    people = [view.ref(one) for one in view.participants(iri)]
    persons = [ref.iri for ref in people if view.kind(ref.iri) == "person"]
    return made(
        "event.html",
        path,
        options,
        title=view.ref(iri).name,
        what=view.what(iri),
        date=words.day(date),
        day=date[-5:].replace("-", "/") if len(date) == 10 else "",
        people=people,
        concerns=[view.ref(one) for one in view.involved(iri) if one not in {ref.iri for ref in people}],
        principal={ref.iri for ref in people} & set(view.values(NamedNode(iri), PRINCIPAL, DEFAULT)),
        places=[view.ref(place) for place in view.values(NamedNode(iri), ck("place"), DEFAULT)],
        couple=couple_path(view, *persons) if len(persons) == 2 else "",
        sentences=sentences(view, claims),
        count=len(claims),
    )


def _claims(view: View, iri: str) -> tuple[Said, ...]:
    """The claims on which an event rests, as far as they may be shown."""
    found = set()
    for claim in view.values(NamedNode(iri), ATTESTED, DEFAULT):
        node = NamedNode(claim)
        for article in view.values(node, DERIVED):
            if said := view.claim(node, NamedNode(article)):
                found.add(said)
    return view.in_order(found)


def calendar(view: View, path: str, rest: tuple[str, ...], query: Mapping[str, str], options: Options) -> Page | None:
    """The calendar of a year, of a month (``05``), or a day (``05/24``)."""
    days = index(view.graph).days
    if not rest:
        grid = [(number, months.month_name[number], _month(number, days)) for number in range(1, 13)]
        return made("calendar.html", path, options, title="Calendar", grid=grid)
    if not (rest[0].isdecimal() and len(rest[0]) == 2 and 1 <= int(rest[0]) <= 12 and len(rest) < 3):
        return None
    name = months.month_name[int(rest[0])]
    if len(rest) == 1:
        found = [(f"{int(day[3:])} {name}", day, _told(view, days[day])) for day in sorted(days) if day[:2] == rest[0]]
        return made("month.html", path, options, title=name, days=found)
    key = f"{rest[0]}-{rest[1]}"
    if not (rest[1].isdecimal() and len(rest[1]) == 2 and 1 <= int(rest[1]) <= _LENGTHS[int(rest[0]) - 1]):
        return None
    known = sorted(days)
    before = [day for day in known if day < key][-1:] or known[-1:]
    after = [day for day in known if day > key][:1] or known[:1]
    return made(
        "day.html",
        path,
        options,
        title=f"{int(rest[1])} {name}",
        month=(name, f"calendar/{rest[0]}.html"),
        told=_told(view, days.get(key, ())),
        before=_link(before),
        after=_link(after),
    )


def _month(number: int, days: Mapping[str, tuple[Day, ...]]) -> list[tuple[int, str, int]]:
    """The days of a month: number, page (empty if nothing is told of it) and how much is told."""
    found = []
    for day in range(1, _LENGTHS[number - 1] + 1):
        told = len(days.get(f"{number:02d}-{day:02d}", ()))
        found.append((day, f"calendar/{number:02d}/{day:02d}.html" if told else "", told))
    return found


def _link(days: list[str]) -> tuple[str, str] | None:
    if not days:
        return None
    month, day = days[0].split("-")
    return f"{int(day)} {months.month_name[int(month)]}", f"calendar/{month}/{day}.html"


def _told(view: View, days: tuple[Day, ...]) -> list[tuple[str, Line]]:
    """The year of each thing to remember, and its line."""
    found = []
    for day in days:
        if day.what:
            claims = [said for said in view.about(day.iri) if said.text == day.on and said.subject == day.iri]
            shown = sentences(view, claims)
            found.append((day.on[:4], Line("", day.what, subject=view.ref(day.iri), sentences=shown)))
        elif claims := list(_claims(view, day.iri)):
            found.append((day.on[:4], line(view, claims)))
    return found
