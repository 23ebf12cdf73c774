"""Short sentences that take back the one before: "Not true.", "Or did she?", "None of it happened.", "So he says."."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Span

from kg.factuality.cues import cues

SWEEPING = ("none of", "nothing of", "not a word", "not one word", "all of")
"""How the sentences begin that take back all that stands before them in the paragraph."""
_LONGEST = 16
"""How many tokens such a sentence has at most."""


def takes_back(sentence: Span) -> str | None:
    """What ``sentence`` makes of what the one before it tells: ``negate``, ``retract``, ``possible``, or nothing.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> [takes_back(nlp(text)[:]) for text in ("None of it happened.", "Or did she?", "It did not last.")]
    ['negate', 'possible', None]
    """
    if len(sentence) > _LONGEST:
        return None
    text = " ".join(sentence.text.lower().replace("’", "'").strip(" \n\t\"'“”‘()[]—–-").split())
    return next((effect for effect, pattern in _patterns() if pattern.match(text)), None)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    def whole(row: str) -> str:
        return re.sub(r"<(\w+)>", lambda found: f"(?:{rows(found[1])})", row)

    def rows(key: str) -> str:
        return "|".join(whole(row) for row in sorted(cues().words[f"takeback.{key}"]))

    def compiled(key: str) -> re.Pattern[str]:
        return re.compile(f"(?:{rows(key)})[ .!?\"'”’)…]*$")

    return tuple((effect, compiled(effect)) for effect in ("negate", "retract", "possible"))
