"""Quotation marks and the words of speech: which marks open, which close, and the spans between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from spacy.tokens import Doc, Token

from kg.names import rules


def speech_rules() -> Mapping[str, Any]:
    """The tables of ``kg/rules/speech.toml``."""
    return rules("speech")


MARKS = speech_rules()["marks"]
_OPENING = frozenset(MARKS["opening"])
_CLOSING = frozenset(MARKS["closing"])
DOUBLE = _OPENING | _CLOSING | frozenset(MARKS["either"])
_SINGLE_OPEN = frozenset(MARKS["single_open"])
_SINGLE_CLOSE = frozenset(MARKS["single_close"])
DASHES = frozenset(MARKS["dash"])
FINAL = frozenset({".", "?", "!", "…", "..."})
BREAK = frozenset({",", ";", ":", "(", ")", "[", "]"}) | FINAL | DOUBLE | DASHES


@cache
def speech_verbs() -> frozenset[str]:
    """The lemmas that may carry a quotation.

    >>> "sigh" in speech_verbs(), "marry" in speech_verbs()
    (True, False)
    """
    return frozenset(lemma for lemmas in speech_rules()["quotation"].values() for lemma in lemmas)


def spans(doc: Doc) -> Iterator[tuple[int, int, bool]]:
    """Pairs of marks as (first, last, runs on into the next paragraph)."""
    opened: int | None = None
    single = False
    for token in doc:
        if "\n" in token.text and opened is not None:
            if not single and token.i > opened:
                yield opened, token.i, True
            opened = None
            continue
        if opened is not None and single:
            if token.text in _SINGLE_CLOSE and _closes_single(token):
                if token.i > opened:
                    yield opened, token.i, False
                opened = None
            elif token.text in DOUBLE:
                opened, single = token.i + 1, False
            continue
        if token.text in DOUBLE:
            if _opens(token, opened is not None):
                if opened is not None and token.i - 1 > opened:
                    yield opened, token.i, True
                opened, single = token.i + 1, False
            elif opened is not None:
                if token.i > opened:
                    yield opened, token.i, False
                opened = None
        elif opened is None and token.text in _SINGLE_OPEN and _opens_single(token):
            opened, single = token.i + 1, True
    if opened is not None and not single and len(doc) > opened:
        yield opened, len(doc), True


def _opens(token: Token, is_open: bool) -> bool:
    if token.text in _OPENING:
        return True
    if token.text in _CLOSING:
        return False
    if token.i == 0:
        return True
    before = token.doc[token.i - 1]
    spaced_before, spaced_after = bool(before.whitespace_) or before.is_space, bool(token.whitespace_)
    if token.i + 1 == len(token.doc):
        spaced_after = True
    if not is_open and before.like_num and not spaced_before:
        return False  # inches: 6'2"
    if spaced_before != spaced_after:
        return spaced_before
    return not is_open


def _opens_single(token: Token) -> bool:
    if token.i + 1 >= len(token.doc) or token.whitespace_ or token.tag_ == "POS":
        return False
    before = token.doc[token.i - 1] if token.i else None
    if before is not None and not (before.whitespace_ or before.is_space or before.text in BREAK):
        return False
    following = token.doc[token.i + 1]
    if following.lower_ in {"n", "em", "til", "tis", "twas", "cause", "round"} or following.text[:1].isdigit():
        return False  # clipped words and decades: 'til, 'em, '90s
    stop = min(len(token.doc), token.i + 80)
    return any(other.text in _SINGLE_CLOSE and _closes_single(other) for other in token.doc[token.i + 2 : stop])


def _closes_single(token: Token) -> bool:
    before = token.doc[token.i - 1]
    if before.whitespace_:
        return False
    if token.whitespace_ or token.i + 1 == len(token.doc) or token.doc[token.i + 1].text in BREAK:
        return token.tag_ != "POS" or before.text in BREAK
    return False
