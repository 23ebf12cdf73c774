"""Finding the expressions: where in the text a time is written, and in which form."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from spacy.lang.en.stop_words import STOP_WORDS

from kg.dates.words import forms, lookup, pattern, rules, words

_CANDIDATE = re.compile(r"['\u2018\u2019]?\w+")
_REACH = 40
"""How many characters after its beginning an expression has come to a word that no other text has."""
_BEFORE = 40
"""How many characters before an expression may say what it is; the longest cue has some thirty."""


@dataclass(frozen=True, slots=True)
class Found:
    """An expression as written: offsets, who reads it, and its parts by slot."""

    start: int
    end: int
    read: str
    parts: Mapping[str, str]

    def __contains__(self, slot: str) -> bool:
        return slot in self.parts


def scan(text: str, taken: tuple[tuple[int, int], ...] = ()) -> Iterator[Found]:
    """The expressions of a text in order, without overlap, the longest at each place; none inside ``taken`` spans.

    >>> [(found.start, found.end, found.read) for found in scan("Wed on May 14, 2004, two years ago")]
    [(7, 19, 'calendar'), (21, 34, 'ago')]
    """
    words_of_text = [(word.start(), word[0].strip("'\u2018\u2019").lower()) for word in _CANDIDATE.finditer(text)]
    cores = [start for start, word in words_of_text if word in _cores() or word[:1].isdigit()]
    at = 0
    spans = iter(sorted(taken))
    span = next(spans, None)
    for start, word in words_of_text:
        if start < at or not (word[:1].isdigit() or word in _vocabulary()):
            continue
        while span and span[1] <= start:
            span = next(spans, None)
        if span and span[0] <= start:
            continue
        core = bisect_left(cores, start)
        if core == len(cores) or cores[core] > start + _REACH:
            continue  # "the", "in" and their like begin an expression only where one follows
        found = _longest(text, start, span[0] if span else len(text))
        if found:
            at = found.end
            yield found


def _longest(text: str, start: int, limit: int) -> Found | None:
    best: Found | None = None
    for form in forms():
        match = form.pattern.match(text, start, limit)
        if match and (best is None or match.end() > best.end):
            # A line may break inside: "Good\nFriday" is no other day.
            parts = {slot: " ".join(said.split()) for slot, said in match.groupdict().items() if said}
            found = Found(start, match.end(), form.read, parts)
            if plausible(found, text, form.bare):
                best = found
    return best


@cache
def _vocabulary() -> frozenset[str]:
    """Every word that stands in a form or a table: no expression begins with another."""
    return _letters(form.pattern.pattern for form in forms())


@cache
def _cores() -> frozenset[str]:
    """The words of which every expression has one, or else a digit: those that are no function words nor numbers."""
    data = rules()
    calendar = _letters(word for table in ("months", "weekdays", "seasons", "units") for word in data[table])
    return _vocabulary() - STOP_WORDS - frozenset(data["numbers"]) | calendar | {"now"}  # "may" is a function word too


def _letters(sources: Iterable[str]) -> frozenset[str]:
    """The words in sources of regular expressions, with and without an s at the end, which is often optional there."""
    found = {word.lower() for source in sources for word in re.findall(r"[A-Za-z]+", source)}
    return frozenset(found | {word + "s" for word in found} | {word[:-1] for word in found if word.endswith("s")})


def plausible(found: Found, text: str, bare: bool) -> bool:
    """Whether an expression is a time at all: "May" may be a verb, "April" a woman, "Sunday Times" a paper."""
    before, after = text[max(0, found.start - _BEFORE) : found.start], text[found.end : found.end + _BEFORE]
    said = text[found.start : found.end]
    if any(not _capital(found.parts[slot]) for slot in ("month", "weekday", "holiday") if slot in found):
        return False
    if _says("generic", before) and ("weekday" in found or "month" in found or found.read == "duration"):
        return bool(attributive(after)) and "weekday" not in found  # "every Monday", "a May"; but "a May wedding"
    if "spelled" in found and "year" not in found and (_capital_follows(after) or after.startswith(("'s", "\u2019s"))):
        return False  # "the first of April Lowe's sons"
    if found.read == "duration":
        if found.parts.get("unit", "x")[0].isupper() and not said.isupper():
            return False  # a title: "Two Weeks Notice"
        if pattern("bare", "rate").match(after):
            return False
        if "number" not in found:
            return _says("units_cue", before)
        return found.parts["number"].lower() not in ("a", "an", "one") or _says("one_cue", before)
    if found.read == "weekday":
        return _plain_weekday(said, before, after)
    if found.read == "deictic" and found.parts.get("rel", "").lower() in ("last", "past"):
        return not ("unit" in found and before.lower().endswith("the "))  # "over the last year" is a length
    if not bare:
        return True
    if "holiday" in found:
        return _plain_holiday(found.parts["holiday"], before, after)
    if "month" in found:
        return _plain_month(found, before, after)
    if "season" in found:
        return "mod" in found or (
            _says("name_cue" if said.lower() == "fall" else "cue", before)
            and not attributive(after)
            and not _capital_follows(after)
        )
    return _plain_year(found, before, after)


def _says(cue: str, before: str) -> bool:
    return pattern("bare", cue).search(before) is not None


def _capital(word: str) -> bool:
    return next((letter.isupper() for letter in word if letter.isalpha() and letter not in "the"), True)


def _next_word(after: str) -> str:
    found = re.match(r"[^\S\n]+([A-Za-z'\u2019-]+)", after)
    return found[1] if found else ""


def attributive(after: str) -> bool:
    """Whether a lower-case word that is no function word follows: "a June wedding", "the spring collection"."""
    word = _next_word(after)
    return word[:1].islower() and word not in STOP_WORDS and not word.endswith(("ed", "ing"))


def _capital_follows(after: str) -> bool:
    return _next_word(after)[:1].isupper()


def _plain_weekday(said: str, before: str, after: str) -> bool:
    if said.rstrip().endswith("."):
        return False  # "Sat." and "Sun." only before a month
    if re.search(r"\b(?:Black|Good|Ash|Super|Cyber|Fat|Holy|Freaky)\s$", before):
        return False
    if re.search(r"\s[A-Z]\w+$", said) or re.match(r"\s+the\s+\d", after):
        return False  # "Saturday Night Fever", "Friday the 13th"
    return not _capital_follows(after) or _says("weekday_cue", before)


def _plain_holiday(said: str, before: str, after: str) -> bool:
    rule = lookup("holidays", said)
    if rule.get("cue") and not re.search(r"\b(?:on|since|until|before|after|by)\s+$", before):
        return False
    if re.search(r"[a-z,]\s+[A-Z]\w*\s+$", before) or _capital_follows(after):
        return False
    return not attributive(after)


def _plain_month(found: Found, before: str, after: str) -> bool:
    said = found.parts["month"].lower().rstrip(".")
    if "mod" in found:
        return True
    if said in words("bare", "names") or said in words("bare", "ambiguous"):
        if said in words("bare", "ambiguous") and _says("end_cue", before) and pattern("bare", "end").match(after):
            return True
        if _says("name_cue" if said in words("bare", "ambiguous") else "strict_cue", before):
            return True
        near_month = any(lookup("months", word) for word in re.findall(r"[A-Z]\w+\.?", before))
        if near_month and _says("cue", before):
            return True
        return _says("article", before) and attributive(after)
    return not _capital_follows(after) or _says("cue", before)


def _plain_year(found: Found, before: str, after: str) -> bool:
    if pattern("bare", "money").search(before):
        return False
    if "mod" in found:
        return True
    following = _next_word(after)
    plural = following.islower() and following.endswith("s") and following not in STOP_WORDS
    if following in words("bare", "countable"):
        return False
    if _says("article", before):
        return bool(following)
    if attributive(after) and _says("amount", before):
        return False
    if plural and not following.endswith(("ss", "'s")):
        return False
    if _says("cue", before):
        return True
    headed = after[:2] == ": " and _says("full_stop", before)  # "They wed. 2004: Their son is born."
    return headed or (_says("opening", before) and not attributive(after))
