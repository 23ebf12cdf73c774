"""The network: MiniLM reads a marked window, a head scores every ordered pair of candidates for every label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertModel

from kg.encoder.window import DISTANCES, MARKS, TYPES, Window, bucket

WIDTH = 192
"""Of the head; the encoder's own width is 384."""

BUCKETS = 2 * (len(DISTANCES) + 1)


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Windows of about one length, and all ordered pairs of their candidates.

    ``spans`` are flat indices into the sub-tokens of the batch; ``head`` and ``tail`` of a pair are indices of spans.
    """

    ids: Tensor
    marks: Tensor
    mask: Tensor
    first: Tensor
    last: Tensor
    types: Tensor
    head: Tensor
    tail: Tensor
    left: Tensor
    right: Tensor
    distance: Tensor


def batch(windows: Sequence[Window], pairs: Sequence[np.ndarray]) -> Batch:
    """The batch of ``windows``; ``pairs`` are index pairs (n, 2) into the candidates of each."""
    longest = max(len(one.ids) for one in windows)
    ids = np.zeros((len(windows), longest), dtype=np.int64)
    marks, mask = np.zeros_like(ids), np.zeros_like(ids)
    parts: dict[str, list[np.ndarray]] = {name: [] for name in ("first", "last", "types", "head", "tail", "row")}
    base = 0
    for row, (one, chosen) in enumerate(zip(windows, pairs, strict=True)):
        ids[row, : len(one.ids)] = one.ids
        marks[row, : len(one.ids)] = one.marks
        mask[row, : len(one.ids)] = 1
        parts["first"].append(one.first + row * longest)
        parts["last"].append(one.last + row * longest)
        parts["types"].append(one.types)
        parts["head"].append(chosen[:, 0] + base)
        parts["tail"].append(chosen[:, 1] + base)
        base += len(one.first)
    flat = {name: np.concatenate(values) for name, values in parts.items() if values}
    head, tail = flat["head"], flat["tail"]
    left, right, distance = between(flat["first"], flat["last"], head, tail)
    tensors = [torch.from_numpy(a) for a in (ids, marks, mask)]
    tensors += [torch.from_numpy(flat[name]) for name in ("first", "last", "types", "head", "tail")]
    return Batch(*tensors, *(torch.from_numpy(a) for a in (left, right, bucket(distance))))


def between(
    first: np.ndarray, last: np.ndarray, head: np.ndarray, tail: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The sub-tokens between two spans (from, to exclusive), and how many, negative where the tail stands first."""
    ordered = first[head] <= first[tail]
    left = np.where(ordered, last[head], last[tail]) + 1
    right = np.where(ordered, first[tail], first[head])
    size = np.maximum(right - left, 0)
    return left, left + size, np.where(ordered, size, -size - 1)


class Network(nn.Module):  # type: ignore[misc]  # torch is not there when types are checked
    """The encoder with its marks, and the pair head; `scores` are logits."""

    def __init__(self, base: Path, labels: Sequence[str], dropout: float = 0.1, layers: int = 6) -> None:
        super().__init__()
        self.labels = tuple(labels)
        self.known = frozenset(labels)
        """The labels that have been trained."""
        self.bert = BertModel.from_pretrained(
            base, add_pooling_layer=False, num_hidden_layers=layers, attention_probs_dropout_prob=0.0
        )
        size = self.bert.config.hidden_size
        self.marks = nn.Embedding(MARKS, size)
        nn.init.zeros_(self.marks.weight)
        self.head_side = nn.Linear(2 * size, 2 * WIDTH)
        self.tail_side = nn.Linear(2 * size, 2 * WIDTH)
        self.context = nn.Linear(size, WIDTH)
        self.kinds = nn.Embedding(len(TYPES) ** 2, WIDTH)
        self.gaps = nn.Embedding(BUCKETS, WIDTH)
        self.out = nn.Linear(WIDTH, len(self.labels))
        for table in (self.kinds, self.gaps):
            nn.init.normal_(table.weight, std=0.02)
        nn.init.constant_(self.out.bias, -4.0)
        self.dropout = nn.Dropout(dropout)

    def encode(self, ids: Tensor, marks: Tensor, mask: Tensor) -> Tensor:
        """The hidden states (rows, sub-tokens, width)."""
        seen = self.bert.embeddings.word_embeddings(ids) + self.marks(marks)
        return self.bert(inputs_embeds=seen, attention_mask=mask).last_hidden_state

    def score(self, hidden: Tensor, one: Batch) -> Tensor:
        """The logits (pairs, labels)."""
        flat = hidden.reshape(-1, hidden.shape[-1])
        spans = self.dropout(torch.cat((flat[one.first], flat[one.last]), dim=1))
        heads, tails = self.head_side(spans)[one.head], self.tail_side(spans)[one.tail]
        projected = torch.nn.functional.linear(flat, self.context.weight)
        running = torch.cat((projected.new_zeros(1, WIDTH), projected.cumsum(0)), dim=0)
        size = (one.right - one.left).clamp(min=1).unsqueeze(1)
        middle = (running[one.right] - running[one.left]) / size
        kinds = self.kinds(one.types[one.head] * len(TYPES) + one.types[one.tail])
        mixed = heads[:, :WIDTH] + tails[:, :WIDTH] + heads[:, WIDTH:] * tails[:, WIDTH:]
        mixed = mixed + middle + self.context.bias + kinds + self.gaps(one.distance)
        return self.out(self.dropout(torch.nn.functional.gelu(mixed)))

    def forward(self, one: Batch) -> Tensor:
        """The logits of a batch."""
        return self.score(self.encode(one.ids, one.marks, one.mask), one)

    def groups(
        self, rate: float, head_rate: float, decay: float, fall: float, frozen: int = 0
    ) -> Iterator[dict[str, object]]:
        """Parameter groups: a lower layer learns slower by the factor ``fall``; words stay as they are.

        The lowest ``frozen`` layers, and with them all that is below, stay as they are too.
        """
        self.bert.embeddings.word_embeddings.weight.requires_grad_(False)
        layers = self.bert.encoder.layer
        if frozen:
            for part in (self.bert.embeddings, self.marks, *layers[:frozen]):
                part.requires_grad_(False)
        for n, layer in enumerate(layers):
            if n < frozen:
                continue
            yield {
                "params": list(layer.parameters()),
                "lr": rate * fall ** (len(layers) - 1 - n),
                "weight_decay": decay,
            }
        if not frozen:
            rest = [p for p in self.bert.embeddings.parameters() if p.requires_grad]
            yield {"params": rest, "lr": rate * fall ** len(layers), "weight_decay": decay}
            yield {"params": list(self.marks.parameters()), "lr": head_rate, "weight_decay": 0.0}
        parts = (self.head_side, self.tail_side, self.context, self.kinds, self.gaps, self.out)
        yield {"params": [p for part in parts for p in part.parameters()], "lr": head_rate, "weight_decay": decay}
