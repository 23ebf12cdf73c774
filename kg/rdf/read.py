"""From quads back to values: the statements and the judgements that a graph holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from kg import model
from kg.belief import Statement
from kg.identity import Comparison, Judgement, Maker, Profile, Trait, Verdict
from kg.model import EntityType, LiteralType, Status
from kg.rdf.terms import (
    DERIVED,
    EDTF,
    OBJECT,
    PREDICATE,
    SUBJECT,
    TYPE,
    XSD_DATE,
    XSD_DECIMAL,
    XSD_MONTH,
    XSD_YEAR,
    ck,
    entity_class,
    predicate_name,
    term,
)
from kg.rdf.write import Triple

DATES = frozenset({EDTF, XSD_DATE, XSD_MONTH, XSD_YEAR})
"""The types of dates."""

_PUBLISHED = term("schema", "datePublished")
_TYPE_OF: dict[NamedNode | Literal, EntityType] = {entity_class(kind): kind for kind in EntityType}
Row = dict[NamedNode, list[NamedNode | Literal]]


def rows(quads: Iterable[Quad]) -> dict[NamedNode, Row]:
    """Quads by subject and predicate, graphs left out of account.

    >>> rows([Quad(ck("a"), ck("b"), Literal("c"))])[ck("a")][ck("b")][0].value
    'c'
    """
    return rows_of(
        (quad.subject, quad.predicate, quad.object)
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal)
    )


def rows_of(triples: Iterable[Triple]) -> dict[NamedNode, Row]:
    """Triples by subject and predicate."""
    found: defaultdict[NamedNode, Row] = defaultdict(dict)
    for subject, predicate, thing in triples:
        found[subject].setdefault(predicate, []).append(thing)
    return dict(found)


def value_of(row: Row, predicate: NamedNode) -> str:
    """What a row says by a predicate, the first of several; empty where it says nothing.

    >>> value_of({ck("by"): [Literal("Ann")]}, ck("by")), value_of({}, ck("by"))
    ('Ann', '')
    """
    return row[predicate][0].value if predicate in row else ""


def statements(quads: Iterable[Quad]) -> Iterator[Statement]:
    """The claims among some quads (whole article graphs, or at least whole claim nodes and articles' dates)."""
    return statements_of(rows(quads))


def statements_of(table: dict[NamedNode, Row]) -> Iterator[Statement]:
    """The claims among some rows."""
    published: dict[NamedNode, date] = {
        node: date.fromisoformat(row[_PUBLISHED][0].value) for node, row in table.items() if _PUBLISHED in row
    }
    for node, row in table.items():
        if ck("Claim") in row.get(TYPE, ()):
            yield statement(node, row, published)


def statement(node: NamedNode, row: Row, published: dict[NamedNode, date]) -> Statement:
    """One claim from its row; ``published`` gives the dates of the articles."""
    article, subject, predicate = row[DERIVED][0], row[SUBJECT][0], row[PREDICATE][0]
    assert isinstance(article, NamedNode)
    assert isinstance(predicate, NamedNode)
    thing: str | model.Literal | None = None
    if OBJECT in row:
        value = row[OBJECT][0]
        thing = _literal(value) if isinstance(value, Literal) else value.value

    def text(name: str) -> str | None:
        return value_of(row, ck(name)) or None

    verdict = text("verdict")
    return Statement(
        id=node.value,
        article=article.value,
        published=published.get(article),
        subject=subject.value,
        predicate=predicate_name(predicate),
        object=thing,
        # A rejected claim keeps the status that its article gives it beside (see `kg.rdf.reviews`).
        status=Status((text("presentedAs") or text("status") or "").rpartition("#")[2]),
        confidence=float(row[ck("confidence")][0].value),
        source=text("saidBy"),
        start=text("start"),
        end=text("end"),
        at=text("at"),
        place=text("place"),
        of_youth=ck("ofYouth") in row,
        reviewed=None if verdict is None else verdict == ck("positive").value,
    )


def _literal(value: Literal) -> model.Literal:
    if value.datatype in DATES:
        return model.Literal(value.value, LiteralType.DATE)
    return model.Literal(value.value, LiteralType.NUMBER if value.datatype == XSD_DECIMAL else LiteralType.TEXT)


def judgements(quads: Iterable[Quad]) -> Iterator[Judgement]:
    """The judgements of an identity graph."""
    for row in rows(quads).values():
        if ck("IdentityJudgement") not in row.get(TYPE, ()):
            continue
        entity = row[ck("identifies")][0].value
        others = sorted(name.value for name in row.get(ck("otherName"), ()))
        year = row.get(ck("toldIn"))
        profile = Profile(
            article=row[DERIVED][0].value,
            key=row[ck("key")][0].value,
            type=_TYPE_OF[row[ck("entityType")][0]],
            names=(row[ck("name")][0].value, *others),
            traits=frozenset(Trait.read(trait.value) for trait in row.get(ck("trait"), ())),
            year=int(year[0].value) if year else None,
        )
        yield Judgement(
            profile,
            entity=entity,
            home=row[ck("home")][0].value if ck("home") in row else entity,
            verdict=Verdict(_local(row[ck("verdict")][0])),
            reason=row[ck("reason")][0].value,
            confidence=float(row[ck("confidence")][0].value),
            kept=row[ck("kept")][0].value if ck("kept") in row else "",
        )


def comparisons(quads: Iterable[Quad]) -> Iterator[Comparison]:
    """The comparisons of an identity graph."""
    for row in rows(quads).values():
        if ck("IdentityComparison") not in row.get(TYPE, ()):
            continue
        on = row.get(ck("decidedOn"))
        yield Comparison(
            one=row[ck("one")][0].value,
            other=row[ck("other")][0].value,
            verdict=Verdict(_local(row[ck("verdict")][0])),
            by=Maker(_local(row[ck("decidedBy")][0])),
            reason=row[ck("reason")][0].value,
            confidence=float(row[ck("confidence")][0].value),
            on=date.fromisoformat(on[0].value) if on else None,
        )


def _local(node: NamedNode | Literal) -> str:
    return node.value.rpartition("#")[2]
