"""The same predictions in less time: two stock components of spaCy done over for one core.

- `QuickEntities`: the greedy entity decoder scores one token after the other, though outside of an entity the score
  depends on the token alone. Those are computed at once; only the tokens inside entities are left to a loop.
- `QuickAttributes`: nearly all rules of the attribute ruler look at one token; what they say about a tag and a word
  is asked of the ruler once and remembered.

Both are exact: a test compares them with the components they stand for. Where a pipeline is built otherwise than
``en_core_web_*`` is, the stock component is left in place.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import AttributeRuler, EntityRecognizer
from spacy.tokens import Doc, Span

STANDS_FOR = {"kg_entities": "ner", "kg_attributes": "attribute_ruler"}
"""Our component -> the stock one whose place it takes."""


def quicken(nlp: Language) -> None:
    """Put the quick components in the place of the stock ones, where the pipeline has those we know."""
    for name, stock in STANDS_FOR.items():
        if not nlp.has_pipe(stock) or not _known(nlp.get_pipe(stock)):
            continue
        if not Language.has_factory(name):
            Language.factory(name, func=_make_entities if name == "kg_entities" else _make_attributes)
        nlp.add_pipe(name, after=stock)
        nlp.disable_pipe(stock)


def _make_entities(nlp: Language, name: str) -> QuickEntities:
    return QuickEntities(nlp.get_pipe(STANDS_FOR[name]))


def _make_attributes(nlp: Language, name: str) -> QuickAttributes:
    return QuickAttributes(nlp.get_pipe(STANDS_FOR[name]))


def _known(component: Any) -> bool:
    """Whether the component is built as in ``en_core_web_*``."""
    if isinstance(component, AttributeRuler):
        return all(_simple(token) for pattern in _single(component) for token in pattern["patterns"][0])
    if not isinstance(component, EntityRecognizer):
        return False
    attrs = component.model.attrs
    plain = attrs.get("has_upper") and not attrs.get("unseen_classes") and component.cfg.get("beam_width") == 1
    return bool(plain) and component.model.get_ref("lower").get_dim("nF") == 3


class QuickEntities:
    """Named entities by the model of an ``EntityRecognizer``, greedily and without beam, as it does itself.

    A document that has entities already is handed to the recogniser, which respects them.
    """

    def __init__(self, stock: Any) -> None:
        self._stock = stock
        names = [stock.moves.get_class_name(i) for i in range(stock.moves.n_moves)]
        self._labels = [name.partition("-")[2] for name in names]
        self._kinds = np.array([name.partition("-")[0] for name in names])
        self._outside = int(np.flatnonzero(self._kinds == "O")[0])
        self._begin = self._kinds == "B"
        named = np.array([bool(label) for label in self._labels])
        self._closed = (self._begin & named) | ((self._kinds == "U") & named) | (self._kinds == "O")
        at = {name: i for i, name in enumerate(names)}
        self._inner = {
            label: (at[f"I-{label}"], at[f"L-{label}"]) for label in set(self._labels) if label and f"I-{label}" in at
        }

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.ents``."""
        if not len(doc):
            return doc
        if any(token.ent_iob for token in doc):
            return self._stock(doc)  # type: ignore[no-any-return]
        doc.set_ents(
            [Span(doc, first, last, label=label) for first, last, label in self._decode(doc)], default="outside"
        )
        return doc

    def _decode(self, doc: Doc) -> list[tuple[int, int, str]]:
        model = self._stock.model
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        # One row a token behind a row of padding; one slice each for the token, the entity's first, the token before.
        cached = lower.predict(model.get_ref("tok2vec").predict([doc]))
        bias, weights, offsets = lower.get_param("b"), upper.get_param("W"), upper.get_param("b")
        padding = cached[0]
        states = cached[1:, 0] + padding[1] + padding[2] + bias
        scores = states.max(axis=-1) @ weights.T + offsets
        n = len(doc)
        starts = np.fromiter((token.is_sent_start is True for token in doc), dtype=bool, count=n)
        spaces = np.fromiter((token.is_space for token in doc), dtype=bool, count=n)
        last = np.append(starts[1:], True)
        scores[:, ~self._closed] = -np.inf
        scores[np.ix_(last, self._begin)] = -np.inf
        if spaces.any():
            scores[np.ix_(spaces, np.arange(len(self._kinds)) != self._outside)] = -np.inf
        moves = scores.argmax(axis=1).tolist()
        found: list[tuple[int, int, str]] = []
        i = 0
        while i < n:
            label = self._labels[moves[i]]
            first = i
            if self._begin[moves[i]]:
                inside, final = self._inner[label]
                i += 1
                while not last[i]:
                    state = cached[i + 1, 0] + cached[first + 1, 1] + cached[i, 2] + bias
                    two = weights[[inside, final]] @ state.max(axis=-1) + offsets[[inside, final]]
                    # The first of two equal scores wins, by the order of the moves.
                    if two[1] > two[0] or (two[1] == two[0] and final < inside):
                        break
                    i += 1
            i += 1
            if label:
                found.append((first, i, label))
        return found


def _single(ruler: Any) -> list[Any]:
    """The rules that look at one token."""
    return [rule for rule in ruler.patterns if all(len(pattern) == 1 for pattern in rule["patterns"])]


def _simple(token: dict[str, Any]) -> bool:
    """Whether the rule looks at nothing but tag, dependency, whitespace and the word in lower case."""
    return set(token) <= {"TAG", "LOWER", "DEP", "IS_SPACE"} and (
        isinstance(token.get("LOWER", ""), str) or set(token["LOWER"]) <= {"IN", "REGEX"}
    )


class QuickAttributes:
    """Part of speech, morphology and lemma exceptions as an ``AttributeRuler`` sets them."""

    def __init__(self, stock: Any) -> None:
        self._stock = stock
        self._longer = AttributeRuler(stock.vocab, name="longer")
        for rule in stock.patterns:
            if any(len(pattern) > 1 for pattern in rule["patterns"]):
                self._longer.add(**rule)
        self._words: set[str] = set()
        self._shapes: list[re.Pattern[str]] = []
        for rule in _single(stock):
            for (token,) in rule["patterns"]:
                lower = token.get("LOWER", {})
                self._words.update([lower] if isinstance(lower, str) else lower.get("IN", ()))
                if not isinstance(lower, str) and "REGEX" in lower:
                    self._shapes.append(re.compile(lower["REGEX"]))
        self._told: dict[tuple[str, str, str, bool], tuple[int, str | None, str, str]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of every token."""
        told = self._told
        for token in doc:
            key = (token.tag_, self._word(token.lower_), token.dep_, token.is_space)
            found = told.get(key)
            if found is None:
                found = told[key] = self._ask(doc, *key)
            pos, morph, lemma, dep = found
            if pos:
                token.pos = pos
            if morph is not None:
                token.set_morph(morph)  # type: ignore[attr-defined]
            if lemma:
                token.lemma_ = lemma
            if dep:
                token.dep_ = dep
        return self._longer(doc)

    def _word(self, lower: str) -> str:
        """The word, if any rule names it."""
        if lower in self._words:
            return lower
        if any(shape.search(lower) for shape in self._shapes):
            self._words.add(lower)
            return lower
        return ""

    def _ask(self, doc: Doc, tag: str, lower: str, dep: str, space: bool) -> tuple[int, str | None, str, str]:
        """What the stock ruler says of a single such token: part of speech, morphology, lemma, dependency."""
        word = lower or (" " if space else "\u2022")
        token = self._stock(Doc(doc.vocab, words=[word], tags=[tag], deps=[dep], heads=[0]))[0]
        morph = str(token.morph) if token.has_morph() else None
        return token.pos, morph, token.lemma_, token.dep_ if token.dep_ != dep else ""
