"""Who is up for a prize and has not won it: lists of nominees, and what somebody foretells or would have wished."""

from __future__ import annotations

from itertools import takewhile

from spacy.tokens import Token

from kg.claims.reading import Reading
from kg.model import EntityType, Mention
from kg.names import rules

_NEAR = 6
"""How many tokens behind the name it is said what will, or should, become of it."""
_ENDS = frozenset({",", ";", ".", ":", "(", "for", "\n"})


def is_no_winner(reading: Reading, label: Mention, colon: int) -> bool:
    """Whether the name behind "Best actress:" won nothing: it "will win", or is one of those who are nominated.

    The nearest line above that tells of winning, of a nomination or of a forecast says what the list is.
    """
    doc = reading.doc
    name = next((m for i in range(colon + 1, min(colon + 3, len(doc))) if (m := reading.names.get(i))), None)
    if name is None:
        return False
    behind = list(takewhile(lambda t: t.lower_ not in _ENDS, doc[name.last : name.last + _NEAR]))
    if any(t.tag_ == "MD" or t.dep_ == "neg" or t.lower_ in _words("unwon") for t in behind):
        return True
    return _has_rivals(reading, name) or _kind_above(reading, label) in {"forecasts", "nominations"}


def _has_rivals(reading: Reading, name: Mention) -> bool:
    """Whether a semicolon parts the name from another that has no label: "Best actor: Al Orr, X; Bo Lowe, Y"."""
    doc = reading.doc
    line = list(takewhile(lambda t: "\n" not in t.text and not _is_end(t), doc[name.last :]))
    for token in line:
        if token.text == ":":
            return False
        rival = reading.names.get(token.i + 1) if token.text == ";" else None
        if rival is not None:
            behind = doc[rival.last].text if rival.last < len(doc) else ""
            return rival.type is EntityType.PERSON and behind in {",", ";", "(", "for", "."}
    return False


def _is_end(token: Token) -> bool:
    return token.text == "." and (token.i + 1 == len(token.doc) or bool(token.nbor().is_sent_start))


def _kind_above(reading: Reading, label: Mention) -> str | None:
    """What the nearest line or sentence above tells of, or the title, if none does."""
    above = [one for one in reading.doc.sents if one.end <= label.first]
    lines = [" ".join(t.lower_ for t in one) for one in reversed(above)]
    title = str(reading.doc.user_data.get("title") or "").lower()
    for line in (f" {words} " for words in [*lines, title]):
        for kind in ("forecasts", "wins", "nominations"):
            if any(f" {phrase} " in line for phrase in _words(kind)):
                return kind
    return None


def _words(key: str) -> frozenset[str]:
    return frozenset(rules("frames")["contenders"][key])
