"""What a trained reader says of a pronoun: it is asked pronoun by pronoun, and only where the rules are in doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.mentions.draft import Draft, Story
from kg.mentions.phrases import THIRD
from kg.model import MentionKind

BACK, LONGEST = 6, 110
"""How many sentences before the pronoun's are read with it, and how many tokens in all."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The sentences up to a pronoun: character offsets in the article, the mentions of people in them, which it is.

    A mention is its offsets in the article and its kind; ``asked`` is the index of the pronoun.
    """

    start: int
    end: int
    mentions: tuple[tuple[int, int, MentionKind], ...]
    asked: int


Scorer = Callable[[str, Stretch], Mapping[int, float]]
"""An article's text and a stretch of it -> mention -> the log-odds that the pronoun and it mean one person."""


@dataclass(frozen=True, slots=True)
class Antecedents:
    """The questions to a scorer about one article."""

    story: Story
    text: str
    scorer: Scorer

    def of(self, pronoun: Draft) -> dict[int, float]:
        """The log-odds that the pronoun means the same as each mention in reach, by the mention's head token."""
        page = self.story.page
        last = page.sent[pronoun.head]
        first, end = last, page.sents[last][1]
        while first > 0 and last - first < BACK and end - page.sents[first - 1][0] <= LONGEST:
            first -= 1
        drafts = [d for d in self.story.drafts if first <= page.sent[d.head] <= last and self._may_be_meant(d, pronoun)]
        drafts.sort(key=lambda d: (d.first, d.last))
        stretch = Stretch(
            page.idx[page.sents[first][0]],
            page.end(end - 1),
            tuple((page.idx[d.first], page.end(d.last - 1), d.kind) for d in drafts),
            drafts.index(pronoun),
        )
        return {drafts[i].head: odds for i, odds in self.scorer(self.text, stretch).items()}

    def _may_be_meant(self, draft: Draft, pronoun: Draft) -> bool:
        """Whether the draft is the pronoun, a mention of one person before it, or a name behind it."""
        if draft.kind is MentionKind.NAME:
            return len(draft.entities) == 1 and draft.entities[0] in self.story.people
        single = draft.kind is MentionKind.NOMINAL or self.story.page.lower[draft.head] in THIRD
        return draft.head <= pronoun.head and single and not draft.plural
