"""Noun phrases and subjects: who does what a verb says, and which words name them."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kg.quotes.marks import BREAK

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
ASIDE = 25
"""Tokens that may lie between a quotation and its verb; past that the verb belongs to something else."""
_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})


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
    while last < len(doc) and last - first < ASIDE and doc[last].text not in BREAK and head.is_ancestor(doc[last]):
        if doc[last].dep_ == "prep" and _is_time(doc[last]):
            break
        last += 1
    for partner in head.conjuncts:
        if head.i < partner.i < last and partner.pos_ in NOMINAL:
            name = next((child for child in partner.children if child.dep_ == "appos" and child.i > partner.i), None)
            last = max(last, noun_phrase(name)[1]) if name is not None else last
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
            return node.head if node.head.pos_ in NOMINAL else None
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


def speaker_of(verb: Token, inside: Sequence[bool] = ()) -> Token | None:
    """The head of the noun phrase that does ``verb``; by position where the parser has lost the subject.

    ``inside`` says of each token whether it lies in a quotation, where no speaker is looked for.
    """
    doc = verb.doc
    inside = inside or [False] * len(doc)
    subject = subject_of(verb)
    if subject is not None and not inside[subject.i] and subject.pos_ in NOMINAL | {"DET", "ADJ"}:
        return subject
    after = verb.i + 1
    if after < len(doc) and not inside[after] and (verb.i == 0 or doc[verb.i - 1].text in BREAK):
        for token in doc[after : after + 6]:
            if token.text in BREAK or inside[token.i]:
                break
            if token.pos_ == "PRON" and token.dep_ in _SUBJECT and token.head != verb:
                break  # "suppose they married": the subject of what follows
            if token.pos_ in NOMINAL and (token.i + 1 == len(doc) or doc[token.i + 1].pos_ not in {"NOUN", "PROPN"}):
                return token
    before = doc[verb.i - 1] if verb.i else None
    if (
        before is not None
        and before.pos_ in NOMINAL | {"ADJ"}
        and not inside[before.i]
        and _opens_clause(doc, before.i)
    ):
        return before
    return None


def _joins_left(head: Token, token: Token) -> bool:
    if token.text in BREAK and token.text != "-":
        return False
    # A determiner belongs to the noun it stands before, wherever the parser has hung it.
    return not token.is_space and (head.is_ancestor(token) or token.tag_ in {"DT", "PRP$"})


def _is_time(preposition: Token) -> bool:
    noun = next((child for child in preposition.children if child.dep_ == "pobj"), None)
    return noun is not None and noun.ent_type_ in {"DATE", "TIME"}


def _opens_clause(doc: Doc, index: int) -> bool:
    """Whether nothing but a noun phrase lies between the token and the comma or the start before it."""
    while index >= 0 and doc[index].pos_ in NOMINAL | {"DET", "ADJ"}:
        index -= 1
    return index < 0 or doc[index].text in BREAK or doc[index].is_space
