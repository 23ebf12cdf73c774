"""What the trained encoder adds to the rules: it speaks where they are silent, and only there."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest
from spacy.language import Language

from kg.annotate import annotate
from kg.claims import Reading, all_findings, learned, rule_findings
from kg.claims.reading import Finding, Party
from kg.dates import find_times
from kg.encoder import Encoder, load
from kg.mentions import find_mentions
from kg.model import Article
from kg.names import rules
from kg.quotes import find_quotes
from kg.vocab import is_known

pytestmark = pytest.mark.model


def read(text: str, nlp: Language) -> Reading:
    doc = annotate(Article("own", text), nlp)
    quotes = find_quotes(doc)
    return Reading.of(doc, find_mentions(doc, quotes), find_times(doc, date(2021, 1, 6)), quotes, date(2021, 1, 6))


def said(reading: Reading, found: list[Finding]) -> set[tuple[str, str, str]]:
    def label(party: object) -> str:
        if isinstance(party, Party):
            return reading.mentions.entity(party.key).label
        return str(getattr(party, "value", ""))

    return {(label(f.subject), f.predicate, label(f.object)) for f in found}


def test_the_policy_names_labels_and_predicates_that_exist() -> None:
    labels = set(load().labels)
    for policy in rules("learned")["claims"]:
        assert policy["label"] in labels
        assert is_known(policy["predicate"])
        assert 0 < policy["least"] < 1


def test_it_reads_a_school(nlp: Language) -> None:
    reading = read("Odile Marchbank received a degree in law from Marlow College in 1994.", nlp)
    found = list(learned.findings(reading, load()))
    assert ("Odile Marchbank", "studiedAt", "Marlow College") in said(reading, found)


def test_every_finding_has_a_probability_and_a_word_that_carries_it(nlp: Language) -> None:
    text = "Ruan Oyelaran, born on May 2, 1971, graduated from Porto University. His son Tobin was born in 2004."
    reading = read(text, nlp)
    found = list(learned.findings(reading, load()))
    assert found
    assert all(0 < finding.confidence < 1 and finding.rule == "encoder" for finding in found)
    assert all(reading.doc[finding.trigger].is_alpha for finding in found)


def test_a_sentence_without_a_cue_is_not_read(nlp: Language) -> None:
    assert not list(learned.findings(read("Odile Marchbank met Tobin Vale at the harbour.", nlp), load()))


class Unread:
    """An encoder that must not be asked."""

    labels: tuple[str, ...] = ()

    def read(self, texts: list[object], pairs: list[object]) -> list[object]:
        assert not texts
        return []


def test_a_sentence_of_which_the_rules_have_told_all_is_not_read(nlp: Language) -> None:
    reading = read("Tobin Vale is the son of Odile Marchbank.", nlp)
    told = list(rule_findings(reading))
    assert told
    assert not list(learned.findings(reading, cast("Encoder", Unread()), told))
    with pytest.raises(AssertionError):
        list(learned.findings(reading, cast("Encoder", Unread())))


def test_a_cue_hints_at_its_own_claims_only(nlp: Language) -> None:
    of_kin = read("Odile Marchbank joined Marlow Records with her sister.", nlp)
    assert not list(learned.findings(of_kin, cast("Encoder", Unread())))
    of_school = read("Odile Marchbank joined Marlow Records after university.", nlp)
    with pytest.raises(AssertionError):
        list(learned.findings(of_school, cast("Encoder", Unread())))


def test_every_claim_names_words_that_hint_at_it() -> None:
    assert {policy["cues"] for policy in rules("learned")["claims"]} == set(rules("learned")["cues"])


def test_the_rules_are_not_contradicted(nlp: Language) -> None:
    reading = read("Petra Voigt has two children, Hanna and Nils, with her husband, Gus Arlen.", nlp)
    told = list(rule_findings(reading))
    every = list(all_findings(reading))
    assert every[: len(told)] == told
    added = said(reading, every[len(told) :])
    assert not any(predicate == "siblingOf" for _, predicate, _ in added)


def test_what_the_rules_told_of_two_people_silences_it(nlp: Language) -> None:
    reading = read("Tobin Vale is the son of Odile Marchbank.", nlp)
    told = list(rule_findings(reading))
    again = [f for f in told if f.predicate == "parentOf"]
    assert again
    assert not list(learned.beside(told, again, reading.doc))
    assert list(learned.beside([], again, reading.doc)) == again
