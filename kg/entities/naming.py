"""How two personal names compare: a kind of likeness (never a number), or why they cannot be one person's.

Names are compared by their parts: given names by themselves, their short forms and initials; surnames by each of
their parts, so that a maiden name, a married name and both together can meet. Letters are never compared for
likeness: "Anna" and "Annie" of one surname may be two sisters-in-law.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from kg.names import fold, gender, is_given, is_short_for, parse, rules, words


class Kin(StrEnum):
    """How two names of one person may be related; the words of ``[names]`` in ``kg/rules/entities.toml``."""

    SAME = "same"
    COMMON = "common"
    MIDDLE = "middle"
    SHORT = "short"
    DOUBLE = "double"
    GENERATION = "generation"
    INITIAL = "initial"
    RENAMED = "renamed"
    MONONYM = "mononym"
    GIVEN = "given"
    FIRST = "first"
    CLASH = "clash"


ORDER = {kind: place for place, kind in enumerate(Kin)}
"""From the nearest likeness to the farthest."""


@dataclass(frozen=True, slots=True)
class Form:
    """A personal name made ready to be compared; every part folded. ``middle`` holds names and initials."""

    given: str
    middle: tuple[str, ...]
    surname: str
    parts: frozenset[str]
    generation: str
    sex: str
    roots: frozenset[str]

    @property
    def single(self) -> bool:
        """Whether it is one word only, so that we do not know which name it is."""
        return not self.surname


@cache
def _fulls() -> dict[str, frozenset[str]]:
    """Short forms that share no beginning with their full names, and these."""
    found: dict[str, set[str]] = {}
    for full, shorts in rules("names")["nicknames"].items():
        for short in shorts.split():
            found.setdefault(short, set()).add(full)
    return {short: frozenset(fulls) for short, fulls in found.items()}


def roots(given: str) -> frozenset[str]:
    """A folded given name, and the full names it may be short for.

    >>> sorted(roots("bill")), sorted(roots("north"))
    (['bill', 'william'], ['north'])
    """
    return frozenset({given}) | _fulls().get(given, frozenset())


@lru_cache(maxsize=1 << 16)
def fulls(given: str) -> frozenset[str]:
    """Like `roots`, with the usual full names that begin with it: what a short form may be filed under.

    >>> sorted(fulls("kat"))
    ['kat', 'katherine', 'kathleen']
    """
    return roots(given) | {full for full in rules("names")["nicknames"] if is_short_for(given, full)}


@lru_cache(maxsize=1 << 18)
def form(name: str) -> Form:
    """A personal name in comparable parts.

    >>> form("Kim Kardashian West").parts == {"kardashian", "west"}
    True
    >>> form("Walter Prynne Jr.").generation, form("Prince Leopold").given
    ('jr', 'prince leopold')
    """
    parsed = parse(name)
    given, surname = fold(parsed.given), fold(parsed.surname)
    if not surname:
        # "Prince Harry" is called by both words, and hardly anybody else is; "Mr. Crane" has a surname only.
        kept = [fold(word) for word in parsed.title.split() if fold(word) in words("names", "kept")]
        if kept and given:
            return Form(
                f"{kept[-1]} {given}", (), "", frozenset(), _generation(parsed.suffix), gender(name), roots(given)
            )
        return Form(given, (), "", frozenset(), _generation(parsed.suffix), gender(name), roots(given))
    middle = tuple(fold(word) for word in parsed.middle)
    if len(given) == 2 and given.isalpha() and parsed.given.count(".") == 2:  # "J.R."
        given, middle = given[0], (given[1], *middle)
    parts = {surname, *surname.split("-"), surname.split()[-1], *(word for word in middle if len(word) > 1)}
    return Form(given, middle, surname, frozenset(parts), _generation(parsed.suffix), gender(name), roots(given))


def _generation(suffix: str) -> str:
    """The suffix that tells a father from a son, in one spelling."""
    for word in suffix.split():
        folded = fold(word)
        if folded in words("names", "generations"):
            return {"junior": "jr", "senior": "sr", "i": "sr"}.get(folded, folded)
    return ""


@lru_cache(maxsize=1 << 18)
def compare(one: str, other: str) -> Kin | None:
    """How two names of a person compare: None if they have nothing to do with each other, CLASH if they exclude it.

    >>> compare("Kim Kardashian", "Kim Kardashian West"), compare("Anna Delacroy", "Annie Delacroy")
    (<Kin.DOUBLE: 'double'>, None)
    >>> compare("Harlan Voss Jr.", "Harlan Voss Sr."), compare("Bill Garrod", "William Garrod")
    (<Kin.CLASH: 'clash'>, <Kin.SHORT: 'short'>)
    """
    a, b = form(one), form(other)
    if a.single or b.single:
        return _single(a, b)
    given = _given(a, b)
    if given is None:
        return None
    kind = _surname(a, b)
    if kind is Kin.RENAMED and given is Kin.INITIAL:
        return None
    if _excluded(a, b):
        return Kin.CLASH
    # "Harlan Voss" may be Harlan Voss Jr., or his father.
    suffix = Kin.SAME if a.generation == b.generation else Kin.GENERATION
    kind = max(given, kind, suffix, key=ORDER.__getitem__)
    if kind is not Kin.SAME:
        return kind
    if set(a.middle) != set(b.middle):
        return Kin.MIDDLE
    return Kin.COMMON if is_common(a) and not a.middle else Kin.SAME


def _single(a: Form, b: Form) -> Kin | None:
    if a.single and b.single:
        if a.given == b.given:
            if " " in a.given:
                return Kin.SAME
            return Kin.MONONYM if is_mononym(a) else Kin.FIRST
        return Kin.FIRST if a.roots & b.roots else None
    alone, full = (a, b) if a.single else (b, a)
    if alone.sex and full.sex and alone.sex != full.sex:
        return None
    word = alone.given.split(" ")[-1]
    return Kin.GIVEN if word == full.given or is_short_for(word, full.given) else None


def _given(a: Form, b: Form) -> Kin | None:
    """SAME, SHORT or INITIAL for two given names that may be one person's."""
    if a.given == b.given:
        return Kin.INITIAL if len(a.given) == 1 else Kin.SAME
    if len(a.given) == 1 or len(b.given) == 1:
        return Kin.INITIAL if a.given[:1] == b.given[:1] else None
    if a.roots & b.roots or is_short_for(a.given, b.given) or is_short_for(b.given, a.given):
        return Kin.SHORT
    return None


def _surname(a: Form, b: Form) -> Kin:
    if a.surname == b.surname:
        return Kin.SAME if len(a.surname) > 1 else Kin.INITIAL
    if a.parts & b.parts:
        return Kin.DOUBLE
    for short, full in ((a, b), (b, a)):
        if len(short.surname) == 1 and any(part.startswith(short.surname) for part in full.parts):
            return Kin.INITIAL
    return Kin.RENAMED


def _excluded(a: Form, b: Form) -> bool:
    """Whether generation, sex or middle initials tell two bearers of such names apart."""
    if a.generation and b.generation and a.generation != b.generation:
        return True
    if a.sex and b.sex and a.sex != b.sex:
        return True
    if a.surname != b.surname:  # what is the middle of the one may be the surname of the other
        return False
    return any(_differ(x, y) for x, y in zip(a.middle, b.middle, strict=False))


def _differ(one: str, other: str) -> bool:
    """Whether two middle names are of two people; a maiden name in the middle says nothing against an initial there."""
    if one == other or (one[0] == other[0] and 1 in (len(one), len(other))):
        return False
    return all(len(word) == 1 or is_given(word) for word in (one, other))


def is_common(name: Form) -> bool:
    """Whether many people must be expected to have that name.

    >>> is_common(form("John Smith")), is_common(form("Marisol Vantresca"))
    (True, False)
    """
    common = _common()
    return bool(name.roots & common[0]) and name.surname in common[1]


@cache
def _common() -> tuple[frozenset[str], frozenset[str]]:
    data = rules("entities")["common"]
    return frozenset(data["given"].split()), frozenset(data["surnames"].split())


@cache
def _mononyms() -> frozenset[str]:
    return frozenset(rules("entities")["mononyms"]["known"].split())


def is_mononym(name: Form) -> bool:
    """Whether a name of one word stands for one person: a known stage name, or no usual given name.

    >>> [is_mononym(form(word)) for word in ("Beyoncé", "Zarnika", "Chris")]
    [True, True, False]
    """
    return name.single and (name.given in _mononyms() or not is_given(name.given))


def is_known_mononym(name: Form) -> bool:
    """Whether it is one of the stage names of ``kg/rules/entities.toml``."""
    return name.single and name.given in _mononyms()


def keys(name: str) -> Iterator[str]:
    """Under what a name is filed, so that all that may be the same person's come together.

    Full names: the beginning of the given name (of every full name it may be short for) with each part of the
    surname. One word: the word. Initials: all of them with the surname.

    >>> sorted(keys("Bill Garrod")), list(keys("Zarnika")), sorted(keys("J. R. Ames"))
    (['bil garrod', 'wil garrod'], ['zarnika'], ['j ames', 'j r ames'])
    """
    found = form(name)
    if found.single:
        yield found.given
        return
    starts = {root[:3] for root in found.roots}
    yield from (f"{start} {part}" for start in starts for part in found.parts if len(part) > 1)
    if found.middle and len(found.middle[0]) == 1:
        yield f"{found.given[0]} {' '.join(word[0] for word in found.middle)} {found.surname}"


def canonical(name: str) -> str:
    """A name as others tell it of their relatives: short forms made full, middle names and titles left out.

    >>> canonical("Bill Garrod") == canonical("William H. Garrod"), canonical("Wren")
    (True, 'wren')
    """
    found = form(name)
    given = min(found.roots - {found.given}, default=found.given) if len(found.roots) > 1 else found.given
    return f"{given} {found.surname} {found.generation}".strip()
