"""Bytes in, articles or problems out: the formats, without a file or a stream in sight."""

from __future__ import annotations

import codecs
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from kg.model import Article

_HEAD = re.compile(r"[\s\ufeff]*date\s+(\d{4}-\d{2}-\d{2})(?:\s+|\Z)")
_BOM = "\ufeff"
_MARKS = {  # the longer first: the mark of UTF-32 may begin as that of UTF-16 does
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_NO_TEXT = "give text, HTML or JSON Lines"
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_CHARSET_WINDOW = 4096
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BULLET = re.compile(r"^- ", re.MULTILINE)


# They warn of every page without an article on their own account; our problem value says it once.
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


class _DateSearch(TypedDict):
    original_date: bool
    extensive_search: bool
    min_date: str
    max_date: str


_HTML_DATES: _DateSearch = {
    "original_date": True,  # the day it came out, not the day it was last touched
    "extensive_search": False,
    # htmldate's own bounds are 1995 and the day of the run; ours do not move with the clock.
    "min_date": "1900-01-01",
    "max_date": "2199-12-31",
}
# A date in the running text is a date of the story; only paragraphs that call themselves a date line may speak.
_RUNNING_TEXT = (
    "//*[self::p or self::li or self::blockquote or self::td]"
    "[not(.//time) and not(re:test(concat(@class, ' ', @id, ' ', @itemprop), 'date|time|publish|byline|meta', 'i'))]"
)

NO_DATE = "no publication date, so 'last month' or 'Tuesday' cannot be placed"
NO_DATE_ADVICE = {
    "text": "begin the file with 'date YYYY-MM-DD'",
    "html": "give the page a 'published' date by way of .jsonl",
    "json": 'add "published": "YYYY-MM-DD"',
}


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """Something wrong with an input, as a value. ``left_out`` is false where it is a warning and the article was read.

    >>> print(ReadProblem("a.txt", "the file is empty", "give it some text"))
    a.txt: the file is empty; give it some text
    """

    where: str
    what: str
    advice: str
    left_out: bool = True

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.advice}"


_KINDS = {str: "a string", int: "a number", float: "a number", list: "a list", dict: "an object", bool: "a boolean"}


def marked(data: bytes) -> str:
    """The encoding that a byte order mark tells, of those that are not UTF-8; empty without such a mark."""
    return next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), "")


def decode(where: str, data: bytes, *, html: bool = False) -> str | ReadProblem:
    r"""Text of bytes, every character kept: line ends and the mark of UTF-8 too, so that offsets fit the file.

    It is UTF-16 or UTF-32 if a byte order mark says so, as files of Windows have it, else UTF-8. A page (``html``)
    that is none may name another encoding in a ``meta`` element. Nothing is guessed, and no option tells it: a wrong
    encoding changes names in silence, and what reads the file later (``kg serve --articles``) must read the same.

    >>> decode("a.txt", b"one\r\ntwo"), decode("a.txt", b"\xff\xfeo\0k\0")
    ('one\r\ntwo', 'ok')
    >>> print(decode("a.txt", b"caf\xe9"))
    a.txt: byte 3 is not UTF-8; convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW
    """
    encoding = marked(data)
    if not encoding:
        return _utf8(where, data, html=html)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        return ReadProblem(where, f"byte {error.start} is not {encoding}, as its first bytes say", "write it as UTF-8")
    if "\x00" in text:
        return ReadProblem(where, f"character {text.index(chr(0))} is zero: a binary file", _NO_TEXT)
    return text


def _utf8(where: str, data: bytes, *, html: bool = False) -> str | ReadProblem:
    if b"\x00" in data:
        return ReadProblem(where, f"byte {data.index(0)} is zero: a binary file", _NO_TEXT)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        named = _CHARSET.search(data[:_CHARSET_WINDOW]) if html else None
        if named:
            try:
                return data.decode(named[1].decode("ascii"))
            except (LookupError, UnicodeDecodeError):
                pass
        advice = "convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW"
        return ReadProblem(where, f"byte {error.start} is not UTF-8", advice)


FIRST_NEWSPAPER = 1605
"""Nothing appeared before (the Relation of Strasbourg): the 24 of "0024-03-12" is a year half written."""


def head(text: str) -> tuple[date | None, int, str | None]:
    r"""The publication date at the head of a text, where the text to analyse begins, and a date that cannot be.

    >>> head(" date 2021-01-06 It rained.")
    (datetime.date(2021, 1, 6), 17, None)
    >>> head("date 2021-02-30\nIt rained.")
    (None, 16, '2021-02-30')
    >>> head("It rained.")
    (None, 0, None)
    """
    match = _HEAD.match(text)
    if not match:
        return None, 1 if text.startswith(_BOM) else 0, None
    day = _day(match[1])
    return day, match.end(), None if day else match[1]


def from_text(where: str, text: str) -> tuple[Article | None, list[ReadProblem]]:
    """An article of plain text, and what there is to say about it.

    >>> article, problems = from_text("a.txt", "date 2020-05-04 Ana Ruiz wed Tom Bray.")
    >>> article.text[article.body :], article.published.isoformat(), problems
    ('Ana Ruiz wed Tom Bray.', '2020-05-04', [])
    """
    published, body, impossible = head(text)
    if not text[body:].strip():
        return None, [ReadProblem(where, "there is no text in it", "give it an article or leave it out")]
    article = Article(id=where, text=text, published=published, body=body)
    return article, _undated(where, published, impossible, "text")


def from_html(where: str, page: str) -> tuple[Article | None, list[ReadProblem]]:
    """An article of a web page: trafilatura finds the main text and what the page says of itself.

    The article's text, and so every offset, is the extracted text. The id is the page's canonical URL if it names one.
    A date is taken from the page's metadata and date lines, never from its running text.
    """
    page = _NOT_XML.sub(" ", page)
    # Half a second of imports that most runs do not need.
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    # Short articles lose their paragraphs in the default mode, and gain the byline; precision keeps and drops them.
    for precision in (True, False):
        document = bare_extraction(
            page,
            favor_precision=precision,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params=dict(_HTML_DATES),
        )
        if isinstance(document, Document) and (document.text or "").strip():
            break
    else:
        advice = "check that it is an article and not a list or a script page, or save its text as .txt"
        return None, [ReadProblem(where, "no article text was found in the page", advice)]
    published = _page_date(page)
    article = Article(
        id=document.url or where,
        text=_BULLET.sub("", document.text or ""),
        published=published,
        title=document.title or None,
        url=document.url or None,
        source=document.sitename or document.hostname or None,
        author=document.author or None,
    )
    return article, _undated(where, published, None, "html")


def from_json(where: str, fields: Mapping[str, Any]) -> tuple[Article | None, list[ReadProblem]]:
    """An article of one JSON object with ``text`` and, if known, ``id, published, title, url, source, author``.

    ``where`` (file and line) becomes the id if the object has neither id nor url.

    >>> article, problems = from_json("x.jsonl:1", {"id": "a1", "text": "It rained.", "published": "2020-05-04"})
    >>> article.id, article.published.isoformat(), problems
    ('a1', '2020-05-04', [])
    >>> print(from_json("x.jsonl:2", {"id": "a2", "text": 7})[1][0])
    x.jsonl:2: "text" is a number; make it a string
    """
    text = fields.get("text")
    for key in ("id", "text", "published", "title", "url", "source", "author"):
        value = fields.get(key)
        if value is not None and not isinstance(value, str):
            what = f'"{key}" is {_KINDS.get(type(value), "of the wrong kind")}'
            return None, [ReadProblem(where, what, "make it a string")]
        if value and not _clean(value):
            what = f'"{key}" holds a zero character or half a surrogate pair'
            return None, [ReadProblem(where, what, "write the character whole, or leave it out")]
    if text is None:
        what = 'the object has neither "text" (an article) nor "predicate" (a claim)'
        return None, [ReadProblem(where, what, 'give it {"id": ..., "text": ..., "published": "YYYY-MM-DD"}')]
    published, body, impossible = head(text)
    if not text[body:].strip():
        return None, [ReadProblem(where, "there is no text in it", "give it an article or leave the line out")]
    if stated := fields.get("published"):
        published = _day(stated)
        impossible = None if published else stated
    article = Article(
        id=fields.get("id") or fields.get("url") or where,
        text=text,
        published=published,
        title=fields.get("title") or None,
        url=fields.get("url") or None,
        source=fields.get("source") or None,
        author=fields.get("author") or None,
        body=body,
    )
    return article, _undated(where, published, impossible, "json")


def json_object(where: str, line: bytes) -> dict[str, Any] | ReadProblem:
    """The JSON object of one line, or what is wrong with it.

    >>> json_object("x.jsonl:1", b'{"a": 1}')
    {'a': 1}
    >>> print(json_object("x.jsonl:2", b'{"a": 1'))
    x.jsonl:2: not JSON (Expecting ',' delimiter at column 8); write one whole object on each line
    """
    text = _utf8(where, line)
    if isinstance(text, ReadProblem):
        return text
    try:
        value = json.loads(text.removeprefix(_BOM))
    except json.JSONDecodeError as error:
        what = f"not JSON ({error.msg} at column {error.colno})"
        return ReadProblem(where, what, "write one whole object on each line")
    except RecursionError:
        return ReadProblem(where, "JSON nested too deeply", "write one plain object on each line")
    if not isinstance(value, dict):
        what = f"the line is {_KINDS.get(type(value), 'null')}, not an object"
        return ReadProblem(where, what, 'begin it with "{"')
    return value


def _day(stated: str) -> date | None:
    """A day written ``YYYY-MM-DD``, alone or before a time of day, on which there were newspapers."""
    try:
        day = date.fromisoformat(stated[:10]) if re.fullmatch(r"\d{4}-\d\d-\d\d(?:[T ].*)?", stated) else None
    except ValueError:
        return None
    return day if day is not None and day.year >= FIRST_NEWSPAPER else None


def _clean(text: str) -> bool:
    """Whether UTF-8 and RDF can hold the text: JSON can escape what neither can."""
    return "\x00" not in text and not re.search("[\ud800-\udfff]", text)


def _undated(where: str, published: date | None, impossible: str | None, kind: str) -> list[ReadProblem]:
    """What there is to say of the date of an article: that an ``impossible`` one is written, that there is none."""
    if impossible:
        what = f"the publication date {impossible!r} is no day on which news appeared, so the article counts as undated"
        return [ReadProblem(where, what, "write it as YYYY-MM-DD", left_out=False)]
    return [] if published else [ReadProblem(where, NO_DATE, NO_DATE_ADVICE[kind], left_out=False)]


def _page_date(page: str) -> date | None:
    """The day a page came out, by its URL, metadata, ``time`` elements and date lines."""
    from htmldate import find_date
    from lxml import etree, html

    try:
        tree = html.fromstring(page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:
        return None
    for node in tree.xpath(_RUNNING_TEXT, namespaces={"re": "http://exslt.org/regular-expressions"}):
        node.drop_tree()
    found = find_date(tree, **_HTML_DATES)
    return date.fromisoformat(found) if found else None
