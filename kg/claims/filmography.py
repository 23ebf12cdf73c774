"""What else players have played in, told in passing: "He followed it with X", "forty films, X and Y among them".

Makers of films are told of in the same words: only those count whom the article tells to act.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.casting import credit
from kg.claims.credits import performers
from kg.claims.lists import name_list, names_before
from kg.claims.reading import Finding, Party, Reading, people
from kg.claims.screen import screen_words
from kg.claims.title_runs import Run, runs
from kg.claims.typecast import players
from kg.model import EntityType

FIRSTS = frozenset({"lead", "role", "part", "break", "film", "picture", "movie", "chance"})
ENDING = frozenset({"finish", "complete"})
"""Who is to do so with a film plays in it already."""
GOING = frozenset({"go", "move", "rush", "jump", "step"})
PRAISE = frozenset({"better", "best", "finer", "finest", "funnier", "funniest", "worse"})
LIKING = frozenset({"remember", "know", "love", "admire", "recall"})
NEAR = 40
"""How many tokens back the one is spoken of of whom a sentence without a subject goes on."""


def findings(reading: Reading, told: Sequence[Finding]) -> Iterator[Finding]:
    """``appearsIn`` of those who are told to act, by the looser words around titles."""
    works = [m for m in reading.names.values() if m.type is EntityType.WORK and m.resolved]
    works.sort(key=lambda work: work.first)
    acting = players(reading, told) | performers(reading) if works else frozenset()
    for run in runs(reading, works) if works else ():
        start = reading.doc[run.works[0].head].sent.start
        sentence = {t.lemma_.lower() for t in reading.doc[start : reading.doc[run.works[0].head].sent.end]}
        found = list(_given(reading, run))
        if sentence.isdisjoint(MAKING) and sentence.isdisjoint(screen_words("makers")):
            loose = (*_followed(reading, run), *_praised(reading, run), *_among(reading, run))
            loose = (*loose, *_at_work(reading, run), *_stayed(reading, run))
            found += [(party, verb) for party, verb in loose if party.key in acting]
        for party, verb in found:
            for work in run.works:
                one = credit(party, work, verb.i, "filmography", presupposed=False)
                yield replace(one, recast=(("planned", "asserted"),)) if verb.lemma_ in ENDING else one


MAKING = frozenset({"write", "direct", "record", "compose", "release", "produce", "publish", "sing", "paint"})


def _given(reading: Reading, run: Run) -> Iterator[tuple[Party, Token]]:
    """Whom a title gave a start: "X gave Ann Lee her first lead"."""
    doc, i = reading.doc, run.behind
    verb = doc[i] if i + 3 < len(doc) else None
    if verb is None or verb.lemma_ not in {"give", "bring", "hand"} or verb.pos_ != "VERB":
        return
    behind = doc[i + 1 : min(i + 9, verb.sent.end)]
    if any(t.lower_ == "first" for t in behind) and any(t.lower_ in FIRSTS for t in behind):
        found = name_list(reading, i + 1, limit=1) or people(reading, [doc[i + 1]])
        yield from ((party, verb) for party in found)


def _followed(reading: Reading, run: Run) -> Iterator[tuple[Party, Token]]:
    """Who goes on with a title: "He followed it with X and Y", "went from X straight to Y", "There followed X"."""
    doc = reading.doc
    if run.before < 1:
        return
    word = doc[run.before].lower_
    verb = syntax.governor(doc[run.before])
    follows = word == "with" and verb.lemma_ == "follow"
    goes = word in {"from", "to"} and verb.lemma_ in GOING
    if follows or goes:
        yield from ((party, verb) for party in people(reading, syntax.subjects(verb)))
    elif doc[run.before].lemma_ == "follow" and doc[run.before - 1].lower_ in {"there", "then"}:
        sentence = doc[run.before].sent
        for token in reversed(doc[max(0, sentence.start - NEAR) : sentence.start]):
            if token.dep_ in syntax.SUBJECTS and (found := people(reading, [token])):
                yield from ((party, doc[run.before]) for party in found if len(found) == 1)
                return


def _praised(reading: Reading, run: Run) -> Iterator[tuple[Party, Token]]:
    """Who was good in it, or is remembered by it: "was never better than in X", "is loved by most for X"."""
    doc = reading.doc
    if run.before < 1:
        return
    word, verb = doc[run.before].lower_, syntax.governor(doc[run.before])
    near = {t.lower_ for t in doc[max(verb.sent.start, run.before - 5) : run.before]}
    good = word == "in" and verb.lemma_ == "be" and bool(near & PRAISE)
    known = word == "for" and verb.lemma_ in LIKING and syntax.is_passive(verb)
    if good or known:
        yield from ((party, verb) for party in people(reading, syntax.subjects(verb)))


def _at_work(reading: Reading, run: Run) -> Iterator[tuple[Party, Token]]:
    """Who works on a film, "is in Rome making X", "here to finish X", "Ann and Eve made X together"."""
    doc = reading.doc
    if run.before < 1:
        return
    word = doc[run.before]
    if doc[run.before + 1].tag_ == "VBG":  # taken for a word of the title's phrase, as in "the long-running X"
        word = doc[run.before + 1]
    works = word.lemma_ in screen_words("works_on") and word.pos_ == "VERB"
    together = run.behind < len(doc) and doc[run.behind].lower_ == "together"
    at_it = works and (together or word.tag_ == "VBG" or (word.tag_ == "VB" and doc[word.i - 1].lower_ == "to"))
    if not at_it:
        return
    subjects, above = syntax.subjects(word), word.head
    found = people(reading, subjects)
    if not found and word.dep_ in {"acl", "advcl", "xcomp"}:
        found = people(reading, syntax.subjects(above) if above.pos_ in {"VERB", "AUX"} else [above])
    if together and subjects and subjects[0].tag_ in syntax.RELATIVES:
        found = names_before(reading, subjects[0].i, limit=2)
    yield from ((party, word) for party in found)


def _stayed(reading: Reading, run: Run) -> Iterator[tuple[Party, Token]]:
    """Who was on a show for a time: "spent two years on X", "spent a season as the nurse in X"."""
    word = reading.doc[run.before] if run.before > 0 else None
    if word is None or word.lower_ not in {"on", "in"}:
        return
    near = reading.doc[max(word.sent.start, word.i - 9) : word.i]
    verb = next((t for t in near if t.lemma_ == "spend" and t.pos_ == "VERB"), None)
    if verb is not None and any(t.lower_ in screen_words("spells") for t in near if t.i > verb.i):
        yield from ((party, verb) for party in people(reading, syntax.subjects(verb)))


def _among(reading: Reading, run: Run) -> Iterator[tuple[Party, Token]]:
    """Of whose films a few are named: "has forty films behind him, X and Y among them"."""
    doc, i = reading.doc, run.behind
    while i < len(doc) and doc[i].text == ",":
        i += 1
    if [t.lower_ for t in doc[i : i + 2]] != ["among", "them"]:
        return
    before = doc[doc[run.works[0].head].sent.start : run.works[0].first]
    verb = next((t for t in before if t.pos_ in {"VERB", "AUX"} and syntax.subjects(t)), None)
    screen = any(t.lower_ in {"films", "movies", "pictures", "plays", "roles", "parts", "musicals"} for t in before)
    if verb is not None and screen:
        yield from ((party, verb) for party in people(reading, syntax.subjects(verb)))
