"""Marriages told by a married name: "became Mrs Al Bogg", "the second Mrs Bogg, Ann Lee", "Ann Lee, now Mrs Bogg".

Whose wife she is stands in the name: the man of that whole name, or the only other one of that surname in the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import attach, syntax
from kg.claims.lists import name_list, names_before
from kg.claims.reading import Finding, Party, Reading, people
from kg.model import EntityType, Mention

TITLES = frozenset({"mrs", "mrs.", "mme", "frau", "señora", "signora"})
COUNTING = frozenset(
    {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "former", "current", "new", "next", "last"}
)
"""Words that make "Mrs Bogg" a place that women take one after the other."""
STATES = frozenset({"be", "become"})
RULE = "married-name"


def findings(reading: Reading) -> Iterator[Finding]:
    """``marriedTo``, and ``event:Wedding`` where she "became Mrs Bogg" at a time, for each married name told of."""
    for title in reading.tokens(TITLES):
        name = reading.mentions.at(title.i + 1) if title.i + 1 < len(reading.doc) else None
        if title.lower_ not in TITLES or name is None or name.first not in {title.i, title.i + 1}:
            continue
        wives, verb = _bearers(reading, title, name)
        husband = _husband(reading, name, {wife.key for wife in wives})
        if len(wives) != 1 or husband is None or reading.mentions.gender(husband.key) == "f":
            continue
        one, other = sorted((wives[0], husband), key=lambda party: party.mention.start)
        if verb is None:
            yield Finding("marriedTo", one, other, title.i, RULE, 0.88, presupposed=True)
            continue
        becomes = verb.lemma_ == "become"
        yield Finding("marriedTo", one, other, verb.i, RULE, 0.88, moment="start" if becomes else "")
        if becomes and attach.time_of(reading, verb) is not None:
            place = attach.place_of(reading, verb)
            yield Finding("event:Wedding", one, other, verb.i, RULE, 0.88, moment="at", place=place)


def _bearers(reading: Reading, title: Token, name: Mention) -> tuple[list[Party], Token | None]:
    """Who bears the name, and the verb that says so; none for a mere form of address: "Mrs Bogg sang"."""
    doc, start = reading.doc, title.i
    while start > title.sent.start and (doc[start - 1].lower_ in COUNTING or doc[start - 1].tag_ in {"DT", "RB"}):
        start -= 1
    counted = any(t.lower_ in COUNTING | {"now"} for t in doc[start : title.i])
    head = doc[name.head]
    if head.dep_ == "attr" and head.head.lemma_ in STATES:
        return people(reading, syntax.subjects(head.head)), head.head
    if counted and start > title.sent.start and doc[start - 1].text in {",", "—", "–", "("}:
        return names_before(reading, start, limit=1), None
    if counted and name.last + 1 < len(doc) and doc[name.last].text in {",", "—", "–"}:
        return name_list(reading, name.last + 1, limit=1), None
    return [], None


def _husband(reading: Reading, name: Mention, wives: set[str]) -> Party | None:
    """The man whose name she bears: told of by it, or else the only other one in the text with that surname."""
    doc = reading.doc
    if name.last - name.first > 1 + (doc[name.first].lower_ in TITLES) and len(name.entities) == 1:
        return Party.of(name) if name.entities[0] not in wives else None
    surname = doc[name.last - 1].lower_
    men = {
        mention.entities[0]: mention
        for _, mention in sorted(reading.names.items())
        if mention.type is EntityType.PERSON and len(mention.entities) == 1 and mention.entities[0] not in wives
        if mention.last - mention.first > 1 and doc[mention.last - 1].lower_ == surname
        if reading.mentions.gender(mention.entities[0]) != "f"
        if TITLES.isdisjoint({doc[mention.first - 1].lower_, doc[mention.first].lower_})
    }
    return Party(*next(iter(men.items()))) if len(men) == 1 else None
