"""The values that travel along the main path; plain data, no behaviour beyond their own integrity.

Everything here is frozen, hashable where it can be, and made of the standard library only, so that every
step of the system (`read -> annotate -> mention -> claim -> date -> judge -> merge -> store`) can be read,
tested and replaced on its own.

Character offsets count Unicode code points of ``Article.text`` from 0; ``text[start:end]`` is the quote.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class EntityType(StrEnum):
    """What kind of thing an entity is (the claims format's ``type``)."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    PLACE = "Place"
    WORK = "Work"
    GROUP = "Group"
    OTHER = "Other"


class Status(StrEnum):
    """How the text presents a claim.

    ``asserted`` in the article's own voice; ``reported`` as fact by somebody else; ``denied`` said not to be so;
    ``possible`` rumour, hedge or question; ``planned`` future or intended.
    """

    ASSERTED = "asserted"
    REPORTED = "reported"
    DENIED = "denied"
    POSSIBLE = "possible"
    PLANNED = "planned"


TOLD = frozenset({Status.ASSERTED, Status.REPORTED})
"""The statuses of what is told as a fact, by the article or by somebody else."""


class MentionKind(StrEnum):
    """The form of a mention: a name, a descriptive noun phrase, or a pronoun (possessive ones included)."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class LiteralType(StrEnum):
    """What kind of value a literal object is; a ``date`` value is EDTF."""

    DATE = "date"
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read: ``text`` is untouched; ``body`` is the offset where the text to analyse begins."""

    id: str
    text: str
    published: date | None = None
    title: str | None = None
    url: str | None = None
    source: str | None = None
    author: str | None = None
    body: int = 0

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("an article needs an id: give its URL, its path or any stable name")
        if not 0 <= self.body <= len(self.text):
            raise ValueError(f"{self.id}: body offset {self.body} lies outside the text (0..{len(self.text)})")


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that mentions refer to. ``label`` is the fullest name the article prints.

    ``key`` is unique within one article; ``id`` (the IRI) is given when the entity enters the graph.
    """

    key: str
    type: EntityType
    label: str
    aliases: tuple[str, ...] = ()
    id: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the text that refers to entities.

    ``start``/``end`` are character offsets; ``first``/``last`` token indices (``last`` exclusive) and ``head`` the
    index of the syntactic head token, all in the article's ``Doc``. ``entities`` holds the keys of the entities
    referred to: one for a singular mention, several for a plural one ("they"), none where we are not sure.
    """

    start: int
    end: int
    first: int
    last: int
    head: int
    kind: MentionKind
    type: EntityType
    entities: tuple[str, ...] = ()

    @property
    def resolved(self) -> bool:
        """Whether we know whom it refers to."""
        return bool(self.entities)

    @property
    def plural(self) -> bool:
        """Whether it refers to several entities."""
        return len(self.entities) > 1


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date no sharper than the text: ``value`` in EDTF, ``original`` the words it came from.

    >>> PartialDate("2020-12-22", "Dec. 22").value
    '2020-12-22'
    """

    value: str
    original: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal object: a date (EDTF), a text or a number."""

    value: str
    type: LiteralType = LiteralType.TEXT


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so, when it is not the article itself. ``entity`` is the key of a person of the article, if one."""

    name: str
    anonymous: bool = False
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words a claim rests on: a sentence, the mentions in it, and the rule that read them."""

    start: int
    end: int
    quote: str
    subject: tuple[int, int]
    object: tuple[int, int] | None = None
    rule: str = ""

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"evidence {self.start}..{self.end} does not fit a quote of {len(self.quote)} characters")


@dataclass(frozen=True, slots=True)
class Claim:
    """Something the text says (or denies, or plans) about a subject. Without evidence there is no claim.

    ``predicate`` is a local name of the ontology, or ``event:TYPE``. ``start``, ``end`` and ``at`` are the times of
    the thing claimed, never of the article; ``said`` is when the ``source`` said so, where the text tells. ``kinship``
    is the kin word of ``relativeOf``. ``note`` keeps a qualifier that dates cannot carry: ``ended``, ``former``,
    ``adopted``.
    """

    subject: Entity
    predicate: str
    object: Entity | Literal | None
    evidence: tuple[Evidence, ...]
    start: PartialDate | None = None
    end: PartialDate | None = None
    at: PartialDate | None = None
    place: Entity | None = None
    status: Status = Status.ASSERTED
    source: Source | None = None
    confidence: float = 1.0
    kinship: str | None = None
    note: str | None = None
    said: PartialDate | None = None

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"{self.subject.label} {self.predicate}: a claim needs the words it rests on")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"{self.subject.label} {self.predicate}: confidence {self.confidence} is not in 0..1")

    @property
    def is_event(self) -> bool:
        """Whether the claim is of an event (``event:Wedding``) rather than of a relation."""
        return self.predicate.startswith("event:")


def object_key(claim: Claim) -> str:
    """What stands in the object place, as one comparable string: an entity's key, a literal's value, or nothing."""
    match claim.object:
        case Entity(key=key):
            return key
        case Literal(value=value):
            return value
        case None:
            return ""


def pair_of(claim: Claim) -> frozenset[str]:
    """Subject and object in either order: of two claims with the same pair both are about the same two."""
    return frozenset({claim.subject.key, object_key(claim)})


def claim_id(article_id: str, claim: Claim) -> str:
    """Sixteen hexadecimal digits that stay the same as long as the claim says the same.

    The article, the parties, the predicate, the times, the status and the speaker count; confidence, rule and
    wording do not, so that a better extractor that finds the same claim again does not rename it.
    """
    parts = (
        article_id,
        claim.subject.key,
        claim.predicate,
        object_key(claim),
        *(moment.value if moment else "" for moment in (claim.start, claim.end, claim.at)),
        claim.status.value,
        claim.source.name if claim.source else "",
        claim.kinship or "",
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one article; what the store takes in."""

    article: Article
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = field(default=())
