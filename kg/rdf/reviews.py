"""What people say of how an article was read: that its words say a claim, or that they do not; as values and quads.

A `Review` is known by what was judged, in words: the article, the quoted sentence, the two parties by name, the
relation, the status. No IRI or offset is among it, so it is found again when a better reader reads the article anew,
when its text is mended elsewhere, or when somebody turns out to be somebody else. The claims it is of bear marks in
the article's own graph; a rejected one has the status ``ck:rejected``, so that no query takes it for what it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.belief import span
from kg.model import Status
from kg.names import fold
from kg.rdf.dates import date_literal, day_literal
from kg.rdf.read import Row, rows, rows_of, value_of
from kg.rdf.terms import (
    ALT_LABEL,
    DERIVED,
    EXACT,
    LABEL,
    OBJECT,
    PREDICATE,
    SUBJECT,
    TYPE,
    Names,
    ck,
    digest,
    predicate_name,
    predicate_term,
)
from kg.rdf.write import Node, Triple, sort_quads
from kg.vocab import is_symmetric

_STATUS, _PRESENTED, _VERDICT = ck("status"), ck("presentedAs"), ck("verdict")
_MARKS: Final = frozenset({_VERDICT, _PRESENTED, ck("decidedOn"), ck("reviewer"), ck("reason")})
_TIMES: Final = ("start", "end", "at")
_RIGHT: Final = {True: ck("positive"), False: ck("negative")}
Times = tuple[str, str, str]


@dataclass(frozen=True, slots=True, order=True)
class Review:
    """Whether an article's words say a claim (``right``), by whom (a name, or nothing), why, and on which day.

    ``article`` is its IRI; ``subject`` and ``object`` are names as the article has them, or a literal's words;
    ``times`` are start, end and moment in EDTF, each possibly empty; ``quotes`` the sentences that the claim rests on.
    """

    article: str
    subject: str
    predicate: str
    object: str
    status: Status
    times: Times
    quotes: tuple[str, ...]
    right: bool
    by: str = ""
    reason: str = ""
    on: date | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What was judged; a later review of the same takes the place of an earlier one."""
        return (self.article, self.subject, self.predicate, self.object, self.status, *self.times, *self.quotes)


@dataclass(frozen=True, slots=True)
class Wording:
    """A claim of an article as its words have it: what a review is compared with. ``names`` are folded.

    ``confidence`` is how sure the reader is, from 0 to 1.
    """

    node: NamedNode
    subject: str
    object: str
    names: tuple[frozenset[str], frozenset[str]]
    predicate: str
    status: Status
    times: Times
    quotes: tuple[str, ...]
    confidence: float


def wordings(triples: Iterable[Triple]) -> list[Wording]:
    """The claims of an article's graph in their words, sorted by node."""
    table = rows_of(triples)
    found = (_wording(node, row, table) for node, row in table.items() if ck("Claim") in row.get(TYPE, ()))
    return sorted(found, key=lambda one: one.node.value)


def _wording(node: NamedNode, row: Row, table: dict[NamedNode, Row]) -> Wording:
    subject, thing = row[SUBJECT][0], row.get(OBJECT, [Literal("")])[0]
    relation = row[PREDICATE][0]
    assert isinstance(relation, NamedNode)
    status = row.get(_PRESENTED, row[_STATUS])[0].value.rpartition("#")[2]
    evidence = [table.get(one, {}) for one in row.get(ck("evidence"), ()) if isinstance(one, NamedNode)]
    start, end, at = (row[ck(name)][0].value if ck(name) in row else "" for name in _TIMES)
    (label, names), (other, others) = _names(subject, table), _names(thing, table)
    return Wording(
        node=node,
        subject=label,
        object=other,
        names=(names, others),
        predicate=predicate_name(relation),
        status=Status(status),
        times=(start, end, at),
        quotes=tuple(sorted({quote.value for words in evidence for quote in words.get(EXACT, ())})),
        confidence=float(row[ck("confidence")][0].value),
    )


def _names(node: Node, table: dict[NamedNode, Row]) -> tuple[str, frozenset[str]]:
    """What the article calls somebody: the first name by the alphabet, and all of them folded; a literal's words."""
    row = table.get(node, {}) if isinstance(node, NamedNode) else {}
    labels = sorted(name.value for name in row.get(LABEL, ())) or [node.value]
    others = (name.value for name in row.get(ALT_LABEL, ()))
    return labels[0], frozenset(map(fold, (*labels, *others)))


def of_claim(
    wording: Wording, article: str, *, right: bool, by: str = "", reason: str = "", on: date | None = None
) -> Review:
    """The review that somebody makes of a claim."""
    said = (wording.subject, wording.predicate, wording.object, wording.status, wording.times, wording.quotes)
    return Review(article, *said, right=right, by=by, reason=reason, on=on)


def meant(review: Review, claims: Sequence[Wording]) -> list[Wording]:
    """The claims of its article that a review is of.

    They say the same of the same two in the same words. Where some have its very times, it is of those alone: one
    sentence may tell two marriages. Else a better reader has found other times: a no holds on wherever these overlap
    (as a denial would), a yes does not, for nobody has confirmed them.
    """
    same = [one for one in claims if _is_same(review, one)]
    exact = [one for one in same if one.times == review.times]
    if exact or review.right:
        return exact
    return [one for one in same if span(*review.times).overlaps(span(*one.times))]


def _is_same(review: Review, one: Wording) -> bool:
    if (review.predicate, review.status) != (one.predicate, one.status) or not {*review.quotes} & {*one.quotes}:
        return False
    subject, thing = fold(review.subject), fold(review.object)
    first, second = one.names
    return (subject in first and thing in second) or (
        is_symmetric(review.predicate) and subject in second and thing in first
    )


def reviewed(triples: Collection[Triple], reviews: Collection[Review]) -> Collection[Triple]:
    """An article's triples with the marks of these reviews on its claims, and without those of any others."""
    if not reviews and _MARKS.isdisjoint(predicate for _, predicate, _ in triples):
        return triples
    plain = _unmarked(triples)
    verdicts = judged(wordings(plain), reviews)
    rejected = {claim.node for claim, one in verdicts.items() if not one.right}
    kept = {triple for triple in plain if triple[0] not in rejected or triple[1] != _STATUS}
    return kept.union(*(_marks(claim, one) for claim, one in verdicts.items()))


def judged(claims: Sequence[Wording], reviews: Iterable[Review]) -> dict[Wording, Review]:
    """The review of each claim of an article that has one: the latest, and before all that of the very claim."""
    found: dict[Wording, Review] = {}
    for one in sorted(reviews, key=lambda one: (one.on or date.min, one)):
        for claim in meant(one, claims):
            held = found.get(claim)
            if held is None or claim.times == one.times or claim.times != held.times:
                found[claim] = one
    return found


def _unmarked(triples: Iterable[Triple]) -> set[Triple]:
    triples = set(triples)
    presented = {subject: thing for subject, predicate, thing in triples if predicate == _PRESENTED}
    return {
        (subject, predicate, presented.get(subject, thing) if predicate == _STATUS else thing)
        for subject, predicate, thing in triples
        if predicate not in _MARKS
    }


def _marks(claim: Wording, review: Review) -> set[Triple]:
    pairs: list[tuple[NamedNode, Node]] = [(_VERDICT, _RIGHT[review.right]), *_made(review)]
    if not review.right:
        pairs += [(_STATUS, ck("rejected")), (_PRESENTED, ck(claim.status.value))]
    return {(claim.node, predicate, thing) for predicate, thing in pairs}


def _made(review: Review) -> Iterator[tuple[NamedNode, Node]]:
    """Who, when and why."""
    if review.on:
        yield ck("decidedOn"), day_literal(review.on)
    if review.by:
        yield ck("reviewer"), Literal(review.by)
    if review.reason:
        yield ck("reason"), Literal(review.reason)


def review_quads(reviews: Iterable[Review], names: Names) -> list[Quad]:
    """Reviews as quads of their graph, sorted.

    >>> words = ("Ada", "marriedTo", "Bo", Status.ASSERTED, ("", "", ""), ("Ada wed Bo.",))
    >>> one = Review("https://celebrity-kg.example/article/a", *words, right=False)
    >>> list(reviews_of(review_quads([one], Names()))) == [one]
    True
    """
    quads: list[Quad] = []
    for one in reviews:
        node = names.node("judgement", digest(*one.key))
        pairs: list[tuple[NamedNode, Node]] = [
            (TYPE, ck("ClaimReview")),
            (DERIVED, NamedNode(one.article)),
            (ck("subjectName"), Literal(one.subject)),
            (ck("objectName"), Literal(one.object)),
            (ck("relation"), predicate_term(one.predicate)),
            (_PRESENTED, ck(one.status.value)),
            (_VERDICT, _RIGHT[one.right]),
            *((ck(name), date_literal(value)) for name, value in zip(_TIMES, one.times, strict=True) if value),
            *((EXACT, Literal(quote)) for quote in one.quotes),
            *_made(one),
        ]
        quads += [Quad(node, predicate, thing, names.reviews_graph) for predicate, thing in pairs]
    return sort_quads(quads)


def reviews_of(quads: Iterable[Quad]) -> Iterator[Review]:
    """The reviews among some quads of their graph, without order."""
    for row in rows(quads).values():
        if ck("ClaimReview") not in row.get(TYPE, ()):
            continue

        relation = row[ck("relation")][0]
        assert isinstance(relation, NamedNode)
        start, end, at = (value_of(row, ck(name)) for name in _TIMES)
        yield Review(
            article=value_of(row, DERIVED),
            subject=value_of(row, ck("subjectName")),
            predicate=predicate_name(relation),
            object=value_of(row, ck("objectName")),
            status=Status(value_of(row, _PRESENTED).rpartition("#")[2]),
            times=(start, end, at),
            quotes=tuple(sorted(quote.value for quote in row.get(EXACT, ()))),
            right=value_of(row, _VERDICT) == _RIGHT[True].value,
            by=value_of(row, ck("reviewer")),
            reason=value_of(row, ck("reason")),
            on=date.fromisoformat(value_of(row, ck("decidedOn"))) if ck("decidedOn") in row else None,
        )
