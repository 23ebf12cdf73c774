"""The same in less time: parts of spaCy's pipeline done over for one core, and a ``Doc`` that is read quickly.

- `QuickTokenizer`: a word that was split once is known from then on, whatever stands before it.
- `QuickTensor`: the vectors of the tokens, computed without the copies between the layers of thinc.
- `QuickEntities`: the greedy entity decoder scores one token after the other, though outside of an entity the score
  depends on the token alone. Those are computed at once; only the tokens inside entities are left to a loop.
- `QuickAttributes`: nearly all rules of the attribute ruler look at one token; what they say about a tag and a word
  is asked of the ruler once and remembered.
- `QuickLemmas`: so are the lemmas, which hang on the word and what the attribute ruler says of it.
- `frozen`: what they have found, as plain objects in the place of ``Doc``, ``Token`` and ``Span``.

They are exact: a test compares them with the components they stand for. Where a pipeline is built otherwise than
``en_core_web_*`` is, the stock component is left in place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from kg.fast import attributes, entities, lemmas, vectors
from kg.fast.attributes import QuickAttributes
from kg.fast.entities import QuickEntities
from kg.fast.frozen import frozen
from kg.fast.lemmas import QuickLemmas
from kg.fast.tokens import QuickTokenizer
from kg.fast.vectors import QuickTensor

__all__ = [
    "STANDS_FOR",
    "QuickAttributes",
    "QuickEntities",
    "QuickLemmas",
    "QuickTensor",
    "QuickTokenizer",
    "frozen",
    "quicken",
]

STANDS_FOR = {
    "kg_tensor": "tok2vec",
    "kg_entities": "ner",
    "kg_attributes": "attribute_ruler",
    "kg_lemmas": "lemmatizer",
}
"""Our component -> the stock one whose place it takes."""

_MADE: dict[str, tuple[Callable[[Any], bool], Callable[[Any], Callable[[Doc], Doc]]]] = {
    "kg_tensor": (vectors.known, QuickTensor),
    "kg_entities": (entities.known, QuickEntities),
    "kg_attributes": (attributes.known, QuickAttributes),
    "kg_lemmas": (lemmas.known, QuickLemmas),
}


def quicken(nlp: Language) -> None:
    """Put the quick components in the place of the stock ones, where the pipeline has those we know."""
    if isinstance(nlp.tokenizer, Tokenizer):
        nlp.tokenizer = QuickTokenizer(nlp.tokenizer)
    for name, stock in STANDS_FOR.items():
        known, _ = _MADE[name]
        if not nlp.has_pipe(stock) or not known(nlp.get_pipe(stock)):
            continue
        if not Language.has_factory(name):
            Language.factory(name, func=_make)
        nlp.add_pipe(name, after=stock)
        nlp.disable_pipe(stock)


def _make(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    return _MADE[name][1](nlp.get_pipe(STANDS_FOR[name]))
