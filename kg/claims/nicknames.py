"""What people are called, by whom, in what work: "friends call her Nan", "records as Kid Lux", "the nickname Lu"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.aliases import PLAYED, POSTS, capitalised, past_plain
from kg.claims.callings import occupation_at
from kg.claims.lists import names_before
from kg.claims.reading import Finding, Party, Reading, people, surety
from kg.model import Literal
from kg.names import words

CALLING = frozenset({"call", "know", "nickname", "rename", "rechristen", "restyle", "rebrand", "rebranded", "dub"})
ITSELF = frozenset({"himself", "herself", "themselves", "myself"})
OBJECTS = frozenset({"him", "her", "me", "you"})
RELATIVES = frozenset({"whom", "who", "that"})
IS = frozenset({"is", "was"})
NOT_NAMES = frozenset({"I", "Mr", "Mrs", "Miss", "Ms", "Mum", "Mom", "Dad", "Daddy", "Mummy", "Mommy", "God"})
"""What somebody is addressed as, and no name."""
PARTED = frozenset({"of", "-", "'s", "’s"})
"""Behind a name they tell that it goes on: "called the Queen of Soul"."""
MOST = 4
"""Words of the longest name that is told so."""


def findings(reading: Reading) -> Iterator[Finding]:
    """``alsoKnownAs``: "whom everybody calls Nan", "calls herself Lux", "raps as Kid Lux", "under the pen name Orr"."""
    for verb in reading.tokens(CALLING):
        yield from _told(reading, verb, _called(reading, verb), "called-by", at=verb.i)
    for verb in reading.tokens(words("names", "working_as")):
        near = reading.doc[verb.i + 1 : min(verb.i + 5, verb.sent.end - 1)]
        as_ = next((t for t in near if t.lower_ == "as" or t.pos_ in {"VERB", "AUX", "PUNCT"}), None)
        if as_ is not None and as_.lower_ == "as" and verb.pos_ == "VERB":
            yield from _told(reading, verb, (people(reading, syntax.subjects(verb)), as_.i + 1), "works-as", at=verb.i)
    for known in reading.tokens({"known", "called"}):
        yield from _told(reading, known, _as_known(reading, known), "called-by", at=known.i)
    for noun in reading.tokens(words("names", "naming_nouns")):
        yield from _told(reading, noun, _by_noun(reading, noun), "nickname", at=noun.i)


def _told(
    reading: Reading, word: Token, told: tuple[list[Party], int] | None, rule: str, *, at: int
) -> Iterator[Finding]:
    """The claim of one person and the name that begins at a token, if they are one person and a name."""
    parties, i = told or ([], 0)
    doc = reading.doc
    i = past_plain(reading, i) if parties else i
    last = capitalised(reading, i) if len(parties) == 1 else None
    if last is None or last - i > MOST or doc[i].text.rstrip(".") in NOT_NAMES or i >= word.sent.end:
        return
    goes_on = last < len(doc) and doc[last].lower_ in PARTED
    if goes_on or (rule == "works-as" and any(occupation_at(t) or t.lower_ in POSTS for t in doc[i:last])):
        return
    name, party = doc[i:last].text, parties[0]
    if name.lower() in words("places", "demonyms") or name == reading.mentions.entity(party.key).label:
        return
    mention = reading.names.get(i)
    if mention is not None and mention.resolved and party.key not in mention.entities and mention.last == last:
        label = reading.mentions.entity(mention.entities[0]).label
        if label != name or sum(m.entities == mention.entities for m in reading.names.values()) > 1:
            return  # somebody else who is told of
    yield Finding(
        "alsoKnownAs",
        party,
        Literal(name),
        at,
        rule,
        0.88 * surety(party),
        object_span=(i, last),
        fiction_is_fact=rule != "called-by",
    )


def _as_known(reading: Reading, known: Token) -> tuple[list[Party], int] | None:
    """Of a clause behind the name: "Ann Lee, or Nan as she is known to her fans"."""
    doc, i = reading.doc, known.i - 3
    if i < 3 or doc[i].lower_ != "as" or doc[i + 2].lower_ not in IS or doc[i + 1].lower_ not in {"he", "she"}:
        return None
    last = i - (doc[i - 1].text in {",", '"', "”", "’", "''"})
    first = last
    while first > known.sent.start and doc[first - 1].text[:1].isupper():
        first -= 1
    before = doc[first - 2] if doc[first - 1].text in {'"', "“", "‘", "``"} else doc[first - 1]
    told = first < last and before.lower_ in {"or", ",", "(", "—", "–", "-"}
    return (people(reading, [doc[i + 1]]), first) if told else None


def _called(reading: Reading, verb: Token) -> tuple[list[Party], int] | None:
    """Who is called something by friends, by all or by himself, and where that name begins."""
    doc, i = reading.doc, verb.i + 1
    if i + 1 >= len(doc) or verb.i < 1:
        return None
    if doc[i].lower_ in ITSELF and verb.lemma_ != "know":
        return people(reading, syntax.subjects(verb)), i + 1 + (doc[i + 1].lower_ == "as")
    if verb.tag_ == "VBN" and verb.lemma_ in {"call", "nickname"}:
        return _called_by(reading, verb)
    callers = doc[verb.i - 1]
    if any(t.lemma_.lower() in PLAYED for t in verb.sent if t.lemma_ != "star"):
        return None  # "fans of the series know him as Rex": a part
    if callers.lower_ not in words("names", "alias_to") | words("names", "callers"):
        return None
    as_ = verb.lemma_ == "know"
    k = callers.i - 1
    while k > verb.sent.start and doc[k].tag_ in {"DT", "PRP$", "JJ", "PDT"}:
        k -= 1
    if doc[k].lower_ in RELATIVES and doc[k - 1].text in {",", "(", "—", "–"}:
        return (names_before(reading, k, limit=1), i + as_) if doc[i].lower_ == "as" or not as_ else None
    name = reading.names.get(i)
    if doc[i].lower_ in OBJECTS:
        called, i = people(reading, [doc[i]]), i + 1
    elif name is not None and name.resolved and len(name.entities) == 1:
        called, i = [Party.of(name)], name.last
    else:
        return None
    return (called, i + as_) if not as_ or (i < len(doc) and doc[i].lower_ == "as") else None


def _called_by(reading: Reading, verb: Token) -> tuple[list[Party], int] | None:
    """Of a passive: "Ann Lee, called Nan by her friends", "was called Nan by everyone"."""
    doc = reading.doc
    i = past_plain(reading, verb.i + 1)
    last = capitalised(reading, i)
    if last is None or last + 1 >= len(doc):
        return None
    k = last + (doc[last].text in {'"', "”", "’", "''"})
    near = [t.lower_ for t in doc[k : k + 5]]
    heard = words("names", "alias_to") | words("names", "callers")
    if near[:1] != ["by"] or not any(word in heard for word in near[1:]):
        return None
    before = doc[verb.i - 1]
    named = names_before(reading, before.i, limit=1) if before.text in {",", "("} else []
    return named or people(reading, syntax.subjects(verb)), i


def _by_noun(reading: Reading, noun: Token) -> tuple[list[Party], int] | None:
    """Who has a nickname or a pen name, and where it begins: "her nickname is Nan", "under the pseudonym Al Orr"."""
    doc, i = reading.doc, noun.i + 1
    if i + 1 >= len(doc) or (noun.lower_ == "name" and not _is_a_kind(noun)):
        return None
    if doc[i].lower_ == "of" and noun.lower_ == "name":
        named = reading.names.get(i + 1)  # "the real name of Kid Lux is Al Orr"
        told = named is not None and named.resolved and named.last + 1 < len(doc) and doc[named.last].lower_ in IS
        return ([Party.of(named)], named.last + 1) if told and named is not None else None
    if doc[i].lower_ in IS or (doc[i].text in {",", ":"} and noun.lower_ != "name"):
        return people(reading, syntax.possessors(noun))[:1], i + 1
    i += doc[i].lower_ == "of"
    top = noun.head if noun.dep_ in {"compound", "nmod"} and noun.head.i > noun.i else noun
    verb = top.head
    if top.dep_ == "pobj" and verb.lower_ in {"by", "under", "with"}:
        verb = verb.head
        if verb.lemma_ not in words("names", "named_in") and noun.lower_ != "nickname":
            return None
    elif top.dep_ != "dobj" or verb.lemma_ not in words("names", "getting_names"):
        return None
    subjects = syntax.subjects(verb)
    if verb.lemma_ == "give" and not syntax.is_passive(verb):
        return None  # "gave him the nickname Bear"
    return people(reading, subjects), i


def _is_a_kind(name: Token) -> bool:
    """Whether it is a "stage name", or "the name" under which somebody works."""
    before = name.nbor(-1).lower_ if name.i else ""
    return before in words("names", "name_kinds") or (before == "the" and name.dep_ in {"pobj", "compound", "nmod"})
