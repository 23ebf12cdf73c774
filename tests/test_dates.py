"""Time expressions: one row of `cases/dates.toml` a test, without a model and with the trained one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language

from kg.dates import Time, TimeKind, find_times

CASES = tomllib.loads((Path(__file__).parent / "cases" / "dates.toml").read_text(encoding="utf-8"))
ROWS = [
    pytest.param(row, id=f"{group}-{number}-{row['text'][:40]}")
    for group, rows in CASES.items()
    for number, row in enumerate(rows, start=1)
]


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("en")


def shown(time: Time, text: str) -> list[str]:
    length = " ".join(str(part) for part in (time.number, time.unit) if part is not None)
    value = time.value.value if time.value else "" if time.kind is TimeKind.VAGUE else length
    return [text[time.start : time.end], "heading" if time.heading else time.kind.value, value]


@pytest.mark.parametrize("row", ROWS)
def test_words_alone_give_the_times(row: dict[str, Any], blank: Language) -> None:
    doc = blank(row["text"])
    assert [shown(time, doc.text) for time in find_times(doc, row.get("published"))] == row["times"]


@pytest.mark.parametrize("row", ROWS)
def test_the_parse_gives_the_same_times(row: dict[str, Any], nlp: Language) -> None:
    doc = nlp(row["text"])
    assert [shown(time, doc.text) for time in find_times(doc, row.get("published"))] == row["times"]
