"""A life in dates under the name of whose it is: "1970: Born in Leeds", "1992: Marries the painter Tom Bell".

The lines have no subject, and the parser takes their verbs for nouns and names: they are read off the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.claims import attach
from kg.claims.frame_table import table
from kg.claims.frames import give_all
from kg.claims.lists import next_name
from kg.claims.reading import Finding, Party, Reading
from kg.dates import Time, paragraph_end
from kg.model import EntityType, Literal, LiteralType
from kg.names import rules

RULE = "life-line"
TO_WHOM = frozenset({"to", "from", "with"})
WHERE = frozenset({"in", "at", "near"})
SURE = 0.85


def findings(reading: Reading) -> Iterator[Finding]:
    """What the lines of a timeline tell of the one whom the title names, if it names one alone."""
    headings = [time for time in reading.times if time.heading and time.value is not None]
    whose = _whose(reading) if headings else None
    for heading in headings if whose is not None else ():
        verb = _verb(reading, heading)
        if verb is not None and whose is not None:
            yield from _told(reading, verb, heading, whose)


def _whose(reading: Reading) -> Party | None:
    """The only one named in the title, where that is a line of its own and no sentence."""
    text = reading.text.lstrip()
    start = len(reading.text) - len(text)
    end = reading.text.find("\n", start)
    if end < 0 or reading.text[start:end].rstrip().endswith("."):
        return None
    named = [m for m in reading.names.values() if m.end <= end and m.type is EntityType.PERSON and m.resolved]
    keys = {key for m in named for key in m.entities}
    return Party.of(named[0]) if len(keys) == 1 else None


def _verb(reading: Reading, heading: Time) -> Token | None:
    """The verb that opens the line behind a heading, if it is one of those that need no subject."""
    doc, i = reading.doc, heading.last
    while i < len(doc) and doc[i].text in {":", "–", "—", "-"}:
        i += 1
    opens = i < len(doc) and doc[i].lower_ in rules("frames")["lines"] and doc[i].text[0].isupper()
    return doc[i] if opens else None


def _told(reading: Reading, verb: Token, heading: Time, whose: Party) -> Iterator[Finding]:
    """What one line tells: of a bond with the one named behind the verb, of a birth, a death, a move, a prize."""
    frame = rules("frames")["lines"][verb.lower_]
    below = next(
        (time.start for time in reading.times if time.heading and time.start > heading.start), len(reading.text)
    )
    over = min(paragraph_end(reading.text, heading.end), below)
    end = next((t.i for t in reading.doc[verb.i :] if t.idx >= over), len(reading.doc))
    line = reading.doc[verb.i : end]
    place = next((p for t in line if t.lower_ in WHERE and (p := attach.place_at(reading, t.i + 1))), None)
    date = Literal(heading.value.value, LiteralType.DATE) if heading.value is not None else None
    plain = Finding("livesIn", whose, place, verb.i, RULE, SURE)
    if frame in {"born", "die"}:
        birth = frame == "born"
        yield replace(plain, predicate="bornOn" if birth else "diedOn", object=date)
        if place is not None:
            yield replace(plain, predicate="bornIn" if birth else "diedIn")
        if not birth:
            yield replace(plain, predicate="event:Death", object=None, moment="at", place=place)
    elif frame == "move":
        goal = next((p for t in line if t.lower_ == "to" and (p := attach.place_at(reading, t.i + 1))), None)
        if goal is not None:
            yield replace(plain, object=goal, moment="start")
    elif frame == "win":
        prizes = (m for m in reading.names.values() if verb.i < m.first < end and m.type is EntityType.OTHER)
        for prize in prizes:
            won = replace(plain, predicate="wonAward", object=Party.of(prize))
            yield won
            yield replace(won, predicate="event:Award", moment="at")
    else:
        yield from _bond(reading, verb, frame, whose, place)


def _bond(reading: Reading, verb: Token, frame: str, whose: Party, place: Party | None) -> Iterator[Finding]:
    """What a frame gives of the two, the second named right behind its verb: "Marries the painter Tom Bell"."""
    i = verb.i + 1 + (verb.nbor().lower_ in TO_WHOM if verb.i + 1 < len(verb.doc) else 0)
    named = next_name(reading, i, loose=True) if i < len(verb.doc) else None
    told = next((f for frames in table().values() for f in frames if f.name == frame), None)
    if named is None or told is None or named.entities[0] == whose.key:
        return
    for found in give_all(reading, told, verb, whose, Party.of(named)):
        yield replace(found, place=place) if found.predicate.startswith("event:") else found
