"""Passages from texts with gold spans: our own candidates, labelled by the gold spans that they overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.encoder.window import Candidate
from training.passage import Passage, Relation, Span

Fact = tuple[str, tuple[int, int], tuple[int, int]]
"""Label, span of the head, span of the tail."""

KINDS = {"Pronoun": "pronoun", "Nominal": "nominal", "Date": "value", "Number": "value"}


def passage(
    text: str,
    found: Sequence[Candidate],
    facts: Iterable[Fact],
    judged: Iterable[str],
    source: str,
    group: str,
    gold: Sequence[Candidate] = (),
) -> Passage:
    """The passage of ``text`` with the candidates ``found`` in it; those ``gold`` ones that overlap none are added.

    >>> found = [Candidate(0, 7, "Person"), Candidate(12, 14, "Person")]
    >>> one = passage("Ann Lee and Bo.", found, [("marriedTo", (4, 7), (12, 14))], ["marriedTo"], "own", "1")
    >>> one.relations
    frozenset({Relation(head=0, tail=1, label='marriedTo')})
    """
    every = sorted({*found, *(g for g in gold if not any(_overlap(g, f) for f in found))})
    relations = {
        Relation(i, j, label)
        for label, head, tail in facts
        for i, one in enumerate(every)
        for j, other in enumerate(every)
        if i != j and one.start < head[1] and head[0] < one.end and other.start < tail[1] and tail[0] < other.end
    }
    return Passage(text, spans(every), frozenset(relations), frozenset(judged), source, group)


def spans(found: Iterable[Candidate]) -> tuple[Span, ...]:
    """The candidates as the spans of a passage."""
    return tuple(Span(c.start, c.end, c.type, KINDS.get(c.type, "name")) for c in found)


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.start < other.end and other.start < one.end
