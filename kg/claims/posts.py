"""What people are at a house: "Ann Lee, head of drama at Acme", "Acme's president, Al Orr", "was named editor of X".

Who is at its head ``leads`` it, whoever else is in its service is ``employedBy`` it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from kg.claims import past, syntax
from kg.claims.bearers import bearer
from kg.claims.bodies import Body, body_of
from kg.claims.callings import occupation_at
from kg.claims.frame_table import table
from kg.claims.lists import name_list, names_before
from kg.claims.reading import Finding, Party, Reading, merged, people, surety
from kg.claims.successors import TOLD, note_of, successors
from kg.model import EntityType, Mention
from kg.names import rules, words

WORKING = frozenset({"at", "for", "with"})
LINKS = WORKING | {"of", "in", "on"}
HEADED = frozenset({"of", "at"})
WIDTH = 6
"""How many words a post may take: "head of light entertainment at"."""


def findings(reading: Reading) -> Iterator[Finding]:
    """``leads`` and ``employedBy`` of those who are told to hold a post at an organisation."""
    for mention in reading.names.values():
        if mention.type is not EntityType.ORGANIZATION or not mention.resolved:
            continue
        house = Party.of(mention)
        for predicate, party in _of_the_house(reading, house):
            yield Finding(predicate, party, house, party.mention.head, "name-of-house", 0.86, presupposed=True)
        for noun, link in (*_behind(reading, mention), *_before(reading, mention)):
            predicate = predicate_of(noun, link)
            if predicate == "employedBy" and noun.lower_ in words("posts", "players"):
                predicate = "memberOf" if body_of(reading, house) is Body.SIDE else predicate
            if not predicate or (_may_be_of_a_film(noun, link) and body_of(reading, house) is Body.UNKNOWN):
                continue
            for party, trigger in holders(reading, noun):
                if party.key == house.key:
                    continue
                told = reading.doc[trigger].pos_ in {"VERB", "AUX"} or noun.dep_ in {"attr", "oprd"}
                sure = 0.88 * surety(party)
                got = noun.head.head.lower_ in words("posts", "offices")  # "the post of editor went to Ann Lee"
                gone = None if got else note_of(reading, party, trigger)
                moment = "period" if noun.dep_ == "attr" else "end" if gone else ""  # "was head of X until 2009"
                yield Finding(
                    predicate,
                    party,
                    house,
                    trigger,
                    "post",
                    sure,
                    presupposed=not told,
                    moment=moment,
                    note=past.over(predicate, noun) or gone,
                    statuses=TOLD if gone else frozenset(),
                )
                for other, verb in successors(reading, trigger):
                    yield Finding(
                        predicate, other, house, verb, "successor", 0.86 * surety(other), moment="start", anchor=trigger
                    )


def _of_the_house(reading: Reading, house: Party) -> Iterator[tuple[str, Party]]:
    """Who is told by name to be of a house or a side: "Ann Lee, of Acme Records", "drummer Al Orr of the Rovers"."""
    yield from _owned(reading, house)
    doc, i = reading.doc, house.mention.first - 1
    while i > 1 and (doc[i].lower_ == "the" or doc[i].pos_ in {"ADJ", "NOUN"}):
        i -= 1
    if i < 2 or doc[i].lower_ not in {"of", "from"}:
        return
    once = doc[i - 1].lower_ in words("posts", "once")
    named = names_before(reading, i - once, limit=4)
    if not named:
        return
    kind = body_of(reading, house)
    before = doc[named[0].mention.first - 1] if named[0].mention.first else doc[0]
    plays = before.lemma_.lower().removesuffix("s") in _members() or kind is Body.SIDE
    aside = once or doc[i - 1].text == ","
    if plays and kind in {Body.SIDE, Body.UNKNOWN}:
        yield from (("memberOf", party) for party in (named if not aside or len(named) < 3 else named[-1:]))
    elif kind is Body.HOUSE and (aside or doc[i].lower_ == "of"):
        yield from (("employedBy", party) for party in named[-2:] if aside or party is named[-1])


def _owned(reading: Reading, house: Party) -> Iterator[tuple[str, Party]]:
    """Who is told to be a side's by its possessive: "Larkhill Athletic's Al Orr"."""
    doc, i = reading.doc, house.mention.last
    owns = 0 < i < len(doc) - 1 and "POS" in {doc[i].tag_, doc[i - 1].tag_}
    named = reading.names.get(i + (doc[i].tag_ == "POS")) if owns else None
    person = named is not None and named.type is EntityType.PERSON and named.last - named.first > 1
    if named is not None and person and named.resolved and body_of(reading, house) is Body.SIDE:
        yield "memberOf", Party.of(named)


def _behind(reading: Reading, house: Mention) -> Iterator[tuple[Token, str]]:
    """The nouns that the house stands behind, with the preposition: "a nurse at X", "head of drama at X"."""
    doc, i = reading.doc, house.first - 1
    head = doc[house.head]
    if head.dep_ == "appos" and head.head.dep_ == "pobj" and head.head.i < house.first:  # "of the band's label, X"
        i = head.head.head.i
    own = {"compound", "amod", "nmod"}  # "at the law firm X"
    while i > 0 and (
        doc[i].dep_ == "det" or doc[i].text in {'"', "“"} or (doc[i].dep_ in own and i < doc[i].head.i < house.last)
    ):
        i -= 1
    if i < 1 or doc[i].lower_ not in LINKS or doc[i].sent.start == i:
        return
    noun = doc[i - 1]
    for k in range(i - 2, max(doc[i].sent.start, i - WIDTH), -1):
        if doc[k].lower_ == "of" and doc[k - 1].lower_ in words("posts", "leaders") | words("posts", "staff"):
            yield doc[k - 1], "at"  # who is head of drama at a house does not lead it
            return
        if doc[k].pos_ not in {"NOUN", "ADJ", "PROPN"}:
            break
    if noun.pos_ in {"NOUN", "PROPN"}:
        chief = noun.lower_ == "chief" and doc[i - 2].lower_ in {"in", "-"}  # "editor in chief of"
        yield (doc[i - 3] if chief and doc[i - 3].pos_ != "PUNCT" else noun), doc[i].lower_


def _before(reading: Reading, house: Mention) -> Iterator[tuple[Token, str]]:
    """The nouns that stand behind the house: "X's president", "the X correspondent Ann Lee"."""
    doc, i = reading.doc, house.last
    owned = i < len(doc) and doc[i].tag_ == "POS"
    i += owned
    noun = None
    for token in doc[i : i + 4]:
        if token.pos_ not in {"NOUN", "ADJ", "PROPN"} or token.i in reading.in_names:
            break
        if token.pos_ == "NOUN" or token.lower_ in words("posts", "leaders"):
            noun = token
    if noun is None or (not owned and noun.lower_ not in words("posts", "told_before") | words("posts", "leaders")):
        return
    of = doc[noun.i + 1] if noun.i + 1 < len(doc) else noun
    yield noun, "at" if of.lower_ == "of" else "'s"


def predicate_of(noun: Token, link: str) -> str:
    """What holding the post tells, if anything: a member, a student and a star hold none."""
    word = noun.lemma_.lower() if noun.tag_ in {"NNS", "NNPS"} else noun.lower_
    before = noun.nbor(-1).lower_ if noun.i else ""
    shared = word == "partner" and any(child.dep_ == "poss" for child in noun.children)  # "her partner in crime"
    if word in words("posts", "no_posts") or word in _members() or shared or before in {"honorary", "life"}:
        return ""
    of_house = link in {"of", "'s"} or (link == "at" and noun.nbor().lower_ != "of")
    if word in words("posts", "leaders") and of_house and _at_the_head(noun, word):
        return "leads"
    if word in words("posts", "staff") | words("posts", "leaders"):
        served = word == "partner" if link == "in" else link != "of" or word not in words("posts", "makers")
        return "employedBy" if served else ""
    if link not in WORKING:
        return ""
    return "employedBy" if occupation_at(noun) is not None or _is_worked_as(noun) else ""


def _is_worked_as(noun: Token) -> bool:
    """Whether somebody is told to work as what the noun says, which need be no known trade: "began as a tea girl"."""
    if noun.dep_ != "pobj" or noun.head.lower_ != "as" or noun.tag_ != "NN":
        return False
    single = any(child.lower_ in {"a", "an"} for child in noun.children)
    return single and syntax.governor(noun.head).lemma_ in words("posts", "working")


def _may_be_of_a_film(noun: Token, link: str) -> bool:
    """Whether a director need not be one of a house: that a name is one is not sure where a film fits as well."""
    return noun.lower_ == "director" and link == "of" and noun.nbor(-1).lower_ not in words("posts", "heading")


def _at_the_head(noun: Token, word: str) -> bool:
    """Whether nothing before the noun makes it a lesser post: "deputy editor", "features director"."""
    before = [t for t in noun.doc[max(noun.sent.start, noun.i - 3) : noun.i] if t.text not in {"-", "–"}]
    lesser = any(t.lower_ in {"deputy", "vice", "assistant", "associate", "under", "junior"} for t in before[-2:])
    lesser = lesser or (bool(before) and before[-1].lower_ == "senior")
    named = before and before[-1].pos_ in {"NOUN", "ADJ"} and before[-1].lower_ not in words("posts", "heading")
    joined = noun.i > 1 and noun.nbor(-1).pos_ != "PUNCT" and noun.nbor(-2).text == "-"  # "full-time director"
    named = named and not joined
    partial = rules("posts")["partial"].get(word)
    whole = partial is None or (bool(before) and before[-1].lower_ in partial)
    if any(child.lower_ in {"a", "an"} for child in noun.children):
        return False  # "an editor at X" is one of several
    return whole and not lesser and not (named and before[-1].head == noun)


def holders(reading: Reading, noun: Token) -> list[tuple[Party, int]]:
    """Who holds the post, with the token that says so."""
    by_as = noun.dep_ == "pobj" and noun.head.lower_ == "as"
    verb = syntax.governor(noun.head) if by_as else noun.head
    if by_as and (gapped := right_before(reading, noun.head)):
        return [(gapped[0], noun.i)]
    if verb.pos_ == "VERB" and (by_as or noun.dep_ in {"oprd", "attr", "dobj", "xcomp", "ccomp"}):
        taken_on = verb.lemma_ == "take" and any(child.lower_ == "on" for child in verb.children)
        appointed = taken_on or verb.lemma_ in words("posts", "appointing")
        if appointed or (by_as and verb.lemma_ in words("posts", "holding")):
            put = appointed and not syntax.is_passive(verb)
            found = people(reading, syntax.objects(verb) if put else syntax.subjects(verb))
            if verb.lemma_ in words("posts", "handing"):
                found = merged(found, people(reading, syntax.objects(verb)))
            if verb.lemma_ == "take" and any(child.lower_ == "over" for child in verb.children):
                found = merged(found, people(reading, syntax.obliques(verb, {"from"})))
            return [(party, verb.i) for party in found]
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lower_ in words("posts", "offices"):
        return _given_to(reading, noun.head.head)
    return [(party, noun.i) for party in bearer(reading, noun)[:1]]


def _given_to(reading: Reading, office: Token) -> list[tuple[Party, int]]:
    """Who got the office, with the verb: "the post of director of X went to Ann Lee", "not to Al, but to Ann"."""
    verb = office.head
    if office.dep_ not in {"nsubj", "nsubjpass"} or verb.lemma_ not in words("posts", "falling"):
        return []
    last = next((t for t in reversed(verb.doc[verb.i : verb.sent.end]) if t.lower_ == "to" and t.pos_ == "ADP"), None)
    first = next((t for t in verb.doc[verb.i : verb.sent.end] if t.lower_ == "to" and t.pos_ == "ADP"), None)
    contrasted = first is not None and first.nbor(-1).lower_ == "not"
    to = last if contrasted and last != first else None if contrasted else first
    if to is None:
        return []
    found = people(reading, [t for t in to.children if t.dep_ == "pobj"])
    return [(party, verb.i) for party in found or name_list(reading, to.i + 1, limit=1)]


def right_before(reading: Reading, word: Token) -> list[Party]:
    """Who has a post of their own by the verb before: "stays on as head, and [his wife, Ann Lee,] as its secretary"."""
    doc, i = reading.doc, word.i - (word.i > 0 and word.nbor(-1).text == ",")
    named = names_before(reading, i, limit=1)
    if not named or named[0].mention.last != i:
        return []
    start = named[0].mention.first
    joined = next((k for k in range(start - 1, start - WIDTH, -1) if k > 0 and doc[k].lower_ in {"and", ";"}), None)
    before = doc[word.sent.start : joined] if joined is not None else ()
    described = all(t.pos_ in {"NOUN", "PROPN", "ADJ", "DET", "PRON", "PUNCT"} for t in doc[(joined or 0) + 1 : start])
    return named if described and any(t.lower_ == "as" for t in before) else []


@cache
def _members() -> frozenset[str]:
    """Nouns for those who are of a band or a team: `kg/rules/frames.toml` tells of them."""
    return next(frame.lemmas for frame in table()["member"] if frame.name == "member-of")
