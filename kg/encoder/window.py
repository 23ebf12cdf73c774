"""What the encoder reads: the sub-tokens of one text, marked with what the candidates in it are.

The same code makes the windows for training and at run time. It needs neither spaCy nor PyTorch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import WordPiece

TYPES = ("", "Person", "Organization", "Place", "Work", "Group", "Other", "Date", "Number", "Pronoun", "Nominal")
"""The marks of candidates: what they are, or, of pronouns and descriptions, how they are put."""

CASES = 3
MARKS = 2 * len(TYPES) * CASES
"""How many marks a sub-token can have: type, first of its span or not, and how it is capitalised."""

DISTANCES = (0, 1, 2, 3, 5, 8, 12, 18, 26, 40, 64)
CLS, SEP = 101, 102
LONGEST = 256


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A span that may stand in a relation: character offsets, and one of `TYPES`."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A text as numbers: sub-token ids and marks, and the first and last sub-token and the type of each candidate.

    ``kept`` are the indices of the candidates that are in it: one behind the last sub-token that fits is not.
    """

    ids: NDArray[np.int64]
    marks: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    types: NDArray[np.int64]
    kept: tuple[int, ...]


def tokenizer(vocabulary: Path) -> Tokenizer:
    """The uncased WordPiece tokenizer of BERT with the words of the file ``vocabulary``, one a line."""
    words = vocabulary.read_text(encoding="utf-8").split("\n")
    made = Tokenizer(WordPiece({word: i for i, word in enumerate(words) if word}, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


def window(tokens: Tokenizer, text: str, candidates: Sequence[Candidate], longest: int = LONGEST) -> Window:
    """The window of ``text``, cut after ``longest`` sub-tokens; ``candidates`` may be nested, the inner one marks."""
    encoding = tokens.encode(text, add_special_tokens=False)
    offsets = encoding.offsets[: longest - 2]
    ids = np.array([CLS, *encoding.ids[: longest - 2], SEP])
    starts = [start for start, _ in offsets]
    ends = [end for _, end in offsets]
    marks = np.zeros(len(ids), dtype=np.int64)
    kept, first, last = [], [], []
    for n, candidate in enumerate(candidates):
        a = int(np.searchsorted(ends, candidate.start, side="right"))
        b = int(np.searchsorted(starts, candidate.end, side="left")) - 1
        if a <= b < len(offsets) and (offsets[-1][1] >= candidate.end):
            kept.append(n)
            first.append(a + 1)
            last.append(b + 1)
    for k in sorted(range(len(kept)), key=lambda k: first[k] - last[k]):  # the longest first, the inner ones over it
        kind = TYPES.index(candidates[kept[k]].type)
        marks[first[k] : last[k] + 1] = 2 * kind
        marks[first[k]] += 1
    marks *= CASES
    marks[1:-1] += np.array([_case(text[start:end]) for start, end in offsets], dtype=np.int64)
    types = np.array([TYPES.index(candidates[n].type) for n in kept], dtype=np.int64)
    return Window(ids, marks, np.array(first, dtype=np.int64), np.array(last, dtype=np.int64), types, tuple(kept))


def _case(word: str) -> int:
    """0 for small letters and signs, 1 for a capital first, 2 for capitals within."""
    if not word[:1].isupper():
        return 2 if word != word.lower() else 0
    return 2 if any(map(str.isupper, word[1:])) else 1


def bucket(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """The class of the number of sub-tokens between two spans, first or second of them being the head."""
    size = np.searchsorted(DISTANCES, np.abs(distance), side="right")
    return np.asarray(np.where(distance < 0, size + len(DISTANCES) + 1, size))
