r"""Answers that leave out what was asked, as whole sentences with the words of their questions.

Interviews, readers' letters and lists of questions tell half of a thing in the question. What reads the article was
taught on whole sentences, so for "Q: Where was he born? A: In Leeds." it reads "He was born in Leeds": the words put in
are those of the question, and stand for the place where they are printed. Only what is plain is completed.
"""

from __future__ import annotations

from kg.plain import Plain
from kg.replies.answer import Insertion, completion
from kg.replies.layout import exchanges, is_personal
from kg.replies.question import taken_apart

__all__ = ["whole"]


def whole(read: Plain) -> Plain:
    r"""The text with the words in an answer that it leaves out; the questions that are thus answered are ``asked``.

    >>> whole(Plain("Q: Where was he born?\nA: In Leeds, in 1925.")).text
    'Where was he born?\nHe was born in Leeds, in 1925.'
    >>> whole(Plain("Q: When did you marry?\nA: In 1960, in Rome. I was young.")).text
    'Q: When did you marry?\nA: I married in 1960, in Rome. I was young.'
    >>> whole(Plain("Q: Was he ever married?\nA: Nobody knows.")).text
    'Was he ever married?\nNobody knows.'
    """
    found = list(exchanges(read.text))
    personal = is_personal(read.text, found)
    insertions: list[Insertion] = []
    asked: list[tuple[int, int]] = []
    for one in found:
        question = taken_apart(read.text, one.question, personal=personal)
        put = None if question is None else completion(read.text, question, one.answer)
        if put is not None:
            insertions.append(put)
            asked.append(one.question)
        if not personal:  # the paper itself answers, and its Q and A are nobody's names
            insertions += [Insertion(first, last, ()) for first, last in one.labels if first < last]
    return _rebuilt(read, sorted(insertions, key=lambda put: put.start), asked) if insertions else read


def _rebuilt(read: Plain, insertions: list[Insertion], asked: list[tuple[int, int]]) -> Plain:
    origin = range(len(read.text)) if read.offsets is None else read.offsets
    pieces: list[str] = []
    offsets: list[int] = []
    moved: dict[int, int] = {}
    done = length = 0
    for put in insertions:
        pieces.append(read.text[done : put.start])
        offsets += origin[done : put.start]
        length += put.start - done
        for said in put.pieces:
            pieces.append(said.text)
            offsets += [origin[min(said.start + k, said.end - 1)] for k in range(len(said.text))]
            length += len(said.text)
        done = put.end
        moved[done] = length - done
    text = "".join([*pieces, read.text[done:]])

    def now(place: int) -> int:
        return place + next((shift for end, shift in reversed(moved.items()) if end <= place), 0)

    ranges = tuple((now(first), now(last - 1) + 1) for first, last in asked)
    return Plain(text, [*offsets, *origin[done:]], ranges)
