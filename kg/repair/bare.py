"""Sentences whose people are described, read again without what describes them: "[Actress] Ann Lee wed [tenor] Al Orr".

The parser knows "Ann Lee married Al Orr in Rome", but takes "Actress Ann Lee married tenor Al Orr in Rome" for a tenor
who is married. Where it has gone wrong so, the bare sentence is parsed, and what was left out hung on its name again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from spacy.tokens import Doc, Span, Token

from kg.repair.cues import listed, person_nouns

Parse = Callable[[Sequence[str], Sequence[bool]], Doc]
"""Words, and whether a blank follows each, to one parsed sentence."""

_Heads = dict[int, tuple[int, str]]
"""The head of a token, and what it is to it."""

_PLAIN = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_BETWEEN = frozenset({"ADV", "AUX", "PART"})
_NO_NOUN = frozenset({"VB", "VBP"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_ARTICLES = frozenset({"the", "a", "an"})
_BEFORE = frozenset({"amod", "nummod", "punct", "cc"})
_BEHIND = frozenset({"punct", "appos", "relcl", "prep", "acl"})
_CLOSING = {"(": ")", "[": "]", "—": "—", "–": "–", "-": "-", ",": ","}
_LONGEST = 25
"""Tokens that an aside may have."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A person's name, where its description begins, and where all that is said of it: "[her ex, [actor Al Orr]]"."""

    lead: int
    start: int
    first: int
    last: int


def reread(doc: Doc, people: Sequence[tuple[int, int]], parse: Parse) -> bool:
    """Read sentences again where the verb between two of ``people`` was not taken for one; whether there were any."""
    ends = {last for _, last in people}
    told = [_described(doc, first, last, ends) for first, last in people]
    changed = False
    for one, other in pairwise(told):
        verb = _verb(doc, one, other)
        if verb is not None and not _is_read(verb, one, other):
            changed |= _put_right(verb, one, other, parse)
    for one in told:
        if one.start < one.first and doc[one.first - 1].tag_ in _NO_NOUN:
            changed |= _put_before(doc, one, parse)
    return changed


def _described(doc: Doc, first: int, last: int, ends: set[int]) -> _Told:
    """The name with its description: "the [two-time Oscar winner] Ann Lee", "[longtime partner, actor] Al Orr"."""
    if first == 0 or doc[first - 1].lower_ not in person_nouns():
        return _Told(first, first, first, last)
    sent = doc[first].sent.start
    start = lead = _opened(doc, first - 1, sent, ends)
    if lead - 2 > sent and doc[lead - 1].text == "," and doc[lead - 2].lower_ in person_nouns():
        lead = _opened(doc, lead - 2, sent, ends)
        start = start if _is_owned(doc, lead, sent) else lead
    elif _is_owned(doc, lead, sent):
        start = first
    if lead > sent and (doc[lead - 1].lower_ in _ARTICLES or _is_owned(doc, lead, sent)):
        start = lead - 1 if start == lead and doc[lead - 1].lower_ in _ARTICLES else start
        lead -= 1
    return _Told(lead, start, first, last)


def _is_owned(doc: Doc, i: int, start: int) -> bool:
    return i > start and doc[i - 1].tag_ in {"PRP$", "POS"}


def _opened(doc: Doc, noun: int, start: int, ends: set[int]) -> int:
    """Where the words begin that go with the noun."""
    i = noun
    while i > start and i not in ends and _goes_along(doc, i - 1) and not _may_rule(doc, i - 1, ends):
        i -= 1
    return i + 1 if doc[i].text == "-" else i


def _goes_along(doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.text == "-":
        return i > 0 and not token.whitespace_ and not doc[i - 1].whitespace_
    if token.lower_ == "and":
        return i > 0 and doc[i - 1].lower_ in person_nouns() and doc[i - 1].is_lower
    return token.pos_ in _PLAIN or _looks_past(token) or token.lower_ in person_nouns()


def _looks_past(token: Token) -> bool:
    return token.is_alpha and token.is_lower and (token.text.endswith("ed") or token.text in listed("irregular_pasts"))


def _may_rule(doc: Doc, i: int, ends: set[int]) -> bool:
    """Whether the word may be the verb of the name before it: "Ann Lee [married]", "Ann Lee, 40, [married]"."""
    token = doc[i]
    if i == 0 or not (_looks_past(token) or token.tag_ in _FINITE) or doc[i - 1].text == "-":
        return False
    k = i
    while k > 0 and doc[k - 1].pos_ in _BETWEEN:
        k -= 1
    return k in ends or doc[k - 1].text in {",", ")", "—", "–", "]"}


def _verb(doc: Doc, one: _Told, other: _Told) -> Token | None:
    """The word right before the second that may be the verb of the first, over adverbs and an aside."""
    if other.lead <= one.last:
        return None
    verb = doc[other.lead - 1]
    if not (_looks_past(verb) or (verb.tag_ in _FINITE and verb.pos_ == "VERB")) or doc[one.start].sent != verb.sent:
        return None
    i = _over(doc, verb.i, one.last)
    return verb if i == one.last or _is_aside(doc, one.last, i) else None


def _over(doc: Doc, verb: int, first: int) -> int:
    """Where the auxiliaries and adverbs of the verb begin, not before ``first``."""
    while verb > first and doc[verb - 1].pos_ in _BETWEEN:
        verb -= 1
    return verb


def _is_aside(doc: Doc, first: int, last: int) -> bool:
    """Whether the tokens are an aside of the name before them: ", 34,", "(34)", ", who plays a nurse,"."""
    if not 3 <= last - first <= _LONGEST or _CLOSING.get(doc[first].text) != doc[last - 1].text:
        return False
    lead = doc[first + 1]
    return doc[first].text != "," or lead.is_digit or lead.lower_ in listed("aside_leads")


def _is_read(verb: Token, one: _Told, other: _Told) -> bool:
    """Whether the parser has given the verb the first for its subject and the second for its object."""
    if verb.pos_ not in {"VERB", "AUX"} or verb.dep_ in {"amod", "compound", "acl"}:
        return False
    subject = any(child.dep_ in _SUBJECTS and one.start <= child.i < one.last for child in verb.lefts)
    if not subject and verb.dep_ not in {"conj", "relcl"}:
        return False
    return any(other.lead <= child.i < other.last for child in verb.rights)


def _put_right(verb: Token, one: _Told, other: _Told, parse: Parse) -> bool:
    """Give the verb its subject and its object; whether the parser sees them in the bare sentence."""
    doc, sent = verb.doc, verb.sent
    left = {
        (one.start, one.first): one,
        (one.last, _over(doc, verb.i, one.last)): one,
        (other.start, other.first): other,
        (other.last, _closed(doc, other.last, sent.end)): other,
    }
    found = _bare(doc, sent, left, parse)
    twin = found.token(verb.i)
    subject = any(child.dep_ in _SUBJECTS and one.first <= found.kept[child.i] < one.last for child in twin.lefts)
    if not subject or twin.pos_ != "VERB":
        return False
    if not any(other.lead <= found.kept[child.i] < other.last for child in twin.rights):
        return False
    verb.tag_, verb.pos_, verb.lemma_ = twin.tag_, twin.pos_, twin.lemma_
    _hang(doc, left, found)
    return True


def _put_before(doc: Doc, told: _Told, parse: Parse) -> bool:
    """Make a description that was taken for a verb one again: "proposed to [actress] Ann Lee"."""
    left = {(told.start, told.first): told}
    found = _bare(doc, doc[told.first].sent, left, parse)
    for token in doc[told.start : told.first]:
        if token.tag_ in _NO_NOUN:
            token.tag_, token.pos_, token.lemma_ = "NN", "NOUN", token.lower_
    for i in found.kept[max(0, found.kept.index(told.first) - 1) : found.kept.index(told.first)]:
        twin = found.token(i)  # "to", which is of no infinitive
        doc[i].tag_, doc[i].pos_ = twin.tag_, twin.pos_
    _hang(doc, left, found)
    return True


@dataclass(frozen=True, slots=True)
class _Bare:
    """A sentence without some of its tokens, and where in the document each of the others stands."""

    doc: Doc
    kept: list[int]

    def token(self, i: int) -> Token:
        """The twin of the document's token ``i``."""
        return self.doc[self.kept.index(i)]


def _bare(doc: Doc, sent: Span, left: Mapping[tuple[int, int], _Told], parse: Parse) -> _Bare:
    out = {i for first, last in left for i in range(first, last)}
    kept = [i for i in range(sent.start, sent.end) if i not in out]
    return _Bare(parse([doc[i].text for i in kept], [bool(doc[i].whitespace_) for i in kept]), kept)


def _hang(doc: Doc, left: Mapping[tuple[int, int], _Told], bare: _Bare) -> None:
    """Take the heads of the bare sentence, and hang what was left out on the names it belongs to."""
    heads = {bare.kept[token.i]: (bare.kept[token.head.i], token.dep_) for token in bare.doc}
    for (first, last), told in left.items():
        inside = range(told.first, told.last)
        name = next((i for i in inside if heads[i][0] not in inside), told.last - 1)
        heads |= dict(_hung(doc, first, last, name))
    found = doc.to_array(["HEAD", "DEP"])
    for i, (head, dep) in heads.items():
        found[i, 0] = np.uint64((head - i) % (1 << 64))
        found[i, 1] = doc.vocab.strings.add(dep)
    # All at once: one by one, a head might hang on its own child in between.
    doc.from_array(["HEAD", "DEP"], found)  # type: ignore[arg-type]


def _closed(doc: Doc, first: int, end: int) -> int:
    """Where the age or the brackets behind a name end: ", 38,", "(38)"."""
    for last in range(first + 3, min(first + 8, end) + 1):
        if _is_aside(doc, first, last) and (doc[first].text == "(" or doc[first + 1].is_digit):
            return last
    return first


def _hung(doc: Doc, first: int, last: int, name: int) -> Iterator[tuple[int, tuple[int, str]]]:
    """The heads of what was left out: as they were within it, and the name for what hung on something else."""
    top = last - 1
    for token in doc[first:last]:
        role = "relcl" if token.pos_ in {"VERB", "AUX"} else token.dep_
        if first <= token.head.i < last and token.head != token:
            yield token.i, (token.head.i, token.dep_)
        elif token.i > name:
            yield token.i, (name, role if role in _BEHIND else "appos")
        elif token.i == top:
            yield token.i, (name, "compound")
        elif token.lower_ in _ARTICLES:
            yield token.i, (name, "det")
        else:
            yield token.i, (top, token.dep_ if token.dep_ in _BEFORE else "compound")
