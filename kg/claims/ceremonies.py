"""The night on which prizes are given: whose name is read out, and the day that all of the evening's prizes share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Token

from kg.claims import attach, syntax
from kg.claims.lists import names_before
from kg.claims.prizes import work_behind
from kg.claims.reading import Finding, Party, Reading, people, surety
from kg.dates import Time, TimeKind
from kg.model import TOLD, EntityType, Literal, Mention, Status
from kg.names import words

DAY = len("2020-01-01")
FAR = 9
"""How many tokens before "as best actress" the name is read out."""
OPENING = 60
"""Within how many tokens from its beginning a report of an evening tells the day."""
LATE = 2
"""Days after which an evening is reported."""
READ_OUT = frozenset({"read", "call", "announce", "hear", "declare"})
MISTAKEN = frozenset({"wrong", "mistake", "mistakenly", "error", "instead", "wrongly"})
SAID = frozenset({Status.ASSERTED, Status.REPORTED, Status.DENIED})
"""Who hopes to hear a name read out does not plan it."""
GIVEN = frozenset({"take-home", "win", "won-by", "prize-goes-to", "prize-given-to", "given-prize", "prize-owned"})
"""The rules of what is told as handed over."""


def findings(reading: Reading) -> Iterator[Finding]:
    """``wonAward`` of whose name is read out, and ``appearsIn`` of what it was for."""
    for prize in _categories(reading):
        for party, verb in _read_out(reading, prize):
            sure = 0.9 * surety(party)
            yield Finding("wonAward", party, Party(prize.entities[0], prize), verb.i, "read-out", sure, statuses=SAID)
            if (work := work_behind(reading, prize)) is not None:
                yield Finding("appearsIn", party, work, verb.i, "prize-for-part", sure, fiction_is_fact=True)


def _categories(reading: Reading) -> Iterator[Mention]:
    """The prizes named by their category behind "as"."""
    leads = words("brands", "category_leads") | words("brands", "honorary_leads")
    for mention in reading.names.values():
        first = reading.doc[mention.first]
        led = first.lower_ in leads and first.i > 2 and mention.last < len(reading.doc)
        if mention.type is EntityType.OTHER and mention.resolved and led and first.nbor(-1).lower_ == "as":
            yield mention


def _read_out(reading: Reading, prize: Mention) -> list[tuple[Party, Token]]:
    """Who is called as the winner, with the verb: "read her name out as best actress", "announced Al Orr as"."""
    doc = reading.doc
    sentence = doc[prize.first].sent
    before = doc[max(sentence.start, prize.first - FAR) : prize.first - 1]
    if any(t.lower_ in MISTAKEN for t in sentence):
        return []
    verb = next((t for t in before if t.lemma_ in READ_OUT and t.pos_ == "VERB"), None)
    name = next((t for t in reversed(before) if t.lower_ in {"name", "names"}), None)
    if verb is None:
        return []
    if name is not None:
        return [(party, verb) for party in people(reading, syntax.possessors(name))]
    named = names_before(reading, prize.first - 1, limit=1) if verb.lemma_ != "hear" else []
    return [(party, verb) for party in named if party.mention.first > verb.i]


def same_night(reading: Reading, told: Sequence[Finding]) -> Iterator[Finding]:
    """``event:Award`` of the other categories of a ceremony of which the article gives one day.

    "Ann Lee was named best actress on Sunday. Tom Bell won best actor, too."
    """
    undated: list[Finding] = []
    nights: dict[str, int] = {}
    for finding in told:
        if finding.predicate != "wonAward" or not _is_category(reading, finding):
            continue
        time = attach.time_of(reading, reading.doc[finding.trigger])
        if time is None or time.value is None:
            undated.append(finding)
        else:
            nights.setdefault(time.value.value, finding.trigger)
    if undated and not nights:
        nights = _ceremonies(reading)
    if undated and not nights:
        undated = [found for found in undated if not _is_of_earlier(reading.doc[found.trigger])]
        winners = {found.subject.key for found in undated if found.subject is not None}
        nights = _evening(reading) if len(winners) > 1 else {}
    if len(nights) == 1:
        [(night, anchor)] = nights.items()
        if len(night) == DAY:
            for finding in undated:
                yield replace(finding, predicate="event:Award", anchor=anchor, moment="at", statuses=TOLD)


def _ceremonies(reading: Reading) -> dict[str, int]:
    """The days on which prizes are told to have been given: "took home five Wrens at a ceremony on Saturday"."""
    days: dict[str, int] = {}
    for token in reading.tokens({"ceremony", "gala"}):
        verb = syntax.governor(token)
        time = attach.time_of(reading, verb)
        if time is not None and time.value is not None:
            days.setdefault(time.value.value, verb.i)
    return days


def _evening(reading: Reading) -> dict[str, int]:
    """The evening that a report tells of from its first sentence on: "came up the red carpet on Monday night"."""
    doc = reading.doc
    words_of_it = {"carpet", "awards", "prizes", "ceremony", "gala", "oscar", "oscars", "prizegiving"}
    if not any(t.lower_ in words_of_it for t in doc[: min(OPENING, len(doc))]):
        return {}
    for time in reading.times:
        if time.first < OPENING and _is_night_before(reading, time) and time.value is not None:
            verb = syntax.governor(doc[time.first])
            return {time.value.value: verb.i} if attach.time_of(reading, verb) == time else {}
    return {}


def _is_night_before(reading: Reading, time: Time) -> bool:
    """Whether the time is one of the last two days before the article came out."""
    if reading.published is None or time.kind is not TimeKind.POINT or time.value is None:
        return False
    value = time.value.value
    days = (reading.published - date.fromisoformat(value)).days if len(value) == DAY else -1
    return 0 <= days <= LATE


def _is_of_earlier(verb: Token) -> bool:
    """Whether the verb tells of what was before the evening: "had won", "has been named"."""
    return any(child.lemma_ == "have" for child in verb.children if child.dep_ in syntax.AUXILIARIES)


def _is_category(reading: Reading, finding: Finding) -> bool:
    """Whether the prize is named by its category, as those of one evening are: "best director", "the director's X"."""
    prize: Party | Literal | None = finding.object
    if not isinstance(prize, Party):
        return False
    first = reading.doc[prize.mention.first]
    if first.lower_ in words("brands", "category_leads"):
        return True
    honorary = first.lower_ in words("brands", "honorary_leads")
    owned = first.i > 2 and first.nbor(-1).tag_ == "POS" and first.nbor(-2).pos_ == "NOUN"
    return (honorary or owned) and finding.rule in GIVEN
