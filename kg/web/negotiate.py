"""Which of several forms a client gets, by its ``Accept`` header (RFC 9110, section 12.5)."""

from __future__ import annotations

from functools import lru_cache

RESULTS: dict[str, tuple[str, ...]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
"""The media types of rows and answers by the names of `kg.bounds.reader.RESULTS`, the one we prefer first."""

GRAPHS: dict[str, tuple[str, ...]] = {
    "ttl": ("text/turtle", "application/x-turtle"),
    "nt": ("application/n-triples", "text/plain"),
    "jsonld": ("application/ld+json", "application/json"),
    "trig": ("application/trig",),
    "rdf": ("application/rdf+xml", "application/xml", "text/xml"),
    "nq": ("application/n-quads",),
}
"""The media types of triples by the names of `kg.bounds.reader.GRAPHS`, the one we prefer first."""

PAGE: dict[str, tuple[str, ...]] = {"html": ("text/html", "application/xhtml+xml")}
"""The media types of a page."""


def kinds(*tables: dict[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    """All forms with their media types, in the order of preference: first types before second ones.

    >>> kinds(PAGE)
    (('html', 'text/html'), ('html', 'application/xhtml+xml'))
    """
    pairs = [(place, form, media) for table in tables for form, types in table.items() for place, media in
             enumerate(types)]  # fmt: skip
    return tuple((form, media) for place, form, media in sorted(pairs, key=lambda pair: pair[0] > 0))


@lru_cache(maxsize=1024)
def choose(accept: str, offered: tuple[tuple[str, str], ...]) -> tuple[str, str] | None:
    """The form and media type that a client likes best; among equals the first offered; None if it takes none.

    Without an ``Accept`` header anything goes. What cannot be read in it counts for nothing.

    >>> choose("text/csv;q=0.5, application/json", kinds(RESULTS))
    ('json', 'application/json')
    >>> choose("", kinds(RESULTS))[0], choose("image/png", kinds(RESULTS))
    ('json', None)
    """
    if not accept.strip():
        return offered[0]
    ranges = [parsed for part in accept.split(",") if (parsed := _range(part)) is not None]
    best, chosen = 0.0, None
    for form, media in offered:
        quality = _quality(media, ranges)
        if quality > best:
            best, chosen = quality, (form, media)
    return chosen


def _range(part: str) -> tuple[str, float] | None:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return None
            if not 0 <= quality <= 1:  # also refuses nan
                return None
    return (media, quality) if "/" in media else None


def _quality(media: str, ranges: list[tuple[str, float]]) -> float:
    """The quality of the most specific range that a media type is in."""
    for wanted in (media, media.partition("/")[0] + "/*", "*/*"):
        found = [quality for one, quality in ranges if one == wanted]
        if found:
            return max(found)
    return 0.0


def packs(accept_encoding: str) -> bool:
    """Whether a client takes gzip.

    >>> packs("br, gzip"), packs("gzip;q=0"), packs("")
    (True, False, False)
    """
    if not accept_encoding:
        return False
    for part in accept_encoding.lower().split(","):
        name, _, parameter = part.partition(";")
        if name.strip() in ("gzip", "x-gzip", "*"):
            quality = parameter.strip().removeprefix("q=").strip()
            return quality.strip("0.") != "" or not parameter
    return False
