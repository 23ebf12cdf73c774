"""From trained weights to what ships: the encoder as an int8 ONNX graph, the head as numpy arrays, the words.

The graph is written node by node, in operators of ONNX Runtime that do what exporting and fusing would have to find:
one product for queries, keys and values, one node for the attention, one for each sum with its normalisation. It has no
mask, since it reads one text at a time.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.network import WIDTH, Network

ENCODER, HEAD, WORDS = "encoder.onnx", "head.npz", "vocab.txt"

HEADS = 12
"""Of the attention of MiniLM."""

_OPERATORS = "com.microsoft"
_LEVELS = 64
"""Of a factor, up and down. Not 127: without VNNI, AVX2 adds two products in 16 bits, which 127 would overflow."""

Floats = NDArray[np.float32]


def export(network: Network, vocabulary: Path, folder: Path) -> None:
    """Write the shipped files of ``network`` to ``folder``: matrices quantised by channel, activations as they come."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: value.detach().cpu().numpy() for name, value in network.state_dict().items()}
    onnx.save(encoder(state), folder / ENCODER)
    head = {
        "head": state["head_side.weight"].T,
        "head_bias": state["head_side.bias"],
        "tail": state["tail_side.weight"].T,
        "tail_bias": state["tail_side.bias"],
        "context": state["context.weight"].T,
        "kinds": state["kinds.weight"] + state["context.bias"],
        "gaps": state["gaps.weight"],
        "out": state["out.weight"].T,
        "out_bias": state["out.bias"],
    }
    assert head["context"].shape[1] == WIDTH
    head_labels = np.array(network.labels)
    arrays = {name: value.astype(np.float16) for name, value in head.items()}
    np.savez(folder / HEAD, labels=head_labels, **arrays)
    shutil.copyfile(vocabulary, folder / WORDS)


@dataclass
class _Graph:
    """Nodes and constants as they come; each method returns the name of what it made."""

    state: Mapping[str, Floats]
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def node(self, operator: str, *inputs: str, domain: str = "", outputs: int = 1, **attributes: Any) -> str:
        made = [f"{operator}{len(self.nodes)}.{n}" for n in range(outputs)]
        self.nodes.append(helper.make_node(operator, inputs, made, domain=domain, **attributes))
        return made[0]

    def constant(self, value: NDArray[Any]) -> str:
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def product(self, of: str, weights: Floats, bias: Floats) -> str:
        """``of`` times a matrix (out, in), in int8: ``of`` by one scale, as it comes; each column by its own."""
        whole, scale = _quantised(weights.T, 0, _LEVELS)
        parts = (self.constant(whole), self.constant(scale[0]), "", self.constant(bias))
        return self.node("DynamicQuantizeMatMul", of, *parts, domain=_OPERATORS)

    def looked_up(self, table: str, ids: str) -> str:
        """The rows of an int8 table, each by its own scale."""
        whole, scale = _quantised(self.state[table], 1, 127)
        rows = self.node("Cast", self.node("Gather", self.constant(whole), ids), to=TensorProto.FLOAT)
        return self.node("Mul", rows, self.node("Gather", self.constant(scale), ids))

    def norm(self, one: str, other: str, at: str) -> str:
        """The normalised sum of two."""
        scale, shift = self.constant(self.state[f"{at}.weight"]), self.constant(self.state[f"{at}.bias"])
        return self.node("SkipLayerNormalization", one, other, scale, shift, domain=_OPERATORS, epsilon=1e-12)

    def linear(self, of: str, at: str) -> str:
        return self.product(of, self.state[f"{at}.weight"], self.state[f"{at}.bias"])

    def smoothed(self, of: str, weights: Floats, bias: Floats, norm: str) -> str:
        """The product of a normalised sum, whose large columns are made smaller and the small ones larger before it.

        All columns share one scale, so that a few large ones cost the others their digits; the matrix takes back what
        they were divided by (SmoothQuant, Xiao et al. 2023, with the sizes that the normalisation gives a column).
        """
        size = 3 * np.abs(self.state[f"{norm}.weight"]) + np.abs(self.state[f"{norm}.bias"])
        by = np.sqrt(size / np.abs(weights).max(axis=0))
        return self.product(self.node("Mul", of, self.constant(1 / by)), weights * by, bias)

    def layer(self, x: str, at: str, before: str) -> str:
        """One layer of the transformer, on what the normalisation ``before`` gave."""
        names = [f"{at}.attention.self.{name}" for name in ("query", "key", "value")]
        weights, bias = (np.concatenate([self.state[f"{n}.{part}"] for n in names]) for part in ("weight", "bias"))
        self.node("Split", self.smoothed(x, weights, bias, before), axis=2, num_outputs=3, outputs=3)
        seen = self.node("MultiHeadAttention", *self.nodes[-1].output, domain=_OPERATORS, num_heads=HEADS)
        middle, inner = f"{at}.attention.output.LayerNorm", f"{at}.intermediate.dense"
        x = self.norm(self.linear(seen, f"{at}.attention.output.dense"), x, middle)
        wide = self.smoothed(x, self.state[f"{inner}.weight"], self.state[f"{inner}.bias"], middle)
        wide = self.node("Gelu", wide, domain=_OPERATORS)
        return self.norm(self.linear(wide, f"{at}.output.dense"), x, f"{at}.output.LayerNorm")


def encoder(state: Mapping[str, Floats]) -> onnx.ModelProto:
    """The graph from sub-tokens and marks (rows, tokens) to hidden states, from the ``state`` of a `Network`."""
    graph = _Graph(state)
    tables = "bert.embeddings.{}_embeddings.weight"
    places = state[tables.format("position")] + state[tables.format("token_type")][0]
    ends = graph.node("Shape", "ids", start=1, end=2)
    zero = graph.constant(np.zeros(1, dtype=np.int64))
    place = graph.node("Slice", graph.constant(places), zero, ends, zero)
    seen = graph.node("Add", graph.looked_up(tables.format("word"), "ids"), place)
    marks = graph.node("Gather", graph.constant(state["marks.weight"]), "marks")
    before = "bert.embeddings.LayerNorm"
    x = graph.norm(seen, marks, before)
    layers = 1 + max(int(name.split(".")[3]) for name in state if name.startswith("bert.encoder.layer."))
    for n in range(layers):
        x = graph.layer(x, f"bert.encoder.layer.{n}", before)
        before = f"bert.encoder.layer.{n}.output.LayerNorm"
    graph.nodes[-1].output[0] = "hidden"
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["rows", "tokens"]) for name in ("ids", "marks")]
    width = state["marks.weight"].shape[1]
    hidden = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["rows", "tokens", width])
    made = helper.make_graph(graph.nodes, "encoder", inputs, [hidden], graph.constants)
    versions = [helper.make_opsetid("", 18), helper.make_opsetid(_OPERATORS, 1)]
    return helper.make_model(made, opset_imports=versions, ir_version=9)


def _quantised(matrix: Floats, axis: int, levels: int) -> tuple[NDArray[np.int8], Floats]:
    """A matrix in whole numbers up to ``levels``, and what each line along ``axis`` was divided by."""
    scale = np.maximum(np.abs(matrix).max(axis=axis, keepdims=True), 1e-12).astype(np.float32) / levels
    return np.round(matrix / scale).astype(np.int8), scale
