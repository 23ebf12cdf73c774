"""Columns of corrections: what "we said", or "an article" did, stands there because something in it is not so."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from kg.columns import text_of
from kg.factuality.cues import cues
from kg.memory import kept

_TITLE = re.compile(r"\b(?:corrections?|clarifications?|errat(?:um|a)|amplifications?)\b", re.IGNORECASE)
_LONGEST = 60
"""Letters of a column's title at most: a headline tells of somebody's correction."""
_STEPS = 20


def is_set_right(trigger: Token) -> bool:
    """Whether a column of corrections quotes the paper's own words: "We said that she had left him".

    >>> import spacy
    >>> words = ["Corrections", chr(10), "We", "said", "she", "left"]
    >>> doc = spacy.tokens.Doc(spacy.blank("en").vocab, words, lemmas=["", "", "we", "say", "she", "leave"],
    ...                        heads=[0, 0, 3, 3, 5, 3], deps=["ROOT", "dep", "nsubj", "ROOT", "nsubj", "ccomp"])
    >>> is_set_right(doc[5]), is_set_right(doc[3])
    (True, False)
    """
    if not _is_a_column(trigger.doc):
        return False
    node, table = trigger, cues()
    for _ in range(_STEPS):
        below, node = node, node.head
        if node == below:
            return False
        astray = below.dep_ == "prep" and trigger.pos_ == "VERB"  # "We said in a profile of Ann that she had left him"
        said = table.has("correction.saying", node.lemma_) and (below.dep_ in {"ccomp", "xcomp"} or astray)
        subjects = [child.lower_ for child in node.children if child.dep_ == "nsubj"]
        if said and any(table.has("correction.ours", word) for word in subjects):
            return True
    return False


@kept
def _is_a_column(doc: Doc) -> bool:
    """Whether the title is that of a column of corrections."""
    first = text_of(doc).lstrip().partition("\n")[0]
    titles = (str(doc.user_data.get("title") or ""), first)
    return any(len(title) <= _LONGEST and _TITLE.search(title) for title in titles)
