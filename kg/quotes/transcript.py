"""Transcripts: what stands behind a speaker's name and a colon is a quotation without marks ("ANN: I was born here.").

The same label twice makes a transcript, if it names somebody of the article, or is Q and A; a fact box has none such.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc, Span

from kg.names import fold
from kg.quotes.interview import guest_of, personal
from kg.quotes.marks import DASHES, DOUBLE, FINAL

_LEAST = 3
"""How many turns a transcript has at least."""
_LONGEST = 12
"""How many tokens stand in front of the colon at most: "CLARA ELM, his sister:"."""
_NAME = 6
"""How many tokens name the speaker at most."""
_COLONS = frozenset({":", "):"})
"""The second is one token: "TOM (laughs): No."."""
_OPENS = FINAL | DOUBLE | DASHES | {")", "]"}
_QUESTION, _ANSWER = frozenset({"q", "question"}), frozenset({"a", "answer"})


def turns(doc: Doc) -> Iterator[tuple[int, int, tuple[int, int] | None]]:
    """The token range of what every speaker says, and that of a name of the speaker; ``None`` for who asks as "Q"."""
    labels = list(_labels(doc))
    often = Counter(_key(name) for name, _ in labels)
    again = {key for key, number in often.items() if number > 1}
    if sum(often[key] for key in again) < _LEAST:
        return
    persons = [entity for entity in doc.ents if entity.label_ == "PERSON"]
    named = {_key(name): _bearer(name, persons) for name, _ in labels}
    lettered = bool(again & _QUESTION and again & _ANSWER)
    if not lettered and not any(named[key] for key in again):
        return
    words = {word for key in again for word in key.split()}
    opening = next(name.start for name, _ in labels if not words.isdisjoint(_key(name).split()))
    sure = [
        (name, colon)
        for name, colon in labels
        if not words.isdisjoint(_key(name).split()) or (named[_key(name)] and name.start > opening)
    ]
    guest = guest_of(doc[: sure[0][0].start]) if lettered else None
    found: list[tuple[str, Span, Span | None]] = []
    for number, (name, colon) in enumerate(sure):
        following = sure[number + 1][0].start if number + 1 < len(sure) else len(doc)
        end = next((i for i in range(colon + 1, following) if "\n" in doc[i].text), following)
        key = _key(name)
        if end > colon + 1:
            speaker = None if key in _QUESTION else guest if lettered and key in _ANSWER else named[key] or name
            found.append((key, doc[colon + 1 : end], speaker))
    if lettered and not personal([turn for key, turn, _ in found if key in _ANSWER]):
        return
    for _, turn, speaker in found:
        yield turn.start, turn.end, (speaker.start, speaker.end) if speaker is not None else None


def _key(name: Span) -> str:
    return fold(name.text)


def _labels(doc: Doc) -> Iterator[tuple[Span, int]]:
    """Names in front of a colon where a sentence may begin, each with the token of the colon."""
    for token in doc:
        if token.text not in _COLONS:
            continue
        first = token.i
        while first > 0 and token.i - first < _LONGEST and not _breaks(doc, first - 1):
            first -= 1
        last = first
        while last < min(token.i, first + _NAME) and (doc[last].text[:1].isupper() or doc[last].text == "-"):
            last += 1
        # A description or a bracket may stand between: "CLARA ELM, his sister:", "HOST (Tom Ray):".
        if last > first and (last == token.i or doc[last].text in {",", "("}):
            yield doc[first:last], token.i


def _breaks(doc: Doc, i: int) -> bool:
    """Whether a turn may begin behind the token; a bracket right before the colon is part of the label."""
    if doc[i].text in {")", "]"}:
        return doc[i + 1].text != ":"
    return "\n" in doc[i].text or (doc[i].text in _OPENS and doc[i].text != "-")


def _bearer(name: Span, persons: list[Span]) -> Span | None:
    """The first person of the article whom the label names: by words of the name, else by its initials."""
    words = set(_key(name).replace("-", " ").split())
    if bracketed := [p for p in persons if p.start == name.end + 1 and name.doc[name.end].text == "("]:
        return bracketed[0]
    fitting = [p for p in persons if words <= set(fold(p.text).replace("-", " ").split()) and p.start != name.start]
    if fitting:
        return fitting[0]
    initials = name.text.replace(".", "")
    if len(initials) in {2, 3} and initials.isupper():
        return next((p for p in persons if "".join(w[0] for w in p.text.split() if w[0].isupper()) == initials), None)
    return next((p for p in persons if p.start == name.start), None)
