"""Who is of a band, by the musicians' noun beside it: "guitarists Ann Lee and Al Orr of X", "X and their singer, Ann".

Read off the words; a sentence without such a noun is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.bodies import Body, body_of, named_body
from kg.claims.lists import name_list, names_before
from kg.claims.reading import Finding, Party, Reading, merged, people, surety
from kg.claims.screen import screen_words
from kg.names import words

TOGETHER = 4
"""How many are listed behind one noun."""
SENTENCES = 3
"""How many sentences before theirs the side of bandmates may be named in."""


def findings(reading: Reading) -> Iterator[Finding]:
    """``memberOf`` of musicians and players of the band that their sentence names."""
    nouns = reading.tokens(screen_words("musicians"))
    for noun in nouns:
        for party, band in (*_of_it(reading, noun), *_its_own(reading, noun), *_as_one(reading, noun)):
            if body_of(reading, band) not in {Body.HOUSE, Body.SCHOOL}:
                sure = 0.87 * surety(party)
                yield Finding("memberOf", party, band, noun.i, "band-noun", sure, presupposed=True)
    for party, band, trigger in _mates(reading):
        predicate = "employedBy" if body_of(reading, band) is Body.HOUSE else "memberOf"
        yield Finding(predicate, party, band, trigger, "band-mate", 0.87 * surety(party), presupposed=True)


def _mates(reading: Reading) -> Iterator[tuple[Party, Party, int]]:
    """Who is of a band by a mate in it: "his X bandmate, Al Orr"; by one told of before, or the only one there is."""
    doc = reading.doc
    for noun in reading.tokens(words("posts", "mates") | {"member"}):
        member = noun.lower_ == "member"
        if member and not _of_the_group(noun):
            continue
        band = named_body(reading.name_ending(noun.i))
        band = band or (None if member else _side_before(reading, noun)) or _the_band(reading)
        if band is None:
            continue
        end = noun.i + {"of": 5, ",": 2}.get(doc[noun.i + 1 : noun.i + 2].text, 1)
        behind = next((i for i in range(noun.i + 1, min(end + 1, len(doc))) if i in reading.names), end)
        named = name_list(reading, behind, limit=TOGETHER if noun.lower_.endswith("s") else 1, loose=False)
        owners = [] if member or not named else people(reading, syntax.possessors(noun))
        yield from ((party, band, noun.i) for party in merged(owners, named))


def _side_before(reading: Reading, word: Token) -> Party | None:
    """The nearest side named before ``word``."""
    start = syntax.start_before(word, SENTENCES)
    named = [named_body(m) for m in reading.names.values() if start <= m.first < word.i]
    return next((body for body in reversed(named) if body and body_of(reading, body) is Body.SIDE), None)


def _of_the_group(member: Token) -> bool:
    """Whether a member is one of the group that the text is about: "member Al Orr", "a member of the band, Al Orr"."""
    behind = [t.lower_ for t in member.doc[member.i + 1 : member.i + 5]]
    if behind[:2] == ["of", "the"] and behind[3:] == [","]:
        return behind[2] in words("posts", "side_nouns")
    return bool(member.is_sent_start) and member.text == "Member"


def _the_band(reading: Reading) -> Party | None:
    """The only band of the article, told of by its kind or by who is of it."""
    named = [body for m in reading.names.values() if (body := named_body(m)) is not None]
    sides = {body.key: body for body in named if body_of(reading, body) is Body.SIDE}
    staffed = {key: body for key, body in sides.items() if len(sides) > 1 and _is_somebodys(reading, key, named)}
    return next(iter((staffed or sides).values())) if len(staffed or sides) == 1 else None


def _is_somebodys(reading: Reading, key: str, named: Iterable[Party]) -> bool:
    """Whether somebody is told by name to be of a band: "Al Orr of X"."""
    before = [body.mention.first - 1 for body in named if body.key == key and body.mention.first > 1]
    return any(reading.doc[i].lower_ in {"of", "from"} and names_before(reading, i, limit=1) for i in before)


def _of_it(reading: Reading, noun: Token) -> Iterator[tuple[Party, Party]]:
    """Those named behind the noun, and the band behind them: "guitarists Ann Lee and Al Orr of X", "..., of the X"."""
    doc = reading.doc
    found = name_list(reading, noun.i + 1, limit=TOGETHER, loose=False)
    if not found:
        return
    k = found[-1].mention.last
    while k < noun.sent.end and doc[k].lower_ in {",", "both", "formerly", "once", "late", "previously"}:
        k += 1
    if k + 2 >= len(doc) or doc[k].lower_ not in {"of", "from", "with"}:
        return
    band = named_body(reading.names.get(k + 1) or reading.names.get(k + 1 + (doc[k + 1].pos_ == "DET")))
    if band is not None:
        yield from ((party, band) for party in found)


def _its_own(reading: Reading, noun: Token) -> Iterator[tuple[Party, Party]]:
    """The musician of a band that the sentence is about: "X have parted company with their singer, Al Orr"."""
    doc = reading.doc
    k = noun.i - 1
    while k > noun.sent.start and doc[k].tag_ in {"JJ", "NN", "HYPH", "VBG", "CD"}:
        k -= 1
    if doc[k].tag_ == "POS":  # "X's singer, Al Orr"
        last = reading.mentions.at(k - 1)
        band = named_body(reading.names.get(last.first)) if last is not None else None
        behind = noun.i + 1 + (noun.i + 1 < len(doc) and doc[noun.i + 1].text == ",")
        if band is not None and band.mention.last in {k, k + 1}:
            yield from ((party, band) for party in name_list(reading, behind, limit=1, loose=False))
        return
    theirs = doc[k].lower_ in {"their", "its"}
    if not theirs and not (doc[k].lower_ == "with" and k == noun.i - 1):
        return
    behind = noun.i + 1 + (noun.i + 1 < len(doc) and doc[noun.i + 1].text == ",")
    found = name_list(reading, behind, limit=1, loose=False)
    here = [m for m in reading.names.values() if noun.sent.start <= m.first < k]
    before = [body for m in here if (body := named_body(m)) is not None]
    if found and before and (theirs or _is_subject(doc[before[-1].mention.last - 1])):
        yield from ((party, before[-1]) for party in found)


def _as_one(reading: Reading, noun: Token) -> Iterator[tuple[Party, Party]]:
    """Who made a name as one of them: "rose to fame as a member of X", "replaced Al Orr as drummer of X"."""
    doc, k = reading.doc, noun.i + 1
    if (
        noun.dep_ != "pobj"
        or noun.head.lower_ != "as"
        or k + 2 >= len(doc)
        or doc[k].lower_ not in {"of", "in", "with"}
    ):
        return
    near = (named_body(reading.names.get(j)) for j in range(k + 1, min(k + 6, noun.sent.end)))
    band, verb = next((b for b in near if b is not None), None), syntax.governor(noun.head)
    if band is not None and verb.lemma_ in screen_words("becoming"):
        replaced = syntax.objects(verb) if verb.lemma_ in {"replace", "succeed"} else []
        yield from ((party, band) for party in people(reading, [*syntax.subjects(verb), *replaced]))


def _is_subject(name: Token) -> bool:
    """Whether the band, or the noun that it stands behind, is what the sentence is about: "Pop duo X have split"."""
    while name.dep_ in {"appos", "compound"} and name.head != name:
        name = name.head
    return name.dep_ in syntax.SUBJECTS and name.sent.start + 5 > name.left_edge.i
