"""Prizes in full: "best actress Oscar" rather than "Oscar"; "player of the year", which has no capital."""

from __future__ import annotations

from kg.columns import Columns
from kg.names import words
from kg.repair.cues import listed

_INNER = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJS", "HYPH", "VBG", "VBN"})
_BESIDE = frozenset({"for", "in", "on", "-", "and", ",", ".", "award", "awards", "winner", "last", "this", "at"})
"""What stands behind a prize."""
_METALS = frozenset({"gold", "silver", "bronze"})
_GAMES = frozenset({"Olympic", "Commonwealth", "Paralympic", "European", "World", "Asian"})
_MEDAL_VERBS = frozenset({"win", "take", "claim", "clinch", "get", "earn", "bag"})
_TRADES = frozenset(
    {"director", "actor", "actress", "writer", "songwriter", "composer", "producer", "players", "player"}
)
"""Whose prize one is by its name: "the actor's award", "the writers' prize"."""
_LONGEST = 6


def category_start(page: Columns, first: int) -> int:
    """Where the prize begins that is named at ``first``: at the "best" of its category, if one stands before it."""
    i = first
    while i > 0 and first - i < _LONGEST and page.tag[i - 1] in _INNER | {"RBS"}:
        i -= 1
        if page.lower[i] == "best":
            return i
    return first


def categories(page: Columns) -> list[tuple[int, int]]:
    """The spans of prizes named by their category alone: "won best director", "a lifetime achievement award"."""
    found: list[tuple[int, int]] = []
    for i in range(len(page) - 1):
        lead = page.lower[i]
        if lead not in words("brands", "category_leads") | words("brands", "honorary_leads"):
            continue
        last = i + 1
        while last < len(page) and last - i < _LONGEST and page.tag[last] in _INNER:
            last += 1
        if lead == "lifetime" and page.at(i + 1) == "achievement" and page.at(i + 2) == ":":
            found.append((i, i + 2))
            continue
        heads = words("brands", "category_heads" if lead in words("brands", "category_leads") else "award_nouns")
        ends = [k for k in range(i + 1, last) if page.lower[k] in heads]
        whole = ends and page.at(ends[-1] + 1).title() not in words("brands", "awards")  # "best actress Oscar" is one
        if whole and (lead in words("brands", "honorary_leads") or _is_a_prize(page, i, ends[-1] + 1)):
            found.append((i, ends[-1] + 1))
    return found


def _is_a_prize(page: Columns, first: int, last: int) -> bool:
    """Whether a category is meant, no praise: "the best actress of her day", "his best song" are praise."""
    behind = page.at(last)
    if behind in words("brands", "award_nouns"):
        return True
    before = page.at(first - 1)
    if before == "for" and page.at(first - 2) in words("brands", "award_nouns"):
        return True
    if before == "to" and any(
        lemma.lower() in {"beat", "pip", "edge"} for lemma in page.lemma[max(0, first - 9) : first]
    ):
        return True
    if before == "as":
        near = page.lemma[max(page.sents[page.sent[first]][0], first - 8) : first - 1]
        return any(lemma.lower() in words("brands", "award_verbs") for lemma in near)
    named = behind in {"was", "is"} and last + 1 < len(page) and page.text[last + 1][0].isupper()
    if before == "the" or (first > 0 and page.tag[first - 1] in {"PRP$", "POS", "DT"}):
        return before == "the" and (named or page.lemma[first - 2].lower() in words("brands", "award_verbs"))
    if behind in {"of", "in", "ever", "-"}:
        return False
    verbs = {page.lemma[k].lower() for k in range(max(page.sents[page.sent[first]][0], first - 3), first)}
    return bool(verbs & words("brands", "award_verbs")) or named or behind in {"for", "at", "went", "goes", ":"}


def medals(page: Columns) -> list[tuple[int, int]]:
    """The spans of medals told by their metal, and of what a body gives: "won Olympic gold", "the Guild's cup"."""
    found: list[tuple[int, int]] = []
    for i in range(2, len(page) - 1):
        if page.lower[i] in _METALS and page.pos[i] in {"NOUN", "ADJ", "PROPN"}:
            last = i + 1 + (page.at(i + 1) in {"medal", "medals"})
            first = i - (page.text[i - 1] in _GAMES)
            verb = first - 1 - (page.at(first - 1) in {"a", "the", "his", "her", "two", "three", "team"})
            if verb >= 0 and page.lemma[verb].lower() in _MEDAL_VERBS and page.at(last) in _BESIDE | {"at", ";"}:
                found.append((first, last))
        elif page.tag[i] == "POS" and (given := _given_by(page, i)) is not None:
            found.append(given)
    return found


def _given_by(page: Columns, i: int) -> tuple[int, int] | None:
    """The prize behind the possessive at ``i``: "the Carver Society's gold medal", "the Governor's Star"."""
    if page.text[i - 1] in words("brands", "organisation_ends") | {"Critics"}:
        first, last = i - 1, i + 1
        while page.at(last) in _METALS | {"top", "highest", "annual"}:
            last += 1
        while first > 0 and page.text[first - 1][0].isupper() and page.lower[first - 1] != "the":
            first -= 1
        if page.at(last) in words("brands", "award_nouns") | {"cup"}:
            return first, last + 1
    if page.lower[i - 1] in _TRADES and page.at(i + 1) in words("brands", "award_nouns"):
        verbs = {lemma.lower() for lemma in page.lemma[max(0, i - 6) : i - 1]}
        return (i - 1, i + 2) if verbs & words("brands", "award_verbs") else None  # "took the director's prize"
    called = page.at(i - 2) == "the" and page.text[i - 1][0].isupper() and page.text[i + 1] in listed("prize_ends")
    goes_on = i + 2 < len(page) and page.text[i + 2][0].isupper()
    return (i - 1, i + 2) if called and not goes_on else None


def is_one(page: Columns, i: int) -> bool:
    """Whether a name that people bear too is a prize's at token ``i``: "a Tony", "the Olivier for best play"."""
    if i == 0 or i + 1 >= len(page):
        return False
    counted = page.tag[i - 1] in {"DT", "CD"} or page.lower[i - 1] in {"first", "second", "third", "another"}
    return counted and page.lower[i + 1] in _BESIDE


def honours(page: Columns) -> list[tuple[int, int]]:
    """The spans of titles given for a year: "player of the year", "Man of the Year"."""
    found: list[tuple[int, int]] = []
    for i in range(1, len(page) - 3):
        if page.lower[i] not in words("brands", "honours") or page.lower[i + 1 : i + 3] != ["of", "the"]:
            continue
        if page.lower[i + 3] in {"year", "season", "decade", "century", "match"}:
            first = i
            while (
                first > 0 and page.tag[first - 1] in _INNER and page.lower[first - 1] in words("brands", "honours_of")
            ):
                first -= 1
            found.append((first, i + 4))
    return found
