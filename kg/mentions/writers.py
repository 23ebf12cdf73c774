"""Who writes in the first person: letters and diaries, columns and memoirs tell it by a byline, a signature, a heading.

"My week, by Ann Lee"; "Sir, ... Yours faithfully, Tom Bell, Hove"; "My name is Ann Lee"; "My Saturday: Ann Lee".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.columns import Columns
from kg.mentions.draft import Draft, Story
from kg.names import rules
from kg.quotes import Quote

_HEAD = 3
"""Lines at the head of an article in which its writer is named."""
_LEAST = 3
"""How often at least a writer who tells of himself says "I"."""
_RARE = 90
"""Words for one "I", at most: a reporter who says it now and then tells of others."""
_ASKED = 3
"""From how many short paragraphs that ask on an article is an interview, where "I" is the guest."""
_SHORT = 30
_SIGNED = 14
"""Words of a signature at most, with the place, and words of politeness before it."""
_BETWEEN = 4
"""Words between "by" and a name: "by our reader Ann Lee"."""
_WRITTEN = frozenset({"written", "reviewed", "words", "story", "review"})
_SELF = frozenset({"i", "me", "my", "mine", "myself"})
_ENDS = frozenset({".", "!", "?", "…", "...", '"', "”", ")"})


@dataclass(frozen=True, slots=True)
class Voice:
    """The tokens ``first`` to ``last``, and who says "I" in them outside the quotations."""

    first: int
    last: int
    writer: tuple[str, ...]


def voices(story: Story, quotes: Sequence[Quote]) -> tuple[Voice, ...]:
    """The stretches of the article that somebody known writes in the first person, those within others first.

    >>> from kg.columns import columns
    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> doc = Doc(spacy.blank("en").vocab, words=["I", "wed"], heads=[1, 1], deps=["nsubj", "ROOT"])
    >>> voices(Story(columns(doc), {}, []), ())
    ()
    """
    page = story.page
    spoken = [False] * len(page)
    for quote in quotes:
        spoken[quote.first : quote.last] = [True] * (quote.last - quote.first)
    own = [i for i, word in enumerate(page.lower) if word in _SELF and not spoken[i]]
    if not own:
        return ()
    lines = list(_lines(page))
    letters = list(_letters(page, lines))
    found: list[Voice] = []
    for first, last in letters or [(0, len(page))]:
        writer = _introduced(story, own, first, last) or _signed(story, first, last, letter=bool(letters))
        if writer:
            found.append(Voice(first, last, writer))
    if not found and not letters and not _interview(page, lines):
        told = sum(1 for i in own if page.text[i] == "I")
        writer = _bylined(story, lines, told >= max(_LEAST, len(page) / _RARE))
        return (Voice(0, len(page), writer),) if writer else ()
    return tuple(found)


def _lines(page: Columns) -> Iterator[tuple[int, int]]:
    """The token ranges of the lines that are not empty."""
    start = 0
    for i in range(len(page)):
        if "\n" in page.text[i]:
            if i > start:
                yield start, i
            start = i + 1
    if start < len(page):
        yield start, len(page)


def _letters(page: Columns, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The token ranges of letters, each from its salutation ("Sir, ...") to that of the next."""
    salutations = frozenset(rules("speech")["letter"]["salutation"])
    openings = [
        first
        for first, last in lines
        for k in range(first, min(first + 4, last - 1))
        if page.lower[k] in salutations and page.text[k][0].isupper() and _addresses(page, k)
    ]
    starts = sorted(set(openings))
    yield from pairwise([*starts, len(page)])


def _addresses(page: Columns, k: int) -> bool:
    """Whether the salutation at ``k`` stands alone, or "Dear" before whom it is for."""
    return not page.text[k + 1][0].isalnum() or (page.lower[k] == "dear" and page.at(k + 2) in {",", ":", "—", "–"})


def _introduced(story: Story, own: list[int], first: int, last: int) -> tuple[str, ...]:
    """Who tells the name: "My name is Ann Lee", "I am Ann Lee", "I, Ann Lee, ..."."""
    page = story.page
    for i in own:
        if not first <= i < last:
            continue
        word = page.lower[i]
        if word == "my" and page.at(i + 1) == "name" and page.at(i + 2) in {"is", "'s", "’s"}:
            name = story.starting.get(i + 3)
        elif word == "i":
            name = story.starting.get(i + 2) if page.at(i + 1) in {"am", "'m", "’m", ","} else None
        else:
            continue
        if name is not None and len(name.entities) == 1:
            return name.entities
    return ()


def _signed(story: Story, first: int, last: int, *, letter: bool) -> tuple[str, ...]:
    """Who signs at the end: the last name, nothing but politeness before it in its line and a place behind it.

    Without a salutation the signature stands in a line of its own.
    """
    page = story.page
    while last > first and page.text[last - 1].isspace():
        last -= 1
    polite = frozenset(rules("speech")["letter"]["politeness"])
    for i in range(last - 1, max(first, last - _SIGNED), -1):
        name = story.starting.get(i)
        if name is None or len(name.entities) != 1:
            continue
        if any(page.text[k][0].islower() for k in range(name.last, last)):
            return ()
        k = i - 1
        while k > first and (page.lower[k] in polite or page.text[k] in {",", "—", "–", "-"}):
            k -= 1
        if "\n" in page.text[k] or (letter and page.text[k] in _ENDS):
            return name.entities
    return ()


def _interview(page: Columns, lines: list[tuple[int, int]]) -> bool:
    """Whether short paragraphs ask again and again: "I" is who answers them."""
    return sum(1 for first, last in lines if page.at(last - 1) == "?" and last - first < _SHORT) >= _ASKED


def _bylined(story: Story, lines: list[tuple[int, int]], personal: bool) -> tuple[str, ...]:
    """The writer by the first lines: "By Ann Lee" in a line of its own; of a ``personal`` text by other words too."""
    page = story.page
    for first, last in lines[: _HEAD + 1]:
        for i in range(first, last):
            opens = all(not page.text[k][0].isalpha() or page.lower[k] in _WRITTEN for k in range(first, i))
            if page.lower[i] != "by" or not (opens or (personal and not page.at(i - 1).endswith("ed"))):
                continue  # "Collected by", "translated by" somebody else
            name = next((story.starting[k] for k in range(i + 1, i + 2 + _BETWEEN) if k in story.starting), None)
            if name is not None and _named(page, name, i) and not page.at(name.last)[:1].isalpha():
                return name.entities
    first, last = lines[0]
    if personal and any(_told_to(page, line) for line in (*lines[: _HEAD + 1], lines[-1])):
        named = (story.starting[i] for i in range(first, last) if i in story.starting)
        return next((name.entities for name in named if len(name.entities) == 1), ())
    for i in range(first, last if personal else first):
        name = story.starting.get(i)
        if name is not None and len(name.entities) == 1 and _of_the_writer(page, name, first):
            return name.entities
    return ()


def _told_to(page: Columns, line: tuple[int, int]) -> bool:
    """Whether the line says that somebody else wrote it down: "As told to Tom Bell"."""
    return any(page.lower[i] == "told" and page.at(i - 1) == "as" and page.at(i + 1) == "to" for i in range(*line))


def _named(page: Columns, name: Draft, by: int) -> bool:
    """Whether the name is the one that "by" brings in, small words of description between: "by our reader Ann Lee"."""
    return len(name.entities) == 1 and all(page.text[k][0].islower() for k in range(by + 1, name.first))


def _of_the_writer(page: Columns, name: Draft, first: int) -> bool:
    """Whether a headline tells by its words that the one named in it writes."""
    papers = frozenset(rules("speech")["letter"]["papers"])
    if page.lower[first] == "my" and page.at(name.first - 1) in {":", ",", "—", "–", "-", "by"}:
        return True
    if page.at(name.last) in {"'s", "’s"} and page.at(name.last + 1) in papers:
        return True
    return page.at(name.first - 1) == "of" and page.at(name.first - 2) in papers
