"""Whom somebody joins in marriage: "the judge married Ann Lowe and Tom Reed" leaves the judge married to neither."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.reading import Party, Reading, people
from kg.names import rules

NEAR = 3
"""How many tokens before a name its title may begin: "the Right Reverend", "the judge, Amy Stone"."""


def officiated(reading: Reading, verb: Token) -> list[Party]:
    """The two whom the subject of ``verb`` marries to each other; empty where the subject is one of a couple.

    Either the subject has an office that marries people, or those behind the verb are a man and a woman.
    """
    if verb.pos_ not in {"VERB", "ADJ"} or syntax.is_passive(verb):
        return []
    joined = people(reading, [*syntax.objects(verb), *syntax.obliques(verb, {"to"})])
    if len(joined) != 2 or joined[0].mention.first < verb.i:
        return []
    between = reading.doc[joined[0].mention.last : joined[1].mention.first]
    if joined[0].mention != joined[1].mention and [t.lower_ for t in between] not in (["and"], ["&"], ["to"], ["with"]):
        return []  # "married Ann Lee in 1990 and Eve Orr in 2001"
    behind = joined[1].mention.last
    if behind < len(reading.doc) and reading.doc[behind].tag_ in {"VBD", "VBZ", "VBP", "MD"}:
        return []  # "married Ann Lee and Bo Day gave a toast"
    if [t.lower_ for t in between] == ["to"] and joined[0].mention != joined[1].mention:
        return joined  # "she married Ann Lee to Bo Day"
    sexes = sorted(reading.mentions.gender(party.key) or "" for party in joined)
    subjects = [verb.head if t.tag_ == "WP" and verb.dep_ == "relcl" else t for t in syntax.subjects(verb)]
    alone = len(subjects) == 1
    return joined if any(_has_office(t) for t in subjects) or (alone and sexes == ["f", "m"]) else []


def _has_office(subject: Token) -> bool:
    """Whether the subject is told to hold an office, by its own noun, a title before it or an apposition."""
    titles = rules("frames")["officiants"]["titles"]
    doc, start = subject.doc, subject.left_edge.i
    own = [t for t in subject.subtree if t.dep_ in {"compound", "appos", "nsubj"} or t == subject]
    around = (*own, *doc[max(subject.sent.start, start - NEAR) : subject.i + 1])
    return any(t.lower_ in titles and (t.lower_ != "father" or _is_a_priest(t)) for t in around)


def _is_a_priest(father: Token) -> bool:
    """Whether "Father" is a title before a name, and nobody's parent: "Father Ted Malone", no "her father"."""
    return father.text.istitle() and father.i + 1 < len(father.doc) and father.nbor().pos_ == "PROPN"
