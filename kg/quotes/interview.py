"""Interviews printed as questions and answers: every answer is a quotation without marks, the guest its speaker.

The questions are told by their look: short paragraphs that ask something or say "you", and never "I".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc, Span

from kg.quotes.marks import DOUBLE

_FIRST = frozenset({"i", "me", "my", "mine", "we", "us", "our"})
_SECOND = frozenset({"you", "your", "yours"})
_LONGEST = 30
"""How many words a question has at most."""
_NAME = 4
"""How many words the name of a speaker has at most."""
_LEAST = 3
"""From how many questions on an article is an interview."""


def answers(doc: Doc) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """The token ranges of the answers, each with that of the name of who gives them; none if it is no interview."""
    paragraphs = list(_paragraphs(doc))
    asked = [_is_question(paragraph) for paragraph in paragraphs]
    replies = [
        paragraph
        for before, here, paragraph in zip(asked, asked[1:], paragraphs[1:], strict=False)
        if before and not here
    ]
    personal = [reply for reply in replies if any(token.lower_ in _FIRST for token in reply)]
    if len(replies) < _LEAST or len(personal) * 2 < len(replies):
        return
    guest = _guest(doc[: paragraphs[asked.index(True)].start])
    if guest is not None:
        yield from ((reply.start, reply.end, (guest.start, guest.end)) for reply in replies)


def turns(doc: Doc) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """What the speakers of a transcript say, each with the name in front of the colon ("Ann Lee: I was born in Oslo").

    Somebody speaks at least twice in it: the lines of a fact box ("Born: Oslo") are none.
    """
    found = [(paragraph, end) for paragraph in _paragraphs(doc) if (end := _label(paragraph))]
    labels = Counter(paragraph[:end].text for paragraph, end in found)
    if len(found) >= _LEAST and max(labels.values()) > 1:
        for paragraph, end in found:
            yield paragraph.start + end + 1, paragraph.end, (paragraph.start, paragraph.start + end)


def _label(paragraph: Span) -> int:
    """How many words name the speaker in front of a colon; 0 where no name does."""
    colon = next((n for n, token in enumerate(paragraph[: _NAME + 1]) if token.text == ":"), 0)
    named = all(token.text[:1].isupper() and len(token.text) > 1 for token in paragraph[:colon])
    return colon if named and len(paragraph) > colon + 1 else 0


def _paragraphs(doc: Doc) -> Iterator[Span]:
    start = 0
    for token in doc:
        if "\n" in token.text:
            if token.i > start:
                yield doc[start : token.i]
            start = token.i + 1
    if start < len(doc):
        yield doc[start : len(doc)]


def _is_question(paragraph: Span) -> bool:
    words = {token.lower_ for token in paragraph}
    if len(paragraph) > _LONGEST or words & _FIRST or not words.isdisjoint(DOUBLE):
        return False
    return paragraph[-1].text == "?" or (bool(words & _SECOND) and paragraph[-1].is_punct)


def _guest(lead: Span) -> Span | None:
    """The person whom the words before the first question name most, by the first of the names."""
    named = [ent for ent in lead.ents if ent.label_ == "PERSON"]
    if not named:
        return None
    often, _ = Counter(ent[-1].text for ent in named).most_common(1)[0]
    return next(ent for ent in named if ent[-1].text == often)
