"""Fit the weights of `kg.linking`: a softmax over the candidates of everybody on a page, and NIL.

    python -m training.linking [--write]

Fitted on OKE 2015 and 2016, KnowledgeNet (folds 1-3), and sentences about widely known people; each also with
everybody called by one name only, and each also as if some of the people were not in the base, so that NIL is learnt.
KORE50 and News-Fair are not looked at: `benchmarks.linking` measures on them. What the others of a page tell depends
on the weights, so the fit is repeated with the odds of the fit before. ``--write`` puts weights and common words into
``kg/rules/linking_weights.toml``; without it they are printed. The same data give the same weights.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

import numpy as np

from benchmarks.linking_data import (
    DATA,
    Page,
    base_of,
    distractors,
    elevant,
    invented,
    knowledgenet,
    people,
    shortened,
    trivia,
)
from kg.linking.features import Features
from kg.linking.linker import Case, odds, prepare, score
from kg.linking.profile import content_words
from kg.names import rules
from kg.wikidata.model import Item, KnowledgeBase

OKE = ("oke-2015-train", "oke-2015-eval", "oke-2016-train", "oke-2016-eval")
TESTS = ("kore50", "news-fair-v2")
DISTRACTORS = 20_000
INVENTED = 800
PASSES = 3
DECAY = 0.0004
STEPS = 20
WIDEST = 40
AGAINST = ("given_as_surname", "other_sex", "tie_other")
FOR = ("company", "country", "fellow")
"""What can only speak against a candidate, and what only for it: where few rows have it, chance may turn it round."""

UNKNOWN = 0.35
"""The share of the known people that are taken out of the base, page by page."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A page with its cases and the index of the right candidate of each; -1 is NIL. ``real``: a text as it is."""

    cases: tuple[Case, ...]
    right: tuple[int, ...]
    weight: float
    real: bool = False


def samples(
    pages: Iterable[Page], base: KnowledgeBase, *, weight: float, hide: float, seed: int, real: bool = False
) -> list[Sample]:
    """The pages as the linker sees them; ``hide`` of the known people are made unknown."""
    chance = random.Random(seed)
    found = []
    for page in pages:
        cases, right = [], []
        for case in prepare(page.profiles, base):
            gold = page.gold[case.profile.id]
            if gold and chance.random() < hide:
                case, gold = _without(case, gold), None
            place = next((i for i, one in enumerate(case.rivals) if one.item.qid == gold), -1)
            cases.append(case)
            right.append(place)
        if any(case.rivals for case in cases):
            found.append(Sample(tuple(cases), tuple(right), weight, real))
    return found


def _without(case: Case, qid: str) -> Case:
    """The case as if the item were not in the base."""
    from kg.linking.features import local_features

    rivals = tuple(one for one in case.rivals if one.item.qid != qid)
    return replace(case, rivals=rivals, alone=tuple(local_features(case.profile, rivals)))


def fit(rows: Sequence[tuple[Sequence[Features], int, float]]) -> dict[str, float]:
    """The weights that make the right candidates likeliest, with quadratic decay; -1 stands for NIL."""
    rows = [row for row in rows if row[0]]
    names = sorted({name for features, _, _ in rows for one in features for name in one})
    index = {name: place for place, name in enumerate(names)}
    table = np.zeros((sum(len(features) for features, _, _ in rows), len(names)))
    starts, chosen, importance = [], [], []
    line = 0
    for features, right, weight in rows:
        starts.append(line)
        for one in features:
            for name, value in one.items():
                table[line, index[name]] = value
            line += 1
        chosen.append(starts[-1] + right if right >= 0 else -1)
        importance.append(weight)
    begin, share = np.array(starts), np.array(importance) / sum(importance)
    of_row = np.repeat(np.arange(len(rows)), np.diff([*starts, line]))
    target = np.zeros(line)
    for place, weight in zip(chosen, share, strict=True):
        if place >= 0:
            target[place] = weight

    def look(weights: np.ndarray) -> tuple[float, np.ndarray]:
        """The loss, and the odds of each line."""
        scores = table @ weights
        top = np.maximum(np.maximum.reduceat(scores, begin), 0.0)
        parts = np.exp(scores - top[of_row])
        total = np.add.reduceat(parts, begin) + np.exp(-top)
        loss = share @ (np.log(total) + top) - target @ scores + DECAY / 2 * weights @ weights
        return float(loss), parts / total[of_row]

    weights = np.zeros(len(names))
    loss, odds_ = look(weights)
    for _ in range(STEPS):
        gradient = table.T @ (odds_ * share[of_row] - target) + DECAY * weights
        means = np.add.reduceat(table * odds_[:, None], begin, axis=0)
        curve = (table * (odds_ * share[of_row])[:, None]).T @ table - (means * share[:, None]).T @ means
        step = np.linalg.solve(curve + DECAY * np.eye(len(names)), gradient)
        before, size = loss, 1.0
        while size > 1e-4:
            loss, odds_ = look(weights - size * step)
            if loss <= before:
                break
            size /= 2
        weights = weights - size * step
    return {name: round(float(weights[index[name]]), 3) for name in names}


def train(all_samples: Sequence[Sample]) -> dict[str, float]:
    """The weights after some passes; the first knows nothing of the others on a page."""
    rows = [
        hardest(case.alone, right, sample.weight, {"fame": 1.0})
        for sample in all_samples
        for case, right in zip(sample.cases, sample.right, strict=True)
    ]
    weights = fit(rows)
    for _ in range(PASSES):
        rows = []
        for sample in all_samples:
            _, features = odds(sample.cases, weights)
            rows += [
                hardest(row, right, sample.weight, weights) for row, right in zip(features, sample.right, strict=True)
            ]
        weights = fit(rows)
    against = {name: min(weights.get(name, 0.0), 0.0) for name in AGAINST}
    return weights | against | {name: max(weights.get(name, 0.0), 0.0) for name in FOR}


def hardest(
    features: Sequence[Features], right: int, weight: float, weights: Mapping[str, float]
) -> tuple[list[Features], int, float]:
    """The right candidate and the likeliest others: the rest weigh nothing, and there are many."""
    order = sorted(range(len(features)), key=lambda place: (place != right, -score(features[place], weights), place))
    return [features[place] for place in order[:WIDEST]], 0 if right >= 0 else -1, weight


def common_words(items: Sequence[Item]) -> tuple[dict[str, float], float]:
    """How telling the words of descriptions and occupations are: the logarithm of how rarely a described person has it.

    The second value is for words that hardly anybody has, which are not listed.
    """
    described = [item for item in items if item.description or any(one.label for one in item.occupations)]
    count = Counter(
        word
        for item in described
        for word in content_words(item.description, *(one.label for one in (*item.occupations, *item.citizenships)))
    )
    least = len(described) / 400
    rarest = math.log(400)
    listed = {word: round(math.log(len(described) / number), 2) for word, number in count.items() if number > least}
    return dict(sorted(listed.items())), round(rarest, 2)


def text_of(weights: Mapping[str, float], common: Mapping[str, float], rarest: float) -> str:
    """The data file with the weights; thresholds are kept."""
    policy = rules("linking_weights").get("policy", {})
    lines = [
        "# How much each feature of a candidate counts when people are linked to Wikidata (kg/linking), and how",
        "# telling the words of descriptions are (the logarithm of their rarity); fitted by training/linking.py.",
        "# The thresholds of `policy` are read off benchmarks/linking.py.",
        "",
        f"rarest = {rarest}",
        "",
        "[policy]",
        *(f"{key} = {value}" for key, value in sorted(policy.items())),
        "",
        "[weights]",
        *(f"{key} = {weights[key]}" for key in sorted(weights)),
        "",
        "[common]",
        *(f"{key} = {value}" for key, value in common.items()),
    ]
    return "\n".join(lines) + "\n"


def material(base: KnowledgeBase, items: Sequence[Item]) -> list[Sample]:
    """Everything that is fitted on; the people of the benchmarks take no part in what is invented.

    Whom a real text calls by one name only its readers know, and so does the base: that the unknown people of OKE are
    called so is of our own making, and weighs little beside people who are known.
    """
    tested = {qid for name in TESTS for page in elevant(name) for qid in page.gold.values() if qid}
    seen: set[str] = set()
    oke = []
    for name in OKE:
        for page in elevant(name):
            words = str([sorted(one.words) for one in page.profiles[:1]])
            if words not in seen:
                seen.add(words)
                oke.append(page)
    known = trivia()
    return [
        *samples(oke, base, weight=1.0, hide=0.0, seed=1, real=True),
        *samples(oke, base, weight=0.5, hide=UNKNOWN * 2, seed=2),
        *samples(shortened(oke), base, weight=0.5 / 3, hide=UNKNOWN, seed=3),
        *samples(knowledgenet(), base, weight=0.5, hide=0.0, seed=4, real=True),
        *samples(invented(items, INVENTED, 7, tested), base, weight=0.8, hide=UNKNOWN / 2, seed=7),
        *samples(known, base, weight=0.15, hide=UNKNOWN, seed=5),
        *samples(shortened(known), base, weight=0.15, hide=UNKNOWN, seed=6),
    ]


def cross(all_samples: Sequence[Sample], folds: int = 5) -> list[tuple[float, bool, bool]]:
    """Every real text as judged by weights that have not seen it.

    For each person with candidates: the odds of the likeliest, whether it is right, and whether there is a right one.
    """
    found = []
    page = {id(sample): sample.cases[0].profile.id.partition("#")[0] for sample in all_samples}
    for fold in range(folds):
        held = {name for name in page.values() if zlib.crc32(name.encode()) % folds == fold}
        weights = train([sample for sample in all_samples if page[id(sample)] not in held])
        for sample in all_samples:
            if sample.real and page[id(sample)] in held:
                chances, _ = odds(sample.cases, weights)
                for row, right in zip(chances, sample.right, strict=True):
                    if row:
                        best = max(range(len(row)), key=row.__getitem__)
                        found.append((row[best], best == right, right >= 0))
    return found


def table_of(judged: Sequence[tuple[float, bool, bool]]) -> str:
    """Precision and recall at some thresholds."""
    known = sum(there for _, _, there in judged)
    lines = [f"{len(judged)} people with candidates, {known} of them in the base", "least   linked  precision  recall"]
    for least in (0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97, 0.99, 0.995):
        linked = [right for likely, right, _ in judged if likely >= least]
        precision = sum(linked) / max(1, len(linked))
        lines.append(f"{least:<7} {len(linked):6}  {precision:9.3f}  {sum(linked) / max(1, known):6.3f}")
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Fit, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write kg/rules/linking_weights.toml")
    parser.add_argument("--cross", action="store_true", help="fit five times, and judge what was left out")
    options = parser.parse_args(argv)
    if not DATA.is_dir():
        print(f"{DATA}: no such folder; the data sets are expected beside the checkout", file=sys.stderr)  # noqa: T201
        return 2
    items = people()
    common, rarest = common_words(items)
    base = base_of([*items, *distractors(items, DISTRACTORS)])
    everything = material(base, items)
    if options.cross:
        print(table_of(cross(everything)))  # noqa: T201
        return 0
    text = text_of(train(everything), common, rarest)
    if options.write:
        Path(str(resources.files("kg") / "rules" / "linking_weights.toml")).write_text(text, encoding="utf-8")
    else:
        print(text)  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
