"""Points a span gets from its neighbours and from its place in the syntax of the sentence."""

from __future__ import annotations

from collections import defaultdict

from kg.columns import Columns
from kg.names import fold, is_given, rules, titles, words
from kg.repair.bands import banded
from kg.repair.couples import counted
from kg.repair.cues import MARKS, listed, nouns, person_nouns
from kg.repair.houses import founded_behind, housed
from kg.repair.prepositions import preposition
from kg.repair.prizes import prized
from kg.repair.screen import screened
from kg.repair.shows import shown
from kg.repair.syntax import syntax

_PLAYED = frozenset({"character", "alter", "portrayal", "performance", "antihero"})
_AGE_AFTER = frozenset({",", ".", ";", ")", "&", "—", "–", "-", "/", "]", '"'})


def context(page: Columns, first: int, last: int) -> dict[str, float]:
    """Points by label for the span ``first`` to ``last`` (exclusive); no look at the words of the span itself."""
    scores: dict[str, float] = defaultdict(float)
    _behind(page, first, last, scores)
    _before(page, first, last, scores)
    syntax(page, first, last, scores)
    screened(page, first, last, scores)
    shown(page, first, last, scores)
    banded(page, first, last, scores)
    counted(page, first, last, scores)
    if _is_called(page, first, last):
        scores["PERSON"] += 4
        scores["WORK_OF_ART"] -= 2
    prized(page, first, last, scores)
    housed(page, first, last, scores)
    return scores


def _is_called(page: Columns, first: int, last: int) -> bool:
    """Whether a child is: "The baby, their third, is called Leo"."""
    called = page.at(first - 1) in {"called", "named", "christened"} or (
        page.at(first - 1) == "and" and page.at(first - 3) in {"called", "named", "christened"}
    )
    if not called or last - first > 1 or not is_given(page.text[first]):
        return False
    told = rules("kin")["parenting"]
    return any(
        page.lower[i] in (*told["newborn"], *told["child"], "sons", "daughters", "twins", "boys", "girls")
        for i in range(page.sents[page.sent[first]][0], first)
    )


def _behind(page: Columns, first: int, last: int, scores: dict[str, float]) -> None:
    one, two, three = page.at(last), page.at(last + 1), page.at(last + 2)
    if is_age(page, last) and not _is_of_an_office(page, first):
        scores["PERSON"] += 4
        scores["GPE"] -= 2
    if one in {"'s", "’s", "'", "’"} and page.tag[last] == "POS":
        noun = next((i for i in range(last + 1, min(last + 5, len(page))) if page.pos[i] == "NOUN"), None)
        if noun is not None and page.lower[noun] in words("nominals", "kin"):
            scores["PERSON"] += 4
        elif (
            noun is not None
            and page.lower[noun] in listed("member_nouns")
            and last - first > 1
            and not is_given(page.text[first])
        ):
            scores["ORG"] += 3  # "Velvet Hour's singer, Ann Lee"
        elif noun is not None:
            # "in the film X, Ann's character dies" is of who plays in it
            scores["PERSON"] += 6 if page.lower[noun] in _PLAYED else 0.7
    if one in listed("award_nouns") or (one in {"-", "–"} and two in {"winning", "nominated"}):
        scores["AWARD"] += 4
        scores["PERSON"] -= 2
    elif one in listed("founders"):
        scores["ORG"] += 3.5
    elif one in listed("member_followers") and last < len(page) and page.pos[last] == "NOUN":
        scores["ORG"] += 3.5
        scores["PERSON"] -= 2
        scores["GPE"] -= 1
    elif one in listed("work_followers") and page.label[first] != "NORP":
        scores["WORK_OF_ART"] += 1.5 if one != "fans" else 0.3
        scores["ORG"] += 0.8
        together = one in {"co", "leading"} and {two, three} & {"star", "stars", "man", "lady"}
        paired = page.at(first - 1) == "and" and is_given(page.text[first])  # "Ann Lee and Al Orr star in X"
        if (one in listed("cast_followers") or together) and page.label[first] != "GPE" and not paired:
            scores["WORK_OF_ART"] += 1.5 if last - first > 1 else 1
            scores["PERSON"] -= 2
    elif one in {"singer", "rapper"} and last - first > 1 and page.pos[last] == "NOUN":
        scores["ORG"] += 2.7  # "Velvet Hour singer Ann Lee"
        scores["PERSON"] -= 2
    elif one in person_nouns() and page.pos[last] == "NOUN" and page.label[first] != "NORP":
        scores["ORG"] += 1.2
        scores["PERSON"] -= 0.5
    if one in nouns("organisation_nouns"):
        scores["ORG"] += 1.5
    if one in {"award", "awards", "prize", "trophy", "medal"}:
        scores["AWARD"] += 3
    season = last + (page.at(last) in MARKS)
    if page.at(season) in {"season", "series"} and page.at(season + 1).isdigit():
        scores["WORK_OF_ART"] += 4
        scores["PERSON"] -= 1
    if one in listed("work_kinds"):
        scores["WORK_OF_ART"] += 2.5
    if one == "on" and two in listed("stages") and page.at(first - 1) == "in":
        scores["WORK_OF_ART"] += 3.5  # "had a part in Rain on Broadway"
    if one in {"-", "–"} and two == "educated":
        scores["ORG"] += 5  # "the Oxford-educated poet"
    if one in {"-", "–"} and two in {"born", "based", "bred", "raised"}:
        scores["GPE"] += 4
    if one in {"native", "natives"} and last - first < 3:
        scores["GPE"] += 2.5
        scores["PERSON"] -= 1
    if one in listed("place_followers"):
        scores["GPE"] += 3.5 if first and page.tag[first - 1] == "PRP$" else 2
    if (one == "," and two in {"who", "whose", "whom"}) or one in {"who", "whose"}:
        scores["PERSON"] += 3
    if (one == "," and two in {"in", "on"} and three in {"which", "whom"}) or (one == "in" and two == "which"):
        scores["WORK_OF_ART"] += 2
    if one == "," and two in {"a", "an", "the"}:
        _apposed_thing(page, last + 2, scores, full=last - first > 1 and is_given(page.text[first]))
    if one == "," and two in {"a", "an", "the", "his", "her", "their", "daughter", "son"}:
        noun = next(
            (
                i
                for i in range(last + 1, min(last + 7, len(page)))
                if page.lower[i] in person_nouns() and page.pos[i] in {"NOUN", "PROPN"}
            ),
            None,
        )
        if noun is not None and all(
            page.pos[i] in {"DET", "ADJ", "NOUN", "PRON", "PROPN", "NUM", "PUNCT"} and page.text[i] != ","
            for i in range(last + 1, noun)
        ):
            scores["PERSON"] += 2.5
    if one == "," and _described(page, last + 1):
        scores["PERSON"] += 2
    if one in {"said", "says", "told", "tells"}:
        scores["PERSON"] += 1.2


def _is_a_band(page: Columns, noun: int) -> bool:
    """Whether a band is told by its size: "the four-piece X"."""
    return page.lower[noun] == "piece" and page.at(noun - 1) == "-" and page.at(noun - 2) in listed("numbers")


def _described(page: Columns, i: int) -> bool:
    """Whether a calling without an article stands behind the comma, and no name behind it: "Ann Lee, radio host,"."""
    for k in range(i, min(i + 3, len(page))):
        if page.lower[k] in person_nouns() and page.pos[k] == "NOUN":
            return page.at(k + 1) in {",", ".", ";", "of"}
        if page.pos[k] not in {"ADJ", "NOUN"}:
            return False
    return False


def _apposed_thing(page: Columns, i: int, scores: dict[str, float], *, full: bool) -> None:
    """Points from a description behind the name: "Velvet, the Danish thriller, won", "Inter Azul, the club".

    Behind a person's ``full`` name a word that people are called by too tells of the person: "Ann Lee, a publisher".
    """
    for k in range(i, min(i + 5, len(page))):
        follower = page.at(k + 1)
        if (
            page.pos[k] == "NOUN"
            and not (k + 1 < len(page) and page.pos[k + 1] in {"NOUN", "PROPN"})
            and follower != "-"
        ):
            noun = page.lower[k]
            kinds = (("WORK_OF_ART", "work_nouns"), ("ORG", "organisation_nouns"), ("GPE", "place_nouns"))
            kind = next((label for label, key in kinds if noun in nouns(key)), "")
            told = (
                noun in listed("served_by")
                or (full and noun in person_nouns())
                or page.dep[k] in {"nsubj", "nsubjpass"}
            )
            if kind and not told:  # "Al Orr, a pilot with X"; "with Al Orr, the Leeds band said"
                scores[kind] += 3.5
                scores["PERSON"] -= 2
            return
        if page.pos[k] not in {"ADJ", "NOUN", "PROPN", "PUNCT", "NUM", "PART"} or page.text[k] == ",":
            return


def _is_of_an_office(page: Columns, first: int) -> bool:
    """Whether an age behind the name is that of who has the office: "the former mayor of Milton, 61"."""
    return page.at(first - 1) == "of" and page.at(first - 2) in words("names", "offices") | listed("offices_of")


def is_age(page: Columns, i: int) -> bool:
    """Whether an age follows at token ``i``: ", 14", " (42)", ", now 14", ", aged 7", ", 20 months"."""
    opening = page.at(i)
    if opening not in {",", "("}:
        return False
    k = i + 1
    if page.at(k) in listed("age_leads"):
        k += 1
    number = page.at(k)
    if (number.isdigit() and 0 <= int(number) <= 110) or (number in listed("numbers") and opening == ","):
        follower = page.at(k + 1)
        if number in listed("numbers"):
            return follower in {",", "and", ".", ";"}
        return (
            follower == ")"
            if opening == "("
            else follower in _AGE_AFTER | listed("age_followers") or not follower or follower.isspace()
        )
    return number[:-2].isdigit() and number[-2:] in {"mo", "wk"} if number else False


def _before(page: Columns, first: int, last: int, scores: dict[str, float]) -> None:
    i = first - 1
    while i >= 0 and (page.text[i] in MARKS or page.text[i].isspace()):
        i -= 1
    word = page.at(i)
    if word == "," and _opens_clause(page, first, last):
        return
    if word == "the" and page.at(i - 1) == ",":  # "a band, the Black Hats"
        i -= 1
        word = ","
    if i > 0 and page.text[i] == "The" and page.pos[i - 1] == "NOUN" and page.text[i - 1].islower():
        i -= 1  # "the pub chain The Copper Harp"
        word = page.at(i)
    comma = word in {",", ":", "—", "("}
    noun_at = i - 1 if comma else i
    noun = page.at(noun_at)
    noun_is = noun_at >= 0 and page.pos[noun_at] in {"NOUN", "PROPN", "ADJ", "VERB"}
    if fold(word) in titles() and page.text[i][0].isupper():
        scores["PERSON"] += 5
    picture = (
        noun == "picture" and word == "," and any(page.tag[k] == "PRP$" for k in range(max(0, noun_at - 4), noun_at))
    )
    if noun_is and ((noun in nouns("work_nouns") and page.pos[noun_at] != "VERB") or picture):
        scores["WORK_OF_ART"] += 3.5 if not comma or word == "," else 1.5
        scores["PERSON"] -= 1
    elif noun_is and _is_a_band(page, noun_at):
        scores["ORG"] += 3.5
    elif noun_is and noun in nouns("organisation_nouns") and not _a_persons(page, noun_at, first, last, comma):
        scores["ORG"] += 3.5 if not comma else 3.0
        scores["PERSON"] -= 0.5
    elif noun_is and noun in person_nouns() and not (comma and noun not in words("nominals", "kin")):
        scores["PERSON"] += 4
    elif noun_is and noun in person_nouns():
        scores["PERSON"] += 1.5
    elif noun_is and noun in nouns("award_nouns") and not comma:
        scores["AWARD"] += 1.5
    if noun in listed("namers") and not comma:
        before = [page.at(k) for k in range(max(0, noun_at - 3), noun_at)]
        if any(w in person_nouns() or w in {"he", "she"} for w in before):
            scores["PERSON"] += 4
        elif any(w in nouns("work_nouns") for w in before):
            scores["WORK_OF_ART"] += 4
        elif any(w in nouns("organisation_nouns") for w in before) and not _put_into_a_post(page, last):
            scores["ORG"] += 4
    if word in {"and", "&"} and page.tag[i - 1] == "PRP" and page.lower[i - 1] != "it":
        scores["PERSON"] += 1.5  # "you and Ann Lee"
    if word in {"née", "né"}:
        scores["PERSON"] += 4
    if page.tag[i] == "POS" and i > 0:
        _owned(page, i, scores)
    if not (last + 1 < len(page) and page.tag[last] == "POS" and page.text[last + 1][0].isupper()):
        preposition(page, i, scores)  # "in Lund's Harbour" tells of the harbour
    if word in {"of", "from"} and page.at(i - 1) == "," and page.at(i - 3) == "," and is_age(page, i - 3):
        scores["GPE"] += 3  # "Lee, 40, of X"
        scores["PERSON"] -= 2
    if word == "native" and page.tag[i - 1] in {"PRP$", "POS"}:
        scores["GPE"] += 4
        scores["PERSON"] -= 2
    if word in {"a", "an", "one", "another", "first", "second", "third"}:
        lead = page.at(i - 1)
        if lead in listed("winning") and page.at(last) in {"for", "in", "."}:
            scores["AWARD"] += 2.5
            scores["PERSON"] -= 1
        scores["AWARD"] += 0.5
    if word in {"and", "&", ",", ";", ":", "—"} and in_children_list(page, first):
        scores["PERSON"] += 3


def _put_into_a_post(page: Columns, last: int) -> bool:
    """Whether a house names somebody rather than itself: "the company has named Ann Lee as its head"."""
    after = page.at(last)
    return after in {"as", "its", "their", "chief", "head", "to"} or after in person_nouns()


def _a_persons(page: Columns, noun: int, first: int, last: int, comma: bool) -> bool:
    """Whether the noun of firms tells none: "the publisher Tom Bell", "a graduate of Brown University, Ann Lee"."""
    one = page.at(noun - 2) == "of" and page.at(noun - 3) in listed("member_nouns")  # "a member of the group, Al Orr"
    if comma and (one or page.text[noun][0].isupper()):
        return True
    if not comma and last - first > 1 and is_given(page.text[first]) and founded_behind(page, last):
        return True  # "the firm Ann Lee and her brother started"
    return page.lower[noun] in person_nouns() and last - first > 1 and is_given(page.text[first])


def _owned(page: Columns, i: int, scores: dict[str, float]) -> None:
    """Points for a title behind its maker, whose possessive ends at ``i``: "starred in Lund's Harbour"."""
    k = i - 1
    while k > max(0, i - 4) and page.text[k][0].isupper():
        k -= 1
    told: dict[str, float] = defaultdict(float)
    preposition(page, k, told)
    if k < i - 1 and told["WORK_OF_ART"] > 1:
        scores["WORK_OF_ART"] += told["WORK_OF_ART"]
        scores["PERSON"] -= 1


def _opens_clause(page: Columns, first: int, last: int) -> bool:
    """Whether a name behind a comma is the subject after a phrase in front, no apposition: "In her film, Ann is"."""
    start = page.sents[page.sent[first]][0]
    fronted = page.pos[start] in {"ADP", "SCONJ"} or page.lower[start] in {"to", "following", "upon"}
    fronted = fronted or page.tag[start] in {"VBN", "VBG"}  # "Robbed outside her hotel, Ann Lee lost a bag"
    return fronted and last < len(page) and page.pos[last] in {"VERB", "AUX"} and page.tag[last] not in {"VBG", "VBN"}


def in_children_list(page: Columns, first: int) -> bool:
    """Whether a kin noun in the plural opens the list that the name stands in: "their twins, Max and Lou"."""
    k = first - 1
    steps = 0
    while k >= 0 and steps < 24 and (page.sent[k] == page.sent[k + 1] or page.text[k] == ":"):
        lower = page.lower[k]
        if lower in words("nominals", "children"):
            after = page.at(k + 1)
            return after in {",", ":", "—", "-", "--", "("} or page.text[k + 1][0].isupper()
        plain = (
            page.text[k][0].isupper()
            or lower.isdigit()
            or lower
            in {",", ";", "and", "(", ")", "&", ":", "—", "--", "months", "now", "-", "month", "old", "year", "weeks"}
            or page.text[k].isspace()
        )
        if not plain:
            return False
        k -= 1
        steps += 1
    return False
