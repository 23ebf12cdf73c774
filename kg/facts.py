"""What the graph believes about one person, as values: the raw material of the page, the picture and the timeline.

Several claims may stand behind a fact and date it more or less sharply; here they are one fact with the sharpest dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from pyoxigraph import Literal, NamedNode

from kg.dates.edtf import Precision, coarsen, is_valid, readable
from kg.dates.periods import periods, sharpest
from kg.output import Cell, Table
from kg.queries import Endpoint, load, run_bound
from kg.rdf.dates import bounds
from kg.vocab import COUPLES


@dataclass(frozen=True, slots=True)
class Fact:
    """A believed relation of a person. ``value`` is an IRI or a literal's words, ``name`` what to print for it.

    ``inverse``: it is read from the value to the person. Dates are EDTF or empty; ``ended`` that it is over, with or
    without a date; ``times`` the start and end of each time, of a couple that came together more than once; ``word`` is
    the kin word of a relative; ``claims`` the IRIs of the claims behind it.
    """

    predicate: str
    value: str
    name: str
    inverse: bool = False
    literal: bool = False
    start: str = ""
    end: str = ""
    ended: bool = False
    times: tuple[tuple[str, str], ...] = ()
    word: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of a person's life. ``others`` are the other parties and things it concerns; dates are EDTF or empty."""

    event: str
    what: str
    date: str = ""
    others: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saying:
    """A claim that is not believed: only said, or denied. ``object`` is an IRI or words; names are for printing."""

    claim: str
    status: str
    subject: str
    subject_name: str
    predicate: str
    object: str
    object_name: str
    date: str = ""
    said_by: str = ""
    published: str = ""
    title: str = ""
    word: str = ""
    until: str = ""
    said_on: str = ""

    @property
    def source(self) -> str:
        """Who says it, and when; empty if nobody is named.

        >>> Saying("c", "reported", "a", "Ada", "Divorce", "b", "Bo", said_by="a friend", said_on="2020-07").source
        'a friend, July 2020'
        """
        return told_by(self.said_by, self.said_on)


def told_by(name: str, day: str) -> str:
    """Somebody who says something, with the day (EDTF) on which they did, where it is told.

    >>> told_by("Ada", "2020-07-04"), told_by("Ada", ""), told_by("", "2020")
    ('Ada, 4 July 2020', 'Ada', '')
    """
    when = readable(day) if is_valid(day) else day
    return ", ".join(filter(None, (name, when))) if name else ""


def words(cell: Cell) -> str:
    """A cell as text, empty for nothing.

    >>> words(None), words(NamedNode("http://e/a"))
    ('', 'http://e/a')
    """
    return cell.value if isinstance(cell, NamedNode | Literal) else ""


def local(iri: str) -> str:
    """The last part of an IRI: the name of a predicate.

    >>> local("https://celebrity-kg.example/ontology#marriedTo")
    'marriedTo'
    """
    return iri.rpartition("#")[2].rpartition("/")[2]


def rows(endpoint: Endpoint, query: str, **bound: NamedNode | Literal) -> list[dict[str, str]]:
    """The rows of a named query as text by column; what is unbound is empty."""
    table = run_bound(load(query), bound, endpoint)
    return as_dicts(table)


def as_dicts(table: Table) -> list[dict[str, str]]:
    """A table's rows as text by column."""
    return [dict(zip(table.columns, map(words, row), strict=True)) for row in table.rows]


def minors(endpoint: Endpoint) -> frozenset[str]:
    """The IRIs of those whose birth the ontology's rule on minors marks as sensitive."""
    return frozenset(row["subject"] for row in rows(endpoint, "minors"))


def year(edtf: str) -> str:
    """A date no sharper than a year; all that is told of the birth of a minor unasked.

    >>> year("2015-03-12"), year("2013-01-07/2014-01-06"), year("2015")
    ('2015', '2013/2014', '2015')
    """
    return coarsen(edtf, Precision.YEAR) if is_valid(edtf) else edtf


def is_of_a_child(birth: str, born: Iterable[str]) -> bool:
    """Whether a birth told of somebody without naming a child is a child's all the same.

    It is, if it was on none of the days on which they may have been ``born`` themselves (EDTF); undated or of people
    whose birth nobody tells it is theirs.

    >>> is_of_a_child("2017", ["1990-05-05/1991-05-04"]), is_of_a_child("1990-11", ["1990-05-05/1991-05-04"])
    (True, False)
    """
    own = [bounds(one) for one in born if is_valid(one)]
    return is_valid(birth) and bool(own) and not any(bounds(birth).overlaps(one) for one in own)


def facts(endpoint: Endpoint, person: NamedNode, hidden: frozenset[str] = frozenset()) -> tuple[Fact, ...]:
    """All believed facts about a person, events aside, sorted; of a birth only the year if the person is ``hidden``."""
    table = run_bound(load("facts"), {"person": person}, endpoint)
    literal = {words(row[table.columns.index("value")]) for row in table.rows
               if isinstance(row[table.columns.index("value")], Literal)}  # fmt: skip
    groups: dict[tuple[str, bool, str, str], list[dict[str, str]]] = defaultdict(list)
    for row in as_dicts(table):
        groups[local(row["predicate"]), row["inverse"] == "true", row["value"], row["valueName"]].append(row)
    found = []
    for (predicate, inverse, value, name), group in groups.items():
        if predicate == "bornOn" and person.value in hidden:
            value, name = year(value), year(name)
        ends = [row["end"] for row in group if row["end"]]
        times = periods((row["start"], row["end"]) for row in group) if predicate in COUPLES else ()
        found.append(
            Fact(
                predicate=predicate,
                value=value,
                name=name,
                inverse=inverse,
                literal=group[0]["value"] in literal,
                start=sharpest([row["start"] for row in group if row["start"]]),
                end=sharpest(ends, last=True),
                ended=bool(ends) or any(row["note"] in ("ended", "former") for row in group),
                times=times if len(times) > 1 else (),
                word=min((row["kinship"] for row in group if row["kinship"]), default=""),
                claims=tuple(sorted({row["claim"] for row in group if row["claim"]})),
            )
        )
    found.sort(key=lambda fact: (fact.predicate, fact.inverse, fact.start or "9999", fact.name, fact.value))
    return tuple(found)


def happenings(
    endpoint: Endpoint,
    person: NamedNode,
    hidden: frozenset[str] = frozenset(),
    untold: frozenset[str] = frozenset(),
) -> tuple[Happening, ...]:
    """The believed events of a person's life, in order, without the ``untold`` ones (`kg.queries.withheld`).

    Of births in which somebody ``hidden`` takes part only the year is told.
    """
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(endpoint, "timeline", person=person):
        groups[row["event"]].append(row)
    return tuple(
        Happening(
            event=event,
            what=group[0]["what"],
            date=year(group[0]["date"]) if _is_hidden_birth(person, group, hidden) else group[0]["date"],
            others=_distinct(row["withName"] for row in group),
            places=_distinct(row["place"] for row in group),
        )
        for event, group in groups.items()
        if event not in untold
    )


def _is_hidden_birth(person: NamedNode, group: list[dict[str, str]], hidden: frozenset[str]) -> bool:
    return group[0]["what"] == "birth" and bool(({person.value} | {row["with"] for row in group}) & hidden)


def sayings(
    endpoint: Endpoint, person: NamedNode, query: str = "said-only", untold: frozenset[str] = frozenset()
) -> tuple[Saying, ...]:
    """What is only said about a person (or, with ``query="denials"``, denied), in the query's order.

    The ``untold`` claims (`kg.queries.withheld`) are left out.
    """
    return tuple(
        Saying(
            claim=row["claim"],
            status=row.get("status") or "denied",
            subject=row["subject"],
            subject_name=row["subjectName"],
            predicate=local(row["predicate"]),
            object=row["object"],
            object_name=row["objectName"],
            date=row.get("date", ""),
            said_by=row["saidBy"],
            published=row["published"],
            title=row["title"] or untitled(row["id"], row["article"]),
            word=row.get("kinship", ""),
            until=row.get("until", ""),
            said_on=row["saidOn"],
        )
        for row in rows(endpoint, query, person=person)
        if row["claim"] not in untold
    )


def untitled(identifier: str, iri: str) -> str:
    """What to call an article without a title: its id, or of a path on somebody's disk the name of the file.

    An article whose own id is its IRI's has none to show: the public view took it, since it spelt what is withheld.

    >>> untitled("/news/wedding-of-the-year.txt", "https://e/article/w-1"), untitled("a note", "https://e/article/n-2")
    ('wedding-of-the-year', 'a note')
    >>> untitled("https://ex.com/news/story-1.2", "https://e/article/s-3")
    'story-1.2'
    >>> untitled("2b5a", "https://e/article/2b5a")
    'untitled article'
    """
    if iri.endswith(f"/{identifier}"):
        return "untitled article"
    if "/" not in identifier or " " in identifier:
        return identifier
    path = PurePath(identifier)
    return path.stem if path.suffix.lower() in {".txt", ".html", ".htm", ".jsonl"} else path.name


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))
