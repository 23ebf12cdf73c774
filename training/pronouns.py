"""Fit the weights of `kg.mentions.ranking` on GAP: a softmax over the candidates of every pronoun.

    python -m training.pronouns [--data FILE] [--rounds N] [--encoder FOLDER] [--write]

FILE is `gap-development.tsv`. A row counts if one of its two names is the antecedent and among the candidates that
the reader finds; the fit is full-batch gradient descent with momentum. Weights of one round
change which earlier pronouns the next round sees, so two rounds are run. ``--write`` puts the weights into
``kg/rules/pronouns.toml``; without it they are printed. The same data give the same weights.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path

import numpy as np
from spacy.tokens import Doc

from benchmarks.gap import DATA, Row, read
from kg.annotate import annotate_all, load
from kg.encoder import load as load_encoder
from kg.mentions import Scorer
from kg.mentions import read as read_story
from kg.mentions.learned import scorer
from kg.mentions.ranking import Features
from kg.model import Article, MentionKind
from kg.names import rules
from kg.quotes import find_quotes
from training.coreference import held

Case = tuple[list[Features], int]
"""The candidates of one pronoun, and the index of the right one."""

DECAY = 0.002
STEPS = 800
RATE = 0.5
MOMENTUM = 0.9


def collect(
    rows: Sequence[Row], docs: Sequence[Doc], weights: Mapping[str, float] | None, scorer: Scorer | None = None
) -> list[Case]:
    """What the reader sees at every pronoun of the rows, with the answer; with a scorer where that was asked.

    In the second case the features are those of `kg.mentions.ranking.mixed`: the points of the rules and what the
    scorer told.
    """
    cases: list[Case] = []
    for row, doc in zip(rows, docs, strict=True):
        state, _ = read_story(doc, find_quotes(doc), weights, scorer)
        page = state.page
        token = next((i for i in state.asked if page.idx[i] == row.pronoun[0]), None)
        if token is None or True not in row.gold or (scorer is not None and token not in state.told):
            continue
        found = state.asked[token]
        if scorer is not None:
            found = {key: _mixable(state.weights, found[key], state.told[token].get(key)) for key in found}
        start, end = row.names[row.gold.index(True)]
        names = [d for d in state.story.drafts if d.kind is MentionKind.NAME]
        answers = {key for d in names if page.idx[d.first] < end and start < page.end(d.last - 1) for key in d.entities}
        keys = sorted(found)
        right = [i for i, key in enumerate(keys) if key in answers]
        if right and len(keys) > 1:
            cases.append(([found[key] for key in keys], right[0]))
    return cases


def _mixable(weights: Mapping[str, float], features: Features, told: float | None) -> Features:
    points = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return {"rules": points, "told": told or 0.0, "untold": 1.0 if told is None else 0.0}


def fit(cases: Sequence[Case], rate: float = RATE) -> dict[str, float]:
    """The weights that make the right candidates likeliest, with quadratic decay."""
    names = sorted({name for candidates, _ in cases for features in candidates for name in features})
    index = {name: i for i, name in enumerate(names)}
    width = max(len(candidates) for candidates, _ in cases)
    table = np.zeros((len(cases), width, len(names)))
    mask = np.full((len(cases), width), -1e9)
    for row, (candidates, _) in enumerate(cases):
        for column, features in enumerate(candidates):
            mask[row, column] = 0.0
            for name, value in features.items():
                table[row, column, index[name]] = value
    right = np.array([answer for _, answer in cases])
    weights, speed = np.zeros(len(names)), np.zeros(len(names))
    chosen = table[np.arange(len(cases)), right]
    for _ in range(STEPS):
        scores = table @ weights + mask
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        gradient = (np.einsum("rc,rcf->rf", odds, table) - chosen).mean(axis=0) + DECAY * weights
        speed = MOMENTUM * speed - rate * gradient
        weights = weights + speed
    return {name: round(float(weights[index[name]]), 3) for name in names}


def text_of(weights: Mapping[str, float], mix: Mapping[str, float]) -> str:
    """The data file that holds the weights; thresholds are kept."""
    answer = rules("pronouns")["answer"]
    lines = [
        "# How much each feature of a candidate counts for a third-person pronoun; fitted by training/pronouns.py on",
        "# the development file of GAP (Webster et al. 2018). `least`: the probability that the best must have,",
        "# `lead`: by how much it must lead the next, `doubt`: by how much not to ask the trained reader.",
        "",
        "[answer]",
        *(f"{key} = {answer[key]}" for key in sorted(answer)),
        "",
        "[weights]",
        *(f"{key} = {weights[key]}" for key in sorted(weights)),
    ]
    lines += [
        "",
        "# Where the lead is below `doubt` and there is a trained reader: how its log-odds are added to the points of",
        "# the rules; fitted on the rows of the same file that the reader was not trained on.",
        "[read]",
        *(f"{key} = {mix[key]}" for key in sorted(mix)),
    ]
    return "\n".join(lines) + "\n"


def main(argv: list[str] | None = None) -> int:
    """Fit, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--encoder", type=Path, help="folder of a trained encoder: fit how it is mixed with the rules")
    parser.add_argument("--write", action="store_true", help="write kg/rules/pronouns.toml")
    options = parser.parse_args(argv)
    if not options.data.is_file():
        print(f"{options.data}: no such file; give the path of gap-development.tsv with --data", file=sys.stderr)  # noqa: T201
        return 2
    rows = list(read(options.data))
    docs = list(annotate_all((Article(row.id, row.text) for row in rows), load()))
    weights: Mapping[str, float] = rules("pronouns")["weights"]
    mix: Mapping[str, float] = rules("pronouns")["read"]
    for _ in range(options.rounds):
        weights = fit(collect(rows, docs, weights))
    if options.encoder is not None:
        unseen = [(row, doc) for row, doc in zip(rows, docs, strict=True) if held(row)]
        told = scorer(load_encoder(options.encoder))
        mix = fit(collect([row for row, _ in unseen], [doc for _, doc in unseen], weights, told), rate=0.05)
    if options.write:
        path = Path(str(resources.files("kg") / "rules" / "pronouns.toml"))
        path.write_text(text_of(weights, mix), encoding="utf-8")
    else:
        print(text_of(weights, mix))  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
