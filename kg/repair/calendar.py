"""Days and months: which of them are people, and which capitals beside them are of a feast."""

from __future__ import annotations

from kg.columns import Columns
from kg.names import fold, is_given, words
from kg.repair.cues import listed

CALENDAR = listed("calendar")
_ADVERBIAL = listed("adverbial")
"""Words before a day or month that make it one: "on Sunday Orme won"."""
_FUNCTION = listed("function_words")


_FEASTS = frozenset({"Easter", "Christmas", "Halloween", "Thanksgiving", "Hanukkah", "Ramadan", "Diwali", "Whitsun"})


def _opens_name(page: Columns, i: int) -> bool:
    """Whether a capital stands behind the feast: "Christmas Orme", "Easter Parade"."""
    return i + 1 < len(page) and page.text[i + 1][0].isupper()


def people_of_the_calendar(page: Columns) -> set[int]:
    """Days and months that are first names: "Sunday Orme" printed twice, "his wife, June", "June Orme ... June"."""
    pairs: dict[tuple[str, str], list[int]] = {}
    alone: list[int] = []
    found: set[int] = set()
    for i in range(len(page) - 1):
        if fold(page.text[i]) not in CALENDAR or not page.text[i][0].isupper() or page.at(i - 1) in _ADVERBIAL:
            continue
        after = page.text[i + 1]
        if is_given(page.text[i]) and _is_aged(page, i) and _is_aged(page, _before_comma(page, i)):
            found.add(i)
        if after[0].isupper() and page.lower[i + 1] not in _FUNCTION and fold(after) not in CALENDAR:
            pairs.setdefault((page.text[i], after), []).append(i)
        elif not after[0].isdigit() and page.at(i + 2)[:1] not in set("0123456789"):
            alone.append(i)
        kin = page.at(i - 1 - (page.at(i - 1) == ",")) in words("nominals", "kin")
        if kin and is_given(page.text[i]) and not after[0].isdigit():
            found.add(i)
    full = {first for first, _ in pairs if is_given(first)}
    found.update(i for i in alone if page.text[i] in full)
    return found | {i for places in pairs.values() if len(places) > 1 for i in places}


def _is_aged(page: Columns, i: int) -> bool:
    """Whether an age stands behind a capital: "Ivy, 7,"."""
    ends = page.at(i + 3) in {",", ";", ".", ")", "and", "?", "!"}
    return i >= 0 and page.text[i][0].isupper() and page.at(i + 1) == "," and page.at(i + 2).isdigit() and ends


def _before_comma(page: Columns, i: int) -> int:
    """The first token of "Ivy, 7, and" or "Ivy, 7;" before the token ``i``."""
    k = i - 1
    while k > 0 and page.at(k) in {",", ";", "and"}:
        k -= 1
    return k - 2


def feasts(page: Columns) -> set[int]:
    """The tokens of days named after somebody: "Valentine's Day", "New Year's Eve"."""
    found: set[int] = set()
    for i in range(1, len(page)):
        if page.text[i] == "Year" and page.text[i - 1] == "New":
            found.update((i - 1, i))
        if page.text[i] in _FEASTS and page.at(i - 1)[0].isalpha() and not _opens_name(page, i):
            found.add(i)
        if page.text[i] in {"Day", "Eve"} and page.tag[i - 1] == "POS" and i > 1:
            k = i - 2
            while k >= 0 and page.text[k][0].isupper() and page.lower[k] not in _FUNCTION:
                k -= 1
            found.update(range(k + 1, i + 1))
    return found
