"""Articles in: files, folders and standard input become `Article` values; whatever is wrong becomes a value too.

``read`` is the only door. It never stops at a bad input: the problem is handed out in its place in the order, and
reading goes on with the next one.
"""

from __future__ import annotations

import codecs
import hashlib
import itertools
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any, BinaryIO, TypeAlias

from kg import interchange
from kg.article.parse import (
    NO_DATE,
    NO_DATE_ADVICE,
    ReadProblem,
    decode,
    from_html,
    from_json,
    from_text,
    json_object,
    marked,
)
from kg.model import Article, Extraction

__all__ = ["LIMIT", "LONGEST", "SUFFIXES", "Item", "ReadProblem", "read"]

LIMIT = 5_000_000
"""How many bytes one article may have, unless the caller says otherwise."""

LONGEST = 1_000_000
"""How many characters an article's text may have: spaCy takes no more at once (``Language.max_length``)."""

SUFFIXES = {".txt": "text", ".html": "html", ".htm": "html", ".jsonl": "jsonl"}
"""The kinds of file that are read, by the ending of the name (in any case of letters)."""

Item: TypeAlias = Article | Extraction | ReadProblem

_OFFERED = ".txt, .html or .jsonl"
_CLAIMS = "it holds claims, not articles, and was passed over"
_CLAIMS_ADVICE = "name the file itself to read its claims"


def read(
    paths: Iterable[str | os.PathLike[str]], *, stdin: BinaryIO | None = None, limit: int = LIMIT
) -> Iterator[Item]:
    """Read everything the paths name, in the order given; folders from top to bottom in sorted order.

    Args:
        paths: files (``.txt``, ``.html``, ``.jsonl``), folders of them, or ``-`` for standard input (text; JSON Lines
            if it begins with ``{``; a page if it begins with ``<html`` or ``<!doctype``), in UTF-8; text and pages
            also in UTF-16 or UTF-32 with a byte order mark.
        stdin: where ``-`` reads from; the process's own standard input by default.
        limit: the most bytes one article may have (a file, or a line of JSON Lines).

    Yields:
        An `Article` for each article; an `Extraction` without text for each article whose claims stand in a ``.jsonl``
        of claims that was named itself (such a file inside a folder is passed over, with a warning, so that a folder
        may keep articles and what was extracted from them); a `ReadProblem` for whatever was left out, and, with
        ``left_out`` false, for what was read but lacks something. No file is missing from the output in silence.

    An article's id is its own ``id``, else its URL, else its path (see `spelled`), else, from standard input, ``-`` and
    a hash of its text; each id is handed out once. Nothing is raised for a bad input.

    >>> import io
    >>> [item] = read(["-"], stdin=io.BytesIO(b"date 2020-05-04 Ana Ruiz married Tom Bray."))
    >>> item.id, item.published.isoformat(), item.text[item.body :]
    ('-e248adb51b74', '2020-05-04', 'Ana Ruiz married Tom Bray.')
    >>> for problem in read(["no-such-file.txt"]):
    ...     print(problem)
    no-such-file.txt: there is no such file or folder; check the path
    """
    seen: dict[str, tuple[str, str]] = {}
    for path in paths:
        name = spelled(os.fspath(path))
        for item in _read_one(name, stdin, limit):
            if isinstance(item, ReadProblem):
                yield item
            elif isinstance(item, Article) and len(item.text) > LONGEST:
                what = f"its text has {len(item.text):,} characters, more than the {LONGEST:,} that can be read at once"
                yield ReadProblem(name if name == item.id else f"{name} ({item.id})", what, "split it into articles")
            else:
                yield _once(item, name, seen)


def spelled(path: str) -> str:
    """One spelling of a path, so that a file named in several ways is one article: relative within the working folder.

    >>> spelled("./seeds//ada.txt"), spelled(os.path.abspath("seeds/ada.txt")), spelled("../ada.txt"), spelled("-")
    ('seeds/ada.txt', 'seeds/ada.txt', '../ada.txt', '-')
    """
    if path in {"", "-"}:
        return path
    here = os.path.relpath(path) if os.path.splitdrive(path)[0] == os.path.splitdrive(os.getcwd())[0] else path
    return os.path.normpath(path) if here.startswith(os.pardir) else here


def _read_one(name: str, stdin: BinaryIO | None, limit: int) -> Iterator[Item]:
    if name == "-":
        yield from _standard_input(stdin or sys.stdin.buffer, limit)
    elif not name:
        yield ReadProblem("''", "an empty path", "name a file or a folder, or - for standard input")
    elif os.path.isdir(name):
        yield from _folder(name, limit)
    elif not os.path.lexists(name):
        yield ReadProblem(name, "there is no such file or folder", "check the path")
    elif PurePath(name).suffix.lower() not in SUFFIXES:
        yield ReadProblem(name, f"its name does not end in {_OFFERED}", "rename it, or pipe its text into '-'")
    else:
        yield from _file(name, limit, named=True)


def _once(item: Article | Extraction, name: str, seen: dict[str, tuple[str, str]]) -> Item:
    """The item, unless something with its id came before: then a warning if it said the same, a problem if not."""
    article_id = item.article.id if isinstance(item, Extraction) else item.id
    digest = hashlib.sha256(repr(item).encode()).hexdigest()
    if article_id not in seen:
        seen[article_id] = (name, digest)
        return item
    first, known = seen[article_id]
    where = name if name == article_id else f"{name} ({article_id})"
    if known == digest:
        return ReadProblem(where, f"the same article was read from {first}", "it counts once", left_out=False)
    what = f"another article with the id {article_id!r} was read from {first}"
    return ReadProblem(where, what, "give each its own id, or read them in separate runs to replace the first")


def _standard_input(stream: BinaryIO, limit: int) -> Iterator[Item]:
    start = stream.readline(limit + 1)
    encoding = marked(start)
    words = start.decode(encoding, "ignore").encode() if encoding else start
    first = words.removeprefix(codecs.BOM_UTF8).lstrip()[:9].lower()
    if first.startswith(b"{"):
        lines = itertools.chain([start], _bounded(stream, limit))
        yield from [_not_utf8("-", encoding)] if encoding else _lines("-", lines, limit, named=True)
        return
    data = start + stream.read(max(0, limit + 1 - len(start)))
    for item in _whole("-", data, "html" if first.startswith((b"<!doctype", b"<html")) else "text", limit):
        if isinstance(item, Article) and item.id == "-":
            yield replace(item, id=f"-{hashlib.sha256(item.text.encode()).hexdigest()[:12]}")
        else:
            yield item


def _folder(name: str, limit: int) -> Iterator[Item]:
    """What a folder holds, hidden files and links to folders aside."""
    failed: list[OSError] = []
    found = 0
    claims: list[str] = []
    for folder, subfolders, files in os.walk(name, onerror=failed.append):
        subfolders[:] = sorted(sub for sub in subfolders if not sub.startswith("."))
        for file in sorted(files):
            if not file.startswith(".") and PurePath(file).suffix.lower() in SUFFIXES:
                found += 1
                for item in _file(os.path.join(folder, file), limit, named=False):
                    if isinstance(item, ReadProblem) and item.what == _CLAIMS:
                        claims.append(item.where)
                    else:
                        yield item
    if claims:
        what = f"{len(claims)} files hold claims, not articles, and were passed over" if len(claims) > 1 else _CLAIMS
        yield ReadProblem(claims[0], what, _CLAIMS_ADVICE, left_out=False)
    for error in failed:
        yield _unreadable(str(error.filename), error)
    if not found and not failed:
        yield ReadProblem(name, f"no {_OFFERED} file is in this folder", "name the folder that holds the articles")


def _not_utf8(name: str, encoding: str) -> ReadProblem:
    advice = f"convert it first: iconv -f {encoding} -t UTF-8 OLD > NEW"
    return ReadProblem(name, f"it is {encoding}, and JSON Lines are UTF-8", advice)


def _file(name: str, limit: int, *, named: bool) -> Iterator[Item]:
    kind = SUFFIXES[PurePath(name).suffix.lower()]
    try:
        with open(name, "rb") as stream:
            if kind == "jsonl" and (encoding := marked(stream.peek(4))):
                yield _not_utf8(name, encoding)
            elif kind == "jsonl":
                yield from _lines(name, _bounded(stream, limit), limit, named=named)
            else:
                yield from _whole(name, stream.read(limit + 1), kind, limit)
    except OSError as error:
        yield _unreadable(name, error)


def _whole(name: str, data: bytes, kind: str, limit: int) -> Iterator[Item]:
    """One file that is one article."""
    if len(data) > limit:
        yield _too_large(name, limit)
        return
    if not data.strip():
        yield ReadProblem(name, "it is empty", "give it an article or leave it out")
        return
    text = decode(name, data, html=kind == "html")
    if isinstance(text, ReadProblem):
        yield text
        return
    article, problems = from_html(name, text) if kind == "html" else from_text(name, text)
    yield from problems
    if article:
        yield article


def _bounded(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """The lines of a stream, none held in memory beyond the limit: of a longer one comes one byte too many."""
    while line := stream.readline(limit + 1):
        yield line
        while len(line) > limit and not line.endswith(b"\n"):
            line = stream.readline(limit + 1)


def _lines(name: str, lines: Iterable[bytes], limit: int, *, named: bool) -> Iterator[Item]:
    """One file that is JSON Lines: articles as they come, then the claims, grouped by article."""
    claims: list[tuple[int, dict[str, Any]]] = []
    undated: list[str] = []
    empty = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        empty = False
        where = f"{name}:{number}"
        if len(line.rstrip(b"\r\n")) > limit:
            yield _too_large(where, limit)
            continue
        fields = json_object(where, line)
        if isinstance(fields, ReadProblem):
            yield fields
        elif "predicate" in fields:
            claims.append((number, fields))
        else:
            article, problems = from_json(where, fields)
            for problem in problems:
                if problem.what == NO_DATE:
                    undated.append(where)
                else:
                    yield problem
            if article:
                yield article
    if empty:
        yield ReadProblem(name, "it is empty", "give it one JSON object a line")
    if undated:
        count = f"{len(undated)} article{'s' if len(undated) > 1 else ''}"
        yield ReadProblem(undated[0], f"{NO_DATE} ({count} in this file)", NO_DATE_ADVICE["json"], left_out=False)
    if claims and named:
        extractions, errors = interchange.from_rows(claims)
        for error in errors:
            yield ReadProblem(f"{name}:{error.line}", error.what, error.advice)
        yield from extractions
    elif claims:
        yield ReadProblem(name, _CLAIMS, _CLAIMS_ADVICE, left_out=False)


def _too_large(where: str, limit: int) -> ReadProblem:
    return ReadProblem(where, f"it is larger than {limit:,} bytes", "split it into articles")


def _unreadable(name: str, error: OSError) -> ReadProblem:
    reason = (error.strerror or type(error).__name__).lower()
    return ReadProblem(name, f"it cannot be read ({reason})", "check that it is a file that you may read")
