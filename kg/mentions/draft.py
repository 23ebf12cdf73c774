"""The working state of one article while its mentions are being resolved; it does not leave this package."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.columns import Columns
from kg.model import EntityType, MentionKind

SUBJECT, OBJECT, OBLIQUE, OWNER, OTHER = "subject", "object", "oblique", "owner", "other"


@dataclass
class Draft:
    """A mention in the making. ``plural`` tells the form, ``gender`` what the word itself tells (f, m or nothing)."""

    first: int
    last: int
    head: int
    kind: MentionKind
    type: EntityType = EntityType.PERSON
    entities: tuple[str, ...] = ()
    plural: bool = False
    gender: str = ""
    role: str = OTHER
    verb: int = -1
    quote: int = -1
    """Index of the quotation it stands in, or -1."""
    alias: bool = False
    """A name told to be somebody's ("her real name, X"): whose, is known when the possessive is resolved."""
    wife_of: str = ""
    """The husband of one who is named by his surname: "Mrs. Bell" where only he is called Bell."""
    family: str = ""
    """The surname of a name in the plural: "the Bells"."""
    either: tuple[Draft, ...] = ()
    """Names of the father and the son of one name, where it may be either's."""
    fixed: bool = False
    """Resolved by its form (a name, an apposition) before any guessing."""


@dataclass
class Person:
    """What the article tells about one person, as far as resolving mentions needs it."""

    key: str
    label: str
    gender: str = ""
    age: int | None = None
    nouns: set[str] = field(default_factory=set)
    child: bool = False
    """Under age, by an age printed or by the noun ("baby")."""
    offspring: bool = False
    """Spoken of as somebody's child: hardly half of the couple that the article is about."""
    relative: bool = False
    """Brought in as somebody's mother, brother or child."""
    heads: list[int] = field(default_factory=list)
    """Tokens of the mentions so far, in the order of resolution."""


@dataclass
class Story:
    """The article: its columns, the people by key, the drafts in order of their heads."""

    page: Columns
    people: dict[str, Person]
    drafts: list[Draft]
    at: dict[int, Draft] = field(default_factory=dict)
    """Draft by head token."""
    starting: dict[int, Draft] = field(default_factory=dict)
    """Named person by first token."""
    headings: dict[int, str] = field(default_factory=dict)
    """Sentence -> the person whose name is all of it."""
    ending: dict[int, Draft] = field(default_factory=dict)
    """Named person by the token behind its last."""


_OWNS = frozenset({"his", "hers", "theirs", "mine", "ours"})


def role_of(page: Columns, i: int) -> tuple[str, int]:
    """The grammatical role of the phrase headed by token ``i`` and the verb it belongs to (-1 for none).

    Conjuncts and appositions take the role of what they are joined to.
    """
    for _ in range(12):
        if (
            page.dep[i] in {"conj", "appos", "nmod", "compound"}
            and page.head[i] != i
            and page.pos[page.head[i]] in {"PROPN", "NOUN", "PRON", "NUM"}
        ):
            i = page.head[i]
        else:
            break
    dep, head = page.dep[i], page.head[i]
    verb = verb_above(page, i)
    if dep in {"nsubj", "nsubjpass", "csubj"}:
        return SUBJECT, head if page.pos[head] in {"VERB", "AUX"} else verb
    if dep in {"dobj", "dative", "attr", "oprd"}:
        return OBJECT, head
    if dep == "poss":
        return OWNER, verb
    if dep == "pobj" and page.lower[i] in _OWNS:
        return OWNER, verb  # "Ann sang with a cousin of hers"
    if dep == "pobj":
        # The agent of a passive ("was raised by") is no subject in form, yet its verb binds it.
        return OBLIQUE, verb
    return OTHER, verb


def verb_above(page: Columns, i: int) -> int:
    """The nearest verb that governs token ``i``, -1 if there is none in its sentence."""
    for _ in range(40):
        head = page.head[i]
        if head == i:
            return i if page.pos[i] in {"VERB", "AUX"} else -1
        i = head
        if page.pos[i] in {"VERB", "AUX"}:
            return i
    return -1
