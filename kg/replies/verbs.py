"""Questions ask with "do"; who tells does without: "Did she win?", "She won"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.names import rules
from kg.replies.question import Piece

_DOUBLED = frozenset({"wed", "split", "plan", "star", "stop", "drop", "ban", "rob"})


def told_plainly(auxiliary: Piece, rest: Iterable[Piece]) -> list[Piece]:
    """The auxiliary and the rest of a question; a verb behind "do" has its tense itself, but for a "not" between.

    >>> [piece.text for piece in told_plainly(Piece("did", 0, 3), [Piece("marry", 8, 13), Piece("Ann", 14, 17)])]
    ['married', 'Ann']
    """
    told = list(rest)
    k = next((k for k, piece in enumerate(told) if piece.text != "never" and not piece.text.endswith("ly")), len(told))
    verb = told[k] if k < len(told) else None
    if auxiliary.text not in {"did", "does", "do"} or verb is None or verb.text == "not":
        return [auxiliary, *told]
    form = {"did": past, "does": present}.get(auxiliary.text)
    return [*told[:k], replace(verb, text=form(verb.text)) if form is not None else verb, *told[k + 1 :]]


def past(verb: str) -> str:
    """The past tense of a verb.

    >>> past("divorce"), past("win"), past("marry"), past("play"), past("wed")
    ('divorced', 'won', 'married', 'played', 'wed')
    """
    irregular: dict[str, str] = rules("replies")["past"]
    if verb in irregular:
        return irregular[verb]
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    return verb + (verb[-1] if verb in _DOUBLED else "") + "ed"


def present(verb: str) -> str:
    """The verb as said of one: "lives", "has".

    >>> present("have"), present("marry"), present("watch"), present("live")
    ('has', 'marries', 'watches', 'lives')
    """
    if verb == "have":
        return "has"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
