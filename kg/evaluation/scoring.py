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
from kg.evaluation.matching import MUTUAL_KIN, Fit, People, fit, same_object, same_place, same_source, words
from kg.model import Article, Claim, Entity, Extraction, Literal, PartialDate, Status
from kg.vocab import is_symmetric

_TIMES = ("start", "end", "at")


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
    return _sum([_score_article(by_id.get(one.id, Extraction(one.article)), one) for one in gold])


@dataclass(frozen=True, slots=True)
class _Judged:
    """One article's predictions and gold claims, with the pairs (prediction, gold) that are right."""

    extraction: Extraction
    gold: GoldArticle
    people: People
    pairs: tuple[tuple[int, int], ...]
    misjudged: tuple[tuple[int, int], ...]


def _score_article(extraction: Extraction, gold: GoldArticle) -> _Judged:
    people = People.of(gold.people)
    agreeing = [
        (i, j)
        for i, claim in enumerate(extraction.claims)
        for j, expected in enumerate(gold.claims)
        if _agree(claim, expected, people)
    ]
    times_told = Counter((j_claim.status, _triple(j_claim)) for j_claim in gold.claims)

    def may(i: int, j: int) -> bool:
        claim, expected = extraction.claims[i], gold.claims[j]
        several = times_told[expected.status, _triple(expected)] > 1
        return claim.status == expected.status and not (several and _contradict(claim, expected))

    def weight(pair: tuple[int, int]) -> tuple[int, ...]:
        claim, expected = extraction.claims[pair[0]], gold.claims[pair[1]]
        exact = isinstance(claim.object, Literal | Entity) and words(_label(claim.object)) == words(
            expected.object or ""
        )
        source = _source_fits(claim, expected, extraction, people) == "right"
        return (-exact, -sum(_fits(claim, expected).values()), -source, *pair)

    pairs = _one_to_one(sorted((pair for pair in agreeing if may(*pair)), key=weight))
    used = {i for i, _ in pairs}, {j for _, j in pairs}
    rest = [(i, j) for i, j in sorted(agreeing, key=weight) if i not in used[0] and j not in used[1]]
    return _Judged(extraction, gold, people, pairs, _one_to_one(rest))


def _one_to_one(ranked: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The best pairs first, nobody twice."""
    left: set[int] = set()
    right: set[int] = set()
    taken = []
    for i, j in ranked:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            taken.append((i, j))
    return tuple(taken)


def _agree(claim: Claim, gold: GoldClaim, people: People) -> bool:
    """Whether predicate, subject and object are the same, whatever the status."""
    if claim.predicate != gold.predicate:
        return False
    if _same(claim.subject, gold.subject, gold, people) and _same(claim.object, gold.object, gold, people):
        return True
    # "Nobody has filed": who would have is not known. "X is the cousin of Y" says the same as its reverse.
    turned = (
        is_symmetric(gold.predicate)
        or (gold.predicate == "event:DivorceFiling" and gold.status is Status.DENIED)
        or (gold.predicate == "relativeOf" and gold.note in MUTUAL_KIN)
    )
    return (
        turned and _same(claim.object, gold.subject, gold, people) and _same(claim.subject, gold.object, gold, people)
    )


def _same(thing: Entity | Literal | None, gold: str | None, claim: GoldClaim, people: People) -> bool:
    if thing is None or gold is None:
        return thing is None and gold is None
    if words(gold) in people.by_name:
        return isinstance(thing, Entity) and people.entity(thing) == gold
    names = (thing.label, *thing.aliases) if isinstance(thing, Entity) else (thing.value,)
    return any(same_object(claim.predicate, name, gold) for name in names)


def _label(thing: Entity | Literal) -> str:
    return thing.label if isinstance(thing, Entity) else thing.value


def _triple(gold: GoldClaim) -> tuple[str, tuple[str, ...]]:
    parties = (gold.subject, gold.object or "")
    return gold.predicate, tuple(sorted(parties)) if is_symmetric(gold.predicate) else parties


def _value(moment: PartialDate | None) -> str | None:
    return moment.value if moment else None


def _fits(claim: Claim, gold: GoldClaim) -> dict[str, Fit]:
    return {name: fit(_value(getattr(claim, name)), getattr(gold, name)) for name in _TIMES}


def _contradict(claim: Claim, gold: GoldClaim) -> bool:
    """Whether both give the beginning (or the day) and the two cannot be the same time."""
    return any(
        _value(getattr(claim, name))
        and getattr(gold, name)
        and fit(_value(getattr(claim, name)), getattr(gold, name)) == 0
        for name in ("start", "at")
    )


def _source_fits(claim: Claim, gold: GoldClaim, extraction: Extraction, people: People) -> str:
    """One of right, wrong, missing, spurious, and none where neither has a speaker."""
    if claim.source is None or gold.source is None:
        return {(True, True): "none", (True, False): "missing", (False, True): "spurious"}[
            claim.source is None, gold.source is None
        ]
    speaker = next((entity for entity in extraction.entities if entity.key == claim.source.entity), None)
    predicted = (people.entity(speaker) if speaker else None) or people.find(claim.source.name)
    expected = people.find(gold.source)
    if expected or predicted:
        return "right" if expected == predicted else "wrong"
    return "right" if same_source(claim.source.name, gold.source) else "wrong"


def _place_fits(claim: Claim, gold: GoldClaim) -> str:
    if claim.place is None or gold.place is None:
        return {(True, True): "none", (True, False): "missing", (False, True): "spurious"}[
            claim.place is None, gold.place is None
        ]
    return "right" if same_place(claim.place.label, gold.place) else "wrong"


def _is_taken_for_asserted(claim: Claim, judged: _Judged) -> GoldClaim | None:
    """The denied, possible or planned gold claim that this asserted prediction turned into a fact, if it did.

    Where the gold asserts the same triple too (an arrest in 1990, none in 2012), it did so only if its time is that of
    the one and not of the other.
    """
    if claim.status is not Status.ASSERTED:
        return None
    same = [gold for gold in judged.gold.claims if _agree(claim, gold, judged.people)]
    facts = [gold for gold in same if gold.status is Status.ASSERTED]
    for gold in same:
        if gold.status in {Status.DENIED, Status.POSSIBLE, Status.PLANNED}:
            timed = any(getattr(gold, name) for name in _TIMES)
            exactly = timed and all(fitting == Fit.EXACT for fitting in _fits(claim, gold).values())
            if not facts or (exactly and all(_contradict(claim, fact) for fact in facts)):
                return gold
    return None


def _sum(articles: Sequence[_Judged]) -> Scores:
    right: Counter[tuple[str, object]] = Counter()
    predicted: Counter[tuple[str, object]] = Counter()
    gold: Counter[tuple[str, object]] = Counter()
    times = {name: Counter[str]() for name in _TIMES}
    sources, places, kinship = Counter[str](), Counter[str](), Counter[str]()
    findings: list[Finding] = []

    def count(counter: Counter[tuple[str, object]], judged: _Judged, predicate: str, status: Status) -> None:
        counter.update([("all", ""), ("predicate", predicate), ("status", status), ("article", judged.gold.id)])

    for judged in articles:
        for claim in judged.extraction.claims:
            count(predicted, judged, claim.predicate, claim.status)
        for expected in judged.gold.claims:
            count(gold, judged, expected.predicate, expected.status)
        for i, j in judged.pairs:
            claim, expected = judged.extraction.claims[i], judged.gold.claims[j]
            count(right, judged, expected.predicate, expected.status)
            for name, fitting in _fits(claim, expected).items():
                if getattr(claim, name) or getattr(expected, name):
                    times[name][fitting.name.lower()] += 1
            sources[_source_fits(claim, expected, judged.extraction, judged.people)] += 1
            if expected.predicate.startswith("event:"):
                places[_place_fits(claim, expected)] += 1
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


def _findings(judged: _Judged) -> Iterable[Finding]:
    """What went wrong in one article, in the order of the predictions, then of the gold."""
    article, claims, expected = judged.gold.id, judged.extraction.claims, judged.gold.claims
    right = {i for i, _ in judged.pairs}
    found = {j for _, j in judged.pairs} | {j for _, j in judged.misjudged}
    misjudged = dict(judged.misjudged)
    for i, claim in enumerate(claims):
        sentence, rule = claim.evidence[0].quote, claim.evidence[0].rule
        turned = _is_taken_for_asserted(claim, judged)
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
    shown = _label(claim.object) if claim.object else None
    source = claim.source.name if claim.source else None
    moments = [_value(moment) for moment in (claim.start, claim.end, claim.at)]
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
