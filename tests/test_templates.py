"""The grammar of our own training sentences: offsets fit, labels are known, the same seed gives the same passages."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from kg.model import EntityType
from training.passage import Passage
from training.templates import passages
from training.templates.cores import load

ELSEWHERE = {"employedBy", "studiedAt", "partyMemberOf", "subsidiaryOf", "headquarteredIn", "foundedOn"}
"""Labels that public data sets teach well enough."""

CORES = (*load("cores"), *load("misses"))


@cache
def sample() -> tuple[Passage, ...]:
    return tuple(passages(4000, 11))


def test_the_same_seed_gives_the_same_passages() -> None:
    assert list(passages(30, 5)) == list(passages(30, 5))
    assert list(passages(30, 5)) != list(passages(30, 6))
    assert list(passages(30, 5))[:10] == list(passages(10, 5))


def test_spans_fit_the_text_and_stand_in_order() -> None:
    types = {*EntityType, "Date", "Number"}
    for passage in sample():
        assert list(passage.spans) == sorted(passage.spans)
        for span in passage.spans:
            words = passage.text[span.start : span.end]
            assert words, (passage.text, span)
            assert words == words.strip(" ,."), (passage.text, words) if not words.endswith("r.") else ""
            assert span.type in types
            assert span.kind in {"name", "nominal", "pronoun", "value"}
        for one, two in pairwise(passage.spans):
            assert one.end <= two.start or two.end <= one.end, passage.text
            assert (one.start, one.end) != (two.start, two.end), passage.text
