"""Who is in a political party: "the Labour MP Ann Lee", "Al Orr (Lib Dem, Hove)", "ran as a Democrat".

Who joins, leaves or is a member of a party is told like the members of a band; what they are of it is put right here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.claims import past, syntax
from kg.claims.bearers import bearer
from kg.claims.bodies import is_party
from kg.claims.lists import name_list, names_before
from kg.claims.reading import Finding, Party, Reading, people, surety
from kg.model import EntityType
from kg.names import words

REACH = 3
"""How many words may stand between a party and an office: "Conservative county councillor"."""
MANY = 6
_MADE_OF = frozenset({"memberOf", "employedBy", "studiedAt"})


def findings(reading: Reading) -> Iterator[Finding]:
    """``partyMemberOf`` of those who bear the party's name, or its office."""
    for mention in reading.names.values():
        if mention.type is not EntityType.ORGANIZATION or not mention.resolved:
            continue
        party = Party.of(mention)
        if not is_party(reading, party):
            continue
        for noun, somebody, presupposed in _of_it(reading, party):
            sure, note = 0.9 * surety(somebody), past.over("partyMemberOf", noun)
            yield Finding("partyMemberOf", somebody, party, noun.i, "party", sure, presupposed=presupposed, note=note)


def of_parties(reading: Reading, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, in which nobody is a member of a party, or works for it, otherwise than as one of it."""
    for finding in found:
        party = finding.object
        if (
            not isinstance(party, Party)
            or finding.predicate not in _MADE_OF | {"leads"}
            or not is_party(reading, party)
        ):
            yield finding
        elif finding.predicate in _MADE_OF:
            yield finding if finding.rule == "post" else replace(finding, predicate="partyMemberOf")
        elif reading.doc[finding.trigger].lower_ not in words("parties", "not_at_its_head"):
            yield finding  # but a Tory chancellor is at the head of no party


def _of_it(reading: Reading, party: Party) -> Iterator[tuple[Token, Party, bool]]:
    """Who is of the party, with the word that says so, and whether that takes it for granted."""
    doc, mention = reading.doc, party.mention
    word = doc[mention.last - 1]
    if mention.first > 1 and doc[mention.first - 1].text == "(":
        yield from ((word, one, True) for one in _before_brackets(reading, mention.first - 1))
        return
    head = _its_head(reading, mention.first)
    if head is not None:
        yield from ((head, one, head.dep_ not in {"attr", "oprd"}) for one in bearer(reading, head)[:1])
        return
    office = _office(reading, mention.last)
    if office is None and mention.last in reading.names:
        named = name_list(reading, mention.last, limit=1, loose=False)  # "Social Democrat Karin Holm"
        yield from ((word, one, True) for one in named if word.lower_ != "labour")
        return
    of_one = doc[mention.first : mention.last].text in words("parties", "members")
    noun = office if office is not None else word if of_one else None
    if noun is None or (noun.i + 1 < len(doc) and noun.nbor().tag_ == "POS"):
        return
    several = noun.tag_ in {"NNS", "NNPS"} or noun.lower_.endswith("s")
    listed = name_list(reading, noun.i + 1, limit=MANY, loose=False) if several else []
    if listed:
        yield from ((noun, one, True) for one in listed)
        return
    if (chosen := _as_one(reading, noun)) is not None:
        verb, who = chosen
        yield from ((verb, one, False) for one in who)
        return
    found = _beside(reading, noun) or bearer(reading, noun)
    if several and noun.dep_ == "attr":
        found = people(reading, syntax.subjects(noun.head)) or found
    yield from ((noun, one, noun.dep_ not in {"attr", "oprd"}) for one in (found if several else found[:1]))


def _office(reading: Reading, i: int) -> Token | None:
    """The last noun of the office behind a party: "shadow [minister]", "deputy [leader]"."""
    doc, found = reading.doc, None
    for token in doc[i : min(i + REACH + 1, len(doc))]:
        if token.i in reading.in_names:
            break
        if token.lower_ in words("parties", "offices"):
            found = token
        elif found is not None or token.lower_ not in words("parties", "between"):
            break
    return found


def _beside(reading: Reading, noun: Token) -> list[Party]:
    """Who is named behind a second office: "the Labour peer and former minister Lady Hale"."""
    if noun.i + 2 >= len(noun.doc) or noun.nbor().lower_ != "and" or noun.i + 2 in reading.in_names:
        return []
    return name_list(reading, noun.i + 2, limit=1)


def _its_head(reading: Reading, i: int) -> Token | None:
    """The noun of the office that a party stands behind: "the [leader] of the Liberal Democrats"."""
    doc = reading.doc
    k = i - 1 - (i > 0 and doc[i - 1].lower_ == "the")
    held = k > 0 and doc[k].lower_ == "of" and doc[k - 1].lower_ in words("parties", "heads")
    return doc[k - 1] if held and doc[k - 1].i not in reading.in_names else None


def _before_brackets(reading: Reading, i: int) -> list[Party]:
    """Who is named right before the bracket: "Reg Tully (Lib Dem, Hove)"."""
    named = names_before(reading, i, limit=1)
    return named if named and named[0].mention.last == i else []


def _as_one(reading: Reading, noun: Token) -> tuple[Token, list[Party]] | None:
    """The verb, and who ran "as a Republican", was elected "Labour MP"; None where the noun stands otherwise."""
    top = noun
    while top.dep_ in {"compound", "conj", "nmod"} and top.head.pos_ in {"NOUN", "PROPN"} and top.head != top:
        top = top.head
    by_as = top.dep_ == "pobj" and top.head.lower_ == "as"
    verb = syntax.governor(top.head) if by_as else top.head
    chosen = verb.lemma_ in words("parties", "running")
    if by_as:
        return verb, people(reading, syntax.subjects(verb)) if chosen else []
    if top.dep_ == "oprd" and verb.pos_ == "VERB" and syntax.is_passive(verb):
        named = chosen or verb.lemma_ in words("posts", "appointing")
        return verb, people(reading, syntax.subjects(verb)) if named else []
    return None
