"""Who only signs a report: "By Ann Lee, Showbiz Editor", "Ann Lee, Crime Reporter". Its words mean others."""

from __future__ import annotations

from kg.columns import Columns
from kg.mentions.draft import Story
from kg.model import EntityType, MentionKind
from kg.names import rules

_HEAD = 5
"""Lines at the head of an article among which a byline stands."""
_LONGEST = 24
"""Tokens that it has at most."""
_OPENINGS = frozenset({"by", "written", "words", "story", "report", "reported"})
_SENTENCE_ENDS = frozenset({".", "!", "?", "…", ":"})


def bylines(page: Columns) -> tuple[tuple[int, int], ...]:
    r"""The token ranges of the lines that tell who wrote: "By" and a name, or a name and an office of the press.

    >>> import spacy
    >>> from kg.columns import columns
    >>> from spacy.tokens import Doc
    >>> text = ["By", "Ann", "Lee", ",", "Crime", "Reporter", "\n", "He", "fled", "."]
    >>> bylines(columns(Doc(spacy.blank("en").vocab, words=text, sent_starts=[True] + [False] * 9)))
    ((0, 6),)
    """
    found: list[tuple[int, int]] = []
    start, lines = 0, 0
    for i in range(len(page)):
        if "\n" not in page.text[i]:
            continue
        if i > start:
            lines += 1
            if i - start <= _LONGEST and _signs(page, start, i):
                found.append((start, i))
        start = i + 1
        if lines >= _HEAD:
            break
    return tuple(found)


def reporters(story: Story) -> frozenset[str]:
    """The people whom the bylines name and the rest of the article does not."""
    lines = bylines(story.page)
    if not lines:
        return frozenset()
    signed: set[str] = set()
    told: set[str] = set()
    for draft in story.drafts:
        if draft.kind is MentionKind.NAME and draft.type is EntityType.PERSON:
            within = any(first <= draft.first < last for first, last in lines)
            (signed if within else told).update(draft.entities)
    return frozenset(signed - told)


def _signs(page: Columns, first: int, last: int) -> bool:
    """Whether the line is a byline: it ends like no sentence and says "by" first, or an office behind a comma."""
    while last > first and page.text[last - 1].isspace():
        last -= 1
    if page.at(last - 1) in _SENTENCE_ENDS or last - first < 2:
        return False
    if page.lower[first] in _OPENINGS:
        by = first if page.lower[first] == "by" else next((k for k in (first + 1, first + 2) if page.at(k) == "by"), -1)
        return by >= 0 and page.text[by + 1][:1].isupper() and not _tells(page, by, last)
    comma = next((k for k in range(first, last) if page.text[k] == ","), -1)
    named = 1 < comma - first < 4 and all(page.text[k][:1].isupper() for k in range(first, comma))
    return named and page.lower[last - 1] in rules("speech")["press"]["offices"] and not _tells(page, comma, last)


def _tells(page: Columns, first: int, last: int) -> bool:
    """Whether the words have a verb: "By Friday Ann Lee had fled"."""
    return any(page.tag[k] in {"VBD", "VBZ", "VBP", "MD"} for k in range(first, last))
