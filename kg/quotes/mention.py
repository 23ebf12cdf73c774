"""Titles, nicknames and words that are spoken of, which stand in marks and are no speech."""

from __future__ import annotations

from functools import cache
from typing import Any

from spacy.tokens import Doc, Token

from kg.quotes.marks import BREAK, FINAL, speech_rules, speech_verbs


@cache
def _mention_words() -> tuple[frozenset[str], frozenset[str], tuple[str, ...], frozenset[str]]:
    table = speech_rules()["mention"]
    return frozenset(table["nouns"]), frozenset(table["verbs"]), tuple(table["phrases"]), frozenset(table["small"])


def is_mention(doc: Doc, first: int, words: Any, lead: list[Token], ending: str) -> bool:
    """Titles, nicknames and words that are spoken of."""
    nouns, verbs, phrases, small = _mention_words()
    if lead:
        introducer = lead[0].lemma_.lower()
        if introducer in nouns and lead[0].pos_ in {"NOUN", "PROPN"}:
            return True
        if introducer in verbs:
            return True
        near = " ".join(token.lower_ for token in reversed(lead[:3]))
        if any(near.endswith(phrase) for phrase in phrases):
            return True
    inner = [token for token in words if not token.is_punct]
    if not inner or len(inner) > 8:
        return not inner
    titled = all(token.text[:1].isupper() or token.text[:1].isdigit() or token.lower_ in small for token in inner)
    in_clause = bool(lead) and lead[0].text not in BREAK and lead[0].lemma_ not in speech_verbs()
    after = doc[words.end + 1] if words.end + 1 < len(doc) else None
    goes_on = after is not None and after.lemma_ not in speech_verbs() and ending not in {",", *FINAL}
    return (
        titled and inner[0].text[:1].isupper() and (in_clause or (goes_on and len(inner) > 1 and ending not in FINAL))
    )
