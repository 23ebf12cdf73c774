"""An article's text as plain prose, and the way back: layout is no language.

The same words come hard-wrapped at seventy columns, with Windows line ends, indented, with blanks that do not break,
hyphens that are not seen, two blanks after a stop, marks of Markdown, curly or British quotation marks. What reads them
was taught on prose with one blank between two words and straight marks; so it reads that, and what it finds is put back
to where it stands in the article (`restored`).
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from html import unescape
from itertools import groupby
from unicodedata import normalize

from kg.model import Article, Evidence, Extraction
from kg.names import rules

WIDEST = 160
"""Characters of a line; a text with longer ones is not hard-wrapped."""

FEW, LONG = 3, 30
"""Of how many line breaks on it is told by them alone whether a text is wrapped; with fewer, lines are as long."""

_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_ODD = re.compile(rf"[^\w\s]{{80,}}|[\s{_UNSEEN}]{{2,}}|[^\S \n]|[{_UNSEEN}]")
_SPELT = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});|\w[\u0300-\u036f]+")
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SINGLE = re.compile(r"(?<=[^\n])\n(?=([^\n]\S*))")  # with the word behind it
_EMPTY = re.compile(r"\n\n")
_TWICE = re.compile(r"''(?!')")
_HYPHENS = frozenset("-–—")
_TERMINAL = frozenset(".!?:;\"'”’…)")

Edit = tuple[int, int, str]
"""Characters ``start`` to ``end``, and what stands in their place: never more than they are."""

Step = Callable[[str], Iterator[Edit]]


@dataclass(frozen=True, slots=True)
class Plain:
    """A text, and the offset of each of its characters in the article; no ``offsets`` where it is the article's.

    ``asked`` are the characters of questions whose words stand in their answers as well (`kg.replies`).
    """

    text: str
    offsets: Sequence[int] | None = None
    asked: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters ``start`` to ``end`` (exclusive, at least one) stand in the article."""
        if self.offsets is None:
            return start, end
        if not self.asked:
            return self.offsets[start], self.offsets[end - 1] + 1
        within = self.offsets[start:end]
        return min(within), max(within) + 1


def plain(article: Article) -> Plain:
    r"""The text to read: that behind the head, one blank between words, a line break only where a line is ended.

    >>> head = "date 2020-01-02\r\n"
    >>> plain(Article("a", head + "Ann\u00a0Lee \twed.", body=17))
    Plain(text='Ann Lee wed.', offsets=[17, 18, 19, 20, 21, 22, 23, 24, 26, 27, 28, 29], asked=())
    """
    found = Plain(article.text)
    steps: tuple[Step, ...] = (
        partial(_headless, body=article.body),
        _spelt,
        _tidied,
        *_markup(),
        _joined,
        _straight,
        _joint,
        _double,
    )
    for step in steps:
        found = _edited(found, step(found.text))
    return found


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
    text = "".join([*pieces, before.text[done:]])
    same_places = before.offsets is None and len(text) == len(before.text)
    return Plain(text, None if same_places else [*offsets, *origin[done:]])


def _headless(text: str, body: int) -> Iterator[Edit]:
    if body:
        yield 0, body, ""


def _tidied(text: str) -> Iterator[Edit]:
    """One blank for a run of blanks, one break for a line's end, an empty line for more; nothing for what is unseen.

    Runs of signs are drawn, not written, and the tokenizer would take one off after the other (12,000 brackets: 22 s).
    """
    for run in _ODD.finditer(text):
        seen = run[0].strip(_UNSEEN)
        breaks = len(_BREAK.findall(seen))
        said = "\n\n"[:breaks] or (seen and " ")
        if said != run[0]:
            yield run.start(), run.end(), said


def _spelt(text: str) -> Iterator[Edit]:
    """The sign for what is spelt as in HTML, and for a letter with its accents apart."""
    for found in _SPELT.finditer(text) if not text.isascii() or "&" in text else ():
        sign = normalize("NFC", unescape(found[0]))
        if len(sign) < len(found[0]):
            yield *found.span(), " " if sign.isspace() else sign


@cache
def _markup() -> tuple[Step, ...]:
    """The markup of ``kg/rules/layout.toml``, one step for each kind: links stand in what is emphasised."""

    def left_out(text: str, sign: str, pattern: re.Pattern[str]) -> Iterator[Edit]:
        for found in pattern.finditer(text) if sign in text else ():
            if "kept" in pattern.groupindex:
                yield found.start(), found.start("kept"), ""
                yield found.end("kept"), found.end(), ""
            else:
                yield *found.span(), ""

    return tuple(
        partial(left_out, sign=kind["sign"], pattern=re.compile(kind["find"], re.MULTILINE))
        for kind in rules("layout")["markup"]
    )


def _straight(text: str) -> Iterator[Edit]:
    """Straight quotation marks for all others."""
    plain_marks = text.translate(_same())
    if plain_marks != text:
        yield from ((i, i + 1, mark) for i, mark in enumerate(plain_marks) if mark != text[i])


@cache
def _same() -> dict[int, str]:
    return {ord(sign): mark for mark, signs in rules("layout")["same"].items() for sign in signs}


def _joint(text: str) -> Iterator[Edit]:
    """One double mark for two single ones, as typesetters write them."""
    for found in _TWICE.finditer(text):
        yield *found.span(), '"'


def _double(text: str) -> Iterator[Edit]:
    """Double quotation marks for the single ones of a text that quotes by these."""
    for found in _single().finditer(text) if '"' not in text else ():
        yield found.start(), found.start() + 1, '"'
        yield found.end() - 1, found.end(), '"'


@cache
def _single() -> re.Pattern[str]:
    return re.compile(rules("layout")["single"]["find"])


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
    if sum(goes_on) * 2 > len(breaks) or (
        sum(goes_on) * 4 > len(breaks) and sum(full) * 4 >= len(breaks) * 3 and width >= LONG
    ):
        yield from (i for i, *signs in zip(places, full, goes_on, strict=True) if any(signs))


def restored(extraction: Extraction, read: Plain) -> Extraction:
    """What was found in the text that was ``read``, with the offsets and the words of the article."""
    text = extraction.article.text
    if read.text == text:
        return extraction

    def quoted(evidence: Evidence) -> Evidence:
        start, end = read.span(evidence.start, evidence.end)
        found = None if evidence.object is None else read.span(*evidence.object)
        subject = read.span(*evidence.subject)
        if (start, end, subject, found) == (evidence.start, evidence.end, evidence.subject, evidence.object):
            return evidence if evidence.quote == text[start:end] else replace(evidence, quote=text[start:end])
        return replace(evidence, start=start, end=end, quote=text[start:end], subject=subject, object=found)

    mentions = []
    for mention in extraction.mentions:
        start, end = read.span(mention.start, mention.end)
        still = (start, end) == (mention.start, mention.end)  # most signs that are put right are as long as before
        mentions.append(mention if still else replace(mention, start=start, end=end))
    claims = [replace(claim, evidence=tuple(map(quoted, claim.evidence))) for claim in extraction.claims]
    return replace(extraction, mentions=tuple(mentions), claims=tuple(claims))
