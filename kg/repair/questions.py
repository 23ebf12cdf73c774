"""Capitals that are no part of the name beside them: of questions ("Will Ann marry?") and of headlines ("Ann DEAD")."""

from __future__ import annotations

from kg.columns import Columns
from kg.names import is_given
from kg.repair.cues import listed

_COPULAS = frozenset({"is", "was", "isn't", "wasn't"})


def is_shouted(page: Columns, i: int) -> bool:
    """Whether a word of a headline stands in capitals behind a name that does not: "Ty Voss DEAD at 50"."""
    if page.lower[i] not in listed("shouted") or not page.text[i].isupper() or i == 0:
        return False
    before = page.text[i - 1]
    return before[0].isupper() and (len(before) == 1 or not before.isupper())


def asks(page: Columns, i: int) -> bool:
    """Whether an auxiliary opens a question about somebody named: "Will Emma Voss marry?", no "Will Reed, 50, left"."""
    if page.tag[i] != "MD" or not _is_question(page, i):
        return False
    named = is_given(page.at(i + 1).title()) and page.text[i + 2 : i + 3] and page.text[i + 2][0].isupper()
    return page.text[i + 1][0].isupper() and (bool(named) or page.tag[page.head[i]] == "VB")


def second_asked(page: Columns, first: int, last: int) -> tuple[int, ...]:
    """Where the second of two names begins that a question puts side by side: "Is Ann Lowe Tom Reed's sister?"."""
    opens = page.at(first - 1) in _COPULAS and page.sents[page.sent[first]][0] == first - 1
    owns = last < len(page) and page.tag[last] == "POS"
    if not (opens and owns and _is_question(page, first)):
        return ()
    return next(((k,) for k in range(first + 1, last) if k > first + 1 and is_given(page.text[k])), ())


def _is_question(page: Columns, i: int) -> bool:
    """Whether the sentence of token ``i`` ends in a question mark, quotation marks aside."""
    last = page.sents[page.sent[i]][1]
    return "?" in page.text[max(i + 1, last - 3) : last]


def asks_inside(page: Columns, i: int) -> bool:
    """Whether the verb at ``i`` is one of a title that asks: "for Who's Afraid of the Dark?"."""
    wh = i > 0 and page.tag[i] == "VBZ" and page.tag[i - 1][:1] == "W" and page.text[i - 1][0].isupper()
    inside = wh and i + 1 < len(page) and page.sents[page.sent[i]][0] < i - 1
    return inside and page.text[i + 1][0].isupper() and page.pos[i - 2] == "ADP"
