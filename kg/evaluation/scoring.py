"""Count how far the claims of an extraction are the claims of the gold.

A predicted claim is right when a gold claim of the same article has the same subject, predicate, object and status;
each gold claim pays for one prediction only. Times, speakers and places are judged on the right claims, apart. Where
the gold holds the same triple several times with one status (a couple who married twice, two arrests), the times tell
which is meant, and a prediction with a time that fits none of them is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.evaluation.gold import GoldArticle, GoldClaim, load_gold
from kg.evaluation.judging import (
    TIMES,
    Judged,
    judge,
    label,
    moment,
    place_fits,
    source_fits,
    taken_for_asserted,
    times_fit,
)
from kg.evaluation.matching import words
from kg.model import Article, Claim, Extraction, Status


@dataclass(frozen=True, slots=True)
class Counts:
    """How many claims were right, how many were predicted, how many the gold has.

    >>> counts = Counts(right=8, predicted=10, gold=16)
    >>> counts.precision, counts.recall, round(counts.f1, 3)
    (0.8, 0.5, 0.615)
    """

    right: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Right among the predicted; 1 where nothing was predicted, since nothing wrong was said."""
        return self.right / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """Right among the gold; 1 where there was nothing to find."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.predicted + self.gold
        return 2 * self.right / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: ``kind`` is wrong, missed, status (right but for its status) or taken for asserted."""

    kind: str
    article: str
    predicate: str
    claim: str
    sentence: str
    rule: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Scores:
    """All figures of one run. ``times`` counts each start, end and at of the right claims by how it fits the gold."""

    articles: int
    overall: Counts
    by_predicate: Mapping[str, Counts]
    by_status: Mapping[Status, Counts]
    by_article: Mapping[str, Counts]
    times: Mapping[str, Counter[str]]
    sources: Counter[str]
    places: Counter[str]
    kinship: Counter[str]
    findings: tuple[Finding, ...] = field(default=())

    @property
    def asserted(self) -> Counts:
        """Precision and recall of what would be believed."""
        return self.by_status[Status.ASSERTED]

    @property
    def taken_for_asserted(self) -> tuple[Finding, ...]:
        """Asserted predictions of what the gold has only as denied, possible or planned: the fault that must not be."""
        return tuple(finding for finding in self.findings if finding.kind == "taken for asserted")


def evaluate(folder: Path | str, extract: Callable[[Article], Extraction]) -> Scores:
    """Run ``extract`` on every gold article of a folder and score what comes out."""
    gold = load_gold(folder)
    return score([extract(one.article) for one in gold], gold)


def score(extractions: Sequence[Extraction], gold: Sequence[GoldArticle]) -> Scores:
    """Score extractions against the gold articles of the same ids; an article without extraction misses everything."""
    by_id = {extraction.article.id: extraction for extraction in extractions}
    return _sum([judge(by_id.get(one.id, Extraction(one.article)), one) for one in gold])


def _sum(articles: Sequence[Judged]) -> Scores:
    right: Counter[tuple[str, object]] = Counter()
    predicted: Counter[tuple[str, object]] = Counter()
    gold: Counter[tuple[str, object]] = Counter()
    times = {name: Counter[str]() for name in TIMES}
    sources, places, kinship = Counter[str](), Counter[str](), Counter[str]()
    findings: list[Finding] = []

    def count(counter: Counter[tuple[str, object]], judged: Judged, predicate: str, status: Status) -> None:
        counter.update([("all", ""), ("predicate", predicate), ("status", status), ("article", judged.gold.id)])

    for judged in articles:
        for claim in judged.extraction.claims:
            count(predicted, judged, claim.predicate, claim.status)
        for expected in judged.gold.claims:
            count(gold, judged, expected.predicate, expected.status)
        for i, j in judged.pairs:
            claim, expected = judged.extraction.claims[i], judged.gold.claims[j]
            count(right, judged, expected.predicate, expected.status)
            for name, fitting in times_fit(claim, expected).items():
                if getattr(claim, name) or getattr(expected, name):
                    times[name][fitting.name.lower()] += 1
            sources[source_fits(claim, expected, judged.extraction, judged.people)] += 1
            if expected.predicate.startswith("event:"):
                places[place_fits(claim, expected)] += 1
            if expected.predicate == "relativeOf":
                kinship["right" if words(claim.kinship or "") == words(expected.note or "") else "wrong"] += 1
        findings.extend(_findings(judged))

    def table(kind: str) -> dict[object, Counts]:
        keys = {key for group, key in (*predicted, *gold) if group == kind}
        return {key: Counts(right[kind, key], predicted[kind, key], gold[kind, key]) for key in sorted(keys, key=str)}

    statuses = table("status")
    return Scores(
        articles=len(articles),
        overall=table("all").get("", Counts()),
        by_predicate={str(key): counts for key, counts in table("predicate").items()},
        by_status={status: statuses.get(status, Counts()) for status in Status},
        by_article={str(key): counts for key, counts in table("article").items()},
        times=times,
        sources=sources,
        places=places,
        kinship=kinship,
        findings=tuple(findings),
    )


def _findings(judged: Judged) -> Iterable[Finding]:
    """What went wrong in one article, in the order of the predictions, then of the gold."""
    article, claims, expected = judged.gold.id, judged.extraction.claims, judged.gold.claims
    right = {i for i, _ in judged.pairs}
    found = {j for _, j in judged.pairs} | {j for _, j in judged.misjudged}
    misjudged = dict(judged.misjudged)
    for i, claim in enumerate(claims):
        sentence, rule = claim.evidence[0].quote, claim.evidence[0].rule
        turned = taken_for_asserted(claim, judged)
        if turned:
            yield Finding(
                "taken for asserted", article, claim.predicate, show(claim), sentence, rule, show_gold(turned)
            )
        elif i in misjudged:
            gold = expected[misjudged[i]]
            yield Finding("status", article, claim.predicate, show(claim), sentence, rule, show_gold(gold))
        elif i not in right:
            yield Finding("wrong", article, claim.predicate, show(claim), sentence, rule)
    for j, gold in enumerate(expected):
        if j not in found:
            yield Finding("missed", article, gold.predicate, show_gold(gold), gold.quote)


def show(claim: Claim) -> str:
    """A predicted claim on one line."""
    shown = label(claim.object) if claim.object else None
    source = claim.source.name if claim.source else None
    moments = [moment(date) for date in (claim.start, claim.end, claim.at)]
    return _line(claim.subject.label, claim.predicate, shown, moments, claim.status, source)


def show_gold(gold: GoldClaim) -> str:
    """A gold claim on one line."""
    moments = [gold.start, gold.end, gold.at]
    return _line(gold.subject, gold.predicate, gold.object, moments, gold.status, gold.source)


def _line(
    subject: str, predicate: str, thing: str | None, moments: Sequence[str | None], status: Status, source: str | None
) -> str:
    start, end, at = moments
    when = f" [{start or ''}..{end or ''}]" if start or end else ""
    when += f" @{at}" if at else ""
    said = f" by {source}" if source else ""
    return f"{subject} | {predicate} | {thing or '-'}{when} ({status.value}{said})"
