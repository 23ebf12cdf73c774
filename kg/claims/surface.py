"""Subject, verb, object read off the words, where the parser took the verb for an adjective.

"Singer Ann Lee married actor Bob Day in Leeds": headlines and briefs leave the articles out, and the stock parser then
hangs "married" on the second name. A verb right between two people is a verb.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims.frame_table import Frame, table
from kg.claims.frames import give_all
from kg.claims.lists import name_list, names_before
from kg.claims.reading import Finding, Reading, rules

MISREAD = frozenset({"amod", "compound", "nmod"})


def findings(reading: Reading) -> Iterator[Finding]:
    """What verbs between two names say that the tree does not show as verbs."""
    for token in reading.doc:
        frame = _frame(token)
        if frame is None or token.i - 1 not in reading.in_names:
            continue
        before = names_before(reading, token.i, limit=1)
        after = name_list(reading, token.i + 1, limit=1)
        if before and after and before[0].key != after[0].key:
            yield from give_all(reading, frame, token, before[0], after[0])


def _frame(token: Token) -> Frame | None:
    name = rules("frames")["misread"].get(token.lower_)
    if name is None or token.dep_ not in MISREAD:
        return None
    return next((frame for frame in table()[name] if frame.name == name), None)
