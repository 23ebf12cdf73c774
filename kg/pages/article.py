"""The page of an article: its passages with the mentions marked, and beside each what was read out of it.

The graph keeps no text, only quotes. Where the operator has the article's text, and it is the text that was read (its
SHA-256 says so), the page shows it whole; else the quoted sentences in their order.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from pyoxigraph import Literal, NamedNode

from kg.pages import linked, words
from kg.pages.frame import Options, Page, made, up
from kg.pages.lines import Line, anchor, line
from kg.pages.texts import beginning
from kg.pages.values import About, Ref, Said, path_of
from kg.pages.view import View
from kg.rdf.terms import ck, term

_START, _END = term("oa", "start"), term("oa", "end")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a passage; ``ref`` is whom they mention, ``form`` how (a name, a pronoun), ``anchor`` an id."""

    text: str
    ref: Ref | None = None
    form: str = ""
    anchor: str = ""


WITHHELD = Piece("[words withheld]", form="withheld")
"""What stands for a sentence that the public view of a graph leaves out."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article and the claims that rest on it. Without pieces it stands for words that are not shown."""

    pieces: tuple[Piece, ...] = ()
    anchor: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention: where, of whom, in which form."""

    start: int
    end: int
    ref: Ref
    form: str


def page(view: View, path: str, iri: str, options: Options) -> Page | None:
    """The page of an article; None if the graph has none of that name."""
    if not view.values(NamedNode(iri), term("schema", "identifier"), NamedNode(iri)):
        return None
    about = view.article(iri)
    claims = view.of_article(iri)
    text = text_of(about, options)
    return made(
        "article.html",
        path,
        options,
        title=about.title,
        about=about,
        published=words.day(about.published),
        passages=passages(view, iri, claims, text),
        whole=text is not None,
        claims=len(claims),
        people=_people(view, claims),
        machine=linked.article(about),
        data=path.rpartition("/")[2].removesuffix(".html"),
    )


def leading_to(view: View, path: str, iri: str, options: Options) -> Page | None:
    """From a claim or a piece of evidence, which have no page, on to its place in the page of its article."""
    node = NamedNode(iri)
    pieces = [node, *(quad.object for quad in view.store.quads_for_pattern(node, ck("evidence"), None, None))]
    found = [
        (int(cast(Literal, quad.object).value), cast(NamedNode, quad.graph_name).value)
        for piece in pieces
        for quad in view.store.quads_for_pattern(cast(NamedNode, piece), _START, None, None)
    ]
    if not found:
        return None
    start, article = min(found)
    return Page(303, "", "", {"Location": f"{up(path)}{path_of(view.names, article)}#{anchor(start)}"})


def text_of(about: About, options: Options) -> str | None:
    """The text that the claims were read from, if the operator has that very text."""
    text = options.text(about.sha256) if about.sha256 else None
    return text if text and hashlib.sha256(text.encode()).hexdigest() == about.sha256 else None


def passages(view: View, article: str, claims: Sequence[Said], text: str | None) -> tuple[Passage, ...]:
    """The article cut at its quoted sentences, each with the claims that rest on it first of all."""
    quotes = {(one.start, one.end): one.quote for said in claims for one in said.words}
    lines: defaultdict[int, list[Said]] = defaultdict(list)
    for said in claims:
        if said.words:
            lines[min(one.start for one in said.words)].append(said)
    marks = mentions(view, article)
    blocks = merged(quotes)
    found: list[Passage] = []
    here = beginning(text) if text is not None else 0
    for start, end in blocks:
        if text is not None:
            found += _between(text, here, start, marks)
        elif start > here + 2 and found:
            found.append(Passage())
        words_ = text[start:end] if text is not None else _joined(start, end, quotes)
        starts = {first for first, last in quotes if start <= first and last <= end}
        told = [line(view, [said]) for first in sorted(starts) for said in lines[first]]
        pieces = _pieces(words_, start, marks, starts - {start}) if words_.strip() else (WITHHELD,)
        found.append(Passage(pieces, anchor(start), tuple(told)))
        here = end
    if text is not None:
        found += _between(text, here, len(text), marks)
    return tuple(found)


def _between(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Passage]:
    """What stands between two quoted sentences, without the blanks around it."""
    words_ = text[start:end]
    at = start + len(words_) - len(words_.lstrip())
    if words_.strip():
        yield Passage(_pieces(words_.strip(), at, marks, ()))


def merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans with those that overlap made one, in order.

    >>> merged([(5, 9), (0, 4), (8, 12)])
    ((0, 4), (5, 12))
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _joined(start: int, end: int, quotes: dict[tuple[int, int], str | None]) -> str:
    """The words of a block from the quotes that make it; blanks where one is withheld."""
    letters = [" "] * (end - start)
    for (first, last), quote in quotes.items():
        if quote is not None and start <= first and last <= end:
            letters[first - start : last - start] = quote
    return "".join(letters)


def mentions(view: View, article: str) -> tuple[Mark, ...]:
    """Who is mentioned where in an article, in order; of mentions of several the first by name."""
    home = NamedNode(article)
    found: dict[tuple[int, int], Mark] = {}
    for quad in view.store.quads_for_pattern(None, ck("refersTo"), None, home):
        node, whom = quad.subject, quad.object
        if not isinstance(node, NamedNode) or not isinstance(whom, NamedNode):
            continue
        start, end = view.value(node, _START, home), view.value(node, _END, home)
        form = view.value(node, ck("form"), home).rpartition("#")[2].removesuffix("Mention")
        mark = Mark(int(start), int(end), view.ref(whom.value), form)
        other = found.get((mark.start, mark.end))
        if other is None or mark.ref.name < other.ref.name:
            found[mark.start, mark.end] = mark
    return tuple(found[span] for span in sorted(found))


def _pieces(text: str, at: int, marks: Sequence[Mark], anchors: Iterable[int]) -> tuple[Piece, ...]:
    """A text that begins at offset ``at``, in pieces: mentions, places to jump to, and the rest."""
    spans: list[tuple[int, int, Piece]] = []
    closed: list[tuple[int, int]] = []
    for mark in marks:
        inside = at <= mark.start and mark.end <= at + len(text)
        if (
            inside
            and text[mark.start - at : mark.end - at].strip()
            and not any(mark.start < end and start < mark.end for start, end in closed)
        ):
            spans.append((mark.start, mark.end, Piece(text[mark.start - at : mark.end - at], mark.ref, mark.form)))
            closed.append((mark.start, mark.end))
    cuts = sorted(one for one in anchors if not any(start < one < end for start, end in closed))
    found: list[Piece] = []
    here = at

    def plain(until: int) -> None:
        nonlocal here
        for cut in [cut for cut in cuts if here <= cut < until]:
            if here < cut:
                found.append(Piece(text[here - at : cut - at]))
            found.append(Piece("", anchor=anchor(cut)))
            here = cut
        if here < until:
            found.append(Piece(text[here - at : until - at]))
        here = until

    for start, end, piece in sorted(spans, key=lambda span: span[:2]):
        plain(start)
        found.append(piece)
        here = end
    plain(at + len(text))
    return tuple(found)


def _people(view: View, claims: Iterable[Said]) -> tuple[Ref, ...]:
    """Who the claims are about, by name."""
    found = {
        iri
        for said in claims
        for iri in (said.subject, said.object)
        if view.kind(iri or said.subject) == "person" and iri
    }
    return tuple(sorted((view.ref(iri) for iri in found), key=lambda ref: (ref.name, ref.iri)))
