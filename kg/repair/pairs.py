"""Two names in one breath: "Ann Lee and Bo Roe married in May".

The parser often reads them as one long name, Lee and Bo as the modifiers of Roe, and then Roe alone is the subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Doc, Span

from kg.columns import Columns
from kg.names import is_given


def part_pairs(doc: Doc) -> Doc:
    """Make the second of two people joined by "and" the conjunct of the first, where it was read as their head."""
    for one, other in pairwise(ent for ent in doc.ents if ent.label_ == "PERSON"):
        if one.end + 1 == other.start and doc[one.end].lower_ in {"and", "&"}:
            _part(one, other)
    return doc


def apart(page: Columns, first: int, last: int, label: str) -> Iterator[tuple[int, int, str]]:
    """The name, or the two people of whom it was made one by a sign: "Ann Lee & Bo Roe"."""
    sign = next((i for i in range(first + 1, last - 1) if page.text[i] == "&"), None)
    if label == "PERSON" and sign is not None and is_given(page.text[first]) and is_given(page.text[sign + 1]):
        yield first, sign, label
        yield sign + 1, last, label
    else:
        yield first, last, label


def _part(one: Span, other: Span) -> None:
    first, second = one.root, other.root
    if first.head != second:
        return
    role, head = second.dep_, second.head
    first.head, first.dep_ = (first if role == "ROOT" else head), role
    second.head, second.dep_ = first, "conj"
    for token in other:
        if token.head == first and token != second:
            token.head, token.dep_ = second, "compound"
