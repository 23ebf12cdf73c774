from __future__ import annotations

from typing import Any

import pytest

from benchmarks.redocred import Document, document, joined, predicted, score
from kg.model import (
    Article,
    Claim,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Literal,
    LiteralType,
    Mention,
    MentionKind,
    Status,
)

WORDS = [["Ada", "Roe", "(", "born", "1950", ")", "wed", "Bo", "."], ["She", "raised", "Cy", "in", "Rome", "."]]


def mention(sentence: int, first: int, last: int, kind: str) -> dict[str, Any]:
    return {"sent_id": sentence, "pos": [first, last], "type": kind, "name": " ".join(WORDS[sentence][first:last])}


RAW = {
    "title": "Ada Roe",
    "sents": WORDS,
    "vertexSet": [
        [mention(0, 0, 2, "PER")],
        [mention(0, 7, 8, "PER")],
        [mention(1, 2, 3, "PER")],
        [mention(0, 4, 5, "TIME")],
        [mention(1, 4, 5, "LOC")],
    ],
    "labels": [
        {"h": 1, "t": 0, "r": "P26", "evidence": [0]},
        {"h": 0, "t": 1, "r": "P26", "evidence": []},
        {"h": 2, "t": 0, "r": "P25", "evidence": [0, 1]},
        {"h": 0, "t": 2, "r": "P40", "evidence": [1]},
        {"h": 2, "t": 1, "r": "P22"},
        {"h": 0, "t": 3, "r": "P569", "evidence": [0]},
        {"h": 4, "t": 0, "r": "P112", "evidence": [1]},
        {"h": 0, "t": 4, "r": "P112", "evidence": [1]},
        {"h": 0, "t": 4, "r": "P276", "evidence": [1]},
    ],
}
TEXT = "Ada Roe (born 1950) wed Bo. She raised Cy in Rome."


@pytest.fixture
def gold() -> Document:
    return document("0", RAW)


def test_the_text_is_put_together_as_it_is_printed_and_every_word_is_found_in_it() -> None:
    text, places = joined(WORDS)
    assert text == TEXT
    assert [[text[start:end] for start, end in sentence] for sentence in places] == WORDS


def test_facts_are_read_in_one_form_whatever_way_they_are_annotated(gold: Document) -> None:
    assert [[TEXT[start:end] for start, end in one] for one in gold.entities] == [
        ["Ada Roe"],
        ["Bo"],
        ["Cy"],
        ["1950"],
        ["Rome"],
    ]
    assert gold.facts == {
        ("marriedTo", 0, 1),
        ("parentOf", 0, 2),
        ("parentOf", 1, 2),
        ("bornOn", 0, 3),
        ("founderOf", 0, 4),
    }, "who founded is the tail of the property, and no place is"
    assert gold.near == {("marriedTo", 0, 1), ("parentOf", 0, 2), ("bornOn", 0, 3), ("founderOf", 0, 4)}


def claim(
    predicate: str, subject: str, thing: str | Literal, words: tuple[str, str | None], status: str = "asserted"
) -> Claim:
    spans = [(TEXT.index(one), TEXT.index(one) + len(one)) if one else None for one in words]
    assert spans[0]
    object = Entity(thing, EntityType.PERSON, thing) if isinstance(thing, str) else thing
    evidence = Evidence(0, len(TEXT), TEXT, spans[0], spans[1])
    return Claim(Entity(subject, EntityType.PERSON, subject), predicate, object, (evidence,), status=Status(status))


def extraction(*claims: Claim) -> Extraction:
    ada = [
        Mention(start, end, 0, 1, 0, MentionKind.NAME, EntityType.PERSON, ("ada",)) for start, end in ((0, 7), (28, 31))
    ]
    return Extraction(Article("0", TEXT), (), tuple(ada), claims)


def test_claims_become_facts_by_any_mention_of_the_two(gold: Document) -> None:
    read = extraction(
        claim("marriedTo", "bo", "ada", ("Bo", "Ada Roe")),
        claim("parentOf", "ada", "cy", ("She", "Cy")),
        claim("bornOn", "ada", Literal("1950", LiteralType.DATE), ("Ada Roe", None)),
    )
    assert predicted(read, gold.entities) == {("marriedTo", 0, 1), ("parentOf", 0, 2), ("bornOn", 0, 3)}


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(claim("marriedTo", "bo", "ada", ("Bo", "Ada Roe"), "denied"), id="denied"),
        pytest.param(claim("marriedTo", "bo", "ada", ("Bo", "Ada Roe"), "planned"), id="planned"),
        pytest.param(claim("parentOf", "ada", "x", ("Ada Roe", "raised")), id="an object that the gold has not"),
        pytest.param(claim("parentOf", "ada", "ada", ("Ada Roe", "She")), id="oneself"),
        pytest.param(claim("bornOn", "ada", Literal("1977", LiteralType.DATE), ("Ada Roe", None)), id="an unseen year"),
    ],
)
def test_what_cannot_be_compared_is_left_out(read: Claim, gold: Document) -> None:
    assert predicted(extraction(read), gold.entities) == set()


def test_figures_count_facts_over_all_documents(gold: Document) -> None:
    found = {("marriedTo", 0, 1), ("parentOf", 0, 2), ("parentOf", 2, 1), ("leads", 0, 1)}
    figures = score([gold, gold], [found, set()])
    assert figures["parentOf"] == {
        "gold": 4,
        "found": 2,
        "precision": 0.5,
        "recall": 0.25,
        "f1": 0.3333,
        "in_one_sentence": 2,
        "recall_there": 0.5,
    }
    assert figures["micro"]["found"] == 3, "what the set does not annotate is not counted"
    assert figures["siblingOf"]["precision"] is None
    assert list(figures)[-1] == "micro"
