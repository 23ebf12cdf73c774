"""A document with what is dear to ask of it again and again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.dates.tense import Tense, tense_at


@dataclass(frozen=True, slots=True)
class Page:
    """A document, its text, where its tokens start, and whether it has a parse."""

    doc: Doc
    text: str
    starts: tuple[int, ...]
    parsed: bool

    @classmethod
    def of(cls, doc: Doc) -> Page:
        """The page of a document."""
        parsed = doc.has_annotation("DEP") and doc.has_annotation("TAG")
        return cls(doc, doc.text, tuple(doc.to_array("IDX").tolist()), parsed)

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The first token of a span of characters and the one after its last.

        >>> from spacy.lang.en import English
        >>> Page.of(English()("born on Dec. 22 .")).tokens(8, 15)
        (2, 4)
        """
        return max(0, bisect_right(self.starts, start) - 1), bisect_left(self.starts, end)

    def tense(self, start: int, end: int) -> Tense:
        """The tense of the clause around a span of characters."""
        return tense_at(self.doc, *self.tokens(start, end), parsed=self.parsed)
