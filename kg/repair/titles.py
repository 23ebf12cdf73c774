"""Titles of works: spans of capitals and small words that the text marks as a film, a song, a book."""

from __future__ import annotations

from kg.columns import Columns
from kg.names import fold, is_given, words
from kg.repair.calendar import CALENDAR
from kg.repair.context import context
from kg.repair.cues import MARKS, listed
from kg.repair.lists import known_names, states
from kg.repair.parts import titles_by_part
from kg.repair.spans import Candidate

_OPENING, _CLOSING = frozenset({'"', "“", "``"}), frozenset({'"', "”", "''"})
_SMALL = listed("small_words") | {"is", "my", "your", "his", "her", "our"}
_CALLED = frozenset({"as", "called", "named", "character", "role", "part", "name", "pseudonym", "nickname"})
_NAMING = frozenset({"play", "portray", "call", "nickname", "dub"})
_AMID = frozenset({"in", "on", "of", "off", "from"})
_LONGEST_IN_MARKS = 9
"""Tokens, with the first mark."""

INTRODUCED = 3.0
"""Points from which a name counts as introduced as what it is."""


def accepted_titles(page: Columns, titles: list[Candidate]) -> list[tuple[int, int, str]]:
    """The spans read as titles of works (capital function words, context, quotation marks), and "University of X"."""
    marked = _in_marks(page)
    by_part = (one for one in titles_by_part(page) if not any(one[0] < b and a < one[1] for a, b, _ in marked))
    marked = sorted([*marked, *by_part])
    found = list(marked)
    for c in sorted(titles, key=lambda c: (c.first, -c.last)):
        first, last = c.first, _before_the_house(page, c.first, c.last)
        if any(first < b and a < last for a, b, _ in (*marked, *found[len(marked) :][-1:])):
            continue
        inner = [page.text[i] for i in range(first, last)]
        if "in" in inner[1:] and (
            page.at(first - 1) == "as"
            or (page.at(first - 1) == "on" and page.lower[first] in listed("stages"))
            or page.words(first, first + inner.index("in", 1)) in known_names()
        ):
            continue  # "cast as Sergeant Bell in X", "on a stage in New York in X"
        if "and" in inner[1:] and page.at(first - 1) == "," and first > 1 and page.text[first - 2][0].isupper():
            continue  # "in X, Y and Z 3"
        if (
            _is_somebodys(page, first, last)
            or _is_two(inner)
            or (len(inner) > 2 and inner[-1].isdigit() and inner[-2] in {"in", "of", "for", "from"})
        ):
            continue  # two names; "on the set of X in 2014"
        if (
            len(inner) > 2
            and inner[-2] == "in"
            and _filmed(page, first)
            and page.words(last - 1, last) in known_names()
        ):
            continue  # "filming the thriller X in Lisbon"
        if len(inner) < 3 and fold(inner[-1]) in words("names", "kept"):
            continue
        told = context(page, first, last)
        if inner[-1].lower() in CALENDAR and (
            told.get("WORK_OF_ART", 0.0) < INTRODUCED or page.words(first, last - 1) in known_names()
        ):
            continue
        of = inner.index("of") if "of" in inner[1:-1] else 0
        if of and inner[of - 1] in words("brands", "organisations_of") and all(t[0].isupper() for t in inner[of + 1 :]):
            cut = max((k + 1 for k, t in enumerate(inner[:of]) if t == "the" and inner[k - 1] == "and"), default=0)
            found.append((first + cut, last, "ORG"))  # "at the Slade and the | College of Art"
            continue
        if of and inner[of - 1] in {"Order", "Legion", "Medal"} and page.at(first - 1) == "the":
            found.append((first, last, "AWARD"))
            continue
        if told.get("ORG", 0.0) >= INTRODUCED > told.get("WORK_OF_ART", 0.0):
            continue  # "the drummer of The Cold Forks"
        capital_inside = any(t[0].isupper() and t.lower() in _INNER and k for k, t in enumerate(inner))
        opening = inner[0].lower() in _INNER - _ARTICLES and inner[0].isalpha() and not opens_sentence(page, first)
        points = told.get("WORK_OF_ART", 0.0)
        in_quotes = quoted(page, first, last)
        leads = inner[0] in {"The", "A", "An"} and len(inner) > 1
        joins_places = (
            any(t in {"in", "from", "at", "and", ","} for t in inner) and page.words(last - 1, last) in states()
        )
        colon = ":" in inner[1:] and not opens_sentence(page, first) and not is_given(inner[inner.index(":") + 1])
        person = any(
            t in {"in", "at", "from", "by", "with", "on", "and"} and k > 1 and is_given(inner[0])
            for k, t in enumerate(inner[:3])
        )
        place = leads and page.words(first + 1, last) in known_names()
        of_name = leads and len(inner) > 2 and not place and _plain_title(page, first, last)
        if (
            in_quotes
            or capital_inside
            or opening
            or of_name
            or colon
            or (points >= 3 and not joins_places and not person)
            or (_is_phrase(page, first, last) and not joins_places and not person)
            or (leads and points > 0.3 and not place)
            or (page.at(last) in listed("work_followers") and "of" in inner and not joins_places)
        ):
            found.append((first, last + _marked(page, first, last), "WORK_OF_ART"))
    return found


def _before_the_house(page: Columns, first: int, last: int) -> int:
    """Where a title ends that the house follows in which it is played: "in Uncle Silas [at the Court Theatre]"."""
    house = page.lower[last - 1] in listed("playhouses")
    at = (k for k in range(first + 1, last - 2) if page.lower[k] == "at" and page.lower[k + 1] == "the")
    return next(at, last) if house else last


def _in_marks(page: Columns) -> list[tuple[int, int, str]]:
    """Whole titles between double quotation marks: two words and more, all with capitals but for the small ones.

    What is said, what somebody is called and whom somebody plays stand between such marks as well.
    """
    found: list[tuple[int, int, str]] = []
    opening = -1
    for i, text in enumerate(page.text):
        if text in _OPENING and opening < 0 and i + 1 < len(page) and page.text[i + 1][0].isupper():
            opening = i
        elif text in _CLOSING and opening >= 0:
            if _is_title_in_marks(page, opening + 1, i):
                last = i - (page.text[i - 1] in {",", "."})
                found.append((opening + 1, last, "WORK_OF_ART"))
            opening = -1
        elif i - opening > _LONGEST_IN_MARKS:
            opening = -1
    return found


def _is_title_in_marks(page: Columns, first: int, last: int) -> bool:
    inner = [t for t in page.text[first:last] if t[0].isalnum()]
    before, after = page.at(first - 2), page.at(last + 1)
    lone = len(inner) == 1 and (before in _AMID | {"for"} or (before == "(" and after == ")"))
    long = len(inner) > 1 or (page.text[last - 1] == "!" and before in _AMID) or lone
    shaped = long and all(t[0].isupper() or t[0].isdigit() or t.lower() in _SMALL for t in inner)
    given = shaped and is_given(inner[0]) and not any(t.lower() in _SMALL for t in inner)
    if not shaped or given or page.words(first, last) in known_names() or page.sent[first] != page.sent[last]:
        return False
    role = page.at(first - 3) in _CALLED and before not in {"in", "on"}  # "her part in "X"" is another thing
    named = before in _CALLED or role or page.lemma[max(0, first - 2)].lower() in _NAMING
    described = before in {"the", "a", "his", "her", "their"} and after not in listed("work_followers")
    billed = after in listed("casting") | {"featuring"}  # '"X," starring Ann Lee'
    said = page.text[last - 1] in {",", "."} and last + 1 < len(page) and page.pos[last + 1] == "VERB" and not billed
    return not (named or described or said or _is_nickname(page, first, last))


def _is_nickname(page: Columns, first: int, last: int) -> bool:
    """Whether a first name stands before the marks and a surname behind them: 'Ann "Nan" Lee', 'Ann ("Nan") Lee'."""
    before, after = first - 2, last + 1
    if page.at(before) == "(" and page.at(after) == ")":
        before, after = before - 1, after + 1
    if before < 0 or after >= len(page):
        return False
    return is_given(page.text[before]) and page.text[before][0].isupper() and page.text[after].istitle()


def _is_somebodys(page: Columns, first: int, last: int) -> bool:
    """Whether the span opens with a person told of elsewhere: "Orme's Harbour", "Captain Orme"."""
    owner = next((k for k in range(first + 1, last) if page.tag[k] == "POS"), 0)
    if owner - first > 1 and is_given(page.text[first]):
        return True
    titled = fold(page.text[first]) in _titles() or page.lower[first] in words("nominals", "people")
    if not owner and (not titled or last - first != 2):
        return False
    name = page.text[owner - 1 if owner else first + 1]
    if page.text.count(name) == 1:
        return False
    whole = page.text[first:last]
    offset = (owner - 1 if owner else first + 1) - first
    places = [k for k, text in enumerate(page.text) if text == name]
    return any(page.text[k - offset : k - offset + len(whole)] != whole for k in places)


def _titles() -> frozenset[str]:
    return words("names", "titles_male") | words("names", "titles_female") | words("names", "titles_either")


def _is_phrase(page: Columns, first: int, last: int) -> bool:
    """Whether a phrase with an article inside is named behind a preposition: "in Letters from a Widow"."""
    inner = page.lower[first + 1 : last - 1]
    small = next((k for k, t in enumerate(inner) if t in {"of", "with", "from", "on", "in"}), None)
    if small is None or small + 1 >= len(inner) or inner[small + 1] not in {"a", "an"}:
        return False
    plain = {page.label[k] for k in range(first, last)} <= {"", "WORK_OF_ART"} and not is_given(page.text[first])
    return plain and page.at(first - 1) in {"in", "for", "on", "of", "from"}


def _filmed(page: Columns, first: int) -> bool:
    """Whether the name is told as filmed right before it: a place behind it is where."""
    return any(page.lemma[k].lower() in {"film", "shoot"} for k in range(max(0, first - 4), first))


def _is_two(inner: list[str]) -> bool:
    """Whether two names stand in the span: "Old Times and The Long Way", "Tom Birch in To Fly Again"."""
    for k in range(1, len(inner) - 1):
        follower = inner[k + 1]
        if follower == "The" and (inner[k] == "and" or (inner[k] == "of" and k == 2 and is_given(inner[0]))):
            return True  # "Ann Lee of The Moons"
        if inner[k] == "on" and follower.lower() in listed("stages"):
            return True  # "had a part in The Long Way on Broadway"
        if inner[k] == "with" and k + 2 < len(inner) and is_given(follower) and inner[k + 2][0].isupper():
            return True  # "shooting X with Ann Lee"
        opens = follower[0].isupper() and follower.lower() in _INNER | {"the"} and k + 2 < len(inner)
        if inner[k] in {"in", "for", "on"} and opens:
            return all(t[0].isupper() and t.lower() not in _INNER for t in inner[:k] if t not in {"'s", "’s"})
    return False


def _marked(page: Columns, first: int, last: int) -> bool:
    """Whether the mark behind is the title's own: "Who Is Afraid of the Dark?", "singing in Arizona!, she"."""
    mark = page.at(last)
    asks = page.lower[first] in _ASKING and mark == "?"
    return asks or (mark in {"!", "?"} and page.at(last + 1) == ",")


_INNER = frozenset(
    [
        "with",
        "up",
        "are",
        "the",
        "of",
        "in",
        "and",
        "for",
        "to",
        "a",
        "on",
        "at",
        "your",
        "my",
        "from",
        "is",
        "by",
        "me",
        "you",
        "i",
        "we",
        "us",
        "out",
        "who",
        "what",
        "that",
        "how",
        "when",
        "where",
        "why",
        "his",
        "her",
        "our",
        "not",
        "no",
        "all",
    ]
)


_ARTICLES = frozenset({"the", "a", "an"})
_ASKING = frozenset({"who", "what", "where", "when", "why", "how", "is", "are", "do", "does", "did", "can", "will"})


def _plain_title(page: Columns, first: int, last: int) -> bool:
    """Whether "The Xxx Yyy" inside a sentence is no name that the stock recogniser or the lists know."""
    if opens_sentence(page, first) or page.words(first, last) in known_names():
        return False
    if {page.label[i] for i in range(first, last)} & {"PERSON", "GPE", "ORG", "FAC", "LOC", "NORP"}:
        return False
    ends = words("brands", "organisation_ends") | words("brands", "other_ends") | words("brands", "award_ends")
    return page.text[last - 1] not in ends and any(page.text[i].islower() for i in range(max(0, first - 4), first))


def opens_sentence(page: Columns, first: int) -> bool:
    """Whether only marks stand between the begin of the sentence and the span."""
    return not any(page.text[i][0].isalnum() for i in range(page.sents[page.sent[first]][0], first))


def quoted(page: Columns, first: int, last: int) -> bool:
    """Whether the span stands alone between quotation marks."""
    if last + 1 < len(page) and page.text[last] in {",", "."}:
        last += 1  # American printers close the quotation behind the comma
    return first > 0 and last < len(page) and page.text[first - 1] in MARKS and page.text[last] in MARKS
