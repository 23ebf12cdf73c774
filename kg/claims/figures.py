"""Figures of speech and tales that read like life: "gave birth to an idea", "robbed of a prize", "died in season 2"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_nouns import lexicon
from kg.claims.reading import rules
from kg.names import words

_THINGS = frozenset({"NN", "NNS"})


def is_brainchild(verb: Token) -> bool:
    """Whether what is born is no child: "gave birth to an idea", "to a new kind of song"."""
    born = syntax.obliques(verb, {"to"})
    people = words("nominals", "people") | words("nominals", "children") | frozenset(lexicon())
    return bool(born) and all(
        t.tag_ in _THINGS and not t.ent_type_ and t.lower_ not in people and t.lemma_ not in people for t in born
    )


def is_no_child(taken: Token) -> bool:
    """Whether what is taken in is a pet or a name: "a rescue dog, Rufus", "Rufus, a terrier", "the stage name Rex"."""
    near = [taken, *taken.children, *([taken.head] if taken.dep_ in {"appos", "compound", "oprd"} else [])]
    near += [taken.head.head] if taken.dep_ in {"oprd", "dobj"} and taken.head.dep_ == "acl" else []  # "named Rufus"
    return any(t.lemma_.lower() in rules("frames")["unreal"]["adopted"] for t in near)


def is_deprived(verb: Token) -> bool:
    """Whether somebody is only said to have missed what was due: "was robbed of the Tony Award"."""
    missed = rules("frames")["unreal"]["missed"]
    return any(t.ent_type_ == "AWARD" or t.lemma_.lower() in missed for t in syntax.obliques(verb, {"of"}))


def is_in_a_story(verb: Token) -> bool:
    """Whether it happens in a film or a season: "died in the third season", "is killed at the end of series two"."""
    tales = rules("frames")["unreal"]["tales"]
    moments = [
        t for t in syntax.obliques(verb, {"at", "in", "near"}) if t.lower_ in rules("frames")["unreal"]["moments"]
    ]
    heads = [*syntax.obliques(verb, {"in"}), *(t for moment in moments for t in syntax.obliques(moment, {"of"}))]
    return any(t.lemma_.lower() in tales or (t.dep_ == "pobj" and _numbered(t, tales)) for t in heads)


def _numbered(head: Token, tales: list[str]) -> bool:
    """Whether a number carries its noun: "in season two", "in Episode 3"."""
    return (head.like_num or head.is_digit) and any(child.lower_ in tales for child in head.children)
