"""From quads back to values: the statements and the judgements that a graph holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from kg import model
from kg.belief import Statement
from kg.identity import Judgement, Verdict
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
    predicate_name,
    term,
)
from kg.rdf.write import Triple

_DATES = {EDTF, XSD_DATE, XSD_MONTH, XSD_YEAR}
_PUBLISHED = term("schema", "datePublished")
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
        return row[ck(name)][0].value if ck(name) in row else None

    return Statement(
        id=node.value,
        article=article.value,
        published=published.get(article),
        subject=subject.value,
        predicate=predicate_name(predicate),
        object=thing,
        status=Status(row[ck("status")][0].value.rpartition("#")[2]),
        confidence=float(row[ck("confidence")][0].value),
        source=text("saidBy"),
        start=text("start"),
        end=text("end"),
        at=text("at"),
        place=text("place"),
    )


def _literal(value: Literal) -> model.Literal:
    if value.datatype in _DATES:
        return model.Literal(value.value, LiteralType.DATE)
    return model.Literal(value.value, LiteralType.NUMBER if value.datatype == XSD_DECIMAL else LiteralType.TEXT)


def judgements(quads: Iterable[Quad]) -> Iterator[Judgement]:
    """The judgements of an identity graph."""
    for row in rows(quads).values():
        if ck("IdentityJudgement") not in row.get(TYPE, ()):
            continue
        yield Judgement(
            article=row[DERIVED][0].value,
            key=row[ck("key")][0].value,
            name=row[ck("name")][0].value,
            type=EntityType(row[ck("nameKey")][0].value.partition(" ")[0]),
            entity=row[ck("identifies")][0].value,
            verdict=Verdict(row[ck("verdict")][0].value.rpartition("#")[2]),
            reason=row[ck("reason")][0].value,
            anchors=frozenset(anchor.value for anchor in row.get(ck("anchor"), ())),
        )
