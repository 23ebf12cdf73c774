"""Kin that somebody only is likened to: "old enough to be her mother", "considers him her brother", "if he were"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.names import rules

_FAR = 8
"""So many tokens before the noun may liken somebody to it."""


def is_likened(noun: Token, named_until: Sequence[int]) -> bool:
    """Whether the words before a kin noun take it for what is not so; ``named_until`` are the ends of names."""
    doc, start, words = noun.doc, noun.sent.start, rules("kin")["likened"]
    before = [token.lower_ for token in doc[max(start, noun.i - _FAR) : noun.i]]
    if any(before[i : i + 2] == ["enough", "to"] for i in range(len(before))) and "be" in before[-_FAR:]:
        return True
    if "were" in before:
        were = noun.i - len(before) + before.index("were")
        singular = not any(
            t.tag_ in {"NNS", "NNPS", "CC"} or t.lower_ in {"they", "we", "you"} for t in doc[start:were]
        )
        return singular and any(token.lower_ in words["unreal"] for token in doc[start:were])
    owner = noun.i - 1
    while owner > start and doc[owner].tag_ in {"JJ", "JJR", "HYPH"}:
        owner -= 1
    if doc[owner].tag_ not in {"PRP$", "DT"}:
        return False
    called = owner in named_until or doc[owner - 1].lower_ in {"him", "her", "them"}
    near = doc[max(start, owner - 4) : owner]
    return called and any(token.lemma_ in words["verbs"] and token.pos_ == "VERB" for token in near)
