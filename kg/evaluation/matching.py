"""When is a predicted name, object, date or speaker the gold one?

Every rule is a comparison of normalised words, so that a figure can be checked by hand. The rules are lenient only
where two careful annotators would write the same thing differently ("pop singer" and "singer", "Amagansett" and
"Amagansett, New York"), never where a reader would learn something else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from kg.dates.edtf import is_valid, within
from kg.evaluation.gold import GoldPerson
from kg.model import Entity
from kg.names import parse, rules

_WORDS = rules("evaluation")
_PREPOSITIONS = frozenset(_WORDS["prepositions"])
_TITLE = frozenset(_WORDS["title"])
_ORGANIZATION = frozenset(_WORDS["organization"])
MUTUAL_KIN = frozenset(_WORDS["mutual_kin"])
"""Kin words that say the same whichever of the two is named first."""

_ARTICLES = frozenset({"the", "a", "an"})
_NOT_A_WORD = re.compile(r"[^\w\s]|_")
_ORGANISATIONAL = frozenset(
    {"founderOf", "employedBy", "memberOf", "leads", "studiedAt", "partyMemberOf", "event:Founding", "subsidiaryOf"}
)
_PLACES = frozenset({"bornIn", "diedIn", "livesIn", "citizenOf", "headquarteredIn"})
_NOUNS = frozenset({"occupation", "wonAward", "event:Award", "hasCondition", "event:Diagnosis"})


def words(text: str) -> tuple[str, ...]:
    """The words of a name: lower case, one form of each letter, no punctuation, no leading article.

    >>> words("The  Spider-Man's Wife")
    ('spider', 'mans', 'wife')
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("\u2019", "").replace(".", "")
    found = tuple(_NOT_A_WORD.sub(" ", plain).split())
    return found[1:] if len(found) > 1 and found[0] in _ARTICLES else found


def untitled(name: str) -> str:
    """A full name without the titles before it; a title and one word stay together, and so does a husband's name.

    >>> untitled("Dr. Ida Roe"), untitled("Prince Harry"), untitled("Mrs. Bo Roe")
    ('Ida Roe', 'Prince Harry', 'Mrs. Bo Roe')
    """
    parts = parse(name)
    titled = parts.given and parts.surname and words(parts.title) != ("mrs",)
    return name.removeprefix(parts.title).strip() if titled else name


@dataclass(frozen=True, slots=True)
class People:
    """The people of one gold article, to be found by any of their names."""

    by_name: Mapping[tuple[str, ...], str]
    by_alias: Mapping[tuple[str, ...], tuple[str, ...]]

    @classmethod
    def of(cls, people: Iterable[GoldPerson]) -> People:
        """Index people; an alias that two of them share stays ambiguous."""
        people = tuple(people)
        aliases: dict[tuple[str, ...], tuple[str, ...]] = {}
        for person in people:
            for alias in {words(alias) for alias in person.aliases}:
                aliases[alias] = (*aliases.get(alias, ()), person.name)
        bare = {words(untitled(person.name)): person.name for person in reversed(people)}
        return cls(bare | {words(person.name): person.name for person in people}, aliases)

    def find(self, label: str, aliases: Sequence[str] = ()) -> str | None:
        """The gold name of the person so called, or None.

        The label counts before the aliases and a full name before an alias; a name of two people finds nobody. A title
        before a full name names nobody else.

        >>> people = People.of([GoldPerson("Ada Roe", ("Ada",)), GoldPerson("Dr. Ida Roe", ("Ada",))])
        >>> people.find("ADA ROE"), people.find("Ada"), people.find("Bo", ["Ida Roe"]), people.find("Dame Ada Roe")
        ('Ada Roe', None, 'Dr. Ida Roe', 'Ada Roe')
        """
        for names in ((label,), tuple(aliases), (untitled(label),)):
            keys = [words(name) for name in names]
            full = {self.by_name[key] for key in keys if key in self.by_name}
            short = {name for key in keys for name in self.by_alias.get(key, ())}
            for found in (full, short):
                if len(found) == 1:
                    return found.pop()
        return None

    def entity(self, entity: Entity) -> str | None:
        """The gold name of a predicted entity, or None."""
        return self.find(entity.label, entity.aliases)


def same_object(predicate: str, predicted: str, gold: str) -> bool:
    """Whether an object that is no person (a date, a place, a noun, a title, a company) is the gold one.

    Equal words always match. Besides:

    - places: equal up to the first comma ("Berkeley" and "Berkeley, California", but not "California");
    - occupations, awards, illnesses: one holds the other, and both have the same head, which is the last word before
      a preposition ("singer" in "pop singer", "player of the year" in "league's player of the year");
    - titles and companies: equal without generic words ("Glee" and "Glee series"), or title without its subtitle.

    Dates have to be equal.

    >>> [same_object("bornIn", place, "Berkeley, California") for place in ("Berkeley", "California")]
    [True, False]
    >>> [same_object("occupation", noun, "singer") for noun in ("pop singer", "singer's agent")]
    [True, False]
    """
    if predicate in {"bornOn", "diedOn", "foundedOn"}:
        return predicted == gold
    left, right = words(predicted), words(gold)
    if left == right:
        return True
    if predicate in _PLACES:
        return same_place(predicted, gold)
    if predicate in _NOUNS:
        return _contained(left, right) and _head(left) == _head(right)
    if predicate == "appearsIn":
        return _without(left, _TITLE) == _without(right, _TITLE) or _title(predicted) == _title(gold)
    if predicate in _ORGANISATIONAL:
        return _without(left, _ORGANIZATION) == _without(right, _ORGANIZATION)
    return False


def same_place(predicted: str, gold: str) -> bool:
    """Whether two places agree in what stands before the first comma."""
    return words(predicted.split(",")[0]) == words(gold.split(",")[0])


def same_source(predicted: str, gold: str) -> bool:
    """Whether two speakers who are no people of the article are the same: one wording holds the other's head.

    >>> same_source("source at the network", "A source at the network"), same_source("source", "a second source")
    (True, True)
    >>> same_source("police", "her lawyer")
    False
    """
    left, right = words(predicted), words(gold)
    return left == right or (_contained(left, right) and _head(left) == _head(right))


def _contained(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether the words of the shorter stand in a row in the longer."""
    short, long = sorted((tuple(left), tuple(right)), key=len)
    return bool(short) and any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def _head(noun: Sequence[str]) -> str:
    """The last word before the first preposition: the noun that the others describe."""
    for at, word in enumerate(noun):
        if word in _PREPOSITIONS and at:
            return noun[at - 1]
    return noun[-1] if noun else ""


def _without(name: Sequence[str], generic: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in name if word not in generic) or tuple(name)


def _title(title: str) -> tuple[str, ...]:
    return words(title.split(":")[0])


class Fit(IntEnum):
    """How a predicted date fits the gold one, worst first; ``COMPATIBLE`` is right but less sharp."""

    WRONG = 0
    SPURIOUS = 1
    MISSING = 2
    COMPATIBLE = 3
    EXACT = 4


def fit(predicted: str | None, gold: str | None) -> Fit:
    """How a predicted EDTF value fits the gold one.

    Equal is exact, an interval that holds the gold one is compatible (nothing wrong was said), no value where gold
    has one is missing, a value where gold has none spurious; all else, a sharper date included, is wrong.

    >>> fit("2003-12", "2003-12-05").name, fit("2003-12-05", "2003-12").name, fit(None, "2003").name
    ('COMPATIBLE', 'WRONG', 'MISSING')
    """
    if predicted == gold:
        return Fit.EXACT
    if predicted is None:
        return Fit.MISSING
    if gold is None:
        return Fit.SPURIOUS
    both = is_valid(predicted) and is_valid(gold)
    return Fit.COMPATIBLE if both and within(gold, predicted) else Fit.WRONG
