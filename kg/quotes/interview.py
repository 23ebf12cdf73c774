"""Interviews printed as questions and answers: every answer is a quotation without marks, the guest its speaker.

The questions are told by their look: short paragraphs, or the short beginnings of paragraphs, that ask something or
say "you", and never "I".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kg.quotes.attribute import Quote
from kg.quotes.marks import DASHES, DOUBLE, FINAL

_FIRST = frozenset({"i", "me", "my", "mine", "we", "us", "our"})
_SECOND = frozenset({"you", "your", "yours"})
_LONGEST = 30
"""How many words a question has at most."""
_LEAST = 3
"""From how many questions on an article is an interview."""


def answers(doc: Doc) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """The token ranges of the answers, each with that of the name of who gives them; none if it is no interview."""
    replies = list(_replies(doc))
    if len(replies) < _LEAST or not personal(replies):
        return
    guest = guest_of(doc[: replies[0].start], replies)
    if guest is not None:
        yield from ((reply.start, reply.end, (guest.start, guest.end)) for reply in replies)


def answered(doc: Doc, quotes: Sequence[Quote]) -> list[Quote]:
    """The quotations; where three and more of them answer questions printed without marks, the guest speaks them."""
    replies = [
        (quote, before)
        for quote, before in zip(quotes, (None, *quotes), strict=False)
        if quote.whole and quote.is_speech and not _told(quote, before) and _asked_before(doc, quote)
    ]
    if len(replies) < _LEAST:
        return list(quotes)
    lead = doc[: replies[0][0].first - 1]
    guest = guest_of(lead, [doc[quote.first : quote.last] for quote, _ in replies])
    found: list[Quote] = []
    asked = {quote for quote, _ in replies}
    for quote in quotes:
        speaker = (_heading(doc, quote.first) or guest) if quote in asked else None
        found.append(replace(quote, speaker=(speaker.start, speaker.end), verb=None) if speaker is not None else quote)
    return found


def personal(replies: Sequence[Span]) -> bool:
    """Whether half of the replies say "I": else the paper itself answers ("Q: When did they wed? A: In 1958.")."""
    own = sum(any(token.lower_ in _FIRST for token in _unmarked(reply)) for reply in replies)
    return own * 2 >= len(replies)


def guest_of(lead: Span, replies: Iterable[Span] = ()) -> Span | None:
    """The person whom the words before the first question name most, by the first of the names.

    Nobody speaks of himself by name: who is called by the first name in the ``replies`` is not the guest.
    """
    spoken = {token.text for reply in replies for token in reply}
    named = [ent for ent in lead.ents if ent.label_ == "PERSON" and ent[0].text not in spoken]
    if not named:
        return None
    often, _ = Counter(ent[-1].text for ent in named).most_common(1)[0]
    return next(ent for ent in named if ent[-1].text == often)


def _heading(doc: Doc, i: int) -> Span | None:
    """The person whose name opens the paragraph of the token: "Ann Lee, best newcomer. Were you surprised?"."""
    start = next((k for k in range(i, 0, -1) if "\n" in doc[k - 1].text), 0)
    opening = doc[start : start + 1]
    return next((e for e in doc.ents if e.start == start and e.label_ == "PERSON"), None) if opening else None


def _replies(doc: Doc) -> Iterator[Span]:
    """What follows a question: the next paragraph, or the rest of its own."""
    asked = False
    for paragraph in _paragraphs(doc):
        end = _question(paragraph)
        if end == paragraph.end:
            asked = True
            continue
        if asked and not end:
            yield paragraph
        elif end:
            yield doc[end : paragraph.end]
        asked = False


def _paragraphs(doc: Doc) -> Iterator[Span]:
    start = 0
    for token in doc:
        if "\n" in token.text:
            if token.i > start:
                yield doc[start : token.i]
            start = token.i + 1
    if start < len(doc):
        yield doc[start : len(doc)]


def _question(paragraph: Span) -> int:
    """The token behind the question that the paragraph begins with: 0 where it begins with none."""
    words: set[str] = set()
    end = 0
    for token in paragraph[:_LONGEST]:
        words.add(token.lower_)
        if token.lower_ in _FIRST or token.text in DOUBLE:
            break
        last = token.i + 1 == paragraph.end
        if token.text not in FINAL and not (last and token.is_punct):
            continue
        if token.text != "?" and words.isdisjoint(_SECOND):
            if end:
                break
            continue
        end, words = token.i + 1, set()
    return end


def _unmarked(reply: Span) -> Iterator[Token]:
    """The words of a reply outside of quotation marks."""
    open_mark = False
    for token in reply:
        if token.text in DOUBLE:
            open_mark = not open_mark
        elif not open_mark:
            yield token


def _told(quote: Quote, before: Quote | None) -> bool:
    """Whether a verb of its own tells who speaks, not one carried over from the quotation before."""
    return quote.verb is not None and (before is None or quote.verb >= before.last or quote.verb > quote.last)


def _asked_before(doc: Doc, quote: Quote) -> bool:
    """Whether the words right before the marks ask: they end a question, or speak to "you", and nobody says "I"."""
    k = quote.first - 2
    while k > 0 and (doc[k].is_space or doc[k].text in DASHES or not doc[k].text.strip("*_")):
        k -= 1
    if k < 0 or doc[k].text not in FINAL:
        return False
    words: set[str] = set()
    for i in range(k - 1, max(-1, k - _LONGEST), -1):
        if doc[i].text in FINAL or doc[i].text in DOUBLE or "\n" in doc[i].text:
            break
        words.add(doc[i].lower_)
    return words.isdisjoint(_FIRST) and (doc[k].text == "?" or not words.isdisjoint(_SECOND))
