"""The same passages with other people's names, so that a network learns how names stand and not which they are."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.names import given_gender
from training.passage import Passage, Span

_WORD = re.compile(r"[^\W\d_]{3,}")

Pool = Mapping[str, Sequence[str]]
"""Words of names by the sex they tell: ``f``, ``m``, or nothing for surnames and what tells none."""


def name_words(passage: Passage) -> set[str]:
    """The capitalised words of the names in a passage."""
    names = (passage.text[span.start : span.end] for span in passage.spans if span.kind == "name")
    return {word for name in names for word in _WORD.findall(name) if word[0].isupper()}


def pool(found: Iterable[Passage]) -> Pool:
    """All words of names, by sex."""
    sorts: dict[str, set[str]] = {"f": set(), "m": set(), "": set()}
    for passage in found:
        for word in name_words(passage):
            sorts[given_gender(word.lower())].add(word)
    return {sex: sorted(words) for sex, words in sorts.items()}


def renamed(passage: Passage, names: Pool, chance: random.Random) -> Passage:
    """The passage with other names of the same sex, each word replaced by the same one throughout.

    >>> spans = Span(0, 3, "Person"), Span(8, 16, "Person"), Span(18, 21, "Person", "pronoun")
    >>> told = Passage("Ann met Ann Orme. She left.", spans, frozenset(), frozenset({"coref"}), "own")
    >>> new = renamed(told, {"f": ["Beatrice"], "m": [], "": ["Vance"]}, random.Random(1))
    >>> new.text, [new.text[s.start : s.end] for s in new.spans]
    ('Beatrice met Beatrice Vance. She left.', ['Beatrice', 'Beatrice Vance', 'She'])
    """
    other = {word: chance.choice(names[given_gender(word.lower())]) for word in sorted(name_words(passage))}
    places = [(match.span(), other[match[0]]) for match in _WORD.finditer(passage.text) if match[0] in other]

    def moved(offset: int) -> int:
        return offset + sum(len(word) - (b - a) for (a, b), word in places if b <= offset)

    text = _WORD.sub(lambda match: other.get(match[0], match[0]), passage.text)
    spans = tuple(Span(moved(s.start), moved(s.end), s.type, s.kind) for s in passage.spans)
    return replace(passage, text=text, spans=spans)
