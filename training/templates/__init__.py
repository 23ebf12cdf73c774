"""Training sentences of our own making, with labels: a grammar over the sentence files in ``data``.

They teach what no public data set labels: dating, engagements, break-ups, rumours and denials, ages, lists of children,
parts on the screen. Nobody in them exists.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from training.passage import Passage
from training.templates.compose import passage

__all__ = ["passages"]


def passages(count: int, seed: int) -> Iterator[Passage]:
    """So many passages; the same seed gives the same ones.

    >>> a, b = passages(2, 7)
    >>> [a, b] == list(passages(2, 7)), a.source
    (True, 'own')
    """
    for number in range(count):
        yield passage(random.Random(f"{seed}/{number}"), f"own/{seed}/{number}")
