"""Which claims are sensitive because they are about a child.

The ontology's rule (``ck:MinorsRule``): a claim is about a minor if its subject or object is a person who, by what any
article says of the birth, may have been under eighteen on the day its article was published; so is an arrest, if they
may have been so on the day of the arrest, or its words say that they were. In doubt (an interval, a disagreement) the
person counts as a minor. Health is marked on the predicates themselves, see `kg.belief.is_sensitive`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from kg.belief import Statement
from kg.model import Literal, Status
from kg.rdf.dates import bounds
from kg.vocab import ADULT_AGE, OF_THEIR_TIME

BIRTH_PREDICATES = ("bornOn", "event:Birth", "parentOf")
"""The predicates that `births` needs to see of a person."""


class Born(NamedTuple):
    """The last day on which somebody may have been born, and the date of the article that says so."""

    last: date
    said: date | None = None


def births(person: str, statements: Iterable[Statement]) -> frozenset[Born]:
    """What statements say of a person's birth, one `Born` for each that is not denied.

    A birth told as news counts where the same article has the person as somebody's child and not as a parent: the
    subject of such a claim may also be the mother.

    >>> said = Statement("c", "a", None, "p/a", "bornOn", Literal("2013/2014"), Status.ASSERTED, 0.9)
    >>> births("p/a", [said])
    frozenset({Born(last=datetime.date(2014, 12, 31), said=None)})
    """
    about = [one for one in statements if one.status is not Status.DENIED and person in (one.subject, one.object)]
    children = {one.article for one in about if one.predicate == "parentOf" and one.object == person}
    parents = {one.article for one in about if one.predicate == "parentOf" and one.subject == person}
    found = set()
    for one in about:
        value = None
        if one.subject == person and one.predicate == "bornOn" and isinstance(one.object, Literal):
            value = one.object.value
        elif one.subject == person and one.predicate == "event:Birth" and one.article in children - parents:
            value = one.at
        if value:
            days = bounds(value)
            last = days.latest or days.earliest
            if last:
                found.add(Born(last, one.published))
    return frozenset(found)


def is_minor(born: Iterable[Born], day: date | None) -> bool:
    """Whether somebody may have been under eighteen on a day, by any of what is said of the birth.

    For an article without a date the day is that of the article that tells the birth; if that has none either,
    nobody is taken for a minor.

    >>> is_minor([Born(date(2013, 1, 6))], date(2021, 1, 6)), is_minor([Born(date(1980, 1, 1))], date(2021, 1, 6))
    (True, False)
    >>> is_minor([Born(date(2003, 1, 7))], date(2021, 1, 6)), is_minor([Born(date(2003, 1, 6))], date(2021, 1, 6))
    (True, False)
    """
    return any(_age(one.last, then) < ADULT_AGE for one in born if (then := day or one.said))


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def about_minors(statements: Iterable[Statement], births_of: Callable[[str], Iterable[Born]]) -> set[str]:
    """The ids of the statements about a minor; ``births_of`` gives the `births` of a person's IRI.

    >>> said = Statement("c", "a", date(2021, 1, 6), "p/a", "parentOf", "p/b", Status.ASSERTED, 0.9)
    >>> about_minors([said], {"p/a": (), "p/b": (Born(date(2013, 1, 6)),)}.__getitem__)
    {'c'}
    """
    found = set()
    for one in statements:
        people = [one.subject] if isinstance(one.object, Literal) or one.object is None else [one.subject, one.object]
        days = [one.published, *([_day(one.at)] if one.at and one.predicate in OF_THEIR_TIME else [])]
        if one.of_youth or any(is_minor(births_of(person), day) for person in people for day in days):
            found.add(one.id)
    return found


def _day(at: str) -> date | None:
    """The day of an event on which somebody was youngest."""
    days = bounds(at)
    return days.earliest or days.latest
