"""Where people live and work, by the words beside names: "Ann Lee of Leeds", "a nurse in Oslo", "an editor at Acme"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from kg.claims import attach, syntax
from kg.claims.bearers import bearer, described_behind
from kg.claims.bodies import named_body
from kg.claims.callings import occupation_at
from kg.claims.lists import name_at, names_before
from kg.claims.reading import Finding, Party, Reading, people, surety
from kg.dates import TimeKind
from kg.model import EntityType, Mention, MentionKind
from kg.names import rules, words

BASED = frozenset({"based", "raised", "bred"})
NEAR = frozenset({"in", "near", "outside"})
NAMING = frozenset({"call", "make"})
BANDS = frozenset({"group", "band", "duo", "trio", "quartet", "quintet", "ensemble"})
OWNING = frozenset({"PRP$", "POS"})
HOMES = frozenset({"home", "hometown", "birthplace", "town", "city", "village", "island"})
HOMELY = frozenset({"adopted", "native", "home", "childhood", "current", "former", "beloved", "new", "present"})

FAR = 7
"""How many words may tell who it is whose home a place is."""
BEING_THERE = frozenset({"be", "sing", "play", "drum", "star", "perform", "spend", "start", "begin"})


def findings(reading: Reading) -> Iterator[Finding]:
    """``livesIn`` by name and place, trade and place, and "calls Oslo home"; ``bornIn`` of "his native Oslo"."""
    for mention in reading.names.values():
        if mention.type is EntityType.PLACE and mention.resolved:
            for predicate, party, trigger, rule in _residents(reading, mention):
                place = _town(reading, mention)
                presupposed = reading.doc[trigger].pos_ not in {"VERB", "AUX"}
                for there in attach.places_from(reading, place) if predicate == "livesIn" else [place]:
                    yield Finding(
                        predicate, party, there, trigger, rule, 0.88 * surety(party, there), presupposed=presupposed
                    )
        elif mention.type is EntityType.ORGANIZATION and mention.resolved:
            house = Party.of(mention)
            for predicate, party, trigger, rule in _staff(reading, mention):
                told = reading.doc[trigger].pos_ not in {"VERB", "AUX"}
                yield Finding(predicate, party, house, trigger, rule, 0.88 * surety(party, house), presupposed=told)
    yield from line_ups(reading)


def _residents(reading: Reading, place: Mention) -> Iterator[tuple[str, Party, int, str]]:
    """What the words around a place tell of people: predicate, person, trigger, rule."""
    doc, first, last = reading.doc, place.first, place.last
    before = doc[first - 1] if first else None
    if last + 1 < len(doc) and doc[last].text == "-" and doc[last + 1].lower_ in BASED:
        for party in described_behind(reading, last + 1):
            yield "livesIn", party, last + 1, "place-based"
    yield from _told_behind(reading, place)
    if before is None:
        return
    if before.lower_ in {"of", "from"} and _is_a_town(reading, place):
        for party in _named_before(reading, first - 1):
            yield "livesIn", party, party.mention.head, "name-of-place"
        yield from _at_work(reading, first)
    elif before.lower_ in NEAR:
        yield from _at_work(reading, first)
    elif before.lower_ == "native" and first > 1 and doc[first - 2].tag_ in OWNING:
        for party in people(reading, syntax.possessors(doc[place.head]) or [doc[first - 2]])[:1]:
            yield "bornIn", party, first - 1, "native-place"
    home = doc[last] if last < len(doc) else None
    if home is not None and home.tag_ in OWNING and last + 1 < len(doc):
        home = doc[last + 1]
    verb = _verb_before(before)
    if home is not None and home.lower_ == "home" and verb is not None:
        for party in people(reading, syntax.subjects(verb)):
            yield "livesIn", party, verb.i, "calls-home"


def _at_work(reading: Reading, first: int) -> Iterator[tuple[str, Party, int, str]]:
    """Who has a trade where a place is named from ``first`` on: "a nurse in Oslo"; "Lee, 40, a nurse from Oslo".

    "The best nurse in Oslo" is praised, and who "married the nurse in Oslo" did so there.
    """
    doc, noun = reading.doc, reading.doc[max(0, first - 2)]
    origin = doc[first - 1].lower_ == "from"
    if first < 2 or (doc[first - 1].lower_ not in NEAR and not origin) or occupation_at(noun) is None:
        return
    if (
        noun.dep_ == "pobj"
        or (noun.dep_ == "dobj" and not origin)
        or any(t.tag_ in {"JJS", "RBS"} for t in doc[noun.left_edge.i : noun.i])
    ):
        return
    for party in bearer(reading, noun)[:1]:
        ages = (time.first - party.mention.last for time in reading.times if time.kind is TimeKind.AGE)
        if not origin or any(0 <= gap <= 1 for gap in ages):
            yield "livesIn", party, noun.i, "work-in-place"


def _town(reading: Reading, place: Mention) -> Party:
    """The place, or the town behind it where it is a street: "of Beech Grove, Leeds"."""
    doc, i = reading.doc, place.last
    if doc[i - 1].text in words("places", "streets") and i < len(doc) and doc[i].text == ",":
        return attach.place_at(reading, i + 1) or Party.of(place)
    return Party.of(place)


def _told_behind(reading: Reading, place: Mention) -> Iterator[tuple[str, Party, int, str]]:
    """Whose home or birthplace a place is called: "in Leeds, her adopted home", "Cork, Ann Lee's birthplace"."""
    doc, i = reading.doc, place.last
    yield from _home_of(reading, place)
    if i + 2 >= len(doc) or doc[i].text != ",":
        return
    owner = next((t for t in doc[i + 1 : i + 5] if t.tag_ in OWNING), None)
    if owner is None or any(t.pos_ not in {"PROPN", "NOUN", "DET"} for t in doc[i + 1 : owner.i]):
        return
    told = [t.lower_ for t in doc[owner.i + 1 : owner.i + 4]]
    noun = next((k for k, word in enumerate(told) if word in HOMES), None)
    if noun is None or any(word not in HOMELY for word in told[:noun]) or told[noun : noun + 2] == ["home", "-"]:
        return
    predicate = "bornIn" if told[noun] == "birthplace" or "native" in told[:noun] else "livesIn"
    for party in people(reading, [owner if owner.tag_ == "PRP$" else doc[owner.i - 1]])[:1]:
        yield predicate, party, owner.i, "place-apposed"


def _home_of(reading: Reading, place: Mention) -> Iterator[tuple[str, Party, int, str]]:
    """Whose home a place is told to be: "at Lark Farm in Ohio, the home of their friend the novelist Ann Lee"."""
    doc, i = reading.doc, place.last
    within = reading.mentions.at(place.first - 2) if place.first > 1 and doc[place.first - 1].lower_ == "in" else None
    if within is not None and within.type is EntityType.PLACE:
        return  # the farm is the home, and not all Ohio
    county = attach.place_at(reading, i + 1) if i + 1 < len(doc) and doc[i].lower_ == "in" else None
    i = county.mention.last if county is not None else i
    if [t.lower_ for t in doc[i : i + 4]] != [",", "the", "home", "of"]:
        return
    for k in range(i + 4, min(i + 4 + FAR, doc[i].sent.end)):
        owner = name_at(reading, k)
        if owner is not None:
            yield "livesIn", Party(owner.entities[0], owner), i + 2, "place-apposed"
        if owner is not None or doc[k].tag_ not in {"PRP$", "DT", "NN", "JJ"}:
            return


def _staff(reading: Reading, house: Mention) -> Iterator[tuple[str, Party, int, str]]:
    """Who is of a band: "Al Orr of the Green Doors", "Ann Lee, of the trio X"."""
    doc = reading.doc
    i = house.first - 1
    definite = i > 0 and doc[i].lower_ == "the"
    i -= definite
    if i < 1:
        return
    if doc[i].lower_ in BANDS and i > 1:
        yield from _in_the_band(reading, doc[i])
    elif doc[i].lower_ == "of" and definite and _is_a_band(doc[house.first : house.last].text):
        for party in names_before(reading, i, limit=1):
            yield "memberOf", party, party.mention.head, "name-of-band"


def _in_the_band(reading: Reading, noun: Token) -> Iterator[tuple[str, Party, int, str]]:
    """Who is "in the group X", "of the band X", with whoever is told to play with them there."""
    phrase = noun.head if noun.dep_ in {"nmod", "compound"} else noun
    before = noun.doc[max(noun.sent.start, noun.i - 4) : noun.i]
    within = next((t for t in before if t.lower_ in {"in", "of"} and t.pos_ == "ADP"), None)
    if within is None or phrase.pos_ not in {"NOUN", "PROPN"}:
        return
    verb = within.head
    if within.lower_ == "in" and verb.lemma_ in BEING_THERE:
        beside = [t for node in (verb, noun, phrase) for t in syntax.obliques(node, {"with", "alongside"})]
        for party in people(reading, [*syntax.subjects(verb), *beside]):
            yield "memberOf", party, verb.i, "in-the-band"
    elif within.lower_ == "of" and within.i > 1 and (within.i - 1 in reading.in_names or within.nbor(-1).text == ","):
        for party in names_before(reading, within.i, limit=1):
            yield "memberOf", party, party.mention.head, "in-the-band"


def line_ups(reading: Reading) -> Iterator[Finding]:
    """``memberOf`` of names with their instruments: "Ann Lee (vocals) and Al Orr (bass)", "with Ann Lee on drums"."""
    doc = reading.doc
    for mention in reading.names.values():
        i = mention.last
        if i + 2 >= len(doc) or name_at(reading, mention.first) is None or doc[i].lower_ not in {"(", "on"}:
            continue
        token = doc[i + 1]
        if token.lower_ not in instruments() or (doc[i].text == "(" and doc[i + 2].text not in {")", ","}):
            continue
        before = [m for m in reading.names.values() if token.sent.start <= m.first < token.i]
        house = next((body for m in before if (body := named_body(m)) is not None), None)
        if house is not None:
            party = Party.of(mention)
            yield Finding("memberOf", party, house, mention.head, "line-up", 0.87 * surety(party), presupposed=True)


@cache
def instruments() -> frozenset[str]:
    """What is played in a band."""
    return frozenset(rules("frames")["screen"]["instruments"])


def _is_a_band(name: str) -> bool:
    """Whether the name looks like that of a band or a team: "the Green Doors", "the MC5", not "the Bar Association"."""
    body = name.split()[-1] in words("brands", "organisation_ends") or name in words("brands", "brands")
    return not body and (name[-1] == "s" or name[-1].isdigit())


def _verb_before(token: Token) -> Token | None:
    """The verb of "calls Oslo home" where it stands right before the place."""
    return token if token.lemma_ in NAMING and token.pos_ == "VERB" else None


def _named_before(reading: Reading, i: int) -> list[Party]:
    """Who stands before the "of" at ``i``: "Ann Lee and Tom Lee of", "Lee, 40, of", "Ann Lee, a baker, of".

    Without a comma they are named in full; "from" tells where somebody lives only behind an age.
    """
    doc = reading.doc
    comma = i > 1 and doc[i - 1].text == ","
    aged = comma and any(time.kind is TimeKind.AGE and time.last == i - 1 for time in reading.times)
    if doc[i].lower_ == "from" and not aged and not _is_from_there(reading, doc[i]):
        return []
    named = names_before(reading, i, limit=2)
    if len(named) == 2 and doc[named[1].mention.first - 1].lower_ not in {"and", "&"}:
        named = named[1:]  # "her daughter by Al Orr, Ann Lee, of Leeds"
    if not named and comma and occupation_at(doc[i - 2]) is not None:
        return bearer(reading, doc[i - 2])[:1]
    if any(t.dep_ == "det" for p in named if not comma for t in doc[p.mention.head].children):
        return []  # "he is the Elvis Presley of Hull"
    full = [p for p in named if comma or p.mention.last - p.mention.first > 1]
    return full if not any(_is_titled(reading, p.mention) for p in named) and len(full) == len(named) else []


def _is_titled(reading: Reading, mention: Mention) -> bool:
    """Whether the name is a ruler's: "Prince Karl of Sweden" need not live there."""
    return reading.doc[mention.first].lower_ in words("names", "kept") or mention.kind is not MentionKind.NAME


def _is_from_there(reading: Reading, word: Token) -> bool:
    """Whether a "from" tells where the one before it is at home: "Ann Lee, from Leeds, said", "Ann Lee from Leeds is".

    The place is one of the lists, since films and shows sound like places.
    """
    place = reading.mentions.at(word.i + 1)
    if place is None or reading.doc[place.first : place.last].text.split(",")[0] not in _listed():
        return False
    end = reading.doc[place.last] if place.last < len(reading.doc) else word
    if word.nbor(-1).text == ",":
        return end.text in {",", ".", ";"}
    return word.head.dep_ in {"nsubj", "nsubjpass"} and word.head.i == word.i - 1 and end.tag_ in syntax.FINITE


@cache
def _listed() -> frozenset[str]:
    return frozenset(name for key in ("regions", "cities", "towns") for name in rules("places")[key])


@cache
def _countries() -> frozenset[str]:
    return frozenset(rules("places")["countries"])


def _is_a_town(reading: Reading, place: Mention) -> bool:
    """Whether the place is none of the countries, whose name behind a person's tells the nationality."""
    return reading.doc[place.first : place.last].text not in _countries()
