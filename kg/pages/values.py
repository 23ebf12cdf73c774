"""The values that pages are made of: nodes to link to, claims with the words they rest on, what articles are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.rdf.terms import Names

PAGED: Final = frozenset(
    {"person", "group", "org", "place", "work", "thing", "event", "article", "source", "publisher", "author"}
)
"""The kinds of node that have a page."""

_LONGEST = 200
"""Bytes of a path, at most: more is no name for a file."""


@dataclass(frozen=True, slots=True)
class Ref:
    """Something to name, and to link to if it has a page; ``path`` is relative to the root of the site."""

    name: str
    path: str = ""
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """One piece of evidence: where it stands in the article, what it says, where subject and object stand.

    ``quote`` is None where the public view of a graph leaves it out.
    """

    start: int
    end: int
    quote: str | None
    subject: tuple[int, int] | None
    object: tuple[int, int] | None
    rule: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a person says of the reading of a claim: ``right`` or not, who (or nothing), why, and when (an ISO day)."""

    right: bool
    by: str = ""
    reason: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One claim of one article. ``object`` is an IRI, ``text`` a literal's words; dates are EDTF or empty.

    ``status`` is ``rejected`` where a person says so (`kg.rdf.reviews`).
    """

    iri: str
    article: str
    subject: str
    predicate: str
    object: str = ""
    text: str = ""
    status: str = "asserted"
    confidence: float = 1.0
    start: str = ""
    end: str = ""
    at: str = ""
    place: str = ""
    said_by: str = ""
    kinship: str = ""
    note: str = ""
    believed: bool = False
    events: tuple[str, ...] = ()
    words: tuple[Words, ...] = ()
    review: Reviewed | None = None

    @property
    def is_event(self) -> bool:
        """Whether it claims an event rather than a relation."""
        return self.predicate.startswith("event:")

    @property
    def date(self) -> str:
        """When the event happened, or the relation began or ended."""
        return self.at or self.start or self.end

    def other(self, node: str) -> str:
        """The IRI on the other side, seen from ``node``."""
        return self.subject if node == self.object else self.object


@dataclass(frozen=True, slots=True)
class About:
    """What the graph says of an article itself."""

    iri: str
    id: str
    title: str
    published: str
    publisher: Ref | None
    author: Ref | None
    url: str
    sha256: str
    length: int


def path_of(names: Names, iri: str) -> str:
    """The page of a node, relative to the root of the site; nothing if it has none, or a name too long for a file.

    >>> path_of(Names(), "https://celebrity-kg.example/person/ada-é"), path_of(Names(), "https://celebrity-kg.example/claim/1")
    ('person/ada-%C3%A9.html', '')
    """
    if not iri or names.kind_of(NamedNode(iri)) not in PAGED:
        return ""
    path = iri[len(names.base) :]
    return quote(path, safe="/-._~") + ".html" if len(path.encode()) < _LONGEST else ""
