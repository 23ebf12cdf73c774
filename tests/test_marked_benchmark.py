"""How our marked articles are measured: who is meant by a mention, and what is told of whom."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.marked import Case, main, meant, owners, told
from kg.model import Article, Claim, Entity, EntityType, Evidence, Extraction, Mention, MentionKind, Status
from training.marked import MarkedArticle, parse

SOURCE = """date 2021-03-09
[a Mara Kessler] left [b [a her] husband], [b Tom Ruiz], in [L1 Leeds].
  a marriedTo b
  a !Separation b
  a livesIn L1 P
[b He] and [a she] were seen with [c Max].
  b parentOf c
"""
PEOPLE = {name: Entity(name.lower(), EntityType.PERSON, name) for name in ("Mara Kessler", "Tom Ruiz", "Max")}
PREDICATES = {"marriedTo", "parentOf", "event:Separation", "livesIn"}


@pytest.fixture
def article() -> MarkedArticle:
    return parse("x", SOURCE)


def mention(article: MarkedArticle, words: str, *names: str, kind: MentionKind = MentionKind.NAME) -> Mention:
    start = article.text.index(words)
    entities = tuple(PEOPLE[name].key for name in names)
    return Mention(start, start + len(words), 0, 1, 0, kind, EntityType.PERSON, entities)


def claim(one: str, predicate: str, other: str | None, status: Status = Status.ASSERTED) -> Claim:
    evidence = Evidence(0, 4, "Mara", (0, 4), rule="kin")
    return Claim(PEOPLE[one], predicate, PEOPLE[other] if other else None, (evidence,), status=status)


def extraction(article: MarkedArticle, mentions: list[Mention], *claims: Claim) -> Extraction:
    named = [mention(article, name, name) for name in PEOPLE]
    plain = Article("x", article.text)
    return Extraction(plain, tuple(PEOPLE.values()), (*named, *mentions), claims)


def results(cases: list[Case]) -> Counter[tuple[str, str]]:
    return Counter((case.kind, case.result) for case in cases)


def test_an_entity_is_whom_its_names_are_marked_with(article: MarkedArticle) -> None:
    assert owners(article, extraction(article, [])) == {"mara kessler": "a", "tom ruiz": "b", "max": "c"}


def test_a_mention_is_right_wrong_open_or_unseen(article: MarkedArticle) -> None:
    found = [
        mention(article, "her", "Mara Kessler", kind=MentionKind.PRONOUN),
        mention(article, "her husband", kind=MentionKind.NOMINAL),
        mention(article, "He", "Max", kind=MentionKind.PRONOUN),
    ]
    cases = results(list(meant(article, extraction(article, found))))
    assert cases == {
        ("names", "right"): 3,
        ("he and she", "right"): 1,
        ("he and she", "wrong"): 1,
        ("he and she", "unseen"): 1,
        ("descriptions", "open"): 1,
    }


def test_what_is_told_as_a_fact_is_found_or_missed_and_ours_right_or_wrong(article: MarkedArticle) -> None:
    ours = (
        claim("Tom Ruiz", "marriedTo", "Mara Kessler"),
        claim("Max", "parentOf", "Tom Ruiz"),
        claim("Mara Kessler", "event:Separation", None),
        claim("Mara Kessler", "marriedTo", "Max", Status.DENIED),
    )
    cases = list(told(article, extraction(article, [], *ours), PREDICATES))
    assert results(cases) == {
        ("marriedTo", "found"): 1,
        ("marriedTo", "right"): 1,
        ("event:Separation", "found"): 1,
        ("event:Separation", "right"): 1,
        ("parentOf", "missed"): 1,
        ("parentOf", "wrong"): 1,
    }
    [missed] = [case.shown for case in cases if case.result == "missed"]
    assert missed.startswith("parentOf Tom Ruiz Max: He and she were seen")


@pytest.mark.model
def test_the_command_measures_the_articles_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--limit", "1", "--errors", "he and she"]) == 0
    printed = capsys.readouterr().out
    assert "Who is meant, 1 marked articles" in printed
    assert "What is told, 1 marked articles" in printed
