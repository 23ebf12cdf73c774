"""Children told of one after the other, where only the first is said to be whose.

"They have four children. The eldest, Christian, is at school. His sister Isa is 16, and the twins, Vin and Josie, are
13", "Their first child, Elias, was born in 2018. His brother, Rohan, followed in May 2021".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_anchors import anchors
from kg.claims.kin_names import names_behind
from kg.claims.kin_nouns import Noun, prefixes_of
from kg.claims.kin_partners import other_parent
from kg.claims.kin_people import bearers, holder
from kg.claims.lists import INTRODUCERS, name_list
from kg.claims.reading import Finding, Party, Reading, merged, people, surety
from kg.dates import TimeKind
from kg.model import MentionKind
from kg.names import rules

NEAR = 60
"""How many tokens behind the last child of a family "the youngest" still belongs to it."""
GROWN = 21
"""Nobody older is taken for one of the children that were just spoken of."""


@dataclass(frozen=True, slots=True)
class Brood:
    """A family in the telling: its parents (None: the couple the text speaks of), the children so far, where it stands.

    ``announced``: the children were counted before they were named; ``newborn``: a birth is told.
    ``last`` is the child named last.
    """

    parents: tuple[Party | None, ...]
    children: frozenset[str]
    at: int
    announced: bool = False
    newborn: bool = False
    last: Party | None = None


def begins(noun: Noun) -> bool:
    """Whether the noun may begin a family: a word for children, "parents of", "has become a mother", "are mums!"."""
    if noun.kin.relation != "parentOf" or noun.kin.bearer == "object" or noun.word == "parent":
        return noun.kin.relation == "parentOf"
    verb = noun.token.head
    told = noun.token.dep_ == "attr" and verb.lemma_ in rules("kin")["births"]["becomes"]
    behind = noun.token.doc[noun.last : noun.last + 1].text
    return told and (verb.lemma_ == "become" or (noun.plural and behind in {".", "!", ","}))


def begun(reading: Reading, noun: Noun, found: list[Finding], open_couple: bool) -> Brood | None:
    """The family that a noun for children, which was ``found`` to say this, begins to tell of; None if it does not."""
    told = [f for f in found if f.predicate == "parentOf" and isinstance(f.object, Party)]
    verb = syntax.governor(noun.token)
    if told:
        parents = tuple({f.subject.key if f.subject else None: f.subject for f in told}.values())
        children = [f.object for f in told if isinstance(f.object, Party)]
        keys = frozenset(child.key for child in children)
        return Brood(parents, keys, noun.last, newborn=_is_born(noun, verb), last=children[-1])
    if noun.kin.bearer == "subject":  # "Ann and Al became parents on Thursday"
        who = bearers(reading, noun)[0]
        if len(who) == 1 and verb.dep_ == "relcl" and verb.head.dep_ == "conj":
            who = merged(people(reading, [verb.head.head]), who)  # "Al and his wife, Ann, who became parents"
        return Brood(tuple(who), frozenset(), noun.last, announced=True, newborn=True) if who else None
    newborn = _is_born(noun, verb)
    owned = noun.token.tag_ == "NN" and bool(
        syntax.possessors(noun.token)
    )  # "the father of her baby": one child, in the telling
    if not (noun.plural or newborn or owned) or names_behind(reading, noun):
        return None
    owners = anchors(reading, noun)[0] or holder(reading, noun)[0]
    if not owners and not open_couple:
        return None
    return Brood(tuple(owners) or (None,), frozenset(), noun.last, announced=True, newborn=newborn)


def _is_born(noun: Noun, verb: Token) -> bool:
    """Whether a birth is told: "welcomed a son", "gave birth to a girl", "a baby boy"."""
    words, birth = rules("kin")["parenting"], rules("kin")["births"]["nouns"]
    welcomed = verb.lemma_ in words["welcomed"] and noun.token.dep_ in {"dobj", "appos", "conj"}
    given = verb.lemma_ == "give" and any(child.lower_ in birth for child in verb.children)
    became = noun.kin.bearer == "subject" and verb.lemma_ == "become"
    return welcomed or given or became or bool(noun.prefixes & prefixes_of("newborn"))


def continued(reading: Reading, noun: Noun, brood: Brood) -> tuple[Brood, list[Finding]]:
    """The family with those whom ``noun`` adds to it, and what is found by that; nobody, if it tells of others."""
    who = _added(reading, noun, brood)
    who = [party for party in who if party.key not in {p.key for p in brood.parents if p is not None}]
    if not who:
        return brood, []
    found = [
        Finding("parentOf", parent, child, noun.token.i, "kin-brood", 0.85 * surety(parent, child), presupposed=True)
        for parent in brood.parents
        for child in who
        if child.key not in brood.children
    ]
    if noun.kin.relation == "siblingOf" and brood.last is not None and _is_nobodys(noun):
        # "His little brother, Rohan": of the child just told of, though a father stands near as well
        found += [Finding("siblingOf", brood.last, child, noun.token.i, "kin-brood", 0.8) for child in who]
    if noun.kin.relation == "siblingOf" and noun.prefixes & (prefixes_of("newborn") - {"new"}):
        found += [Finding("event:Birth", child, None, noun.token.i, "kin-brood", 0.85) for child in who]
    return replace(brood, children=brood.children | {p.key for p in who}, at=noun.last, last=who[-1]), found


def _added(reading: Reading, noun: Noun, brood: Brood) -> list[Party]:
    if noun.kin.relation == "siblingOf" and _newborns(noun) and _follows(noun, brood):
        return names_behind(reading, noun)
    if noun.kin.relation == "siblingOf" and not noun.prefixes & (prefixes_of("half") | prefixes_of("step")):
        whose = anchors(reading, noun)[0] or holder(reading, noun)[0]
        ours = {p.key for p in whose} <= brood.children if whose else _is_nobodys(noun) and _follows(noun, brood)
        return bearers(reading, noun)[0] if ours and (_is_near(noun, brood) or _arrives(noun)) else []
    before = noun.first - 1
    while before > 0 and reading.doc[before].tag_ in {"JJ", "JJR", "CD", "HYPH", "NN"}:
        before -= 1  # "the little girl, Ida"
    definite = before >= 0 and reading.doc[before].lower_ == "the"
    if noun.kin.relation != "parentOf" or noun.kin.bearer != "object" or not brood.announced or not definite:
        return []
    return [one for one in names_behind(reading, noun) if is_theirs(one, brood)] if _is_near(noun, brood) else []


def is_theirs(child: Party, brood: Brood) -> bool:
    """Whether the name is one for a child of the family: a first name, or with the surname of a parent."""
    names = [child.key.split("-"), *(parent.key.split("-") for parent in brood.parents if parent is not None)]
    return len(names[0]) == 1 or None in brood.parents or any(name[-1] == names[0][-1] for name in names[1:])


def _newborns(noun: Noun) -> bool:
    """Whether it is the brother or sister of the child just born: "The little one has a brother, Zeb, 4"."""
    verb = noun.token.head
    heads = syntax.subjects(verb) if verb.lemma_ == "have" and noun.token.dep_ == "dobj" else []
    return any(head.lower_ in rules("kin")["parenting"]["newborn"] for head in heads)


def _is_nobodys(noun: Noun) -> bool:
    """Whether a "his" or "her" owns the noun."""
    return any(owner.lower_ in {"his", "her"} for owner in syntax.possessors(noun.token))


def _follows(noun: Noun, brood: Brood) -> bool:
    return noun.first - brood.at < NEAR // 2


def _is_near(noun: Noun, brood: Brood) -> bool:
    return brood.announced and noun.first - brood.at < NEAR


def _arrives(noun: Noun) -> bool:
    """Whether the noun's clause tells of a birth: "his brother, Rohan, followed in May", "Al gets a brother, Bo"."""
    verb, words = syntax.governor(noun.token), rules("kin")["parenting"]
    if noun.prefixes & prefixes_of("newborn"):
        return True  # "pushed his new sister, Ida, in a pram"
    if verb.lemma_ in words["gets"]:
        return noun.token.dep_ == "dobj"
    return verb.lemma_ in words["arrives"] and not any(child.dep_ == "dobj" for child in verb.children)


def and_then(reading: Reading, noun: Noun, brood: Brood) -> Iterator[Finding]:
    """The next children in the sentence of the first: "a son, Leo, followed by Max in 2020", "and a second, Max"."""
    doc = reading.doc
    for i in range(noun.last, noun.token.sent.end - 2):
        words = (doc[i].lower_, doc[i + 1].lower_)
        if words not in {("followed", "by"), ("second", ","), ("third", ","), ("another", ",")}:
            continue
        for child in name_list(reading, i + 2, limit=1, loose=False):
            if child.key not in brood.children:
                for parent in _parents_of_next(reading, noun, brood, child):
                    yield Finding("parentOf", parent, child, doc[i].i, "kin-then", 0.85 * surety(parent, child))
                if words[0] == "followed":
                    yield Finding("event:Birth", child, None, doc[i].i, "kin-then", 0.85, moment="at", anchor=doc[i].i)


def _parents_of_next(reading: Reading, noun: Noun, brood: Brood, child: Party) -> tuple[Party | None, ...]:
    """Whose the next child is: "a son by Ann Lee, and another, Max, 16, by the designer Eve Orr" has another mother."""
    owners = merged(anchors(reading, noun)[0], holder(reading, noun)[0])
    keys = {owner.key for owner in owners}
    if None in brood.parents or not keys < {parent.key for parent in brood.parents if parent is not None}:
        return brood.parents
    partners = other_parent(reading, child.mention.last)
    return tuple(merged(owners, partners)) if partners else brood.parents


def told_next(reading: Reading, noun: Noun, brood: Brood) -> tuple[Brood, list[Finding]]:
    """The family with those told of in the sentences right behind: "Their kids were there. Leo, 11, danced"."""
    if not brood.announced or noun.token.sent.end >= len(reading.doc):
        return brood, []
    if noun.word == "parent" or not noun.plural:
        return _with_newborn(reading, noun, brood)
    doc, end = reading.doc, reading.doc[noun.token.sent.end].sent.end
    who: list[Party] = []
    for i in range(noun.token.sent.end, end):
        mention = reading.names.get(i)
        if mention is None or len(mention.entities) != 1 or doc[mention.head].dep_ == "appos":
            continue
        child, last = Party.of(mention), mention.last
        aged = any(
            t.kind is TimeKind.AGE and t.first == last + 1 and (t.number or GROWN) < GROWN for t in reading.times
        )
        first = next(m for m in reading.mentions.mentions if child.key in m.entities) == mention
        if aged and first and doc[last].lower_ in {",", "(", "is"} and is_theirs(child, brood):
            who.append(child)
    found = [
        Finding("parentOf", parent, child, child.mention.first, "kin-told", 0.85 * surety(parent, child))
        for parent in brood.parents
        for child in who
    ]
    if not who:
        return brood, []
    return replace(brood, children=brood.children | {p.key for p in who}, at=who[-1].mention.last, last=who[-1]), found


def _with_newborn(reading: Reading, noun: Noun, brood: Brood) -> tuple[Brood, list[Finding]]:
    """The family with the child named behind its birth: "became parents on Friday. The little one, named Ida, ..."."""
    doc, words = reading.doc, rules("kin")["parenting"]["newborn"]
    for i in range(noun.last, min(noun.last + NEAR // 2, len(doc) - 1)):
        before = doc[i - 2 if doc[i - 1].text == "," else i - 1]
        near = [token.lower_ for token in doc[max(0, before.i - 2) : before.i]]
        definite = "the" in near or near == [",", "a"]  # "the baby, a girl named Ida"
        if doc[i].lower_ not in INTRODUCERS or before.lower_ not in words or not definite:
            continue
        for child in name_list(reading, i + 1, limit=1, loose=False):
            found = [Finding("parentOf", p, child, i, "kin-newborn", 0.88 * surety(p, child)) for p in brood.parents]
            verb = next((v for v in map(syntax.governor, (before, noun.token)) if _is_birth(v)), doc[i])
            found.append(Finding("event:Birth", child, None, i, "kin-newborn", 0.85, moment="at", anchor=verb.i))
            return replace(brood, children=frozenset({child.key}), at=i, last=child), found
    return _with_first_name(reading, noun, brood)


def _with_first_name(reading: Reading, noun: Noun, brood: Brood) -> tuple[Brood, list[Finding]]:
    """The family with the child whose birth the next sentence tells: "Little Ida arrived early", "Max Lee was born"."""
    doc = reading.doc
    after = doc[noun.token.sent.end].sent
    mention = next((m for i in range(after.start, after.end) if (m := reading.names.get(i)) is not None), None)
    verb = syntax.governor(doc[mention.head]) if mention is not None else doc[noun.last - 1]
    if not brood.newborn or mention is None or len(mention.entities) != 1 or mention.first - after.start > 1:
        return brood, []
    little = doc[after.start].lower_ in {"little", *prefixes_of("newborn")}
    if verb.lower_ != "born" and not (little and _is_arrival(verb)):
        return brood, []
    child = Party.of(mention)
    known = any(child.key in m.entities for m in reading.mentions.mentions if m.first < after.start)
    if known or doc[mention.head] not in syntax.subjects(verb) or not is_theirs(child, brood):
        return brood, []
    found = [Finding("parentOf", p, child, verb.i, "kin-newborn", 0.85 * surety(p, child)) for p in brood.parents]
    found.append(Finding("event:Birth", child, None, verb.i, "kin-newborn", 0.85, moment="at"))
    return replace(brood, children=frozenset({child.key}), at=mention.last, last=child), found


def _is_arrival(verb: Token) -> bool:
    words = rules("kin")["parenting"]["arrives"]
    return verb.lower_ in words or verb.lemma_ in words


def _is_birth(verb: Token) -> bool:
    words = rules("kin")["parenting"]
    return _is_arrival(verb) or verb.lemma_ in {*words["welcomed"], *words["given"], "become", "bless"}


def joined(reading: Reading, noun: Noun, brood: Brood) -> Iterator[Finding]:
    """What a newborn's family is when it "joins big sister Ida, 5": the child of the same parents, and her sibling."""
    token = noun.token.head if noun.token.dep_ == "compound" else noun.token
    while token.dep_ == "conj":  # "joins brothers Al and Bo and sister Cy"
        token = token.head
    verb = token.head
    if verb.lemma_ != "join" or noun.kin.relation not in {"siblingOf", "parentOf"} or not _follows(noun, brood):
        return
    parents = {p.key for p in brood.parents if p is not None}
    others = [p for p in names_behind(reading, noun) if p.key not in parents | brood.children]
    babies = [p for p in people(reading, syntax.subjects(verb)) if p.key not in parents]
    babies = babies or ([brood.last] if brood.last is not None else [])
    for other in others:
        for parent in brood.parents:
            yield Finding("parentOf", parent, other, noun.token.i, "kin-joins", 0.85 * surety(parent, other))
        if noun.kin.relation == "siblingOf":
            yield from (Finding("siblingOf", b, other, noun.token.i, "kin-joins", 0.85) for b in babies[:2])
    for baby in babies:
        if others and baby.key not in brood.children and baby.mention.kind is MentionKind.NAME:
            yield from (
                Finding("parentOf", p, baby, noun.token.i, "kin-joins", 0.85 * surety(p)) for p in brood.parents
            )
            yield Finding("event:Birth", baby, None, verb.i, "kin-joins", 0.85)
