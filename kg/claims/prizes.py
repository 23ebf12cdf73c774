"""Prizes told without a verb of winning: "Ann Lee, best actress for X", "Oscar-winning singer Ann Lee"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.claims import attach, syntax
from kg.claims.bearers import bearer
from kg.claims.contenders import is_no_winner
from kg.claims.frame_table import table
from kg.claims.lists import name_list, names_before
from kg.claims.reading import Finding, Party, Reading, people, surety
from kg.model import TOLD, EntityType, Mention

STAGE = frozenset({"actor", "actress", "performance", "performer"})
GETTING = frozenset({"win", "get", "receive", "collect", "earn", "pick"})
FAR = 40
"""How many tokens back the prize may be named that "hers" means."""
SAME = frozenset({"award", "prize", "trophy"})
CROWNED = frozenset({"winner", "recipient"})
BEHIND = frozenset({"for", "at", ",", "in"})


def findings(reading: Reading) -> Iterator[Finding]:
    """``wonAward`` of a category in apposition and of "-winning", ``appearsIn`` of what an actor got it for."""
    doc = reading.doc
    yield from _another(reading)
    for mention in reading.names.values():
        if mention.type is not EntityType.OTHER or not mention.resolved or mention.last >= len(doc):
            continue
        prize = Party.of(mention)
        for party in _owners(reading, mention):
            sure = 0.85 * surety(party)
            yield Finding("wonAward", party, prize, mention.head, "prize-owned", sure, presupposed=True)
        yield from _nominated(reading, mention, prize)
        for party, trigger in _winners(reading, mention):
            yield Finding("wonAward", party, prize, trigger, "prize-beside-name", 0.9 * surety(party), presupposed=True)
            work = work_behind(reading, mention)
            if work is not None:
                yield Finding(
                    "appearsIn",
                    party,
                    work,
                    trigger,
                    "prize-for-part",
                    0.9 * surety(party),
                    presupposed=True,
                    fiction_is_fact=True,
                )


def _another(reading: Reading) -> Iterator[Finding]:
    """Who won one too, or the same, by the prize named last: "Ann Lee won hers", "it went to Al Orr"."""
    prizes = [m for m in reading.names.values() if m.type is EntityType.OTHER and m.resolved]
    for token in reading.tokens({"hers", "his", "theirs", "one", "it", *SAME}) if prizes else []:
        verb, bare = token.head, token.lower_ not in SAME or _is_bare(token)
        goes = token.dep_ == "nsubj" and verb.lemma_ == "go" and token.lower_ not in {"hers", "his", "theirs"}
        won = token.dep_ == "dobj" and verb.lemma_ in GETTING and (token.lower_ != "it" or verb.lemma_ == "win")
        if not bare or not (goes or won) or verb.pos_ != "VERB":
            continue
        prize = next((m for m in reversed(prizes) if m.last <= token.i and token.i - m.last < FAR), None)
        if prize is None:
            continue
        dated = token.lower_ != "one" and attach.time_of(reading, verb) is not None
        given = syntax.obliques(verb, {"to"}) if goes else [t for t in verb.children if t.dep_ == "dative"]
        for party in people(reading, given if given or goes else syntax.subjects(verb)):
            sure, same = 0.85 * surety(party), Party.of(prize)
            aside = verb.tag_ == "VBG"  # "missed out on a Grammy, the prize going to Ann Lee"
            found = Finding("wonAward", party, same, verb.i, "prize-taken-up", sure, presupposed=aside)
            yield found
            if dated:
                yield replace(found, predicate="event:Award", moment="at", statuses=TOLD)
            if (part := _part(reading, verb, prize)) is not None:
                yield replace(
                    found,
                    predicate="appearsIn",
                    object=part,
                    rule="prize-for-part",
                    presupposed=True,
                    fiction_is_fact=True,
                )


def _part(reading: Reading, verb: Token, prize: Mention) -> Party | None:
    """The work for which an actor won one as well: "she won hers for X", unless it was for a book or for directing."""
    frame = next(frame for frame in table()["win"] if frame.name == "win-for")
    needs = dict(frame.needs)
    heard = {t.lower_ for sent in (verb.sent, reading.doc[prize.head].sent) for t in sent}
    if heard.isdisjoint(needs["sentence"]) or not heard.isdisjoint(needs["~within"]):
        return None
    doc = reading.doc
    end = next((t.i for t in doc[verb.i : verb.sent.end] if t.text == ";"), verb.sent.end)
    behind = (reading.mentions.at(t.i + 1) for t in doc[verb.i : end - 1] if t.lower_ == "for")
    works = (m for m in behind if m is not None and m.resolved and m.type is EntityType.WORK)
    return next((Party.of(m) for m in works), None)


def _is_bare(noun: Token) -> bool:
    """Whether a prize is told by its noun alone: "the award", no "an award for courage", no "the paper's award"."""
    return (
        noun.i > 0
        and noun.nbor(-1).lower_ in {"the", "that", "this"}
        and all(child.dep_ == "det" for child in noun.children)
    )


def _winners(reading: Reading, prize: Mention) -> list[tuple[Party, int]]:
    """Who won it, with the token that says so: the name before or behind."""
    doc, last = reading.doc, prize.last
    if doc[last].text in {"-", "–"} and last + 1 < len(doc) and doc[last + 1].lower_ == "winning":
        noun = next((t for t in doc[last + 2 : last + 5] if t.pos_ == "NOUN"), None)
        found = name_list(reading, last + 2, limit=1) or (bearer(reading, noun) if noun is not None else [])
        return [(party, last + 1) for party in found]
    if doc[prize.first].is_sent_start and (colon := _colon(doc, last)) is not None:  # "Best actress: Ann Lee"
        led = [] if is_no_winner(reading, prize, colon) else name_list(reading, colon + 1, limit=1)
        return [(party, prize.head) for party in led]
    start = doc[prize.head].sent.start
    winner = next((t for t in doc[max(start, prize.first - 5) : prize.first] if t.lower_ in CROWNED), None)
    if winner is not None and doc[last].lower_ in {"is", "was"} and doc[winner.i + 1].lower_ == "of":
        return [(party, winner.i) for party in name_list(reading, last + 1, limit=1)]  # "the winner of X was Ann Lee"
    category = doc[prize.first].text[0].islower()
    if category and prize.first > 0 and doc[prize.first - 1].text == "," and doc[last].lower_ in BEHIND:
        return [(party, prize.head) for party in names_before(reading, prize.first, limit=1)]
    return []


def _colon(doc: Doc, i: int) -> int | None:
    """The colon behind a prize, and behind what stands in brackets between: "Best actor (shared): Al Orr"."""
    if doc[i].text == "(":
        i = next((k + 1 for k in range(i, min(i + 5, len(doc) - 1)) if doc[k].text == ")"), i)
    return i if doc[i].text == ":" else None


def _owners(reading: Reading, prize: Mention) -> list[Party]:
    """Whose the prize is: "her first Oscar", "there was a Tony, too, for Ann"; no "her Oscar gown"."""
    doc, head = reading.doc, reading.doc[prize.last - 1]
    behind = doc[prize.last]
    if behind.lower_ == "to" and prize.last + 2 < len(doc) and doc[prize.last + 2].lower_ in {"name", "credit"}:
        return people(reading, [doc[prize.last + 1]])  # "with three Emmys to her name"
    if behind.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"} or behind.text in {"-", "–"}:
        return []
    verb = syntax.governor(head)
    if head.dep_ == "attr" and verb.lemma_ == "be" and any(t.lower_ == "there" for t in verb.children):
        for_whom = [t for node in (head, verb) for t in syntax.obliques(node, {"for"})]
        return people(reading, for_whom)
    owners = [t for t in syntax.possessors(doc[prize.first]) if t.pos_ != "NOUN"]  # "the director's Oscar" is a kind
    return people(reading, owners) if owners and owners[0].i < prize.first else []


def _nominated(reading: Reading, prize: Mention, named: Party) -> Iterator[Finding]:
    """Who went home without it: "was nominated for an Oscar and lost to Al Orr", "up for a Tony but did not win"."""
    doc, sentence = reading.doc, reading.doc[prize.head].sent
    before = [doc[k] for k in range(max(sentence.start, prize.first - 6), prize.first)]
    verb = next((t for t in before if t.lower_ == "nominated"), None)
    if verb is None:
        return
    lost = next((t for t in doc[prize.last : sentence.end] if _is_loss(t)), None)
    if lost is None:
        return
    for party in people(reading, syntax.subjects(verb) or syntax.subjects(lost)):
        sure = 0.87 * surety(party)
        denied = (("asserted", "denied"), ("reported", "denied"), ("possible", "denied"))
        yield Finding("wonAward", party, named, verb.i, "nominated-lost", sure, recast=denied)
    winners = people(reading, syntax.obliques(lost, {"to"})) if lost.lemma_ == "lose" else []
    for party in winners:
        yield Finding("wonAward", party, named, lost.i, "lost-to", 0.87 * surety(party))


def _is_loss(token: Token) -> bool:
    """Whether the token tells that a nominee did not win: "lost", "did not win", "without it", "empty-handed"."""
    if token.lemma_ == "lose":
        return not any(child.dep_ == "dobj" and child.ent_type_ != "AWARD" for child in token.children)
    if token.lemma_ == "win":
        return any(child.dep_ == "neg" or child.lower_ in {"none", "nothing", "neither"} for child in token.children)
    if token.lower_ == "empty" and token.i + 2 < len(token.doc):
        return token.doc[token.i + 2].lower_ == "handed"
    return token.lower_ == "without" and token.i + 1 < len(token.doc) and token.nbor().lower_ in {"it", "one", "the"}


def work_behind(reading: Reading, prize: Mention) -> Party | None:
    """The work for which an actor's prize was given: "best supporting actor for X"."""
    doc, i = reading.doc, prize.last
    i += doc[i].text == "," and i + 1 < len(doc)
    if doc[prize.last - 1].lower_ not in STAGE or doc[i].lower_ != "for" or i + 1 >= len(doc):
        return None
    i += 1 + (doc[i + 1].text in {'"', "“", "‘", "'"})
    work = reading.names.get(i)
    fits = work is not None and work.type is EntityType.WORK and work.resolved
    return Party.of(work) if work is not None and fits else None
