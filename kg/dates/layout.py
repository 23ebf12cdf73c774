"""Where on the page a date stands: the head of a line of a timeline, a dateline, or the line that says "Published"."""

from __future__ import annotations

import re
from datetime import date

_LINE_START = re.compile(r"(?:^|\n)\s*(?:[-\u2013\u2014•*]\s*)?(?:(?:In|On|By)\s+)?$")
_HEADING_END = re.compile(r"\s*:(?=\s)|\s+[-\u2013\u2014]{1,2}\s+(?=\S)|\s*[\u2014\u2013]\s*(?=\S)|[^\S\n]*(?=\n\s*\S)")
_FULL_STOP = re.compile(r"\.\s+(?=[A-Z\"“‘'])")
_STOP_BEFORE = re.compile(r"[.!?][\"”’')]?\s+(?:(?:In|On|By)\s+)?$")
_COLON = re.compile(r"\s*:(?=\s)")
_DASH = re.compile(r"[-\u2013\u2014]")
_PLACE = re.compile(r"(?:^|\n)\s*[A-Z][A-Z.'\u2019/ ,-]{2,40}(?:,?\s[A-Z][a-z]+\.?,?)?(?:\s\([A-Z]\w+\))?[,\s]+$")
_AFTER_DATELINE = re.compile(r"\s*,?\s*(?:\([^)\n]{1,40}\)\s*)?(?:-{1,2}|\u2014|\u2013)\s")
_NOTICE = re.compile(
    r"(?:^|\n|\|)\s*(?:first |last )?(?:published|updated|posted|modified|created)(?: (?:at|on))?:?\s*[\d:apm. ]*$",
    re.IGNORECASE,
)
_LOOK_BACK = 80
_TITLE = 140
"""The longest line, in characters, that is taken for a title or byline, not for a paragraph."""
_HEADED = 60
"""How many characters a title behind a heading's date may have."""
_TOP = 3
"""How many such lines stand above the day of publication; below more of them a date heads a paragraph."""


def is_heading(text: str, start: int, end: int) -> bool:
    r"""Whether a date opens a line, or a sentence before a colon, and is set off from what follows.

    >>> is_heading("May 2004: Their son is born.", 0, 8), is_heading("May 2004 was hot.", 0, 8)
    (True, False)
    >>> is_heading("A love\n\nMay 2004. They wed.", 8, 16), is_heading("They wed. May 2004: A son is born.", 10, 18)
    (True, True)
    """
    before = max(0, start - _LOOK_BACK)
    if not _LINE_START.search(text, before, start):
        # "They wed. May 2004: Their son is born."
        return _STOP_BEFORE.search(text, before, start) is not None and _COLON.match(text, end) is not None
    line_end = text.find("\n", end)
    rest = text[end : line_end if line_end >= 0 else len(text)]
    if not rest.strip() and line_end < 0:
        return False
    first = not text[:start].strip()
    if not first and text[start].isalnum() and text[:start].endswith("\n") and _FULL_STOP.match(text, end):
        return True  # "2 May 2004. They wed in Leeds."
    found = _HEADING_END.match(text, end)
    # A date that opens the article before a dash is its dateline, not the first line of a timeline.
    return found is not None and not (first and _DASH.search(found[0]))


def paragraph_end(text: str, end: int) -> int:
    r"""Where the paragraph of a heading ends: with its line, or with the next one where the line is but a title.

    >>> text = "2004\nThey wed.\nMore."
    >>> text[:paragraph_end(text, 4)]
    '2004\nThey wed.'
    >>> text = "May 2004: She says yes\nThey wed.\nMore."
    >>> text[: paragraph_end(text, 8)]
    'May 2004: She says yes\nThey wed.'
    """
    line_end = text.find("\n", end)
    rest = text[end:line_end].strip(" :") if line_end >= 0 else "."
    titled = len(rest) < _HEADED and rest[-1:] not in {".", '"', "”", ",", ";"} and text[line_end + 1 :][:1] != "\n"
    if not rest or titled:
        below = next((i for i in range(line_end, len(text)) if not text[i].isspace()), len(text))
        line_end = text.find("\n", below)
    return line_end if line_end >= 0 else len(text)


def is_dateline(text: str, start: int, end: int, published: date | None = None) -> bool:
    """Whether a date is that of the writing: "LONDON, Jan. 5 (AP) --", "Updated: Jan. 5, 2021".

    One on a line to itself below the title is, if its year is that of ``published`` (where this is known).

    >>> is_dateline("PARIS, Jan. 5 (AP) -- She wed.", 7, 13), is_dateline("She wed on Jan. 5.", 11, 17)
    (True, False)
    """
    before = text[max(0, start - _LOOK_BACK) : start]
    current = published is None or str(published.year) in text[start:end]
    if _NOTICE.search(before) or (current and _stands_on_top(text, start, end)):
        return True
    return _PLACE.search(before) is not None and _AFTER_DATELINE.match(text, end) is not None


def _stands_on_top(text: str, start: int, end: int) -> bool:
    """Whether a whole date has a line to itself between title and story, as the day of publication does."""
    line, above = text.rfind("\n", 0, start) + 1, text[:start]
    alone = (
        not text[line:start].strip() and not text[end : text.find("\n", end) if "\n" in text[end:] else None].strip()
    )
    whole = len(re.findall(r"\w+", text[start:end])) >= 3
    rows = [row for row in above.split("\n") if row.strip()]
    return alone and whole and len(rows) <= _TOP and all(len(row) <= _TITLE for row in rows)


def in_quotes(text: str, at: int) -> bool:
    """Whether a place lies inside a quotation that began in its paragraph.

    >>> said = 'He said, "I leave today." Today he left.'
    >>> in_quotes(said, said.index("today")), in_quotes(said, said.index("Today"))
    (True, False)
    """
    paragraph = text[text.rfind("\n", 0, at) + 1 : at]
    return paragraph.count('"') % 2 == 1 or paragraph.count("\u201c") > paragraph.count("\u201d")
