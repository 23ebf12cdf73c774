"""Which body a word stands for: "its founder", "the firm's head", "left the band", "has worked there since".

The nearest body named before it that can be so called: in the same sentence, or in one of the two before.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.bodies import BODIES, Body, body_of, named_body
from kg.claims.reading import Party, Reading
from kg.model import EntityType, Mention
from kg.names import words

DEFINITE = frozenset({"the", "this", "that"})
SENTENCES = 2
"""How many sentences before its own a body may be named in."""


def meant(reading: Reading, word: Token) -> Party | None:
    """The body that ``word`` stands for: "its", "whose", "their" of no people, "the firm", "there"."""
    if word.lower_ == "whose":
        return _right_before(reading, word.i)
    if word.lower_ == "their":
        people = reading.mentions.at(word.i)
        sided = None if people is not None and people.resolved else _before(reading, word, "sides")
        return sided
    if word.lower_ in {"its", "it"}:
        return _before(reading, word, "") or _after(reading, word)
    if word.lower_ == "there":
        return _before(reading, word, "there")
    definite = any(child.lower_ in DEFINITE for child in word.children)
    kind = next((key for key in ("sides", "schools", "houses") if word.lower_ in words("posts", f"{key}_called")), "")
    return _before(reading, word, kind) if definite and kind and word.i not in reading.in_names else None


def house_before(reading: Reading, word: Token) -> Party | None:
    """The house that a bare post is at: "Ann Lee founded Acme. She is chief executive."."""
    return _before(reading, word, "houses")


def _right_before(reading: Reading, i: int) -> Party | None:
    """The body named before "whose" and its comma."""
    doc = reading.doc
    last = i - 1 if i and doc[i - 1].text == "," else i
    return named_body(reading.name_ending(last))


def _before(reading: Reading, word: Token, kind: str) -> Party | None:
    """The nearest body named before, of the kind asked for; None where another thing stands nearer."""
    doc, ends = reading.doc, {m.last: m for m in reading.names.values() if m.last <= word.i}
    for k in _backwards(word):
        named = ends.get(k + 1)
        if named is not None:
            body = named_body(named)
            if body is not None and not _only_tells(reading, named) and not _is_left(reading, named, word):
                return body if _is_called(body_of(reading, body), kind) else None
            if named.type is EntityType.WORK and kind in {"", "houses"}:
                return None
            if named.type is EntityType.PLACE and kind == "there" and not _is_where_it_is(reading, named):
                return None
        elif k not in reading.in_names and doc[k].pos_ == "NOUN" and _is_another(reading, doc[k], kind):
            return None
    return None


def _backwards(word: Token) -> Iterator[int]:
    """The tokens before ``word``, nearest first, as far back as a body may be named."""
    yield from range(word.i - 1, syntax.start_before(word, SENTENCES) - 1, -1)


def _after(reading: Reading, word: Token) -> Party | None:
    """The subject that a phrase before it speaks of: "Named by its founder, Ann Lee, after a street, Acme sells"."""
    root = word.sent.root
    if root.i < word.i:
        return None
    for child in root.children:
        named = reading.mentions.at(child.i) if child.dep_ in {"nsubj", "nsubjpass"} and child.i > word.i else None
        if named is not None and child.i in reading.in_names:
            return named_body(named)
    return None


def _is_called(body: Body, kind: str) -> bool:
    """Whether a body may be called so: "the band" is no school, "the firm" no band."""
    match kind:
        case "sides":
            return body in {Body.SIDE, Body.UNKNOWN}
        case "schools":
            return body in {Body.SCHOOL, Body.UNKNOWN}
        case "houses":
            return body in {Body.HOUSE, Body.UNKNOWN}
    return True


def _only_tells(reading: Reading, named: Mention) -> bool:
    """Whether the body is only where something is told: "wrote on Instagram", "told Acme Weekly"."""
    text = " ".join(t.text for t in reading.doc[named.first : named.last])
    head = reading.doc[named.head].head
    return any(text in words("brands", key) for key in ("platforms", "outlets")) or head.lemma_ in {"tell", "inform"}


def _is_left(reading: Reading, named: Mention, word: Token) -> bool:
    """Whether the body is told of only as left or worked for before: "four years after leaving her job at Acme"."""
    doc, sentence = reading.doc, reading.doc[named.head].sent
    if sentence.start <= word.i < sentence.end:
        # "worked for Acme before she joined the company": another one
        verb = word.head
        return verb.lemma_ == "join" and any(
            t.lower_ == "before" or t.lower_ == "until" for t in doc[named.last : verb.i]
        )
    after = next((t for t in doc[sentence.start : named.first] if t.lower_ in {"after", "before", "since"}), None)
    others = (m for m in reading.names.values() if sentence.start <= m.first < (after.i if after is not None else 0))
    return after is not None and after.i + 12 > named.first and any(named_body(m) is not None for m in others)


def _is_where_it_is(reading: Reading, place: Mention) -> bool:
    """Whether the place stands right behind a body: "at Acme in Leeds"."""
    i = place.first - 2
    return i >= 0 and any(m.last == i + 1 and m.type in BODIES for m in reading.names.values())


def _is_another(reading: Reading, noun: Token, kind: str) -> bool:
    """Whether an unnamed body stands nearer: "Acme bought a label and its founder's house"."""
    called = [key for key in ("sides", "schools", "houses") if noun.lower_ in words("posts", f"{key}_called")]
    if not called or (kind not in {"", "there"} and kind not in called):
        return False
    if noun.i + 1 in reading.names or any(child.lower_ in DEFINITE | {"its"} for child in noun.children):
        return False  # "the label Acme"; "the label" stands for what is looked for
    start = min((child.i for child in noun.children), default=noun.i)
    apposed = start > 1 and noun.doc[start - 1].text == "," and (start - 2) in reading.in_names
    return noun.dep_ != "compound" and not apposed and noun.dep_ not in {"attr", "poss"}
