"""Subject, verb, object read off the words, where the parser took the verb for an adjective.

"Singer Ann Lee married actor Bob Day in Leeds": headlines and briefs leave the articles out, and the stock parser then
hangs "married" on the second name. A verb right between two people is a verb.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.claims import attach, syntax
from kg.claims.bodies import named_body
from kg.claims.frame_table import Frame, table
from kg.claims.frames import give_all
from kg.claims.lists import name_list, names_before
from kg.claims.reading import Finding, Party, Reading, people
from kg.model import EntityType
from kg.names import rules

MISREAD = frozenset({"amod", "compound", "nmod"})
BEFORE_VERBS = frozenset({"has", "had", "since", "later", "then", "also", "recently", "secretly", "quietly"})
VOW_ENDS = frozenset({'"', "”", "'", "’", "'s", "’s"})


def findings(reading: Reading) -> Iterator[Finding]:
    """What verbs between two names say that the tree does not show as verbs, and vows that it takes for speech."""
    told = rules("frames")
    for token in reading.tokens({"do", *told["misread"], *told["misread_of_bodies"]}):
        if token.lower_ == "do":
            yield from _vow(reading, token)
        frame = _frame(token)
        if frame is None:
            continue
        start = token.i
        while start > token.sent.start and token.doc[start - 1].lower_ in BEFORE_VERBS:
            start -= 1
        of_body = token.lower_ in told["misread_of_bodies"]
        start -= of_body and token.doc[start - 1].text == ","  # "his son, Al Orr, captains"
        if start - 1 not in reading.in_names:
            continue
        both = of_body and not token.lower_.endswith("s")  # "Ann Lee and Al Orr form"
        after = _body(reading, token) if of_body else name_list(reading, token.i + 1, limit=1)
        before = names_before(reading, start, limit=1 + both)
        for party in before if after and len(before) > both else []:
            if party.key != after[0].key:
                yield from give_all(reading, frame, token, party, after[0])


def _body(reading: Reading, verb: Token) -> list[Party]:
    """The body named right behind the verb: "Ann Lee captains the Rovers"."""
    doc, i = reading.doc, verb.i + 1
    body = named_body(reading.names.get(i + 1 if i < len(doc) and doc[i].pos_ == "DET" else i))
    return [] if body is None else [body]


def _vow(reading: Reading, do: Token) -> Iterator[Finding]:
    """The wedding of two who "said 'I do' in Porto": its place and day hang on what was said, for the parser."""
    doc, verb = reading.doc, do.head
    says = verb.lemma_ in {"say", "exchange"} and do.i - verb.i < 5 and verb.i < do.i < len(doc) - 1
    if not says or doc[do.i - 1].lower_ != "i" or doc[do.i + 1].text not in VOW_ENDS:
        return
    frame = next(frame for frame in table()["exchange"] if frame.name == "exchange-vows")
    couple = people(reading, syntax.subjects(verb))
    couple += people(reading, syntax.obliques(do, {"to"})) if len(couple) == 1 else []
    place = attach.place_of(reading, do)
    for found in give_all(reading, frame, verb, *(couple if len(couple) == 2 else (None, None))):
        yield replace(found, anchor=do.i, place=place if found.predicate.startswith("event:") else None)


def _frame(token: Token) -> Frame | None:
    """The frame of a verb that is taken for an adjective or for a noun."""
    told = rules("frames")
    name = told["misread"].get(token.lower_) if token.dep_ in MISREAD else None
    if name is not None:
        return next((frame for frame in table()[name] if frame.name == name), None)
    lemma = told["misread_of_bodies"].get(token.lower_, "") if token.pos_ in {"NOUN", "PROPN"} else ""
    of_bodies = (frame for frame in table().get(lemma, ()) if "VERB" in frame.pos)
    return next((frame for frame in of_bodies if EntityType.ORGANIZATION in frame.types), None)
