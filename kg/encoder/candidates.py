"""The spans between which the encoder looks for relations: names, pronouns and dates of a tagged ``Doc``.

Wider than the mentions of an article: a capitalised word that the stock pipeline overlooked is a candidate too, and
what it is, the encoder finds out by reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.encoder.window import Candidate

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

TYPES = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Place",
    "LOC": "Place",
    "FAC": "Place",
    "WORK_OF_ART": "Work",
    "NORP": "Group",
    "GROUP": "Group",
    "DATE": "Date",
}
"""What the entity labels of the pipeline are here; of the others, numbers are no candidates."""

_SKIPPED = frozenset({"CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY", "TIME"})
_PRONOUNS = frozenset({"PRP", "PRP$", "WP", "WP$", "WDT", "WRB"})


def candidates(sentence: Doc | Span) -> list[Candidate]:
    """The candidates of a ``Doc`` or a sentence of it, by position; offsets are characters from its first token.

    >>> import spacy
    >>> words = ["Ann", "wed", "him", "in", "1990", "."]
    >>> doc = spacy.tokens.Doc(spacy.blank("en").vocab, words, tags=["NNP", "VBD", "PRP", "IN", "CD", "."])
    >>> [(c.start, c.end, c.type) for c in candidates(doc)]
    [(0, 3, 'Other'), (8, 11, 'Pronoun'), (15, 19, 'Date')]
    """
    tokens = list(sentence)
    if not tokens:
        return []
    taken: set[int] = set()
    found: list[tuple[int, int, str]] = []
    for ent in sentence.ents:
        if ent.label_ not in _SKIPPED:
            found.append((ent.start, ent.end, TYPES.get(ent.label_, "Other")))
            taken.update(range(ent.start, ent.end))
    rest = [token for token in tokens if token.i not in taken]
    found.extend((t.i, t.i + 1, "Pronoun") for t in rest if t.tag_ in _PRONOUNS)
    found.extend((t.i, t.i + 1, "Date") for t in rest if _is_year(t))
    found.extend((run[0].i, run[-1].i + 1, "Other") for run in _runs(rest))
    first, origin = tokens[0].i, tokens[0].idx
    spans = ((tokens[a - first].idx - origin, tokens[b - 1 - first], kind) for a, b, kind in sorted(found))
    return [Candidate(start, last.idx + len(last) - origin, kind) for start, last, kind in spans]


def _is_year(token: Token) -> bool:
    return token.is_digit and len(token) == 4 and token.text[0] in "12"


def _runs(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """Neighbouring tokens that look like a name: proper nouns, and nouns that are capitalised or oddly so."""
    run: list[Token] = []
    for token in tokens:
        named = token.pos_ == "PROPN" or token.tag_.startswith("NNP")
        named = named or (token.tag_.startswith("NN") and not token.is_lower and any(map(str.isupper, token.text)))
        if named and run and run[-1].i == token.i - 1:
            run.append(token)
            continue
        if run:
            yield run
        run = [token] if named else []
    if run:
        yield run
