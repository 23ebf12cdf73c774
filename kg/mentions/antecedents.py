"""What a trained reader is asked about the article: which earlier mention a pronoun stands for, stretch by stretch.

The reader comes from outside (`Scorer`); without one the rules decide alone. Only stretches with a pronoun that could
mean two people are read, for that is what takes the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.mentions.draft import Draft, Story
from kg.mentions.phrases import THIRD
from kg.model import MentionKind

REACH = 6
"""Sentences back in which two people make a pronoun ambiguous."""
LONGEST, BEFORE = 160, 100
"""Tokens of a stretch, and how many of them at most stand before the sentence of its first pronoun ends."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some sentences: character offsets in the article, the mentions of people in them, and the pairs asked about.

    A mention is its offsets and its kind; a pair are the indices of a later and an earlier mention.
    """

    start: int
    end: int
    mentions: tuple[tuple[int, int, MentionKind], ...]
    pairs: tuple[tuple[int, int], ...]


Scorer = Callable[[str, Sequence[Stretch]], Sequence[Sequence[float]]]
"""The text and its stretches -> of every pair of every stretch the log-odds that both mean the same person."""

Odds = Mapping[tuple[int, int], float]
"""The head tokens of a pronoun and of another mention -> the log-odds that both mean the same person."""


def ask(story: Story, text: str, scorer: Scorer) -> Odds:
    """What the scorer says of the pronouns of the story that could mean several people."""
    asked = [draft for draft in story.drafts if _ambiguous(story, draft)]
    stretches: list[Stretch] = []
    heads: list[list[tuple[int, int]]] = []
    for first, last, pronouns in _windows(story, asked):
        inside = [d for d in story.drafts if first <= story.page.sent[d.head] <= last and _of_person(story, d)]
        inside.sort(key=lambda d: (d.first, d.last))
        pairs = [
            (i, j)
            for i, pronoun in enumerate(inside)
            if pronoun in pronouns
            for j, other in enumerate(inside)
            if j < i or (j > i and _behind(story, pronoun, other))
        ]
        page = story.page
        places = tuple((page.idx[d.first], page.end(d.last - 1), d.kind) for d in inside)
        span = page.idx[page.sents[first][0]], page.end(page.sents[last][1] - 1)
        stretches.append(Stretch(*span, places, tuple((max(pair), min(pair)) for pair in pairs)))
        heads.append([(inside[i].head, inside[j].head) for i, j in pairs])
    answers = scorer(text, stretches) if stretches else []
    told = (zip(pairs, scores, strict=True) for pairs, scores in zip(heads, answers, strict=True))
    return {pair: score for pairs in told for pair, score in pairs}


def _ambiguous(story: Story, draft: Draft) -> bool:
    """Whether two people of the pronoun's sex are named near enough before it or in its sentence."""
    if draft.kind is not MentionKind.PRONOUN or THIRD.get(story.page.lower[draft.head], "p") == "p":
        return False
    sent = story.page.sent[draft.head]
    near = {
        other.entities[0]
        for other in story.drafts
        if other.kind is MentionKind.NAME and len(other.entities) == 1 and other.entities[0] in story.people
        if 0 <= sent - story.page.sent[other.head] <= REACH
    }
    return sum(story.people[key].gender in {"", draft.gender} for key in near) > 1


def _of_person(story: Story, draft: Draft) -> bool:
    if draft.kind is MentionKind.NAME:
        return len(draft.entities) == 1 and draft.entities[0] in story.people
    return not draft.plural and (draft.kind is MentionKind.NOMINAL or story.page.lower[draft.head] in THIRD)


def _behind(story: Story, pronoun: Draft, other: Draft) -> bool:
    """Whether a pronoun may look forward to the mention: a name in the same sentence."""
    return other.kind is MentionKind.NAME and story.page.sent[other.head] == story.page.sent[pronoun.head]


def _windows(story: Story, asked: Sequence[Draft]) -> list[tuple[int, int, list[Draft]]]:
    """Runs of sentences (first, last inclusive) that hold the pronouns asked about with what comes before them."""
    page = story.page
    found: list[tuple[int, int, list[Draft]]] = []
    for draft in sorted(asked, key=lambda d: d.head):
        sent = page.sent[draft.head]
        end = page.sents[sent][1]
        if found and end - page.sents[found[-1][0]][0] <= LONGEST:
            first, _, pronouns = found[-1]
            found[-1] = (first, sent, [*pronouns, draft])
            continue
        first = sent
        while first > 0 and sent - first < REACH and end - page.sents[first - 1][0] <= BEFORE:
            first -= 1
        found.append((first, sent, [draft]))
    return found
