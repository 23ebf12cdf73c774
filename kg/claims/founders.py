"""Who founded what, where it is told behind the name: "Acme, the firm (that) Ann Lee and her brother, Al, started".

Read off the words: the parser takes the founders for appositions of what they founded.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.bodies import BODIES, named_body
from kg.claims.frame_table import Frame, table
from kg.claims.frames import give_all
from kg.claims.reading import Finding, Party, Reading, merged, of_type, people
from kg.claims.roles import fill
from kg.model import EntityType, MentionKind
from kg.names import words

AHEAD = 18
"""How many words the founders may take before the verb."""
DESCRIBED = 6
"""How many words may describe the body: "the children's clothing company"."""
GOING_ON = frozenset({"go", "move", "return", "leave", "quit", "come", "resign"})
"""Verbs behind which "to co-found" tells what was done, no plan."""
PASSED = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ", "ADV", "AUX", "CCONJ", "NUM", "PUNCT", "PART", "X"})


def findings(reading: Reading) -> Iterator[Finding]:
    """``founderOf`` and the founding of bodies that stand before those who founded them."""
    for verb in reading.tokens(words("posts", "founded")):
        if verb.lower_ not in words("posts", "founded") or verb.i in reading.in_names:
            continue
        if verb.lower_ == "set" and (verb.i + 1 == len(verb.doc) or verb.nbor().lower_ != "up"):
            continue
        frame = _frame(verb)
        found = _to_found(reading, verb) if verb.lower_ == "found" else _before(reading, verb)
        if found is None:
            continue
        founders, body = found
        for party in merged(founders, fill(reading, verb, "with", (EntityType.PERSON,))):
            yield from give_all(reading, frame, verb, party, body)


def _frame(verb: Token) -> Frame:
    """What founding says: of a band that one forms, that one plays in it too."""
    lemma, name = ("form", "form-a-band") if verb.lower_ == "formed" else ("found", "found")
    return next(frame for frame in table()[lemma] if frame.name == name)


def _to_found(reading: Reading, verb: Token) -> tuple[list[Party], Party] | None:
    """Who left or came "to found X": the lemmatiser takes the word for that of finding."""
    doc = verb.doc
    joint = verb.i > 2 and doc[verb.i - 1].text == "-" and doc[verb.i - 2].lower_ == "co"  # "to co-found X"
    to = verb.i - 1 - 2 * joint
    if (verb.lemma_ == "found" and not joint) or to < 0 or doc[to].lower_ != "to":
        return None
    bodies = of_type(reading, syntax.objects(verb), (EntityType.ORGANIZATION, EntityType.GROUP))
    founders = people(reading, syntax.subjects(verb))
    if joint and not (bodies and founders):  # the parser knows neither of the two words
        named = (reading.names[i] for i in range(verb.i + 1, min(verb.i + 6, verb.sent.end)) if i in reading.names)
        bodies = bodies or [body for mention in named if (body := named_body(mention)) is not None][:1]
        above = next((t for t in reversed(doc[verb.sent.start : to]) if t.pos_ == "VERB"), None)
        going = above is not None and above.lemma_ in GOING_ON
        founders = people(reading, syntax.subjects(above)) if above is not None and going else []
    return (founders, bodies[0]) if bodies and founders else None


def _before(reading: Reading, verb: Token) -> tuple[list[Party], Party] | None:
    """The founders right before the verb, and the body before them; none where the verb has another object."""
    if any(child.dep_ in {"dobj", "xcomp", "ccomp"} and child.i > verb.i for child in verb.children):
        return None  # "told Acme that they started dating"
    doc, start = reading.doc, max(verb.sent.start, verb.i - AHEAD)
    for i in range(verb.i - 1, start, -1):
        token = doc[i]
        if token.lower_ in {"that", "which"} or (_is_body(reading, token) and i < verb.i - 1):
            body = _body(reading, i - 1 if token.lower_ in {"that", "which"} else i)
            founders = _people(reading, i + 1, verb.i) if body is not None else []
            return (founders, body) if body is not None and founders else None
        named = reading.mentions.at(i)
        in_name = named is not None and named.kind is MentionKind.NAME
        if not in_name and token.pos_ not in PASSED and token.lower_ != "of":
            return None
        if token.text in {";", ":", '"', "“", "”"} or (named is not None and named.type in BODIES):
            return None
    return None


def _is_body(reading: Reading, token: Token) -> bool:
    """Whether a noun of bodies ends its phrase: "the firm Ann Lee founded", no "her company's lawyer"."""
    called = words("posts", "houses_called") | words("posts", "sides_called") | words("posts", "schools_called")
    if token.lower_ not in called | words("brands", "organisation_nouns") or token.i in reading.in_names:
        return False
    return token.nbor().i in reading.names or token.nbor().pos_ in {"PRON", "DET", "ADP"}


def _body(reading: Reading, last: int) -> Party | None:
    """The body whose name or noun ends at token ``last``: "Acme,", "Acme, the firm", "Acme is the bakery in Rome"."""
    doc = reading.doc
    last -= doc[last].text == ","
    named = reading.mentions.at(last)
    if named is not None and named.kind is MentionKind.NAME:
        if named.type is EntityType.PLACE and named.first > 1 and doc[named.first - 1].lower_ == "in":
            return _body(reading, named.first - 2)
        return named_body(named)
    i = last
    while i > 0 and last - i < DESCRIBED and (doc[i].pos_ in {"NOUN", "ADJ", "PROPN", "PART", "PUNCT"}):
        if doc[i].text == ",":
            break
        i -= 1
    if doc[i].lower_ in {"the", "a", "an"} and i > 0:
        i -= 1
    before = reading.mentions.at(i - 1) if i > 0 and (doc[i].text == "," or doc[i].lemma_ == "be") else None
    return named_body(before) if before is not None and before.kind is MentionKind.NAME else None


def _people(reading: Reading, first: int, last: int) -> list[Party]:
    """All who are named or meant between the two tokens, no owners: "Ann Lee and her brother, Al"."""
    found: list[Party] = []
    i = first
    while i < last:
        mention = reading.mentions.at(i)
        if mention is None or reading.doc[i].tag_ in {"PRP$", "WP$"}:
            i += 1
            continue
        owner = mention.last < len(reading.doc) and reading.doc[mention.last - 1 : mention.last + 1].text.endswith("'s")
        if mention.type is EntityType.PERSON and mention.resolved and not owner:
            found = merged(found, [Party(key, mention) for key in mention.entities])
        i = max(mention.last, i + 1)
    return found
