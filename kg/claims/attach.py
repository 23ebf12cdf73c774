"""Which date and which place belong to a trigger: those of its own clause, then the announcement's, then the line's."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.reading import Party, Reading
from kg.dates import Time, TimeKind, paragraph_end
from kg.model import EntityType, Literal, LiteralType, Mention

DATED = frozenset({TimeKind.POINT, TimeKind.SINCE, TimeKind.UNTIL, TimeKind.RANGE})
SPELLS = frozenset({TimeKind.RANGE, TimeKind.SINCE})
ANNOUNCEMENTS = frozenset({"announce", "confirm", "reveal", "declare"})
LOCATIVES = frozenset({"in", "at", "near", "on", "outside", "off"})
CONTRASTS = frozenset({"not", "but"})
ORIGINS = frozenset({"from"})
ARRIVALS = frozenset({"arrive", "land", "move", "relocate"})
GOALS = frozenset({"to", "into", "back"})
BESIDE_HOMES = frozenset({"in", "near", "outside", "on", "of", ",", "at"})
NEARBY = frozenset({"above", "near", "outside", "overlooking", "off", "by"})
LISTING = frozenset({",", "and", "or", "then", "in"})
LONGEST = 16
LIFE = 20
"""From how many years on a bracketed period is read as somebody's life."""


def time_of(reading: Reading, trigger: Token) -> Time | None:
    """The time of what ``trigger`` tells, or None if the text gives none.

    A time belongs to the clause it stands in; one inside the phrase of an event noun to that noun. The time of an
    announcement is taken where the thing announced has none of its own; that of "said" or "told" never is. A
    timeline's heading ("May 2004: ...") dates what its line tells.
    """
    if (told := _behind_birth_name(reading, trigger)) is not None and told[1] is not None:
        return told[1]
    best: tuple[float, int, Time] | None = None
    sentence = trigger.sent
    first, last = sentence.start, sentence.end
    for time in reading.times:
        if not first <= time.first < last:
            continue
        if time.kind not in DATED or time.heading or not (time.value or time.since or time.until):
            continue
        cost = _distance(reading, time, trigger)
        if cost is not None and (best is None or (cost, abs(time.first - trigger.i)) < best[:2]):
            best = (cost, abs(time.first - trigger.i), time)
    if best is not None:
        time = best[2]
        if time.kind is TimeKind.UNTIL and _is_negated(trigger):  # "did not marry until 2010"
            return replace(time, kind=TimeKind.POINT, value=time.until, until=None)
        return time
    return _right_behind(reading, trigger) or _heading(reading, trigger)


def _is_negated(trigger: Token) -> bool:
    """Whether a "not" belongs to the verb, or to the one it is begun by: "did not begin dating"."""
    verbs = (trigger, trigger.head) if trigger.dep_ == "xcomp" else (trigger,)
    return any(child.dep_ == "neg" for verb in verbs for child in verb.children)


def is_end(trigger: Token, time: Time) -> bool:
    """Whether the time is the end of what the trigger tells: "until his death in 2012", "at the time of her death"."""
    between = [t.lower_ for t in trigger.doc[trigger.i + 1 : time.first]]
    return ("until" in between and not _is_negated(trigger)) or ("time" in between and "death" in between)


def time_below(reading: Reading, anchor: int) -> Time | None:
    """The first time inside the phrase of the token ``anchor``."""
    inside = {token.i for token in reading.doc[anchor].subtree}
    return next((t for t in reading.times if t.kind in DATED and not t.heading and t.first in inside), None)


def period_behind(reading: Reading, party: Party) -> Time | None:
    """The period right behind somebody's name: "Omar Nash (1997-98)", "Mary Phelps from 1928 to 1937".

    A longer one in brackets is taken for the dates of a life.
    """
    doc, i = reading.doc, party.mention.last
    bracket = i < len(doc) and doc[i].text == "("
    comma = i < len(doc) and doc[i].text == ","  # "Ann Lee, from 1990 to 1995, and Eve Orr, from ..."
    if comma and not bracket and doc[i + 1].tag_ == "DT":  # "Ann Lee, a second cousin (1978-86)"
        behind = next((j for j in range(i + 2, min(i + 7, len(doc))) if doc[j].text in {"(", ","}), i)
        if doc[behind].text == "(":
            i, bracket, comma = behind, True, False
    starts = {i + bracket, i + comma}
    found = next((t for t in reading.times if t.kind in SPELLS and t.first in starts), None)
    if found is not None and found.kind is TimeKind.SINCE and bracket and doc[found.first - 1].text == "(":
        return found if found.since is not None else None  # "(2016-present)"
    if found is None or found.since is None or found.until is None:
        return None
    years = [int(date.value[:4]) for date in (found.since, found.until) if date.value[:4].isdigit()]
    return found if len(years) == 2 and (not bracket or years[1] - years[0] < LIFE) else None


def _behind_birth_name(reading: Reading, born: Token) -> tuple[Party | None, Time | None] | None:
    """Place and time read off the words behind a birth name, to which the parser hangs them.

    "Born Mary Orr in Leeds on May 3, 1970, she left school"; None where no name stands right behind "born".
    """
    name = reading.names.get(born.i + 1) if born.lower_ == "born" else None
    if name is None or name.type is not EntityType.PERSON:
        return None
    starts = {time.first: time for time in reading.times if time.kind in DATED and time.value is not None}
    doc, i = reading.doc, name.last
    place: Party | None = None
    time: Time | None = None
    while i < min(born.sent.end, name.last + LONGEST):
        mention = reading.mentions.at(i)
        if i in starts:
            time = time or starts[i]
            i = starts[i].last
        elif mention is not None and mention.first == i and mention.type is EntityType.PLACE and mention.resolved:
            place = place or Party(mention.entities[0], mention)
            i = mention.last
        elif doc[i].text == "," or doc[i].lower_ in LOCATIVES:
            i += 1
        else:
            break
    return place, time


def _distance(reading: Reading, time: Time, trigger: Token) -> float | None:
    doc = reading.doc
    head = next((t for t in doc[time.first : time.last] if not time.first <= t.head.i < time.last), doc[time.first])
    node, climbed = head, 0
    while node.head != node and climbed < 8:
        if node == trigger:
            return 0.0
        if node.pos_ in {"VERB", "AUX"} and node.dep_ not in {"aux", "auxpass"}:
            break
        node, climbed = node.head, climbed + 1
    above = syntax.governor(node)
    home = syntax.governor(trigger)
    if above == home:
        return (
            1.0
            if not _other_event_between(doc[min(time.first, trigger.i) : max(time.first, trigger.i)], trigger)
            else 1.5
        )
    if (
        home.dep_ in {"xcomp", "acl", "pcomp"}
        and above == syntax.governor(home.head)
        and time.first < home.i
        and home.dep_ == "xcomp"
    ):
        return 2.0
    if home.dep_ == "pcomp" and home.head.lower_ == "by" and above == syntax.governor(home.head):
        return 2.0  # "surprised everyone in May by marrying"
    if home.dep_ in {"ccomp", "xcomp", "dobj"} and above == home.head and above.lemma_ in ANNOUNCEMENTS:
        return 2.5
    when = home.dep_ in {"relcl", "advcl"} and any(child.lower_ == "when" for child in home.children)
    if when and (time.first <= home.head.i < time.last or syntax.governor(home.head) == above):
        return 2.0  # "in July, when he revealed ..."
    if (above.dep_ == "xcomp" or (above.dep_ == "ccomp" and home.lemma_ == "call")) and above.head == home:
        return 2.0
    ends = above.lemma_ == "end" and trigger.lemma_ not in {"marriage", "union"}
    if trigger.pos_ == "NOUN" and above.dep_ == "relcl" and not ends and above.i > trigger.i:
        # "her divorce from Al Bogg, which became final in May"; the parser may hang "which" on the name
        thing = any(child.lower_ in {"which", "that"} and child.dep_ in syntax.SUBJECTS for child in above.children)
        around = list(above.ancestors)
        return 2.0 if thing and (trigger in around or home in around) else None
    return None


def _other_event_between(span: object, trigger: Token) -> bool:
    return any(t.pos_ == "VERB" and t.dep_ == "conj" and t != trigger for t in span)  # type: ignore[attr-defined]


def _right_behind(reading: Reading, trigger: Token) -> Time | None:
    """The time behind the verb and its place, whatever the parser hangs it on: "whom she wed, in Kingston, in 1985"."""
    doc, i, end = reading.doc, trigger.i + 1, trigger.sent.end
    if trigger.pos_ != "VERB" or i >= end or doc[i].text != ",":
        return None
    while i < end:
        mention = reading.mentions.at(i)
        if mention is not None and mention.first == i and mention.type is EntityType.PLACE:
            i = mention.last
        elif doc[i].text == "," or doc[i].lower_ in LOCATIVES:
            i += 1
        else:
            return next((t for t in reading.times if t.first == i and t.kind is TimeKind.POINT and t.value), None)
    return None


def _heading(reading: Reading, trigger: Token) -> Time | None:
    text = reading.text
    for time in reversed(reading.times):
        if time.heading and time.first < trigger.i and time.value is not None:
            return time if trigger.idx < paragraph_end(text, time.end) else None
    return None


def place_of(reading: Reading, trigger: Token, words: frozenset[str] = LOCATIVES) -> Party | None:
    """Where it happened: a place of the trigger's own clause after one of ``words``, or right before an event noun."""
    if (told := _behind_birth_name(reading, trigger)) is not None and told[0] is not None:
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
