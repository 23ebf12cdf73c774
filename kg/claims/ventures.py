"""Who founded what is named only behind: "signed the papers of a company of their own. Acme, as it is called, will"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.bodies import named_body
from kg.claims.frame_table import Frame, table
from kg.claims.frames import give_all
from kg.claims.reading import Finding, Party, Reading, people
from kg.names import words

CALLED = frozenset({"called", "named", "dubbed", "christened", "known", "call", "name", "calls", "names"})
OPEN = frozenset({"it", "they", "she", "he", "we", "their", "her", "his", "its", "the", "this"})
"""What the sentence that gives the name may begin with."""
NEW = frozenset({"a", "an", "another"})
OWNERS = frozenset({"his", "her", "their", "my", "our"})
NEAR = 12
"""How many words may stand before the name."""


def findings(reading: Reading) -> Iterator[Finding]:
    """``founderOf`` and the founding of a body by those who set up one that is named in or behind their sentence."""
    for verb in reading.tokens(words("posts", "setting_up") | {"go"}):
        noun = _set_up(verb)
        if noun is None or verb.i in reading.in_names:
            continue
        founders = people(reading, syntax.subjects(verb))
        body = _named_behind(reading, noun) or _named_next(reading, noun)
        if body is None:
            continue
        for party in founders:
            if party.key != body.key:
                yield from give_all(reading, _frame(), verb, party, body)


def _frame() -> Frame:
    return next(frame for frame in table()["found"] if frame.name == "found")


def _set_up(verb: Token) -> Token | None:
    """The noun of a body that the verb sets up, if the sentence does not name it there."""
    if verb.pos_ != "VERB" or syntax.is_passive(verb):
        return None
    if verb.lemma_ == "go":  # "went into business together"
        into = next((t for t in syntax.obliques(verb, {"into"}) if t.lower_ in {"business", "partnership"}), None)
        return into
    if verb.lemma_ == "set" and not any(child.lower_ == "up" for child in verb.children):
        return None
    taken = syntax.objects(verb)
    if verb.lemma_ == "sign":
        taken = [t for n in taken if n.lower_ in words("posts", "papers") for t in syntax.obliques(n, {"of", "for"})]
        taken += [
            t
            for t in syntax.obliques(verb, {"for"})
            if any(n.lower_ in words("posts", "papers") for n in syntax.objects(verb))
        ]
    return next((noun for noun in taken if _is_new(noun)), None)


def _is_new(noun: Token) -> bool:
    """Whether it is a body not told of before: "a label of her own", "her first company"."""
    if noun.lower_ not in words("brands", "organisation_nouns") or noun.tag_ != "NN" or noun.ent_type_ == "ORG":
        return False
    before = {child.lower_ for child in noun.children}
    first = not before.isdisjoint({"own", "first", "new"})
    return not before.isdisjoint(NEW) or (first and not before.isdisjoint(OWNERS))


def _named_behind(reading: Reading, noun: Token) -> Party | None:
    """The name behind the noun in its sentence: "a company to be called Acme", "a firm, which they named Acme"."""
    doc = reading.doc
    for i in range(noun.i + 1, min(noun.i + NEAR, noun.sent.end)):
        if i in reading.names:
            body = named_body(reading.names[i])
            called = doc[i - 1].lower_ in CALLED or (doc[i - 1].lower_ == "as" and doc[i - 2].lower_ in CALLED)
            return body if called else None
    return None


def _named_next(reading: Reading, noun: Token) -> Party | None:
    """The name in the next sentence: "Acme, as it is called,", "It is called Acme", "Their company, Acme,"."""
    doc, start = reading.doc, noun.sent.end
    while start < len(doc) and doc[start].is_space:
        start += 1
    if start >= len(doc):
        return None
    end = doc[start].sent.end
    if start in reading.names:
        named = reading.names[start]
        behind = [t.lower_ for t in doc[named.last : min(named.last + NEAR, end)]]
        called = behind[:2] == [",", "as"] and not CALLED.isdisjoint(
            behind[: behind.index(",", 1)] if "," in behind[1:] else behind
        )
        return named_body(named) if called else None
    if doc[start].lower_ not in OPEN:
        return None
    for i in range(start + 1, min(start + NEAR, end)):
        if i in reading.names:
            before = [t.lower_ for t in doc[start:i]]
            return named_body(reading.names[i]) if _calls(before) else None
    return None


def _calls(before: list[str]) -> bool:
    """Whether the words before a name say that it is that of the body just told of."""
    own = before[0] not in {"it", "they", "she", "he", "we"}
    called = not CALLED.isdisjoint(before[-3:])
    body = not words("brands", "organisation_nouns").isdisjoint(before)
    apposed = before[-1] == "," and before[-2] in words("brands", "organisation_nouns")
    return (called and (body or "it" in before)) or (own and apposed)
