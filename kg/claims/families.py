"""Children told of without a kin noun: "born to Ann and Bob Lee", "shares Ida, 8, with him", "they welcomed Leo"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from spacy.tokens import Token

from kg.claims import attach, syntax
from kg.claims.kin_anchors import people_listed
from kg.claims.kin_groups import MANY, member, one_of_them
from kg.claims.kin_names import kin_named
from kg.claims.kin_nouns import COUPLE, lexicon, whole
from kg.claims.kin_partners import after_preposition, by_union
from kg.claims.lists import name_list, names_before, skip_details
from kg.claims.reading import Finding, Party, Reading, pairs, people, surety
from kg.dates import TimeKind
from kg.model import EntityType, Literal, LiteralType
from kg.names import rules


def findings(reading: Reading) -> Iterator[Finding]:
    """``parentOf`` (and ``event:Birth``) from births to somebody and from children shared, had or welcomed by name."""
    verbs = rules("kin")["parenting"]
    for token in reading.tokens({"born", *chain.from_iterable(verbs.values())}):
        if token.lower_ in verbs["elders"]:
            yield from _both_named(reading, token)
        elif token.lower_ == "born":
            yield from _born_to(reading, token)
            yield from _born_too(reading, token)
        elif token.lemma_ in verbs["shared"] or (token.lemma_ in verbs["had"] and token.pos_ == "VERB"):
            yield from _had(reading, token)
        elif token.lemma_ in verbs["welcomed"] and token.pos_ == "VERB":
            yield from _welcomed(reading, token)
        elif token.lemma_ in verbs["given"] and token.pos_ == "VERB":
            yield from _given(reading, token)
        elif token.lower_ in verbs["kept"]:
            yield from _in_custody(reading, token)
        elif token.lower_ in verbs["unions"]:
            yield from _of_a_union(reading, token)


def _born_to(reading: Reading, born: Token) -> Iterator[Finding]:
    """The parents of whom it says: born in Leeds to the painter Ann Lee and a miner, Roy Lee."""
    doc, i = reading.doc, born.i + 1
    while i < born.sent.end and doc[i].lower_ != "to" and (_is_place_or_date(reading, i) or doc[i].tag_ in {"IN", ","}):
        i += 1
    if i + 1 >= born.sent.end or doc[i].lower_ != "to" or doc[i + 1].pos_ in {"VERB", "AUX"}:
        return
    parents, end = people_listed(reading, i + 1)
    if parents and _goes_on(reading, parents[-1]):
        parents = parents[:-1]
    subjects = syntax.subjects(born)
    children = people(reading, subjects) or [one for token in subjects for one in _one_born(reading, token)]
    if born.i == born.sent.start and not {c.key for c in children} - {p.key for p in parents}:
        behind = name_list(reading, end, limit=1, loose=False)  # "Born to Ann and Al Lee, Bo Lee sings"
        goes_on = [c for c in behind if c.mention.last < len(doc) and doc[c.mention.last].tag_ in syntax.FINITE]
        children = goes_on if doc[end - 1].text == "," else []
    yield from _parents(parents, children, born, "born-to")
    if not children and parents and any(t.lower_ in lexicon() for t in subjects):  # "a son was born to Ann Lee"
        mothers = [parent for parent in parents if reading.mentions.gender(parent.key) == "f"]
        mother = (mothers if len(mothers) == 1 else parents)[0]
        yield Finding("event:Birth", mother, None, born.i, "born-to", 0.85 * surety(mother), moment="at")


def _goes_on(reading: Reading, parent: Party) -> bool:
    """Whether another clause begins with the name: "Ram was born in Peru to Indian parents, Brown is from Hull"."""
    doc, mention = reading.doc, parent.mention
    verb = doc[mention.last].tag_ in syntax.FINITE if mention.last < len(doc) else False
    return verb and doc[mention.first - 1].text == ","


def _one_born(reading: Reading, token: Token) -> list[Party]:
    """Who is told of in "she is the fourth of six kids born to"."""
    kin = lexicon().get(token.lower_)
    noun = whole(token, kin) if kin is not None else None
    one = member(reading, noun) if noun is not None and noun.plural else None
    return one_of_them(reading, one) if one is not None else []


def _born_too(reading: Reading, born: Token) -> Iterator[Finding]:
    """The births of those whose verb is left out: "Ida was born in 2006 and their son, Henry, in 2007"."""
    doc, kin = reading.doc, lexicon()
    for token in doc[born.i + 1 : born.sent.end]:
        if token.pos_ == "VERB":
            return
        if token.lower_ in kin and kin[token.lower_].relation == "parentOf" and kin[token.lower_].bearer == "object":
            for child in kin_named(reading, token):
                i = child.mention.last + (doc[child.mention.last].text == ",")
                time = next((t for t in reading.times if t.kind is TimeKind.POINT and t.first == i + 1), None)
                if doc[i].lower_ in {"in", "on"} and time is not None and time.value is not None:
                    day = Literal(time.value.value, LiteralType.DATE)
                    yield Finding("bornOn", child, day, born.i, "born-too", 0.88)
                    yield Finding("event:Birth", child, None, born.i, "born-too", 0.88, moment="at", anchor=i)


def _in_custody(reading: Reading, custody: Token) -> Iterator[Finding]:
    """The parents of whom they have or want custody: "shares custody of Ida with", "a fight over custody of Max, 5"."""
    if custody.i + 2 >= custody.sent.end or custody.nbor().lower_ != "of":
        return
    children = _children_named(reading, custody.nbor())
    if not children:
        return
    subjects = [token for token in syntax.subjects(syntax.governor(custody)) if token != custody]
    owners = people(reading, subjects)
    shared = custody.nbor(-1).lower_ in {"share", "shares"} if custody.i else False
    if shared and not any(owner.mention.first < custody.i for owner in owners):  # a verb that was taken for a noun
        owners = names_before(reading, custody.i - 1, limit=2)
    partners = _partner(reading, children) if owners else []
    for parent, child in pairs([*owners, *partners], children):
        yield Finding("parentOf", parent, child, custody.i, "custody", 0.85 * surety(parent, child), presupposed=True)


def _both_named(reading: Reading, elder: Token) -> Iterator[Finding]:
    """The two of "father and son Al and Bo Lee", "the mother-and-daughter duo, Ann and Ida"."""
    doc, kin = reading.doc, lexicon()
    i = elder.i + 1
    while i < elder.sent.end and doc[i].lower_ in {"and", "-", "–", "/", "&"}:
        i += 1
    younger = kin.get(doc[i].lower_) if elder.i + 1 < i < elder.sent.end else None
    if kin[elder.lower_].bearer != "subject" or younger is None or younger.relation != "parentOf":
        return
    if younger.bearer != "object" or elder.tag_ == "NNS" or doc[i].tag_ == "NNS" or doc[elder.i - 1].tag_ == "PRP$":
        return
    i += 1
    while (
        i < elder.sent.end
        and (doc[i].tag_ in {"NN", "HYPH"} or doc[i].lower_ in {",", "of"})
        and i not in reading.names
    ):
        i += 1
    named = name_list(reading, i, limit=3, loose=False) if i < elder.sent.end else []
    if len(named) == 2:
        yield from _parents(named[:1], named[1:], elder, "both-named")


def _of_a_union(reading: Reading, union: Token) -> Iterator[Finding]:
    """The parents of those who are from a marriage: "Ida, 14, and Max, 11, are from his marriage to Ann Lee"."""
    above = union.head.head if union.dep_ == "pobj" else union
    fruit = above.dep_ == "attr" and above.lower_ in rules("kin")["origins"]["fruits"] and union.head.lower_ == "of"
    verb = above.head if fruit else above
    if verb.lemma_ == "be" and (fruit or verb.nbor().lower_ == "from"):
        children = names_before(reading, verb.i, limit=MANY) or people(reading, syntax.subjects(verb))
        known = {child.key for child in children}
        parents = [parent for parent in by_union(reading, union) if parent.key not in known]
        yield from _parents(parents, children, verb, "of-a-union")


def _is_place_or_date(reading: Reading, i: int) -> bool:
    mention = reading.mentions.at(i)
    placed = mention is not None and mention.type is EntityType.PLACE
    return placed or any(time.first <= i < time.last for time in reading.times)


def _had(reading: Reading, verb: Token) -> Iterator[Finding]:
    """The parents who share Ida, 8, and Bo, 5, with the actor Tom Bell, or had Rufus with Jean Hall: both are meant."""
    children = _children_named(reading, verb)
    if not children:
        return
    subjects = syntax.subjects(verb)
    owners = people(reading, subjects)
    known = {child.key for child in children}
    partners = [p for p in (*_before(reading, verb), *_partner(reading, children)) if p.key not in known]
    if partners or (len(owners) > 1 and verb.lemma_ in rules("kin")["parenting"]["shared"]):
        parents = {p.key: p for p in (*owners, *partners)}
        yield from _parents(list(parents.values()), children, verb, "had-with")
    elif _ends_the_clause(reading, children):  # who had somebody may have had them to dinner
        couple = bool(subjects) and all(token.lower_ in COUPLE for token in subjects)
        if len(owners) == 2:
            yield from _parents(owners, children, verb, "had")
        elif couple:
            yield from (Finding("parentOf", None, child, verb.i, "had:open", 0.9) for child in children)


def _before(reading: Reading, verb: Token) -> list[Party]:
    """Whom a phrase before the verb names: "By Ann, his first wife, he had Max", "Ann, with whom he has Ida"."""
    withs = [child for child in verb.children if child.lower_ in {"with", "by"} and child.dep_ == "prep"]
    return [party for child in withs if child.i < verb.i for party in after_preposition(reading, child)]


def _ends_the_clause(reading: Reading, children: list[Party]) -> bool:
    """Whether several are named, or one by an age, and no more is said of what is done with them."""
    doc, last = reading.doc, children[-1].mention.last
    end = skip_details(reading, last)
    several = len(children) > 1 or end > last
    return several and (end >= len(doc) or doc[end].text in {",", ".", ";", "—", "–", "("} or doc[end].is_space)


def _partner(reading: Reading, children: list[Party]) -> list[Party]:
    """Whom the phrase names that stands right behind the children: "Ida, 8, with the actor Tom Bell"."""
    doc, i = reading.doc, skip_details(reading, children[-1].mention.last)
    while i < len(doc) and doc[i].text in {",", ")", "—", "–"}:
        i += 1
    return after_preposition(reading, doc[i]) if i < len(doc) and doc[i].lower_ == "with" else []


def _given(reading: Reading, verb: Token) -> Iterator[Finding]:
    """The parents where "she gave him Leo and Ida": one gives, the other is given, and no more follows."""
    givers = people(reading, syntax.subjects(verb))
    given = reading.doc[verb.i + 1] if verb.i + 1 < len(reading.doc) else verb
    if len(givers) != 1 or given.lower_ not in {"him", "her"}:
        return
    children = _children_named(reading, given)
    ends = children[-1].mention.last if children else 0
    if children and reading.doc[ends : ends + 1].text in {"", ",", ".", ";", "—", "–"}:
        yield from _parents([*givers, *people(reading, [given])], children, verb, "gave")


def _welcomed(reading: Reading, verb: Token) -> Iterator[Finding]:
    """The birth of Leo, where Nora and Tom welcomed him in May: two who welcome a first name, at a time."""
    owners = people(reading, syntax.subjects(verb))
    children = _children_named(reading, verb)
    time = attach.time_of(reading, verb)
    if len(owners) != 2 or not children or time is None:
        return
    yield from _parents(owners, children, verb, "welcomed")
    for child in children:
        place = attach.place_of(reading, verb)
        yield Finding("event:Birth", child, None, verb.i, "welcomed", 0.9, moment="at", place=place)


def _children_named(reading: Reading, verb: Token) -> list[Party]:
    """The people right behind the verb, if half of them are called as children are: by one name, or with an age."""
    listed = name_list(reading, _behind_age(reading, verb.i + 1), limit=MANY, loose=False)
    ends = [(party.mention.last, party.mention.last - party.mention.first) for party in listed]
    young = [words == 1 or skip_details(reading, end) > end for end, words in ends]
    return listed if 2 * sum(young) >= len(young) else []


def _behind_age(reading: Reading, i: int) -> int:
    """The index of the name behind an age: "shares 8-year-old Ida", "has a 20-year-old, Max"."""
    doc = reading.doc
    first = i + (i < len(doc) and doc[i].lower_ in {"a", "an"})
    aged = next((t.last for t in reading.times if t.kind is TimeKind.AGE and t.first == first), None)
    return i if aged is None or aged >= len(doc) else aged + (doc[aged].text == ",")


def _parents(parents: list[Party], children: list[Party], verb: Token, rule: str) -> Iterator[Finding]:
    known = {parent.key for parent in parents}
    for parent in parents:
        for child in children:
            if child.key not in known:
                yield Finding("parentOf", parent, child, verb.i, rule, 0.9 * surety(parent, child))
