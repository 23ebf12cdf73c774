"""Who the other parent is: "a son with Rob Lane", "Max, by the designer Eve Orr", "from her marriage to Al Bogg"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_groups import MANY
from kg.claims.kin_names import kin_named, partner_behind
from kg.claims.kin_nouns import Noun, lexicon
from kg.claims.lists import name_list, names_before, skip_details
from kg.claims.reading import Party, Reading, merged, people
from kg.model import EntityType, MentionKind
from kg.names import rules
from kg.vocab import COUPLES

THAT = frozenset({"the", "that", "this", "their"})


def partners_in(reading: Reading, noun: Noun, verb: Token | None, who: list[Party]) -> list[Party]:
    """The other parent: "a son with Rob Lane", "a girl, Ida, with him", "has with his ex-wife, Ann Lee"."""
    doc = reading.doc
    withs = [child for child in noun.token.children if child.lower_ in {"with", "by"} and child.dep_ == "prep"]
    if verb is not None:
        both = [child for child in verb.children if child.lower_ in {"with", "by"} and child.dep_ != "agent"]
        withs += [child for child in both if _is_of(noun, verb, child)]
    # behind a semicolon another child's parent is told
    withs = [w for w in withs if w.i < noun.last or not any(t.text == ";" for t in doc[noun.last : w.i])]
    last = max((party.mention.last for party in who), default=noun.last)
    last = skip_details(reading, last)
    while last < len(doc) and doc[last].text in {",", ")", "—", "–"}:
        last += 1
    by_kin = last + 1 < len(doc) and doc[last].lower_ == "by" and (verb is not None or doc[last + 1].tag_ == "PRP$")
    if last < len(doc) and (doc[last].lower_ == "with" or by_kin):
        withs.append(doc[last])
    at_once = partner_behind(reading, noun, noun.last)
    found = {key: Party(key, at_once) for key in at_once.entities} if at_once is not None else {}
    for preposition in withs:
        for party in after_preposition(reading, preposition):
            found.setdefault(party.key, party)
    for party in (*by_marriage(reading, noun.last), *by_marriage(reading, last)):
        found.setdefault(party.key, party)
    return list(found.values())


def _is_of(noun: Noun, verb: Token, preposition: Token) -> bool:
    """Whether the phrase of the verb tells of this child: "a son, Al, by Ann and a daughter, Eve, by Sue" has two."""
    kin, doc, i = lexicon(), verb.doc, preposition.i
    if i < noun.first:
        return not any(t.lower_ in kin and kin[t.lower_].bearer == "object" for t in doc[verb.i : i])
    return not any(t.lower_ in {"with", "by", "another"} for t in doc[noun.last : i])


def each_with(reading: Reading, i: int) -> Iterator[tuple[list[Party], list[Party]]]:
    """The next children of a list, from the name that ends before token ``i`` on, and whom each was had with.

    "Al and Bo with his first wife, Ann Lee, and Cy with the dancer Eve Orr": Cy, and Eve Orr.
    """
    doc = reading.doc
    while partner := other_parent(reading, i):
        named = (m.last for j, m in reading.names.items() if j >= i and partner[0].key in m.entities)
        i = skip_details(reading, next(named, len(doc)))
        behind = i
        while behind < len(doc) and doc[behind].lower_ in {",", ";", "and"}:
            behind += 1
        children = name_list(reading, behind, limit=MANY, loose=False) if behind > i else []
        if not children or doc[behind].sent.start != doc[i - 1].sent.start:
            return
        i = children[-1].mention.last
        if also := other_parent(reading, i):
            yield children, also


def other_parent(reading: Reading, i: int, words: frozenset[str] = frozenset({"with", "by"})) -> list[Party]:
    """The other parent of the child whose name ends before token ``i``: "Max, 16, by the designer Eve Orr"."""
    doc, behind = reading.doc, skip_details(reading, i)
    while behind < len(doc) and doc[behind].text in {",", ")", "—", "–"}:
        behind += 1
    union = by_marriage(reading, i)
    if not union and behind < len(doc) and doc[behind].lower_ in words:
        return after_preposition(reading, doc[behind])
    return union


def in_brackets(reading: Reading, child: Party) -> list[Party]:
    """The other parent told in brackets behind a child: "Ida, 14 (with ex-husband Al Bogg)"."""
    doc, i = reading.doc, child.mention.last
    behind = i + 2 if i + 1 < len(doc) and doc[i].text == "," and doc[i + 1].tag_ == "CD" else i
    for k in (i, behind, skip_details(reading, i)):
        if k + 2 < len(doc) and doc[k].text == "(" and doc[k + 1].lower_ in {"with", "by"}:
            return after_preposition(reading, doc[k + 1])
    return []


def with_spouse(reading: Reading, child: Party) -> list[Party]:
    """The spouse behind a child: "a mother to Ida, 4, with husband Al Bogg"; who only is with her may be anybody."""
    doc, i = reading.doc, skip_details(reading, child.mention.last)
    i += i < len(doc) and doc[i].text == ","
    if i + 2 >= len(doc) or doc[i].lower_ != "with":
        return []
    noun = next((t for t in doc[i + 1 : i + 5] if t.lower_ in lexicon() and t.i not in reading.in_names), None)
    spouse = noun is not None and lexicon()[noun.lower_].relation in COUPLES
    return after_preposition(reading, doc[i]) if spouse else []


def by_marriage(reading: Reading, i: int) -> list[Party]:
    """The two whose marriage token ``i`` begins to tell of: "from her marriage to Al Bogg", ", 12, from Al's first"."""
    doc, i = reading.doc, skip_details(reading, i)
    while i < len(doc) and doc[i].text in {",", ")"}:
        i += 1
    i = _at_its_origin(reading, i)
    if i >= len(doc) or doc[i].lower_ not in {"from", "by", "through", "of", "during"}:
        return []
    for j in range(i + 1, min(i + 8, doc[i].sent.end)):
        if doc[j].lower_ in rules("kin")["parenting"]["unions"]:
            return by_union(reading, doc[j])
        if doc[j].text in {",", ";", ":"}:
            break
    return []


def _at_its_origin(reading: Reading, i: int) -> int:
    """The index of the preposition of a marriage: "are from her marriage", "the fruit of", "born during his"."""
    doc, words = reading.doc, rules("kin")["origins"]
    if i + 3 >= len(doc):
        return i
    i += doc[i].lower_ == "who"
    if doc[i].lemma_ in {"be", "come"} and doc[i + 1].lower_ in {"from", "the"}:
        i += 1
    if doc[i].lower_ in {"the", "both"} and doc[i + 1].lower_ in {*words["fruits"], "from"}:
        return i + 1 + (doc[i + 1].lower_ != "from")
    return i + (doc[i].lower_ in words["born"])


def by_union(reading: Reading, union: Token) -> list[Party]:
    """The two of a marriage: "Al's first marriage, to Ann Lee", "her union with Al"."""
    doc, j = reading.doc, union.i
    owners = people(reading, syntax.possessors(union))
    k = j + 2 if j + 2 < len(doc) and doc[j + 1].text == "," else j + 1
    joined = k < len(doc) and doc[k].lower_ in {"to", "with"}
    return merged(owners, after_preposition(reading, doc[k])) if joined else owners


def is_of_the_union(reading: Reading, noun: Noun) -> bool:
    """Whether the children are those of the marriage just told of: "a son of that marriage, Al"."""
    words = [token.lower_ for token in reading.doc[noun.last : noun.last + 3]]
    return words[:1] == ["of"] and {*words[1:2]} <= THAT and {*words[2:]} <= {*rules("kin")["parenting"]["unions"]}


def union_of(verb: Token) -> Token | None:
    """The marriage that a child came of: "his marriage to Ann Lee produced a son, Al"."""
    words = rules("kin")["parenting"]
    if verb.lemma_ not in words["produces"]:
        return None
    return next((t for t in syntax.subjects(verb) if t.lower_ in words["unions"]), None)


def after_preposition(reading: Reading, preposition: Token) -> list[Party]:
    """Whom the phrase of a preposition names: its object, the name behind a kin noun in it, or the first name."""
    pobj = [child for child in preposition.children if child.dep_ == "pobj"]
    found = people(reading, pobj)
    if not found and any(child.tag_ == "WP" for child in pobj):
        found = names_before(reading, preposition.i, limit=1) or _named_before(reading, preposition)
    if found:
        return found[:1]
    doc = reading.doc
    for token in doc[preposition.i + 1 : min(preposition.i + 7, preposition.sent.end)]:
        if token.i in reading.names:
            break
        if token.lower_ in rules("kin")["parenting"]["unions"]:
            return by_union(reading, token)  # "by her first marriage, to Al Bogg, she has a son"
        if named := kin_named(reading, token):
            return named[:1]
    listed = name_list(reading, preposition.i + 1, limit=1)
    # "to actress Ann Lee", read as a verb
    return listed or name_list(reading, preposition.i + 2, limit=1, loose=preposition.tag_ == "TO")


def _named_before(reading: Reading, preposition: Token) -> list[Party]:
    """Whom "with whom" takes up behind a time or a place: "she wed Al Bogg in 1990, with whom she has a son"."""
    doc, i = reading.doc, preposition.i - 1
    while i > max(preposition.sent.start, preposition.i - 8) and doc[i].pos_ not in {"VERB", "AUX"}:
        mention = reading.mentions.at(i)
        if mention is not None and mention.kind is MentionKind.NAME and mention.type is EntityType.PERSON:
            return people(reading, [doc[mention.head]])
        i -= 1
    return []


def after_phrase(reading: Reading, token: Token, words: set[str]) -> list[Party]:
    """Whom the first phrase of ``token`` that begins with one of ``words`` names."""
    phrase = next((child for child in token.children if child.lower_ in words), None)
    return after_preposition(reading, phrase) if phrase is not None else []
