"""Recaps of a week on screen: "'Harrow Lane' recap" tells of figures in full names and the past, as news does.

That it is one of a scripted show is told by a figure with its player in brackets: "Hector Langley (Rob Tillis)". Then
only paragraphs that speak of players, makers or the studio are about anybody.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from kg.columns import text_of
from kg.factuality.rules import fiction_rules
from kg.memory import kept

_NAME = r"(?:[A-Z][\w'’.-]+ ?){2,3}"
_PLAYED = re.compile(rf"\b{_NAME}\((?:[a-z]+ ){{0,2}}{_NAME}\)")
_WORD = re.compile(r"[\w-]+")


def in_recap(trigger: Token) -> bool:
    """Whether ``trigger`` stands in what a recap tells of the figures of a show.

    >>> import spacy
    >>> text = "'The Lane' recap: a wedding | Ada Vale (Eve Orr) weds Al. | The actress weds Bo."
    >>> doc = spacy.blank("en")(text.replace(" | ", chr(10)))
    >>> [in_recap(token) for token in doc if token.text == "weds"]
    [True, False]
    """
    return any(first <= trigger.idx < last for first, last in _told(trigger.doc))


@kept
def _told(doc: Doc) -> tuple[tuple[int, int], ...]:
    """The paragraphs, as ranges of characters, in which a recap tells of nobody; kept for the last few."""
    text, rules = text_of(doc), fiction_rules()
    head = f"{doc.user_data.get('title') or ''} {text.lstrip().partition(chr(10))[0]}"
    if rules["recap.titles"].isdisjoint(_words(head)) or not _PLAYED.search(text):
        return ()
    spans = [found.span() for found in re.finditer(r"[^\n]+", text)]
    return tuple((a, b) for a, b in spans if rules["recap.real"].isdisjoint(_words(_PLAYED.sub("", text[a:b]))))


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}
