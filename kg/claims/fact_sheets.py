"""What a sheet of facts tells behind its labels: "Name: Ann Lee. Born: Leeds, 3 May 1970. Lives: Rome"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims.lists import name_at
from kg.claims.reading import Finding, Party, Reading
from kg.dates import TimeKind
from kg.model import EntityType, Literal, LiteralType
from kg.names import rules

VALUE = 12
"""How many tokens behind a label its value may have."""
SHEET = 50
"""How many tokens before a label the person may be named."""
_ENDS = frozenset({".", ";", ":", "—", "|", "(", "with"})


def findings(reading: Reading) -> Iterator[Finding]:
    """``bornIn``, ``bornOn``, ``diedIn``, ``diedOn`` and ``livesIn`` of such labels (``kg/rules/frames.toml``).

    A sheet that names nobody is of the one person named before it.
    """
    labels: dict[str, str] = rules("frames")["labels"]
    for token in reading.tokens(labels):
        if token.lower_ not in labels or not token.text[0].isupper() or not _is_label(token):
            continue
        party = _of_whom(reading, token.i)
        if party is None:
            continue
        told = labels[token.lower_]
        first = token.i + 2
        last = next((i for i in range(first, min(first + VALUE, len(reading.doc))) if _ends(reading, i)), first + VALUE)
        place = next((m for i, m in reading.names.items() if first <= i < last and m.type is EntityType.PLACE), None)
        if place is not None and place.resolved:
            there = Party.of(place)
            yield Finding(f"{told}In", party, there, token.i, "fact-sheet", 0.88, presupposed=True)
        day = next((t for t in reading.times if first <= t.first < last and t.kind is TimeKind.POINT and t.value), None)
        if day is not None and day.value is not None and told != "lives":
            value, span = Literal(day.value.value, LiteralType.DATE), (day.first, day.last)
            yield Finding(f"{told}On", party, value, token.i, "fact-sheet", 0.88, presupposed=True, object_span=span)


def _is_label(token: Token) -> bool:
    """Whether a colon stands behind the word, and an end before it."""
    before = token.nbor(-1) if token.i else None
    opens = before is None or before.text in {".", ";", "|", "—", "?", "!", ")"} or before.text.isspace()
    return opens and token.i + 2 < len(token.doc) and token.nbor().text == ":"


def _ends(reading: Reading, i: int) -> bool:
    token = reading.doc[i]
    return token.text in _ENDS or "\n" in token.text


def _of_whom(reading: Reading, i: int) -> Party | None:
    """Who stands behind "Name:" before the label at ``i``, or else the only person named before it."""
    doc, start = reading.doc, max(0, i - SHEET)
    for k in range(i - 1, start, -1):
        if doc[k].text == ":" and doc[k - 1].lower_ == "name" and k + 1 < i:
            named = name_at(reading, k + 1)
            return Party.of(named) if named is not None else None
    people = [m for k, m in reading.names.items() if start <= k < i and m.type is EntityType.PERSON and m.resolved]
    if any(doc[k].text == ":" for m in people for k in range(max(start, m.first - 3), m.first)):
        return None  # "Married to: Al Orr. Lives: Rome"
    return Party.of(people[-1]) if len({m.entities for m in people}) == 1 else None
