"""Words split by the stock tokenizer, each word once."""

from __future__ import annotations

from itertools import islice

from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc


class QuickTokenizer:
    """Splits a text as a ``Tokenizer`` does.

    The stock one remembers how it has split a word, but of a text nothing behind the first exception: after one
    "there's" it splits every new word anew, in each text. Asked about a word alone, it remembers.
    """

    def __init__(self, stock: Tokenizer) -> None:
        self._stock = stock
        self._known: set[str] = set()

    def __call__(self, text: str) -> Doc:
        """The tokens of ``text``."""
        room = self._stock.max_cache_size - len(self._known)
        new = set(islice({*text.split()} - self._known, room)) if room else ()
        for word in new:
            self._stock(word)
        self._known.update(new)
        doc: Doc = self._stock(text)
        return doc
