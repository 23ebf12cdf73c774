"""The tokens of a ``Doc`` as plain lists: reading a list is many times faster than asking a ``Token``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc


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
    head: list[int]
    lemma: list[str]
    label: list[str]
    idx: list[int]
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
        """The tokens ``first`` to ``last`` (exclusive) as printed, runs of blanks as one."""
        parts = []
        for i in range(first, last):
            parts.append(self.text[i])
            if i + 1 < last and self.idx[i + 1] > self.end(i):
                parts.append(" ")
        return " ".join("".join(parts).split())


_TEXT = "text"


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
    sent: list[int] = []
    sents: list[tuple[int, int]] = []
    for number, span in enumerate(doc.sents):
        sents.append((span.start, span.end))
        sent.extend([number] * (span.end - span.start))
    tokens = list(doc)
    return Columns(
        text=[t.text for t in tokens],
        lower=[t.lower_ for t in tokens],
        tag=[t.tag_ for t in tokens],
        pos=[t.pos_ for t in tokens],
        dep=[t.dep_ for t in tokens],
        head=[t.head.i for t in tokens],
        lemma=[t.lemma_ for t in tokens],
        label=[t.ent_type_ for t in tokens],
        idx=[t.idx for t in tokens],
        sent=sent,
        sents=sents,
    )
