"""Capitals that the layout explains: place lines ("LEEDS, May 3 (AP) —"), first words of tabloids ("BRAVE Ann Lee")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.columns import Columns
from kg.names import is_given, rules, words
from kg.repair.cues import MARKS, listed

_DASHES = frozenset({"—", "–", "--", "-"})
_BRACKETS = {"(": ")", "[": "]"}
LONGEST_LINE, _PLACE = 12, 4
"""Tokens that a place line has at most before its dash, and of them in capitals from its beginning."""
_SHORTEST = 6
"""Letters of a participle or adjective that is told by its ending alone."""
_ENDINGS = ("ed", "ing", "ful", "ous", "less")


def place_line(words: Sequence[tuple[str, bool]]) -> int:
    """The index of the dash of the place line that a paragraph's first words are; 0 where they are none.

    The words are told with whether a blank stands behind each.

    >>> place_line([("LEEDS", False), (",", True), ("May", True), ("3", True), ("-", True), ("Ann", True)])
    4
    >>> place_line([("TOM", True), ("BELL", True), ("—", True), ("an", True)])
    0
    """
    capitals = 0
    for text, _ in words[:_PLACE]:
        if not text.isupper() or len(text) < 2:
            break
        capitals += 1
    if not capitals or len(words[0][0]) < 3 or (capitals > 1 and is_given(words[0][0].title())):
        return 0
    for k in range(capitals, min(len(words), LONGEST_LINE)):
        text, spaced = words[k]
        if text in _DASHES:
            return k if (spaced and words[k - 1][1]) or text in {"—", "--"} else 0
        if text[0].islower():
            return 0
    return 0


def place_lines(page: Columns) -> Iterator[tuple[int, int]]:
    """The place lines that paragraphs open with, each as its first token and its dash."""
    for first, last in page.sents:
        while first < last and page.text[first].isspace():
            first += 1
        opens = first == 0 or "\n" in page.text[first - 1]
        if first < last and opens and page.text[first].isupper():
            until = min(first + LONGEST_LINE, len(page) - 1)
            spaced = [(page.text[i], page.end(i) < page.idx[i + 1]) for i in range(first, until)]
            if dash := place_line(spaced):
                yield first, first + dash


def is_lead(page: Columns, i: int) -> bool:
    """Whether the first word of a sentence is in capitals for the look of it, before a name that is not."""
    text = page.text[i]
    if len(text) < 3 or not text.isupper() or i + 1 == len(page) or is_given(text.title()):
        return False
    after = page.text[i + 1]
    if not (after[0].isupper() and after[1:].islower()):
        return False
    lower = page.lower[i]
    return lower in listed("leads") or (len(lower) >= _SHORTEST and lower.endswith(_ENDINGS))


def is_bracket_of_nickname(page: Columns, i: int) -> bool:
    """Whether the bracket at ``i`` encloses a nickname inside a name: "William (Bill) Bell", 'Ann ("Nan") Lee'."""
    if page.text[i] in _BRACKETS.values():
        opening = next((k for k in range(i - 2, max(-1, i - 5), -1) if page.text[k] in _BRACKETS), -1)
        return opening > 0 and _nickname(page, opening) == i
    return page.text[i] in _BRACKETS and _nickname(page, i) > 0


def _nickname(page: Columns, opening: int) -> int:
    """The token that closes the nickname opened at the bracket; 0 where it holds anything else."""
    first = opening + 1
    marked = page.at(first) in MARKS
    first += marked
    closing = first + 1 + marked
    if opening < 1 or closing + 1 >= len(page) or page.text[closing] != _BRACKETS[page.text[opening]]:
        return 0
    if marked and page.text[first + 1] not in MARKS:
        return 0
    beside = page.text[opening - 1], page.text[first], page.text[closing + 1]
    named = all(text[0].isupper() and text[1:].islower() for text in beside)
    return closing if named and (marked or is_given(page.text[first])) and is_given(beside[0]) else 0


def is_epithet(page: Columns, i: int) -> bool:
    """Whether "the" at ``i`` joins an epithet to a name: "Leo the Great", "Gwen the Second"."""
    if page.text[i] != "the" or i == 0 or i + 1 == len(page):
        return False
    ends = i + 2 == len(page) or not page.text[i + 2][0].isupper()
    return page.text[i - 1][0].isupper() and page.text[i + 1] in words("names", "epithets") and ends


def heads_a_part(page: Columns, i: int) -> bool:
    """Whether a capital stands before the bracket that ends a line of a cast list: "NED CRANE (Todd Winters)"."""
    first, last = page.sents[page.sent[i]]
    body = [k for k in range(first, last) if not page.text[k].isspace()]
    opening = next((k for k in body if page.text[k] == "("), -1)
    return page.text[i].isupper() and i < opening and page.text[body[-1]] == ")"


def inside_a_body(page: Columns, i: int) -> bool:
    """Whether a word that people are called by is part of the name of a trust: "the Blue Anchor Trust"."""
    body = i + 1 < len(page) and page.text[i + 1][0].isupper() and page.text[i + 1] in words("brands", "charity_ends")
    return body and i > 0 and (page.text[i - 1][0].isupper() or page.lower[i - 1] == "the")


def opens_line(page: Columns, i: int) -> bool:
    """Whether a word stands right behind the date of a timeline's line: "1992: Marries Tom Bell in Leeds"."""
    return (
        page.lower[i] in rules("frames")["lines"]
        and i > 1
        and page.text[i - 1] in {":", "–", "—", "-"}
        and page.text[i - 2][-1].isdigit()
    )
