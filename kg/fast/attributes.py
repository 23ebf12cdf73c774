"""Part of speech, morphology and lemma exceptions by the stock rules, each kind of token asked for once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, MorphAnalysis, Token

KEPT = 50_000
"""How many kinds of tokens are kept in mind before we begin anew."""

_LOOKS: list[int | str] = ["TAG", "LOWER", "DEP", "IS_SPACE"]
"""What the rules look at, as numbers."""

_Said = tuple[int, MorphAnalysis | None, int, int, bool]
"""What the rules say of a token: part of speech, morphology, lemma, dependency, whether a longer rule may begin."""


def known(component: Any) -> bool:
    """Whether the component is built as in ``en_core_web_*``."""
    return isinstance(component, AttributeRuler) and all(map(_simple, _firsts(component.patterns)))


def _firsts(rules: Iterable[Any]) -> list[dict[str, Any]]:
    """What each of the rules asks of the first token, nearly always the only one."""
    return [pattern[0] for rule in rules for pattern in rule["patterns"]]


def _simple(token: dict[str, Any]) -> bool:
    """Whether the rule looks at nothing but tag, dependency, whitespace and the word in lower case."""
    return set(token) <= {"TAG", "LOWER", "DEP", "IS_SPACE"} and (
        isinstance(token.get("LOWER", ""), str) or set(token["LOWER"]) <= {"IN", "REGEX"}
    )


class QuickAttributes:
    """Part of speech, morphology and lemma exceptions as an ``AttributeRuler`` sets them."""

    def __init__(self, stock: Any) -> None:
        self._stock = stock
        longer = [rule for rule in stock.patterns if any(len(pattern) > 1 for pattern in rule["patterns"])]
        self._longer = AttributeRuler(stock.vocab, name="longer")
        self._longer.add_patterns(longer)
        self._longest = max((len(pattern) for rule in longer for pattern in rule["patterns"]), default=0)
        self._begins = Matcher(stock.vocab)
        if longer:
            self._begins.add("begins", [[token] for token in _firsts(longer)])
        self._words: set[str] = set()
        self._shapes: list[re.Pattern[str]] = []
        for token in _firsts(stock.patterns):
            lower = token.get("LOWER", {})
            self._words.update([lower] if isinstance(lower, str) else lower.get("IN", ()))
            if not isinstance(lower, str) and "REGEX" in lower:
                self._shapes.append(re.compile(lower["REGEX"]))
        self._told: dict[tuple[str, str, str, bool], _Said] = {}
        self._seen: dict[tuple[int, ...], _Said] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of every token."""
        if len(self._seen) > KEPT:
            self._seen.clear()
        begun = []
        looks = zip(*doc.to_array(_LOOKS).T.tolist(), strict=True)
        for token, key in zip(doc, looks, strict=True):
            found = self._seen.get(key)
            if found is None:
                found = self._seen[key] = self._look_up(doc, token)
            pos, morph, lemma, dep, begins = found
            if begins:
                begun.append(token.i)
            if pos:
                token.pos = pos
            if morph is not None:
                token.morph = morph
            if lemma:
                token.lemma = lemma
            if dep:
                token.dep = dep
        longer = sorted(told for first in begun for told in self._going_on(doc, first))
        self._longer.set_annotations(doc, longer)  # type: ignore[no-untyped-call]
        return doc

    def _going_on(self, doc: Doc, first: int) -> Iterator[tuple[int, int, int, int]]:
        """The rules that look at several tokens and fit those from ``first`` on."""
        for rule, key, start, end in self._longer.match(doc[first : first + self._longest]):  # type: ignore[arg-type]
            if not start:
                yield rule, key, first, first + end

    def _look_up(self, doc: Doc, token: Token) -> _Said:
        """What the rules say of the token, asked once for all words that none of them names."""
        key = (token.tag_, self._word(token.lower_), token.dep_, token.is_space)
        found = self._told.get(key)
        if found is None:
            found = self._told[key] = self._ask(doc, *key)
        return found

    def _word(self, lower: str) -> str:
        """The word, if any rule names it."""
        if lower in self._words:
            return lower
        if any(shape.search(lower) for shape in self._shapes):
            self._words.add(lower)
            return lower
        return ""

    def _ask(self, doc: Doc, tag: str, lower: str, dep: str, space: bool) -> _Said:
        """What the stock ruler says of a single such token."""
        word = lower or (" " if space else "\u2022")
        token = self._stock(Doc(doc.vocab, words=[word], tags=[tag], deps=[dep], heads=[0]))[0]
        morph = token.morph if token.has_morph() else None
        begins = bool(len(self._begins) and self._begins(token.doc, allow_missing=True))
        return token.pos, morph, token.lemma, token.dep if token.dep_ != dep else 0, begins
