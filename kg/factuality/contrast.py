"""The place or the day that a "not" is about: "was not born in Rome, as she told everyone, but in Leeds, in 1931".

What stands behind the "but", and that it happened at all, is told as a fact.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.factuality.clause import negations
from kg.factuality.cues import cues

_FAR = 24
"""How many tokens at most stand between the verb and the "but"."""


def turn(trigger: Token) -> range | None:
    """The tokens of the phrase that a "not" hits and a "but" sets right, the "but" the first behind it; or None.

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> words = ["She", "did", "not", "die", "in", "Rome", "but", "in", "Leeds", "."]
    >>> doc = Doc(spacy.blank("en").vocab, words=words, lemmas=words, heads=[3, 3, 3, 3, 3, 4, 3, 3, 7, 3],
    ...           pos=["PRON", "AUX", "PART", "VERB", "ADP", "PROPN", "CCONJ", "ADP", "PROPN", "PUNCT"],
    ...           deps=["nsubj", "aux", "neg", "ROOT", "prep", "pobj", "cc", "conj", "pobj", "punct"])
    >>> turn(doc[3]), turn(doc[8])
    (range(4, 6), None)
    """
    if trigger.pos_ not in {"VERB", "AUX", "ADJ"}:
        return None
    doc, end = trigger.doc, trigger.sent.end
    for but in doc[trigger.i + 1 : min(trigger.i + _FAR, end - 1)]:
        if but.text == ";":
            return None
        right = but.nbor()
        if but.lower_ != "but" or right.pos_ != "ADP":
            continue
        if right.head.i > but.i:  # "but in Leeds she sang"
            return None
        wrong = next((token for token in reversed(doc[trigger.i + 1 : but.i]) if token.lower_ == right.lower_), None)
        if wrong is None:
            return None
        negated = cues().has("negation.words", doc[wrong.i - 1].lower_) or negations(trigger)
        return range(wrong.i, but.i) if negated else None
    return None
