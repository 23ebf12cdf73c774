"""The trained encoder as the reader that is asked about pronouns."""

from __future__ import annotations

import numpy as np

from kg.encoder import Candidate, Encoder
from kg.mentions.antecedents import Scorer, Stretch
from kg.model import MentionKind

LABEL = "coref"
_TYPES = {MentionKind.NAME: "Person", MentionKind.PRONOUN: "Pronoun", MentionKind.NOMINAL: "Nominal"}


def scorer(encoder: Encoder) -> Scorer:
    """A scorer that asks the encoder for its logits of the label ``coref``.

    Raises ValueError for an encoder that has not learnt that label.
    """
    if LABEL not in encoder.labels:
        raise ValueError(
            f"the encoder in {encoder.folder} has no label {LABEL!r}; make it anew: python -m training.train"
        )
    column = encoder.labels.index(LABEL)

    def odds(text: str, stretch: Stretch) -> dict[int, float]:
        found = [Candidate(a - stretch.start, b - stretch.start, _TYPES[kind]) for a, b, kind in stretch.mentions]
        asked = stretch.asked
        # The label goes from the later mention to the earlier one.
        pairs = np.array([(max(i, asked), min(i, asked)) for i in range(len(found)) if i != asked], dtype=np.int64)
        [scores] = encoder.read([(text[stretch.start : stretch.end], found)], [pairs.reshape(-1, 2)])
        others = scores.pairs.sum(axis=1) - asked
        return dict(zip(others.tolist(), scores.logits[:, column].tolist(), strict=True))

    return odds
