"""Lemmas by the stock rules, each word asked for once."""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.tokens import Doc

KEPT = 50_000
"""How many words are kept in mind before we begin anew."""

_LOOKS: list[int | str] = ["ORTH", "POS", "MORPH"]
"""What the rules look at, as numbers."""


def known(component: Any) -> bool:
    """Whether the component is built as in ``en_core_web_*``."""
    return isinstance(component, EnglishLemmatizer) and component.mode == "rule" and not component.overwrite


class QuickLemmas:
    """The lemmas that a ``Lemmatizer`` by rules gives to tokens that have none."""

    def __init__(self, stock: Any) -> None:
        self._stock = stock
        self._seen: dict[tuple[int, ...], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas."""
        if not len(doc):
            return doc
        if len(self._seen) > KEPT:
            self._seen.clear()
        lemmas = doc.to_array("LEMMA").tolist()
        for i, key in enumerate(zip(*doc.to_array(_LOOKS).T.tolist(), strict=True)):
            if not lemmas[i]:
                found = self._seen.get(key)
                if found is None:
                    found = self._seen[key] = doc.vocab.strings.add(self._stock.lemmatize(doc[i])[0])
                lemmas[i] = found
        return doc.from_array(["LEMMA"], np.array(lemmas, dtype=np.uint64))  # type: ignore[arg-type]
