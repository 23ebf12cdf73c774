"""From claims to the lines of a page: what is told, how sure it is, and the sentences that open below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kg.dates.periods import periods, sharpest
from kg.facts import is_of_a_child
from kg.pages import words
from kg.pages.values import Ref, Said, Words
from kg.pages.view import DEFAULT, View
from kg.rdf.terms import ck
from kg.vocab import COUPLES, is_symmetric

MOST_SENTENCES = 12
"""How many sentences open below one line; the others are counted."""

ENDED = ("ended", "former")
Part = tuple[str, str]
"""Some words of a sentence, and what they are: ``subject``, ``object`` or nothing."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that a line rests on, in parts; ``anchor`` is its place in the article's page."""

    parts: tuple[Part, ...]
    article: Ref
    anchor: str
    published: str
    publisher: str
    status: str
    by: Ref | None
    rule: str
    confidence: float
    claim: str
    review: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is told. ``before`` stands before the other side, which is a ``ref`` or the words ``text``.

    ``status`` is ``believed`` or that of the claim; ``by`` says who says it. ``dates`` are beginning and end in EDTF,
    ``date`` the first thing that is dated. ``review`` is what people say of the reading, in words.
    """

    predicate: str
    before: str
    ref: Ref | None = None
    text: str = ""
    when: str = ""
    note: str = ""
    place: str = ""
    status: str = "believed"
    by: Ref | None = None
    sentences: tuple[Sentence, ...] = ()
    more: int = 0
    inverse: bool = False
    date: str = ""
    dates: tuple[str, str] = ("", "")
    subject: Ref | None = None
    page: str = ""
    claims: tuple[str, ...] = field(default=())
    review: str = ""


def parts(quote: str, at: int, marks: Iterable[tuple[tuple[int, int] | None, str]]) -> tuple[Part, ...]:
    """A quote that begins at offset ``at`` of its article, cut where the marked spans begin and end.

    A span that lies outside or overlaps one before it is left unmarked.

    >>> parts("Ada wed Bo.", 10, [((10, 13), "subject"), ((18, 20), "object")])
    (('Ada', 'subject'), (' wed ', ''), ('Bo', 'object'), ('.', ''))
    """
    found: list[Part] = []
    here = 0
    for start, end, kind in sorted((span[0] - at, span[1] - at, kind) for span, kind in marks if span):
        if here <= start < end <= len(quote):
            found += [(quote[here:start], ""), (quote[start:end], kind)]
            here = end
    return tuple(part for part in (*found, (quote[here:], "")) if part[0])


def anchor(start: int) -> str:
    """The name of a place in an article's page.

    >>> anchor(120)
    's120'
    """
    return f"s{start}"


def sentences(view: View, claims: Iterable[Said]) -> tuple[Sentence, ...]:
    """The sentences behind some claims, each once, in the claims' order."""
    found: dict[tuple[str, int, int], Sentence] = {}
    for said in claims:
        article = view.article(said.article)
        for one in said.words:
            key = said.article, one.start, one.end
            if key not in found:
                found[key] = Sentence(
                    parts=_parts(one),
                    article=view.ref(said.article),
                    anchor=anchor(one.start),
                    published=words.day(article.published),
                    publisher=article.publisher.name if article.publisher else "",
                    status=said.status,
                    by=view.ref(said.said_by) if said.said_by else None,
                    rule=one.rule,
                    confidence=said.confidence,
                    claim=said.iri,
                    review=reviewed(said),
                )
    return tuple(found.values())


def reviewed(said: Said) -> str:
    """What a person says of a claim, in words; nothing if nobody has looked."""
    one = said.review
    return words.reviewed(right=one.right, by=one.by, reason=one.reason, on=one.on) if one else ""


def _parts(one: Words) -> tuple[Part, ...]:
    return () if one.quote is None else parts(one.quote, one.start, ((one.subject, "subject"), (one.object, "object")))


def line(view: View, claims: Sequence[Said], node: str = "") -> Line:
    """One line for claims that tell the same, seen from ``node`` (empty: from outside, with the subject named)."""
    first = claims[0]
    inverse = bool(node) and first.subject != node and not is_symmetric(first.predicate)
    other = first.other(node) if node else first.object
    told = [said for said in claims if said.status == "asserted"] or list(claims)
    believed = any(said.believed for said in claims)
    shown = sentences(view, claims)
    at = sharpest([said.at for said in told if said.at])
    ended = any(said.note in ENDED for said in told)
    kin = min((said.kinship for said in claims if said.kinship), default="")
    notes = sorted({said.note for said in told if said.note and said.note not in ENDED})
    events = sorted({event for said in claims for event in said.events})
    return Line(
        predicate=first.predicate,
        before=_birth(view, first, at) or words.relation(first.predicate, inverse=inverse),
        ref=view.ref(other) if other and other != node else None,
        text=words.day(first.text) if first.text else "",
        when=words.day(at) or _when(first.predicate, told, ended=ended),
        note=", ".join([kin, *notes] if kin else notes),
        place=" or ".join(sorted({view.label(said.place) for said in told if said.place})),
        status="believed" if believed else first.status,
        by=next((view.ref(said.said_by) for said in claims if said.said_by), None),
        sentences=shown[:MOST_SENTENCES],
        more=max(0, len(shown) - MOST_SENTENCES),
        inverse=inverse,
        date=at or sharpest([said.date for said in told if said.date]) or first.text,
        dates=(
            at or sharpest([said.start for said in told if said.start]),
            at or sharpest([said.end for said in told if said.end], last=True),
        ),
        subject=None if node else view.ref(first.subject),
        page=view.ref(events[0]).path if events else "",
        claims=tuple(said.iri for said in claims),
        review=max((reviewed(said) for said in claims if said.review), default=""),
    )


def _birth(view: View, said: Said, at: str) -> str:
    """What to call a birth that is told of a parent, since the child has no name; nothing for anything else."""
    if said.predicate != "event:Birth" or said.object:
        return ""
    if said.status == "planned":
        return "expecting a child"
    born = view.values(NamedNode(said.subject), ck("bornOn"), DEFAULT)
    return "birth of a child" if is_of_a_child(at, born) else ""


def _when(predicate: str, told: Sequence[Said], *, ended: bool) -> str:
    """From when to when; of a couple each time."""
    times = periods((said.start, said.end) for said in told) if predicate in COUPLES else ()
    if len(times) > 1:
        return ", again ".join(words.period(start, end) for start, end in times)
    starts, ends = [said.start for said in told if said.start], [said.end for said in told if said.end]
    return words.period(sharpest(starts), sharpest(ends, last=True), ended=ended)


def grouped(claims: Iterable[Said], node: str) -> list[tuple[Said, ...]]:
    """Claims that tell the same of ``node``, together: relation, direction and other side; events by what happened."""
    found: defaultdict[tuple[str, ...], list[Said]] = defaultdict(list)
    for said in claims:
        inverse = said.subject != node and not is_symmetric(said.predicate)
        events = said.events if said.is_event else ()
        when = said.at if said.is_event and not events else ""
        status = "" if said.believed else said.status
        by = "" if said.believed else said.said_by
        other = said.other(node) or said.text
        key = (said.predicate, str(inverse), *(events or (other,)), when, status, by)
        found[key].append(said)
    return [tuple(group) for group in found.values()]
