"""The pair head in numpy: for every ordered pair of candidates and every label, how likely it holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.encoder.window import TYPES, Window, bucket

Floats = NDArray[np.float32]
Pairs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """The weights of the head; what each is, `training.network.Network.score` shows."""

    labels: tuple[str, ...]
    weights: dict[str, Floats]

    @classmethod
    def load(cls, path: Path) -> Head:
        """The head from an ``.npz`` file. Raises OSError where there is none."""
        with np.load(path) as file:
            arrays = {name: file[name].astype(np.float32) for name in file.files if name != "labels"}
            return cls(tuple(map(str, file["labels"])), arrays)

    def score(self, hidden: Floats, window: Window, pairs: Pairs) -> Floats:
        """The logits (pairs, labels) from the hidden states (sub-tokens, width) of ``window``."""
        w = self.weights
        if not len(pairs):
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        spans = np.concatenate((hidden[window.first], hidden[window.last]), axis=1)
        heads = (spans @ w["head"] + w["head_bias"])[pairs[:, 0]]
        tails = (spans @ w["tail"] + w["tail_bias"])[pairs[:, 1]]
        width = heads.shape[1] // 2
        left, right, distance = between(window, pairs)
        running = np.zeros((len(hidden) + 1, width), dtype=np.float32)
        np.cumsum(hidden @ w["context"], axis=0, out=running[1:])
        middle = (running[right] - running[left]) / np.maximum(right - left, 1)[:, None]
        kinds = w["kinds"][window.types[pairs[:, 0]] * len(TYPES) + window.types[pairs[:, 1]]]
        mixed = heads[:, :width] + tails[:, :width] + heads[:, width:] * tails[:, width:]
        mixed += middle + kinds + w["gaps"][bucket(distance)]
        return np.asarray(gelu(mixed) @ w["out"] + w["out_bias"], dtype=np.float32)


def between(window: Window, pairs: Pairs) -> tuple[Pairs, Pairs, Pairs]:
    """The sub-tokens between the two (from, to exclusive), and how many, below zero where the tail stands first."""
    head, tail = pairs[:, 0], pairs[:, 1]
    ordered = window.first[head] <= window.first[tail]
    left = np.where(ordered, window.last[head], window.last[tail]) + 1
    right = np.where(ordered, window.first[tail], window.first[head])
    size = np.maximum(right - left, 0)
    return left, left + size, np.where(ordered, size, -size - 1)


def gelu(x: Floats) -> Floats:
    """The Gaussian error linear unit, by the approximation of the error function of Abramowitz and Stegun, 7.1.26.

    Its error is below 1.5e-7, less than float32 keeps.

    >>> [round(float(y), 4) for y in gelu(np.array([-1.0, 0.0, 1.0], dtype=np.float32))]
    [-0.1587, 0.0, 0.8413]
    """
    z = np.abs(x) / np.float32(np.sqrt(2.0))
    t = 1 / (1 + 0.3275911 * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.copysign(1 - poly * np.exp(-z * z), x)
    return np.asarray(x * (1 + erf) / 2, dtype=np.float32)
