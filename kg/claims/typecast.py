"""Who plays in a work whose title the words around it gave away: "X made a gangster of her", "as Medea in the film".

And who plays in the one named last: "for playing a thief in the same film", "Ann Lee, the ferry girl of that film".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.casting import FAR, called, credit
from kg.claims.lists import name_list
from kg.claims.reading import Finding, Party, Reading, merged, people
from kg.claims.screen import screen_words
from kg.model import EntityType, Mention
from kg.names import words

ACTORS = frozenset({"actor", "actress", "performance", "performer"})
NEAR = 40
"""How many tokens back somebody is spoken of whom "Hollywood called"."""


def findings(reading: Reading, told: Sequence[Finding]) -> Iterator[Finding]:
    """``appearsIn`` by the words that give a title away; ``told`` is what else says who plays and wins."""
    works = [m for m in reading.names.values() if m.type is EntityType.WORK and m.resolved]
    works.sort(key=lambda work: work.first)
    acting = players(reading, told) if works else frozenset()
    for work in works:
        found = (*_made(reading, work, works), *_of_that_name(reading, work), *_called_for(reading, work))
        for party, trigger in (*found, *_looks(reading, work), *_worked_on(reading, work, acting)):
            verbal = reading.doc[trigger].pos_ in {"VERB", "AUX"}
            yield credit(party, work, trigger, "typecast", presupposed=not verbal)
    for party, work, trigger in _same(reading, works):
        yield credit(party, work, trigger, "same-film", presupposed=reading.doc[trigger].pos_ != "VERB")


def players(reading: Reading, told: Sequence[Finding]) -> frozenset[str]:
    """Those of whom something else tells that they play."""
    found: set[str] = set()
    for finding in told:
        prize = finding.object if finding.predicate == "wonAward" else None
        stage = isinstance(prize, Party) and any(
            t.lower_ in ACTORS for t in reading.doc[prize.mention.first : prize.mention.last]
        )
        if finding.subject is not None and (finding.predicate == "appearsIn" or stage):
            found.add(finding.subject.key)
    return frozenset(found)


def _made(reading: Reading, work: Mention, works: Sequence[Mention]) -> Iterator[tuple[Party, int]]:
    """Of whom a title made a figure, in the list that leaves the verb out too: "X made a spy of him, Y a lover"."""
    doc, sentence = reading.doc, reading.doc[work.head].sent
    verb = next((t for t in doc[sentence.start : sentence.end] if t.lemma_ == "make" and _is_typecast(t)), None)
    if verb is None or not any(one.last == verb.i for one in works):
        return
    i = work.last
    if i != verb.i and i < len(doc) and doc[i].text == ",":
        i = next((k + 1 for k in range(i + 1, min(i + 9, sentence.end)) if doc[k].text == ","), i)
    if i != verb.i and (work.first < verb.i or doc[min(i, len(doc) - 1)].lower_ not in {"a", "an"}):
        return
    of = next((t for t in doc[verb.i : min(verb.i + 8, sentence.end)] if t.lower_ == "of"), None)
    if of is not None:
        found = people(reading, [doc[of.i + 1]]) or name_list(reading, of.i + 1, limit=1)
        yield from ((party, verb.i) for party in found)


def _is_typecast(verb: Token) -> bool:
    behind = verb.doc[verb.i + 1 : min(verb.i + 7, len(verb.doc))]
    return any(t.lower_ in words("evidence", "typecast") for t in behind) and any(t.lower_ == "of" for t in behind)


def _of_that_name(reading: Reading, work: Mention) -> Iterator[tuple[Party, int]]:
    """The players of a title that is a part's name: "he as Jason, she as Medea in the film of that name"."""
    doc, i = reading.doc, work.last
    if [t.lower_ for t in doc[i : i + 2]] != ["in", "the"] or doc[i + 2].lower_ not in words("brands", "work_nouns"):
        return
    sentence = doc[work.head].sent
    before = doc[work.first - 1]
    if before.lemma_ in screen_words("part_verbs"):
        yield from ((party, before.i) for party in people(reading, syntax.subjects(before)))
    for token in doc[sentence.start + 1 : work.first]:
        if token.lower_ == "as":
            verb = syntax.governor(token)
            found = people(reading, [doc[token.i - 1]]) or _by_sex(reading, doc[token.i - 1])
            playing = verb.lemma_ in screen_words("playing") or verb.lemma_ in {"see", "know"}
            found = found or (people(reading, syntax.subjects(verb)) if playing else [])
            yield from ((party, token.i) for party in found)


def _by_sex(reading: Reading, pronoun: Token) -> list[Party]:
    """The one of the two a sentence is about whom its "he" or "she" means: "The two met, he as Jason, she as Medea"."""
    sex = {"he": "m", "she": "f"}.get(pronoun.lower_)
    found = people(reading, reading.doc[pronoun.sent.start : pronoun.i]) if sex else []
    found = [party for party in found if reading.doc[party.mention.first - 1].lower_ != "as"]  # no part
    fits = [party for party in found if reading.mentions.gender(party.key) == sex]
    return fits if len(found) == 2 and len(fits) == 1 else []


def _called_for(reading: Reading, work: Mention) -> Iterator[tuple[Party, int]]:
    """Whom a stage or a screen called with the title: the one spoken of right before."""
    doc, sentence = reading.doc, reading.doc[work.head].sent
    callers, calling = words("evidence", "callers"), words("evidence", "calling")
    here = doc[sentence.start : work.first]
    verb = next((t for t in here if t.lemma_ in calling and t.i and t.nbor(-1).lower_ in callers), None)
    if verb is None or not any(t.lower_ == "with" and t.i > verb.i for t in here):
        return
    asked = people(reading, syntax.objects(verb))
    for token in () if asked else reversed(doc[max(0, sentence.start - NEAR) : sentence.start]):
        if token.dep_ in syntax.SUBJECTS and (asked := people(reading, [token])):
            break
    yield from ((party, verb.i) for party in asked if len(asked) == 1)


def _looks(reading: Reading, work: Mention) -> Iterator[tuple[Party, int]]:
    """Who is meant by a look and a title, where one person alone was spoken of before: "The blonde of X wore"."""
    doc, sentence = reading.doc, reading.doc[work.head].sent
    if work.first - sentence.start != 3 or sentence.start == 0:
        return
    noun = doc[work.first - 2]
    if doc[work.first - 1].lower_ not in {"of", "in"} or noun.lower_ not in words("evidence", "looks"):
        return
    before = doc[sentence.start - 1].sent
    named = [m for m in reading.names.values() if before.start <= m.first < before.end]
    women = noun.lower_ in WOMEN
    found = merged([], [p for m in named if m.type is EntityType.PERSON for p in people(reading, [doc[m.first]])])
    fits = [p for p in found if (reading.mentions.gender(p.key) == "f") == women or len(found) == 1]
    yield from ((party, noun.i) for party in fits if len(fits) == 1)


WOMEN = frozenset({"blonde", "brunette", "redhead", "bombshell", "vamp", "villainess", "siren", "vixen"})


def _worked_on(reading: Reading, work: Mention, players: frozenset[str]) -> Iterator[tuple[Party, int]]:
    """Which player begins or ends work on the title: "is to begin work on X again in the fall"."""
    doc = reading.doc
    verb = doc[work.first - 3] if work.first > 2 else doc[0]
    if [t.lower_ for t in doc[max(0, work.first - 2) : work.first]] == ["work", "on"] and verb.pos_ == "VERB":
        subjects = syntax.subjects(verb)
        yield from ((party, verb.i) for party in people(reading, subjects) if party.key in players)


def _same(reading: Reading, works: Sequence[Mention]) -> Iterator[tuple[Party, Mention, int]]:
    """Who plays in "the same film" or "that film", by the verb of playing or the part called so."""
    doc = reading.doc
    for token in reading.tokens(screen_words("shows") | {"picture"}) if works else ():
        k = token.i - 1
        same = k > 1 and doc[k].lower_ == "same" and doc[k - 1].lower_ == "the"
        if not same and (k < 1 or doc[k].lower_ != "that"):
            continue
        preposition = doc[k - 1 - same]
        near = (m for m in reversed(works) if m.last <= token.i and token.i - m.last < FAR)
        work = next((m for m in near if not (same and _is_aside(reading, m, token))), None)
        if work is None or preposition.lower_ not in {"in", "of"} or token.i + 1 in reading.in_names:
            continue
        part = called(reading, preposition.nbor(-1))
        if part is not None:
            yield part, work, preposition.i - 1
            continue
        verb = syntax.governor(preposition)
        if preposition.lower_ == "in" and verb.lemma_ in screen_words("playing"):
            yield from ((party, work, verb.i) for party in _subjects(reading, verb))


def _is_aside(reading: Reading, work: Mention, same: Token) -> bool:
    """Whether a title tells in passing what somebody is known for, and is not what "the same film" means."""
    before = reading.doc[max(same.sent.start, work.first - 6) : work.first]
    return any(t.lower_ in screen_words("known") for t in before)


def _subjects(reading: Reading, verb: Token) -> list[Party]:
    """Who does it, of "for playing" too: the subject of the verb that the phrase hangs on."""
    found = people(reading, syntax.subjects(verb))
    if not found and verb.tag_ == "VBG" and verb.dep_ == "pcomp":
        found = people(reading, syntax.subjects(syntax.governor(verb.head)))
    return found
