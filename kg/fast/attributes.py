"""Part of speech, morphology and lemma exceptions by the stock rules, each kind of token asked for once."""

from __future__ import annotations

import re
from typing import Any

from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc


def known(component: Any) -> bool:
    """Whether the component is built as in ``en_core_web_*``."""
    return isinstance(component, AttributeRuler) and all(
        _simple(token) for pattern in _single(component) for token in pattern["patterns"][0]
    )


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
