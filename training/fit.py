"""The training loop: passages in, weights out; seeded, on one thread, the same weights on every run."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from kg.encoder.window import Candidate, Window, window
from training.network import Network, batch
from training.passage import Passage

MARK = {"pronoun": "Pronoun", "nominal": "Nominal"}


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A passage as the network takes it: ``right`` and ``judged`` are (pairs, labels)."""

    window: Window
    pairs: np.ndarray
    right: np.ndarray
    judged: np.ndarray
    source: str


@dataclass(frozen=True)
class Settings:
    """How to train. ``shares`` says how much of a source one epoch takes (1, if not named).

    The learning rate falls over ``epochs``; where ``stop`` is given, training ends earlier, after so many of them.
    """

    epochs: float = 7
    stop: int | None = None
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    decay: float = 0.01
    fall: float = 0.85
    frozen: int = 0
    warm: float = 0.1
    tokens: int = 640
    average: float = 0.995
    seed: int = 1
    positive: float = 1.0
    shares: dict[str, float] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)


def sample(passage: Passage, tokens: Tokenizer, labels: Sequence[str], longest: int = 256) -> Sample:
    """The passage as numbers. A relation that stands is judged, whether or not its label is complete there."""
    found = [Candidate(s.start, s.end, MARK.get(s.kind, s.type)) for s in passage.spans]
    seen = window(tokens, passage.text, found, longest)
    number = len(seen.kept)
    place = {n: i for i, n in enumerate(seen.kept)}
    pairs = np.array(list(permutations(range(number), 2)), dtype=np.int64).reshape(-1, 2)
    index = {(int(i), int(j)): n for n, (i, j) in enumerate(pairs)}
    column = {label: n for n, label in enumerate(labels)}
    right = np.zeros((len(pairs), len(labels)), dtype=np.float32)
    judged = np.zeros_like(right)
    for label in passage.judged & column.keys():
        judged[:, column[label]] = 1
    if passage.pairs:
        kept = [(seen.kept[int(i)], seen.kept[int(j)]) in passage.pairs for i, j in pairs]
        judged *= np.array(kept, dtype=np.float32).reshape(-1, 1)
    for relation in sorted(passage.relations):
        if relation.label in column and relation.head in place and relation.tail in place:
            head, tail = place[relation.head], place[relation.tail]
            turns = [(head, tail)]
            if relation.label.split(":")[-1] in SYMMETRIC:
                turns.append((tail, head))
            for turn in turns:
                right[index[turn], column[relation.label]] = 1
                judged[index[turn], column[relation.label]] = 1
    return Sample(seen, pairs, right, judged, passage.source)


SYMMETRIC = frozenset(
    {
        "marriedTo",
        "engagedTo",
        "partnerOf",
        "siblingOf",
        "Engagement",
        "Wedding",
        "Separation",
        "Divorce",
        "StartedDating",
        "Breakup",
    }
)


def batches(samples: Sequence[Sample], tokens: int, chance: random.Random) -> Iterator[list[Sample]]:
    """Batches of about ``tokens`` sub-tokens, of like lengths, in random order."""
    order = sorted(samples, key=lambda one: len(one.window.ids) + chance.uniform(0, 6))
    made: list[list[Sample]] = [[]]
    for one in order:
        if made[-1] and (len(made[-1]) + 1) * len(one.window.ids) > tokens:
            made.append([])
        made[-1].append(one)
    chance.shuffle(made)
    yield from (group for group in made if group)


def loss(logits: Tensor, group: Sequence[Sample], settings: Settings) -> Tensor:
    """Binary cross-entropy of what is judged, summed over a passage, its mean over the batch."""
    right = torch.from_numpy(np.concatenate([one.right for one in group]))
    judged = torch.from_numpy(np.concatenate([one.judged * settings.weights.get(one.source, 1.0) for one in group]))
    raw = torch.nn.functional.binary_cross_entropy_with_logits(logits, right, reduction="none")
    if settings.positive != 1.0:
        raw = raw * (1 + (settings.positive - 1) * right)
    return (raw * judged).sum() / len(group)


def fit(
    network: Network,
    samples: Sequence[Sample],
    settings: Settings,
    log: Callable[[str], None] = print,
    watch: Callable[[Network, int], str] | None = None,
) -> Network:
    """Train ``network`` on ``samples``; the mean of its weights over the last steps (exponential) is returned."""
    chance = random.Random(settings.seed)
    torch.manual_seed(settings.seed)
    by_source: dict[str, list[Sample]] = {}
    for one in samples:
        if len(one.pairs) and one.judged.any():
            by_source.setdefault(one.source, []).append(one)
    plan: list[list[list[Sample]]] = []
    whole, part = divmod(settings.epochs, 1)
    for n in range(int(whole) + bool(part)):
        taken: list[Sample] = []
        for source, every in sorted(by_source.items()):
            share = settings.shares.get(source, 1.0) * (1.0 if n < whole else part)
            taken.extend(every * int(share))
            taken.extend(chance.sample(every, round(len(every) * (share % 1))))
        plan.append(list(batches(taken, settings.tokens, chance)))
    steps = sum(map(len, plan))
    groups = list(network.groups(settings.rate, settings.head_rate, settings.decay, settings.fall, settings.frozen))
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        [float(str(g["lr"])) for g in groups],
        total_steps=steps + 1,
        pct_start=settings.warm,
        anneal_strategy="linear",
    )
    mean: Network = copy.deepcopy(network).eval()
    averaged = [(m, p) for m, p in zip(mean.parameters(), network.parameters(), strict=True) if p.requires_grad]
    counts = {s: len(v) for s, v in sorted(by_source.items())}
    log(f"{steps} steps, samples {counts}, sub-tokens/epoch {sum(len(o.window.ids) for b in plan[0] for o in b)}")
    began, step = time.time(), 0
    for n, epoch in enumerate(plan[: settings.stop]):
        network.train()
        running = 0.0
        for group in epoch:
            seen = batch([s.window for s in group], [s.pairs for s in group])
            value = loss(network(seen), group, settings)
            optimizer.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_([p for p in network.parameters() if p.requires_grad], 5.0)
            optimizer.step()
            schedule.step()
            step += 1
            keep = min(settings.average, (step + 1) / (step + 20))
            with torch.no_grad():
                torch._foreach_lerp_([m for m, _ in averaged], [p for _, p in averaged], 1 - keep)
            running += float(value.detach())
            if step % 100 == 0:
                log(f"  step {step}/{steps} {time.time() - began:.0f}s")
        log(
            f"epoch {n + 1} loss {running / len(epoch):.3f} {time.time() - began:.0f}s "
            + (watch(mean, n + 1) if watch else "")
        )
    return mean


def predict(network: Network, samples: Sequence[Sample], tokens: int = 2048) -> list[np.ndarray]:
    """The probabilities (pairs, labels) of every sample, in order."""
    order = sorted(range(len(samples)), key=lambda n: len(samples[n].window.ids))
    found: dict[int, np.ndarray] = {}
    network.eval()
    with torch.no_grad():
        group: list[int] = []
        for n in [*order, -1]:
            if group and (n < 0 or (len(group) + 1) * len(samples[n].window.ids) > tokens):
                seen = [samples[k] for k in group]
                logits = (
                    network(batch([s.window for s in seen], [s.pairs for s in seen]))
                    if any(len(s.pairs) for s in seen)
                    else torch.zeros(0, len(network.labels))
                )
                rows = torch.sigmoid(logits).numpy()
                for k in group:
                    found[k], rows = rows[: len(samples[k].pairs)], rows[len(samples[k].pairs) :]
                group = []
            if n >= 0:
                group.append(n)
    return [found[n] for n in range(len(samples))]


def grown(network: Network, labels: Sequence[str], base: Path) -> Network:
    """A network with more labels that knows what ``network`` knew."""
    made = Network(base, labels)
    made.known = frozenset(network.labels)
    state = network.state_dict()
    old = {name: state.pop(f"out.{name}") for name in ("weight", "bias")}
    made.load_state_dict(state, strict=False)
    with torch.no_grad():
        for n, label in enumerate(network.labels):
            made.out.weight[made.labels.index(label)] = old["weight"][n]
            made.out.bias[made.labels.index(label)] = old["bias"][n]
    return made


def blended(network: Network, other: Network, share: float) -> Network:
    """``network`` with every weight moved towards that of ``other`` by ``share``: both forget less than either."""
    made = copy.deepcopy(network)
    with torch.no_grad():
        for mine, theirs in zip(made.parameters(), other.parameters(), strict=True):
            if mine.shape == theirs.shape and mine is not made.out.weight and mine is not made.out.bias:
                mine.lerp_(theirs, share)
        for n, label in enumerate(made.labels):
            if label in other.known:
                made.out.weight[n].lerp_(other.out.weight[n], share)
                made.out.bias[n].lerp_(other.out.bias[n], share)
    return made


def save(network: Network, path: Path) -> None:
    """The weights and labels to a file."""
    torch.save({"labels": network.labels, "state": network.state_dict()}, path)


def load(base: Path, path: Path) -> Network:
    """What `save` wrote."""
    kept = torch.load(path, weights_only=True)
    layers = 1 + max(int(k.split(".")[3]) for k in kept["state"] if k.startswith("bert.encoder.layer."))
    network = Network(base, kept["labels"], layers=layers)
    network.load_state_dict(kept["state"])
    return network
