"""One core means one core: import this before anything that loads a numerical library and starts its threads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[_name] = "1"


@contextmanager
def one_core() -> Iterator[None]:
    """Stay on one core where the system lets us choose (Linux)."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
