"""Whom a kin noun is relative to: its possessors, its of-phrase, the lists of people in it."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_groups import more_of_them
from kg.claims.kin_names import inner_noun, kin_named
from kg.claims.kin_nouns import Noun, lexicon
from kg.claims.lists import name_list, names_before, skip_apposition, skip_details
from kg.claims.reading import Party, Reading, people


def anchors(reading: Reading, noun: Noun) -> tuple[list[Party], bool]:
    """Whom the noun is relative to, and whether that is said by a definite possessive (and so presupposed)."""
    owners = _with_left(syntax.possessors(noun.token)) or _with_left(syntax.possessors(reading.doc[noun.first]))
    owned = people(reading, owners)
    if not owned and owners and owners[0].lower_ == "whose":
        owned = names_before(reading, owners[0].i, limit=1)
    if owners and owners[0].tag_ == "PRP$" and (listed := _parent_before(reading, noun, owners[0])):
        return listed, True
    if owned or owners:
        return owned, True
    if (before := noun.token.head) != noun.token and noun.token.dep_ == "conj" and before.lower_ in lexicon():
        shared = people(reading, _with_left(syntax.possessors(before)))  # "her sister and brother"
        if shared:
            return shared, True
    if noun.plural and noun.kin.relation == "siblingOf" and (named := more_of_them(reading, noun)):
        return named, True
    of_whom = _of_phrase(reading, noun)
    if of_whom:
        return of_whom, True
    return [], False


def _parent_before(reading: Reading, noun: Noun, owner: Token) -> list[Party]:
    """Whose spouse the second parent is: "the son of Ike Lowe, a farmer, and his wife, Ann" speaks of Lowe's wife."""
    doc = reading.doc
    if noun.kin.relation != "marriedTo" or owner.i < 2 or doc[owner.i - 1].lower_ != "and":
        return []
    for i in range(owner.i - 2, max(owner.sent.start, owner.i - 14), -1):
        kin = lexicon().get(doc[i - 1].lower_)
        if doc[i].lower_ == "of" and kin is not None and kin.bearer == "object":
            listed, _ = people_listed(reading, i + 1)
            return listed[:1]
    return []


def _with_left(tokens: list[Token]) -> list[Token]:
    """Possessors with their left conjuncts: "Kim and Kanye's"."""
    found = {token.i: token for token in tokens}
    for token in tokens:
        if token.dep_ == "conj" and token.head.pos_ in {"PROPN", "NOUN", "PRON"}:
            found[token.head.i] = token.head
        for child in token.children:
            if child.dep_ == "conj" and child.i < token.i + 6 and child.tag_ != "PRP$":
                found[child.i] = child
    return [found[i] for i in sorted(found)]


def _of_phrase(reading: Reading, noun: Noun) -> list[Party]:
    """The people after "of" (and "to", for parents): names by the list reader, pronouns and nominals by the tree."""
    doc = reading.doc
    words = {"of", "to"} if noun.kin.bearer != "object" else {"of"}
    if noun.last >= len(doc) or doc[noun.last].lower_ not in words:
        return []
    listed, _ = people_listed(reading, noun.last + 1)
    found = {party.key: party for party in listed}
    for token in syntax.obliques(noun.token, words):
        if token.i > noun.first:
            for party in people(reading, [token]) or kin_named(reading, token):
                found.setdefault(party.key, party)
    if not found and (inner := inner_noun(reading, noun)) is not None:
        return kin_named(reading, inner)
    return list(found.values())


def people_listed(reading: Reading, i: int) -> tuple[list[Party], int]:
    """People told of one after the other from token ``i`` on, each with what describes them, to the end of the list.

    "the painter Jonas Orr and the actress Helen Pike", "a surgeon, Al Bogg, and of the illustrator Maud Humber",
    "Tolliver and his first wife, Ann Lee".
    """
    doc = reading.doc
    found: list[Party] = []
    end = doc[i].sent.end if i < len(doc) else i
    while i < end and len(found) < 4:
        if doc[i].tag_ == "PRP$":
            kin = next((t for t in doc[i + 1 : min(i + 5, end)] if t.lower_ in lexicon()), None)
            named = kin_named(reading, kin) if kin is not None else []
        else:
            named = name_list(reading, i, limit=1) or _described(reading, i)
        if not named:
            break
        found.append(named[0])
        i = skip_details(reading, named[0].mention.last)
        i = skip_apposition(reading, i)
        joined = False
        while i < end and doc[i].lower_ in {",", "and", "of", "&"}:
            joined = joined or doc[i].lower_ in {"and", "&"}
            i += 1
        if not joined:
            break
    return found, i


def _described(reading: Reading, i: int) -> list[Party]:
    """The name behind a description and a comma: "a surgeon, Al Bogg"."""
    doc = reading.doc
    for j in range(i, min(i + 5, len(doc) - 1)):
        if doc[j].text == ",":
            return name_list(reading, j + 1, limit=1, loose=False)
        if doc[j].tag_ not in {"DT", "NN", "JJ", "NNP"} or j in reading.names:
            return []
    return []
