"""Births told without a verb of birth: "has become a father", "have named their baby Ida", "announced the birth of"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.claims import attach, syntax
from kg.claims.kin_anchors import anchors
from kg.claims.kin_groups import MANY
from kg.claims.kin_names import kin_named
from kg.claims.kin_nouns import Noun, is_to_be, lexicon, prefixes_of, whole
from kg.claims.kin_people import bearers
from kg.claims.lists import name_list
from kg.claims.reading import Finding, Party, Reading, pairs, people, surety
from kg.dates import TimeKind
from kg.model import TOLD, Status
from kg.names import rules

YEARLY = 4
"""How many characters a year has: who "became a father in 1990" is told of in a life, not in the news."""
REACH = 8
"""How many tokens behind its verb a child may stand."""


def findings(reading: Reading) -> Iterator[Finding]:
    """``event:Birth`` of the child that is named, else of its mother, or of the first of its parents.

    Only births that are news: told in the perfect tense, with a day, or of a baby.
    """
    words = rules("kin")["births"]
    for token in reading.tokens(frozenset((*lexicon(), *words["names"], *words["nouns"], "born"))):
        if token.lower_ in lexicon():
            yield from _became(reading, token) if not _is_expectant(token) else _expects(reading, token)
        elif token.lemma_ in words["names"] and token.pos_ == "VERB":
            yield from _named(reading, token)
        elif token.lower_ in words["nouns"]:
            yield from _announced(reading, token)
        elif token.lower_ == "born":
            yield from _of_nobody_named(reading, token)


def _became(reading: Reading, noun: Token) -> Iterator[Finding]:
    """Who has become a father, or is the parent of a baby girl: the noun for the parent tells it."""
    kin = lexicon()[noun.lower_]
    parent = whole(noun, kin) if (kin.relation, kin.bearer) == ("parentOf", "subject") else None
    verb = noun.head if noun.dep_ == "attr" else noun
    if parent is None:
        return
    doc, i = reading.doc, parent.last
    behind = i < len(doc) and doc[i].lower_ in {"of", "to"}
    child = _child_noun(doc[i : i + REACH]) if behind else None
    newborn = child is not None and _is_newborn(child)
    to_come = _is_to_come(verb) and (not behind or doc[i + 1 : i + 2].text.isdigit() or doc[i + 1].tag_ == "CD")
    if not newborn and not to_come and (verb.lemma_ != "become" or not _is_news(reading, verb)):
        return
    named = kin_named(reading, child) if child is not None else []
    named = named or (name_list(reading, i + 1, limit=MANY, loose=False) if behind else [])
    if behind and not (child or named or any(t.tag_ == "CD" for t in doc[i + 1 : i + 2])):
        return  # "the father of the modern tuba"
    yield from _births(reading, noun, named, bearers(reading, parent)[0], verb)


def _is_expectant(noun: Token) -> bool:
    kin = lexicon()[noun.lower_]
    parent = (kin.relation, kin.bearer) == ("parentOf", "subject")
    return parent and (is_to_be(noun) or (noun.i > 0 and noun.nbor(-1).lower_ in _EXPECTANT))


_EXPECTANT = frozenset({"expectant", "expecting", "pregnant"})


def _expects(reading: Reading, noun: Token) -> Iterator[Finding]:
    """Who is told to be a parent soon: "mum-to-be Ann Lee", "expectant parents Al Bogg and Ann Lee"."""
    last = noun.i + 1 + 4 * is_to_be(noun)
    first = noun.i - (noun.nbor(-1).lower_ in _EXPECTANT if noun.i else 0)
    who, _ = bearers(reading, Noun(noun, first, last, lexicon()[noun.lower_], noun.lower_, frozenset()))
    foreseen = tuple((told.value, Status.PLANNED.value) for told in sorted(TOLD))
    yield from (replace(birth, moment="", place=None, recast=foreseen) for birth in _births(reading, noun, [], who))


def _named(reading: Reading, verb: Token) -> Iterator[Finding]:
    """The child that its parents "have named" so, and the baby that they named so."""
    child = _child_noun(reading.doc[verb.i + 1 : verb.i + REACH])
    noun = whole(child, lexicon()[child.lower_]) if child is not None else None
    if noun is not None and (_is_perfect(verb) or _is_newborn(noun.token)) and not syntax.is_passive(verb):
        yield from _births(reading, verb, bearers(reading, noun)[0], [])


def _announced(reading: Reading, birth: Token) -> Iterator[Finding]:
    """The birth that is announced or celebrated: "of his son, Max", "of their second child", "of a girl, Ida"."""
    doc, verb = reading.doc, syntax.governor(birth)
    behind = doc[birth.i + 1 : birth.i + 2].text.lower()
    if behind == "to" and verb.lemma_ == "give" and not people(reading, syntax.subjects(verb)):
        child = _child_noun(doc[birth.i + 2 : birth.i + REACH])  # "his wife gave birth to a son, Max"
        if child is not None and (born := kin_named(reading, child)):
            yield from _births(reading, verb, born, [])
    if behind != "of" or verb.lemma_ not in rules("kin")["births"]["announces"]:
        return
    child = _child_noun(doc[birth.i + 2 : birth.i + REACH])
    if child is None:
        return
    named, owners = kin_named(reading, child), people(reading, syntax.possessors(child))
    if not owners and doc[birth.i + 2].lower_ in {"a", "an"} and not syntax.is_passive(verb):
        owners = people(reading, syntax.subjects(verb))
        for parent, one in pairs(owners, named):
            yield Finding("parentOf", parent, one, birth.i, "birth-of", 0.9 * surety(parent, one))
    yield from _births(reading, birth, named, owners, verb)


def _of_nobody_named(reading: Reading, born: Token) -> Iterator[Finding]:
    """The birth of somebody's child without a name, on a day: "Ann Lee's baby, a boy, was born on Friday"."""
    for subject in syntax.subjects(born)[:1]:
        kin = lexicon().get(subject.lower_)
        noun = whole(subject, kin) if kin is not None and subject.i not in reading.in_names else None
        if noun is None or (noun.kin.relation, noun.kin.bearer) != ("parentOf", "object") or noun.plural:
            continue
        if not bearers(reading, noun)[0] and _is_news(reading, born):
            yield from _births(reading, born, [], anchors(reading, noun)[0])


def _births(
    reading: Reading, trigger: Token, named: list[Party], parents: list[Party], dated: Token | None = None
) -> Iterator[Finding]:
    mothers = [parent for parent in parents if reading.mentions.gender(parent.key) == "f"]
    place = attach.place_of(reading, trigger)
    for one in named or (mothers if len(mothers) == 1 else parents)[:1]:
        anchor = (dated or trigger).i
        yield Finding(
            "event:Birth", one, None, trigger.i, "birth", 0.85 * surety(one), moment="at", place=place, anchor=anchor
        )


def _child_noun(tokens: Iterable[Token]) -> Token | None:
    """The first word for a child, before any verb, name or comma."""
    for token in tokens:
        kin = lexicon().get(token.lower_)
        if kin is not None and kin.relation == "parentOf" and kin.bearer == "object":
            after = token.nbor() if token.i + 1 < token.sent.end else token
            if after != token and lexicon().get(after.lower_) == kin:
                continue  # "a baby girl"
            return token
        if token.pos_ in {"VERB", "AUX", "PROPN", "PUNCT"} and token.text != "-":
            return None
    return None


def _is_newborn(child: Token) -> bool:
    words = prefixes_of("newborn")
    return child.lower_ in words or any(t.lower_ in words for t in child.doc[max(0, child.i - 3) : child.i])


def _is_news(reading: Reading, verb: Token) -> bool:
    """Whether the verb is in the perfect tense, or its day or month is told."""
    time = attach.time_of(reading, verb)
    day = time.value if time is not None and time.kind is TimeKind.POINT else None
    return _is_perfect(verb) or (day is not None and len(day.value) > YEARLY)


def _is_to_come(verb: Token) -> bool:
    """Whether it is about to be: "is going to be a dad", "is set to become a father", "will soon be parents"."""
    if verb.tag_ != "VB" or verb.lemma_ not in {"be", "become"}:
        return False
    above = {t.lower_ for t in (verb.head, verb.head.head, *verb.head.children, *verb.head.head.children)}
    around = {token.lower_ for token in verb.children}
    if (around | above) & {"not", "n't", "never"} or any(t.lower_ in _CARRIES for t in verb.sent):
        return False  # of the two, the mother tells of the child
    foreseen = "to" in around and verb.head.lower_ in _AHEAD and above & _NOW
    return bool(foreseen) or {"soon", "will"} <= around


_CARRIES = frozenset({"pregnant", "expecting", "expects", "birth"})
_AHEAD = frozenset({"is", "are", "am", "going", "set", "about", "due", "poised"})
_NOW = frozenset({"is", "are", "'s", "’s", "'re", "’re", "am", "'m", "’m"})


def _is_perfect(verb: Token) -> bool:
    had = {"had"} if verb.dep_ == "ccomp" else set()  # "reported that he had become"
    return verb.tag_ == "VBN" and any(t.lower_ in {"has", "have", "'ve", "’ve", *had} for t in verb.children)
