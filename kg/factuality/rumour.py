"""Sentences that begin with a rumour and end with what is made of it: "Rumours that he has left her are untrue".

Between the two stands a clause with subjects of its own, in which the parser easily takes one word for another and
loses sight of either end; so both are looked for in the words, and what was found by the tree is left as it is.
"""

from __future__ import annotations

from itertools import islice

from spacy.tokens import Token

from kg.factuality.cues import cues
from kg.factuality.echo import Echo
from kg.factuality.page import Page
from kg.factuality.state import State

_FRONT = 4
"""How many words a sentence may have before "that": "The latest rumours that"."""
_LONG = 4
"""How many words the longest phrase has that calls a report false."""
_RELATIVES = frozenset({"WP", "WP$", "WDT"})


def called_false(trigger: Token, state: State, page: Page) -> None:
    """Deny a claim that is told between a rumour and the word that calls it false, where the tree told neither."""
    start, end = page.bounds[trigger.i]
    if state.core == "not" or state.echoes or (noun := _rumour(trigger, start)) is None or _by_the_way(trigger):
        return
    doc = trigger.doc
    rest = islice((token for token in doc[trigger.i + 1 : end] if token.lemma_ == "be"), 3)
    cue = next((word for copula in rest if (word := false_behind(copula)) is not None), None)
    if cue is not None:
        state.echoes.append(Echo("maybe", (start, noun.i + 1), noun.lower_))
        state.core = "fact"
        state.apply("deny", cue)


def false_behind(copula: Token) -> str | None:
    """By what words a report is called false behind "are": "nonsense", "well wide of the mark", "denied by both"."""
    table = cues()
    behind = copula.doc[copula.i + 1 : copula.i + 2 + _LONG]
    at = next((k for k, token in enumerate(behind) if _says(token)), len(behind))
    words = [token.lower_ for token in behind][at:]
    if not words:
        return None
    signature = table.verbs.get(behind[at].lemma_.lower())
    rejected = signature is not None and signature.plain == "deny" and behind[at].tag_ in {"VBN", "VBD"}
    if rejected or table.has("predicate.false", behind[at].lemma_.lower()):
        return words[0]
    if words[0] in {"pure", "complete", "utter", "total", "absolute", "sheer", "just", "a"} and len(words) > 1:
        return words[1] if table.has("predicate.false", words[1]) else None
    if words[0] in {"not", "n't"} and len(words) > 1:
        return words[1] if table.has("predicate.true", words[1]) else None
    if words[0] in {"an", "the"}:  # "an elaborate hoax", "an April Fools' joke"
        said = (t for t in copula.children if t.dep_ == "attr" and t.i > copula.i)
        return next((t.lower_ for t in said if table.has("predicate.false", t.lemma_.lower())), None)
    phrases = table.words["predicate.false_phrases"]
    return next((phrase for phrase in sorted(phrases) if words[: phrase.count(" ") + 1] == phrase.split()), None)


def _says(token: Token) -> bool:
    return token.pos_ != "ADV" and token.lower_ != "been" and not token.is_punct


def _rumour(trigger: Token, start: int) -> Token | None:
    """The noun of "Rumours that", at the head of the sentence."""
    doc = trigger.doc
    for token in doc[start : min(start + _FRONT, trigger.i)]:
        signature = cues().nouns.get(token.lemma_.lower()) or cues().nouns.get(token.lower_.removesuffix("s"))
        if signature is not None and signature.name in {"hedge", "allege"}:
            return token if doc[token.i + 1].lower_ == "that" else None
    return None


def _by_the_way(trigger: Token) -> bool:
    """Whether it stands in a clause with "who": "rumours that Roe, who married Lee in 2010, has left her"."""
    for node in (trigger, *trigger.ancestors):
        if node.dep_ == "relcl":
            return any(token.tag_ in _RELATIVES for token in node.doc[node.left_edge.i : node.i])
    return False
