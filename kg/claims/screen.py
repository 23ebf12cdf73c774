"""Screen credits beside the title, or of "the show": "his on-screen wife in X", "Ann Lee of X", "its star"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.bearers import bearer
from kg.claims.kin_nouns import lexicon
from kg.claims.lists import name_list, names_before
from kg.claims.reading import Finding, Party, Reading, merged, people, surety
from kg.model import EntityType, Mention
from kg.names import rules

ONES = frozenset({"star", "stars", "lead", "leads"})
CO_STARS = frozenset({"star", "co-star", "costar", "castmate"})
LEADING = frozenset({"lady", "man", "ladies", "men"})
QUOTES = frozenset({'"', "“", "”", "'", "‘", "’"})
FAR = 90
"""How many tokens back the work may be named that "the show" means."""


def findings(reading: Reading) -> Iterator[Finding]:
    """``appearsIn`` of those whom the words beside a title, or beside "the show", tell to play in it."""
    works = [m for m in reading.names.values() if m.type is EntityType.WORK and m.resolved]
    for work in works:
        for party, trigger in _beside(reading, work):
            yield _credit(party, Party.of(work), trigger, "beside-title")
    if works:
        told = (*_of_the_show(reading, works), *_characters(reading, works), *_co_stars(reading, works))
        for party, work, trigger in told:
            yield _credit(party, Party.of(work), trigger, "the-show")


def _credit(party: Party, work: Party, trigger: int, rule: str) -> Finding:
    return Finding(
        "appearsIn", party, work, trigger, rule, 0.88 * surety(party), presupposed=True, fiction_is_fact=True
    )


def _beside(reading: Reading, work: Mention) -> Iterator[tuple[Party, int]]:
    """Who is told to play in the work by the words around its name, with the token that says so."""
    doc = reading.doc
    i = work.first - 1
    while i >= 0 and (doc[i].text in QUOTES or doc[i].lower_ == "the"):
        i -= 1
    if i < 1:
        return
    last = work.last + (work.last < len(doc) and doc[work.last].text in QUOTES)
    behind = doc[last].text if last < len(doc) else ""
    if (doc[i].text == "(" and behind == ")") or (doc[i].lower_ == "of" and i - 1 in reading.in_names):
        yield from ((party, party.mention.head) for party in names_before(reading, i, limit=1))
    elif doc[i].lower_ in {"in", "on", "from"}:
        noun = next((doc[k] for k in range(i - 1, max(i - 4, doc[i].sent.start) - 1, -1) if _is_played(doc[k])), None)
        if noun is not None:
            owners = people(reading, syntax.possessors(noun))
            found = merged(bearer(reading, noun), name_list(reading, last + 1, limit=1) if behind == "," else [])
            yield from ((party, noun.i) for party in merged(owners, found))
    if behind in {"'s", "’s"} and last + 1 in reading.names:
        yield from ((party, party.mention.head) for party in name_list(reading, last + 1, limit=1))


def _characters(reading: Reading, works: list[Mention]) -> Iterator[tuple[Party, Mention, int]]:
    """Whose character a sentence speaks of that names the work: "in the finale of X, Ann Lee's character dies"."""
    for token in reading.tokens({"character"}):
        if token.lower_ == "character":
            here = [m for m in works if token.sent.start <= m.first < token.sent.end]
            for party in people(reading, syntax.possessors(token)) if len(here) == 1 else []:
                yield party, here[0], token.i


def _co_stars(reading: Reading, works: list[Mention]) -> Iterator[tuple[Party, Mention, int]]:
    """Who is a co-star of somebody in an article of one work: "Ann Lee of X left with her co-star, Al Orr"."""
    if len({work.entities[0] for work in works}) > 1:
        return
    for token in reading.tokens(CO_STARS):
        if token.i < works[0].last or not (token.lower_ in CO_STARS - {"star"} or reading.doc[token.i - 1].text == "-"):
            continue
        k = token.i - (3 if token.lower_ == "star" else 1)
        while k > token.sent.start and reading.doc[k].tag_ in {"JJ", "NN"}:
            k -= 1
        owner = reading.doc[k]
        if owner.tag_ in {"PRP$", "POS"}:
            for party in name_list(reading, token.i + 1 + (token.nbor().text == ","), limit=1, loose=False):
                yield party, works[0], token.i


def _is_played(noun: Token) -> bool:
    """Whether a kin noun is told to be one of a screen: "his on-screen wife", "her TV dad"."""
    if noun.lower_ not in lexicon() or noun.pos_ != "NOUN":
        return False
    before = noun.doc[max(noun.sent.start, noun.i - 4) : noun.i]
    return any(t.lower_ in _screens() for t in before)


@cache
def _screens() -> frozenset[str]:
    return frozenset(rules("fiction")["role"]["modifiers"])


def _of_the_show(reading: Reading, works: list[Mention]) -> Iterator[tuple[Party, Mention, int]]:
    """Who plays in "the show", "the film", "it": person, the work named last, the token that says so."""
    doc = reading.doc
    for token in reading.tokens(ONES | LEADING | _shows()):
        one = token.lower_ in ONES or (token.lower_ in LEADING and token.i and doc[token.i - 1].lower_ == "leading")
        its = one and token.i > works[0].last and _meant(token)
        show = token.lower_ in _shows() and token.i and doc[token.i - 1].lower_ in {"the", "this"}
        if not its and not (show and token.pos_ == "NOUN" and token.i + 1 not in reading.in_names):
            continue
        work = next((m for m in reversed(works) if m.last <= token.i and token.i - m.last < FAR), None)
        if work is None:
            continue
        if its:
            for party in bearer(reading, token):
                yield party, work, token.i
            continue
        verb = syntax.governor(token)
        for party in _players(reading, token, verb):
            yield party, work, verb.i


def _meant(noun: Token) -> bool:
    """Whether a star is one of a work named before: "its star", "one of the film's stars"."""
    before = [t.lower_ for t in noun.doc[max(noun.sent.start, noun.i - 4) : noun.i]]
    while before and before[-1] in {"leading", "young", "female", "male", "original", "then", "two"}:
        before.pop()
    return bool(before) and (before[-1] == "its" or (before[-1] in {"'s", "’s"} and before[-2:-1][0] in _shows()))


def _players(reading: Reading, show: Token, verb: Token) -> list[Party]:
    """Who plays in ``show`` by the verb and the role noun it hangs on."""
    screen = rules("frames")["screen"]
    told = next((c for c in show.children if c.dep_ == "relcl" and c.lemma_ in screen["casting"]), None)
    if told is not None and any(t.lower_ in {"which", "that"} for t in syntax.subjects(told)):
        return people(reading, syntax.objects(told))  # "of the series, which starred Ann Lee"
    if show.dep_ in syntax.SUBJECTS:
        cast = verb.lemma_ in screen["casting"] and not syntax.is_passive(verb)
        return people(reading, syntax.objects(verb)) if cast else []
    if show.dep_ == "dobj" and verb.lemma_ in screen["joining"] and show.lower_ in screen["lasting"]:
        return people(reading, syntax.subjects(verb))
    if show.dep_ != "pobj":
        return []
    holder = show.head.head
    if holder.pos_ == "NOUN" and holder.lemma_ in screen["players"]:
        return bearer(reading, holder)
    playing = verb.lemma_ in screen["playing"] and show.head.lower_ in {"in", "on"} and holder == verb
    return people(reading, syntax.subjects(verb)) if playing else []


def _shows() -> frozenset[str]:
    return screen_words("shows")


@cache
def screen_words(key: str) -> frozenset[str]:
    """A word list of ``[screen]`` in ``kg/rules/frames.toml``."""
    return frozenset(rules("frames")["screen"][key])
