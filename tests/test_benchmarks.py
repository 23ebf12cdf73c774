from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.celebrity_corpus import Pair, match, predicted_pairs, read_xml, summed
from benchmarks.speed import Run, report
from kg.evaluation import Counts
from kg.model import Article, Claim, Entity, EntityType, Evidence, Extraction, Mention, MentionKind, Status

XML = """<?xml version="1.0" encoding="UTF-8"?>
<Document>
<TEXT><NODE id="0" />Ada<NODE id="3" /> &amp; Ben wed. Their girls Cleo and Dora, and Ada's sister Eve, came.</TEXT>
<Meta /><Entities>
<Entity id="0" startPos="0" endPos="3" type="person" surface="Ada" />
<Entity id="1" startPos="6" endPos="9" type="person" surface="Ben" />
<Entity id="2" startPos="15" endPos="20" type="person" surface="Their" />
<Entity id="3" startPos="27" endPos="31" type="person" surface="Cleo" />
<Entity id="4" startPos="36" endPos="40" type="person" surface="Dora" />
<Entity id="5" startPos="46" endPos="49" type="person" surface="Ada" />
<Entity id="6" startPos="59" endPos="62" type="person" surface="Eve" />
</Entities><Relations>
<Relation id="7" NAME="marriage"><Entity id="1" label="person" /><Entity id="0" label="person" /></Relation>
<Relation id="8" NAME="person_parent"><Entity id="3" label="person" /><Entity id="4" label="person" />
<Entity id="2" label="parent" /></Relation>
<Relation id="9" NAME="sibling_relationship"><Entity id="5" label="person" /><Entity id="6" label="person" /></Relation>
</Relations>
</Document>
"""
GOLD = [
    Pair("marriedTo", (0, 3), (6, 9)),
    Pair("parentOf", (15, 20), (27, 31)),
    Pair("parentOf", (15, 20), (36, 40)),
    Pair("siblingOf", (46, 49), (59, 62)),
]


@pytest.fixture
def corpus_file(tmp_path: Path) -> Path:
    path = tmp_path / "doc1.xml"
    path.write_text(XML, "utf-8")
    return path


def claim(predicate: str, subject: tuple[int, int], object: tuple[int, int] | None, status: str = "asserted") -> Claim:
    one, other = Entity("a", EntityType.PERSON, "Ada"), Entity("b", EntityType.PERSON, "Ben")
    sentence = Evidence(15, 69, "x" * 54, subject, object, "rule")
    return Claim(one, predicate, other, (sentence,), status=Status(status))


def test_the_corpus_is_read_with_its_own_offsets(corpus_file: Path) -> None:
    article, pairs = read_xml(corpus_file)
    assert article.text[:18] == "Ada & Ben wed. The"
    assert article.text[59:62] == "Eve"
    assert pairs == GOLD


def test_spouses_match_in_either_order_parents_do_not(corpus_file: Path) -> None:
    predictions = [Pair("marriedTo", (7, 9), (0, 3)), Pair("parentOf", (27, 31), (15, 20))]
    right, wrong, missed = match(predictions, GOLD)
    assert (right, wrong) == (predictions[:1], predictions[1:])
    assert missed == GOLD[1:]


def test_a_match_is_one_to_one_and_does_not_depend_on_the_order() -> None:
    gold = [Pair("siblingOf", (0, 3), (10, 13)), Pair("siblingOf", (0, 3), (20, 23))]
    wide, narrow = Pair("siblingOf", (0, 3), (10, 23)), Pair("siblingOf", (0, 3), (10, 13))
    assert match([wide, narrow], gold)[0] == [wide, narrow]
    assert match([narrow, wide], gold)[0] == [narrow, wide]
    assert match([narrow, narrow], gold[:1])[0] == [narrow]


def test_only_evidence_of_the_corpus_kind_is_a_prediction() -> None:
    singer = Mention(50, 56, 0, 1, 0, MentionKind.NOMINAL, EntityType.PERSON)
    claims = (
        claim("siblingOf", (59, 62), (46, 49)),
        claim("siblingOf", (46, 49), (59, 62), "reported"),  # the same spans once more
        claim("marriedTo", (15, 20), (27, 31), "denied"),
        claim("marriedTo", (15, 20), (15, 20)),  # one mention of two people
        claim("marriedTo", (0, 3), (27, 31)),  # across sentences
        claim("parentOf", (50, 56), (27, 31)),  # "the singer"
        claim("event:Wedding", (46, 49), (59, 62)),
        claim("parentOf", (15, 20), None),
    )
    extraction = Extraction(Article("doc1", "x" * 80), mentions=(singer,), claims=claims)
    assert predicted_pairs(extraction) == [Pair("siblingOf", (46, 49), (59, 62), "rule")]


def test_the_micro_average_counts_all_pairs_alike() -> None:
    counts = summed([match(GOLD[:3], GOLD), match([Pair("marriedTo", (1, 2), (3, 4))], [])])
    assert counts["marriedTo"] == Counts(1, 2, 1)
    assert counts["micro"] == Counts(3, 4, 4)


def test_speed_is_given_for_the_length_of_the_reference_article() -> None:
    text = report(Run({"annotate": 1.5, "claims": 0.5}, 4.0, 10, 2000, 50), 500, "a test")
    assert "**2.0 articles a second** of 500 words" in text
    assert "(1.0 by the clock; 1,000 words and 25 claims a second; 10 runs of a test)" in text
    assert "| annotate | 375 | 75% |\n| claims | 125 | 25% |" in text
