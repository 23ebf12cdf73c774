"""What is told of a child behind its birth: its name, and whose brother or sister it is.

"They welcomed a boy on Friday and named him Leo", "They have a girl. Her name is Ida", "a son, Max, a brother for Ida".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.claims import attach, syntax
from kg.claims.brood import Brood, is_theirs
from kg.claims.kin_anchors import anchors
from kg.claims.kin_names import names_behind
from kg.claims.kin_nouns import COUPLE, Noun, lexicon, prefixes_of
from kg.claims.kin_people import holder
from kg.claims.kin_rows import sex_of
from kg.claims.lists import name_list, names_before
from kg.claims.reading import TOLD_SO, Finding, Party, Reading, people, surety
from kg.names import rules

FAR = 45
"""So many tokens behind the word for a child its name may follow."""
AHEAD = 2
"""How many sentences on the name may come."""
ITS = {
    "her": "f",
    "his": "m",
    "him": "m",
    "she": "f",
    "he": "m",
    "whose": "",
    "its": "",
    "it": "",
    "who": "",
    "which": "",
}
"""The words for a child, with its sex where they tell it."""


def unnamed(reading: Reading, noun: Noun, open_couple: bool) -> Brood | None:
    """The family with one child that nobody has named yet: "she has a son", "the couple had a girl"."""
    child = (noun.kin.relation, noun.kin.bearer) == ("parentOf", "object") and not noun.plural
    behind = reading.doc[noun.last] if noun.last < len(reading.doc) else noun.token
    if not child or behind.lower_ in lexicon() or names_behind(reading, noun):
        return None
    owners = anchors(reading, noun)[0] or holder(reading, noun)[0]
    verb = syntax.governor(noun.token)
    born = verb.lemma_ == "have" and verb.tag_ in {"VBD", "VBN"} and attach.time_of(reading, verb) is not None
    return Brood(tuple(owners) or (None,), frozenset(), noun.last, newborn=born) if owners or open_couple else None


def named_later(reading: Reading, noun: Noun, brood: Brood) -> Iterator[Finding]:
    """Whose the child is whose name follows in this sentence or the next ones: "They named him Leo"."""
    if noun.plural or brood.children:
        return
    doc, end = reading.doc, noun.token.sent.end
    for _ in range(AHEAD):
        end = doc[end].sent.end if end < len(doc) else end
    for token in doc[noun.last : min(end, noun.last + FAR)]:
        if token.lower_ in lexicon() and token.nbor(-1).lower_ in {"a", "an"}:
            return  # another child is told of
        if token.lower_ == "name" and token.pos_ == "NOUN":
            named = _with_the_name(reading, token, noun)
        elif token.lemma_ in rules("kin")["births"]["names"]:
            named = _so_named(reading, token, noun, brood)
        else:
            continue
        for child in named:
            if is_theirs(child, brood) and child.key not in {p.key for p in brood.parents if p is not None}:
                # what they will, or might, call a child makes nobody's child of a name
                # "a girl whose name is Ida" is told by the clause that tells of the girl
                told = noun.token.i if noun.token.is_ancestor(token) else token.i
                for parent in brood.parents:
                    sure = 0.85 * surety(parent, child)
                    yield Finding("parentOf", parent, child, told, "kin-named", sure, statuses=TOLD_SO)
                if brood.newborn:
                    yield Finding("event:Birth", child, None, told, "kin-named", 0.85, statuses=TOLD_SO)
                return


def _so_named(reading: Reading, verb: Token, noun: Noun, brood: Brood) -> list[Party]:
    """The name behind a verb of naming: "named him Leo", "called the little one Ida", "he has been christened Max"."""
    doc, behind = reading.doc, _behind_the_child(reading, verb.i + 1, noun)
    subjects = syntax.subjects(verb)
    if behind == verb.i + 1:
        if not syntax.is_passive(verb) or not any(_is_the_child(t, noun) for t in subjects):
            return []
    else:
        parents = {parent.key for parent in brood.parents if parent is not None}
        others = {party.key for party in people(reading, subjects)} - parents
        couple = any(token.lower_ in COUPLE for token in subjects)
        if syntax.is_passive(verb) or (others and parents and not couple):
            return []  # "a magazine named him"
    return name_list(reading, behind, limit=1, loose=False) if behind < len(doc) else []


def _behind_the_child(reading: Reading, i: int, noun: Noun) -> int:
    """The index behind a word for the child at ``i``: "him", "the little one", "their newborn son"; ``i`` if none."""
    doc = reading.doc
    if i + 1 >= len(doc):
        return i
    if doc[i].lower_ in ITS and doc[i + 1].tag_ in {"NNP", "``"}:
        return i + 1 if _agrees(doc[i].lower_, noun) else i
    if doc[i].tag_ not in {"DT", "PRP$"}:
        return i
    for j in range(i + 1, min(i + 4, len(doc) - 1)):
        if _is_the_child(doc[j], noun) and not _is_the_child(doc[j + 1], noun):
            return j + 1
        if doc[j].tag_ not in {"JJ", "NN", "HYPH"}:
            break
    return i


def _with_the_name(reading: Reading, word: Token, noun: Noun) -> list[Party]:
    """The name in "her name is Ida", "the newborn's name: Leo"; her real name may be a mother's."""
    doc, i = reading.doc, word.i
    if i + 2 >= len(doc) or doc[i + 1].lower_ not in {"is", "was", ":", "—", "–"}:
        return []
    owner = doc[i - 1] if doc[i - 1].tag_ in {"PRP$", "WP$"} else doc[max(0, i - 2)]
    owned = owner.i == i - 1 or doc[i - 1].tag_ == "POS"
    return name_list(reading, i + 2, limit=1, loose=False) if owned and _is_the_child(owner, noun) else []


def _is_the_child(token: Token, noun: Noun) -> bool:
    """Whether the word may stand for the child: a pronoun of its sex, or a noun for a baby, a son, a daughter."""
    if token.lower_ in ITS:
        return _agrees(token.lower_, noun)
    kin = lexicon().get(token.lower_)
    child = kin is not None and (kin.relation, kin.bearer) == ("parentOf", "object")
    fits = not {sex_of(token.lower_), sex_of(noun.word)} >= {"f", "m"}
    return fits and (child or token.lower_ in rules("kin")["parenting"]["newborn"])


def _agrees(pronoun: str, noun: Noun) -> bool:
    return not {ITS[pronoun], sex_of(noun.word)} >= {"f", "m"}


def sibling_of(reading: Reading, noun: Noun, brood: Brood) -> tuple[Brood, list[Finding]]:
    """The family with the elder children behind a birth: "welcomed a son, Max, a little brother for Ida, 4, and Bo"."""
    doc, start = reading.doc, noun.first
    while start > noun.token.sent.start and doc[start - 1].tag_ in {"JJ", "JJR", "NN", "DT", "HYPH"}:
        start -= 1
    apart = start > 0 and doc[start - 1].text in {",", "—", "–", "-"}
    to_whom = noun.last < len(doc) and doc[noun.last].lower_ in {"for", "to", "of"}
    near = noun.token.sent.start <= brood.at < noun.first < brood.at + FAR
    beside = names_before(reading, start, limit=1)  # "with Al Bogg, a brother of Max" tells of Al
    near = near and all(brood.last is not None and one.key == brood.last.key for one in beside)
    if noun.kin.relation != "siblingOf" or noun.plural or not (brood.newborn and apart and to_whom and near):
        return brood, []
    if noun.prefixes & (prefixes_of("half") | prefixes_of("step")):
        return brood, []
    parents = {parent.key for parent in brood.parents if parent is not None}
    elders = [one for one in anchors(reading, noun)[0] if one.key not in parents and is_theirs(one, brood)]
    return replace(brood, children=brood.children | {one.key for one in elders}), [*_elders(noun, brood, elders)]


def _elders(noun: Noun, brood: Brood, elders: Sequence[Party]) -> Iterator[Finding]:
    for elder in elders:
        for parent in brood.parents:
            yield Finding("parentOf", parent, elder, noun.token.i, "kin-elder", 0.85 * surety(parent, elder))
        if brood.last is not None:
            yield Finding("siblingOf", brood.last, elder, noun.token.i, "kin-elder", 0.85)
