"""What the text says of one person in passing: age, occupation, birthplace, that they are dead."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from kg.claims import ages, syntax
from kg.claims.bearers import bearer
from kg.claims.lists import name_list, names_before
from kg.claims.reading import Finding, Party, Reading, people, surety
from kg.factuality.fiction import in_a_title
from kg.model import EntityType, Literal, MentionKind
from kg.names import words

HELD = frozenset({"asserted", "reported", "denied", "possible"})
"""Statuses of a work that somebody has: what a child wants to be is none."""
MANY = 6
PLAYED = frozenset({"play", "portray", "voice"})


def findings(reading: Reading) -> Iterator[Finding]:
    """Ages, occupations, birthplaces in one word and the late, in this order."""
    yield from ages.findings(reading)
    yield from occupations(reading)
    yield from premodifiers(reading)


def premodifiers(reading: Reading) -> Iterator[Finding]:
    """``bornIn`` of "the Leeds-born star", ``event:Death`` of "the late Ann Lee"."""
    doc = reading.doc
    for token in reading.tokens({"born", "late"}):
        if token.lower_ == "born" and token.i > 1 and doc[token.i - 1].text == "-":
            place = reading.mentions.at(token.i - 2)
            if place is None or place.type is not EntityType.PLACE or not place.resolved:
                continue
            noun = next((t for t in doc[token.i + 1 : token.i + 5] if t.tag_ in {"NN", "NNP"}), None)
            for party in bearer(reading, noun)[:1] if noun is not None else []:
                yield Finding(
                    "bornIn",
                    party,
                    Party(place.entities[0], place),
                    token.i,
                    "place-born",
                    0.9 * surety(party),
                    presupposed=True,
                )
        elif token.lower_ == "late" and token.i > 0 and doc[token.i - 1].lower_ in {"the", "his", "her", "their"}:
            for party in name_list(reading, token.i + 1, limit=1)[:1]:
                given = doc[token.i - 2].lower_ != "as"  # "whom it described as the late Ann Lee"
                trigger = token.i if given else party.mention.head
                yield Finding("event:Death", party, None, trigger, "the-late", 0.9 * surety(party), presupposed=given)


def occupations(reading: Reading) -> Iterator[Finding]:
    """``occupation`` for every noun of work that somebody in the text bears."""
    seen: set[tuple[str, str]] = set()
    for token in reading.tokens(_printed()):
        named = occupation_at(token) if token.i not in reading.in_names else None
        if named is None:
            continue
        text, first, former = named
        for party in _workers(reading, token):
            if (party.key, text) in seen:
                continue
            seen.add((party.key, text))
            copular = token.dep_ in {"attr", "oprd"}
            yield Finding(
                "occupation",
                party,
                Literal(text),
                token.i,
                "occupation-copula" if copular else "occupation-noun",
                0.9 * surety(party),
                presupposed=not copular,
                object_span=(first, token.i + 1),
                note="former" if former else None,
                fiction_is_fact=True,  # a "TV presenter" is one
                statuses=HELD,
            )


def _workers(reading: Reading, token: Token) -> list[Party]:
    verb = syntax.governor(token)
    if verb.i < token.i and verb.lemma_ in PLAYED and token.dep_ in {"dobj", "compound", "appos", "nmod"}:
        return []  # "played the baker Al Orr"
    if token.dep_ == "pobj" and (hired := _hired(token.head)) is not None:
        active = (
            []
            if syntax.is_passive(hired)
            else [t for t in syntax.objects(hired) if t.lemma_ not in words("occupations", "livings")]
        )
        return people(reading, active or syntax.subjects(hired))  # "hired Ann Lee as a nurse"
    if (token.dep_ == "attr" and in_a_title(token)) or _is_cast(token):
        return []
    if (
        token.dep_ == "oprd"
        and token.head.lemma_ in words("occupations", "appointing")
        and syntax.is_passive(token.head)
    ):
        return people(reading, syntax.subjects(token.head))
    found = _each_of(reading, token) or bearer(reading, token)
    return [p for p in found if p.mention.kind is not MentionKind.PRONOUN or token.dep_ in {"attr", "oprd"}]


def _each_of(reading: Reading, noun: Token) -> list[Party]:
    """All whom a plural describes: "actors Ann Lee and Al Orr", "Ann Lee and Al Orr, both lawyers"."""
    if noun.tag_ not in {"NNS", "NNPS"}:
        return []
    both = noun.i > 1 and noun.doc[noun.i - 1].lower_ in {"both", "all"} and noun.doc[noun.i - 2].text == ","
    behind = name_list(reading, noun.i + 1, limit=MANY, loose=False)
    return names_before(reading, noun.i - 2, limit=MANY) if both and not behind else behind


def _hired(preposition: Token) -> Token | None:
    """The verb of "works as a nurse" or "took a job as a barmaid", if ``preposition`` is its "as"."""
    if preposition.lower_ != "as":
        return None
    verb = syntax.governor(preposition)
    living = any(child.lemma_ in words("occupations", "livings") for child in verb.children if child.dep_ == "dobj")
    near = preposition.head == verb or preposition.head.lemma_ in words("occupations", "livings")
    return verb if near and verb.lemma_ in words("occupations", "livelihood" if living else "hired") else None


def _is_cast(noun: Token) -> bool:
    """Whether a player stands in brackets behind the part: "a spy (Eve Orr)", in a sentence with a title."""
    bracket = noun.i + 1 < len(noun.doc) and noun.doc[noun.i + 1].text == "("
    return bracket and any(t.ent_type_ == "WORK_OF_ART" for t in noun.doc[max(0, noun.i - 30) : noun.i])


@cache
def _last_words() -> frozenset[str]:
    """The words an occupation may end in: most tokens are none of them."""
    return (
        words("occupations", "plain")
        | words("occupations", "headed")
        | frozenset(phrase.rpartition(" ")[2] for phrase in words("occupations", "whole"))
    )


@cache
def _printed() -> frozenset[str]:
    """The same, and their plurals: a capital hides the lemma of "Actors Ann Lee and Al Orr"."""
    return _last_words() | {f"{word}s" for word in _last_words()}


def occupation_at(token: Token) -> tuple[str, int, bool] | None:
    """The occupation whose last word is ``token``: its text, the index of its first token, whether it is over.

    None where the noun is no occupation there: part of a name, or modifying another noun ("actor friend").
    """
    word = token.lower_
    if token.tag_ in {"NNS", "NNPS"}:
        word = token.lemma_.lower() if token.tag_ == "NNS" else word.removesuffix("s")
    if token.pos_ not in {"NOUN", "PROPN", "ADJ"} or token.ent_type_ in {"WORK_OF_ART", "AWARD"}:
        return None
    if word not in _last_words():
        return None
    doc, i = token.doc, token.i
    if i + 2 < len(doc) and doc[i + 1].tag_ == "POS" and doc[i + 2].ent_type_ == "AWARD":
        return None  # "the director's Oscar"
    before = [doc[j] for j in range(max(token.sent.start, i - 6), i)]
    former = any(t.lower_ in words("occupations", "former") for t in before[-4:])
    for width in (3, 2):
        if i - width + 1 >= token.sent.start:
            phrase = " ".join([*(t.lower_ for t in doc[i - width + 1 : i]), word])
            if phrase in words("occupations", "whole"):
                return phrase, i - width + 1, former
    if (
        word in words("occupations", "headed")
        and before
        and (
            (before[-1].tag_ == "NN" and before[-1].is_alpha)
            or before[-1].lower_ in words("occupations", "compound_adjectives")
        )
    ):
        first = i - 1
        # a title or a name before the noun ("Furia star") is a role, not an occupation
        if before[-1].ent_type_ == "" or before[-1].lower_ in {"tv", "pop"}:
            return f"{doc[first].lower_} {word}", first, former
    if word in words("occupations", "plain"):
        return word, i, former
    return None
