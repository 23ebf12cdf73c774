"""Which place belongs to a trigger: where it happened, where a move leads, where a home stands."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.attach.birth_name import LOCATIVES, behind_birth_name
from kg.claims.reading import Party, Reading, of_type
from kg.claims.role_tokens import SHARING
from kg.dates import TimeKind
from kg.factuality.contrast import turn
from kg.memory import kept
from kg.model import EntityType, Literal, LiteralType, Mention
from kg.names import rules
from kg.quotes import quote_at

CONTRASTS = frozenset({"not", "but"})
ORIGINS = frozenset({"from"})
ARRIVALS = frozenset({"arrive", "land", "move", "relocate", "resettle", "settle"})
GOALS = frozenset({"to", "into", "back"})
SHORT = 3
"""The length of what is an abbreviation in capitals: "USA"."""
HERE = frozenset({"there", "here"})
BESIDE_HOMES = frozenset({"in", "near", "outside", "on", "of", ",", "at"})
NEARBY = frozenset({"above", "near", "outside", "overlooking", "off", "by"})
NEAR = frozenset({"in", "near", "outside"})
NAMING = frozenset({"name", "call", "christen"})
WITHIN = frozenset({"in", "of", "near", "outside", "on", "at"})
LISTING = frozenset({",", "and", "or", "then", "in"})
JOINED = 4
"""How far behind a verb another stands that is joined to it: "grew up and went to school in Rome"."""
_LIGHT = frozenset({"CCONJ", "ADV", "ADP", "AUX", "PART"})


@kept
def place_of(reading: Reading, trigger: Token, words: frozenset[str] = LOCATIVES) -> Party | None:
    """Where it happened: a place of the trigger's own clause after one of ``words``, or right before an event noun."""
    if (told := behind_birth_name(reading, trigger)) is not None and told[0] is not None:
        return told[0]
    home = syntax.governor(trigger)
    homes = {home.i, _cleft(home), _joined(home)}
    best: tuple[bool, int, Mention] | None = None
    wrong = turn(trigger) or ()
    sentence = trigger.sent
    first, last = sentence.start, sentence.end
    for mention in reading.mentions.mentions:
        if not first <= mention.first < last or mention.type is not EntityType.PLACE or not mention.resolved:
            continue
        if mention.first in wrong or _is_of_a_birth(reading, mention, trigger):
            continue
        if mention.last == trigger.i and trigger.pos_ == "NOUN":
            return Party.of(mention)
        preposition = _preposition(reading, mention, words)
        if preposition is None or _clause_of(preposition).i not in homes:
            continue
        above = preposition.head
        if (trigger.pos_ == "NOUN" and preposition.i < trigger.i) or (
            above.pos_ == "NOUN" and above.i < trigger.i and above != trigger
        ):
            continue
        found = (_site_behind(reading, mention) is not None, abs(mention.first - trigger.i), mention)
        if best is None or found[:2] < best[:2]:
            best = found
    if best is not None:
        return Party.of(best[2])
    return _there(reading, home, trigger) or (_where(reading, home, words) if words & LOCATIVES else None)


def _is_of_a_birth(reading: Reading, place: Mention, trigger: Token) -> bool:
    """Whether somebody was born there under another name: "Al Bogg, born Albert Orr in Rome, has died"."""
    for token in reading.doc[trigger.sent.start : place.first]:
        if token.lower_ == "born" and token.i != trigger.i:
            told = behind_birth_name(reading, token)
            if told is not None and told[0] is not None and told[0].mention == place:
                return True
    return False


def _joined(verb: Token) -> int:
    """The verb that "and" joins to this one, both without an object: "lives and works in Rome"."""
    behind = next((t for t in verb.conjuncts if verb.i < t.i <= verb.i + JOINED), verb)
    between = verb.doc[verb.i + 1 : behind.i]
    joined = any(t.lower_ == "and" for t in between) and all(t.pos_ in _LIGHT for t in between)
    return behind.i if joined and not any(child.dep_ == "dobj" for child in behind.children) else verb.i


def _clause_of(preposition: Token) -> Token:
    """The verb that a phrase of place belongs to; past a naming: "gave birth to a boy named Al in Rome"."""
    verb = syntax.governor(preposition)
    return syntax.governor(verb.head) if verb.dep_ == "acl" and verb.lemma_ in NAMING else verb


def _preposition(reading: Reading, mention: Mention, words: frozenset[str]) -> Token | None:
    """The one of ``words`` that a place stands behind: "in Rome", "in a Rome flat", "in the suburb of Ostia"."""
    head = _site_behind(reading, mention) or reading.doc[mention.head]
    for _ in range(3):
        if head.dep_ not in {"pobj", "conj", "appos"}:
            return None
        preposition = head
        while preposition.dep_ in {"conj", "appos", "compound", "pobj"} and preposition.pos_ != "ADP":
            preposition = preposition.head
        if preposition.lower_ in words:
            return preposition
        if preposition.lower_ not in WITHIN or preposition.head.lower_ not in _sites():
            return None
        head = preposition.head
    return None


def _site_behind(reading: Reading, mention: Mention) -> Token | None:
    """The building or quarter that the name of a place stands before: "a Rome flat", "the Rome suburb where"."""
    token = reading.doc[mention.head]
    for _ in range(2):
        if token.dep_ not in {"compound", "nmod"}:
            return None
        token = token.head
        if token.i >= mention.last and token.lower_ in _sites():
            return token
    return None


@cache
def _sites() -> frozenset[str]:
    return frozenset(rules("places")["sites"])


def _cleft(home: Token) -> int:
    """The "was" of a verb that a sentence puts behind its place: "It was in Rome that she died"."""
    verb = home.head
    it = verb.lemma_ == "be" and any(child.lower_ == "it" and child.dep_ == "nsubj" for child in verb.children)
    denied = any(child.dep_ == "neg" for child in verb.children)
    return verb.i if it and not denied and any(child.lower_ == "that" for child in home.children) else home.i


def _where(reading: Reading, home: Token, words: frozenset[str]) -> Party | None:
    """What "where" or "in which" means: the place that the clause hangs on, or that stands right before it.

    "Rome, where she lived", "the house in Rome where", "the Rome flat in which", "Rome, the city to which".
    """
    inside = [c for c in home.children if c.lower_ == "where" or (c.lower_ in words and _is_relative(c))]
    if inside and home.head.lemma_ == "be" and home.dep_ in {"ccomp", "advcl", "attr"}:  # "Rome is where she lives"
        return next(iter(of_type(reading, syntax.subjects(home.head), (EntityType.PLACE,))), None)
    if not inside or home.dep_ not in {"relcl", "advcl"}:
        return None
    return _antecedent(reading, inside[0], home)


def shared_of(reading: Reading, verb: Token) -> Party | None:
    """Where the home stands that a relative clause tells of: "a flat in Rome, which she shares"."""
    which = next((c for c in verb.children if c.tag_ == "WDT" and c.dep_ == "dobj"), None)
    return _antecedent(reading, which, verb) if which is not None else None


def _antecedent(reading: Reading, word: Token, home: Token) -> Party | None:
    """The place before the relative ``word`` of the clause ``home``, or beside the noun that the clause hangs on."""
    if word.i == 0:
        return None
    before = word.i - 1
    if reading.doc[before].text == ",":
        before -= 1
    beside = reading.mentions.at(before)
    if beside is not None and beside.first > 2 and reading.doc[beside.first - 1].lower_ in NEARBY:
        before = beside.first - 3  # "in Corsier, above Lake Geneva, where"
    noun = home.head
    around = [noun.i - 1, noun.head.i] if noun.dep_ in {"appos", "pobj", "dobj"} and noun.pos_ == "NOUN" else []
    start = noun.left_edge.i
    if noun.lower_ in _sites() and start > 1 and reading.doc[start - 1].text == ",":
        around.append(start - 2)  # "in Rome, the city in which"
    for i in (before, noun.i, *around):
        mention = reading.mentions.at(i)
        if mention is not None and mention.type is EntityType.PLACE and mention.resolved:
            return Party.of(mention)
    return None


def _is_relative(preposition: Token) -> bool:
    return any(child.tag_ == "WDT" for child in preposition.children)


def _there(reading: Reading, home: Token, trigger: Token) -> Party | None:
    """What "there" means: the place named last before it."""
    children = (*home.children, *trigger.children)
    adverb = next((child for child in children if child.lower_ in HERE and child.dep_ == "advmod"), None)
    adverb = adverb or _here_at(home, trigger)
    if adverb is None:
        return None
    if adverb.lower_ == "here":  # of a report: "LEEDS, May 3 — Ann Lee died here"
        return None if quote_at(reading.quotes, adverb.i) is not None else _sent_from(reading)
    before = [
        m
        for m in reading.mentions.mentions
        if m.type is EntityType.PLACE and m.resolved and m.last <= adverb.i and adverb.i - m.last < 60
    ]
    return Party.of(before[-1]) if before else None


def _here_at(home: Token, trigger: Token) -> Token | None:
    """The "here" of a house or a room in which it happened: "died at his home here", "in a hotel here"."""
    behind = trigger.doc[trigger.i + 1 : min(trigger.i + 8, trigger.sent.end)]
    here = next((t for t in behind if t.lower_ == "here"), None)
    if here is None or here.head.pos_ not in {"NOUN", "PROPN"} or here.head.i != here.i - 1:
        return None
    inside = here.head.dep_ == "pobj" and here.head.head.lower_ in LOCATIVES
    return here if inside and syntax.governor(here.head.head) == home else None


def _sent_from(reading: Reading) -> Party | None:
    """The town that a report is sent from, in capitals."""
    for mention in reading.names.values():
        if mention.end - mention.start > SHORT and reading.text[mention.start : mention.end].isupper():
            return Party.of(mention) if mention.type is EntityType.PLACE else None
    return None


def contrasts_of(reading: Reading, trigger: Token, kind: str) -> list[tuple[Party | Literal, int]]:
    """The other side of a contrast, a place or a date, with the token that the negation hits.

    "Born in Denver, not in Boston" also says something of Boston, "born not in 1961 but in 1964" of 1964.
    """
    spans: list[tuple[int, Party | Literal]] = []
    if kind == "place":
        spans = [(m.first, Party.of(m)) for m in reading.mentions.mentions if m.type is EntityType.PLACE and m.resolved]
    elif kind == "date":
        spans = [
            (time.first, Literal(time.value.value, LiteralType.DATE))
            for time in reading.times
            if time.kind is TimeKind.POINT and time.value is not None
        ]
    doc, home = reading.doc, syntax.governor(trigger)
    end = trigger.sent.end
    found: list[tuple[Party | Literal, int]] = []
    wrong = turn(trigger) or ()
    for first, said in spans:
        if not trigger.i < first < end or syntax.governor(doc[first]) != home:
            continue
        before = first - 2 if doc[first - 1].lower_ in LOCATIVES else first - 1
        if first in wrong or (doc[before].lower_ in CONTRASTS and before > trigger.i + 1):
            found.append((said, first))
    return found


def goal_of(reading: Reading, trigger: Token) -> Party | None:
    """Where a move leads to: "to Leeds", and "in Leeds" of those who arrive there."""
    if to := place_of(reading, trigger, GOALS):
        return to
    out = [t.lower_ for t in reading.doc[trigger.i + 1 : trigger.i + 3]] == ["out", "of"]  # "of her house in Leeds"
    return place_of(reading, trigger, frozenset({"in"})) if trigger.lemma_ in ARRIVALS and not out else None


def origin_of(reading: Reading, trigger: Token) -> Party | None:
    """Where a move comes from, if it says where it leads to as well."""
    return place_of(reading, trigger, ORIGINS) if goal_of(reading, trigger) is not None else None


def home_of(reading: Reading, noun: Token) -> Party | None:
    """Where a home stands ("her home in Rome", "her Rome home", "her hometown, Rome"), or where its clause does."""
    doc = reading.doc
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in NEAR:
            for leaf in child.children:
                mention = reading.mentions.at(leaf.i)
                if mention is not None and mention.type is EntityType.PLACE and mention.resolved:
                    return Party.of(mention)
    before = reading.mentions.at(noun.i - 1) if noun.i else None
    if before is not None and before.type is EntityType.PLACE and before.last == noun.i and before.resolved:
        return Party.of(before)
    i = noun.i + 1
    if i < len(doc) and doc[i].lower_ == "here" and quote_at(reading.quotes, i) is None:
        return _sent_from(reading)  # "HULL, May 3 - Ann Lee died at her home here"
    if i + 1 < len(doc) and doc[i].lower_ == "together":
        i += 1
    if i + 1 < len(doc) and doc[i].lower_ in BESIDE_HOMES:
        found = place_at(reading, i + 1) or (_home_told(reading, i + 1) if doc[i].text == "," else None)
        if found is not None:
            return found
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
        return _home_is(reading, noun)
    shared = next((c for c in noun.children if c.dep_ == "relcl" and c.lower_ in SHARING), None)
    if shared is not None:  # "the bungalow they share in Rome"
        return place_of(reading, shared, NEAR)
    if noun.dep_ == "dobj":  # "in Rome, where she has made her home"
        return _where(reading, noun.head, LOCATIVES)
    # "they wed in Rome, at the home of her father"
    return place_of(reading, noun.head) if noun.dep_ == "pobj" and noun.head.lower_ == "at" else None


def _home_told(reading: Reading, i: int) -> Party | None:
    """Where a home is told to stand behind a comma: "her first home, in Rome", "their house, a barn in Kent"."""
    doc = reading.doc
    if doc[i].lower_ in NEAR:
        return place_at(reading, i + 1)
    if doc[i].tag_ != "DT":
        return None
    site = next((t for t in doc[i + 1 : i + 6] if t.lower_ in _sites() or t.pos_ not in {"ADJ", "NOUN", "VERB"}), None)
    if site is None or site.lower_ not in _sites() or site.i + 2 >= len(doc) or site.nbor().lower_ not in BESIDE_HOMES:
        return None
    return place_at(reading, site.i + 2)


def _home_is(reading: Reading, noun: Token) -> Party | None:
    """What the home is said to be: "her home is in Rome", "home for her is a flat in Rome", "is now Rome"."""
    be = noun.head
    if any(child.dep_ == "neg" for child in be.children):
        return None
    for leaf in be.children:
        mention = reading.mentions.at(leaf.i) if leaf.dep_ == "attr" else None
        if mention is not None and mention.type is EntityType.PLACE and mention.resolved:
            return Party.of(mention)
    return place_of(reading, be)


def place_at(reading: Reading, i: int) -> Party | None:
    """The place whose name begins at token ``i``, or right after an article there."""
    for j in (i, i + 1):
        mention = reading.mentions.at(j) if j < len(reading.doc) else None
        if mention is not None and mention.first == j and mention.type is EntityType.PLACE and mention.resolved:
            return Party.of(mention)
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
