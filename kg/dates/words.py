"""The words and forms of ``kg/rules/dates.toml``, compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import names
from kg.dates.times import Unit

_TABLES = {"month": "months", "weekday": "weekdays", "season": "seasons", "decade": "decades", "unit": "units"}
_SPACE = r"(?:[^\S\n]+\n?[^\S\n]*|\n[^\S\n]*)"  # within a paragraph: no blank line
_OPTIONAL = re.compile(r"\(\?:[^)]*\)\?|.\?")
_SLOT = re.compile(r"@([a-z_]+)(\d?)")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a time: who reads it, its pattern, and whether it needs company to be a date at all."""

    read: str
    pattern: re.Pattern[str]
    bare: bool


def rules() -> Mapping[str, Any]:
    """The file as it stands."""
    return names.rules("dates")


def _either(words: Mapping[str, Any]) -> str:
    """The words as one alternation, the longest first, so that "sept" does not hide "september"."""
    return "|".join(sorted(words, key=lambda word: (-len(_OPTIONAL.sub("", word)), word)))


@cache
def _slots() -> Mapping[str, str]:
    data = rules()
    slots: dict[str, str] = dict(data["parts"])
    for slot, table in _TABLES.items():
        slots[slot] = _either(data[table])
    slots["holiday"] = _either(data["holidays"])
    slots["ordinal"] = _either(data["ordinals"])
    slots["digits"] = _either(data["numbers"])
    slots["century"] = "(?:1[5-9]|20|21)(?:th|st)"
    return slots


def expand(form: str) -> str:
    """A form of the rules as a regular expression: every ``@slot`` a named group, every blank white space."""

    def group(found: re.Match[str]) -> str:
        name, digit = found.groups()
        if name not in _slots():
            raise KeyError(f"kg/rules/dates.toml: form {form!r} uses @{name}, which is in no table; add it to [parts]")
        inner = _SLOT.sub(lambda inner: f"(?:{_slots()[inner[1]]})", _slots()[name])
        return f"(?P<{name}{digit}>{inner})"

    return _SLOT.sub(group, form).replace(" ", _SPACE)


@cache
def forms() -> tuple[Form, ...]:
    """All forms, in the order of the file."""
    return tuple(
        Form(form["read"], _whole(expand(form["form"].replace(",?", "(?: ?,)?"))), form.get("bare", False))
        for form in rules()["form"]
    )


def _whole(source: str) -> re.Pattern[str]:
    """The pattern between word boundaries, no sum of money."""
    return re.compile(rf"(?<![\w$£€])(?:{source})(?!\w)", re.IGNORECASE)


@cache
def pattern(section: str, name: str) -> re.Pattern[str]:
    """A pattern of the sections of patterns (``bare``, ``operators``, ...), compiled, case not counting."""
    return re.compile(rules()[section][name].replace(" ", r"(?:\s+)"), re.IGNORECASE)


@cache
def words(section: str, name: str) -> frozenset[str]:
    """A list of words of a section."""
    return frozenset(rules()[section][name])


@cache
def lookup(table: str, said: str) -> Any:
    """What a word of a table means; none if it is not there.

    >>> lookup("months", "Sept."), lookup("months", "Brumaire")
    (9, None)
    """
    for word, meaning in rules()[table].items():
        if re.fullmatch(word, said, re.IGNORECASE):
            return meaning
    return None


@cache
def number(said: str) -> int | None:
    """A number in words or digits.

    >>> number("36"), number("twenty-one"), number("a couple of"), number("half a dozen"), number("umpteen")
    (36, 21, 2, 6, None)
    """
    said = said.lower().strip()
    if said.isdecimal():
        return int(said)
    if said.startswith(("a couple", "couple")):
        return 2
    if said in ("a", "an"):
        return 1
    if said.endswith("dozen"):
        return 6 if said.startswith("half") else 12
    table = rules()["numbers"]
    parts = re.split(r"[-\s]+", said)
    if not all(part in table for part in parts) or len(parts) > 2:
        return None
    return sum(int(table[part]) for part in parts)


@cache
def ordinal(said: str) -> int | None:
    """An ordinal number in words or digits.

    >>> ordinal("40th"), ordinal("twenty-first"), ordinal("umpteenth")
    (40, 21, None)
    """
    digits = re.match(r"[0-9]+", said)
    if digits:
        return int(digits[0])
    *tens, last = said.lower().split("-")
    table = rules()["ordinals"]
    return table[last] + sum(number(ten) or 0 for ten in tens) if last in table else None


@cache
def unit(said: str) -> tuple[Unit, int] | None:
    """The unit of a word, and how many of it (a fortnight is two weeks); none for a weekend.

    >>> unit("fortnights"), unit("years")
    ((<Unit.WEEK: 'week'>, 2), (<Unit.YEAR: 'year'>, 1))
    """
    found = lookup("units", said)
    if found == "fortnight":
        return Unit.WEEK, 2
    return (Unit(found), 1) if found in set(Unit) else None
