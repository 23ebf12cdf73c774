"""Nouns for what people do, as they stand in a text: "pop star", "film-maker", "the retired chauffeur"."""

from __future__ import annotations

from functools import cache
from itertools import takewhile

from spacy.tokens import Token

from kg.names import words

HYPHENS = frozenset({"-", "\u2010", "\u2011"})
NOMINAL = frozenset({"NOUN", "PROPN"})
CASTING = frozenset({"play", "portray", "voice"})
LONGEST = 4
"""Words of the longest occupation."""


@cache
def last_words() -> frozenset[str]:
    """The words an occupation may end in, behind a hyphen too: most tokens are none of them."""
    ends = {phrase.rpartition(" ")[2] for key in ("plain", "headed", "whole") for phrase in words("occupations", key)}
    return frozenset(end.rpartition("-")[2] for end in ends) | ends


@cache
def printed() -> frozenset[str]:
    """The same, and their plurals: a capital hides the lemma of "Actors Ann Lee and Al Orr"."""
    return last_words() | {f"{word}s" for word in last_words()}


def occupation_at(token: Token) -> tuple[str, int, bool] | None:
    """The occupation whose last word is ``token``: its text, the index of its first token, whether it is over.

    None where the noun is no occupation there: part of a name, or modifying another noun ("actor friend").
    """
    word = _singular(token)
    if word not in last_words() or token.ent_type_ in {"WORK_OF_ART", "AWARD"} or _goes_on(token, word):
        return None
    doc, i = token.doc, token.i
    if i + 2 < len(doc) and doc[i + 1].tag_ == "POS" and doc[i + 2].ent_type_ == "AWARD":
        return None  # "the director's Oscar"
    if i + 1 < len(doc) and f"{word} {doc[i + 1].lower_}" in words("occupations", "honours"):
        return None  # "her maid of honour"
    if word in words("occupations", "ranks") and token.text[0].isupper() and _before_name(token):
        return None  # "Corporal Ann Lee"
    parts = _parts(token, word)
    if len(parts) > 1 and f"{parts[1][0]} {word}" in words("occupations", "no_work"):
        return None  # "a role model"
    for width in range(len(parts), 0, -1):
        first = parts[width - 1][1]
        phrase = " ".join(part for part, _ in reversed(parts[:width]))
        if _is_listed(phrase) and (first < i or _is_noun(token)):
            return phrase, first, _is_former(token, first)
    if not _is_noun(token):
        return None
    if word in words("occupations", "headed") and len(parts) > 1 and _heads(doc[i - 1], parts[1][0]):
        return f"{parts[1][0]} {word}", parts[1][1], _is_former(token, parts[1][1])
    return (word, i, _is_former(token, i)) if word in words("occupations", "plain") else None


def _singular(token: Token) -> str:
    if token.tag_ == "NNS":
        return token.lemma_.lower()
    plural = token.tag_ in {"NNPS", "NNP"} and token.lower_ not in last_words()
    return token.lower_.removesuffix("s") if plural else token.lower_


def _goes_on(token: Token, word: str) -> bool:
    """Whether a hyphen joins the word to the next, and the two are one occupation: "singer-songwriter"."""
    doc, i = token.doc, token.i
    if i + 2 >= len(doc) or doc[i + 1].text not in HYPHENS or token.whitespace_ or doc[i + 1].whitespace_:
        return False
    return _is_listed(f"{word}-{_singular(doc[i + 2])}")


def _parts(token: Token, word: str) -> list[tuple[str, int]]:
    """The words up to ``token``, the last first, each with its first token; a hyphen joins two: "film-maker"."""
    doc, start, i = token.doc, token.sent.start, token.i
    found: list[tuple[str, int]] = []
    while i >= start and len(found) < LONGEST:
        while i - 2 >= start and doc[i - 1].text in HYPHENS and not (doc[i - 1].whitespace_ or doc[i - 2].whitespace_):
            word, i = f"{doc[i - 2].lower_}-{word}", i - 2
        found.append((word, i))
        i -= 1
        word = doc[i].lower_ if i >= start else ""
    return found


@cache
def _is_listed(phrase: str) -> bool:
    """Whether the phrase of several words, or of one with hyphens, is an occupation, with blanks or hyphens."""
    spelt = {phrase, phrase.replace("-", " "), phrase.replace(" ", "-"), phrase.replace("-", "")}
    lists = (words("occupations", "whole"), words("occupations", "plain"))
    return len(spelt) > 1 and not all(known.isdisjoint(spelt) for known in lists)


def _is_former(token: Token, first: int) -> bool:
    before = list(token.doc[max(token.sent.start, min(first, token.i - 4)) : token.i])
    # "his former wife, the singer Ann Lee"
    before = list(takewhile(lambda t: t.text != "," or t.nbor().pos_ != "DET", reversed(before)))
    return any(t.lower_ in words("occupations", "former") for t in [*before, *token.doc[max(0, first - 2) : first]])


def _heads(before: Token, text: str) -> bool:
    """Whether the noun before makes an occupation of a word that tells little alone: "bus driver", "pop star"."""
    if "-" in text and before.doc[before.i - 2 * text.count("-")].pos_ not in NOMINAL:
        return False  # "a second-generation star"
    noun = before.tag_ in {"NN", "NNS", "VB"} or (before.tag_ == "NNP" and before.is_lower)
    joined = (noun and before.is_alpha) or text in words("occupations", "compound_adjectives")
    # a title or a name before the noun ("Furia star") is a role, not an occupation
    return joined and (before.ent_type_ == "" or before.lower_ in {"tv", "pop"})


def _before_name(token: Token) -> bool:
    after = token.doc[token.i + 1 : token.i + 2]
    return len(after) == 1 and after[0].ent_type_ == "PERSON" and after[0].ent_iob_ == "B"


def _is_noun(token: Token) -> bool:
    """Whether it is a noun here, whatever the tagger takes it for: before a name it is at a loss ("[bassist] Al Orr").

    A word that is a verb too counts as one where nothing in front makes it a verb: "her husband, [vet] Al Orr".
    """
    if token.pos_ in NOMINAL:
        return True
    word, doc, i = token.lower_, token.doc, token.i
    before = doc[i - 1].lower_ if i > token.sent.start else ""
    named = _before_name(token)
    if token.pos_ == "ADJ" and word not in words("occupations", "adjectives"):
        return True
    if before in {"a", "an", "the", "turned"} and not named:
        return i + 1 < len(doc) and doc[i + 1].pos_ not in {"NOUN", "PROPN", "ADJ"}  # "the forward and his wife"
    if not named or word not in words("occupations", "verbs"):
        return named
    if before == "to":  # "her marriage to nurse Al Orr"
        return i > 1 and doc[i - 2].lemma_ in words("occupations", "tied")
    return before in words("occupations", "openers") or not before
