"""The points that one candidate has at its own place: what the stock recogniser and its own words tell."""

from __future__ import annotations

from collections import defaultdict

from kg.columns import Columns
from kg.names import fold, given_gender, is_given, words
from kg.repair.awards import is_one
from kg.repair.context import is_age
from kg.repair.cues import listed
from kg.repair.lists import known_names
from kg.repair.spans import Candidate
from kg.repair.titles import INTRODUCED, opens_sentence, quoted
from kg.repair.towns import towns

FIRM = 2.5
SURE = 4.0
_STOCK = {
    "PERSON": ("PERSON", 2.0),
    "ORG": ("ORG", 1.2),
    "GPE": ("GPE", 1.2),
    "LOC": ("GPE", 1.5),
    "FAC": ("GPE", 1.0),
    "WORK_OF_ART": ("WORK_OF_ART", 2.0),
    "PRODUCT": ("ORG", 0.5),
    "EVENT": ("AWARD", 0.5),
    "NORP": ("ORG", 0.3),
}
_KNOWN = {"GPE": 2.6, "ORG": 8.0, "AWARD": 8.0}

_LANDS = frozenset({"Lake", "Mount", "Mt.", "Fort", "Cape"})
_HOUSES = frozenset({"Casa", "Villa", "Château", "Chateau", "Palazzo", "Maison"})

Scores = dict[str, float]


def local_points(page: Columns, c: Candidate, told: Scores) -> Scores:
    """The points of one candidate at its own place; ``told`` are those of its context."""
    scores: Scores = defaultdict(float)
    if c.known:
        scores[c.known] += _KNOWN[c.known]
    stock = {page.label[i] for i in range(c.first, c.last)} - {""}
    single = c.last - c.first == 1 and not c.known
    for label in stock:
        if label in _STOCK:
            kind, points = _STOCK[label]
            # A bare surname that the stock recogniser has not met is a firm or a town to it as often as a person.
            weak = 0.6 if single and kind in {"ORG", "GPE"} else 0.5 if c.known else 1.0
            scores[kind] += points / len(stock) * weak
    explained = opens_sentence(page, c.first) and "PERSON" not in stock and not is_given(page.text[c.first])
    if single and (not explained or _acts(page, c.first)):
        scores["PERSON"] += 0.6
    if (
        single
        and opens_sentence(page, c.first)
        and not is_given(page.text[c.first])
        and page.lower[c.first] in page.text  # last: it looks through the article
    ):
        # "Shipowner must pay", above an article about a shipowner.
        scores["PERSON"] -= 3
    if single and page.at(c.first - 1) in {"a", "an"} and known_names().get(page.text[c.first]) == "AWARD":
        told["WORK_OF_ART"] = 0.0 if is_one(page, c.first) else told.get("WORK_OF_ART", 0.0)  # "was up for a Tony"
    if c.last - c.first > 1 and page.text[c.last - 1] in words("posts", "clubs_called"):
        told["GPE"] = 0.0  # "moved to Larkhill FC"
    for kind, points in told.items():
        scores[kind] += points
    if single and known_names().get(page.text[c.first]) == "AWARD" and is_one(page, c.first):
        scores["AWARD"] += SURE + FIRM  # "a Tony", "the Olivier for best play"
    if not c.known:
        _shape(page, c, scores)
    if quoted(page, c.first, c.last):
        scores["WORK_OF_ART"] += 2.5 if single else 4.5
    return scores


def _acts(page: Columns, i: int) -> bool:
    """Whether a capitalised first word is a proper noun that does something or owns something: "Orme returned"."""
    return page.tag[i] == "NNP" and page.dep[i] in {"nsubj", "nsubjpass", "poss"}


def _shape(page: Columns, c: Candidate, scores: Scores) -> None:
    """What the words themselves tell."""
    length = c.last - c.first
    head, tail = page.text[c.first], page.text[c.last - 1]
    if "&" in page.text[c.first : c.last] and max(len(text) for text in page.text[c.first : c.last]) > 1:  # no "R & B"
        scores["ORG"] += 3
    if length > 1 and head in listed("organisation_starts"):
        scores["ORG"] += 4
        scores["GPE"] -= 2
    elif length > 1 and tail in listed("title_ends") and not is_given(head):
        scores["WORK_OF_ART"] += 1.5
        scores["PERSON"] -= 1
        scores["GPE"] -= 1
    elif length > 1 and tail in words("brands", "organisation_ends"):
        scores["ORG"] += 4 if scores["WORK_OF_ART"] < INTRODUCED else 0
        scores["PERSON"] -= 0 if is_given(head) and length < 3 else 2
    elif tail in words("posts", "clubs_called") and (length > 1 or page.at(c.first - 1) == "the"):
        scores["ORG"] += 5 if length > 1 else 2
        scores["GPE"] -= 2 if length > 1 else 0
    elif length > 2 and page.text[c.last - 2] == "-" and known_names().get(tail) == "ORG":
        scores["ORG"] += 5
    elif length > 4 and page.text[c.first : c.last].count("-") > 1 and not is_given(head):
        scores["ORG"] += 2
    elif length > 1 and tail in words("brands", "award_ends"):
        scores["AWARD"] += 4
        scores["WORK_OF_ART"] -= 4
    elif length > 1 and tail in words("brands", "other_ends") and not _is_surname(page, c):
        scores["PERSON"] -= 4
    elif length > 1 and head in towns() and (tail.endswith("s") or page.tag[c.last - 1] == "NNPS"):
        scores["ORG"] += 4 if scores["WORK_OF_ART"] < INTRODUCED else 0
    elif length > 1 and tail in words("places", "place_ends"):
        scores["PERSON" if _is_park(page, c) else "GPE"] += 3
    elif length > 1 and head in words("places", "place_starts") and not is_given(head):
        scores["GPE"] += 2 if head in _LANDS else 1
    elif length > 2 and {'"', "“", "("} & set(page.text[c.first + 1 : c.last - 1]):
        scores["PERSON"] += SURE  # 'Ann "Nan" Lee'
    elif 1 < length <= 4:
        scores["PERSON"] += 2.5 if is_given(head) else 0.8
        if page.at(c.first - 1) == "the" and page.tag[c.last - 1] in {"NNPS", "NNP"} and _is_plural(tail):
            scores["ORG"] += 0.0 if is_given(head) else 1.5  # "the Brass Monkeys"
    elif is_given(head) and length == 1:
        scores["PERSON"] += 1.6 if given_gender(head) else 1.0
    if fold(tail) in words("names", "generations") and length > 1:
        scores["PERSON"] += 4
    if head.lower() in words("names", "kept") and length > 1:
        scores["PERSON"] += 3
    if length == 1 and tail.lower() in listed("common_capitals"):
        scores["PERSON"] -= 5
    determined = page.at(c.first - 2) == "the" and c.first > 1 and page.tag[c.first - 1] in {"JJ", "VBN"}
    if length == 1 and determined and not is_given(tail) and page.at(c.first - 1) != "late":
        scores["PERSON"] -= 2
    if length > 1 and head in _HOUSES:
        scores["PERSON"] -= 3
    if head == "The" or (page.at(c.first - 1) == "the" and page.tag[c.last - 1] != "NNPS" and not is_age(page, c.last)):
        scores["PERSON"] -= 2
    if tail.isupper() and head.isupper() and len(tail) > 3 and not (length > 1 and is_given(head)):
        scores["ORG"] += 0.5
        scores["PERSON"] -= 2
    elif tail.isupper() and length == 1 and len(tail) > 1:
        scores["ORG"] += 0.5
        scores["PERSON"] -= 1
    if (
        length == 1
        and tail in words("brands", "organisation_ends") | words("brands", "other_ends") | words("places", "place_ends")
        and not is_given(tail)
        and not _is_surname(page, c)
    ):
        scores["PERSON"] -= 2
    if head == "Team" and length > 1:
        scores["ORG"] += 4


def _is_surname(page: Columns, c: Candidate) -> bool:
    """Whether the last word, which ends the names of things, stands behind one first name: "Ida Ball", "Al Law"."""
    named = c.last - c.first == 2 and is_given(page.text[c.first]) and page.text[c.last - 1] in listed("surnames_too")
    return named and page.at(c.first - 1) not in {"the", "a", "an", "on", "this", "last", "next", "annual"}


def _is_park(page: Columns, c: Candidate) -> bool:
    """Whether a place's last word is somebody's surname: "Ellen Park has sold it"; no "in Ann Park"."""
    head, tail = page.text[c.first], page.text[c.last - 1]
    if c.last - c.first != 2 or tail not in listed("surnames_of_places") or head in listed("royal_places"):
        return False
    last = c.last - 1
    if page.dep[last] == "conj" and page.label[page.head[last]] == "PERSON":  # "Ann Lee and Ellen Park have"
        last = page.head[last]
    verb = page.head[last]
    acts = page.dep[last] == "nsubj" and page.pos[verb] == "VERB" and page.lemma[verb] not in listed("of_places")
    return is_given(head) and acts and page.at(c.first - 1) != "the"


def _is_plural(word: str) -> bool:
    return len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
