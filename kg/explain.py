"""The sentences behind a fact: which article, when, which words, read by which rule, and how sure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.facts import rows, told_by
from kg.names import fold
from kg.queries import BadParameterError, Endpoint, UnknownNameError, find, label_of
from kg.queries.bind import predicate as predicate_term
from kg.queries.people import nearest
from kg.rdf.result import Table
from kg.show import Lines, Span, date_words, since_until
from kg.vocab import is_symmetric

Offsets = tuple[int, int] | None


class NotToldError(BadParameterError):
    """Nothing like that name is the object there; the message says what is."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence of one claim. ``subject`` and ``object`` are offsets into ``quote``, where they lie in it.

    ``quote_start`` and ``quote_end`` are the quote's offsets in the article's text.
    """

    subject_name: str
    predicate: str
    object_name: str
    status: str
    confidence: float
    quote: str
    subject: Offsets
    object: Offsets
    quote_start: int
    quote_end: int
    rule: str
    said_by: str
    said_on: str
    start: str
    end: str
    at: str
    place: str
    article: str
    title: str
    published: str
    publisher: str
    claim: str

    def to_json(self) -> dict[str, Any]:
        """The reason as plain values for JSON."""
        return asdict(self)


def explain(
    endpoint: Endpoint, subject: str, predicate: str, object_: str | None = None, *, sensitive: bool = False
) -> tuple[Reason, ...]:
    """All evidence of the claims ``subject predicate object``, of every status, by the articles' dates.

    Names are looked up as `kg.queries.find` does; a symmetric predicate is found either way round; ``object_`` may be
    a literal's words, and left out it stands for all objects. Health and the arrests of minors are left out unless
    ``sensitive``.

    Raises UnknownNameError, AmbiguousNameError, NotToldError (of the object) or BadParameterError (an unknown
    predicate). Nothing found is an empty tuple.
    """
    relation = predicate_term(predicate)
    name = _name(relation)
    node = find(endpoint, subject, people=False)
    found = _reasons(endpoint, node, relation, name)
    if is_symmetric(name):
        for other in _others(endpoint, node, relation):
            turned = _reasons(endpoint, other, relation, name)
            found += [row for row in turned if row["object"] == node.value]
    if object_ is not None:
        found = _of_object(endpoint, found, node, object_)
    labels: dict[str, str] = {}
    kept = [row for row in found if sensitive or not row["sensitivity"]]
    for row in kept:
        if row["subject"] not in labels:
            labels[row["subject"]] = label_of(endpoint, NamedNode(row["subject"]))
    made = {_reason(row, labels[row["subject"]], name) for row in kept}
    return tuple(sorted(made, key=lambda one: (one.published or "9999", one.article, one.quote_start, one.claim)))


_COLUMNS = (
    *("subject", "predicate", "object", "status", "said_by", "said_on", "start", "end", "at", "place", "confidence"),
    *("quote", "rule", "article", "published", "publisher"),
)
"""What `to_table` keeps of a reason: what eyes and spreadsheets want; JSON has the rest."""


def to_table(reasons: Iterable[Reason]) -> Table:
    """Reasons as rows: who is said to what, how, by which words of which article."""

    def cell(value: object) -> Literal | None:
        return None if value == "" else Literal(value) if isinstance(value, float) else Literal(str(value))

    def row(reason: Reason) -> tuple[Literal | None, ...]:
        told = {**asdict(reason), "subject": reason.subject_name, "object": reason.object_name}
        return tuple(cell(told[name]) for name in _COLUMNS)

    return Table(_COLUMNS, tuple(row(reason) for reason in reasons))


def _name(relation: NamedNode) -> str:
    from kg.rdf.terms import predicate_name

    return predicate_name(relation)


def _reasons(endpoint: Endpoint, node: NamedNode, relation: NamedNode, name: str) -> list[dict[str, str]]:
    found = rows(endpoint, "evidence-spans", subject=node, predicate=relation)
    return [{**row, "subject": node.value, "name": name} for row in found]


def _others(endpoint: Endpoint, node: NamedNode, relation: NamedNode) -> list[NamedNode]:
    """Who is the subject of such a claim whose object is the node."""
    found = rows(endpoint, "subjects-of", object=node, predicate=relation)
    return [NamedNode(row["subject"]) for row in found]


def _of_object(endpoint: Endpoint, found: list[dict[str, str]], node: NamedNode, words: str) -> list[dict[str, str]]:
    """The rows whose other side is the one called so: a literal by its words, else an entity by name."""
    literal = [row for row in found if fold(row["objectName"]) == fold(words) and ":" not in row["object"]]
    if literal:
        return literal
    try:
        other = find(endpoint, words, people=False).value
    except UnknownNameError:
        told = {row["objectName"] for row in found if row["objectName"]}
        if told and not nearest(words, told):
            raise NotToldError(f"nothing like {words!r} is told there; told are: {', '.join(sorted(told))}") from None
        raise
    return [row for row in found if other in (row["object"], row["subject"]) and other != node.value]


def _reason(row: dict[str, str], subject_name: str, name: str) -> Reason:
    start = int(row["quoteStart"])
    return Reason(
        subject_name=subject_name,
        predicate=name,
        object_name=row["objectName"],
        status=row["status"],
        confidence=float(row["confidence"]),
        quote=row["quote"],
        subject=_inside(row["subjectStart"], row["subjectEnd"], start, row["quote"]),
        object=_inside(row["objectStart"], row["objectEnd"], start, row["quote"]),
        quote_start=start,
        quote_end=int(row["quoteEnd"]),
        rule=row["rule"],
        said_by=row["saidBy"],
        said_on=row["saidOn"],
        start=row["start"],
        end=row["end"],
        at=row["at"],
        place=row["place"],
        article=row["id"],
        title=row["title"],
        published=row["published"],
        publisher=row["publisher"],
        claim=row["claim"],
    )


def _inside(first: str, last: str, start: int, quote: str) -> tuple[int, int] | None:
    """A span of the article as one of the quote; None if it lies outside (a mention of an earlier sentence)."""
    if not first or not last:
        return None
    span = int(first) - start, int(last) - start
    return span if 0 <= span[0] < span[1] <= len(quote) else None


def marked(reason: Reason, *, brackets: bool) -> tuple[Span, ...]:
    """The quote with the words of the subject bold and those of the object underlined, or both in square brackets.

    >>> reason = Reason("Ada", "marriedTo", "Bo", "asserted", 1, "Ada wed Bo.", (0, 3), (8, 10), 0, 11, *[""] * 12)
    >>> "".join(words for words, style in marked(reason, brackets=True))
    '[Ada] wed [Bo].'
    """
    spans = sorted({(span, style) for span, style in ((reason.subject, "bold"), (reason.object, "underline")) if span})
    found: list[Span] = []
    at = 0
    for (start, end), style in spans:
        if start < at:  # the two share words ("the couple"): marked once
            continue
        words = reason.quote[start:end]
        found += [(reason.quote[at:start], ""), (f"[{words}]" if brackets else words, "" if brackets else style)]
        at = end
    return tuple(span for span in (*found, (reason.quote[at:], "")) if span[0])


def render(reasons: Iterable[Reason], *, brackets: bool) -> Lines:
    """The reasons as lines of styled words: the claim, the marked sentence, and where it stands."""
    lines: list[tuple[Span, ...]] = []
    for reason in reasons:
        if lines:
            lines.append(())
        claim = f"{reason.subject_name} {reason.predicate} {reason.object_name}".rstrip()
        details = [date_words(reason.at), since_until(reason.start, reason.end), reason.place]
        told = f" ({', '.join(filter(None, details))})" if any(details) else ""
        said = f", says {told_by(reason.said_by, reason.said_on)}" if reason.said_by else ""
        lines.append(((claim + told, "bold"), (f"  {reason.status}{said}", "italic")))
        lines.append((("  ", ""), *marked(reason, brackets=brackets)))
        home = (reason.title or reason.article, reason.publisher, reason.published or "no date")
        where = ", ".join(filter(None, home))
        lines.append(
            ((f"  {where}; characters {reason.quote_start} to {reason.quote_end}; rule {reason.rule or 'unnamed'}; "
              f"confidence {reason.confidence:.2f}", "dim"),)
        )  # fmt: skip
    return tuple(lines)
