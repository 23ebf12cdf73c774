"""Token vectors by the stock model, without the copies that its layers hand each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.pipeline import Tok2Vec
from spacy.tokens import Doc

Floats = NDArray[np.float32]

_LAYERS = {"extract_features", "list2ragged", "ragged2list", "ints-getitem", "hashembed", "expand_window", "maxout"}
_LAYERS |= {"layernorm", "dropout"}


def known(component: Any) -> bool:
    """Whether the component is built as in ``en_core_web_*``."""
    return isinstance(component, Tok2Vec) and _plain(component.model)


def _plain(model: Any) -> bool:
    """Whether it is hashed features, mixed once, then layers that each look at a token and its two neighbours."""
    named = list(_parts(model))
    windows = [node.attrs["window_size"] for node in named if node.name == "expand_window"]
    columns = [node.attrs["column"] for node in named if node.name == "hashembed"]
    mixers = [node.get_dim("nP") for node in named if node.name == "maxout"]
    return (
        {node.name for node in named} == _LAYERS
        and windows == [1] * (len(mixers) - 1)
        and columns == list(range(len(columns)))
        and len([node for node in named if node.name == "layernorm"]) == len(mixers)
    )


def _parts(model: Any) -> Iterator[Any]:
    """The layers that hold no others, in the order in which they run."""
    return (node for node in model.walk(order="dfs_pre") if not node.layers)


def vectors(model: Any) -> Callable[[Doc], Floats]:
    """The vectors that ``model`` gives a document: `QuickVectors` if we know how it is built, else its own."""
    return QuickVectors(model) if _plain(model) else lambda doc: model.predict([doc])[0]


class QuickVectors:
    """The vectors of the tokens of a document, one row each.

    Words of one look get their row once; each layer's window is laid out in one copy.
    """

    def __init__(self, model: Any) -> None:
        parts = list(_parts(model))
        self._ops = model.ops
        self._columns = next(node.attrs["columns"] for node in parts if node.name == "extract_features")
        self._tables = [(node.attrs["seed"], node.get_param("E")) for node in parts if node.name == "hashembed"]
        maxouts = [node for node in parts if node.name == "maxout"]
        norms = [node for node in parts if node.name == "layernorm"]
        self._mix, *self._layers = [_Layer(*pair) for pair in zip(maxouts, norms, strict=True)]
        self._pad = model.layers[-1].attrs["pad"]

    def __call__(self, doc: Doc) -> Floats:
        """The vectors of ``doc``."""
        features = doc.to_array(self._columns).astype(np.uint64, copy=False)
        kinds = np.ascontiguousarray(features).view(f"S{features.shape[1] * features.itemsize}")[:, 0]
        _, first, kind = np.unique(kinds, return_index=True, return_inverse=True)
        looks = features[first]
        hashed = [
            self._ops.gather_add(table, self._ops.hash(np.ascontiguousarray(looks[:, n]), seed) % len(table))
            for n, (seed, table) in enumerate(self._tables)
        ]
        found = self._mix(np.hstack(hashed))
        width = found.shape[1]
        rows = np.zeros((len(doc) + 2 * self._pad, width), dtype=np.float32)
        rows[self._pad : self._pad + len(doc)] = found[kind]
        window = np.zeros((len(rows), 3 * width), dtype=np.float32)
        for layer in self._layers:
            window[1:, :width] = rows[:-1]
            window[:, width : 2 * width] = rows
            window[:-1, 2 * width :] = rows[1:]
            rows += layer(window)
        return rows[self._pad : self._pad + len(doc)]


class _Layer:
    """A maxout of three and its normalisation."""

    def __init__(self, maxout: Any, norm: Any) -> None:
        weights, bias = maxout.get_param("W"), maxout.get_param("b")
        # The pieces one behind the other, so that the largest is found by whole blocks.
        self._weights = np.ascontiguousarray(weights.transpose(1, 0, 2)).reshape(-1, weights.shape[2])
        self._bias = np.ascontiguousarray(bias.T).ravel()
        self._scale, self._shift = norm.get_param("G"), norm.get_param("b")

    def __call__(self, rows: Floats) -> Floats:
        pieces = rows @ self._weights.T
        pieces += self._bias
        first, *others = (pieces[:, at : at + len(self._scale)] for at in range(0, pieces.shape[1], len(self._scale)))
        best: Floats = first.copy()
        for block in others:
            np.maximum(best, block, out=best)
        best -= best.mean(axis=1, keepdims=True, dtype=np.float32)
        best /= np.sqrt((best * best).mean(axis=1, keepdims=True, dtype=np.float32) + 1e-08)
        best *= self._scale
        best += self._shift
        return best


class QuickTensor:
    """Sets ``doc.tensor``, which the tagger and the parser read, as a ``Tok2Vec`` does."""

    def __init__(self, stock: Any) -> None:
        self._vectors = QuickVectors(stock.model)

    def __call__(self, doc: Doc) -> Doc:
        """Set the tensor."""
        if len(doc):
            doc.tensor = self._vectors(doc)  # type: ignore[assignment]
        return doc
