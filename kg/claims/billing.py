"""Who plays in a work, by how news bills its players: "Ann Lee, 35, of X", "X is presented by Ann Lee", "Al Orr, "X"".

Only sentences that hold a title, or follow one, are looked at; a book, a song or a newspaper has no players.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Span, Token

from kg.claims import syntax
from kg.claims.casting import credit
from kg.claims.lists import name_at, name_list, names_before, parties
from kg.claims.reading import Finding, Party, Reading, merged, people
from kg.claims.screen import QUOTES, screen_words
from kg.model import EntityType, Mention
from kg.names import rules

MARKS = QUOTES | {"``", "''"}
BILLED = frozenset({"of", "off", "from"})
ENDS = frozenset({".", ";", ",", ")", "and", "|"})
_TOLD = frozenset({"confirm", "announce", "joke", "insist", "confess", "deny", "add", "gush", "chat"})
TOGETHER = 4
"""How many are listed behind "with"."""


def findings(reading: Reading) -> Iterator[Finding]:
    """``appearsIn`` of those whom the words beside a title bill, and of who plays a part in its sentence."""
    works = [m for m in reading.names.values() if m.type is EntityType.WORK and m.resolved]
    if not works:
        return
    read = {m.entities[0] for m in works if is_read(reading, m)}
    works = [m for m in works if m.entities[0] not in read]
    for work in works:
        for party, trigger in _billed(reading, work):
            told = reading.doc[trigger].pos_ in {"VERB", "AUX"}
            yield credit(party, work, trigger, "billed", presupposed=not told)
    for party, work, trigger in _players(reading, works):
        yield credit(party, work, trigger, "plays-a-part", presupposed=False)


def is_read(reading: Reading, work: Mention) -> bool:
    """Whether a title is introduced as that of something to read or to listen to: "her memoir X", "the single X"."""
    doc = reading.doc
    i = _before(reading, work)
    if i >= 0 and doc[i].text == ",":
        behind = doc[min(work.last + (doc[min(work.last, len(doc) - 1)].text in MARKS), len(doc) - 1)]
        if behind.tag_ in syntax.FINITE:
            return False  # "Adapted from his own novel, "X" has Ann Lee as the widow"
        i -= 1
    return i >= 0 and doc[i].lower_ in screen_words("read")


def _before(reading: Reading, work: Mention) -> int:
    """The index of the last word before a title: quotation marks and articles do not count."""
    i = work.first - 1
    while i >= 0 and (reading.doc[i].text in MARKS or reading.doc[i].lower_ == "the"):
        i -= 1
    return i


def _billed(reading: Reading, work: Mention) -> Iterator[tuple[Party, int]]:
    """Who is billed beside the title, with the token that says so."""
    doc = reading.doc
    i = _before(reading, work)
    behind = work.last + (work.last < len(doc) and doc[work.last].text in MARKS)
    after = doc[behind] if behind < len(doc) else None
    if i >= 0:
        yield from _led(reading, work, i)
    if i > 0 and doc[i].text == "," and (after is None or after.text in ENDS or after.is_space):
        prized = _tells_of_prizes(doc[work.head].sent) and doc[work.first].lower_ != "best"
        names = names_before(reading, i, limit=1) if prized else []
        yield from ((party, party.mention.head) for party in names if party.mention.last == i)
    if after is not None and after.text == "(":  # ""X" (film, 2019), with Ann Lee"
        behind = next((k + 1 for k in range(behind, min(behind + 6, len(doc) - 1)) if doc[k].text == ")"), behind)
        after = doc[behind]
    beside = after is not None and after.text == "," and behind + 2 < len(doc) and doc[behind + 1].lower_ == "with"
    if beside and not _tells_of_makers(doc[work.head].sent):
        yield from ((party, behind + 1) for party in name_list(reading, behind + 2, limit=TOGETHER))


def _led(reading: Reading, work: Mention, i: int) -> Iterator[tuple[Party, int]]:
    """Who is billed before the title: "Ann Lee, 35, of X", "Al Orr is in X", "in X, Ann Lee and Al Orr quarrel"."""
    doc = reading.doc
    while i > 0 and (doc[i].lower_ in screen_words("shows") or doc[i].text in {"television", "'s", "’s", "TV", "-"}):
        i -= 1
    word, start = doc[i], doc[i].sent.start
    if word.text == "," and i > start and doc[i - 1].lower_ == "podcast":  # "on Ann Lee's podcast, X"
        yield from ((party, i - 1) for party in people(reading, syntax.possessors(doc[i - 1])))
    if word.lower_ in BILLED and i > start:
        behind = i - (doc[i - 1].lower_ in {"both", "all", "once", "formerly", "late", "lately", "previously"})
        named = names_before(reading, behind, limit=3)
        if named and doc[max(start, named[0].mention.first - 1)].lemma_ not in screen_words("makers"):
            yield from ((party, party.mention.head) for party in named)
    elif word.lower_ in {"in", "on"}:
        verb = syntax.governor(word)
        if i == start and verb.i > work.last and verb.lemma_ not in screen_words("telling"):
            subjects = [t for t in syntax.subjects(verb) if t.i >= work.last]
            yield from ((party, verb.i) for party in people(reading, subjects) if party.mention.first in reading.names)
        elif verb.lemma_ == "be" and word.head == verb and i > verb.i and word.lower_ == "in":
            yield from ((party, verb.i) for party in people(reading, syntax.subjects(verb)))


def _players(reading: Reading, works: list[Mention]) -> Iterator[tuple[Party, Mention, int]]:
    """Who plays a part in a sentence that holds one title: "X (1974): Ann Lee plays the maid", "a maid, played by"."""
    for token in reading.tokens(screen_words("part_verbs")):
        sentence = token.sent
        here = [m for m in works if sentence.start <= m.first < sentence.end]
        if token.pos_ != "VERB" or len({m.entities[0] for m in here}) != 1:
            continue
        passive = syntax.is_passive(token)
        parts = (token.head,) if token.dep_ == "acl" else syntax.subjects(token) if passive else syntax.objects(token)
        no_part = any(t.lemma_.lower() in screen_words("instruments") | _no_parts() or _is_in(t, here) for t in parts)
        if no_part or not parts:
            continue
        if _is_told_on(reading, here[0], token):
            continue
        players = syntax.agents(token) if passive else syntax.subjects(token)
        beside = [] if passive else merged(_gapped(reading, token), _facing(reading, token))
        for party in merged(people(reading, players), beside):
            yield party, here[0], token.i


def _is_told_on(reading: Reading, work: Mention, verb: Token) -> bool:
    """Whether the title is of the show where somebody says so: "he told "X" that he loves Ann, who plays his wife"."""
    i = _before(reading, work)
    word = reading.doc[i] if i >= 0 else verb
    saying = syntax.governor(word) if word.lower_ in {"on", "in"} else word
    said = saying.lemma_ in screen_words("telling") or saying.lemma_ in _TOLD
    return said and saying.pos_ == "VERB" and saying.i < work.first < verb.i


def _facing(reading: Reading, verb: Token) -> list[Party]:
    """Whose part another is played to: "plays the maid to Al Orr's butler"."""
    parts = [t for node in (verb, *syntax.objects(verb)) for t in syntax.obliques(node, {"to", "opposite", "against"})]
    owners = [t for part in parts for t in syntax.possessors(part) if t.tag_ != "PRP$"]
    return people(reading, [*owners, *(t for t in parts if t.head.lower_ == "opposite")])


def _gapped(reading: Reading, verb: Token) -> list[Party]:
    """Who plays a part with the verb left out: "Ann plays a forger, Al Orr the detective and Bo Lund her father"."""
    doc, found = reading.doc, list[Party]()
    for k in range(verb.i + 2, verb.sent.end):
        mention = name_at(reading, k) if doc[k - 1].lower_ in {"and", ",", ";", "while"} else None
        if mention is not None and mention.last + 1 < verb.sent.end and _is_part(doc[mention.last]):
            found.extend(parties(mention))
    return found


def _is_part(word: Token) -> bool:
    """Whether a part begins here and no clause: "the detective", "her patient"."""
    return word.tag_ in {"DT", "PRP$"} and word.nbor().pos_ in {"NOUN", "ADJ", "PROPN"}


def _is_in(token: Token, works: list[Mention]) -> bool:
    return any(work.first <= token.i < work.last for work in works)


def _tells_of_prizes(sentence: Span) -> bool:
    """Whether a list names winners by their works, and not makers: "Best newcomer: Ann Lee, "X""."""
    words = {t.lower_ for t in sentence}
    return not words.isdisjoint({"best", "nominated", "nominees", "winners"}) and not _tells_of_makers(sentence)


def _tells_of_makers(sentence: Span) -> bool:
    return any(t.lower_ in screen_words("makers") | screen_words("read") | screen_words("making") for t in sentence)


@cache
def _no_parts() -> frozenset[str]:
    return frozenset(rules("fiction")["role"]["instruments"])
