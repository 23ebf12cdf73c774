"""From a name, as a person types it, to the one node that bears it."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode

from kg.names import fold
from kg.output import Table
from kg.queries.endpoint import Bindings, Endpoint
from kg.vocab import ONTOLOGY

_PREFIXES = f"PREFIX ck: <{ONTOLOGY}>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n" + (
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
)
_ALL = _PREFIXES + (
    "SELECT DISTINCT ?node ?label ?name WHERE { ?node rdfs:label ?label ; rdfs:label|skos:altLabel ?name ; a ?class }"
)
_PEOPLE = _ALL.replace("a ?class", "a ck:Person")
_LABEL = _PREFIXES + "SELECT ?node ?name WHERE { ?node rdfs:label ?name }"


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A node and its label."""

    label: str
    iri: str


class UnknownNameError(LookupError):
    """Nobody is called so; ``near`` are the names most like it."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        """Take the name that was looked for and those most like it."""
        self.name, self.near = name, near
        hint = f"; do you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"nobody and nothing in the graph is called {name!r}{hint}")


class AmbiguousNameError(LookupError):
    """Several are called so; ``candidates`` says who."""

    def __init__(self, name: str, candidates: tuple[Candidate, ...]) -> None:
        """Take the name that was looked for and all who bear it."""
        self.name, self.candidates = name, candidates
        listed = "\n".join(f"  {one.label}  {one.iri}" for one in candidates)
        super().__init__(f"{len(candidates)} are called {name!r}; give the full name or the IRI of one:\n{listed}")


def is_iri(words: str) -> bool:
    """Whether somebody typed an IRI rather than a name.

    >>> is_iri("https://celebrity-kg.example/person/ada"), is_iri("Ada: a life")
    (True, False)
    """
    parts = urlsplit(words)
    absolute = bool(parts.scheme and (parts.netloc or parts.scheme == "urn"))
    return absolute and not any(char in words for char in ' <>"{}')


def find(endpoint: Endpoint, name: str, *, people: bool = True) -> NamedNode:
    """The node called ``name``; with ``people`` only persons count.

    It is looked for by IRI, by its exact label, then by a label or other name that differs at most in case, accents
    and full stops. Raises UnknownNameError with the nearest names, or AmbiguousNameError with all who are called so.
    """
    if is_iri(name):
        return _by_iri(endpoint, NamedNode(name), people=people)
    query = _PEOPLE if people else _ALL
    exactly = {iri for iri, _, _ in _rows(endpoint, query, {"label": Literal(name)})}
    if len(exactly) == 1:  # the usual case, and the only one that need not look at every name
        return NamedNode(exactly.pop())
    found = _rows(endpoint, query)
    wanted = " ".join(fold(name).split())
    same: dict[bool, set[Candidate]] = defaultdict(set)
    for iri, label, other in found:
        if " ".join(fold(other).split()) == wanted:
            same[other == label].add(Candidate(label, iri))
    # A label goes before somebody else's nickname.
    candidates = tuple(sorted(same[True] or same[False]))
    if len(candidates) == 1:
        return NamedNode(candidates[0].iri)
    if candidates:
        raise AmbiguousNameError(name, candidates)
    raise UnknownNameError(name, nearest(name, {label for _, label, _ in found} | {other for _, _, other in found}))


def nearest(name: str, names: set[str], most: int = 3) -> tuple[str, ...]:
    """The names most like ``name``, the likest first.

    >>> nearest("Ada Exampel", {"Ada Example", "Bo Sample"})
    ('Ada Example',)
    """
    by_fold = {fold(one): one for one in sorted(names, reverse=True)}
    close = difflib.get_close_matches(fold(name), sorted(by_fold), n=most, cutoff=0.6)
    if not close:
        words = set(fold(name).split())
        close = [one for one in sorted(by_fold) if words & set(one.split())][:most]
    return tuple(by_fold[one] for one in close)


def starting_with(endpoint: Endpoint, words: str, most: int = 20) -> tuple[str, ...]:
    """The labels of people that begin so, or have a part that does; for completion on the command line."""
    wanted = fold(words)
    labels = sorted({label for _, label, _ in _rows(endpoint, _PEOPLE)})
    first = [label for label in labels if fold(label).startswith(wanted)]
    later = [label for label in labels if label not in first and any(p.startswith(wanted) for p in fold(label).split())]
    return tuple([*first, *later][:most])


def label_of(endpoint: Endpoint, node: NamedNode) -> str:
    """The label of a node, or the last part of its IRI where it has none."""
    found = endpoint.query(_LABEL, {"node": node})
    assert isinstance(found, Table)
    names = sorted(row[1].value for row in found.rows if isinstance(row[1], Literal))
    return names[0] if names else node.value.rstrip("/#").rpartition("/")[2].rpartition("#")[2]


def _by_iri(endpoint: Endpoint, node: NamedNode, *, people: bool) -> NamedNode:
    found = endpoint.query(_PEOPLE if people else _ALL, {"node": node})
    assert isinstance(found, Table)
    if not found.rows:
        raise UnknownNameError(node.value, ())
    return node


def _rows(endpoint: Endpoint, query: str, bound: Bindings | None = None) -> list[tuple[str, str, str]]:
    found = endpoint.query(query, bound or {})
    assert isinstance(found, Table)
    return [
        (node.value, label.value, name.value)
        for node, label, name in found.rows
        if isinstance(node, NamedNode) and isinstance(label, Literal) and isinstance(name, Literal)
    ]
