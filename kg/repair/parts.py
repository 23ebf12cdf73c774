"""Titles that only the parts in them give away: "X made a gangster of him", "Ann Lee, the ferry girl of X".

No mark and no verb of acting stands beside them, and some are towns and people elsewhere. They are read off the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.columns import Columns
from kg.names import is_given, rules, words
from kg.repair.cues import listed
from kg.repair.lists import known_names

_WHOM = frozenset({"him", "her", "them"})
_PREPOSITIONS = frozenset({"in", "on", "of", "from", "for", "with"})
_INNER = frozenset({"DT", "JJ", "NN", "HYPH", "VBG", "VBN", "JJR"})
_ENDS = frozenset({",", ".", ";", "and", ""})
_LONGEST = 10
"""Tokens of a title."""
_FAR = 16
"""Tokens between what is told of the screen and a title."""


def titles_by_part(page: Columns) -> list[tuple[int, int, str]]:
    """The spans of titles that the parts around them tell, in order and without overlap."""
    finders = (_typecast, _by_prize, _of_that_name, _exclaimed, _worked_on, _called_for)
    found: list[tuple[int, int, str]] = []
    for first, last in sorted(span for finder in finders for span in finder(page)):
        if not found or found[-1][1] <= first:
            found.append((first, last, "WORK_OF_ART"))
    return found


def _end(page: Columns, i: int) -> int:
    """Where the capitals end that begin at token ``i``, small words between them included; ``i`` where none begin."""
    last = i
    k = i
    while k < min(i + _LONGEST, len(page)):
        small = k > i and (page.lower[k] in listed("small_words") or page.text[k] in {"'s", "’s", "-"})
        if page.text[k][0].isupper() or (k > i and page.text[k].isdigit()):
            last = k + 1
        elif not small or page.lower[k] == "and":
            break
        k += 1
    return last


def _start(page: Columns, last: int) -> int:
    """Where the capitals begin that end before token ``last``."""
    sentence = page.sents[page.sent[last - 1]][0]
    opens = page.pos[sentence] in {"ADV", "CCONJ", "SCONJ"}  # "Then The Iron Gate made"
    sentence += opens
    return next((k for k in range(max(sentence, last - _LONGEST), last) if _end(page, k) == last), last)


def _noun(page: Columns, i: int) -> int:
    """The noun of the phrase that an article at token ``i`` opens: "eye" of "a private eye"; -1 if there is none."""
    k = i + 1
    while k < min(i + 6, len(page)) and page.tag[k] in _INNER:
        k += 1
    return k - 1 if k - 1 > i and page.pos[k - 1] in {"NOUN", "ADJ"} else -1


def _typecast(page: Columns) -> Iterator[tuple[int, int]]:
    """What made whom a figure of the screen, and what else did: "X made a gangster of him, Y a private eye"."""
    for verb in range(1, len(page) - 4):
        if page.lemma[verb].lower() != "make" or page.at(verb + 1) not in {"a", "an"}:
            continue
        noun = _noun(page, verb + 1)
        whom = noun + 2
        if noun < 0 or page.lower[noun] not in listed("typecast") or page.at(noun + 1) != "of" or whom >= len(page):
            continue
        first = _start(page, verb)
        if page.at(whom) not in _WHOM and not page.text[whom][0].isupper():
            continue
        house = page.text[verb - 1] in words("brands", "organisation_ends") or page.text[first].isupper()
        if verb - first < 2 or house or is_given(page.text[first]) or page.words(first, verb) in known_names():
            continue  # a teacher, a town or a navy may make much of a man
        yield first, verb
        yield from _others(page, _end(page, whom) if page.at(whom) not in _WHOM else whom + 1)


def _others(page: Columns, i: int) -> Iterator[tuple[int, int]]:
    """The titles of a list that leaves the verb out: ", Y a private eye, and Z, to everybody's surprise, a lover"."""
    end = page.sents[page.sent[i - 1]][1]
    while i < end and page.text[i] in {",", ";", "and", "then"}:
        i += 1
        last = _end(page, i) if i < end else i
        if last == i:
            continue
        k = last
        if page.at(k) == ",":  # what stands between two commas
            k = next((j + 1 for j in range(k + 1, min(k + 9, end)) if page.text[j] == ","), k)
        noun = _noun(page, k) if page.at(k) in {"a", "an"} else -1
        if noun < 0 or page.lower[noun] not in listed("typecast"):
            return
        yield i, last
        i = noun + 1


def _by_prize(page: Columns) -> Iterator[tuple[int, int]]:
    """Of which a winner is the somebody: "best actor was Al Orr, the ferry master of X", "The blonde of X and Y"."""
    for i in range(3, len(page) - 1):
        if page.lower[i] not in {"of", "in"} or not page.text[i + 1][0].isupper():
            continue
        noun, last = i - 1, _end(page, i + 1)
        start = noun
        while start > 0 and page.tag[start] in _INNER - {"DT"}:
            start -= 1
        if page.at(start) != "the" or start == noun or is_given(page.text[i + 1]) or page.at(last) == "'s":
            continue
        sentence = page.sents[page.sent[i]][0]
        named = page.at(start - 1) == "," and page.text[start - 2][0].isupper()
        stage = named and _is_actors_prize(page, sentence, start)
        posted = page.lower[noun] in words("nominals", "kin") | words("names", "offices") | _no_parts()
        known = page.words(i + 1, last) in known_names() or page.text[last - 1] in words("brands", "organisation_ends")
        looks = page.lower[noun] in listed("looks") and last - i > 2 and start == sentence
        if (stage and page.at(last) in _ENDS and not posted and not known) or (looks and not known):
            yield i + 1, last


def _is_actors_prize(page: Columns, first: int, last: int) -> bool:
    """Whether an actor's prize is named there: "the best supporting actor was"."""
    here = page.lower[first:last]
    return "best" in here and not {"actor", "actress"}.isdisjoint(here)


@cache
def _no_parts() -> frozenset[str]:
    screen = rules("frames")["screen"]
    return frozenset(screen["makers"]) | frozenset(screen["no_parts"])


def _of_that_name(page: Columns) -> Iterator[tuple[int, int]]:
    """The part that a work is called by: "she as Medea in the film of that name"."""
    for i in range(2, len(page) - 4):
        if page.lower[i : i + 2] != ["in", "the"] or page.lower[i + 2] not in words("brands", "work_nouns"):
            continue
        of = page.lower[i + 3 : i + 7]
        same = of[:3] in (["of", "that", "name"], ["of", "that", "title"]) or of == ["of", "the", "same", "name"]
        first = _start(page, i)
        if same and first < i and page.at(first - 1) in {"as", "play", "plays", "played", "playing"}:
            yield first, i


def _exclaimed(page: Columns) -> Iterator[tuple[int, int]]:
    """The title with a mark of its own inside a sentence: "in Arizona!, she sang"."""
    for i in range(1, len(page) - 1):
        behind = page.text[i + 1]
        goes_on = behind in {",", ";"} or (behind[0].isalpha() and behind[0].islower())
        if page.text[i] != "!" or not goes_on or not page.text[i - 1][0].isupper():
            continue
        first = _start(page, i)
        name = page.words(first, i + 1)
        if first < i and page.at(first - 1) in _PREPOSITIONS and len(name) > 3 and name not in _exclaiming():
            yield first, i + 1


@cache
def _exclaiming() -> frozenset[str]:
    """What has such a mark and is no work: "of Hello!, the weekly"."""
    return frozenset(known_names()) | words("brands", "outlets") | words("brands", "platforms") | frozenset({"Yahoo!"})


def _worked_on(page: Columns) -> Iterator[tuple[int, int]]:
    """What work is begun on: "is to begin work on Medea in the fall"."""
    for i in range(2, len(page) - 1):
        if page.lower[i - 1 : i + 1] == ["work", "on"] and page.lemma[i - 2].lower() in listed("shooting"):
            last = _end(page, i + 1)
            if last > i + 1 and page.at(last) != "'s":
                yield i + 1, last


def _called_for(page: Columns) -> Iterator[tuple[int, int]]:
    """What a stage or a screen called somebody with: "Hollywood beckoned, with 9 to 5 and Iron Lilies"."""
    for i in range(1, len(page) - 3):
        if page.lower[i - 1] not in listed("callers") or page.lemma[i].lower() not in listed("calling"):
            continue
        end = page.sents[page.sent[i]][1]
        start = next((k + 1 for k in range(i + 1, min(i + 5, end)) if page.lower[k] == "with"), end)
        while start < min(end, i + _FAR):
            numbers = page.pos[start] == "NUM" and page.at(start + 1) in {"to", "of"} and page.at(start + 3) == "and"
            last = start + 3 if numbers else _end(page, start)
            if last - start < 2 or is_given(page.text[start]) or page.words(start, last) in known_names():
                break
            yield start, last
            start = last
            while start < end and page.text[start] in {",", "and", "then"}:
                start += 1
