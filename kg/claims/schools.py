"""Who went to which school, where no verb says so: "fresh out of X", "X lists Ann Lee among its graduates".

Read off the words: "the Oxford-educated poet Ann Lee", "After X and, briefly, Y, she sang", "her Yale classmate".
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.bearers import bearer
from kg.claims.bodies import Body, body_of, named_body
from kg.claims.lists import name_list, names_before
from kg.claims.reading import Finding, Party, Reading, merged, people, surety
from kg.claims.roles import fill
from kg.model import EntityType
from kg.names import words

NEAR = 6
"""How many words may stand between the word and the school."""
PAIR = 2
BRIEFLY = frozenset({"briefly", "later", "then", "subsequently", ",", "and", "the"})


def findings(reading: Reading) -> Iterator[Finding]:
    """``studiedAt`` of those who come from a school, are listed by it, or are at it together."""
    told = words("posts", "schooled")
    for word in reading.tokens(told):
        if word.lower_ not in told or word.i in reading.in_names:
            continue
        for school, pupils in _told(reading, word):
            for party in pupils:
                sure = 0.87 * surety(party)
                yield Finding("studiedAt", party, school, word.i, "schooled", sure, presupposed=True)


def _told(reading: Reading, word: Token) -> Iterator[tuple[Party, list[Party]]]:
    match word.lower_:
        case "educated" | "trained":
            yield from _educated(reading, word)
        case "fresh" | "straight" | "product":
            yield from _fresh(reading, word)
        case "among" | "amongst":
            yield from _listed(reading, word)
        case "after":
            yield from _after(reading, word)
        case "later" | "then" | "afterwards" | "subsequently" | "finally":
            yield from _later(reading, word)
        case _:
            yield from _together(reading, word)


def _school_at(reading: Reading, i: int) -> Party | None:
    """The school named at token ``i``, or behind an article there."""
    doc = reading.doc
    school = named_body(reading.names.get(i + 1 if i < len(doc) and doc[i].pos_ == "DET" else i))
    return school if school is not None and body_of(reading, school) is Body.SCHOOL else None


def _educated(reading: Reading, word: Token) -> Iterator[tuple[Party, list[Party]]]:
    """Of "the Oxford-educated poet Ann Lee", "the Juilliard-trained dancer"."""
    doc = reading.doc
    school = named_body(reading.mentions.at(word.i - 2)) if word.i > 1 and doc[word.i - 1].text == "-" else None
    noun = next((t for t in doc[word.i + 1 : word.i + 5] if t.tag_ in {"NN", "NNP"}), None)
    if school is not None and noun is not None:
        yield school, bearer(reading, noun)[:1]


def _fresh(reading: Reading, word: Token) -> Iterator[tuple[Party, list[Party]]]:
    """Of "Ann Lee, fresh out of X, is", "joined straight from X", "a product of X"."""
    doc, i = reading.doc, word.i + 1
    while i < len(doc) and doc[i].lower_ in {"out", "of", "from"}:
        i += 1
    school = _school_at(reading, i) if i > word.i + 1 else None
    if school is None:
        return
    before = names_before(reading, word.i, limit=1) if word.i and doc[word.i - 1].text == "," else []
    if word.lower_ == "product":
        before = bearer(reading, word)[:1]
    yield school, before or people(reading, syntax.subjects(syntax.governor(word)))


def _listed(reading: Reading, among: Token) -> Iterator[tuple[Party, list[Party]]]:
    """Of "X lists Ann Lee and Al Orr among its graduates", "X counts her among its old girls"."""
    noun = next((t for t in among.doc[among.i + 1 : among.i + NEAR] if t.tag_ == "NNS"), None)
    verb = syntax.governor(among)
    if noun is None or noun.lower_ not in words("posts", "schooled_as"):
        return
    named = [m for t in syntax.subjects(verb) if (m := reading.mentions.at(t.i)) is not None]
    schools = [school for m in named if (school := _school_at(reading, m.first)) is not None]
    if schools and verb.lemma_ in words("occupations", "counting"):
        yield schools[0], people(reading, syntax.objects(verb))


def _later(reading: Reading, word: Token) -> Iterator[tuple[Party, list[Party]]]:
    """Of who studied at one school "and later at X"."""
    doc, i = reading.doc, word.i + 2
    if i >= len(doc) or doc[word.i + 1].lower_ not in {"at", "from"} or doc[word.i - 1].lower_ not in {"and", ","}:
        return
    school = named_body(reading.names.get(i + (doc[i].pos_ == "DET")))
    verbs = [t for t in doc[word.sent.start : word.i] if t.pos_ == "VERB" and t.tag_ != "VB"]
    if school is not None and verbs and verbs[-1].lemma_ in words("posts", "learning"):
        yield school, fill(reading, verbs[-1], "subj", (EntityType.PERSON,))


def _after(reading: Reading, after: Token) -> Iterator[tuple[Party, list[Party]]]:
    """Of the subject that is told of behind "After X and, briefly, Y,"."""
    doc, i = reading.doc, after.i + 1
    schools: list[Party] = []
    while i < after.sent.end:
        school = _school_at(reading, i)
        if school is not None:
            schools.append(school)
            i = school.mention.last
        elif doc[i].lower_ in BRIEFLY:
            i += 1
        else:
            break
    if schools and i < len(doc) and doc[i - 1].text == ",":
        pupils = people(reading, syntax.subjects(syntax.governor(after)))
        yield from ((school, pupils) for school in schools)


def _together(reading: Reading, noun: Token) -> Iterator[tuple[Party, list[Party]]]:
    """Of both who are at one school: "her classmate at X, Al Orr", "her Yale classmate", "a fellow student at X"."""
    doc = reading.doc
    fellow = noun.i and doc[noun.i - 1].lower_ == "fellow"
    if not fellow and noun.lower_ not in words("posts", "classmates"):
        return
    before = reading.mentions.at(noun.i - 1) if noun.i else None
    school = _school_at(reading, before.first) if before is not None and noun.i - 1 in reading.in_names else None
    behind = noun.i + 1
    if school is None and noun.i + 2 < len(doc) and doc[noun.i + 1].lower_ in {"at", "from"}:
        school = _school_at(reading, noun.i + 2)
        behind = school.mention.last if school is not None else behind
    if school is None:
        return
    if behind < len(doc) and doc[behind].text == ",":
        behind += 1
    others = bearer(reading, noun)[:1] or name_list(reading, behind, limit=1, loose=False)
    owners = people(reading, syntax.possessors(noun))
    owners = owners or (people(reading, syntax.subjects(syntax.governor(noun))) if fellow else [])
    both = merged(others, owners)
    yield school, both if len(both) == PAIR else others
