"""Bonds told as of the past: "formerly the wife of", "used to be Mrs Bogg", "wife before that", "his first wife"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.claims.merge import ENDED, WIDOWED
from kg.claims.reading import Finding, Party, Reading, people
from kg.claims.wives import TITLES
from kg.names import words
from kg.vocab import COUPLES

CLOSE = frozenset({",", ";", ":", "(", ")", "–", "—", "--", "-", "."})
BEGINNINGS = frozenset({"become", "make"})
GROUP = frozenset({"AUX", "ADV", "PART"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
FAR = 8
"""So many words may stand between what tells that it is over and the noun: "formerly the much-loved second wife"."""


def noted(reading: Reading, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, those of couples with the note that they are over where the words around tell so."""
    spoken = bool(reading.tokens(_cues()))
    for finding in findings:
        if spoken and finding.predicate in COUPLES and finding.note is None:
            finding = replace(finding, note=_note(reading, finding))
        yield finding


def _cues() -> frozenset[str]:
    return words("bygone", "cues")


def _note(reading: Reading, finding: Finding) -> str | None:
    token = reading.doc[finding.trigger]
    if token.lemma_ in BEGINNINGS:
        return None
    over = _is_former(token)
    if token.lower_ in TITLES or token.pos_ in {"NOUN", "PROPN"}:
        over = over or _opens_with(token) or _lies_behind(token)
    verb = token.head if token.dep_ == "attr" else token
    if verb.pos_ not in {"NOUN", "PROPN"}:
        over = over or _used_to(verb) or _once(verb)
        married = finding.predicate == "marriedTo" and _is_of_then(verb)
        over = over or (married and (_before_that(verb) or _before_another(reading, finding, verb)))
    if over:
        return ENDED
    # a first wife may have died: then the day of her death is the end
    return WIDOWED if finding.predicate == "marriedTo" and _is_first(token) else None


def _used_to(verb: Token) -> bool:
    """Whether a verb is one that "used to" be true: "used to be Mrs Bogg", "used to be happily married"."""
    doc, i = verb.doc, verb.i
    while i > verb.sent.start + 1 and (i == verb.i or doc[i].pos_ in {"AUX", "ADV"}):
        i -= 1
        if doc[i].lower_ == "to" and doc[i - 1].lower_ in {"used", "use"}:
            return doc[i - 1].lower_ == "used" or any(t.lower_ == "did" for t in doc[max(0, i - 4) : i])
    return False


def _phrase(tokens: list[str], i: int) -> int:
    """The length of the words at place ``i`` that tell of another time; 0 if they tell of none.

    >>> _phrase("was at one time the wife of".split(), 1), _phrase("was once again the wife of".split(), 1)
    (3, 0)
    """
    for size in (4, 3, 2, 1):
        if " ".join(tokens[i : i + size]) in words("bygone", "phrases") and i + size <= len(tokens):
            return 0 if tokens[i + size : i + size + 1] in (["again"], ["more"]) else size
    return 0


def _once(verb: Token) -> bool:
    """Whether beside a verb of the past stands when it was so: "was at one time married", "his wife before that"."""
    if verb.tag_ in {"VBZ", "VBP", "VBG", "VB"} and verb.nbor(-1 if verb.i else 0).pos_ not in GROUP:
        return False
    doc = verb.doc
    start = verb.i
    while start > verb.sent.start and (doc[start - 1].pos_ in {"AUX", "ADV"} or _in_phrase(doc[start - 1])):
        start -= 1
    end = verb.i + 1
    while end < verb.sent.end and doc[end].text not in CLOSE and doc[end].tag_ not in FINITE:
        end += 1
    if any(t.tag_ in {"VBZ", "VBP", "MD"} for t in doc[start : verb.i + 1] if t.lower_ not in {"has", "have"}):
        return False
    told = [t.lower_ for t in doc[start:end]]
    for i in range(len(told)):
        size = _phrase(told, i)
        closing = start + i + size == end or doc[start + i + size].lower_ in {"to", "of", "with"}
        behind = verb.i + (verb.pos_ == "AUX")  # "was once his wife", but not "they married once they could"
        if size and (start + i <= behind or closing):
            return True
        if told[i] == "before" and start + i > verb.i:
            word = told[i + 1] if i + 1 < len(told) else ""
            if word in {"that", "then"} and doc[min(start + i + 2, len(doc) - 1)].pos_ != "NOUN":
                return True
            if word in {"", "to"}:
                return doc[verb.i - 1].lower_ != "never"
    return False


def _in_phrase(token: Token) -> bool:
    return token.lower_ in words("bygone", "inner")


def _is_of_then(verb: Token) -> bool:
    """Whether a verb tells of a state of the past: "was married", "had been his wife"."""
    return any(t.lower_ in {"was", "were", "been"} for t in verb.doc[max(verb.sent.start, verb.i - 2) : verb.i + 1])


def _before_that(verb: Token) -> bool:
    """Whether the sentence opens with what came later: "Before that she was married to Al Bogg"."""
    doc, start = verb.doc, verb.sent.start
    later = doc[start].lower_ == "before" and doc[start + 1 : start + 2].text in {"that", "then", "him", "her"}
    return later and verb == verb.sent.root and not any(t.tag_ in FINITE for t in doc[start : verb.i - 2])


def _before_another(reading: Reading, finding: Finding, verb: Token) -> bool:
    """Whether a marriage was one "before she married" somebody else."""
    doc = verb.doc
    keys = {side.key for side in (finding.subject, finding.object) if isinstance(side, Party)}
    for i in range(verb.i + 1, verb.sent.end - 2):
        if doc[i].tag_ in FINITE:
            return False
        if doc[i].lower_ == "before":
            wed = next((t for t in doc[i + 1 : i + 4] if t.lemma_ in words("bygone", "weds")), None)
            if wed is None or wed.i + 1 >= len(doc):
                return False
            whom = people(reading, [doc[wed.i + 1]])
            who = people(reading, doc[i + 1 : wed.i])
            own = not who or bool(keys & {party.key for party in who})
            return own and len(whom) == 1 and whom[0].key not in keys
    return False


def _opens_with(noun: Token) -> bool:
    """Whether the aside in which a noun stands opens with when it was so: ", formerly the wife of"."""
    doc, i = noun.doc, noun.i
    if noun.dep_ in {"nsubj", "nsubjpass"}:
        return False
    while i > noun.sent.start and noun.i - i < FAR and doc[i - 1].text not in CLOSE - {"-"}:
        i -= 1
        if doc[i].tag_ in FINITE | {"VBN"} or doc[i].lower_ in {"when", "while", "as"}:
            return False
    told = [t.lower_ for t in doc[i : noun.i]]
    if told[:1] in (["and"], ["but"]):
        told = told[1:]
    opens = i == noun.sent.start
    return bool(_phrase(told, 0)) and not (opens and told[0] == "once")


def _lies_behind(noun: Token) -> bool:
    """Whether right behind a noun stands that it was so then: "her husband at the time"."""
    told = [t.lower_ for t in noun.doc[noun.i + 1 : noun.i + 5]]
    return " ".join(told[:3]) in words("bygone", "then") or " ".join(told[:2]) in words("bygone", "then")


def _is_former(token: Token) -> bool:
    """Whether a married name is one that she bears no more: "the former Mrs Bogg", "was the first Mrs Bogg"."""
    doc = token.doc
    title = next((t for t in doc[token.i : token.i + 6] if t.lower_ in TITLES), None)
    if title is None or any(t.text in CLOSE - {"-"} for t in doc[token.i : title.i]):
        return False
    return any(t.lower_ in words("bygone", "places") for t in doc[max(title.sent.start, title.i - 3) : title.i])


def _is_first(token: Token) -> bool:
    """Whether a marriage is the first of several: "his first wife was Ann Lee", "her first marriage, to Al Bogg"."""
    if token.lower_ in words("bygone", "counted"):
        nouns = [token]
    else:
        nouns = [child for child in token.children if child.lower_ in words("bygone", "counted")]
    doc = token.doc
    return any(t.lower_ == "first" for noun in nouns for t in doc[max(noun.sent.start, noun.i - 2) : noun.i])
