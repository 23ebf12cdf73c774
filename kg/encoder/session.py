"""The encoder at work: windows in, logits out, by ONNX Runtime on a set number of threads."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import permutations
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from kg.encoder.head import Floats, Head, Pairs
from kg.encoder.window import Candidate, tokenizer, window
from kg.jobs import cores

THREADS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What the encoder says of one text: ``pairs`` (n, 2) are indices of its candidates, ``logits`` (n, labels)."""

    pairs: Pairs
    logits: Floats


@dataclass(frozen=True)
class Encoder:
    """The shipped network. The files are read when the first text is."""

    folder: Path
    threads: int = THREADS

    @cached_property
    def head(self) -> Head:
        """The pair head, whose ``labels`` name the columns of the logits."""
        return Head.load(self.folder / "head.npz")

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the columns of the logits."""
        return self.head.labels

    @cached_property
    def tokens(self) -> Tokenizer:
        """The tokenizer."""
        return tokenizer(self.folder / "vocab.txt")

    @cached_property
    def session(self) -> ort.InferenceSession:
        """The graph. Raises OSError saying what is missing."""
        path = self.folder / "encoder.onnx"
        if not path.is_file():
            raise OSError(f"{path} is missing; reinstall celebrity-kg, or make it: python -m training.train")
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def read(
        self, texts: Sequence[tuple[str, Sequence[Candidate]]], pairs: Sequence[Pairs | None] | None = None
    ) -> list[Scores]:
        """The scores of all ordered pairs of the candidates of each text, or of the ``pairs`` named.

        A candidate behind the last sub-token that fits a window has no scores. Texts go through one by one, as many
        at a time as there are threads: a batch would be quantised as a whole, and one text's scores would depend on
        its neighbours.
        """
        jobs = [(*one, None if pairs is None else pairs[n]) for n, one in enumerate(texts)]
        if self.threads == 1 or len(jobs) < 2:
            return [self._read(*job) for job in jobs]
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(lambda job: self._read(*job), jobs))

    def _read(self, text: str, candidates: Sequence[Candidate], asked: Pairs | None) -> Scores:
        one = window(self.tokens, text, candidates)
        hidden = self.session.run(None, {"ids": one.ids[None], "marks": one.marks[None]})[0][0]
        place = {kept: i for i, kept in enumerate(one.kept)}
        wanted = permutations(one.kept, 2) if asked is None else asked.tolist()
        inside = [(i, j) for i, j in wanted if i in place and j in place]
        local = [(place[i], place[j]) for i, j in inside]
        pairs, here = (np.array(both, dtype=np.int64).reshape(-1, 2) for both in (inside, local))
        return Scores(pairs, self.head.score(hidden, one, here))


@cache
def load(folder: Path | None = None) -> Encoder:
    """The encoder whose files are in ``folder``, by default the shipped ones.

    ``OMP_NUM_THREADS``, where it is set, bounds its threads, as it does those of numpy.
    """
    return Encoder(folder or Path(str(resources.files("kg"))) / "weights", min(THREADS, cores()))
