"""The status a text gives a claim, whose word it is, and what is no claim at all."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.factuality import Verdict, is_fiction, is_figurative, judge, source_heads, source_name
from kg.factuality.cues import EFFECTS, cues
from kg.factuality.state import State
from kg.model import Status
from kg.quotes import find_quotes

FOLDER = Path(__file__).parent / "cases"
TABLES: dict[str, Any] = tomllib.loads((FOLDER / "factuality.toml").read_text(encoding="utf-8"))
UNREAL: dict[str, Any] = tomllib.loads((FOLDER / "factuality_unreal.toml").read_text(encoding="utf-8"))
STATUSES = [status.value for status in Status]
ROWS = [(status, row) for status in STATUSES for row in TABLES[status]]


def named(doc: Doc, text: str, nth: int = 1) -> Token:
    """The nth token with this text."""
    return [token for token in doc if token.text == text][nth - 1]


def judged(nlp: Language, row: dict[str, Any]) -> tuple[Doc, Verdict]:
    """The parsed text of a row and the verdict on its trigger."""
    doc = nlp(row["text"])
    scope = named(doc, row["scope"]) if "scope" in row else None
    trigger = named(doc, row["trigger"], row.get("nth", 1))
    return doc, judge(doc, trigger, find_quotes(doc), presupposed=row.get("presupposed", False), scope=scope)


def words(doc: Doc, span: tuple[int, int] | None) -> str | None:
    """The name of a source, if there is one."""
    return source_name(doc, span)[0] if span else None


@pytest.mark.parametrize(("status", "row"), ROWS, ids=[f"{s}: {r['text'][:60]} [{r['trigger']}]" for s, r in ROWS])
def test_status_and_source(nlp: Language, status: str, row: dict[str, Any]) -> None:
    doc, verdict = judged(nlp, row)
    assert (verdict.status.value, words(doc, verdict.speaker)) == (status, row.get("source")), verdict.cues


@pytest.mark.parametrize("row", TABLES["both"], ids=[row["text"][:60] for row in TABLES["both"]])
def test_the_rumour_beside_its_denial(nlp: Language, row: dict[str, Any]) -> None:
    doc, verdict = judged(nlp, row)
    assert (verdict.status.value, words(doc, verdict.speaker)) == (row["status"], row.get("source"))
    others = [(other.status.value, words(doc, other.speaker)) for other in verdict.also]
    assert others == [(row["also"], row.get("also_source"))]


@pytest.mark.parametrize("answer", ["yes", "no"])
@pytest.mark.parametrize("kind", ["fiction", "figurative"])
def test_roles_and_figures_of_speech(nlp: Language, kind: str, answer: str) -> None:
    wrong = []
    for row in UNREAL[kind][answer]:
        doc = nlp(row["text"])
        trigger = named(doc, row["trigger"])
        found = is_fiction(doc, trigger, find_quotes(doc)) if kind == "fiction" else is_figurative(doc, trigger)
        if found is not (answer == "yes"):
            wrong.append(row["text"])
    assert not wrong


def test_there_are_enough_cases_of_every_status() -> None:
    assert {status: len(TABLES[status]) >= 40 for status in STATUSES} == dict.fromkeys(STATUSES, True)
    assert len(ROWS) >= 200


def test_every_signature_has_known_effects_and_words() -> None:
    table = cues()
    signatures = {*table.verbs.values(), *table.adjectives.values(), *table.nouns.values(), *table.phrasal.values()}
    for signature in signatures:
        assert {signature.plain, signature.negated, signature.passive, signature.noun, signature.whether} <= EFFECTS


@pytest.mark.parametrize(
    ("effects", "core", "reported"),
    [
        ([], "fact", False),
        (["report"], "fact", True),
        (["negate", "negate"], "fact", False),
        (["negate", "deny"], "fact", True),
        (["possible", "deny"], "not", True),
        (["plan", "possible"], "maybe", False),
        (["possible", "plan"], "maybe", False),
        (["plan", "negate"], "not", False),
        (["negate", "possible"], "not", False),
        (["attempt"], "plan", False),
        (["end"], "not", False),
        (["keep"], "fact", False),
    ],
)
def test_effects_compose_from_the_inside_out(effects: list[str], core: str, reported: bool) -> None:
    state = State()
    for effect in effects:
        state.apply(effect, effect)
    assert (state.core, state.reported) == (core, reported)


def test_an_unknown_effect_names_its_cue() -> None:
    with pytest.raises(ValueError, match="shrug"):
        State().apply("maybe", "shrug")


@given(st.lists(st.sampled_from(sorted(EFFECTS)), max_size=8))
def test_a_denial_or_a_hedge_never_comes_out_as_fact_unless_denied_again(effects: list[str]) -> None:
    state = State()
    for effect in effects:
        state.apply(effect, effect)
    turns = sum(effect in {"deny", "negate"} for effect in effects)
    if turns == 0 and any(effect in {"possible", "plan", "attempt", "end"} for effect in effects):
        assert state.core != "fact"


def doc_of(text: str, pos: str, deps: str, heads: list[int], lemmas: str, tags: str) -> Doc:
    """A ``Doc`` made by hand."""
    return Doc(
        spacy.blank("en").vocab, words=text.split(), pos=pos.split(), deps=deps.split(), heads=heads,
        lemmas=lemmas.split(), tags=tags.split(),
    )  # fmt: skip


def test_plain_negation_by_hand() -> None:
    doc = doc_of(
        "Ann never married Bo", "PROPN ADV VERB PROPN", "nsubj neg ROOT dobj", [2, 2, 2, 2], "Ann never marry Bo",
        "NNP RB VBD NNP",
    )  # fmt: skip
    assert judge(doc, doc[2], ()) == Verdict(Status.DENIED, None, ("never",))


def test_a_relative_clause_is_out_of_reach_of_the_negation_above() -> None:
    doc = doc_of(
        "Ann , who married Bo , never called", "PROPN PUNCT PRON VERB PROPN PUNCT ADV VERB",
        "nsubj punct nsubj relcl dobj punct neg ROOT", [7, 0, 3, 0, 3, 0, 7, 7], "Ann , who marry Bo , never call",
        "NNP , WP VBD NNP , RB VBD",
    )  # fmt: skip
    assert judge(doc, doc[3], ()).status is Status.ASSERTED


def test_source_name_takes_the_apposed_name_and_marks_the_nameless(nlp: Language) -> None:
    doc = nlp("His spokesman, Ben Okri, met an insider and her lawyer.")
    assert source_name(doc, (0, 2)) == ("Ben Okri", False)
    assert doc[source_heads(doc, (0, 2))[0]].text == "Okri"
    insider = named(doc, "insider").i
    assert source_name(doc, (insider - 1, insider + 1)) == ("an insider", True)
    lawyer = named(doc, "lawyer").i
    assert source_name(doc, (lawyer - 1, lawyer + 1)) == ("her lawyer", False)


@pytest.mark.parametrize(
    ("words_of", "anonymous"),
    [("a source", True), ("insiders", True), ("fans", True), ("a guest of theirs", True), ("a lawyer", True),
     ("court records", False), ("Dora Finch", False), ("his manager", False), ("police", False)],
)  # fmt: skip
def test_who_is_anonymous(nlp: Language, words_of: str, anonymous: bool) -> None:
    doc = nlp(f"They wed in May, {words_of} said.")
    start = next(i for i in range(len(doc)) if doc[i:].text.startswith(words_of))
    assert source_name(doc, (start, start + len(words_of.split()))) == (words_of, anonymous)


def test_judging_does_not_depend_on_what_was_judged_before(nlp: Language) -> None:
    doc = nlp('Finch says that she married Lund. "We never divorced," said Lund. She may marry again.')
    quotes = find_quotes(doc)
    once = [judge(doc, token, quotes) for token in doc]
    assert [judge(doc, token, quotes) for token in reversed(doc)] == once[::-1]
