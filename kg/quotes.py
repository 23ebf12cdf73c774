"""Quotations and who speaks them.

`find_quotes` pairs the quotation marks of a document, tells speech from scare quotes and titles, and gives every
speech its speaker: by syntax where a verb of saying stands at the quotation ("...," says X / X said: "..."), by
adjacency where it does not (the same paragraph goes on, the sentence before says who talks). The heuristics follow
the sieve of Muzny et al. 2017 ("A Two-stage Sieve Approach for Quote Attribution"): trigger first, then neighbours.

The words are data in ``kg/rules/speech.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from spacy.tokens import Doc, Token


@cache
def speech_rules() -> Mapping[str, Any]:
    """The tables of ``kg/rules/speech.toml``."""
    with resources.files("kg").joinpath("rules", "speech.toml").open("rb") as file:
        return MappingProxyType(tomllib.load(file))


_MARKS = speech_rules()["marks"]
_OPENING = frozenset(_MARKS["opening"])
_CLOSING = frozenset(_MARKS["closing"])
_DOUBLE = _OPENING | _CLOSING | frozenset(_MARKS["either"])
_SINGLE_OPEN = frozenset(_MARKS["single_open"])
_SINGLE_CLOSE = frozenset(_MARKS["single_close"])
DASHES = frozenset(_MARKS["dash"])
_FINAL = frozenset({".", "?", "!", "…", "..."})
_BREAK = frozenset({",", ";", ":", "(", ")", "[", "]"}) | _FINAL | _DOUBLE | DASHES
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_ASIDE = 25
"""Tokens that may lie between a quotation and its verb; past that the verb belongs to something else."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation: ``doc[first:last]`` are the words inside the marks.

    ``speaker`` is the token range of the noun phrase that speaks, ``verb`` the index of the verb of saying.
    ``is_speech`` is false for scare quotes, titles and words spoken of. ``whole`` says that it stands on its own
    as one or more sentences; a fragment (``he was "very happy"``) is part of the sentence around it.
    """

    first: int
    last: int
    speaker: tuple[int, int] | None = None
    verb: int | None = None
    is_speech: bool = True
    whole: bool = True

    def covers(self, index: int) -> bool:
        """Whether the token of this index lies inside the marks."""
        return self.first <= index < self.last


@cache
def speech_verbs() -> frozenset[str]:
    """The lemmas that may carry a quotation.

    >>> "sigh" in speech_verbs(), "marry" in speech_verbs()
    (True, False)
    """
    return frozenset(lemma for lemmas in speech_rules()["quotation"].values() for lemma in lemmas)


@cache
def _mention_words() -> tuple[frozenset[str], frozenset[str], tuple[str, ...], frozenset[str]]:
    table = speech_rules()["mention"]
    return frozenset(table["nouns"]), frozenset(table["verbs"]), tuple(table["phrases"]), frozenset(table["small"])


@cache
def _exclaimed_names() -> frozenset[str]:
    return frozenset(speech_rules()["source"]["exclaimed"])


def find_quotes(doc: Doc) -> tuple[Quote, ...]:
    """All quotations of ``doc`` in order, those inside other quotations left out.

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> words = ['"', "We", "married", "in", "May", ",", '"', "says", "Ann", "."]
    >>> doc = Doc(spacy.blank("en").vocab, words=words, lemmas=["x"] * 7 + ["say", "Ann", "."],
    ...           pos=["PUNCT", "PRON", "VERB", "ADP", "PROPN", "PUNCT", "PUNCT", "VERB", "PROPN", "PUNCT"],
    ...           tags=["``", "PRP", "VBD", "IN", "NNP", ",", "''", "VBZ", "NNP", "."],
    ...           heads=[7, 2, 7, 2, 3, 7, 7, 7, 7, 7],
    ...           deps=["punct", "nsubj", "ccomp", "prep", "pobj", "punct", "punct", "ROOT", "nsubj", "punct"])
    >>> [(q.first, q.last, q.speaker, q.verb) for q in find_quotes(doc)]
    [(1, 6, (8, 9), 7)]
    """
    if not doc.has_annotation("DEP"):
        raise ValueError("find_quotes needs a parsed document: run it after kg.annotate.annotate")
    spans = tuple(_spans(doc))
    inside = [False] * len(doc)
    for first, last, _ in spans:
        inside[first:last] = [True] * (last - first)
    found: list[Quote] = []
    for first, last, open_end in spans:
        previous = found[-1] if found else None
        quote = _attribute(doc, first, last, inside, previous)
        found.append(replace(quote, whole=quote.whole or open_end))
    return tuple(found)


def quote_at(quotes: tuple[Quote, ...], index: int) -> Quote | None:
    """The quotation in which the token of this index lies, if any.

    >>> quote_at((Quote(1, 4), Quote(6, 9)), 7)
    Quote(first=6, last=9, speaker=None, verb=None, is_speech=True, whole=True)
    """
    for quote in quotes:
        if quote.first <= index < quote.last:
            return quote
    return None


def noun_phrase(head: Token) -> tuple[int, int]:
    """The range of the noun phrase of ``head``: modifiers and restrictive clauses, up to the first comma.

    A coordination is kept whole ("the director and his wife, Ann Lee"); a date that hangs on the noun
    ("a judge on Thursday") is not part of the name of a speaker.
    """
    doc = head.doc
    first = head.i
    while first > 0 and _joins_left(head, doc[first - 1]):
        first -= 1
    last = head.i + 1
    while last < len(doc) and last - first < _ASIDE and doc[last].text not in _BREAK and head.is_ancestor(doc[last]):
        if doc[last].dep_ == "prep" and _is_time(doc[last]):
            break
        last += 1
    for partner in head.conjuncts if last < len(doc) and doc[last].dep_ == "cc" else ():
        if partner.i > head.i and partner.pos_ in _NOMINAL and head.is_ancestor(partner):
            names = [child for child in partner.children if child.dep_ == "appos" and child.i > partner.i]
            last = max(last, noun_phrase(names[0])[1] if names else noun_phrase(partner)[1])
    return first, last


def subject_of(verb: Token) -> Token | None:
    """Who does what ``verb`` says: its own subject, its agent, or the subject it shares with the verb above it.

    A relative pronoun gives its antecedent. ``None`` where nothing is said.
    """
    node = verb
    for _ in range(6):
        own = max((child for child in node.children if child.dep_ in _SUBJECT and child.i < node.i), default=None)
        own = own or next((child for child in node.children if child.dep_ in _SUBJECT), None)
        if node.dep_ in {"relcl", "acl"} and (own is None or own.tag_ in {"WP", "WDT"}):
            return node.head if node.head.pos_ in _NOMINAL else None
        if own is not None and own.dep_ != "csubj":
            if own.dep_ == "nsubjpass":
                return agent_of(node)
            return own
        if node.dep_ in {"advcl", "xcomp", "conj", "aux", "auxpass", "pcomp", "prep"} and node.head != node:
            node = node.head
        else:
            break
    return None


def agent_of(verb: Token) -> Token | None:
    """The noun after "by" of a passive verb."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
    return None


def _joins_left(head: Token, token: Token) -> bool:
    if token.text in _BREAK and token.text != "-":
        return False
    return not token.is_space and head.is_ancestor(token)


def _is_time(preposition: Token) -> bool:
    noun = next((child for child in preposition.children if child.dep_ == "pobj"), None)
    return noun is not None and noun.ent_type_ in {"DATE", "TIME"}


def _spans(doc: Doc) -> Iterator[tuple[int, int, bool]]:
    """Pairs of marks as (first, last, runs on into the next paragraph)."""
    opened: int | None = None
    single = False
    for token in doc:
        if "\n" in token.text and opened is not None:
            if not single and token.i > opened:
                yield opened, token.i, True
            opened = None
            continue
        if opened is not None and single:
            if token.text in _SINGLE_CLOSE and _closes_single(token):
                if token.i > opened:
                    yield opened, token.i, False
                opened = None
            elif token.text in _DOUBLE:
                opened, single = token.i + 1, False
            continue
        if token.text in _DOUBLE:
            if _opens(token, opened is not None):
                if opened is not None and token.i - 1 > opened:
                    yield opened, token.i, True
                opened, single = token.i + 1, False
            elif opened is not None:
                if token.i > opened:
                    yield opened, token.i, False
                opened = None
        elif opened is None and token.text in _SINGLE_OPEN and _opens_single(token):
            opened, single = token.i + 1, True
    if opened is not None and not single and len(doc) > opened:
        yield opened, len(doc), True


def _opens(token: Token, is_open: bool) -> bool:
    if token.text in _OPENING:
        return True
    if token.text in _CLOSING:
        return False
    if token.i == 0:
        return True
    before = token.doc[token.i - 1]
    spaced_before, spaced_after = bool(before.whitespace_) or before.is_space, bool(token.whitespace_)
    if token.i + 1 == len(token.doc):
        spaced_after = True
    if not is_open and before.like_num and not spaced_before:
        return False  # inches: 6'2"
    if spaced_before != spaced_after:
        return spaced_before
    return not is_open


def _opens_single(token: Token) -> bool:
    if token.i + 1 >= len(token.doc) or token.whitespace_ or token.tag_ == "POS":
        return False
    before = token.doc[token.i - 1] if token.i else None
    if before is not None and not (before.whitespace_ or before.is_space or before.text in _BREAK):
        return False
    following = token.doc[token.i + 1]
    if following.lower_ in {"n", "em", "til", "tis", "twas", "cause", "round"} or following.text[:1].isdigit():
        return False  # clipped words and decades: 'til, 'em, '90s
    stop = min(len(token.doc), token.i + 80)
    return any(other.text in _SINGLE_CLOSE and _closes_single(other) for other in token.doc[token.i + 2 : stop])


def _closes_single(token: Token) -> bool:
    before = token.doc[token.i - 1]
    if before.whitespace_:
        return False
    if token.whitespace_ or token.i + 1 == len(token.doc) or token.doc[token.i + 1].text in _BREAK:
        return token.tag_ != "POS" or before.text in _BREAK
    return False


def _attribute(doc: Doc, first: int, last: int, inside: Sequence[bool], previous: Quote | None) -> Quote:
    """The quotation of ``doc[first:last]`` with its speaker as far as syntax and the sentence before give one."""
    words = doc[first:last]
    has_verb = any(token.tag_ in _FINITE for token in words)
    ending = words[-1].text
    lead = _before(doc, first, inside)
    whole = _stands_alone(words, lead)
    short = sum(1 for token in words if not token.is_punct) <= 4
    if _is_mention(doc, first, words, lead, ending):
        return Quote(first, last, is_speech=False, whole=False)
    verb = _verb_after(doc, last, ending, inside) or _verb_before(doc, first, lead, inside, whole)
    if verb is not None and (speaker := speaker_of(verb, inside)) is not None:
        if short and not has_verb and not whole and not _governs(verb, words.root):
            return Quote(first, last, is_speech=False, whole=False)
        return Quote(first, last, noun_phrase(speaker), verb.i, whole=whole)
    if (source := _according_to(doc, first - 1, last, inside)) is not None:
        return Quote(first, last, noun_phrase(source), None, whole=whole)
    if (short and not has_verb and (not whole or ending not in _FINAL)) or not (has_verb or whole):
        return Quote(first, last, is_speech=False, whole=False)
    if short and not whole:
        return Quote(first, last, is_speech=False, whole=False)
    quote = Quote(first, last, whole=whole)
    if previous is not None and _carried_over(doc, previous, quote):
        return replace(quote, speaker=previous.speaker, verb=previous.verb)
    if whole and (talker := _talker_before(doc, first, inside)) is not None:
        return replace(quote, speaker=noun_phrase(talker[1]), verb=talker[0].i)
    return quote


def _before(doc: Doc, first: int, inside: Sequence[bool]) -> list[Token]:
    """The words of the same sentence and paragraph before the opening mark, nearest first."""
    stretch: list[Token] = []
    for index in range(first - 2, max(-1, first - 2 - 45), -1):
        token = doc[index]
        if inside[index] or "\n" in token.text or token.text in _DOUBLE or _ends_sentence(token):
            break
        if not token.is_space:
            stretch.append(token)
    return stretch


def _ends_sentence(token: Token) -> bool:
    """A full stop, but not the mark of a name that ends in one ("E! News")."""
    if token.text not in _FINAL:
        return False
    return not (token.text == "!" and token.i > 0 and token.doc[token.i - 1].text in _exclaimed_names())


def _stands_alone(words: Any, lead: list[Token]) -> bool:
    opening = words[0].text
    if not (opening[:1].isupper() or opening[:1].isdigit() or opening[:1] in _MARKS["elided"]):
        return False
    return not lead or lead[0].text in _BREAK or lead[0].lemma_ in speech_verbs()


def _is_mention(doc: Doc, first: int, words: Any, lead: list[Token], ending: str) -> bool:
    """Titles, nicknames and words that are spoken of."""
    nouns, verbs, phrases, small = _mention_words()
    if lead:
        introducer = lead[0].lemma_.lower()
        if introducer in nouns and lead[0].pos_ in {"NOUN", "PROPN"}:
            return True
        if introducer in verbs:
            return True
        near = " ".join(token.lower_ for token in reversed(lead[:3]))
        if any(near.endswith(phrase) for phrase in phrases):
            return True
    inner = [token for token in words if not token.is_punct]
    if not inner or len(inner) > 8:
        return not inner
    titled = all(token.text[:1].isupper() or token.text[:1].isdigit() or token.lower_ in small for token in inner)
    in_clause = bool(lead) and lead[0].text not in _BREAK and lead[0].lemma_ not in speech_verbs()
    after = doc[words.end + 1] if words.end + 1 < len(doc) else None
    goes_on = after is not None and after.lemma_ not in speech_verbs() and ending not in {",", *_FINAL}
    return (
        titled and inner[0].text[:1].isupper() and (in_clause or (goes_on and len(inner) > 1 and ending not in _FINAL))
    )


def _is_speech_verb(token: Token) -> bool:
    return token.lemma_.lower() in speech_verbs() and token.tag_.startswith("VB")


def _verb_after(doc: Doc, last: int, ending: str, inside: Sequence[bool]) -> Token | None:
    """The verb of `"...," she says` or `"...," says X`."""
    index = last + 1
    if ending == "." or (ending not in {",", "?", "!", "…", "...", *DASHES} and not _comma_at(doc, index)):
        return None
    passed = 0
    while index < len(doc) and passed < _ASIDE:
        token = doc[index]
        if inside[index] or "\n" in token.text or token.text in {".", ";", *_DOUBLE}:
            return None
        if _is_speech_verb(token) and (speaker_of(token, inside) is not None):
            return token
        if token.tag_ in _FINITE and token.dep_ not in {"relcl", "aux", "auxpass"} and token.head.dep_ != "relcl":
            return None
        index += 1
        passed += 1
    return None


def _comma_at(doc: Doc, index: int) -> bool:
    return index < len(doc) and doc[index].text in {",", *DASHES}


def _verb_before(doc: Doc, first: int, lead: list[Token], inside: Sequence[bool], whole: bool) -> Token | None:
    """The verb of `X says, "..."`, of `X goes further: "..."`, and of `X said he was "..."`."""
    if not lead:
        return None
    introduced = lead[0].text in {",", ":", *DASHES} or lead[0].lower_ == "that" or _is_speech_verb(lead[0])
    root = doc[first] if first < len(doc) else None
    for token in lead:
        if not _is_speech_verb(token) or _has_passive(token):
            continue
        near = whole or token.i >= first - 6 or token.dep_ == "parataxis"
        if (introduced and near) or (root is not None and token.is_ancestor(root)):
            return token
    if lead[0].text == ":":
        return next((t for t in lead if t.tag_ in _FINITE and any(c.dep_ == "nsubj" for c in t.children)), None)
    return None


def _has_passive(verb: Token) -> bool:
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children) and agent_of(verb) is None


def _governs(verb: Token, root: Token) -> bool:
    return verb.is_ancestor(root) or abs(verb.i - root.i) <= 4


def speaker_of(verb: Token, inside: Sequence[bool] = ()) -> Token | None:
    """The head of the noun phrase that does ``verb``; by position where the parser has lost the subject.

    ``inside`` says of each token whether it lies in a quotation, where no speaker is looked for.
    """
    doc = verb.doc
    inside = inside or [False] * len(doc)
    subject = subject_of(verb)
    if subject is not None and not inside[subject.i] and subject.pos_ in _NOMINAL | {"DET"}:
        return subject
    after = verb.i + 1
    if after < len(doc) and not inside[after] and (verb.i == 0 or doc[verb.i - 1].text in _BREAK):
        for token in doc[after : after + 6]:
            if token.text in _BREAK or inside[token.i]:
                break
            if token.pos_ in _NOMINAL and (token.i + 1 == len(doc) or doc[token.i + 1].pos_ not in {"NOUN", "PROPN"}):
                return token
    before = doc[verb.i - 1] if verb.i else None
    if before is not None and before.pos_ in _NOMINAL and not inside[before.i] and _opens_clause(doc, before.i):
        return before
    return None


def _opens_clause(doc: Doc, index: int) -> bool:
    while index > 0 and doc[index].pos_ in _NOMINAL | {"DET", "ADJ"}:
        index -= 1
    return doc[index].text in _BREAK


def _according_to(doc: Doc, opening: int, last: int, inside: Sequence[bool]) -> Token | None:
    """The X of "according to X" right after the closing mark or before the opening one."""
    for start in (last + 1, last + 2, opening - 8, opening - 7, opening - 6, opening - 5, opening - 4, opening - 3):
        if 0 <= start < len(doc) - 2 and doc[start].lower_ == "according" and doc[start + 1].lower_ == "to":
            return next((child for child in doc[start + 1].children if child.dep_ == "pobj"), None)
    return None


def _carried_over(doc: Doc, previous: Quote, quote: Quote) -> bool:
    """Whether the speaker of the quotation before goes on: same paragraph, or a paragraph left open."""
    if not previous.is_speech or previous.speaker is None:
        return False
    between = doc[previous.last + 1 : max(previous.last + 1, quote.first - 1)]
    if any("\n" in token.text for token in doc[previous.last : quote.first]):
        return (
            not any(token.is_alpha for token in between)
            and doc[previous.last - 1].text not in {'"', "”"}
            and (previous.last < len(doc) and "\n" in doc[previous.last].text)
        )
    sentences = sum(1 for token in between if token.text in _FINAL)
    return sentences <= 2


def _talker_before(doc: Doc, first: int, inside: Sequence[bool]) -> tuple[Token, Token] | None:
    """The verb and the speaker of the sentence before, in the same paragraph ("Ann denied it. "We are friends."")."""
    index = first - 2
    while index >= 0 and doc[index].is_space and "\n" not in doc[index].text:
        index -= 1
    if index < 0 or "\n" in doc[index].text or inside[index] or doc[index].text not in _FINAL:
        return None
    sentence = doc[index].sent
    verbs = [token for token in sentence if _is_speech_verb(token) and not inside[token.i] and not _has_passive(token)]
    for verb in (*verbs, sentence.root):
        subject = speaker_of(verb, inside)
        if subject is not None and subject.lower_ not in {"it", "this", "that", "there", "which"}:
            return verb, subject
    return None
