"""Sentences whose people are described, read again without what describes them: "[Actress] Ann Lee wed [tenor] Al Orr".

The parser knows "Ann Lee married Al Orr in Rome", but takes "Actress Ann Lee married tenor Al Orr in Rome" for a tenor
who is married. Where it has gone wrong so, the bare sentence is parsed, and what was left out hung on its name again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc, Span, Token

from kg.names import words
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
    """Read sentences again where a verb was not given to one of ``people`` before it; whether there were any."""
    ends = {last for _, last in people}
    told = [_described(doc, first, last, ends) for first, last in people]
    changed = False
    for n, one in enumerate(told):
        second = told[n + 1] if n + 1 < len(told) else None
        taken = [token for token in doc[one.start : one.first] if token.tag_ in _NO_NOUN]
        if taken and not any(token.lower_ in listed("people_done") for token in taken):
            changed |= _put_before(doc, one, parse)
        if one.start < one.first and one.lead and doc[one.lead - 1].tag_ == "VBG" and not _has(doc[one.lead - 1], one):
            changed |= _put_behind(doc[one.lead - 1], one, parse)
        changed |= _rule(doc, one, second, told[n + 2] if n + 2 < len(told) else None, parse)
    return changed


def _rule(doc: Doc, one: _Told, second: _Told | None, third: _Told | None, parse: Parse) -> bool:
    """Give the verb behind one person, or behind two with "and" between, its subject; whether it had none."""
    aside = _closed(doc, one)
    subjects, asides, other = [one], [(one.last, aside)], second
    if second is not None and second.lead == aside + 1 and doc[aside].lower_ in {"and", "&"}:
        asides.append((second.last, _closed(doc, second)))
        subjects, other, aside = [one, second], third, asides[-1][1]
    verb = _verb(doc, aside, other)
    if verb is None or doc[one.start].sent != verb.sent:
        return False
    object_ = other if other is not None and other.lead == verb.i + 1 else None
    if _is_read(verb, subjects, object_):
        return False
    return _put_right(verb, subjects, asides, object_, parse)


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
    field = token.lower_ in words("names", "fields")  # "engaged to [pop] star Al Orr" is no infinitive
    return token.pos_ in _PLAIN or field or _looks_past(token) or token.lower_ in person_nouns()


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


def _verb(doc: Doc, i: int, other: _Told | None) -> Token | None:
    """The word at token ``i``, or behind adverbs and auxiliaries there, that may be a verb."""
    helped, end = False, len(doc) - 1
    while i < end and (doc[i].pos_ in {"ADV", "PART"} or _helps(doc, i)):
        helped |= doc[i].pos_ == "AUX"
        i += 1
    if i > end:
        return None
    finite = helped or (doc[i].tag_ in _FINITE and doc[i].pos_ in {"VERB", "AUX"})
    transitive = other is not None and other.lead == i + 1 and _looks_past(doc[i])
    return doc[i] if finite or transitive else None


def _helps(doc: Doc, i: int) -> bool:
    """Whether an auxiliary goes with a verb behind it: "[has] quietly wed", "[got] married"."""
    behind = next((token for token in doc[i + 1 : i + 4] if token.pos_ not in {"ADV", "PART", "AUX"}), None)
    return doc[i].pos_ == "AUX" and behind is not None and behind.tag_ in {"VBN", "VBG", "VB"}


def _closed(doc: Doc, one: _Told) -> int:
    """Where the asides behind the name end, if a verb or "and" follows: ", 38,", "(38)", ", who plays a nurse,"."""
    first, end = one.last, min(doc[one.first].sent.end, one.last + _LONGEST)
    for last in range(first + 3, end):
        if _is_aside(doc, first, last) and (doc[last].pos_ in {"VERB", "AUX", "ADV"} or _goes_on(doc[last])):
            return last
        if _is_aside(doc, first, last) and doc[first].text == "(" and doc[last].text == ",":
            return max(last, _closed(doc, _Told(one.lead, one.start, one.first, last)))
    return first


def _goes_on(token: Token) -> bool:
    return _looks_past(token) or token.lower_ in {"and", "&"}


def _is_aside(doc: Doc, first: int, last: int) -> bool:
    """Whether the tokens are an aside of the name before them: ", 34,", "(34)", ", who plays a nurse,"."""
    if not 3 <= last - first <= _LONGEST or _CLOSING.get(doc[first].text) != doc[last - 1].text:
        return False
    lead, inner = doc[first + 1], doc[first + 1 : last - 1]
    if doc[first].text == "(":
        return not any(token.is_title for token in inner)  # "(m. Ann Lee 1961)" tells of two
    if doc[first].text != "," or lead.is_digit:
        return True
    alone = not any(token.text == "," or (token.lower_ == "that" and token.i > lead.i) for token in inner)
    return alone and lead.lower_ in listed("aside_leads")


def _has(verb: Token, other: _Told) -> bool:
    return any(other.lead <= child.i < other.last for child in verb.rights)


def _is_read(verb: Token, subjects: Sequence[_Told], other: _Told | None) -> bool:
    """Whether the parser has given the verb its subject and, where one stands behind it, its object."""
    if verb.pos_ not in {"VERB", "AUX"} or verb.dep_ in {"amod", "compound"} or (verb.dep_ == "acl" and other):
        return False
    if other is not None and not _has(verb, other):
        return False
    first, last = subjects[0].start, subjects[-1].last
    found = [child for child in verb.lefts if child.dep_ in _SUBJECTS]
    if not found:
        return verb.dep_ in ({"conj", "relcl", "acl"} if len(subjects) == 1 else {"relcl"})
    name = found[-1]
    if len(subjects) == 1:
        return name.i < first or first <= name.i < subjects[0].last
    return name.i < first or (first <= name.i < subjects[0].last and name.right_edge.i >= last - 1)


def _put_right(
    verb: Token, subjects: Sequence[_Told], asides: Sequence[tuple[int, int]], other: _Told | None, parse: Parse
) -> bool:
    """Give the verb its subject and its object; whether the parser sees them in the bare sentence."""
    doc, sent = verb.doc, verb.sent
    left = {(told.start, told.first): told for told in subjects} | dict(zip(asides, subjects, strict=True))
    if other is not None:
        left |= {(other.start, other.first): other, (other.last, _aged(doc, other.last, sent.end)): other}
    for word in (verb.text, "met") if other is not None else (verb.text,):
        found = _bare(doc, sent, left, parse, {verb.i: word})
        twin = found.token(verb.i)
        edges = [(found.kept[t.left_edge.i], found.kept[t.right_edge.i]) for t in twin.lefts if t.dep_ in _SUBJECTS]
        ruled = any(first <= subjects[0].first and subjects[-1].last - 1 <= last for first, last in edges)
        objects = [found.kept[child.i] for child in twin.rights]
        if (
            ruled
            and twin.pos_ in {"VERB", "AUX"}
            and (other is None or any(i in range(*_span(other)) for i in objects))
        ):
            if word == verb.text:
                verb.tag_, verb.lemma_ = twin.tag_, twin.lemma_
            verb.pos_ = twin.pos_
            _hang(doc, left, found)
            return True
    return False


def _span(told: _Told) -> tuple[int, int]:
    return told.lead, told.last


def _put_behind(verb: Token, other: _Told, parse: Parse) -> bool:
    """Give a gerund or a progressive its object: "began dating [actor] Al Orr"; whether the parser sees it then."""
    left = {(other.start, other.first): other}
    found = _bare(verb.doc, verb.sent, left, parse)
    twin = found.token(verb.i)
    if twin.pos_ != "VERB" or not any(other.lead <= found.kept[child.i] < other.last for child in twin.rights):
        return False
    verb.pos_ = twin.pos_
    _hang(verb.doc, left, found)
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


def _bare(
    doc: Doc, sent: Span, left: Mapping[tuple[int, int], _Told], parse: Parse, said: Mapping[int, str] | None = None
) -> _Bare:
    """The sentence without what is ``left`` out, and with other words where these are ``said``."""
    instead = said or {}
    out = {i for first, last in left for i in range(first, last)}
    kept = [i for i in range(sent.start, sent.end) if i not in out]
    return _Bare(parse([instead.get(i, doc[i].text) for i in kept], [bool(doc[i].whitespace_) for i in kept]), kept)


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


def _aged(doc: Doc, first: int, end: int) -> int:
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
        kept = first <= token.head.i < last and token.head != token
        if kept and (token.i > name or (token.head.i > token.i and token.i < top)):
            yield token.i, (token.head.i, token.dep_)
        elif token.i > name:
            yield token.i, (name, role if role in _BEHIND else "appos")
        elif token.i == top:
            yield token.i, (name, "compound")
        elif token.lower_ in _ARTICLES:
            yield token.i, (name, "det")
        else:
            yield token.i, (top, token.dep_ if token.dep_ in _BEFORE else "compound")
