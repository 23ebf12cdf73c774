"""Our own articles, marked: every mention of a person, and below each sentence what it tells.

A file begins with ``date YYYY-MM-DD``; then one sentence stands on a line, and a blank line ends a paragraph. Mentions
are ``[id words]``, nested where one holds another; ``a+b`` means both. An id is a letter and, where more are needed,
a number: a small letter for a person, a capital one for a thing (``W1`` work, ``O1`` organisation, ``L1`` place, ``A1``
award), marked by its names. Lines that begin with two blanks say what the sentence above tells: subject, predicate,
object, and a letter where the article does not plainly say so (``R`` reported, ``P`` possible, ``D`` denied, ``L``
planned). The predicates are those of `training.labels.OWN_RELATIONS`, events with a sign: ``!Wedding``.

    date 2021-03-09
    [a Mara Kessler] left [b [a her] husband], [b Tom Ruiz].
      a marriedTo b
      a !Separation b
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "articles"
SOURCE = "news"
"""What passages made of these articles are called."""

HELD = 9
"""Every so many-th article is left out of training: on those it is measured."""

STATUSES = frozenset("RPDL")
_OPEN = re.compile(r"\[((?:[A-Za-z]\d*\+)*[A-Za-z]\d*) ")


@dataclass(frozen=True, slots=True, order=True)
class Marked:
    """A mention: character offsets in the article, and the ids of those who are meant."""

    start: int
    end: int
    who: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentence at the offsets ``start`` to ``end`` tells: one subject, one object, a label of the claims."""

    start: int
    end: int
    subject: str
    label: str
    object: str
    status: str


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article with all its marks; ``text`` has none of them, ``sentences`` are the offsets where one begins."""

    id: str
    published: str
    text: str
    sentences: tuple[int, ...]
    mentions: tuple[Marked, ...]
    told: tuple[Told, ...]


def read(folder: Path = FOLDER) -> list[MarkedArticle]:
    """The articles of a folder and those in it, in the order of their names."""
    return [
        parse(path.relative_to(folder).with_suffix("").as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.mark"))
    ]


def held(names: Iterable[str]) -> frozenset[str]:
    """Those of all names that are left out of training.

    >>> sorted(held(f"lives/{n:03}" for n in range(20)))
    ['lives/004', 'lives/013']
    """
    return frozenset(sorted(names)[HELD // 2 :: HELD])


def parse(name: str, source: str) -> MarkedArticle:
    r"""The article of that text.

    Raises ValueError, which names the article and the line, for marks that do not close or a line of another shape.

    >>> one = parse("x", "date 2021-03-09\n[a Mara] left [b [a her] husband].\n  a marriedTo b\n")
    >>> one.text, [(one.text[m.start : m.end], sorted(m.who)) for m in one.mentions]
    ('Mara left her husband.', [('Mara', ['a']), ('her husband', ['b']), ('her', ['a'])])
    >>> [(t.subject, t.label, t.object) for t in one.told]
    [('a', 'marriedTo', 'b')]
    """
    head, *lines = source.split("\n")
    if not head.startswith("date "):
        raise ValueError(f"{name}: line 1 is {head!r}; it must be: date YYYY-MM-DD")
    text, sentences, mentions, told = "", list[int](), list[Marked](), list[Told]()
    joint = ""
    for number, line in enumerate(lines, 2):
        if not line.strip():
            joint = "\n\n" if text else ""
        elif line.startswith("  "):
            told.extend(_told(name, number, line, sentences, len(text)))
        else:
            sentences.append(start := len(text) + len(joint))
            words, found = _unmarked(name, number, line.strip())
            text, joint = text + joint + words, " "
            mentions.extend(Marked(a + start, b + start, who) for a, b, who in found)
    order = sorted(mentions, key=lambda m: (m.start, -m.end))
    day = head.removeprefix("date ").strip()
    return MarkedArticle(name, day, text, tuple(sentences), tuple(order), tuple(told))


def _unmarked(name: str, number: int, line: str) -> tuple[str, list[tuple[int, int, frozenset[str]]]]:
    """The words of a line without its marks, and the mentions in them."""
    words, found = "", list[tuple[int, int, frozenset[str]]]()
    stack: list[tuple[frozenset[str], int]] = []
    i = 0
    while i < len(line):
        if line[i] == "[" and (opened := _OPEN.match(line, i)):
            stack.append((frozenset(opened[1].split("+")), len(words)))
            i = opened.end()
        elif line[i] == "]" and stack:
            who, first = stack.pop()
            found.append((first, len(words), who))
            i += 1
        else:
            words += line[i]
            i += 1
    if stack or "[" in words or "]" in words:
        raise ValueError(f"{name}: line {number}: its brackets do not match: {line[:60]}")
    return words, found


def _told(name: str, number: int, line: str, sentences: list[int], end: int) -> list[Told]:
    """One for every subject and object, of the sentence that began last."""
    parts = line.split()
    if not sentences or len(parts) not in {3, 4} or not STATUSES.issuperset(parts[3:]):
        raise ValueError(f"{name}: line {number}: {line.strip()!r} is not: SUBJECT PREDICATE OBJECT [STATUS]")
    label = parts[1].replace("!", "event:")
    status = "".join(parts[3:])
    return [Told(sentences[-1], end, s, label, o, status) for s in parts[0].split("+") for o in parts[2].split("+")]
