"""Where questions and their answers stand in a text: behind Q and A, or in paragraphs of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kg.names import rules

Range = tuple[int, int]
LEAST = 2
"""How many questions without a label an article has that is made of them."""
LONGEST = 30
"""Words of a paragraph that asks."""
_LINE = re.compile(r"[^\n]+")
_ASKS = re.compile(r"[^.?!]*\?")
_FIRST = re.compile(r"\b(?:I|me|my|mine|we|us|our|I'[a-z]+)\b")
_QUOTED = re.compile(r'"[^"\n]*"')


@dataclass(frozen=True, slots=True)
class Exchange:
    """The characters of the last question before an answer and of the answer, and of labels before and behind both."""

    question: Range
    answer: Range
    labels: tuple[Range, ...] = ()


def exchanges(text: str) -> Iterator[Exchange]:
    r"""The questions of a text that are answered, in order.

    >>> [text[slice(*one.answer)] for text in ["Q: Is he?\nA: Yes.\nQ. Why?\nA. No."] for one in exchanges(text)]
    ['Yes.', 'No.']
    """
    if "?" not in text:
        return
    lines = [found.span() for found in _LINE.finditer(text)]
    lettered = list(_lettered(text, lines))
    if lettered:
        yield from lettered
        return
    bare = [*_paragraphs(text, lines)]
    if len(bare) >= LEAST:
        yield from bare


def is_personal(text: str, found: Sequence[Exchange]) -> bool:
    """Whether half of the answers say "I": else the paper itself answers."""
    own = sum(bool(_FIRST.search(_QUOTED.sub("", text[slice(*one.answer)]))) for one in found)
    return own * 2 >= len(found)


@cache
def _labels() -> tuple[re.Pattern[str], re.Pattern[str]]:
    labels = rules("replies")["labels"]
    return re.compile(labels["question"]), re.compile(labels["answer"])


def _lettered(text: str, lines: list[Range]) -> Iterator[Exchange]:
    asks, answers = _labels()
    for (start, end), (after, last) in pairwise(lines):
        label, reply = asks.match(text, start, end), answers.match(text, after, last)
        question = _last_question(text, label.end(), end) if label is not None else None
        if label is not None and reply is not None and question is not None:
            yield Exchange(question, (reply.end(), last), (label.span(), (question[1], end), reply.span()))


def _paragraphs(text: str, lines: list[Range]) -> Iterator[Exchange]:
    """Short paragraphs that ask, each with the next one, which does not; or the beginnings of paragraphs that do."""
    for (start, end), following in pairwise([*lines, (len(text), len(text))]):
        asks = text[start:end].rstrip().endswith("?") and len(text[start:end].split()) <= LONGEST
        if asks and following[0] < following[1] and not text[slice(*following)].rstrip().endswith("?"):
            question = _last_question(text, start, end)
            if question is not None:
                yield Exchange(question, following)
        elif not asks and (found := _opening_question(text, start, end)) is not None:
            yield found


def _opening_question(text: str, start: int, end: int) -> Exchange | None:
    """The question that a paragraph begins with, and the rest of it."""
    asked = _ASKS.match(text, start, end)
    if asked is None or len(asked[0].split()) > LONGEST or text[asked.end() : asked.end() + 1] != " ":
        return None
    return Exchange((start, asked.end()), (asked.end() + 1, end)) if asked.end() + 1 < end else None


def _last_question(text: str, start: int, end: int) -> Range | None:
    """The last sentence that asks; no more than a signature may stand behind it ("-- B. L., Leeds")."""
    mark = text.rfind("?", start, end)
    if mark < 0 or len(text[mark:end].split()) > LONGEST // 3:
        return None
    before = max(text.rfind(sign, start, mark) for sign in (". ", "? ", "! ", '" ', ": "))
    return (start if before < 0 else before + 2), mark + 1
