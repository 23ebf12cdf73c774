"""Kin of two steps, where a word and the steps are told apart: "he became a grandfather: his daughter, Ida, had Bo"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.claims.kin_anchors import anchors
from kg.claims.kin_nouns import Noun, nouns
from kg.claims.kin_people import bearers
from kg.claims.kin_rows import sex_of
from kg.claims.reading import TOLD_SO, Finding, Party, Reading, surety
from kg.names import rules


def findings(reading: Reading, told: Sequence[Finding]) -> Iterator[Finding]:
    """``relativeOf`` for grandparents, aunts and uncles of one who is named elsewhere, where the steps are ``told``."""
    words = rules("kin")["steps"]
    if not reading.tokens({*words["elder"], *words["younger"]}):
        return
    for noun in nouns(reading):
        if noun.word in words["elder"] and not any(anchors(reading, noun)):
            who, stating = bearers(reading, noun)
            definite = reading.doc[noun.first - 1].lower_ == "the"  # "she is the aunt who did it": of somebody told
            elders = who if stating is not None and not definite else []
        elif noun.word in words["younger"] and not bearers(reading, noun)[0]:
            elders = anchors(reading, noun)[0]
        else:
            continue
        for elder in elders:
            young = _two_steps(reading, told, elder, noun)
            if len(young) == 1:
                yield _finding(reading, noun, elder, young[0])


def _two_steps(reading: Reading, told: Sequence[Finding], elder: Party, noun: Noun) -> list[Party]:
    """The children of the elder's children or, for aunts and uncles, of brothers and sisters."""
    pairs = [(f.predicate, f.subject, f.object) for f in told if f.subject is not None and isinstance(f.object, Party)]
    children = [(one, other) for predicate, one, other in pairs if predicate == "parentOf"]
    between = {child.key for parent, child in children if parent.key == elder.key}
    if noun.word in rules("kin")["steps"]["by_siblings"]:
        siblings = [(one.key, other.key) for predicate, one, other in pairs if predicate == "siblingOf"]
        between = {b for pair in siblings for a, b in (pair, pair[::-1]) if a == elder.key}
    found = {child.key: child for parent, child in children if parent.key in between}
    sex = sex_of(noun.word) if noun.word in rules("kin")["steps"]["younger"] else ""
    return [p for p in found.values() if p.key != elder.key and sex in {"", reading.mentions.gender(p.key) or sex}]


def _finding(reading: Reading, noun: Noun, elder: Party, young: Party) -> Finding:
    given = noun.word in rules("kin")["steps"]["younger"]
    words = rules("kin")["elders"].get(noun.word)
    kinship = words[("", "f", "m").index(reading.mentions.gender(elder.key))] if words else noun.word
    sure, at = 0.85 * surety(elder, young), noun.token.i
    return Finding(
        "relativeOf", elder, young, at, "kin-steps", sure, presupposed=given, kinship=kinship, statuses=TOLD_SO
    )
