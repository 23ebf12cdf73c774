"""Illnesses: the words by which a text says that somebody has one (``kg/rules/conditions.toml``)."""

from __future__ import annotations

from spacy.tokens import Token

from kg.names import rules, words

DROPPED = frozenset({"a", "an", "the", "his", "her", "their", "my", "severe", "mild", "chronic", "long", "own", "some"})
REACH = frozenset(
    {"dobj", "attr", "acomp", "prep", "pobj", "conj", "appos", "amod", "compound", "agent", "advmod", "xcomp"}
)


def condition_near(trigger: Token) -> str | None:
    """The illness that the complement of ``trigger`` names, in lower case and without articles; None if it names none.

    "was diagnosed with breast cancer" gives "breast cancer", "is diabetic" gives "diabetes".
    """
    adjectives = rules("conditions")["adjectives"]
    stack = [child for child in trigger.children if child.i > trigger.i]
    while stack:
        token = stack.pop(0)
        word = token.lower_
        if word in adjectives and token.dep_ in {"acomp", "attr"}:
            return str(adjectives[word])
        if token.pos_ in {"NOUN", "PROPN"} and (
            word in words("conditions", "words") or word in words("conditions", "heads")
        ):
            named = phrase(token)
            if named is not None:
                return named
        ahead = trigger.lemma_ in {"be", "have"} and any(child.lower_ == "to" for child in token.children)
        if token.dep_ in REACH and not (ahead and token.tag_.startswith("VB")):  # "is yet to be found to have asthma"
            stack.extend(child for child in token.children if child.dep_ in REACH)
    return None


def phrase(head: Token) -> str | None:
    """The noun phrase of an illness: its premodifiers and itself, in lower case; None if only a vague word is left."""
    kept: list[str] = []
    i = head.i - 1
    if i > head.sent.start and head.doc[i].tag_ == "POS" and head.doc[i - 1].lower_ in words("conditions", "eponyms"):
        return head.doc[i - 1 : head.i + 1].text.lower()
    if head.lower_ in words("conditions", "eponyms") and head.i + 1 < len(head.doc) and head.nbor().tag_ == "POS":
        named = head.i + 2 < len(head.doc) and head.nbor(2).lower_ in words("conditions", "heads")
        return head.doc[head.i : head.i + 3 if named else head.i + 2].text.lower()
    while i >= head.sent.start and (
        head.doc[i].dep_ in {"amod", "compound", "nmod", "punct"} or head.doc[i].tag_ in {"JJ", "NN", "HYPH", "NNP"}
    ):
        if head.doc[i].lower_ in DROPPED or head.doc[i].text in {",", ";", ":", '"', "[", "]", "(", ")", "—"}:
            break
        kept.insert(0, head.doc[i].text + head.doc[i].whitespace_)
        i -= 1
    if not kept and head.lower_ in words("conditions", "vague"):
        return None
    return ("".join(kept) + head.text).strip().lower()
