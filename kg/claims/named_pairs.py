"""Couples named beside a word for them: "married couple Ann Lee and Al Bogg", "former husband and wife Ann and Al".

What kind of couple it is, the words before say; they are data (``pairs`` of ``kg/rules/frames.toml``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.claims.lists import joined, names_before, pair_at
from kg.claims.reading import Finding, Reading
from kg.names import rules

REACH = 5
"""How many words before "couple" may say what kind of couple it is."""
LOOSE = "named-couple"
"""The rule for two who are only called a couple: of husband and wife it says nothing new."""

Words = Mapping[str, Sequence[str]]


def findings(reading: Reading) -> Iterator[Finding]:
    """The bond of the two who are named right behind a word for a couple, or between commas right before it."""
    words: Words = rules("frames")["pairs"]
    for token in reading.tokens({*words["couples"], *words["duos"], *words["spouses"]}):
        phrase = _phrase(reading, token.i, words)
        if phrase is None:
            continue
        first, last = phrase
        if last + 1 == len(reading.doc):
            continue
        said = {t.lower_ for t in reading.doc[first : last + 1]}
        bond, note = _bond(said, words)
        named = pair_at(reading, last + 1 + (reading.doc[last + 1].text in {",", ":"}))
        if not named and bond and first and reading.doc[first - 1].text == ",":
            named = joined(reading, names_before(reading, first - 1, limit=2))
        plain = bond is None and token.lower_ in words["couples"] and said.isdisjoint({*words["void"], "a", "an"})
        if named and (bond or plain):
            rule = LOOSE if bond in {None, "partnerOf"} else "named-pair"
            one, other = named
            yield Finding(bond or "partnerOf", one, other, token.i, rule, 0.88, presupposed=True, note=note)


def _phrase(reading: Reading, i: int, words: Words) -> tuple[int, int] | None:
    """Where the phrase for a pair begins and ends whose noun stands at ``i``: "the former husband-and-wife team"."""
    doc, token, last = reading.doc, reading.doc[i], i
    hyphened = i > 1 and doc[i - 1].text == "-" and doc[i - 2].lower_ == "newly"  # "newly-weds"
    if i in reading.in_names or (token.tag_ not in {"NN", "NNP", "NNS", "VB"} and not hyphened):
        return None
    if token.lower_ == "weds" and not hyphened:
        return None
    if token.lower_ in words["spouses"]:
        row = [t for t in doc[i : min(i + 6, token.sent.end)] if t.text not in {"-", "–"}]
        if len(row) < 3 or row[1].lower_ != "and" or row[2].lower_ not in words["spouses"]:
            return None
        team = len(row) > 3 and row[3].lower_ in {*words["duos"], *words["couples"]}
        last = row[3].i if team else row[2].i
    first = i
    while first > token.sent.start and i - first < REACH and doc[first - 1].text not in {",", ";", ":", "."}:
        if doc[first - 1].pos_ in {"VERB", "ADP", "PRON"} and doc[first - 1].tag_ != "VBN":
            break
        first -= 1
    return None if i and doc[i - 1].tag_ == "PRP$" else (first, last)


def _bond(said: set[str], words: Words) -> tuple[str | None, str | None]:
    """The bond that the words of the phrase tell of, and the note that it is over; None if they tell of none."""
    over = "ended" if said & {*words["former"]} else None
    if said & {*words["married"], *words["spouses"]} or said & {*words["divorced"]}:
        return "marriedTo", over or ("ended" if said & {*words["divorced"]} else None)
    if said & {*words["engaged"]}:
        return "engagedTo", over
    return ("partnerOf", over) if said & {*words["together"]} or (over and said & {*words["couples"]}) else (None, None)
