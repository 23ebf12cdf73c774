"""The tokens of a ``Doc`` as plain lists: reading a list is many times faster than asking a ``Token``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
from spacy.strings import StringStore
from spacy.tokens import Doc, Token


@dataclass
class Columns:
    """One list an attribute, indexed by token. ``head`` of a root is itself; ``sent`` is the sentence's number.

    Made by `columns`; read only by custom (the lists are not copied).
    """

    text: list[str]
    lower: list[str]
    tag: list[str]
    pos: list[str]
    dep: list[str]
    lemma: list[str]
    label: list[str]
    idx: list[int]
    head: list[int]
    sent: list[int]
    sents: list[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def children(self) -> list[list[int]]:
        """The dependents of every token, from left to right."""
        found: list[list[int]] = [[] for _ in self.text]
        for i, head in enumerate(self.head):
            if head != i:
                found[head].append(i)
        return found

    def at(self, i: int) -> str:
        """The lower-cased token ``i``, or an empty string outside the text."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def end(self, i: int) -> int:
        """The offset behind token ``i``."""
        return self.idx[i] + len(self.text[i])

    def words(self, first: int, last: int) -> str:
        """The tokens ``first`` to ``last`` (exclusive) as printed, runs of blanks as one; past the end is nothing."""
        parts = []
        last = min(last, len(self.text))
        for i in range(first, last):
            parts.append(self.text[i])
            if i + 1 < last and self.idx[i + 1] > self.end(i):
                parts.append(" ")
        return " ".join("".join(parts).split())


_TEXT, _COLUMNS = "text", "columns"
_SPELT = ("ORTH", "LOWER", "TAG", "POS", "DEP", "LEMMA", "ENT_TYPE")
"""The attributes of which a ``Doc`` keeps the numbers of strings, in the order of `Columns`."""


def text_of(doc: Doc) -> str:
    """The text of a ``Doc``, put together once: spaCy does it anew at each asking.

    >>> import spacy
    >>> text_of(spacy.blank("en")("Ann wed."))
    'Ann wed.'
    """
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    return str(doc.user_data[_TEXT])


def columns(doc: Doc) -> Columns:
    """The columns of a parsed ``Doc``.

    >>> import spacy
    >>> page = columns(spacy.tokens.Doc(spacy.blank("en").vocab, ["Ann", "wed", "."], sent_starts=[True, False, False]))
    >>> page.at(1), page.sents
    ('wed', [(0, 3)])
    """
    if _COLUMNS in doc.user_data:
        return cast("Columns", doc.user_data[_COLUMNS])
    sent: list[int] = []
    sents: list[tuple[int, int]] = []
    for number, span in enumerate(doc.sents):
        sents.append((span.start, span.end))
        sent.extend([number] * (span.end - span.start))
    cells = doc.to_array([*_SPELT, "IDX", "HEAD"])
    text, lower, tag, pos, dep, lemma, label = (
        _spelt(column, doc.vocab.strings) for column in cells.T[: len(_SPELT)].tolist()
    )
    heads = (cells[:, -1].view(np.int64) + np.arange(len(cells))).tolist()
    return Columns(text, lower, tag, pos, dep, lemma, label, cells[:, -2].tolist(), heads, sent, sents)


def _spelt(column: list[int], strings: StringStore) -> list[str]:
    told = {key: strings[key] for key in {*column}}
    return [told[key] for key in column]


def having(doc: Doc, attribute: str, words: Iterable[str]) -> list[Token]:
    """The tokens of which an attribute (as `Doc.to_array` names it) is one of ``words``; no others are looked at.

    >>> import spacy
    >>> having(spacy.tokens.Doc(spacy.blank("en").vocab, ["Ann", "wed", "Wed"]), "LOWER", {"wed"})
    [wed, Wed]
    """
    wanted = {doc.vocab.strings[word] for word in words}
    return [doc[i] for i, key in enumerate(doc.to_array(attribute).tolist()) if key in wanted]


def keep(doc: Doc, page: Columns) -> None:
    """Let `columns` answer with ``page`` from now on, for a document that no longer changes."""
    doc.user_data[_COLUMNS] = page
