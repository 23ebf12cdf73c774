"""Nouns and gerunds behind prepositions, and what governs those: "rumours of a wedding", "thinking of marrying"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.factuality.attribution import content_source
from kg.factuality.clause import (
    NOT,
    is_passive,
    negations,
    negative_noun,
)
from kg.factuality.content import worth
from kg.factuality.cues import cues
from kg.factuality.governor import NOUNS, misreports, reports, signature_of, voice_of
from kg.factuality.source import by_its_worth
from kg.factuality.state import Climb, State
from kg.quotes import agent_of

ABOUT = frozenset({"of", "about", "over", "on", "regarding", "surrounding", "concerning", "that"})
_GOVERNED = ABOUT | {"at", "to", "into", "from", "against", "for", "as", "with", "by", "in"}


def under_preposition(node: Token, head: Token, state: State, climb: Climb) -> None:
    """The noun or the gerund after a preposition."""
    if not climb.open:
        return
    table, word = cues(), head.lower_
    before = head.doc[head.i - 1].lower_ if head.i else ""
    if word == "without" and table.has("negation.unsaid", node.lower_):
        climb.open = False  # "it goes without saying that"
    elif table.has("negation.prepositions", word):
        state.apply("negate", word)
    elif table.has("negation.phrases", f"{before} {word}"):
        state.apply("negate", f"{before} {word}")
    elif table.has("adjunct.prepositions", word) and head.dep_ == "prep" and head.head.pos_ not in NOUNS:
        climb.open = False


def governed(node: Token, head: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """From a preposition to what governs it: "rumours of a wedding", "thinking of marrying", "accused of"."""
    table, word = cues(), node.lower_
    following = node.doc[node.i + 1] if node.i + 1 < len(node.doc) else node
    came_gerund = following.tag_ == "VBG" or any(child.dep_ == "pcomp" for child in node.children)
    if not climb.open:
        return
    if climb.content and _sets_aside(node, head, state, inside):
        climb.open = climb.content = False
        return
    if climb.content and word in {"for", "over"} and table.has("attribution.withdrawn", head.lemma_.lower()):
        state.set_aside(head.lower_)
        state.apply("negate", head.lower_)
        climb.open = climb.content = False
        return
    if _tells_how(node):
        climb.open = False
        return
    if head.pos_ in NOUNS and word in ABOUT | {"to", "for", "in", "at"}:
        signature = table.nouns.get(head.lemma_.lower())
        if signature is not None and (word in ABOUT or signature.plain in {"plan", "attempt"}):
            climb.content = True
            climb.negation_spent = True
            word_no = negative_noun(head)
            voice = content_source(head, inside)
            state.apply(worth(head, signature, word_no is not None, voice), head.lower_, voice)
            by_its_worth(head, state)
        elif signature is None and came_gerund:
            climb.open = False
        return
    saying = next((child for child in node.children if child.dep_ == "pcomp"), None)
    if saying is not None and reports(saying) and table.has("attribution.withdrawn", head.lemma_.lower()):
        state.apply("negate", head.lower_)  # "apologised for saying that", "sued the paper for writing that"
        return
    if word == "of" and (phrasal := table.phrasal.get(f"{head.head.lemma_} {head.lower_}")) is not None:
        state.apply(phrasal.negated if negations(head.head) else phrasal.plain, head.lower_)  # "backed out of"
        return
    if word not in _GOVERNED or table.has("adjunct.prepositions", word):
        return
    if word == "from" and (table.has("infinitive.from", head.lemma_.lower())):
        state.apply("keep" if negations(head) else "negate", head.lower_)
        climb.negation_spent = True
        return
    signature = signature_of(head, node, gerund=came_gerund)
    if signature is None or signature.events_only:
        return
    if signature.name == "describe" and word != "as":
        return
    if signature.plain == "attempt" and word == "as":
        return  # who "works as a nurse" tries nothing
    if signature.name in {"say", "announce"} and word != "as" and not came_gerund:
        return
    negated = bool(negations(head)) or (head.dep_ == "acomp" and bool(negations(head.head)))
    effect = signature.negated if negated else (signature.plain if came_gerund or word == "as" else signature.noun)
    if effect == signature.plain and not negated and is_passive(head) and agent_of(head) is None:
        effect = signature.passive
    if effect == "report" and misreports(head):
        effect = "deny"
    climb.negation_spent = True
    state.apply(effect, head.lower_, voice_of(head, inside) if signature.voice and effect != "keep" else None)


def _tells_how(preposition: Token) -> bool:
    """Whether it is "the story of how they met", which takes for granted that they did."""
    told = (child for child in preposition.children if child.dep_ == "pcomp")
    return any(cues().has("question.telling", word.lower_) for clause in told for word in clause.children)


def _sets_aside(preposition: Token, head: Token, state: State, inside: Sequence[bool]) -> bool:
    """Whether a rumour is denied beside it: "no truth to reports that", ""not true," he said of rumours that"."""
    table = cues()
    if table.has("predicate.substance", head.lemma_.lower()):
        if negative_noun(head) is None and not negations(head.head):
            return False
        state.set_aside(head.lower_)
        state.apply("negate", head.lower_)
        return True
    if head.pos_ in NOUNS and head.dep_ == "nsubj" and head.i > head.head.i:
        head = head.head  # ""Not true," says Ann Lee of reports that"
    if not reports(head) or preposition.lower_ not in ABOUT:
        return False
    said = set(head.sent) - set(preposition.subtree)
    for token in sorted(said, key=lambda word: word.i):
        untrue = table.has("predicate.true", token.lower_) and token.i and token.nbor(-1).lower_ in NOT
        if untrue or (table.has("predicate.false", token.lower_) and not negations(token.head)):
            state.set_aside(token.lower_)
            state.apply("deny", token.lower_, voice_of(head, inside))
            return True
    return False
