"""Who writes in the first person: columns and memoirs name their writer at the head ("My week, by Ann Lee")."""

from __future__ import annotations

from collections.abc import Sequence

from kg.mentions.draft import Story
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


def author_of(story: Story, quotes: Sequence[Quote]) -> tuple[str, ...]:
    """The person who says "I" outside the quotations, by the byline; empty where there is none or it is an interview.

    >>> from kg.columns import columns
    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> doc = Doc(spacy.blank("en").vocab, words=["I", "wed"], heads=[1, 1], deps=["nsubj", "ROOT"])
    >>> author_of(Story(columns(doc), {}, []), ())
    ()
    """
    page = story.page
    spoken = [False] * len(page)
    for quote in quotes:
        spoken[quote.first : quote.last] = [True] * (quote.last - quote.first)
    said = sum(1 for i, word in enumerate(page.text) if word == "I" and not spoken[i])
    if said < max(_LEAST, len(page) / _RARE):
        return ()
    breaks = [i for i, word in enumerate(page.text) if "\n" in word]
    asked = sum(
        1 for before, i in zip([0, *breaks], breaks, strict=False) if page.at(i - 1) == "?" and i - before < _SHORT
    )
    if asked >= _ASKED:
        return ()
    head = breaks[_HEAD - 1] if len(breaks) >= _HEAD else len(page)
    for i in range(head):
        writer = story.starting.get(i + 1) if page.lower[i] == "by" else None
        behind = page.at(writer.last) if writer is not None else ""
        if writer is not None and not behind[:1].isalpha() and len(writer.entities) == 1:
            return writer.entities
    return ()
