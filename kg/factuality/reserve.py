"""What a sentence takes back of its claim: "only in the tabloids", "the wrong man", "never to each other"."""

from __future__ import annotations

import re
from itertools import takewhile

from spacy.tokens import Token

from kg.factuality.cues import cues
from kg.factuality.state import State
from kg.quotes import noun_phrase

_NOT_EACH_OTHER = re.compile(r"\b(?:never|not|n't)(?: once| yet| ever)?(?: to| with)? (?:each other|one another)\b")
_PAST = frozenset({"VBD"})


def reserve(trigger: Token, state: State) -> None:
    """Apply to ``state`` what the words around ``trigger`` take back."""
    if (effect := _hollow(trigger)) is not None:
        state.apply(effect, "only")
    if _mistaken(trigger):
        state.apply("possible", "wrong")
    if state.core == "fact" and (word := _misnamed(trigger)) is not None:
        state.apply("negate", word)
    if state.core == "fact" and not state.voices and (text := _told_by_a_text(trigger)) is not None:
        state.apply("report", text.lower_, noun_phrase(text))
    if state.core == "plan" and _interrupted(trigger):
        state.apply("possible", "interrupted")


def _told_by_a_text(trigger: Token) -> Token | None:
    """The paper's own text that brought somebody along: "An article on Friday said that he came with [his wife]"."""
    verb = trigger.head.head
    if trigger.dep_ != "pobj" or trigger.head.lower_ not in {"by", "with"} or verb.dep_ != "ccomp":
        return None
    if not cues().has("correction.saying", verb.head.lemma_):
        return None
    texts = (t for t in verb.head.children if t.dep_ == "nsubj" and cues().has("correction.ours", t.lower_))
    return next((t for t in texts if any(c.lower_ in {"a", "an"} for c in t.children)), None)


def _misnamed(trigger: Token) -> str | None:
    """The word by which a name was the wrong one: "misidentified the woman beside him as [his wife], Ann"."""
    if trigger.dep_ != "pobj" or trigger.head.lower_ != "as":
        return None
    before = trigger.doc[trigger.sent.start : trigger.head.i]
    return next((t.lower_ for t in before if cues().has("attribution.misnaming", t.lower_)), None)


def to_others(trigger: Token) -> bool:
    """Whether those who do it do it with others: "they have been married twice, but never to each other".

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> words = ["both", "married", ",", "but", "not", "to", "each", "other"]
    >>> to_others(Doc(spacy.blank("en").vocab, words=words, heads=[1] * 8, deps=["dep"] * 8)[1])
    True
    """
    doc = trigger.doc
    if any(child.dep_ == "dobj" and child.pos_ == "PROPN" for child in trigger.children):
        return False
    rest = doc[trigger.i + 1 : trigger.sent.end]
    same = list(takewhile(lambda token: token.pos_ not in {"VERB", "AUX"} and token.text != ";", rest))
    return bool(same) and _NOT_EACH_OTHER.search(doc[same[0].i : same[-1].i + 1].text.lower()) is not None


def is_set_right(trigger: Token) -> bool:
    """Whether what a text called somebody is told as its error: "despite a caption that spoke of her "husband"".

    So is what one "wrongly" spoke of.
    """
    table, above = cues(), list(trigger.ancestors)
    texts = [t for t in above if t.i < trigger.i and table.has("attribution.retracted", t.lemma_.lower())]
    adverbs = [child.lower_ for verb in above if verb.pos_ == "VERB" for child in verb.children]
    wrongly = any(table.has("adverb.misreport", adverb) for adverb in adverbs)
    before = trigger.doc[max(trigger.sent.start, texts[0].i - 5) : texts[0].i] if texts else ()
    return wrongly or any(table.has("attribution.against", token.lower_) for token in before)


def _hollow(trigger: Token) -> str | None:
    """What "exists only in the tabloids" (not so) and "exists only on paper" (who knows) make of their subject."""
    table, verb = cues(), trigger.head if trigger.dep_ == "nsubj" else trigger
    if not table.has("hollow.verbs", verb.lemma_.lower()):
        return None
    behind = [token for token in verb.subtree if token.i > verb.i]
    if not any(table.has("hollow.only", token.lower_) and token.head.dep_ != "npadvmod" for token in behind):
        return None
    places = [token for token in behind if token.dep_ in {"pobj", "advmod", "conj"} and _above(token, verb)]
    if any(table.has("hollow.places", token.lemma_.lower()) for token in places):
        return "negate"
    return "possible" if any(table.has("hollow.open", token.lower_) for token in places) else None


def _above(place: Token, verb: Token) -> bool:
    """Whether the place is the verb's own, and not that of a noun behind it ("is the only star in the magazine")."""
    node = place
    while node.head != verb and node.head.dep_ in {"prep", "conj", "pobj", "advmod"}:
        node = node.head
    return node.head == verb and node.dep_ in {"prep", "advmod", "conj"}


def _mistaken(trigger: Token) -> bool:
    """Whether they got "the wrong man, Cal Moor", or "Cal Moor, the wrong man"."""
    table = cues()
    if not table.has("mistaken.verbs", trigger.lemma_.lower()):
        return False
    held = [child for child in trigger.children if child.dep_ in {"dobj", "nsubjpass"}]
    held += [noun for child in trigger.children if child.lower_ == "of" for noun in child.children]
    people = [*held, *(child for noun in held for child in noun.children if child.dep_ == "appos")]
    return any(table.has("mistaken.words", child.lower_) for person in people for child in person.children)


def _interrupted(trigger: Token) -> bool:
    """Whether something came between: "was about to marry him when the war began"."""
    table = cues()
    above = [trigger, *trigger.ancestors]
    if not any(table.has("interrupted.words", token.lower_) for token in above):
        return False
    if not any(token.lemma_ == "be" and (token.tag_ in _PAST or _had(token)) for token in above):
        return False
    return any(
        (leaf.i > trigger.i or child == node) and table.has("interrupted.marks", leaf.lower_)
        for node in above
        for child in (node, *node.children)
        if child == node or child.dep_ in {"advcl", "conj", "ccomp"}
        for leaf in child.children
        if leaf.dep_ in {"advmod", "mark", "cc"}
    )


def _had(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.tag_ in _PAST for child in verb.children)
