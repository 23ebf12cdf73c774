"""What people are to a body by a noun that is not beside its name, or that describes several of them.

"Its founder, Ann Lee", "the firm's head", "X, whose drummer, Al Orr", "the founders of X, Ann Lee and Al Orr", "Acme,
of which Ann Lee is president"; one who is told of alone beside the name is found by `posts` and the frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from kg.claims import past, syntax
from kg.claims.bodies import Body, body_of, named_body
from kg.claims.frame_table import table
from kg.claims.lists import name_list, names_before
from kg.claims.meant import house_before, meant
from kg.claims.posts import holders, predicate_of
from kg.claims.reading import Finding, Party, Reading, people, surety
from kg.claims.successors import TOLD, note_of, successors
from kg.names import words

MANY = 8
BEHIND = frozenset({"by", "after", "amid", "following", "before", "because"})
"""Prepositions behind a post that tell of no house: "was replaced as president by Al Orr"."""
LISTING = frozenset({"be", "include", "number"})
"""Verbs between a plural and the names of those it means: "its founders are Ann Lee and Al Orr"."""
BEFORE_LISTS = frozenset({",", ":", "—", "–", "("})


def findings(reading: Reading) -> Iterator[Finding]:
    """Who founded, leads, serves, plays in or learned at a body that is only meant, or that several are told of."""
    for noun in reading.tokens(_nouns()):
        if noun.i in reading.in_names or noun.pos_ not in {"NOUN", "PROPN"}:
            continue
        several = noun.tag_ in {"NNS", "NNPS"}
        for body, link in _bodies(reading, noun, several):
            predicate = _predicate(reading, noun, body, link)
            found = _several(reading, noun, body) if several else holders(reading, noun)
            if not found and noun.dep_ == "attr":
                found = [(party, noun.i) for party in people(reading, syntax.subjects(noun.head))]
                found = found or [(party, noun.i) for party in _before_the_verb(reading, noun.head)]
            if not found and noun.dep_ == "nsubj" and noun.head.lemma_ == "be":  # "X, whose president is Ann Lee"
                named = people(reading, [child for child in noun.head.children if child.dep_ == "attr"])
                found = [(party, noun.i) for party in named]
            for party, trigger in found if predicate else []:
                if party.key != body.key:
                    told = reading.doc[trigger].pos_ in {"VERB", "AUX"} or noun.dep_ in {"attr", "oprd"}
                    sure = 0.85 * surety(party)
                    gone = note_of(reading, party, trigger)
                    found_so = Finding(predicate, party, body, trigger, "tie", sure, presupposed=not told)
                    if gone is not None:
                        found_so = replace(found_so, moment="end", statuses=TOLD)
                    yield replace(found_so, note=past.over(predicate, noun) or gone)
                    for other, verb in successors(reading, trigger):
                        yield Finding(
                            predicate,
                            other,
                            body,
                            verb,
                            "successor",
                            0.85 * surety(other),
                            moment="start",
                            anchor=trigger,
                        )


def _bodies(reading: Reading, noun: Token, several: bool) -> Iterator[tuple[Party, str]]:
    """The body that the noun is of, with the preposition or "'s"."""
    owners = syntax.possessors(noun)
    if owners:
        owner = owners[0]
        named = reading.mentions.at(owner.i)
        if owner.i in reading.in_names and named is not None:
            if several and (owned := named_body(named)) is not None:
                yield owned, "'s"
        elif (body := meant(reading, owner)) is not None:
            yield body, "'s"
        return
    if several and (behind := _behind(reading, noun)) is not None:
        yield behind
    elif (house := _appointing(reading, noun)) is not None:
        yield house, "'s"
    elif (which := _of_which(reading, noun)) is not None:
        yield which, "'s"
    elif (bare := _bare(reading, noun)) is not None:
        yield bare, "'s"


def _behind(reading: Reading, noun: Token) -> tuple[Party, str] | None:
    """The body named behind the noun and a preposition: "founders of the band X"."""
    doc, i = reading.doc, noun.i + 1
    if i >= len(doc) or doc[i].lower_ not in {"of", "at", "from", "in", "with", "for"}:
        return None
    link, i = doc[i].lower_, i + 1
    while i < len(doc) and i not in reading.names and doc[i].pos_ in {"DET", "ADJ", "NOUN"} and i < noun.i + 6:
        i += 1
    body = named_body(reading.names.get(i))
    return (body, link) if body is not None else None


def _appointing(reading: Reading, noun: Token) -> Party | None:
    """The house that puts somebody into the post: "X has named Ann Lee its head", "was made editor by X"."""
    by_as = noun.dep_ == "pobj" and noun.head.lower_ == "as"
    verb = syntax.governor(noun.head) if by_as else noun.head
    if verb.lemma_ not in words("posts", "appointing") or noun.i + 1 == len(noun.doc) or noun.nbor().lower_ == "of":
        return None
    actors = syntax.agents(verb) if syntax.is_passive(verb) else syntax.subjects(verb)
    return next((body for actor in actors if (body := _named_or_meant(reading, actor)) is not None), None)


def _named_or_meant(reading: Reading, token: Token) -> Party | None:
    mention = reading.mentions.at(token.i)
    return named_body(mention) if token.i in reading.in_names and mention is not None else meant(reading, token)


def _bare(reading: Reading, noun: Token) -> Party | None:
    """The house of a post without an article and without a house: "she is chief executive", "stays on as chairman"."""
    held = noun.dep_ == "attr" or (noun.dep_ == "pobj" and noun.head.lower_ == "as")
    if not held or noun.tag_ != "NN" or noun.lower_ not in words("posts", "leaders") - {"director"}:
        return None
    determined = any(child.dep_ in {"det", "poss", "nummod"} for child in noun.children)
    dated = any(noun.i < time.first <= noun.i + 2 for time in reading.times)  # "resigned as chairman in 2020"
    goes_on = not dated and noun.i + 1 < len(noun.doc) and noun.nbor().pos_ in {"ADP", "PROPN", "NOUN"}
    goes_on = goes_on and noun.nbor().lower_ not in BEHIND
    return None if determined or goes_on else house_before(reading, noun)


def _of_which(reading: Reading, noun: Token) -> Party | None:
    """The body right before "of which": "X, of which Ann Lee is president"."""
    doc = noun.doc
    if noun.dep_ not in {"attr", "oprd"}:
        return None
    before = range(noun.head.i - 1, noun.sent.start + 1, -1)
    which = next((k for k in before if doc[k].lower_ == "which" and doc[k - 1].lower_ == "of"), None)
    if which is None:
        return None
    return named_body(reading.name_ending(which - 1 - (doc[which - 2].text == ",")))


def _before_the_verb(reading: Reading, verb: Token) -> list[Party]:
    """Who is named right before a verb whose sentence was not understood: "Acme, of which [Ann Lee] has been head"."""
    helps = [child.i for child in verb.children if child.dep_ in syntax.AUXILIARIES and child.i < verb.i]
    first = min([verb.i, *helps])
    named = names_before(reading, first, limit=1)
    return named if named and named[0].mention.last == first else []


def _predicate(reading: Reading, noun: Token, body: Party, link: str) -> str:
    """What the noun tells of somebody and the body, if anything."""
    word = noun.lemma_.lower()
    kind = body_of(reading, body)
    if word in lemmas("founder-of"):
        return "founderOf"
    if word in lemmas("student-of") | {"alumni"}:
        return "studiedAt" if kind in {Body.SCHOOL, Body.UNKNOWN} else ""
    if word in lemmas("member-of") and kind is not Body.HOUSE:
        return "memberOf" if kind is not Body.SCHOOL else ""
    return predicate_of(noun, link)


def _several(reading: Reading, noun: Token, body: Party) -> list[tuple[Party, int]]:
    """All whom a plural describes, each with the token that says so."""
    doc, verb = reading.doc, syntax.governor(noun)
    end = body.mention.last if body.mention.first > noun.i else noun.i + 1
    if noun.dep_ == "pobj" and noun.head.lower_ in {"among", "amongst"} and verb.lemma_ == "be":
        return [(party, noun.i) for party in _listed_from(reading, verb.i + 1)]
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":  # "met as undergraduates at X"
        return [(party, verb.i) for party in people(reading, syntax.subjects(verb))]
    if noun.dep_ in {"nsubj", "nsubjpass"} and verb.lemma_ in LISTING and verb.i >= end:
        return [(party, noun.i) for party in _listed_from(reading, verb.i + 1)]
    if noun.dep_ == "attr":
        subjects = syntax.subjects(verb)
        listed = [t.i + 1 for s in subjects for t in s.subtree if t.lower_ == "including" and t.i < verb.i]
        found = name_list(reading, listed[0], limit=MANY) if listed else people(reading, subjects)
        return [(party, verb.i) for party in found]
    if end < len(doc) and doc[end].text in BEFORE_LISTS:
        found = name_list(reading, end + 1, limit=MANY, loose=False)
    else:
        found = name_list(reading, end, limit=MANY, loose=False) if end == noun.i + 1 else []
    if len(found) < 2 and noun.i > 2:
        both = noun.nbor(-1).lower_ in {"both", "all"}
        start = min((child.i for child in noun.children if child.i < noun.i), default=noun.i)
        start -= 2 * (doc[start - 1].text == "-")  # "Ann Lee and Al Orr, co-founders of X"
        found = names_before(reading, start - (not both), limit=MANY) if doc[start - 1].text == "," or both else []
    return [(party, noun.i) for party in found] if len(found) > 1 else []


def _listed_from(reading: Reading, i: int) -> list[Party]:
    """The people listed from token ``i`` on, behind what describes them: "are the actors Ann Lee and Al Orr"."""
    start = next((k for k in range(i, min(i + MANY, len(reading.doc))) if k in reading.names), i)
    return name_list(reading, start, limit=MANY)


@cache
def lemmas(frame: str) -> frozenset[str]:
    """The nouns of a frame of ``kg/rules/frames.toml``."""
    return next(row.lemmas for rows in table().values() for row in rows if row.name == frame)


@cache
def _nouns() -> frozenset[str]:
    """The nouns for what people are to a body."""
    ties = lemmas("founder-of") | lemmas("student-of") | lemmas("member-of") | {"alumni"}
    return ties | words("posts", "leaders") | words("posts", "staff")
