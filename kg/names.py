"""Personal names: their parts, whether a short form can stand for a full one, what sex a given name tells.

Pure functions on strings. The lists are in ``kg/rules/names.toml`` and ``kg/rules/given_names.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

_AROUND = "\"“”'‘’()[]"
"""Marks around a nickname inside a name."""
RECENT = 4096
"""Of how many names is kept what they tell: an article asks of each a hundred times."""
_ENDED = 5
"""Letters of a first name whose ending tells its sex."""
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")


@cache
def rules(name: str) -> Mapping[str, Any]:
    """The data file ``kg/rules/NAME.toml`` as a mapping. Raises FileNotFoundError if the installation lacks it."""
    return tomllib.loads((resources.files("kg") / "rules" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """A word list of a data file: an array of strings, or one string of words between blanks."""
    value = rules(name)[key]
    return frozenset(value.split() if isinstance(value, str) else value)


@cache
def titles() -> frozenset[str]:
    """The titles that stand before names, folded: "mr", "dame", "dr".

    >>> "dame" in titles()
    True
    """
    either = words("names", "titles_either") | words("names", "members")
    return words("names", "titles_male") | words("names", "titles_female") | either


@cache
def equations() -> frozenset[str]:
    """What stands between two names of one person, lower case, its tokens between blanks: ", born", "( aka".

    >>> ", born" in equations()
    True
    """
    return frozenset(text.replace("(", "( ") for text in rules("names")["aliases"])


def equates(between: str) -> bool:
    """Whether the words between two names, lower case, their tokens between blanks, make them one person's.

    >>> equates(", born"), equates(", who raps under the name"), equates(", whose husband is")
    (True, True, False)
    """
    return between in equations() or _equating().fullmatch(between) is not None


@cache
def _equating() -> re.Pattern[str]:
    parts = rules("names")["alias_patterns"]
    return re.compile("|".join(f"(?:{part})" for part in parts))


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in parts, each as printed: ``given`` the first, ``middle`` what follows, ``surname`` with its particles.

    A name of one word has it as ``given`` and no ``surname``, whichever it really is.
    """

    title: str
    given: str
    middle: tuple[str, ...]
    surname: str
    suffix: str

    @property
    def words(self) -> int:
        """How many parts the name has, title and suffix aside."""
        return bool(self.given) + len(self.middle) + bool(self.surname)


@lru_cache(maxsize=RECENT)
def fold(text: str) -> str:
    """Lower case without diacritics and full stops, for comparing.

    >>> fold("Beyoncé")
    'beyonce'
    """
    if text.isascii():  # nearly every name is, and this is asked of each many times
        return text.replace(".", "").lower()
    decomposed = unicodedata.normalize("NFKD", text.replace("\u0131", "i").replace("ł", "l").replace("Ł", "L"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace(".", "").replace("’", "'").lower()


def slug(label: str) -> str:
    """The key of a label: letters and digits of any script, joined by hyphens.

    >>> slug("Robert Downey Jr."), slug("Beyoncé Knowles-Carter")
    ('robert-downey-jr', 'beyonce-knowles-carter')
    """
    return re.sub(r"[\W_]+", "-", fold(label)).strip("-") or "unnamed"


def normalise(text: str) -> str:
    """One line, single blanks, no possessive ending, no quotation marks around.

    >>> normalise("Kim  Novak's")
    'Kim Novak'
    """
    return _POSSESSIVE.sub("", " ".join(text.split()).strip("\"“”‘’'")).strip()


@cache
def parse(text: str) -> PersonName:
    """The parts of a personal name in the order of English print.

    >>> parse("Mr. Oscar de la Renta III")
    PersonName(title='Mr.', given='Oscar', middle=(), surname='de la Renta', suffix='III')
    >>> parse("Dr. Ruth").surname, parse("Sir Ruth").given
    ('Ruth', 'Ruth')
    >>> parse(",").given
    ','
    """
    parts = normalise(text).replace(",", " ").split() or [text]
    title: list[str] = []
    while len(parts) > 1 and fold(parts[0]) in titles():
        title.append(parts.pop(0))
    suffix: list[str] = []
    while len(parts) > 1 and fold(parts[-1]) in words("names", "suffixes"):
        suffix.insert(0, parts.pop())
    if len(parts) == 1:
        # "Mr. Crane" is a surname, "Prince Harry" and "Sir Harry" a first name.
        if title and fold(title[-1]) not in words("names", "kept") | words("names", "first_named"):
            return PersonName(" ".join(title), "", (), parts[0], " ".join(suffix))
        return PersonName(" ".join(title), parts[0], (), "", " ".join(suffix))
    if len(parts) > 1 and parts[0] in words("names", "particles"):
        return PersonName(" ".join(title), "", (), " ".join(parts), " ".join(suffix))
    start = len(parts) - 1
    while start > 1 and parts[start - 1].lower() in words("names", "particles") and not parts[start - 1][:2].isupper():
        start -= 1
    return PersonName(" ".join(title), parts[0], tuple(parts[1:start]), " ".join(parts[start:]), " ".join(suffix))


@lru_cache(maxsize=RECENT)
def gender(text: str) -> str:
    """``"f"``, ``"m"`` or ``""`` (not told): from the title, else from the given name.

    >>> gender("Jennifer Garner"), gender("Mr. Crane"), gender("Robin Roberts"), gender("Saturnina Lee")
    ('f', 'm', '', 'f')
    """
    name = parse(text)
    for word in name.title.split():
        if fold(word) in words("names", "titles_female"):
            return "f"
        if fold(word) in words("names", "titles_male"):
            return "m"
    return given_gender(name.given) or (_by_ending(name.given) if name.surname else "")


def _by_ending(given: str) -> str:
    """What the ending of a first name tells that no list has: "Saturnina", "Wigberto"."""
    folded = fold(given)
    if len(folded) < _ENDED or is_given(given):
        return ""
    return next((sex for sex in ("f", "m") if folded.endswith(tuple(rules("given_names")["endings"][sex]))), "")


@lru_cache(maxsize=RECENT)
def given_gender(given: str) -> str:
    """``"f"``, ``"m"`` or ``""`` for one given name, hyphenated ones by their first part."""
    for part in (fold(given), fold(given).split("-")[0]):
        if part in words("given_names", "either"):
            return ""
        female, male = part in words("given_names", "female"), part in words("given_names", "male")
        if female != male:
            return "f" if female else "m"
    return ""


def is_given(word: str) -> bool:
    """Whether the word is a known given name of any sex.

    >>> is_given("Violet"), is_given("Goop")
    (True, False)
    """
    folded = fold(word)
    return any(folded in words("given_names", key) for key in ("female", "male", "either"))


def is_short_for(short: str, given: str) -> bool:
    """Whether ``short`` is the given name itself or a usual short form of it.

    >>> is_short_for("Jen", "Jennifer"), is_short_for("Bill", "William"), is_short_for("Kim", "Kanye")
    (True, True, False)
    """
    a, b = fold(short), fold(given)
    if a == b or a in rules("names")["nicknames"].get(b, "").split():
        return True
    return len(a) >= 3 and b.startswith(a) and len(b) - len(a) >= 2 and is_given(short)


def could_be(short: str, full: str) -> bool:
    """Whether the name ``short`` can stand for the person called ``full`` in the same article.

    Every part of the short form must be found in the full one; a generation ("III") told on both sides must agree.

    >>> [could_be(short, "Jennifer Garner") for short in ("Garner", "Jen Garner", "Ms. Garner", "Jen")]
    [True, True, True, True]
    >>> could_be("Manny", 'Manuel "Manny" Cruz'), could_be("Bill Bell", "William (Bill) Bell")
    (True, True)
    >>> could_be("Ann Bell", "Ann Lee"), could_be("Ann Lee", "Ann Lee Bell"), could_be("Cal IV", "Cal Crane III")
    (False, True, False)
    """
    a, b = parse(short), parse(full)
    middles = {fold(m.strip(_AROUND)) for m in b.middle}
    if a.suffix and fold(a.suffix) != fold(b.suffix) and fold(a.suffix) in words("names", "generations"):
        return False
    sexes = {gender(short), gender(full)} - {""}
    if a.title and len(sexes) > 1:
        return False
    if not a.given:
        return fold(a.surname) in _surnames(b)
    if not a.surname:
        if a.title and b.title and fold(a.title) != fold(b.title):
            return False
        if a.suffix and fold(a.suffix) == fold(b.suffix) and fold(a.given) in _surnames(b):
            return True  # "Bell Jr."
        return is_short_for(a.given, b.given) or (not a.suffix and fold(a.given) in _surnames(b) | middles)
    if fold(a.surname) not in _surnames(b) | {fold(m) for m in b.middle[-1:]}:
        # "Ann Lee" is "Ann Lee Bell" too: married, or with her middle name.
        return False
    if not a.middle and fold(a.given) in middles and fold(a.surname) == fold(b.surname):
        # Who is called by the second of his given names.
        return True
    return is_short_for(a.given, b.given) or is_short_for(b.given, a.given) or _initial(a.given, b.given)


def _surnames(name: PersonName) -> set[str]:
    """The surname, its last word, and each half of a double one, folded; the given name of a one-word name."""
    surname = fold(name.surname)
    found = {surname} if surname else set()
    if " " in surname:
        found.add(surname.split()[-1])
    if name.middle and surname:
        found.add(f"{fold(name.middle[-1])} {surname}")
    if not surname:
        found.add(fold(name.given))
    return found | ({surname.split("-")[-1]} if "-" in surname else set())


def _initial(a: str, b: str) -> bool:
    """Whether one is the other's initial: "J. Lopez"."""
    a, b = fold(a), fold(b)
    return bool(a and b) and (len(a) == 1 or len(b) == 1) and a[0] == b[0]
