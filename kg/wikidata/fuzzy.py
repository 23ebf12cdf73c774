"""Words that are much alike, for names that are misspelt or short.

Whole names are never compared letter by letter: "George H. W. Bush" and "George W. Bush" would score 95 of 100, and are
father and son. Words are, one by one, and short ones (initials, suffixes, "Ye") not at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from kg.names import rules

_SHORTEST = 4
_ALIKE = 0.75
_MOST = 12
_SHORT_FORM = 0.9
_INITIAL = 0.8


class Vocabulary:
    """The words of all names by length, and how often each has each letter."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words in."""
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in words:
            by_length[len(word)].append(word)
        self._words = {length: (some, _letters(some)) for length, some in by_length.items()}

    def like(self, word: str) -> Mapping[str, float]:
        """The words that may be meant by ``word``, itself among them, with how alike they are in 0..1.

        Alike are words with one swap, slip or omission in four letters (optimal string alignment, as typists err), and
        the full forms of a short name. At most a dozen, the most alike; an initial may be anything, and gives nothing.

        >>> Vocabulary(["kardashian", "kardashev", "garner", "jennifer", "kim"]).like("kardashain")
        {'kardashian': 0.9, 'kardashain': 1.0}
        """
        if len(word) == 1:
            return {}
        found = dict.fromkeys(_full_forms().get(word, ()), _SHORT_FORM)
        if len(word) >= _SHORTEST:
            reach = int(len(word) * (1 - _ALIKE))
            for length in range(max(_SHORTEST, len(word) - reach), len(word) + reach + 1):
                alike = process.extract(
                    word,
                    self._near(word, length),
                    scorer=OSA.normalized_similarity,
                    score_cutoff=_ALIKE,
                    limit=_MOST,
                )
                found.update((other, round(score, 3)) for other, score, _ in alike)
        best = sorted(found.items(), key=lambda one: (-one[1], one[0]))[:_MOST]
        return {**dict(best), word: 1.0}

    def _near(self, word: str, length: int) -> list[str]:
        """The words of a length that have letters enough in common with a word to be like it.

        An edit takes one letter away, or brings one in, or both, so that two words with so many edits between them
        share all letters of the longer one but those (a bound from below for the distance, and quickly told).
        """
        if length not in self._words:
            return []
        words, letters = self._words[length]
        longer = max(len(word), length)
        shared = sum(np.minimum(letters[kind], times) for kind, times in Counter(map(_kind, word)).items())
        return [words[place] for place in np.flatnonzero(shared >= longer - int(longer * (1 - _ALIKE)))]


_KINDS = 32
"""So many kinds of letters are told apart; what falls together only lets more words through."""


def _kind(letter: str) -> int:
    return ord(letter) % _KINDS


def _letters(words: Sequence[str]) -> NDArray[np.uint8]:
    """How often each of some words of one length has each kind of letter: a row for each kind."""
    kinds = np.frombuffer("".join(words).encode("utf-32-le"), "<u4").reshape(len(words), -1) % _KINDS
    return np.array([(kinds == kind).sum(axis=1, dtype=np.uint8) for kind in range(_KINDS)])


def likeness(words: Sequence[str], parts: Sequence[str], likely: Sequence[Mapping[str, float]]) -> float:
    """How alike a name of ``parts`` is to one of ``words``: 0 unless each word has a part of its own like it.

    ``likely`` are what each of the words may mean (`Vocabulary.like`). The mean over the words, less what the name has
    beyond them. An initial is like whatever begins with it.

    >>> likeness(["jen", "garner"], ["jennifer", "anne", "garner"], [{"jennifer": 0.9}, {"garner": 1.0}])
    0.633
    >>> likeness(["j", "garner"], ["jennifer", "garner"], [{}, {"garner": 1.0}])
    0.9
    """
    rest, total = list(parts), 0.0
    for word, may in zip(words, likely, strict=True):
        scores = [may.get(part, 0.0) if may else _INITIAL * part.startswith(word) for part in rest]
        best = max(scores, default=0.0)
        if not best:
            return 0.0
        total += best
        del rest[scores.index(best)]
    return round(total / max(len(words), len(parts)), 3)


@cache
def _full_forms() -> Mapping[str, tuple[str, ...]]:
    """Given names by their short forms."""
    forms: dict[str, list[str]] = defaultdict(list)
    for given, shorts in rules("names")["nicknames"].items():
        for short in shorts.split():
            forms[short].append(given)
    return {short: tuple(given) for short, given in forms.items()}
