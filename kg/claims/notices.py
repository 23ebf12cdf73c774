"""Bonds told without a verb: "Married: Ann Lee and Al Orr, in Hull", "Orr (m. Ann Lee 1961, div. 1970)".

What a word at the head of a notice tells is data (``fragments`` of ``kg/rules/frames.toml``), and so are the
abbreviations of works of reference (``abbreviations``).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import attach, syntax
from kg.claims.frame_table import Frame, called
from kg.claims.lists import name_list, names_before, skip_apposition, skip_details
from kg.claims.reading import Finding, Party, Reading
from kg.dates import Time, TimeKind
from kg.names import rules

RULE = "notice"
SURE = 0.88
COLONS = frozenset({":", "—", "–", ";"})
OPENERS = frozenset({"(", ",", ";"})
JOINTS = frozenset({"and", "&", "to", "from", "with"})
"""What stands between the two of a notice."""
CLOSE = 3
"""Within how many tokens of the name the year of "m. Ann Lee, 1961" stands."""
LONG = 25
"""How many tokens an entry may go on behind its first abbreviation."""


def findings(reading: Reading) -> Iterator[Finding]:
    """The bonds and events of notices, and of entries that abbreviate their verbs."""
    words = rules("frames")["fragments"]
    for token in reading.tokens(words):
        if token.lower_ in words and _heads_a_notice(token):
            yield from _notice(reading, token, words[token.lower_])
    for token in reading.tokens(rules("frames")["abbreviations"]["married"]):
        if token.i and token.nbor(-1).text in OPENERS and token.text.islower():
            yield from _entry(reading, token)


def _heads_a_notice(word: Token) -> bool:
    """Whether it stands before a colon, or makes a line of its own, at the start: "Married:", "Just engaged —"."""
    doc, i = word.doc, word.i
    while i and doc[i - 1].lower_ in {"just", "newly", "now", "happily"}:
        i -= 1
    opens = i == 0 or doc[i].is_sent_start or doc[i - 1].is_punct or "\n" in doc[i - 1].text
    behind = doc[word.i + 1].text if word.i + 2 < len(doc) else ""
    if not opens or not doc[i].text[0].isupper() or not (behind in COLONS or behind == "."):
        return False
    told = doc[word.i + 2].sent
    return behind != "." or not any(t.tag_ in syntax.FINITE for t in told)


def _notice(reading: Reading, word: Token, frame: str) -> Iterator[Finding]:
    pair = _two_from(reading, word.i + 2)
    if len(pair) != 2:
        return
    last = pair[1].mention.last
    end = reading.doc[last - 1].sent.end
    time = next((t for t in _dates(reading) if last <= t.first < end), None)
    places = (attach.place_at(reading, t.i + 1) for t in reading.doc[last : end - 1] if t.lower_ in {"in", "at"})
    yield from _told(called(frame), pair, word, time, next((p for p in places if p is not None), None))


def _dates(reading: Reading) -> list[Time]:
    """The days and years of the text, and no ages: "1" of "(1)" is neither."""
    return [time for time in reading.times if time.kind is TimeKind.POINT and time.value is not None]


def _two_from(reading: Reading, i: int) -> list[Party]:
    """The two named from ``i`` on, what describes the first left out: "Ann Lee, 30, the singer, to Al Orr"."""
    doc = reading.doc
    one = name_list(reading, i, limit=1)
    if not one:
        return []
    i = skip_details(reading, one[0].mention.last)
    i = skip_apposition(reading, i)
    for j in range(i, min(i + LONG, len(doc) - 1)):
        if doc[j].text in {".", ":"} or doc[j].tag_ in syntax.FINITE or j in reading.names:
            return []
        if doc[j].lower_ in JOINTS and (other := name_list(reading, j + 1, limit=1)):
            return [*one, *other] if other[0].key != one[0].key else []
    return []


def _told(
    frame: Frame, pair: list[Party], word: Token, time: Time | None = None, place: Party | None = None
) -> Iterator[Finding]:
    """All that the frame gives as a fact: a notice tells of what has happened, dated or not."""
    for give in frame.gives:
        if give.recast or "begins" in give.flags or (give.statuses and "asserted" not in give.statuses):
            continue
        yield Finding(
            give.predicate,
            pair[0],
            pair[1],
            word.i,
            RULE,
            SURE,
            moment="" if time is None else give.moment,
            anchor=None if time is None else time.first,
            place=place if give.predicate.startswith("event:") else None,
            note=give.note,
            statuses=give.statuses,
        )


def _entry(reading: Reading, word: Token) -> Iterator[Finding]:
    """The spouses of an entry: "Al Orr (m. 1961, Ann Lee)", "Orr, m. (1) Ann Lee 1961 (div. 1970), (2) Eve Day"."""
    doc, dates, short = reading.doc, _dates(reading), rules("frames")["abbreviations"]
    over, numbers = short["divorced"], short["numbers"]
    i, end = word.i + 1, min(word.i + LONG, len(doc))
    born = (t.first - 1 for t in dates if t.last == word.i - 1 and doc[t.first - 1].lower_ == "b.")
    behind_birth = next(born, word.i)
    whose = names_before(reading, behind_birth - 1, limit=1)
    if len(whose) != 1 or whose[0].mention.last != behind_birth - 1:
        return
    while i < end:
        time = next((t for t in dates if t.first == i), None)
        i = time.last if time is not None else i
        if word.i + 1 == i < end and doc[i].text == ")":
            return  # "Al Orr (m) and Ann Lee (f)"
        while i < end and (doc[i].text in {"(", ")", ",", ";", "and"} or doc[i].lower_ in numbers):
            i += 1
        named = name_list(reading, i, limit=1) if i < end else []
        if not named or named[0].key == whose[0].key:
            return
        last = named[0].mention.last
        behind = [t for t in dates if last <= t.first <= last + CLOSE]
        ended = next((t for t in doc[last : min(last + LONG, end)] if t.lower_ in over or t.i in reading.names), None)
        ended = ended if ended is not None and ended.lower_ in over else None
        wed = time or next((t for t in behind if ended is None or t.first < ended.i), None)
        dated = wed is not None or doc[last].like_num
        for found in _told(called("marry"), [whose[0], named[0]], word, wed):
            if dated or found.predicate == "marriedTo":
                yield found
        i = max(last, wed.last if wed is not None else 0)
        if ended is not None:
            parted = next((t for t in dates if ended.i < t.first <= ended.i + CLOSE), None)
            yield from _told(called("divorce"), [whose[0], named[0]], ended, parted)
            i = max(ended.i + 1, parted.last if parted is not None else 0)
        if i >= end or not any(t.lower_ in numbers for t in doc[i : min(i + CLOSE, end)]):
            return
