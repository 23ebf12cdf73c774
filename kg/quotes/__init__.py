"""Quotations and who speaks them.

`find_quotes` pairs the quotation marks of a document, tells speech from scare quotes and titles, and gives every
speech its speaker: by syntax where a verb of saying stands at the quotation ("...," says X / X said: "..."), by
adjacency where it does not (the same paragraph goes on, the sentence before says who talks). The heuristics follow
the sieve of Muzny et al. 2017 ("A Two-stage Sieve Approach for Quote Attribution"): trigger first, then neighbours.

The words are data in ``kg/rules/speech.toml``.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from kg.quotes.attribute import Quote, attribute
from kg.quotes.interview import answered, answers
from kg.quotes.marks import DASHES, spans, speech_rules, speech_verbs
from kg.quotes.phrases import agent_of, noun_phrase, speaker_of, subject_of
from kg.quotes.transcript import turns

__all__ = [
    "DASHES",
    "Quote",
    "agent_of",
    "find_quotes",
    "noun_phrase",
    "quote_at",
    "speaker_of",
    "speech_rules",
    "speech_verbs",
    "subject_of",
]


def find_quotes(doc: Doc) -> tuple[Quote, ...]:
    """All quotations of ``doc`` in order, those inside other quotations left out.

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> words = ['"', "We", "married", "in", "May", ",", '"', "says", "Ann", "."]
    >>> doc = Doc(spacy.blank("en").vocab, words=words, lemmas=["x"] * 7 + ["say", "Ann", "."],
    ...           pos=["PUNCT", "PRON", "VERB", "ADP", "PROPN", "PUNCT", "PUNCT", "VERB", "PROPN", "PUNCT"],
    ...           tags=["``", "PRP", "VBD", "IN", "NNP", ",", "''", "VBZ", "NNP", "."],
    ...           heads=[7, 2, 7, 2, 3, 7, 7, 7, 7, 7],
    ...           deps=["punct", "nsubj", "ccomp", "prep", "pobj", "punct", "punct", "ROOT", "nsubj", "punct"])
    >>> [(q.first, q.last, q.speaker, q.verb) for q in find_quotes(doc)]
    [(1, 6, (8, 9), 7)]
    """
    if not doc.has_annotation("DEP"):
        raise ValueError("find_quotes needs a parsed document: run it after kg.annotate.annotate")
    pairs = tuple(spans(doc))
    inside = [False] * len(doc)
    for first, last, _ in pairs:
        inside[first:last] = [True] * (last - first)
    found: list[Quote] = []
    for first, last, open_end in pairs:
        previous = found[-1] if found else None
        quote = attribute(doc, first, last, inside, previous)
        found.append(replace(quote, whole=quote.whole or open_end))
    return _with_turns(doc, found)


def _with_turns(doc: Doc, marked: list[Quote]) -> tuple[Quote, ...]:
    """The quotations in marks and the turns of an interview; within a turn those alone that somebody else said."""
    said: list[Quote] = []
    outside = answered(doc, marked)
    for first, last, speaker in list(turns(doc)) or answers(doc):
        within = [quote for quote in marked if first <= quote.first < last]
        outside = [quote for quote in outside if quote not in within]
        retold = [quote for quote in within if quote.is_speech and quote.whole and quote.verb is not None]
        bounds = [first, *(bound for quote in retold for bound in (quote.first, quote.last)), last]
        said += [Quote(a, b, speaker, turn=True) for a, b in zip(bounds[::2], bounds[1::2], strict=True) if b > a]
        said += retold
    return tuple(sorted(outside + said, key=lambda quote: quote.first))


def quote_at(quotes: tuple[Quote, ...], index: int) -> Quote | None:
    """The quotation in which the token of this index lies, if any.

    >>> quote_at((Quote(1, 4), Quote(6, 9)), 7)
    Quote(first=6, last=9, speaker=None, verb=None, is_speech=True, whole=True, turn=False)
    """
    for quote in quotes:
        if quote.first <= index < quote.last:
            return quote
    return None
