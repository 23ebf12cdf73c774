"""A language model that tells whether one sentence follows from another, from a folder that the user has.

Any model of natural-language inference in the usual ONNX export will do, large ones better: ``model.onnx`` (or
``onnx/model.onnx``), ``tokenizer.json``, and ``config.json``, whose ``id2label`` names the label *entailment*. It runs
on ONNX Runtime like the shipped encoder, so nothing more has to be installed. That relations can be asked for as
hypotheses is from Yin, Hay and Roth (EMNLP 2019) and Sainz et al. (EMNLP 2021).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from kg.jobs import cores

BATCH = 16
LONGEST = 256
"""Sub-tokens of a premise and a hypothesis together."""

FILES = "model.onnx, tokenizer.json and config.json, as `optimum-cli export onnx --model NAME FOLDER` writes them"


@dataclass(frozen=True)
class Entailment:
    """The model in ``folder``. The files are read when the first pair is."""

    folder: Path

    @property
    def graph(self) -> Path:
        """The file of the graph. Raises OSError where there is none."""
        for path in (self.folder / "model.onnx", self.folder / "onnx" / "model.onnx"):
            if path.is_file():
                return path
        raise OSError(f"{self.folder} holds no model.onnx; a folder of a model needs {FILES}")

    def check(self) -> None:
        """Raise OSError saying what the folder lacks, if it lacks something; the large files are not read."""
        _ = self.graph, self.column, self._file("tokenizer.json")

    @cached_property
    def session(self) -> ort.InferenceSession:
        """The graph at work. Raises OSError saying what is missing."""
        options = ort.SessionOptions()
        options.intra_op_num_threads = cores()
        return ort.InferenceSession(str(self.graph), options, providers=["CPUExecutionProvider"])

    @cached_property
    def tokens(self) -> Tokenizer:
        """The tokenizer, which fills up the shorter of a batch. Raises OSError saying what is missing."""
        made = Tokenizer.from_file(str(self._file("tokenizer.json")))
        made.enable_truncation(LONGEST, strategy="only_first")
        made.enable_padding(**{k: v for k, v in (made.padding or {}).items() if k.startswith("pad_")})
        return made

    @cached_property
    def column(self) -> int:
        """Which of the model's labels is *entailment*. Raises OSError where none is."""
        path = self._file("config.json")
        labels = json.loads(path.read_text(encoding="utf-8")).get("id2label", {})
        found = [int(n) for n, name in labels.items() if str(name).lower() == "entailment"]
        if not found:
            told = ", ".join(map(str, labels.values())) or "none"
            raise OSError(
                f"{path} names no label 'entailment' (but: {told}); take a model of natural-language inference"
            )
        return found[0]

    def chances(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """For every premise and hypothesis the probability that the second follows from the first.

        Raises OSError where the folder is none of such a model.
        """
        order = sorted(range(len(pairs)), key=lambda n: sum(map(len, pairs[n])))
        found = [0.0] * len(pairs)
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            for n, chance in zip(chosen, self._run([pairs[n] for n in chosen]), strict=True):
                found[n] = chance
        return found

    def _run(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        encoded = self.tokens.encode_batch(list(pairs))
        rows = {
            "input_ids": [one.ids for one in encoded],
            "attention_mask": [one.attention_mask for one in encoded],
            "token_type_ids": [one.type_ids for one in encoded],
        }
        wanted = {given.name: np.array(rows[given.name], dtype=np.int64) for given in self.session.get_inputs()}
        logits = np.asarray(self.session.run(None, wanted)[0], dtype=np.float64)
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return [float(one) for one in odds[:, self.column] / odds.sum(axis=1)]

    def _file(self, name: str) -> Path:
        path = self.folder / name
        if not path.is_file():
            raise OSError(f"{path} is missing; a folder of a model needs {FILES}")
        return path
