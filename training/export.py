"""From trained weights to what ships: the encoder as an int8 ONNX graph, the head as numpy arrays, the words."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.network import WIDTH, Network

ENCODER, HEAD, WORDS = "encoder.onnx", "head.npz", "vocab.txt"


class _Encoding(nn.Module):  # type: ignore[misc]
    """The part of the network that becomes the graph."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, marks: Tensor, mask: Tensor) -> Tensor:
        return self.network.encode(ids, marks, mask)


def export(network: Network, vocabulary: Path, folder: Path) -> None:
    """Write the shipped files of ``network`` to ``folder``: matrices quantised by channel, activations as they come."""
    folder.mkdir(parents=True, exist_ok=True)
    network = network.eval()
    ids = torch.randint(1000, 20000, (2, 16))
    names = ["ids", "marks", "mask"]
    axes = {name: {0: "rows", 1: "tokens"} for name in [*names, "hidden"]}
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            _Encoding(network),
            (ids, torch.zeros_like(ids), torch.ones_like(ids)),
            str(plain),
            input_names=names,
            output_names=["hidden"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        # reduce_range: without VNNI the int8 products of AVX2 saturate at 16 bits
        quantize_dynamic(plain, folder / ENCODER, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    made = onnx.load(folder / ENCODER)
    made.producer_name, made.producer_version, made.doc_string = "", "", ""
    onnx.save(made, folder / ENCODER)
    state = {
        name: value.numpy() for name, value in network.state_dict().items() if not name.startswith(("bert.", "marks."))
    }
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
