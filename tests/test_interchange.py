"""The claims format: what is written is canonical, fits the schema, and comes back as it was; what is wrong is told."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from kg import vocab
from kg.interchange import ClaimsError, from_jsonl, from_rows, schema, to_jsonl
from kg.model import (
    Article,
    Claim,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Literal,
    LiteralType,
    PartialDate,
    Source,
    Status,
    claim_id,
)

ROWS = tomllib.loads((Path(__file__).parent / "cases" / "interchange" / "wrong.toml").read_text("utf-8"))["case"]
GOOD: dict[str, Any] = {
    "article": "q1",
    "published": "2021-03-09",
    "subject": {"name": "Mara Quill", "type": "Person"},
    "predicate": "livesIn",
    "object": {"name": "Hull", "type": "Place"},
    "start": "2014",
    "end": None,
    "at": None,
    "place": None,
    "status": "asserted",
    "source": None,
    "confidence": 0.9,
    "evidence": [{"start": 0, "end": 25, "quote": "Mara Quill lives in Hull.", "subject": [0, 10], "object": [20, 24]}],
}
MARA = Entity("mara-quill", EntityType.PERSON, "Mara Quill", id="https://x.example/person/mara-quill", wikidata="Q5")
LARK = Entity("jose-lark", EntityType.PERSON, "José Lark")
HULL = Entity("hull", EntityType.PLACE, "Hull")
TEXT = "Mara Quill married José Lark in Hull. She is 41."


def words(start: int, end: int, subject: tuple[int, int], target: tuple[int, int] | None) -> tuple[Evidence, ...]:
    return (Evidence(start, end, TEXT[start:end], subject, target, "wed:verb"),)


WEDDING = Claim(
    MARA,
    "event:Wedding",
    LARK,
    words(0, 37, (0, 10), (19, 28)),
    at=PartialDate("2021-03", "in March"),
    place=HULL,
    status=Status.REPORTED,
    source=Source("Ivo Tansy"),
    confidence=0.87654321,
)
BORN = Claim(MARA, "bornOn", Literal("1979-03-10/1980-03-09", LiteralType.DATE), words(38, 48, (38, 41), (45, 47)))
ARTICLE = Article("https://gull.example/1", TEXT, date(2021, 3, 9))


# --- writing ---------------------------------------------------------------------------------------------------------


def test_a_line_has_the_keys_of_the_documentation_in_their_order() -> None:
    [line] = to_jsonl(Extraction(ARTICLE, (MARA, LARK, HULL), (), (WEDDING,)))
    assert json.loads(line) == {
        "article": "https://gull.example/1",
        "published": "2021-03-09",
        "subject": {
            "name": "Mara Quill",
            "type": "Person",
            "id": "https://x.example/person/mara-quill",
            "wikidata": "Q5",
        },
        "predicate": "event:Wedding",
        "object": {"name": "José Lark", "type": "Person"},
        "start": None,
        "end": None,
        "at": "2021-03",
        "place": {"name": "Hull", "type": "Place"},
        "status": "reported",
        "source": {"name": "Ivo Tansy", "anonymous": False},
        "confidence": 0.8765,
        "evidence": [
            {
                "start": 0,
                "end": 37,
                "quote": "Mara Quill married José Lark in Hull.",
                "subject": [0, 10],
                "object": [19, 28],
                "rule": "wed:verb",
            }
        ],
    }
    assert list(json.loads(line)) == list(GOOD)


def test_the_ids_of_the_graph_go_into_the_lines() -> None:
    extraction = Extraction(ARTICLE, (MARA, LARK, HULL), (), (WEDDING,))
    [line] = to_jsonl(
        extraction, {"jose-lark": "https://x.example/person/jose-lark", "mara-quill": "https://y.example/m"}
    )
    assert json.loads(line)["object"]["id"] == "https://x.example/person/jose-lark"
    assert json.loads(line)["subject"]["id"] == "https://y.example/m"


def test_claims_are_ordered_by_evidence_start_whatever_order_they_come_in() -> None:
    orders = [(WEDDING, BORN), (BORN, WEDDING)]
    written = [list(to_jsonl(Extraction(ARTICLE, (), (), claims))) for claims in orders]
    assert written[0] == written[1]
    assert [json.loads(line)["evidence"][0]["start"] for line in written[0]] == [0, 38]


EXTRAS = {"kinship", "note", "said"}


def test_what_few_claims_have_is_written_only_where_it_is() -> None:
    aunt = Claim(
        MARA,
        "relativeOf",
        LARK,
        words(0, 37, (0, 10), (19, 28)),
        kinship="aunt",
        note="former",
        said=PartialDate("2021-03", "in March"),
    )
    [line] = to_jsonl(Extraction(ARTICLE, (), (), (aunt,)))
    assert {key: json.loads(line)[key] for key in EXTRAS} == {"kinship": "aunt", "note": "former", "said": "2021-03"}
    [read] = from_jsonl([line])[0].claims
    assert (read.kinship, read.note, read.said and read.said.value) == ("aunt", "former", "2021-03")
    [plain] = to_jsonl(Extraction(ARTICLE, (), (), (WEDDING,)))
    assert not EXTRAS & set(json.loads(plain))


# --- there and back --------------------------------------------------------------------------------------------------

names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=12)
entities = st.builds(
    lambda type, label: Entity(f"{type}:{label}", type, label),
    st.sampled_from(EntityType),
    names,
)
moments = st.sampled_from(["2013", "2020-12", "2020-12-22", "2013-01-06/2014-01-05", "2016-21", "../2013", "201X"])
dates = st.none() | moments.map(lambda value: PartialDate(value, value))


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    quote = draw(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30))
    start = draw(st.integers(0, 5000))
    span = (start, start + 1)
    return Evidence(start, start + len(quote), quote, span, draw(st.none() | st.just(span)), draw(st.just("") | names))


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    predicate = draw(st.sampled_from([*vocab.RELATIONS, *(f"event:{event}" for event in vocab.EVENTS)]))
    if predicate.startswith("event:"):
        target: Entity | Literal | None = draw(st.none() | entities)
    elif predicate in ("bornOn", "diedOn", "foundedOn"):
        target = Literal(draw(moments), LiteralType.DATE)
    else:
        target = draw(entities | st.builds(Literal, names, st.sampled_from([LiteralType.TEXT, LiteralType.NUMBER])))
    return Claim(
        subject=draw(entities),
        predicate=predicate,
        object=target,
        evidence=tuple(draw(st.lists(evidences(), min_size=1, max_size=3))),
        start=draw(dates),
        end=draw(dates),
        at=draw(dates),
        place=draw(st.none() | entities),
        status=draw(st.sampled_from(Status)),
        source=draw(st.none() | st.builds(Source, names, st.just(True))),
        confidence=draw(st.integers(0, 10_000)) / 10_000,
        kinship=draw(st.none() | names),
        note=draw(st.none() | names),
        said=draw(dates),
    )


def plain(claim: Claim) -> str:
    """A claim in words, but for the keys of its entities, which the format does not carry."""

    target = replace(claim.object, key="") if isinstance(claim.object, Entity) else claim.object
    place = replace(claim.place, key="") if claim.place else None
    return repr(replace(claim, subject=replace(claim.subject, key=""), object=target, place=place))


@settings(max_examples=60)
@given(st.lists(claims(), max_size=4), st.none() | st.dates(date(1900, 1, 1)))
def test_what_is_written_fits_the_schema_and_comes_back_as_it_was(given_claims: list[Claim], day: date | None) -> None:
    lines = list(to_jsonl(Extraction(Article("a1", "", day), (), (), tuple(given_claims))))
    assert all(len(line.splitlines()) == 1 for line in lines)
    validator = Draft202012Validator(schema())
    for line in lines:
        validator.validate(json.loads(line))
    extractions = from_jsonl("\n".join(lines).split("\n"))
    read = [claim for extraction in extractions for claim in extraction.claims]
    assert sorted(map(plain, read)) == sorted(map(plain, given_claims))
    assert [line for extraction in extractions for line in to_jsonl(extraction)] == lines


def test_reading_groups_by_article_and_gathers_the_entities() -> None:
    second = GOOD | {"article": "https://gull.example/2"}
    first, other = from_jsonl([json.dumps(GOOD), "", json.dumps(second), json.dumps(GOOD | {"start": "2015"})])
    assert (first.article.id, first.article.published, first.article.url) == ("q1", date(2021, 3, 9), None)
    assert [claim.start.value for claim in first.claims if claim.start] == ["2014", "2015"]
    assert [entity.label for entity in first.entities] == ["Mara Quill", "Hull"]
    assert other.article.url == "https://gull.example/2"


def test_namesakes_stay_apart_by_their_ids() -> None:
    def called(number: int) -> dict[str, str]:
        return {"name": "Mara Quill", "type": "Person", "id": f"https://x.example/person/mara-quill-{number}"}

    [extraction] = from_jsonl([json.dumps(GOOD | {"subject": called(1)}), json.dumps(GOOD | {"subject": called(2)})])
    assert [claim.subject.key for claim in extraction.claims] == ["mara-quill", "mara-quill-2"]


def test_a_claim_read_back_keeps_its_id() -> None:
    extraction = Extraction(ARTICLE, (MARA, LARK, HULL), (), (WEDDING, BORN))
    [read] = from_jsonl(to_jsonl(extraction))
    ids = [[claim_id(one.article.id, claim) for claim in one.claims] for one in (extraction, read)]
    assert ids[0] == ids[1]


def test_what_may_be_left_out_has_a_plain_meaning() -> None:
    bare = {key: value for key, value in GOOD.items() if key in schema()["required"]}
    [extraction] = from_jsonl([json.dumps(bare)])
    [claim] = extraction.claims
    assert (claim.start, claim.place, claim.source, claim.confidence) == (None, None, None, 1.0)
    assert extraction.article.published is None


def test_a_speaker_with_the_name_of_a_person_of_the_article_is_that_person() -> None:
    def spoken(name: str, anonymous: bool) -> str | None:
        row = GOOD | {"source": {"name": name, "anonymous": anonymous}}
        source = from_jsonl([json.dumps(row)])[0].claims[0].source
        assert source is not None
        return source.entity

    assert spoken("Mara Quill", False) == "mara-quill"
    assert spoken("Mara Quill", True) is None
    assert spoken("a friend", False) is None


def test_keys_of_ones_own_are_read_over() -> None:
    assert len(from_jsonl([json.dumps(GOOD | {"x_votes": 3})])) == 1


# --- what is wrong ---------------------------------------------------------------------------------------------------


def spoil(row: Mapping[str, Any]) -> dict[str, Any]:
    spoilt = copy.deepcopy(GOOD)
    *path, last = row.get("drop") or row["set"]
    place: Any = spoilt
    for step in path:
        place = place[step]
    if "drop" in row:
        del place[last]
    else:
        place[last] = row["to"]
    return spoilt


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["says"][8:70])
def test_a_wrong_line_is_told_of_by_line_and_field(row: dict[str, Any]) -> None:
    extractions, [error] = from_rows([(1, spoil(row)), (2, GOOD)])
    assert str(error).startswith(row["says"])
    assert [len(extraction.claims) for extraction in extractions] == [1]


def test_a_relation_needs_an_object_and_an_event_does_not() -> None:
    _, [error] = from_rows([(1, GOOD | {"object": None})])
    assert str(error).startswith("line 1: object: null is of the wrong type; it must be object")
    assert from_rows([(1, GOOD | {"object": None, "predicate": "event:Arrest"})])[1] == []


def test_a_birthday_must_be_a_date() -> None:
    for target in ({"value": "1980", "type": "text"}, {"name": "Hull", "type": "Place"}):
        _, [error] = from_rows([(1, GOOD | {"predicate": "bornOn", "object": target})])
        assert error.field.startswith("object")


def test_one_article_has_one_publication_date() -> None:
    _, [error] = from_rows([(1, GOOD), (2, GOOD | {"published": "2021-03-10"})])
    assert str(error) == (
        "line 2: published: 2021-03-10 here, but 2021-03-09 for the same article on line 1; "
        "give an article one publication date"
    )


def test_reading_lines_tells_of_every_wrong_one_in_order() -> None:
    with pytest.raises(ClaimsError) as caught:
        from_jsonl([json.dumps(GOOD | {"status": 1}), "{", b"\xff", json.dumps(GOOD), "[]"])
    assert [error.line for error in caught.value.errors] == [1, 2, 3, 5]
    assert "line 5: [] is of the wrong type; it must be object" in str(caught.value)


# --- the schema ------------------------------------------------------------------------------------------------------


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_the_schema_knows_what_the_code_knows() -> None:
    properties = schema()["properties"]
    assert set(properties["predicate"]["enum"]) == {*vocab.RELATIONS, *(f"event:{event}" for event in vocab.EVENTS)}
    assert set(properties["status"]["enum"]) == set(Status)
    assert set(schema()["$defs"]["entity"]["properties"]["type"]["enum"]) == set(EntityType)
    assert set(schema()["$defs"]["literal"]["properties"]["type"]["enum"]) == set(LiteralType)
    dated = {relation.name for relation in vocab.RELATIONS.values() if relation.range is LiteralType.DATE}
    assert set(schema()["allOf"][1]["if"]["properties"]["predicate"]["enum"]) == dated


def test_a_claim_changed_after_reading_is_another_line() -> None:
    [extraction] = from_jsonl([json.dumps(GOOD)])
    changed = replace(extraction, claims=tuple(replace(claim, status=Status.DENIED) for claim in extraction.claims))
    assert list(to_jsonl(changed)) != list(to_jsonl(extraction))
