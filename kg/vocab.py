"""The relation table and the IRIs: what predicates and events exist, and what may stand on either side.

The ontology in ``ontology/`` says the same to the world, with words and alignments; a test keeps the two equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from kg.model import EntityType, LiteralType

DEFAULT_BASE = "https://celebrity-kg.example/"
"""Where the entities, claims and articles of a graph live unless ``--base`` says otherwise."""

ONTOLOGY = "https://celebrity-kg.example/ontology#"
"""The namespace of the vocabulary itself (prefix ``ck:``); it does not move with the base."""

WIKIDATA_DIRECT = "http://www.wikidata.org/prop/direct/"

ADULT_AGE = 18
"""Below this age, in years, claims about a person are sensitive (``ck:MinorsRule`` in the ontology)."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One predicate of the claims format. ``range`` is an entity type or a literal type."""

    name: str
    domain: EntityType
    range: EntityType | LiteralType
    wikidata: str | None = None
    symmetric: bool = False
    inverse: str | None = None
    sensitive: bool = False


_P, _O, _PL, _W, _A = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE, EntityType.WORK, EntityType.OTHER)
_DATE, _TEXT = LiteralType.DATE, LiteralType.TEXT

RELATIONS: Mapping[str, Relation] = MappingProxyType(
    {
        relation.name: relation
        for relation in (
            Relation("marriedTo", _P, _P, "P26", symmetric=True),
            Relation("engagedTo", _P, _P, None, symmetric=True),
            Relation("partnerOf", _P, _P, "P451", symmetric=True),
            Relation("parentOf", _P, _P, "P40", inverse="childOf"),
            Relation("siblingOf", _P, _P, "P3373", symmetric=True),
            Relation("relativeOf", _P, _P, "P1038"),
            Relation("bornOn", _P, _DATE, "P569"),
            Relation("diedOn", _P, _DATE, "P570"),
            Relation("bornIn", _P, _PL, "P19"),
            Relation("diedIn", _P, _PL, "P20"),
            Relation("livesIn", _P, _PL, "P551"),
            Relation("citizenOf", _P, _PL, "P27"),
            Relation("occupation", _P, _TEXT, "P106"),
            Relation("founderOf", _P, _O, None, inverse="foundedBy"),
            Relation("employedBy", _P, _O, "P108"),
            Relation("memberOf", _P, _O, "P463"),
            Relation("leads", _P, _O, None, inverse="ledBy"),
            Relation("studiedAt", _P, _O, "P69"),
            Relation("partyMemberOf", _P, _O, "P102"),
            Relation("wonAward", _P, _A, "P166"),
            Relation("appearsIn", _P, _W, None, inverse="hasPerformer"),
            Relation("alsoKnownAs", _P, _TEXT, None),
            Relation("hasCondition", _P, _TEXT, "P1050", sensitive=True),
            Relation("subsidiaryOf", _O, _O, "P749"),
            Relation("headquarteredIn", _O, _PL, "P159"),
            Relation("foundedOn", _O, _DATE, "P571"),
        )
    }
)

EVENTS: tuple[str, ...] = (
    "Engagement",
    "Wedding",
    "Separation",
    "DivorceFiling",
    "Divorce",
    "StartedDating",
    "Breakup",
    "Birth",
    "Death",
    "Award",
    "Founding",
    "Arrest",
    "Diagnosis",
    "Robbery",
    "Other",
)
"""The event types; a claim of one has the predicate ``event:TYPE``."""

COUPLES = frozenset({"marriedTo", "engagedTo", "partnerOf"})
"""The relations of a couple."""

SENSITIVE_EVENTS = frozenset({"Diagnosis"})
OF_THEIR_TIME = frozenset({"event:Arrest"})
"""What stays a minor's when they have come of age: sensitive by the age at the time."""
SYMMETRIC_EVENTS = frozenset({"Engagement", "Wedding", "Separation", "Divorce", "StartedDating", "Breakup"})


def is_symmetric(predicate: str) -> bool:
    """Whether subject and object may change places.

    >>> is_symmetric("marriedTo"), is_symmetric("event:Wedding"), is_symmetric("parentOf")
    (True, True, False)
    """
    if predicate.startswith("event:"):
        return predicate.removeprefix("event:") in SYMMETRIC_EVENTS
    return predicate in RELATIONS and RELATIONS[predicate].symmetric


def is_known(predicate: str) -> bool:
    """Whether the claims format has such a predicate.

    >>> is_known("marriedTo"), is_known("event:Wedding"), is_known("event:Party")
    (True, True, False)
    """
    return predicate in RELATIONS or (predicate.removeprefix("event:") in EVENTS and predicate.startswith("event:"))


def data_folder(name: str) -> Path:
    """The folder ``ontology`` or ``queries``: inside the installed package, or beside it in a checkout.

    Raises FileNotFoundError if the installation lacks it.
    """
    suffix = {"ontology": "*.ttl", "queries": "*.rq"}.get(name, "*")
    for folder in (Path(str(resources.files("kg"))) / name, Path(__file__).resolve().parent.parent / name):
        # `kg/queries` is also a package of code: only a folder that holds the data will do
        if folder.is_dir() and any(folder.glob(suffix)):
            return folder
    raise FileNotFoundError(f"the folder {name!r} is missing from this installation; reinstall celebrity-kg")
