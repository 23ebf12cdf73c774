"""Names as look-up keys: what two spellings of one name have in common."""

from __future__ import annotations

import re

from kg.names import fold

# Letters that Unicode does not take apart into a letter and a mark.
_LETTERS = {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŋ": "ng", "ə": "e"}
_SIGNS = str.maketrans(_LETTERS)
_INSIDE = re.compile("['\u2019\u2018`\u00b4\u02bb\u02bc.\u00ad\u200b\u200e]")  # apostrophes, full stops, marks unseen
_WORD = re.compile(r"[^\W_]+")


def name_key(name: str) -> str:
    """A name in lower case without diacritics and punctuation; initials in a row are one word.

    >>> [name_key(name) for name in ("Beyoncé Knowles-Carter", 'Kimberly "Kim" West', "J. K. Rowling", "J.K. Rowling")]
    ['beyonce knowles carter', 'kimberly kim west', 'jk rowling', 'jk rowling']
    """
    folded = name.lower() if name.isascii() else fold(name).translate(_SIGNS)
    words = _WORD.findall(_INSIDE.sub("", folded))
    if any(len(word) == 1 for word in words):
        words = _initials_joined(words)
    return " ".join(words)


def _initials_joined(words: list[str]) -> list[str]:
    joined: list[str] = []
    open_run = False
    for word in words:
        initial = len(word) == 1 and word.isalpha()
        if initial and open_run:
            joined[-1] += word
        else:
            joined.append(word)
        open_run = initial
    return joined
