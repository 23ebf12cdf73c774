"""Who does what: ``occupation`` for every noun of work that somebody in the text bears."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.bearers import bearer
from kg.claims.bodies import named_body
from kg.claims.callings import CASTING, last_words, occupation_at, printed
from kg.claims.lists import name_at, name_list, names_before
from kg.claims.posts import right_before
from kg.claims.reading import Finding, Party, Reading, people, surety
from kg.factuality.fiction import in_a_title
from kg.factuality.plot import in_plot
from kg.model import EntityType, Literal, MentionKind
from kg.names import rules, words

HELD = frozenset({"asserted", "reported", "denied", "possible"})
"""Statuses of a work that somebody has: what a child wants to be is none."""
MANY = 6
FRONT = 12
"""Tokens that a description in front of its subject may have: "A nurse by training, she ..."."""
NUMBERS = {"two": 2, "three": 3, "four": 4}
NAMING = frozenset({"named", "called", "known", "dubbed", "nicknamed"})
OPENERS = frozenset({"DT", "RB", "NNP", "JJ", "VBN", "PRP$"})
"""Tags of the first words of such a description."""


def findings(reading: Reading) -> Iterator[Finding]:
    """``occupation``, each once for a person and a noun; former ones say so."""
    seen: set[tuple[str, str]] = set()
    for token in reading.tokens(printed()):
        named = occupation_at(token) if token.i not in reading.in_names else None
        if named is None or token.doc[token.i + 1 : token.i + 3].text == "-up":  # "a runner-up"
            continue
        text, first, former = named
        for party in _workers(reading, token, first):
            if (party.key, text) in seen:
                continue
            seen.add((party.key, text))
            copular = token.dep_ in {"attr", "oprd"}
            quits = _is_given_up(token)
            became = first > 0 and reading.doc[first - 1].lower_ == "future"  # "met the future novelist Ann Lee"
            yield Finding(
                "occupation",
                party,
                Literal(text),
                party.mention.head if became else token.i,
                "occupation-copula" if copular else "occupation-noun",
                0.9 * surety(party),
                presupposed=not copular,
                object_span=(first, token.i + 1),
                note="former" if former or quits else None,
                fiction_is_fact=True,  # a "TV presenter" is one
                statuses=HELD,
                recast=(("denied", "asserted"),) if quits else (),
            )


def _workers(reading: Reading, token: Token, first: int) -> list[Party]:
    if _is_a_post(reading, token):
        return []
    if _is_played(token, first) or (token.dep_ == "attr" and in_a_title(token)) or _is_cast(token) or in_plot(token):
        return []
    if _speaks(token) or _are_others(token):
        return []
    if token.i + 1 < len(token.doc) and token.nbor().tag_ == "POS" and not _is_taken_up(token):
        return []  # "Ann Lee, a nurse's daughter"
    if (found := _gapped(reading, token) or _as_what(reading, token)) is not None:
        return found
    if found := _among(reading, token) or _so_many(reading, token):
        return found
    verb = token.head
    if token.dep_ == "oprd" and verb.lemma_ in words("occupations", "appointing") and syntax.is_passive(verb):
        return people(reading, syntax.subjects(verb))
    if _is_verb(reading, token):
        return []
    if token.i + 1 < len(token.doc) and token.nbor().lower_ in NAMING:  # "the rapper known as Lux"
        return name_list(
            reading, token.i + 2 + (token.doc[token.i + 1 :][1:2].text.lower() == "as"), limit=1, loose=False
        )
    if token.doc[token.i + 1 : token.i + 5].text.lower() == "by the name of":
        return name_list(reading, token.i + 5, limit=1, loose=False)
    found = _each_of(reading, token) or _turned(reading, token) or _fronted(reading, token, first)
    found = [*_fellow(reading, token, first), *(found or bearer(reading, _predicate(token)))]
    return [p for p in found if p.mention.kind is not MentionKind.PRONOUN or _describes(token)]


def _is_given_up(noun: Token) -> bool:
    """Whether it is the work that somebody leaves, and so has had: "gave up her job as a teacher"."""
    by_as = noun.dep_ == "pobj" and noun.head.lower_ == "as"
    verb = syntax.governor(noun.head) if by_as else noun
    plainly = not any(child.dep_ == "neg" for child in verb.children)
    return by_as and plainly and verb.lemma_ in words("occupations", "giving_up")


def _speaks(noun: Token) -> bool:
    """Whether the noun is only who says what stands beside it: "Spokesman: Lee and Orr remain friends"."""
    if noun.dep_ == "nsubj" and noun.head.i == noun.i + 1 and noun.head.lemma_ in _saying() and noun.i:
        return noun.nbor(-1).tag_ == "PRP$"  # "He is dating Ann Lee, his agent confirmed"
    sentence = noun.sent
    label = noun.i == sentence.start and noun.i + 1 < sentence.end and noun.nbor().text == ":"
    return label and any(t.tag_ in syntax.FINITE for t in sentence)


def _are_others(noun: Token) -> bool:
    """Whether several are meant whom nothing names: "Producers denied that he was fired"."""
    bare = noun.dep_ in syntax.SUBJECTS and noun.tag_ == "NNS" and noun.i == noun.sent.start
    named = any(child.dep_ == "appos" for child in noun.children) or noun.nbor().tag_ == "NNP"
    return bare and not named and noun.nbor().lower_ not in {"including", "such", "like"}


def _is_a_post(reading: Reading, noun: Token) -> bool:
    """Whether it tells only where somebody is at the head: "as president of Acme", "as its vice president"."""
    doc, i = noun.doc, noun.i + 1
    if noun.lower_ not in words("posts", "leaders") or noun.dep_ != "pobj" or noun.head.lower_ != "as":
        return False
    named = next((reading.names[k] for k in (i + 1, i + 2) if k in reading.names), None)
    of_house = i < len(doc) and doc[i].lower_ in {"of", "at"} and named_body(named) is not None
    return of_house or any(child.lower_ in {"its", "their"} for child in noun.children)


def _is_taken_up(noun: Token) -> bool:
    """Whether an owner may be somebody told of before: "the singer's wife", not "Ann Lee, a singer's wife"."""
    owned = noun.head
    return owned.dep_ not in {"appos", "attr"} and any(child.lower_ == "the" for child in noun.children)


def _describes(token: Token) -> bool:
    """Whether a noun may be said of a pronoun: as a predicate, or in front of it."""
    return _predicate(token).dep_ in {"attr", "oprd"} or token.i < token.sent.start + FRONT


def _is_played(token: Token, first: int) -> bool:
    """Whether the words are a part: "played the baker Al Orr", "her heroine, a spy named Jo Lee"."""
    doc, i = token.doc, first - 1
    while i > token.sent.start and doc[i].tag_ in {"DT", "JJ", "NN", "NNP", "POS", "PRP$", "HYPH"}:
        i -= 1
    verb = syntax.governor(token)
    below = verb.i < token.i and token.dep_ in {"dobj", "compound", "appos", "nmod"}
    in_front = i > 0 and doc[i].lemma_ in CASTING and doc[i - 1].text != "-"  # no "gravel-voiced actor"
    invented = any(
        t.lower_ in words("occupations", "invented") and t.nbor().text == "," for t in doc[max(i - 1, 0) : first]
    )
    named_so = token.dep_ == "compound" and doc[first - 1].lower_ == "as"  # "replaced as Detective Stone"
    named_so = named_so and doc[first - 1].head.lemma_ in words("occupations", "cast_as")
    return in_front or invented or named_so or (below and verb.lemma_ in CASTING) or _is_of_a_part(token)


def _is_of_a_part(token: Token) -> bool:
    """Whether the word stands in what is told of a part: "plays a woman who weds Tom, a soldier"."""
    inside, node = False, token
    while node.head != node:
        inside = inside or node.dep_ in {"relcl", "acl"}
        if inside and node.dep_ == "dobj" and node.head.lemma_ in CASTING and node.pos_ == "NOUN":
            return node.lemma_ not in rules("fiction")["role"]["instruments"]
        node = node.head
    return False


def _is_verb(reading: Reading, token: Token) -> bool:
    """Whether a name in front makes a verb of the word: "Ann Lee [models] for them", read as a plural."""
    if token.tag_ != "NNS" or token.i == 0 or token.i + 1 in reading.names:  # no "R&B singers Al Orr and ..."
        return False
    aside = token.nbor(-1).text == ","  # "his wife, Ann Lee, models"
    before = reading.mentions.at(token.i - 1 - aside)
    if before is None or before.kind is not MentionKind.NAME or before.type is not EntityType.PERSON:
        return False
    return not aside or (token.left_edge == token and token.doc[before.head].dep_ != "conj")


def _predicate(token: Token) -> Token:
    """What stands in the place of the noun: "one" of "one of the best actors", the first of "a nurse, a poet"."""
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ == "one":
        return token.head.head
    if token.dep_ == "conj" and token.head.dep_ == "appos":
        first = _predicate(token.head)
        return token if first == token.head else first
    if token.dep_ == "appos" and token.head.dep_ in {"attr", "appos"} and token.doc[token.left_edge.i - 1].text == ",":
        bare = token.head.lower_ in last_words() and token.head.i not in {child.i for child in token.children}
        return _predicate(token.head) if bare else token
    return token


def _each_of(reading: Reading, noun: Token) -> list[Party]:
    """All whom a plural describes: "actors Ann Lee and Al Orr", "Ann Lee and Al Orr, both lawyers"."""
    if noun.lower_ in last_words() or not noun.lower_.endswith("s"):
        return []
    doc, i = noun.doc, noun.i + 1
    both = noun.i > 1 and doc[noun.i - 1].lower_ in {"both", "all"} and doc[noun.i - 2].text == ","
    if both:
        return names_before(reading, noun.i - 2, limit=MANY)
    behind = [t.lower_ for t in doc[i : i + 3] if t.text != ","][:2]
    if behind[:1] == ["including"] or behind == ["such", "as"]:
        i = next(t.i + 1 for t in doc[i : i + 3] if t.lower_ in {"including", "as"})
    return name_list(reading, i, limit=MANY, loose=False)


def _among(reading: Reading, noun: Token) -> list[Party]:
    """Who is one of many: "Ann Lee is among the best chefs", "the ward counts Ann Lee among its nurses"."""
    verb = syntax.governor(noun)
    if noun.tag_ != "NNS" or noun.dep_ != "pobj" or noun.head.lower_ != "among":
        return []
    if any(t.lower_ in {"first", "last", "few", "only"} for t in noun.children):
        return []  # what counts is what they did first
    if verb.lemma_ == "be" or syntax.is_passive(verb):
        return people(reading, syntax.subjects(verb))
    return people(reading, syntax.objects(verb)) if verb.lemma_ in words("occupations", "counting") else []


def _so_many(reading: Reading, noun: Token) -> list[Party]:
    """All who have been named so far, where the noun counts as many: "Ann Lee met Al Orr. The two dancers ..."."""
    number = noun.nbor(-1).lower_ if noun.tag_ == "NNS" and noun.i > 1 else ""
    own = [t for t in noun.children if t.i > noun.i and (t.pos_ == "ADP" or t.dep_ == "acl")]  # "the two doctors at X"
    passing = noun.lemma_ in words("nominals", "bystanders") - words("occupations", "public")
    if number not in NUMBERS or noun.nbor(-2).lower_ not in {"the", "both"} or own or passing:
        return []
    named = {key: Party(key, m) for m in reading.names.values() if m.first < noun.i for key in m.entities}
    told = [p for p in named.values() if p.mention.type is EntityType.PERSON]
    return told if len(told) == NUMBERS[number] else []


def _turned(reading: Reading, noun: Token) -> list[Party]:
    """Who changed his work, for both nouns: "the actor turned senator Ann Lee", "Ann Lee, a model-turned-chef"."""
    if name_at(reading, noun.i + 1) is not None:
        return []
    turns = [t for t in noun.doc[max(noun.sent.start, noun.i - 4) : noun.i + 3] if t.lower_ == "turned"]
    for turn in turns:
        around = noun.doc[max(noun.sent.start, turn.i - 2) : turn.i + 4]
        others = [
            t for t in around if t != noun and (t.i < turn.i) == (noun.i > turn.i) and occupation_at(t) is not None
        ]
        for other in sorted(others, key=lambda t: name_at(reading, t.i + 1) is None):
            if found := bearer(reading, other):
                return found
    return []


def _fellow(reading: Reading, noun: Token, first: int) -> list[Party]:
    """Who has the work too: whose fellow somebody is, or who does something with "fellow actor Ann Lee"."""
    if first == 0 or noun.doc[first - 1].lower_ != "fellow":
        return []
    owners = syntax.possessors(noun)
    return people(reading, owners or syntax.subjects(syntax.governor(noun)))


def _fronted(reading: Reading, noun: Token, first: int) -> list[Party]:
    """Whom a description in front of the sentence is of: "A nurse by training, she ...", "Once a spy, Al Orr ..."."""
    doc, start = noun.doc, noun.sent.start
    if noun.i - start > FRONT or noun.tag_ == "NNS":
        return []
    before = [t for t in doc[start:first] if t.is_alpha]
    opens = before and (
        before[0].tag_ in {"DT", "RB", "NNP", "JJ", "VBN"} or before[0].lower_ in {"once", "his", "her"}
    )
    if not opens or any(t.pos_ in {"VERB", "AUX", "ADP", "PRON"} or t.text == "," for t in before[1:]):
        return []
    for i in range(noun.i + 1, min(noun.sent.end - 2, noun.i + FRONT)):
        if doc[i].text == ",":
            return _subject_at(reading, i + 1, bare=before[0].lower_ == "the" and i == noun.i + 1)
        if doc[i].pos_ in {"AUX", "PRON"} or doc[i].tag_ in syntax.FINITE or doc[i].tag_ == "POS":
            return []
    return []


def _subject_at(reading: Reading, i: int, *, bare: bool) -> list[Party]:
    """The one person who is the subject at ``i``; by name alone, if what stands before is no more than "the actor"."""
    doc = reading.doc
    mention = reading.names.get(i) if doc[i].pos_ != "PRON" else reading.mentions.at(i)
    if mention is None:  # "A pilot since 2008, the singer Al Orr has"
        return name_list(reading, i, limit=1) if doc[i].lower_ == "the" and not bare else []
    subject = doc[mention.head].dep_ in syntax.SUBJECTS and mention.type is EntityType.PERSON
    if not subject or len(mention.entities) != 1 or mention.last >= len(doc):
        return []
    says = doc[mention.last].lemma_ in _saying() and doc[mention.last + 1].text == ","
    if says or (mention.kind is MentionKind.PRONOUN and bare):
        return []  # "The actor, she said, was late"
    return [Party.of(mention)]


@cache
def _saying() -> frozenset[str]:
    return frozenset(rules("speech")["quotation"]["say"])


def _in_a_work(noun: Token) -> bool:
    """Whether the noun is of a part: "known as the wild nurse in "Ward Nine"", not the director of it."""
    behind = noun.doc[noun.i + 1 : noun.i + MANY * 2]
    place = next((t.i for t in behind if t.lower_ in {"in", "on"}), None)
    return place is not None and any(t.ent_type_ == "WORK_OF_ART" for t in noun.doc[place : place + MANY])


def _is_cast(noun: Token) -> bool:
    """Whether a player stands in brackets behind the part: "a spy (Eve Orr)", in a sentence with a title."""
    bracket = noun.i + 1 < len(noun.doc) and noun.doc[noun.i + 1].text == "("
    if noun.dep_ == "pobj" and noun.head.lower_ == "as" and noun.head.head.lower_ in {"stars", "starring", "features"}:
        return True  # ""X" stars Ann Lee as a spy, Al Orr as"
    return bracket and any(t.ent_type_ == "WORK_OF_ART" for t in noun.doc[max(0, noun.i - 30) : noun.i])


def _gapped(reading: Reading, noun: Token) -> list[Party]:
    """Who works as it by the verb before: "works there as a cook, and [Al Orr] as a driver"."""
    by_as = noun.dep_ == "pobj" and noun.head.lower_ == "as"
    found = right_before(reading, noun.head) if by_as else []
    before = noun.doc[noun.sent.start : noun.i]
    return found if any(t.lemma_ in words("occupations", "hired") for t in before) else []


def _as_what(reading: Reading, token: Token) -> list[Party] | None:
    """Who works "as a nurse"; None if that is not how the noun stands there."""
    while token.dep_ == "conj" and token.head.lower_ in printed():
        token = token.head
    preposition = token.head
    if token.dep_ != "pobj" or preposition.lower_ != "as" or preposition.i == 0:
        return None
    livings = words("occupations", "livings")
    verb, before = syntax.governor(preposition), preposition.nbor(-1)
    made = verb.head.tag_ in syntax.FINITE and verb.head.lemma_ in words("occupations", "livelihood")
    if verb.lower_ == "living" and made:
        return people(reading, syntax.subjects(verb.head))  # "made her living as", read as a verb
    living = before if before.lemma_ in livings else preposition.head
    paid = any(child.lemma_ in livings and verb.i < child.i < preposition.i for child in verb.children)
    near = living == verb or living.lemma_ in livings or living.dep_ in {"prt", "advmod", "prep"}
    known = verb.lemma_ != "know" or not _in_a_work(token)
    if near and known and verb.lemma_ in words("occupations", "livelihood" if paid else "hired"):
        where = any(child.lower_ == "where" for child in verb.children)  # "the channel where she began as a runner"
        where = where or verb.lemma_ == "join"  # "joined Acme as a lawyer"
        put = [] if where or syntax.is_passive(verb) else [t for t in syntax.objects(verb) if t.lemma_ not in livings]
        return people(reading, put or syntax.subjects(verb))  # "hired Ann Lee as a nurse"
    if living.lemma_ not in livings:
        return None
    if owners := syntax.possessors(living):
        return people(reading, owners)  # "her job as a nurse"
    behind = living.dep_ == "pobj" and living.head.lower_ in words("occupations", "after")
    left = living.dep_ == "dobj" and verb.lemma_ in words("occupations", "leaving")
    return people(reading, syntax.subjects(verb)) if behind or left else None
