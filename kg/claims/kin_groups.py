"""Kin nouns for several people: "one of nine children", "two more Lowe brothers", "her brothers sing: Al and Bo"."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kg.claims import attach, syntax
from kg.claims.kin_nouns import Noun, joins_names, lexicon
from kg.claims.lists import begins_a_clause, name_list, names_before
from kg.claims.reading import Party, Reading, people
from kg.model import EntityType, MentionKind
from kg.names import rules

MANY = 12
NEAR = 8
"""So many tokens behind the noun a colon announces its names."""
FAR = 24
"""As many behind a noun for children, whose list may be told why or how before."""


def member(reading: Reading, noun: Noun) -> Token | None:
    """The word for one of many: "one" of "one of nine children", "fourth" of "the fourth of Al Roe's sons"."""
    doc, i = noun.token.doc, noun.first - 1
    while i > noun.token.sent.start and (
        doc[i].tag_ in {"CD", "DT", "JJ", "PRP$", "POS"}
        or i in reading.in_names
        or joins_names(reading, i)
        or (doc[i].tag_ == "NN" and i + 1 in reading.in_names)  # "of the painter Al Roe's four wives"
    ):
        i -= 1
    if i > noun.token.sent.start and doc[i].lower_ == "of" and doc[i - 1].lower_ in rules("kin")["members"]["words"]:
        return doc[i - 1]
    return None


def one_of_them(reading: Reading, one: Token) -> list[Party]:
    """Who the one of many is: the name before the comma, else the subject of the clause."""
    doc, start = reading.doc, one.i
    while start > one.sent.start and doc[start - 1].tag_ in {"DT", "RB"}:
        start -= 1
    if doc[start - 1].text in {",", "—", "–", "("} and (named := names_before(reading, start, limit=1)):
        return named
    subjects = people(reading, syntax.subjects(syntax.governor(one)))
    return subjects if len(subjects) == 1 else []


def more_of_them(reading: Reading, noun: Noun) -> list[Party]:
    """Whose further siblings they are: "two more Lowe brothers" are not the Lowe told of, but his brothers."""
    doc = reading.doc
    mention = reading.mentions.at(noun.token.i - 1) if noun.token.i else None
    if mention is None or mention.kind is not MentionKind.NAME or len(mention.entities) != 1:
        return []
    more = any(t.lower_ in {"more", "other", "another"} for t in doc[max(0, mention.first - 3) : mention.first])
    return [Party.of(mention)] if more else []


def one_of_two(reading: Reading, noun: Noun) -> Party | None:
    """Who it is of two that share their names: "her aunt and uncle, Sue and Al Orr", "Sue and Al Orr, her aunt and"."""
    doc, i = reading.doc, noun.token.i
    if noun.plural or noun.kin.relation != "relativeOf" or i + 1 >= len(doc) or i < 3:
        return None
    first = i if doc[i + 1].lower_ == "and" else i - 2 if doc[i - 1].lower_ == "and" else None
    if (
        first is None
        or first + 3 >= len(doc)
        or any(t.lower_ not in lexicon() or t.tag_ != "NN" for t in (doc[first], doc[first + 2]))
    ):
        return None
    start = first - (doc[first - 1].tag_ in {"PRP$", "DT"})
    named = name_list(reading, first + 3 + (doc[first + 3].text == ","), limit=3, loose=False)
    named = named or (names_before(reading, start, limit=3) if doc[start - 1].text == "," else [])
    return named[0 if first == i else 1] if len(named) == 2 else None


def is_second(noun: Noun) -> bool:
    """Whether the noun is the second of two that share their names: "her sister and brother, Lottie and Jack"."""
    first = lexicon().get(noun.token.head.lower_) if noun.token.dep_ == "conj" else None
    return first is not None and first.relation == noun.kin.relation


def after_colon(reading: Reading, noun: Noun) -> list[Party]:
    """The names that a colon announces: "Several of her brothers and sisters sing: Ann, Bob and Cy".

    Children may be told of at greater length before: "adopted the children in Oslo, to show that it could be done: Al,
    Bo and Cy".
    """
    doc, end = reading.doc, noun.token.sent.end
    children = noun.kin.relation == "parentOf" and noun.kin.bearer == "object"
    aside = False
    for i in range(noun.last, min(noun.last + (FAR if children else NEAR), end - 1)):
        mention = reading.names.get(i)
        if doc[i].text == ":":
            if aside and doc[i - 1].dep_ in {"dobj", "pobj"}:
                return []  # "left the children at home, to meet three friends: Al, Bo and Cy"
            listed = name_list(reading, i + 1, limit=MANY)
            short = sum(party.mention.last - party.mention.first == 1 for party in listed)
            return listed if i < noun.last + NEAR and not aside else listed if short > 1 else []
        if (mention is not None and mention.type is not EntityType.PLACE) or doc[i].text in {";", "—"}:
            return []
        if doc[i].text == ",":
            aside = aside or (children and _is_aside(doc[i + 1 : end]))
            if not aside:
                return []
    return []


def is_of_a_sort(noun: Noun) -> bool:
    """Whether it is said of people at large, and of nobody named behind: "to show that men can be brothers: Al and"."""
    subjects = syntax.subjects(noun.token.head) if noun.token.dep_ == "attr" else []
    return any(
        t.tag_ == "NNS" and not any(child.dep_ in {"det", "poss", "nummod"} for child in t.children) for t in subjects
    )


def _is_aside(words: Span) -> bool:
    """Whether a comma before them ends what is said of the children: "to show that ...", "two of them adopted"."""
    opening = [token.lower_ for token in words[:3]]
    purpose = opening[:1] == ["to"] and words[1:2].root.tag_ == "VB" if len(words) > 1 else False
    return purpose or opening[0] in rules("kin")["asides"]["because"] or opening[1:] in (["of", "them"], ["of", "whom"])


def spelled(reading: Reading, i: int) -> list[Party]:
    """Who follows from token ``i`` on, each with a period: "wife from 1926 to 1927, Mary Phelps from 1928 to 1937".

    The last may have none: "(1990-95), the singer Al Bogg (1999-2004) and Cy Day".
    """
    doc = reading.doc
    found: list[Party] = []
    while i < len(doc):
        joined = False
        while i < len(doc) and doc[i].lower_ in {",", ";", "and", "to", "from", ")"}:
            joined = joined or doc[i].lower_ == "and"
            i += 1
        named = name_list(reading, i, limit=1)
        if named and joined and begins_a_clause(reading, named[0].mention):
            break
        period = attach.period_behind(reading, named[0]) if named else None
        if period is None:
            found.extend(named if joined else [])
            break
        found.append(named[0])
        i = period.last
    return found


def in_a_row(reading: Reading, party: Party) -> list[Party]:
    """Those listed behind somebody whose name has a period: the next ones of a person's spouses or partners."""
    period = attach.period_behind(reading, party)
    return spelled(reading, period.last) if period is not None else []
