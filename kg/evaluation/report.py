"""Print scores: tables for people, a dictionary for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from kg.evaluation.scoring import Counts, Finding, Scores

_STYLES = {"taken for asserted": "bold red", "wrong": "red", "status": "magenta", "missed": "yellow"}


def render(scores: Scores, *, errors: bool = False, gravest: bool = True) -> RenderableType:
    """Scores as rich tables: per predicate and status, times, speakers; with ``errors`` every fault and its words.

    Without it, the ``gravest``: what is denied, possible or planned and was taken for asserted.
    """
    parts: list[RenderableType] = [
        _table("predicate", scores.by_predicate, scores.overall),
        _table("status", {status.value: counts for status, counts in scores.by_status.items()}, scores.overall),
        _details(scores),
        _asserted(scores),
    ]
    if errors:
        parts.extend(_finding(finding) for finding in scores.findings)
    elif gravest:
        parts.extend(_finding(finding) for finding in scores.taken_for_asserted)
    return Group(*parts)


def as_dict(scores: Scores, *, errors: bool = False) -> dict[str, Any]:
    """Scores as plain values that ``json.dumps`` takes; with ``errors`` the findings too."""
    data: dict[str, Any] = {
        "articles": scores.articles,
        "overall": _counts(scores.overall),
        "asserted": _counts(scores.asserted),
        "taken_for_asserted": [_plain(finding) for finding in scores.taken_for_asserted],
        "by_predicate": {name: _counts(counts) for name, counts in scores.by_predicate.items()},
        "by_status": {status.value: _counts(counts) for status, counts in scores.by_status.items()},
        "by_article": {name: _counts(counts) for name, counts in scores.by_article.items()},
        "times": {name: _sorted(counter) for name, counter in scores.times.items()},
        "sources": _sorted(scores.sources),
        "places": _sorted(scores.places),
        "kinship": _sorted(scores.kinship),
    }
    if errors:
        data["findings"] = [_plain(finding) for finding in scores.findings]
    return data


def _counts(counts: Counts) -> dict[str, float]:
    return {
        "right": counts.right,
        "predicted": counts.predicted,
        "gold": counts.gold,
        "precision": round(counts.precision, 4),
        "recall": round(counts.recall, 4),
        "f1": round(counts.f1, 4),
    }


def _plain(finding: Finding) -> dict[str, str]:
    return {name: getattr(finding, name) for name in finding.__dataclass_fields__}


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items()))


def _table(title: str, rows: Mapping[str, Counts], total: Counts) -> Table:
    table = Table()
    table.add_column(title)
    for name in ("gold", "found", "right", "precision", "recall", "F1"):
        table.add_column(name, justify="right")
    for name, counts in rows.items():
        table.add_row(name, *_cells(counts))
    table.add_section()
    table.add_row("all", *_cells(total), style="bold")
    return table


def _cells(counts: Counts) -> Iterable[str]:
    yield from (str(counts.gold), str(counts.predicted), str(counts.right))
    yield f"{counts.precision:.3f}" if counts.predicted else "-"
    yield f"{counts.recall:.3f}" if counts.gold else "-"
    yield f"{counts.f1:.3f}"


def _details(scores: Scores) -> Table:
    """How the times, speakers, places and kin words of the right claims fit."""
    table = Table()
    table.add_column("of the right claims")
    kinds = ("exact", "compatible", "right", "missing", "wrong", "spurious")
    for name in kinds:
        table.add_column(name, justify="right")
    rows = {**scores.times, "source": scores.sources, "place": scores.places, "kinship": scores.kinship}
    for name, counter in rows.items():
        table.add_row(name, *(str(counter[kind]) if counter[kind] else "" for kind in kinds))
    return table


def _asserted(scores: Scores) -> Text:
    counts, turned = scores.asserted, scores.taken_for_asserted
    return Text.assemble(
        f"{scores.articles} articles. Asserted: precision {counts.precision:.3f}, recall {counts.recall:.3f}. ",
        (f"Denied, possible or planned taken for asserted: {len(turned)}", "bold red" if turned else "green"),
    )


def _finding(finding: Finding) -> Text:
    lines: list[str | tuple[str, str]] = [
        (f"{finding.kind.upper()} ", _STYLES[finding.kind]),
        (f"{finding.article}: ", "dim"),
        finding.claim,
    ]
    if finding.rule:
        lines.append((f"  <{finding.rule}>", "cyan"))
    if finding.expected:
        lines.append(f"\n    gold: {finding.expected}")
    return Text.assemble(*lines, (f"\n    {' '.join(finding.sentence.split())}", "italic"))
