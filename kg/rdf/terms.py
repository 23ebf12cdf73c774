r"""The IRIs of the graph: constants of the vocabularies used, and the names given to our own nodes.

People, organisations, places and works get readable, stable IRIs; claims and evidence get hashes. Each kind has its
own prefix, since a namespace that ends before a slash would be written ``kg:person\\/a`` in Turtle.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.model import EntityType
from kg.names import slug
from kg.vocab import DEFAULT_BASE, EVENTS, ONTOLOGY, RELATIONS

NAMESPACES: Final[dict[str, str]] = {
    "ck": ONTOLOGY,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The fixed vocabularies by prefix."""

KINDS: Final[tuple[str, ...]] = (
    "person",
    "group",
    "org",
    "place",
    "work",
    "thing",
    "event",
    "article",
    "publisher",
    "author",
    "run",
    "source",
    "claim",
    "evidence",
    "mention",
    "judgement",
    "link",
    "graph",
)
"""The kinds of node of our own, in the order in which a readable export lists them; each is a prefix and a path."""

ENTITIES: Final = frozenset({"person", "group", "org", "place", "work", "thing"})
"""The kinds of node that are entities."""

_ENTITY_KIND: Final = {
    EntityType.PERSON: "person",
    EntityType.GROUP: "group",
    EntityType.ORGANIZATION: "org",
    EntityType.PLACE: "place",
    EntityType.WORK: "work",
    EntityType.OTHER: "thing",
}


def term(prefix: str, local: str) -> NamedNode:
    """A term of a fixed vocabulary.

    >>> term("rdfs", "label").value
    'http://www.w3.org/2000/01/rdf-schema#label'
    """
    return _iri(NAMESPACES[prefix] + local)


def ck(local: str) -> NamedNode:
    """A term of the project's own ontology.

    >>> ck("marriedTo").value
    'https://celebrity-kg.example/ontology#marriedTo'
    """
    return _iri(ONTOLOGY + local)


@lru_cache(maxsize=1024)
def _iri(value: str) -> NamedNode:
    """A term seen before is taken as it is: to check an IRI costs more than all else that is done with it."""
    return NamedNode(value)


TYPE: Final = term("rdf", "type")
LABEL: Final = term("rdfs", "label")
ALT_LABEL: Final = term("skos", "altLabel")
EXACT_MATCH: Final = term("skos", "exactMatch")
CLOSE_MATCH: Final = term("skos", "closeMatch")
EXACT: Final = term("oa", "exact")
DERIVED: Final = term("prov", "wasDerivedFrom")
CLAIM: Final = ck("Claim")
SUBJECT: Final = ck("subject")
PREDICATE: Final = ck("predicate")
OBJECT: Final = ck("object")
SAME_AS: Final = term("owl", "sameAs")
SENSITIVE: Final = ck("sensitive")
TRUE: Final = Literal(True)

XSD_DATE: Final = term("xsd", "date")
XSD_YEAR: Final = term("xsd", "gYear")
XSD_MONTH: Final = term("xsd", "gYearMonth")
XSD_DECIMAL: Final = term("xsd", "decimal")
EDTF: Final = term("edtf", "EDTF")


def entity_class(kind: EntityType) -> NamedNode:
    """The class of an entity; what is none of the named types is a ``ck:Thing``.

    >>> entity_class(EntityType.OTHER).value.rpartition("#")[2]
    'Thing'
    """
    return ck("Thing" if kind is EntityType.OTHER else kind.value)


def predicate_term(predicate: str) -> NamedNode:
    """What a claim's ``ck:predicate`` points to: a property, or for ``event:TYPE`` the class of the event.

    Raises ValueError for a predicate that the claims format does not have.

    >>> predicate_term("event:Wedding").value.rpartition("#")[2], predicate_term("event:Other").value.rpartition("#")[2]
    ('Wedding', 'OtherEvent')
    """
    name = predicate.removeprefix("event:")
    if predicate.startswith("event:") and name in EVENTS:
        return ck("OtherEvent" if name == "Other" else name)
    if predicate in RELATIONS:
        return ck(predicate)
    raise ValueError(f"unknown predicate {predicate!r}: the claims format has {', '.join(RELATIONS)} and event:TYPE")


@lru_cache(maxsize=1)
def _predicate_names() -> dict[NamedNode, str]:
    names = [*RELATIONS, *(f"event:{event}" for event in EVENTS)]
    return {predicate_term(name): name for name in names}


def predicate_name(node: NamedNode) -> str:
    """The claims format's name of a ``ck:predicate``; the way back from `predicate_term`.

    >>> predicate_name(ck("OtherEvent")), predicate_name(ck("marriedTo"))
    ('event:Other', 'marriedTo')
    """
    return _predicate_names()[node]


def digest(*parts: object) -> str:
    """Sixteen hexadecimal digits that name these parts.

    >>> digest("a", 1) == digest("a", 1) != digest("a", 2)
    True
    """
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Names:
    """Gives our own nodes their IRIs under one base.

    >>> Names().node("person", "kim-example").value
    'https://celebrity-kg.example/person/kim-example'
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", self.base) or self.base[-1:] not in {"/", "#", ":"}:
            raise ValueError(f"base IRI {self.base!r}: give an absolute IRI that ends in '/', like {DEFAULT_BASE}")
        NamedNode(self.base)

    def node(self, kind: str, local: str) -> NamedNode:
        """The IRI of a node of one of the `KINDS`."""
        return NamedNode(f"{self.base}{kind}/{local}")

    def entity(self, kind: EntityType, local: str) -> NamedNode:
        """The IRI of an entity from its type and the local name that identity gave it."""
        return self.node(_ENTITY_KIND[kind], local)

    def article(self, article_id: str) -> NamedNode:
        """The IRI of an article, which is also the name of its graph: its id where that is readable, and a hash.

        >>> Names().article("2014/wedding").value.rpartition("/")[2][:-9]
        '2014-wedding'
        """
        readable = slug(article_id)[-60:].strip("-")
        return self.node("article", f"{readable}-{digest(article_id)[:8]}" if readable else digest(article_id))

    def prefixes(self) -> dict[str, str]:
        """Every prefix of an export: the fixed vocabularies and one for each kind of node.

        >>> Names().prefixes()["person"]
        'https://celebrity-kg.example/person/'
        """
        return {**NAMESPACES, **{kind: f"{self.base}{kind}/" for kind in KINDS}}

    def kind_of(self, node: NamedNode) -> str:
        """The kind of one of our nodes, or the empty string for a term of another namespace.

        >>> Names().kind_of(Names().node("claim", "00ff"))
        'claim'
        """
        if not node.value.startswith(self.base):
            return ""
        kind, slash, _ = node.value[len(self.base) :].partition("/")
        return kind if slash and kind in KINDS else ""

    @property
    def identity_graph(self) -> NamedNode:
        """The graph of the judgements on who is who."""
        return self.node("graph", "identity")

    @property
    def links_graph(self) -> NamedNode:
        """The graph of the links to Wikidata, and of the judgements behind them."""
        return self.node("graph", "links")

    @property
    def reviews_graph(self) -> NamedNode:
        """The graph of what people say of claims."""
        return self.node("graph", "reviews")

    def wikidata_graph(self, qid: str) -> NamedNode:
        """The graph of the facts of Wikidata about an item, apart from what articles say."""
        return self.node("graph", f"wikidata-{qid}")

    def is_wikidata_graph(self, graph: object) -> bool:
        """Whether a graph holds facts of Wikidata.

        >>> Names().is_wikidata_graph(Names().wikidata_graph("Q1")), Names().is_wikidata_graph(Names().links_graph)
        (True, False)
        """
        return isinstance(graph, NamedNode) and graph.value.startswith(f"{self.base}graph/wikidata-Q")

    @property
    def ontology_graph(self) -> NamedNode:
        """The graph that holds a copy of the ontology."""
        return self.node("graph", "ontology")

    @property
    def meta_graph(self) -> NamedNode:
        """The graph that says what this store is: format version, base, policy."""
        return self.node("graph", "meta")
