"""Negations of time, which leave the fact as it is: "did not marry until 1999", "were not married for long"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.factuality.cues import cues


def is_until(node: Token) -> bool:
    """Whether an "until" turns the negation round: "did not marry until 1999" says that they married."""
    table = cues()
    # "did not begin dating until"
    begun = [child for child in node.children if child.dep_ == "xcomp" and child.tag_ == "VBG"]
    for child in (leaf for verb in (node, *begun) for leaf in verb.children):
        if child.i > node.i and child.dep_ in {"prep", "advcl"}:
            word = child.lower_
            if child.dep_ == "advcl":
                word = next((mark.lower_ for mark in child.children if mark.dep_ == "mark"), "")
            if word in {"until", "till"} and table.has("negation.until", word):
                return True
    return False


def is_brief(node: Token) -> bool:
    """Whether only how long it lasted is denied: "were not engaged for long", "weren't married for more than a year".

    Who "has not been married for long" may have been it once, or may be it now.
    """
    table, doc = cues(), node.doc
    clause = node.head if node.dep_ in {"acomp", "xcomp", "attr"} else node
    if any(child.lower_ in {"has", "have", "had"} for verb in (node, clause) for child in verb.children):
        return False
    below = [leaf for child in node.children if child.dep_ in {"acomp", "xcomp"} for leaf in child.children]
    for child in (*node.children, *clause.children, *below):
        if child.lower_ == "for" and child.dep_ == "prep" and child.i > node.i:
            first, second = doc[child.i + 1].lower_, doc[child.i + 2].lower_
            if first == "long" or table.has("negation.brief", f"{first} {second}"):
                return True
    return False


def tells_how_long(trigger: Token) -> bool:
    """Whether a negation beside the word says how long it did not last: "They were not engaged for long"."""
    above = trigger.head if trigger.dep_ in {"acomp", "xcomp", "attr"} else trigger
    negated = any(child.dep_ == "neg" for node in (trigger, above) for child in node.children)
    return negated and is_brief(trigger)
