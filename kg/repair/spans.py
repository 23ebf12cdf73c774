"""Candidate names: capitals and what may stand between them, read off one letter a token by regular expressions.

- ``N`` a capital word, ``K`` a title that belongs to the name (Prince), ``O`` a noun of trade (Director), ``T`` Mr.;
- ``F`` a capitalised function word inside a sentence, ``f`` a small one, ``p`` a particle (de, van);
- ``h`` a hyphen without blanks, ``a`` an ampersand, ``d`` a number, ``c`` a colon, ``s`` a possessive ending,
  ``j`` a comma before Jr., ``q`` a quotation mark, ``n`` a nationality, ``m`` a weekday, ``.`` all else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

from kg.columns import Columns
from kg.names import fold, is_given, words
from kg.repair.cues import listed, person_nouns
from kg.repair.letters import NAME_TAGS, is_capital, letters_of
from kg.repair.lists import AMBIGUOUS, known_names, known_spans
from kg.repair.questions import second_asked

_NAME = re.compile(
    r"K?(?:ph)?N(?:h?N|ap?N|p{1,2}h?N|jN)*(?:q{1,2}N(?:h?N){0,3}q{1,2}(?:h?N|ap?N|p{1,2}h?N)+)?|Kf+N+|K(?=\.)"
)
_TITLE = re.compile(r"[NFn](?:s?[hcafjp]{0,3}[NFndm])*(?<=[Nn])K(?![Nf])|[TOK]?[NFn](?:s?[hcafjp]{0,3}[NFndm])*")
_ADORNED = re.compile(r"[TOK]N|N{1,2}sN{1,3}")
"""Titles that open like a person: "Captain Merrow", "Miller's Daughter"."""
_LEADS = frozenset({"in", "for", "on", "of", "from", "film", "movie", "musical", "play"})
"""Words before such a title."""

_VICES = frozenset({"president", "chancellor", "admiral", "chairman", "captain"})

LONGEST_TITLE = 40
"""Words. A longer run of capitals and small words is a list or a headline, and each of its parts would be looked at."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be a name: ``title`` if it reads like the title of a work, ``known`` its label in the lists."""

    first: int
    last: int
    title: bool = False
    known: str = ""


def candidates(doc: Doc, page: Columns) -> list[Candidate]:
    """All candidates, listed names and titles included; they may overlap."""
    known = [span for span in known_spans(doc) if is_capital(page.text[span[0]]) or not page.text[span[0]][0].isalpha()]
    letters = letters_of(page, {i for first, last, _ in known if last - first > 1 for i in range(first, last)})
    found: list[Candidate] = []
    cut = letters
    lists = known_names()
    runs = {i: match.span() for match in _NAME.finditer(letters) for i in range(*match.span())}
    for first, last, label in known:
        run = runs.get(first) if last - first == 1 else None
        inside = run is not None and run[1] >= last and run[1] - run[0] > 1
        if (last - first > 1 and _part_of_longer(letters, first, last, label)) or _of_a_school(page, last, label):
            continue
        name = page.words(first, last)
        if inside or (name in AMBIGUOUS and lists.get(name) == label):
            continue
        found.append(Candidate(first, last, known=label))
        cut = cut[:first] + "." * (last - first) + cut[last:]
    for match in _NAME.finditer(cut):
        if match.group() != "K" or _lone(page, match.start()):
            # "Douglas Jr. | Chaplin": nothing of a name comes behind its suffix.
            ends = [i + 1 for i in range(match.start() + 1, match.end() - 1) if fold(page.text[i]) in {"jr", "sr"}]
            start = match.start() + _bids(page, *match.span())
            bounds = sorted({start, *ends, *second_asked(page, *match.span()), match.end()})
            found.extend(Candidate(a, b) for a, b in pairwise(bounds))
    # A listed name of one word may be part of a title ("Paris, Texas", "The Silver Queen"), a prize is not.
    for first, last, label in known:
        before = letters[max(0, first - 2) : first]
        inside = label == "ORG" and last - first == 1 and (before[-1:] in {"N", "F"} or before in {"Nf", "Ff", "ff"})
        if label != "GPE" and not inside:
            letters = letters[:first] + "." * (last - first) + letters[last:]
    for match in _TITLE.finditer(letters):
        for start in _title_starts(match.group()):
            text = match.group()[start:]
            if text[-2:] == "fd" and page.lower[match.end() - 2] in {"in", "from", "the", "at"}:
                text = text[:-2]  # "Leeds School of Art in 1976"
            behind = match.start() + start + len(text)
            if text[-2:] == "fn" and page.at(behind) in person_nouns() and page.tag[behind - 1] != "NNPS":
                text = text[:-2]  # "founded Nordwick Films with British actor Al Orr", no "Living With the Danes star"
            if 1 < len(text) <= LONGEST_TITLE and (
                any(c in "Ffcm" for c in text) or text[-2:] == "Nd" or _adorned(page, match.start() + start, text)
            ):
                found.append(Candidate(match.start() + start, match.start() + start + len(text), title=True))
    return [one for one in found if not _names_an_illness(page, one)]


def _bids(page: Columns, first: int, last: int) -> bool:
    """Whether the first word tells the reader of a headline what to do: "Meet Ann Lee's parents"."""
    if last - first < 2 or page.lower[first] not in listed("imperatives") or not is_given(page.text[first + 1]):
        return False
    return first == page.sents[page.sent[first]][0] or "\n" in page.text[first - 1]


def _names_an_illness(page: Columns, name: Candidate) -> bool:
    """Whether the name is the first half of an illness: "Parkinson's disease"."""
    i = name.last
    of_an_illness = page.at(i - 1) in words("conditions", "eponyms") and page.at(i) in {"'s", "’s", "'", "’"}
    return of_an_illness and not name.title and page.at(i + 1) in {"disease", "syndrome", "lymphoma", "chorea"}


def _adorned(page: Columns, first: int, letters: str) -> bool:
    """Whether the run may be a title that opens like a person, by its form and the words beside it."""
    if not _ADORNED.fullmatch(letters):
        return False
    return letters[0] not in "TOK" or page.at(first - 1) in _LEADS or page.at(first + len(letters)) == "("


def _title_starts(letters: str) -> list[int]:
    """Where a title may begin in a run: at its beginning, or after small words ("Oscar for | Shakespeare in Love")."""
    return [0] + [i for i in range(1, len(letters)) if letters[i] in "NF" and letters[i - 1] in "fs"]


def _lone(page: Columns, i: int) -> bool:
    """Whether a capitalised title is used as a name of its own: a person called Prince, Queen."""
    return page.tag[i] in NAME_TAGS and page.label[i] == "PERSON"


def _of_a_school(page: Columns, last: int, label: str) -> bool:
    """Whether a listed name goes on as a school's: "Ohio State University", "Yale School of Drama"."""
    if page.at(last - 1) == "vice" and page.at(last) in _VICES:
        return True  # "Vice President Ann Lee"
    goes_on = last < len(page) and page.text[last] in words("posts", "faculties")
    return goes_on and label == "ORG" and page.text[last - 1] not in words("posts", "schools")


def _part_of_longer(letters: str, first: int, last: int, label: str) -> bool:
    """Whether a listed name of several words goes on: "New York Giants", "Los Angeles Lakers"."""
    return label == "GPE" and last < len(letters) and letters[last] == "N"
