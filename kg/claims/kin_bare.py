"""Whose kin a bare noun means, with no possessor of its own: "with wife Ann", "Another sister, Faith, runs a farm"."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_nouns import Noun, lexicon, prefixes_of, whole
from kg.claims.lists import name_list, names_before, skip_details
from kg.claims.reading import Party, Reading, people
from kg.dates import TimeKind
from kg.model import EntityType
from kg.names import rules
from kg.vocab import COUPLES

_OTHER = 24
"""So many tokens may tell of the one parent before the other."""


def telegraphic(reading: Reading, noun: Noun, who: list[Party]) -> list[Party]:
    """The anchor of a bare kin noun: "Ann Lee and husband Bob", "he lives with wife Ann"."""
    token = noun.token
    if any(child.dep_ in {"det", "poss"} for child in token.children) or not who or noun.last != who[0].mention.first:
        return []
    if _in_brackets(noun):
        return []
    if (behind := _subject_behind(reading, noun, who[0])) is not None:
        return [behind]
    if _is_of_a_stage_name(noun):
        return []
    if _is_one_more(reading.doc[who[0].mention.head]) or _is_one_more(token) or _is_of_a_list(reading, noun):
        return []
    if any(_is_the_other_parent(noun, node) for node in (token, reading.doc[who[0].mention.head])):
        return []
    for i in range(noun.first - 1, max(token.sent.start, noun.first - 14) - 1, -1):
        other = reading.doc[i]
        if other.pos_ in {"VERB", "AUX"} or other.text in {";", ":", "("}:
            break
        if (
            other.lower_ in lexicon()
            and i not in reading.in_names
            and (shared := people(reading, syntax.possessors(other)))
        ):
            before = names_before(reading, syntax.possessors(other)[0].i, limit=1)
            if before and before[0].key in {party.key for party in shared}:
                return []  # "Leo, his first child with wife Ann": nobody is his own son
            return shared  # "with his wife, Nimmi, and daughter Mariah"
    name = reading.doc[who[0].mention.head]
    for node in (token, name):
        if node.dep_ == "conj" and node.head.i < noun.first:
            found = [p for p in people(reading, [node.head]) if p.key != who[0].key]
            if found:
                first = found[0].mention.first - 1
                kin = [node.head, *(reading.doc[i] for i in (first,) if i >= 0 and i not in reading.in_names)]
                related = any(t.lower_ in lexicon() for t in kin)
                if noun.word in prefixes_of("newborn") and kin[-1].i == token.sent.start:
                    return found[:1]  # "Mother Ann Lee and baby Leo are well"
                # "son Leo and daughter Ida": both have their parents elsewhere
                return _of_the_first(reading, kin, found) if related else found[:1]
    couple, joined = noun.kin.relation in COUPLES, noun.first and reading.doc[noun.first - 1].lower_ in {"and", "&"}
    if couple and joined and (beside := names_before(reading, noun.first - 1, limit=1)):
        return beside  # "Ann Lee and boyfriend Al Bogg sang"
    for node in (name, token):
        if node.dep_ in {"pobj", "dobj"}:
            above = node.head.head if node.head.pos_ == "ADP" else node.head
            above = token.head if above == token else above  # "to wife Ann", read as what one would do to Ann
            owners = [above] if above.pos_ in {"PROPN", "PRON", "NOUN"} else []
            owners = owners if people(reading, owners) else syntax.subjects(syntax.governor(above))
            subject = [p for p in people(reading, owners) if p.key not in {w.key for w in who}]
            if len(subject) == 1 or (len(subject) > 1 and _are_parents(noun)):
                return subject
    if (noun.kin.relation, noun.kin.bearer) == ("parentOf", "subject") and not _before_colon(reading, noun):
        return _only_child(reading, noun, who[0])
    told = _before_colon(reading, noun) or (_in_a_clause(reading, noun) if couple else [])
    return told or _of_the_sentence_before(reading, noun, who[0])


def _is_of_a_stage_name(noun: Noun) -> bool:
    """Whether the words for a child are part of a name: "sang on the radio as Little Ned and Baby Boy Al"."""
    sent = noun.token.sent
    words = [t for t in sent if t.is_alpha]
    headline = sum(t.text[0].isupper() for t in words) * 2 > len(words)
    inside = noun.first > sent.start and noun.token.doc[noun.first].text[0].isupper() and not headline
    return inside and noun.kin.bearer == "object" and any(t.lower_ == "as" for t in sent[: noun.first - sent.start])


def _in_brackets(noun: Noun) -> bool:
    """Whether it tells with whom somebody had the child before it: "Ida (with ex-husband Al Bogg)"."""
    doc, i = noun.token.doc, noun.first - 1
    while i > noun.token.sent.start and doc[i].tag_ in {"JJ", "NN", "HYPH", "VBN"}:
        i -= 1
    return noun.kin.relation in COUPLES and doc[i].lower_ in {"with", "by"} and doc[i - 1].text == "("


def _subject_behind(reading: Reading, noun: Noun, named: Party) -> Party | None:
    """Who does what the sentence begins with: "Sharing the house with ex-wife Ann Lee, Al Bogg is happy"."""
    doc, start, i = reading.doc, noun.token.sent.start, skip_details(reading, named.mention.last)
    if doc[start].tag_ not in {"VBG", "VBN"} or doc[i : i + 1].text != ",":
        return None
    if any(token.tag_ in syntax.FINITE or token.text == "," for token in doc[start : noun.first]):
        return None
    behind = name_list(reading, i + 1, limit=1, loose=False)
    after = skip_details(reading, behind[0].mention.last) if behind else len(doc)
    after += after < len(doc) and doc[after].text == ","
    return behind[0] if after < len(doc) and doc[after].tag_ in syntax.FINITE else None


def _only_child(reading: Reading, noun: Noun, parent: Party) -> list[Party]:
    """The only other one named in the sentence: "Nobody was prouder than mum Ann as Al Bogg won".

    A parent with a surname shares it with the child, or the age makes a child: "dad Al Bogg, as two-year-old Ida ran".
    """
    if noun.token.text[0].isupper() and noun.word in rules("kin")["titles"]["words"]:
        return []
    others = [p for p in _named(reading, noun.token.sent.start, noun.token.sent.end) if p.key != parent.key]
    if others and _is_of_a_clause_about(reading, others[0], parent):
        return []
    name, other = parent.key.split("-"), others[0].key.split("-") if len(others) == 1 else []
    aged = len(other) == 1 and any(t.kind is TimeKind.AGE and t.last == others[0].mention.first for t in reading.times)
    return others if other and (len(name) == 1 or other[-1] == name[-1] or aged) else []


def _is_of_a_clause_about(reading: Reading, other: Party, parent: Party) -> bool:
    """Whether the other is named in a clause about the parent: "Mom Ann, who still talks to Al, is calm"."""
    head = reading.doc[other.mention.head]
    clause = next((token for token in (head, *head.ancestors) if token.dep_ == "relcl"), None)
    return clause is not None and parent.mention.first <= clause.head.i < parent.mention.last


def _named(reading: Reading, first: int, last: int) -> list[Party]:
    """The people named from token ``first`` to ``last``, each once."""
    inside = (m for i in range(first, last) if (m := reading.names.get(i)) is not None)
    return list({key: Party(key, m) for m in inside if m.type is EntityType.PERSON for key in m.entities}.values())


def _are_parents(noun: Noun) -> bool:
    """Whether the subjects are called parents: "Proud parents Ann Lee and Al Bogg showed off baby Ida"."""
    before = (lexicon().get(t.lower_) for t in noun.token.doc[noun.token.sent.start : noun.first] if t.tag_ == "NNS")
    return noun.kin.bearer == "object" and any(kin is not None and kin.bearer == "subject" for kin in before)


def _before_colon(reading: Reading, noun: Noun) -> list[Party]:
    """The only one named before the colon: "Ida Roe comes from circus stock: father Al rode, uncle Bo walked"."""
    doc, start = reading.doc, noun.token.sent.start
    colon = next((i for i in range(noun.first - 1, start, -1) if doc[i].text == ":"), None)
    if colon is None or noun.token.dep_ in {"pobj", "dobj"}:  # ", and giving birth to daughter Ida"
        return []
    told = _named(reading, start, colon)
    return told if len(told) == 1 else []


def _in_a_clause(reading: Reading, noun: Noun) -> list[Party]:
    """Whose spouse stands bare in a clause beside what is told of them: "Ann Lee sings, as does husband Al"."""
    verb = syntax.governor(noun.token)
    if verb.dep_ != "advcl" or noun.token.dep_ not in {"compound", "nsubj", "nsubjpass", "pobj"}:
        return []
    above = people(reading, syntax.subjects(verb.head))
    return above if len(above) == 1 and above[0].mention.last <= noun.first else []


def _of_the_sentence_before(reading: Reading, noun: Noun, named: Party) -> list[Party]:
    """Whose kin a sentence begins with: "Al Bogg has won. Wife Ann cheered"; Sister Ann may be a nun."""
    sent, own = noun.token.sent, named.key.rpartition("-")[2]
    if noun.first != sent.start or sent.start == 0 or noun.kin.relation == "parentOf":
        return []
    before = reading.doc[sent.start - 1].sent
    told = _named(reading, before.start, before.end)
    found = told if len(told) == 1 else people(reading, syntax.subjects(before.root))
    sure = noun.kin.relation in COUPLES or "-" in noun.word
    found = [party for party in found if sure or party.key.rpartition("-")[2] == own]
    return found if len(found) == 1 and found[0].key != named.key else []


def _is_of_a_list(reading: Reading, noun: Noun) -> bool:
    """Whether the child is one of those a plural has announced: "four children: Al, Bo, daughter Cy and baby Di"."""
    before = reading.doc[noun.token.sent.start : noun.first] if noun.kin.bearer == "object" else ()
    announced = (lexicon().get(t.lower_) for t in before if t.tag_ == "NNS" and t.i not in reading.in_names)
    return any(kin is not None and kin.bearer == "object" for kin in announced)


def _is_one_more(token: Token) -> bool:
    """Whether somebody else is named as the parent before: "mom to Max, Ida and baby Jean"."""
    first = token
    while first.dep_ == "conj":
        first = first.head
    above = first.head.head if first.dep_ == "pobj" and first.head.lower_ in {"of", "to"} else first
    kin = lexicon().get(above.lower_)
    return first != token and kin is not None and (kin.relation, kin.bearer) == ("parentOf", "subject")


def _is_the_other_parent(noun: Noun, node: Token) -> bool:
    """Whether the parent is joined to one whose child is told of: "the only child of Al Orr, a docker, and mom Eve"."""
    of = node.head.head if node.dep_ == "conj" and node.head.dep_ == "pobj" else None
    child = lexicon().get(of.head.lower_) if of is not None and of.lower_ == "of" else None
    parent = (noun.kin.relation, noun.kin.bearer) == ("parentOf", "subject")
    if parent and child is None and (beside := child_beside(noun)) is not None:
        child = beside.kin
    return parent and child is not None and (child.relation, child.bearer) == ("parentOf", "object")


def child_beside(noun: Noun) -> Noun | None:
    """The noun whose "of" the parent stands behind at an "and": "the only child of Al Orr, a docker, and mom Eve"."""
    doc, start = noun.token.doc, noun.token.sent.start
    if noun.first < 2 or doc[noun.first - 1].lower_ != "and":
        return None
    for i in range(noun.first - 2, max(start, noun.first - _OTHER), -1):
        if doc[i].tag_ in syntax.FINITE:
            break
        kin = lexicon().get(doc[i - 1].lower_) if doc[i].lower_ == "of" else None
        if kin is not None:
            return whole(doc[i - 1], kin) if (kin.relation, kin.bearer) == ("parentOf", "object") else None
    return None


def _of_the_first(reading: Reading, kin: list[Token], first: list[Party]) -> list[Party]:
    """Whose the first of two bare nouns is: "he is close to dad Jim, 55, and mom Sue"."""
    token = kin[-1]
    noun = whole(token, lexicon()[token.lower_]) if token.lower_ in lexicon() else None
    return telegraphic(reading, noun, first) if noun is not None and noun.last == first[0].mention.first else []


def by_subject(reading: Reading, noun: Noun, who: list[Party]) -> list[Party]:
    """Whose kin "an aunt, Maud," is with whom or by whom the subject does something: "she was raised by an aunt"."""
    doc, preposition = reading.doc, noun.token.head
    indefinite = noun.first > 0 and doc[noun.first - 1].lower_ in {"a", "an", "one"} and noun.token.dep_ == "pobj"
    if noun.kin.relation not in {"siblingOf", "relativeOf"} or not indefinite or not who or noun.plural:
        return []
    if preposition.lower_ not in {"with", "by", "from"} or preposition.head.pos_ != "VERB":
        return []
    found = people(reading, syntax.subjects(preposition.head))
    return found if len(found) == 1 and found[0].key not in {party.key for party in who} else []


def of_the_parent(reading: Reading, noun: Noun, who: list[Party], held: Callable[[Noun], list[Party]]) -> list[Party]:
    """Whose former spouse "an earlier wife" is, with whom somebody has children: "Ida is Al's child with an earlier".

    ``held`` tells who has the children of a noun.
    """
    doc, i = reading.doc, noun.first - 1
    while i > noun.token.sent.start and doc[i].tag_ in {"JJ", "JJR", "VBN", "NN", "HYPH"}:
        i -= 1
    if noun.kin.relation not in COUPLES or not who or i == noun.token.sent.start:
        return []
    earlier = doc[i].lower_ in {"a", "an"} and doc[i - 1].lower_ in {"with", "by"}
    if not earlier and not _in_brackets(noun):
        return []
    for j in range(i - 2, max(noun.token.sent.start, i - _CHILDREN) - 1, -1):
        kin = lexicon().get(doc[j].lower_) if j not in reading.in_names else None
        if kin is not None:
            child = whole(doc[j], kin) if (kin.relation, kin.bearer) == ("parentOf", "object") else None
            owners = people(reading, syntax.possessors(doc[j])) or (held(child) if child is not None else [])
            parents = [party for party in owners if party.key not in {one.key for one in who}] if child else []
            return parents if len(parents) == 1 else []
        if doc[j].pos_ in {"VERB", "AUX"}:
            break
    return []


_CHILDREN = 14
"""So many tokens may name the children before whom they were had with."""


def another(reading: Reading, noun: Noun, who: list[Party]) -> list[Party]:
    """Whose further kin a sentence begins with: "Her brother, Wes, pitches. An older sister, Faith, runs a farm"."""
    doc, sent = reading.doc, noun.token.sent
    opens = doc[sent.start].lower_ in {"a", "an", "another"} and noun.first - sent.start < 5
    if not opens or not who or noun.token.dep_ not in {"nsubj", "nsubjpass"} or sent.start == 0:
        return []
    before = doc[sent.start - 1].sent
    for token in reversed(doc[before.start : before.end]):
        if token.lower_ in lexicon() and (owners := people(reading, syntax.possessors(token))):
            return [owner for owner in owners if owner.key not in {party.key for party in who}][:1]
    family = any(token.lower_ in lexicon() and token.dep_ == "attr" for token in before)
    family = family or before.root.lemma_ in rules("kin")["of_a_life"]
    told = people(reading, syntax.subjects(before.root)) if family else []
    return told if len(told) == 1 else []  # "She was the daughter of a singer. A half-brother, Wes, acts"
