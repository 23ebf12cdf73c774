"""Who a row of roles describes: "Al Roe, guitarist, husband of the late Ann Lee, father of Ida" is Ida's father.

Each role stands without an article and begins a part of the row; the parts end at commas, or at the last "and".
"""

from __future__ import annotations

from spacy.tokens import Span

from kg.claims.kin_nouns import Noun, lexicon, whole
from kg.claims.lists import names_before
from kg.claims.reading import Party, Reading
from kg.claims.syntax import FINITE
from kg.model import EntityType
from kg.names import words

_BEFORE_ROLE = frozenset({"JJ", "JJS", "VBN", "CD", "HYPH", "RB"})
_LONG = 16
"""No part of a row has more tokens."""
_BEFORE = 8
"""So many tokens may describe the one whose wife or aunt it is."""
_TERSE = 4
"""So few tokens may be a part that names no role."""


def row_before(reading: Reading, noun: Noun, start: int) -> list[Party]:
    """Who stands before the row whose last part, ``noun``, begins at token ``start``; nobody if it is no row."""
    doc, i = reading.doc, start - 1
    bare = not noun.plural and doc[start].tag_ not in {"DT", "PRP$", "WP$"} and doc[start - 1].tag_ != "POS"
    if not bare or noun.last >= len(doc) or doc[noun.last].lower_ not in {"of", "to"}:
        return []
    if doc[i].lower_ == "and":
        i -= doc[i - 1].text == ","
    row = False
    while doc[i].text == "," or doc[i].lower_ == "and":
        comma = next((j for j in range(i - 1, max(doc[start].sent.start, i - _LONG), -1) if doc[j].text == ","), None)
        if comma is None or not _is_part(reading, doc[comma + 1 : i], noun):
            break
        i, row = comma, True
    return names_before(reading, i, limit=1) if row else []


def role_in_row(reading: Reading, noun: Noun) -> Noun | None:
    """The role before in a row with articles: "wife" in "is the wife of Al Bogg, the aunt of Bo and the mother of Cy".

    Behind a comma it may be Al's: it is not, where a man is nobody's aunt.
    """
    doc, i = reading.doc, noun.first - 1
    if (
        noun.plural
        or doc[i].lower_ not in {"the", "a", "an"}
        or doc[noun.last : noun.last + 1].text not in {"of", "to"}
    ):
        return None
    named = names_before(reading, i, limit=1)
    if not named or doc[i - 1].lower_ not in {",", "and"}:
        return None
    for token in reversed(doc[max(noun.token.sent.start, named[0].mention.first - _BEFORE) : named[0].mention.first]):
        if token.lower_ in lexicon() and token.tag_ == "NN" and doc[token.i + 1].lower_ in {"of", "to"}:
            joined = doc[i - 1].lower_ == "and" or _is_the_same(reading, noun, token.lower_, named[0])
            return whole(token, lexicon()[token.lower_]) if joined else None
        if token.tag_ in FINITE or token.text in {",", ";"}:
            break
    return None


def _is_part(reading: Reading, part: Span, noun: Noun) -> bool:
    """Whether a part of the row stands there: a role of the same person, with a phrase or without, or an age."""
    i, end = part.start, part.end
    if any(token.tag_ in FINITE for token in part):
        return False
    parted = part[0].tag_ == "VBN" and end - i > 1 and part[1].lower_ in {"from", "to"}  # "divorced from Ann Lee"
    while i < end - 1 and reading.doc[i].tag_ in _BEFORE_ROLE and not parted:
        i += 1
    role = reading.doc[i]
    named = [m for j in range(i, end) if (m := reading.names.get(j)) is not None and m.type is EntityType.PERSON]
    if parted or role.lower_ in lexicon():
        return bool(named) and _is_the_same(reading, noun, role.lower_, Party.of(named[-1]))
    known = any(token.lower_ in words("nominals", "people") for token in part if token.i not in reading.in_names)
    terse = len(part) < _TERSE and all(token.tag_ in {"NN", "NNP", "JJ", "CD", "HYPH"} for token in part)
    return not named and (known or terse)  # ", 44, guitar, MC,"


def _is_the_same(reading: Reading, noun: Noun, role: str, named: Party) -> bool:
    """Whether two roles are one person's, and the latter not that of who is ``named`` in the former."""
    sex, other = sex_of(noun.token.lower_), reading.mentions.gender(named.key)
    if sex and other and sex != other:
        return True
    return bool(sex) and sex_of(role) == sex


def sex_of(word: str) -> str:
    """Whether a word is for women ("f") or men ("m") only, or for both ("").

    >>> sex_of("wife"), sex_of("child")
    ('f', '')
    """
    return "f" if word in words("nominals", "female") else "m" if word in words("nominals", "male") else ""
