"""Figures of speech and tales that read like life: "gave birth to an idea", "robbed of a prize", "died in season 2"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_nouns import lexicon
from kg.claims.lists import name_list
from kg.claims.reading import Reading
from kg.names import rules, words

PACK = 12
"""So many animals may stand in a list."""
_THINGS = frozenset({"NN", "NNS"})


def is_brainchild(verb: Token) -> bool:
    """Whether what is born is no child: "gave birth to an idea", "to a new kind of song"."""
    born = syntax.obliques(verb, {"to"})
    people = words("nominals", "people") | words("nominals", "children") | frozenset(lexicon())
    return bool(born) and all(
        t.tag_ in _THINGS and not t.ent_type_ and t.lower_ not in people and t.lemma_ not in people for t in born
    )


def is_no_child(taken: Token) -> bool:
    """Whether what is adopted is a pet or a name: "a rescue dog, Rufus", "the stage name Lady Rex"."""
    return _is_one_of(taken, "pets") or _is_one_of(taken, "names")


def letters(reading: Reading) -> frozenset[str]:
    """The keys of the Q and the A of an interview, which stand for who asks and who answers, taken for names."""
    return frozenset(entity.key for entity in reading.mentions.entities if entity.label in {"Q", "A"})


def pets(reading: Reading) -> frozenset[str]:
    """The keys of those whom the text tells to be animals: "her dogs, Milo and Otis", "Rufus, a terrier"."""
    if not reading.tokens(frozenset(rules("frames")["unreal"]["pets"])):
        return frozenset()
    doc, found = reading.doc, reading.names.values()
    told = {key for mention in found if _is_one_of(doc[mention.head], "pets") for key in mention.entities}
    return frozenset(told | _pets_listed(reading))


def _pets_listed(reading: Reading) -> set[str]:
    """Those whom a colon announces as animals: "adopted three dogs from a shelter: Max from Spain and Rex"."""
    doc, found = reading.doc, set[str]()
    for token in reading.tokens(frozenset(rules("frames")["unreal"]["pets"])):
        colon = next((i for i in range(token.i, token.sent.end) if doc[i].text == ":"), None)
        if token.tag_ == "NNS" and colon is not None and not any(i in reading.names for i in range(token.i, colon)):
            found.update(party.key for party in name_list(reading, colon + 1, limit=PACK))
    return found


def _is_one_of(token: Token, kind: str) -> bool:
    """Whether the word, or a noun that it stands beside in apposition, is one of a kind of common nouns."""
    kinds = rules("frames")["unreal"][kind]
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    near = [token, *(child for child in token.children if child.dep_ in {"appos", "compound", "nmod"})]
    near += [token.head] if token.dep_ in {"appos", "compound"} else []
    near += [token.head.head] if token.head.dep_ == "acl" and token.dep_ in {"oprd", "dobj"} else []  # "named Rufus"
    return any(t.tag_ in _THINGS and t.lemma_.lower() in kinds for t in near)


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
    heads = [
        *syntax.obliques(verb, {"in", "through"}),
        *(t for moment in moments for t in syntax.obliques(moment, {"of"})),
    ]
    return any(t.lemma_.lower() in tales or (t.dep_ == "pobj" and _numbered(t, tales)) for t in heads)


def _numbered(head: Token, tales: list[str]) -> bool:
    """Whether a number carries its noun: "in season two", "in Episode 3"."""
    return (head.like_num or head.is_digit) and any(child.lower_ in tales for child in head.children)


def is_of_a_speaker(reading: Reading, noun: Token) -> bool:
    """Whether it is that of somebody who lives to speak of it: "she wants a song at her funeral", "on my deathbed"."""
    owners = [t for t in noun.children if t.dep_ == "poss" and t.tag_ == "PRP$"]
    if any(t.lower_ in {"my", "our"} for t in owners):
        return True
    unreal = rules("frames")["unreal"]
    keys = {key for t in owners if (mention := reading.mentions.at(t.i)) is not None for key in mention.entities}
    embedded, wished = False, False
    for verb in noun.ancestors if keys else ():
        wished = wished or verb.lemma_ in unreal["wishes"] or any(t.lower_ in unreal["wishing"] for t in verb.children)
        told = embedded and verb.lemma_ in unreal["says"]
        if wished or told:
            around = [reading.mentions.at(t.i) for t in syntax.subjects(verb)]
            if any(mention is not None and not keys.isdisjoint(mention.entities) for mention in around):
                return True
        embedded = embedded or verb.dep_ in {"ccomp", "xcomp"}
    return False


def is_performed(noun: Token) -> bool:
    """Whether it is somebody's part: "the widow of Al Orr was played by Ann Lee"."""
    return noun.dep_ == "nsubjpass" and noun.head.lemma_ in rules("frames")["unreal"]["performs"]
