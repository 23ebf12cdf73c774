"""Sentences in the forms that news is written in, and exactly the claims they make (``cases/claims/*.toml``).

A row is a text and every claim it makes, as "subject | predicate | object | details"; details are "status", "by NAME",
"start=", "end=", "at=", "place=", "kinship=", "note=", separated by ";". Status is asserted unless said otherwise.
Occupations and birth intervals are compared only in rows that list one. Its first claim tells a row's file.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from kg.build import extract
from kg.model import Article, Claim, Entity, Extraction, Literal, Status
from kg.vocab import is_symmetric

CASES: list[dict[str, Any]] = [
    case
    for path in sorted((Path(__file__).parent / "cases" / "claims").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
QUIET = frozenset({"occupation", "bornOn"})
"""Predicates compared only in the rows that list one: they stand in nearly every sentence of the trade."""


def shown(claim: Claim) -> str:
    """A claim as the rows write it."""
    match claim.object:
        case Entity(label=label):
            obj = label
        case Literal(value=value):
            obj = value
        case None:
            obj = ""
    subject = claim.subject.label
    if is_symmetric(claim.predicate) and obj < subject:
        subject, obj = obj, subject
    details = [] if claim.status is Status.ASSERTED else [claim.status.value]
    if claim.source is not None:
        details.append(f"by {claim.source.name}")
    details += [
        f"{name}={moment.value}" for name in ("start", "end", "at") if (moment := getattr(claim, name)) is not None
    ]
    if claim.place is not None:
        details.append(f"place={claim.place.label}")
    details += [f"{name}={word}" for name in ("kinship", "note") if (word := getattr(claim, name)) is not None]
    return " | ".join([subject, claim.predicate, obj, "; ".join(sorted(details))]).rstrip(" |") + (
        "" if obj or details else " |"
    )


def normal(row: str) -> str:
    """A row of the file in the same spelling: parties of symmetric claims and details sorted."""
    cells = [cell.strip() for cell in row.split("|")]
    cells += [""] * (4 - len(cells))
    subject, predicate, obj, details = cells
    if is_symmetric(predicate) and obj < subject:
        subject, obj = obj, subject
    joined = "; ".join(sorted(part.strip() for part in details.split(";") if part.strip()))
    return " | ".join([subject, predicate, obj, joined]).rstrip(" |") + ("" if obj or joined else " |")


def read(text: str, published: date | None, nlp: Language) -> Extraction:
    """The extraction of a text."""
    return extract(Article("case", text, published), nlp)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_sentence_makes_exactly_its_claims_in_its_own_words(case: dict[str, Any], nlp: Language) -> None:
    expected = {normal(row) for row in case["claims"]}
    listed = {row.split("|")[1].strip() for row in case["claims"]}
    found = read(case["text"], case.get("published"), nlp).claims
    assert {shown(c) for c in found if c.predicate in listed or c.predicate not in QUIET} == expected
    for evidence in (one for claim in found for one in claim.evidence):
        assert case["text"][evidence.start : evidence.end] == evidence.quote
        assert case["text"][slice(*evidence.subject)]
        assert evidence.rule


def test_the_day_on_which_a_source_spoke_is_kept_apart_from_the_event(nlp: Language) -> None:
    text = "Nora Hale and Tom Bell married in 2010. It is over between them, a source said on Tuesday."
    [claim] = [c for c in read(text, date(2016, 1, 10), nlp).claims if c.predicate == "event:Separation"]
    assert claim.said is not None
    assert (claim.said.value, claim.at) == ("2016-01-05", None)


def test_no_two_rows_have_one_name_or_one_text() -> None:
    assert len({case["id"] for case in CASES}) == len({case["text"] for case in CASES}) == len(CASES)
