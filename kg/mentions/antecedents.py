"""What a trained reader says of pronouns: it is asked stretch by stretch, and only where the rules are in doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.mentions.draft import Draft, Story
from kg.mentions.phrases import THIRD
from kg.model import MentionKind

BACK = 6
"""Sentences before a pronoun that are read with it."""
BEFORE, LONGEST = 110, 160
"""Tokens that stand before the end of the first pronoun's sentence, and of a stretch in all."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some sentences: character offsets in the article, the mentions of people in them, and the pairs asked about.

    A mention is its offsets in the article and its kind; a pair are the indices of a later and an earlier mention.
    """

    start: int
    end: int
    mentions: tuple[tuple[int, int, MentionKind], ...]
    pairs: tuple[tuple[int, int], ...]


Scorer = Callable[[str, Stretch], Mapping[tuple[int, int], float]]
"""An article's text and a stretch of it -> of every pair that it could read the log-odds that both mean one person."""


class Antecedents:
    """The answers of a scorer about one article, a stretch of it read when the first pronoun in it is asked about."""

    def __init__(self, story: Story, text: str, scorer: Scorer) -> None:
        self._story, self._text, self._scorer = story, text, scorer
        self._odds: dict[int, dict[int, float]] = {}

    def of(self, pronoun: Draft) -> Mapping[int, float]:
        """The log-odds that the pronoun means the same as each mention in reach, by the mention's head token."""
        if pronoun.head not in self._odds:
            self._read(pronoun)
        return self._odds[pronoun.head]

    def _read(self, pronoun: Draft) -> None:
        """Read the stretch that begins some sentences before the pronoun; other pronouns in it are answered too."""
        page = self._story.page
        sentence = page.sent[pronoun.head]
        first = last = sentence
        while first > 0 and sentence - first < BACK and page.sents[sentence][1] - page.sents[first - 1][0] <= BEFORE:
            first -= 1
        while last + 1 < len(page.sents) and page.sents[last + 1][1] - page.sents[first][0] <= LONGEST:
            last += 1
        drafts = [d for d in self._story.drafts if first <= page.sent[d.head] <= last and self._of_person(d)]
        drafts.sort(key=lambda d: (d.first, d.last))
        pairs = [
            (i, j)
            for i, one in enumerate(drafts)
            if one.head >= pronoun.head and _is_pronoun(one) and one.head not in self._odds
            for j, other in enumerate(drafts)
            if j < i or (j > i and other.kind is MentionKind.NAME and page.sent[other.head] == page.sent[one.head])
        ]
        stretch = Stretch(
            page.idx[page.sents[first][0]],
            page.end(page.sents[last][1] - 1),
            tuple((page.idx[d.first], page.end(d.last - 1), d.kind) for d in drafts),
            tuple((max(pair), min(pair)) for pair in pairs),
        )
        odds = self._scorer(self._text, stretch)
        told: dict[int, dict[int, float]] = defaultdict(dict, {pronoun.head: {}})
        for i, j in pairs:
            if (max(i, j), min(i, j)) in odds:
                told[drafts[i].head][drafts[j].head] = odds[max(i, j), min(i, j)]
        self._odds.update(told)

    def _of_person(self, draft: Draft) -> bool:
        if draft.kind is MentionKind.NAME:
            return len(draft.entities) == 1 and draft.entities[0] in self._story.people
        return not draft.plural and (draft.kind is MentionKind.NOMINAL or self._story.page.lower[draft.head] in THIRD)


def _is_pronoun(draft: Draft) -> bool:
    return draft.kind is MentionKind.PRONOUN
