"""Claims to lines: one order of lines, one order of keys."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kg.model import Article, Claim, Entity, Evidence, Extraction, Literal, PartialDate

_DIGITS = 4
# JSON leaves these as they are, but many readers of lines (str.splitlines among them) end a line there.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def to_jsonl(extraction: Extraction, ids: Mapping[str, str] | None = None) -> Iterator[str]:
    """The claims of one article, one JSON object a line (no newline at its end), ordered by evidence start.

    Args:
        extraction: the article and its claims.
        ids: the IRI of each entity by its key, where the graph has given one; an entity's own ``id`` otherwise.

    >>> from kg.model import EntityType
    >>> ana, tom = Entity("ana", EntityType.PERSON, "Ana Ruiz"), Entity("tom", EntityType.PERSON, "Tom Bray")
    >>> words = Evidence(0, 22, "Ana Ruiz wed Tom Bray.", (0, 8), (13, 21))
    >>> claim = Claim(ana, "marriedTo", tom, (words,))
    >>> [line] = to_jsonl(Extraction(Article("a1", words.quote), (ana, tom), (), (claim,)))
    >>> line[:86]
    '{"article": "a1", "published": null, "subject": {"name": "Ana Ruiz", "type": "Person"}'
    """
    ids = ids or {}
    lines = sorted((_place(claim), _line(_claim_object(extraction.article, claim, ids))) for claim in extraction.claims)
    for _, line in lines:
        yield line


def _place(claim: Claim) -> tuple[int, int, tuple[int, int], tuple[int, int]]:
    """Where a claim stands in the text, for sorting; its line decides between claims of one place."""
    first = min(claim.evidence, key=lambda evidence: (evidence.start, evidence.end))
    return first.start, first.end, first.subject, first.object or (-1, -1)


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).translate(_LINE_ENDS)


def _claim_object(article: Article, claim: Claim, ids: Mapping[str, str]) -> dict[str, Any]:
    """One claim with its keys in the order of the documentation; ``kinship`` and ``note`` only where there is one."""

    def party(value: Entity | Literal | None) -> dict[str, str] | None:
        match value:
            case Entity():
                known = {"id": ids.get(value.key) or value.id, "wikidata": value.wikidata}
                return {"name": value.label, "type": value.type.value} | {k: v for k, v in known.items() if v}
            case Literal():
                return {"value": value.value, "type": value.type.value}
            case None:
                return None

    def moment(value: PartialDate | None) -> str | None:
        return value.value if value else None

    source = claim.source
    extras = {"said": moment(claim.said), "kinship": claim.kinship, "note": claim.note}
    return {
        "article": article.id,
        "published": article.published.isoformat() if article.published else None,
        "subject": party(claim.subject),
        "predicate": claim.predicate,
        "object": party(claim.object),
        "start": moment(claim.start),
        "end": moment(claim.end),
        "at": moment(claim.at),
        "place": party(claim.place),
        "status": claim.status.value,
        "source": {"name": source.name, "anonymous": source.anonymous} if source else None,
        "confidence": round(float(claim.confidence), _DIGITS),
        "evidence": [_evidence_object(evidence) for evidence in claim.evidence],
    } | {key: value for key, value in extras.items() if value}


def _evidence_object(evidence: Evidence) -> dict[str, Any]:
    return {
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "subject": list(evidence.subject),
        "object": list(evidence.object) if evidence.object else None,
    } | ({"rule": evidence.rule} if evidence.rule else {})
