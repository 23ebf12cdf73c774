"""Claims from verbs, participles and event nouns: "tied the knot", "filed for divorce", "their engagement".

What they say is data (``kg/rules/frames.toml``); this module tries the table at every token.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Container, Iterator
from dataclasses import replace
from itertools import groupby

from spacy.tokens import Token

from kg.claims import attach, syntax
from kg.claims.bodies import is_of_kind
from kg.claims.frame_needs import fits
from kg.claims.frame_objects import object_of
from kg.claims.frame_table import Frame, table
from kg.claims.give_needs import flags_hold, is_kin, is_placed, over
from kg.claims.kin_groups import in_a_row
from kg.claims.kin_nouns import lexicon
from kg.claims.lists import name_list, names_before
from kg.claims.reading import Finding, Party, Reading, people, surety
from kg.claims.role_tokens import dependents
from kg.claims.roles import fill, further
from kg.model import Literal
from kg.vocab import COUPLES

OPEN = "?"
PLURALS = frozenset(
    {
        "they",
        "their",
        "we",
        "our",
        "both",
        "couple",
        "pair",
        "two",
        "duo",
        "exes",
        "newlyweds",
        "spouses",
        "lovebirds",
        "sweethearts",
        "dads",
        "moms",
        "mums",
    }
)


def findings(reading: Reading) -> Iterator[Finding]:
    """What the verbs and event nouns of the text say."""
    frames = table()
    for token, heard in _triggers(reading, frames):
        pos = token.pos_
        if pos == "VERB" and token.i in reading.in_names:
            continue  # "her hit, "Do the Walrus""
        # the lemmatiser takes "wed" for another verb's form
        for frame in frames.get(token.lemma_.lower()) or frames.get(token.lower_, ()):
            asked = pos in frame.pos and not any(words.isdisjoint(heard) for words in frame.words)
            if asked and fits(reading, frame, token):
                yield from _read(reading, frame, token)


def _triggers(reading: Reading, frames: Container[str]) -> Iterator[tuple[Token, frozenset[str]]]:
    """The tokens that a frame may begin with, each with all words of its sentence, as printed and as lemmas."""
    starts = [sentence.start for sentence in reading.doc.sents]
    for start, tokens in groupby(reading.tokens(frames), lambda token: starts[bisect(starts, token.i) - 1]):
        end = next((other for other in starts if other > start), len(reading.doc))
        heard = frozenset(word for both in reading.forms[start:end] for word in both)
        yield from ((token, heard) for token in tokens)


def _read(reading: Reading, frame: Frame, token: Token) -> Iterator[Finding]:
    for roles in frame.parties:
        couples = _couples(reading, frame, token, roles)
        if couples:
            for first, second in couples:
                once = list(give_all(reading, frame, token, first, second))
                yield from once
                yield from _again(reading, token, once)
            if len(roles) == 2 and "each" not in frame.flags:
                for partner, preposition in further(reading, token, roles[1]):
                    for found in give_all(reading, frame, token, couples[0][0], partner):
                        yield replace(found, anchor=preposition.i)
                yield from _in_a_row(reading, frame, token, couples[0])
            if "all" not in frame.flags:
                return


def _again(reading: Reading, token: Token, once: list[Finding]) -> Iterator[Finding]:
    """What is told a second time: "were married from 1960 to 1968 and again from 1975 to 1980"."""
    bonds = [f for f in once if f.predicate in {"marriedTo", "event:Wedding"} and f.moment not in {"", "end"}]
    if not bonds:
        return
    for word in token.doc[token.i + 1 : token.sent.end - 1]:
        if word.pos_ == "VERB":
            return  # "divorced him, and married him again"
        if word.lower_ == "again" and word.nbor().pos_ == "ADP":
            time = next((t for t in reading.times if word.i < t.first <= word.i + 2), None)
            if time is not None:
                yield from (replace(found, anchor=time.first) for found in bonds)


def _in_a_row(
    reading: Reading, frame: Frame, token: Token, couple: tuple[Party | None, Party | None]
) -> Iterator[Finding]:
    """The bonds with the others of a list with periods: "was married to Al Bogg (1990-95) and Cy Day (1999-2004)"."""
    first, second = couple
    if first is not None and second is not None:
        for partner in in_a_row(reading, second):
            for found in give_all(reading, frame, token, first, partner):
                if found.predicate in COUPLES:
                    yield replace(found, moment="")


def _couples(
    reading: Reading, frame: Frame, token: Token, roles: tuple[str, ...]
) -> list[tuple[Party | None, Party | None]]:
    """Who takes part, as pairs; the second is None where the frame has one role or its partner is left open."""
    if roles == (OPEN,):
        return [] if any(_is_to_a_stranger(subject) for subject in syntax.subjects(token)) else [(None, None)]
    firsts = fill(reading, token, roles[0], frame.subjects, frame.passive)
    if len(roles) == 1:
        each = _told_of_both(token) or any(_is_each(t) for t in dependents(token, roles[0], frame.passive))
        if "each" not in frame.flags and each:
            return []
        if "each" in frame.flags:
            return [(first, None) for first in firsts]
        if any(give.object == "none" for give in frame.gives):
            mothers = [first for first in firsts if reading.mentions.gender(first.key) == "f"]
            return [(first, None) for first in (mothers if len(mothers) == 1 else firsts)[:1]]
        if len(firsts) == 1:
            firsts = _both_before_who(reading, token, roles[0], frame.passive) or firsts
        if len(firsts) == 2:
            return [(firsts[0], firsts[1])]
        return [(None, None)] if not firsts and _means_a_couple(reading, token, roles[0], frame.passive) else []
    if roles[1] == OPEN:
        return [(firsts[0], None)] if len(firsts) == 1 and not _is_to_a_stranger(token) else []
    if len(firsts) == 2 and (roles[0],) in frame.parties and "with" in roles[1].split("/"):
        return []  # "they wed with his brother as best man": whoever is with the two is a guest
    seconds = fill(reading, token, roles[1], frame.types, frame.passive)
    if len(firsts) > 1 and "each" not in frame.flags and roles[0] == "subj" and _is_who(token, frame.passive):
        firsts = firsts[-1:]  # "Ann and Bob, who divorced Eve": the last of them, not both
    known = {party.key for party in firsts}
    found = [(a, b) for a in firsts for b in seconds if b.key not in known]
    # "her marriages to Al Bogg and Cy Day", "married firstly Al Bogg and secondly Cy Day"
    several = (
        not frame.flags.isdisjoint({"each", "several"})
        or token.tag_ == "NNS"
        or any(t.lower_ == "secondly" for t in token.sent)
    )
    return [*found] if several else [*found[:1]]


def _is_to_a_stranger(noun: Token) -> bool:
    """Whether the other is told of, and not by name: "her marriage to the prince" is not to whom she marries now."""
    others = (leaf for child in noun.children if child.lower_ in {"to", "with"} for leaf in child.children)
    return noun.pos_ == "NOUN" and any(leaf.dep_ == "pobj" and leaf.pos_ in {"NOUN", "PROPN"} for leaf in others)


def _is_each(subject: Token) -> bool:
    """Whether what is said is said of each: "both are married", "they had each wed", "her sisters wed"."""
    kin = lexicon().get(subject.lower_) if subject.tag_ == "NNS" else None
    related = kin is not None and kin.relation in {"parentOf", "siblingOf"} and kin.bearer != "subject"
    beside = (child.lower_ for child in subject.head.children)
    return related or not {subject.lower_, *beside}.isdisjoint({"both", "each"})


def _told_of_both(verb: Token) -> bool:
    """Whether "both" stands right before the verb, and makes it a thing of each: "are both married"."""
    return verb.i > verb.sent.start and verb.nbor(-1).lower_ == "both"


def _both_before_who(reading: Reading, token: Token, role: str, passive: str) -> list[Party]:
    """The two that "who" stands for where it takes two: "Ann and the actor Bob Day, who wed in May"."""
    heads = [t for t in dependents(token, role, passive) if t.tag_ in {"WP", "WP$"} and t.i + 4 > token.i]
    clause = syntax.governor(heads[0]) if heads else token
    if not heads or clause.dep_ != "relcl":
        return []
    last = clause.head
    last = last.head if last.dep_ == "appos" and last.head.dep_ == "conj" else last  # "Al and his bride, Ann, who"
    both = syntax.coordinated([last.head if last.dep_ == "conj" else last])
    named = people(reading, both) if len(both) == 2 else names_before(reading, heads[0].i, limit=2)
    return named if len(named) == 2 else []


def _is_who(token: Token, passive: str) -> bool:
    return any(t.tag_ == "WP" for t in dependents(token, "subj", passive))


def _means_a_couple(reading: Reading, token: Token, role: str, passive: str) -> bool:
    """Whether the role is filled by a plural pronoun or "the couple" that nobody could resolve yet."""
    heads = dependents(token, role, passive)
    clause = syntax.clause(token)
    if clause.dep_ == "relcl" and any(t.tag_ == "WP" for t in heads):
        heads = [*heads, clause.head]  # "the lovebirds, who wed in May"
    return any(t.lower_ in PLURALS for t in heads)


def give_all(
    reading: Reading, frame: Frame, token: Token, first: Party | None, second: Party | None
) -> Iterator[Finding]:
    """The claims of ``frame`` for two parties: each give whose conditions hold, dated and placed."""
    time = attach.time_of(reading, token)
    place = attach.place_of(reading, token)
    for give in frame.gives:
        if give.lemmas and token.lemma_.lower() not in give.lemmas:
            continue
        if not is_placed(give, token, time, place):
            continue
        if not flags_hold(give, token, time) or not is_of_kind(reading, give.flags, first, second):
            continue
        if "unrelated" in give.flags and second is not None and is_kin(token, second):
            continue  # who lived with "her cousin, Al Bogg" or "her aunt Ann" is no couple with them
        subjects = [first]
        if "newborn" in give.flags and first is not None:
            subjects = list(_newborns(reading, token)) or ([first] if give.object == "none" else [])
        for subject in subjects:
            obj = object_of(reading, give, token, second, time, place)
            if give.object not in {"second", "none"} and obj is None:
                continue
            others: list[tuple[Party | Literal | None, int | None]] = [(obj, None)]
            others += attach.contrasts_of(reading, token, give.object) if place or time else []
            if give.predicate == "livesIn" and isinstance(obj, Party):
                others += [(p, None) for p in attach.places_from(reading, obj)[1:]]
            for said, scope in others:
                yield Finding(
                    give.predicate,
                    subject or _NOBODY,
                    said,
                    token.i,
                    f"{frame.name}",
                    0.9 * surety(subject, said),
                    presupposed="presupposed" in frame.flags,
                    moment=give.moment,
                    scope=scope,
                    place=place if give.predicate.startswith("event:") and "unplaced" not in give.flags else None,
                    note=give.note or over(give, token) or ("couples-only" if "couples_only" in give.flags else None),
                    statuses=give.statuses,
                    recast=give.recast,
                    fiction_is_fact="fiction" in frame.flags,
                )


_NOBODY = None


def _newborns(reading: Reading, token: Token) -> Iterator[Party]:
    """The children named behind a verb of birth: "welcomed a son, Leo", "gave birth to Leo"."""
    words, doc = lexicon(), token.doc
    if token.lemma_ == "give" and [t.lower_ for t in doc[token.i + 1 : token.i + 3]] == ["birth", "to"]:
        born = name_list(reading, token.i + 3, limit=3)
        if born and doc[born[-1].mention.last : born[-1].mention.last + 1].text not in {"'s", "’s"}:
            yield from born
            return
    for noun in token.doc[token.i + 1 : min(token.i + 14, token.sent.end)]:
        kin = words.get(noun.lower_)
        if kin is not None and kin.relation == "parentOf" and kin.bearer == "object":
            i = noun.i + 1
            while i < token.sent.end and token.doc[i].lower_ in {",", ":", "named", "called", "—", "–"}:
                i += 1
            listed = name_list(reading, i, limit=3)
            if listed:
                yield from listed
                return
