"""Illnesses: the words by which a text says that somebody has one (``kg/rules/conditions.toml``)."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.reading import Finding, Reading, people, surety
from kg.model import Literal
from kg.names import rules, words

DROPPED = words("conditions", "dropped")
CAUSES = frozenset({"of", "from", "to"})
REACHED = 14
"""How many tokens behind a death its cause may begin."""
REACH = frozenset(
    {"dobj", "attr", "acomp", "prep", "pobj", "conj", "appos", "amod", "compound", "agent", "advmod", "xcomp", "oprd"}
)


def findings(reading: Reading) -> Iterator[Finding]:
    """``hasCondition`` of whom an illness is called: "spoke of her bipolar disorder", "Ann Lee's leukaemia"."""
    for token in reading.tokens(words("conditions", "words") | words("conditions", "heads")):
        if token.pos_ not in {"NOUN", "PROPN"} or token.lower_ in words("conditions", "figurative") or _names(token):
            continue
        owners = people(reading, syntax.possessors(token))
        named = phrase(token) if len(owners) == 1 else None
        if named is not None:
            said = Literal(named)
            certain = 0.88 * surety(owners[0])
            yield Finding("hasCondition", owners[0], said, token.i, "owned-condition", certain, presupposed=True)


def _names(ill: Token) -> bool:
    """Whether an illness only tells what another thing is of: "her cancer charity", "a cancer scare"."""
    behind = ill.nbor() if ill.i + 1 < len(ill.doc) else None
    if behind is None or behind.pos_ not in {"NOUN", "PROPN"} or ill.dep_ not in {"compound", "nmod", "amod"}:
        return False
    told = words("conditions", "words") | words("conditions", "heads") | words("conditions", "treatments")
    return behind.lower_ not in told


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
            named = phrase(token) if not _names(token) else None
            if named is not None:
                return named
        ahead = trigger.lemma_ in {"be", "have"} and any(child.lower_ == "to" for child in token.children)
        if token.dep_ in REACH and not (ahead and token.tag_.startswith("VB")):  # "is yet to be found to have asthma"
            stack.extend(child for child in token.children if child.dep_ in REACH)
    return None


def cause_behind(verb: Token) -> str | None:
    """The illness that a death is put down to: "died of lung cancer", "lost her brother Al to leukaemia"."""
    for token in verb.doc[verb.i + 1 : min(verb.i + REACHED, verb.sent.end)]:
        if token.lower_ in CAUSES:
            behind = token.doc[token.i + 1 : min(token.i + 6, verb.sent.end)]
            ill = next(
                (
                    t
                    for t in behind
                    if (t.lower_ in words("conditions", "words") or t.lower_ in words("conditions", "heads"))
                    and token.doc[t.i + 1 : t.i + 2].text != "-"  # "an Aids-related illness"
                ),
                None,
            )
            if ill is not None and not any(t.text == "," for t in behind[: ill.i - behind.start]):
                return phrase(ill)
        elif (
            (token.pos_ == "VERB" and token.lower_ != "aged")
            or token.text == ";"
            or (token.text == "," and not _goes_on(token))
        ):
            return None
    return None


def _goes_on(comma: Token) -> bool:
    """Whether what stands behind the comma is still of the death: "died, in 1993, of cancer"."""
    behind = comma.nbor() if comma.i + 1 < len(comma.doc) else comma
    return behind.lower_ in {"in", "on", "at", "aged", "of", "from"} or behind.like_num


def before(noun: Token) -> str | None:
    """The illness that stands right before a noun: "breast cancer survivor" gives "breast cancer"."""
    ill = noun.nbor(-1) if noun.i > noun.sent.start else None
    return phrase(ill) if ill is not None and ill.lower_ in words("conditions", "words") else None


def of_a_sufferer(noun: Token) -> str | None:
    """The illness of whom a noun calls by it: "a diabetic" gives "diabetes", "a type 1 diabetic" its type as well."""
    name = rules("conditions")["adjectives"].get(noun.lower_)
    typed = noun.i > 1 and noun.nbor(-2).lower_ == "type" and noun.nbor(-1).like_num
    return f"type {noun.nbor(-1).text} {name}" if name and typed else name


def phrase(head: Token) -> str | None:
    """The noun phrase of an illness: its premodifiers and itself, in lower case; None if only a vague word is left."""
    kept: list[str] = []
    i = head.i - 1
    if i > head.sent.start and head.doc[i].tag_ == "POS" and head.doc[i - 1].lower_ in words("conditions", "eponyms"):
        return head.doc[i - 1 : head.i + 1].text.lower()
    if head.lower_ in words("conditions", "eponyms") and head.i + 1 < len(head.doc) and head.nbor().tag_ == "POS":
        named = head.i + 2 < len(head.doc) and head.nbor(2).lower_ in words("conditions", "heads")
        return head.doc[head.i : head.i + 3 if named else head.i + 2].text.lower()
    if i > head.sent.start and head.doc[i].like_num and head.doc[i - 1].lower_ == "type":  # "type 1 diabetes"
        return head.doc[i - 1 : head.i + 1].text.lower()
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
