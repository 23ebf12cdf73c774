"""Political parties, which are words of every day with a capital: "the Labour MP", "a lifelong Democrat", "the Greens".

A word is one where what stands beside it says so; elsewhere ("Republican voters", "the Green Room") it is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.columns import Columns
from kg.names import is_given, words

REACH = 3
"""How many words may stand between a party and an office: "Conservative county councillor"."""
BACK = 7
"""How far before the party the word may stand that makes it one: "was elected in the spring for the Greens"."""
_SEAT = re.compile(r"[DRI]-[A-Z][a-z]+\.?")
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})


def parties(page: Columns) -> Iterator[tuple[int, int]]:
    """The spans of the parties that are told as such, from left to right."""
    firsts, end = _firsts(), 0
    for i in (i for i, text in enumerate(page.text) if text in firsts):
        last = _known(page, i)
        if last == i or not any(told(page, i, last) for told in _TOLD):
            last = _in_brackets(page, i)
        if last > i >= end:
            yield i, last
            end = last


def with_party(found: list[tuple[int, int, str]], first: int, last: int) -> list[tuple[int, int, str]]:
    """The names with the party from ``first`` to ``last`` among them: a person's name begins behind it.

    >>> with_party([(0, 4, "PERSON")], 0, 2)
    [(2, 4, 'PERSON'), (0, 2, 'ORG')]
    """
    result: list[tuple[int, int, str]] = []
    for a, b, kind in found:
        if b <= first or a >= last or (kind != "PERSON" and a < first):
            result.append((a, b, kind))
        elif kind == "PERSON" and a == first and b > last + 1:
            result.append((last, b, kind))
    inside = any(a < last and first < b for a, b, _ in result)
    return result if inside else [*result, (first, last, "ORG")]


def is_seat(text: str) -> bool:
    """Whether it is a party's letter and a state, which name nobody: "Rep. Al Orr, R-Texas".

    >>> is_seat("R-Texas"), is_seat("D-Calif."), is_seat("Jay-Z")
    (True, True, False)
    """
    return _SEAT.fullmatch(text) is not None


@cache
def _firsts() -> frozenset[str]:
    """The first words of the names."""
    return frozenset(name.split()[0] for name in words("parties", "names") | words("parties", "brackets"))


def _known(page: Columns, i: int) -> int:
    """The end of the longest name of a party that begins at ``i``; ``i`` itself where none does."""
    ends = (last for last in (i + 2, i + 1) if page.words(i, last) in words("parties", "names"))
    last = next(ends, i)
    goes_on = last < len(page) and page.lower[last] in {"party", "democrats"} and page.text[last][0].isupper()
    return i if goes_on else last  # "the Labour Party" is found by its end


def _before_an_office(page: Columns, first: int, last: int) -> bool:
    """Whether an office stands behind it: "Republican Senator", "the Conservative county councillor"."""
    for k in range(last, min(last + REACH, page.sents[page.sent[first]][1])):
        if page.lower[k] in words("parties", "offices"):
            return True
        if page.lower[k] not in words("parties", "between"):
            return False
    return False


def _before_a_name(page: Columns, first: int, last: int) -> bool:
    """Whether it stands before the name of somebody who is of it: "Social Democrat Karin Holm"."""
    if last + 2 < len(page) and page.tag[last] == "POS":  # "Labour's Jane Holt"
        return is_given(page.text[last + 1]) and page.text[last + 2][0].isupper()
    if page.words(first, last) not in words("parties", "members") or last + 1 >= len(page):
        return False
    return is_given(page.text[last]) and page.text[last + 1][0].isupper() and page.text[first - 1] not in {'"', "“"}


def _is_noun(page: Columns, first: int, last: int) -> bool:
    """Whether it is somebody who is of it: "a Tory", "both lifelong Democrats"."""
    if page.words(first, last) not in words("parties", "members") or page.at(first - 1) not in words(
        "parties", "openers"
    ):
        return False
    return last >= len(page) or not (page.tag[last] in _NOUNS or page.text[last] == "-" or page.text[last][0].isupper())


def _is_joined(page: Columns, first: int, last: int) -> bool:
    """Whether it is what somebody joins, leaves or stands for: "defected to the Greens", "sits for Labour"."""
    if last < len(page) and (page.tag[last] in _NOUNS or page.text[last] in {"-", "'s", "’s"}):
        return False
    k = first - 1 - (page.at(first - 1) == "the")
    if page.at(k) not in words("parties", "joining"):
        return False
    start = max(page.sents[page.sent[first]][0], first - BACK)
    told = {form for j in range(start, first) for form in (page.lower[j], page.lemma[j].lower())}
    return not told.isdisjoint(words("parties", "deciding"))


def _in_brackets(page: Columns, i: int) -> int:
    """The end of a party that opens a bracket behind a name: "Reg Tully (Lib Dem, Thornbury West)"."""
    if page.text[i - 1] != "(" or i < 2 or not page.text[i - 2][0].isupper():
        return i
    known = words("parties", "names") | words("parties", "brackets")
    ends = (last for last in (i + 2, i + 1) if page.words(i, last) in known and page.at(last) in {",", ")", "/", ";"})
    return next(ends, i)


_TOLD = (_before_an_office, _before_a_name, _is_noun, _is_joined)
"""Who sees that a name is one of a party where it stands."""
