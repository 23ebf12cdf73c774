"""An article's text as plain prose, and the way back: layout is no language.

The same words come hard-wrapped at seventy columns, with Windows line ends, indented, with blanks that do not break,
hyphens that are not seen, two blanks after a stop. What reads them was taught on prose with one blank between two
words; so it reads that, and what it finds is put back to where it stands in the article (`restored`).
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kg.model import Article, Evidence, Extraction

WIDEST = 160
"""Characters of a line; a text with longer ones is not hard-wrapped."""

FEW, LONG = 3, 30
"""Of how many line breaks on it is told by them alone whether a text is wrapped; with fewer, lines are as long."""

_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_ODD = re.compile(rf"[^\w\s]{{80,}}|[\s{_UNSEEN}]{{2,}}|[^\S \n]|[{_UNSEEN}]")
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SINGLE = re.compile(r"(?<=[^\n])\n(?=([^\n]\S*))")  # with the word behind it
_EMPTY = re.compile(r"\n\n")
_HYPHENS = frozenset("-–—")
_TERMINAL = frozenset(".!?:;\"'”’…)")

Edit = tuple[int, int, str]
"""Characters ``start`` to ``end``, and what stands in their place: never more than they are."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A text, and the offset of each of its characters in the article; no ``offsets`` where it is the article's."""

    text: str
    offsets: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters ``start`` to ``end`` (exclusive, at least one) stand in the article."""
        return (start, end) if self.offsets is None else (self.offsets[start], self.offsets[end - 1] + 1)


def plain(article: Article) -> Plain:
    r"""The text to read: that behind the head, one blank between words, a line break only where a line is ended.

    >>> head = "date 2020-01-02\r\n"
    >>> plain(Article("a", head + "Ann\u00a0Lee \twed.", body=17))
    Plain(text='Ann Lee wed.', offsets=[17, 18, 19, 20, 21, 22, 23, 24, 26, 27, 28, 29])
    """
    tidy = _edited(Plain(article.text), _tidied(article.text, article.body))
    return _edited(tidy, _joined(tidy.text))


def _edited(before: Plain, edits: Iterable[Edit]) -> Plain:
    pieces: list[str] = []
    offsets: list[int] = []
    origin = range(len(before.text)) if before.offsets is None else before.offsets
    done = 0
    for start, end, said in edits:
        pieces += before.text[done:start], said
        offsets += origin[done : start + len(said)]
        done = end
    if not done:
        return before
    return Plain("".join([*pieces, before.text[done:]]), [*offsets, *origin[done:]])


def _tidied(text: str, body: int) -> Iterator[Edit]:
    """One blank for a run of blanks, one break for a line's end, an empty line for more; nothing for what is unseen.

    Runs of signs are drawn, not written, and the tokenizer would take one off after the other (12,000 brackets: 22 s).
    """
    if body:
        yield 0, body, ""
    for run in _ODD.finditer(text, body):
        seen = run[0].strip(_UNSEEN)
        breaks = len(_BREAK.findall(seen))
        said = "\n\n"[:breaks] or (seen and " ")
        if said != run[0]:
            yield run.start(), run.end(), said


def _joined(text: str) -> Iterator[Edit]:
    """The line breaks of hard-wrapped prose: a blank for each, or nothing behind a hyphen.

    All is wrapped, or some paragraphs are, beside lists and verses.
    """
    breaks = list(_SINGLE.finditer(text))
    joined = list(_broken(text, breaks))
    if breaks and not joined:
        ends = [found.start() for found in _EMPTY.finditer(text)]
        for _, block in groupby(breaks, key=lambda found: bisect(ends, found.start())):
            joined += _broken(text, list(block))
    for i in joined:
        between = text[i - 1] in _HYPHENS and not text[i - 2 : i - 1].isspace()
        yield i, i + 1, "" if between else " "


def _broken(text: str, breaks: Sequence[re.Match[str]]) -> Iterator[int]:
    """Those of some line breaks at which a line is broken, not ended; none if they do not look like wrapped prose.

    Prose goes on in mid-sentence at most of its breaks; if it is full of names, then at some, and the next word would
    have found no room at all of them.
    """
    places = [found.start() for found in breaks]
    lengths = [i - text.rfind("\n", 0, i) - 1 for i in places]
    if not breaks or max(lengths) >= WIDEST or (len(breaks) < FEW and min(lengths) < LONG):
        return
    width = sorted(lengths)[len(lengths) * 9 // 10]
    full = [length + 1 + len(found[1]) > width for length, found in zip(lengths, breaks, strict=True)]
    goes_on = [text[i - 1] not in _TERMINAL and text[i + 1].islower() for i in places]
    if sum(goes_on) * 2 > len(breaks) or (sum(goes_on) * 4 > len(breaks) and all(full) and width >= LONG):
        yield from (i for i, *signs in zip(places, full, goes_on, strict=True) if any(signs))


def restored(extraction: Extraction, read: Plain) -> Extraction:
    """What was found in the text that was ``read``, with the offsets and the words of the article."""
    if read.offsets is None:
        return extraction
    text = extraction.article.text

    def quoted(evidence: Evidence) -> Evidence:
        start, end = read.span(evidence.start, evidence.end)
        found = None if evidence.object is None else read.span(*evidence.object)
        subject = read.span(*evidence.subject)
        return replace(evidence, start=start, end=end, quote=text[start:end], subject=subject, object=found)

    mentions = []
    for mention in extraction.mentions:
        start, end = read.span(mention.start, mention.end)
        mentions.append(replace(mention, start=start, end=end))
    claims = [replace(claim, evidence=tuple(map(quoted, claim.evidence))) for claim in extraction.claims]
    return replace(extraction, mentions=tuple(mentions), claims=tuple(claims))
