"""The sentences of our own making, fitted to the conventions of the other data: what the encoder learns from them.

Ages, occupations and illnesses are no candidates of the encoder, nor are descriptions ("his ex"): rules read them.
The grammar labels one mention of each person, other data all of them; a further mention of two people that are
related is therefore not judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from training.labels import OWN, OWN_RELATIONS
from training.passage import Passage, Relation
from training.templates import passages as compose

_LEFT_OUT = frozenset({"nominal", "value"})


def passages(count: int, seed: int) -> Iterator[Passage]:
    """So many passages; the same seed gives the same ones."""
    for passage in compose(count, seed):
        yield fitted(passage)


def fitted(passage: Passage) -> Passage:
    """The passage without the spans that are no candidates, its further mentions of related people not judged."""
    kept = [n for n, span in enumerate(passage.spans) if span.kind not in _LEFT_OUT or span.type == "Date"]
    place = {n: i for i, n in enumerate(kept)}
    relations = frozenset(
        Relation(place[r.head], place[r.tail], OWN + r.label)
        for r in passage.relations
        if r.head in place and r.tail in place and r.label in OWN_RELATIONS and r.head != r.tail
    )
    cluster = _clusters(len(passage.spans), passage.relations)
    keys = [cluster[n] for n in kept]
    told = {frozenset((keys[r.head], keys[r.tail])) for r in relations}
    every = range(len(kept))
    sure = {(i, j) for i in every for j in every if frozenset((keys[i], keys[j])) not in told}
    sure |= {pair for r in relations for pair in ((r.head, r.tail), (r.tail, r.head))}
    return replace(
        passage,
        spans=tuple(passage.spans[n] for n in kept),
        relations=relations,
        judged=frozenset(OWN + label for label in passage.judged & set(OWN_RELATIONS)),
        pairs=frozenset(sure),
        statuses={},
        triggers={},
    )


def _clusters(number: int, relations: frozenset[Relation]) -> list[int]:
    """For every span the first one of the same person."""
    first = list(range(number))
    for relation in sorted(relations, key=lambda r: (r.head, r.tail)):
        if relation.label == "coref":
            first[relation.head] = min(first[relation.head], first[relation.tail])
    return first
