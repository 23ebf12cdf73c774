"""Which way a date without a year lies: the tense of the clause it stands in."""

from __future__ import annotations

from enum import StrEnum

from spacy.tokens import Doc, Token

from kg.dates.words import words

_REACH = 30
"""How many tokens of the sentence are looked through where there is no parse."""


class Tense(StrEnum):
    """Whether what is told has happened, is to happen, or is told in the present; unknown if no verb says.

    ``scheduled`` is the plain present of what has a day of its own ("they marry in May"): to come, but in a timeline.
    """

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    SCHEDULED = "scheduled"
    UNKNOWN = "unknown"


def tense_at(doc: Doc, first: int, last: int, *, parsed: bool = False) -> Tense:
    """The tense of the clause around the tokens ``first`` to ``last`` (exclusive).

    By the parse where there is one (``parsed``), and by the words around where there is none or it does not tell.

    >>> from spacy.lang.en import English
    >>> doc = English()("They plan to marry in May .")
    >>> tense_at(doc, 5, 6).value
    'future'
    """
    if parsed:
        found = _by_parse(doc[first:last].root)
        if found is not Tense.UNKNOWN:
            return found
    return _by_words(doc, first, last)


def _by_parse(token: Token) -> Tense:
    """Climb from the date to its verb, and on where the verb has no tense of its own ("plans to marry in May")."""
    infinitive, date = False, token
    while token.head != token:
        if token.head.lower_ in words("tense", "looking_back"):
            return Tense.PAST  # "is due in court after his arrest on Dec. 22"
        below, token = token, token.head
        if token.pos_ in ("VERB", "AUX"):
            found = _of_verb(token)
            if found is Tense.PRESENT and token.lemma_ == "be" and token.dep_ != "aux" and below.lower_ in ("on", "in"):
                return Tense.FUTURE  # "the wedding is on Friday"
            if found is Tense.PRESENT and date.head == below and below.lower_ == "in" and _is_progressive(token):
                return Tense.FUTURE  # "they're getting married in May"
            if found is Tense.PRESENT and date.head == below and token.lemma_ in words("tense", "scheduled"):
                return Tense.SCHEDULED  # "they marry in May"
            if found is not Tense.UNKNOWN:
                return found
            infinitive = infinitive or token.tag_ == "VB"
        elif token.lower_ in words("tense", "future_words") and infinitive:
            return Tense.FUTURE  # "due to open in May", "plans to marry in May"
    return Tense.UNKNOWN


def _of_verb(verb: Token) -> Tense:
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    helpers += [leaf for child in helpers for leaf in child.children if leaf.dep_ in ("aux", "auxpass")]
    said = {helper.lower_ for helper in helpers}
    perfect = bool(said & words("tense", "perfect_auxiliaries"))
    # "'d" is had or would: the tagger tells a modal. "Would have married" is over, "will have married" is not.
    if verb.tag_ in ("VBN", "VBD") and any(helper.text in ("'d", "’d") for helper in helpers) and len(helpers) == 1:
        return Tense.PAST  # "they'd married", which the tagger takes for "would"
    modal = any(helper.tag_ == "MD" for helper in helpers) and bool(said & words("tense", "future_auxiliaries"))
    if modal and (not perfect or "will" in said):
        return Tense.FUTURE
    if verb.lower_ in words("tense", "future_words") and "had" not in said and _leads_on(verb):
        return Tense.FUTURE
    if perfect or said & {"was", "were", "did", "got"}:
        if verb.tag_ == "VBG" and verb.lemma_ == "go":
            return Tense.FUTURE
        return Tense.PAST
    if verb.tag_ == "VBD":
        return Tense.PAST
    if verb.tag_ == "VB" and "to" in said and verb.head.lemma_ == "be" and verb.dep_ == "xcomp":
        return Tense.FUTURE  # "is to marry"
    if verb.tag_ == "VB" and "to" in said and any(child.dep_ == "nsubj" for child in verb.children):
        return Tense.FUTURE  # "Ann Lee to wed in June", as headlines have it
    if verb.tag_ in ("VBZ", "VBP"):
        if verb.lower_ in words("tense", "saying"):
            return Tense.PAST
        return Tense.PRESENT
    if verb.tag_ == "VBN" and not helpers and verb.dep_ in ("acl", "advcl", "amod"):
        return Tense.PAST  # "a photo posted on Dec. 22"
    if verb.tag_ in ("VBN", "VBG") and said & words("tense", "present_auxiliaries"):
        return Tense.PRESENT
    return Tense.UNKNOWN


def _is_progressive(verb: Token) -> bool:
    """Whether it is told as going on, as what is to come is: "is marrying", "are getting married"."""
    getting = any(child.dep_ == "auxpass" and child.lower_ == "getting" for child in verb.children)
    return verb.tag_ == "VBG" or (verb.tag_ == "VBN" and getting)


def _leads_on(verb: Token) -> bool:
    """Whether a word of planning speaks of what is to come, not of the planning itself ("was planned in May")."""
    said = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    complement = any(child.dep_ in ("xcomp", "ccomp", "dobj", "prep") for child in verb.children)
    return complement or bool(said & words("tense", "present_auxiliaries"))


def _by_words(doc: Doc, first: int, last: int) -> Tense:
    """The nearest word that tells a tense, before the date in its sentence, or else after it."""
    start = first
    while start > max(0, first - _REACH) and not _breaks(doc, start):
        start -= 1
    for index in range(first - 1, start - 1, -1):
        found = _of_word(doc, index)
        if found is not Tense.UNKNOWN:
            return found
    for index in range(last, min(len(doc), last + _REACH)):
        if _breaks(doc, index):
            break
        found = _of_word(doc, index)
        if found is not Tense.UNKNOWN:
            return found
    return Tense.UNKNOWN


def _breaks(doc: Doc, index: int) -> bool:
    """Whether a sentence (or a part of one set off by a semicolon) begins at a token."""
    before = doc[index - 1].text if index else "."
    return before in (".", "!", "?", ";", "…") or "\n\n" in before or (index > 0 and doc[index].is_sent_start is True)


def _of_word(doc: Doc, index: int) -> Tense:
    word = doc[index].lower_
    following = doc[index + 1].lower_ if index + 1 < len(doc) else ""
    ahead = {doc[near].lower_ for near in range(index + 1, min(index + 4, len(doc)))}
    if word in words("tense", "future_auxiliaries"):
        return Tense.PAST if ahead & {"have"} and word != "will" else Tense.FUTURE
    if word in words("tense", "future_words"):
        return Tense.FUTURE
    if f"{word} {following}" in words("tense", "future_pairs"):
        return Tense.FUTURE
    if word in words("tense", "past_words") | words("tense", "looking_back") or (len(word) > 4 and word.endswith("ed")):
        behind = {doc[near].lower_ for near in range(max(0, index - 2), index)}
        return Tense.PRESENT if behind & words("tense", "present_be") else Tense.PAST
    return Tense.UNKNOWN


def is_day_of_saying(doc: Doc, first: int) -> bool:
    """Whether the date right after "said on" is that of saying, not of what is said."""
    return any(doc[near].lower_ in words("tense", "said") for near in range(max(0, first - 2), first))
