"""What somebody was and is no more: "the then editor of X", "his ex-bandmate in Y", "used to run Z", "resigned as"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.names import words

FORMER = "former"
FORMERLY = frozenset({"once", "previously", "formerly"})
_STANDING = frozenset({"leads", "employedBy", "memberOf", "partyMemberOf"})
REACH = 6
"""How many words may stand between what says so and the noun: "the then deputy head of light entertainment"."""
_OF_THE_PHRASE = frozenset({"JJ", "JJS", "NN", "NNP", "RB", "HYPH", "VBN", "FW", "AFX", "CD", "IN"})


def over(predicate: str, token: Token) -> str | None:
    """The note of an office, a place of work or a membership that ``token`` tells of, if it is one of the past.

    Of any other predicate there is none: nobody is a founder or a pupil for a time.

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> words = ["the", "then", "editor"]
    >>> doc = Doc(spacy.blank("en").vocab, words=words, tags=["DT", "RB", "NN"], pos=["DET", "ADV", "NOUN"],
    ...           sent_starts=[True, False, False])
    >>> over("leads", doc[2]), over("studiedAt", doc[2])
    ('former', None)
    """
    if predicate not in _STANDING:
        return None
    if token.pos_ in {"VERB", "AUX"}:
        told = any(child.lower_ in FORMERLY for child in token.children)
        used = token.dep_ == "xcomp" and token.head.lower_ == "used" and token.tag_ == "VB"
        return FORMER if told or used else None
    doc, i = token.doc, token.i - 1
    while i >= token.sent.start and token.i - i <= REACH:
        word = doc[i]
        both = f"{doc[i - 2].lower_}-{word.lower_}" if i > 1 and doc[i - 1].text == "-" else word.lower_
        if not words("posts", "over").isdisjoint({word.lower_, both}):
            return FORMER
        if word.tag_ not in _OF_THE_PHRASE or word.ent_type_ == "PERSON" or word.lower_ in {"as", "with", "by"}:
            return None
        i -= 1
    return None


def left(verb: Token) -> str | None:
    """The note of the post that one leaves by ``verb``: "resigned as editor", "was sacked as head of drama"."""
    taken = any(t.lower_ in {"in", "up", "into"} for t in verb.doc[verb.i + 1 : verb.i + 2])  # "stepped in as"
    return FORMER if verb.lemma_ in words("posts", "leaving") and not taken else None
