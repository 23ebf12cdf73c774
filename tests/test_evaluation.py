from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from kg.evaluation import Counts, GoldError, Scores, as_dict, evaluate, load_gold, render
from kg.evaluation.matching import Fit, fit
from kg.model import Article, Claim, Entity, EntityType, Evidence, Extraction, Literal, PartialDate, Source, Status

TEXT = (
    "date 2005-06-01\nSinger Ada Roe and Ben Lind, her husband, had wed in Bergen in 1998 and again in 2004. "
    "Roe says that Lind is not the father of Cleo. Lind may have dated Dora Vik."
)
PEOPLE = [
    {"name": "Ada Roe", "aliases": ["Roe", "Ada"], "wikidata": None},
    {"name": "Ben Lind", "aliases": ["Lind"], "wikidata": None},
    {"name": "Cleo", "aliases": [], "wikidata": None},
    {"name": "Dora Vik", "aliases": [], "wikidata": None},
]


def gold_claim(
    subject: str, predicate: str, object: str | None, status: str = "asserted", **more: str
) -> dict[str, Any]:
    blank = {"start": None, "end": None, "at": None, "source": None, "quote": "Ada Roe and Ben Lind"}
    return {"subject": subject, "predicate": predicate, "object": object, "status": status, **blank, **more}


def predicted(
    subject: str, predicate: str, object: Entity | Literal | str | None, status: str = "asserted", **more: str
) -> Claim:
    start, end, at = (PartialDate(more[name], more[name]) if name in more else None for name in ("start", "end", "at"))
    return Claim(
        subject=person(subject),
        predicate=predicate,
        object=person(object) if isinstance(object, str) else object,
        evidence=(Evidence(16, 20, "Sing", (16, 20)),),
        start=start,
        end=end,
        at=at,
        status=Status(status),
        source=Source(more["source"]) if "source" in more else None,
        place=Entity("place", EntityType.PLACE, more["place"]) if "place" in more else None,
    )


def person(label: str, *aliases: str) -> Entity:
    return Entity(label.lower(), EntityType.PERSON, label, aliases)


@pytest.fixture
def run(tmp_path: Path) -> Any:
    """Write gold claims down, predict claims, get the scores."""

    def scores(gold: list[dict[str, Any]], predictions: list[Claim]) -> Scores:
        (tmp_path / "roe.txt").write_text(TEXT, "utf-8")
        record = {"id": "roe", "published": "2005-06-01", "people": PEOPLE, "claims": gold}
        (tmp_path / "roe.json").write_text(json.dumps(record), "utf-8")
        return evaluate(tmp_path, lambda article: Extraction(article, claims=tuple(predictions)))

    return scores


def test_a_symmetric_pair_counts_in_either_order_and_a_directed_one_does_not(run: Any) -> None:
    gold = [gold_claim("Ada Roe", "marriedTo", "Ben Lind"), gold_claim("Ada Roe", "parentOf", "Cleo")]
    scores = run(gold, [predicted("Lind", "marriedTo", "Roe"), predicted("Cleo", "parentOf", "Ada Roe")])
    assert scores.by_predicate["marriedTo"] == Counts(1, 1, 1)
    assert scores.by_predicate["parentOf"] == Counts(0, 1, 1)


def test_a_gold_claim_pays_for_one_prediction_only(run: Any) -> None:
    scores = run(
        [gold_claim("Ada Roe", "occupation", "singer")],
        [predicted("Roe", "occupation", Literal("singer")), predicted("Roe", "occupation", Literal("pop singer"))],
    )
    assert scores.overall == Counts(1, 2, 1)


def test_two_marriages_of_a_couple_are_told_apart_by_their_beginning(run: Any) -> None:
    gold = [
        gold_claim("Ada Roe", "marriedTo", "Ben Lind", start="1998"),
        gold_claim("Ada Roe", "marriedTo", "Ben Lind", start="2004"),
    ]
    second = predicted("Ada Roe", "marriedTo", "Ben Lind", start="2004")
    assert run(gold, [second]).times["start"] == {"exact": 1}
    assert run(gold, [second, predicted("Ada Roe", "marriedTo", "Ben Lind", start="1998")]).overall == Counts(2, 2, 2)
    assert run(gold, [second, second]).overall == Counts(1, 2, 2)
    assert run(gold, [predicted("Ada Roe", "marriedTo", "Ben Lind", start="2001")]).overall == Counts(0, 1, 2)


def test_the_wrong_status_is_wrong_and_is_named(run: Any) -> None:
    gold = [gold_claim("Ben Lind", "parentOf", "Cleo", "reported", source="Ada Roe")]
    scores = run(gold, [predicted("Ben Lind", "parentOf", "Cleo", "denied", source="Ada Roe")])
    assert scores.overall == Counts(0, 1, 1)
    assert [finding.kind for finding in scores.findings] == ["status"]


@pytest.mark.parametrize("status", ["denied", "possible", "planned"])
def test_what_is_no_fact_in_the_gold_must_not_come_out_asserted(run: Any, status: str) -> None:
    scores = run([gold_claim("Ben Lind", "parentOf", "Cleo", status)], [predicted("Ben Lind", "parentOf", "Cleo")])
    assert [finding.claim for finding in scores.taken_for_asserted] == ["Ben Lind | parentOf | Cleo (asserted)"]


def test_a_fact_that_is_also_denied_for_another_time_may_be_asserted_for_its_own(run: Any) -> None:
    gold = [
        gold_claim("Ada Roe", "event:Arrest", None, at="1998"),
        gold_claim("Ada Roe", "event:Arrest", None, "denied", at="2004"),
    ]
    assert not run(gold, [predicted("Ada Roe", "event:Arrest", None)]).taken_for_asserted
    assert not run(gold, [predicted("Ada Roe", "event:Arrest", None, at="1998")]).taken_for_asserted
    assert run(gold, [predicted("Ada Roe", "event:Arrest", None, at="2004")]).taken_for_asserted


def test_who_has_not_filed_may_stand_on_either_side(run: Any) -> None:
    denied = [gold_claim("Ada Roe", "event:DivorceFiling", "Ben Lind", "denied")]
    assert run(denied, [predicted("Ben Lind", "event:DivorceFiling", "Ada Roe", "denied")]).overall.right == 1
    filed = [gold_claim("Ada Roe", "event:DivorceFiling", "Ben Lind")]
    assert run(filed, [predicted("Ben Lind", "event:DivorceFiling", "Ada Roe")]).overall.right == 0


def test_times_speakers_and_places_are_judged_on_the_right_claims(run: Any) -> None:
    gold = [
        gold_claim("Ada Roe", "event:Wedding", "Ben Lind", "reported", at="1998-05", place="Bergen", source="Ada Roe"),
        gold_claim("Ben Lind", "partnerOf", "Dora Vik", "possible", start="2001", source="a friend"),
    ]
    predictions = [
        predicted("Ada Roe", "event:Wedding", "Ben Lind", "reported", at="1998", place="Bergen, Norway", source="Ada"),
        predicted("Ben Lind", "partnerOf", "Dora Vik", "possible", end="2004", source="the police"),
    ]
    scores = run(gold, predictions)
    assert scores.times == {"at": {"compatible": 1}, "start": {"missing": 1}, "end": {"spurious": 1}}
    assert scores.sources == {"right": 1, "wrong": 1}
    assert scores.places == {"right": 1}


def test_the_label_decides_before_the_aliases_do(run: Any) -> None:
    confused = Entity("x", EntityType.PERSON, "Dora Vik", ("Ada Roe",))
    claim = Claim(confused, "occupation", Literal("singer"), (Evidence(16, 20, "Sing", (16, 20)),))
    assert run([gold_claim("Ada Roe", "occupation", "singer")], [claim]).overall.right == 0
    assert run([gold_claim("Dora Vik", "occupation", "singer")], [claim]).overall.right == 1


def test_an_article_without_extraction_misses_everything_and_errors_show_the_words(run: Any) -> None:
    scores = run([gold_claim("Ada Roe", "marriedTo", "Ben Lind", start="1998")], [])
    assert (scores.overall.precision, scores.overall.recall) == (1.0, 0.0)
    console = Console(width=120, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(render(scores, errors=True))
    shown = console.export_text()
    assert "MISSED roe: Ada Roe | marriedTo | Ben Lind [1998..] (asserted)" in shown
    assert "Ada Roe and Ben Lind" in shown


def test_the_dictionary_is_plain_json(run: Any) -> None:
    data = as_dict(run([gold_claim("Ada Roe", "marriedTo", "Ben Lind")], [predicted("Roe", "marriedTo", "Lind")]))
    assert json.loads(json.dumps(data))["by_predicate"]["marriedTo"]["f1"] == 1.0


def test_both_layouts_read_to_the_same_claims(tmp_path: Path) -> None:
    plain, lines = tmp_path / "plain", tmp_path / "gold"
    plain.mkdir()
    lines.mkdir()
    (plain / "roe.txt").write_text(TEXT, "utf-8")
    (tmp_path / "roe.txt").write_text(TEXT, "utf-8")
    record = {"id": "roe", "people": PEOPLE, "claims": [gold_claim("Ada Roe", "bornIn", "Bergen", place="Bergen")]}
    (plain / "roe.json").write_text(json.dumps(record), "utf-8")
    line = {
        "article": "roe",
        "subject": {"name": "Ada Roe", "type": "Person"},
        "predicate": "bornIn",
        "object": {"name": "Bergen", "type": "Place"},
        "place": {"name": "Bergen", "type": "Place"},
        "status": "asserted",
        "source": None,
        "evidence": [{"start": 23, "end": 43, "quote": "Ada Roe and Ben Lind"}],
    }
    (lines / "roe.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    (lines / "roe.people.json").write_text(json.dumps(PEOPLE), "utf-8")
    (first,), (second,) = load_gold(plain), load_gold(lines)
    assert first == second
    assert first.article.published == date(2005, 6, 1)
    assert first.article.text[first.article.body :].startswith("Singer Ada Roe")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"predicate": "marriedto"}, "unknown predicate 'marriedto'"),
        ({"status": "sure"}, "unknown status 'sure'"),
        ({"subject": ""}, "needs a subject"),
    ],
)
def test_bad_gold_is_refused_with_the_file_and_the_value(tmp_path: Path, change: dict[str, str], message: str) -> None:
    (tmp_path / "roe.txt").write_text(TEXT, "utf-8")
    claim = gold_claim("Ada Roe", "marriedTo", "Ben Lind") | change
    (tmp_path / "roe.json").write_text(json.dumps({"id": "roe", "people": PEOPLE, "claims": [claim]}), "utf-8")
    with pytest.raises(GoldError, match=rf"roe\.json, claim 1: .*{message}"):
        load_gold(tmp_path)


def test_missing_gold_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no gold"):
        load_gold(tmp_path)
    with pytest.raises(GoldError, match="is no folder"):
        load_gold(tmp_path / "nowhere")
    (tmp_path / "roe.json").write_text("{", "utf-8")
    with pytest.raises(GoldError, match="no JSON"):
        load_gold(tmp_path)
    (tmp_path / "roe.json").write_text("{}", "utf-8")
    with pytest.raises(GoldError, match=r"roe\.txt: no article"):
        load_gold(tmp_path)


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)))
def test_a_less_sharp_date_is_compatible_and_a_sharper_one_is_not(day: date) -> None:
    month, year = day.isoformat()[:7], day.isoformat()[:4]
    assert fit(day.isoformat(), day.isoformat()) is Fit.EXACT
    assert fit(year, month) is fit(month, day.isoformat()) is Fit.COMPATIBLE
    assert fit(month, year) is fit(day.isoformat(), month) is Fit.WRONG


def test_the_text_of_a_gold_article_is_untouched(tmp_path: Path) -> None:
    text = " date 2005-06-01\r\nAda Roe.\r\n"
    (tmp_path / "roe.txt").write_bytes(text.encode())
    (tmp_path / "roe.json").write_text(json.dumps({"id": "roe"}), "utf-8")
    (gold,) = load_gold(tmp_path)
    assert gold.article == Article("roe", text, date(2005, 6, 1), body=18)
