"""Descriptive noun phrases: "his wife" by what is known of him, "the singer" by who has been called one."""

from __future__ import annotations

import math

from kg.mentions.apposition import teach
from kg.mentions.bearers import ADULT, age_behind
from kg.mentions.binding import barred
from kg.mentions.by_kin import by_kin
from kg.mentions.company import company
from kg.mentions.draft import OBJECT, OWNER, SUBJECT, Draft, Person
from kg.mentions.groups import couple
from kg.mentions.phrases import PARENT_NAMES, noun_kinds, owner_of
from kg.mentions.relations import relation_of, trades_of, unions
from kg.mentions.state import State
from kg.mentions.taken_up import taken_up
from kg.mentions.told import noun_of
from kg.model import MentionKind
from kg.names import fold, parse, rules, words
from kg.repair.context import is_age

_PAIRS = words("nominals", "pairs")
_DEFINITE = frozenset({"the", "this", "these", "both"})
_TOGETHER = frozenset({"the", "these", "both"})
_FAMOUS = frozenset({"star", "superstar", "icon", "celebrity", "legend", "diva", "idol"})
_LATER = frozenset({"last", "next", "new", "second", "third", "fourth", "fifth", "sixth", "present", "current"})
_BY_CHOICE = frozenset({"spouse", "ex", "betrothed", "partner", "agent", "client"})
_WED = frozenset({"bride", "groom", "bridegroom"})
_LEAD = 0.25
"""Points by which the best fit of a description must lead the next."""
_VARIED = 1.0
"""Points of the only person of the sentence before for a description that nobody has been given."""
_RANKED = 2.5
"""Points that a general or a judge loses for "the star"."""
_HOUSE = 3
"""Sentences back to the child that "the boy" means."""
_FAR, _NEAR = 20, 6
"""Sentences back to one who has been described so, and to one who only fits."""


def nominal(state: State, draft: Draft) -> tuple[str, ...]:
    """The people that a noun phrase refers to; nobody for indefinite phrases, predicates and screen roles."""
    page = state.page
    gender, _group, is_kin = noun_kinds()[page.lower[draft.head]]
    owner = owner_of(page, draft)
    if page.dep[draft.head] == "attr":
        return ()
    if is_kin and owner is not None:
        return _relative(state, draft) or by_kin(state, draft)
    if draft.first == draft.head and page.lower[draft.head] in PARENT_NAMES:
        # "Mum is 71": the speaker's.
        return tuple(
            k for key in state.speakers(draft) for k in state.kin.find(key, page.lower[draft.head], plural=False)
        )
    if owner is not None and page.label[owner] != "WORK_OF_ART":  # "The star of X is 40"
        return ()
    if draft.head in state.foretold:
        if not draft.plural:
            teach(state.story, draft, state.foretold[draft.head])
        return state.foretold[draft.head]
    opening = page.at(draft.first)
    if opening not in _DEFINITE and not (draft.first == draft.head and draft.plural):
        return ()
    if draft.plural:
        paired = page.lower[draft.head] in _PAIRS and opening in _TOGETHER
        return couple(state, draft) if paired else company(state, draft, gender) if opening in _TOGETHER else ()
    half = _half(state, draft) if page.lower[draft.head] in _WED else ()
    if half:
        return half
    return _small(state, draft, gender) or _description(state, draft, gender) or _taken_up(state, draft, gender)


def _taken_up(state: State, draft: Draft, gender: str) -> tuple[str, ...]:
    found = taken_up(state, draft, gender or _gender_of_owner(state, draft))
    teach(state.story, draft, found)
    return found


def _small(state: State, draft: Draft, gender: str) -> tuple[str, ...]:
    """The only child told of just before, for "the boy": by its age, or as somebody's baby.

    Of "the child's mother" and "the boy's father" it may be any child, if no other is brought in between.
    """
    page, people = state.page, state.people
    if relation_of(page.lower[draft.head]) != "child":
        return ()
    near = state.nearby(draft, _HOUSE)
    young = [key for key in near if people[key].child]
    if gender and len(young) == 1 and people[young[0]].gender == gender:
        return tuple(young)
    if draft.role != OWNER or not noun_kinds().get(page.lower[page.head[draft.head]], ("", False, False))[2]:
        return ()
    told = [key for key in near if people[key].offspring or _is_young(people[key])]
    if len(told) != 1 or (gender and people[told[0]].gender not in {"", gender}):
        return ()
    between = range(people[told[0]].heads[-1] + 1, draft.first)
    another = any(relation_of(page.lower[i]) == "child" and not _is_of(state, i, told[0]) for i in between)
    return () if another else tuple(told)


def _is_young(person: Person) -> bool:
    return person.child or (person.age is not None and person.age < ADULT)


def _is_of(state: State, i: int, key: str) -> bool:
    """Whether the mention headed by token ``i`` is known to mean this person."""
    mention = state.mention_at(i)
    return mention is not None and key in mention.entities


def named_later(state: State, draft: Draft) -> tuple[str, ...]:
    """The relative by blood who is named only further on: "Her father is away ... Tom Bell, her father, came at ten".

    Of husbands there may be several, and the first words need not mean the one who is named.
    """
    noun = state.page.lower[draft.head]
    blood = noun_kinds()[noun][2] and relation_of(noun) not in _BY_CHOICE
    return _relative(state, draft) if blood and not draft.plural and state.page.dep[draft.head] != "attr" else ()


def _half(state: State, draft: Draft) -> tuple[str, ...]:
    """The bride or the groom of the wedding that the text tells of."""
    sex = "f" if state.page.lower[draft.head] == "bride" else "m"
    for pair in (state.wedded(draft.head, wedding=True), _wedding_pair(state, draft)):
        sexes = [(key, state.people[key].gender) for key in pair or ()]
        sure = [key for key, told in sexes if told == sex]
        likely = [key for key, told in sexes if not told]
        if len(sure or likely) == 1:
            return tuple(sure or likely)
    return ()


def _wedding_pair(state: State, draft: Draft) -> tuple[str, ...] | None:
    """The man and woman named together beside a word of marrying: "The Rev. Al Orr married Tom Bell and Ann Lee"."""
    page, sent = state.page, state.page.sent[draft.head]
    for token, keys in state.sets:
        near = -_HOUSE < page.sent[token] - sent <= 1
        sexes = [state.people[key].gender for key in keys]
        if not near or len(keys) != 2 or len({*sexes, ""}) < 2 or sexes[0] == sexes[1]:
            continue
        if any(unions().get(page.lemma[i]) == "spouse" for i in range(*page.sents[page.sent[token]])):
            return keys
    return None


def _relative(state: State, draft: Draft) -> tuple[str, ...]:
    """The relative of that kind whom the text has named before ("his wife")."""
    if draft.role == OBJECT and draft.verb >= 0 and state.page.lemma[draft.verb] in {"play", "portray"}:
        return ()
    told = _equated(state, draft)
    if told:
        return told
    owners = state.owners(draft)
    noun, sex = noun_of(state, draft), noun_kinds()[state.page.lower[draft.head]][0]
    if noun == "parents":
        owners = owners[:1]
    found: list[str] = []
    for key in owners:
        known = state.kin.find(key, noun, plural=draft.plural) or _hero_of(state, draft, key, noun)
        known = tuple(k for k in known if not sex or state.people[k].gender in {"", sex})  # "her former husband"
        if any(state.page.lower[k] in _LATER for k in range(draft.first, draft.head)):
            known = tuple(k for k in known if not state.parted(key, k))
        found.extend(k for k in known if k not in found and k not in owners)
    return tuple(found) if draft.plural or len(found) == 1 else ()


def _equated(state: State, draft: Draft) -> tuple[str, ...]:
    """Who it is by the verb: "Her last husband, from 1975, was Tom Bell", "his mother was the poet Ann Bell"."""
    page = state.page
    if draft.role != SUBJECT or draft.plural or draft.verb < 0 or page.lemma[draft.verb] != "be":
        return ()
    if page.lower[draft.verb] not in {"is", "was"} or any(page.dep[c] == "neg" for c in page.children[draft.verb]):
        return ()
    told = next((c for c in page.children[draft.verb] if page.dep[c] in {"attr", "nsubj"} and c > draft.verb), None)
    if told is None:
        return ()
    name = state.story.at.get(told)
    if name is None or not name.fixed:
        apposed = (state.story.at.get(c) for c in page.children[told] if page.dep[c] == "appos")
        name = next((d for d in apposed if d is not None and d.kind is MentionKind.NAME), None)
    known = name is not None and name.fixed and len(name.entities) == 1 and name.entities[0] in state.people
    if (
        name is None
        or not known
        or (state.people[name.entities[0]].gender not in {"", draft.gender or ""} and draft.gender)
    ):
        return ()
    return name.entities


def _hero_of(state: State, draft: Draft, owner: str, noun: str) -> tuple[str, ...]:
    """The son or daughter who needs no name: the one of the surname whom the article is about."""
    surname = fold(parse(state.people[owner].label).surname) if owner in state.people else ""
    if not surname or draft.plural or relation_of(noun) != "child":
        return ()
    sex = noun_kinds()[state.page.lower[draft.head]][0]
    alike = [
        key
        for key in sorted(state.heroes)
        if key != owner
        and fold(parse(state.people[key].label).surname) == surname
        and state.of[key][0].head < draft.head
    ]
    return tuple(alike) if len(alike) == 1 and state.people[alike[0]].gender == sex != "" else ()


def _description(state: State, draft: Draft, gender: str) -> tuple[str, ...]:
    """The person described so before, else the one that the article is about, if one fits best."""
    age = _age(state, draft)
    gender = gender or _gender_of_owner(state, draft)
    forbidden = barred(state, draft)
    varied = _varied(state, draft)
    ranked: list[tuple[float, str]] = []
    noun = state.page.lower[draft.head]
    held = noun in words("names", "offices") and any(noun in person.nouns for person in state.people.values())
    for key, person in state.people.items():
        if held and noun not in person.nouns:
            continue  # where a Prince Al is told of, he is "the prince"
        if key in forbidden or (gender and person.gender not in {"", gender}) or not person.heads or person.child:
            continue
        if age is not None and person.age is not None and abs(person.age - age) > 1:
            continue
        points = _fit(state, draft, key)
        if key == varied:
            points = max(points or 0.0, 0.0) + _VARIED
        if points is None:
            continue
        points += 1.0 if age is not None and person.age == age else 0.0
        points += 0.4 if gender and person.gender == gender else 0.0
        ranked.append((points, key))
    ranked.sort(key=lambda pair: (-pair[0], pair[1]))
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _LEAD):
        return ()
    best = ranked[0][1]
    teach(state.story, draft, (best,))
    if age is not None and state.people[best].age is None:
        state.people[best].age = age
    return (best,)


def _varied(state: State, draft: Draft) -> str:
    """Whom a new description takes up: the heading, or the only person of the sentence before ("The chef put in")."""
    page = state.page
    sent = page.sent[draft.head]
    heading = state.story.headings.get(sent - 1)
    if heading is not None and len(state.story.headings) > 1 and not noun_kinds()[page.lower[draft.head]][2]:
        return heading
    opens = (draft.role == SUBJECT or page.dep[draft.head] == "ROOT") and draft.first <= page.sents[sent][0] + 1
    if not opens or sent == 0 or state.paragraph[sent] != state.paragraph[sent - 1]:
        return ""
    noun = page.lower[draft.head]
    if noun_kinds()[noun][2] or (noun in words("nominals", "bystanders") and page.at(draft.first + 2) != "-"):
        return ""
    before = {key for d in state.by_sentence[sent - 1] for key in d.entities if key in state.people}
    if len(before) != 1 or any(noun in person.nouns for person in state.people.values()):
        return ""
    [key] = before
    person = state.people[key]
    if person.relative or person.offspring or person.nouns & words("nominals", "bystanders"):
        return ""
    trades = {trade for other in person.nouns for trade in trades_of(other)}
    return "" if trades and trades_of(noun) and not trades & trades_of(noun) else key


def _gender_of_owner(state: State, draft: Draft) -> str:
    """The sex that a possessive of its own clause tells of a subject: "Will the star marry Tom Vance, her partner?"."""
    if draft.role != SUBJECT or draft.verb < 0:
        return ""
    between: set[str] = set()
    for other in state.by_sentence[state.page.sent[draft.head]]:
        if other.head <= draft.head:
            continue
        if other.kind is MentionKind.PRONOUN and other.gender and other.role == OWNER and other.verb == draft.verb:
            noun = state.page.head[other.head]
            own = state.page.lower[noun] in rules("nominals")["shared"]
            # "The tycoon has a son, Max, from his marriage": no boy's marriage.
            return "" if {"", other.gender} & between and not own else other.gender
        between.update(state.people[key].gender for key in other.entities if key in state.people)
    return ""


def _fit(state: State, draft: Draft, key: str) -> float | None:
    """How well a person fits the noun; None if not at all."""
    page, person = state.page, state.people[key]
    noun = page.lower[draft.head]
    described = noun in person.nouns
    called = noun in words("nominals", "stars") or noun in words("nominals", "aged") or _calling(state, draft, key)
    if not described and not called:
        return None
    last = max((head for head in person.heads if head < draft.head), default=-1)
    if last < 0 and not described:
        return None
    distance = page.sent[draft.head] - page.sent[last] if last >= 0 else _NEAR
    if distance > (_FAR if described else _NEAR):
        return None
    points = (3.0 if described else 0.0) - 0.3 * distance + 0.5 * math.log1p(len(person.heads))
    if last >= 0 and state.paragraph[page.sent[last]] == state.paragraph[page.sent[draft.head]]:
        points += 0.8
    points += 0.6 if key in state.heroes else -0.4 if person.relative else 0.0
    points += 0.5 if noun in _FAMOUS and key == state.protagonist else 0.0
    trades = {trade for other in person.nouns for trade in trades_of(other)}
    if trades and trades_of(noun):
        points += 1.2 if trades & trades_of(noun) else -1.2
    if not described and _has_a_rank(state, key):
        points -= _RANKED
    if noun in words("nominals", "mostly_male") and person.gender == "f":
        points -= 2.5
    return points


def _has_a_rank(state: State, key: str) -> bool:
    """Whether the name stands behind a rank or an office: "Gen. Max Orr"."""
    ranks = words("nominals", "ranks")
    named = (d for d in state.of[key] if d.kind is MentionKind.NAME)
    return any(not ranks.isdisjoint({state.page.at(d.first - 1), state.page.lower[d.first]}) for d in named)


def _calling(state: State, draft: Draft, key: str) -> bool:
    """Whether a calling that nobody is told to have may be that of a person whom the article is about."""
    noun = state.page.lower[draft.head]
    if noun not in words("nominals", "callings") or any(noun in person.nouns for person in state.people.values()):
        return False
    pair = state.wedded(draft.head)
    leads = key == state.protagonist or (pair is not None and state.leading(pair) and key in pair)
    trades = {trade for other in state.people[key].nouns for trade in trades_of(other)}
    return leads and (not trades or bool(trades & trades_of(noun)))


def _age(state: State, draft: Draft) -> int | None:
    """The age in "the 40-year-old mom", or behind "the hunk, 33,"."""
    for i in range(draft.first, draft.head):
        if state.page.text[i].isdigit() and state.page.at(i + 2) == "year":
            return int(state.page.text[i])
    return age_behind(state.page, draft.last) if is_age(state.page, draft.last) else None
