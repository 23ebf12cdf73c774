"""``bornOn`` from ages: "Ann, 46", "the 46-year-old singer", "who turns 46 on Friday", "died on Monday at 46"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from spacy.tokens import Doc, Token

from kg.claims import attach, lives, syntax
from kg.claims.bearers import bearer
from kg.claims.kin_nouns import lexicon
from kg.claims.lists import names_before
from kg.claims.reading import Finding, Party, Reading, merged, people, surety
from kg.dates import Time, TimeKind, Unit, birth_interval, latest
from kg.model import EntityType, Literal, LiteralType, MentionKind
from kg.names import rules

_DEATHS = frozenset({"die", "kill", "drown", "perish", "dead"})
_NOW = frozenset({"has", "have", "is", "are", "'s", "’s"})
THEN = 90
"""How many tokens back the year stands of which a sentence goes on to tell."""
SAME = frozenset({"attr", "appos", "oprd"})
"""What a noun is to somebody who is called by it: "Ann is a 30-year-old lawyer"."""
HAVING = frozenset({"has", "have", "had", "'ve", "’ve", "having"})
ARTICLES = frozenset({"a", "an", "the"})
HYPHENS = frozenset({"-", "\u2011", "–"})
HOURS = 12
"""Up to it "at 7" may be a time of day."""


def findings(reading: Reading) -> Iterator[Finding]:
    """A birth for every age whose bearer is clear; that of the dead is reckoned from the day of the death."""
    yield from lives.findings(reading)
    words, died = rules("ages"), dict(_deaths(reading))
    for time in reading.times:
        value = time.value.value if time.value is not None and time.kind is TimeKind.AGE else None
        after = reading.doc[time.last].lower_ if time.last < len(reading.doc) else ""
        if after in words["compared"] or time.kind not in {TimeKind.AGE, TimeKind.PAST_AGE}:
            continue  # "Don, who is two years older"
        bearers = _aged(reading, time) if time.kind is TimeKind.AGE else _aged_at_death(reading, time, died)
        if not bearers and time.kind is TimeKind.PAST_AGE and reading.published is not None and time.number is not None:
            bearers = _aged_now(reading, time)
            value = _born(time, reading.published)
        for party, rule in bearers:
            day = died.get(party.key)
            if day is None and rule == "age-at-death":
                continue
            if day is not None and time.number is not None and rule != "age-premodifier":
                value = _born(time, day)
            if value is not None:
                yield Finding(
                    "bornOn",
                    party,
                    Literal(value, LiteralType.DATE),
                    party.mention.head,
                    rule,
                    0.93 * surety(party),
                    presupposed=True,
                    object_span=(time.first, time.last),
                )


def _born(time: Time, day: date) -> str | None:
    """When somebody was born who is that old on that day; None before the calendar."""
    unit, number = time.unit or Unit.YEAR, time.number or 0
    return birth_interval(number, unit, day) if number < day.year - 1 else None


def _deaths(reading: Reading) -> Iterator[tuple[str, date]]:
    """Who has died, and on which day; on that of publication where the news gives no time."""
    for token in reading.tokens(_DEATHS):
        if token.lemma_ not in _DEATHS or token.tag_ not in {"VBD", "VBN", "VBZ", "JJ"}:
            continue
        time = attach.time_of(reading, token)
        said = time.value.value if time is not None and time.value is not None else None
        perfect = token.tag_ == "VBZ" or any(t.lower_ in _NOW for t in (*token.children, token.head))
        day = reading.published if time is None and perfect else _day(said)
        if day is not None:
            yield from ((party.key, day) for party in people(reading, syntax.subjects(token)))


def _aged_now(reading: Reading, time: Time) -> list[tuple[Party, str]]:
    """Whose "at 90" is of today, as the verb tells: "Ann Lee, at 90, has become", but not "at 15 she became"."""
    doc = reading.doc
    if time.first < 1 or "at" not in {t.lower_ for t in doc[max(0, time.first - 4) : time.first]}:
        return []
    verb = syntax.governor(doc[time.first])
    if doc[time.first - 1].lower_ == "at" and time.number is not None and time.number <= HOURS:
        return []
    done = any(child.tag_ in {"VBZ", "VBP"} and child.dep_ == "aux" for child in verb.children)
    if verb.tag_ not in {"VBZ", "VBP"} and not done and not _is_perfect(verb):
        return []
    return [(party, "age-copula") for party in people(reading, syntax.subjects(verb))[:1]]


def _is_perfect(verb: Token) -> bool:
    """Whether the participle is of the perfect: "has died", but not "was found dead"."""
    return verb.tag_ == "VBN" and any(child.lower_ in _NOW and child.dep_ == "aux" for child in verb.children)


def _day(value: str | None) -> date | None:
    """The day of an EDTF value, if it is one."""
    try:
        return date.fromisoformat(value) if value is not None else None
    except ValueError:
        return None


def _aged_at_death(reading: Reading, time: Time, died: dict[str, date]) -> list[tuple[Party, str]]:
    """Who "died on Monday at 84", or "was 84", if the day of the death is known."""
    doc = reading.doc
    after = doc[time.last] if time.last < len(doc) else None
    if after is None or not (after.is_punct or after.lower_ in {"in", "on", "of", "after", "at"} or after.is_space):
        return []  # "he was 24 when he married"
    verb = syntax.governor(doc[time.first])
    verb = syntax.governor(verb.head) if verb.lower_ == "aged" else verb
    if verb.lemma_ in _DEATHS or verb.lemma_ == "be":
        found = [party for party in people(reading, syntax.subjects(verb))[:1] if party.key in died]
        return [(party, "age-at-death") for party in found]
    return []


def _aged(reading: Reading, time: Time) -> list[tuple[Party, str]]:
    """Who is that old: the name before ("Ann, 46"), the noun after ("the 40-year-old mom"), the subject."""
    doc, fillers = reading.doc, frozenset(rules("ages")["fillers"])
    before = doc[time.first - 1] if time.first else None
    if any(token.lower_ in {"birthday", "b-day"} for token in doc[time.first : time.first + 3]):
        owner = doc[time.first - 2] if before is not None and before.tag_ == "POS" and time.first > 1 else before
        return [] if owner is None else [(p, "age-birthday") for p in people(reading, [owner])]
    if doc[time.last - 1].lower_ in {"old", "olds"}:
        if _is_of_then(reading, time):
            return []
        found = _after(reading, time)
        if found or (before is not None and before.tag_ in {"POS", "PRP$"}):  # "Bo, Ann's 8-year-old"
            return [(p, "age-premodifier") for p in found]
        if _is_of_one_had(doc, time):
            return []
    if before is not None and before.lower_ == "at":  # "becomes a grandfather at 52"
        return [(p, "age-copula") for p in people(reading, syntax.subjects(syntax.governor(before)))[:1]]
    i, passed = time.first - 1, set[str]()
    if before is not None and before.tag_ == "POS" and time.last + 1 in reading.names:
        return []  # "Ann's two, Ida and Bo"
    while i >= doc[time.first].sent.start and doc[i].lower_ in fillers:
        passed.add(doc[i].lower_)
        i -= 1
    if i < doc[time.first].sent.start and "now" in passed:  # "Now 44, Ann Lee has a farm"
        return [(p, "age-copula") for p in _subject_behind(reading, time)]
    if i < 0:
        return []
    mention = reading.mentions.at(i)
    if mention is not None and passed & {"is", "are"} and "who" not in passed:
        name = doc[mention.head]  # "the number on the door of Ann Lee is 40", "the son of the coach Al Orr is 19"
        other = name.dep_ == "pobj" or syntax.is_of_another(name) or _is_of_an_aside(name, time)
        mention = None if other else mention
    if mention is not None and mention.last == i + 1 and mention.type is EntityType.PERSON and mention.resolved:
        several = bool(passed & {"are", "were", "both", "all", "each"}) and "of" not in passed
        if mention.kind is MentionKind.NAME and (several or _twins_before(reading, mention.first)):
            listed = names_before(reading, i + 1, limit=6)
            if several and len(listed) < 2:
                listed = merged(people(reading, [doc[mention.head].head]), listed)
            if listed:
                return [(p, "age-list") for p in listed]
        if i == time.first - 1 and mention.kind is MentionKind.PRONOUN:
            return []
        if passed <= {","} and _then_aged(reading, mention.first):
            return []
        return [(Party(key, mention), "age-apposition") for key in mention.entities]
    if "of" in passed and doc[i].pos_ == "NOUN":
        return [(p, "age-premodifier") for p in bearer(reading, doc[i])]  # "a bride of 17, the actress Ann Lee"
    verb = next((doc[j] for j in range(time.first - 1, i, -1) if doc[j].pos_ in {"VERB", "AUX"}), None)
    if verb is None:
        return []
    verb = verb.head if verb.dep_ in {"aux", "auxpass"} else verb
    if verb.lower_ == "aged" and (verb.head.tag_ == "VBD" or (verb.head.tag_ == "VBN" and not _is_perfect(verb.head))):
        dying = verb.head.lemma_ in _DEATHS or any(child.lower_ == "dead" for child in verb.head.children)
        return [(p, "age-at-death") for p in people(reading, syntax.subjects(verb))[:1] if dying]
    return [(p, "age-copula") for p in people(reading, syntax.subjects(verb))[:1]]


def _is_of_one_had(doc: Doc, time: Time) -> bool:
    """Whether the age is of the noun behind it, or of one whom somebody has: "Ann, who has a 3-year-old (son)"."""
    last = doc[time.last - 1]
    noun = _modified(last) or last
    if noun != last and last.nbor(-1).text in HYPHENS and noun.dep_ not in SAME:
        return True
    start = last.sent.start
    before = [t.lower_ for t in doc[max(start, time.first - 3) : time.first]]
    return not HAVING.isdisjoint(before) and not ARTICLES.isdisjoint(before)


def _is_of_an_aside(name: Token, time: Time) -> bool:
    """Whether the name stands in a clause about who is that old: "Al, whose aunt is [Ann Lee], is 22"."""
    aside = next((token for token in name.ancestors if token.dep_ == "relcl"), None)
    return aside is not None and aside not in {name.doc[time.first], *name.doc[time.first].ancestors}


def _is_of_then(reading: Reading, time: Time) -> bool:
    """Whether an age is of the time told of: "In 1945 he left. Ann Lee, a 19-year-old model, had been cast"."""
    verb = syntax.governor(reading.doc[time.first])
    had = any(child.lower_ in {"had", "'d"} and child.dep_ in syntax.AUXILIARIES for child in verb.children)
    if not had or reading.published is None:
        return False
    before = (t for t in reversed(reading.times) if t.last <= time.first and time.first - t.last < THEN)
    told = next((t for t in before if t.kind is TimeKind.POINT and t.value is not None and not t.heading), None)
    last = latest(told.value.value) if told is not None and told.value is not None else None
    return last is not None and reading.published.year - last.year > 1


def _then_aged(reading: Reading, i: int) -> bool:
    """Whether an age before the name is of another time, and so the next one: "when Al was eight and Bo, four"."""
    doc = reading.doc
    told = [t for t in doc[doc[i].sent.start : i] if t.lower_ in {"was", "were"} and t.nbor().like_num]
    return any(t.nbor(2).lower_ in {"and", ",", ";"} for t in told)


def _subject_behind(reading: Reading, time: Time) -> list[Party]:
    """Who a sentence is about that an age begins, if it stands right behind the comma."""
    after = reading.mentions.at(time.last + 1) if time.last + 1 < len(reading.doc) else None
    subject = after is not None and reading.doc[after.head].dep_ in syntax.SUBJECTS
    return people(reading, [reading.doc[after.head]])[:1] if after is not None and subject else []


def _after(reading: Reading, time: Time) -> list[Party]:
    """The people behind "40-year-old": the noun that it modifies, the name right behind, who the noun describes."""
    doc = reading.doc
    after = reading.mentions.at(time.last) if time.last < len(doc) else None
    noun = _modified(doc[time.last - 1])
    found = people(reading, [noun]) if noun is not None else []
    if not found and after is not None and after.resolved and after.type is EntityType.PERSON:
        found = [Party(key, after) for key in after.entities] if after.first == time.last else []
    if not found and noun is not None:
        found = bearer(reading, noun)
    return found or people(reading, [doc[time.last - 1]])


def _modified(last: Token) -> Token | None:
    """The noun that an age in front modifies."""
    token = last
    for _ in range(4):
        if token.head == token:
            return None
        token = token.head
        if token.i > last.i and token.pos_ in {"NOUN", "PROPN"}:
            return token
    return None


def _twins_before(reading: Reading, i: int) -> bool:
    words = lexicon()
    sent = reading.doc[i].sent
    return any(t.lower_ in words and words[t.lower_].siblings for t in reading.doc[max(sent.start, i - 8) : i])
