"""What the lines of a timeline leave out: "Divorced again.", "Both are married, Ann Lee to Al Orr, Bo Day to Eve".

And whose divorce "her own divorce" is, and the marriage of a name set off from its verb: "Lee, that June, weds Orr".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.claims import attach, syntax
from kg.claims.frame_table import called
from kg.claims.frames import give_all
from kg.claims.lists import name_at, name_list, names_before, next_name
from kg.claims.reading import Finding, Party, Reading, people
from kg.model import TOLD, EntityType, Mention
from kg.names import rules

REACH = 9
"""How many tokens behind "Ann Lee to" her husband is named."""
WEDDING = frozenset({"marry", "wed", "remarry"})


def findings(reading: Reading, told: Sequence[Finding]) -> Iterator[Finding]:
    """What stands in timelines without its subject or its verb; ``told`` is what else says who is married."""
    shared = [found for token in reading.tokens({"married"}) for found in _each_to(reading, token)]
    yield from shared
    frames = rules("frames")["fragments"]
    for token in reading.tokens(frozenset(frames)):
        if _is_fragment(reading, token):
            yield from give_all(reading, called(frames[token.lower_]), token, None, None)
    for token in reading.tokens(WEDDING):
        if token.lemma_ in WEDDING and (couple := _set_off(reading, token)) is not None:
            yield from give_all(reading, called("marry"), token, *couple)
    for found in told:
        if found.rule == "renew-vows" and found.statuses & TOLD:
            yield from _first_time(reading, found)
    for token in reading.tokens({"divorce"}):
        former = _own(reading, token, [*told, *shared])
        if former is not None:
            for found in give_all(reading, called("divorce-noun"), token, *former):
                yield replace(found, place=None)  # where the wedding was


def _is_fragment(reading: Reading, verb: Token) -> bool:
    """Whether a participle makes a line of its own behind a heading: "July 1976: Divorced again."."""
    doc, i = reading.doc, verb.i
    if verb.tag_ != "VBN" or not verb.text[0].isupper() or syntax.subjects(verb) or syntax.agents(verb):
        return False
    heading = next((t for t in reading.times if t.heading and t.last <= i), None)
    opens = heading is not None and any(t.heading and 0 <= i - t.last < 3 for t in reading.times)
    plain = all(t.pos_ in PLAIN or t.ent_type_ == "GPE" for t in doc[i + 1 : verb.sent.end])
    return opens and plain


PLAIN = frozenset({"ADV", "ADP", "PUNCT", "DET", "SPACE", "NUM", "PROPN"})
"""What may stand in a line without a subject: when, where, again."""


def _each_to(reading: Reading, married: Token) -> Iterator[Finding]:
    """Who is married to whom, told one by one: "Both are married, Lee to the singer Al Orr, Day to Bo Hill"."""
    doc, end = reading.doc, married.sent.end
    if not _is_of_each(married):
        return
    for i in range(married.i + 1, end):
        if doc[i].lower_ != "to" or doc[i - 1].i not in reading.in_names:
            continue
        one = names_before(reading, i, limit=1)
        other = _named_behind(reading, i + 1, end)
        if one and other is not None and other.entities[0] != one[0].key:
            yield Finding("marriedTo", one[0], Party(other.entities[0], other), married.i, "each-to", 0.86)


def _is_of_each(married: Token) -> bool:
    """Whether two are told to be married, each to another: "both are married", "were both married"."""
    before = {t.lower_ for t in married.doc[max(married.sent.start, married.i - 4) : married.i]}
    return bool(before & {"both", "each"}) and bool(before & {"is", "are", "was", "were", "being"})


def _named_behind(reading: Reading, i: int, end: int) -> Mention | None:
    """The name behind "to", right there or behind what its bearer is: "to a fellow Welsh actor, Ann Lee"."""
    found = next_name(reading, i, loose=True)
    if found is not None:
        return found
    comma = next((t.i for t in reading.doc[i : min(i + REACH, end)] if t.text == ","), None)
    plain = comma is not None and all(t.pos_ in {"DET", "ADJ", "NOUN", "PROPN"} for t in reading.doc[i:comma])
    return name_at(reading, comma + 1) if comma is not None and plain else None


def _set_off(reading: Reading, verb: Token) -> tuple[Party, Party] | None:
    """The two of a wedding whose time stands between commas: "Ann Lee, that December, weds Al Orr"."""
    doc, i = reading.doc, verb.i
    if verb.tag_ not in {"VBZ", "VBD"} or i < 3 or doc[i - 1].text != ",":
        return None
    time = next((t for t in reading.times if t.last == i - 1 and t.value is not None), None)
    if time is None:
        return None
    start = time.first
    while start > 0 and doc[start - 1].lower_ in {"in", "on", "that", "the", "same", "this"}:
        start -= 1
    bride = names_before(reading, start - 1, limit=1) if doc[start - 1].text == "," else []
    groom = name_list(reading, i + 1, limit=1)
    met = bool(bride) and bool(groom) and bride[0].key != groom[0].key
    return (bride[0], groom[0]) if met else None


def _first_time(reading: Reading, renewed: Finding) -> Iterator[Finding]:
    """The wedding of two who renewed their vows: "The first time, on May 3, 1966, they drove to Leeds"."""
    doc, start = reading.doc, reading.doc[renewed.trigger].sent.end
    if [t.lower_ for t in doc[start : start + 4]] != ["the", "first", "time", ","]:
        return
    time = next((t for t in reading.times if start + 3 < t.first < start + 7 and t.value is not None), None)
    if time is None or renewed.object is None:
        return
    verb = next((t for t in doc[time.last : doc[start].sent.end] if t.pos_ == "VERB" and syntax.subjects(t)), None)
    place = attach.goal_of(reading, verb) or attach.place_of(reading, verb) if verb is not None else None
    wed = replace(renewed, rule="first-vows", trigger=time.first, anchor=time.first, statuses=frozenset(), recast=())
    yield replace(wed, predicate="event:Wedding", moment="at", place=place)
    yield replace(wed, moment="start")


def _own(reading: Reading, divorce: Token, told: Sequence[Finding]) -> tuple[Party, Party] | None:
    """Whose divorce it is, told by its distance from a wedding: "nine days after her own divorce she married Al Orr".

    Of the one whom she was last told to be married to, and who is not named in the sentence.
    """
    time = attach.time_of(reading, divorce)
    if divorce.pos_ != "NOUN" or divorce.head.lower_ not in {"after", "following", "before"} or time is None:
        return None
    if syntax.obliques(divorce, {"from"}) or not any(t.lemma_ in WEDDING for t in divorce.sent):
        return None
    owners = {party.key for party in people(reading, syntax.possessors(divorce))}
    here = {key for m in reading.mentions.mentions if _is_in(m, divorce) for key in m.entities}
    if not owners and divorce.i and divorce.nbor(-1).lower_ != "the":
        return None
    for finding in reversed([f for f in told if f.predicate == "marriedTo" and f.trigger < divorce.sent.start]):
        pair = [side for side in (finding.subject, finding.object) if isinstance(side, Party)]
        mine = [side for side in pair if side.key in (owners or here)]
        others = [side for side in pair if side.key not in here]
        if len(pair) == 2 and len(mine) == len(others) == 1 and bool((finding.statuses or TOLD) & TOLD):
            return mine[0], others[0]
    return None


def _is_in(mention: Mention, token: Token) -> bool:
    return token.sent.start <= mention.first < token.sent.end and mention.type is EntityType.PERSON
