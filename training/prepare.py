"""The data sets as passages on disk, with the candidates that the pipeline finds in their texts.

python -m training.prepare [DATA [WORK]]
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.knowledgenet import read
from kg.annotate import load
from training import cache, celebrity, docred, knowledgenet, marked, news, own

SEEDS = ((1500, 1), (2500, 2))
"""How many sentences of our own, from which seed."""


def prepare(data: Path, work: Path) -> None:
    """Write one ``.jsonl`` a data set of the folder ``data`` to the folder ``work``."""
    nlp = load()
    folds = list(read(data / "knowledgenet" / "train_folds1-3.jsonl"))
    made = {
        "knowledgenet": knowledgenet.passages(folds, nlp),
        "celebrity": celebrity.passages(data / "celebrity-corpus" / "xml", nlp),
        "redocred": docred.passages(data / "re-docred" / "dev_revised.json", nlp),
        "news": news.passages(marked.read(), nlp),
        **{f"own-{seed}": own.passages(count, seed) for count, seed in SEEDS},
    }
    for name, passages in made.items():
        number = cache.write(work / f"{name}.jsonl", passages)
        sys.stderr.write(f"{name}: {number} passages\n")


if __name__ == "__main__":
    folders = [Path(one) for one in sys.argv[1:]]
    root = Path(__file__).resolve().parent.parent
    prepare(*(folders + [root.parent / "shared" / "data", root / "build" / "training"][len(folders) :]))
