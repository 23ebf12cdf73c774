"""A ``Doc`` that no longer changes, as plain Python objects: the rules ask its tokens some 60,000 times an article.

spaCy makes a ``Token`` anew at each asking, looks its strings up by number and walks the tree in generators. Here every
token is made once, and what is asked of it twice is remembered. What a `FrozenToken` lacks, it asks the stock one.

Half-sentences come in, and rules ask what comes next: past the end of a document stands an empty word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, cast, overload

from spacy.tokens import Doc, Span, Token

from kg.columns import columns, keep, text_of

_PLACE = attrgetter("i")
EDGE = 3
"""How many places past either end a rule may look: an empty word stands there. Further out is an IndexError."""


def frozen(doc: Doc) -> Doc:
    """``doc`` as it is now, with tokens and spans that are the same objects at each asking; it shares ``user_data``.

    >>> import spacy
    >>> words = ["Ann", "wed", "Bo", "."]
    >>> stock = Doc(spacy.blank("en").vocab, words, heads=[1, 1, 1, 1], deps=["nsubj", "ROOT", "dobj", "punct"])
    >>> doc = frozen(stock)
    >>> doc[0].head is doc[1], [child.text for child in doc[1].children], doc[2:].text
    (True, ['Ann', 'Bo', '.'], 'Bo .')
    """
    return cast("Doc", FrozenDoc(doc))


class FrozenDoc:
    """What the package asks of a ``Doc``; see `frozen`."""

    def __init__(self, stock: Doc) -> None:
        page = columns(stock)
        self.stock, self.vocab, self.user_data = stock, stock.vocab, stock.user_data
        self.has_annotation, self.to_array = stock.has_annotation, stock.to_array
        self.text = text_of(stock)
        keep(stock, page)
        self.tokens = [
            FrozenToken(self, i, *told)
            for i, told in enumerate(
                zip(page.text, page.lower, page.tag, page.pos, page.dep, page.lemma, page.label, page.idx, strict=True)
            )
        ]
        for token, head in zip(self.tokens, page.head, strict=True):
            token.head = self.tokens[head]
            if token.head is not token:
                token.head.children.append(token)
        self.sents = tuple(FrozenSpan(self, start, end) for start, end in page.sents)
        for sentence in self.sents:
            for token in sentence:
                token.sent = sentence
        self.ents = tuple(FrozenSpan(self, ent.start, ent.end, ent.label_) for ent in stock.ents)
        self.edge = FrozenToken(self, len(self.tokens), "", "", "", "", "", "", "", len(self.text))
        self.edge.head = self.edge
        self.edge.sent = FrozenSpan(self, len(self.tokens), len(self.tokens))

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[FrozenToken]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, key: int) -> FrozenToken: ...
    @overload
    def __getitem__(self, key: slice) -> FrozenSpan: ...
    def __getitem__(self, key: int | slice) -> FrozenToken | FrozenSpan:
        if isinstance(key, slice):
            start, end, _ = key.indices(len(self.tokens))
            return FrozenSpan(self, start, max(start, end))
        try:
            return self.tokens[key]
        except IndexError:
            if 0 <= key - len(self.tokens) < EDGE:
                return self.edge
            raise


class FrozenToken:
    """What the package asks of a ``Token``; there is one for each place, so `is` and `==` are the same."""

    head: FrozenToken
    sent: FrozenSpan

    def __init__(
        self,
        doc: FrozenDoc,
        i: int,
        text: str,
        lower: str,
        tag: str,
        pos: str,
        dep: str,
        lemma: str,
        label: str,
        idx: int,
    ) -> None:
        self.doc, self.i, self.idx = doc, i, idx
        self.text, self.lower_, self.lemma_ = text, lower, lemma
        self.tag_, self.pos_, self.dep_, self.ent_type_ = tag, pos, dep, label
        self.children: list[FrozenToken] = []

    def __getattr__(self, name: str) -> Any:
        """What else the stock token says in words or numbers, asked once; an empty word says nothing."""
        value = _plain(self.doc.stock[self.i], name) if self is not self.doc.edge else "" if name[-1] == "_" else None
        setattr(self, name, value)
        return value

    def __len__(self) -> int:
        return len(self.text)

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def __lt__(self, other: FrozenToken) -> bool:
        return self.i < other.i

    @cached_property
    def lefts(self) -> list[FrozenToken]:
        """The children before it."""
        return [child for child in self.children if child.i < self.i]

    @cached_property
    def rights(self) -> list[FrozenToken]:
        """The children behind it."""
        return [child for child in self.children if child.i > self.i]

    @cached_property
    def subtree(self) -> list[FrozenToken]:
        """The token and all that hangs on it, each behind what hangs on it to the left. Lists of names hang deep."""
        found: list[FrozenToken] = []
        waiting = [(self, False)]
        while waiting:
            token, seen = waiting.pop()
            if seen or not token.children:
                found.append(token)
            else:
                waiting.extend((child, False) for child in reversed(token.rights))
                waiting.append((token, True))
                waiting.extend((child, False) for child in reversed(token.lefts))
        return found

    @cached_property
    def left_edge(self) -> FrozenToken:
        """The first token of what hangs on it."""
        return min(self.subtree, key=_PLACE)

    @cached_property
    def right_edge(self) -> FrozenToken:
        """The last token of what hangs on it."""
        return max(self.subtree, key=_PLACE)

    @property
    def ancestors(self) -> Iterator[FrozenToken]:
        """Its head, the head of that, and so on."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def is_ancestor(self, descendant: FrozenToken) -> bool:
        """Whether ``descendant`` hangs on it."""
        return any(token is self for token in descendant.ancestors)

    @cached_property
    def conjuncts(self) -> tuple[FrozenToken, ...]:
        """Those that are coordinated with it."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        found = [first]
        for token in found:
            found.extend(child for child in token.rights if child.dep_ == "conj")
        return tuple(token for token in found if token is not self)

    def depth(self) -> int:
        """How far it is from the root; blanks and marks on which nothing hangs are as far as can be."""
        if not self.children and (self.is_space or self.is_punct):
            return len(self.doc)
        return sum(1 for _ in self.ancestors)

    def nbor(self, i: int = 1) -> FrozenToken:
        """The token ``i`` places behind. Raises IndexError far outside of the document."""
        place = self.i + i
        if place < -EDGE:
            raise IndexError(f"there is no token {place}")
        return self.doc[place] if place >= 0 else self.doc.edge


@dataclass(slots=True, unsafe_hash=True, repr=False)
class FrozenSpan:
    """What the package asks of a ``Span``."""

    doc: FrozenDoc
    start: int
    end: int
    label_: str = ""

    def __getattr__(self, name: str) -> Any:
        """What else the stock span says in words or numbers."""
        return _plain(self.doc.stock[self.start : self.end], name)

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[FrozenToken]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, key: int) -> FrozenToken: ...
    @overload
    def __getitem__(self, key: slice) -> FrozenSpan: ...
    def __getitem__(self, key: int | slice) -> FrozenToken | FrozenSpan:
        if isinstance(key, slice):
            start, end, _ = key.indices(len(self))
            return FrozenSpan(self.doc, self.start + start, self.start + max(start, end))
        return self.doc.tokens[self.start : self.end][key]

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    @property
    def start_char(self) -> int:
        """The offset of its first character."""
        tokens = self.doc.tokens
        return tokens[self.start].idx if self.start < len(tokens) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """The offset behind its last character."""
        if self.start == self.end:
            return self.start_char
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """The words as printed."""
        return self.doc.text[self.start_char : self.end_char]

    @property
    def ents(self) -> list[FrozenSpan]:
        """The entities that lie in it."""
        return [ent for ent in self.doc.ents if self.start <= ent.start and ent.end <= self.end]

    @property
    def sent(self) -> FrozenSpan:
        """The sentence that it begins in."""
        return self.doc.tokens[self.start].sent

    @property
    def root(self) -> FrozenToken:
        """The token nearest to the root of the sentence, the first of several; an empty span has none."""
        tokens = self.doc.tokens[self.start : self.end]
        root = next((token for token in tokens if token.head is token), None)
        outer = (token for token in tokens if not self.start <= token.head.i < self.end)
        return root or min(outer, key=FrozenToken.depth, default=None) or self.doc.tokens[self.start]


def _plain(stock: Token | Span, name: str) -> str | int | None:
    """An attribute that holds no token. Raises AttributeError for others: they would be stock ones."""
    value = getattr(stock, name)
    if isinstance(value, str | int | None):
        return value
    raise AttributeError(f"a frozen document does not know {name!r}: add it to {__name__}")
