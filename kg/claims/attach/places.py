"""Which place belongs to a trigger: where it happened, where a move leads, where a home stands."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.attach.birth_name import LOCATIVES, behind_birth_name
from kg.claims.reading import Party, Reading
from kg.dates import TimeKind
from kg.model import EntityType, Literal, LiteralType, Mention

CONTRASTS = frozenset({"not", "but"})
ORIGINS = frozenset({"from"})
ARRIVALS = frozenset({"arrive", "land", "move", "relocate"})
GOALS = frozenset({"to", "into", "back"})
BESIDE_HOMES = frozenset({"in", "near", "outside", "on", "of", ",", "at"})
NEARBY = frozenset({"above", "near", "outside", "overlooking", "off", "by"})
LISTING = frozenset({",", "and", "or", "then", "in"})


def place_of(reading: Reading, trigger: Token, words: frozenset[str] = LOCATIVES) -> Party | None:
    """Where it happened: a place of the trigger's own clause after one of ``words``, or right before an event noun."""
    if (told := behind_birth_name(reading, trigger)) is not None and told[0] is not None:
        return told[0]
    doc = reading.doc
    home = syntax.governor(trigger)
    best: tuple[int, Mention] | None = None
    sentence = trigger.sent
    first, last = sentence.start, sentence.end
    for mention in reading.mentions.mentions:
        if not first <= mention.first < last or mention.type is not EntityType.PLACE or not mention.resolved:
            continue
        head = doc[mention.head]
        if mention.last == trigger.i and trigger.pos_ == "NOUN":
            return Party(mention.entities[0], mention)
        if head.dep_ not in {"pobj", "conj", "appos"} or (head.i < trigger.i and trigger.pos_ == "NOUN"):
            continue
        preposition = head
        while preposition.dep_ in {"conj", "appos", "compound", "pobj"} and preposition.pos_ != "ADP":
            preposition = preposition.head
        if preposition.lower_ not in words or syntax.governor(preposition) != home:
            continue
        if preposition.head.pos_ == "NOUN" and preposition.head.i < trigger.i and preposition.head != trigger:
            continue
        distance = abs(mention.first - trigger.i)
        if best is None or distance < best[0]:
            best = (distance, mention)
    if best is not None:
        return Party(best[1].entities[0], best[1])
    return _there(reading, home, trigger) or (_where(reading, home) if words & LOCATIVES else None)


def _where(reading: Reading, home: Token) -> Party | None:
    """What "where" means: the place that the relative clause hangs on, or that stands right before it."""
    adverb = next((child for child in home.children if child.lower_ == "where"), None)
    if adverb is None or home.dep_ not in {"relcl", "advcl"} or adverb.i == 0:
        return None
    before = adverb.i - 1
    if reading.doc[before].text == ",":
        before -= 1
    beside = reading.mentions.at(before)
    if beside is not None and beside.first > 2 and reading.doc[beside.first - 1].lower_ in NEARBY:
        before = beside.first - 3  # "in Corsier, above Lake Geneva, where"
    for i in (before, home.head.i):
        mention = reading.mentions.at(i)
        if mention is not None and mention.type is EntityType.PLACE and mention.resolved:
            return Party(mention.entities[0], mention)
    return None


def _there(reading: Reading, home: Token, trigger: Token) -> Party | None:
    """What "there" means: the place named last before it."""
    adverb = next(
        (child for child in (*home.children, *trigger.children) if child.lower_ == "there" and child.dep_ == "advmod"),
        None,
    )
    if adverb is None:
        return None
    before = [
        m
        for m in reading.mentions.mentions
        if m.type is EntityType.PLACE and m.resolved and m.last <= adverb.i and adverb.i - m.last < 60
    ]
    return Party(before[-1].entities[0], before[-1]) if before else None


def contrasts_of(reading: Reading, trigger: Token, kind: str) -> list[tuple[Party | Literal, int]]:
    """The other side of a contrast, a place or a date, with the token that the negation hits.

    "Born in Denver, not in Boston" also says something of Boston, "born not in 1961 but in 1964" of 1964.
    """
    spans: list[tuple[int, Party | Literal]] = []
    if kind == "place":
        spans = [
            (m.first, Party(m.entities[0], m))
            for m in reading.mentions.mentions
            if m.type is EntityType.PLACE and m.resolved
        ]
    elif kind == "date":
        spans = [
            (time.first, Literal(time.value.value, LiteralType.DATE))
            for time in reading.times
            if time.kind is TimeKind.POINT and time.value is not None
        ]
    doc, home = reading.doc, syntax.governor(trigger)
    end = trigger.sent.end
    found: list[tuple[Party | Literal, int]] = []
    for first, said in spans:
        if not trigger.i < first < end or syntax.governor(doc[first]) != home:
            continue
        before = first - 2 if doc[first - 1].lower_ in LOCATIVES else first - 1
        if doc[before].lower_ in CONTRASTS and before > trigger.i + 1:
            found.append((said, first))
    return found


def goal_of(reading: Reading, trigger: Token) -> Party | None:
    """Where a move leads to: "to Leeds", and "in Leeds" of those who arrive there."""
    return place_of(reading, trigger, GOALS) or (
        place_of(reading, trigger, frozenset({"in"})) if trigger.lemma_ in ARRIVALS else None
    )


def origin_of(reading: Reading, trigger: Token) -> Party | None:
    """Where a move comes from, if it says where it leads to as well."""
    return place_of(reading, trigger, ORIGINS) if goal_of(reading, trigger) is not None else None


def home_of(reading: Reading, noun: Token) -> Party | None:
    """Where a home stands ("her home in Rome", "her Rome home", "her hometown, Rome"), or where its clause does."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"in", "near", "outside"}:
            for leaf in child.children:
                mention = reading.mentions.at(leaf.i)
                if mention is not None and mention.type is EntityType.PLACE and mention.resolved:
                    return Party(mention.entities[0], mention)
    before = reading.mentions.at(noun.i - 1) if noun.i else None
    if before is not None and before.type is EntityType.PLACE and before.last == noun.i and before.resolved:
        return Party(before.entities[0], before)
    if noun.i + 1 < len(reading.doc) and reading.doc[noun.i + 1].lower_ in BESIDE_HOMES:
        return place_at(reading, noun.i + 2)
    # "they wed in Rome, at the home of her father"
    return place_of(reading, noun.head) if noun.dep_ == "pobj" and noun.head.lower_ == "at" else None


def place_at(reading: Reading, i: int) -> Party | None:
    """The place whose name begins at token ``i``, or right after an article there."""
    for j in (i, i + 1):
        mention = reading.mentions.at(j) if j < len(reading.doc) else None
        if mention is not None and mention.first == j and mention.type is EntityType.PLACE and mention.resolved:
            return Party(mention.entities[0], mention)
        if j < len(reading.doc) and reading.doc[j].pos_ != "DET":
            return None
    return None


def places_from(reading: Reading, first: Party) -> list[Party]:
    """``first`` and the places listed behind it: "Rome, Paris and Oslo", "Chicago and then New York"."""
    doc, found, i = reading.doc, [first], first.mention.last
    while i < len(doc) and doc[i].lower_ in LISTING:
        while i < len(doc) and doc[i].lower_ in LISTING:
            i += 1
        following = place_at(reading, i)
        if following is None:
            break
        found.append(following)
        i = following.mention.last
    joined = {t.lower_ for t in doc[first.mention.last : found[-1].mention.first]} & {"and", "or", "then"}
    return found if joined else [first]  # "Whitby, Yorkshire" is one place
