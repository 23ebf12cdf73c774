"""Which date belongs to a trigger: that of its own clause, then the announcement's, then the line's."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.attach.birth_name import DATED, LOCATIVES, behind_birth_name
from kg.claims.reading import Party, Reading
from kg.dates import Anchor, Time, TimeKind, Unit, paragraph_end, shift
from kg.factuality.contrast import turn
from kg.memory import kept
from kg.model import EntityType, PartialDate

TAKING = frozenset({"need", "take"})
"""Verbs that tell what time something took that was done: "it took her a minute on Monday to win"."""
SPELLS = frozenset({TimeKind.RANGE, TimeKind.SINCE})
ANNOUNCEMENTS = frozenset({"announce", "confirm", "reveal", "declare", "report"})
DYING = frozenset({"death", "passing", "suicide", "murder"})
LIFE = 20
"""From how many years on a bracketed period is read as somebody's life."""


ENDINGS = frozenset({"death", "divorce", "separation", "split", "retirement", "suicide", "murder"})
ORDER = frozenset({"after", "before", "following"})
DAY = len("2020-01-01")
MODIFIERS = 6
"""How many tokens back "after" may stand before what it tells of."""
BETWEEN = frozenset({"PRP$", "PRP", "DT", "JJ", "POS", "NNP", "RB", "VBG"})


@kept
def time_of(reading: Reading, trigger: Token) -> Time | None:
    """The time of what ``trigger`` tells, or None if the text gives none.

    A time belongs to the clause it stands in; one inside the phrase of an event noun to that noun. The time of an
    announcement is taken where the thing announced has none of its own; that of "said" or "told" never is. A
    timeline's heading ("May 2004: ...") dates what its line tells.
    """
    if (told := behind_birth_name(reading, trigger)) is not None and told[1] is not None:
        return told[1]
    if (length := _length_before(reading, trigger)) is not None:
        return _reckoned(reading, trigger, *length)
    best: tuple[float, int, Time] | None = None
    wrong = turn(trigger) or ()
    sentence = trigger.sent
    first, last = sentence.start, sentence.end
    for time in reading.times:
        if not first <= time.first < last or time.first in wrong:
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


def _length_before(reading: Reading, trigger: Token) -> tuple[Time, int] | None:
    """How far off what the trigger tells is from another thing, with the "after": "nine days after her divorce"."""
    doc, order = reading.doc, trigger.i - 1
    start = trigger.sent.start
    while order > max(start, trigger.i - MODIFIERS) and doc[order].tag_ in BETWEEN:
        order -= 1
    if order < start or doc[order].lower_ not in ORDER:
        return None
    length = next((t for t in reading.times if t.kind is TimeKind.DURATION and t.last == order), None)
    return (length, order) if length is not None and length.number is not None else None


def _reckoned(reading: Reading, trigger: Token, length: Time, order: int) -> Time | None:
    """The day so many days from another: "nine days after her divorce she married on May 20, 1970".

    Weeks, months and years are told too loosely for that.
    """
    doc, sentence = reading.doc, trigger.sent
    beside = (t for t in reading.times if t.kind is TimeKind.POINT and 0 < length.first - t.last < 3 and t.value)
    base = next((t for t in beside if t.first >= sentence.start and doc[length.first - 1].text == ","), None)
    verb = next((t for t in sentence if t.dep_ == "ROOT" and t.pos_ == "VERB" and t != trigger), None)
    base = base or (time_of(reading, verb) if verb is not None else None)
    if base is None or base.kind is not TimeKind.POINT or base.value is None or length.number is None:
        return None
    if length.unit is not Unit.DAY or len(base.value.value) != DAY:
        return None
    away = length.number if doc[order].lower_ == "before" else -length.number
    try:
        value = shift(base.value.value, away, Unit.DAY)
    except (OverflowError, ValueError):
        return None
    told = PartialDate(value, doc[length.first : length.last].text)
    return replace(length, kind=TimeKind.POINT, value=told, anchor=Anchor.DISCOURSE)


def _is_negated(trigger: Token) -> bool:
    """Whether a "not" belongs to the verb, or to the one it is begun by: "did not begin dating"."""
    verbs = (trigger, trigger.head) if trigger.dep_ == "xcomp" else (trigger,)
    return any(child.dep_ == "neg" for verb in verbs for child in verb.children)


def is_end(trigger: Token, time: Time) -> bool:
    """Whether the time is the end of what the trigger tells: "until his death in 2012", "at the time of her death"."""
    between = [t.lower_ for t in trigger.doc[trigger.i + 1 : time.first]]
    return ("until" in between and not _is_negated(trigger)) or ("time" in between and "death" in between)


def time_below(reading: Reading, anchor: int) -> Time | None:
    """The first time inside the phrase of the token ``anchor``; what "who died in 1990" tells is no time of its own."""
    phrase = reading.doc[anchor]
    aside = {
        leaf.i for token in phrase.subtree if token.dep_ == "relcl" and token is not phrase for leaf in token.subtree
    }
    inside = {token.i for token in phrase.subtree} - aside
    return next((t for t in reading.times if t.kind in DATED and not t.heading and t.first in inside), None)


def period_behind(reading: Reading, party: Party) -> Time | None:
    """The period right behind somebody's name: "Omar Nash (1997-98)", "Mary Phelps from 1928 to 1937".

    A longer one in brackets is taken for the dates of a life.
    """
    doc, i = reading.doc, party.mention.last
    bracket = i < len(doc) and doc[i].text == "("
    comma = i < len(doc) and doc[i].text == ","  # "Ann Lee, from 1990 to 1995, and Eve Orr, from ..."
    if comma and not bracket and i + 1 < len(doc) and doc[i + 1].tag_ == "DT":  # "Ann Lee, a second cousin (1978-86)"
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


def _distance(reading: Reading, time: Time, trigger: Token) -> float | None:
    doc = reading.doc
    if trigger.dep_ == "pobj" and trigger.head.lower_ in ORDER and time.last <= trigger.head.i:
        return None  # "married in 2005, two years after her divorce"
    head = next((t for t in doc[time.first : time.last] if not time.first <= t.head.i < time.last), doc[time.first])
    aside = _aside(head, time)
    if aside is not None and aside != syntax.governor(trigger):
        return None
    node, climbed = head, 0
    while node.head != node and climbed < 8:
        if node == trigger:
            return 0.0
        if node.pos_ in {"VERB", "AUX"} and node.dep_ not in {"aux", "auxpass"}:
            break
        if node.lemma_ in ENDINGS and node.dep_ == "pobj" and node.head.lower_ in ORDER:
            return None  # "married him and, after his death in 1981, a dentist"
        if node.dep_ == "pobj" and node.head.lower_ == "for" and head.dep_ in {"nummod", "compound", "nmod"}:
            return None  # "won a Grammy for her 1999 album"
        node, climbed = node.head, climbed + 1
    above = syntax.governor(node)
    home = syntax.governor(trigger)
    if trigger.dep_ == "acomp" and trigger.tag_ == "VBN" and home == trigger:
        home = trigger.head  # "On June 3 they are divorced"
    if above == home and trigger.lemma_ in DYING and home.lemma_ in ANNOUNCEMENTS:
        return None  # "her death was announced on Monday"
    if aside is not None:
        return 1.0
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
    if home.dep_ == "advcl" and home.tag_ == "VB" and above == home.head and above.lemma_ in TAKING:
        return 2.0  # "needed an hour on Thursday to become a wife"
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


def _aside(head: Token, time: Time) -> Token | None:
    """The verb of the relative clause that a time ends, though it hangs on whom the clause is about.

    "Ann Lee, who set up X with her friend in 2011, has split": the parser may see "Ann Lee in 2011".
    """
    doc = head.doc
    for token in head.ancestors:
        if token.pos_ in {"VERB", "AUX"}:
            return None
        verb = next((t for t in token.rights if t.dep_ == "relcl" and t.i < time.first), None)
        if verb is not None and time.last < len(doc) and doc[time.last].text == ",":
            return verb
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
