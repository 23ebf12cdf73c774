"""What every token is to a name, as a letter: the patterns of names and titles are matched against these letters."""

from __future__ import annotations

from functools import cache

from kg.columns import Columns
from kg.names import fold, is_given, words
from kg.repair.calendar import CALENDAR, feasts, people_of_the_calendar
from kg.repair.capitals import (
    heads_a_part,
    inside_a_body,
    is_bracket_of_nickname,
    is_epithet,
    is_lead,
    opens_line,
    place_lines,
)
from kg.repair.crowns import tells_a_crown
from kg.repair.cues import MARKS, listed, titles_before
from kg.repair.questions import asks, asks_inside, is_shouted

_FUNCTION = listed("function_words")
_NEVER = listed("never_names")
_SMALL = listed("small_words")
_UNNAMED = listed("openers")
_PAIRS = listed("pairs")
NAME_TAGS = frozenset({"NNP", "NNPS"})
_TIMES = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY"})
_ADDRESSED = frozenset({"you", "it"})
"""Pronouns that have a capital inside a sentence only in titles: "Landing on You"."""
_WEEKDAYS = listed("weekdays")
_PARENTS = frozenset(
    ["mum", "mom", "mummy", "mommy", "mama", "papa", "dad", "daddy", "dada", "grandma", "grandpa", "granny"]
)
"""What families call their elders: no names where none follows."""
_CROWNED = frozenset({"king", "queen"})
"""Titles that are no name with what they rule: "as King of Denmark"."""
_ASKING = frozenset({"will", "may", "can", "could", "would", "did", "does", "has", "is", "was"})
"""First words of questions that are names elsewhere: "Will she ...?"."""
_OPENERS = frozenset({'"', "“", "‘", "'", "(", "[", "—", "–", "--", "-", ":", "•", "*", "``", "·", "…", "..."})


def is_capital(text: str) -> bool:
    """Whether a word begins with a capital, an apostrophe before it or not."""
    return text[0].isupper() or (len(text) > 2 and text[0] in "'’" and text[1].isupper())


def letters_of(page: Columns, listed: set[int]) -> str:
    """One letter a token (`kg.repair.spans` says which stands for what)."""
    starts, headline = _starts(page)
    inner = {
        page.text[i]
        for i in range(len(page))
        if i not in starts and i not in headline and is_capital(page.text[i]) and page.tag[i] in NAME_TAGS
    }
    sundays = people_of_the_calendar(page)
    letters: list[str] = []
    for i in range(len(page)):
        letters.append(_letter(page, i, i in starts, i in headline, i in listed, inner))
    for i in sundays:
        letters[i] = "N"
    lines = {i for first, dash in place_lines(page) for i in range(first, dash)}
    for i in feasts(page) | lines:
        letters[i] = "."
    return "".join(letters)


def _starts(page: Columns) -> tuple[set[int], set[int]]:
    """Tokens whose capital the place explains: first words of sentences and quotes; and all of title-case headlines."""
    starts: set[int] = set()
    headline: set[int] = set()
    for first, last in page.sents:
        expect = True
        for i in range(first, last):
            if page.text[i] in _OPENERS:
                expect = expect or page.text[i] not in {"-", "–", "'"}
            elif not page.text[i].isspace():
                if expect:
                    starts.add(i)
                expect = False
        body = [i for i in range(first, last) if page.text[i][0].isalpha()]
        capitals = sum(is_capital(page.text[i]) for i in body)
        long_words = [i for i in body if len(page.text[i]) > 3]
        if (
            len(body) > 3
            and capitals > 0.7 * len(body)
            and all(is_capital(page.text[i]) for i in long_words)
            and page.text[last - 1] not in {".", "!", "?", '"'}
        ):
            headline.update(range(first, last))
    return starts, headline


def _letter(page: Columns, i: int, start: bool, headline: bool, listed: bool, inner: set[str]) -> str:
    text, lower, tag, label = page.text[i], page.lower[i], page.tag[i], page.label[i]
    if not text[0].isalpha():
        if text == "-" and 0 < i < len(page) - 1 and page.end(i - 1) == page.idx[i] and page.end(i) == page.idx[i + 1]:
            return "h"
        if text == "," and i + 1 < len(page) and fold(page.text[i + 1]) in {"jr", "sr"}:
            return "j"
        if text[0] in "'’" and (tag == "POS" or asks_inside(page, i)):
            return "s"
        if text == ":" and i + 1 < len(page) and is_capital(page.text[i + 1]) and not start:
            return "." if _runs_in(page, i) or _lists_names(page, i) else "c"
        if text in MARKS or is_bracket_of_nickname(page, i):
            return "q"
        # "Hull on 3 May 1936" is a town and a day, no title of either.
        day = text.isdigit() and len(text) < 3 and fold(page.at(i + 1)) in CALENDAR
        return "a" if text == "&" else "d" if text.isdigit() and not day else "."
    if tag == "POS":
        return "s"
    if not is_capital(text):
        if _second_syllable(page, i):
            return "N"
        if is_epithet(page, i):
            return "p"
        if lower in _SMALL:
            return "f"
        return "p" if lower in words("names", "particles") else "."
    if lower in _NEVER:
        return "F" if lower in _ADDRESSED and text.istitle() and not start and not headline else "."
    if lower == "crown" and page.at(i + 1) in {"prince", "princess"}:
        return "."
    if lower == "vice" and page.at(i + 1) in {"president", "chancellor", "admiral", "chairman", "captain"}:
        return "."
    if lower in _PARENTS and not (i + 1 < len(page) and is_capital(page.text[i + 1])):
        return "."
    if lower in _FUNCTION and not (listed or (tag in NAME_TAGS and not start and len(text) > 3)):
        return "." if start else "F"
    if lower in _WEEKDAYS and page.at(i - 1) == "the" and page.at(i + 1) in {"players", "club", "singers", "ensemble"}:
        return "N"  # "the Thursday Players"
    if label in _TIMES and fold(text) in CALENDAR and not (start and is_given(text) and page.at(i + 1) != "of"):
        return "m" if fold(text) in _WEEKDAYS and page.text[i - 1][:1].isupper() and not start else "."
    folded = fold(text)
    if i and tells_a_crown(page, i):
        return "."
    follows = i + 1 < len(page) and is_capital(page.text[i + 1]) and page.lower[i + 1] not in _FUNCTION
    dated = folded in CALENDAR and page.at(i + 1).rstrip(",").isdigit()
    if dated or (folded in words("names", "never_alone") and not follows):
        return "."
    if folded in _CROWNED and page.at(i + 1) == "of":
        return "O"
    titled = folded in titles_before(page.at(i + 1)) and not inside_a_body(page, i)
    if titled and (follows or (folded in words("names", "rulers") and (start or not _is_surname(page, i)))):
        return "K" if folded in words("names", "kept") else "T"
    if folded in words("names", "members") and not follows:
        return "."  # "the Beatle, 28,"
    if start and follows and page.text[i + 1] in words("posts", "clubs_called"):
        return "N"  # "Kickers FC"
    if (
        (lower in _trades() or lower.removesuffix("s") in _trades())
        and (follows or start)
        and not is_given(text)
        and not _part_of_stage_name(page, i)
        and not _second_syllable(page, i + 3)
        and not inside_a_body(page, i)
        and not (follows and i and is_capital(page.text[i - 1]) and page.text[i + 1] in _body_ends())
    ):
        return "O"
    if folded in words("places", "demonyms") and not follows and not _first_name(page, i):
        return "n"
    if follows and _tells_where_from(page, i):
        return "n"
    if (
        tag in {"JJ", "NNS", "NNPS"}
        and label == "NORP"
        and not (follows and tag == "JJ" and page.label[i + 1] == label)
    ):
        return "n"
    if start and ((follows and lower in _verb_forms()) or _opens_compound(page, i)):
        return "."
    if is_shouted(page, i) or (start and (is_lead(page, i) or (lower in _ASKING and asks(page, i)))):
        return "."
    if start and lower in (_PAIRS if follows else _UNNAMED) and text not in inner:
        return "."
    if opens_line(page, i):
        return "."
    if start and not follows and lower in words("names", "fields") and page.at(i + 1) in _trades():
        return "."  # "Rock star Al Bogg"
    if start and folded in words("given_names", "plain") and tag not in NAME_TAGS:
        return "."
    if start and lower in _ASKING and page.tag[i + 1 if i + 1 < len(page) else i] in {"PRP", "DT", "PRP$", "EX"}:
        return "."
    if start:
        known = tag in NAME_TAGS or text in inner or is_given(text) or label in {"PERSON", "GPE", "WORK_OF_ART"}
        if _opens_a_body(page, i) or _is_billed(page, i):
            return "N"
        return "N" if known and not _only_start(page, i, inner) else "."
    if headline:
        known = text in inner or (text.isupper() and text.title() in inner)
        return "N" if known or label in {"PERSON", "GPE", "ORG"} or heads_a_part(page, i) else "."
    return "N"


def _opens_compound(page: Columns, i: int) -> bool:
    """Whether a plain word with a hyphen opens the sentence: "Cross-examined, she said", no "Leeds-born"."""
    joined = page.at(i + 1) == "-" and page.end(i) == page.idx[i + 1] and page.at(i + 2) != ""
    return joined and page.text[i + 2].islower() and page.label[i] == "" and not is_given(page.text[i])


def _runs_in(page: Columns, i: int) -> bool:
    """Whether the colon ends a heading in capitals that runs into its paragraph: "AND FINALLY: Ann Lee won"."""
    return len(page.text[i - 1]) > 3 and page.text[i - 1].isupper() and not page.text[i + 1].isupper()


def _lists_names(page: Columns, i: int) -> bool:
    """Whether first names follow the colon one by one: "brought up in Rome: Tam, Ben and Sue", no "Rome: A Life"."""
    listed, k = [], i + 1
    while k + 1 < len(page) and is_capital(page.text[k]) and page.text[k + 1] in {",", "and", "&"}:
        listed.append(page.text[k])
        k += 3 if page.text[k + 1] == "," and page.text[k + 2] == "and" else 2
    return len(listed) > 1 and any(is_given(name) for name in listed)


def _part_of_stage_name(page: Columns, i: int) -> bool:
    """Whether a word for somebody young opens a name behind a noun of trade: "the rapper Kid Sable"."""
    young = page.lower[i] in {"kid", "baby", "boy", "girl", "child", "daddy", "mama"}
    return young and page.at(i - 1) in (words("nominals", "people") - words("nominals", "kin")) | {"as"}


def _second_syllable(page: Columns, i: int) -> bool:
    """Whether the small word ends a given name in two syllables: "Son Ye-jin", "Ji-hye sings"; no "Bin London-born"."""
    if (
        not 3 <= i < len(page)
        or page.text[i - 1] != "-"
        or page.end(i - 1) != page.idx[i]
        or page.end(i - 2) != page.idx[i - 1]
    ):
        return False
    behind_surname = is_capital(page.text[i - 3]) and len(page.text[i - 3]) <= 6
    alone = page.label[i - 2] == "PERSON" and len(page.text[i - 2]) <= 4 >= len(page.text[i])
    names = is_capital(page.text[i - 2]) and (behind_surname or alone)
    return (
        names
        and page.text[i].islower()
        and len(page.text[i]) <= 5
        and len(page.text[i - 2]) <= 5
        and page.lower[i] not in listed("compounds")
    )


def _first_name(page: Columns, i: int) -> bool:
    """Whether a word for a people is somebody's first name here: "the eldest, Christian, who turned 18"."""
    if not is_given(page.text[i]) or page.tag[i] not in NAME_TAGS:
        return False
    alone = page.at(i - 1) not in {"a", "an", "the", "is", "was", "as", "not"}
    return alone and (i + 1 == len(page) or page.pos[i + 1] not in {"NOUN", "PROPN", "ADJ"}) and page.at(i + 1) != "-"


def _tells_where_from(page: Columns, i: int) -> bool:
    """Whether a word for people of some place stands before a full name: "Irishman Al Bogg", "Londoner Ann Lee"."""
    word, k = fold(page.text[i]), i + 1
    if word == "new":
        return page.lower[k] in {"yorker", "zealander", "englander"} and _tells_where_from(page, k)
    if is_given(page.text[i]) or k + 1 >= len(page):
        return False
    if word not in words("places", "demonyms") and word not in words("places", "inhabitants"):
        return False
    return is_given(page.text[k]) and is_capital(page.text[k + 1]) and page.lower[k + 1] not in _FUNCTION


def _opens_a_body(page: Columns, i: int) -> bool:
    """Whether the capitals behind the first word of a sentence end like a club or a firm: "Bright Anchor Films"."""
    for k in range(i + 1, min(i + 4, len(page))):
        if not is_capital(page.text[k]) or page.lower[k] in _FUNCTION:
            return False
        if page.text[k] in _body_ends():
            return k == i + 1 or page.tag[i] in {"JJ", "NN", "NNS"}
    return False


def _is_billed(page: Columns, i: int) -> bool:
    """Whether a word in quotes that opens a sentence is the title of what it stars in: ""Undertow" stars Ann Lee"."""
    quoted = i > 0 and page.text[i - 1] in MARKS and i + 2 < len(page) and page.text[i + 1] in MARKS
    return quoted and page.lower[i + 2] in listed("billed_followers")


@cache
def _body_ends() -> frozenset[str]:
    """The last words of clubs and firms: what opens a sentence before one is the first of the name."""
    return words("posts", "sides") | words("brands", "organisation_ends")


@cache
def _verb_forms() -> frozenset[str]:
    """Forms of the verbs that stand before their subject at the head of a sentence: "Explains Orme"."""
    verbs = [verb for verb in words("brands", "person_verbs") if not is_given(verb)]
    return frozenset(form for verb in verbs for form in (f"{verb}s", f"{verb}ed", f"{verb}d")) | {
        "said",
        "says",
        "told",
    }


@cache
def _trades() -> frozenset[str]:
    called = (words("nominals", k) for k in ("people", "female", "male", "kin"))
    return words("occupations", "plain").union(*called) - words("names", "of_trades")


def _is_surname(page: Columns, i: int) -> bool:
    """Whether a first name stands before a title, which is a surname then: "Eva King", but not "Danish King"."""
    before = page.text[i - 1] if i else ""
    person = page.label[i] == "PERSON" and page.label[i - 1] == "PERSON" and page.tag[i - 1] in NAME_TAGS
    return before.istitle() and (is_given(before) or person) and fold(before) not in titles_before(page.at(i))


def _only_start(page: Columns, i: int, inner: set[str]) -> bool:
    """Whether a first word is capitalised for its place alone: a plain word before a plain word."""
    return (
        page.tag[i] not in NAME_TAGS
        and page.text[i] not in inner
        and page.label[i] not in {"PERSON", "WORK_OF_ART"}
        and not is_given(page.text[i])
    )
