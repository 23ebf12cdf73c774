"""The child that a number tells whose it is, and a clause how it is called: "The baby, his first with Ann, is Leo"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_nouns import ORDINALS, lexicon, prefixes_of
from kg.claims.kin_partners import after_preposition
from kg.claims.lists import name_list
from kg.claims.reading import Finding, Party, Reading, merged, pairs, people, surety

_NAMED = frozenset({"called", "named", "christened"})
_LONG = 16
"""So many tokens may stand between the commas."""


def findings(reading: Reading) -> Iterator[Finding]:
    """Whose child it is, and its birth where it is a baby: "The baby, their third, is called Leo"."""
    if not reading.tokens(_NAMED):
        return
    doc = reading.doc
    for token in reading.tokens(ORDINALS):
        child, owner = token.i - 3, token.i - 1
        if child < 0 or doc[owner].tag_ != "PRP$" or doc[owner - 1].text != "," or not _is_child(doc[child]):
            continue
        end = next((i for i in range(token.i, min(token.i + _LONG, token.sent.end)) if doc[i].text == ","), None)
        if end is None or doc[end + 1].lower_ not in {"is", "was"} or doc[end + 2].lower_ not in _NAMED:
            continue
        named = name_list(reading, end + 3, limit=1, loose=False)
        for parent, one in pairs(_parents(reading, doc[owner], end), named):
            yield Finding("parentOf", parent, one, token.i, "kin-numbered", 0.9 * surety(parent), presupposed=True)
        if doc[child].lower_ in prefixes_of("newborn"):
            for one in named:
                yield Finding("event:Birth", one, None, child, "kin-numbered", 0.85, presupposed=True)


def _is_child(token: Token) -> bool:
    kin = lexicon().get(token.lower_)
    told = kin is not None and (kin.relation, kin.bearer) == ("parentOf", "object")
    return told and token.i > 0 and token.nbor(-1).lower_ in {"the", "their", "his", "her", "little"}


def _parents(reading: Reading, owner: Token, end: int) -> list[Party]:
    """Who owns the number, and whom the child was had with: "his first with wife Ann"."""
    behind = next((t for t in reading.doc[owner.i : end] if t.lower_ in {"with", "by"}), None)
    owners = people(reading, [owner]) or _told_before(reading, owner)
    return merged(owners, after_preposition(reading, behind) if behind is not None else [])


def _told_before(reading: Reading, owner: Token) -> list[Party]:
    """The only one whom the sentence before is about, if "his" or "her" may be said of that one."""
    doc, start = reading.doc, owner.sent.start
    found = people(reading, syntax.subjects(doc[start - 1].sent.root)) if start else []
    sex = {"his": "m", "her": "f"}.get(owner.lower_)
    return found if len(found) == 1 and sex and reading.mentions.gender(found[0].key) == sex else []
