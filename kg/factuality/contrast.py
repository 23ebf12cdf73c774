"""The place or the day that a "not" is about: "was not born in Rome, as she told everyone, but in Leeds, in 1931".

What stands behind the "but", and that it happened at all, is told as a fact. So is the word that a "not the" stands
behind: "the nephew, not the son, of Al Orr".
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.factuality.clause import negations
from kg.factuality.cues import cues
from kg.memory import kept

_FAR = 24
"""How many tokens at most stand between the verb and the "but"."""
_ASIDE = 8
"""How many tokens at most say who got it wrong: "not, as we wrote on Monday, the son"."""


@kept
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


def instead_of(noun: Token) -> Token | None:
    """The noun that is right where ``noun`` is not: "nephew" for "son" in "the nephew, not the son, of Al Orr".

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> words, tags = "the nephew , not the son , of".split(), "DT NN , RB DT NN , IN".split()
    >>> doc = Doc(spacy.blank("en").vocab, words=words, tags=tags, sent_starts=[True] + 7 * [False])
    >>> instead_of(doc[5]), instead_of(doc[1])
    (nephew, None)
    """
    doc, start, i = noun.doc, noun.sent.start, noun.i - 1
    if i <= start or noun.tag_ != "NN" or doc[i].tag_ not in {"DT", "PRP$"} or not _has_owner(noun):
        return None
    i -= 1
    if doc[i].text == ",":  # "and not, as we wrote, the son"
        i = next((k - 1 for k in range(i - 1, max(start, i - _ASIDE), -1) if doc[k].text == ","), start)
    if doc[i].lower_ not in {"not", "never"} and [t.lower_ for t in doc[i - 1 : i + 1]] != ["rather", "than"]:
        return None
    i -= 2 if doc[i].lower_ == "than" else 1
    while i > start and doc[i].lower_ in {",", "and", "but"}:
        i -= 1
    return doc[i] if i > start and doc[i].tag_ == "NN" else None


def _has_owner(noun: Token) -> bool:
    """Whether it has an owner, right before it or in an "of" behind it."""
    doc, i = noun.doc, noun.i + 1
    i += i < len(doc) and doc[i].text == ","
    return doc[noun.i - 1].tag_ == "PRP$" or (i < len(doc) and doc[i].lower_ == "of")
